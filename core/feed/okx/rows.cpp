// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/okx/rows.h"

#include <array>
#include <limits>

#include "core/feed/okx/decoder.h"
#include "core/feed/okx/values.h"

namespace bw::feed::okx {
namespace {

constexpr std::size_t kRowsMax = 5'000;  // feeds spec 1.3: trades a message; the other lists keep it too

/// The fields of one element that somebody here reads.
struct Row {
    Token inst, trade_id, price, qty, side, ts, count, mark, index;
    Token rate, next_rate, funding_time, next_funding_time, oi, oi_ccy, bankruptcy_price;
};
struct FieldName {
    std::string_view text;
    Token Row::*token;
};
constexpr std::array kTradeFields = {FieldName{"instId", &Row::inst}, FieldName{"tradeId", &Row::trade_id},
                                     FieldName{"px", &Row::price},    FieldName{"sz", &Row::qty},
                                     FieldName{"side", &Row::side},   FieldName{"ts", &Row::ts},
                                     FieldName{"count", &Row::count}};
constexpr std::array kMarkFields = {FieldName{"instId", &Row::inst}, FieldName{"markPx", &Row::mark},
                                    FieldName{"idxPx", &Row::index}, FieldName{"ts", &Row::ts}};
constexpr std::array kFundingFields = {
    FieldName{"instId", &Row::inst},          FieldName{"fundingRate", &Row::rate},
    FieldName{"nextFundingRate", &Row::next_rate}, FieldName{"fundingTime", &Row::funding_time},
    FieldName{"nextFundingTime", &Row::next_funding_time}, FieldName{"ts", &Row::ts}};
constexpr std::array kInterestFields = {FieldName{"instId", &Row::inst}, FieldName{"oi", &Row::oi},
                                        FieldName{"oiCcy", &Row::oi_ccy}, FieldName{"ts", &Row::ts}};
constexpr std::array kLiquidationFields = {FieldName{"side", &Row::side}, FieldName{"bkPx", &Row::bankruptcy_price},
                                           FieldName{"sz", &Row::qty}, FieldName{"ts", &Row::ts}};

template <std::size_t N>
Code readRow(JsonCursor& json, const std::array<FieldName, N>& names, Row& row) {
    row = {};
    return json.object([&](std::string_view key) {
        for (const FieldName& name : names)
            if (name.text == key) return json.token(row.*name.token);
        return json.skip();
    });
}

/// A bad element of a list.
void refuse(Message& out, Code code) {
    if (out.bad_elements++ == 0) out.element_code = code;
}
/// Whether a list can be used: it can be empty, but not all bad.
Code listCode(const Message& out, std::size_t good) {
    return good == 0 && out.bad_elements != 0 ? out.element_code : Code::Ok;
}

/// The element's own symbol, which must be the channel's where both say one.
Code symbolOf(const Row& row, const RowContext& context, std::string_view& out) {
    if (!row.inst.has() && !context.symbol.empty()) {
        out = context.symbol;
        return Code::Ok;
    }
    if (const Code code = readSymbol(row.inst, out); code != Code::Ok) return code;
    return context.symbol.empty() || context.symbol == out ? Code::Ok : Code::SymbolUnknown;
}

Code tradeOf(const Row& row, RowContext& context, Trade& out) {
    std::string_view symbol;
    if (const Code code = symbolOf(row, context, symbol); code != Code::Ok) return code;
    const Digits* const digits = context.digits != nullptr ? context.digits : context.symbols.resolve(symbol);
    if (digits == nullptr) return Code::SymbolUnknown;
    if (const Code code = readU64(row.trade_id, out.id); code != Code::Ok) return code;
    if (const Code code = readPrice(row.price, digits->price, out.price); code != Code::Ok) return code;
    if (const Code code = readTradeQty(row.qty, digits->qty, out.qty); code != Code::Ok) return code;
    if (const Code code = readSide(row.side, out.side); code != Code::Ok) return code;
    std::uint64_t count = 1;
    if (row.count.has()) {
        if (const Code code = readU64(row.count, count); code != Code::Ok) return code;
        if (count > std::numeric_limits<std::uint32_t>::max()) return Code::NumOverflow;
    }
    if (count > 1) {  // tradeId is the last of `count` fills
        if (count > out.id) return Code::SeqInvalid;
        out.first_id = out.id - count + 1;
        out.last_id = out.id;
        out.count = static_cast<std::uint32_t>(count);
    }
    out.time = readTime(row.ts);
    context.symbol = symbol;
    context.digits = digits;
    return Code::Ok;
}

/// A figure that may be absent; one that is past the range of a Decimal (20 digits of open interest in coins occur) is
/// left out too.
Code optionalDecimal(const Token& token, Decimal& out, bool& has) {
    if (!token.has()) return Code::Ok;
    const Code code = readDecimal(token, out);
    has = code == Code::Ok;
    return code == Code::NumOverflow ? Code::Ok : code;
}

Code markOf(const Row& row, ChannelKind kind, Mark& out) {
    const bool index = kind == ChannelKind::Index;
    (index ? out.has_index : out.has_mark) = true;
    return index ? readUnsigned(row.index, out.index) : readUnsigned(row.mark, out.mark);
}

Code fundingOf(const Row& row, Funding& out) {
    if (const Code code = readDecimal(row.rate, out.rate); code != Code::Ok) return code;
    if (const Code code = optionalDecimal(row.next_rate, out.estimated_rate, out.has_estimate); code != Code::Ok) return code;
    out.funding_time = readTime(row.funding_time);
    out.next_time = readTime(row.next_funding_time);
    const std::int64_t span_ns = out.next_time.ns - out.funding_time.ns;
    constexpr std::int64_t kHourNs = 3'600 * kNsPerSec;
    constexpr std::int64_t kLongestH = 24 * 7;
    const bool whole = out.next_time.ns != 0 && out.funding_time.ns != 0 && span_ns > 0 && span_ns % kHourNs == 0;
    if (whole && span_ns / kHourNs <= kLongestH) out.interval_h = static_cast<int>(span_ns / kHourNs);
    return Code::Ok;
}

Code interestOf(const Row& row, OpenInterest& out) {
    if (const Code code = readUnsigned(row.oi, out.oi); code != Code::Ok) return code;
    if (const Code code = optionalDecimal(row.oi_ccy, out.oi_base, out.has_base); code != Code::Ok) return code;
    return out.has_base && out.oi_base.mantissa < 0 ? Code::NumSign : Code::Ok;
}

Code liquidationOf(const Row& row, Liquidation& out) {
    out.price_kind = Liquidation::PriceKind::Bankruptcy;
    if (const Code code = readSide(row.side, out.side); code != Code::Ok) return code;
    if (const Code code = readUnsigned(row.bankruptcy_price, out.price); code != Code::Ok) return code;
    if (const Code code = readUnsigned(row.qty, out.qty); code != Code::Ok) return code;
    if (out.price.mantissa == 0) return Code::PriceZero;
    return out.qty.mantissa == 0 ? Code::QtyZero : Code::Ok;
}

template <class Value>
void push(Message& out, std::string_view symbol, EventTime time, const Value& value) {
    out.low_rate.push_back({symbol, time, value});
    if (time.ns != 0) out.event_time = time;
}

/// One element whose fields have names.
template <class Value, std::size_t N, class Fill>
Code readNamed(JsonCursor& json, RowContext& context, const std::array<FieldName, N>& names, Fill&& fill) {
    Row row;
    if (const Code code = readRow(json, names, row); code != Code::Ok) return code;
    Value value;
    std::string_view symbol;
    Code code = symbolOf(row, context, symbol);
    if (code == Code::Ok) code = fill(row, value);
    if (code == Code::Ok) push(context.out, symbol, readTime(row.ts), value);
    else refuse(context.out, code);
    return Code::Ok;
}

/// {"instId":…,"details":[{…},…]}: the symbol may stand behind the details, so they are read once it is known.
Code readLiquidations(JsonCursor& json, RowContext& context) {
    Token inst;
    const char* details = nullptr;
    Code code = json.object([&](std::string_view key) {
        if (key == "instId") return json.token(inst);
        if (key == "details") details = json.position();
        return json.skip();
    });
    if (code != Code::Ok) return code;
    Row row;
    row.inst = inst;
    std::string_view symbol;
    if (code = symbolOf(row, context, symbol); code == Code::Ok && details == nullptr) code = Code::FieldMissing;
    if (code == Code::Ok && *details != '[') code = Code::FieldType;
    if (code != Code::Ok) {
        refuse(context.out, code);
        return Code::Ok;
    }
    const char* const behind = json.position();
    json.seek(details);
    code = json.array([&]() -> Code {
        if (json.peek() != '{') {
            refuse(context.out, Code::FieldType);
            return json.skip();
        }
        if (const Code bad = readRow(json, kLiquidationFields, row); bad != Code::Ok) return bad;
        if (context.out.low_rate.size() == kRowsMax) return Code::Size;
        Liquidation value;
        const Code bad = liquidationOf(row, value);
        if (bad == Code::Ok) push(context.out, symbol, readTime(row.ts), value);
        else refuse(context.out, bad);
        return Code::Ok;
    });
    json.seek(behind);
    return code;
}

/// The cells of an element without names; those past the last wanted are passed over.
template <std::size_t N>
Code readCells(JsonCursor& json, std::array<Token, N>& cells) {
    std::size_t n = 0;
    return json.array([&] { return n < N ? json.token(cells[n++]) : json.skip(); });
}

constexpr std::size_t kBarCells = 9;  // ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm

Code candleOf(const std::array<Token, kBarCells>& cells, const RowContext& context, Kline& out) {
    const Digits digits = *context.digits;
    out.period_s = context.period_s;
    out.open_time = readTime(cells[0]);
    if (out.open_time.ns == 0) return cells[0].has() ? Code::TimeRange : Code::FieldMissing;  // a bar is nothing without it
    out.close_time = {out.open_time.ns + std::int64_t{context.period_s} * kNsPerSec - kNsPerMs};
    if (const Code code = readPrice(cells[1], digits.price, out.open); code != Code::Ok) return code;
    if (const Code code = readPrice(cells[2], digits.price, out.high); code != Code::Ok) return code;
    if (const Code code = readPrice(cells[3], digits.price, out.low); code != Code::Ok) return code;
    if (const Code code = readPrice(cells[4], digits.price, out.close); code != Code::Ok) return code;
    if (const Code code = readUnits(cells[5], digits.qty, out.volume.units); code != Code::Ok) return code;
    // Without volCcyQuote (before 2022) volCcy is the quote volume of a spot pair, and base coins else.
    const bool volume_ccy_is_quote = cells[7].kind == Token::Kind::Absent && marketOf(context.symbol) == "spot";
    const Token& quote_volume = volume_ccy_is_quote ? cells[6] : cells[7];
    if (quote_volume.has()) {
        if (const Code code = readUnsigned(quote_volume, out.quote_volume); code != Code::Ok) return code;
    }
    out.is_closed = cells[8].text == "1";  // absent: it closes when the next one opens
    return Code::Ok;
}

Code readCandle(JsonCursor& json, RowContext& context) {
    std::array<Token, kBarCells> cells;
    if (const Code code = readCells(json, cells); code != Code::Ok) return code;
    Kline bar;
    const Code code = candleOf(cells, context, bar);
    // The stamp is the bar's opening, so the event has no time of its own.
    if (code == Code::Ok) push(context.out, context.symbol, {}, bar);
    else refuse(context.out, code);
    return Code::Ok;
}

Code readOne(JsonCursor& json, RowContext& context, ChannelKind kind) {
    switch (kind) {
        case ChannelKind::Funding: return readNamed<Funding>(json, context, kFundingFields, fundingOf);
        case ChannelKind::OpenInterest: return readNamed<OpenInterest>(json, context, kInterestFields, interestOf);
        case ChannelKind::Liquidations: return readLiquidations(json, context);
        case ChannelKind::Candle: return readCandle(json, context);
        default:
            return readNamed<Mark>(json, context, kMarkFields, [kind](const Row& row, Mark& out) { return markOf(row, kind, out); });
    }
}

/// Calls `read` for each element that begins as it should; the others are bad ones. Codes: those of `read`, Size.
template <class Read>
Code readList(JsonCursor& json, Message& out, char first, Read&& read) {
    std::size_t count = 0;
    return json.array([&]() -> Code {
        if (++count > kRowsMax) return Code::Size;
        if (json.peek() == first) return read();
        refuse(out, Code::FieldType);
        return json.skip();
    });
}

}  // namespace

Code readTrades(JsonCursor& json, RowContext& context) {
    Message& out = context.out;
    const Code code = readList(json, out, '{', [&] {
        Row row;
        if (const Code broken = readRow(json, kTradeFields, row); broken != Code::Ok) return broken;
        Trade trade;
        if (const Code bad = tradeOf(row, context, trade); bad == Code::Ok) out.trades.push_back(trade);
        else refuse(out, bad);
        return Code::Ok;
    });
    if (code != Code::Ok) return code;
    out.kind = Kind::Trades;
    out.symbol = context.symbol;
    if (!out.trades.empty()) out.event_time = out.trades.back().time;
    return listCode(out, out.trades.size());
}

Code readLowRate(JsonCursor& json, RowContext& context, ChannelKind kind) {
    Message& out = context.out;
    const char first = kind == ChannelKind::Candle ? '[' : '{';
    const Code code = readList(json, out, first, [&] { return readOne(json, context, kind); });
    if (code != Code::Ok) return code;
    out.kind = Kind::LowRate;
    out.symbol = context.symbol;
    return listCode(out, out.low_rate.size());
}

Code readRatios(JsonCursor& json, RowContext& context, LongShort::Basis basis) {
    Message& out = context.out;
    const Code code = readList(json, out, '[', [&] {
        std::array<Token, 2> cells;
        if (const Code broken = readCells(json, cells); broken != Code::Ok) return broken;
        LongShort value;
        value.basis = basis;
        if (const Code bad = readUnsigned(cells[1], value.ratio); bad == Code::Ok) push(out, {}, readTime(cells[0]), value);
        else refuse(out, bad);
        return Code::Ok;
    });
    if (code != Code::Ok) return code;
    out.kind = Kind::LowRate;
    return listCode(out, out.low_rate.size());
}

}  // namespace bw::feed::okx
