// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "core/feed/mt5/message.h"
#include "core/model/code.h"

namespace bw::feed::mt5 {

/// The known fields; each stands for all its aliases.
enum class Field : std::uint8_t {
    Symbol,
    Bid,
    Ask,
    Last,
    Volume,
    VolumeReal,
    BidVolume,
    AskVolume,
    Time,
    TzSeconds,
    Type,
    V,
    Source,
    Flags,
    Seq,
    Epoch,
    Gw,
    N,
    IntervalMs,
    Sent,
    SendFail,
    Connected,
    TradeMode,
    CopyFail,
    Digits,
    Point,
    VolumeStep,
    ContractSize,
    Base,
    Profit,
    Bids,
    Asks,
    Seqs,
    Sessions,
    Count
};

/// One scalar as written: a string without its quotes and escapes, or a bare token.
struct Token {
    enum class Kind : std::uint8_t { Bare, Text, Container };
    std::string_view text;
    Kind kind = Kind::Bare;
    std::uint8_t rank = 0;  // which alias: the first of the list wins
};

/// One pass over a message's object: remembers the token of each known field and checks the syntax of all the rest.
/// `null` and "" count as absent. Not reentrant; one per decoder. Text is valid until the next read or until the bytes
/// go.
class JsonFields {
public:
    JsonFields();
    ~JsonFields();

    /// `json` has kFramePadding readable bytes behind it. Arrays go straight into `out`, which the caller has cleared.
    /// Codes: Utf8, JsonSyntax, Size.
    [[nodiscard]] Code read(std::string_view json, int price_digits, int qty_digits, Message& out);

    [[nodiscard]] bool has(Field field) const { return (m_present >> index(field) & 1U) != 0; }
    /// Only if has().
    [[nodiscard]] const Token& token(Field field) const { return m_tokens[index(field)]; }

    /// Why an array (levels, seqs, sessions) or a nested value could not be used. The caller asks where it needs them:
    /// a tick is good whatever its "bids" hold.
    [[nodiscard]] Code arrayCode() const { return m_array_code; }

    // Readers of one field: Ok and `has` false when absent. Codes: FieldType, Size, the number codes.
    [[nodiscard]] Code readText(Field field, std::string_view& out) const;
    [[nodiscard]] Code readUnits(Field field, int digits, std::int64_t& out, bool& has) const;
    [[nodiscard]] Code readU64(Field field, std::uint64_t& out, bool& has) const;
    [[nodiscard]] Code readDecimal(Field field, Decimal& out) const;

    static constexpr std::size_t kStringBytesMax = 256;
    static constexpr std::size_t kLevelsMax = 20'000;
    static constexpr int kDepthMax = 16;

private:
    struct Parser;
    [[nodiscard]] static constexpr unsigned index(Field field) { return static_cast<unsigned>(field); }

    std::unique_ptr<Parser> m_parser;
    std::array<Token, static_cast<std::size_t>(Field::Count)> m_tokens{};
    std::uint64_t m_present = 0;
    Code m_array_code = Code::Ok;
};

/// The number in a token, exactly. Codes: FieldType (a container, true, false), the number codes.
[[nodiscard]] Code readUnits(const Token& token, int digits, std::int64_t& out);
[[nodiscard]] Code readU64(const Token& token, std::uint64_t& out);
[[nodiscard]] bool validUtf8(std::string_view text);

}  // namespace bw::feed::mt5
