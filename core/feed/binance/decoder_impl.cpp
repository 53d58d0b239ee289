// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/binance/decoder_impl.h"

#include <algorithm>
#include <array>

namespace bw::feed::binance {

std::int64_t timeByMagnitude(std::uint64_t stamp) noexcept {
    constexpr std::int64_t kMin = 946'684'800LL * kNsPerSec;    // 2000-01-01
    constexpr std::int64_t kMax = 4'102'444'800LL * kNsPerSec;  // 2100-01-01
    std::int64_t ns = 0;
    const auto value = static_cast<std::int64_t>(stamp);
    if (stamp > 9'000'000'000'000'000'000ULL) return 0;
    if (stamp >= 100'000'000'000'000'000ULL) ns = value;
    else if (stamp >= 100'000'000'000'000ULL) ns = value > kMax / kNsPerUs ? 0 : value * kNsPerUs;
    else if (stamp >= 100'000'000'000ULL) ns = value > kMax / kNsPerMs ? 0 : value * kNsPerMs;
    else if (stamp >= 100'000'000ULL) ns = value > kMax / kNsPerSec ? 0 : value * kNsPerSec;
    return ns >= kMin && ns < kMax ? ns : 0;
}

std::int32_t periodOf(std::string_view name) noexcept {
    if (name.size() < 2 || name.size() > 3) return 0;
    std::int32_t count = 0;
    for (const char c : name.substr(0, name.size() - 1)) {
        if (c < '0' || c > '9') return 0;
        count = count * 10 + (c - '0');
    }
    switch (name.back()) {
        case 's': return count;
        case 'm': return count * 60;
        case 'h': return count * 3'600;
        case 'd': return count * 86'400;
        case 'w': return count * 7 * 86'400;
        case 'M': return count * 30 * 86'400;
        default: return 0;
    }
}

bool isUnusedEvent(std::string_view name) {
    static constexpr std::array<std::string_view, 13> kNames = {
        "continuous_kline", "24hrTicker",     "24hrMiniTicker",   "avgPrice",        "1hTicker",         "4hTicker",  "1dTicker",
        "compositeIndex",   "assetIndexUpdate", "markPrice_kline", "indexPrice_kline", "indexPriceUpdate", "tradingSession"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace bw::feed::binance
