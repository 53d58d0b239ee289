// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "core/model/signal_keys.h"
#include "core/signal/sample.h"

// The divergences of the signals spec, section 4, over a whole series at once: O(n L), written from its text, nothing of the
// streaming detector in it. Tests hold one against the other.
namespace bw::test {

/// One thing that a detector said.
struct Said {
    enum class What : std::uint8_t { Event, Suppressed, Withheld, Control } what = What::Event;
    Reason reason = Reason::None;
    SignalEvent event;             // Event, Suppressed
    signal::WithheldPair withheld;
    signal::ControlPair control;
    friend bool operator==(const Said&, const Said&) = delete;
};

/// Keeps what a detector says, in order.
struct Recorder final : signal::DetectorSink {
    std::vector<Said> said;
    void onEvent(const SignalEvent& e) override { add(Said::What::Event).event = e; }
    void onSuppressed(const SignalEvent& e, Reason why) override {
        Said& one = add(Said::What::Suppressed);
        one.event = e;
        one.reason = why;
    }
    void onWithheld(const signal::WithheldPair& pair) override {
        Said& one = add(Said::What::Withheld);
        one.withheld = pair;
        one.reason = pair.reason;
    }
    void onControl(const signal::ControlPair& pair) override { add(Said::What::Control).control = pair; }
    [[nodiscard]] std::size_t count(Said::What what) const {
        return static_cast<std::size_t>(std::count_if(said.begin(), said.end(), [&](const Said& s) { return s.what == what; }));
    }

private:
    Said& add(Said::What what) {
        said.emplace_back().what = what;
        return said.back();
    }
};

class DetectorReference {
public:
    DetectorReference(const DivergenceConfig& config, unsigned primaries, const std::vector<signal::Sample>& samples)
        : m_config(config), m_primaries(primaries), m_samples(samples) {}

    std::vector<Said> said;
    std::uint64_t candidates = 0, emitted = 0, merged = 0, highs = 0, lows = 0;
    std::array<std::uint64_t, kReasons> by_reason{};

    void run() {
        prepare();
        std::array<std::vector<Pivot>, 2> found;
        const std::size_t n = m_samples.size(), L = static_cast<std::size_t>(m_config.swing_L);
        for (std::size_t c = L; c + L < n; ++c) {
            if (m_start[c + L] + L > c) continue;  // the left side is not of this segment
            for (const bool low : {false, true}) {
                if (!isPivot(c, low)) continue;
                ++(low ? lows : highs);
                const Pivot b{c, prominence(c, low)};
                std::vector<Pivot>& kind = found[low ? 1 : 0];
                if (!kind.empty()) pair(low, kind.back(), b);
                kind.push_back(b);
            }
        }
    }

private:
    struct Pivot {
        std::size_t at;
        double prominence2;
    };
    struct Rating {
        double score;
        SignalEvent::Parts parts;
    };
    static double saturate(double x) { return x / (1 + x); }
    [[nodiscard]] double p(std::size_t i) const { return static_cast<double>(m_samples[i].price2); }

    /// Scale of the price, first sample of the segment and the values of the channels at every sample.
    void prepare() {
        const std::size_t n = m_samples.size();
        m_start.resize(n);
        m_sigma.resize(n);
        for (auto& channel : m_z) channel.assign(n, std::nullopt);
        for (std::size_t i = 0; i < n; ++i) {
            const bool first = i == 0 || m_samples[i].segment != m_samples[i - 1].segment;
            m_start[i] = first ? i : m_start[i - 1];
            const double step = first ? 0 : std::abs(p(i) - p(i - 1));
            m_sigma[i] = i - m_start[i] <= 1 ? step : 2.0 / 61 * step + (1 - 2.0 / 61) * m_sigma[i - 1];
        }
        for (std::size_t c = 0; c < kChannels; ++c) prepareChannel(c);
    }
    void prepareChannel(std::size_t c) {
        const double a = 2.0 / (m_config.ind_ema_span + 1);
        std::optional<std::size_t> last;  // newest sample with a value
        double ema = 0;
        for (std::size_t i = 0; i < m_samples.size(); ++i) {
            const Stat& z = m_samples[i].channel(static_cast<Channel>(c));
            if (z.reason != Reason::None || !std::isfinite(z.value)) continue;
            const double clipped = std::clamp(z.value, -5.0, 5.0);
            if (m_config.ind_ema_span == 1) {
                m_z[c][i] = clipped;
                continue;
            }
            const bool goes_on = last && m_start[*last] == m_start[i] && m_samples[*last].epoch[c] == m_samples[i].epoch[c];
            ema = goes_on ? a * clipped + (1 - a) * ema : clipped;
            last = i;
            m_z[c][i] = std::clamp(ema / std::sqrt(a / (2 - a)), -5.0, 5.0);
        }
    }

