// SPDX-License-Identifier: GPL-3.0-or-later
// Elements of low-rate data sets on a stream: bars, mark prices with funding, liquidations. A few a second, so they are
// read field by field.
#include <algorithm>

#include "core/feed/binance/json.h"
#include "core/model/frame.h"

namespace bw::feed::binance {
namespace {

/// "BTCUSDT_260327" is delivered one day; "BTCUSD_PERP" is not.
bool isDated(std::string_view symbol) {
    const std::size_t at = symbol.rfind('_');
    return at != std::string_view::npos && at + 1 < symbol.size() && symbol[at + 1] >= '0' && symbol[at + 1] <= '9';
}

class LowRateReader {
public:
    LowRateReader(std::string_view stream, SymbolResolver& symbols, Message& out)
        : m_stream(stream), m_symbols(symbols), m_out(out) {}

    /// An element of a symbol that is not ours, and one of an unused kind, is Ok and adds nothing. Returned: what is
    /// wrong with the JSON; `element`: with what it says.
    Code operator()(od::object object, Code& element) {
        m_bar = m_order = {};
        const Code broken = json::readFields(object, kTopNames, m_top, [this](std::string_view key, od::value& value, bool& taken) {
            taken = (key == "k" || key == "o") && isObject(value);
            return taken ? json::readFields(value.get_object(), kInnerNames, key == "k" ? m_bar : m_order) : Code::Ok;
        });
        if (broken == Code::Ok) element = interpret();
        return broken;
    }
    [[nodiscard]] bool unknownSymbol() const { return m_unknown; }

private:
    enum Top { kEvent, kSent, kSymbol, kMark, kIndex, kSettle, kRate, kNext, kTops };
    static constexpr std::array<std::string_view, kTops> kTopNames = {"e", "E", "s", "p", "i", "P", "r", "T"};
    // Of a bar, then of a liquidation order; both call their symbol "s" and a time "T".
    enum Inner { kOwner, kTime, kPeriod, kOpened, kOpen, kHigh, kLow, kClose, kVolume, kTaker, kQuote, kTakerQuote, kCount, kClosed,
                 kSide, kFilled, kAverage, kPrice, kInners };
    static constexpr std::array<std::string_view, kInners> kInnerNames = {"s", "T", "i", "t", "o", "h", "l", "c",  "v",
                                                                          "V", "q", "Q", "n", "x", "S", "z", "ap", "p"};

    Code interpret() {
        std::string_view name;
        if (const Code code = m_top[kEvent].word(name); code != Code::Ok) return code;
        if (name == "markPriceUpdate") return mark();
        if (name == "kline") return kline();
        if (name == "forceOrder") return liquidation();
        return isUnusedEvent(name) ? Code::Ok : Code::StreamUnknown;
    }
    /// Whose element this is. `digits` stays nullptr for a symbol that is not ours.
    Code symbol(const Cell& cell, std::string_view& out, const Digits*& digits) {
        if (const Code code = cell.word(out); code != Code::Ok) return code;
        if (!m_stream.empty() && !isAllStream(m_stream) && !sameSymbol(m_stream, out)) return Code::SymbolUnknown;
        digits = m_symbols.resolve(out);
        m_unknown = m_unknown || digits == nullptr;
        return Code::Ok;
    }
    Code mark();
    Code kline();
    Code liquidation();

