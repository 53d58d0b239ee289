// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/binance/decoder.h"

#include "core/feed/binance/json_value.h"
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

using simdjson::error_code;

/// What the fields of a message turned out to be.
enum Seen : unsigned {
    kSeenSymbol = 2, kSeenU = 4, kSeenFirst = 8, kSeenPrev = 16, kSeenBids = 32, kSeenAsks = 64,
    kSeenBid = 128, kSeenAsk = 256, kSeenTradeId = 512, kSeenPrice = 1024, kSeenQty = 2048, kSeenMaker = 4096,
    kSeenLast = 8192, kSeenAck = 16384, kSeenBidQty = 32768, kSeenAskQty = 65536, kSeenFirstFill = 131072,
    kSeenLastFill = 262144
};
/// From AggTrade on, single letters mean something else than in the three that come all the time.
enum class Event : std::uint8_t { None, Depth, Trade, BookTicker, Shutdown, Unknown, AggTrade, Unused, Catalogue, LowRate };

/// One pass over the fields of a message. Levels and prices need the symbol's digits, which every Binance message names
/// first; one that does not is read a second time.
class Reader {
public:
    Reader(SymbolResolver& symbols, Message& out, Names& names) : m_symbols(symbols), m_out(out), m_names(names) {}

    Code object(od::object object) {
        return json::eachField(object, [this](std::string_view key, od::value value) { return field(key, value); });
    }
    /// The wrapper {"stream":…,"data":{…}} or a bare message.
    Code root(od::object object) {
        return json::eachField(object, [this](std::string_view key, od::value value) {
            if (key == "data") return data(value);
            if (key != "stream") return field(key, value);
            const Code code = JsonValue{value}.text(m_stream);
            if (code != Code::Ok || (m_seen & kSeenSymbol) == 0) return code;
            return wrapperDiffers(m_out.symbol) ? Code::SymbolUnknown : Code::Ok;
        });
    }
    Code plain(const char* p, const char* end);
    /// What a second attempt is told, since it stands behind the fields that need it.
    void preset(std::string_view stream, std::string_view event, std::string_view symbol);
    [[nodiscard]] bool needsSymbolFirst() const { return m_needs_symbol_first; }
    /// The kind of the message was not known while its fields were read.
    [[nodiscard]] bool needsEventFirst() const { return m_event == Event::None || m_event_late; }
    [[nodiscard]] bool isLowRate() const { return m_event == Event::LowRate; }
    [[nodiscard]] std::string_view stream() const { return m_stream; }
    /// The message of a symbol that is not ours, on a stream of all symbols.
    [[nodiscard]] bool isOthers() const { return m_unknown_symbol && isAllStream(m_stream); }
    Code finish();

private:
    Code finishRare();
    Code data(od::value value) {
        if (!isObject(value)) {
            // Lists come of all symbols only, and of nothing that is read here.
            od::json_type type{};
            if (const error_code e = value.type().get(type)) return codeOf(e);
            if (type != od::json_type::array) return Code::FieldType;
            m_event = Event::LowRate;
            return JsonValue{value}.skip();
        }
        m_nested = true;
        return object(value.get_object());
    }
    /// One field as one() wants it, with a quote behind its key; a key that had escapes has lost its own.
    Code field(std::string_view key, od::value value) {
        JsonValue v{value};
        if (key.find('"') != std::string_view::npos) return v.skip();  // no name of ours
        if (key.data()[key.size()] == '"') [[likely]] return one(key.data(), v);
        m_names.key.assign(key).push_back('"');
        return one(m_names.key.c_str(), v);
    }
    template <class Value>
    Code one(const char* key, Value& value);
    template <class Value>
    Code rare(char key, Value& value, bool& done);
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
    void takeEvent(std::string_view name);
    template <class Value>
    Code symbolField(Value& value);
    template <class Value>
    Code exclusion(Value& value);
    void takeSymbol(std::string_view symbol);
    Code needDigits();
    /// The wrapper names the symbol too: a frame that says two things is broken, and must not make a new instrument.
    [[nodiscard]] bool wrapperDiffers(std::string_view symbol) const {
        return !m_stream.empty() && !isAllStream(m_stream) && !sameSymbol(m_stream, symbol);
    }

    SymbolResolver& m_symbols;
    Message& m_out;
    const Digits* m_digits = nullptr;
    bool m_unknown_symbol = false, m_needs_symbol_first = false, m_nested = false, m_event_late = false;
    unsigned m_seen = 0;
    Event m_event = Event::None;
    EventTime m_E, m_T;
    std::string_view m_stream;  // of the wrapper: "btcusdt@depth@100ms"
    Names& m_names;
};

