// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/binance/decoder.h"

#include <simdjson.h>

#include <algorithm>

#include "core/feed/binance/decoder_impl.h"
#include "core/model/frame.h"

namespace bw::feed::binance {

std::string_view exclusionName(Exclusion e) noexcept {
    switch (e) {
        case Exclusion::None: return "none";
        case Exclusion::InsuranceFund: return "insurance_fund";
        case Exclusion::Adl: return "adl";
        case Exclusion::Na: return "na";
        case Exclusion::Other: return "other";
    }
    return "?";
}

namespace {

namespace od = simdjson::ondemand;
using simdjson::error_code;

constexpr std::size_t kLevelsMax = 20'000;  // feeds spec 1.3

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

/// What the fields of a message turned out to be.
enum Seen : unsigned {
    kSeenE = 1, kSeenSymbol = 2, kSeenU = 4, kSeenFirst = 8, kSeenPrev = 16, kSeenBids = 32, kSeenAsks = 64,
    kSeenBid = 128, kSeenAsk = 256, kSeenTradeId = 512, kSeenPrice = 1024, kSeenQty = 2048, kSeenMaker = 4096,
    kSeenLast = 8192, kSeenAck = 16384, kSeenBidQty = 32768, kSeenAskQty = 65536, kSeenT = 131072
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
            if (const Code code = one(key.raw(), value); code != Code::Ok) return code;
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
            } else if (key == "stream") {
                code = rawText(value, m_stream);
            } else {
                code = one(key.raw(), value);
            }
            if (code != Code::Ok) return code;
        }
        return Code::Ok;
    }
    [[nodiscard]] bool needsSymbolFirst() const { return m_needs_symbol_first; }
    void presetSymbol(std::string_view symbol) { takeSymbol(symbol); }
    Code finish();

private:
    Code one(const char* key, od::value& value);
    Code longKey(const char* key, od::value& value);
    Code levels(od::value& value, bool bids);
    Code number(od::value& value, int digits, std::int64_t& out);
    Code u64(od::value& value, std::uint64_t& out);
    Code time(od::value& value, EventTime& out);
    Code eventName(od::value& value);
    static Code rawText(od::value& value, std::string_view& out);
    Code symbolField(od::value& value);
    Code exclusion(od::value& value);
    void takeSymbol(std::string_view symbol);
    Code needDigits();

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

Code Reader::u64(od::value& value, std::uint64_t& out) {
    error_code e = value.get_uint64().get(out);
    if (e == simdjson::INCORRECT_TYPE) e = value.get_uint64_in_string().get(out);
    return codeOf(e);
}

Code Reader::time(od::value& value, EventTime& out) {
    std::uint64_t stamp = 0;
    if (const Code code = u64(value, stamp); code != Code::Ok) return code;
    out = {timeByMagnitude(stamp)};
    return Code::Ok;
}

Code Reader::number(od::value& value, int digits, std::int64_t& out) {
    const char* p = nullptr;
    od::raw_json_string raw;
    const error_code e = value.get_raw_json_string().get(raw);
    if (e == simdjson::SUCCESS) [[likely]] {
        p = raw.raw();
        const char* const start = p;
        if (scanUnits(p, digits, out) && *p == '"') [[likely]] return Code::Ok;
        const char* end = start;
        while (*end != '"') ++end;  // the scanner found the closing quote, so there is one
        const Code code = parseUnitsSlow({start, static_cast<std::size_t>(end - start)}, digits, out);
        return code == Code::Ok && out < 0 ? Code::NumSign : code;
    }
    if (e != simdjson::INCORRECT_TYPE) return codeOf(e);
    const std::string_view token = value.raw_json_token();
    const std::string_view text = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
    const Code code = parseUnitsSlow(text, digits, out);
    return code == Code::Ok && out < 0 ? Code::NumSign : code;
}

