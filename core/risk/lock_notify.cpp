// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/lock_notify.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "core/risk/latch_fs.h"

namespace bw::risk {

LockNotify::LockNotify(const std::vector<std::string>& paths) {
    m_fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (m_fd < 0) return;
    for (const std::string& path : paths) {
        const std::string dir = parentDir(path);
        const int watch = ::inotify_add_watch(m_fd, dir.c_str(), IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE);
        if (watch >= 0) m_names.emplace_back(watch, path.substr(path.find_last_of('/') + 1));
    }
}

LockNotify::~LockNotify() {
    if (m_fd >= 0) ::close(m_fd);
}

bool LockNotify::drain() {
    alignas(inotify_event) std::array<char, 16 * 1024> buffer;
    bool meant = false;
    for (;;) {
        const ssize_t got = m_fd < 0 ? -1 : ::read(m_fd, buffer.data(), buffer.size());
        if (got <= 0) return meant;
        for (std::size_t at = 0; at < static_cast<std::size_t>(got);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const char* name = buffer.data() + at + sizeof event;
            if ((event.mask & (IN_Q_OVERFLOW | IN_IGNORED)) != 0) meant = true;
            for (const auto& [watch, wanted] : m_names)
                if (event.len != 0 && watch == event.wd && wanted == name) meant = true;
            at += sizeof event + event.len;
        }
    }
}

}  // namespace bw::risk
