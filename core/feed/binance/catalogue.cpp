// SPDX-License-Identifier: GPL-3.0-or-later
// REST exchangeInfo. Read each few hours, so the DOM parser serves.
#include <simdjson.h>

#include <string>

#include "core/feed/binance/decoder.h"
#include "core/feed/binance/decoder_impl.h"
#include "core/feed/level_rules.h"

namespace bw::feed::binance {
namespace {

namespace dom = simdjson::dom;

std::string_view textOf(dom::element entry, std::string_view key) {
    std::string_view text;
    return entry[key].get_string().get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

/// COIN-M counts contracts of a fixed worth in its quote currency, others count base coins. False: a size that cannot be
/// read exactly.
bool readUnit(dom::element entry, InstrumentSpec& out) {
    out.qty_unit = out.base;
    const auto size = entry["contractSize"];
    if (size.error() != simdjson::SUCCESS || size.is_null()) return true;
    std::string_view text;
    std::int64_t whole = 0;
    if (size.get_string().get(text) == simdjson::SUCCESS) {
        if (parseDecimal(text, out.contract_value) != Code::Ok) return false;
    } else if (size.get_int64().get(whole) == simdjson::SUCCESS) {
        if (parseDecimal(std::to_string(whole), out.contract_value) != Code::Ok) return false;
    } else {
        return false;
    }
    if (out.contract_value.mantissa <= 0) return false;
    out.qty_unit = "contracts";
    out.contract_ccy = out.quote;
    return true;
}

bool readDigits(dom::element entry, Digits& out) {
    int price = -1, qty = -1;
    dom::array filters;
    if (entry["filters"].get_array().get(filters) != simdjson::SUCCESS) return false;
    for (const dom::element filter : filters) {
        const std::string_view type = textOf(filter, "filterType");
        if (type == "PRICE_FILTER") price = decimalsOf(textOf(filter, "tickSize"));
        if (type == "LOT_SIZE") qty = decimalsOf(textOf(filter, "stepSize"));
    }
    if (price < 0 || qty < 0 || price > kDefaultDigits || qty > kDefaultDigits) return false;
    out = {price, qty};
    return true;
}

bool readSpec(dom::element entry, InstrumentSpec& out) {
    out.symbol = textOf(entry, "symbol");
    out.base = textOf(entry, "baseAsset");
    out.quote = textOf(entry, "quoteAsset");
    out.settle = textOf(entry, "marginAsset");
    if (out.symbol.empty() || !readDigits(entry, out.digits) || !readUnit(entry, out)) return false;
    std::uint64_t delivery = 0;  // of a perpetual: Christmas 2100, which is no time of ours
    if (entry["deliveryDate"].get_uint64().get(delivery) == simdjson::SUCCESS) out.expiry = {timeByMagnitude(delivery)};
    const std::string_view status = textOf(entry, "status");  // COIN-M says contractStatus
    const std::string_view said = status.empty() ? textOf(entry, "contractStatus") : status;
    out.trading = said.empty() || said == "TRADING";
    return true;
}

}  // namespace

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
