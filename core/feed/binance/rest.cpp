// SPDX-License-Identifier: GPL-3.0-or-later
// REST bodies: klines and exchangeInfo. Off the hot path, so the DOM parser serves.
#include <simdjson.h>

#include <string>

#include "core/feed/binance/decoder.h"
#include "core/feed/binance/decoder_impl.h"
#include "core/feed/level_rules.h"
#include "core/model/frame.h"

namespace bw::feed::binance {
namespace {

namespace dom = simdjson::dom;

bool units(dom::element element, int digits, std::int64_t& out) {
    std::string_view text;
    return element.get_string().get(text) == simdjson::SUCCESS && parseUnits(text, digits, out) == Code::Ok && out >= 0;
}

bool readSpec(dom::element entry, InstrumentSpec& out) {
    std::string_view symbol, base, quote;
    if (entry["symbol"].get_string().get(symbol) != simdjson::SUCCESS) return false;
    if (entry["baseAsset"].get_string().get(base) == simdjson::SUCCESS) out.base = base;
    if (entry["quoteAsset"].get_string().get(quote) == simdjson::SUCCESS) out.quote = quote;
    out.symbol = symbol;
    int price = -1, qty = -1;
    dom::array filters;
    if (entry["filters"].get_array().get(filters) != simdjson::SUCCESS) return false;
    for (const dom::element filter : filters) {
        std::string_view type, step;
        if (filter["filterType"].get_string().get(type) != simdjson::SUCCESS) continue;
        if (type == "PRICE_FILTER" && filter["tickSize"].get_string().get(step) == simdjson::SUCCESS) price = decimalsOf(step);
        if (type == "LOT_SIZE" && filter["stepSize"].get_string().get(step) == simdjson::SUCCESS) qty = decimalsOf(step);
    }
    if (price < 0 || qty < 0 || price > kDefaultDigits || qty > kDefaultDigits) return false;
    out.digits = {price, qty};
    return true;
}

}  // namespace

Code Decoder::decodeKlines(std::string_view bytes, Digits digits, std::vector<Kline>& out) {
    out.clear();
    dom::parser parser;
    dom::array rows;
    if (parser.parse(bytes.data(), bytes.size()).get_array().get(rows) != simdjson::SUCCESS) return Code::JsonSyntax;
    for (const dom::element row : rows) {
        dom::array cells;
        if (row.get_array().get(cells) != simdjson::SUCCESS) return Code::FieldType;
        if (cells.size() < 10) return Code::FieldMissing;
        Kline k;
        std::uint64_t open_time = 0, count = 0;
        const bool good = cells.at(0).get_uint64().get(open_time) == simdjson::SUCCESS &&
                          units(cells.at(1).value(), digits.price, k.open.units) && units(cells.at(2).value(), digits.price, k.high.units) &&
                          units(cells.at(3).value(), digits.price, k.low.units) && units(cells.at(4).value(), digits.price, k.close.units) &&
                          units(cells.at(5).value(), digits.qty, k.volume.units) && cells.at(8).get_uint64().get(count) == simdjson::SUCCESS &&
                          units(cells.at(9).value(), digits.qty, k.taker_buy.units);
        if (!good) return Code::FieldType;
        k.open_time = {timeByMagnitude(open_time)};
        k.count = static_cast<std::uint32_t>(count);
        out.push_back(k);
    }
    return Code::Ok;
}

Code Decoder::decodeCatalogue(std::string_view bytes, std::vector<InstrumentSpec>& out, std::size_t& skipped) {
    out.clear();
    skipped = 0;
    dom::parser parser;
    dom::array symbols;
    if (parser.parse(bytes.data(), bytes.size())["symbols"].get_array().get(symbols) != simdjson::SUCCESS)
        return Code::FieldMissing;
    for (const dom::element entry : symbols) {
        InstrumentSpec spec;
        if (readSpec(entry, spec)) out.push_back(std::move(spec));
        else ++skipped;
    }
    return Code::Ok;
}

}  // namespace bw::feed::binance
