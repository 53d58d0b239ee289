// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/backtest/metrics.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/wilson.h"

namespace bw::backtest {

namespace {
constexpr std::size_t kReturnsMin = 30;
constexpr double kDayNs = 86400e9;

double meanOf(std::span<const double> x) { return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size()); }
}  // namespace

std::vector<double> simpleReturns(std::span<const EquityPoint> equity) {
    std::vector<double> returns;
    for (std::size_t i = 1; i < equity.size(); ++i)
        if (equity[i - 1].value > 0) returns.push_back(equity[i].value / equity[i - 1].value - 1);
    return returns;
}

std::optional<double> sharpe(std::span<const double> returns, double periods_per_year) {
    if (returns.size() < kReturnsMin) return {};
    const double mean = meanOf(returns);
    double squares = 0;
    for (const double r : returns) squares += (r - mean) * (r - mean);
    const double sd = std::sqrt(squares / static_cast<double>(returns.size() - 1));
    // Equal returns leave only what rounding makes of them.
    if (!(sd > 1e-14 * std::fabs(mean))) return {};
    return mean / sd * std::sqrt(periods_per_year);
}

std::optional<double> sortino(std::span<const double> returns, double periods_per_year) {
    if (returns.size() < kReturnsMin) return {};
    double squares = 0;
    for (const double r : returns) squares += r < 0 ? r * r : 0;
    if (squares == 0) return {};
    return meanOf(returns) / std::sqrt(squares / static_cast<double>(returns.size())) * std::sqrt(periods_per_year);
}

Drawdown maxDrawdown(std::span<const EquityPoint> equity) {
    Drawdown worst;
    if (equity.empty()) return worst;
    EquityPoint peak = equity.front();
    for (const EquityPoint& at : equity) {
        if (at.value > peak.value) peak = at;
        const double share = peak.value > 0 ? (peak.value - at.value) / peak.value : 0;
        if (share > worst.share) worst = {share, peak.t_ns, at.t_ns};
    }
    return worst;
}

std::optional<double> bestSharpeOfNoise(int trials, std::size_t n, double periods_per_year) {
    if (n < kReturnsMin || trials < 1) return {};
    if (trials == 1) return 0.0;
    constexpr double kEulerGamma = 0.5772156649015329, kE = 2.718281828459045;
    const boost::math::normal normal;
    const double best = (1 - kEulerGamma) * boost::math::quantile(normal, 1 - 1.0 / trials) +
                        kEulerGamma * boost::math::quantile(normal, 1 - 1.0 / (trials * kE));
    return best * std::sqrt(periods_per_year / static_cast<double>(n));
}

double periodsPerYear(std::int32_t period_s, bool session_calendar) noexcept {
    const double a_day = 86400.0 / static_cast<double>(std::max(period_s, 1));
    return session_calendar ? 252 * std::max(a_day, 1.0) : 365 * a_day;
}

TradeSums sumTrades(std::span<const Trade> trades, std::optional<bool> touched) {
    TradeSums sums;
    for (const Trade& trade : trades) {
        if (touched && trade.touched_gap != *touched) continue;
        ++sums.n;
        sums.wins += trade.net > 0;
        sums.gross += trade.gross;
        sums.net += trade.net;
        sums.fees += trade.fee;
        sums.slippage += trade.slippage;
        sums.spread += trade.spread;
        sums.notional += trade.qty * (trade.p_in + trade.p_out);
    }
    if (sums.n > 0) {
        const signal::Interval wilson = signal::wilson95(sums.wins, sums.n);
        sums.hit_rate = static_cast<double>(sums.wins) / static_cast<double>(sums.n);
        sums.hit_lo = wilson.lo;
        sums.hit_hi = wilson.hi;
    }
    return sums;
}

