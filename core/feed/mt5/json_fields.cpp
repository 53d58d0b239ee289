// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/mt5/json_fields.h"

#include <simdjson.h>

#include <cstring>
#include <limits>
#include <span>

#include "core/feed/mt5/json_keys.h"
#include "core/feed/mt5/market_hours.h"
#include "core/model/frame.h"

namespace bw::feed::mt5 {
namespace {
namespace ondemand = simdjson::ondemand;
static_assert(kFramePadding >= simdjson::SIMDJSON_PADDING);

Code toCode(simdjson::error_code error) {
    switch (error) {
        case simdjson::SUCCESS:
            return Code::Ok;
        case simdjson::UTF8_ERROR:
            return Code::Utf8;
        case simdjson::CAPACITY:
        case simdjson::MEMALLOC:
        case simdjson::DEPTH_ERROR:
            return Code::Size;
        default:
            return Code::JsonSyntax;
    }
}

std::string_view trimRight(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

/// The scalar's token. A bare one is only cut out here: what reads it checks its form.
Code readScalar(ondemand::value& value, Token& out) {
    const std::string_view raw = trimRight(value.raw_json_token());
    if (raw.empty() || raw.front() != '"') {
        out.text = raw;
        out.kind = Token::Kind::Bare;
        return Code::Ok;
    }
    if (raw.size() < 2 || raw.back() != '"') return Code::JsonSyntax;
    out.text = raw.substr(1, raw.size() - 2);
    out.kind = Token::Kind::Text;
    if (std::memchr(raw.data(), '\\', raw.size()) == nullptr) return Code::Ok;
    return toCode(value.get_string().get(out.text));
}

bool isContainer(ondemand::value& value) {
    const char first = *value.raw_json_token().data();
    return first == '{' || first == '[';
}

/// Syntax of values nobody uses: a broken byte anywhere makes the message a reject, not a silent half.
Code checkValue(ondemand::value value, int depth) {
    if (!isContainer(value)) {
        Token token;
        if (const Code code = readScalar(value, token); code != Code::Ok) return code;
        if (token.kind == Token::Kind::Text || token.text == "null" || token.text == "true" || token.text == "false")
            return Code::Ok;
        Decimal number;
        return parseDecimal(token.text, number) == Code::NumSyntax ? Code::JsonSyntax : Code::Ok;
    }
    if (depth >= JsonFields::kDepthMax) return Code::Size;
    if (*value.raw_json_token().data() == '[') {
        ondemand::array array;
        if (const auto error = value.get_array().get(array)) return toCode(error);
        for (auto item : array) {
            ondemand::value inner;
            if (const auto error = item.get(inner)) return toCode(error);
            if (const Code code = checkValue(inner, depth + 1); code != Code::Ok) return code;
        }
        return Code::Ok;
    }
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return toCode(error);
    for (auto item : object) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field)) return toCode(error);
        if (const Code code = checkValue(field.value(), depth + 1); code != Code::Ok) return code;
    }
    return Code::Ok;
}

/// An array of at most `out.size()` scalars; `n` gets how many there were.
Code readScalars(ondemand::value value, std::span<Token> out, std::size_t& n) {
    ondemand::array array;
    if (*value.raw_json_token().data() != '[') return Code::FieldType;
    if (const auto error = value.get_array().get(array)) return toCode(error);
    n = 0;
    for (auto item : array) {
        ondemand::value inner;
        if (const auto error = item.get(inner)) return toCode(error);
        if (n == out.size() || isContainer(inner)) return Code::FieldType;
        if (const Code code = readScalar(inner, out[n++]); code != Code::Ok) return code;
    }
    return Code::Ok;
}

