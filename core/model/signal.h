// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/types.h"

namespace bw {

// Vocabulary of the signals (signals spec 0, 4, 5). X(enumerator, printed).
#define BW_REASONS(X)                                                                                                   \
    X(None, "") X(Warmup, "warmup") X(InvalidInput, "invalid_input") X(Gap, "gap") X(BookNotSynced, "book_not_synced") \
    X(SourceStale, "source_stale") X(SideUnknown, "side_unknown") X(SideSuspect, "side_suspect") X(NoTape, "no_tape")  \
    X(NoBook, "no_book") X(Freeze, "freeze") X(ScaleZero, "scale_zero") X(LagExceeded, "lag_exceeded")                 \
    X(Cooldown, "cooldown") X(TooClose, "too_close") X(TooFar, "too_far") X(NoPattern, "no_pattern")                   \
    X(ScoreBelow, "score_below") X(Flat, "flat") X(ParamChange, "param_change") X(TimeBackward, "time_backward")       \
    X(TimeJump, "time_jump") X(DegradedOfiOnly, "degraded_ofi_only") X(DegradedCvdOnly, "degraded_cvd_only")           \
    X(Insufficient, "insufficient") X(NotSignificant, "not_significant") X(NotCalibrated, "not_calibrated")            \
    X(Drifted, "drifted") X(Overflow, "overflow") X(LateTrade, "late_trade") X(SessionChange, "session_change")        \
    X(SourceChange, "source_change") X(EmptyTooLong, "empty_too_long")

/// Why a value is absent or an event withheld; None: nothing is wrong. Every one of them is counted where it arises.
enum class Reason : std::uint8_t {
#define BW_X(name, text) name,
    BW_REASONS(BW_X)
#undef BW_X
        Count
};
[[nodiscard]] std::string_view reasonName(Reason reason) noexcept;
inline constexpr std::size_t kReasons = static_cast<std::size_t>(Reason::Count);

/// A statistic or the reason why there is none. Null is not zero.
struct Stat {
    double value = 0;
    Reason reason = Reason::Warmup;
    [[nodiscard]] bool has() const noexcept { return reason == Reason::None; }
    [[nodiscard]] static Stat of(double v) noexcept { return {v, Reason::None}; }
    [[nodiscard]] static Stat none(Reason why) noexcept { return {0, why}; }
    friend bool operator==(const Stat&, const Stat&) = default;
};

enum class Channel : std::uint8_t { Ofi, Cvd, Fusion, Count };
inline constexpr std::size_t kChannels = static_cast<std::size_t>(Channel::Count);
[[nodiscard]] std::string_view channelName(Channel channel) noexcept;        // ofi, cvd, fusion
[[nodiscard]] std::string_view channelSourceName(Channel channel) noexcept;  // OFI_ONLY, CVD_ONLY, FUSION

/// Directional types first; Conflict, Anomaly and PriceAnomaly have no side and enter no accuracy.
enum class SignalType : std::uint8_t { BullDiv, HiddenBull, BearDiv, HiddenBear, Conflict, Anomaly, PriceAnomaly, Count };
inline constexpr std::size_t kSignalTypes = static_cast<std::size_t>(SignalType::Count);
[[nodiscard]] std::string_view signalTypeName(SignalType type) noexcept;      // bull_div, hidden_bull, bear_div, hidden_bear, ofi_cvd_conflict, anomaly, price_anomaly
[[nodiscard]] std::string_view divergenceTypeName(SignalType type) noexcept;  // bull_regular, bull_hidden, bear_regular, bear_hidden; "" for others
/// +1 bull, -1 bear, 0 none.
[[nodiscard]] constexpr int sideOf(SignalType type) noexcept {
    switch (type) {
        case SignalType::BullDiv:
        case SignalType::HiddenBull: return 1;
        case SignalType::BearDiv:
        case SignalType::HiddenBear: return -1;
        default: return 0;
    }
}

enum class Grade : std::uint8_t { Below, Weak, Normal, Strong, Count };
[[nodiscard]] std::string_view gradeName(Grade grade) noexcept;  // "", weak, normal, strong

enum class FusionLevel : std::uint8_t { Neutral, Buy, StrongBuy, Sell, StrongSell, Count };
[[nodiscard]] std::string_view fusionLevelName(FusionLevel level) noexcept;  // neutral, buy, strong_buy, sell, strong_sell

/// Regime of the last WIN_SECS: active or quiet, high or low volatility. None: with the reason beside it.
enum class Scenario : std::uint8_t { None, ActiveHigh, ActiveLow, QuietHigh, QuietLow, Count };
[[nodiscard]] std::string_view scenarioName(Scenario scenario) noexcept;  // "", A_H, A_L, Q_H, Q_L
enum class Liquidity : std::uint8_t { None, Active, Quiet };
[[nodiscard]] std::string_view liquidityName(Liquidity liquidity) noexcept;  // "", active, quiet
[[nodiscard]] constexpr Liquidity liquidityOf(Scenario s) noexcept {
    if (s == Scenario::None || s == Scenario::Count) return Liquidity::None;
    return s == Scenario::ActiveHigh || s == Scenario::ActiveLow ? Liquidity::Active : Liquidity::Quiet;
}
enum class Session : std::uint8_t { Tokyo, London, NewYork, Count };  // UTC: 0-8, 8-16, 16-24
[[nodiscard]] std::string_view sessionName(Session session) noexcept;  // tokyo, london, ny
enum class DaySession : std::uint8_t { Day, Night, Count };
[[nodiscard]] std::string_view daySessionName(DaySession session) noexcept;  // day, night

enum class OutcomeLabel : std::uint8_t { Open, Hit, Miss, Tie, Unlabelled, Count };
[[nodiscard]] std::string_view outcomeLabelName(OutcomeLabel label) noexcept;

inline constexpr int kHorizons = 2;
inline constexpr std::array<int, kHorizons> kHorizonSamples = {10, 20};  // the live record; evaluation takes any

/// Calibrated probability of a hit as it stood at emission, or why there is none.
struct Probability {
    Reason reason = Reason::NotCalibrated;
    double value = 0, lo = 0, hi = 0;
    std::uint32_t n = 0;  // events of its calibration block
    [[nodiscard]] bool has() const noexcept { return reason == Reason::None; }
};

/// Prices are twice the price in the instrument's price units: bid + ask, or 2 x trade price (half ticks stay exact).
struct PivotPoint {
    std::int64_t index = 0, t_ns = 0;
    std::int64_t price2 = 0;
};

/// One signal as it was emitted; never changed afterwards (signals spec 4). `detect` is the only time that charts, labels,
/// cooldowns, scoreboards and backtests use; a and b are drawn only.
struct SignalEvent {
    SignalType type = SignalType::Count;
    Channel channel = Channel::Count;
    std::uint8_t also = 0;             // bit per Channel: channels that diverged at the same pair
    Grade grade = Grade::Below;
    double score = 0;                  // 0..100
    PivotPoint a, b, detect;
    Price best_bid, best_ask;          // at detection
    bool has_quote = false;
    double ind_a = 0, ind_b = 0;
    double prominence2 = 0;            // of b, units of price2
    std::int32_t lag_samples = 0;      // L
    std::int32_t gap_bars = 0;         // b.index - a.index
    struct Parts {
        Stat z, p, a, c;
    } parts;                           // strength, pivots, agreement, consistency, each in [0,1)
    Stat z_ofi, z_cvd, fused_z, consistency;  // at detection
    Scenario scenario = Scenario::None;
    Session session = Session::Tokyo;
    DaySession day_session = DaySession::Day;
    std::array<Probability, kHorizons> p{};
    std::uint64_t calibration_id = 0;  // 0: none
    std::uint64_t params_hash = 0;
    std::int32_t segment = 0;
    bool trade_priced = false;
    std::uint64_t reasons = 0;         // bit per Reason
    [[nodiscard]] int side() const noexcept { return sideOf(type); }
};

/// What became of an event at one horizon.
struct SignalOutcome {
    std::uint64_t params_hash = 0;
    std::int64_t detect_index = 0;
    SignalType type = SignalType::Count;
    Channel channel = Channel::Count;
    Grade grade = Grade::Below;
    int horizon = 0;                   // samples
    OutcomeLabel label = OutcomeLabel::Open;
    std::int64_t r2 = 0;               // side * (price2 at detect + horizon - price2 at detect)
    std::int64_t price2 = 0;           // at detection
    double score = 0;
    Probability p;                     // as emitted
    std::int64_t t_ns = 0;             // maturity
};

/// "binance.usdm.BTCUSDT|1s|3f2a9c01|4711": instrument, sampling, first eight hex digits of the parameters' hash, index of
/// the detection sample.
[[nodiscard]] std::string signalId(std::string_view instrument, std::string_view sampling, std::uint64_t params_hash,
                                   std::int64_t detect_index);

}  // namespace bw
