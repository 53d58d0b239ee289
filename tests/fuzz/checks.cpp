// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/checks.h"

#include <algorithm>
#include <cstring>

#include "core/feed/deribit/channel.h"
#include "core/feed/level_rules.h"
#include "core/feed/stamp.h"

namespace bw::fuzz {

using namespace bw::feed;

Frame::Frame(std::string_view input, char behind) : m_bytes(input) {
    std::memset(m_bytes.data() + m_bytes.size(), behind, kFramePadding);
}

void Check::text(std::string_view view, std::string_view what) {
    const auto at = reinterpret_cast<std::uintptr_t>(view.data());
    const auto begin = reinterpret_cast<std::uintptr_t>(m_frame.data());
    const std::uintptr_t end = begin + m_frame.size();
    if (!view.empty() && at >= begin && at < end + kFramePadding) that(at + view.size() <= end, what);
    for (const char c : view) m_read = m_read * 31 + static_cast<unsigned char>(c);  // the sanitizer sees a dead view
}

void Check::time(EventTime time, std::string_view what) { that(time.ns == 0 || checkStampRange(time.ns) == Code::Ok, what); }

void Check::code(Code code) { that(code < Code::Count && !codeName(code).empty(), "a code that is none"); }

void Check::levels(const std::vector<Level>& levels, bool differences, std::string_view what) {
    for (const Level& level : levels) {
        that(differences || level.price.units > 0, what);
        that(level.qty.units >= 0, what);
    }
    that(levels.size() <= kLevelsMax, "more levels than a message may have");
    that(!hasDuplicatePrice(levels), "a price twice on one side");
}

void Check::quote(const Quote& quote, bool differences) {
    const auto side = [&](const Level& level, bool has) {
        that(!has || differences || level.price.units > 0, "a quote without a price");
        that(!has || level.qty.units >= 0, "a quote of a negative quantity");
    };
    side(quote.bid, quote.has_bid);
    side(quote.ask, quote.has_ask);
}

void Check::trade(const Trade& trade, bool differences) {
    time(trade.time, "the time of a trade");
    that(trade.exclusion <= Exclusion::Combo && trade.side <= Side::Sell, "an enumerator that is none");
    that(trade.exclusion != Exclusion::None || trade.qty.units > 0, "a trade of nothing that counts");
    that(trade.exclusion != Exclusion::None || differences || trade.price.units > 0, "a trade without a price that counts");
    that(trade.qty.units >= 0, "a trade of a negative quantity");
    that(trade.count >= 1, "a trade of no fills");
    that(trade.first_id <= trade.last_id, "the ids of the fills go backwards");
}

void Check::bar(const Kline& bar, bool differences) {
    time(bar.open_time, "the opening of a bar");
    that(bar.close_time.ns >= 0 && bar.close_time.ns <= kStampMaxNs + 366 * 86'400 * kNsPerSec, "the close of a bar");
    that(bar.period_s > 0, "a bar of no length");
    for (const Price price : {bar.open, bar.high, bar.low, bar.close}) that(differences || price.units >= 0, "a negative price of a bar");
    that(bar.volume.units >= 0 && bar.taker_buy.units >= 0, "a negative volume");
    that(bar.quote_volume.mantissa >= 0 && bar.taker_buy_quote.mantissa >= 0, "a negative quote volume");
}

void Check::lowRate(const LowRate& item) {
    text(item.symbol, "the symbol of an element leaves the frame");
    time(item.time, "the time of an element");
    if (const auto* k = std::get_if<Kline>(&item.value)) bar(*k, deribit::marketOf(item.symbol) == "combo");
    if (const auto* funding = std::get_if<Funding>(&item.value)) {
        time(funding->funding_time, "the time of a funding");
        time(funding->next_time, "the time of the next funding");
        that(funding->interval_h >= 0 && funding->interval_h <= 24 * 7, "the hours of a funding");
    }
    if (const auto* open = std::get_if<OpenInterest>(&item.value))
        that(open->oi.mantissa >= 0 && open->oi_base.mantissa >= 0, "a negative open interest");
    if (const auto* order = std::get_if<Liquidation>(&item.value)) {
        that(order->side == Side::Buy || order->side == Side::Sell, "a liquidation of no side");
        that(order->qty.mantissa >= 0, "a liquidation of a negative quantity");
    }
    if (const auto* ratio = std::get_if<LongShort>(&item.value)) {
        that(ratio->ratio.mantissa >= 0 && ratio->long_share.mantissa >= 0 && ratio->short_share.mantissa >= 0, "a negative ratio");
        that(ratio->period_s > 0, "a ratio of no period");
    }
}

void Check::spec(const InstrumentSpec& spec) {
    that(!spec.symbol.empty(), "an instrument without a name");
    that(spec.digits.price >= 0 && spec.digits.price <= kDigitsMax && spec.digits.qty >= 0 && spec.digits.qty <= kDigitsMax,
         "the digits of an instrument");
    that(spec.contract_value.mantissa >= 0, "a contract of negative value");
    time(spec.expiry, "the expiry of an instrument");
}

void Check::message(const Message& m) {
    that(m.kind <= Kind::Catalogue, "a kind that is none");
    text(m.symbol, "the symbol leaves the frame");
    time(m.event_time, "the time of a message");
    const bool differences = deribit::marketOf(m.symbol) == "combo";
    switch (m.kind) {
        case Kind::Depth:
        case Kind::Snapshot:
        case Kind::Image:
            time(m.depth.event_time, "the time of a book");
            levels(m.depth.bids, differences, "a bid without a price");
            levels(m.depth.asks, differences, "an ask without a price");
            that(m.bid_texts.empty() || m.bid_texts.size() == m.depth.bids.size(), "texts and bids are not parallel");
            that(m.ask_texts.empty() || m.ask_texts.size() == m.depth.asks.size(), "texts and asks are not parallel");
            that(m.bid_actions.empty() || m.bid_actions.size() == m.depth.bids.size(), "actions and bids are not parallel");
            that(m.ask_actions.empty() || m.ask_actions.size() == m.depth.asks.size(), "actions and asks are not parallel");
            for (const auto* texts : {&m.bid_texts, &m.ask_texts})
                for (const LevelText& level : *texts) {
                    text(level.price, "the text of a price leaves the frame");
                    text(level.qty, "the text of a quantity leaves the frame");
                }
            break;
        case Kind::Trade: trade(m.trade, differences); break;
        case Kind::BookTicker: quote(m.quote, differences); break;
        case Kind::Trades:
            for (const Trade& one : m.trades) trade(one, differences);
            for (const LowRate& item : m.low_rate) lowRate(item);
            that((m.bad_elements == 0) == (m.element_code == Code::Ok), "bad elements without a code");
            break;
        case Kind::LowRate:
            for (const LowRate& item : m.low_rate) lowRate(item);
            that((m.bad_elements == 0) == (m.element_code == Code::Ok), "bad elements without a code");
            break;
        case Kind::Refused: text(m.note, "the note leaves the frame"); break;
        default: break;
    }
}

namespace {

/// FNV-1a over numbers and words.
class Digest {
public:
    template <class... Numbers>
    void add(Numbers... numbers) {
        (mix(static_cast<std::uint64_t>(numbers)), ...);
    }
    void word(std::string_view word) {
        for (const char c : word) mix(static_cast<unsigned char>(c));
        mix(word.size());
    }
    void decimal(const Decimal& d) { add(d.mantissa, d.exponent); }
    [[nodiscard]] std::uint64_t value() const { return m_value; }

    void levels(const std::vector<Level>& levels) {
        for (const Level& level : levels) add(level.price.units, level.qty.units);
        add(levels.size());
    }
    void trade(const Trade& t) {
        add(t.time.ns, t.id, t.first_id, t.last_id, t.price.units, t.qty.units, t.side, t.exclusion, t.count);
    }
    void operator()(const Kline& k) {
        add(k.period_s, k.open_time.ns, k.close_time.ns, k.open.units, k.high.units, k.low.units, k.close.units, k.volume.units,
            k.taker_buy.units, k.count, k.has_count, k.has_taker, k.is_closed);
        decimal(k.quote_volume);
        decimal(k.taker_buy_quote);
    }
    void operator()(const Mark& m) {
        add(m.has_mark, m.has_index, m.has_settle);
        for (const Decimal& d : {m.mark, m.index, m.settle_estimate}) decimal(d);
    }
    void operator()(const Funding& f) {
        add(f.has_estimate, f.funding_time.ns, f.next_time.ns, f.interval_h);
        decimal(f.rate);
        decimal(f.estimated_rate);
    }
    void operator()(const OpenInterest& o) {
        add(o.has_base);
        decimal(o.oi);
        decimal(o.oi_base);
    }
    void operator()(const Liquidation& l) {
        add(l.price_kind, l.side);
        decimal(l.price);
        decimal(l.qty);
    }
    void operator()(const LongShort& l) {
        add(l.basis, l.has_shares, l.period_s);
        for (const Decimal& d : {l.ratio, l.long_share, l.short_share}) decimal(d);
    }
    void operator()(const VolIndex& v) {
        add(v.is_bar);
        for (const Decimal& d : {v.value, v.open, v.high, v.low}) decimal(d);
    }
    void lists(const Message& m) {
        for (const Trade& t : m.trades) trade(t);
        for (const LowRate& item : m.low_rate) {
            word(item.symbol);
            add(item.time.ns, item.value.index());
            std::visit(*this, item.value);
        }
        add(m.bad_elements, m.bad_elements == 0 ? Code::Ok : m.element_code);
    }

private:
    void mix(std::uint64_t number) {
        m_value ^= number;
        m_value *= 0x100000001b3ULL;
    }
    std::uint64_t m_value = 0xcbf29ce484222325ULL;
};

}  // namespace

std::uint64_t digestOf(const Message& m) {
    Digest d;
    d.add(m.kind, m.event_time.ns);
    d.word(m.symbol);
    switch (m.kind) {
        case Kind::Depth:
        case Kind::Snapshot:
        case Kind::Image:
            d.add(m.depth.first_id, m.depth.last_id, m.depth.prev_id, m.depth.event_time.ns, m.chained, m.has_checksum,
                  m.has_checksum ? m.checksum : 0);
            d.levels(m.depth.bids);
            d.levels(m.depth.asks);
            for (const auto* texts : {&m.bid_texts, &m.ask_texts})
                for (const LevelText& level : *texts) {
                    d.word(level.price);
                    d.word(level.qty);
                }
            for (const auto* actions : {&m.bid_actions, &m.ask_actions})
                for (const LevelAction action : *actions) d.add(action);
            break;
        case Kind::Trade: d.trade(m.trade); break;
        case Kind::BookTicker:
            d.add(m.id, m.quote.has_bid, m.quote.has_ask);
            if (m.quote.has_bid) d.add(m.quote.bid.price.units, m.quote.bid.qty.units);
            if (m.quote.has_ask) d.add(m.quote.ask.price.units, m.quote.ask.qty.units);
            break;
        case Kind::Trades:
        case Kind::LowRate: d.lists(m); break;
        case Kind::Refused: d.word(m.note); break;
        default: break;
    }
    return d.value();
}

}  // namespace bw::fuzz
