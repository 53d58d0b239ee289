// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/detector.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <numeric>

#include "core/model/sha256.h"

namespace bw::signal {
namespace {

constexpr double kZClip = 5;
constexpr double kSigmaAlpha = 2.0 / 61;
constexpr double kSigmaFloorTicks = 0.05;
constexpr double kRawLow = 0.20, kRawRange = 0.60;
enum Kind { kHigh, kLow };

double f(double x) noexcept { return x / (1 + x); }

SignalType typeOf(bool low, bool price_rose) noexcept {
    if (low) return price_rose ? SignalType::HiddenBull : SignalType::BullDiv;
    return price_rose ? SignalType::BearDiv : SignalType::HiddenBear;
}

/// Regular types diverge by definition; hidden ones too: price and flow moved against each other.
bool diverges(bool price_rose, double ind_a, double ind_b) noexcept { return price_rose ? ind_b < ind_a : ind_b > ind_a; }

template <class Array>
std::uint64_t sum(const Array& values) noexcept { return std::accumulate(values.begin(), values.end(), std::uint64_t{0}); }

}  // namespace

std::uint64_t paramsHash(const DivergenceConfig& config, unsigned primaries) {
    std::string text;
    const auto add = [&](std::string_view key, auto value) {
        char room[64];
        const auto [end, problem] = std::to_chars(room, room + sizeof room, value);
        static_cast<void>(problem);  // 64 characters hold every number
        text.append(key).append("=").append(room, end).append("\n");
    };
#define BW_ADD(kind, type, member, key, unit, initial, min, max, choices, env, help) add(key, config.member);
    BW_DIVERGENCE_KEYS(BW_ADD)
#undef BW_ADD
    add("primaries", primaries);
    Sha256 h;
    h.update(text);
    std::uint64_t first = 0;
    const auto digest = h.finish();
    for (std::size_t i = 0; i < 8; ++i) first = first << 8 | static_cast<std::uint8_t>(digest[i]);
    return first;
}

bool DetectorStats::balanced() const noexcept {
    return candidates == emitted + merged + sum(by_reason) && emitted == sum(by_type) && emitted == sum(by_channel) && emitted == sum(by_grade);
}

Detector::Detector(const DivergenceConfig& config, unsigned primaries, std::uint64_t params_hash)
    : m_config(config), m_primaries(primaries), m_hash(params_hash != 0 ? params_hash : paramsHash(config, primaries)),
      m_prices2(std::bit_ceil(2 * static_cast<std::size_t>(config.swing_L) + 1)),
      m_points(static_cast<std::size_t>(config.swing_L) + 1) {}

void Detector::reset() { *this = Detector(m_config, m_primaries, m_hash); }

void Detector::newSegment(std::int32_t segment) {
    m_segment = segment;
    m_any = true;
    m_count = 0;
    m_segment_samples = 0;
    m_sigma2 = 0;
    m_has_ema = {};
    for (const Kind kind : {kHigh, kLow}) {
        if (m_last[kind].valid) m_before[kind] = m_last[kind];
        m_last[kind].valid = false;
    }
}

/// Averages a channel where that is wanted, scaled back to unit variance.
void Detector::smooth(const Sample& sample, Point& point) {
    const double alpha = 2.0 / (m_config.ind_ema_span + 1);
    const double unit = std::sqrt(alpha / (2 - alpha));
    for (std::size_t c = 0; c < kChannels; ++c) {
        if (!point.has[c]) continue;
        const bool goes_on = m_has_ema[c] && m_ema_epoch[c] == sample.epoch[c];
        m_ema[c] = goes_on ? alpha * point.z[c] + (1 - alpha) * m_ema[c] : point.z[c];
        m_has_ema[c] = true;
        m_ema_epoch[c] = sample.epoch[c];
        point.z[c] = std::clamp(m_ema[c] / unit, -kZClip, kZClip);
    }
}

void Detector::push(const Sample& sample) {
    if (m_count > 0) {
        const double step = std::abs(static_cast<double>(sample.price2 - priceBack(0)));
        m_sigma2 = m_count == 1 ? step : kSigmaAlpha * step + (1 - kSigmaAlpha) * m_sigma2;
    }
    m_prices2[m_count & (m_prices2.size() - 1)] = sample.price2;
    Point& point = m_points[m_oldest];
    m_oldest = m_oldest + 1 == m_points.size() ? 0 : m_oldest + 1;
    ++m_count;
    point.index = sample.index;
    point.t_ns = sample.t_ns;
    point.price2 = sample.price2;
    const bool consistent = sample.consistency.has() && std::isfinite(sample.consistency.value);
    point.consistency = consistent ? sample.consistency.value : 0;
    point.consistency_reason = consistent || !sample.consistency.has() ? sample.consistency.reason : Reason::InvalidInput;
    for (std::size_t c = 0; c < kChannels; ++c) {
        const Stat& z = sample.channel(static_cast<Channel>(c));
        if (m_count == 1 || sample.epoch[c] != m_epoch[c]) m_epoch_from[c] = sample.index;
        m_epoch[c] = sample.epoch[c];
        point.has[c] = z.has() && std::isfinite(z.value);
        point.z[c] = point.has[c] ? std::clamp(z.value, -kZClip, kZClip) : 0;
    }
    if (m_config.ind_ema_span > 1) smooth(sample, point);
}

/// Of both sides of the centre, L samples back.
Detector::Extremes Detector::extremes() const noexcept {
    const int L = m_config.swing_L;
    Extremes e{INT64_MAX, INT64_MIN, INT64_MAX, INT64_MIN};
    for (int i = 0; i < L; ++i) {
        const std::int64_t right = priceBack(i), left = priceBack(L + 1 + i);
        e.right_min = std::min(e.right_min, right);
        e.right_max = std::max(e.right_max, right);
        e.left_min = std::min(e.left_min, left);
        e.left_max = std::max(e.left_max, left);
    }
    return e;
}

void Detector::update(const Sample& sample, DetectorSink& sink) {
    ++m_stats.samples;
    if (!m_any || sample.segment != m_segment) newSegment(sample.segment);
    ++m_segment_samples;
    push(sample);
    const int L = m_config.swing_L;
    if (m_count < static_cast<std::uint64_t>(2 * L + 1)) return;
    const std::int64_t p = priceBack(L);
    // Most samples are no extreme of their nearest neighbours: no need to look further.
    const std::int64_t before = priceBack(L + 1), after = priceBack(L - 1);
    if (!((p > before && p >= after) || (p < before && p <= after))) return;
    const Extremes e = extremes();
    if (p > e.left_max && p >= e.right_max && p > e.right_min) {
        ++m_stats.pivots_high;
        onPivot(false, static_cast<double>(p - std::max(e.left_min, e.right_min)), sample, sink);
    } else if (p < e.left_min && p <= e.right_min && p < e.right_max) {
        ++m_stats.pivots_low;
        onPivot(true, static_cast<double>(std::min(e.left_max, e.right_max) - p), sample, sink);
    }
}

void Detector::onPivot(bool low, double prominence2, const Sample& now, DetectorSink& sink) {
    const Pivot b{true, centre(), prominence2};
    Pivot& last = m_last[low ? kLow : kHigh];
    const Pivot& before = m_before[low ? kLow : kHigh];
    if (last.valid) {
        judge(low, last, b, now, sink);
    } else if (before.valid) {
        ++m_stats.withheld_by_gap;
        sink.onWithheld({low, {before.at.index, before.at.t_ns, before.at.price2}, {b.at.index, b.at.t_ns, b.at.price2}, now.index,
                         now.t_ns, now.segment, Reason::Gap});
    }
    last = b;
}

void Detector::judge(bool low, const Pivot& a, const Pivot& b, const Sample& now, DetectorSink& sink) {
    const std::int64_t gap = b.at.index - a.at.index;
    if (!warm()) return reject(Reason::Warmup);
    if (gap < m_config.min_separation) return reject(Reason::TooClose);
    if (gap > m_config.maxSeparation()) return reject(Reason::TooFar);
    if (a.at.price2 == b.at.price2) return reject(Reason::NoPattern);
    const bool rose = b.at.price2 > a.at.price2;
    Channel primary = Channel::Count, first_judged = Channel::Count;
    Scored best;
    unsigned diverging = 0;
    bool gap_between = false;
    for (const Channel c : {Channel::Fusion, Channel::Ofi, Channel::Cvd}) {  // of equal scores the first leads
        const auto k = static_cast<std::size_t>(c);
        if ((m_primaries >> k & 1) == 0) continue;
        gap_between = gap_between || !unbroken(k, a);
        if (!unbroken(k, a) || !a.at.has[k] || !b.at.has[k]) continue;
        if (first_judged == Channel::Count) first_judged = c;
        if (!diverges(rose, a.at.z[k], b.at.z[k])) continue;
        diverging |= 1U << k;
        const Scored scored = score(c, a, b, static_cast<double>(now.tick2));
        if (primary != Channel::Count && scored.score <= best.score) continue;
        best = scored;
        primary = c;
    }
    if (first_judged == Channel::Count) return reject(gap_between ? Reason::Gap : Reason::InvalidInput);
    if (primary == Channel::Count) {
        sink.onControl({first_judged, low ? 1 : -1, now.index, now.t_ns, a.at.index});
        return reject(Reason::NoPattern);
    }
    SignalEvent event;
    event.type = typeOf(low, rose);
    event.channel = primary;
    event.also = static_cast<std::uint8_t>(diverging & ~(1U << static_cast<unsigned>(primary)));
    event.score = best.score;
    event.parts = best.parts;
    event.a = {a.at.index, a.at.t_ns, a.at.price2};
    event.b = {b.at.index, b.at.t_ns, b.at.price2};
    event.ind_a = a.at.z[static_cast<std::size_t>(primary)];
    event.ind_b = b.at.z[static_cast<std::size_t>(primary)];
    event.prominence2 = b.prominence2;
    event.gap_bars = static_cast<std::int32_t>(gap);
    emit(event, now, sink);
}

void Detector::emit(SignalEvent& event, const Sample& now, DetectorSink& sink) {
    event.grade = event.score >= m_config.strong   ? Grade::Strong
                  : event.score >= m_config.normal ? Grade::Normal
                  : event.score >= m_config.weak   ? Grade::Weak
                                                   : Grade::Below;
    event.detect = {now.index, now.t_ns, now.price2};
    event.best_bid = now.best_bid;
    event.best_ask = now.best_ask;
    event.has_quote = now.has_quote;
    event.lag_samples = m_config.swing_L;
    event.z_ofi = now.z_ofi;
    event.z_cvd = now.z_cvd;
    event.fused_z = now.fused;
    event.consistency = now.consistency;
    event.scenario = now.scenario;
    event.session = now.session;
    event.day_session = now.day_session;
    event.params_hash = m_hash;
    event.segment = now.segment;
    event.trade_priced = now.trade_priced;
    const std::uint64_t others = sum(std::array{event.also & 1U, event.also >> 1 & 1U, event.also >> 2 & 1U});
    m_stats.candidates += others;
    m_stats.merged += others;
    const auto type = static_cast<std::size_t>(event.type);
    const bool cooling = m_told[type] && now.t_ns - m_told_ns[type] < m_config.cooldown_ms * kNsPerMs;
    if (event.grade == Grade::Below || cooling) {
        const Reason why = event.grade == Grade::Below ? Reason::ScoreBelow : Reason::Cooldown;
        reject(why);
        sink.onSuppressed(event, why);
        return;
    }
    m_told[type] = true;
    m_told_ns[type] = now.t_ns;
    ++m_stats.candidates;
    ++m_stats.emitted;
    ++m_stats.by_type[type];
    ++m_stats.by_channel[static_cast<std::size_t>(event.channel)];
    ++m_stats.by_grade[static_cast<std::size_t>(event.grade)];
    sink.onEvent(event);
}

Detector::Scored Detector::score(Channel primary, const Pivot& a, const Pivot& b, double tick2) const noexcept {
    const auto k = static_cast<std::size_t>(primary);
    const double ind_a = a.at.z[k], ind_b = b.at.z[k];
    const double sigma2 = std::max(m_sigma2, kSigmaFloorTicks * tick2);
    const double L = m_config.swing_L, z_hi = m_config.z_hi, z_mid = m_config.z_mid;
    const auto gap = static_cast<double>(b.at.index - a.at.index);
    Scored out;
    const double m = std::max(std::abs(ind_a), std::abs(ind_b));
    out.parts.z = Stat::of(m <= z_mid ? 0.5 * m / z_mid : 1 - 0.5 / (1 + 2 * (m - z_mid) / (z_hi - z_mid)));
    const double sep = f((gap - m_config.min_separation) / L);
    const double moved = std::abs(static_cast<double>(b.at.price2 - a.at.price2));
    const double mag = std::sqrt(f(moved / (sigma2 * std::sqrt(gap))) * f(std::abs(ind_b - ind_a) / z_hi));
    const double prom = f(b.prominence2 / (sigma2 * std::sqrt(L)));
    out.parts.p = Stat::of((sep + mag + prom) / 3);
    double agreement = 0;
    int others = 0;
    for (const Channel c : {Channel::Ofi, Channel::Cvd}) {
        const auto o = static_cast<std::size_t>(c);
        if (c == primary || !a.at.has[o] || !b.at.has[o] || !unbroken(o, a)) continue;
        const double d = (ind_b > ind_a ? 1 : -1) * (b.at.z[o] - a.at.z[o]);
        agreement += (1 + d / (std::abs(d) + z_hi)) / 2;
        ++others;
    }
    out.parts.a = others > 0 ? Stat::of(agreement / others) : Stat::none(Reason::InvalidInput);
    out.parts.c = b.at.consistency_reason == Reason::None
                      ? Stat::of(std::clamp((b.at.consistency - m_config.cons_min) / (1 - m_config.cons_min), 0.0, 1.0))
                      : Stat::none(b.at.consistency_reason);
    double weighted = 0, weights = 0;
    const auto add = [&](const Stat& part, double weight) {
        if (!part.has()) return;
        weighted += weight * part.value;
        weights += weight;
    };
    add(out.parts.z, m_config.weight_z);
    add(out.parts.p, m_config.weight_p);
    add(out.parts.a, m_config.weight_a);
    add(out.parts.c, m_config.weight_c);
    const double raw = weights > 0 ? weighted / weights : 0;
    out.score = 100 * std::clamp((raw - kRawLow) / kRawRange, 0.0, 1.0);
    return out;
}

}  // namespace bw::signal
