// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/mt5_wire.h"

#include "core/feed/sim/text.h"

namespace bw::sim {
namespace {

void appendBidAsk(std::string& out, const SimInstrument& instrument, const SimTick& tick) {
    out += R"(,"bid":)";
    appendFixed(out, tick.bid.units, instrument.price_digits);
    out += R"(,"ask":)";
    appendFixed(out, tick.ask.units, instrument.price_digits);
}

/// Like a language that prints the shortest float: 1.08500 is 1.085, 2650.00 is 2650.0.
void appendShort(std::string& out, std::int64_t units, int digits) {
    std::string text = formatUnitsTrimmed(units, digits);
    if (text.find('.') == std::string::npos) text += ".0";
    out += text;
}

std::string tickV6(const SimInstrument& instrument, const SimTick& tick, std::int64_t epoch_ms, std::int64_t zone_s) {
    std::string out = R"({"v":6,"type":"tick","gw":")";
    out += Mt5Wire::kGateway;
    out += R"(","epoch":)";
    appendInt(out, epoch_ms);
    out += R"(,"seq":)";
    appendInt(out, tick.seq);
    out += R"(,"symbol":")";
    out += instrument.symbol;
    out += '"';
    appendBidAsk(out, instrument, tick);
    out += R"(,"last":0,"volume":0,"volume_real":0,"flags":)";
    appendInt(out, tick.flags);
    out += R"(,"time_msc":)";
    appendInt(out, tick.time_ms + zone_s * 1000);
    out += R"(,"tz_s":)";
    appendInt(out, zone_s);
    out += '}';
    return out;
}

/// `zone_s` empty: without a time.
std::string tickOld(const SimInstrument& instrument, const SimTick& tick, std::optional<std::int64_t> zone_s) {
    std::string out = R"({"type":"TICK","symbol":")";
    out += instrument.symbol;
    out += '"';
    appendBidAsk(out, instrument, tick);
    if (zone_s) {
        out += R"(,"time":)";
        appendInt(out, tick.time_ms + *zone_s * 1000);
    }
    out += '}';
    return out;
}

std::string tickVendor(const SimInstrument& instrument, const SimTick& tick) {
    std::string out = R"({"symbol":")";
    out += instrument.symbol;
    out += R"(","price":)";
    appendShort(out, (tick.bid.units + tick.ask.units) / 2, instrument.price_digits);
    out += R"(,"bid":)";
    appendShort(out, tick.bid.units, instrument.price_digits);
    out += R"(,"ask":)";
    appendShort(out, tick.ask.units, instrument.price_digits);
    out += R"(,"timestamp":)";
    appendInt(out, tick.time_ms / 1000);
    out += R"(,"source":"EODHD"})";
    return out;
}

std::string tickFloatTime(const SimInstrument& instrument, const SimTick& tick, std::int64_t zone_s) {
    std::string out = R"({"symbol":")";
    out += instrument.symbol;
    out += R"(","bid":)";
    appendShort(out, tick.bid.units, instrument.price_digits);
    out += R"(,"ask":)";
    appendShort(out, tick.ask.units, instrument.price_digits);
    out += R"(,"volume":)";
    appendInt(out, tick.volume);
    out += R"(,"spread":)";
    appendShort(out, (tick.ask - tick.bid).units, instrument.price_digits);
    out += R"(,"timestamp":)";
    appendShort(out, tick.time_ms + zone_s * 1000, 3);
    out += R"(,"type":"tick"})";
    return out;
}

}  // namespace

std::optional<Dialect> dialectFromName(std::string_view name) {
    constexpr std::pair<std::string_view, Dialect> kNames[] = {{"v6", Dialect::V6}, {"t1", Dialect::T1},
                                                               {"t2", Dialect::T2}, {"t3", Dialect::T3},
                                                               {"t4", Dialect::T4}, {"mix", Dialect::Mix}};
    for (const auto& [text, dialect] : kNames)
        if (text == name) return dialect;
    return std::nullopt;
}

Dialect Mt5Wire::dialectOf(const SimInstrument& instrument) const {
    if (m_dialect != Dialect::Mix) return m_dialect;
    constexpr Dialect kMix[] = {Dialect::V6, Dialect::T2, Dialect::T4};
    return kMix[(instrument.index - kBookCount) % 3];
}

WireMessage Mt5Wire::tick(const SimInstrument& instrument, const SimTick& tick) const {
    switch (dialectOf(instrument)) {
        case Dialect::T1:
            return {{}, tickOld(instrument, tick, std::nullopt), {}};
        case Dialect::T2:
            return {{}, tickOld(instrument, tick, m_zone_s), {}};
        case Dialect::T3:
            return {std::string(instrument.symbol), tickVendor(instrument, tick), {}};
        case Dialect::T4:
            return {{}, tickFloatTime(instrument, tick, m_zone_s), {}};
        case Dialect::V6:
        case Dialect::Mix:
            break;
    }
    return {"tick." + std::string(instrument.symbol), tickV6(instrument, tick, m_epoch_ms, m_zone_s), {}};
}

WireMessage Mt5Wire::heartbeat(std::uint64_t number, std::int64_t time_ms, std::span<const SymbolSeq> seqs,
                               std::uint64_t sent, std::uint64_t send_fail, bool is_connected) const {
    std::string out = R"({"v":6,"type":"hb","gw":")";
    out += kGateway;
    out += R"(","epoch":)";
    appendInt(out, m_epoch_ms);
    out += R"(,"n":)";
    appendInt(out, number);
    out += R"(,"interval_ms":1000,"time_msc":)";
    appendInt(out, time_ms + m_zone_s * 1000);
    out += R"(,"tz_s":)";
    appendInt(out, m_zone_s);
    out += R"(,"seqs":{)";
    for (const auto& [instrument, seq] : seqs) {
        if (dialectOf(*instrument) != Dialect::V6) continue;
        out += out.back() == '{' ? "\"" : ",\"";
        out += instrument->symbol;
        out += "\":";
        appendInt(out, seq);
    }
    out += R"(},"sent":)";
    appendInt(out, sent);
    out += R"(,"send_fail":)";
    appendInt(out, send_fail);
    out += R"(,"trade_mode":0,"connected":)";
    out += is_connected ? "true}" : "false}";
    return {"hb." + std::string(kGateway), std::move(out), {}};
}

WireMessage Mt5Wire::spec(const SimInstrument& instrument) {
    std::string out = R"({"v":6,"type":"spec","symbol":")";
    out += instrument.symbol;
    out += R"(","digits":)";
    appendInt(out, instrument.price_digits);
    out += R"(,"point":)";
    appendFixed(out, 1, instrument.price_digits);
    out += R"(,"contract_size":)";
    out += instrument.base == "XAU" ? "100" : "100000";
    out += R"(,"volume_step":0.01,"base":")";
    out += instrument.base;
    out += R"(","profit":")";
    out += instrument.quote;
    out += R"(","sessions":[)";  // the demo market never closes
    for (int day = 0; day < 7; ++day) {
        out += day == 0 ? "[" : ",[";
        appendInt(out, day);
        out += R"(,"00:00","24:00"])";
    }
    out += "]}";
    return {"spec." + std::string(instrument.symbol), std::move(out), {}};
}

}  // namespace bw::sim
