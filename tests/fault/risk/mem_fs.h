// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/model/random.h"
#include "core/risk/latch_fs.h"

namespace bw::risk::test {

/// Thrown by a MemFs hook: the machine is off.
struct PowerLoss {};

/// A disk in memory that knows what was synced. Directories are durable at once; names and bytes are not: until syncDir
/// any prefix of a directory's changes may survive, until sync any part of a file's changed bytes. A sync that fails
/// forgets that its bytes were ever dirty, as Linux does: a later sync that succeeds proves nothing about them. One
/// thread at a time.
class MemFs final : public LatchFs {
public:
    MemFs();
    /// Called before each call that changes anything or syncs; may throw PowerLoss, or return an errno to fail it.
    std::function<int(std::string_view op, const std::string& path)> before = [](std::string_view, const std::string&) {
        return 0;
    };
    /// The disk as it may be found after power comes back.
    [[nodiscard]] std::unique_ptr<MemFs> powerLoss(Random& random) const;

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

private:
    struct Write {
        std::uint64_t offset = 0;
        std::string bytes;
    };
    struct File {
        std::string seen, synced;
        std::vector<Write> dirty;  // since the last sync, in order
        std::vector<Write> lost;   // dirty at a failed sync: on the disk or not, and no longer tracked
        unsigned mode = 0;
    };
    using Names = std::map<std::string, std::uint64_t>;
    struct NameChange {
        std::string dir;
        std::string gone;  // "" or the name that goes
        std::string made;  // "" or the name that comes
        std::uint64_t inode = 0;
    };
    void change(NameChange one);
    static void apply(Names& names, const NameChange& one);
    static void applyTorn(std::string& bytes, const Write& write, Random& random);

    std::map<std::uint64_t, File> m_files;
    Names m_names, m_synced_names;
    std::vector<NameChange> m_changes;
    std::set<std::string> m_dirs;
    std::map<int, std::pair<std::uint64_t, std::string>> m_open;
    std::uint64_t m_next_inode = 1;
    int m_next_fd = 3;
};

}  // namespace bw::risk::test
