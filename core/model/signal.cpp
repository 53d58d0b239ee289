// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/signal.h"

namespace bw {
namespace {

template <std::size_t N, class Enum>
std::string_view nameIn(const std::array<std::string_view, N>& names, Enum value) noexcept {
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : std::string_view{};
}

}  // namespace

std::string_view reasonName(Reason reason) noexcept {
    static constexpr std::array<std::string_view, kReasons> kNames = {
#define BW_X(name, text) text,
        BW_REASONS(BW_X)
#undef BW_X
    };
    return nameIn(kNames, reason);
}

std::string_view channelName(Channel channel) noexcept {
    return nameIn(std::array<std::string_view, kChannels>{"ofi", "cvd", "fusion"}, channel);
}
std::string_view channelSourceName(Channel channel) noexcept {
    return nameIn(std::array<std::string_view, kChannels>{"OFI_ONLY", "CVD_ONLY", "FUSION"}, channel);
}
std::string_view signalTypeName(SignalType type) noexcept {
    return nameIn(std::array<std::string_view, kSignalTypes>{"bull_div", "hidden_bull", "bear_div", "hidden_bear",
                                                             "ofi_cvd_conflict", "anomaly", "price_anomaly"}, type);
}
std::string_view divergenceTypeName(SignalType type) noexcept {
    return nameIn(std::array<std::string_view, 4>{"bull_regular", "bull_hidden", "bear_regular", "bear_hidden"}, type);
}
std::string_view gradeName(Grade grade) noexcept {
    return nameIn(std::array<std::string_view, 4>{"", "weak", "normal", "strong"}, grade);
}
std::string_view fusionLevelName(FusionLevel level) noexcept {
    return nameIn(std::array<std::string_view, 5>{"neutral", "buy", "strong_buy", "sell", "strong_sell"}, level);
}
std::string_view scenarioName(Scenario scenario) noexcept {
    return nameIn(std::array<std::string_view, 5>{"", "A_H", "A_L", "Q_H", "Q_L"}, scenario);
}
std::string_view liquidityName(Liquidity liquidity) noexcept {
    return nameIn(std::array<std::string_view, 3>{"", "active", "quiet"}, liquidity);
}
std::string_view sessionName(Session session) noexcept {
    return nameIn(std::array<std::string_view, 3>{"tokyo", "london", "ny"}, session);
}
std::string_view daySessionName(DaySession session) noexcept {
    return nameIn(std::array<std::string_view, 2>{"day", "night"}, session);
}
std::string_view outcomeLabelName(OutcomeLabel label) noexcept {
    return nameIn(std::array<std::string_view, 5>{"open", "hit", "miss", "tie", "unlabelled"}, label);
}

std::string signalId(std::string_view instrument, std::string_view sampling, std::uint64_t params_hash,
                     std::int64_t detect_index) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string id(instrument);
    id.append("|").append(sampling).append("|");
    for (int shift = 60; shift >= 32; shift -= 4) id += kHex[(params_hash >> shift) & 15];
    return id.append("|").append(std::to_string(detect_index));
}

}  // namespace bw
