// SPDX-License-Identifier: GPL-3.0-or-later
#include "reference.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace bw::feed::deribit::test {
namespace {

using Type = Node::Type;

/// No field of these names stands twice.
bool once(const Node& object, std::initializer_list<std::string_view> names) {
    return std::all_of(names.begin(), names.end(), [&](std::string_view name) { return object.count(name) < 2; });
}

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts(1);
    std::size_t start = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] != mark) continue;
        parts.back() = text.substr(start, i - start);
        start = i + 1;
        if (i < text.size()) parts.emplace_back();
    }
    return parts;
}

bool isCombo(std::string_view name) {
    const auto parts = split(name, '-');
    if (parts.size() < 3 || std::count(parts.begin(), parts.end(), std::string_view{}) > 0) return false;
    return parts.size() <= 6 && parts[1].front() >= 'A' && parts[1].front() <= 'Z';
}

bool isNumberOrText(const Node& node) { return !node.absent() && (node.type == Type::Number || node.type == Type::Text); }

bool u64(const Node& node, std::uint64_t& out) { return isNumberOrText(node) && parseU64(node.text, out) == Code::Ok; }
bool decimal(const Node& node, Decimal& out) { return isNumberOrText(node) && parseDecimal(node.text, out) == Code::Ok; }