Metrics metricsOf(std::span<const Trade> trades, std::span<const EquityPoint> equity, double periods_per_year, int trials) {
    Metrics m;
    static_cast<TradeSums&>(m) = sumTrades(trades, {});
    m.n_trades = m.n;
    m.pnl = m.net;
    m.gross_pnl = m.gross;
    double sizes = 0, in_position_ns = 0;
    for (const Trade& trade : trades) {
        sizes += std::fabs(trade.gross);
        in_position_ns += static_cast<double>(trade.t_out_ns - trade.t_in_ns);
        m.gaps_touched += trade.touched_gap;
        m.excess += trade.excess;
    }
    if (sizes > 0) m.cost_share = (m.fees + m.slippage + m.spread) / sizes;
    m.drawdown = maxDrawdown(equity);
    const std::vector<double> returns = simpleReturns(equity);
    m.n_returns = returns.size();
    m.sharpe = sharpe(returns, periods_per_year);
    m.sortino = sortino(returns, periods_per_year);
    m.sharpe_noise = bestSharpeOfNoise(trials, returns.size(), periods_per_year);
    const double span_ns = equity.empty() ? 0 : static_cast<double>(equity.back().t_ns - equity.front().t_ns);
    if (span_ns > 0) {
        double sum = 0;
        for (const EquityPoint& at : equity) sum += at.value;
        const double mean = sum / static_cast<double>(equity.size());
        if (mean > 0) m.turnover = m.notional / mean / (span_ns / kDayNs);
        m.exposure = std::min(1.0, in_position_ns / span_ns);
    }
    return m;
}

namespace {

struct Held {
    int side = 0;
    std::int64_t length = 0;
};

double netOf(const GridPrices& grid, const CostModel& costs, double notional, int side, std::int64_t in, std::int64_t out) {
    const auto at = [&](std::int64_t i, int direction) {
        return direction > 0 ? grid.buy[static_cast<std::size_t>(i)] : grid.sell[static_cast<std::size_t>(i)];
    };
    const double raw_in = at(in, side), raw_out = at(out, -side);
    Trade trade;
    trade.qty = notional / raw_in;
    costs.charge(trade, raw_in, side);
    costs.charge(trade, raw_out, -side);
    return side * trade.qty * (raw_out - raw_in) - trade.fee - trade.slippage - trade.spread;
}

}  // namespace

std::optional<RandomReference> randomReference(std::span<const Trade> trades, const GridPrices& grid, const CostModel& costs,
                                               double notional, int draws, std::uint64_t seed) {
    const auto points = static_cast<std::int64_t>(std::min(grid.sell.size(), grid.buy.size()));
    std::vector<Held> held;
    RandomReference out;
    std::int64_t used = 0;
    for (const Trade& trade : trades) {
        if (trade.grid_in < 0 || trade.grid_out < 0 || trade.grid_out >= points) continue;
        held.push_back({trade.side, trade.grid_out - trade.grid_in});
        used += held.back().length;
        out.net += netOf(grid, costs, notional, trade.side, trade.grid_in, trade.grid_out);
    }
    const std::int64_t slack = points - 1 - used;
    if (held.empty() || slack <= 0) return {};
    out.n = held.size();
    out.draws = draws;
    Random random(seed);
    std::vector<std::int64_t> starts(held.size());
    int as_good = 0;
    double sum = 0, squares = 0;
    for (int draw = 0; draw < draws; ++draw) {
        for (std::size_t i = held.size() - 1; i > 0; --i) std::swap(held[i], held[random.below(i + 1)]);
        for (std::int64_t& start : starts) start = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(slack) + 1));
        std::sort(starts.begin(), starts.end());
        std::int64_t before = 0;
        double net = 0;
        for (std::size_t i = 0; i < held.size(); ++i) {
            const std::int64_t in = starts[i] + before;
            net += netOf(grid, costs, notional, held[i].side, in, in + held[i].length);
            before += held[i].length;
        }
        as_good += net >= out.net;
        sum += net;
        squares += (net - out.net) * (net - out.net);  // about the result, not 0: less cancels
    }
    out.p = static_cast<double>(1 + as_good) / static_cast<double>(draws + 1);
    out.mean = sum / draws;
    const double off = out.mean - out.net;
    out.sd = draws > 1 ? std::sqrt(std::max(0.0, (squares - draws * off * off) / (draws - 1))) : 0;
    return out;
}

}  // namespace bw::backtest
