// SPDX-License-Identifier: GPL-3.0-or-later
// What the JSON readers of this folder share beyond core/feed/json_cell.h. Engine thread.
#pragma once
#include <array>
#include <string>
#include <string_view>

#include "core/feed/binance/decoder.h"
#include "core/feed/binance/decoder_impl.h"
#include "core/feed/json_cell.h"

namespace bw::feed::binance {

namespace od = simdjson::ondemand;
using json::Cell;
using json::codeOf;

inline constexpr std::size_t kElementsMax = 5'000;  // of one list: feeds spec 1.3

/// Begins a frame. Each attempt begins anew: a document that met an error may not be rewound.
inline simdjson::error_code begin(od::parser& parser, std::string_view bytes, od::document& doc) {
    return parser.iterate(bytes.data(), bytes.size(), bytes.size() + kFramePadding).get(doc);
}

/// Anything behind the document that was read makes a broken frame.
[[nodiscard]] inline bool somethingFollows(od::document& doc) {
    const char* rest = nullptr;
    return doc.current_location().get(rest) == simdjson::SUCCESS;
}

/// Names that do not stand in the frame as they are needed; kept for their memory.
struct Names {
    std::string symbol;  // of an image: its stream's name in capitals
    std::string stream;  // of a low-rate message
    std::string key;     // of a field, without its escapes
};

/// What a message says of itself, perhaps behind its numbers. Kept apart from the parser, which begins anew.
struct Preset {
    std::string stream, event, symbol;

    /// False: it says nothing.
    [[nodiscard]] bool find(od::parser& parser, std::string_view bytes);
};

struct Decoder::Impl {
    od::parser parser;
    Names names;
    Preset preset;  // kept: what a message says of itself may be found here

    /// Any frame, by the JSON library: every value is read or at least checked.
    [[nodiscard]] Code anyJson(std::string_view bytes, SymbolResolver& symbols, Message& out);
    /// Messages with elements of low-rate data sets: kline, markPriceUpdate, forceOrder, alone or in a list. Of a frame
    /// that was checked; `stream` is its wrapper's, empty without one.
    [[nodiscard]] Code lowRate(std::string_view bytes, std::string_view stream, SymbolResolver& symbols, Message& out);
    /// Ok: valid JSON to the last byte.
    [[nodiscard]] Code check(std::string_view bytes);
    /// Whether the venue says no; the note is then its words. Of a frame that was checked.
    bool refusal(std::string_view bytes, Message& out);
};

/// The first code that is not Ok.
template <class... Codes>
[[nodiscard]] Code firstOf(Code first, Codes... rest) {
    if constexpr (sizeof...(rest) == 0) return first;
    else return first != Code::Ok ? first : firstOf(rest...);
}

/// A decimal that is not below zero.
[[nodiscard]] inline Code amountOf(const Cell& cell, Decimal& out) {
    const Code code = cell.decimal(out);
    return code == Code::Ok && out.mantissa < 0 ? Code::NumSign : code;
}
/// A decimal above zero.
[[nodiscard]] inline Code priceOf(const Cell& cell, Decimal& out) {
    const Code code = amountOf(cell, out);
    return code == Code::Ok && out.mantissa == 0 ? Code::PriceZero : code;
}
/// Above zero, or not said: what "" and "0" mean in a field that need not be there.
[[nodiscard]] inline Code optionalOf(const Cell& cell, Decimal& out, bool& has) {
    const Code code = cell.absent() ? Code::Ok : amountOf(cell, out);
    has = code == Code::Ok && !cell.absent() && out.mantissa != 0;
    return code;
}
[[nodiscard]] inline Code unitsOf(const Cell& cell, int digits, std::int64_t& out) {
    const Code code = cell.units(digits, out);
    return code == Code::Ok && out < 0 ? Code::NumSign : code;
}
[[nodiscard]] inline Code priceOf(const Cell& cell, int digits, Price& out) {
    const Code code = unitsOf(cell, digits, out.units);
    return code == Code::Ok && out.units == 0 ? Code::PriceZero : code;
}
[[nodiscard]] inline Code boolOf(const Cell& cell, bool& out) {
    if (cell.absent()) return Code::FieldMissing;
    out = cell.text == "true";
    return cell.type == Cell::Type::Bool ? Code::Ok : Code::FieldType;
}
/// A stamp by its magnitude; absent or outside 2000..2100: no event time.
[[nodiscard]] inline Code timeOf(const Cell& cell, EventTime& out) {
    std::uint64_t stamp = 0;
    const Code code = cell.absent() ? Code::Ok : cell.u64(stamp);
    out = {timeByMagnitude(stamp)};
    return code;
}

[[nodiscard]] inline bool isObject(od::value& value) { return value.raw_json_token().starts_with('{'); }

/// read(object, element_code) -> Code for each element of a list. A refused one is counted in `out` and the others stand;
/// when none is good, its code is that of the whole. Codes also: Size (too many), and of the JSON itself.
template <class Read>
[[nodiscard]] Code eachObject(od::array list, Message& out, Read&& read) {
    std::size_t count = 0;
    const Code code = json::eachElement(list, [&](od::value value) {
        if (++count > kElementsMax) return Code::Size;
        Code element = Code::FieldType;
        if (isObject(value)) {
            element = Code::Ok;
            if (const Code broken = read(value.get_object(), element); broken != Code::Ok) return broken;
        } else {
            Cell cell;
            if (const Code broken = json::readCell(value, cell); broken != Code::Ok) return broken;
        }
        if (element != Code::Ok && out.bad_elements++ == 0) out.element_code = element;
        return Code::Ok;
    });
    if (code != Code::Ok) return code;
    return count > 0 && out.bad_elements == count ? out.element_code : Code::Ok;
}

/// Mark and funding of one symbol, from a stream or a poll. `next` absent or 0, or an empty rate: this contract pays no
/// funding, and no Funding is added (feeds spec 6).
struct MarkCells {
    Cell mark, index, settle, rate, next;
};
[[nodiscard]] Code addMark(const MarkCells& cells, std::string_view symbol, EventTime time, Message& out);

}  // namespace bw::feed::binance