    [[nodiscard]] bool isPivot(std::size_t c, bool low) const {
        const double sign = low ? -1 : 1, L = m_config.swing_L;
        bool falls = false;
        for (double d = 1; d <= L; ++d) {
            const auto k = static_cast<std::size_t>(d);
            if (!(sign * p(c) > sign * p(c - k)) || !(sign * p(c) >= sign * p(c + k))) return false;
            falls = falls || sign * p(c) > sign * p(c + k);
        }
        return falls;
    }
    [[nodiscard]] double prominence(std::size_t c, bool low) const {
        double left = 0, right = 0;
        for (std::size_t k = 1; k <= static_cast<std::size_t>(m_config.swing_L); ++k) {
            left = std::max(left, (low ? -1 : 1) * (p(c) - p(c - k)));
            right = std::max(right, (low ? -1 : 1) * (p(c) - p(c + k)));
        }
        return std::min(left, right);
    }

    void reject(Reason reason) {
        ++candidates;
        ++by_reason[static_cast<std::size_t>(reason)];
    }

    void pair(bool low, const Pivot& a, const Pivot& b) {
        const std::size_t detect = b.at + static_cast<std::size_t>(m_config.swing_L);
        const signal::Sample &sa = m_samples[a.at], &sb = m_samples[b.at], &now = m_samples[detect];
        const PivotPoint pa{sa.index, sa.t_ns, sa.price2}, pb{sb.index, sb.t_ns, sb.price2};
        if (m_start[a.at] != m_start[b.at]) {
            Said& one = said.emplace_back();
            one.what = Said::What::Withheld;
            one.reason = Reason::Gap;
            one.withheld = {low, pa, pb, now.index, now.t_ns, now.segment, Reason::Gap};
            return;
        }
        const std::size_t gap = b.at - a.at, in_segment = detect - m_start[detect] + 1;
        const int longest = m_config.max_separation == 0 ? 10 * m_config.swing_L : m_config.max_separation;
        if (in_segment < static_cast<std::size_t>(m_config.warmup_min)) return reject(Reason::Warmup);
        if (gap < static_cast<std::size_t>(m_config.min_separation)) return reject(Reason::TooClose);
        if (gap > static_cast<std::size_t>(longest)) return reject(Reason::TooFar);
        if (sa.price2 == sb.price2) return reject(Reason::NoPattern);
        judge(low, a, b, detect);
    }

    /// Nothing of the channel breaks in [a - L, detect].
    [[nodiscard]] bool sameEpoch(std::size_t c, std::size_t a, std::size_t detect) const {
        for (std::size_t i = a - static_cast<std::size_t>(m_config.swing_L); i < detect; ++i)
            if (m_samples[i].epoch[c] != m_samples[i + 1].epoch[c]) return false;
        return true;
    }

    void judge(bool low, const Pivot& a, const Pivot& b, std::size_t detect) {
        const bool higher = m_samples[b.at].price2 > m_samples[a.at].price2;
        std::vector<Channel> comparable, diverging;
        bool broken = false;
        for (const Channel channel : {Channel::Fusion, Channel::Ofi, Channel::Cvd}) {
            const auto c = static_cast<std::size_t>(channel);
            if ((m_primaries & 1U << c) == 0) continue;
            const bool same_epoch = sameEpoch(c, a.at, detect);
            broken = broken || !same_epoch;
            if (!same_epoch || !m_z[c][a.at] || !m_z[c][b.at]) continue;
            comparable.push_back(channel);
            if (higher ? *m_z[c][b.at] < *m_z[c][a.at] : *m_z[c][b.at] > *m_z[c][a.at]) diverging.push_back(channel);
        }
        if (comparable.empty()) return reject(broken ? Reason::Gap : Reason::InvalidInput);
        if (diverging.empty()) {
            Said& one = said.emplace_back();
            one.what = Said::What::Control;
            const signal::Sample& now = m_samples[detect];
            one.control = {comparable.front(), low ? 1 : -1, now.index, now.t_ns, m_samples[a.at].index};
            return reject(Reason::NoPattern);
        }
        std::vector<Rating> ratings;
        for (const Channel channel : diverging) ratings.push_back(rate(static_cast<std::size_t>(channel), a, b, detect));
        const auto best = static_cast<std::size_t>(
            std::max_element(ratings.begin(), ratings.end(), [](const Rating& x, const Rating& y) { return x.score < y.score; }) - ratings.begin());
        SignalEvent event = describe(diverging[best], a, b, detect);
        event.type = low ? (higher ? SignalType::HiddenBull : SignalType::BullDiv) : (higher ? SignalType::BearDiv : SignalType::HiddenBear);
        event.score = ratings[best].score;
        event.parts = ratings[best].parts;
        for (const Channel channel : diverging)
            if (channel != event.channel) event.also = static_cast<std::uint8_t>(event.also | 1U << static_cast<unsigned>(channel));
        candidates += diverging.size() - 1;
        merged += diverging.size() - 1;
        tell(event);
    }

