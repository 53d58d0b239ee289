// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/okx/values.h"

#include <algorithm>
#include <limits>

#include "core/feed/stamp.h"

namespace bw::feed::okx {
namespace {

Code readable(const Token& token) {
    if (!token.has()) return Code::FieldMissing;
    if (token.kind != Token::Kind::Text && token.kind != Token::Kind::Number) return Code::FieldType;
    return token.text.size() > kTextMax ? Code::Size : Code::Ok;
}

/// Venues write instruments in capitals, digits, '-', '_' and '.'.
bool isSymbolLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

}  // namespace

Code readDecimal(const Token& token, Decimal& out) {
    const Code code = readable(token);
    return code == Code::Ok ? parseDecimal(token.text, out) : code;
}

Code readUnsigned(const Token& token, Decimal& out) {
    Decimal value;
    if (const Code code = readDecimal(token, value); code != Code::Ok) return code;
    if (value.mantissa < 0) return Code::NumSign;
    out = value;
    return Code::Ok;
}

Code readUnits(const Token& token, int digits, std::int64_t& out) {
    if (const Code code = readable(token); code != Code::Ok) return code;
    const Code code = parseUnits(token.text, digits, out);
    return code == Code::Ok && out < 0 ? Code::NumSign : code;
}

Code readPrice(const Token& token, int digits, Price& out) {
    const Code code = readUnits(token, digits, out.units);
    return code == Code::Ok && out.units == 0 ? Code::PriceZero : code;
}

Code readTradeQty(const Token& token, int digits, Qty& out) {
    const Code code = readUnits(token, digits, out.units);
    return code == Code::Ok && out.units == 0 ? Code::QtyZero : code;
}

Code readU64(const Token& token, std::uint64_t& out) {
    if (const Code code = readable(token); code != Code::Ok) return code;
    return token.text.front() == '-' ? Code::NumSign : parseU64(token.text, out);
}

Code readI32(const Token& token, std::int32_t& out) {
    if (const Code code = readable(token); code != Code::Ok) return code;
    std::int64_t value = 0;
    if (const Code code = parseUnits(token.text, 0, value); code != Code::Ok) return code;
    using Limits = std::numeric_limits<std::int32_t>;
    if (value < Limits::min() || value > Limits::max()) return Code::NumOverflow;
    out = static_cast<std::int32_t>(value);
    return Code::Ok;
}

Code readSide(const Token& token, Side& out) {
    if (const Code code = readable(token); code != Code::Ok) return code;
    if (token.text != "buy" && token.text != "sell") return Code::SideInvalid;
    out = token.text == "buy" ? Side::Buy : Side::Sell;
    return Code::Ok;
}

EventTime readTime(const Token& token) {
    Stamp stamp;
    if (readable(token) != Code::Ok || parseStamp(token.text, stamp) != Code::Ok) return {};
    return {stamp.ns};
}

Code readSymbol(const Token& token, std::string_view& out) {
    if (const Code code = readable(token); code != Code::Ok) return code;
    if (!std::all_of(token.text.begin(), token.text.end(), isSymbolLetter)) return Code::SymbolUnknown;
    out = token.text;
    return Code::Ok;
}

std::string_view words(const Token& token) {
    return token.kind == Token::Kind::Text ? token.text.substr(0, kTextMax) : std::string_view{};
}

}  // namespace bw::feed::okx
