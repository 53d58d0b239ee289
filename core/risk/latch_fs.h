// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/result.h"

namespace bw::risk {

struct FileStat {
    bool regular = false;
    bool directory = false;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint64_t size = 0;
    unsigned mode = 0;  // permission bits
};

/// The system calls of everything durable in core/risk, one for one, so that a test can fail or kill after any of them.
/// Each returns 0 or an errno value. Any thread; no state of its own.
class LatchFs {
public:
    virtual ~LatchFs() = default;
    /// lstat: a dangling link is present.
    virtual int stat(const std::string& path, FileStat& out) = 0;
    virtual int open(const std::string& path, int flags, unsigned mode, int& fd) = 0;
    virtual int read(int fd, void* data, std::size_t size, std::uint64_t offset, std::size_t& got) = 0;
    /// All of it or an error.
    virtual int write(int fd, const void* data, std::size_t size, std::uint64_t offset) = 0;
    virtual int truncate(int fd, std::uint64_t size) = 0;
    virtual int sync(int fd) = 0;
    virtual int syncDir(const std::string& path) = 0;
    virtual int close(int fd) = 0;
    virtual int rename(const std::string& from, const std::string& to) = 0;
    virtual int unlink(const std::string& path) = 0;
    virtual int makeDir(const std::string& path, unsigned mode) = 0;
    /// flock, exclusive, without waiting: EWOULDBLOCK when another holds it. Released by close.
    virtual int tryLock(int fd) = 0;
    virtual int access(const std::string& path, int mode) = 0;
    /// statfs f_type.
    virtual int fsMagic(const std::string& path, std::uint64_t& magic) = 0;
};

class PosixLatchFs : public LatchFs {
public:
    int stat(const std::string& path, FileStat& out) override;
    int open(const std::string& path, int flags, unsigned mode, int& fd) override;
    int read(int fd, void* data, std::size_t size, std::uint64_t offset, std::size_t& got) override;
    int write(int fd, const void* data, std::size_t size, std::uint64_t offset) override;
    int truncate(int fd, std::uint64_t size) override;
    int sync(int fd) override;
    int syncDir(const std::string& path) override;
    int close(int fd) override;
    int rename(const std::string& from, const std::string& to) override;
    int unlink(const std::string& path) override;
    int makeDir(const std::string& path, unsigned mode) override;
    int tryLock(int fd) override;
    int access(const std::string& path, int mode) override;
    int fsMagic(const std::string& path, std::uint64_t& magic) override;
};

/// Owns one open file. What close answers does not matter: nothing is reported before its sync.
class OpenFile {
public:
    explicit OpenFile(LatchFs& fs) : m_fs(fs) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() { close(); }
    [[nodiscard]] int open(const std::string& path, int flags, unsigned mode = 0) {
        close();
        return m_fs.open(path, flags, mode, m_fd);
    }
    void close() {
        if (m_fd >= 0) m_fs.close(m_fd);
        m_fd = -1;
    }
    [[nodiscard]] int fd() const { return m_fd; }

private:
    LatchFs& m_fs;
    int m_fd = -1;
};

[[nodiscard]] std::string parentDir(const std::string& path);
/// "no such file" text of an errno value.
[[nodiscard]] std::string errnoText(int error);
/// True for the errors that mean "there is nothing of that name".
[[nodiscard]] bool isNotFound(int error) noexcept;
/// The first `size_max` bytes; 0 or an errno.
[[nodiscard]] int readFile(LatchFs& fs, const std::string& path, std::size_t size_max, std::string& out);
/// `path`.new written, synced, re-read and compared, then renamed over `path` and the directory synced. 0 or an errno.
[[nodiscard]] int replaceFile(LatchFs& fs, const std::string& path, std::string_view bytes, unsigned mode);
/// mkdir -p with 0755; 0 when it is a directory afterwards.
[[nodiscard]] int makeDirs(LatchFs& fs, const std::string& path);
/// tryLock again and again for `wait_ms`; 0, EWOULDBLOCK or another errno.
[[nodiscard]] int lockWithin(LatchFs& fs, int fd, int wait_ms);

}  // namespace bw::risk