    void tell(SignalEvent& event) {
        if (event.score >= m_config.strong) event.grade = Grade::Strong;
        else if (event.score >= m_config.normal) event.grade = Grade::Normal;
        else if (event.score >= m_config.weak) event.grade = Grade::Weak;
        Reason why = event.grade == Grade::Below ? Reason::ScoreBelow : Reason::None;
        std::optional<std::int64_t>& newest = m_newest_ns[static_cast<std::size_t>(event.type)];
        if (why == Reason::None && newest && event.detect.t_ns - *newest < m_config.cooldown_ms * 1'000'000) why = Reason::Cooldown;
        Said& one = said.emplace_back();
        one.event = event;
        one.reason = why;
        if (why != Reason::None) {
            one.what = Said::What::Suppressed;
            return reject(why);
        }
        newest = event.detect.t_ns;
        ++candidates;
        ++emitted;
    }

    [[nodiscard]] Rating rate(std::size_t c, const Pivot& a, const Pivot& b, std::size_t detect) const {
        const double Ia = *m_z[c][a.at], Ib = *m_z[c][b.at], L = m_config.swing_L;
        const double sigma = std::max(m_sigma[detect], 0.05 * static_cast<double>(m_samples[detect].tick2));
        const auto gap = static_cast<double>(b.at - a.at);
        const double m = std::max(std::abs(Ia), std::abs(Ib)), mid = m_config.z_mid, hi = m_config.z_hi;
        const double Z = m <= mid ? 0.5 * m / mid : 1 - 0.5 / (1 + 2 * (m - mid) / (hi - mid));
        const double sep = saturate((gap - m_config.min_separation) / L);
        const double mag = std::sqrt(saturate(std::abs(p(b.at) - p(a.at)) / (sigma * std::sqrt(gap))) * saturate(std::abs(Ib - Ia) / hi));
        const double prom = saturate(b.prominence2 / (sigma * std::sqrt(L)));
        const double P = (sep + mag + prom) / 3;
        std::vector<double> opinions;
        for (const std::size_t o : {static_cast<std::size_t>(Channel::Ofi), static_cast<std::size_t>(Channel::Cvd)}) {
            if (o == c || !m_z[o][a.at] || !m_z[o][b.at] || !sameEpoch(o, a.at, b.at + static_cast<std::size_t>(m_config.swing_L))) continue;
            const double d = (Ib > Ia ? 1 : -1) * (*m_z[o][b.at] - *m_z[o][a.at]);
            opinions.push_back((1 + d / (std::abs(d) + hi)) / 2);
        }
        std::optional<double> A, C;
        if (!opinions.empty()) A = std::accumulate(opinions.begin(), opinions.end(), 0.0) / static_cast<double>(opinions.size());
        const Stat& consistency = m_samples[b.at].consistency;
        if (consistency.has() && std::isfinite(consistency.value))
            C = std::clamp((consistency.value - m_config.cons_min) / (1 - m_config.cons_min), 0.0, 1.0);
        double above = m_config.weight_z * Z + m_config.weight_p * P, below = m_config.weight_z + m_config.weight_p;
        if (A) above += m_config.weight_a * *A, below += m_config.weight_a;
        if (C) above += m_config.weight_c * *C, below += m_config.weight_c;
        Rating out;
        out.score = 100 * std::clamp(((below > 0 ? above / below : 0) - 0.20) / 0.60, 0.0, 1.0);
        out.parts = {Stat::of(Z), Stat::of(P), A ? Stat::of(*A) : Stat(), C ? Stat::of(*C) : Stat()};
        return out;
    }

    [[nodiscard]] SignalEvent describe(Channel primary, const Pivot& a, const Pivot& b, std::size_t detect) const {
        const signal::Sample &sa = m_samples[a.at], &sb = m_samples[b.at], &now = m_samples[detect];
        SignalEvent e;
        e.channel = primary;
        e.a = {sa.index, sa.t_ns, sa.price2};
        e.b = {sb.index, sb.t_ns, sb.price2};
        e.detect = {now.index, now.t_ns, now.price2};
        e.ind_a = *m_z[static_cast<std::size_t>(primary)][a.at];
        e.ind_b = *m_z[static_cast<std::size_t>(primary)][b.at];
        e.prominence2 = b.prominence2;
        e.lag_samples = m_config.swing_L;
        e.gap_bars = static_cast<std::int32_t>(b.at - a.at);
        e.best_bid = now.best_bid;
        e.best_ask = now.best_ask;
        e.has_quote = now.has_quote;
        e.z_ofi = now.z_ofi;
        e.z_cvd = now.z_cvd;
        e.fused_z = now.fused;
        e.consistency = now.consistency;
        e.scenario = now.scenario;
        e.session = now.session;
        e.day_session = now.day_session;
        e.segment = now.segment;
        e.trade_priced = now.trade_priced;
        return e;
    }

