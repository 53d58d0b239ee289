// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/binance_wire.h"

#include <algorithm>

#include "core/feed/sim/text.h"

namespace bw::sim {
namespace {

void appendTime(std::string& out, std::int64_t time_ms, TimeUnit unit) {
    appendInt(out, unit == TimeUnit::Us ? time_ms * 1000 : time_ms);
}

void appendPrice(std::string& out, const SimInstrument& i, Price price) {
    out += '"';
    appendFixed(out, price.units, i.price_digits, i.price_pad);
    out += '"';
}

void appendQty(std::string& out, const SimInstrument& i, Qty qty) {
    out += '"';
    appendFixed(out, qty.units, i.qty_digits, i.qty_pad);
    out += '"';
}

/// A quote amount: the product of a price and a quantity.
void appendQuote(std::string& out, const SimInstrument& i, std::int64_t units) {
    out += '"';
    appendFixed(out, units, i.price_digits + i.qty_digits, std::max(i.price_digits + i.qty_digits, i.price_pad));
    out += '"';
}

void appendLevels(std::string& out, const SimInstrument& i, const std::vector<Level>& levels) {
    out += '[';
    for (const Level& level : levels) {
        out += out.back() == '[' ? "[" : ",[";
        appendPrice(out, i, level.price);
        out += ',';
        appendQty(out, i, level.qty);
        out += ']';
    }
    out += ']';
}

void appendHead(std::string& out, const SimInstrument& i, Stream stream) {
    out += R"({"stream":")";
    out += i.stream_name;
    out += '@';
    out += streamSuffix(stream);
    out += R"(","data":{)";
}

void appendSymbol(std::string& out, const SimInstrument& i) {
    out += R"(,"s":")";
    out += i.symbol;
    out += '"';
}

}  // namespace

std::string_view streamSuffix(Stream stream) {
    switch (stream) {
        case Stream::Depth100:
            return "depth@100ms";
        case Stream::DepthStep:
            return "depth@0ms";
        case Stream::Top:
            return "bookTicker";
        case Stream::Trade:
            return "trade";
        case Stream::Kline:
            return "kline_1m";
    }
    return "";
}

void appendDepth(std::string& out, const SimInstrument& i, const DepthUpdate& update, Stream stream, TimeUnit unit) {
    appendHead(out, i, stream);
    out += R"("e":"depthUpdate","E":)";
    appendTime(out, update.time_ms, unit);
    if (i.venue == Venue::Usdm) {
        out += R"(,"T":)";
        appendTime(out, update.transaction_ms, unit);
    }
    appendSymbol(out, i);
    out += R"(,"U":)";
    appendInt(out, update.first_id);
    out += R"(,"u":)";
    appendInt(out, update.last_id);
    if (i.venue == Venue::Usdm) {
        out += R"(,"pu":)";
        appendInt(out, update.prev_last_id);
    }
    out += R"(,"b":)";
    appendLevels(out, i, update.bids);
    out += R"(,"a":)";
    appendLevels(out, i, update.asks);
    out += "}}";
}

void appendTop(std::string& out, const SimInstrument& i, const SimTop& top) {
    appendHead(out, i, Stream::Top);
    out += i.venue == Venue::Usdm ? R"("e":"bookTicker","u":)" : R"("u":)";
    appendInt(out, top.update_id);
    appendSymbol(out, i);
    out += R"(,"b":)";
    appendPrice(out, i, top.bid.price);
    out += R"(,"B":)";
    appendQty(out, i, top.bid.qty);
    out += R"(,"a":)";
    appendPrice(out, i, top.ask.price);
    out += R"(,"A":)";
    appendQty(out, i, top.ask.qty);
    if (i.venue == Venue::Usdm) {  // a spot ticker carries no time
        out += R"(,"T":)";
        appendInt(out, top.time_ms);
        out += R"(,"E":)";
        appendInt(out, top.time_ms);
    }
    out += "}}";
}

void appendTrade(std::string& out, const SimInstrument& i, const SimTrade& trade, TimeUnit unit) {
    appendHead(out, i, Stream::Trade);
    out += R"("e":"trade","E":)";
    appendTime(out, trade.time_ms, unit);
    if (i.venue == Venue::Usdm) {
        out += R"(,"T":)";
        appendTime(out, trade.time_ms, unit);
    }
    appendSymbol(out, i);
    out += R"(,"t":)";
    appendInt(out, trade.id);
    out += R"(,"p":)";
    appendPrice(out, i, trade.price);
    out += R"(,"q":)";
    appendQty(out, i, trade.qty);
    if (i.venue == Venue::Usdm) {
        out += R"(,"X":"MARKET")";
    } else {
        out += R"(,"T":)";
        appendTime(out, trade.time_ms, unit);
    }
    out += trade.buyer_is_maker ? R"(,"m":true)" : R"(,"m":false)";
    out += i.venue == Venue::Usdm ? "}}" : R"(,"M":true}})";
}

