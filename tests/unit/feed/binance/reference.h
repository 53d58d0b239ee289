// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <simdjson.h>

#include <string>
#include <string_view>

#include "core/feed/event.h"

namespace bw::feed::binance::test {

/// Reads a stream frame as slowly and plainly as possible: the whole document first, then each kind from what it says,
/// whatever the order of its fields. Knows nothing of the decoder but its contract.
class Reference {
public:
    enum class Verdict : std::uint8_t {
        Message,  // decode() has to give this message
        Refused,  // decode() has to give a code
        Unsure    // says two things under one name, or has a bare number that this parser rounds or cannot hold
    };
    Verdict decode(std::string_view bytes, SymbolResolver& symbols, Message& out);

private:
    using Element = simdjson::dom::element;
    using Object = simdjson::dom::object;
    struct Problem {};  // thrown: refused
    struct Doubt {};    // thrown: unsure

    struct Fields;
    void frame(Element root);
    void message(const Fields& in);
    void hot(const Fields& in, std::string_view event);
    void lowRate(const Fields& in);
    void mark(const Fields& in);
    void kline(const Fields& in);
    void liquidation(const Fields& in);
    bool symbolIsOurs(std::string_view symbol);
    void levels(Element list, std::vector<Level>& out) const;

    simdjson::dom::parser m_parser;
    SymbolResolver* m_symbols = nullptr;
    Message* m_out = nullptr;
    std::string m_stream, m_text;
    bool m_nested = false, m_list = false;
    const Digits* m_digits = nullptr;
};

}  // namespace bw::feed::binance::test
