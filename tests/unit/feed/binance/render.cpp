// SPDX-License-Identifier: GPL-3.0-or-later
#include "render.h"

namespace bw::feed::binance::test {
namespace {

template <class Number>
std::string text(Number n) {
    return std::to_string(n) + " ";
}
std::string text(EventTime time) { return "@" + std::to_string(time.ns) + " "; }
std::string text(const Decimal& d) { return render(d) + " "; }
std::string text(bool has, const Decimal& d) { return has ? text(d) : "- "; }
std::string text(const Level& level) { return std::to_string(level.price.units) + "x" + std::to_string(level.qty.units) + " "; }
std::string text(const Trade& t) {
    return "#" + text(t.id) + "f" + text(t.first_id) + "l" + text(t.last_id) + text(t.time) + text(t.price.units) + text(t.qty.units) +
           text(static_cast<int>(t.side)) + std::string(exclusionName(t.exclusion)) + " n" + text(t.count);
}
std::string text(const book::DepthEvent& d) {
    std::string out = "U" + text(d.first_id) + "u" + text(d.last_id) + "pu" + text(d.prev_id) + text(d.event_time) + "b ";
    for (const Level& level : d.bids) out += text(level);
    out += "a ";
    for (const Level& level : d.asks) out += text(level);
    return out;
}

std::string value(const Kline& k) {
    return text(k.period_s) + text(k.open_time) + text(k.close_time) + text(k.open.units) + text(k.high.units) + text(k.low.units) +
           text(k.close.units) + "v " + text(k.volume.units) + text(k.taker_buy.units) + text(k.quote_volume) + text(k.taker_buy_quote) +
           "n" + text(k.count) + (k.has_count ? "count " : "") + (k.has_taker ? "taker " : "") + (k.is_closed ? "closed " : "live ");
}
std::string value(const Mark& m) { return text(m.has_mark, m.mark) + text(m.has_index, m.index) + text(m.has_settle, m.settle_estimate); }
std::string value(const Funding& f) {
    return text(f.rate) + text(f.has_estimate, f.estimated_rate) + text(f.funding_time) + text(f.next_time) + text(f.interval_h);
}
std::string value(const OpenInterest& o) { return text(o.oi) + text(o.has_base, o.oi_base); }
std::string value(const Liquidation& l) {
    return text(static_cast<int>(l.price_kind)) + text(static_cast<int>(l.side)) + text(l.price) + text(l.qty);
}
std::string value(const LongShort& l) {
    return text(static_cast<int>(l.basis)) + text(l.ratio) + text(l.has_shares, l.long_share) + text(l.has_shares, l.short_share) +
           text(l.period_s);
}
std::string value(const VolIndex& v) { return text(v.value); }

}  // namespace

std::string render(const Decimal& d) { return std::to_string(d.mantissa) + "e" + std::to_string(d.exponent); }

std::string render(const Message& m) {
    static constexpr const char* kKinds[] = {"depth",    "snapshot", "image",   "trade",  "trades",          "book_ticker",
                                             "low_rate", "ack",      "refused", "unused", "server_shutdown", "catalogue"};
    std::string out = std::string(kKinds[static_cast<std::size_t>(m.kind)]) + " ";
    switch (m.kind) {
        case Kind::Depth:
        case Kind::Snapshot: return out + std::string(m.symbol) + " " + text(m.event_time) + text(m.depth);
        case Kind::Image: {  // of ids only the last counts
            book::DepthEvent depth = m.depth;
            depth.first_id = depth.prev_id = 0;
            return out + std::string(m.symbol) + " " + text(m.event_time) + text(depth);
        }
        case Kind::Trade: return out + std::string(m.symbol) + " " + text(m.event_time) + text(m.trade);
        case Kind::Trades:
            for (const Trade& t : m.trades) out += text(t) + "| ";
            return out + "bad " + text(m.bad_elements);
        case Kind::BookTicker:
            return out + std::string(m.symbol) + " " + text(m.event_time) + "#" + text(m.id) + (m.quote.has_bid ? "bid " : "- ") +
                   text(m.quote.bid) + (m.quote.has_ask ? "ask " : "- ") + text(m.quote.ask);
        case Kind::LowRate:
            for (const LowRate& item : m.low_rate)
                out += std::string(streamKindName(streamOf(item))) + " " + std::string(item.symbol) + " " + text(item.time) +
                       std::visit([](const auto& v) { return value(v); }, item.value) + "| ";
            return out + "bad " + text(m.bad_elements);
        case Kind::Refused: return out + std::string(m.note);
        case Kind::Catalogue: return out + std::string(m.symbol);
        case Kind::Ack:
        case Kind::Unused:
        case Kind::ServerShutdown: return out;
    }
    return out;
}

}  // namespace bw::feed::binance::test
