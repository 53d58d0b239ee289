// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/mt5/csv_row.h"

#include <limits>

namespace bw::feed::mt5 {
namespace {
/// The next cell; `rest` loses it and its tab.
std::string_view takeCell(std::string_view& rest) {
    const std::size_t tab = rest.find('\t');
    const std::string_view cell = rest.substr(0, tab);
    rest = tab == std::string_view::npos ? std::string_view{} : rest.substr(tab + 1);
    return cell;
}

Code readPrice(std::string_view cell, int digits, Price& out, bool& has) {
    has = !cell.empty();
    if (!has) return Code::Ok;
    if (const Code code = parse(cell, digits, out); code != Code::Ok) return code;
    if (out.units > 0) return Code::Ok;
    return out.units == 0 ? Code::PriceZero : Code::NumSign;
}

Code readTime(std::string_view& rest, std::int64_t offset_s, Tick& out) {
    const std::size_t date_end = rest.find('\t');
    const std::size_t time_end = date_end == std::string_view::npos ? date_end : rest.find('\t', date_end + 1);
    if (time_end == std::string_view::npos) return Code::FieldMissing;
    Stamp stamp;
    if (const Code code = parseDateTime(rest.substr(0, time_end), stamp); code != Code::Ok) return code;
    rest.remove_prefix(time_end + 1);
    out.stamp_ns = stamp.ns;
    out.stamp_unit = stamp.unit;
    out.time = {stamp.is_utc ? stamp.ns : stamp.ns - offset_s * kNsPerSec};
    out.quality = TimeQuality::Broker;
    return checkStampRange(out.time.ns);
}
}  // namespace

Code decodeMt5CsvRow(std::string_view row, const CsvRowOptions& options, Tick& out) {
    out = Tick{};
    out.dialect = Dialect::Csv;
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    if (const Code code = readTime(row, options.offset_s, out); code != Code::Ok) return code;
    Quote& quote = out.quote;
    if (row.find('\t') == std::string_view::npos) return Code::FieldMissing;
    if (const Code code = readPrice(takeCell(row), options.price_digits, quote.bid.price, quote.has_bid);
        code != Code::Ok)
        return code;
    if (const Code code = readPrice(takeCell(row), options.price_digits, quote.ask.price, quote.has_ask);
        code != Code::Ok)
        return code;
    const Code last_code = readPrice(takeCell(row), options.price_digits, out.last, out.has_last);
    if (last_code == Code::PriceZero)
        out.has_last = false;  // "no deal", as in the live dialects
    else if (last_code != Code::Ok)
        return last_code;

    const std::string_view volume = takeCell(row);
    out.has_volume = !volume.empty();
    if (out.has_volume) {
        if (const Code code = parse(volume, options.qty_digits, out.volume); code != Code::Ok) return code;
        if (out.volume.units < 0) return Code::NumSign;
    }
    const std::string_view flags_cell = takeCell(row);
    std::uint64_t flags = 0;
    if (!flags_cell.empty()) {
        if (const Code code = parseU64(flags_cell, flags); code != Code::Ok) return code;
        if (flags > std::numeric_limits<std::uint32_t>::max()) return Code::NumOverflow;
    }
    out.flags = static_cast<std::uint32_t>(flags);
    const bool bid_lost = (flags & kFlagBid) != 0 && !quote.has_bid;
    const bool ask_lost = (flags & kFlagAsk) != 0 && !quote.has_ask;
    if (bid_lost || ask_lost || (!quote.has_bid && !quote.has_ask && !out.has_last)) return Code::FieldMissing;
    return Code::Ok;
}

void carrySides(Quote& known, Tick& tick) {
    if (tick.quote.has_bid) {
        known.bid = tick.quote.bid;
        known.has_bid = true;
    }
    if (tick.quote.has_ask) {
        known.ask = tick.quote.ask;
        known.has_ask = true;
    }
    tick.quote = known;
}

}  // namespace bw::feed::mt5