bool time(const Node& node, EventTime& out) {
    out = {};
    if (node.absent()) return true;
    std::uint64_t stamp = 0;
    if (!u64(node, stamp)) return false;
    Int128 ns = stamp;
    for (const auto& [above, unit] : {std::pair{100'000'000'000'000'000ULL, 1LL}, {100'000'000'000'000ULL, 1'000LL},
                                      {100'000'000'000ULL, 1'000'000LL}, {100'000'000ULL, 1'000'000'000LL}}) {
        if (stamp < above) continue;
        ns *= unit;
        break;
    }
    if (ns >= Int128{946'684'800} * kNsPerSec && ns < Int128{4'102'444'800} * kNsPerSec) out = {static_cast<std::int64_t>(ns)};
    return true;
}

bool isName(const Node& node) { return node.type == Type::Text && !node.text.empty() && node.text.size() <= 256; }

}  // namespace

bool Reference::knows(std::string_view symbol) {
    m_digits = m_symbols.resolve(symbol);
    m_symbol = symbol;
    return m_digits != nullptr;
}

bool Reference::price(const Node& node, std::int64_t& out, bool zero_allowed) const {
    if (!isNumberOrText(node) || parseUnitsSlow(node.text, m_digits->price, out) != Code::Ok) return false;
    return out > 0 || isCombo(m_symbol) || (out == 0 && zero_allowed);
}

bool Reference::qty(const Node& node, std::int64_t& out) const {
    return isNumberOrText(node) && parseUnitsSlow(node.text, m_digits->qty, out) == Code::Ok && out >= 0;
}

bool Reference::side(const Node& list, bool image, std::string_view symbol, std::vector<Level>& levels, std::vector<LevelAction>& actions) {
    m_symbol = symbol;
    if (list.type != Type::Array || list.items.size() > 20'000) return false;
    std::set<std::int64_t> prices;
    for (const Node& entry : list.items) {
        const std::size_t first = image ? 0 : 1;
        if (entry.type != Type::Array || entry.items.size() < first + 2) return false;
        Level level;
        if (!price(entry.items[first], level.price.units) || !qty(entry.items[first + 1], level.qty.units)) return false;
        bool removes = false;
        if (!image) {
            static const std::map<std::string, LevelAction> kActions = {
                {"new", LevelAction::New}, {"change", LevelAction::Change}, {"delete", LevelAction::Delete}};
            const auto it = kActions.find(entry.items[0].text);
            if (entry.items[0].type != Type::Text || it == kActions.end()) return false;
            actions.push_back(it->second);
            removes = it->second == LevelAction::Delete;
        }
        if (removes) level.qty.units = 0;
        else if (level.qty.units == 0) return false;
        if (!prices.insert(level.price.units).second) return false;
        levels.push_back(level);
    }
    return true;
}

bool Reference::book(const Node& data, std::string_view instrument, bool image) {
    if (data.type != Type::Object) return false;
    if (!once(data, {"timestamp", "type", "instrument_name", "change_id", "prev_change_id", "bids", "asks"})) return false;
    if (!isName(data.at("instrument_name")) || data.at("instrument_name").text != instrument || !knows(instrument)) return false;
    message.symbol = instrument;
    if (!side(data.at("bids"), image, instrument, message.depth.bids, message.bid_actions)) return false;
    if (!side(data.at("asks"), image, instrument, message.depth.asks, message.ask_actions)) return false;
    if (!time(data.at("timestamp"), message.event_time) || !u64(data.at("change_id"), message.depth.last_id)) return false;
    message.depth.first_id = message.depth.last_id;
    const Node& type = data.at("type");
    const Node& prev = data.at("prev_change_id");
    if (!type.absent() && type.text != "change" && type.text != "snapshot") return false;
    const bool change = type.absent() ? !prev.absent() : type.text == "change";
    message.kind = image ? Kind::Image : change ? Kind::Depth : Kind::Snapshot;
    if (message.kind == Kind::Depth) return u64(prev, message.depth.prev_id);
    for (const auto* actions : {&message.bid_actions, &message.ask_actions})
        if (std::count(actions->begin(), actions->end(), LevelAction::Delete) > 0) return false;
    message.bid_actions.clear();
    message.ask_actions.clear();
    return true;
}

bool Reference::trade(const Node& element, Trade& out) {
    if (!u64(element.at("trade_seq"), out.id) || !time(element.at("timestamp"), out.time)) return false;
    if (!price(element.at("price"), out.price.units) || !qty(element.at("amount"), out.qty.units) || out.qty.units == 0) return false;
    const Node& direction = element.at("direction");
    if (direction.type != Type::Text || (direction.text != "buy" && direction.text != "sell")) return false;
    out.side = direction.text == "buy" ? Side::Buy : Side::Sell;
    if (!element.at("combo_id").absent() || !element.at("combo_trade_id").absent()) out.exclusion = Exclusion::Combo;
    if (!element.at("block_trade_id").absent()) out.exclusion = Exclusion::Block;
    return true;
}

bool Reference::trades(const Node& data, std::string_view instrument) {
    message.kind = Kind::Trades;
    if (data.type != Type::Array || data.items.size() > 5'000) return false;
    for (const Node& element : data.items) {
        if (element.type != Type::Object) return false;
        if (!once(element, {"trade_seq", "timestamp", "price", "amount", "direction", "instrument_name", "block_trade_id", "combo_trade_id",
                            "combo_id", "liquidation"}))
            return false;
        const Node& name = element.at("instrument_name");
        const bool fits = isName(name) && (instrument.empty() || name.text == instrument);
        if (fits && message.symbol.empty()) {
            if (!knows(name.text)) return false;
            message.symbol = name.text;
        }
        Trade one;
        if (!fits || name.text != message.symbol || !trade(element, one)) {
            ++message.bad_elements;
            continue;
        }
        message.trades.push_back(one);
        message.event_time = one.time;
        const Node& who = element.at("liquidation");
        if (who.absent() || who.text == "none") continue;
        Liquidation item;
        if (who.type != Type::Text || (who.text != "T" && who.text != "M" && who.text != "MT") || !decimal(element.at("price"), item.price) ||
            !decimal(element.at("amount"), item.qty)) {
            ++message.bad_elements;
            continue;
        }
        for (const char order : std::string_view("TM")) {
            if (who.text.find(order) == std::string::npos) continue;
            item.side = (order == 'T') == (one.side == Side::Buy) ? Side::Buy : Side::Sell;
            message.low_rate.push_back({message.symbol, one.time, item});
        }
    }
    return true;
}

bool Reference::quote(const Node& data, std::string_view instrument) {
    message.kind = Kind::BookTicker;
    if (data.type != Type::Object) return false;
    if (!once(data, {"timestamp", "instrument_name", "best_bid_price", "best_bid_amount", "best_ask_price", "best_ask_amount"})) return false;
    if (!isName(data.at("instrument_name")) || data.at("instrument_name").text != instrument || !knows(instrument)) return false;
    message.symbol = instrument;
    if (!time(data.at("timestamp"), message.event_time)) return false;
    message.id = static_cast<std::uint64_t>(message.event_time.ns / 1'000'000);
    const auto read = [&](const std::string& name, Level& level, bool& has) {
        const Node& px = data.at("best_" + name + "_price");
        const Node& amount = data.at("best_" + name + "_amount");
        if (px.absent() || amount.absent()) return true;
        Level found;
        if (!price(px, found.price.units, /*zero_allowed=*/true) || !qty(amount, found.qty.units)) return false;
        has = found.qty.units > 0 && (found.price.units != 0 || isCombo(m_symbol));
        if (has) level = found;
        return true;
    };
    return read("bid", message.quote.bid, message.quote.has_bid) && read("ask", message.quote.ask, message.quote.has_ask);
}

bool Reference::ticker(const Node& data, std::string_view instrument) {
    message.kind = Kind::LowRate;
    if (data.type != Type::Object) return false;
    if (!once(data, {"timestamp", "creation_timestamp", "instrument_name", "mark_price", "index_price", "estimated_delivery_price", "funding_8h",
                     "current_funding", "open_interest"}))
        return false;
    if (!isName(data.at("instrument_name")) || data.at("instrument_name").text != instrument || !knows(instrument)) return false;
    message.symbol = instrument;
    const Node& stamp = data.at("timestamp").absent() ? data.at("creation_timestamp") : data.at("timestamp");
    if (!time(stamp, message.event_time)) return false;
    const auto add = [&](bool good, const auto& item) {
        if (good) message.low_rate.push_back({message.symbol, message.event_time, item});
        else ++message.bad_elements;
    };
    const Node& mark_price = data.at("mark_price");
    const Node& index_price = data.at("index_price");
    const Node& delivery = data.at("estimated_delivery_price");
    if (!mark_price.absent() || !index_price.absent()) {
        Mark m;
        m.has_mark = !mark_price.absent();
        m.has_index = !index_price.absent();
        m.has_settle = delivery.type == Type::Number;
        const bool good = (!m.has_mark || decimal(mark_price, m.mark)) && (!m.has_index || decimal(index_price, m.index)) &&
                          (!m.has_settle || decimal(delivery, m.settle_estimate));
        add(good && (isCombo(m_symbol) || (m.mark.mantissa >= 0 && m.index.mantissa >= 0 && m.settle_estimate.mantissa >= 0)), m);
    }
    const Node& of_8h = data.at("funding_8h");
    const Node& current = data.at("current_funding");
    if (!of_8h.absent()) {
        Funding f;
        f.interval_h = 8;
        f.has_estimate = !current.absent();
        const bool good = decimal(of_8h, f.rate) && (!f.has_estimate || decimal(current, f.estimated_rate));
        add(good, f);
    } else if (!current.absent()) {
        Funding f;
        const bool good = decimal(current, f.rate);
        add(good, f);
    }
    if (!data.at("open_interest").absent()) {
        OpenInterest o;
        const bool good = decimal(data.at("open_interest"), o.oi) && o.oi.mantissa >= 0;
        add(good, o);
    }
    return message.bad_elements > 0 || !message.low_rate.empty();
}

bool Reference::chart(const Node& data, std::string_view instrument, std::string_view resolution) {
    message.kind = Kind::LowRate;
    if (data.type != Type::Object || !once(data, {"tick", "open", "high", "low", "close", "volume", "cost"})) return false;
    static const std::regex kFuture("[^-]+-(PERPETUAL|[0-9]{1,2}[A-Z]{3}[0-9]{2})"), kOption("[^-]+-[0-9]{1,2}[A-Z]{3}[0-9]{2}-[^-]+-[CP]"),
        kCombo("[^-]+-[A-Z][^-]*(-[^-]+){1,4}"), kSpot("[^-]*_[^-]*");
    const std::string name(instrument);
    const bool future = std::regex_match(name, kFuture);
    if (!future && !std::regex_match(name, kOption) && !std::regex_match(name, kCombo) && !std::regex_match(name, kSpot)) return false;
    if (!knows(instrument)) return false;
    message.symbol = instrument;
    Kline k;
    const auto digits = resolution.find_first_not_of("0123456789") == std::string_view::npos && resolution.size() < 9;
    std::uint64_t minutes = resolution == "1D" ? 1440 : 0;
    if (minutes == 0 && (!digits || parseU64(resolution, minutes) != Code::Ok || minutes == 0 || minutes > 720)) return false;
    k.period_s = static_cast<std::int32_t>(minutes * 60);
    k.is_closed = false;
    if (!time(data.at("tick"), k.open_time) || k.open_time.ns == 0) return false;
    k.close_time = k.open_time + (k.period_s * kNsPerSec - kNsPerMs);
    if (!price(data.at("open"), k.open.units) || !price(data.at("high"), k.high.units) || !price(data.at("low"), k.low.units) ||
        !price(data.at("close"), k.close.units))
        return false;
    const bool inverse = future && name.find('_') == std::string::npos;
    if (!qty(data.at(inverse ? "cost" : "volume"), k.volume.units)) return false;
    if (!decimal(data.at(inverse ? "volume" : "cost"), k.quote_volume) || k.quote_volume.mantissa < 0) return false;
    message.low_rate.push_back({message.symbol, {}, k});
    return true;
}

bool Reference::subscription(const Node& params) {
    const Node& channel = params.at("channel");
    const Node& data = params.at("data");
    if (!isName(channel)) return false;
    const auto parts = split(channel.text, '.');
    if (parts.size() > 6 || std::count(parts.begin(), parts.end(), std::string_view{}) > 0) return false;
    const std::string_view family = parts[0];
    const std::size_t n = parts.size();
    if (family == "book" && (n == 3 || n == 5)) return book(data, parts[1], n == 5);
    if (family == "trades" && (n == 3 || n == 4)) return trades(data, n == 3 ? parts[1] : std::string_view{});
    if (family == "quote" && n == 2) return quote(data, parts[1]);
    if (family == "ticker" && n == 3) return ticker(data, parts[1]);
    if (family == "chart" && n == 4 && parts[1] == "trades") return chart(data, parts[2], parts[3]);
    if (family == "deribit_volatility_index" && n == 2) {
        message.kind = Kind::LowRate;
        VolIndex v;
        if (data.type != Type::Object || !once(data, {"timestamp", "volatility", "index_name"}) || !isName(data.at("index_name"))) return false;
        if (data.at("index_name").text != parts[1] || !time(data.at("timestamp"), message.event_time)) return false;
        if (!decimal(data.at("volatility"), v.value) || v.value.mantissa < 0) return false;
        message.low_rate.push_back({data.at("index_name").text, message.event_time, v});
        return true;
    }
    if (family == "instrument" && n >= 2 && parts[1] == "state") {
        message.kind = Kind::Catalogue;
        message.symbol = data.at("instrument_name").text;
        return data.type == Type::Object && once(data, {"timestamp", "instrument_name"}) && isName(data.at("instrument_name")) &&
               time(data.at("timestamp"), message.event_time);
    }
    static const std::set<std::string_view> kUnused = {
        "announcements", "block_rfq", "block_trade_confirmations", "deribit_price_index", "deribit_price_ranking", "deribit_price_statistics",
        "estimated_expiration_price", "incremental_ticker", "markprice", "perpetual", "platform_state", "rfq", "user"};
    message.kind = Kind::Unused;
    return kUnused.contains(family);
}

bool Reference::decode(std::string_view text) {
    message.clear();
    m_root = {};
    if (!parseTree(text, m_root) || m_root.type != Type::Object || !once(m_root, {"method", "result", "params"})) return false;
    const Node& params = m_root.at("params");
    const bool has_params = m_root.count("params") > 0;
    if (has_params && (params.type != Type::Object || !once(params, {"channel", "data"}))) return false;
    const bool has_data = params.count("data") > 0;
    if (has_data && !subscription(params)) return false;
    const auto isError = [](const auto& field) { return field.first == "error" && field.second.type != Type::Null; };
    const auto errors = std::count_if(m_root.fields.begin(), m_root.fields.end(), isError);
    if (errors > 0) {
        const Node& error = std::find_if(m_root.fields.begin(), m_root.fields.end(), isError)->second;
        if (errors > 1 || error.type != Type::Object || !once(error, {"code", "message"})) return false;
        if (has_params || m_root.count("result") > 0) return false;
        const auto said = [](const Node& node) { return node.type == Type::Object || node.type == Type::Array ? std::string{} : node.text; };
        const std::string code = said(error.at("code")), words = said(error.at("message"));
        m_note = code + (code.empty() || words.empty() ? "" : " ") + words;
        message.kind = Kind::Refused;
        message.note = m_note;
        return true;
    }
    const Node& method = m_root.at("method");
    if (method.text == "subscription") return has_data;
    if (has_data) return false;
    if (!method.absent()) return method.text == "heartbeat";
    return m_root.count("result") > 0;
}

}  // namespace bw::feed::deribit::test
