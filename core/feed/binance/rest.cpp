// SPDX-License-Identifier: GPL-3.0-or-later
// REST bodies: trades, open interest, mark and funding, ratios, the server's time, bars. Off the hot path: the whole
// body is checked first, so that what is read afterwards can only be of the wrong kind.
#include <algorithm>
#include <string>

#include "core/feed/binance/json.h"
#include "core/model/frame.h"

namespace bw::feed::binance {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kBodyMax = 16u << 20;  // feeds spec 1.3
constexpr std::int64_t kBarMaxNs = 31 * 86'400 * kNsPerSec;  // a month

/// What one purpose makes of one object of its body.
class RestReader {
public:
    RestReader(SymbolResolver& symbols, Message& out) : m_symbols(symbols), m_out(out) {}

    [[nodiscard]] Code prepare(std::string_view purpose);
    /// Returned: what is wrong with the JSON; `element`: with what it says.
    Code operator()(od::object object, Code& element) { return (this->*m_read)(object, element); }
    [[nodiscard]] Kind kind() const { return m_kind; }

private:
    Code trade(od::object object, Code& element);
    Code openInterest(od::object object, Code& element);
    Code mark(od::object object, Code& element);
    Code fundingInfo(od::object object, Code& element);
    Code ratio(od::object object, Code& element);
    Code serverTime(od::object object, Code& element);
    /// False: not one of ours.
    bool ours(std::string_view symbol) { return m_symbols.resolve(symbol) != nullptr; }

