// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/times.h"

namespace bw::app {

/// VERIFY_LOG.log in the audit's directory: the lines that tools of MT5-CRS read (risk spec 1.11), "[time] [name] [LEVEL]
/// text". Put aside as VERIFY_LOG.1.log past 16 MiB. A line that cannot be written is dropped: the file is a courtesy, the
/// program's own log holds the same. Main thread.
class VerifyLog {
public:
    explicit VerifyLog(std::string dir) : m_dir(std::move(dir)) {}
    struct Pulse {
        std::uint64_t ticks = 0, buffer = 0;
        std::int64_t since_last_ns = -1;  // -1: nothing yet
        bool safe = false;                // the latch is ACTIVE
        std::uint32_t fail_count = 0;
    };
    /// The two lines of each 5 s; DATA_STARVED when nothing came for 10 s, ERROR while the breaker is engaged.
    void pulse(WallTime now, const Pulse& pulse);

private:
    void line(WallTime now, std::string_view name, std::string_view level, std::string_view text);
    const std::string m_dir;
};

}  // namespace bw::app
