// SPDX-License-Identifier: GPL-3.0-or-later
#include "reference.h"

#include <algorithm>
#include <map>
#include <set>

namespace bw::feed::binance::test {

using simdjson::dom::element_type;

/// The fields of one object by name.
struct Reference::Fields {
    std::map<std::string_view, Element> by_name;

    explicit Fields(Object object) {
        for (const auto field : object)
            if (!by_name.emplace(field.key, field.value).second) throw Doubt{};
    }
    [[nodiscard]] const Element* find(std::string_view name) const {
        const auto it = by_name.find(name);
        return it == by_name.end() ? nullptr : &it->second;
    }
    [[nodiscard]] const Element& need(std::string_view name) const {
        const Element* found = find(name);
        if (found == nullptr) throw Problem{};
        return *found;
    }
    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    /// null and "" are absent in low-rate elements.
    [[nodiscard]] const Element* said(std::string_view name) const {
        const Element* found = find(name);
        if (found == nullptr || found->is_null() || (found->is_string() && found->get_string().value_unsafe().empty())) return nullptr;
        return found;
    }
    [[nodiscard]] std::string_view word(std::string_view name) const {
        const Element* found = said(name);
        if (found == nullptr || !found->is_string()) throw Problem{};
        return found->get_string().value_unsafe();
    }
    /// The text of a number, quoted or not.
    [[nodiscard]] std::string number(std::string_view name) const {
        const Element* found = said(name);
        if (found == nullptr) throw Problem{};
        return text(*found);
    }
    static std::string text(const Element& e) {
        switch (e.type()) {
            case element_type::STRING: return std::string(e.get_string().value_unsafe());
            case element_type::INT64: return std::to_string(e.get_int64().value_unsafe());
            case element_type::UINT64: return std::to_string(e.get_uint64().value_unsafe());
            case element_type::DOUBLE: throw Doubt{};
            default: throw Problem{};
        }
    }
    static std::uint64_t u64(const Element& e) {
        std::uint64_t out = 0;
        const std::string digits = text(e);
        if (e.is_string() && digits.size() > 1 && digits[0] == '0') throw Doubt{};  // "007"
        if (parseU64(digits, out) != Code::Ok) throw Problem{};
        return out;
    }
    [[nodiscard]] std::uint64_t u64(std::string_view name) const {
        const std::string digits = number(name);
        std::uint64_t out = 0;
        if (parseU64(digits, out) != Code::Ok) throw Problem{};
        return out;
    }
    static std::int64_t units(const Element& e, int digits) {
        std::int64_t out = 0;
        if (parseUnitsSlow(text(e), digits, out) != Code::Ok || out < 0) throw Problem{};
        return out;
    }
    [[nodiscard]] Decimal amount(std::string_view name) const {
        Decimal out;
        if (parseDecimal(number(name), out) != Code::Ok || out.mantissa < 0) throw Problem{};
        return out;
    }
    [[nodiscard]] std::int64_t units(std::string_view name, int digits, bool price) const {
        std::int64_t out = 0;
        if (parseUnitsSlow(number(name), digits, out) != Code::Ok || out < 0 || (price && out == 0)) throw Problem{};
        return out;
    }
    /// ns, us, ms or s by magnitude, of the years 2000 to 2099.
    [[nodiscard]] EventTime time(std::string_view name) const {
        if (said(name) == nullptr) return {};
        const Int128 stamp = u64(name);
        Int128 ns = stamp;
        for (const std::int64_t bound : {kPow10[17], kPow10[14], kPow10[11]})
            if (stamp < bound) ns *= 1'000;
        const bool ours = stamp >= kPow10[8] && ns >= Int128{946'684'800} * kNsPerSec && ns < Int128{4'102'444'800} * kNsPerSec;
        return {ours ? static_cast<std::int64_t>(ns) : 0};
    }
};

namespace {

bool isUnused(std::string_view name) {
    static const std::set<std::string_view> kNames = {
        "continuous_kline", "24hrTicker",       "24hrMiniTicker",  "avgPrice",         "1hTicker",         "4hTicker",      "1dTicker",
        "compositeIndex",   "assetIndexUpdate", "markPrice_kline", "indexPrice_kline", "indexPriceUpdate", "tradingSession"};
    return kNames.count(name) > 0;
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return out;
}

std::string_view before(std::string_view text, char mark) { return text.substr(0, text.find(mark)); }

bool isImage(std::string_view stream) {
    const std::size_t at = stream.find("@depth");
    return at != std::string_view::npos && at + 6 < stream.size() && stream[at + 6] >= '0' && stream[at + 6] <= '9';
}

}  // namespace

bool Reference::symbolIsOurs(std::string_view symbol) {
    if (symbol.empty() || symbol.size() > 256) throw Problem{};
    if (!m_stream.empty() && m_stream[0] != '!') {
        // The stream's name is the symbol in small letters, and the symbol has none.
        const std::string_view name = before(m_stream, '@');
        if (name.size() == m_stream.size() || upper(name) != symbol || upper(symbol) != symbol || std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
            throw Problem{};
    }
    m_digits = m_symbols->resolve(symbol);
    return m_digits != nullptr;
}

void Reference::levels(Element list, std::vector<Level>& out) const {
    if (!list.is_array()) throw Problem{};
    std::set<std::int64_t> prices;
    for (const Element entry : list.get_array()) {
        if (!entry.is_array()) throw Problem{};
        const auto cells = entry.get_array();
        if (cells.size() < 2) throw Problem{};
        const Level level{{Fields::units(cells.at(0).value(), m_digits->price)}, {Fields::units(cells.at(1).value(), m_digits->qty)}};
        if (level.price.units == 0 || !prices.insert(level.price.units).second) throw Problem{};
        out.push_back(level);
    }
}

Reference::Verdict Reference::decode(std::string_view bytes, SymbolResolver& symbols, Message& out) {
    m_symbols = &symbols;
    m_out = &out;
    m_stream.clear();
    m_nested = m_list = false;
    m_digits = nullptr;
    out.clear();
    m_text.assign(bytes);
    Element root;
    if (bytes.find(":-0") != std::string_view::npos) return Verdict::Unsure;  // the integer -0 is 0 to it, and no id
    if (const auto e = m_parser.parse(m_text).get(root); e != simdjson::SUCCESS)
        return e == simdjson::NUMBER_ERROR ? Verdict::Unsure : Verdict::Refused;  // 1e5535 is JSON, and too large for it
    try {
        frame(root);
        return Verdict::Message;
    } catch (Problem) {
        return Verdict::Refused;
    } catch (Doubt) {
        return Verdict::Unsure;
    }
}

void Reference::frame(Element root) {
    Element body = root;
    if (root.is_object()) {
        const Fields wrapper(root.get_object());
        const Element* data = wrapper.find("data");
        if (const Element* stream = wrapper.find("stream")) {
            if (!stream->is_string()) throw Problem{};
            m_stream = stream->get_string().value_unsafe();
        }
        if (data != nullptr) {
            // Beside the wrapper's own, fields that a bare message has make two messages of one.
            for (const auto& [name, value] : wrapper.by_name)
                if (name != "data" && name != "stream" && name != "generated") throw Doubt{};
            body = *data;
            m_nested = true;
        } else if (!m_stream.empty()) {
            throw Doubt{};
        }
    }
    if (body.is_object()) return message(Fields(body.get_object()));
    if (!body.is_array()) throw Problem{};
    m_list = true;
    std::size_t bad = 0, count = 0;
    for (const Element entry : body.get_array()) {
        ++count;
        try {
            if (!entry.is_object()) throw Problem{};
            lowRate(Fields(entry.get_object()));
        } catch (Problem) {
            ++bad;
        }
    }
    if (count > 0 && bad == count) throw Problem{};
    m_out->bad_elements = static_cast<std::uint32_t>(bad);
    m_out->kind = m_out->low_rate.empty() ? Kind::Unused : Kind::LowRate;
}

void Reference::message(const Fields& in) {
    const Element* name = in.find("e");
    if (name != nullptr && !name->is_string()) throw Problem{};
    const std::string_view event = name != nullptr ? name->get_string().value_unsafe() : std::string_view{};
    if (event == "markPriceUpdate" || event == "kline" || event == "forceOrder") {
        lowRate(in);
        m_out->kind = m_out->low_rate.empty() ? Kind::Unused : Kind::LowRate;
        return;
    }
    if (event == "contractInfo" || isUnused(event)) {
        m_out->kind = event == "contractInfo" ? Kind::Catalogue : Kind::Unused;
        if (const Element* symbol = in.find("s")) {
            if (!symbol->is_string()) throw Problem{};
            m_out->symbol = symbol->get_string().value_unsafe();
            symbolIsOurs(m_out->symbol);
        }
        return;
    }
    hot(in, event);
}

/// Depth, trades, tickers, snapshots, images, answers: what one letter means is checked whatever the kind.
void Reference::hot(const Fields& in, std::string_view event) {
    Message& out = *m_out;
    const bool aggregate = event == "aggTrade";
    const Element* symbol = in.find("s");
    if (in.has("symbol")) {
        if (symbol != nullptr) throw Doubt{};
        if (!aggregate) symbol = in.find("symbol");
    }
    const bool image = m_nested && isImage(m_stream);
    if ((in.has("b") || in.has("a")) && (in.has("bids") || in.has("asks"))) throw Doubt{};
    bool ours = false;
    for (const char* name : {"p", "q", "b", "a", "B", "A"})
        if (symbol == nullptr && in.has("lastUpdateId") && in.has(name)) throw Doubt{};
    if (symbol != nullptr) {
        if (!symbol->is_string()) throw Problem{};
        out.symbol = symbol->get_string().value_unsafe();
        ours = symbolIsOurs(out.symbol);
    } else if (in.has("bids") || in.has("asks")) {
        if (image) {
            static std::string kept;
            kept = upper(before(m_stream, '@'));
            out.symbol = kept;
            m_digits = m_symbols->resolve(out.symbol);
        } else if (!m_nested) {
            m_digits = m_symbols->resolve({});
        }
        ours = m_digits != nullptr;
    }
    const auto scale = [&] {
        if (!ours && m_digits == nullptr) throw Problem{};
        return *m_digits;
    };
    const auto u64 = [&in](std::string_view name) { return in.has(name) ? Fields::u64(in.need(name)) : 0; };
    const auto isList = [&in](std::string_view name) { return in.has(name) && in.need(name).is_array(); };
    const auto stamp = [&in, &u64](std::string_view name) { return in.has(name) ? (static_cast<void>(u64(name)), in.time(name)) : EventTime{}; };
    const EventTime sent = stamp("E"), matched = stamp("T");
    out.event_time = matched.ns != 0 ? matched : sent;
    bool maker = false;
    if (in.has("m")) {
        if (!in.need("m").is_bool()) throw Problem{};
        maker = in.need("m").get_bool().value_unsafe();
    }
    std::string_view x = "MARKET";
    if (in.has("X")) {
        if (!in.need("X").is_string()) throw Problem{};
        x = in.need("X").get_string().value_unsafe();
    }
    const auto units = [&](std::string_view name, bool price) {
        return in.has(name) ? Fields::units(in.need(name), price ? scale().price : scale().qty) : 0;
    };
    const std::int64_t p = units("p", true), q = units("q", false);
    if (aggregate) {
        out.kind = Kind::Trade;
        for (const char* name : {"a", "f", "l"})
            if (in.has(name)) static_cast<void>(u64(name));
        if (!ours || !in.has("a") || !in.has("f") || !in.has("l")) throw Problem{};
        out.trade.id = u64("a");
        out.trade.first_id = u64("f");
        out.trade.last_id = u64("l");
        if (out.trade.first_id == 0 || out.trade.last_id < out.trade.first_id || out.trade.last_id - out.trade.first_id > 0xffff'fffe) throw Problem{};
        out.trade.count = static_cast<std::uint32_t>(out.trade.last_id - out.trade.first_id + 1);
    } else {
        for (const char* name : {"U", "u", "t", "lastUpdateId"}) static_cast<void>(u64(name));
        if (in.has("pu") && !image && !isImage(m_stream)) static_cast<void>(u64("pu"));
        static_cast<void>(units("B", false));
        static_cast<void>(units("A", false));
        for (const char* name : {"b", "a"})
            if (isList(name)) static_cast<void>(scale()), levels(in.need(name), name[0] == 'b' ? out.depth.bids : out.depth.asks);
            else if (event != "trade") static_cast<void>(units(name, true));
        for (const char* name : {"bids", "asks"}) {
            if (!in.has(name) || (m_nested && !image)) continue;
            static_cast<void>(scale());
            levels(in.need(name), name[0] == 'b' ? out.depth.bids : out.depth.asks);
        }
    }
    const bool has_book = (isList("b") || in.has("bids")) && (isList("a") || in.has("asks"));
    out.depth.first_id = aggregate ? 0 : u64("U");
    out.depth.last_id = aggregate ? 0 : in.has("lastUpdateId") ? u64("lastUpdateId") : u64("u");
    if (in.has("lastUpdateId") && in.has("u") && !aggregate) throw Doubt{};
    if (event == "serverShutdown") {
        out.kind = Kind::ServerShutdown;
    } else if (!event.empty() && event != "depthUpdate" && event != "trade" && event != "bookTicker" && !aggregate) {
        throw Problem{};
    } else if (in.has("lastUpdateId") && !aggregate) {
        out.kind = !m_nested ? Kind::Snapshot : image ? Kind::Image : Kind::Unused;
        out.depth.event_time = out.event_time;
        if (out.kind != Kind::Unused && !has_book) throw Problem{};
    } else if (event == "depthUpdate") {
        if (!in.has("s") && !in.has("symbol")) throw Problem{};
        if (!in.has("U") || !in.has("u") || !has_book) throw Problem{};
        out.kind = isImage(m_stream) ? Kind::Image : Kind::Depth;
        out.depth.prev_id = out.kind == Kind::Image ? 0 : in.has("pu") ? u64("pu") : out.depth.first_id == 0 ? 0 : out.depth.first_id - 1;
        out.depth.event_time = out.event_time;
    } else if (event == "trade" || aggregate) {
        out.kind = Kind::Trade;
        if (!ours || !in.has("p") || !in.has("q") || !in.has("m")) throw Problem{};
        if (!aggregate) {
            if (!in.has("t")) throw Problem{};
            out.trade.id = u64("t");
        }
        out.trade.time = out.event_time;
        out.trade.price.units = p;
        out.trade.qty.units = q;
        out.trade.side = maker ? Side::Sell : Side::Buy;
        using E = Exclusion;
        out.trade.exclusion = x == "MARKET" ? E::None : x == "INSURANCE_FUND" ? E::InsuranceFund : x == "ADL" ? E::Adl : x == "NA" ? E::Na : E::Other;
        if (p == 0 && q == 0) out.trade.exclusion = E::Na;
        else if (p == 0 || q == 0) throw Problem{};
    } else if (event == "bookTicker" || (in.has("u") && in.has("b") && !isList("b") && in.has("a") && !isList("a"))) {
        out.kind = Kind::BookTicker;
        for (const char* name : {"u", "b", "a", "B", "A"})
            if (!in.has(name) || isList(name)) throw Problem{};
        if (!ours) throw Problem{};
        out.id = u64("u");
        out.quote.bid = {{units("b", true)}, {units("B", false)}};
        out.quote.ask = {{units("a", true)}, {units("A", false)}};
        out.quote.has_bid = out.quote.bid.price.units > 0;
        out.quote.has_ask = out.quote.ask.price.units > 0;
    } else if (!m_nested && (in.has("result") || in.has("error") || in.has("code") || in.has("id"))) {
        out.kind = Kind::Ack;
        const Element* error = in.find("error");
        const bool wrapped = error != nullptr && error->is_object() && (*error)["code"].error() == simdjson::SUCCESS;
        if (!wrapped && !(in.has("code") && in.has("msg"))) return;
        out.kind = Kind::Refused;
        std::string_view words;
        const auto msg = wrapped ? (*error)["msg"] : simdjson::simdjson_result<Element>(Element(in.need("msg")));
        if (msg.get_string().get(words) == simdjson::SUCCESS) out.note = words;
    } else {
        throw Problem{};
    }
}

void Reference::lowRate(const Fields& in) {
    const std::string_view event = in.word("e");
    if (event == "markPriceUpdate") return mark(in);
    if (event == "kline") return kline(in);
    if (event == "forceOrder") return liquidation(in);
    if (!isUnused(event)) throw Problem{};
}

void Reference::mark(const Fields& in) {
    const std::string_view symbol = in.word("s");
    const bool ours = symbolIsOurs(symbol);
    const EventTime time = in.time("E");
    if (!ours) {
        if (m_list || (!m_stream.empty() && m_stream[0] == '!')) return;
        throw Problem{};
    }
    Mark mark;
    mark.mark = in.amount("p");
    if (mark.mark.mantissa == 0) throw Problem{};
    mark.has_mark = true;
    if (in.said("i")) mark.index = in.amount("i");
    if (in.said("P")) mark.settle_estimate = in.amount("P");
    mark.has_index = mark.index.mantissa != 0;
    mark.has_settle = mark.settle_estimate.mantissa != 0;
    Funding funding;
    funding.funding_time = in.time("T");
    bool pays = funding.funding_time.ns != 0 && in.said("r");
    if (pays) {
        if (parseDecimal(in.number("r"), funding.rate) != Code::Ok) throw Problem{};
        const std::size_t at = symbol.rfind('_');
        const bool dated = at != std::string_view::npos && at + 1 < symbol.size() && symbol[at + 1] >= '0' && symbol[at + 1] <= '9';
        pays = funding.rate.mantissa != 0 || !dated;
    }
    m_out->low_rate.push_back({symbol, time, mark});
    if (pays) m_out->low_rate.push_back({symbol, time, funding});
}

void Reference::kline(const Fields& in) {
    const std::string_view symbol = in.word("s");
    const bool ours = symbolIsOurs(symbol);
    const EventTime time = in.time("E");
    if (!ours) throw Problem{};
    const Element* bar = in.find("k");
    if (bar == nullptr || !bar->is_object()) throw Problem{};
    const Fields k(bar->get_object());
    if (k.said("s") && (!k.need("s").is_string() || k.word("s") != symbol)) throw Problem{};
    Kline out;
    const std::string_view period = k.word("i");
    static const std::map<std::string_view, int> kPeriods = {
        {"1s", 1},       {"1m", 60},      {"3m", 180},     {"5m", 300},      {"15m", 900},    {"30m", 1'800}, {"1h", 3'600},    {"2h", 7'200},
        {"4h", 14'400}, {"6h", 21'600}, {"8h", 28'800}, {"12h", 43'200}, {"1d", 86'400}, {"3d", 259'200}, {"1w", 604'800}, {"1M", 2'592'000}};
    const auto found = kPeriods.find(period);
    out.open_time = k.time("t");
    out.close_time = k.time("T");
    out.open.units = k.units("o", m_digits->price, true);
    out.high.units = k.units("h", m_digits->price, true);
    out.low.units = k.units("l", m_digits->price, true);
    out.close.units = k.units("c", m_digits->price, true);
    out.volume.units = k.units("v", m_digits->qty, false);
    out.taker_buy.units = k.units("V", m_digits->qty, false);
    out.quote_volume = k.amount("q");
    out.taker_buy_quote = k.amount("Q");
    const std::uint64_t count = k.u64("n");
    if (!k.need("x").is_bool() || out.open_time.ns == 0 || count > 0xffff'ffff) throw Problem{};
    if (found == kPeriods.end()) throw Doubt{};  // a damaged number of minutes is one all the same
    out.period_s = found->second;
    out.count = static_cast<std::uint32_t>(count);
    out.has_count = out.has_taker = true;
    out.is_closed = k.need("x").get_bool().value_unsafe();
    m_out->low_rate.push_back({symbol, time, out});
}

void Reference::liquidation(const Fields& in) {
    if (in.has("s")) throw Doubt{};
    const EventTime sent = in.time("E");
    const Element* inner = in.find("o");
    if (inner == nullptr || !inner->is_object()) throw Problem{};
    const Fields o(inner->get_object());
    const std::string_view symbol = o.word("s");
    const bool ours = symbolIsOurs(symbol);
    const EventTime done = o.time("T");
    const std::string_view side = o.word("S");
    Liquidation out;
    out.qty = o.amount("z");
    if (o.said("ap")) out.price = o.amount("ap");
    if (!ours) {
        if (m_list || (!m_stream.empty() && m_stream[0] == '!')) return;
        throw Problem{};
    }
    if (side != "BUY" && side != "SELL") throw Problem{};
    out.side = side == "BUY" ? Side::Buy : Side::Sell;
    if (out.qty.mantissa == 0) return;
    out.price_kind = out.price.mantissa != 0 ? Liquidation::PriceKind::Average : Liquidation::PriceKind::Order;
    if (out.price.mantissa == 0) out.price = o.amount("p");
    if (out.price.mantissa == 0) throw Problem{};
    m_out->low_rate.push_back({symbol, done.ns != 0 ? done : sent, out});
}

}  // namespace bw::feed::binance::test
