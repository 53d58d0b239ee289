// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/model/result.h"

namespace bw::risk {

/// One JSON object of strings and whole numbers, one level deep: the form of our own small files (instance.json,
/// reset_key.json). Values are kept as text, strings without their quotes.
class FlatJson {
public:
    /// Strict: one object, no nesting, no duplicate key, nothing after it. JsonSyntax otherwise.
    [[nodiscard]] static Result<FlatJson> parse(std::string_view text);

    FlatJson& set(std::string_view key, std::string_view value);
    FlatJson& set(std::string_view key, std::int64_t value);
    /// "" when absent or a number.
    [[nodiscard]] std::string text(std::string_view key) const;
    /// False when absent, a string, or past int64.
    [[nodiscard]] bool number(std::string_view key, std::int64_t& out) const;
    /// Ends with a newline; keys in alphabetical order.
    [[nodiscard]] std::string dump() const;

private:
    struct Value {
        std::string text;
        bool is_string = false;
    };
    std::map<std::string, Value, std::less<>> m_values;
};

}  // namespace bw::risk