Code Reader::levels(od::value& value, bool bids) {
    if (const Code code = needDigits(); code != Code::Ok) return code;
    auto& out = bids ? m_out.depth.bids : m_out.depth.asks;
    m_seen |= bids ? kSeenBids : kSeenAsks;
    od::array outer;
    if (const error_code e = value.get_array().get(outer)) return codeOf(e);
    bool rising = true, falling = true;
    for (auto entry : outer) {
        od::array pair;
        if (const error_code e = entry.get_array().get(pair)) return codeOf(e);
        Level level;
        int n = 0;
        for (auto cell : pair) {
            od::value v;
            if (const error_code e = cell.get(v)) return codeOf(e);
            if (n < 2) {
                const Code code = n == 0 ? number(v, m_digits->price, level.price.units) : number(v, m_digits->qty, level.qty.units);
                if (code != Code::Ok) return code;
            }
            ++n;
        }
        if (n < 2) return Code::FieldMissing;
        if (level.price.units <= 0) return Code::PriceZero;
        if (!out.empty()) {
            rising = rising && level.price > out.back().price;
            falling = falling && level.price < out.back().price;
        }
        if (out.size() == kLevelsMax) return Code::Size;
        out.push_back(level);
    }
    return rising || falling || !hasDuplicatePrice(out) ? Code::Ok : Code::LevelDup;
}

Code Reader::eventName(od::value& value) {
    od::raw_json_string name;
    if (const error_code e = value.get_raw_json_string().get(name)) return codeOf(e);
    m_seen |= kSeenE;
    if (name == "depthUpdate") m_event = Event::Depth;
    else if (name == "trade") m_event = Event::Trade;
    else if (name == "bookTicker") m_event = Event::BookTicker;
    else if (name == "serverShutdown") m_event = Event::Shutdown;
    else if (isUnusedEvent(name.raw())) m_event = Event::Unused;
    else m_event = Event::Unknown;
    return Code::Ok;
}

Code Reader::rawText(od::value& value, std::string_view& out) {
    od::raw_json_string raw;
    if (const error_code e = value.get_raw_json_string().get(raw)) return codeOf(e);
    out = {raw.raw(), keyLength(raw.raw())};
    return Code::Ok;
}

Code Reader::symbolField(od::value& value) {
    std::string_view symbol;
    if (const Code code = rawText(value, symbol); code != Code::Ok) return code;
    // The wrapper names the symbol too: a frame that says two things is broken, and must not make a new instrument.
    if (!m_stream.empty() && m_stream.front() != '!' && !sameSymbol(m_stream, symbol)) return Code::SymbolUnknown;
    takeSymbol(symbol);
    return Code::Ok;
}

Code Reader::exclusion(od::value& value) {
    od::raw_json_string name;
    if (const error_code e = value.get_raw_json_string().get(name)) return codeOf(e);
    if (name == "MARKET") return Code::Ok;
    if (name == "INSURANCE_FUND") m_out.exclusion = Exclusion::InsuranceFund;
    else if (name == "ADL") m_out.exclusion = Exclusion::Adl;
    else if (name == "NA") m_out.exclusion = Exclusion::Na;
    else m_out.exclusion = Exclusion::Other;
    return Code::Ok;
}

Code Reader::one(const char* key, od::value& value) {
    if (key[0] == '"' || key[1] != '"') return longKey(key, value);
    // Kinds that are not used here carry other types under the same letters (kline "k", forceOrder "o"): only the name
    // and the symbol are read of them.
    if (m_event == Event::Unused && key[0] != 's') return Code::Ok;
    switch (key[0]) {
        case 'e': return eventName(value);
        case 's': return symbolField(value);
        case 'E': m_seen |= kSeenE; return time(value, m_E);
        case 'T': m_seen |= kSeenT; return time(value, m_T);
        case 'U': m_seen |= kSeenFirst; return u64(value, m_out.depth.first_id);
        case 'u': m_seen |= kSeenU; return u64(value, m_out.depth.last_id);
        case 't': m_seen |= kSeenTradeId; return u64(value, m_out.id);
        case 'X': return exclusion(value);
        case 'm': {
            bool maker = false;
            if (const error_code e = value.get_bool().get(maker))
                return e == simdjson::INCORRECT_TYPE ? Code::SideInvalid : codeOf(e);
            m_seen |= kSeenMaker;
            m_out.side = maker ? Side::Sell : Side::Buy;  // the buyer was maker: the aggressor sold
            return Code::Ok;
        }
        case 'b':
        case 'a': {
            const bool bid = key[0] == 'b';
            od::json_type type{};
            if (const error_code e = value.type().get(type)) return codeOf(e);
            if (type == od::json_type::array) return levels(value, bid);
            if (const Code code = needDigits(); code != Code::Ok) return code;
            m_seen |= bid ? kSeenBid : kSeenAsk;
            return number(value, m_digits->price, (bid ? m_out.quote.bid : m_out.quote.ask).price.units);
        }
        case 'B':
        case 'A':
            if (const Code code = needDigits(); code != Code::Ok) return code;
            m_seen |= key[0] == 'B' ? kSeenBidQty : kSeenAskQty;
            return number(value, m_digits->qty, (key[0] == 'B' ? m_out.quote.bid : m_out.quote.ask).qty.units);
        case 'p':
            if (const Code code = needDigits(); code != Code::Ok) return code;
            m_seen |= kSeenPrice;
            return number(value, m_digits->price, m_out.price.units);
        case 'q':
            if (const Code code = needDigits(); code != Code::Ok) return code;
            m_seen |= kSeenQty;
            return number(value, m_digits->qty, m_out.qty.units);
        default: return Code::Ok;  // a field of a valid message that we do not use
    }
}

