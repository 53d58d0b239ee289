// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bw::signal {

/// How samples are taken (signals spec 0.2): "tick", "1s", "5s", "time:MS" (100 to 3,600,000), "volume:QTY".
struct SamplingMode {
    enum class Kind : std::uint8_t { Tick, Time, Volume } kind = Kind::Time;
    std::int64_t period_ns = 0;   // Time
    std::string volume;           // Volume: quantity as decimal text; its units depend on the instrument
    std::string name;             // as written

    /// nullopt: not one of those forms.
    [[nodiscard]] static std::optional<SamplingMode> parse(std::string_view text);
};

}  // namespace bw::signal
