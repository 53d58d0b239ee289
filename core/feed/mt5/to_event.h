// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <utility>

#include "core/feed/event.h"
#include "core/feed/mt5/message.h"

namespace bw::feed::mt5 {

/// The canonical form of a specification: quantities are lots of `contract_size` base units. `digits` are the broker's
/// own decimals; the decoder's units keep the digits the decoder was made with. Any thread.
[[nodiscard]] inline InstrumentSpec toInstrumentSpec(const Spec& spec) {
    InstrumentSpec out;
    out.symbol = spec.symbol;
    out.base = spec.base;
    out.quote = out.settle = spec.profit;
    out.digits.price = spec.digits;
    if (spec.volume_step.mantissa != 0) out.digits.qty = std::clamp(-spec.volume_step.exponent, 0, kDefaultDigits);
    out.qty_unit = "lots";
    out.contract_value = spec.contract_size;
    out.contract_ccy = spec.base;
    return out;
}

/// The image of a depth message, for BookSync::onImage: it takes the levels out of `book`. Its number chains: prev_id is
/// the number before; without one all are 0. What a SeqTracker says of (epoch, seq) decides on gaps.
inline void toDepth(Book& book, book::DepthEvent& out) {
    out.first_id = out.last_id = book.has_seq ? book.seq : 0;
    out.prev_id = book.has_seq && book.seq > 0 ? book.seq - 1 : 0;
    out.event_time = book.time;
    std::swap(out.bids, book.bids);
    std::swap(out.asks, book.asks);
}

}  // namespace bw::feed::mt5
