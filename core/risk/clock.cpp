// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/clock.h"

#include <time.h>

namespace bw::risk {
namespace {
std::int64_t readNs(clockid_t id) noexcept {
    timespec t{};
    ::clock_gettime(id, &t);  // cannot fail for these ids; vDSO, no kernel entry
    return std::int64_t{t.tv_sec} * kNsPerSec + t.tv_nsec;
}
}  // namespace

WallTime SystemRiskClock::wall() const noexcept {
    return {readNs(CLOCK_REALTIME)};
}
MonoTime SystemRiskClock::mono() const noexcept {
    return {readNs(CLOCK_MONOTONIC)};
}
MonoTime SystemRiskClock::boot() const noexcept {
    return {readNs(CLOCK_BOOTTIME)};
}

}  // namespace bw::risk
