// SPDX-License-Identifier: GPL-3.0-or-later
// REST bodies: the same JSON-RPC envelope around what the streams carry, and the instrument list.
#include <algorithm>

#include "core/feed/deribit/decoder.h"
#include "core/feed/deribit/elements.h"
#include "core/feed/level_rules.h"
#include "core/model/frame.h"

namespace bw::feed::deribit {

using json::Cell;
using json::od::value;

namespace {

/// result(value) -> Code for the result of a reply; a refusal goes to `out`.
template <class Result>
Code readReply(DecoderParts& parts, std::string_view bytes, Message& out, Result&& result) {
    json::od::document doc;
    json::od::object root;
    if (const auto e = parts.parser.iterate(bytes.data(), bytes.size(), bytes.size() + kFramePadding).get(doc)) return json::codeOf(e);
    if (const auto e = doc.get_object().get(root)) return json::codeOf(e);
    bool seen = false;
    const Code code = json::eachField(root, [&](std::string_view key, value field) {
        if (key == "result" || key == "error") {
            if (seen) return Code::JsonSyntax;
            seen = true;
            return key == "result" ? result(field) : readRefusal(field, parts.note, out);
        }
        Cell cell;
        return json::readCell(field, cell);
    });
    if (code != Code::Ok) return code;
    const char* rest = nullptr;  // anything behind the object is a broken body
    if (doc.current_location().get(rest) == simdjson::SUCCESS) return Code::JsonSyntax;
    return seen ? Code::Ok : Code::FieldMissing;
}

/// {"trades":[…],"has_more":true}
Code readTradePage(value& result, SymbolResolver& symbols, Message& out) {
    json::od::object object;
    if (const auto e = result.get_object().get(object)) return json::codeOf(e);
    static constexpr std::array<std::string_view, 1> kNames = {"has_more"};
    std::array<Cell, 1> cells;
    Subject subject(symbols);
    bool has_trades = false;
    const Code code = json::readFields(object, kNames, cells, [&](std::string_view key, value& field, bool& taken) {
        taken = key == "trades";
        if (!taken) return Code::Ok;
        if (has_trades) return Code::JsonSyntax;
        has_trades = true;
        return readTrades(field, subject, out);
    });
    if (code != Code::Ok) return code;
    if (cells[0].text == "true") out.note = "has_more";
    return has_trades ? Code::Ok : Code::FieldMissing;
}

/// {"data":[[ts, o, h, l, c], …],"continuation":null}
Code readVolPage(value& result, Message& out) {
    json::od::object object;
    if (const auto e = result.get_object().get(object)) return json::codeOf(e);
    bool has_data = false;
    const Code code = json::eachField(object, [&](std::string_view key, value field) {
        if (key == "data") {
            if (has_data) return Code::JsonSyntax;
            has_data = true;
            return readVolBars(field, out);
        }
        Cell cell;
        return json::readCell(field, cell);
    });
    return code != Code::Ok || has_data ? code : Code::FieldMissing;
}

/// Of every instrument of a currency; those that nobody asked for are passed over.
Code readSummaries(value& result, SymbolResolver& symbols, Message& out) {
    out.kind = Kind::LowRate;
    json::od::array array;
    if (const auto e = result.get_array().get(array)) return json::codeOf(e);
    return json::eachElement(array, [&](value element) {
        Subject subject(symbols);
        const Code code = readTicker(element, subject, out);
        return subject.foreign() ? Code::Ok : code;
    });
}

enum SpecField : std::size_t {
    kName, kKind, kBase, kQuote, kSettle, kPeriod, kInstrumentType, kFutureType, kTick, kBlockTick, kMinAmount, kContractSize, kExpiry,
    kActive, kState, kSpecFields
};
constexpr std::array<std::string_view, kSpecFields> kSpecNames = {
    "instrument_name", "kind",        "base_currency", "quote_currency",       "settlement_currency", "settlement_period",
    "instrument_type", "future_type", "tick_size",     "block_trade_tick_size", "min_trade_amount",    "contract_size",
    "expiration_timestamp", "is_active", "state"};
using SpecCells = std::array<Cell, kSpecFields>;

/// The decimals of the finest of the tick_size_steps; -1 when one is unreadable.
Code readSteps(value& steps, int& decimals) {
    json::od::array array;
    if (const auto e = steps.get_array().get(array)) return json::codeOf(e);
    static constexpr std::array<std::string_view, 1> kNames = {"tick_size"};
    return json::eachElement(array, [&](value step) {
        json::od::object object;
        if (const auto e = step.get_object().get(object)) return json::codeOf(e);
        std::array<Cell, 1> cells;
        const Code code = json::readFields(object, kNames, cells);
        const int finest = decimalsOf(cells[0].text);
        decimals = finest < 0 || decimals < 0 ? -1 : std::max(decimals, finest);
        return code;
    });
}

std::string_view marketOfKind(const SpecCells& cells) {
    const std::string_view kind = cells[kKind].text;
    if (kind == "future") return cells[kPeriod].text == "perpetual" ? "swap" : "futures";
    if (kind == "option" || kind == "spot") return kind;
    if (kind == "future_combo" || kind == "option_combo") return "combo";
    return marketOf(cells[kName].text);
}

bool specOf(const SpecCells& cells, int step_decimals, InstrumentSpec& out) {
    std::string_view name;
    if (cells[kName].word(name) != Code::Ok || step_decimals < 0) return false;
    const std::string_view kind = cells[kKind].text;
    out.symbol = name;
    out.market = marketOfKind(cells);
    out.base = cells[kBase].text;
    out.quote = cells[kQuote].text;
    const std::string_view type = cells[cells[kInstrumentType].absent() ? kFutureType : kInstrumentType].text;
    const bool inverse = kind.starts_with("future") && (type.empty() ? out.quote == "USD" : type == "reversed");
    out.settle = cells[kSettle].absent() ? (inverse ? out.base : out.quote) : std::string(cells[kSettle].text);
    // A block trade may be priced finer than the book, and a leg's amount be a single contract.
    int price = decimalsOf(cells[kTick].text);
    int qty = decimalsOf(cells[kMinAmount].text);
    if (price < 0 || qty < 0) return false;
    price = std::max({price, step_decimals, decimalsOf(cells[kBlockTick].text)});
    qty = std::max(qty, decimalsOf(cells[kContractSize].text));
    if (price > kDefaultDigits || qty > kDefaultDigits) return false;
    out.digits = {price, qty};
    out.qty_unit = inverse ? "USD" : out.base;
    if (inverse) {  // amounts are USD, whatever number of them a contract has: one unit is one USD
        out.contract_value = {1, 0};
        out.contract_ccy = "USD";
    }
    if (readTime(cells[kExpiry], out.expiry) != Code::Ok) return false;  // a perpetual's, in the year 3000, is none
    out.trading = cells[kActive].text != "false" && (cells[kState].absent() || cells[kState].text == "open");
    out.combo = out.market == "combo";
    return true;
}

Code readSpec(value& element, std::vector<InstrumentSpec>& out, std::size_t& skipped) {
    json::od::object object;
    if (const auto e = element.get_object().get(object)) return json::codeOf(e);
    SpecCells cells;
    int step_decimals = 0;
    const Code code = json::readFields(object, kSpecNames, cells, [&](std::string_view key, value& field, bool& taken) {
        taken = key == "tick_size_steps" && field.raw_json_token().front() == '[';
        return taken ? readSteps(field, step_decimals) : Code::Ok;
    });
    if (code != Code::Ok) return code;
    InstrumentSpec spec;
    if (specOf(cells, step_decimals, spec)) out.push_back(std::move(spec));
    else ++skipped;
    return Code::Ok;
}

}  // namespace

Code Decoder::decodeRest(std::string_view purpose, std::string_view bytes, SymbolResolver& symbols, Message& out) {
    out.clear();
    return readReply(*m_impl, bytes, out, [&](value& result) {
        if (purpose == "trades") return readTradePage(result, symbols, out);
        if (purpose == "vol_index") return readVolPage(result, out);
        if (purpose == "book_summary") return readSummaries(result, symbols, out);
        if (purpose == "ticker") {
            Subject subject(symbols);
            return readTicker(result, subject, out);
        }
        if (purpose != "time") return Code::StreamUnknown;
        out.kind = Kind::Ack;
        Cell cell;
        return json::readCell(result, cell);
    });
}

Code Decoder::decodeCatalogue(std::string_view bytes, std::vector<InstrumentSpec>& out, std::size_t& skipped) {
    out.clear();
    skipped = 0;
    Message refusal;
    const Code code = readReply(*m_impl, bytes, refusal, [&](value& result) {
        if (result.raw_json_token().front() == '{') return readSpec(result, out, skipped);
        json::od::array array;
        if (const auto e = result.get_array().get(array)) return json::codeOf(e);
        return json::eachElement(array, [&](value element) { return readSpec(element, out, skipped); });
    });
    return code == Code::Ok && refusal.kind == Kind::Refused ? Code::FieldMissing : code;
}

}  // namespace bw::feed::deribit
