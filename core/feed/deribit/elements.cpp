// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/deribit/elements.h"

#include "core/feed/stamp.h"

namespace bw::feed::deribit {

using json::Cell;
using json::od::value;

namespace {

constexpr std::size_t kTradesMax = 5'000;  // feeds spec 1.3

void refuse(Message& out, Code code) {
    if (out.bad_elements++ == 0) out.element_code = code;
}

Code objectOf(value& data, json::od::object& out) { return json::codeOf(data.get_object().get(out)); }
Code arrayOf(value& data, json::od::array& out) { return json::codeOf(data.get_array().get(out)); }

enum TradeField : std::size_t {
    kSeq, kTradeTime, kTradePrice, kAmount, kDirection, kTradeName, kBlock, kComboTrade, kCombo, kLiquidation, kTradeFields
};
constexpr std::array<std::string_view, kTradeFields> kTradeNames = {
    "trade_seq",      "timestamp", "price", "amount", "direction", "instrument_name", "block_trade_id",
    "combo_trade_id", "combo_id",  "liquidation"};
using TradeCells = std::array<Cell, kTradeFields>;

Code tradeOf(const TradeCells& cells, const Subject& subject, Trade& out) {
    out = {};
    if (const Code code = cells[kSeq].u64(out.id); code != Code::Ok) return code;
    if (const Code code = readTime(cells[kTradeTime], out.time); code != Code::Ok) return code;
    if (const Code code = subject.price(cells[kTradePrice], out.price.units); code != Code::Ok) return code;
    if (const Code code = subject.qty(cells[kAmount], out.qty.units); code != Code::Ok) return code;
    if (out.qty.units == 0) return Code::QtyZero;
    if (cells[kDirection].absent()) return Code::FieldMissing;
    const std::string_view direction = cells[kDirection].text;
    if (direction != "buy" && direction != "sell") return Code::SideInvalid;
    out.side = direction == "buy" ? Side::Buy : Side::Sell;
    if (!cells[kBlock].absent()) out.exclusion = Exclusion::Block;
    else if (!cells[kComboTrade].absent() || !cells[kCombo].absent()) out.exclusion = Exclusion::Combo;
    return Code::Ok;
}

/// "M": the maker was liquidated, "T": the taker, "MT": both, which are two orders of opposite sides. The price is what
/// the fill brought.
Code liquidationsOf(const TradeCells& cells, const Trade& trade, std::string_view symbol, Message& out) {
    const std::string_view who = cells[kLiquidation].text;
    if (cells[kLiquidation].absent() || who == "none") return Code::Ok;
    if (cells[kLiquidation].type != Cell::Type::Text || (who != "M" && who != "T" && who != "MT")) return Code::FieldType;
    Liquidation item;
    item.price_kind = Liquidation::PriceKind::Average;
    if (const Code code = cells[kTradePrice].decimal(item.price); code != Code::Ok) return code;
    if (const Code code = cells[kAmount].decimal(item.qty); code != Code::Ok) return code;
    const bool bought = trade.side == Side::Buy;
    if (who != "M") {
        item.side = trade.side;
        out.low_rate.push_back({symbol, trade.time, item});
    }
    if (who != "T") {
        item.side = bought ? Side::Sell : Side::Buy;
        out.low_rate.push_back({symbol, trade.time, item});
    }
    return Code::Ok;
}

enum TickerField : std::size_t {
    kTickerTime, kSummaryTime, kTickerName, kMark, kIndex, kDelivery, kFunding8h, kCurrentFunding, kOpenInterest, kTickerFields
};
constexpr std::array<std::string_view, kTickerFields> kTickerNames = {
    "timestamp", "creation_timestamp", "instrument_name", "mark_price", "index_price", "estimated_delivery_price",
    "funding_8h", "current_funding", "open_interest"};
using TickerCells = std::array<Cell, kTickerFields>;

/// A decimal that may be absent.
Code optional(const Cell& cell, Decimal& out, bool& has) {
    has = !cell.absent();
    return has ? cell.decimal(out) : Code::Ok;
}

Code markOf(const TickerCells& cells, bool is_combo, Mark& out) {
    if (const Code code = optional(cells[kMark], out.mark, out.has_mark); code != Code::Ok) return code;
    if (const Code code = optional(cells[kIndex], out.index, out.has_index); code != Code::Ok) return code;
    // "expired" is the word of an option that was settled.
    if (cells[kDelivery].isNumber()) {
        if (const Code code = optional(cells[kDelivery], out.settle_estimate, out.has_settle); code != Code::Ok) return code;
    }
    if (is_combo) return Code::Ok;
    return out.mark.mantissa < 0 || out.index.mantissa < 0 || out.settle_estimate.mantissa < 0 ? Code::NumSign : Code::Ok;
}

/// Funding accrues all the time: funding_8h is what the last eight hours cost, current_funding the rate of this moment.
Code fundingOf(const TickerCells& cells, Funding& out) {
    bool has_8h = false;
    if (const Code code = optional(cells[kFunding8h], out.rate, has_8h); code != Code::Ok) return code;
    if (const Code code = optional(cells[kCurrentFunding], out.estimated_rate, out.has_estimate); code != Code::Ok) return code;
    if (has_8h) {
        out.interval_h = 8;
        return Code::Ok;
    }
    out.rate = out.estimated_rate;
    out.estimated_rate = {};
    out.has_estimate = false;
    return Code::Ok;
}

Code notBelowZero(const Cell& cell, Decimal& out) {
    const Code code = cell.decimal(out);
    return code == Code::Ok && out.mantissa < 0 ? Code::NumSign : code;
}

/// One side of a quote. No price, a price of zero or no size: the side is absent (a combo's price may be zero).
Code sideOf(const Cell& price, const Cell& qty, const Subject& subject, Level& out, bool& has) {
    out = {};
    has = false;
    if (price.absent() || qty.absent()) return Code::Ok;
    Level level;
    const Code code = subject.price(price, level.price.units);
    if (code != Code::Ok && code != Code::PriceZero) return code;
    if (const Code qty_code = subject.qty(qty, level.qty.units); qty_code != Code::Ok) return qty_code;
    if (code == Code::PriceZero || level.qty.units == 0) return Code::Ok;
    out = level;
    has = true;
    return Code::Ok;
}

}  // namespace

Code Subject::resolve(std::string_view symbol) {
    const Digits* const digits = m_symbols.resolve(symbol);
    m_foreign = digits == nullptr;
    if (m_foreign) return Code::SymbolUnknown;
    m_symbol = symbol;
    m_digits = *digits;
    m_known = true;
    return Code::Ok;
}

Code Subject::meet(const Cell& name) {
    std::string_view symbol;
    if (const Code code = name.word(symbol); code != Code::Ok) return code;
    if (!m_expected.empty() && symbol != m_expected) return Code::SymbolUnknown;
    if (m_known) return symbol == m_symbol ? Code::Ok : Code::ChannelUnrequested;
    return resolve(symbol);
}

Code Subject::price(const Cell& cell, std::int64_t& out) const {
    const Code code = cell.units(m_digits.price, out);
    if (code != Code::Ok || out > 0 || isCombo()) return code;
    return out < 0 ? Code::NumSign : Code::PriceZero;
}

Code Subject::qty(const Cell& cell, std::int64_t& out) const {
    const Code code = cell.units(m_digits.qty, out);
    return code == Code::Ok && out < 0 ? Code::NumSign : code;
}

Code readTime(const Cell& cell, EventTime& out) {
    out = {};
    if (cell.absent()) return Code::Ok;
    std::uint64_t stamp = 0;
    if (const Code code = cell.u64(stamp); code != Code::Ok) return code;
    if (Stamp read; parseStamp(cell.text, read) == Code::Ok) out = {read.ns};
    return Code::Ok;
}

Code readTrades(value& list, Subject& subject, Message& out) {
    out.kind = Kind::Trades;
    json::od::array array;
    if (const Code code = arrayOf(list, array); code != Code::Ok) return code;
    std::size_t count = 0;
    const Code code = json::eachElement(array, [&](value element) {
        if (++count > kTradesMax) return Code::Size;
        json::od::object object;
        if (const Code wrong = objectOf(element, object); wrong != Code::Ok) return wrong;
        TradeCells cells;
        if (const Code wrong = json::readFields(object, kTradeNames, cells); wrong != Code::Ok) return wrong;
        const Code met = subject.meet(cells[kTradeName]);
        if (subject.foreign()) return met;
        Trade trade;
        const Code bad = met != Code::Ok ? met : tradeOf(cells, subject, trade);
        if (bad != Code::Ok) {
            refuse(out, bad);
            return Code::Ok;
        }
        out.trades.push_back(trade);
        if (const Code wrong = liquidationsOf(cells, trade, subject.symbol(), out); wrong != Code::Ok) refuse(out, wrong);
        return Code::Ok;
    });
    out.symbol = subject.symbol();
    if (!out.trades.empty()) out.event_time = out.trades.back().time;
    return code;
}

Code readQuote(value& data, Subject& subject, Message& out) {
    enum : std::size_t { kTime, kName, kBid, kBidQty, kAsk, kAskQty, kCount };
    static constexpr std::array<std::string_view, kCount> kNames = {"timestamp",       "instrument_name", "best_bid_price",
                                                                   "best_bid_amount", "best_ask_price",  "best_ask_amount"};
    out.kind = Kind::BookTicker;
    json::od::object object;
    if (const Code code = objectOf(data, object); code != Code::Ok) return code;
    std::array<Cell, kCount> cells;
    if (const Code code = json::readFields(object, kNames, cells); code != Code::Ok) return code;
    if (const Code code = subject.meet(cells[kName]); code != Code::Ok) return code;
    out.symbol = subject.symbol();
    if (const Code code = readTime(cells[kTime], out.event_time); code != Code::Ok) return code;
    out.id = static_cast<std::uint64_t>(out.event_time.ns / kNsPerMs);
    if (const Code code = sideOf(cells[kBid], cells[kBidQty], subject, out.quote.bid, out.quote.has_bid); code != Code::Ok) return code;
    return sideOf(cells[kAsk], cells[kAskQty], subject, out.quote.ask, out.quote.has_ask);
}

Code readTicker(value& data, Subject& subject, Message& out) {
    out.kind = Kind::LowRate;
    json::od::object object;
    if (const Code code = objectOf(data, object); code != Code::Ok) return code;
    TickerCells cells;
    if (const Code code = json::readFields(object, kTickerNames, cells); code != Code::Ok) return code;
    if (const Code code = subject.meet(cells[kTickerName]); code != Code::Ok) return code;
    EventTime time;
    if (const Code code = readTime(cells[cells[kTickerTime].absent() ? kSummaryTime : kTickerTime], time); code != Code::Ok) return code;
    out.symbol = subject.symbol();
    out.event_time = time;
    const auto add = [&](Code code, const auto& item) {
        if (code == Code::Ok) out.low_rate.push_back({subject.symbol(), time, item});
        else refuse(out, code);
    };
    const std::size_t before = out.low_rate.size() + out.bad_elements;
    if (!cells[kMark].absent() || !cells[kIndex].absent()) {
        Mark mark;
        const Code code = markOf(cells, subject.isCombo(), mark);
        add(code, mark);
    }
    if (!cells[kFunding8h].absent() || !cells[kCurrentFunding].absent()) {
        Funding funding;
        const Code code = fundingOf(cells, funding);
        add(code, funding);
    }
    if (!cells[kOpenInterest].absent()) {
        OpenInterest open_interest;
        const Code code = notBelowZero(cells[kOpenInterest], open_interest.oi);
        add(code, open_interest);
    }
    return out.low_rate.size() + out.bad_elements > before ? Code::Ok : Code::FieldMissing;
}

Code readVolIndex(value& data, std::string_view index_name, Message& out) {
    static constexpr std::array<std::string_view, 3> kNames = {"timestamp", "volatility", "index_name"};
    out.kind = Kind::LowRate;
    json::od::object object;
    if (const Code code = objectOf(data, object); code != Code::Ok) return code;
    std::array<Cell, 3> cells;
    if (const Code code = json::readFields(object, kNames, cells); code != Code::Ok) return code;
    std::string_view name;
    if (const Code code = cells[2].word(name); code != Code::Ok) return code;
    if (name != index_name) return Code::SymbolUnknown;
    VolIndex item;
    if (const Code code = readTime(cells[0], out.event_time); code != Code::Ok) return code;
    if (const Code code = notBelowZero(cells[1], item.value); code != Code::Ok) return code;
    out.low_rate.push_back({name, out.event_time, item});
    return Code::Ok;
}

Code readVolBars(value& rows, Message& out) {
    out.kind = Kind::LowRate;
    json::od::array array;
    if (const Code code = arrayOf(rows, array); code != Code::Ok) return code;
    return json::eachElement(array, [&](value row) {
        json::od::array cells;
        if (const Code code = arrayOf(row, cells); code != Code::Ok) return code;
        VolIndex item;
        item.is_bar = true;
        EventTime time;
        std::size_t n = 0;
        Code bad = Code::Ok;
        const Code code = json::eachElement(cells, [&](value inner) {
            Cell cell;
            if (const Code wrong = json::readCell(inner, cell); wrong != Code::Ok) return wrong;
            const std::array<Decimal*, 4> prices = {&item.open, &item.high, &item.low, &item.value};
            Code wrong = Code::Ok;
            if (n == 0) wrong = cell.absent() ? Code::FieldMissing : readTime(cell, time);
            else if (n <= prices.size()) wrong = notBelowZero(cell, *prices[n - 1]);
            if (bad == Code::Ok) bad = wrong;
            ++n;
            return Code::Ok;
        });
        if (code != Code::Ok) return code;
        if (bad == Code::Ok && n < 5) bad = Code::FieldMissing;
        if (bad == Code::Ok) out.low_rate.push_back({{}, time, item});
        else refuse(out, bad);
        return Code::Ok;
    });
}

Code readChart(value& data, Subject& subject, std::int32_t period_s, Message& out) {
    enum : std::size_t { kTick, kOpen, kHigh, kLow, kClose, kVolume, kCost, kCount };
    static constexpr std::array<std::string_view, kCount> kNames = {"tick", "open", "high", "low", "close", "volume", "cost"};
    out.kind = Kind::LowRate;
    json::od::object object;
    if (const Code code = objectOf(data, object); code != Code::Ok) return code;
    std::array<Cell, kCount> cells;
    if (const Code code = json::readFields(object, kNames, cells); code != Code::Ok) return code;
    if (const Code code = subject.trust(); code != Code::Ok) return code;
    Kline bar;
    bar.period_s = period_s;
    bar.is_closed = false;  // the venue never says so: a bar closes when the next one opens
    if (cells[kTick].absent()) return Code::FieldMissing;
    if (const Code code = readTime(cells[kTick], bar.open_time); code != Code::Ok) return code;
    if (bar.open_time.ns == 0) return Code::TimeRange;  // a bar is named by its time
    bar.close_time = bar.open_time + (period_s * kNsPerSec - kNsPerMs);
    const std::array<Price*, 4> prices = {&bar.open, &bar.high, &bar.low, &bar.close};
    for (std::size_t i = 0; i < prices.size(); ++i)
        if (const Code code = subject.price(cells[kOpen + i], prices[i]->units); code != Code::Ok) return code;
    // `cost` is price times size. On inverse futures that is the size in USD, the unit of all their quantities.
    const bool inverse = isInverse(subject.symbol());
    if (const Code code = subject.qty(cells[inverse ? kCost : kVolume], bar.volume.units); code != Code::Ok) return code;
    if (const Code code = notBelowZero(cells[inverse ? kVolume : kCost], bar.quote_volume); code != Code::Ok) return code;
    out.symbol = subject.symbol();
    out.low_rate.push_back({subject.symbol(), {}, bar});
    return Code::Ok;
}

Code readRefusal(value& error, std::string& note, Message& out) {
    static constexpr std::array<std::string_view, 2> kNames = {"code", "message"};
    out.kind = Kind::Refused;
    json::od::object object;
    if (const Code code = objectOf(error, object); code != Code::Ok) return code;
    std::array<Cell, 2> cells;
    if (const Code code = json::readFields(object, kNames, cells); code != Code::Ok) return code;
    note.assign(cells[0].text.substr(0, json::kStringMax));
    if (!note.empty() && !cells[1].text.empty()) note.push_back(' ');
    note.append(cells[1].text.substr(0, json::kStringMax));
    out.note = note;
    return Code::Ok;
}

}  // namespace bw::feed::deribit
