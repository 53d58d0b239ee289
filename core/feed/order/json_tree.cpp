// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/json_tree.h"

#include <charconv>

#include "core/feed/json_cell.h"

namespace bw::feed {
namespace {

/// Number of bytes of the UTF-8 character that `text` begins with; 0 if it is none.
std::size_t characterBytes(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = at(0);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
    if (size == 0 || text.size() < size) return 0;
    for (std::size_t i = 1; i < size; ++i)
        if ((at(i) & 0xc0) != 0x80) return 0;
    // the shortest form only, no surrogates, nothing beyond U+10FFFF
    if ((first == 0xe0 && at(1) < 0xa0) || (first == 0xed && at(1) > 0x9f) || (first == 0xf0 && at(1) < 0x90) ||
        (first == 0xf4 && at(1) > 0x8f))
        return 0;
    return size;
}

class Builder {
public:
    Code object(json::od::object object, JsonTree& out) {
        out.type = JsonTree::Type::Object;
        return json::eachField(object, [&](std::string_view key, json::od::value inner) {
            if (out.members.size() >= kJsonMembersMax) return Code::Size;
            if (out.has(key)) return Code::JsonSyntax;  // which of the two is meant nobody knows
            return value(inner, out.members.emplace_back(std::string(key), JsonTree{}).second);
        });
    }

private:
    Code value(json::od::value& value, JsonTree& out) {
        if (++m_nodes > kJsonNodesMax) return Code::Size;
        const std::string_view token = value.raw_json_token();
        const char first = token.empty() ? '\0' : token.front();
        if (first == '{' || first == '[') return nested(value, first == '[', out);
        json::Cell cell;
        if (const Code code = json::readCell(value, cell); code != Code::Ok) return code;
        out.text = cell.text;
        switch (cell.type) {
            case json::Cell::Type::Number: out.type = JsonTree::Type::Number; break;
            case json::Cell::Type::Text: out.type = JsonTree::Type::Text; break;
            case json::Cell::Type::Bool: out.type = JsonTree::Type::Bool; break;
            default: out.type = JsonTree::Type::Null; break;
        }
        return Code::Ok;
    }

    Code nested(json::od::value& value, bool is_list, JsonTree& out) {
        if (value.current_depth() > json::kDepthMax) return Code::Size;
        if (!is_list) {
            json::od::object inner;
            if (const auto e = value.get_object().get(inner)) return json::codeOf(e);
            return object(inner, out);
        }
        json::od::array list;
        if (const auto e = value.get_array().get(list)) return json::codeOf(e);
        out.type = JsonTree::Type::List;
        return json::eachElement(list, [&](json::od::value inner) {
            return this->value(inner, out.members.emplace_back(std::string(), JsonTree{}).second);
        });
    }

    std::size_t m_nodes = 0;
};

template <class T>
bool readWhole(const JsonTree& tree, T& out) {
    if (tree.type != JsonTree::Type::Number && tree.type != JsonTree::Type::Text) return false;
    T value = 0;
    const char* const end = tree.text.data() + tree.text.size();
    const auto [stop, error] = std::from_chars(tree.text.data(), end, value);
    if (error != std::errc{} || stop != end) return false;
    out = value;
    return true;
}

}  // namespace

const JsonTree& JsonTree::operator[](std::string_view name) const {
    static const JsonTree kAbsent;
    if (type == Type::Object)
        for (const auto& [key, value] : members)
            if (key == name) return value;
    return kAbsent;
}

bool JsonTree::integer(std::int64_t& out) const { return readWhole(*this, out); }
bool JsonTree::natural(std::uint64_t& out) const { return readWhole(*this, out); }

Result<JsonTree> parseJson(std::string_view text) {
    if (text.size() > kJsonBytesMax) return Error{Code::Size, "json", std::to_string(text.size()) + " bytes"};
    const simdjson::padded_string bytes(text);
    json::od::parser parser;
    json::od::document document;
    if (const auto e = parser.iterate(bytes).get(document)) return Error{json::codeOf(e), "json", {}};
    json::od::object root;
    if (document.get_object().get(root)) return Error{Code::JsonSyntax, "json", "no object"};
    JsonTree tree;
    if (const Code code = Builder().object(root, tree); code != Code::Ok) return Error{code, "json", {}};
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
        return Error{Code::JsonSyntax, "json", "text after the object"};
    return tree;
}

std::string cleanText(std::string_view text, std::size_t bytes) {
    std::string out;
    while (!text.empty()) {
        const std::size_t size = characterBytes(text);
        if (out.size() + (size == 0 ? 1 : size) > bytes) break;
        if (size == 0)
            out += '?';
        else
            out += text.substr(0, size);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return out;
}

}  // namespace bw::feed
