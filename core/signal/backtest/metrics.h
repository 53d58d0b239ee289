// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/model/signal_keys.h"

// Figures of a backtest (signals spec 11). Pure functions, offline, any thread. Money is double: it is statistics here.
namespace bw::backtest {

enum class ExitReason : std::uint8_t { Hold, Reverse, Signal, End };

/// One position from its first fill to its last. Money in quote currency; p_in and p_out hold slippage and half spread.
struct Trade {
    int side = 0;  // +1 long, -1 short
    double qty = 0;
    std::int64_t t_in_ns = 0, t_out_ns = 0;
    double p_in = 0, p_out = 0;
    double fee = 0, slippage = 0, spread = 0;  // of both sides
    double gross = 0, net = 0;                 // gross: at the quoted prices; net = gross - fee - slippage - spread
    ExitReason reason = ExitReason::Signal;
    std::int64_t detect_index = -1;            // of the event that opened it; -1: none did
    std::uint64_t params_hash = 0;
    bool touched_gap = false;
    bool excess = false;                       // larger than the level shown at one of its fills
    std::int64_t grid_in = -1, grid_out = -1;  // decision points; -1: closed by the end of the data
    friend bool operator==(const Trade&, const Trade&) = default;
};

/// What one side of a trade costs. Slippage and half spread move the price, the fee is of the moved price.
struct CostModel {
    double slippage = 0, half_spread = 0, fee = 0;  // fractions
    [[nodiscard]] static CostModel of(const BacktestConfig& config, bool bars_only) noexcept {
        return {config.slippage_bps * 1e-4, bars_only ? config.spread_bps * 0.5e-4 : 0.0, config.fee_bps * 1e-4};
    }
    /// `direction` +1 buys, -1 sells.
    [[nodiscard]] double price(double raw, int direction) const noexcept { return raw * (1 + direction * (slippage + half_spread)); }
    void charge(Trade& trade, double raw, int direction) const noexcept {
        trade.slippage += trade.qty * raw * slippage;
        trade.spread += trade.qty * raw * half_spread;
        trade.fee += trade.qty * price(raw, direction) * fee;
    }
};

struct EquityPoint {
    std::int64_t t_ns = 0;
    double value = 0;
    friend bool operator==(const EquityPoint&, const EquityPoint&) = default;
};

struct Drawdown {
    double share = 0;  // (peak - equity) / peak
    std::int64_t peak_ns = 0, trough_ns = 0;
};

struct TradeSums {
    std::size_t n = 0, wins = 0;  // a win has net > 0; ties are losses
    double gross = 0, net = 0, fees = 0, slippage = 0, spread = 0;
    double notional = 0;          // traded, both sides
    std::optional<double> hit_rate, hit_lo, hit_hi;  // Wilson 95 %
};

struct Metrics : TradeSums {
    std::size_t n_trades = 0, n_returns = 0;
    std::size_t gaps_touched = 0, excess = 0;
    double pnl = 0, gross_pnl = 0;
    std::optional<double> sharpe, sortino;  // a year; none below 30 returns or without variance (loss)
    std::optional<double> sharpe_noise;     // expected best Sharpe of that many trials of noise
    std::optional<double> turnover;         // traded notional / mean equity / day
    std::optional<double> exposure;         // share of the time in a position
    std::optional<double> cost_share;       // costs / sum of |gross| of the trades
    Drawdown drawdown;
};

/// Simple returns; a step from an equity that is not positive has none.
[[nodiscard]] std::vector<double> simpleReturns(std::span<const EquityPoint> equity);
/// mean / sd_{n-1} * sqrt(periods a year); none for n < 30 or sd = 0.
[[nodiscard]] std::optional<double> sharpe(std::span<const double> returns, double periods_per_year);
/// mean / sqrt(mean(min(r, 0)^2)) * sqrt(periods a year); none for n < 30 or without a loss.
[[nodiscard]] std::optional<double> sortino(std::span<const double> returns, double periods_per_year);
[[nodiscard]] Drawdown maxDrawdown(std::span<const EquityPoint> equity);
/// Expected largest of `trials` Sharpe ratios over n returns that are all noise; 0 for one trial.
///   source: Bailey, Lopez de Prado, The Deflated Sharpe Ratio, J. Portfolio Management 40 (2014), eq. 1
[[nodiscard]] std::optional<double> bestSharpeOfNoise(int trials, std::size_t n, double periods_per_year);
/// 365 days around the clock, or 252 sessions of a day each at most.
[[nodiscard]] double periodsPerYear(std::int32_t period_s, bool session_calendar) noexcept;
/// Of the trades for which `touched` is as asked; no value: all.
[[nodiscard]] TradeSums sumTrades(std::span<const Trade> trades, std::optional<bool> touched);
[[nodiscard]] Metrics metricsOf(std::span<const Trade> trades, std::span<const EquityPoint> equity, double periods_per_year, int trials);

/// Prices at which an order decided at each point of the grid (sample or bar) would have filled.
struct GridPrices {
    std::vector<double> sell, buy;  // bid and ask, raw; as long as fills are known
};

/// The result against the same trades at random times: as many, each with its side and holding time, in any order, none
/// overlapping. p = (1 + #{draws >= result}) / (draws + 1).
struct RandomReference {
    double net = 0;           // of the trades on the grid, so without one that the end of the data closed
    double mean = 0, sd = 0;  // of the draws
    double p = 1;
    int draws = 0;
    std::size_t n = 0;
};
/// None without trades or without room to move them.
[[nodiscard]] std::optional<RandomReference> randomReference(std::span<const Trade> trades, const GridPrices& grid, const CostModel& costs,
                                                             double notional, int draws, std::uint64_t seed);

}  // namespace bw::backtest
