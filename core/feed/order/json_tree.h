// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/result.h"

namespace bw::feed {

/// A JSON text as a tree, for what a gateway answers: rare, of any shape, at most 1 MiB. Numbers stay the text that was
/// written, never a double. A plain value.
struct JsonTree {
    enum class Type : std::uint8_t { Absent, Null, Bool, Number, Text, Object, List };
    Type type = Type::Absent;
    std::string text;                                       // of a number, a text or "true" / "false"
    std::vector<std::pair<std::string, JsonTree>> members;  // of a list the names are empty

    /// A member of an object; an Absent value where there is none.
    [[nodiscard]] const JsonTree& operator[](std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return (*this)[name].type != Type::Absent; }
    [[nodiscard]] bool isObject() const { return type == Type::Object; }
    [[nodiscard]] bool isList() const { return type == Type::List; }
    [[nodiscard]] bool isTrue() const { return type == Type::Bool && text == "true"; }
    [[nodiscard]] bool isText() const { return type == Type::Text; }
    /// A text or a number as it was written; "" for everything else.
    [[nodiscard]] std::string plain() const { return type == Type::Text || type == Type::Number ? text : std::string(); }
    /// A whole number, quoted or not; false (and `out` as it was) for everything else.
    [[nodiscard]] bool integer(std::int64_t& out) const;
    [[nodiscard]] bool natural(std::uint64_t& out) const;
};

inline constexpr std::size_t kJsonBytesMax = 1U << 20;
inline constexpr std::size_t kJsonNodesMax = 200'000;
inline constexpr std::size_t kJsonMembersMax = 128;  // of one object

/// Reads one whole object. Codes: JsonSyntax (also a name that stands twice), Utf8, NumSyntax, Size (bytes, nodes, members,
/// depth 16). Any thread.
[[nodiscard]] Result<JsonTree> parseJson(std::string_view text);

/// `text` cut to `bytes` at a character's edge; what is not UTF-8 becomes '?'. For texts of others that go into a frame.
[[nodiscard]] std::string cleanText(std::string_view text, std::size_t bytes);

}  // namespace bw::feed
