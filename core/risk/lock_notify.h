// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace bw::risk {

/// Tells early that one of a few files came or went. Only a hint: the caller polls anyway, so a system without inotify,
/// a directory made later or an overflow costs at most one poll interval. Watchdog thread only.
class LockNotify {
public:
    explicit LockNotify(const std::vector<std::string>& paths);
    LockNotify(const LockNotify&) = delete;
    LockNotify& operator=(const LockNotify&) = delete;
    ~LockNotify();
    /// -1 when there is no notification on this system.
    [[nodiscard]] int fd() const { return m_fd; }
    /// Empties the queue; true if one of the files (or the queue itself) was meant.
    [[nodiscard]] bool drain();

private:
    int m_fd = -1;
    std::vector<std::pair<int, std::string>> m_names;  // watch descriptor, file name
};

}  // namespace bw::risk
