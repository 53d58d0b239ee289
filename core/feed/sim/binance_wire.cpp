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

/// A signed amount of 8 decimals.
void appendE8(std::string& out, std::string_view key, std::int64_t units) {
    out += key;
    out += units < 0 ? "\"-" : "\"";
    appendFixed(out, units < 0 ? -units : units, 8);
    out += '"';
}

}  // namespace

std::string_view streamSuffix(Stream stream) {
    constexpr std::string_view kSuffixes[kStreamCount] = {
        "depth@100ms",   "depth@0ms",     "bookTicker",  "trade",         "kline_1m",       "aggTrade",
        "markPrice@1s",  "forceOrder",    "depth5",      "depth10",       "depth20",        "depth5@100ms",
        "depth10@100ms", "depth20@100ms", "depth5@500ms", "depth10@500ms", "depth20@500ms"};
    return kSuffixes[static_cast<std::size_t>(stream)];
}

PartialDepth partialDepth(Stream stream) {
    if (stream < Stream::Depth5) return {};
    const int n = static_cast<int>(stream) - static_cast<int>(Stream::Depth5);
    constexpr int kLevels[] = {5, 10, 20}, kEvery[] = {3, 1, 5};  // without a speed about each 250 ms
    return {kLevels[n % 3], kEvery[n / 3]};
}

bool isMarketEntry(Stream stream) {
    return stream == Stream::Kline || stream == Stream::AggTrade || stream == Stream::MarkPrice ||
           stream == Stream::ForceOrder;
}

bool hasStream(Venue venue, Stream stream) {
    return venue == Venue::Usdm || (venue == Venue::Spot && stream != Stream::MarkPrice && stream != Stream::ForceOrder);
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

void appendAggTrade(std::string& out, const SimInstrument& i, const SimAggTrade& trade, TimeUnit unit) {
    appendHead(out, i, Stream::AggTrade);
    out += R"("e":"aggTrade","E":)";
    appendTime(out, trade.time_ms, unit);
    appendSymbol(out, i);
    out += R"(,"a":)";
    appendInt(out, trade.id);
    out += R"(,"p":)";
    appendPrice(out, i, trade.price);
    out += R"(,"q":)";
    appendQty(out, i, trade.qty);
    if (i.venue == Venue::Usdm) {
        out += R"(,"nq":)";
        appendQty(out, i, trade.qty);
    }
    out += R"(,"f":)";
    appendInt(out, trade.first_id);
    out += R"(,"l":)";
    appendInt(out, trade.last_id);
    out += R"(,"T":)";
    appendTime(out, trade.time_ms, unit);
    out += trade.buyer_is_maker ? R"(,"m":true)" : R"(,"m":false)";
    out += i.venue == Venue::Usdm ? R"(,"st":1}})" : R"(,"M":true}})";
}

void appendMark(std::string& out, const SimInstrument& i, const SimMark& mark) {
    appendHead(out, i, Stream::MarkPrice);
    out += R"("e":"markPriceUpdate","E":)";
    appendInt(out, mark.time_ms);
    appendSymbol(out, i);
    appendE8(out, R"(,"p":)", mark.mark_e8);
    appendE8(out, R"(,"ap":)", mark.mark_e8);
    appendE8(out, R"(,"P":)", mark.index_e8);
    appendE8(out, R"(,"i":)", mark.index_e8);
    appendE8(out, R"(,"r":)", mark.funding_e8);
    out += R"(,"T":)";
    appendInt(out, mark.next_funding_ms);
    out += R"(,"st":1}})";
}

void appendLiquidation(std::string& out, const SimInstrument& i, const SimLiquidation& order) {
    appendHead(out, i, Stream::ForceOrder);
    out += R"("e":"forceOrder","E":)";
    appendInt(out, order.time_ms);
    out += R"(,"o":{"s":")";
    out += i.symbol;
    out += order.is_buy ? R"(","S":"BUY")" : R"(","S":"SELL")";
    out += R"(,"o":"LIMIT","f":"IOC","q":)";
    appendQty(out, i, order.qty);
    out += R"(,"p":)";
    appendPrice(out, i, order.price);
    out += R"(,"ap":)";
    appendPrice(out, i, order.average);
    out += R"(,"X":"FILLED","l":)";
    appendQty(out, i, order.last_qty);
    out += R"(,"z":)";
    appendQty(out, i, order.qty);
    out += R"(,"T":)";
    appendInt(out, order.time_ms);
    out += R"(,"ps":")";
    out += i.symbol;
    out += R"(","st":1}}})";
}

