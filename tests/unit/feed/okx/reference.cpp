// SPDX-License-Identifier: GPL-3.0-or-later
#include "reference.h"

#include <simdjson.h>

#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/feed/stamp.h"

namespace bw::feed::okx::test {
namespace {

namespace dom = simdjson::dom;
using dom::element_type;

struct Refused {};  // the whole message

std::string text(std::int64_t value) { return std::to_string(value); }
std::string text(const Decimal& d) { return text(d.mantissa) + "e" + std::to_string(d.exponent); }
std::string text(bool has, const Decimal& d) { return has ? text(d) : std::string("-"); }

std::string describeTrade(const Trade& t) {
    return "trade " + text(t.time.ns) + " " + std::to_string(t.id) + " " + std::to_string(t.first_id) + ".." + std::to_string(t.last_id) +
           " " + text(t.price.units) + " " + text(t.qty.units) + " " + text(int(t.side)) + " " + text(int(t.exclusion)) + " x" +
           std::to_string(t.count) + "\n";
}
std::string describeValue(const Kline& k) {
    return "bar " + text(k.period_s) + " " + text(k.open_time.ns) + " " + text(k.close_time.ns) + " " + text(k.open.units) + " " +
           text(k.high.units) + " " + text(k.low.units) + " " + text(k.close.units) + " " + text(k.volume.units) + " " +
           text(k.quote_volume) + (k.is_closed ? " closed" : " open") + (k.has_count || k.has_taker ? " ?" : "");
}
std::string describeValue(const Mark& m) {
    return "mark " + text(m.has_mark, m.mark) + " " + text(m.has_index, m.index) + " " + text(m.has_settle, m.settle_estimate);
}
std::string describeValue(const Funding& f) {
    return "funding " + text(f.rate) + " " + text(f.has_estimate, f.estimated_rate) + " " + text(f.funding_time.ns) + " " +
           text(f.next_time.ns) + " " + text(f.interval_h);
}
std::string describeValue(const OpenInterest& o) { return "interest " + text(o.oi) + " " + text(o.has_base, o.oi_base); }
std::string describeValue(const Liquidation& l) {
    return "liquidation " + text(int(l.price_kind)) + " " + text(int(l.side)) + " " + text(l.price) + " " + text(l.qty);
}
std::string describeValue(const LongShort&) { return "ratio"; }
std::string describeValue(const VolIndex&) { return "vol"; }
std::string describeLowRate(const LowRate& item) {
    return std::string(item.symbol) + " " + text(item.time.ns) + " " + std::visit([](const auto& v) { return describeValue(v); }, item.value) + "\n";
}

/// The value of a level's own text: a bare number loses its last zeros in the tree. The checksums verify the digits.
std::string plain(std::string_view digits) {
    Decimal d;
    return parseDecimal(digits, d) == Code::Ok ? text(d) : std::string("?");
}
std::string describeSide(const std::vector<Level>& levels, const std::vector<LevelText>& texts) {
    std::string out;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        out += " " + text(levels[i].price.units) + "x" + text(levels[i].qty.units);
        if (!texts.empty()) out += "=" + plain(texts.at(i).price) + ":" + plain(texts.at(i).qty);
    }
    return out + "\n";
}
std::string describeHead(Kind kind, std::string_view symbol, std::int64_t time_ns) {
    return "kind " + text(int(kind)) + " " + std::string(symbol) + " " + text(time_ns) + "\n";
}
std::string describeQuote(std::uint64_t id, const Quote& q) {
    const auto side = [](const Level& level, bool has) { return has ? text(level.price.units) + "x" + text(level.qty.units) : std::string("-"); };
    return std::to_string(id) + " " + side(q.bid, q.has_bid) + " " + side(q.ask, q.has_ask) + "\n";
}

/// One value as text: a word between quotes, or a number.
struct Value {
    bool has = false, usable = false, whole = false;
    std::string words;
};

using Fields = std::map<std::string, dom::element>;  // the last of a name

Fields fieldsOf(dom::element element, const std::set<std::string>& once = {}) {
    dom::object object;
    if (element.get_object().get(object) != simdjson::SUCCESS) throw Refused{};
    Fields out;
    for (const auto field : object) {
        const std::string key(field.key);
        if (out.count(key) != 0 && once.count(key) != 0) throw Refused{};
        out.insert_or_assign(key, field.value);
    }
    return out;
}

Value valueOf(const std::optional<dom::element>& found) {
    Value out;
    if (!found || found->is_null()) return out;
    out.has = true;
    switch (found->type()) {
        case element_type::STRING:
            out.words = std::string(found->get_string().value());
            out.has = !out.words.empty();
            out.usable = out.whole = true;
            break;
        case element_type::INT64: out.words = std::to_string(found->get_int64().value()); out.usable = out.whole = true; break;
        case element_type::UINT64: out.words = std::to_string(found->get_uint64().value()); out.usable = out.whole = true; break;
        case element_type::DOUBLE: {
            char room[64];
            const auto end = std::to_chars(room, room + sizeof room, found->get_double().value());
            out.words.assign(room, end.ptr);
            out.usable = true;
            break;
        }
        default: break;
    }
    if (out.words.size() > 256) out.usable = false;
    return out;
}
Value valueOf(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    return valueOf(found == fields.end() ? std::nullopt : std::optional(found->second));
}
std::string wordsOf(const Fields& fields, const char* name) {
    const auto found = fields.find(name);
    std::string_view words;
    return found != fields.end() && found->second.get_string().get(words) == simdjson::SUCCESS ? std::string(words.substr(0, 256)) : std::string();
}

// Readers: false means refused. `none` where an absent value is one too.
bool decimal(const Value& v, Decimal& out) { return v.has && v.usable && parseDecimal(v.words, out) == Code::Ok; }
bool unsignedDecimal(const Value& v, Decimal& out) { return decimal(v, out) && out.mantissa >= 0; }
bool units(const Value& v, int digits, std::int64_t& out) {
    return v.has && v.usable && parseUnitsSlow(v.words, digits, out) == Code::Ok && out >= 0;
}
bool positive(const Value& v, int digits, std::int64_t& out) { return units(v, digits, out) && out > 0; }
bool whole(const Value& v, std::uint64_t& out) { return v.has && v.usable && v.whole && parseU64(v.words, out) == Code::Ok; }
std::int64_t timeOf(const Value& v) {
    Stamp stamp;
    return v.has && v.usable && parseStamp(v.words, stamp) == Code::Ok ? stamp.ns : 0;
}
bool side(const Value& v, Side& out) {
    if (!v.has || !v.usable || (v.words != "buy" && v.words != "sell")) return false;
    out = v.words == "buy" ? Side::Buy : Side::Sell;
    return true;
}
bool symbol(const Value& v, std::string& out) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    if (!v.has || !v.usable || v.words.find_first_not_of(kLetters) != std::string::npos) return false;
    out = v.words;
    return true;
}

