// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_signals.h"

#include <algorithm>
#include <cmath>

#include "core/model/signal_keys.h"

namespace bw::uitest {
namespace {

const DivergenceConfig kConfig;
constexpr std::size_t kKept = 256;

double ratio(double x) {
    return x / (1 + x);
}

Stat channelOf(const api::FlowPoint& point, Channel channel) {
    return channel == Channel::Ofi ? point.z_ofi : channel == Channel::Cvd ? point.z_cvd : point.fused;
}

PivotPoint pivotOf(const api::FlowPoint& point) {
    return {point.index, point.time.ns, point.price2};
}

double strength(double a, double b) {
    const double m = std::max(std::abs(a), std::abs(b));
    if (m <= kConfig.z_mid) return 0.5 * m / kConfig.z_mid;
    return 1 - 0.5 / (1 + 2 * (m - kConfig.z_mid) / (kConfig.z_hi - kConfig.z_mid));
}

Grade gradeOf(double score) {
    return score >= kConfig.strong   ? Grade::Strong
           : score >= kConfig.normal ? Grade::Normal
           : score >= kConfig.weak   ? Grade::Weak
                                     : Grade::Below;
}

Probability probabilityOf(int instrument, double score) {
    if (instrument == 1) return {Reason::Insufficient, 0, 0, 0, 23};
    if (instrument != 0) return {Reason::NotCalibrated, 0, 0, 0, 0};
    const double p = 0.42 + 0.0024 * score;
    return {Reason::None, p, p - 0.064, p + 0.064, 212};
}

void wilson(api::ScoreRow& row) {
    const double n = row.hits + row.misses, z = 1.959964;
    if (n == 0) return;
    const double p = row.hits / n, middle = p + z * z / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    row.acc_ex_ties = p;
    row.acc_strict = row.hits / (n + row.ties);
    row.wilson_lo = (middle - half) / (1 + z * z / n);
    row.wilson_hi = (middle + half) / (1 + z * z / n);
}

}  // namespace

double FakeSignals::scoreOf(const SignalEvent::Parts& parts) {
    double sum = 0, weight = 0;
    const auto add = [&](const Stat& part, double w) {
        if (!part.has()) return;
        sum += w * part.value;
        weight += w;
    };
    add(parts.z, kConfig.weight_z);
    add(parts.p, kConfig.weight_p);
    add(parts.a, kConfig.weight_a);
    add(parts.c, kConfig.weight_c);
    return weight > 0 ? 100 * std::clamp((sum / weight - 0.20) / 0.60, 0.0, 1.0) : 0;
}

void FakeSignals::pair(Track& track, const api::FlowPoint& a, const api::FlowPoint& b, bool low, api::SignalItem item,
                       std::deque<api::SignalItem>& out) {
    SignalEvent& event = item.event;
    event.a = pivotOf(a);
    event.b = pivotOf(b);
    event.gap_bars = static_cast<std::int32_t>(b.index - a.index);
    event.lag_samples = kConfig.swing_L;
    if (a.segment != b.segment) {
        item.kind = api::SignalItem::Kind::Withheld;
        item.reason = Reason::Gap;
        item.ledger_seq = ++track.ledger_seq;
        out.push_back(item);
        return;
    }
    if (event.gap_bars < kConfig.min_separation || event.gap_bars > kConfig.maxSeparation()) return;
    const bool price_up = b.price2 > a.price2;
    for (const Channel channel : {Channel::Fusion, Channel::Ofi, Channel::Cvd}) {
        const Stat from = channelOf(a, channel), to = channelOf(b, channel);
        if (!from.has() || !to.has() || a.price2 == b.price2) continue;
        if ((to.value > from.value) == price_up) continue;  // no divergence
        const double step = std::max(track.sigma2, 1.0);
        const double gap = event.gap_bars, size = std::abs(static_cast<double>(b.price2 - a.price2));
        SignalEvent::Parts parts;
        parts.z = Stat::of(strength(from.value, to.value));
        const double sep = ratio((gap - kConfig.min_separation) / kConfig.swing_L);
        const double mag =
            std::sqrt(ratio(size / (step * std::sqrt(gap))) * ratio(std::abs(to.value - from.value) / kConfig.z_hi));
        parts.p = Stat::of((sep + mag + 0.6) / 3);
        if (a.z_ofi.has() && a.z_cvd.has() && b.z_ofi.has() && b.z_cvd.has())
            parts.a = Stat::of(0.58);
        else
            parts.a = Stat::none(b.z_cvd.has() ? Reason::DegradedCvdOnly : Reason::DegradedOfiOnly);
        parts.c = b.consistency.has()
                      ? Stat::of(std::max(0.0, (b.consistency.value - kConfig.cons_min) / (1 - kConfig.cons_min)))
                      : b.consistency;
        const double score = scoreOf(parts);
        if (event.channel != Channel::Count)
            event.also |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(channel));
        if (event.channel != Channel::Count && score <= event.score) continue;
        event.channel = channel;
        event.score = score;
        event.parts = parts;
        event.ind_a = from.value;
        event.ind_b = to.value;
        event.also &= static_cast<std::uint8_t>(~(1U << static_cast<unsigned>(channel)));
    }
    if (event.channel == Channel::Count) return;
    event.type = low ? (price_up ? SignalType::HiddenBull : SignalType::BullDiv)
                     : (price_up ? SignalType::BearDiv : SignalType::HiddenBear);
    event.grade = gradeOf(event.score);
    event.p.fill(probabilityOf(item.instrument, event.score));
    event.p[1].value -= 0.02;
    event.p[1].lo -= 0.02;
    event.p[1].hi -= 0.02;
    event.calibration_id = event.p[0].has() ? 7 : 0;
    item.ledger_seq = ++track.ledger_seq;
    if (event.grade == Grade::Below) {
        item.kind = api::SignalItem::Kind::Suppressed;
        item.reason = Reason::ScoreBelow;
    } else {
        track.open.push_back(item);
    }
    out.push_back(item);
}

