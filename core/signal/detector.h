// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/model/signal_keys.h"
#include "core/signal/sample.h"

namespace bw::signal {

inline constexpr unsigned kAllChannels = 7;  // bit per Channel

/// Hash of the settings a detector runs with, each as "key=value\n" in the order of the table, and of its primaries.
[[nodiscard]] std::uint64_t paramsHash(const DivergenceConfig& config, unsigned primaries);

/// Every pair gets exactly one disposition for each channel that diverged, and one where none did.
struct DetectorStats {
    std::uint64_t samples = 0, pivots_high = 0, pivots_low = 0;
    std::uint64_t candidates = 0, emitted = 0, merged = 0, withheld_by_gap = 0;
    std::array<std::uint64_t, kReasons> by_reason{};
    std::array<std::uint64_t, kSignalTypes> by_type{};
    std::array<std::uint64_t, kChannels> by_channel{};
    std::array<std::uint64_t, static_cast<std::size_t>(Grade::Count)> by_grade{};
    /// candidates = emitted + merged + sum by reason; emitted = sum by type = by channel = by grade.
    [[nodiscard]] bool balanced() const noexcept;
    friend bool operator==(const DetectorStats&, const DetectorStats&) = default;
};

/// Divergences between price and flow (signals spec 4): pivots over a ring of 2L+1 samples, each pivot paired once with the
/// one of its kind before it, scored and told at the sample that confirms it. A value that is not finite counts as none. The
/// scale of the price begins with the first step of the segment. Cost per sample is at most 2L+1 comparisons, memory is
/// constant, update allocates nothing. Engine thread.
class Detector {
public:
    /// `primaries`: channels that may lead an event; the other raw ones still count for the agreement.
    explicit Detector(const DivergenceConfig& config, unsigned primaries = kAllChannels, std::uint64_t params_hash = 0);

    /// A change of Sample::segment starts ring and scale anew; the pivots before it only count as withheld.
    void update(const Sample& sample, DetectorSink& sink);
    /// As if it were new.
    void reset();
    [[nodiscard]] const DetectorStats& stats() const noexcept { return m_stats; }
    /// Samples of this segment have reached warmup_min.
    [[nodiscard]] bool warm() const noexcept { return m_segment_samples >= m_config.warmup_min; }
    [[nodiscard]] const DivergenceConfig& config() const noexcept { return m_config; }
    [[nodiscard]] std::uint64_t hash() const noexcept { return m_hash; }
    /// Every field.
    friend bool operator==(const Detector&, const Detector&) = default;

private:
    struct Point {
        std::int64_t index = 0, t_ns = 0, price2 = 0;
        std::array<double, kChannels> z{};
        double consistency = 0;
        std::array<bool, kChannels> has{};
        Reason consistency_reason = Reason::None;
        friend bool operator==(const Point&, const Point&) = default;
    };
    struct Pivot {
        bool valid = false;
        Point at;
        double prominence2 = 0;
        friend bool operator==(const Pivot&, const Pivot&) = default;
    };
    struct Extremes {
        std::int64_t left_min, left_max, right_min, right_max;
    };
    struct Scored {
        double score = 0;
        SignalEvent::Parts parts;
    };
    [[nodiscard]] std::int64_t priceBack(int ago) const noexcept {
        return m_prices2[(m_count - 1 - static_cast<std::uint64_t>(ago)) & (m_prices2.size() - 1)];
    }
    /// L samples back: the oldest one kept.
    [[nodiscard]] const Point& centre() const noexcept { return m_points[m_oldest]; }
    void newSegment(std::int32_t segment);
    void push(const Sample& sample);
    void smooth(const Sample& sample, Point& point);
    [[nodiscard]] Extremes extremes() const noexcept;
    void onPivot(bool low, double prominence2, const Sample& now, DetectorSink& sink);
    void judge(bool low, const Pivot& a, const Pivot& b, const Sample& now, DetectorSink& sink);
    void emit(SignalEvent& event, const Sample& now, DetectorSink& sink);
    [[nodiscard]] Scored score(Channel primary, const Pivot& a, const Pivot& b, double tick2) const noexcept;
    /// Nothing of the channel broke from the left side of `a` to now.
    [[nodiscard]] bool unbroken(std::size_t channel, const Pivot& a) const noexcept {
        return m_epoch_from[channel] <= a.at.index - m_config.swing_L;
    }
    void reject(Reason reason) noexcept {
        ++m_stats.candidates;
        ++m_stats.by_reason[static_cast<std::size_t>(reason)];
    }

    DivergenceConfig m_config;
    unsigned m_primaries;
    std::uint64_t m_hash;
    // No larger than L needs, so that 16 parameter sets stay small.
    std::vector<std::int64_t> m_prices2;  // of the last 2L+1 samples; a power of two
    std::vector<Point> m_points;          // L+1, back to the centre
    std::size_t m_oldest = 0;
    std::uint64_t m_count = 0;        // points of this segment
    std::int32_t m_segment = 0;
    bool m_any = false;
    std::int64_t m_segment_samples = 0;
    double m_sigma2 = 0;              // EMA of |step of price2|
    std::array<Pivot, 2> m_last{};    // high, low: of this segment
    std::array<Pivot, 2> m_before{};  // of segments before; the first of its kind in this one counts the pair
    std::array<std::int64_t, kSignalTypes> m_told_ns{};
    std::array<bool, kSignalTypes> m_told{};
    std::array<double, kChannels> m_ema{};
    std::array<bool, kChannels> m_has_ema{};
    std::array<std::int32_t, kChannels> m_ema_epoch{};
    std::array<std::int32_t, kChannels> m_epoch{};        // of the newest sample
    std::array<std::int64_t, kChannels> m_epoch_from{};   // first sample of that epoch in this segment
    DetectorStats m_stats;
};

}  // namespace bw::signal
