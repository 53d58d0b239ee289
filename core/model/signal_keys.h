// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bw {

// Every setting of the signals, of the research commands and of the backtest, once (signals spec 1-5, 6, 11): the structs
// below, the configuration schema of core/ops, the journal's copy of the configuration and the hash of the parameters all
// come from these tables.
//   X(kind, type, member, key, unit, default, min, max, choices, env, help)     kind: Int, Number, Bool or Choice
// The default of a Choice is one of its words.

#define BW_OFI_KEYS(X)                                                                                                        \
    X(Int, int, levels, "ofi.levels", "levels", 5, 1, 5, "", "", "Levels a side in the multi-level OFI")                      \
    X(Choice, ZMethod, z_method, "ofi.z_method", "", rank, 0, 0, "rank|winsor", "",                                           \
      "rank: normal score of the rank in the window; winsor: clamped mean and deviation")                                    \
    X(Int, int, z_window, "ofi.z_window", "values", 300, 20, 512, "", "", "Values before this one that it is held against")   \
    X(Number, double, ema_alpha, "ofi.ema_alpha", "", 0.2, 0.0001, 1, "", "", "Weight of the newest OFI in its average, for display") \
    X(Number, double, winsor_k, "ofi.winsor_k", "", 3.0, 1, 10, "", "", "winsor: values further out are clamped, in robust deviations") \
    X(Number, double, std_floor, "ofi.std_floor", "", 1e-4, 0, 1e9, "", "", "winsor: smallest deviation")                     \
    X(Number, double, z_clip, "ofi.z_clip", "", 5.0, 0.1, 100, "", "", "Largest |z|")

#define BW_CVD_KEYS(X)                                                                                                        \
    X(Choice, CvdMode, z_mode, "cvd.z_mode", "", delta, 0, 0, "delta|level", "", "What is scored: the change or the level")   \
    X(Choice, CvdScale, z_method, "cvd.z_method", "", rank, 0, 0, "rank|scale", "",                                           \
      "rank: normal score of the rank in the window; scale: over a decayed mean size")                                       \
    X(Choice, CvdAnchor, anchor, "cvd.anchor", "", none, 0, 0, "none|utc_day|session", "", "Where the level starts again at 0") \
    X(Int, int, z_window, "cvd.z_window", "values", 300, 20, 512, "", "", "Values before this one that it is held against")   \
    X(Number, double, ema_alpha, "cvd.ema_alpha", "", 0.2, 0.0001, 1, "", "", "Weight of the newest level in its average, for display") \
    X(Number, double, tau_fast_s, "cvd.tau_fast_s", "s", 60, 0.1, 86400, "", "", "scale: half-life of the fast mean")         \
    X(Number, double, tau_slow_s, "cvd.tau_slow_s", "s", 600, 0.1, 864000, "", "", "scale: half-life of the slow mean")       \
    X(Number, double, scale_weight_fast, "cvd.scale_weight_fast", "", 0.30, 0, 1, "", "", "scale: weight of the fast mean")   \
    X(Number, double, scale_weight_slow, "cvd.scale_weight_slow", "", 0.70, 0, 1, "", "", "scale: weight of the slow mean")   \
    X(Int, int, mad_window, "cvd.mad_window", "values", 300, 20, 512, "", "", "scale: values whose median size is the floor") \
    X(Number, double, mad_multiplier, "cvd.mad_multiplier", "", 1.30, 0, 100, "", "", "scale: multiplies that floor")         \
    X(Number, double, winsor_limit, "cvd.winsor_limit", "", 8.0, 0.1, 100, "", "", "Largest |z|")                             \
    X(Int, int, freeze_min, "cvd.freeze_min", "trades", 50, 1, 100000, "", "", "Trades before the first z, trade by trade")   \
    X(Int, int, freeze_min_bars, "cvd.freeze_min_bars", "samples", 60, 1, 100000, "", "", "Samples before the first z, on bars") \
    X(Int, std::int64_t, soft_ms, "cvd.soft_ms", "ms", 4000, 0, 3600000, "", "", "Silence after which this and the next trade have no z") \
    X(Int, std::int64_t, hard_ms, "cvd.hard_ms", "ms", 5000, 0, 3600000, "", "", "Silence after which post_stale_freeze more have none") \
    X(Int, int, post_stale_freeze, "cvd.post_stale_freeze", "trades", 2, 0, 1000, "", "", "Trades without z after a long silence")

