// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/model/types.h"

namespace bw::signal {

/// Sides that cannot be true: of the last 500 sided trades, spanning at least 10 minutes, more than 98 % or fewer than 2 %
/// are buys (signals spec 2). Engine thread.
class SideSuspect {
public:
    /// True while the sides are suspect, this trade included. A trade without side changes nothing.
    bool onTrade(Side side, std::int64_t t_ns) noexcept {
        if (side == Side::Unknown) return suspect();
        const bool is_buy = side == Side::Buy;
        if (m_size == kTrades) m_buys -= m_is_buy[m_next] ? 1U : 0U;
        else ++m_size;
        m_is_buy[m_next] = is_buy;
        m_t_ns[m_next] = t_ns;
        m_buys += is_buy ? 1U : 0U;
        m_newest_ns = t_ns;
        m_next = (m_next + 1) % kTrades;
        return suspect();
    }
    [[nodiscard]] bool suspect() const noexcept {
        return m_size == kTrades && m_newest_ns - m_t_ns[m_next] >= kSpanNs && (m_buys * 100 > kTrades * 98 || m_buys * 100 < kTrades * 2);
    }
    /// True where a warning is due: the sides are suspect and the last one was an hour ago or never.
    bool takeWarning(std::int64_t t_ns) noexcept {
        if (!suspect() || (m_warned && t_ns - m_warned_ns < kWarnNs)) return false;
        m_warned = true;
        m_warned_ns = t_ns;
        return true;
    }

private:
    static constexpr std::size_t kTrades = 500;
    static constexpr std::int64_t kSpanNs = 10 * kNsPerMin, kWarnNs = 60 * kNsPerMin;
    std::array<std::int64_t, kTrades> m_t_ns{};
    std::array<bool, kTrades> m_is_buy{};
    std::size_t m_size = 0, m_next = 0, m_buys = 0;  // m_next: where the next goes; the oldest, once full
    std::int64_t m_newest_ns = 0, m_warned_ns = 0;
    bool m_warned = false;
};

}  // namespace bw::signal
