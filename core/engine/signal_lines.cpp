// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/signal_lines.h"

#include "core/model/json_writer.h"

namespace bw::engine {
namespace {

constexpr int kScoreDecimals = 2, kStatDecimals = 4;

/// price2 is twice the price: exact with one decimal more.
std::string priceText(std::int64_t price2, int digits) {
    return formatUnitsTrimmed(static_cast<Int128>(price2) * 5, digits + 1);
}

std::string hex64(std::uint64_t value) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    for (int shift = 60; shift >= 0; shift -= 4) out += kHex[(value >> shift) & 15];
    return out;
}

void stat(JsonWriter& json, std::string_view name, const Stat& value) {
    if (value.has()) json.number(name, value.value, kStatDecimals);
    else json.null(name);
}

void text(JsonWriter& json, std::string_view name, std::string_view value) {
    if (value.empty()) json.null(name);
    else json.str(name, value);
}

void reasonList(JsonWriter& json, std::string_view name, std::uint64_t reasons) {
    json.openList(name);
    for (std::size_t i = 1; i < kReasons; ++i)
        if (reasons >> i & 1) json.str({}, reasonName(static_cast<Reason>(i)));
    json.closeList();
}

void point(JsonWriter& json, std::string_view name, const PivotPoint& p) {
    json.open(name).integer("index", p.index).integer("t_ns", p.t_ns).close();
}

void head(JsonWriter& json, std::string_view kind, const SeriesName& of) {
    json.open().str("kind", kind).str("instrument", of.instrument).str("sampling", of.sampling);
}

/// The inside of the object.
std::string members(JsonWriter& json) { return json.take().substr(1); }

void probability(JsonWriter& json, std::string_view name, const Probability& p) {
    json.open(name);
    if (p.has()) json.number("value", p.value, kStatDecimals).number("lo", p.lo, kStatDecimals).number("hi", p.hi, kStatDecimals);
    else json.null("value").null("lo").null("hi");
    text(json, "reason", reasonName(p.reason));
    json.close();
}

void pivots(JsonWriter& json, const SeriesName& of, const SignalEvent& e) {
    json.str("price_a", priceText(e.a.price2, of.price_digits)).str("price_b", priceText(e.b.price2, of.price_digits));
    json.number("ind_a", e.ind_a, kStatDecimals).number("ind_b", e.ind_b, kStatDecimals);
    point(json, "a", e.a);
    point(json, "b", e.b);
    json.open("detect").integer("index", e.detect.index).integer("t_ns", e.detect.t_ns);
    json.str("price", priceText(e.detect.price2, of.price_digits));
    if (e.has_quote)
        json.str("best_bid", formatUnitsTrimmed(e.best_bid.units, of.price_digits)).str("best_ask", formatUnitsTrimmed(e.best_ask.units, of.price_digits));
    else json.null("best_bid").null("best_ask");
    json.close();
}

void verdict(JsonWriter& json, const SeriesName& of, const SignalEvent& e) {
    json.str("event_id", signalId(of.instrument, of.sampling, e.params_hash, e.detect.index));
    json.str("type", signalTypeName(e.type));
    text(json, "divergence_type", divergenceTypeName(e.type));
    text(json, "side", e.side() > 0 ? "bull" : e.side() < 0 ? "bear" : "");
    json.number("score", e.score, kScoreDecimals);
    text(json, "grade", gradeName(e.grade));
    text(json, "channel", channelName(e.channel));
    json.openList("also");
    for (std::size_t c = 0; c < kChannels; ++c)
        if (e.also >> c & 1) json.str({}, channelName(static_cast<Channel>(c)));
    json.closeList();
}

}  // namespace

