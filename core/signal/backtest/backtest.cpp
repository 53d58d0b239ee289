// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/backtest/backtest.h"

#include <algorithm>

#include "core/model/assert.h"

namespace bw::backtest {

namespace {
constexpr std::array<std::string_view, static_cast<std::size_t>(Strategy::Count)> kStrategies = {
    "divergence_follow", "divergence_fade", "ma_cross", "buy_hold", "random_entry"};

[[nodiscard]] bool gradeEnough(Grade grade, MinGrade least) noexcept {
    return static_cast<int>(grade) >= static_cast<int>(Grade::Weak) + static_cast<int>(least);
}
}  // namespace

std::string_view strategyName(Strategy strategy) noexcept {
    return strategy < Strategy::Count ? kStrategies[static_cast<std::size_t>(strategy)] : std::string_view();
}
bool strategyFromName(std::string_view name, Strategy& out) noexcept {
    const auto at = std::find(kStrategies.begin(), kStrategies.end(), name);
    if (at == kStrategies.end()) return false;
    out = static_cast<Strategy>(at - kStrategies.begin());
    return true;
}

Result<std::unique_ptr<Backtester>> Backtester::make(BacktestOptions options) {
    const BacktestConfig& config = options.config;
    const auto wrong = [](Code code, std::string detail) { return Error{code, "backtest", std::move(detail)}; };
    if (options.strategy >= Strategy::Count) return wrong(Code::Args, "no such strategy");
    if (config.fast >= config.slow) return wrong(Code::CfgConflict, "backtest.fast must be below backtest.slow");
    if (options.price_digits < 0 || options.price_digits > kDigitsMax || options.qty_digits < 0 || options.qty_digits > kDigitsMax)
        return wrong(Code::CfgRange, "digits are 0 to 18");
    if (!(config.notional > 0) || config.hold < 1 || config.random_draws < 1 || config.latency_ms < 0)
        return wrong(Code::CfgRange, "notional, hold and draws are positive, latency is not negative");
    if (options.trials < 1 || options.equity_period_s < 1) return wrong(Code::CfgRange, "trials and the equity period are at least 1");
    auto made = std::unique_ptr<Backtester>(new Backtester(std::move(options)));
    if (made->m_options.strategy == Strategy::MaCross) {
        // Sessions end and begin again: that is no hole in the data.
        const auto gaps = made->m_options.session_calendar ? indicator::OnGap::Bridge : indicator::OnGap::Reset;
        const auto average = [&](int n) { return indicator::makeIndicator("SMA(" + std::to_string(n) + ")", {}, gaps); };
        auto fast = average(made->m_options.config.fast), slow = average(made->m_options.config.slow);
        if (!fast) return fast.error();
        if (!slow) return slow.error();
        made->m_fast = std::move(*fast);
        made->m_slow = std::move(*slow);
    }
    return made;
}

Backtester::Backtester(BacktestOptions options)
    : m_options(std::move(options)),
      m_costs(CostModel::of(m_options.config, m_options.fills == Fills::Bars)),
      m_price_unit(static_cast<double>(kPow10[m_options.price_digits])),
      m_qty_unit(static_cast<double>(kPow10[m_options.qty_digits])),
      m_point_period_s(m_options.equity_period_s),
      m_random(m_options.seed) {}

// ---- input

void Backtester::onQuote(std::int64_t t_ns, Price bid, Price ask, Qty bid_qty, Qty ask_qty) {
    if (bid.units <= 0 || ask.units < bid.units) {
        ++m_quotes_refused;
        return;
    }
    advance(t_ns);
    if (m_options.fills == Fills::Bars) return;  // the bars decide
    const auto size = [this](Qty qty) { return static_cast<double>(qty.units) / m_qty_unit; };
    const Market market{m_now_ns, static_cast<double>(bid.units) / m_price_unit, static_cast<double>(ask.units) / m_price_unit, size(bid_qty), size(ask_qty)};
    ++m_fills_seen;
    firstLook(m_now_ns);
    if (!m_market) startGrid(market);
    m_market = market;
    if (!inGap(m_now_ns)) fill(market);
}

Code Backtester::onBar(const indicator::Bar& bar) {
    if (const Code code = indicator::checkBar(bar, m_bar ? &*m_bar : nullptr); code != Code::Ok) {
        ++m_bars_refused;
        return code;
    }
    if (m_options.fills == Fills::Bars) tradeBar(bar);
    else advance(bar.endNs());
    m_bar = bar;
    if (m_options.strategy == Strategy::MaCross) decideCross(bar);
    if (m_options.strategy == Strategy::RandomEntry && m_grid_of != Grid::Samples) {
        m_grid_of = Grid::Bars;
        decideRandom(m_now_ns);
    }
    firstLook(m_now_ns);
    return Code::Ok;
}

/// Bars alone: the open may fill, the close is what the position is worth, and a bar at least as long as the grid is a
/// point of the curve.
void Backtester::tradeBar(const indicator::Bar& bar) {
    const bool is_point = bar.period_s == 0 || bar.period_s >= m_options.equity_period_s;
    if (is_point) m_point_period_s = std::max(bar.period_s, m_options.equity_period_s);
    else advance(bar.open_time_ns);
    if (m_bar && !m_options.session_calendar && indicator::missingBetween(*m_bar, bar)) touch(m_bar->endNs(), bar.open_time_ns);
    if (!bar.complete) touch(bar.open_time_ns, bar.endNs());
    const double open_price = static_cast<double>(bar.open) / m_price_unit, close_price = static_cast<double>(bar.close) / m_price_unit;
    ++m_fills_seen;
    if (!is_point && !m_market) startGrid({bar.open_time_ns, open_price, open_price});
    if (bar.complete && !inGap(bar.open_time_ns)) fill({bar.open_time_ns, open_price, open_price});
    m_market = Market{bar.endNs(), close_price, close_price};
    advance(bar.endNs());
    if (is_point) point(bar.endNs());
}

void Backtester::onSample(const signal::Sample& sample) {
    advance(sample.t_ns);
    const bool divergence = m_options.strategy == Strategy::DivergenceFollow || m_options.strategy == Strategy::DivergenceFade;
    if (m_options.strategy == Strategy::RandomEntry && m_grid_of != Grid::Bars) {
        m_grid_of = Grid::Samples;
        decideRandom(m_now_ns);
    }
    if (!divergence) return;
    m_sample_index = sample.index;
    gridPoint(m_now_ns);
    if (m_target != 0 && m_exit_index >= 0 && sample.index >= m_exit_index) want(m_now_ns, 0, ExitReason::Hold, nullptr);
}

void Backtester::onEvent(const SignalEvent& event) {
    if (m_options.strategy != Strategy::DivergenceFollow && m_options.strategy != Strategy::DivergenceFade) return;
    advance(event.detect.t_ns);
    if (event.side() == 0 || !gradeEnough(event.grade, m_options.config.min_grade)) return;
    BW_ASSERT(event.detect.index <= m_sample_index);  // its sample came first
    m_exit_index = event.detect.index + m_options.config.hold;
    const int target = m_options.strategy == Strategy::DivergenceFollow ? event.side() : -event.side();
    want(m_now_ns, target, ExitReason::Reverse, &event);
}

void Backtester::onGap(std::int64_t from_ns, std::int64_t to_ns, std::uint64_t gap_id) {
    std::erase_if(m_gaps, [gap_id](const Gap& gap) { return gap.gap_id == gap_id; });
    if (to_ns <= from_ns) return;
    touch(from_ns, to_ns);
    if (to_ns > m_now_ns) m_gaps.push_back({gap_id, from_ns, to_ns});
}

// ---- time and equity

void Backtester::advance(std::int64_t t_ns) {
    m_now_ns = std::max(m_now_ns, t_ns);
    std::erase_if(m_gaps, [this](const Gap& gap) { return gap.to_ns <= m_now_ns; });
    if (m_next_point_ns == INT64_MIN || m_now_ns < m_next_point_ns) return;
    const std::int64_t step_ns = m_point_period_s * kNsPerSec;
    constexpr std::int64_t kJumpNs = SamplingConfig{}.time_jump_ms * kNsPerMs;
    point(m_next_point_ns);
    const std::int64_t last_ns = floorTo(m_now_ns, step_ns);
    // A leap of time is a break: nobody held this position minute by minute in between.
    if (last_ns - m_next_point_ns > std::max(kJumpNs, step_ns)) m_next_point_ns = last_ns;
    while (m_next_point_ns < last_ns) point(m_next_point_ns += step_ns);
    m_next_point_ns = last_ns + step_ns;
}

void Backtester::startGrid(const Market& market) {
    m_market = market;
    m_next_point_ns = (floorDiv(market.t_ns, m_point_period_s * kNsPerSec) + 1) * m_point_period_s * kNsPerSec;
    point(market.t_ns);
}

void Backtester::point(std::int64_t t_ns) {
    if (m_market) m_equity.push_back({t_ns, equityNow()});
}

double Backtester::equityNow() const noexcept {
    double equity = m_options.config.notional + m_realized;
    if (m_open) {
        const Trade& trade = m_open->trade;
        equity += trade.side * trade.qty * (m_market->mark() - m_open->raw_in) - trade.fee - trade.slippage - trade.spread;
    }
    return equity;
}

// ---- orders

void Backtester::firstLook(std::int64_t t_ns) {
    if (m_started) return;
    m_started = true;
    if (m_options.strategy == Strategy::BuyHold) want(t_ns, 1, ExitReason::Signal, nullptr);
}

void Backtester::want(std::int64_t t_ns, int target, ExitReason reason, const SignalEvent* event) {
    if (target == m_target) return;
    m_target = target;
    ++m_ordered;
    Order order;
    order.due_ns = m_options.fills == Fills::Bars ? t_ns : t_ns + m_options.config.latency_ms * kNsPerMs;
    order.target = target;
    order.reason = reason;
    if (event != nullptr) {
        order.detect_index = event->detect.index;
        order.params_hash = event->params_hash;
    }
    order.grid = static_cast<std::int64_t>(m_grid_due.size()) - 1;
    m_orders.push_back(order);
}

void Backtester::fill(const Market& market) {
    while (m_grid.buy.size() < m_grid_due.size() && m_grid_due[m_grid.buy.size()] <= market.t_ns) {
        m_grid.buy.push_back(market.ask);
        m_grid.sell.push_back(market.bid);
    }
    std::size_t due = 0;
    while (due < m_orders.size() && m_orders[due].due_ns <= market.t_ns) ++due;
    if (due == 0) return;
    m_superseded += due - 1;
    const Order order = m_orders[due - 1];
    m_orders.erase(m_orders.begin(), m_orders.begin() + static_cast<std::ptrdiff_t>(due));
    execute(order, market);
}

void Backtester::execute(const Order& order, const Market& market) {
    const int side = m_open ? m_open->trade.side : 0;
    if (side == order.target) return;
    if (m_open) close(market, order.target == 0 ? order.reason : ExitReason::Reverse, order.grid);
    if (order.target != 0) open(order, market);
}

void Backtester::open(const Order& order, const Market& market) {
    Open fresh;
    Trade& trade = fresh.trade;
    trade.side = order.target;
    fresh.raw_in = trade.side > 0 ? market.ask : market.bid;
    trade.qty = m_options.config.notional / fresh.raw_in;
    trade.t_in_ns = market.t_ns;
    trade.p_in = m_costs.price(fresh.raw_in, trade.side);
    trade.detect_index = order.detect_index;
    trade.params_hash = order.params_hash;
    trade.grid_in = order.grid;
    const double shown = trade.side > 0 ? market.ask_qty : market.bid_qty;
    trade.excess = shown > 0 && trade.qty > shown;
    m_costs.charge(trade, fresh.raw_in, trade.side);
    m_open = fresh;
}

void Backtester::close(const Market& market, ExitReason reason, std::int64_t grid) {
    Trade trade = m_open->trade;
    const double raw = trade.side > 0 ? market.bid : market.ask;
    trade.t_out_ns = market.t_ns;
    trade.p_out = m_costs.price(raw, -trade.side);
    trade.reason = reason;
    trade.grid_out = grid;
    const double shown = trade.side > 0 ? market.bid_qty : market.ask_qty;
    trade.excess = trade.excess || (shown > 0 && trade.qty > shown);
    m_costs.charge(trade, raw, -trade.side);
    trade.gross = trade.side * trade.qty * (raw - m_open->raw_in);
    trade.net = trade.gross - trade.fee - trade.slippage - trade.spread;
    m_realized += trade.net;
    m_trades.push_back(trade);
    m_open.reset();
}

bool Backtester::inGap(std::int64_t t_ns) const noexcept {
    return std::any_of(m_gaps.begin(), m_gaps.end(), [t_ns](const Gap& gap) { return gap.from_ns <= t_ns && t_ns < gap.to_ns; });
}

/// Flags what was held at any time of the gap; the newest trades stand last.
void Backtester::touch(std::int64_t from_ns, std::int64_t to_ns) {
    if (m_open && m_open->trade.t_in_ns < to_ns) m_open->trade.touched_gap = true;
    for (auto trade = m_trades.rbegin(); trade != m_trades.rend() && trade->t_out_ns > from_ns; ++trade)
        if (trade->t_in_ns < to_ns) trade->touched_gap = true;
}

// ---- strategies

void Backtester::gridPoint(std::int64_t t_ns) {
    m_grid_due.push_back(m_options.fills == Fills::Bars ? t_ns : t_ns + m_options.config.latency_ms * kNsPerMs);
}

void Backtester::decideCross(const indicator::Bar& bar) {
    gridPoint(m_now_ns);
    indicator::Values fast, slow;
    (void)m_fast->update(bar, fast);  // checked: the bar is good
    (void)m_slow->update(bar, slow);
    if (!fast[0].has() || !slow[0].has() || fast[0].value == slow[0].value) return;
    const int below = m_options.config.allow_short ? -1 : 0;
    want(m_now_ns, fast[0].value > slow[0].value ? 1 : below, ExitReason::Signal, nullptr);
}

void Backtester::decideRandom(std::int64_t t_ns) {
    gridPoint(t_ns);
    const auto hold = static_cast<std::int64_t>(m_options.config.hold);
    const bool enter = m_random.below(static_cast<std::uint64_t>(2 * hold)) == 0;  // both drawn each time
    const bool is_long = m_random.below(2) == 0 || !m_options.config.allow_short;
    const auto now = static_cast<std::int64_t>(m_grid_due.size()) - 1;
    if (m_target != 0) {
        if (now >= m_exit_index) want(t_ns, 0, ExitReason::Hold, nullptr);
    } else if (enter) {
        m_exit_index = now + hold;
        want(t_ns, is_long ? 1 : -1, ExitReason::Signal, nullptr);
    }
}

// ---- the end

Result<BacktestResult> Backtester::finish() {
    if (m_ordered > 0 && m_fills_seen == 0)
        return Error{Code::BacktestQuotes, "backtest", m_options.fills == Fills::Bars ? "orders fill at bars, and there are none" : "orders fill at quotes, and there are none"};
    if (m_open) {
        // At the last price known, quoted or of a bar: the data end, not the market.
        Market last = *m_market;
        last.bid_qty = last.ask_qty = 0;
        close(last, ExitReason::End, -1);
        point(std::max(m_now_ns, last.t_ns));
    }
    BacktestResult result;
    result.random = randomReference(m_trades, m_grid, m_costs, m_options.config.notional, m_options.config.random_draws, m_options.seed);
    result.metrics = metricsOf(m_trades, m_equity, periodsPerYear(m_point_period_s, m_options.session_calendar), m_options.trials);
    result.clean = sumTrades(m_trades, false);
    result.gap_touched = sumTrades(m_trades, true);
    result.point_period_s = m_point_period_s;
    result.superseded = m_superseded;
    result.unfilled = m_orders.size();
    result.bars_refused = m_bars_refused;
    result.quotes_refused = m_quotes_refused;
    const auto count = [](std::size_t n, const char* what) { return std::to_string(n) + what; };
    if (result.metrics.gaps_touched > 0) result.warnings.push_back(count(result.metrics.gaps_touched, " trades were open across a gap; they are reported apart"));
    if (result.metrics.excess > 0) result.warnings.push_back(count(result.metrics.excess, " trades were larger than the level shown; they are filled at the level all the same"));
    if (std::any_of(m_equity.begin(), m_equity.end(), [](const EquityPoint& at) { return at.value <= 0; }))
        result.warnings.emplace_back("the equity fell to 0 or below; steps from there have no return");
    result.options = std::move(m_options);
    result.trades = std::move(m_trades);
    result.equity = std::move(m_equity);
    return result;
}

}  // namespace bw::backtest
