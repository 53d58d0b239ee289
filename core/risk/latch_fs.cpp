// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/latch_fs.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace bw::risk {

int PosixLatchFs::stat(const std::string& path, FileStat& out) {
    struct ::stat st {};
    if (::lstat(path.c_str(), &st) != 0) return errno;
    out = {S_ISREG(st.st_mode), S_ISDIR(st.st_mode), st.st_dev, st.st_ino, static_cast<std::uint64_t>(st.st_size),
           st.st_mode & 07777U};
    return 0;
}

int PosixLatchFs::open(const std::string& path, int flags, unsigned mode, int& fd) {
    fd = ::open(path.c_str(), flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, mode);  // a fifo must not hang the watchdog
    return fd < 0 ? errno : 0;
}

int PosixLatchFs::read(int fd, void* data, std::size_t size, std::uint64_t offset, std::size_t& got) {
    got = 0;
    while (got < size) {
        const ssize_t n = ::pread(fd, static_cast<char*>(data) + got, size - got, static_cast<off_t>(offset + got));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    return 0;
}

int PosixLatchFs::write(int fd, const void* data, std::size_t size, std::uint64_t offset) {
    std::size_t done = 0;
    while (done < size) {
        const ssize_t n =
            ::pwrite(fd, static_cast<const char*>(data) + done, size - done, static_cast<off_t>(offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        if (n == 0) return EIO;
        done += static_cast<std::size_t>(n);
    }
    return 0;
}

int PosixLatchFs::truncate(int fd, std::uint64_t size) {
    return ::ftruncate(fd, static_cast<off_t>(size)) == 0 ? 0 : errno;
}

int PosixLatchFs::sync(int fd) {
    return ::fdatasync(fd) == 0 ? 0 : errno;
}

int PosixLatchFs::syncDir(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return errno;
    const int result = ::fsync(fd) == 0 ? 0 : errno;
    ::close(fd);
    return result;
}

int PosixLatchFs::close(int fd) {
    return ::close(fd) == 0 ? 0 : errno;
}

int PosixLatchFs::rename(const std::string& from, const std::string& to) {
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

int PosixLatchFs::unlink(const std::string& path) {
    return ::unlink(path.c_str()) == 0 ? 0 : errno;
}

int PosixLatchFs::makeDir(const std::string& path, unsigned mode) {
    return ::mkdir(path.c_str(), mode) == 0 ? 0 : errno;
}

int PosixLatchFs::tryLock(int fd) {
    return ::flock(fd, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

int PosixLatchFs::access(const std::string& path, int mode) {
    return ::access(path.c_str(), mode) == 0 ? 0 : errno;
}

int PosixLatchFs::fsMagic(const std::string& path, std::uint64_t& magic) {
    struct ::statfs st {};
    if (::statfs(path.c_str(), &st) != 0) return errno;
    magic = static_cast<std::uint64_t>(st.f_type) & 0xffffffffU;
    return 0;
}

std::string parentDir(const std::string& path) {
    const std::size_t slash = path.find_last_of('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string errnoText(int error) {
    return std::generic_category().message(error);
}

bool isNotFound(int error) noexcept {
    return error == ENOENT;
}

int readFile(LatchFs& fs, const std::string& path, std::size_t size_max, std::string& out) {
    constexpr std::size_t kChunk = 64 * 1024;
    OpenFile file(fs);
    if (const int error = file.open(path, O_RDONLY); error != 0) return error;
    std::string bytes;
    for (std::size_t got = kChunk; got == kChunk && bytes.size() < size_max;) {
        const std::size_t have = bytes.size();
        const std::size_t want = std::min(kChunk, size_max - have);
        bytes.resize(have + want);
        if (const int error = fs.read(file.fd(), bytes.data() + have, want, have, got); error != 0) return error;
        bytes.resize(have + got);
    }
    out = std::move(bytes);
    return 0;
}

int replaceFile(LatchFs& fs, const std::string& path, std::string_view bytes, unsigned mode) {
    const std::string fresh = path + ".new";
    OpenFile file(fs);
    // An old .new may belong to another user or be cut short: a new inode each time.
    if (const int error = fs.unlink(fresh); error != 0 && error != ENOENT) return error;
    if (const int error = file.open(fresh, O_RDWR | O_CREAT | O_EXCL, mode); error != 0) return error;
    if (const int error = fs.write(file.fd(), bytes.data(), bytes.size(), 0); error != 0) return error;
    if (const int error = fs.sync(file.fd()); error != 0) return error;
    std::string back(bytes.size() + 1, '\0');
    std::size_t got = 0;
    if (const int error = fs.read(file.fd(), back.data(), back.size(), 0, got); error != 0) return error;
    if (std::string_view(back.data(), got) != bytes) return EIO;
    file.close();
    if (const int error = fs.rename(fresh, path); error != 0) return error;
    return fs.syncDir(parentDir(path));
}

int makeDirs(LatchFs& fs, const std::string& path) {
    FileStat st;
    // A link to a directory is fine: access follows it, lstat does not.
    const int found = fs.stat(path, st);
    if (found == 0) {
        if (st.directory) return 0;
        return fs.access(path + "/.", F_OK);
    }
    if (found != ENOENT) return found;
    const std::string parent = parentDir(path);
    if (parent != path)
        if (const int error = makeDirs(fs, parent); error != 0) return error;
    const int error = fs.makeDir(path, 0755);
    if (error != 0 && error != EEXIST) return error;
    return fs.syncDir(parent);
}

int lockWithin(LatchFs& fs, int fd, int wait_ms) {
    for (int waited_ms = 0;; waited_ms += 2) {
        const int error = fs.tryLock(fd);
        if (error != EWOULDBLOCK || waited_ms >= wait_ms) return error;
        ::poll(nullptr, 0, 2);
    }
}

}  // namespace bw::risk