    SymbolResolver& m_symbols;
    Message& m_out;
    Code (RestReader::*m_read)(od::object, Code&) = nullptr;
    Kind m_kind = Kind::LowRate;
    Digits m_digits;
    LongShort::Basis m_basis = LongShort::Basis::AllAccount;
};

Code RestReader::prepare(std::string_view purpose) {
    using Basis = LongShort::Basis;
    if (purpose == "trades") {
        m_kind = Kind::Trades;
        m_read = &RestReader::trade;
        const Digits* digits = m_symbols.resolve({});  // the body names no symbol: the caller knows whom it asked for
        if (digits == nullptr) return Code::SnapshotOrphan;
        m_digits = *digits;
    } else if (purpose == "time") {
        m_kind = Kind::Ack;
        m_read = &RestReader::serverTime;
    } else if (purpose == "open_interest") {
        m_read = &RestReader::openInterest;
    } else if (purpose == "mark") {
        m_read = &RestReader::mark;
    } else if (purpose == "funding_info") {
        m_read = &RestReader::fundingInfo;
    } else if (purpose == "ratio_position" || purpose == "ratio_account" || purpose == "ratio_all") {
        m_read = &RestReader::ratio;
        m_basis = purpose == "ratio_position" ? Basis::TopPosition : purpose == "ratio_account" ? Basis::TopAccount : Basis::AllAccount;
    }
    return m_read == nullptr ? Code::StreamUnknown : Code::Ok;
}

/// {"id","price","qty","time","isBuyerMaker"} of trades and historicalTrades, {"a","p","q","f","l","T","m"} of aggTrades.
Code RestReader::trade(od::object object, Code& element) {
    enum { kId, kPrice, kQty, kTime, kMaker, kAggregate, kFirst = 2 * kAggregate, kLast, kCount };
    static constexpr std::array<std::string_view, kCount> kNames = {"id", "price", "qty", "time", "isBuyerMaker", "a",
                                                                    "p",  "q",     "T",   "m",    "f",            "l"};
    std::array<Cell, kCount> in;
    if (const Code broken = json::readFields(object, kNames, in); broken != Code::Ok) return broken;
    const bool aggregate = in[kId].absent();
    const std::size_t from = aggregate ? kAggregate : 0;
    Trade trade;
    bool maker = false;
    element = firstOf(in[from + kId].u64(trade.id), unitsOf(in[from + kPrice], m_digits.price, trade.price.units),
                      unitsOf(in[from + kQty], m_digits.qty, trade.qty.units), timeOf(in[from + kTime], trade.time),
                      boolOf(in[from + kMaker], maker));
    if (aggregate && element == Code::Ok) element = firstOf(in[kFirst].u64(trade.first_id), in[kLast].u64(trade.last_id));
    if (aggregate && element == Code::Ok) element = setCount(trade);
    if (element == Code::Ok) element = checkFill(trade);
    if (element != Code::Ok) return Code::Ok;
    trade.side = maker ? Side::Sell : Side::Buy;
    m_out.trades.push_back(trade);
    return Code::Ok;
}

Code RestReader::openInterest(od::object object, Code& element) {
    static constexpr std::array<std::string_view, 3> kNames = {"symbol", "openInterest", "time"};
    std::array<Cell, 3> in;
    if (const Code broken = json::readFields(object, kNames, in); broken != Code::Ok) return broken;
    std::string_view symbol;
    EventTime time;
    OpenInterest open;
    element = firstOf(in[0].word(symbol), amountOf(in[1], open.oi), timeOf(in[2], time));
    if (element == Code::Ok && ours(symbol)) m_out.low_rate.push_back({symbol, time, open});
    return Code::Ok;
}

/// premiumIndex. `lastFundingRate` is the rate of the running period, paid at `nextFundingTime`; `interestRate` is one
/// of its parts, not an estimate.
Code RestReader::mark(od::object object, Code& element) {
    static constexpr std::array<std::string_view, 7> kNames = {
        "symbol", "time", "markPrice", "indexPrice", "estimatedSettlePrice", "lastFundingRate", "nextFundingTime"};
    std::array<Cell, 7> in;
    if (const Code broken = json::readFields(object, kNames, in); broken != Code::Ok) return broken;
    std::string_view symbol;
    EventTime time;
    element = firstOf(in[0].word(symbol), timeOf(in[1], time));
    if (element == Code::Ok && ours(symbol)) element = addMark({in[2], in[3], in[4], in[5], in[6]}, symbol, time, m_out);
    return Code::Ok;
}

Code RestReader::fundingInfo(od::object object, Code& element) {
    static constexpr std::array<std::string_view, 2> kNames = {"symbol", "fundingIntervalHours"};
    std::array<Cell, 2> in;
    if (const Code broken = json::readFields(object, kNames, in); broken != Code::Ok) return broken;
    std::string_view symbol;
    std::uint64_t hours = 0;
    element = firstOf(in[0].word(symbol), in[1].u64(hours));
    if (element == Code::Ok && (hours == 0 || hours > 24 * 7)) element = Code::TimeRange;
    if (element != Code::Ok || !ours(symbol)) return Code::Ok;
    Funding funding;
    funding.interval_h = static_cast<int>(hours);
    m_out.low_rate.push_back({symbol, {}, funding});
    return Code::Ok;
}

/// COIN-M answers for a pair, and calls the shares of positions longPosition and shortPosition.
Code RestReader::ratio(od::object object, Code& element) {
    enum { kSymbol, kPair, kRatio, kLong, kShort, kLongPosition, kShortPosition, kTime, kCount };
    static constexpr std::array<std::string_view, kCount> kNames = {"symbol",       "pair",         "longShortRatio", "longAccount",
                                                                    "shortAccount", "longPosition", "shortPosition",  "timestamp"};
    std::array<Cell, kCount> in;
    if (const Code broken = json::readFields(object, kNames, in); broken != Code::Ok) return broken;
    std::string_view symbol;
    EventTime time;
    LongShort value;
    value.basis = m_basis;
    const Cell& longs = in[in[kLong].absent() ? kLongPosition : kLong];
    const Cell& shorts = in[in[kShort].absent() ? kShortPosition : kShort];
    element = firstOf(in[in[kSymbol].absent() ? kPair : kSymbol].word(symbol), amountOf(in[kRatio], value.ratio), timeOf(in[kTime], time),
                      longs.absent() ? Code::Ok : amountOf(longs, value.long_share),
                      shorts.absent() ? Code::Ok : amountOf(shorts, value.short_share));
    if (element != Code::Ok) return Code::Ok;
    value.has_shares = !longs.absent() && !shorts.absent();
    m_out.low_rate.push_back({symbol, time, value});
    return Code::Ok;
}

Code RestReader::serverTime(od::object object, Code& element) {
    static constexpr std::array<std::string_view, 1> kNames = {"serverTime"};
    std::array<Cell, 1> in;
    if (const Code broken = json::readFields(object, kNames, in); broken != Code::Ok) return broken;
    element = in[0].absent() ? Code::FieldMissing : timeOf(in[0], m_out.event_time);
    return Code::Ok;
}

bool units(dom::element element, int digits, std::int64_t& out) {
    std::string_view text;
    return element.get_string().get(text) == simdjson::SUCCESS && parseUnits(text, digits, out) == Code::Ok && out >= 0;
}
bool decimal(dom::element element, Decimal& out) {
    std::string_view text;
    return element.get_string().get(text) == simdjson::SUCCESS && parseDecimal(text, out) == Code::Ok && out.mantissa >= 0;
}

}  // namespace

