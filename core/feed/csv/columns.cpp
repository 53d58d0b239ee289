// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/csv/columns.h"

#include <algorithm>
#include <span>

namespace bw::feed::csv {
namespace {

struct Alias {
    std::string_view name;  // lower case, without '_', '-' and blanks
    Field field;
};

// In order of preference: of two columns that could mean the same, the one that stands further up is taken.
constexpr Alias kTimes[] = {
    {"opentime", Field::Time},         {"opents", Field::Time},          {"opentimems", Field::Time},
    {"tradetime", Field::Time},        {"transacttime", Field::Time},    {"transactiontime", Field::Time},
    {"eventtsms", Field::Time},        {"eventts", Field::Time},         {"eventtime", Field::Time},
    {"exchangetimestamp", Field::Time}, {"timestampms", Field::Time},    {"timestamp", Field::Time},
    {"time", Field::Time},             {"datetime", Field::Time},        {"ts", Field::Time},
    {"tsms", Field::Time},             {"date", Field::Time},            {"t", Field::Time},
    {"msofday", Field::MsOfDay},
    {"recvtsms", Field::RecvTime},     {"recvts", Field::RecvTime},      {"recvtime", Field::RecvTime},
    {"recvns", Field::RecvTime},       {"receivetime", Field::RecvTime}, {"receivets", Field::RecvTime},
    {"timestampofreceive", Field::RecvTime}, {"localtimestamp", Field::RecvTime}, {"localts", Field::RecvTime},
    {"localtime", Field::RecvTime},
    {"symbol", Field::Symbol},         {"instid", Field::Symbol},        {"instrumentname", Field::Symbol},
    {"instrument", Field::Symbol},     {"pair", Field::Symbol},          {"s", Field::Symbol},
};
constexpr Alias kTrades[] = {
    {"price", Field::Price},           {"px", Field::Price},             {"tradeprice", Field::Price},
    {"p", Field::Price},
    {"quantity", Field::Qty},          {"qty", Field::Qty},              {"size", Field::Qty},
    {"sz", Field::Qty},                {"volume", Field::Qty},           {"amount", Field::Qty},
    {"q", Field::Qty},
    {"isbuyermaker", Field::IsMaker},  {"isbuyermarketmaker", Field::IsMaker}, {"buyermaker", Field::IsMaker},
    {"m", Field::IsMaker},
    {"isbuy", Field::IsBuy},           {"takerisbuy", Field::IsBuy},
    {"side", Field::Side},             {"takerside", Field::Side},       {"aggressor", Field::Side},
    {"aggressorside", Field::Side},    {"direction", Field::Side},
    {"tradeid", Field::Id},            {"aggtradeid", Field::Id},        {"tid", Field::Id},
    {"id", Field::Id},                 {"a", Field::Id},
    {"firsttradeid", Field::FirstId},  {"firstid", Field::FirstId},      {"f", Field::FirstId},
    {"lasttradeid", Field::LastId},    {"lastid", Field::LastId},        {"l", Field::LastId},
    {"x", Field::OrderType},           {"xunknownparameter", Field::OrderType},
};
constexpr Alias kTicks[] = {
    {"bid", Field::Bid},               {"bidprice", Field::Bid},         {"bidpx", Field::Bid},
    {"bestbid", Field::Bid},           {"bestbidprice", Field::Bid},     {"b", Field::Bid},
    {"ask", Field::Ask},               {"askprice", Field::Ask},         {"askpx", Field::Ask},
    {"bestask", Field::Ask},           {"bestaskprice", Field::Ask},     {"a", Field::Ask},
    {"bidqty", Field::BidQty},         {"bidsize", Field::BidQty},       {"bidsz", Field::BidQty},
    {"bidvolume", Field::BidQty},      {"bidamount", Field::BidQty},     {"bestbidqty", Field::BidQty},
    {"askqty", Field::AskQty},         {"asksize", Field::AskQty},       {"asksz", Field::AskQty},
    {"askvolume", Field::AskQty},      {"askamount", Field::AskQty},     {"bestaskqty", Field::AskQty},
    {"last", Field::Last},             {"lastprice", Field::Last},       {"volume", Field::Volume},
};
constexpr Alias kKlines[] = {
    {"open", Field::Open},             {"o", Field::Open},
    {"high", Field::High},             {"h", Field::High},
    {"low", Field::Low},               {"l", Field::Low},
    {"close", Field::Close},           {"c", Field::Close},
    {"volume", Field::Volume},         {"vol", Field::Volume},           {"basevolume", Field::Volume},
    {"v", Field::Volume},
    {"closetime", Field::CloseTime},   {"closets", Field::CloseTime},    {"closetimems", Field::CloseTime},
    {"quotevolume", Field::QuoteVolume}, {"quoteassetvolume", Field::QuoteVolume}, {"turnover", Field::QuoteVolume},
    {"count", Field::TradeCount},      {"trades", Field::TradeCount},    {"numberoftrades", Field::TradeCount},
    {"tradecount", Field::TradeCount}, {"numtrades", Field::TradeCount}, {"n", Field::TradeCount},
    {"takerbuyvolume", Field::TakerBuy}, {"takerbuybasevolume", Field::TakerBuy}, {"takerbuybase", Field::TakerBuy},
    {"takerbuybaseassetvolume", Field::TakerBuy},
    {"takerbuyquotevolume", Field::TakerBuyQuote}, {"takerbuyquote", Field::TakerBuyQuote},
    {"takerbuyquoteassetvolume", Field::TakerBuyQuote},
    {"isclosed", Field::IsClosed},     {"closed", Field::IsClosed},      {"x", Field::IsClosed},
    {"confirm", Field::IsClosed},
};

struct Needed {
    Field field;
    std::string_view name;
};
constexpr Needed kTradesNeeded[] = {{Field::Time, "time"}, {Field::Price, "price"}, {Field::Qty, "qty"}};
constexpr Needed kTicksNeeded[] = {{Field::Time, "time"}, {Field::Bid, "bid"}, {Field::Ask, "ask"}};
constexpr Needed kKlinesNeeded[] = {{Field::Time, "open_time"}, {Field::Open, "open"}, {Field::High, "high"},
                                    {Field::Low, "low"},        {Field::Close, "close"}};

struct Grammar {
    std::span<const Alias> aliases;
    std::span<const Needed> needed;
};
Grammar grammarOf(Content content) {
    switch (content) {
        case Content::Trades: return {kTrades, kTradesNeeded};
        case Content::Ticks: return {kTicks, kTicksNeeded};
        case Content::Klines: return {kKlines, kKlinesNeeded};
    }
    return {};
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

/// The next cell of `rest`, which loses it; `more` says whether another one follows. False: a quote without end, or text
/// behind a closed one.
bool takeCell(std::string_view& rest, char separator, std::string_view& cell, bool& more) {
    const std::size_t start = rest.find_first_not_of(separator == '\t' ? " " : " \t");
    if (start == std::string_view::npos || rest[start] != '"') {
        const std::size_t end = rest.find(separator);
        cell = trimmed(rest.substr(0, end));
        more = end != std::string_view::npos;
        rest = more ? rest.substr(end + 1) : std::string_view{};
        return true;
    }
    std::size_t end = start + 1;
    for (;; ++end) {
        end = rest.find('"', end);
        if (end == std::string_view::npos) return false;
        if (rest.compare(end + 1, 1, "\"") != 0) break;
        ++end;  // "" inside a quoted cell is one quote
    }
    cell = trimmed(rest.substr(start + 1, end - start - 1));
    const std::size_t next = rest.find(separator, end + 1);
    if (!trimmed(rest.substr(end + 1, next == std::string_view::npos ? next : next - end - 1)).empty()) return false;
    more = next != std::string_view::npos;
    rest = more ? rest.substr(next + 1) : std::string_view{};
    return true;
}

std::string plainName(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '_' || c == '-' || c == ' ' || c == '<' || c == '>' || c == '#') continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return out;
}

char separatorOf(std::string_view header) {
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char c : {',', ';', '\t'})
        if (const auto n = std::count(header.begin(), header.end(), c); n > most) {
            most = n;
            best = c;
        }
    return best;
}

}  // namespace

