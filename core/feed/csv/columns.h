// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/code.h"
#include "core/model/result.h"

namespace bw::feed::csv {

/// What the rows of a file are.
enum class Content : std::uint8_t { Trades, Ticks, Klines };
/// "trades", "ticks", "klines".
[[nodiscard]] std::string_view contentName(Content content) noexcept;

/// What a column can mean.
enum class Field : std::uint8_t {
    Time, MsOfDay, RecvTime, Symbol, Price, Qty, Side, IsBuy, IsMaker, Id, FirstId, LastId, OrderType,
    Bid, Ask, BidQty, AskQty, Last, Volume, Open, High, Low, Close, CloseTime, QuoteVolume, TradeCount,
    TakerBuy, TakerBuyQuote, IsClosed, Count
};
inline constexpr std::size_t kFields = static_cast<std::size_t>(Field::Count);

/// The cells of one row by meaning, without quotes and blanks around them. Views into the row.
class Cells {
public:
    [[nodiscard]] std::string_view operator[](Field field) const { return m_text[static_cast<std::size_t>(field)]; }
    std::string_view& at(Field field) { return m_text[static_cast<std::size_t>(field)]; }
    void clear() { m_text.fill({}); }

private:
    std::array<std::string_view, kFields> m_text{};
};

/// Which column of a file means what, told by its header. A value; pure, any thread.
class Columns {
public:
    /// Comma, semicolon or tab between the names, whichever is most frequent; quotes, case, blanks, '_' and '-' in
    /// names do not matter. Where several columns could mean the same, the most exact name wins. Unknown columns are
    /// left alone. Codes: FieldMissing (a needed column is not there, or a name is quoted without end).
    static Result<Columns> fromHeader(std::string_view header, Content content);

    /// Splits one row. Codes: FieldMissing (ends before the last needed column), FieldType (a quote without end, or text
    /// behind one).
    [[nodiscard]] Code split(std::string_view row, Cells& out) const;

    [[nodiscard]] Content content() const { return m_content; }
    [[nodiscard]] bool has(Field field) const { return m_has[static_cast<std::size_t>(field)]; }

    static constexpr std::size_t kColumnsMax = 64;

private:
    Content m_content = Content::Trades;
    char m_separator = ',';
    std::vector<Field> m_fields;     // by column; Count: not used
    std::size_t m_needed_columns = 0;  // a row has to have so many
    std::array<bool, kFields> m_has{};
};

}  // namespace bw::feed::csv