#define BW_FUSION_KEYS(X)                                                                                                     \
    X(Number, double, w_ofi, "fusion.w_ofi", "", 0.6, 0, 1e6, "", "", "Weight of the OFI; the two are scaled to 1")           \
    X(Number, double, w_cvd, "fusion.w_cvd", "", 0.4, 0, 1e6, "", "", "Weight of the CVD")                                    \
    X(Number, double, buy, "fusion.buy", "", 1.2, 0, 100, "", "", "Score that enters buy; sell mirrors it")                   \
    X(Number, double, strong, "fusion.strong", "", 2.0, 0, 100, "", "", "Score that enters strong_buy")                       \
    X(Number, double, min_consistency, "fusion.min_consistency", "", 0.2, 0, 1, "", "", "Agreement of both needed to enter")  \
    X(Number, double, strong_min_consistency, "fusion.strong_min_consistency", "", 0.6, 0, 1, "", "", "The same for strong levels") \
    X(Number, double, hysteresis_exit, "fusion.hysteresis_exit", "", 0.6, 0, 100, "", "", "Score below which buy is left")    \
    X(Number, double, strong_exit, "fusion.strong_exit", "", 1.6, 0, 100, "", "", "Score below which strong_buy is left")     \
    X(Number, double, z_clip, "fusion.z_clip", "", 4.0, 0.1, 100, "", "", "Both z are clipped to this first")                 \
    X(Int, std::int64_t, max_lag_ms, "fusion.max_lag_ms", "ms", 250, 0, 3600000, "", "", "Trade by trade: z further apart do not mix") \
    X(Int, std::int64_t, cooldown_ms, "fusion.cooldown_ms", "ms", 300, 0, 3600000, "", "", "One notice per direction in this time") \
    X(Bool, bool, adaptive_cooldown, "fusion.adaptive_cooldown", "", false, 0, 0, "", "", "Stronger scores shorten the cooldown") \
    X(Int, int, min_consecutive, "fusion.min_consecutive", "samples", 2, 1, 1000, "", "", "A new level must hold so many samples") \
    X(Int, std::int64_t, min_duration_ms, "fusion.min_duration_ms", "ms", 0, 0, 3600000, "", "", "and so long")               \
    X(Int, int, warmup_samples, "fusion.warmup_samples", "samples", 10, 0, 100000, "", "", "Samples with both z before the first level")

// fusion.profile conservative: what these keys are worth where nobody sets them.   X(member, key, value)
#define BW_FUSION_CONSERVATIVE(X)                                                                                             \
    X(buy, "fusion.buy", 2.0)                                                                                                 \
    X(strong, "fusion.strong", 3.0)                                                                                           \
    X(min_consistency, "fusion.min_consistency", 0.4)                                                                         \
    X(strong_min_consistency, "fusion.strong_min_consistency", 0.8)                                                           \
    X(hysteresis_exit, "fusion.hysteresis_exit", 1.2)                                                                         \
    X(strong_exit, "fusion.strong_exit", 2.4)                                                                                 \
    X(cooldown_ms, "fusion.cooldown_ms", 1000)                                                                                \
    X(min_duration_ms, "fusion.min_duration_ms", 200)

