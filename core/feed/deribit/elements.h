// SPDX-License-Identifier: GPL-3.0-or-later
// What stands inside Deribit's messages, the same in a stream and in a REST body. Engine thread.
#pragma once
#include "core/feed/deribit/decoder.h"
#include "core/feed/json_cell.h"

namespace bw::feed::deribit {

struct DecoderParts {
    json::od::parser parser;
    std::vector<std::int64_t> room;  // for the search of equal prices
    std::string note;                // a refusal in words
};

struct Decoder::Impl : DecoderParts {};

/// The instrument that a message is about. Its name may stand in the channel and in the data: both must say the same, and
/// only then is it made known to the resolver, so that a damaged name never becomes an instrument.
class Subject {
public:
    explicit Subject(SymbolResolver& symbols, std::string_view expected = {}) : m_symbols(symbols), m_expected(expected) {}
    /// `name` as the data have it. Codes: FieldMissing, FieldType, Size, SymbolUnknown, ChannelUnrequested (a list of one
    /// instrument names a second one).
    [[nodiscard]] Code meet(const json::Cell& name);
    /// The channel alone says it: then the name must at least have a form that Deribit uses.
    [[nodiscard]] Code trust() { return marketOf(m_expected).empty() ? Code::SymbolUnknown : resolve(m_expected); }
    [[nodiscard]] bool known() const { return m_known; }
    /// Not one of ours: the whole message is for nobody.
    [[nodiscard]] bool foreign() const { return m_foreign; }
    [[nodiscard]] std::string_view symbol() const { return m_symbol; }
    [[nodiscard]] const Digits& digits() const { return m_digits; }

    /// A price: above zero, but for combos, whose prices are differences.
    [[nodiscard]] Code price(const json::Cell& cell, std::int64_t& out) const;
    /// Not below zero.
    [[nodiscard]] Code qty(const json::Cell& cell, std::int64_t& out) const;
    [[nodiscard]] bool isCombo() const { return marketOf(m_symbol) == "combo"; }

private:
    Code resolve(std::string_view symbol);
    SymbolResolver& m_symbols;
    std::string_view m_expected, m_symbol;
    Digits m_digits;
    bool m_known = false, m_foreign = false;
};

/// ns 0 when there is none, or when it is out of range. Codes: FieldType, NumSyntax, NumOverflow.
[[nodiscard]] Code readTime(const json::Cell& cell, EventTime& out);

/// Trades and their liquidations into `out`; the symbol is that of the first good element.
[[nodiscard]] Code readTrades(json::od::value& list, Subject& subject, Message& out);
[[nodiscard]] Code readQuote(json::od::value& data, Subject& subject, Message& out);
/// Mark, funding and open interest; of a book summary too. `out.symbol` and the time are set.
[[nodiscard]] Code readTicker(json::od::value& data, Subject& subject, Message& out);
[[nodiscard]] Code readVolIndex(json::od::value& data, std::string_view index_name, Message& out);
/// [[ts, o, h, l, c], …]
[[nodiscard]] Code readVolBars(json::od::value& rows, Message& out);
[[nodiscard]] Code readChart(json::od::value& data, Subject& subject, std::int32_t period_s, Message& out);
/// {"code":10028,"message":"too_many_requests"} becomes "10028 too_many_requests" in `note`.
[[nodiscard]] Code readRefusal(json::od::value& error, std::string& note, Message& out);

}  // namespace bw::feed::deribit
