// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/random.h"
#include "core/model/result.h"
#include "core/model/signal_keys.h"
#include "core/signal/backtest/metrics.h"
#include "core/signal/indicator/indicator.h"
#include "core/signal/sample.h"

namespace bw::backtest {

enum class Strategy : std::uint8_t { DivergenceFollow, DivergenceFade, MaCross, BuyHold, RandomEntry, Count };
[[nodiscard]] std::string_view strategyName(Strategy strategy) noexcept;  // divergence_follow, ...
[[nodiscard]] bool strategyFromName(std::string_view name, Strategy& out) noexcept;

/// Where orders fill: at the first quote after the latency, or, for data of bars alone, at the next bar's open.
enum class Fills : std::uint8_t { Quotes, Bars };

struct BacktestOptions {
    Strategy strategy = Strategy::DivergenceFollow;
    BacktestConfig config;
    Fills fills = Fills::Quotes;
    std::string symbol, market;
    std::string period = "1s";         // sampling or bar period, for names only
    int price_digits = 0, qty_digits = 0;
    bool session_calendar = false;     // 252 sessions a year and bars may be missing, else 365 days around the clock
    std::int32_t equity_period_s = 60; // grid of the equity curve; longer bars (Fills::Bars) take its place
    std::uint64_t seed = 1;
    int trials = 1;                    // settings tried, this one included
    std::string data_sha256;
    std::string started_at, finished_at;  // as the caller's clock writes them; may be empty
};

struct BacktestResult {
    BacktestOptions options;
    std::vector<Trade> trades;
    std::vector<EquityPoint> equity;
    std::int32_t point_period_s = 60;
    Metrics metrics;                   // of everything
    TradeSums clean, gap_touched;      // the same trades, apart
    std::optional<RandomReference> random;  // none: no closed trade, or no room to place them otherwise
    std::uint64_t superseded = 0;      // orders that a newer one overtook before a fill was possible
    std::uint64_t unfilled = 0;        // orders without a fill at the end
    std::uint64_t bars_refused = 0, quotes_refused = 0;
    std::vector<std::string> warnings;
    [[nodiscard]] std::string_view status() const noexcept { return metrics.n_trades < kTradesMin ? "insufficient" : "ok"; }
    static constexpr std::size_t kTradesMin = 30;
};

/// One strategy over one instrument (signals spec 11). Calls come in event order; of one sample onSample comes before its
/// onEvent. Decisions at t see nothing later than t; their orders fill at the first quote with time >= t + latency (buy at
/// ask, sell at bid) or at the open of the first bar that starts at or after t, never inside a gap. What is true of the
/// curve up to t does not depend on what follows. Any one thread; memory grows with trades, samples and minutes.
class Backtester {
public:
    /// errors: CfgConflict (fast not below slow), CfgRange (digits, trials, a window too long)
    [[nodiscard]] static Result<std::unique_ptr<Backtester>> make(BacktestOptions options);

    /// Top of book; sizes 0: not known. A crossed or non-positive quote is refused and counted.
    void onQuote(std::int64_t t_ns, Price bid, Price ask, Qty bid_qty, Qty ask_qty);
    /// A closed bar; its time is its end. BarInvalid or Overflow: refused and counted.
    Code onBar(const indicator::Bar& bar);
    void onSample(const signal::Sample& sample);
    void onEvent(const SignalEvent& event);
    /// No data between the two. While its end is not known: INT64_MAX, and again with the end and the same `gap_id`, whatever
    /// its other bounds are by then. Gaps that overlap need ids of their own.
    void onGap(std::int64_t from_ns, std::int64_t to_ns, std::uint64_t gap_id = 0);
    /// Closes what is open at the last price and sums up. Once.
    /// errors: BacktestQuotes (orders were given and nothing came that could fill them)
    [[nodiscard]] Result<BacktestResult> finish();

    [[nodiscard]] const std::vector<EquityPoint>& equity() const noexcept { return m_equity; }
    [[nodiscard]] const std::vector<Trade>& trades() const noexcept { return m_trades; }

private:
    /// What can be traded at, in quote currency.
    struct Market {
        std::int64_t t_ns = 0;
        double bid = 0, ask = 0;
        double bid_qty = 0, ask_qty = 0;  // 0: not known
        [[nodiscard]] double mark() const noexcept { return 0.5 * (bid + ask); }
    };
    struct Order {
        std::int64_t due_ns = 0;
        int target = 0;
        ExitReason reason = ExitReason::Signal;
        std::int64_t detect_index = -1;
        std::uint64_t params_hash = 0;
        std::int64_t grid = -1;
    };
    struct Gap {
        std::uint64_t gap_id = 0;
        std::int64_t from_ns = 0, to_ns = 0;
    };
    struct Open {
        Trade trade;
        double raw_in = 0;
    };

    explicit Backtester(BacktestOptions options);
    void advance(std::int64_t t_ns);
    void startGrid(const Market& market);
    void tradeBar(const indicator::Bar& bar);
    void point(std::int64_t t_ns);
    [[nodiscard]] double equityNow() const noexcept;
    void want(std::int64_t t_ns, int target, ExitReason reason, const SignalEvent* event);
    void fill(const Market& market);
    void execute(const Order& order, const Market& market);
    void open(const Order& order, const Market& market);
    void close(const Market& market, ExitReason reason, std::int64_t grid);
    [[nodiscard]] bool inGap(std::int64_t t_ns) const noexcept;
    void touch(std::int64_t from_ns, std::int64_t to_ns);
    void gridPoint(std::int64_t t_ns);
    void decideCross(const indicator::Bar& bar);
    void decideRandom(std::int64_t t_ns);
    void firstLook(std::int64_t t_ns);

    BacktestOptions m_options;
    CostModel m_costs;
    double m_price_unit, m_qty_unit;
    std::int64_t m_now_ns = INT64_MIN;
    std::optional<Market> m_market;
    // orders and position
    std::vector<Order> m_orders;       // due times ascend; all that are due go at one fill, the newest alone counts
    int m_target = 0;
    std::optional<Open> m_open;
    double m_realized = 0;
    std::uint64_t m_ordered = 0, m_superseded = 0, m_fills_seen = 0;
    std::vector<Gap> m_gaps;           // that end after now
    std::vector<Trade> m_trades;
    // equity
    std::vector<EquityPoint> m_equity;
    std::int64_t m_next_point_ns = INT64_MIN;
    std::int32_t m_point_period_s;
    // bars
    std::optional<indicator::Bar> m_bar;
    std::unique_ptr<indicator::Indicator> m_fast, m_slow;
    std::uint64_t m_bars_refused = 0, m_quotes_refused = 0;
    // divergence and random
    std::int64_t m_sample_index = -1, m_exit_index = -1;
    enum class Grid : std::uint8_t { None, Samples, Bars } m_grid_of = Grid::None;
    GridPrices m_grid;
    std::vector<std::int64_t> m_grid_due;
    Random m_random;
    bool m_started = false;
};

}  // namespace bw::backtest