void FakeSignals::conflict(Track& track, api::SignalItem item, std::deque<api::SignalItem>& out) {
    const api::FlowPoint& now = track.points.back();
    if (!now.z_ofi.has() || !now.z_cvd.has() || now.z_ofi.value * now.z_cvd.value >= 0) return;
    const double a = std::abs(now.z_ofi.value), b = std::abs(now.z_cvd.value);
    if (std::max(a, b) < kConfig.z_hi || std::min(a, b) < kConfig.z_mid * 1.8) return;
    if (static_cast<double>(now.index) < track.conflict_index + 240) return;
    track.conflict_index = static_cast<double>(now.index);
    item.event.type = SignalType::Conflict;
    item.event.channel = Channel::Fusion;
    item.event.score = 100 * ratio(std::sqrt(a * b) / kConfig.z_hi);
    item.event.a = item.event.b = item.event.detect;
    item.ledger_seq = ++track.ledger_seq;
    out.push_back(item);
}

void FakeSignals::outcomes(Track& track, const api::SignalItem& now, std::deque<api::SignalItem>& out) {
    const api::FlowPoint& point = track.points.back();
    for (const api::SignalItem& open : track.open)
        for (const int horizon : kHorizonSamples) {
            if (open.event.detect.index + horizon != point.index) continue;
            api::SignalItem item = now;
            item.kind = api::SignalItem::Kind::Outcome;
            item.ledger_seq = ++track.ledger_seq;
            SignalOutcome& outcome = item.outcome;
            outcome.params_hash = open.event.params_hash;
            outcome.detect_index = open.event.detect.index;
            outcome.type = open.event.type;
            outcome.channel = open.event.channel;
            outcome.grade = open.event.grade;
            outcome.horizon = horizon;
            outcome.price2 = open.event.detect.price2;
            outcome.score = open.event.score;
            outcome.p = open.event.p[horizon == kHorizonSamples[0] ? 0 : 1];
            outcome.t_ns = point.time.ns;
            outcome.r2 = open.event.side() * (point.price2 - open.event.detect.price2);
            outcome.label = open.event.segment != point.segment ? OutcomeLabel::Unlabelled
                            : outcome.r2 > 0                    ? OutcomeLabel::Hit
                            : outcome.r2 < 0                    ? OutcomeLabel::Miss
                                                                : OutcomeLabel::Tie;
            item.event = {};
            out.push_back(item);
            count(item.instrument, outcome);
        }
    while (!track.open.empty() && track.open.front().event.detect.index + kHorizonSamples.back() <= point.index)
        track.open.pop_front();
}