void appendPartialDepth(std::string& out, const SimInstrument& i, const SimSnapshot& top, Stream stream) {
    appendHead(out, i, stream);
    if (i.venue == Venue::Usdm) {
        out += R"("e":"depthUpdate","E":)";
        appendInt(out, top.time_ms);
        out += R"(,"T":)";
        appendInt(out, top.transaction_ms);
        appendSymbol(out, i);
        for (const std::string_view key : {R"(,"U":)", R"(,"u":)", R"(,"pu":)"}) {
            out += key;
            appendInt(out, top.last_id);
        }
        out += R"(,"b":)";
    } else {
        out += R"("lastUpdateId":)";
        appendInt(out, top.last_id);
        out += R"(,"bids":)";
    }
    appendLevels(out, i, top.bids);
    out += i.venue == Venue::Usdm ? R"(,"a":)" : R"(,"asks":)";
    appendLevels(out, i, top.asks);
    out += "}}";
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

void appendAggTradesBody(std::string& out, const SimInstrument& i, std::span<const SimAggTrade> trades) {
    out += '[';
    for (const SimAggTrade& trade : trades) {
        out += out.back() == '[' ? R"({"a":)" : R"(,{"a":)";
        appendInt(out, trade.id);
        out += R"(,"p":)";
        appendPrice(out, i, trade.price);
        out += R"(,"q":)";
        appendQty(out, i, trade.qty);
        out += R"(,"f":)";
        appendInt(out, trade.first_id);
        out += R"(,"l":)";
        appendInt(out, trade.last_id);
        out += R"(,"T":)";
        appendInt(out, trade.time_ms);
        out += trade.buyer_is_maker ? R"(,"m":true)" : R"(,"m":false)";
        out += i.venue == Venue::Spot ? R"(,"M":true})" : "}";
    }
    out += ']';
}

void appendPremiumBody(std::string& out, const SimInstrument& i, const SimMark& mark) {
    out += R"({"symbol":")";
    out += i.symbol;
    out += '"';
    appendE8(out, R"(,"markPrice":)", mark.mark_e8);
    appendE8(out, R"(,"indexPrice":)", mark.index_e8);
    appendE8(out, R"(,"estimatedSettlePrice":)", mark.index_e8);
    appendE8(out, R"(,"lastFundingRate":)", mark.funding_e8);
    out += R"(,"interestRate":"0.00010000","nextFundingTime":)";
    appendInt(out, mark.next_funding_ms);
    out += R"(,"time":)";
    appendInt(out, mark.time_ms);
    out += '}';
}

void appendFundingInfoBody(std::string& out) {
    out += '[';
    for (const SimInstrument& i : instruments()) {
        if (i.venue != Venue::Usdm) continue;
        out += out.back() == '[' ? R"({"symbol":")" : R"(,{"symbol":")";
        out += i.symbol;
        out += R"(","adjustedFundingRateCap":"0.02000000","adjustedFundingRateFloor":"-0.02000000",)";
        out += R"("fundingIntervalHours":8})";
    }
    out += ']';
}

void appendOpenInterestBody(std::string& out, const SimInstrument& i, Qty contracts, std::int64_t time_ms) {
    out += R"({"symbol":")";
    out += i.symbol;
    out += R"(","openInterest":)";
    appendQty(out, i, contracts);
    out += R"(,"time":)";
    appendInt(out, time_ms);
    out += '}';
}

void appendRatiosBody(std::string& out, const SimInstrument& i, std::span<const SimRatio> ratios) {
    out += '[';
    for (const SimRatio& ratio : ratios) {
        out += out.back() == '[' ? R"({"symbol":")" : R"(,{"symbol":")";
        out += i.symbol;
        const auto value = [&](std::string_view key, std::int64_t e4) {
            out += key;
            appendFixed(out, e4, 4);
            out += '"';
        };
        value(R"(","longShortRatio":")", ratio.long_e4 * 10'000 / (10'000 - ratio.long_e4));
        value(R"(,"longAccount":")", ratio.long_e4);
        value(R"(,"shortAccount":")", 10'000 - ratio.long_e4);
        out += R"(,"timestamp":)";
        appendInt(out, ratio.time_ms);
        out += '}';
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