Code readLevel(ondemand::value value, int price_digits, int qty_digits, Level& out) {
    std::array<Token, 2> pair;
    std::size_t n = 0;
    if (const Code code = readScalars(value, pair, n); code != Code::Ok) return code;
    if (n != 2) return Code::FieldMissing;
    if (const Code code = readUnits(pair[0], price_digits, out.price.units); code != Code::Ok) return code;
    if (const Code code = readUnits(pair[1], qty_digits, out.qty.units); code != Code::Ok) return code;
    if (out.price.units == 0) return Code::PriceZero;
    return out.price.units < 0 || out.qty.units < 0 ? Code::NumSign : Code::Ok;
}

Code readLevels(ondemand::value value, int price_digits, int qty_digits, std::vector<Level>& out) {
    ondemand::array array;
    if (*value.raw_json_token().data() != '[') return Code::FieldType;
    if (const auto error = value.get_array().get(array)) return toCode(error);
    for (auto item : array) {
        ondemand::value inner;
        if (const auto error = item.get(inner)) return toCode(error);
        if (out.size() == JsonFields::kLevelsMax) return Code::Size;
        if (const Code code = readLevel(inner, price_digits, qty_digits, out.emplace_back()); code != Code::Ok)
            return code;
    }
    return Code::Ok;
}

Code readSessions(ondemand::value value, std::vector<Session>& out) {
    ondemand::array array;
    if (*value.raw_json_token().data() != '[') return Code::FieldType;
    if (const auto error = value.get_array().get(array)) return toCode(error);
    for (auto item : array) {
        ondemand::value inner;
        if (const auto error = item.get(inner)) return toCode(error);
        std::array<Token, 3> row;
        std::size_t n = 0;
        if (const Code code = readScalars(inner, row, n); code != Code::Ok) return code;
        if (n != row.size()) return Code::FieldMissing;
        std::uint64_t day = 0;
        if (const Code code = readU64(row[0], day); code != Code::Ok) return code;
        Session session;
        session.day = static_cast<std::uint8_t>(day);
        if (day > 6 || !parseDayMinute(row[1].text, session.open_min) ||
            !parseDayMinute(row[2].text, session.close_min) || session.close_min <= session.open_min)
            return Code::TimeRange;
        if (out.size() == JsonFields::kLevelsMax) return Code::Size;
        out.push_back(session);
    }
    return Code::Ok;
}

Code readSeqs(ondemand::value value, std::vector<SymbolSeq>& out) {
    ondemand::object object;
    if (*value.raw_json_token().data() != '{') return Code::FieldType;
    if (const auto error = value.get_object().get(object)) return toCode(error);
    for (auto item : object) {
        ondemand::field field;
        if (const auto error = std::move(item).get(field)) return toCode(error);
        SymbolSeq entry;
        if (const auto error = field.unescaped_key().get(entry.symbol)) return toCode(error);
        if (entry.symbol.size() > JsonFields::kStringBytesMax || out.size() == JsonFields::kLevelsMax)
            return Code::Size;
        ondemand::value& number = field.value();
        if (isContainer(number)) return Code::FieldType;
        Token token;
        if (const Code code = readScalar(number, token); code != Code::Ok) return code;
        if (const Code code = readU64(token, entry.seq); code != Code::Ok) return code;
        out.push_back(entry);
    }
    return Code::Ok;
}

Code readContainer(Field field, ondemand::value value, int price_digits, int qty_digits, Message& out) {
    switch (field) {
        case Field::Bids:
            return readLevels(value, price_digits, qty_digits, out.book.bids);
        case Field::Asks:
            return readLevels(value, price_digits, qty_digits, out.book.asks);
        case Field::Seqs:
            return readSeqs(value, out.heartbeat.seqs);
        case Field::Sessions:
            return readSessions(value, out.spec.sessions);
        default:
            return checkValue(value, 1);
    }
}

bool isArrayField(Field field) {
    return field == Field::Bids || field == Field::Asks || field == Field::Seqs || field == Field::Sessions;
}

bool isNull(const Token& token) {
    return token.kind == Token::Kind::Text ? token.text.empty() : token.text == "null";
}
}  // namespace

