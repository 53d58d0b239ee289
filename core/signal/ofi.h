// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>

#include "core/model/types.h"

namespace bw::signal {

inline constexpr int kOfiLevels = 5;

/// Order-flow imbalance of one change of one level.
///   e = [Pb' >= Pb] Qb' - [Pb' <= Pb] Qb - [Pa' <= Pa] Qa' + [Pa' >= Pa] Qa      (' is the later quote)
/// A missing bid stands for price -inf, a missing ask for +inf, both with quantity 0; the formula then holds as it is.
/// in:     two quotes of one book generation
/// out:    quantity units of the instrument, + is buying pressure
/// source: Cont, Kukanov, Stoikov, The Price Impact of Order Book Events, J. Financial Econometrics 12 (2014)
[[nodiscard]] std::int64_t ofiStep(const Quote& before, const Quote& after) noexcept;

/// OFI of the best quotes: exact sum of e over a stream. A gap forgets the quote before it. Engine thread.
class OfiTop {
public:
    /// e of this quote against the one before; 0 for the first after a gap.
    std::int64_t onQuote(const Quote& quote) noexcept {
        const std::int64_t e = m_has_before ? ofiStep(m_before, quote) : 0;
        m_before = quote;
        m_has_before = true;
        m_sum += e;
        ++m_updates;
        return e;
    }
    void onGap() noexcept { m_has_before = false; }
    [[nodiscard]] Int128 sum() const noexcept { return m_sum; }
    [[nodiscard]] std::uint64_t updates() const noexcept { return m_updates; }

private:
    Quote m_before;
    bool m_has_before = false;
    Int128 m_sum = 0;
    std::uint64_t m_updates = 0;
};

/// The best levels of one moment.
struct TopLevels {
    std::array<Level, kOfiLevels> bids{}, asks{};
    int bid_count = 0, ask_count = 0;
};

/// OFI over the five best levels of the rebuilt book, exact per level; level k compares the k-th best now with the k-th
/// best before. Engine thread.
class OfiBook {
public:
    /// e_k of this book against the one before (zeros for the first after a gap); sums grow by it.
    const std::array<std::int64_t, kOfiLevels>& onBook(const TopLevels& levels) noexcept;
    void onGap() noexcept { m_has_before = false; }
    [[nodiscard]] bool hasBefore() const noexcept { return m_has_before; }
    /// True when an event whose best touched prices are these cannot have changed the five best levels.
    [[nodiscard]] bool unaffected(std::int64_t bid_touched, std::int64_t ask_touched) const noexcept {
        return m_has_before && m_before.bid_count == kOfiLevels && m_before.ask_count == kOfiLevels &&
               bid_touched < m_before.bids[kOfiLevels - 1].price.units &&
               ask_touched > m_before.asks[kOfiLevels - 1].price.units;
    }
    [[nodiscard]] const TopLevels& levels() const noexcept { return m_before; }
    [[nodiscard]] Int128 sum(int level) const noexcept { return m_sums[static_cast<std::size_t>(level)]; }

private:
    TopLevels m_before;
    bool m_has_before = false;
    std::array<std::int64_t, kOfiLevels> m_e{};
    std::array<Int128, kOfiLevels> m_sums{};
};

}  // namespace bw::signal