struct List {
    std::size_t good = 0, bad = 0;
    std::string events;
    std::int64_t last_time_ns = 0;
    void add(bool ok, const std::string& event) {
        ok ? ++good : ++bad;
        if (ok) events += event;
    }
};

int depthOf(dom::element element) {
    int deepest = 0;
    dom::object object;
    dom::array array;
    if (element.get_object().get(object) == simdjson::SUCCESS) {
        for (const auto field : object) deepest = std::max(deepest, depthOf(field.value));
    } else if (element.get_array().get(array) == simdjson::SUCCESS) {
        for (const dom::element entry : array) deepest = std::max(deepest, depthOf(entry));
    } else {
        return 0;
    }
    return deepest + 1;
}

class Reference {
public:
    explicit Reference(Digits digits) : m_digits(digits) {}

    std::string decode(dom::element root) {
        if (depthOf(root) > 16) throw Refused{};
        const Fields fields = fieldsOf(root, {"arg", "data", "action", "event", "code", "msg"});
        Fields arg;
        if (fields.count("arg") != 0) arg = fieldsOf(fields.at("arg"));
        m_inst = valueOf(arg, "instId");
        if (fields.count("event") != 0) return control(fields, arg);
        if (fields.count("arg") == 0 || fields.count("data") == 0) throw Refused{};
        const dom::element data = fields.at("data");
        const std::string channel = wordsOf(arg, "channel");
        const std::string inst = wordsOf(arg, "instId");
        if (channel == "books" || channel == "books-l2-tbt" || channel == "books50-l2-tbt") return book(data, valueOf(fields, "action"));
        if (channel == "books5" || channel == "bbo-tbt") return image(data, channel == "books5");
        if (channel == "trades" || channel == "trades-all") return list(data, Kind::Trades, &Reference::trade);
        if (channel == "mark-price") return list(data, Kind::LowRate, &Reference::mark);
        if (channel == "index-tickers") return list(data, Kind::LowRate, &Reference::index);
        if (channel == "funding-rate") return list(data, Kind::LowRate, &Reference::funding);
        if (channel == "open-interest") return list(data, Kind::LowRate, &Reference::interest);
        if (channel == "liquidation-orders") return list(data, Kind::LowRate, &Reference::liquidations);
        if (channel == "instruments") return describeHead(Kind::Catalogue, inst, 0);
        static const std::set<std::string> kUnused = {
            "tickers", "status", "estimated-price", "price-limit", "opt-summary", "option-trades", "adl-warning", "block-tickers",
            "public-block-trades", "public-struc-block-trades", "call-auction-details", "economic-calendar"};
        if (kUnused.count(channel) != 0 || channel.starts_with("sprd-")) return describeHead(Kind::Unused, inst, 0);
        for (const std::string prefix : {"mark-price-candle", "index-candle", "candle"}) {
            int seconds = 0;
            if (!channel.starts_with(prefix)) continue;
            if (!period(channel.substr(prefix.size()), seconds)) throw Refused{};
            if (seconds == 0 || prefix != "candle") return describeHead(Kind::Unused, inst, 0);
            m_period_s = seconds;
            if (!m_inst.has) throw Refused{};
            return list(data, Kind::LowRate, &Reference::candle);
        }
        throw Refused{};
    }

private:
    static bool period(std::string bar, int& seconds) {
        if (bar.ends_with("utc")) bar.resize(bar.size() - 3);
        if (bar.size() < 2 || bar.size() > 3) return false;
        static const std::map<char, int> kUnits = {{'s', 1}, {'m', 60}, {'H', 3600}, {'D', 86400}, {'W', 604800}, {'M', 0}, {'Y', 0}};
        const auto unit = kUnits.find(bar.back());
        const std::string count = bar.substr(0, bar.size() - 1);
        if (unit == kUnits.end() || count.find_first_not_of("0123456789") != std::string::npos || std::stoi(count) == 0) return false;
        seconds = unit->second * std::stoi(count);
        return true;
    }
    static std::string control(const Fields& fields, const Fields& arg) {
        const std::string event = wordsOf(fields, "event");
        const std::string reason = wordsOf(fields, "msg");
        const std::string channel = wordsOf(arg, "channel");
        std::uint64_t code = 0;
        if (!whole(valueOf(fields, "code"), code)) code = 0;
        if (fields.count("data") != 0) throw Refused{};
        static const std::set<std::string> kAcks = {"subscribe", "unsubscribe", "login", "channel-conn-count"};
        const auto said = [&](Kind kind, const std::string& note) {
            return describeHead(kind, wordsOf(arg, "instId"), 0) + std::to_string(code) + " " + note + "\n";
        };
        if (kAcks.count(event) != 0) return said(Kind::Ack, channel);
        if (event == "error" || event == "channel-conn-count-error") return said(Kind::Refused, reason.empty() ? channel : reason);
        if (event == "notice") return said(code == 64008 ? Kind::ServerShutdown : Kind::Ack, reason);
        throw Refused{};
    }
    void known(const std::string& name) const {
        if (name == "NOPE-USDT") throw Refused{};
    }
    /// The channel's symbol, which must be one of ours.
    std::string ours() const {
        std::string name;
        if (!symbol(m_inst, name)) throw Refused{};
        known(name);
        return name;
    }
    std::vector<Level> levels(const Fields& fields, const char* name, std::vector<LevelText>& texts, std::vector<std::string>& room) const {
        const auto found = fields.find(name);
        dom::array array;
        if (found == fields.end() || found->second.get_array().get(array) != simdjson::SUCCESS) throw Refused{};
        std::vector<Level> out;
        std::set<std::int64_t> prices;
        for (const dom::element entry : array) {
            dom::array cells;
            if (entry.get_array().get(cells) != simdjson::SUCCESS || cells.size() < 2) throw Refused{};
            const Value price = valueOf(cells.at(0).value());
            const Value qty = valueOf(cells.at(1).value());
            Level level;
            if (!positive(price, m_digits.price, level.price.units) || !units(qty, m_digits.qty, level.qty.units)) throw Refused{};
            if (!prices.insert(level.price.units).second) throw Refused{};
            out.push_back(level);
            room.push_back(price.words);
            room.push_back(qty.words);
        }
        if (out.size() > 20'000) throw Refused{};
        for (std::size_t i = 0; i < out.size(); ++i) texts.push_back({room[room.size() - 2 * (out.size() - i)], room[room.size() - 2 * (out.size() - i) + 1]});
        return out;
    }
    struct Sides {
        std::vector<Level> bids, asks;
        std::vector<LevelText> bid_texts, ask_texts;
        std::vector<std::string> bid_room, ask_room;
        std::string name;
        std::int64_t time_ns = 0;
        std::uint64_t seq = 0, prev = 0;
        bool has_seq = false, has_prev = false;
        std::int32_t checksum = 0;
    };
    Sides sides(dom::element data) const {
        Sides out;
        out.name = ours();
        dom::array array;
        if (data.get_array().get(array) != simdjson::SUCCESS || array.size() != 1) throw Refused{};
        const Fields fields = fieldsOf(array.at(0).value(), {"asks", "bids"});
        out.bids = levels(fields, "bids", out.bid_texts, out.bid_room);
        out.asks = levels(fields, "asks", out.ask_texts, out.ask_room);
        out.time_ns = timeOf(valueOf(fields, "ts"));
        const Value inst = valueOf(fields, "instId");
        if (inst.has && (!inst.usable || inst.words != out.name)) throw Refused{};
        const Value seq = valueOf(fields, "seqId");
        const Value prev = valueOf(fields, "prevSeqId");
        const Value sum = valueOf(fields, "checksum");
        out.has_seq = seq.has;
        out.has_prev = prev.has;
        if (seq.has && !whole(seq, out.seq)) throw Refused{};
        if (prev.has && prev.words != "-1" && !whole(prev, out.prev)) throw Refused{};
        std::int64_t value = 0;
        if (sum.has && (!sum.usable || parseUnitsSlow(sum.words, 0, value) != Code::Ok)) throw Refused{};
        out.checksum = static_cast<std::int32_t>(value);
        if (out.checksum != value) throw Refused{};
        return out;
    }
    static std::string describeBook(Kind kind, const Sides& s) {
        const bool texts = s.checksum != 0;
        return describeHead(kind, s.name, s.time_ns) + std::to_string(s.prev) + " " + std::to_string(s.seq) + (s.has_seq ? " chained " : " ") +
               text(s.checksum) + "\n" + describeSide(s.bids, texts ? s.bid_texts : std::vector<LevelText>{}) +
               describeSide(s.asks, texts ? s.ask_texts : std::vector<LevelText>{});
    }
    std::string book(dom::element data, const Value& action) const {
        const Sides s = sides(data);
        if (action.words != "snapshot" && action.words != "update") throw Refused{};
        const bool update = action.words == "update";
        if (update && s.has_seq && !s.has_prev) throw Refused{};
        return describeBook(update ? Kind::Depth : Kind::Snapshot, s);
    }
    std::string image(dom::element data, bool several) const {
        const Sides s = sides(data);
        if (several) return describeBook(Kind::Image, s);
        Quote quote;
        if (!s.bids.empty()) quote.bid = s.bids[0];
        if (!s.asks.empty()) quote.ask = s.asks[0];
        quote.has_bid = quote.bid.qty.units > 0;
        quote.has_ask = quote.ask.qty.units > 0;
        return describeHead(Kind::BookTicker, s.name, s.time_ns) + describeQuote(s.seq, quote);
    }

    using Read = void (Reference::*)(dom::element, List&);
    std::string list(dom::element data, Kind kind, Read read) {
        m_symbol.clear();
        const bool scaled = kind == Kind::Trades || m_period_s != 0;
        if (m_inst.has && !symbol(m_inst, m_symbol)) throw Refused{};
        if (m_inst.has && scaled) known(m_symbol);
        dom::array array;
        if (data.get_array().get(array) != simdjson::SUCCESS) throw Refused{};
        List out;
        std::size_t count = 0;
        for (const dom::element entry : array) {
            if (++count > 5'000) throw Refused{};
            (this->*read)(entry, out);
        }
        if (out.good == 0 && out.bad != 0) throw Refused{};
        return describeHead(kind, m_symbol, out.last_time_ns) + std::to_string(out.bad) + " bad\n" + out.events;
    }
    bool ownSymbol(const Fields& fields, std::string& out) const {
        const Value inst = valueOf(fields, "instId");
        out = m_symbol;
        if (!inst.has && !m_symbol.empty()) return true;
        return symbol(inst, out) && (m_symbol.empty() || out == m_symbol);
    }
    void trade(dom::element element, List& out) {
        if (!element.is_object()) return out.add(false, {});
        const Fields fields = fieldsOf(element);
        Trade t;
        std::string name;
        std::uint64_t count = 1;
        const Value fills = valueOf(fields, "count");
        bool ok = ownSymbol(fields, name) && name != "NOPE-USDT" && whole(valueOf(fields, "tradeId"), t.id) &&
                  positive(valueOf(fields, "px"), m_digits.price, t.price.units) && positive(valueOf(fields, "sz"), m_digits.qty, t.qty.units) &&
                  side(valueOf(fields, "side"), t.side) && (!fills.has || whole(fills, count));
        ok = ok && count <= 0xffffffffU && (count <= 1 || count <= t.id);
        if (ok && count > 1) {
            t.count = static_cast<std::uint32_t>(count);
            t.first_id = t.id - (count - 1);
            t.last_id = t.id;
        }
        t.time = {timeOf(valueOf(fields, "ts"))};
        out.add(ok, describeTrade(t));
        if (!ok) return;
        m_symbol = name;
        out.last_time_ns = t.time.ns;
    }
    template <class Item, class Fill>
    void named(dom::element element, List& out, Fill&& fill) {
        if (!element.is_object()) return out.add(false, {});
        const Fields fields = fieldsOf(element);
        std::string name;
        Item item;
        const std::int64_t time_ns = timeOf(valueOf(fields, "ts"));
        const bool ok = ownSymbol(fields, name) && fill(fields, item);
        out.add(ok, describeLowRate({name, {time_ns}, item}));
        if (ok && time_ns != 0) out.last_time_ns = time_ns;
    }
    void mark(dom::element element, List& out) {
        named<Mark>(element, out, [](const Fields& f, Mark& m) { return m.has_mark = unsignedDecimal(valueOf(f, "markPx"), m.mark); });
    }
    void index(dom::element element, List& out) {
        named<Mark>(element, out, [](const Fields& f, Mark& m) { return m.has_index = unsignedDecimal(valueOf(f, "idxPx"), m.index); });
    }
    /// Absent and too wide are both left out.
    static bool optional(const Value& v, Decimal& out, bool& has) {
        has = decimal(v, out);
        Decimal ignored;
        return has || !v.has || (v.usable && parseDecimal(v.words, ignored) == Code::NumOverflow);
    }
    void funding(dom::element element, List& out) {
        named<Funding>(element, out, [](const Fields& f, Funding& v) {
            v.funding_time = {timeOf(valueOf(f, "fundingTime"))};
            v.next_time = {timeOf(valueOf(f, "nextFundingTime"))};
            const std::int64_t hour = 3'600'000'000'000;
            for (int h = 1; h <= 168; ++h)
                if (v.funding_time.ns != 0 && v.next_time.ns == v.funding_time.ns + h * hour) v.interval_h = h;
            return decimal(valueOf(f, "fundingRate"), v.rate) && optional(valueOf(f, "nextFundingRate"), v.estimated_rate, v.has_estimate);
        });
    }
    void interest(dom::element element, List& out) {
        named<OpenInterest>(element, out, [](const Fields& f, OpenInterest& v) {
            return unsignedDecimal(valueOf(f, "oi"), v.oi) && optional(valueOf(f, "oiCcy"), v.oi_base, v.has_base) &&
                   !(v.has_base && v.oi_base.mantissa < 0);
        });
    }
    void liquidations(dom::element element, List& out) {
        if (!element.is_object()) return out.add(false, {});
        const Fields fields = fieldsOf(element);
        std::string name;
        dom::array details;
        const auto found = fields.find("details");
        if (!ownSymbol(fields, name) || found == fields.end() || found->second.get_array().get(details) != simdjson::SUCCESS)
            return out.add(false, {});
        for (const dom::element detail : details) {
            if (!detail.is_object()) {
                out.add(false, {});
                continue;
            }
            if (out.good >= 5'000) throw Refused{};
            const Fields f = fieldsOf(detail);
            Liquidation v;
            v.price_kind = Liquidation::PriceKind::Bankruptcy;
            const bool ok = side(valueOf(f, "side"), v.side) && unsignedDecimal(valueOf(f, "bkPx"), v.price) &&
                            unsignedDecimal(valueOf(f, "sz"), v.qty) && v.price.mantissa > 0 && v.qty.mantissa > 0;
            const std::int64_t time_ns = timeOf(valueOf(f, "ts"));
            out.add(ok, describeLowRate({name, {time_ns}, v}));
            if (ok && time_ns != 0) out.last_time_ns = time_ns;
        }
    }
    void candle(dom::element element, List& out) {
        dom::array array;
        if (element.get_array().get(array) != simdjson::SUCCESS) return out.add(false, {});
        std::vector<Value> cells(9);
        std::size_t n = 0;
        for (const dom::element cell : array)
            if (n < 9) cells[n++] = valueOf(cell);
        Kline k;
        k.period_s = m_period_s;
        k.open_time = {timeOf(cells[0])};
        k.close_time = {k.open_time.ns + m_period_s * 1'000'000'000LL - 1'000'000};
        const bool spot = m_symbol.find('-') != std::string::npos && m_symbol.find('-') == m_symbol.rfind('-') &&
                          m_symbol.front() != '-' && m_symbol.back() != '-';
        const Value& quote = n < 8 && spot ? cells[6] : cells[7];
        const bool ok = k.open_time.ns != 0 && positive(cells[1], m_digits.price, k.open.units) &&
                        positive(cells[2], m_digits.price, k.high.units) && positive(cells[3], m_digits.price, k.low.units) &&
                        positive(cells[4], m_digits.price, k.close.units) && units(cells[5], m_digits.qty, k.volume.units) &&
                        (!quote.has || unsignedDecimal(quote, k.quote_volume));
        k.is_closed = cells[8].words == "1";
        out.add(ok, describeLowRate({m_symbol, {}, k}));
    }

    Digits m_digits;
    Value m_inst;
    std::string m_symbol;
    std::int32_t m_period_s = 0;
};

}  // namespace

std::string describe(const Message& m) {
    std::string out = describeHead(m.kind, m.symbol, m.event_time.ns);
    switch (m.kind) {
        case Kind::Ack:
        case Kind::Refused:
        case Kind::ServerShutdown: return out + std::to_string(m.id) + " " + std::string(m.note) + "\n";
        case Kind::BookTicker: return out + describeQuote(m.id, m.quote);
        case Kind::Depth:
        case Kind::Snapshot:
        case Kind::Image:
            return out + std::to_string(m.depth.prev_id) + " " + std::to_string(m.depth.last_id) + (m.chained ? " chained " : " ") +
                   text(m.has_checksum ? m.checksum : 0) + "\n" + describeSide(m.depth.bids, m.bid_texts) + describeSide(m.depth.asks, m.ask_texts);
        case Kind::Trades:
            out += std::to_string(m.bad_elements) + " bad\n";
            for (const Trade& trade : m.trades) out += describeTrade(trade);
            return out;
        case Kind::LowRate:
            out += std::to_string(m.bad_elements) + " bad\n";
            for (const LowRate& item : m.low_rate) out += describeLowRate(item);
            return out;
        default: return out;
    }
}

Verdict decodeReference(std::string_view text, Digits digits) {
    if (text == "pong") return {true, describeHead(Kind::Ack, {}, 0) + "0 \n"};
    thread_local dom::parser parser;
    dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) return {};
    try {
        return {true, Reference(digits).decode(root)};
    } catch (const Refused&) {
        return {};
    }
}

bool exactForReference(std::string_view text) {
    if (text.find("\\u") != std::string_view::npos) return false;
    bool quoted = false;
    int digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\') ++i;
        if (c == '"') quoted = !quoted;
        if (!quoted && c == '-' && i + 1 < text.size() && text[i + 1] == '0') return false;
        digits = !quoted && ((c >= '0' && c <= '9') || c == '.') ? digits + 1 : 0;
        if (digits > 15 || (!quoted && digits > 0 && i + 1 < text.size() && (text[i + 1] == 'e' || text[i + 1] == 'E'))) return false;
    }
    return true;
}

}  // namespace bw::feed::okx::test
