// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/event.h"

#include <array>

namespace bw::feed {

std::string_view exclusionName(Exclusion e) noexcept {
    switch (e) {
        case Exclusion::None: return "none";
        case Exclusion::InsuranceFund: return "insurance_fund";
        case Exclusion::Adl: return "adl";
        case Exclusion::Na: return "na";
        case Exclusion::Other: return "other";
        case Exclusion::Block: return "block";
        case Exclusion::Combo: return "combo";
    }
    return "?";
}

StreamKind streamOf(const LowRate& item) noexcept {
    static constexpr std::array<StreamKind, 7> kKinds = {StreamKind::Kline,        StreamKind::Mark,
                                                         StreamKind::Funding,      StreamKind::OpenInterest,
                                                         StreamKind::Liquidation,  StreamKind::LongShort,
                                                         StreamKind::VolIndex};
    static_assert(kKinds.size() == std::variant_size_v<decltype(LowRate::value)>);
    return kKinds[item.value.index()];
}

void Message::clear() {
    kind = Kind::Ack;
    symbol = note = {};
    event_time = {};
    depth.first_id = depth.last_id = depth.prev_id = 0;
    depth.event_time = {};
    depth.bids.clear();
    depth.asks.clear();
    chained = true;
    has_checksum = false;
    checksum = 0;
    bid_texts.clear();
    ask_texts.clear();
    bid_actions.clear();
    ask_actions.clear();
    id = 0;
    quote = {};
    trade = {};
    trades.clear();
    low_rate.clear();
    bad_elements = 0;
    element_code = Code::Ok;
}

}  // namespace bw::feed