Code Reader::longKey(const char* key, od::value& value) {
    const std::string_view name(key, keyLength(key));
    if (name == "pu") {
        m_seen |= kSeenPrev;
        return u64(value, m_out.depth.prev_id);
    }
    if (name == "lastUpdateId") {
        m_seen |= kSeenLast;
        return u64(value, m_out.depth.last_id);
    }
    if (name == "symbol") return symbolField(value);
    if (name == "bids" || name == "asks") {
        if (m_digits == nullptr && !m_unknown_symbol) {
            // A snapshot without symbol: the caller's resolver knows which instrument was asked for.
            m_digits = m_symbols.resolve({});
            if (m_digits == nullptr) return Code::SnapshotOrphan;
        }
        return levels(value, name == "bids");
    }
    if (!m_nested && (name == "result" || name == "error" || name == "code" || name == "id")) m_seen |= kSeenAck;
    return Code::Ok;
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
    if (has(kSeenLast)) {
        m_out.kind = Kind::Snapshot;
        return has(kSeenBids | kSeenAsks) ? Code::Ok : Code::FieldMissing;
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
        if (!has(kSeenSymbol | kSeenTradeId | kSeenPrice | kSeenQty | kSeenMaker)) return Code::FieldMissing;
        if (m_out.price.units == 0 && m_out.qty.units == 0) m_out.exclusion = Exclusion::Na;  // an id without a fill
        else if (m_out.price.units == 0) return Code::PriceZero;
        else if (m_out.qty.units == 0) return Code::QtyZero;
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

void clear(Message& out) {
    out.kind = Kind::Ack;
    out.symbol = {};
    out.event_time = {};
    out.depth.first_id = out.depth.last_id = out.depth.prev_id = 0;
    out.depth.bids.clear();
    out.depth.asks.clear();
    out.exclusion = Exclusion::None;
    out.side = Side::Unknown;
}

/// "symbol" or "s" of a message that names it after its numbers.
bool findSymbol(od::document& doc, std::string_view& out) {
    od::object root;
    if (doc.get_object().get(root) != simdjson::SUCCESS) return false;
    od::object data;
    if (root["data"].get_object().get(data) == simdjson::SUCCESS)
        return data["s"].get_string().get(out) == simdjson::SUCCESS;
    doc.rewind();
    if (doc["s"].get_string().get(out) == simdjson::SUCCESS) return true;
    doc.rewind();
    return doc["symbol"].get_string().get(out) == simdjson::SUCCESS;
}

}  // namespace

struct Decoder::Impl {
    od::parser parser;
};

Decoder::Decoder() : m_impl(std::make_unique<Impl>()) {}
Decoder::~Decoder() = default;

Code Decoder::decode(std::string_view bytes, SymbolResolver& symbols, Message& out) {
    od::document doc;
    if (const error_code e = m_impl->parser.iterate(bytes.data(), bytes.size(), bytes.size() + kFramePadding).get(doc))
        return codeOf(e);
    std::string_view preset;
    for (int pass = 0; pass < 2; ++pass) {
        clear(out);
        Reader reader(symbols, out);
        if (pass == 1) reader.presetSymbol(preset);
        od::object root;
        if (const error_code e = doc.get_object().get(root)) return codeOf(e);
        const Code code = reader.root(root);
        if (reader.needsSymbolFirst() && pass == 0) {
            doc.rewind();
            if (!findSymbol(doc, preset)) return Code::FieldMissing;
            doc.rewind();
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