struct JsonFields::Parser {
    // A message is at most this long, so the parser never grows past it (about 6 bytes of scratch a byte of message).
    ondemand::parser parser{1U << 20};
};

JsonFields::JsonFields() : m_parser(std::make_unique<Parser>()) {}
JsonFields::~JsonFields() = default;

Code JsonFields::read(std::string_view json, int price_digits, int qty_digits, Message& out) {
    m_present = 0;
    m_array_code = Code::Ok;
    ondemand::document document;
    ondemand::object object;
    if (const auto error = m_parser->parser.iterate(json, json.size() + kFramePadding).get(document))
        return toCode(error);
    if (const auto error = document.get_object().get(object)) return toCode(error);
    for (auto item : object) {
        ondemand::field pair;
        if (const auto error = std::move(item).get(pair)) return toCode(error);
        std::uint8_t rank = 0;
        Field field = Field::Count;
        if (!findKey(pair.key().raw(), field, rank)) {
            std::string_view key;
            if (const auto error = pair.unescaped_key().get(key)) return toCode(error);
            lookUpKey(key, field, rank);
        }
        ondemand::value& value = pair.value();
        if (field == Field::Count) {
            if (const Code code = checkValue(value, 1); code != Code::Ok) return code;
            continue;
        }
        Token token;
        token.rank = rank;
        if (isContainer(value)) {
            token.kind = Token::Kind::Container;
            // The same array twice would run together.
            Code code = isArrayField(field) && has(field) ? Code::FieldType : Code::Ok;
            if (code == Code::Ok) code = readContainer(field, value, price_digits, qty_digits, out);
            if (code == Code::JsonSyntax || code == Code::Utf8) return code;
            if (code != Code::Ok) m_array_code = code;
        } else if (const Code code = readScalar(value, token); code != Code::Ok) {
            return code;
        }
        if (isNull(token) || (has(field) && m_tokens[index(field)].rank <= rank)) continue;
        m_tokens[index(field)] = token;
        m_present |= std::uint64_t{1} << index(field);
    }
    // The object ended; anything behind it is not JSON.
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS ? Code::Ok : Code::JsonSyntax;
}

Code readUnits(const Token& token, int digits, std::int64_t& out) {
    if (token.kind == Token::Kind::Container || token.text == "true" || token.text == "false") return Code::FieldType;
    return parseUnits(token.text, digits, out);
}

Code readU64(const Token& token, std::uint64_t& out) {
    if (token.kind == Token::Kind::Container || token.text == "true" || token.text == "false") return Code::FieldType;
    if (const Code code = parseU64(token.text, out); code != Code::NumSyntax) return code;
    std::int64_t units = 0;  // "6.0", "4.8211e4": a number all the same
    if (const Code code = parseUnitsSlow(token.text, 0, units); code != Code::Ok) return code;
    if (units < 0) return Code::NumSign;
    out = static_cast<std::uint64_t>(units);
    return Code::Ok;
}

bool validUtf8(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size());
}

Code JsonFields::readText(Field field, std::string_view& out) const {
    out = {};
    if (!has(field)) return Code::Ok;
    if (token(field).kind != Token::Kind::Text) return Code::FieldType;
    if (token(field).text.size() > kStringBytesMax) return Code::Size;
    out = token(field).text;
    return Code::Ok;
}

Code JsonFields::readUnits(Field field, int digits, std::int64_t& out, bool& has_value) const {
    has_value = has(field);
    return has_value ? mt5::readUnits(token(field), digits, out) : Code::Ok;
}

Code JsonFields::readU64(Field field, std::uint64_t& out, bool& has_value) const {
    has_value = has(field);
    return has_value ? mt5::readU64(token(field), out) : Code::Ok;
}

Code JsonFields::readDecimal(Field field, Decimal& out) const {
    if (!has(field)) return Code::Ok;
    if (token(field).kind == Token::Kind::Container) return Code::FieldType;
    return parseDecimal(token(field).text, out);
}

}  // namespace bw::feed::mt5
