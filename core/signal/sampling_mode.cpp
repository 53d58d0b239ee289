// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/sampling_mode.h"

#include "core/model/fixed.h"
#include "core/model/times.h"

namespace bw::signal {

std::optional<SamplingMode> SamplingMode::parse(std::string_view text) {
    constexpr std::uint64_t kShortestMs = 100, kLongestMs = 3'600'000;
    SamplingMode mode;
    mode.name = text;
    if (text == "tick") {
        mode.kind = Kind::Tick;
        return mode;
    }
    if (text == "1s" || text == "5s") {
        mode.period_ns = (text == "1s" ? 1 : 5) * kNsPerSec;
        return mode;
    }
    if (text.starts_with("time:")) {
        std::uint64_t ms = 0;
        if (parseU64(text.substr(5), ms) != Code::Ok || ms < kShortestMs || ms > kLongestMs) return std::nullopt;
        mode.period_ns = static_cast<std::int64_t>(ms) * kNsPerMs;
        return mode;
    }
    if (text.starts_with("volume:")) {
        Decimal volume;
        if (parseDecimal(text.substr(7), volume) != Code::Ok || volume.mantissa <= 0) return std::nullopt;
        mode.kind = Kind::Volume;
        mode.volume = text.substr(7);
        return mode;
    }
    return std::nullopt;
}

}  // namespace bw::signal