void appendKline(std::string& out, const SimInstrument& i, const Bar& bar, bool is_closed, std::int64_t time_ms,
                 TimeUnit unit) {
    appendHead(out, i, Stream::Kline);
    out += R"("e":"kline","E":)";
    appendTime(out, time_ms, unit);
    appendSymbol(out, i);
    out += R"(,"k":{"t":)";
    appendTime(out, bar.open_ms, unit);
    out += R"(,"T":)";
    // The last unit of the bar: ...999 ms, ...999999 us.
    appendInt(out, unit == TimeUnit::Us ? (bar.open_ms + kBarMs) * 1000 - 1 : bar.open_ms + kBarMs - 1);
    appendSymbol(out, i);
    out += R"(,"i":"1m","f":)";
    appendInt(out, bar.first_id);
    out += R"(,"L":)";
    appendInt(out, bar.last_id);
    const auto price = [&](std::string_view key, Price value) {
        out += key;
        appendPrice(out, i, value);
    };
    price(R"(,"o":)", bar.open);
    price(R"(,"c":)", bar.close);
    price(R"(,"h":)", bar.high);
    price(R"(,"l":)", bar.low);
    out += R"(,"v":)";
    appendQty(out, i, bar.volume);
    out += R"(,"n":)";
    appendInt(out, bar.count);
    out += is_closed ? R"(,"x":true,"q":)" : R"(,"x":false,"q":)";
    appendQuote(out, i, bar.quote_volume);
    out += R"(,"V":)";
    appendQty(out, i, bar.taker_buy);
    out += R"(,"Q":)";
    appendQuote(out, i, bar.taker_buy_quote);
    out += R"(,"B":"0"}}})";
}

void appendSnapshotBody(std::string& out, const SimInstrument& i, const SimSnapshot& snapshot) {
    out += R"({"lastUpdateId":)";
    appendInt(out, snapshot.last_id);
    if (i.venue == Venue::Usdm) {
        out += R"(,"E":)";
        appendInt(out, snapshot.time_ms);
        out += R"(,"T":)";
        appendInt(out, snapshot.transaction_ms);
    }
    out += R"(,"bids":)";
    appendLevels(out, i, snapshot.bids);
    out += R"(,"asks":)";
    appendLevels(out, i, snapshot.asks);
    out += '}';
}

void appendTradesBody(std::string& out, const SimInstrument& i, std::span<const SimTrade> trades) {
    out += '[';
    for (const SimTrade& trade : trades) {
        out += out.back() == '[' ? R"({"id":)" : R"(,{"id":)";
        appendInt(out, trade.id);
        out += R"(,"price":)";
        appendPrice(out, i, trade.price);
        out += R"(,"qty":)";
        appendQty(out, i, trade.qty);
        out += R"(,"quoteQty":)";
        appendQuote(out, i, trade.price.units * trade.qty.units);
        out += R"(,"time":)";
        appendInt(out, trade.time_ms);
        out += trade.buyer_is_maker ? R"(,"isBuyerMaker":true)" : R"(,"isBuyerMaker":false)";
        out += i.venue == Venue::Spot ? R"(,"isBestMatch":true})" : "}";
    }
    out += ']';
}

void appendKlinesBody(std::string& out, const SimInstrument& i, std::span<const Bar> bars) {
    out += '[';
    for (const Bar& bar : bars) {
        out += out.back() == '[' ? "[" : ",[";
        appendInt(out, bar.open_ms);
        for (const Price price : {bar.open, bar.high, bar.low, bar.close}) {
            out += ',';
            appendPrice(out, i, price);
        }
        out += ',';
        appendQty(out, i, bar.volume);
        out += ',';
        appendInt(out, bar.open_ms + kBarMs - 1);
        out += ',';
        appendQuote(out, i, bar.quote_volume);
        out += ',';
        appendInt(out, bar.count);
        out += ',';
        appendQty(out, i, bar.taker_buy);
        out += ',';
        appendQuote(out, i, bar.taker_buy_quote);
        out += R"(,"0"])";
    }
    out += ']';
}

void appendTimeBody(std::string& out, std::int64_t time_ms) {
    out += R"({"serverTime":)";
    appendInt(out, time_ms);
    out += '}';
}

void appendExchangeInfoBody(std::string& out, Venue venue, std::int64_t time_ms) {
    out += R"({"timezone":"UTC","serverTime":)";
    appendInt(out, time_ms);
    out += R"(,"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":)";
    out += venue == Venue::Spot ? "6000}" : "2400}";
    if (venue == Venue::Spot)
        out += R"(,{"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":61000})";
    out += R"(],"exchangeFilters":[],"symbols":[)";
    for (const SimInstrument& i : instruments()) {
        if (i.venue != venue) continue;
        out += out.back() == '[' ? R"({"symbol":")" : R"(,{"symbol":")";
        out += i.symbol;
        out += R"(","status":"TRADING","baseAsset":")";
        out += i.base;
        out += R"(","quoteAsset":")";
        out += i.quote;
        if (venue == Venue::Usdm) {
            out += R"(","pair":")";
            out += i.symbol;
            out += R"(","contractType":"PERPETUAL","deliveryDate":4133404800000,"marginAsset":"USDT)";
        }
        out += R"(","filters":[{"filterType":"PRICE_FILTER","minPrice":)";
        appendPrice(out, i, Price{i.tick_units});
        out += R"(,"maxPrice":)";
        appendPrice(out, i, Price{i.start_units * 16});
        out += R"(,"tickSize":)";
        appendPrice(out, i, Price{i.tick_units});
        out += R"(},{"filterType":"LOT_SIZE","minQty":)";
        appendQty(out, i, Qty{1});
        out += R"(,"maxQty":)";
        appendQty(out, i, Qty{kPow10[i.qty_digits + 4]});
        out += R"(,"stepSize":)";
        appendQty(out, i, Qty{1});
        out += "}]}";
    }
    out += "]}";
}

}  // namespace bw::sim
