// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

namespace bw::journal {
namespace {
constexpr std::size_t kReadPiece = std::size_t{16} << 10;

int checked(int result) {
    return result < 0 ? -errno : result;
}
}  // namespace

int Files::open(const std::filesystem::path& path, int flags) {
    return checked(::open(path.c_str(), flags | O_CLOEXEC, 0640));
}
ssize_t Files::write(int fd, const char* data, std::size_t size, std::uint64_t offset) {
    const ssize_t done = ::pwrite(fd, data, size, static_cast<off_t>(offset));
    return done < 0 ? -errno : done;
}
int Files::sync(int fd) {
    return checked(::fdatasync(fd));
}
int Files::syncDir(const std::filesystem::path& dir) {
    const Fd fd(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) return -errno;
    return checked(::fsync(fd.get()));
}
int Files::truncate(int fd, std::uint64_t size) {
    return checked(::ftruncate(fd, static_cast<off_t>(size)));
}
int Files::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    return checked(::rename(from.c_str(), to.c_str()));
}
int Files::remove(const std::filesystem::path& path) {
    return checked(::unlink(path.c_str()));
}
int Files::reserve(int fd, std::uint64_t size) {
    return checked(::fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(size)));
}
int Files::space(const std::filesystem::path& dir, Space& out) {
    struct statvfs volume {};
    if (::statvfs(dir.c_str(), &volume) < 0) return -errno;
    out.free_bytes = std::uint64_t{volume.f_bavail} * volume.f_frsize;
    out.total_bytes = std::uint64_t{volume.f_blocks} * volume.f_frsize;
    return 0;
}
Files& Files::system() {
    static Files files;
    return files;
}

Fd::~Fd() {
    if (m_fd >= 0) ::close(m_fd);
}

int writeAll(Files& files, int fd, std::string_view data, std::uint64_t offset) {
    while (!data.empty()) {
        const ssize_t done = files.write(fd, data.data(), data.size(), offset);
        if (done == -EINTR) continue;
        if (done < 0) return static_cast<int>(done);
        if (done == 0) return -ENOSPC;
        data.remove_prefix(static_cast<std::size_t>(done));
        offset += static_cast<std::uint64_t>(done);
    }
    return 0;
}

Status writeSmallFile(Files& files, const std::filesystem::path& path, std::string_view text) {
    std::filesystem::path work = path;
    work += ".tmp";
    const Fd fd(files.open(work, O_WRONLY | O_CREAT | O_TRUNC));
    int result = fd.get();
    if (fd) result = writeAll(files, fd.get(), text, 0);
    if (result >= 0) result = files.sync(fd.get());
    if (result >= 0) result = files.rename(work, path);
    if (result >= 0) result = files.syncDir(path.parent_path());
    if (result < 0) return fileError(result, "journal.small_file", path);
    return Done{};
}

Result<std::string> readSmallFile(const std::filesystem::path& path, std::size_t size_max) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd)
        return Error{Code::FileOpen, "journal.small_file",
                     path.string() + ": " + std::system_category().message(errno)};
    std::string text;
    std::size_t used = 0;
    for (;;) {
        if (used == text.size()) text.resize(std::min(std::max(2 * used, kReadPiece), size_max + 1));
        const ssize_t got = ::read(fd.get(), text.data() + used, text.size() - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0)
            return Error{Code::FileRead, "journal.small_file",
                         path.string() + ": " + std::system_category().message(errno)};
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
        if (used > size_max) return Error{Code::Size, "journal.small_file", path.string()};
    }
    text.resize(used);
    return text;
}

Error fileError(int negative_errno, std::string_view where, const std::filesystem::path& path) {
    const bool full = negative_errno == -ENOSPC || negative_errno == -EDQUOT;
    return Error{full ? Code::DiskFull : Code::FileWrite, where,
                 path.string() + ": " + std::system_category().message(-negative_errno)};
}

Status makeDir(const std::filesystem::path& dir) {
    std::error_code error;
    const bool existed = std::filesystem::is_directory(dir, error);
    if (!existed && !std::filesystem::create_directories(dir, error))
        return Error{Code::DirUnusable, "journal.dir", dir.string() + ": " + error.message()};
    if (!existed) {
        using std::filesystem::perms;
        const perms mode = perms::owner_all | perms::group_read | perms::group_exec;
        std::filesystem::permissions(dir, mode, error);  // fails only on file systems without modes
    }
    return Done{};
}

}  // namespace bw::journal
