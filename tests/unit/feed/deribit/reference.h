// SPDX-License-Identifier: GPL-3.0-or-later
// A second, slow reading of Deribit's messages: the whole text becomes a tree, and the rules of feeds spec 8 are asked of
// it one by one. Nothing but the number grammar is shared with the decoder under test.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/feed/event.h"

namespace bw::feed::deribit::test {

struct Node {
    enum class Type { Null, True, False, Number, Text, Object, Array } type = Type::Null;
    std::string text;  // of a number as written, of a text without escapes
    std::vector<std::pair<std::string, Node>> fields;
    std::vector<Node> items;

    /// Null where there is none.
    [[nodiscard]] const Node& at(std::string_view key) const;
    [[nodiscard]] int count(std::string_view key) const;
    [[nodiscard]] bool absent() const { return type == Type::Null || (type == Type::Text && text.empty()); }
};

/// RFC 8259 and no deeper than 16.
[[nodiscard]] bool parseTree(std::string_view text, Node& out);

class Reference {
public:
    explicit Reference(SymbolResolver& symbols) : m_symbols(symbols) {}
    /// False: refused. The views of `message` point into this object.
    bool decode(std::string_view text);
    Message message;

private:
    bool subscription(const Node& params);
    bool book(const Node& data, std::string_view instrument, bool image);
    bool side(const Node& list, bool image, std::string_view symbol, std::vector<Level>& levels, std::vector<LevelAction>& actions);
    bool trades(const Node& data, std::string_view instrument);
    bool trade(const Node& element, Trade& out);
    bool quote(const Node& data, std::string_view instrument);
    bool ticker(const Node& data, std::string_view instrument);
    bool chart(const Node& data, std::string_view instrument, std::string_view resolution);
    bool price(const Node& node, std::int64_t& out, bool zero_allowed = false) const;
    bool qty(const Node& node, std::int64_t& out) const;
    bool knows(std::string_view symbol);

    SymbolResolver& m_symbols;
    const Digits* m_digits = nullptr;
    std::string_view m_symbol;
    Node m_root;
    std::string m_note;
};

}  // namespace bw::feed::deribit::test