#define BW_DIVERGENCE_KEYS(X)                                                                                                 \
    X(Int, int, swing_L, "divergence.swing_L", "samples", 13, 2, 63, "", "", "Samples on each side that make a pivot; also the lag") \
    X(Number, double, z_hi, "divergence.z_hi", "", 2.0, 0.001, 5, "", "", "Flow this far out counts as strong")               \
    X(Number, double, z_mid, "divergence.z_mid", "", 0.8, 0.0001, 5, "", "", "and this far out as middling; below z_hi")      \
    X(Int, int, min_separation, "divergence.min_separation", "samples", 6, 1, 10000, "", "", "Least distance of two pivots")  \
    X(Int, int, max_separation, "divergence.max_separation", "samples", 0, 0, 100000, "", "", "Largest distance; 0: ten times swing_L") \
    X(Int, std::int64_t, cooldown_ms, "divergence.cooldown_ms", "ms", 1000, 0, 3600000, "", "", "One event per type in this time") \
    X(Int, int, warmup_min, "divergence.warmup_min", "samples", 100, 5, 100000, "", "", "Samples of a segment before its first event") \
    X(Number, double, cons_min, "divergence.cons_min", "", 0.3, 0, 0.999, "", "", "Consistency that begins to count")         \
    X(Number, double, weight_z, "divergence.weight_z", "", 0.35, 0, 1e6, "", "", "Weight of the strength of the flow in the score") \
    X(Number, double, weight_p, "divergence.weight_p", "", 0.25, 0, 1e6, "", "", "of the pivots")                             \
    X(Number, double, weight_a, "divergence.weight_a", "", 0.25, 0, 1e6, "", "", "of the agreement of the other channel")     \
    X(Number, double, weight_c, "divergence.weight_c", "", 0.15, 0, 1e6, "", "", "of the consistency")                        \
    X(Number, double, strong, "divergence.strong", "", 70, 0, 100, "", "", "Score of grade strong")                           \
    X(Number, double, normal, "divergence.normal", "", 50, 0, 100, "", "", "Score of grade normal")                           \
    X(Number, double, weak, "divergence.weak", "", 35, 0, 100, "", "", "Score of grade weak; below nothing is emitted")       \
    X(Int, int, ind_ema_span, "divergence.ind_ema_span", "samples", 1, 1, 1000, "", "", "Average of the flow before it is judged; 1: none")

#define BW_SCENARIO_KEYS(X)                                                                                                   \
    X(Choice, ScenarioScheme, scheme, "scenario.scheme", "", regime2x2, 0, 0, "regime2x2|off", "SCENARIO_SCHEME", "Labels of the market's regime") \
    X(Int, int, window_s, "scenario.window_s", "s", 300, 10, 3600, "", "WIN_SECS", "Window of trades and volatility")         \
    X(Number, double, active_tps, "scenario.active_tps", "1/s", 2.0, 0, 1e6, "", "ACTIVE_TPS", "Trades a second from which it is active") \
    X(Number, double, vol_split, "scenario.vol_split", "", 0.5, 0, 1, "", "VOL_SPLIT", "Rank of its volatility in the last day from which it is high") \
    X(Int, int, day_start_h, "scenario.day_start_h", "h", 9, 0, 23, "", "", "Tuning session day, UTC: from")                  \
    X(Int, int, day_end_h, "scenario.day_end_h", "h", 17, 1, 24, "", "", "to")

#define BW_SAMPLING_KEYS(X)                                                                                                   \
    X(Choice, PriceSource, price_source, "signals.price_source", "", auto, 0, 0, "auto|mid|trade", "", "Price of a sample; auto: mid where there is a book or quotes") \
    X(Int, std::int64_t, time_jump_ms, "signals.time_jump_ms", "ms", 300000, 1000, 86400000, "", "", "Event time leaping further ahead breaks the segment") \
    X(Int, std::int64_t, keep_window_ms, "signals.keep_window_ms", "ms", 2000, 0, 3600000, "", "", "Windows outlive a break this short") \
    X(Int, std::int64_t, bar_grace_ms, "signals.bar_grace_ms", "ms", 250, 0, 60000, "", "", "How long a timer waits with a sample that no event closes") \
    X(Int, std::int64_t, max_empty_s, "signals.max_empty_s", "s", 60, 1, 86400, "", "", "Longer runs of empty samples break the segment") \
    X(Number, double, min_side_coverage, "signals.min_side_coverage", "", 0.90, 0, 1, "", "", "Share of the quantity whose side must be known") \
    X(Choice, SessionReset, reset_on_session, "signals.reset_on_session", "", auto, 0, 0, "auto|yes|no", "", "auto: where the market has hours (MetaTrader)") \
    X(Number, double, anomaly_z_ofi, "signals.anomaly_z_ofi", "", 3.0, 0, 100, "", "", "|z| of the OFI that is told as an anomaly") \
    X(Number, double, anomaly_z_cvd, "signals.anomaly_z_cvd", "", 2.5, 0, 100, "", "", "|z| of the CVD that is told as an anomaly") \
    X(Number, double, price_anomaly_pct, "signals.price_anomaly_pct", "%", 5.0, 0, 1000, "", "", "Step between two trades that is told as an anomaly")

