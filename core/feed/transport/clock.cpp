// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/clock.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <ctime>
#endif

namespace bw::feed {

MonoTime SystemClock::boot() const {
#if defined(_WIN32)
    // The steady clock may or may not count sleep there; the difference of these two does.
    ULONGLONG awake_100ns = 0;
    QueryUnbiasedInterruptTime(&awake_100ns);
    const auto all_ns = static_cast<std::int64_t>(GetTickCount64()) * kNsPerMs;
    return mono() + (all_ns - static_cast<std::int64_t>(awake_100ns) * 100);
#else
    timespec now{};
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0) return mono();
    return {static_cast<std::int64_t>(now.tv_sec) * kNsPerSec + now.tv_nsec};
#endif
}

}  // namespace bw::feed
