// SPDX-License-Identifier: GPL-3.0-or-later
// Reading JSON of a venue to the last byte with simdjson's on-demand parser: every value is checked, also those that
// nobody uses, and numbers stay the text that the venue wrote. Any thread; what is read points into the frame.
#pragma once
#include <simdjson.h>

#include <array>
#include <string_view>
#include <utility>

#include "core/feed/plain_text.h"
#include "core/model/code.h"
#include "core/model/fixed.h"

namespace bw::feed::json {

namespace od = simdjson::ondemand;

inline constexpr int kDepthMax = 16;             // feeds spec 1.3
inline constexpr std::size_t kStringMax = 256;   // of a string that is used

[[nodiscard]] inline Code codeOf(simdjson::error_code error) {
    switch (error) {
        case simdjson::SUCCESS: return Code::Ok;
        case simdjson::UTF8_ERROR: return Code::Utf8;
        case simdjson::INCORRECT_TYPE: return Code::FieldType;
        case simdjson::NUMBER_ERROR:
        case simdjson::NUMBER_OUT_OF_RANGE: return Code::NumSyntax;
        case simdjson::NO_SUCH_FIELD: return Code::FieldMissing;
        case simdjson::CAPACITY: return Code::Size;
        default: return Code::JsonSyntax;
    }
}

/// One value. `text` is a number as it was written, or a string without its quotes (one with escapes is resolved, and then
/// lives in the parser until its next document).
struct Cell {
    enum class Type : std::uint8_t { Null, Number, Text, Bool, Nested };
    Type type = Type::Null;
    std::string_view text;

    /// null, "" and a field that is not there mean the same (feeds spec 2.1).
    [[nodiscard]] bool absent() const { return type == Type::Null || (type == Type::Text && text.empty()); }
    [[nodiscard]] bool isNumber() const { return type == Type::Number; }

    /// A number, quoted or not. Codes: FieldMissing, FieldType.
    [[nodiscard]] Code digits(std::string_view& out) const {
        if (absent()) return Code::FieldMissing;
        if (type != Type::Number && type != Type::Text) return Code::FieldType;
        out = text;
        return Code::Ok;
    }
    /// Codes also: NumSyntax, NumOverflow.
    [[nodiscard]] Code u64(std::uint64_t& out) const {
        std::string_view token;
        const Code code = digits(token);
        return code == Code::Ok ? parseU64(token, out) : code;
    }
    /// Codes also: NumPrecision. A sign is the caller's business.
    [[nodiscard]] Code units(int decimals, std::int64_t& out) const {
        std::string_view token;
        const Code code = digits(token);
        return code == Code::Ok ? parseUnits(token, decimals, out) : code;
    }
    [[nodiscard]] Code decimal(Decimal& out) const {
        std::string_view token;
        const Code code = digits(token);
        return code == Code::Ok ? parseDecimal(token, out) : code;
    }
    /// Codes: FieldMissing, FieldType, Size.
    [[nodiscard]] Code word(std::string_view& out) const {
        if (absent()) return Code::FieldMissing;
        if (type != Type::Text) return Code::FieldType;
        if (text.size() > kStringMax) return Code::Size;
        out = text;
        return Code::Ok;
    }
};

/// The number grammar of JSON, which is the one of feeds spec 2.1 without leading zeros.
[[nodiscard]] inline bool isNumber(std::string_view text) {
    std::size_t i = 0;
    const auto run = [&] {
        const std::size_t start = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
        return i - start;
    };
    if (i < text.size() && text[i] == '-') ++i;
    const bool zero = i < text.size() && text[i] == '0';
    const std::size_t whole = run();
    if (whole == 0 || (zero && whole > 1)) return false;
    if (i < text.size() && text[i] == '.') {
        ++i;
        if (run() == 0) return false;
    }
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        if (run() == 0) return false;
    }
    return i == text.size();
}