#define BW_EVALUATE_KEYS(X)                                                                                                   \
    X(Int, int, min_events, "evaluate.min_events", "events", 100, 1, 1000000, "", "", "Independent events below which a verdict says insufficient") \
    X(Int, int, min_events_test, "evaluate.min_events_test", "events", 50, 1, 1000000, "", "", "Independent events below which a cell is not tested") \
    X(Int, int, permutations, "evaluate.permutations", "", 10000, 100, 10000000, "", "", "Permutations of a rank correlation") \
    X(Int, int, bootstrap, "evaluate.bootstrap", "draws", 2000, 100, 1000000, "", "", "Draws of a bootstrap interval")        \
    X(Int, int, spans, "evaluate.spans", "spans", 6, 2, 100, "", "", "Equal spans of the walk-forward; one fold less")        \
    X(Int, std::int64_t, entry_delay_ms, "evaluate.entry_delay_ms", "ms", 100, 0, 60000, "", "", "From the event to the first quote one could trade at") \
    X(Number, double, cost_bps, "evaluate.cost_bps", "bps", 4.0, 0, 1000, "", "", "Fee of one side")                          \
    X(Number, double, dod_accuracy, "evaluate.dod_accuracy", "", 0.55, 0, 1, "", "", "Accuracy of the dod block")             \
    X(Int, int, calibrate_min, "evaluate.calibrate_min", "events", 200, 10, 1000000, "", "", "Independent events below which nothing is published") \
    X(Int, int, scoreboard_min, "evaluate.scoreboard_min", "events", 30, 1, 1000000, "", "", "Outcomes below which the scoreboard shows no figure")

#define BW_BACKTEST_KEYS(X)                                                                                                   \
    X(Number, double, notional, "backtest.notional", "quote", 10000, 0.01, 1e12, "", "", "Size of a position")                \
    X(Int, std::int64_t, latency_ms, "backtest.latency_ms", "ms", 100, 0, 3600000, "", "", "From the order to the first quote that can fill it") \
    X(Number, double, slippage_bps, "backtest.slippage_bps", "bps", 0.5, 0, 1000, "", "", "Added to every fill")              \
    X(Number, double, fee_bps, "backtest.fee_bps", "bps", 4.0, 0, 1000, "", "", "Fee of one side")                            \
    X(Number, double, spread_bps, "backtest.spread_bps", "bps", 1.0, 0, 1000, "", "", "Bars only: spread, of which each fill pays half") \
    X(Int, int, hold, "backtest.hold", "samples", 20, 1, 1000000, "", "", "divergence strategies: samples a position is held") \
    X(Choice, MinGrade, min_grade, "backtest.min_grade", "", normal, 0, 0, "weak|normal|strong", "", "divergence strategies: least grade") \
    X(Int, int, fast, "backtest.fast", "bars", 20, 1, 10000, "", "", "ma_cross: fast average")                                \
    X(Int, int, slow, "backtest.slow", "bars", 50, 2, 10000, "", "", "ma_cross: slow average")                                \
    X(Bool, bool, allow_short, "backtest.short", "", true, 0, 0, "", "", "ma_cross: short below")                             \
    X(Int, int, random_draws, "backtest.random_draws", "draws", 1000, 10, 1000000, "", "", "random_entry: draws")

