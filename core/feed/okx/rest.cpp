// SPDX-License-Identifier: GPL-3.0-or-later
// REST bodies: {"code":"0","msg":"","data":[…]}. Off the hot path: checked once, then the data are read.
#include <algorithm>

#include "core/feed/level_rules.h"
#include "core/feed/okx/decoder.h"
#include "core/feed/okx/rows.h"
#include "core/feed/okx/values.h"
#include "core/model/frame.h"

namespace bw::feed::okx {
namespace {

struct Reply {
    Token code, msg;
    const char* data = nullptr;
};

/// Finds the parts of a reply; the cursor then stands at its data. A stream's message has no code. Codes: those of the
/// text, VenueError, FieldMissing.
Code readReply(JsonCursor& json, Reply& reply) {
    Code code = json.object([&](std::string_view key) {
        if (key == "code") return json.token(reply.code);
        if (key == "msg") return json.token(reply.msg);
        if (key == "data") reply.data = json.position();
        return json.skip();
    });
    if (code == Code::Ok) code = json.finish();
    if (code != Code::Ok) return code;
    if (reply.code.has() && reply.code.text != "0") return Code::VenueError;  // even with HTTP 200
    if (reply.data == nullptr) return Code::FieldMissing;
    json.seek(reply.data);
    return Code::Ok;
}

Code readRows(std::string_view purpose, JsonCursor& json, RowContext& context) {
    if (purpose == "trades") return readTrades(json, context);
    if (purpose == "funding") return readLowRate(json, context, ChannelKind::Funding);
    if (purpose == "open_interest") return readLowRate(json, context, ChannelKind::OpenInterest);
    if (purpose == "mark") return readLowRate(json, context, ChannelKind::Mark);
    if (purpose == "ratio_position") return readRatios(json, context, LongShort::Basis::TopPosition);
    if (purpose == "ratio_account") return readRatios(json, context, LongShort::Basis::TopAccount);
    if (purpose == "ratio_all") return readRatios(json, context, LongShort::Basis::AllAccount);
    constexpr std::string_view kKlines = "klines";
    if (!purpose.starts_with(kKlines)) return Code::StreamUnknown;
    purpose.remove_prefix(kKlines.size());
    context.period_s = purpose.empty() ? 60 : purpose.front() == '_' ? periodOf(purpose.substr(1)) : 0;
    if (context.period_s == 0) return Code::StreamUnknown;
    context.digits = context.symbols.resolve({});  // the body does not say whose bars they are
    return context.digits == nullptr ? Code::SnapshotOrphan : readLowRate(json, context, ChannelKind::Candle);
}

/// Exact product; false past the range.
bool multiply(const Decimal& a, const Decimal& b, Decimal& out) {
    const Int128 mantissa = Int128{a.mantissa} * b.mantissa;
    if (mantissa > kMantissaMax || mantissa < -Int128{kMantissaMax}) return false;
    out = {static_cast<std::int64_t>(mantissa), mantissa == 0 ? 0 : a.exponent + b.exponent};
    while (out.exponent < 0 && out.mantissa % 10 == 0 && out.mantissa != 0) {
        out.mantissa /= 10;
        ++out.exponent;
    }
    return true;
}

struct SpecRow {
    Token type, inst, base, quote, settle, family, underlying, tick, lot, value, multiplier, value_ccy, state, expiry;
};
struct SpecField {
    std::string_view name;
    Token SpecRow::*token;
};
constexpr SpecField kSpecFields[] = {
    {"instType", &SpecRow::type},   {"instId", &SpecRow::inst},       {"baseCcy", &SpecRow::base},
    {"quoteCcy", &SpecRow::quote},  {"settleCcy", &SpecRow::settle},  {"instFamily", &SpecRow::family},
    {"uly", &SpecRow::underlying},  {"tickSz", &SpecRow::tick},       {"lotSz", &SpecRow::lot},
    {"ctVal", &SpecRow::value},     {"ctMult", &SpecRow::multiplier}, {"ctValCcy", &SpecRow::value_ccy},
    {"state", &SpecRow::state},     {"expTime", &SpecRow::expiry}};

std::string_view marketOfType(std::string_view type) {
    if (type == "SPOT") return "spot";
    if (type == "SWAP") return "swap";
    if (type == "FUTURES") return "futures";
    return type == "OPTION" ? "option" : std::string_view{};
}

/// False when a contract says no value.
bool readContract(const SpecRow& row, InstrumentSpec& out) {
    out.qty_unit = "contracts";
    out.contract_ccy = words(row.value_ccy);
    Decimal value;
    Decimal multiplier{1, 0};
    if (readUnsigned(row.value, value) != Code::Ok) return false;
    if (row.multiplier.has() && readUnsigned(row.multiplier, multiplier) != Code::Ok) return false;
    // "BTC-USD", also of BTC-USD_UM: the pair whose price it is.
    const std::string_view pair = row.underlying.has() ? words(row.underlying) : words(row.family);
    const std::size_t dash = pair.find('-');
    if (dash != std::string_view::npos) {
        out.base = pair.substr(0, dash);
        out.quote = pair.substr(dash + 1, pair.find('_', dash) - dash - 1);
    }
    return multiply(value, multiplier, out.contract_value) && out.contract_value.mantissa > 0;
}

bool readSpec(const SpecRow& row, InstrumentSpec& out) {
    std::string_view symbol;
    const std::string_view market = marketOfType(words(row.type));
    if (market.empty() || readSymbol(row.inst, symbol) != Code::Ok) return false;
    out.symbol = symbol;
    out.market = market;
    out.settle = words(row.settle);
    out.digits = {decimalsOf(words(row.tick)), decimalsOf(words(row.lot))};
    constexpr int kDigitsSane = 12;  // the finest tick has 11; a quantity of 10^6 still fits
    if (out.digits.price < 0 || out.digits.qty < 0 || out.digits.price > kDigitsSane || out.digits.qty > kDigitsSane) return false;
    out.expiry = readTime(row.expiry);
    out.trading = words(row.state) == "live";
    if (market != "spot") return readContract(row, out);
    out.base = words(row.base);
    out.quote = words(row.quote);
    out.qty_unit = out.base;
    return true;
}

}  // namespace

Code Decoder::decodeRest(std::string_view purpose, std::string_view bytes, SymbolResolver& symbols, Message& out) {
    out.clear();
    if (bytes.empty()) return Code::JsonSyntax;
    JsonCursor json(ended(bytes));
    Reply reply;
    Code code = readReply(json, reply);
    if (code == Code::VenueError) {
        out.note = words(reply.msg);
        if (readU64(reply.code, out.id) != Code::Ok) out.id = 0;
    }
    if (code != Code::Ok) return code;
    RowContext context{symbols, out};
    if (code = readRows(purpose, json, context); code != Code::Ok) return code;
    std::reverse(out.trades.begin(), out.trades.end());
    std::reverse(out.low_rate.begin(), out.low_rate.end());
    if (!out.trades.empty()) out.event_time = out.trades.back().time;
    if (!out.low_rate.empty()) out.event_time = out.low_rate.back().time;
    return Code::Ok;
}

Code Decoder::decodeCatalogue(std::string_view bytes, std::vector<InstrumentSpec>& out, std::size_t& skipped) {
    out.clear();
    skipped = 0;
    if (bytes.empty()) return Code::JsonSyntax;
    JsonCursor json(ended(bytes));
    Reply reply;
    if (const Code code = readReply(json, reply); code != Code::Ok) return code;
    return json.array([&]() -> Code {
        if (json.peek() != '{') {
            ++skipped;
            return json.skip();
        }
        SpecRow row;
        const Code code = json.object([&](std::string_view key) {
            for (const SpecField& field : kSpecFields)
                if (field.name == key) return json.token(row.*field.token);
            return json.skip();
        });
        if (code != Code::Ok) return code;
        InstrumentSpec spec;
        if (readSpec(row, spec)) out.push_back(std::move(spec));
        else ++skipped;
        return Code::Ok;
    });
}

}  // namespace bw::feed::okx
