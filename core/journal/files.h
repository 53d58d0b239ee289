// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "core/model/result.h"

namespace bw::journal {

/// The calls by which the journal changes the disk: a test overrides one to make it fail. Each returns a value >= 0, or
/// -errno. Any thread; holds no state.
class Files {
public:
    virtual ~Files() = default;
    virtual int open(const std::filesystem::path& path, int flags);  // new files get mode 0640
    /// May write less than asked, as POSIX does.
    virtual ssize_t write(int fd, const char* data, std::size_t size, std::uint64_t offset);
    virtual int sync(int fd);  // fdatasync
    virtual int syncDir(const std::filesystem::path& dir);
    virtual int truncate(int fd, std::uint64_t size);
    virtual int rename(const std::filesystem::path& from, const std::filesystem::path& to);
    virtual int remove(const std::filesystem::path& path);
    /// Takes blocks for `size` bytes without changing the file's size.
    virtual int reserve(int fd, std::uint64_t size);
    struct Space {
        std::uint64_t free_bytes = 0;
        std::uint64_t total_bytes = 0;
    };
    virtual int space(const std::filesystem::path& dir, Space& out);

    static Files& system();
};

/// Owns a file descriptor. Any thread, one at a time.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : m_fd(fd) {}
    Fd(Fd&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Fd& operator=(Fd&& other) noexcept {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Fd();
    [[nodiscard]] int get() const { return m_fd; }
    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// All of `data` at `offset`; 0 or -errno. A call that stops short is continued, so the cause is known in the end.
[[nodiscard]] int writeAll(Files& files, int fd, std::string_view data, std::uint64_t offset);
/// Replaces a small file: `path`.tmp, sync, rename, sync directory. FileWrite or DiskFull.
[[nodiscard]] Status writeSmallFile(Files& files, const std::filesystem::path& path, std::string_view text);
/// The whole file, at most `size_max` bytes. FileOpen, FileRead, Size.
[[nodiscard]] Result<std::string> readSmallFile(const std::filesystem::path& path, std::size_t size_max);
/// DiskFull for no room or quota, FileWrite for the rest; detail "<what> <path>: <text of errno>".
[[nodiscard]] Error fileError(int negative_errno, std::string_view where, const std::filesystem::path& path);
/// Makes `dir` and its parents, mode 0750; DirUnusable.
[[nodiscard]] Status makeDir(const std::filesystem::path& dir);

}  // namespace bw::journal