void Reader::preset(std::string_view stream, std::string_view event, std::string_view symbol) {
    m_stream = stream;
    if (!event.empty()) takeEvent(event);
    if (!symbol.empty()) takeSymbol(symbol);
}

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
    const unsigned bit = bids ? kSeenBids : kSeenAsks;
    if ((m_seen & bit) != 0) [[unlikely]] return Code::JsonSyntax;  // a side twice: which of them is meant nobody knows
    m_seen |= bit;
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
    m_event_late = m_seen != 0;
    takeEvent(name);
    return Code::Ok;
}

void Reader::takeEvent(std::string_view name) {
    if (name == "depthUpdate") m_event = Event::Depth;
    else if (name == "trade") m_event = Event::Trade;
    else if (name == "bookTicker") m_event = Event::BookTicker;
    else if (name == "aggTrade") m_event = Event::AggTrade;
    else if (name == "kline" || name == "markPriceUpdate" || name == "forceOrder") m_event = Event::LowRate;
    else if (name == "contractInfo") m_event = Event::Catalogue;
    else if (name == "serverShutdown") m_event = Event::Shutdown;
    else m_event = isUnusedEvent(name) ? Event::Unused : Event::Unknown;
}

template <class Value>
Code Reader::symbolField(Value& value) {
    std::string_view symbol;
    if (const Code code = value.text(symbol); code != Code::Ok) return code;
    if (symbol.size() - 1 >= json::kStringMax) [[unlikely]] return symbol.empty() ? Code::FieldMissing : Code::Size;
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
    if (m_event >= Event::AggTrade) [[unlikely]] {
        bool done = false;
        const Code code = rare(key[0], value, done);
        if (done) return code;
    }
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
            if (m_event == Event::Trade) return value.skip();  // ids of the two orders
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

/// One letter of a message whose letters are its own. Not `done`: it means here what it means everywhere.
template <class Value>
Code Reader::rare(char key, Value& value, bool& done) {
    done = true;
    if (m_event != Event::AggTrade) {
        // Read elsewhere, or not at all: of those only the symbol counts.
        if (key == 's' && m_event != Event::LowRate) return symbolField(value);
        return value.skip();
    }
    switch (key) {
        case 'a': m_seen |= kSeenTradeId; return value.u64(m_out.trade.id);
        case 'f': m_seen |= kSeenFirstFill; return value.u64(m_out.trade.first_id);
        case 'l': m_seen |= kSeenLastFill; return value.u64(m_out.trade.last_id);
        case 'e': case 's': case 'E': case 'T': case 'X': case 'm': case 'p': case 'q': done = false; return Code::Ok;
        default: return value.skip();
    }
}

template <class Value>
Code Reader::longKey(const char* key, Value& value) {
    if (m_event >= Event::AggTrade) [[unlikely]] return value.skip();
    const std::string_view name(key, keyLength(key));
    if (name == "pu") {
        m_seen |= kSeenPrev;
        const Code code = value.u64(m_out.depth.prev_id);
        return code != Code::Ok && isImageStream(m_stream) ? value.skip() : code;  // the first image of a stream says -1
    }
    if (name == "lastUpdateId") {
        m_seen |= kSeenLast;
        return value.u64(m_out.depth.last_id);
    }
    if (name == "symbol") return symbolField(value);
    if (name == "bids" || name == "asks") {
        if (m_nested && !isImageStream(m_stream)) {
            m_needs_symbol_first = m_stream.empty();  // the wrapper's name may still come
            return m_needs_symbol_first ? Code::FieldMissing : value.skip();
        }
        if (m_digits == nullptr && !m_unknown_symbol) {
            if (m_nested) {
                symbolOfStream(m_stream, m_names.symbol);
                takeSymbol(m_names.symbol);
            } else {
                // A snapshot without symbol: the caller's resolver knows which instrument was asked for.
                m_digits = m_symbols.resolve({});
                if (m_digits == nullptr) return Code::SnapshotOrphan;
            }
        }
        bool array = false;
        if (const Code code = value.isArray(array); code != Code::Ok) return code;
        return array ? levels(value, name == "bids") : Code::FieldType;
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
    if (m_event > Event::BookTicker && m_event != Event::AggTrade) [[unlikely]] return finishRare();
    if (has(kSeenLast)) {
        m_out.kind = !m_nested ? Kind::Snapshot : isImageStream(m_stream) ? Kind::Image : Kind::Unused;
        m_out.depth.event_time = m_out.event_time;
        return m_out.kind == Kind::Unused || has(kSeenBids | kSeenAsks) ? Code::Ok : Code::FieldMissing;
    }
    if (m_event == Event::Depth) {
        m_out.kind = Kind::Depth;
        if (!has(kSeenSymbol | kSeenFirst | kSeenU | kSeenBids | kSeenAsks)) return Code::FieldMissing;
        if (!has(kSeenPrev)) m_out.depth.prev_id = m_out.depth.first_id == 0 ? 0 : m_out.depth.first_id - 1;
        m_out.depth.event_time = m_out.event_time;
        if (isImageStream(m_stream)) [[unlikely]] m_out.kind = Kind::Image;
        return Code::Ok;
    }
    if (m_event == Event::Trade || m_event == Event::AggTrade) {
        m_out.kind = Kind::Trade;
        m_out.trade.time = m_out.event_time;
        if (!has(kSeenSymbol | kSeenTradeId | kSeenPrice | kSeenQty | kSeenMaker)) return Code::FieldMissing;
        if (m_event == Event::AggTrade) {
            if (!has(kSeenFirstFill | kSeenLastFill)) return Code::FieldMissing;
            if (const Code code = setCount(m_out.trade); code != Code::Ok) return code;
        } else {
            m_out.trade.first_id = m_out.trade.last_id = 0;
            m_out.trade.count = 1;
        }
        return checkFill(m_out.trade);
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

/// Of messages whose fields are not read here, or that have none that count.
Code Reader::finishRare() {
    switch (m_event) {
        case Event::Unused: m_out.kind = Kind::Unused; return Code::Ok;
        case Event::Catalogue: m_out.kind = Kind::Catalogue; return Code::Ok;
        case Event::Shutdown:
            m_out.kind = Kind::ServerShutdown;
            m_out.note = {};
            return Code::Ok;
        case Event::LowRate: return Code::JsonSyntax;  // Impl::lowRate reads it
        default: return Code::StreamUnknown;
    }
}

/// What a Binance message can hold; less than Message::clear() clears, because this runs for every frame.
void clear(Message& out) {
    out.kind = Kind::Ack;
    out.symbol = {};
    out.event_time = {};
    out.depth.first_id = out.depth.last_id = out.depth.prev_id = 0;
    out.depth.bids.clear();
    out.depth.asks.clear();
    out.chained = true;
    out.has_checksum = false;
    out.bad_elements = 0;
    out.trade.exclusion = Exclusion::None;
    out.trade.side = Side::Unknown;
}

}  // namespace

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
        Reader reader(symbols, out, m_impl->names);
        if (reader.plain(bytes.data(), end) == Code::Ok) [[likely]] {
            if (reader.finish() == Code::Ok) [[likely]] return Code::Ok;
        }
    }
    return m_impl->anyJson(bytes, symbols, out);
}

Code Decoder::Impl::anyJson(std::string_view bytes, SymbolResolver& symbols, Message& out) {
    for (int pass = 0;; ++pass) {
        od::document doc;
        if (const error_code e = begin(parser, bytes, doc)) return codeOf(e);
        od::json_type type{};
        if (const error_code e = doc.type().get(type)) return codeOf(e);
        if (type == od::json_type::array) {
            const Code code = check(bytes);
            return code == Code::Ok ? lowRate(bytes, {}, symbols, out) : code;
        }
        clear(out);
        Reader reader(symbols, out, names);
        if (pass == 1) reader.preset(preset.stream, preset.event, preset.symbol);
        od::object root;
        if (const error_code e = doc.get_object().get(root)) return codeOf(e);
        Code code = reader.root(root);
        if (code == Code::Ok && somethingFollows(doc)) return Code::JsonSyntax;
        if (code == Code::Ok && reader.isLowRate()) {
            names.stream = reader.stream();  // kept: it may live in the parser, which begins anew
            return lowRate(bytes, names.stream, symbols, out);
        }
        if (code == Code::Ok) code = reader.finish();
        if (code == Code::Ok && out.kind == Kind::Ack) refusal(bytes, out);
        if (code == Code::SymbolUnknown && reader.isOthers()) {
            out.kind = Kind::Unused;
            return check(bytes);
        }
        const bool again = reader.needsSymbolFirst() || (code != Code::Ok && reader.needsEventFirst());
        if (pass == 1 || !again || !preset.find(parser, bytes)) return code;
    }
}

}  // namespace bw::feed::binance