    std::string_view m_stream;
    SymbolResolver& m_symbols;
    Message& m_out;
    std::array<Cell, kTops> m_top;
    std::array<Cell, kInners> m_bar, m_order;
    bool m_unknown = false;
};

Code LowRateReader::mark() {
    std::string_view name;
    const Digits* digits = nullptr;
    EventTime time;
    const Code code = firstOf(symbol(m_top[kSymbol], name, digits), timeOf(m_top[kSent], time));
    if (code != Code::Ok || digits == nullptr) return code;
    return addMark({m_top[kMark], m_top[kIndex], m_top[kSettle], m_top[kRate], m_top[kNext]}, name, time, m_out);
}

Code LowRateReader::kline() {
    std::string_view name;
    const Digits* digits = nullptr;
    EventTime time;
    Code code = firstOf(symbol(m_top[kSymbol], name, digits), timeOf(m_top[kSent], time));
    if (code != Code::Ok || digits == nullptr) return code;
    if (!m_bar[kOwner].absent() && m_bar[kOwner].text != name) return Code::SymbolUnknown;
    Kline k;
    std::string_view period;
    std::uint64_t count = 0;
    code = firstOf(m_bar[kPeriod].word(period), timeOf(m_bar[kOpened], k.open_time), timeOf(m_bar[kTime], k.close_time),
                   priceOf(m_bar[kOpen], digits->price, k.open), priceOf(m_bar[kHigh], digits->price, k.high),
                   priceOf(m_bar[kLow], digits->price, k.low), priceOf(m_bar[kClose], digits->price, k.close),
                   unitsOf(m_bar[kVolume], digits->qty, k.volume.units), unitsOf(m_bar[kTaker], digits->qty, k.taker_buy.units),
                   amountOf(m_bar[kQuote], k.quote_volume), amountOf(m_bar[kTakerQuote], k.taker_buy_quote), m_bar[kCount].u64(count),
                   boolOf(m_bar[kClosed], k.is_closed));
    if (code != Code::Ok) return code;
    k.period_s = periodOf(period);
    if (k.period_s == 0) return Code::StreamUnknown;
    if (k.open_time.ns == 0) return Code::TimeRange;  // a bar is its opening time
    if (count > 0xffff'ffff) return Code::NumOverflow;
    k.count = static_cast<std::uint32_t>(count);
    k.has_count = k.has_taker = true;
    m_out.low_rate.push_back({name, time, k});
    return Code::Ok;
}

Code LowRateReader::liquidation() {
    std::string_view name, side;
    const Digits* digits = nullptr;
    EventTime sent, done;
    Liquidation order;
    bool averaged = false;
    Code code = firstOf(symbol(m_order[kOwner], name, digits), timeOf(m_top[kSent], sent), timeOf(m_order[kTime], done), m_order[kSide].word(side),
                        amountOf(m_order[kFilled], order.qty), optionalOf(m_order[kAverage], order.price, averaged));
    if (code != Code::Ok || digits == nullptr) return code;
    if (side != "BUY" && side != "SELL") return Code::SideInvalid;
    order.side = side == "BUY" ? Side::Buy : Side::Sell;
    if (order.qty.mantissa == 0) return Code::Ok;  // an order that has met nobody yet liquidated nothing
    order.price_kind = averaged ? Liquidation::PriceKind::Average : Liquidation::PriceKind::Order;
    if (!averaged) code = priceOf(m_order[kPrice], order.price);
    if (code == Code::Ok) m_out.low_rate.push_back({name, done.ns != 0 ? done : sent, order});
    return code;
}

}  // namespace

Code addMark(const MarkCells& cells, std::string_view symbol, EventTime time, Message& out) {
    Mark mark;
    Funding funding;
    Code code = firstOf(priceOf(cells.mark, mark.mark), optionalOf(cells.index, mark.index, mark.has_index),
                        optionalOf(cells.settle, mark.settle_estimate, mark.has_settle), timeOf(cells.next, funding.funding_time));
    if (code != Code::Ok) return code;
    mark.has_mark = true;
    bool pays = funding.funding_time.ns != 0 && !cells.rate.absent();
    if (pays) {
        if (code = cells.rate.decimal(funding.rate); code != Code::Ok) return code;
        // A perpetual may well pay nothing this time; a dated contract never pays and says so with a zero.
        pays = funding.rate.mantissa != 0 || !isDated(symbol);
    }
    out.low_rate.push_back({symbol, time, mark});
    if (pays) out.low_rate.push_back({symbol, time, funding});
    return Code::Ok;
}

Code Decoder::Impl::lowRate(std::string_view bytes, std::string_view stream, SymbolResolver& symbols, Message& out) {
    out.clear();
    od::document doc;
    if (const simdjson::error_code e = begin(parser, bytes, doc)) return codeOf(e);
    od::value data;
    simdjson::error_code found = doc["data"].get(data);
    if (found != simdjson::SUCCESS) {
        if (const simdjson::error_code e = begin(parser, bytes, doc)) return codeOf(e);
        found = doc.get_value().get(data);
    }
    if (found != simdjson::SUCCESS) return codeOf(found);
    LowRateReader read(stream, symbols, out);
    Code code = Code::Ok;
    if (isObject(data)) {
        const Code broken = read(data.get_object(), code);
        if (broken != Code::Ok) return broken;
        // A stream that was asked for by name belongs to somebody; one of all symbols is only looked through.
        if (code == Code::Ok && read.unknownSymbol() && !isAllStream(stream)) code = Code::SymbolUnknown;
    } else {
        od::array list;
        if (const simdjson::error_code e = data.get_array().get(list)) return codeOf(e);
        code = eachObject(list, out, read);
    }
    if (code != Code::Ok) return code;
    out.kind = out.low_rate.empty() ? Kind::Unused : Kind::LowRate;
    const auto other = [&out](const LowRate& item) { return item.symbol != out.low_rate.front().symbol; };
    if (out.low_rate.empty() || std::any_of(out.low_rate.begin(), out.low_rate.end(), other)) return Code::Ok;
    out.symbol = out.low_rate.front().symbol;
    out.event_time = out.low_rate.front().time;
    return Code::Ok;
}

}  // namespace bw::feed::binance
