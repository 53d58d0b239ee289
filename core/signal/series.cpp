// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/series.h"

#include <algorithm>
#include <cmath>

#include "core/model/fixed.h"

namespace bw::signal {
namespace {

constexpr std::int64_t kNever = INT64_MAX;

std::int64_t volumeUnits(const SamplingMode& mode, int qty_digits) {
    std::int64_t units = 0;
    // Finer than the instrument's own steps: every trade closes a sample.
    return mode.kind == SamplingMode::Kind::Volume && parseUnits(mode.volume, qty_digits, units) == Code::Ok ? units : 1;
}

}  // namespace

Series::Series(int index, const SamplingMode& mode, const SignalConfig& config, std::string_view symbol, ChainSink& sink)
    : m_index(index), m_mode(mode), m_config(config), m_sink(sink), m_ofi(config.ofi),
      m_cvd(config.cvd, mode.kind == SamplingMode::Kind::Tick), m_fusion(config.fusion, mode.kind == SamplingMode::Kind::Tick),
      m_conflict(config.divergence, paramsHash(config.divergence, config.primaries)),
      m_anomaly(config.sampling, config.divergence.cooldown_ms), m_end_ns(kNever) {
    auto sets = ParamSets::make(config.divergence, config.rules, symbol);
    // The rules were validated with the configuration; a set that does not build leaves the base alone.
    m_bank = std::make_unique<DetectorBank>(sets ? *sets : *ParamSets::make(config.divergence, {}, symbol), config.primaries);
    if (config.calibration && config.calibration->fits(symbol, mode.name, m_bank->paramsHash()))
        m_calibration = config.calibration.get();
}

Series::~Series() = default;

void Series::onBook(const std::array<std::int64_t, kOfiLevels>& e, std::int64_t t_ns) noexcept {
    if (m_mode.kind == SamplingMode::Kind::Tick) {
        double weighted = 0;
        for (std::size_t k = 0; k < e.size(); ++k) weighted += m_config.weights[k] * static_cast<double>(e[k]);
        m_tick_z = m_ofi.update(weighted);
        m_tick_z_ns = t_ns;
    }
    ++m_open.books;
    for (std::size_t k = 0; k < e.size(); ++k)
        if (__builtin_add_overflow(m_open.e[k], e[k], &m_open.e[k])) [[unlikely]]
            m_open.ofi_off = Reason::Overflow;
}

void Series::onTrade(std::int64_t qty, Side side, std::int64_t t_ns, const MarketNow& now) {
    const std::int64_t signed_qty = side == Side::Buy ? qty : side == Side::Sell ? -qty : 0;
    bool over = __builtin_add_overflow(m_open.all, qty, &m_open.all);
    over |= __builtin_add_overflow(m_open.delta, signed_qty, &m_open.delta);
    if (side != Side::Unknown) m_open.known += qty;  // never above `all`
    if (over) [[unlikely]] m_open.cvd_off = Reason::Overflow;
    ++m_open.trades;
    if (m_mode.kind == SamplingMode::Kind::Time) [[likely]] return;
    if (m_mode.kind == SamplingMode::Kind::Volume) {
        if (m_volume_max == 0) m_volume_max = volumeUnits(m_mode, now.qty_digits);
        if (m_open.all < m_volume_max) return;
    }
    if (now.has_price) close(t_ns, now);
    m_open = {};
}

void Series::restart(std::int64_t t_ns) {
    if (m_mode.kind != SamplingMode::Kind::Time) return;
    m_open = {};
    m_end_ns = floorTo(t_ns, m_mode.period_ns) + m_mode.period_ns;
}

bool Series::closeTimed(const MarketNow& now) {
    const std::int64_t t_ns = m_end_ns;
    m_end_ns += m_mode.period_ns;
    if (now.has_price) close(t_ns, now);
    m_open = {};
    return now.has_price;
}

void Series::resumeOfi(bool clear) noexcept {
    m_ofi.onBreak(clear);
    m_fusion.onBreak();
    m_tick_z = Stat::none(Reason::Gap);
}

void Series::resumeCvd(bool clear) noexcept {
    m_cvd.onBreak(clear);
    m_fusion.onBreak();
}

void Series::reset() {
    resumeOfi(true);
    resumeCvd(true);
    m_tick_z = {};
}

void Series::fillOfi(const MarketNow& now) {
    Sample& s = m_sample;
    s.e = m_open.e;
    double weighted = 0;
    for (std::size_t k = 0; k < s.e.size(); ++k) weighted += m_config.weights[k] * static_cast<double>(s.e[k]);
    s.ofi = weighted;
    const Reason off = now.ofi_off != Reason::None ? now.ofi_off : m_open.ofi_off;
    if (m_mode.kind == SamplingMode::Kind::Tick) {
        const bool old = s.t_ns - m_tick_z_ns > m_config.fusion.max_lag_ms * kNsPerMs;
        s.z_ofi = off != Reason::None ? Stat::none(off) : old ? Stat::none(Reason::SourceStale) : m_tick_z;
    } else if (off != Reason::None) {
        m_ofi.withhold(off);
        s.z_ofi = Stat::none(off);
    } else {
        s.z_ofi = m_ofi.update(weighted);
    }
    s.ofi_ema = m_ofi.ema();
}

void Series::fillCvd(const MarketNow& now) {
    Sample& s = m_sample;
    s.delta = m_open.delta;
    s.qty_known = m_open.known;
    s.qty_all = m_open.all;
    s.trades = m_open.trades;
    s.cvd = now.cvd;
    CvdInput in;
    in.delta = s.delta;
    in.level = s.cvd;
    in.t_ns = s.t_ns;
    in.trades = s.trades;
    in.empty = s.trades == 0;
    in.withheld = now.cvd_off != Reason::None ? now.cvd_off : m_open.cvd_off;
    const double covered = m_config.sampling.min_side_coverage * static_cast<double>(s.qty_all);
    if (in.withheld == Reason::None && static_cast<double>(s.qty_known) < covered) in.withheld = Reason::SideUnknown;
    const CvdOut out = m_cvd.update(in);
    s.z_cvd = out.z;
    s.z_cvd_raw = out.z_raw;
}

void Series::fuse(std::int64_t t_ns) {
    FusionInput in;
    in.t_ns = t_ns;
    in.z_ofi = m_sample.z_ofi;
    in.z_cvd = m_sample.z_cvd;
    in.t_ofi_ns = m_mode.kind == SamplingMode::Kind::Tick ? m_tick_z_ns : t_ns;
    in.t_cvd_ns = t_ns;
    m_fused = m_fusion.update(in);
    m_sample.fused = m_fused.fused;
    m_sample.fusion_score = m_fused.score;
    m_sample.consistency = m_fused.consistency;
    m_sample.level = m_fused.level;
}

void Series::close(std::int64_t t_ns, const MarketNow& now) {
    Sample& s = m_sample;
    s.index = m_next_index++;
    s.t_ns = t_ns;
    s.segment = now.segment;
    s.epoch = now.epoch;
    s.price2 = now.price2;
    s.tick2 = now.tick2;
    s.best_bid = now.quote.bid.price;
    s.best_ask = now.quote.ask.price;
    s.has_quote = now.quote.has_bid && now.quote.has_ask;
    s.trade_priced = now.trade_priced;
    s.empty = m_open.trades == 0 && m_open.books == 0 && now.quotes == m_quotes;
    m_quotes = now.quotes;
    s.scenario = now.scenario;
    s.scenario_reason = now.scenario_reason;
    s.session = sessionOf(t_ns);
    s.day_session = daySessionOf(m_config.scenario, t_ns);
    if (m_segment != s.segment) m_segment_samples = m_empty_run = 0;
    m_empty_run = s.empty ? m_empty_run + 1 : 0;
    m_segment = s.segment;
    ++m_segment_samples;
    fillOfi(now);
    fillCvd(now);
    fuse(t_ns);
    m_record.onSample(s, *this);
    m_sink.onSample(m_index, s);
    m_bank->update(s, *this);
    watch();
}

/// What is told beside the divergences; none of it has a side.
void Series::watch() {
    SignalEvent conflict;
    if (m_conflict.update(m_sample, conflict)) onEvent(conflict);
    if (m_anomaly.update(m_sample)) {
        const bool ofi = m_sample.z_ofi.has() && std::abs(m_sample.z_ofi.value) > m_config.sampling.anomaly_z_ofi;
        m_sink.onSignalNotice(m_index, Code::SignalAnomaly, ofi ? "ofi" : "cvd", (ofi ? m_sample.z_ofi : m_sample.z_cvd).value);
    }
    if (m_fused.notice) m_sink.onFusion(m_index, m_sample, m_fused.reasons);
    const std::int64_t minute = floorDiv(m_sample.t_ns, kNsPerMin);
    const bool due = minute != m_quality_minute;
    m_quality_minute = minute;
    for (int i = 0; due && i < m_bank->count(); ++i)
        if (!m_bank->detector(i).stats().balanced())
            m_sink.onSignalNotice(m_index, Code::StatsBroken, "detector", static_cast<double>(i));
    for (const Channel channel : {Channel::Ofi, Channel::Cvd}) {
        ZQualityMeter& meter = m_quality[static_cast<std::size_t>(channel)];
        const Stat& z = m_sample.channel(channel);
        if (z.has()) meter.add(m_sample.t_ns, z.value);
        if (due && meter.takeNotice(m_sample.t_ns))
            m_sink.onSignalNotice(m_index, Code::ZQuality, channelName(channel), meter.read(m_sample.t_ns).p_gt2);
    }
}

// --- from the detectors

void Series::onEvent(const SignalEvent& event) {
    SignalEvent known = event;
    if (known.side() != 0) {
        for (std::size_t h = 0; h < kHorizons; ++h) {
            Probability& p = known.p[h];
            p = m_calibration != nullptr ? m_calibration->lookup(known.score, kHorizonSamples[h]) : Probability{};
            if (p.has() && m_drift[h].drifted()) p = Probability{.reason = Reason::Drifted};
        }
        if (m_calibration != nullptr) known.calibration_id = m_calibration->id();
        m_record.onEvent(known, *this);
    }
    m_sink.onEvent(m_index, known);
}

void Series::onSuppressed(const SignalEvent& event, Reason reason) { m_sink.onSuppressed(m_index, event, reason); }
void Series::onWithheld(const WithheldPair& pair) { m_sink.onWithheld(m_index, pair); }
void Series::onControl(const ControlPair& pair) { m_sink.onControl(m_index, pair); }

void Series::onOutcome(const SignalOutcome& outcome, double p0) {
    m_sink.onOutcome(m_index, outcome, p0);
    const bool labelled = outcome.label == OutcomeLabel::Hit || outcome.label == OutcomeLabel::Miss;
    if (!labelled || !outcome.p.has()) return;
    for (std::size_t h = 0; h < kHorizons; ++h)
        if (outcome.horizon == kHorizonSamples[h] && m_drift[h].onOutcome(outcome.p.value, outcome.label == OutcomeLabel::Hit))
            m_sink.onSignalNotice(m_index, Code::SignalDrift, h == 0 ? "10" : "20", m_drift[h].over() - m_drift[h].under());
}

}  // namespace bw::signal
