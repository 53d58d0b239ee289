// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/signal_desk.h"

#include <algorithm>
#include <cstdio>

#include "core/engine/signal_lines.h"

namespace bw::engine {
namespace {

api::FlowPoint pointOf(const signal::Sample& s, int sampling) {
    api::FlowPoint f;
    f.index = s.index;
    f.time = {s.t_ns};
    f.sampling = sampling;
    f.segment = s.segment;
    f.price2 = s.price2;
    f.delta = s.delta;
    f.cvd = s.cvd;
    f.ofi = s.ofi;
    f.z_ofi = s.z_ofi;
    f.z_cvd = s.z_cvd;
    f.fused = s.fused;
    f.consistency = s.consistency;
    f.fusion_score = s.fusion_score;
    f.level = s.level;
    f.scenario = s.scenario;
    f.empty = s.empty;
    f.trade_priced = s.trade_priced;
    return f;
}

}  // namespace

SignalDesk::SignalDesk(int instrument, std::string_view id, std::string_view symbol, const signal::SignalConfig& config)
    : m_instrument(instrument), m_id(id), m_chain(config, symbol, *this) {}

SignalDesk::~SignalDesk() = default;

void SignalDesk::tell(int sampling, api::SignalItem& item) const {
    item.instrument = m_instrument;
    item.sampling = samplingName(sampling);
    item.wall = m_ctx->wall;
    item.mono = m_ctx->mono;
    item.ledger_seq = m_ctx->ledger->lines();
    m_ctx->sink->onSignal(item);
}

void SignalDesk::onSample(int sampling, const signal::Sample& s) {
    if (m_ctx->tap != nullptr) m_ctx->tap->onSample(m_instrument, sampling, s);
    if (!m_ctx->sink->wantsItems()) return;
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Flow;
    item.instrument = m_instrument;
    item.flow = pointOf(s, sampling);
    m_ctx->sink->onItem(item);
}

void SignalDesk::onEvent(int sampling, const SignalEvent& e) {
    ++m_counters.events;
    ++m_counters.by_type[static_cast<std::size_t>(e.type)];
    m_ctx->ledger->append(eventLine({m_id, samplingName(sampling), m_price_digits}, e));
    if (m_ctx->tap != nullptr) m_ctx->tap->onEvent(m_instrument, sampling, e);
    m_last = e;
    m_has_last = true;
    api::SignalItem item;
    item.event = e;
    tell(sampling, item);
}

void SignalDesk::onSuppressed(int sampling, const SignalEvent& e, Reason reason) {
    ++m_counters.suppressed;
    m_ctx->ledger->append(suppressedLine({m_id, samplingName(sampling), m_price_digits}, e, reason));
    if (m_ctx->tap != nullptr) m_ctx->tap->onSuppressed(m_instrument, sampling, e, reason);
    api::SignalItem item;
    item.kind = api::SignalItem::Kind::Suppressed;
    item.reason = reason;
    item.event = e;
    tell(sampling, item);
}

void SignalDesk::onWithheld(int sampling, const signal::WithheldPair& pair) {
    ++m_counters.withheld;
    m_ctx->ledger->append(withheldLine({m_id, samplingName(sampling), m_price_digits}, pair));
    if (m_ctx->tap != nullptr) m_ctx->tap->onWithheld(m_instrument, sampling, pair);
    api::SignalItem item;
    item.kind = api::SignalItem::Kind::Withheld;
    item.reason = pair.reason;
    item.event.a = pair.a;
    item.event.b = pair.b;
    item.event.detect = {pair.detect_index, pair.detect_t_ns, pair.b.price2};
    item.event.segment = pair.segment;
    tell(sampling, item);
}

void SignalDesk::onControl(int sampling, const signal::ControlPair& pair) {
    if (m_ctx->tap != nullptr) m_ctx->tap->onControl(m_instrument, sampling, pair);
}

void SignalDesk::onOutcome(int sampling, const SignalOutcome& outcome, double p0) {
    m_ctx->ledger->append(outcomeLine({m_id, samplingName(sampling), m_price_digits}, outcome, p0));
    if (m_ctx->scores != nullptr) m_ctx->scores->onOutcome(m_id, outcome, p0);
    api::SignalItem item;
    item.kind = api::SignalItem::Kind::Outcome;
    item.outcome = outcome;
    tell(sampling, item);
}

void SignalDesk::onFusion(int sampling, const signal::Sample& s, std::uint64_t reasons) {
    ++m_counters.fusion_notices;
    m_ctx->ledger->append(fusionLine({m_id, samplingName(sampling), m_price_digits}, s, reasons));
    char score[32];
    std::snprintf(score, sizeof score, "%.2f", s.fusion_score);
    api::Notice n;
    n.kind = api::Notice::Kind::Signal;
    n.wall = m_ctx->wall;
    n.code = Code::FusionChange;
    n.instrument = m_instrument;
    n.text = fusionLevelName(s.level);
    n.text2 = score;
    m_ctx->sink->onNotice(n);
}

void SignalDesk::onSignalNotice(int sampling, Code code, std::string_view what, double value) {
    m_ctx->ledger->append(signalNoticeLine({m_id, samplingName(sampling), m_price_digits}, code, what, value, m_chain.series(sampling).last().t_ns));
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", value);
    api::Notice n;
    n.kind = api::Notice::Kind::Signal;
    n.severity = code == Code::StatsBroken ? Severity::Critical : code == Code::SignalDrift || code == Code::SideSuspect ? Severity::Warning : Severity::Info;
    n.wall = m_ctx->wall;
    n.code = code;
    n.instrument = m_instrument;
    n.text = what;
    n.text2 = text;
    m_ctx->sink->onNotice(n);
}

void SignalDesk::fillView(api::FlowView& out) const {
    out = {};
    if (m_chain.empty()) return;
    const signal::Series& series = m_chain.series(0);
    const signal::Sample& s = series.last();
    out.sampling = series.mode().name;
    out.point = pointOf(s, 0);
    const signal::SignalConfig& config = m_chain.config();
    out.warmup_need = config.divergence.warmup_min;
    out.warmup_have = std::min(series.segmentSamples(), out.warmup_need);
    out.tps = m_chain.scenario().tps();
    out.scenario_reason = s.scenario_reason;
    out.session = s.session;
    out.day_session = s.day_session;
    out.z_hi = config.divergence.z_hi;
    out.fusion_buy = config.fusion.buy;
    out.fusion_strong = config.fusion.strong;
    out.params_hash = series.bank().paramsHash();
    out.events = m_counters.events;
    out.suppressed = m_counters.suppressed;
    out.withheld = m_counters.withheld;
    out.unknown_share = s.qty_all > 0 ? static_cast<double>(s.qty_all - s.qty_known) / static_cast<double>(s.qty_all) : 0;
    out.has_event = m_has_last;
    out.last_event = m_last;
}

}  // namespace bw::engine
