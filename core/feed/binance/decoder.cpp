// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/binance/decoder.h"

#include <simdjson.h>

#include <algorithm>

#include "core/feed/binance/decoder_impl.h"
#include "core/feed/binance/plain_value.h"
#include "core/feed/level_rules.h"
#include "core/model/frame.h"

namespace bw::feed::binance {

namespace {
Exclusion exclusionOf(std::string_view name) {
    if (name == "MARKET") return Exclusion::None;
    if (name == "INSURANCE_FUND") return Exclusion::InsuranceFund;
    if (name == "ADL") return Exclusion::Adl;
    return name == "NA" ? Exclusion::Na : Exclusion::Other;
}

namespace od = simdjson::ondemand;
using simdjson::error_code;

Code codeOf(error_code error) {
    switch (error) {
        case simdjson::SUCCESS: return Code::Ok;
        case simdjson::UTF8_ERROR: return Code::Utf8;
        case simdjson::INCORRECT_TYPE: return Code::FieldType;
        case simdjson::NUMBER_ERROR:
        case simdjson::NUMBER_OUT_OF_RANGE: return Code::NumSyntax;
        case simdjson::NO_SUCH_FIELD: return Code::FieldMissing;
        case simdjson::CAPACITY: return Code::Size;
        default: return Code::JsonSyntax;
    }
}

/// One value as simdjson found it: any valid JSON.
struct JsonValue {
    od::value& value;

    Code u64(std::uint64_t& out) {
        error_code e = value.get_uint64().get(out);
        if (e == simdjson::INCORRECT_TYPE) e = value.get_uint64_in_string().get(out);
        return codeOf(e);
    }
    Code units(int digits, std::int64_t& out) {
        od::raw_json_string raw;
        const error_code e = value.get_raw_json_string().get(raw);
        std::string_view text;
        if (e == simdjson::SUCCESS) {
            text = {raw.raw(), keyLength(raw.raw())};
        } else {
            if (e != simdjson::INCORRECT_TYPE) return codeOf(e);
            text = value.raw_json_token();
            text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
        }
        const Code code = parseUnits(text, digits, out);
        return code == Code::Ok && out < 0 ? Code::NumSign : code;
    }
    Code text(std::string_view& out) {
        od::raw_json_string raw;
        if (const error_code e = value.get_raw_json_string().get(raw)) return codeOf(e);
        out = {raw.raw(), keyLength(raw.raw())};
        return Code::Ok;
    }
    Code boolean(bool& out) { return codeOf(value.get_bool().get(out)); }
    Code isArray(bool& out) {
        od::json_type type{};
        if (const error_code e = value.type().get(type)) return codeOf(e);
        out = type == od::json_type::array;
        return Code::Ok;
    }
    /// push(Level) -> Code for each [price, qty, ...].
    template <class Push>
    Code levels(Digits digits, Push&& push) {
        od::array outer;
        if (const error_code e = value.get_array().get(outer)) return codeOf(e);
        for (auto entry : outer) {
            od::array pair;
            if (const error_code e = entry.get_array().get(pair)) return codeOf(e);
            Level level;
            int n = 0;
            for (auto cell : pair) {
                od::value v;
                if (const error_code e = cell.get(v)) return codeOf(e);
                JsonValue number{v};
                Code code = Code::Ok;
                if (n == 0) code = number.units(digits.price, level.price.units);
                if (n == 1) code = number.units(digits.qty, level.qty.units);
                if (code != Code::Ok) return code;
                ++n;
            }
            if (n < 2) return Code::FieldMissing;
            if (const Code code = push(level); code != Code::Ok) return code;
        }
        return Code::Ok;
    }
    Code skip() { return Code::Ok; }
};

/// What the fields of a message turned out to be.
enum Seen : unsigned {
    kSeenSymbol = 2, kSeenU = 4, kSeenFirst = 8, kSeenPrev = 16, kSeenBids = 32, kSeenAsks = 64,
    kSeenBid = 128, kSeenAsk = 256, kSeenTradeId = 512, kSeenPrice = 1024, kSeenQty = 2048, kSeenMaker = 4096,
    kSeenLast = 8192, kSeenAck = 16384, kSeenBidQty = 32768, kSeenAskQty = 65536
};
enum class Event : std::uint8_t { None, Depth, Trade, BookTicker, Unused, Shutdown, Unknown };

/// One pass over the fields of a message. Levels and prices need the symbol's digits, which every Binance message names
/// first; one that does not is read a second time.
class Reader {
public:
    Reader(SymbolResolver& symbols, Message& out) : m_symbols(symbols), m_out(out) {}