Code Decoder::decodeRest(std::string_view purpose, std::string_view bytes, SymbolResolver& symbols, Message& out) {
    out.clear();
    if (bytes.size() > kBodyMax) return Code::Size;
    if (purpose == "snapshot") {
        const Code code = decode(bytes, symbols, out);
        return code == Code::Ok && out.kind == Kind::Refused ? Code::VenueError : code;
    }
    if (const Code code = m_impl->check(bytes); code != Code::Ok) return code;
    if (m_impl->refusal(bytes, out)) return Code::VenueError;
    RestReader read(symbols, out);
    if (const Code code = read.prepare(purpose); code != Code::Ok) return code;
    od::document doc;
    if (const simdjson::error_code e = begin(m_impl->parser, bytes, doc)) return codeOf(e);
    od::value body;
    if (const simdjson::error_code e = doc.get_value().get(body)) return codeOf(e);
    Code code = Code::Ok, broken = Code::Ok;
    if (isObject(body)) {
        broken = read(body.get_object(), code);
    } else {
        od::array list;
        if (const simdjson::error_code e = body.get_array().get(list)) return codeOf(e);
        code = eachObject(list, out, read);
    }
    if (broken != Code::Ok) return broken;
    out.kind = read.kind();
    const auto older = [](const Trade& a, const Trade& b) { return a.id < b.id; };
    if (!std::is_sorted(out.trades.begin(), out.trades.end(), older)) std::stable_sort(out.trades.begin(), out.trades.end(), older);
    return code;
}

Code Decoder::decodeKlines(std::string_view bytes, Digits digits, std::vector<Kline>& out) {
    out.clear();
    dom::parser parser;
    dom::array rows;
    if (parser.parse(bytes.data(), bytes.size()).get_array().get(rows) != simdjson::SUCCESS) return Code::JsonSyntax;
    for (const dom::element row : rows) {
        dom::array cells;
        if (row.get_array().get(cells) != simdjson::SUCCESS) return Code::FieldType;
        if (cells.size() < 10) return Code::FieldMissing;
        Kline k;
        std::uint64_t open_time = 0, close_time = 0, count = 0;
        const auto cell = [&cells](std::size_t i) { return cells.at(i).value(); };
        const bool good = cell(0).get_uint64().get(open_time) == simdjson::SUCCESS && units(cell(1), digits.price, k.open.units) &&
                          units(cell(2), digits.price, k.high.units) && units(cell(3), digits.price, k.low.units) &&
                          units(cell(4), digits.price, k.close.units) && units(cell(5), digits.qty, k.volume.units) &&
                          cell(6).get_uint64().get(close_time) == simdjson::SUCCESS && decimal(cell(7), k.quote_volume) &&
                          cell(8).get_uint64().get(count) == simdjson::SUCCESS && units(cell(9), digits.qty, k.taker_buy.units) &&
                          (cells.size() == 10 || decimal(cell(10), k.taker_buy_quote));
        if (!good) return Code::FieldType;
        k.open_time = {timeByMagnitude(open_time)};
        k.close_time = {timeByMagnitude(close_time)};
        if (k.open_time.ns == 0) return Code::TimeRange;  // a bar is nothing without it
        k.count = static_cast<std::uint32_t>(count);
        k.has_count = k.has_taker = true;
        // The last millisecond or microsecond of the bar; which of the two, its own magnitude says.
        const std::int64_t length_ns = k.close_time - k.open_time;
        if (length_ns > kBarMaxNs) return Code::TimeRange;
        if (length_ns >= kNsPerSec - kNsPerMs) k.period_s = static_cast<std::int32_t>((length_ns + kNsPerMs) / kNsPerSec);
        out.push_back(k);
    }
    return Code::Ok;
}

}  // namespace bw::feed::binance
