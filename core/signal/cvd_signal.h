// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>

#include "core/model/result.h"
#include "core/model/signal.h"
#include "core/model/signal_keys.h"
#include "core/signal/sorted_window.h"
#include "core/signal/z_window.h"

namespace bw::signal {

/// One counted trade, or one closed sample.
struct CvdInput {
    std::int64_t delta = 0;            // signed quantity of the trade, or net of the sample
    std::int64_t level = 0;            // CVD afterwards
    std::int64_t t_ns = 0;             // event time, not falling
    int trades = 0;                    // samples: trades inside
    bool empty = false;                // samples: a true zero
    Reason withheld = Reason::None;    // no value here and why: counted, no window changes
};
struct CvdOut {
    Stat z, z_raw;                     // z_raw before the clip to winsor_limit
    double scale = 0;                  // delta/scale: what the size was divided by
    double floor = 0;                  // delta/scale: the least the mean may count
    bool floor_used = false;
};

/// E_CFG_CONFLICT: scale weights that are both 0, hard_ms below soft_ms, tau_slow_s below tau_fast_s.
[[nodiscard]] Status validate(const CvdConfig& config);

/// CVD to z (signals spec 2): delta by rank (default), delta over a decayed mean size, or level (winsor). per_trade: each
/// input is a trade, with freezes after silences; else each is a closed sample. Bounded, no allocation after the
/// constructor. Engine thread.
///   delta/scale   on x at t, for tau in {fast, slow}:  g = 2^(-dt/tau); S *= g; N *= g; mean = S/N     (before x counts)
///                 tps = n_fast ln2 / tau_fast;  w_f' = w_f min(1, tps/1.5);  mix = w_f' mean_f + (1 - w_f') mean_s
///                 floor = mad_multiplier * 1.4826 * median|x| * max(1, 1.5 / max(tps, 0.2))
///                 z_raw = x / max(mix, floor, 1 quantum);  then S += |x|, N += 1
class CvdSignal {
public:
    struct Counters {
        std::uint64_t updates = 0;     // inputs with a value
        std::uint64_t frozen = 0;      // of these without z because of a silence
        std::uint64_t p_gt2 = 0, p_gt3 = 0, total = 0;  // |z| > 2, > 3, all z
    };

    CvdSignal(const CvdConfig& config, bool per_trade);

    /// Null: Warmup, Freeze, Overflow (level mode: further than int64 from where it began), or the reason it was given.
    CvdOut update(const CvdInput& input) noexcept;
    /// clear_windows: everything but the counters starts again. The level mode needs it too wherever the level itself
    /// starts again (cvd.anchor).
    void onBreak(bool clear_windows) noexcept;

    /// Exponential average of the level, for display.
    [[nodiscard]] double ema() const noexcept { return m_ema; }
    [[nodiscard]] bool hasEma() const noexcept { return m_has_ema; }
    [[nodiscard]] Counters counters() const noexcept { return m_counters; }
    [[nodiscard]] std::uint64_t withheld(Reason reason) const noexcept { return m_withheld[static_cast<std::size_t>(reason)]; }

private:
    struct Decayed {
        double tau_ns = 1, sum = 0, count = 0;
        double decay(double dt_ns) noexcept;
        [[nodiscard]] double mean() const noexcept { return count > 0 ? sum / count : 0; }
        void add(double size) noexcept { sum += size, count += 1; }
    };
    [[nodiscard]] bool freezes(std::int64_t t_ns) noexcept;
    Stat score(const CvdInput& input, CvdOut& out) noexcept;
    Stat scaleScore(const CvdInput& input, CvdOut& out) noexcept;
    Stat levelScore(std::int64_t level) noexcept;

    CvdConfig m_config;
    bool m_per_trade;
    int m_need;                        // inputs before the first z
    int m_seen = 0;                    // up to m_need
    ZWindow m_window;                  // delta/rank and level
    SortedWindow m_sizes;              // delta/scale: |x|
    Decayed m_fast, m_slow;
    double m_weight_fast = 0;          // of the two, scaled to 1
    double m_trades_fast = 0;          // decayed count of trades
    std::int64_t m_level_base = 0;     // level mode: first of the window's life, so that differences stay exact
    bool m_has_base = false;
    std::int64_t m_last_ns = 0;
    bool m_has_last = false;
    int m_freeze_left = 0;
    double m_ema = 0;
    bool m_has_ema = false;
    Counters m_counters;
    std::array<std::uint64_t, kReasons> m_withheld{};
};

}  // namespace bw::signal