/// ofi.weights where nobody sets them.
#define BW_OFI_WEIGHTS 0.4, 0.25, 0.2, 0.1, 0.05
inline constexpr std::array kOfiWeights = {BW_OFI_WEIGHTS};
/// signals.samplings where nobody sets it.
#define BW_DEFAULT_SAMPLING "1s"
inline constexpr std::string_view kDefaultSampling = BW_DEFAULT_SAMPLING;

enum class ZMethod : std::uint8_t { Rank, Winsor };
enum class CvdMode : std::uint8_t { Delta, Level };
enum class CvdScale : std::uint8_t { Rank, Scale };
enum class CvdAnchor : std::uint8_t { None, UtcDay, Session };
enum class ScenarioScheme : std::uint8_t { Regime2x2, Off };
enum class PriceSource : std::uint8_t { Auto, Mid, Trade };
enum class SessionReset : std::uint8_t { Auto, Yes, No };
enum class MinGrade : std::uint8_t { Weak, Normal, Strong };

/// Place of a word in "a|b|c"; -1: none of them.
[[nodiscard]] constexpr int choiceIndex(std::string_view choices, std::string_view word) noexcept {
    for (int index = 0;; ++index) {
        const std::size_t bar = choices.find('|');
        if (choices.substr(0, bar) == word) return index;
        if (bar == std::string_view::npos) return -1;
        choices.remove_prefix(bar + 1);
    }
}
/// The reverse; "" past the end.
[[nodiscard]] constexpr std::string_view choiceAt(std::string_view choices, int index) noexcept {
    for (; index > 0; --index) {
        const std::size_t bar = choices.find('|');
        if (bar == std::string_view::npos) return {};
        choices.remove_prefix(bar + 1);
    }
    return choices.substr(0, choices.find('|'));
}

#define BW_SETTING_Int(type, initial, choices) type(initial)
#define BW_SETTING_Number(type, initial, choices) initial
#define BW_SETTING_Bool(type, initial, choices) initial
#define BW_SETTING_Choice(type, initial, choices) static_cast<type>(choiceIndex(choices, #initial))
#define BW_SETTING(kind, type, member, key, unit, initial, min, max, choices, env, help) \
    type member = BW_SETTING_##kind(type, initial, choices);

struct OfiConfig {
    BW_OFI_KEYS(BW_SETTING)
    friend bool operator==(const OfiConfig&, const OfiConfig&) = default;
};
struct CvdConfig {
    BW_CVD_KEYS(BW_SETTING)
    friend bool operator==(const CvdConfig&, const CvdConfig&) = default;
};
struct FusionConfig {
    BW_FUSION_KEYS(BW_SETTING)
    friend bool operator==(const FusionConfig&, const FusionConfig&) = default;
};
struct DivergenceConfig {
    BW_DIVERGENCE_KEYS(BW_SETTING)
    /// max_separation with its 0 decided.
    [[nodiscard]] int maxSeparation() const noexcept { return max_separation != 0 ? max_separation : 10 * swing_L; }
    friend bool operator==(const DivergenceConfig&, const DivergenceConfig&) = default;
};
struct ScenarioConfig {
    BW_SCENARIO_KEYS(BW_SETTING)
    friend bool operator==(const ScenarioConfig&, const ScenarioConfig&) = default;
};
struct SamplingConfig {
    BW_SAMPLING_KEYS(BW_SETTING)
    friend bool operator==(const SamplingConfig&, const SamplingConfig&) = default;
};
struct EvaluateConfig {
    BW_EVALUATE_KEYS(BW_SETTING)
};
struct BacktestConfig {
    BW_BACKTEST_KEYS(BW_SETTING)
};
#undef BW_SETTING
#define BW_TEXT_OF_(...) #__VA_ARGS__
#define BW_TEXT_OF(...) BW_TEXT_OF_(__VA_ARGS__)

}  // namespace bw