std::string eventLine(const SeriesName& of, const SignalEvent& e) {
    JsonWriter json;
    head(json, "event", of);
    verdict(json, of, e);
    pivots(json, of, e);
    json.integer("lag_samples", e.lag_samples).integer("gap_bars", e.gap_bars);
    json.open("parts");
    stat(json, "Z", e.parts.z);
    stat(json, "P", e.parts.p);
    stat(json, "A", e.parts.a);
    stat(json, "C", e.parts.c);
    json.close();
    stat(json, "z_ofi", e.z_ofi);
    stat(json, "z_cvd", e.z_cvd);
    stat(json, "fused_z", e.fused_z);
    stat(json, "consistency", e.consistency);
    text(json, "scenario", scenarioName(e.scenario));
    json.str("session", sessionName(e.session));
    const std::string_view liquidity = liquidityName(liquidityOf(e.scenario));
    text(json, "bucket", liquidity.empty() ? std::string() : std::string(daySessionName(e.day_session)) + "|" + std::string(liquidity) + "|" + std::string(channelSourceName(e.channel)));
    json.open("p");
    for (std::size_t h = 0; h < kHorizons; ++h) probability(json, "h" + std::to_string(kHorizonSamples[h]), e.p[h]);
    json.close();
    text(json, "calibration_id", e.calibration_id != 0 ? hex64(e.calibration_id) : std::string());
    json.str("params_hash", hex64(e.params_hash)).integer("segment_id", e.segment).flag("trade_priced", e.trade_priced);
    reasonList(json, "reason_codes", e.reasons);
    return members(json);
}

std::string suppressedLine(const SeriesName& of, const SignalEvent& e, Reason reason) {
    JsonWriter json;
    head(json, "suppressed", of);
    verdict(json, of, e);
    pivots(json, of, e);
    json.str("params_hash", hex64(e.params_hash)).integer("segment_id", e.segment).str("reason", reasonName(reason));
    return members(json);
}

std::string withheldLine(const SeriesName& of, const signal::WithheldPair& pair) {
    JsonWriter json;
    head(json, "withheld", of);
    json.str("pivot", pair.low ? "low" : "high");
    point(json, "a", pair.a);
    point(json, "b", pair.b);
    json.open("detect").integer("index", pair.detect_index).integer("t_ns", pair.detect_t_ns).close();
    json.integer("segment_id", pair.segment).str("reason", reasonName(pair.reason));
    return members(json);
}

std::string outcomeLine(const SeriesName& of, const SignalOutcome& o, double p0) {
    JsonWriter json;
    head(json, "outcome", of);
    json.str("event_id", signalId(of.instrument, of.sampling, o.params_hash, o.detect_index)).integer("horizon", o.horizon);
    json.str("label", outcomeLabelName(o.label));
    if (o.label == OutcomeLabel::Unlabelled) json.null("r");
    else json.str("r", priceText(o.r2, of.price_digits));
    json.integer("r2", o.r2).integer("price2", o.price2).str("type", signalTypeName(o.type)).str("channel", channelName(o.channel));
    json.str("grade", gradeName(o.grade)).number("score", o.score, kScoreDecimals);
    if (o.p.has()) json.number("p", o.p.value, kStatDecimals);
    else json.null("p");
    json.number("p0", p0, kStatDecimals).integer("t_ns", o.t_ns);
    return members(json);
}

std::string fusionLine(const SeriesName& of, const signal::Sample& s, std::uint64_t reasons) {
    JsonWriter json;
    head(json, "fusion", of);
    json.integer("index", s.index).integer("t_ns", s.t_ns).str("signal", fusionLevelName(s.level));
    json.number("score", s.fusion_score, kStatDecimals);
    stat(json, "z_ofi", s.z_ofi);
    stat(json, "z_cvd", s.z_cvd);
    stat(json, "consistency", s.consistency);
    json.integer("segment_id", s.segment);
    reasonList(json, "reason_codes", reasons);
    return members(json);
}

std::string signalNoticeLine(const SeriesName& of, Code code, std::string_view what, double value, std::int64_t t_ns) {
    JsonWriter json;
    head(json, code == Code::SignalDrift ? "drift" : "notice", of);
    json.str("code", codeName(code)).str("what", what).number("value", value, kStatDecimals).integer("t_ns", t_ns);
    return members(json);
}

}  // namespace bw::engine