/// take(key, value) -> Code for each field; the first code that is not Ok ends it.
template <class Take>
Code eachField(od::object object, Take&& take) {
    for (auto next : object) {
        od::field field;
        if (const auto e = std::move(next).get(field)) return codeOf(e);
        const char* const start = field.key().raw();
        const char* const end = plainEnd(start);
        std::string_view key(start, static_cast<std::size_t>(end - start));
        if (*end != '"') [[unlikely]] {
            if (const auto e = field.unescaped_key().get(key)) return codeOf(e);
        }
        if (const Code code = take(key, field.value()); code != Code::Ok) return code;
    }
    return Code::Ok;
}
/// take(value) -> Code for each element.
template <class Take>
Code eachElement(od::array array, Take&& take) {
    for (auto next : array) {
        od::value value;
        if (const auto e = std::move(next).get(value)) return codeOf(e);
        if (const Code code = take(value); code != Code::Ok) return code;
    }
    return Code::Ok;
}

/// Reads one value whatever it is; what is nested is checked to its end. Codes: JsonSyntax, NumSyntax (NaN, 01, 0x1), Size
/// (deeper than kDepthMax). After a code the document is not to be read on.
inline Code readCell(od::value& value, Cell& out) {
    std::string_view token = value.raw_json_token();
    while (token.size() > 1 && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t'))
        token.remove_suffix(1);
    if (token.empty()) return Code::JsonSyntax;  // the document ends where a value should stand
    const char first = token.front();
    if (first == '{' || first == '[') {
        out = {Cell::Type::Nested, {}};
        if (value.current_depth() > kDepthMax) return Code::Size;
        const auto check = [](od::value inner) {
            Cell cell;
            return readCell(inner, cell);
        };
        if (first == '{') {
            od::object object;
            if (const auto e = value.get_object().get(object)) return codeOf(e);
            return eachField(object, [&](std::string_view, od::value inner) { return check(inner); });
        }
        od::array array;
        if (const auto e = value.get_array().get(array)) return codeOf(e);
        return eachElement(array, check);
    }
    if (first == '"') {
        if (token.size() < 2 || token.back() != '"') return Code::JsonSyntax;
        out = {Cell::Type::Text, token.substr(1, token.size() - 2)};
        if (out.text.find('\\') != std::string_view::npos) [[unlikely]] return codeOf(value.get_string().get(out.text));
        od::raw_json_string consumed;  // one that is only looked at would pass for a key where a colon follows
        return codeOf(value.get_raw_json_string().get(consumed));
    }
    if (isNumber(token)) {
        out = {Cell::Type::Number, token};
        return Code::Ok;
    }
    if (token == "null") {
        out = {Cell::Type::Null, {}};
        return Code::Ok;
    }
    out = {Cell::Type::Bool, token};
    if (token == "true" || token == "false") return Code::Ok;
    return std::string_view("+-.0123456789NI").find(first) != std::string_view::npos ? Code::NumSyntax : Code::JsonSyntax;
}

/// The named fields of an object, in the order of `names`; a field that is not there stays null, others are checked and
/// dropped. special(key, value, taken) may take a field for itself. A named field that stands twice is JsonSyntax: which
/// of the two is meant nobody knows.
template <std::size_t N, class Special>
Code readFields(od::object object, const std::array<std::string_view, N>& names, std::array<Cell, N>& out, Special&& special) {
    static_assert(N <= 32);
    unsigned seen = 0;
    out = {};
    return eachField(object, [&](std::string_view key, od::value value) {
        bool taken = false;
        if (const Code code = special(key, value, taken); taken || code != Code::Ok) return code;
        Cell cell;
        if (const Code code = readCell(value, cell); code != Code::Ok) return code;
        for (std::size_t i = 0; i < N; ++i) {
            if (names[i] != key) continue;
            if ((seen >> i & 1U) != 0) return Code::JsonSyntax;
            seen |= 1U << i;
            out[i] = cell;
            break;
        }
        return Code::Ok;
    });
}
template <std::size_t N>
Code readFields(od::object object, const std::array<std::string_view, N>& names, std::array<Cell, N>& out) {
    return readFields(object, names, out, [](std::string_view, od::value&, bool&) { return Code::Ok; });
}

}  // namespace bw::feed::json
