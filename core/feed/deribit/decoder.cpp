// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/deribit/decoder.h"

#include <algorithm>

#include "core/feed/deribit/elements.h"
#include "core/feed/level_rules.h"
#include "core/model/frame.h"

namespace bw::feed::deribit {
namespace {

using json::Cell;
using json::od::value;

/// Names found ahead of time, for a message whose fields stand in an order that the venue never used so far.
struct Preset {
    Cell channel, instrument;
};

/// One pass over a message.
class Reader {
public:
    Reader(SymbolResolver& symbols, DecoderParts& parts, Message& out) : m_symbols(symbols), m_parts(parts), m_out(out) {}

    Code root(json::od::object object, const Preset& preset);
    /// A name was needed before it came: the caller finds it and reads again.
    [[nodiscard]] bool isLate() const { return m_late; }

private:
    Code params(value& params, const Preset& preset);
    Code data(value& data, const Channel& channel, const Preset& preset);
    Code book(value& data, bool image, Subject& subject);
    Code bookKind(const std::array<Cell, 5>& cells, bool image);
    Code levels(value& side, bool bids, bool image, Subject& subject);
    Code levelsSlow(value& side, bool bids, bool image, const Subject& subject);
    Code state(value& data);

    SymbolResolver& m_symbols;
    DecoderParts& m_parts;
    Message& m_out;
    bool m_late = false;
    bool m_has_params = false, m_has_data = false, m_has_delete = false;
    unsigned m_sides = 0;
};

bool startsNumber(const char* p) { return p[0] != '0' || p[1] < '0' || p[1] > '9'; }

/// `[["new",76914.0,1.0002e6],…]` as the venue writes it; `image`: `[[76914.0,10.0],…]`. False where anything else stands,
/// or a value that needs a second thought: levelsSlow then reads it, and says what is wrong. Ends inside the document,
/// whose last character is a brace.
bool scanLevels(const char* p, bool image, const Digits& digits, std::vector<Level>& levels, std::vector<LevelAction>& actions) {
    if (*++p == ']') return true;
    for (;; ++p) {
        if (*p != '[') return false;
        ++p;
        LevelAction action = LevelAction::New;
        if (!image) {
            if (skipText(p, "\"change\",")) action = LevelAction::Change;
            else if (skipText(p, "\"delete\",")) action = LevelAction::Delete;
            else if (!skipText(p, "\"new\",")) return false;
            actions.push_back(action);
        }
        Level level;
        if (!startsNumber(p) || !scanUnits(p, digits.price, level.price.units) || *p != ',' || level.price.units == 0) return false;
        const char* const qty = ++p;
        if (!startsNumber(p) || !scanUnits(p, digits.qty, level.qty.units)) return false;
        if (*p == 'e' || *p == 'E') {
            while (*p != ']' && *p != '}') ++p;
            if (parseUnitsSlow({qty, static_cast<std::size_t>(p - qty)}, digits.qty, level.qty.units) != Code::Ok) return false;
        }
        if (*p != ']' || levels.size() == kLevelsMax) return false;
        if (action == LevelAction::Delete) level.qty.units = 0;
        else if (level.qty.units == 0) return false;
        levels.push_back(level);
        if (*++p == ']') return true;
        if (*p != ',') return false;
    }
}

Code actionOf(const Cell& cell, LevelAction& out) {
    std::string_view word;
    if (const Code code = cell.word(word); code != Code::Ok) return code;
    if (word == "new") out = LevelAction::New;
    else if (word == "change") out = LevelAction::Change;
    else if (word == "delete") out = LevelAction::Delete;
    else return Code::FieldType;
    return Code::Ok;
}

Code Reader::levelsSlow(value& side, bool bids, bool image, const Subject& subject) {
    auto& levels = bids ? m_out.depth.bids : m_out.depth.asks;
    auto& actions = bids ? m_out.bid_actions : m_out.ask_actions;
    levels.clear();
    actions.clear();
    json::od::array array;
    if (const auto e = side.get_array().get(array)) return json::codeOf(e);
    return json::eachElement(array, [&](value entry) {
        json::od::array parts;
        if (const auto e = entry.get_array().get(parts)) return json::codeOf(e);
        std::array<Cell, 3> cells;
        std::size_t n = image ? 1 : 0;
        const Code read = json::eachElement(parts, [&](value inner) {
            Cell cell;
            const Code code = json::readCell(inner, cell);
            if (n < cells.size()) cells[n] = cell;
            ++n;
            return code;
        });
        if (read != Code::Ok) return read;
        LevelAction action = LevelAction::New;
        Level level;
        if (!image) {
            if (const Code code = actionOf(cells[0], action); code != Code::Ok) return code;
            actions.push_back(action);
        }
        if (const Code code = subject.price(cells[1], level.price.units); code != Code::Ok) return code;
        if (const Code code = subject.qty(cells[2], level.qty.units); code != Code::Ok) return code;
        if (action == LevelAction::Delete) level.qty.units = 0;
        else if (level.qty.units == 0) return Code::QtyZero;
        if (levels.size() == kLevelsMax) return Code::Size;
        levels.push_back(level);
        return Code::Ok;
    });
}

Code Reader::levels(value& side, bool bids, bool image, Subject& subject) {
    const unsigned bit = bids ? 1 : 2;
    if ((m_sides & bit) != 0) return Code::JsonSyntax;
    m_sides |= bit;
    auto& levels = bids ? m_out.depth.bids : m_out.depth.asks;
    auto& actions = bids ? m_out.bid_actions : m_out.ask_actions;
    const std::string_view token = side.raw_json_token();
    if (token.front() != '[' || !scanLevels(token.data(), image, subject.digits(), levels, actions)) {
        if (const Code code = levelsSlow(side, bids, image, subject); code != Code::Ok) return code;
    }
    const auto isDelete = [](LevelAction action) { return action == LevelAction::Delete; };
    m_has_delete = m_has_delete || std::any_of(actions.begin(), actions.end(), isDelete);
    return hasDuplicatePrice(levels, m_parts.room) ? Code::LevelDup : Code::Ok;
}

enum BookField : std::size_t { kTime, kType, kName, kChangeId, kPrevId };

Code Reader::bookKind(const std::array<Cell, 5>& cells, bool image) {
    book::DepthEvent& depth = m_out.depth;
    if (const Code code = readTime(cells[kTime], m_out.event_time); code != Code::Ok) return code;
    if (const Code code = cells[kChangeId].u64(depth.last_id); code != Code::Ok) return code;
    depth.first_id = depth.last_id;
    depth.event_time = m_out.event_time;
    // Without a type (2019) the first message of a subscription is the one that follows nothing.
    const std::string_view type = cells[kType].text;
    const bool change = cells[kType].absent() ? !cells[kPrevId].absent() : type == "change";
    if (!change && !cells[kType].absent() && type != "snapshot") return Code::FieldType;
    if (image) m_out.kind = Kind::Image;
    else m_out.kind = change ? Kind::Depth : Kind::Snapshot;
    if (m_out.kind == Kind::Depth) return cells[kPrevId].u64(depth.prev_id);
    m_out.bid_actions.clear();
    m_out.ask_actions.clear();
    return m_has_delete ? Code::QtyZero : Code::Ok;
}

Code Reader::book(value& data, bool image, Subject& subject) {
    static constexpr std::array<std::string_view, 5> kNames = {"timestamp", "type", "instrument_name", "change_id", "prev_change_id"};
    json::od::object object;
    if (const auto e = data.get_object().get(object)) return json::codeOf(e);
    std::array<Cell, 5> cells;
    const auto special = [&](std::string_view key, value& field, bool& taken) {
        taken = key == "bids" || key == "asks";
        if (!taken) return Code::Ok;
        if (!subject.known()) {
            m_late = cells[kName].absent();
            if (const Code code = subject.meet(cells[kName]); code != Code::Ok) return code;
        }
        return levels(field, key == "bids", image, subject);
    };
    if (const Code code = json::readFields(object, kNames, cells, special); code != Code::Ok) return code;
    if (const Code code = subject.meet(cells[kName]); code != Code::Ok) return code;
    m_out.symbol = subject.symbol();
    if (m_sides != 3) return Code::FieldMissing;
    return bookKind(cells, image);
}

Code Reader::state(value& data) {
    static constexpr std::array<std::string_view, 2> kNames = {"timestamp", "instrument_name"};
    m_out.kind = Kind::Catalogue;
    json::od::object object;
    if (const auto e = data.get_object().get(object)) return json::codeOf(e);
    std::array<Cell, 2> cells;
    if (const Code code = json::readFields(object, kNames, cells); code != Code::Ok) return code;
    if (const Code code = readTime(cells[0], m_out.event_time); code != Code::Ok) return code;
    return cells[1].word(m_out.symbol);
}

Code Reader::data(value& data, const Channel& channel, const Preset& preset) {
    Subject subject(m_symbols, channel.instrument);
    switch (channel.stream) {
        case Stream::Book:
        case Stream::BookImage:
            if (!preset.instrument.absent()) {
                if (const Code code = subject.meet(preset.instrument); code != Code::Ok) return code;
            }
            return book(data, channel.stream == Stream::BookImage, subject);
        case Stream::Trades: return readTrades(data, subject, m_out);
        case Stream::Quote: return readQuote(data, subject, m_out);
        case Stream::Ticker: return readTicker(data, subject, m_out);
        case Stream::VolIndex: return readVolIndex(data, channel.instrument, m_out);
        case Stream::State: return state(data);
        case Stream::Chart: return readChart(data, subject, channel.period_s, m_out);
        case Stream::Unused: {
            m_out.kind = Kind::Unused;
            Cell cell;
            return json::readCell(data, cell);
        }
        case Stream::Unknown: break;
    }
    return Code::StreamUnknown;
}

Code Reader::params(value& params, const Preset& preset) {
    if (m_has_params) return Code::JsonSyntax;
    m_has_params = true;
    json::od::object object;
    if (const auto e = params.get_object().get(object)) return json::codeOf(e);
    std::array<Cell, 1> cells;
    static constexpr std::array<std::string_view, 1> kNames = {"channel"};
    return json::readFields(object, kNames, cells, [&](std::string_view key, value& field, bool& taken) {
        taken = key == "data";
        if (!taken) return Code::Ok;
        if (m_has_data) return Code::JsonSyntax;
        m_has_data = true;
        const Cell& name = cells[0].absent() ? preset.channel : cells[0];
        m_late = name.absent();
        std::string_view channel;
        if (const Code code = name.word(channel); code != Code::Ok) return code;
        return data(field, channelOf(channel), preset);
    });
}

Code Reader::root(json::od::object object, const Preset& preset) {
    static constexpr std::array<std::string_view, 2> kNames = {"method", "result"};
    std::array<Cell, 2> cells;
    bool has_result = false, has_error = false;
    const Code code = json::readFields(object, kNames, cells, [&](std::string_view key, value& field, bool& taken) {
        has_result = has_result || key == "result";
        if (key == "params") {
            taken = true;
            return params(field, preset);
        }
        if (key != "error" || field.raw_json_token().starts_with("null")) return Code::Ok;
        if (has_error) return Code::JsonSyntax;
        taken = has_error = true;
        return readRefusal(field, m_parts.note, m_out);
    });
    if (code != Code::Ok) return code;
    if (has_error) return m_has_params || has_result ? Code::JsonSyntax : Code::Ok;
    const std::string_view method = cells[0].text;
    if (method == "subscription") return m_has_data ? Code::Ok : Code::FieldMissing;
    if (m_has_data) return Code::StreamUnknown;
    if (!cells[0].absent()) return method == "heartbeat" ? Code::Ok : Code::StreamUnknown;
    return has_result ? Code::Ok : Code::StreamUnknown;
}

simdjson::error_code begin(json::od::parser& parser, std::string_view bytes, json::od::document& doc) {
    return parser.iterate(bytes.data(), bytes.size(), bytes.size() + kFramePadding).get(doc);
}

/// A word at params.<path>, where it stands; what cannot be read stays absent.
void findWord(json::od::parser& parser, std::string_view bytes, bool of_data, Cell& out) {
    json::od::document doc;
    json::od::value found;
    if (begin(parser, bytes, doc) != simdjson::SUCCESS) return;
    const bool there = of_data ? doc["params"]["data"]["instrument_name"].get(found) == simdjson::SUCCESS
                               : doc["params"]["channel"].get(found) == simdjson::SUCCESS;
    if (!there || json::readCell(found, out) != Code::Ok || out.type != Cell::Type::Text) out = {};
    const char* const at = out.text.data();  // with an escape it would live in the parser, which is about to read again
    if (at < bytes.data() || at >= bytes.data() + bytes.size()) out = {};
}

}  // namespace

Decoder::Decoder() : m_impl(std::make_unique<Impl>()) { m_impl->note.reserve(2 * json::kStringMax + 1); }
Decoder::~Decoder() = default;

Code Decoder::decode(std::string_view bytes, SymbolResolver& symbols, Message& out) {
    Preset preset;
    for (int pass = 0;; ++pass) {
        json::od::document doc;
        json::od::object root;
        if (const auto e = begin(m_impl->parser, bytes, doc)) return json::codeOf(e);
        if (const auto e = doc.get_object().get(root)) return json::codeOf(e);
        out.clear();
        Reader reader(symbols, *m_impl, out);
        const Code code = reader.root(root, preset);
        if (code == Code::Ok) {
            const char* rest = nullptr;  // anything behind the object is a broken frame
            return doc.current_location().get(rest) == simdjson::SUCCESS ? Code::JsonSyntax : Code::Ok;
        }
        if (!reader.isLate() || pass != 0) return code;
        findWord(m_impl->parser, bytes, /*of_data=*/false, preset.channel);
        findWord(m_impl->parser, bytes, /*of_data=*/true, preset.instrument);
    }
}

}  // namespace bw::feed::deribit