    Code object(od::object object) {
        for (auto field : object) {
            od::raw_json_string key;
            if (const error_code e = field.key().get(key)) return codeOf(e);
            od::value value;
            if (const error_code e = field.value().get(value)) return codeOf(e);
            JsonValue v{value};
            if (const Code code = one(key.raw(), v); code != Code::Ok) return code;
        }
        return Code::Ok;
    }
    /// The wrapper {"stream":…,"data":{…}} or a bare message.
    Code root(od::object object) {
        for (auto field : object) {
            od::raw_json_string key;
            if (const error_code e = field.key().get(key)) return codeOf(e);
            od::value value;
            if (const error_code e = field.value().get(value)) return codeOf(e);
            Code code = Code::Ok;
            if (key == "data") {
                od::object data;
                if (const error_code e = value.get_object().get(data)) return codeOf(e);
                m_nested = true;
                code = this->object(data);
            } else {
                JsonValue v{value};
                const bool stream = key == "stream";
                code = stream ? v.text(m_stream) : one(key.raw(), v);
                if (stream && code == Code::Ok && (m_seen & kSeenSymbol) != 0 && wrapperDiffers(m_out.symbol))
                    code = Code::SymbolUnknown;
            }
            if (code != Code::Ok) return code;
        }
        return Code::Ok;
    }
    Code plain(const char* p, const char* end);
    [[nodiscard]] bool needsSymbolFirst() const { return m_needs_symbol_first; }
    void presetSymbol(std::string_view symbol) { takeSymbol(symbol); }
    Code finish();

private:
    template <class Value>
    Code one(const char* key, Value& value);
    template <class Value>
    Code longKey(const char* key, Value& value);
    template <class Value>
    Code levels(Value& value, bool bids);
    template <class Value>
    Code price(Value& value, std::int64_t& out) {
        const Code code = needDigits();
        return code == Code::Ok ? value.units(m_digits->price, out) : code;
    }
    template <class Value>
    Code qty(Value& value, std::int64_t& out) {
        const Code code = needDigits();
        return code == Code::Ok ? value.units(m_digits->qty, out) : code;
    }
    template <class Value>
    static Code time(Value& value, EventTime& out) {
        std::uint64_t stamp = 0;
        const Code code = value.u64(stamp);
        if (code == Code::Ok) out = {timeByMagnitude(stamp)};
        return code;
    }
    template <class Value>
    Code eventName(Value& value);
    template <class Value>
    Code symbolField(Value& value);
    template <class Value>
    Code exclusion(Value& value);
    void takeSymbol(std::string_view symbol);
    Code needDigits();
    /// The wrapper names the symbol too: a frame that says two things is broken, and must not make a new instrument.
    [[nodiscard]] bool wrapperDiffers(std::string_view symbol) const {
        return !m_stream.empty() && m_stream.front() != '!' && !sameSymbol(m_stream, symbol);
    }