void FakeSignals::count(int instrument, const SignalOutcome& outcome) {
    const auto add = [&](int of, Channel channel, SignalType type, Grade grade, bool last_500) {
        auto* const first = m_scores.rows.data();
        auto* row = std::find_if(first, first + m_scores.count, [&](const api::ScoreRow& one) {
            return one.instrument == of && one.channel == channel && one.type == type && one.grade == grade &&
                   one.horizon == outcome.horizon && one.last_500 == last_500;
        });
        if (row == first + m_scores.count) {
            if (m_scores.count == api::ScoreView::kRowsMax) return;
            ++m_scores.count;
            *row = {of, channel, type, grade, outcome.horizon, last_500};
        }
        if (outcome.label == OutcomeLabel::Unlabelled) {
            ++row->unlabelled;
            return;
        }
        ++row->n;
        ++(outcome.label == OutcomeLabel::Hit    ? row->hits
           : outcome.label == OutcomeLabel::Miss ? row->misses
                                                 : row->ties);
        row->p0 = 0.503;
        row->gross_bps +=
            (1e4 * static_cast<double>(outcome.r2) / static_cast<double>(outcome.price2) - row->gross_bps) / row->n;
        row->has_brier = row->has_brier || outcome.p.has();
        row->brier = 0.249;
        row->skill = 0.004;
        row->drifted = of == 0 && channel == Channel::Count && outcome.horizon == kHorizonSamples[1] && row->n > 60;
        wilson(*row);
    };
    m_scores.n_min = static_cast<std::uint32_t>(EvaluateConfig().scoreboard_min);
    for (const bool last_500 : {false, true}) {
        add(-1, Channel::Count, SignalType::Count, Grade::Count, last_500);
        add(instrument, Channel::Count, SignalType::Count, Grade::Count, last_500);
        add(-1, outcome.channel, SignalType::Count, Grade::Count, last_500);
        add(-1, Channel::Count, outcome.type, Grade::Count, last_500);
        add(-1, Channel::Count, SignalType::Count, outcome.grade, last_500);
        add(instrument, outcome.channel, outcome.type, outcome.grade, last_500);
    }
    ++m_scores.version;
    if (!outcome.p.has() || outcome.label == OutcomeLabel::Tie || outcome.label == OutcomeLabel::Unlabelled) return;
    auto& bins = m_scores.reliability[outcome.horizon == kHorizonSamples[0] ? 0 : 1];
    api::ReliabilityBin& bin = bins[std::min<std::size_t>(static_cast<std::size_t>(outcome.p.value * 10), 9)];
    const double before = bin.n++;
    bin.p_mean = (bin.p_mean * before + outcome.p.value) / (before + 1);
    bin.rate = (bin.rate * before + (outcome.label == OutcomeLabel::Hit ? 1 : 0)) / (before + 1);
    const double half = 0.98 / std::sqrt(before + 1);
    bin.lo = std::max(0.0, bin.rate - half);
    bin.hi = std::min(1.0, bin.rate + half);
}

void FakeSignals::sample(int instrument, const api::MarketView& view, WallTime wall, MonoTime mono,
                         std::deque<api::SignalItem>& out) {
    Track& track = m_tracks.at(static_cast<std::size_t>(instrument));
    const api::FlowPoint& now = view.flow.point;
    if (!track.points.empty())
        track.sigma2 +=
            2.0 / 61 * (std::abs(static_cast<double>(now.price2 - track.points.back().price2)) - track.sigma2);
    track.points.push_back(now);
    if (track.points.size() > kKept) track.points.pop_front();
    api::SignalItem item;
    item.instrument = instrument;
    item.sampling = view.flow.sampling.view();
    item.wall = wall;
    item.mono = mono;
    SignalEvent& event = item.event;
    event.detect = pivotOf(now);
    event.best_bid = view.top.bid.price;
    event.best_ask = view.top.ask.price;
    event.has_quote = true;
    event.z_ofi = now.z_ofi;
    event.z_cvd = now.z_cvd;
    event.fused_z = now.fused;
    event.consistency = now.consistency;
    event.scenario = now.scenario;
    event.session = Session::London;
    event.params_hash = view.flow.params_hash;
    event.segment = now.segment;
    outcomes(track, item, out);
    const auto lag = static_cast<std::size_t>(kConfig.swing_L);
    if (view.flow.warmup_have < view.flow.warmup_need || track.points.size() < 2 * lag + 1) return;
    conflict(track, item, out);
    const std::size_t centre = track.points.size() - 1 - lag;
    const api::FlowPoint& c = track.points[centre];
    for (const bool low : {true, false}) {
        const std::int64_t sign = low ? -1 : 1;
        bool pivot = true, strict = false;
        for (std::size_t i = centre - lag; i <= centre + lag && pivot; ++i) {
            const std::int64_t height = sign * (c.price2 - track.points[i].price2);
            if (i < centre) pivot = height > 0;
            if (i > centre) pivot = height >= 0;
            strict = strict || (i > centre && height > 0);
        }
        if (!pivot || !strict) continue;
        std::optional<api::FlowPoint>& last = track.pivots[low ? 0 : 1];
        if (last) pair(track, *last, c, low, item, out);
        last = c;
    }
}

}  // namespace bw::uitest
