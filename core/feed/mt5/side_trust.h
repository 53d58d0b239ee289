// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bitset>
#include <cstddef>

#include "core/model/types.h"

namespace bw::feed::mt5 {

/// Whether the sides a gateway gives can be believed (feeds spec 9): a broker that marks every deal alike tells nothing.
/// One a symbol. Engine thread.
class SideTrust {
public:
    static constexpr std::size_t kSides = 200;
    static constexpr std::size_t kAlikeMin = kSides * 99 / 100;

    /// One side from the gateway. True when the answer of trusted() changed with it: notice SIDE_UNTRUSTED, or its end.
    bool onSide(Side side) noexcept {
        if (side == Side::Unknown) return false;
        const std::size_t at = m_seen_n % kSides;
        if (m_seen_n >= kSides && m_sides[at]) --m_buys_n;
        m_sides[at] = side == Side::Buy;
        if (side == Side::Buy) ++m_buys_n;
        if (++m_seen_n < kSides) return false;
        const bool before = m_trusted;
        m_trusted = m_buys_n < kAlikeMin && kSides - m_buys_n < kAlikeMin;
        return m_trusted != before;
    }
    /// False: at least 99 % of the last 200 sides were equal, so a side from here is Unknown and may be inferred.
    [[nodiscard]] bool trusted() const noexcept { return m_trusted; }

private:
    std::bitset<kSides> m_sides;  // a ring: true is a buy
    std::size_t m_seen_n = 0, m_buys_n = 0;
    bool m_trusted = true;
};

}  // namespace bw::feed::mt5