    DivergenceConfig m_config;
    unsigned m_primaries;
    const std::vector<signal::Sample>& m_samples;
    std::vector<std::size_t> m_start;
    std::vector<double> m_sigma;
    std::array<std::vector<std::optional<double>>, kChannels> m_z;
    std::array<std::optional<std::int64_t>, kSignalTypes> m_newest_ns;  // event of the type
};

// --- comparison

inline bool samePoint(const PivotPoint& a, const PivotPoint& b) { return a.index == b.index && a.t_ns == b.t_ns && a.price2 == b.price2; }
/// Both absent, or both there and equal but for rounding.
inline bool sameStat(const Stat& a, const Stat& b) { return a.has() == b.has() && (!a.has() || std::abs(a.value - b.value) <= 1e-9); }
/// Bit for bit, what is not a number included.
inline bool sameInput(const Stat& a, const Stat& b) {
    return a.reason == b.reason && (a.value == b.value || (std::isnan(a.value) && std::isnan(b.value)));
}
inline bool sameEvent(const SignalEvent& a, const SignalEvent& b) {
    return a.type == b.type && a.channel == b.channel && a.also == b.also && a.grade == b.grade && std::abs(a.score - b.score) <= 1e-9 &&
           samePoint(a.a, b.a) && samePoint(a.b, b.b) && samePoint(a.detect, b.detect) && std::abs(a.ind_a - b.ind_a) <= 1e-9 &&
           std::abs(a.ind_b - b.ind_b) <= 1e-9 && a.prominence2 == b.prominence2 && a.lag_samples == b.lag_samples &&
           a.gap_bars == b.gap_bars && sameStat(a.parts.z, b.parts.z) && sameStat(a.parts.p, b.parts.p) &&
           sameStat(a.parts.a, b.parts.a) && sameStat(a.parts.c, b.parts.c) && sameInput(a.z_ofi, b.z_ofi) &&
           sameInput(a.z_cvd, b.z_cvd) && sameInput(a.fused_z, b.fused_z) && sameInput(a.consistency, b.consistency) &&
           a.best_bid.units == b.best_bid.units && a.best_ask.units == b.best_ask.units && a.has_quote == b.has_quote &&
           a.scenario == b.scenario && a.session == b.session && a.day_session == b.day_session && a.segment == b.segment &&
           a.trade_priced == b.trade_priced;
}
inline bool sameSaid(const Said& a, const Said& b) {
    if (a.what != b.what || a.reason != b.reason) return false;
    switch (a.what) {
        case Said::What::Withheld:
            return a.withheld.low == b.withheld.low && samePoint(a.withheld.a, b.withheld.a) && samePoint(a.withheld.b, b.withheld.b) &&
                   a.withheld.detect_index == b.withheld.detect_index && a.withheld.detect_t_ns == b.withheld.detect_t_ns &&
                   a.withheld.segment == b.withheld.segment;
        case Said::What::Control:
            return a.control.channel == b.control.channel && a.control.side == b.control.side &&
                   a.control.detect_index == b.control.detect_index && a.control.detect_t_ns == b.control.detect_t_ns &&
                   a.control.a_index == b.control.a_index;
        default: return sameEvent(a.event, b.event);
    }
}
/// "" where both said the same, else the first difference.
inline std::string firstDifference(const std::vector<Said>& got, const std::vector<Said>& want) {
    const auto tell = [](const std::vector<Said>& list, std::size_t i) {
        if (i >= list.size()) return std::string("nothing");
        const Said& s = list[i];
        return "kind " + std::to_string(static_cast<int>(s.what)) + " " + std::string(reasonName(s.reason)) + " detect " +
               std::to_string(s.event.detect.index + s.withheld.detect_index + s.control.detect_index) + " score " + std::to_string(s.event.score);
    };
    for (std::size_t i = 0; i < std::max(got.size(), want.size()); ++i)
        if (i >= got.size() || i >= want.size() || !sameSaid(got[i], want[i]))
            return "no. " + std::to_string(i) + ": got " + tell(got, i) + ", expected " + tell(want, i);
    return {};
}

}  // namespace bw::test
