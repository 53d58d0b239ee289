// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/csv/rows.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <utility>

#include "core/feed/stamp.h"

namespace bw::feed::csv {
namespace {

constexpr std::int64_t kNsPerDay = 86'400 * kNsPerSec;

bool sameWord(std::string_view cell, std::string_view lower) noexcept {
    return cell.size() == lower.size() && std::equal(cell.begin(), cell.end(), lower.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}
bool isOneOf(std::string_view cell, std::initializer_list<std::string_view> words) noexcept {
    return std::any_of(words.begin(), words.end(), [cell](std::string_view word) { return sameWord(cell, word); });
}
/// What tools write where they know nothing.
bool isAbsent(std::string_view cell) noexcept { return cell.empty() || isOneOf(cell, {"null", "none"}); }

Code readPrice(std::string_view cell, int digits, Price& out) noexcept {
    if (isAbsent(cell)) return Code::FieldMissing;
    if (const Code code = parse(cell, digits, out); code != Code::Ok) return code;
    return out.units > 0 ? Code::Ok : out.units == 0 ? Code::PriceZero : Code::NumSign;
}
/// A quantity may be 0.
Code readQty(std::string_view cell, int digits, Qty& out) noexcept {
    if (isAbsent(cell)) return Code::FieldMissing;
    if (const Code code = parse(cell, digits, out); code != Code::Ok) return code;
    return out.units < 0 ? Code::NumSign : Code::Ok;
}
/// An absent one leaves `out` alone and `has` false.
Code readOptional(std::string_view cell, int digits, Qty& out, bool& has) noexcept {
    has = !isAbsent(cell);
    return has ? readQty(cell, digits, out) : Code::Ok;
}

Code readFlag(std::string_view cell, bool& known, bool& value) noexcept {
    known = !isAbsent(cell) && !sameWord(cell, "nan");  // a column of flags with holes is written as floats
    if (!known) return Code::Ok;
    value = isOneOf(cell, {"1", "true", "t", "yes", "1.0"});
    return value || isOneOf(cell, {"0", "false", "f", "no", "0.0"}) ? Code::Ok : Code::SideInvalid;
}

/// The aggressor: `is_buyer_maker` says it the other way round.
Code readSide(const Cells& cells, const Columns& columns, Side& out) noexcept {
    out = Side::Unknown;
    if (columns.has(Field::Side)) {
        const std::string_view cell = cells[Field::Side];
        if (isAbsent(cell) || isOneOf(cell, {"unknown", "nan"})) return Code::Ok;
        if (isOneOf(cell, {"buy", "b", "bid", "1", "long"})) out = Side::Buy;
        else if (isOneOf(cell, {"sell", "s", "ask", "-1", "short"})) out = Side::Sell;
        else return Code::SideInvalid;
        return Code::Ok;
    }
    bool known = false;
    bool value = false;
    const bool maker = !columns.has(Field::IsBuy);
    if (const Code code = readFlag(cells[maker ? Field::IsMaker : Field::IsBuy], known, value); code != Code::Ok) return code;
    if (known) out = value != maker ? Side::Buy : Side::Sell;
    return Code::Ok;
}

/// Of `ETH-284830839` the digits behind the last '-' count.
Code readId(std::string_view cell, std::uint64_t& out) noexcept {
    if (isAbsent(cell)) return Code::Ok;
    if (const std::size_t dash = cell.rfind('-'); dash != std::string_view::npos) cell.remove_prefix(dash + 1);
    return parseU64(cell, out);
}

Exclusion exclusionOf(std::string_view order_type) noexcept {
    if (order_type.empty() || sameWord(order_type, "market")) return Exclusion::None;
    if (sameWord(order_type, "insurance_fund")) return Exclusion::InsuranceFund;
    if (sameWord(order_type, "adl")) return Exclusion::Adl;
    return sameWord(order_type, "na") ? Exclusion::Na : Exclusion::Other;
}

/// Milliseconds since midnight, with a fraction, exactly.
Code readMsOfDay(std::string_view cell, std::int64_t day_ns, std::int64_t& ns) noexcept {
    if (isAbsent(cell)) return Code::FieldMissing;
    std::int64_t of_day = 0;
    if (const Code code = parseUnits(cell, 6, of_day); code != Code::Ok) return code;
    if (of_day < 0 || of_day >= kNsPerDay) return Code::TimeRange;
    ns = day_ns + of_day;
    return Code::Ok;
}

/// TimeRange keeps the event without a time.
Code readEventTime(const Cells& cells, const Columns& columns, const FileFacts& facts, EventTime& out) noexcept {
    std::int64_t ns = 0;
    const Code code = eventTime(cells, columns, facts, ns);
    out = {code == Code::Ok ? ns : 0};
    return code == Code::TimeRange ? Code::Ok : code;
}

}  // namespace

Code readTime(std::string_view cell, std::int64_t& ns) noexcept {
    if (cell.empty()) return Code::FieldMissing;
    Stamp stamp;
    Code code = parseStamp(cell, stamp);
    if (code == Code::NumSyntax && cell.size() == 10) {  // a date alone: its midnight
        std::array<char, 16> room{};
        std::memcpy(room.data(), cell.data(), 10);
        std::memcpy(room.data() + 10, " 00:00", 6);
        code = parseDateTime({room.data(), room.size()}, stamp);
    }
    if (code != Code::Ok) return code;
    if (const Code range = checkStampRange(stamp.ns); range != Code::Ok) return range;
    ns = stamp.ns;
    return Code::Ok;
}

Code eventTime(const Cells& cells, const Columns& columns, const FileFacts& facts, std::int64_t& ns) noexcept {
    return columns.has(Field::Time) ? readTime(cells[Field::Time], ns) : readMsOfDay(cells[Field::MsOfDay], facts.day_ns, ns);
}

Code receiveTime(const Cells& cells, const Columns& columns, const FileFacts& facts, std::int64_t& ns) noexcept {
    return columns.has(Field::RecvTime) ? readTime(cells[Field::RecvTime], ns) : eventTime(cells, columns, facts, ns);
}

Code decodeTrade(const Cells& cells, const Columns& columns, const FileFacts& facts, const Digits& digits,
                 Trade& out) noexcept {
    out = Trade{};
    if (const Code code = readEventTime(cells, columns, facts, out.time); code != Code::Ok) return code;
    out.exclusion = exclusionOf(cells[Field::OrderType]);
    const Code price = readPrice(cells[Field::Price], digits.price, out.price);
    if (const Code code = readQty(cells[Field::Qty], digits.qty, out.qty); code != Code::Ok) return code;
    // An id without a fill: Binance writes price and quantity 0 (feeds spec 6).
    if (price == Code::PriceZero && out.qty.units == 0 && columns.has(Field::OrderType)) out.exclusion = Exclusion::Na;
    else if (price != Code::Ok) return price;
    if (const Code code = readSide(cells, columns, out.side); code != Code::Ok) return code;
    for (const auto& [field, id] : {std::pair{Field::Id, &out.id}, std::pair{Field::FirstId, &out.first_id}, std::pair{Field::LastId, &out.last_id}})
        if (const Code code = readId(cells[field], *id); code != Code::Ok) return code;
    if (out.first_id != 0 && out.last_id >= out.first_id)
        out.count = static_cast<std::uint32_t>(std::min<std::uint64_t>(out.last_id - out.first_id + 1, std::numeric_limits<std::uint32_t>::max()));
    return Code::Ok;
}

Code decodeTick(const Cells& cells, const Columns& columns, const FileFacts& facts, const Digits& digits, Tick& out) noexcept {
    out = Tick{};
    if (const Code code = readEventTime(cells, columns, facts, out.time); code != Code::Ok) return code;
    const auto side = [&](Field price_field, Field qty_field, Level& level, bool& has) {
        has = !isAbsent(cells[price_field]);
        if (!has) return Code::Ok;
        if (const Code code = readPrice(cells[price_field], digits.price, level.price); code != Code::Ok) return code;
        bool sized = false;
        return readOptional(cells[qty_field], digits.qty, level.qty, sized);
    };
    if (const Code code = side(Field::Bid, Field::BidQty, out.quote.bid, out.quote.has_bid); code != Code::Ok) return code;
    if (const Code code = side(Field::Ask, Field::AskQty, out.quote.ask, out.quote.has_ask); code != Code::Ok) return code;
    if (!out.quote.has_bid && !out.quote.has_ask) return Code::FieldMissing;
    if (const Code code = readOptional(cells[Field::Volume], digits.qty, out.volume, out.has_volume); code != Code::Ok) return code;
    if (isAbsent(cells[Field::Last])) return Code::Ok;
    const Code last = readPrice(cells[Field::Last], digits.price, out.last);
    out.has_last = last == Code::Ok;
    return last == Code::PriceZero ? Code::Ok : last;  // 0 is "no deal", as in MetaTrader
}

Code decodeKline(const Cells& cells, const Columns& columns, const FileFacts& facts, const Digits& digits,
                 Kline& out) noexcept {
    out = Kline{};
    if (const Code code = eventTime(cells, columns, facts, out.open_time.ns); code != Code::Ok) return code;
    for (const auto& [field, price] : {std::pair{Field::Open, &out.open}, std::pair{Field::High, &out.high},
                                       std::pair{Field::Low, &out.low}, std::pair{Field::Close, &out.close}})
        if (const Code code = readPrice(cells[field], digits.price, *price); code != Code::Ok) return code;
    if (out.high < std::max({out.open, out.close, out.low}) || out.low > std::min(out.open, out.close)) return Code::Crossed;
    bool has = false;
    if (const Code code = readOptional(cells[Field::Volume], digits.qty, out.volume, has); code != Code::Ok) return code;
    if (const Code code = readOptional(cells[Field::TakerBuy], digits.qty, out.taker_buy, out.has_taker); code != Code::Ok) return code;
    for (const auto& [field, value] : {std::pair{Field::QuoteVolume, &out.quote_volume}, std::pair{Field::TakerBuyQuote, &out.taker_buy_quote}}) {
        if (isAbsent(cells[field])) continue;
        if (const Code code = parseDecimal(cells[field], *value); code != Code::Ok) return code;
    }
    out.has_count = !isAbsent(cells[Field::TradeCount]);
    if (std::uint64_t count = 0; out.has_count) {
        if (const Code code = parseU64(cells[Field::TradeCount], count); code != Code::Ok) return code;
        if (count > std::numeric_limits<std::uint32_t>::max()) return Code::NumOverflow;
        out.count = static_cast<std::uint32_t>(count);
    }
    if (bool known = false, closed = true; columns.has(Field::IsClosed)) {
        if (readFlag(cells[Field::IsClosed], known, closed) != Code::Ok) return Code::FieldType;
        out.is_closed = !known || closed;
    }
    out.period_s = facts.period_s;
    if (std::int64_t close_ns = 0; !cells[Field::CloseTime].empty()) {
        if (const Code code = readTime(cells[Field::CloseTime], close_ns); code != Code::Ok) return code;
        // Venues write the last instant of the bar: a rounded second counts it from the next one.
        const std::int64_t seconds = (close_ns - out.open_time.ns + kNsPerSec - 1) / kNsPerSec;
        if (seconds <= 0 || seconds > 366LL * 86'400) return Code::TimeRange;
        if (out.period_s == 0) out.period_s = static_cast<std::int32_t>(seconds);
        out.close_time = {close_ns};
    }
    if (out.period_s <= 0) return Code::FieldMissing;
    if (out.close_time.ns == 0) out.close_time = {out.open_time.ns + out.period_s * kNsPerSec - kNsPerMs};
    return Code::Ok;
}

}  // namespace bw::feed::csv
