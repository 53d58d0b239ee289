// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

namespace bw::journal {
namespace {
constexpr int kTries = 5;  // a reader's isLocked() may hold a shared lock for an instant
constexpr auto kTryPause = std::chrono::milliseconds(4);
constexpr std::size_t kTextMax = 1024;

std::string hostName() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
    return name.data();
}
}  // namespace

Result<DirLock> DirLock::take(const std::filesystem::path& data_dir, std::string_view role, std::string_view version,
                              WallTime start) {
    if (Status made = makeDir(data_dir); !made) return made.error();
    const std::filesystem::path path = data_dir / "LOCK";
    Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640));
    if (!fd)
        return Error{Code::DirUnusable, "store.lock", path.string() + ": " + std::system_category().message(errno)};
    int result = -1;
    for (int i = 0; i < kTries && result != 0; ++i) {
        if (i > 0) std::this_thread::sleep_for(kTryPause);
        result = ::flock(fd.get(), LOCK_EX | LOCK_NB);
        if (result != 0 && errno != EWOULDBLOCK && errno != EINTR)
            return Error{Code::DirUnusable, "store.lock", path.string() + ": " + std::system_category().message(errno)};
    }
    if (result != 0) {
        const Result<std::string> holder = readSmallFile(path, kTextMax);
        return Error{Code::StoreLocked, "store.lock",
                     path.string() + " is held by " + (holder && !holder->empty() ? *holder : "another process")};
    }
    const std::string text = "pid=" + std::to_string(::getpid()) + " host=" + hostName() +
                             " role=" + std::string(role) + " version=" + std::string(version) +
                             " start_ns=" + std::to_string(start.ns);
    Files& files = Files::system();
    // The text is a courtesy: on a full disk the lock still holds without it.
    if (files.truncate(fd.get(), 0) == 0) static_cast<void>(writeAll(files, fd.get(), text, 0));
    return DirLock(std::move(fd), data_dir);
}

bool isLocked(const std::filesystem::path& data_dir) {
    const Fd fd(::open((data_dir / "LOCK").c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return false;
    return ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace bw::journal
