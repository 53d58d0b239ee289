// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <map>

#include "app/engine_config.h"
#include "app/research/commands.h"
#include "app/research_runs.h"
#include "core/signal/backtest/report.h"

namespace bw::app {
namespace {

using namespace backtest;

/// Hands what the engine verified to the backtest, in its order; one instrument.
class BacktestSink final : public engine::EngineSink, private engine::ResearchTap {
public:
    BacktestSink(Backtester& backtester, bool bars_trade) : m_backtester(backtester), m_bars_trade(bars_trade) {}
    void onItem(const api::DisplayItem& item) override {
        if (item.kind == api::DisplayItem::Kind::Gap && (item.instrument < 0 || takes(item.instrument))) onGap(item);
        if (item.kind != api::DisplayItem::Kind::Bar || !takes(item.instrument)) return;
        const api::Bar& b = item.bar;
        const bool closed = (b.flags & api::Bar::Closed) != 0, late = (b.flags & (api::Bar::Late | api::Bar::Backfilled)) != 0;
        if (!closed || late || (b.period_s < 60 && !m_bars_trade)) return;
        indicator::Bar bar;
        bar.open_time_ns = b.open_time.ns;
        bar.period_s = b.period_s;
        bar.open = b.open.units;
        bar.high = b.high.units;
        bar.low = b.low.units;
        bar.close = b.close.units;
        bar.volume = b.volume;
        bar.empty = b.count == 0 && b.volume == 0;
        bar.complete = (b.flags & api::Bar::TradeGap) == 0;
        static_cast<void>(m_backtester.onBar(bar));  // refused ones are counted there
        ++bars;
    }
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest) override {}
    [[nodiscard]] bool wantsItems() const override { return true; }
    engine::ResearchTap* research() override { return this; }
    std::uint64_t bars = 0, quotes = 0, others = 0;

private:
    bool takes(int instrument) {
        if (m_instrument < 0) m_instrument = instrument;
        others += instrument != m_instrument;
        return instrument == m_instrument;
    }
    void onGap(const api::DisplayItem& item) {
        const std::int64_t from = item.gap.from_event.ns != 0 ? item.gap.from_event.ns : item.gap.from.ns;
        if (item.gap.close == GapClose::Open) m_backtester.onGap(from, INT64_MAX, item.gap.gap_id);
        else m_backtester.onGap(from, item.gap.to_event.ns != 0 ? item.gap.to_event.ns : item.gap.to.ns, item.gap.gap_id);
    }
    void onSample(int instrument, int, const signal::Sample& s) override {
        if (takes(instrument)) m_backtester.onSample(s);
    }
    void onEvent(int instrument, int, const SignalEvent& e) override {
        if (takes(instrument) && e.side() != 0) m_backtester.onEvent(e);
    }
    void onSuppressed(int, int, const SignalEvent&, Reason) override {}
    void onWithheld(int, int, const signal::WithheldPair&) override {}
    void onControl(int, int, const signal::ControlPair&) override {}
    void onQuote(int instrument, std::int64_t t_ns, const Quote& q) override {
        if (!takes(instrument) || !q.has_bid || !q.has_ask) return;
        m_backtester.onQuote(t_ns, q.bid.price, q.ask.price, q.bid.qty, q.ask.qty);
        ++quotes;
    }
    void onTrade(int, std::int64_t, Price, Qty, Side) override {}

