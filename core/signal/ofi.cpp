// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/ofi.h"

#include <limits>

namespace bw::signal {
namespace {

constexpr std::int64_t kNoBid = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kNoAsk = std::numeric_limits<std::int64_t>::max();

std::int64_t bidPart(std::int64_t p0, std::int64_t q0, std::int64_t p1, std::int64_t q1) noexcept {
    return (p1 >= p0 ? q1 : 0) - (p1 <= p0 ? q0 : 0);
}
std::int64_t askPart(std::int64_t p0, std::int64_t q0, std::int64_t p1, std::int64_t q1) noexcept {
    return (p1 >= p0 ? q0 : 0) - (p1 <= p0 ? q1 : 0);
}

}  // namespace

std::int64_t ofiStep(const Quote& before, const Quote& after) noexcept {
    const auto bidPrice = [](const Quote& q) { return q.has_bid ? q.bid.price.units : kNoBid; };
    const auto askPrice = [](const Quote& q) { return q.has_ask ? q.ask.price.units : kNoAsk; };
    const auto bidQty = [](const Quote& q) { return q.has_bid ? q.bid.qty.units : 0; };
    const auto askQty = [](const Quote& q) { return q.has_ask ? q.ask.qty.units : 0; };
    return bidPart(bidPrice(before), bidQty(before), bidPrice(after), bidQty(after)) +
           askPart(askPrice(before), askQty(before), askPrice(after), askQty(after));
}

const std::array<std::int64_t, kOfiLevels>& OfiBook::onBook(const TopLevels& levels) noexcept {
    for (std::size_t k = 0; k < kOfiLevels; ++k) {
        if (!m_has_before) {
            m_e[k] = 0;
            continue;
        }
        const auto i = static_cast<int>(k);
        const bool b0 = i < m_before.bid_count, b1 = i < levels.bid_count;
        const bool a0 = i < m_before.ask_count, a1 = i < levels.ask_count;
        m_e[k] = bidPart(b0 ? m_before.bids[k].price.units : kNoBid, b0 ? m_before.bids[k].qty.units : 0,
                         b1 ? levels.bids[k].price.units : kNoBid, b1 ? levels.bids[k].qty.units : 0) +
                 askPart(a0 ? m_before.asks[k].price.units : kNoAsk, a0 ? m_before.asks[k].qty.units : 0,
                         a1 ? levels.asks[k].price.units : kNoAsk, a1 ? levels.asks[k].qty.units : 0);
        m_sums[k] += m_e[k];
    }
    m_before = levels;
    m_has_before = true;
    return m_e;
}

}  // namespace bw::signal
