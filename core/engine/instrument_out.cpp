// SPDX-License-Identifier: GPL-3.0-or-later
// What an instrument hands out: bars to the ledger and the screen, history, the published view.
#include <algorithm>
#include <array>

#include "core/engine/instrument.h"

namespace bw::engine {
namespace {

using api::Bar;

/// Decimals of the finest step seen: a value in units that ends in k zeros needs digits - k of them.
int decimalsOf(std::int64_t units, int digits) {
    if (units == 0) return 0;
    int shown = digits;
    while (shown > 0 && units % 10 == 0) {
        units /= 10;
        --shown;
    }
    return shown;
}

}  // namespace

std::int64_t narrow(Int128 sum) {
    constexpr Int128 kMax = INT64_MAX, kMin = INT64_MIN;
    return static_cast<std::int64_t>(sum > kMax ? kMax : sum < kMin ? kMin : sum);
}

std::string pairOf(std::string_view symbol) {
    static constexpr std::array<std::string_view, 14> kQuotes = {"FDUSD", "USDT", "USDC", "TUSD", "BUSD", "DAI", "BTC",
                                                                 "ETH",   "BNB",  "EUR",  "GBP",  "JPY",  "TRY", "USD"};
    const auto isQuote = [](std::string_view text) { return std::find(kQuotes.begin(), kQuotes.end(), text) != kQuotes.end(); };
    const auto joined = [](std::string_view base, std::string_view quote) { return std::string(base).append("-").append(quote); };
    if (const std::size_t dash = symbol.find('-'); dash != std::string_view::npos) {  // OKX "BTC-USDT-SWAP", Deribit "BTC-27DEC24"
        const std::string_view base = symbol.substr(0, dash);
        std::string_view next = symbol.substr(dash + 1);
        next = next.substr(0, next.find('-'));
        const bool letters = std::all_of(next.begin(), next.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (isQuote(next) || (letters && next.size() >= 3 && next.size() <= 5 && next != "SWAP")) return joined(base, next);
        // Deribit says the quote of linear contracts only: "BTC_USDC-PERPETUAL". All others are in dollars.
        if (const std::size_t low = base.find('_'); low != std::string_view::npos) return joined(base.substr(0, low), base.substr(low + 1));
        return joined(base, "USD");
    }
    // Broker suffix and contract suffix go first: "EURUSD.s", "BTCUSD_PERP". "BTC_USDC" is a pair of Deribit's.
    const std::size_t mark = symbol.find_first_of("._#+");
    const std::string_view core = symbol.substr(0, mark);
    if (mark != std::string_view::npos && symbol[mark] == '_' && isQuote(symbol.substr(mark + 1))) return joined(core, symbol.substr(mark + 1));
    for (const std::string_view quote : kQuotes)
        if (core.size() > quote.size() && core.ends_with(quote)) return joined(core.substr(0, core.size() - quote.size()), quote);
    if (core.size() == 6) return joined(core.substr(0, 3), core.substr(3));
    return std::string(core);
}

void Instrument::emitBar(const Bar& bar, Context& ctx) {
    if (bar.flags & Bar::Late) ++m_counters.late_bars;
    if (ctx.sink->wantsItems()) {
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Bar;
        item.instrument = m_index;
        item.bar = bar;
        ctx.sink->onItem(item);
    }
    if (bar.period_s != 60) return;
    const auto p = [&](Price v) { return formatUnits(v.units, m_digits.price); };
    const auto q = [&](Int128 v) { return formatUnits(v, m_digits.qty); };
    std::string line = "\"kind\":\"bar\",\"instrument\":\"" + m_id + "\",\"t\":" + std::to_string(bar.open_time.ns) +
                       ",\"o\":\"" + p(bar.open) + "\",\"high\":\"" + p(bar.high) + "\",\"low\":\"" + p(bar.low) +
                       "\",\"c\":\"" + p(bar.close) + "\",\"n\":" + std::to_string(bar.count) + ",\"volume\":\"" +
                       q(bar.volume) + "\",\"buy\":\"" + q(bar.buy) + "\",\"sell\":\"" + q(bar.sell) + "\",\"cvd\":\"" +
                       q(bar.cvd) + "\",\"ofi_l1\":\"" + q(bar.ofi_l1) + "\",\"ofi_e\":[";
    for (int k = 0; k < signal::kOfiLevels; ++k) line += (k ? ",\"" : "\"") + q(m_ofi_book.sum(k)) + "\"";
    line += "],\"flags\":" + std::to_string(bar.flags) + ",\"book\":\"" + std::string(bookStateName(m_sync.state())) +
            "\",\"gen\":" + std::to_string(m_sync.generation()) + ",\"book_id\":" + std::to_string(m_sync.lastId());
    ctx.ledger->append(line);
}

void Instrument::onKlines(const std::vector<feed::Kline>& klines, Context& ctx) {
    if (!ctx.sink->wantsItems()) return;
    const Bar* live = m_minutes.forming();
    for (const auto& kline : klines) {
        if (live != nullptr && kline.open_time >= m_minutes.kept().front().open_time) break;  // what was seen live stands
        Bar bar;
        bar.open_time = kline.open_time;
        bar.period_s = 60;
        bar.flags = Bar::Closed | Bar::Backfilled;
        bar.count = kline.count;
        bar.open = kline.open;
        bar.high = kline.high;
        bar.low = kline.low;
        bar.close = kline.close;
        bar.volume = kline.volume.units;
        bar.buy = kline.taker_buy.units;
        bar.sell = kline.volume.units - kline.taker_buy.units;
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Bar;
        item.instrument = m_index;
        item.bar = bar;
        ctx.sink->onItem(item);
    }
}

void Instrument::fillView(api::MarketView& out) {
    out.version = ++m_version;
    out.id = m_id;
    out.pair = m_pair;
    out.qty_unit = m_qty_unit;
    out.price_digits = m_digits.price;
    out.qty_digits = m_digits.qty;
    out.demo = m_venue_market.starts_with("demo.") || m_venue_market == "mt5.demo";
    out.has_book = m_streams[static_cast<std::size_t>(StreamKind::Book)].expected;
    out.has_tape = m_has_tape;
    out.newest_wall = m_newest_wall;
    out.newest_mono = m_newest_mono;
    out.event_time = m_event_time;
    out.time_quality = m_quality;
    out.book_state = m_sync.state();
    out.gen = m_sync.generation();
    const book::OrderBook& b = m_sync.book();
    out.bid_count = b.bids.top(out.bids.data(), api::kDepthShown);
    out.ask_count = b.asks.top(out.asks.data(), api::kDepthShown);
    out.bid_levels = static_cast<std::uint32_t>(b.bids.size());
    out.ask_levels = static_cast<std::uint32_t>(b.asks.size());
    out.top = m_mt5 ? m_tick_quote : m_has_ticker ? m_ticker : b.top();
    if (m_unrecorded_top) out.top = *m_unrecorded_top;
    out.has_last = m_has_last;
    out.last = m_unrecorded_last.value_or(m_last);
    out.last_qty = m_last_qty;
    out.last_side = m_last_side;
    out.first = m_first;
    out.high = m_high;
    out.low = m_low;
    out.buy = narrow(m_cvd.buy());
    out.sell = narrow(m_cvd.sell());
    out.unknown = narrow(m_cvd.unknown());
    out.volume = narrow(m_cvd.buy() + m_cvd.sell() + m_cvd.unknown());
    out.cvd = narrow(m_cvd.level());
    out.ofi_l1 = narrow(ofiL1());
    out.ofi_withheld = out.has_book && !m_sync.synced() && m_sync.state() != BookState::Image;
    out.second = m_seconds.forming() ? *m_seconds.forming() : Bar{};
    out.minute = m_minutes.forming() ? *m_minutes.forming() : Bar{};
    out.streams = m_streams;
    for (std::size_t i = 0; i < kStreamKinds; ++i) out.streams[i].state = m_watch.state(static_cast<StreamKind>(i));
    out.low_rate = m_low_rate;
    out.checksums_ok = m_counters.checksums_ok;
    out.checksums_bad = m_counters.checksums_bad;
    out.backfilled = m_counters.backfilled;
    out.trades = m_counters.trades;
    out.missing_ids = m_ids.missing();
    out.duplicates = m_ids.duplicates();
    out.excluded = m_counters.excluded;
    out.ticks = m_tick_rules.counters().count;
    out.book_updates = m_sync.updates();
    out.resyncs = m_sync.resyncs();
    out.crossed = m_sync.crossedCount();
    out.ticker_compared = m_match.compared();
    out.ticker_equal = m_match.equal();
    out.rejects = m_rejects;
    if (m_signals) m_signals->fillView(out.flow);
    else out.flow = {};
    // The finest step seen so far is what is worth showing; it only grows, so columns never jump back.
    for (const std::int64_t units : {m_last.units, out.top.bid.price.units, out.top.ask.price.units})
        m_price_shown = std::max(m_price_shown, decimalsOf(units, m_digits.price));
    for (const std::int64_t units : {m_last_qty.units, out.top.bid.qty.units, out.top.ask.qty.units})
        m_qty_shown = std::max(m_qty_shown, decimalsOf(units, m_digits.qty));
    out.price_shown = m_price_shown;
    out.qty_shown = m_qty_shown;
}

}  // namespace bw::engine