    Backtester& m_backtester;
    bool m_bars_trade;
    int m_instrument = -1;
};

void print(const BacktestResult& r) {
    const Metrics& m = r.metrics;
    std::printf("%s on %s %s: %s, %zu trades\n", std::string(strategyName(r.options.strategy)).c_str(), r.options.symbol.c_str(),
                r.options.period.c_str(), std::string(r.status()).c_str(), static_cast<std::size_t>(m.n_trades));
    const auto figure = [](const std::optional<double>& value, int decimals) {
        char room[64] = "-";
        if (value) std::snprintf(room, sizeof room, "%.*f", decimals, *value);
        return std::string(room);
    };
    std::printf("net %.2f, gross %.2f; fees %.2f, slippage %.2f, spread paid in bars %.2f (quote currency)\n", m.pnl, m.gross_pnl, m.fees, m.slippage, m.spread);
    std::printf("hit rate %s [%s, %s]; Sharpe %s (best of %d noise trials %s), Sortino %s\n", figure(m.hit_rate, 3).c_str(),
                figure(m.hit_lo, 3).c_str(), figure(m.hit_hi, 3).c_str(), figure(m.sharpe, 2).c_str(), r.options.trials,
                figure(m.sharpe_noise, 2).c_str(), figure(m.sortino, 2).c_str());
    std::printf("largest drawdown %.4f %%, exposure %s, turnover %s a day, %zu trades touched a gap, %zu larger than the level shown\n",
                100 * m.drawdown.share, figure(m.exposure, 3).c_str(), figure(m.turnover, 2).c_str(), m.gaps_touched, m.excess);
    if (r.random) std::printf("the same trades at random times: mean %.2f, sd %.2f, p %.4f of %d draws\n", r.random->mean, r.random->sd, r.random->p, r.random->draws);
    for (const std::string& warning : r.warnings) std::printf("warning: %s\n", warning.c_str());
}

}  // namespace

int backtestCommand(const BacktestCommandOptions& options) {
    const auto config = loadConfig(options.input.common);
    if (!config) return kExitArgs;
    const std::string data_dir = dataDirOf(*config);
    const auto engine_config = researchConfig(options.input, *config, data_dir);
    if (!engine_config) return printError(engine_config.error());
    if (options.input.paths.empty() || options.input.format.starts_with("sim:"))
        return printError({Code::Args, "backtest", "a backtest needs a recording with prices to trade at; name its files"});
    BacktestOptions how;
    static_cast<void>(strategyFromName(options.strategy, how.strategy));  // the command line has checked it
    how.config = backtestConfigOf(*config);
    const bool bars = options.input.format == "klines-csv";
    how.fills = bars ? Fills::Bars : Fills::Quotes;
    how.symbol = options.input.symbol;
    how.market = options.input.venue;
    how.period = bars ? "bars" : engine_config->signals.samplings.front();
    how.price_digits = engine_config->default_price_digits;
    how.qty_digits = engine_config->default_qty_digits;
    how.session_calendar = options.sessions || options.input.venue.starts_with("mt5");
    how.seed = options.input.seed;
    how.trials = options.trials;
    auto hash = hashOfFiles(options.input.paths);
    if (!hash) return printError(hash.error());
    how.data_sha256 = *hash;
    how.started_at = nowText();
    auto backtester = Backtester::make(how);
    if (!backtester) return printError(backtester.error());
    BacktestSink sink(**backtester, bars);
    const auto end = replayThrough(options.input, *engine_config, sink, "backtest");
    if (!end) return printError(end.error());
    if (sink.others > 0)
        return printError({Code::EvalRange, "backtest", "the recording holds several instruments; give one file each, or choose with --symbol"});
    auto result = (*backtester)->finish();
    if (!result) return printError(result.error());
    result->options.finished_at = nowText();
    if (result->options.symbol.empty() && !end->instruments.empty()) result->options.symbol = symbolOf(end->instruments.front());
    if (bars && result->metrics.n_trades == 0 && !how.session_calendar)
        result->warnings.emplace_back("no trade: a missing bar starts the averages anew; where the market has closed days, give --sessions");
    const auto dir = outDir(options.out, "backtest", data_dir);
    if (!dir) return printError(dir.error());
    for (const auto& [name, text] : {std::pair{std::string(kResearchReport), backtestJson(*result) + "\n"},
                                     std::pair{std::string("report.html"), backtestHtml(*result)},
                                     std::pair{std::string("trades.csv"), tradesCsv(*result)}})
        if (const Status written = writeWhole(*dir + "/" + name, text); !written) return printError(written.error());
    print(*result);
    std::printf("%s/report.html\n", dir->c_str());
    return kExitDone;
}

}  // namespace bw::app
