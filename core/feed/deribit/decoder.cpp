// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/deribit/decoder.h"

#include <algorithm>
#include <cstring>

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
    /// A book message as the venue writes it, read in one go without an index. False: the JSON library is to read it.
    bool plainBook(std::string_view bytes);
    /// A name was needed before it came: the caller finds it and reads again.
    [[nodiscard]] bool isLate() const { return m_late; }

private:
    Code params(value& params, const Preset& preset);
    Code data(value& data, const Channel& channel, const Preset& preset);
    Code book(value& data, bool image, Subject& subject);
    Code bookKind(const std::array<Cell, 5>& cells, bool image);
    Code finishBook(const std::array<Cell, 5>& cells, bool image, Subject& subject);
    bool plainSide(const char*& p, bool bids, bool image, const Cell& name, Subject& subject);
    Code levels(value& side, bool bids, bool image, Subject& subject);
    Code levelsSlow(value& side, bool bids, bool image, const Subject& subject);
    [[nodiscard]] bool twice(bool bids) const { return hasDuplicatePrice(bids ? m_out.depth.bids : m_out.depth.asks, m_parts.room); }
    Code state(value& data);

    SymbolResolver& m_symbols;
    DecoderParts& m_parts;
    Message& m_out;
    bool m_late = false;
    bool m_has_params = false, m_has_data = false;
    unsigned m_sides = 0;
};

bool startsNumber(const char* p) { return p[0] != '0' || p[1] < '0' || p[1] > '9'; }

/// Passes over `text` where it stands. Looks at up to N bytes of the frame and of what is readable behind it.
template <std::size_t N>
bool pass(const char*& p, const char (&text)[N]) {
    if (std::memcmp(p, text, N - 1) != 0) return false;
    p += N - 1;
    return true;
}

bool scanAction(const char*& p, LevelAction& out) {
    switch (p[1]) {
        case 'n': out = LevelAction::New; return pass(p, "\"new\",");
        case 'c': out = LevelAction::Change; return pass(p, "\"change\",");
        case 'd': out = LevelAction::Delete; return pass(p, "\"delete\",");
        default: return false;
    }
}

/// `[["new",76914.0,1.0002e6],…]` as the venue writes it; `image`: `[[76914.0,10.0],…]`. False where anything else stands,
/// or a value that needs a second thought: levelsSlow then reads it, and says what is wrong. Stops at a brace, a zero byte
/// and a line end, so it ends inside the frame.
bool scanLevels(const char*& p, bool image, const Digits& digits, std::vector<Level>& levels, std::vector<LevelAction>& actions) {
    if (*++p == ']') {
        ++p;
        return true;
    }
    for (;; ++p) {
        if (*p != '[') return false;
        ++p;
        LevelAction action = LevelAction::New;
        if (!image) {
            if (!scanAction(p, action)) return false;
            actions.push_back(action);
        }
        Level level;
        if (!startsNumber(p) || !scanUnits(p, digits.price, level.price.units) || *p != ',' || level.price.units == 0) return false;
        const char* const qty = ++p;
        if (!startsNumber(p) || !scanUnits(p, digits.qty, level.qty.units)) return false;
        if (*p == 'e' || *p == 'E') {
            while (*p != ']' && *p != '}' && *p >= '+') ++p;
            if (parseUnitsSlow({qty, static_cast<std::size_t>(p - qty)}, digits.qty, level.qty.units) != Code::Ok) return false;
        }
        if (*p != ']' || levels.size() == kLevelsMax) return false;
        if (action == LevelAction::Delete) level.qty.units = 0;
        else if (level.qty.units == 0) return false;
        levels.push_back(level);
        const char next = *++p;
        if (next == ',') continue;
        ++p;
        return next == ']';
    }
}

/// A number, a plain word or null. False: something else.
bool scanCell(const char*& p, Cell& out) {
    const char* const start = p;
    if (*p == '"') {
        p = plainEnd(p + 1);
        if (*p != '"') return false;
        out = {Cell::Type::Text, {start + 1, static_cast<std::size_t>(p - start - 1)}};
        ++p;
        return true;
    }
    if (*p == 'n') return pass(p, "null");
    int count = 0;
    static_cast<void>(scanDigits(p, count));
    out = {Cell::Type::Number, {start, static_cast<std::size_t>(p - start)}};
    return count > 0 && count <= 18 && startsNumber(start);
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
    const char* p = token.data();
    if (token.front() != '[' || !scanLevels(p, image, subject.digits(), levels, actions)) {
        if (const Code code = levelsSlow(side, bids, image, subject); code != Code::Ok) return code;
    }
    return twice(bids) ? Code::LevelDup : Code::Ok;
}

