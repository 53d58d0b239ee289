// SPDX-License-Identifier: GPL-3.0-or-later
// What the stream decoder needs where the plain scanner (plain_value.h) gives up. Engine thread.
#pragma once
#include <string>
#include <string_view>

#include "core/feed/binance/json.h"

namespace bw::feed::binance {

/// One value as simdjson found it: any valid JSON.
struct JsonValue {
    od::value& value;

    Code u64(std::uint64_t& out) {
        simdjson::error_code e = value.get_uint64().get(out);
        if (e == simdjson::INCORRECT_TYPE) e = value.get_uint64_in_string().get(out);
        return codeOf(e);
    }
    Code units(int digits, std::int64_t& out) {
        Cell cell;
        if (const Code code = json::readCell(value, cell); code != Code::Ok) return code;
        if (cell.type != Cell::Type::Number && cell.type != Cell::Type::Text) return Code::NumSyntax;
        const Code code = parseUnits(cell.text, digits, out);
        return code == Code::Ok && out < 0 ? Code::NumSign : code;
    }
    Code text(std::string_view& out) {
        Cell cell;
        if (const Code code = json::readCell(value, cell); code != Code::Ok) return code;
        out = cell.text;
        return cell.type == Cell::Type::Text ? Code::Ok : Code::FieldType;
    }
    Code boolean(bool& out) { return codeOf(value.get_bool().get(out)); }
    Code isArray(bool& out) {
        od::json_type type{};
        if (const simdjson::error_code e = value.type().get(type)) return codeOf(e);
        out = type == od::json_type::array;
        return Code::Ok;
    }
    /// push(Level) -> Code for each [price, qty, ...].
    template <class Push>
    Code levels(Digits digits, Push&& push) {
        od::array outer;
        if (const simdjson::error_code e = value.get_array().get(outer)) return codeOf(e);
        for (auto entry : outer) {
            od::array pair;
            if (const simdjson::error_code e = entry.get_array().get(pair)) return codeOf(e);
            Level level;
            int n = 0;
            for (auto cell : pair) {
                od::value v;
                if (const simdjson::error_code e = cell.get(v)) return codeOf(e);
                JsonValue number{v};
                Code code = Code::Ok;
                if (n == 0) code = number.units(digits.price, level.price.units);
                if (n == 1) code = number.units(digits.qty, level.qty.units);
                if (n > 1) code = number.skip();
                if (code != Code::Ok) return code;
                ++n;
            }
            if (n < 2) return Code::FieldMissing;
            if (const Code code = push(level); code != Code::Ok) return code;
        }
        return Code::Ok;
    }
    /// A value that nobody reads is checked all the same: one damaged byte makes a damaged frame.
    Code skip() {
        Cell cell;
        return json::readCell(value, cell);
    }
};

}  // namespace bw::feed::binance