    SymbolResolver& m_symbols;
    Message& m_out;
    const Digits* m_digits = nullptr;
    bool m_unknown_symbol = false, m_needs_symbol_first = false, m_nested = false;
    unsigned m_seen = 0;
    Event m_event = Event::None;
    EventTime m_E, m_T;
    std::string_view m_stream;  // of the wrapper: "btcusdt@depth@100ms"
};

void Reader::takeSymbol(std::string_view symbol) {
    m_out.symbol = symbol;
    m_seen |= kSeenSymbol;
    m_digits = m_symbols.resolve(symbol);
    m_unknown_symbol = m_digits == nullptr;
}

Code Reader::needDigits() {
    if (m_digits != nullptr) [[likely]] return Code::Ok;
    if (m_unknown_symbol) return Code::SymbolUnknown;
    m_needs_symbol_first = true;
    return Code::FieldMissing;
}

template <class Value>
Code Reader::levels(Value& value, bool bids) {
    if (const Code code = needDigits(); code != Code::Ok) return code;
    auto& out = bids ? m_out.depth.bids : m_out.depth.asks;
    m_seen |= bids ? kSeenBids : kSeenAsks;
    bool rising = true, falling = true;
    std::int64_t before = 0;
    const Code code = value.levels(*m_digits, [&](Level level) {
        if (level.price.units <= 0) [[unlikely]] return Code::PriceZero;
        if (before != 0) {
            rising = rising && level.price.units > before;
            falling = falling && level.price.units < before;
        }
        before = level.price.units;
        if (out.size() == kLevelsMax) [[unlikely]] return Code::Size;
        out.push_back(level);
        return Code::Ok;
    });
    if (code != Code::Ok) return code;
    return rising || falling || !hasDuplicatePrice(out) ? Code::Ok : Code::LevelDup;
}

template <class Value>
Code Reader::eventName(Value& value) {
    std::string_view name;
    if (const Code code = value.text(name); code != Code::Ok) return code;
    if (name == "depthUpdate") m_event = Event::Depth;
    else if (name == "trade") m_event = Event::Trade;
    else if (name == "bookTicker") m_event = Event::BookTicker;
    else if (name == "serverShutdown") m_event = Event::Shutdown;
    else m_event = isUnusedEvent(name) ? Event::Unused : Event::Unknown;
    return Code::Ok;
}

template <class Value>
Code Reader::symbolField(Value& value) {
    std::string_view symbol;
    if (const Code code = value.text(symbol); code != Code::Ok) return code;
    if (wrapperDiffers(symbol)) return Code::SymbolUnknown;
    takeSymbol(symbol);
    return Code::Ok;
}

template <class Value>
Code Reader::exclusion(Value& value) {
    std::string_view name;
    if (const Code code = value.text(name); code != Code::Ok) return code;
    m_out.trade.exclusion = exclusionOf(name);
    return Code::Ok;
}

template <class Value>
Code Reader::one(const char* key, Value& value) {
    if (key[0] == '"' || key[1] != '"') return longKey(key, value);
    // Kinds that are not used here carry other types under the same letters (kline "k", forceOrder "o"): only the symbol
    // is read of them.
    if (m_event == Event::Unused && key[0] != 's') [[unlikely]] return value.skip();
    switch (key[0]) {
        case 'e': return eventName(value);
        case 's': return symbolField(value);
        case 'E': return time(value, m_E);
        case 'T': return time(value, m_T);
        case 'U': m_seen |= kSeenFirst; return value.u64(m_out.depth.first_id);
        case 'u': m_seen |= kSeenU; return value.u64(m_out.depth.last_id);
        case 't': m_seen |= kSeenTradeId; return value.u64(m_out.trade.id);
        case 'X': return exclusion(value);
        case 'm': {
            bool maker = false;
            const Code code = value.boolean(maker);
            m_seen |= kSeenMaker;
            m_out.trade.side = maker ? Side::Sell : Side::Buy;  // the buyer was maker: the aggressor sold
            return code == Code::FieldType ? Code::SideInvalid : code;
        }
        case 'b':
        case 'a': {
            const bool bid = key[0] == 'b';
            bool array = false;
            if (const Code code = value.isArray(array); code != Code::Ok) return code;
            if (array) return levels(value, bid);
            m_seen |= bid ? kSeenBid : kSeenAsk;
            return price(value, (bid ? m_out.quote.bid : m_out.quote.ask).price.units);
        }
        case 'B': m_seen |= kSeenBidQty; return qty(value, m_out.quote.bid.qty.units);
        case 'A': m_seen |= kSeenAskQty; return qty(value, m_out.quote.ask.qty.units);
        case 'p': m_seen |= kSeenPrice; return price(value, m_out.trade.price.units);
        case 'q': m_seen |= kSeenQty; return qty(value, m_out.trade.qty.units);
        default: return value.skip();  // a field of a valid message that we do not use
    }
}

template <class Value>
Code Reader::longKey(const char* key, Value& value) {
    const std::string_view name(key, keyLength(key));
    if (name == "pu") {
        m_seen |= kSeenPrev;
        return value.u64(m_out.depth.prev_id);
    }
    if (name == "lastUpdateId") {
        m_seen |= kSeenLast;
        return value.u64(m_out.depth.last_id);
    }
    if (name == "symbol") return symbolField(value);
    if (name == "bids" || name == "asks") {
        if (m_nested) return value.skip();  // an image of the best levels (depth5, 10, 20): it must not replace a book
        if (m_digits == nullptr && !m_unknown_symbol) {
            // A snapshot without symbol: the caller's resolver knows which instrument was asked for.
            m_digits = m_symbols.resolve({});
            if (m_digits == nullptr) return Code::SnapshotOrphan;
        }
        return levels(value, name == "bids");
    }
    if (!m_nested && (name == "result" || name == "error" || name == "code" || name == "id")) m_seen |= kSeenAck;
    return value.skip();
}

/// The wrapper with plain values only, read in one go without an index. Anything else is Code::JsonSyntax, which here
/// means "let the JSON library have it".
Code Reader::plain(const char* p, const char* end) {
    if (!skipText(p, "{\"stream\":\"")) return Code::JsonSyntax;
    const char* const name = p;
    p = plainEnd(p);
    m_stream = {name, static_cast<std::size_t>(p - name)};
    if (!skipText(p, "\",\"data\":{")) return Code::JsonSyntax;
    m_nested = true;
    PlainValue value{p};
    for (;;) {
        if (*p != '"') return Code::JsonSyntax;
        const char* const key = ++p;
        p = p[0] >= 'A' && p[0] <= 'z' && p[0] != '\\' && p[1] == '"' ? p + 1 : plainEnd(p);  // nearly all are one letter
        if (p[0] != '"' || p[1] != ':') return Code::JsonSyntax;
        p += 2;
        if (const Code code = one(key, value); code != Code::Ok) return code;
        if (*p == ',') {
            ++p;
            continue;
        }
        return p[0] == '}' && p[1] == '}' && p + 2 == end ? Code::Ok : Code::JsonSyntax;
    }
}

Code Reader::finish() {
    m_out.event_time = m_T.ns != 0 ? m_T : m_E;
    const auto has = [this](unsigned bits) { return (m_seen & bits) == bits; };
    if (m_event == Event::Unused) {
        m_out.kind = Kind::Unused;
        return Code::Ok;
    }
    if (m_event == Event::Unknown) return Code::StreamUnknown;
    if (m_event == Event::Shutdown) {
        m_out.kind = Kind::ServerShutdown;
        return Code::Ok;
    }
    if (has(kSeenLast) && m_nested) {
        m_out.kind = Kind::Unused;
        return Code::Ok;
    }
    if (has(kSeenLast)) {
        m_out.kind = Kind::Snapshot;
        return has(kSeenBids | kSeenAsks) ? Code::Ok : Code::FieldMissing;
    }
    if (m_event == Event::Depth && isImageStream(m_stream)) [[unlikely]] {
        m_out.kind = Kind::Unused;
        return Code::Ok;
    }
    if (m_event == Event::Depth) {
        m_out.kind = Kind::Depth;
        if (!has(kSeenSymbol | kSeenFirst | kSeenU | kSeenBids | kSeenAsks)) return Code::FieldMissing;
        if (!has(kSeenPrev)) m_out.depth.prev_id = m_out.depth.first_id == 0 ? 0 : m_out.depth.first_id - 1;
        m_out.depth.event_time = m_out.event_time;
        return Code::Ok;
    }
    if (m_event == Event::Trade) {
        m_out.kind = Kind::Trade;
        m_out.trade.time = m_out.event_time;
        if (!has(kSeenSymbol | kSeenTradeId | kSeenPrice | kSeenQty | kSeenMaker)) return Code::FieldMissing;
        if (m_out.trade.price.units == 0 && m_out.trade.qty.units == 0) m_out.trade.exclusion = Exclusion::Na;  // an id without a fill
        else if (m_out.trade.price.units == 0) return Code::PriceZero;
        else if (m_out.trade.qty.units == 0) return Code::QtyZero;
        return Code::Ok;
    }
    if (m_event == Event::BookTicker || (m_event == Event::None && has(kSeenU | kSeenBid | kSeenAsk))) {
        m_out.kind = Kind::BookTicker;
        if (!has(kSeenSymbol | kSeenU | kSeenBid | kSeenAsk | kSeenBidQty | kSeenAskQty)) return Code::FieldMissing;
        m_out.id = m_out.depth.last_id;
        m_out.quote.has_bid = m_out.quote.bid.price.units > 0;  // "0.00" is the venue's way to say: no bid
        m_out.quote.has_ask = m_out.quote.ask.price.units > 0;
        return Code::Ok;
    }
    if (has(kSeenAck)) {
        m_out.kind = Kind::Ack;
        return Code::Ok;
    }
    return m_nested || m_event != Event::None ? Code::FieldMissing : Code::StreamUnknown;
}

/// What a Binance message can hold; less than Message::clear() clears, because this runs for every frame.
void clear(Message& out) {
    out.kind = Kind::Ack;
    out.symbol = {};
    out.event_time = {};
    out.depth.first_id = out.depth.last_id = out.depth.prev_id = 0;
    out.depth.bids.clear();
    out.depth.asks.clear();
    out.trade.exclusion = Exclusion::None;
    out.trade.side = Side::Unknown;
}

/// Begins a frame. Each attempt begins anew: a document that met an error may not be rewound.
error_code begin(od::parser& parser, std::string_view bytes, od::document& doc) {
    return parser.iterate(bytes.data(), bytes.size(), bytes.size() + kFramePadding).get(doc);
}

/// "s" of the message or of the wrapped one, or "symbol", where it stands after the numbers.
bool findSymbol(od::parser& parser, std::string_view bytes, std::string_view& out) {
    od::document doc;
    od::raw_json_string raw;
    bool found = begin(parser, bytes, doc) == simdjson::SUCCESS && doc["data"]["s"].get(raw) == simdjson::SUCCESS;
    found = found || (begin(parser, bytes, doc) == simdjson::SUCCESS && doc["s"].get(raw) == simdjson::SUCCESS);
    found = found || (begin(parser, bytes, doc) == simdjson::SUCCESS && doc["symbol"].get(raw) == simdjson::SUCCESS);
    if (found) out = {raw.raw(), keyLength(raw.raw())};
    return found;
}

}  // namespace

struct Decoder::Impl {
    od::parser parser;
};

Decoder::Decoder() : m_impl(std::make_unique<Impl>()) {}
Decoder::~Decoder() = default;

Code Decoder::decode(std::string_view bytes, SymbolResolver& symbols, Message& out) {
    // Nearly every frame is plain: no escapes, no blanks, flat but for the levels. Those are read without an index. A
    // frame that is not, or is wrong, goes to the JSON library, which also gives the code. The byte behind the frame must
    // stop a scan; buffers end frames with zero or a line end.
    if (bytes.empty()) return Code::JsonSyntax;
    const char* const end = bytes.data() + bytes.size();
    if (*end == '\0' || *end == '\n') {
        clear(out);
        Reader reader(symbols, out);
        if (reader.plain(bytes.data(), end) == Code::Ok) [[likely]] {
            if (reader.finish() == Code::Ok) [[likely]] return Code::Ok;
        }
    }
    std::string_view preset;
    for (int pass = 0; pass < 2; ++pass) {
        od::document doc;
        if (const error_code e = begin(m_impl->parser, bytes, doc)) return codeOf(e);
        clear(out);
        Reader reader(symbols, out);
        if (pass == 1) reader.presetSymbol(preset);
        od::object root;
        if (const error_code e = doc.get_object().get(root)) return codeOf(e);
        const Code code = reader.root(root);
        if (reader.needsSymbolFirst() && pass == 0) {
            if (!findSymbol(m_impl->parser, bytes, preset)) return Code::FieldMissing;
            continue;
        }
        if (code != Code::Ok) return code;
        const char* rest = nullptr;  // anything behind the object is a broken frame
        if (doc.current_location().get(rest) == simdjson::SUCCESS) return Code::JsonSyntax;
        return reader.finish();
    }
    return Code::FieldMissing;
}

}  // namespace bw::feed::binance