enum BookField : std::size_t { kTime, kType, kName, kChangeId, kPrevId };
constexpr std::array<std::string_view, 5> kBookNames = {"timestamp", "type", "instrument_name", "change_id", "prev_change_id"};

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
    const auto deletes = [](const std::vector<LevelAction>& actions) {
        return std::find(actions.begin(), actions.end(), LevelAction::Delete) != actions.end();
    };
    const bool wrong = deletes(m_out.bid_actions) || deletes(m_out.ask_actions);
    m_out.bid_actions.clear();
    m_out.ask_actions.clear();
    return wrong ? Code::QtyZero : Code::Ok;
}

Code Reader::finishBook(const std::array<Cell, 5>& cells, bool image, Subject& subject) {
    if (const Code code = subject.meet(cells[kName]); code != Code::Ok) return code;
    m_out.symbol = subject.symbol();
    if (m_sides != 3) return Code::FieldMissing;
    return bookKind(cells, image);
}

bool Reader::plainSide(const char*& p, bool bids, bool image, const Cell& name, Subject& subject) {
    const unsigned bit = bids ? 1 : 2;
    if ((m_sides & bit) != 0 || *p != '[' || (!subject.known() && subject.meet(name) != Code::Ok)) return false;
    m_sides |= bit;
    auto& levels = bids ? m_out.depth.bids : m_out.depth.asks;
    auto& actions = bids ? m_out.bid_actions : m_out.ask_actions;
    return scanLevels(p, image, subject.digits(), levels, actions) && !twice(bids);
}

bool Reader::plainBook(std::string_view bytes) {
    constexpr std::string_view kHead = R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":")";
    if (!bytes.starts_with(kHead)) return false;
    const char* p = bytes.data() + kHead.size();
    const char* const end = bytes.data() + bytes.size();
    const char* const name = p;
    p = plainEnd(p);
    const Channel channel = channelOf({name, static_cast<std::size_t>(p - name)});
    const bool image = channel.stream == Stream::BookImage;
    if ((!image && channel.stream != Stream::Book) || !pass(p, "\",\"data\":{")) return false;
    Subject subject(m_symbols, channel.instrument);
    std::array<Cell, 5> cells;
    unsigned seen = 0;
    for (;; ++p) {
        if (*p != '"') return false;
        const char* const start = p + 1;
        p = plainEnd(start);
        const std::string_view key(start, static_cast<std::size_t>(p - start));
        if (!pass(p, "\":")) return false;
        if (key == "bids" || key == "asks") {
            if (!plainSide(p, key == "bids", image, cells[kName], subject)) return false;
        } else {
            const auto at = static_cast<std::size_t>(std::find(kBookNames.begin(), kBookNames.end(), key) - kBookNames.begin());
            if (at == kBookNames.size() || (seen >> at & 1U) != 0 || !scanCell(p, cells[at])) return false;
            seen |= 1U << at;
        }
        if (*p == ',') continue;
        return pass(p, "}}}") && p == end && finishBook(cells, image, subject) == Code::Ok;
    }
}

Code Reader::book(value& data, bool image, Subject& subject) {
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
    if (const Code code = json::readFields(object, kBookNames, cells, special); code != Code::Ok) return code;
    return finishBook(cells, image, subject);
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
    // Most frames are changes of books, written without blanks: those are read without an index. A frame that is not, or is
    // wrong, goes to the JSON library, which also gives the code. The byte behind it must stop a scan; buffers end frames
    // with zero or a line end.
    if (!bytes.empty() && (bytes.data()[bytes.size()] == '\0' || bytes.data()[bytes.size()] == '\n')) {
        out.clear();
        if (Reader(symbols, *m_impl, out).plainBook(bytes)) [[likely]] return Code::Ok;
    }
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