std::string_view contentName(Content content) noexcept {
    return content == Content::Trades ? "trades" : content == Content::Ticks ? "ticks" : "klines";
}

Result<Columns> Columns::fromHeader(std::string_view header, Content content) {
    if (header.starts_with("\xef\xbb\xbf")) header.remove_prefix(3);
    Columns out;
    out.m_content = content;
    out.m_separator = separatorOf(header);
    std::vector<std::string> names;
    for (bool more = true; more && names.size() < kColumnsMax;) {
        std::string_view cell;
        if (!takeCell(header, out.m_separator, cell, more))
            return Error{Code::FieldMissing, "csv.header", "a name in the header is quoted without end"};
        names.push_back(plainName(cell));
    }
    out.m_fields.assign(names.size(), Field::Count);
    const Grammar grammar = grammarOf(content);
    for (const std::span<const Alias> aliases : {std::span<const Alias>(kTimes), grammar.aliases})
        for (const Alias& alias : aliases) {
            if (out.has(alias.field)) continue;
            const auto at = std::find(names.begin(), names.end(), alias.name);
            if (at == names.end()) continue;
            Field& place = out.m_fields[static_cast<std::size_t>(at - names.begin())];
            if (place != Field::Count) continue;
            place = alias.field;
            out.m_has[static_cast<std::size_t>(alias.field)] = true;
        }
    for (const Needed& needed : grammar.needed) {
        if (out.has(needed.field) || (needed.field == Field::Time && out.has(Field::MsOfDay))) continue;
        std::string found;
        for (const std::string& name : names) found.append(found.empty() ? "" : ", ").append(name.substr(0, 24));
        return Error{Code::FieldMissing, "csv.header",
                     "no column `" + std::string(needed.name) + "`; the first line names: " + found.substr(0, 200)};
    }
    for (std::size_t i = 0; i < out.m_fields.size(); ++i)
        for (const Needed& needed : grammar.needed)
            if (out.m_fields[i] == needed.field || out.m_fields[i] == Field::MsOfDay) out.m_needed_columns = i + 1;
    return out;
}

Code Columns::split(std::string_view row, Cells& out) const {
    out.clear();
    std::size_t column = 0;
    for (bool more = true; more && column < m_fields.size(); ++column) {
        std::string_view cell;
        if (!takeCell(row, m_separator, cell, more)) return Code::FieldType;
        if (m_fields[column] != Field::Count) out.at(m_fields[column]) = cell;
    }
    return column < m_needed_columns ? Code::FieldMissing : Code::Ok;
}

}  // namespace bw::feed::csv
