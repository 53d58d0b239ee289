// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/backtest/report.h"

#include <algorithm>
#include <array>

#include "core/model/hash.h"
#include "core/model/json_writer.h"
#include "core/model/sha256.h"
#include "core/signal/backtest/report_points.h"

namespace bw::backtest {

namespace {

constexpr std::array<std::string_view, 4> kReasons = {"hold", "reverse", "signal", "end"};
[[nodiscard]] std::string_view reasonText(ExitReason reason) noexcept { return kReasons[static_cast<std::size_t>(reason)]; }

void optional(JsonWriter& json, std::string_view name, const std::optional<double>& value, int decimals = 6) {
    if (value) json.number(name, *value, decimals);
    else json.null(name);
}

void writeParams(JsonWriter& json, const BacktestOptions& options) {
    const BacktestConfig& config = options.config;
#define BW_WRITE_Int(key, member, choices) json.integer(key, static_cast<std::int64_t>(config.member));
#define BW_WRITE_Number(key, member, choices) json.number(key, config.member, 6);
#define BW_WRITE_Bool(key, member, choices) json.flag(key, config.member);
#define BW_WRITE_Choice(key, member, choices) json.str(key, choiceAt(choices, static_cast<int>(config.member)));
#define BW_WRITE(kind, type, member, key, unit, initial, min, max, choices, env, help) BW_WRITE_##kind(key, member, choices)
    BW_BACKTEST_KEYS(BW_WRITE)
#undef BW_WRITE
#undef BW_WRITE_Choice
#undef BW_WRITE_Bool
#undef BW_WRITE_Number
#undef BW_WRITE_Int
    json.str("fills", options.fills == Fills::Bars ? "bars" : "quotes");
    json.num("seed", options.seed);
}

void writeSums(JsonWriter& json, std::string_view name, const TradeSums& sums) {
    json.open(name).num("n", sums.n).num("wins", sums.wins).number("gross", sums.gross, 6).number("net", sums.net, 6);
    json.number("fees", sums.fees, 6).number("slippage", sums.slippage, 6).number("spread", sums.spread, 6);
    optional(json, "hit_rate", sums.hit_rate);
    if (sums.hit_lo) json.openList("wilson").number({}, *sums.hit_lo, 6).number({}, *sums.hit_hi, 6).closeList();
    else json.null("wilson");
    json.close();
}

void writeMetrics(JsonWriter& json, const BacktestResult& result) {
    const Metrics& m = result.metrics;
    json.open("metrics").number("pnl", m.pnl, 6).number("gross_pnl", m.gross_pnl, 6);
    optional(json, "sharpe", m.sharpe);
    optional(json, "sharpe_noise", m.sharpe_noise);
    json.integer("trials", result.options.trials);
    optional(json, "sortino", m.sortino);
    json.open("max_drawdown").number("share", m.drawdown.share, 6);
    json.integer("peak_ms", m.drawdown.peak_ns / kNsPerMs).integer("trough_ms", m.drawdown.trough_ns / kNsPerMs).close();
    optional(json, "turnover", m.turnover);
    optional(json, "hit_rate", m.hit_rate);
    if (m.hit_lo) json.openList("wilson").number({}, *m.hit_lo, 6).number({}, *m.hit_hi, 6).closeList();
    else json.null("wilson");
    optional(json, "exposure", m.exposure);
    optional(json, "cost_share", m.cost_share);
    json.num("n_trades", m.n_trades).num("n_returns", m.n_returns).num("gaps_touched", m.gaps_touched).num("excess", m.excess);
    json.number("fees", m.fees, 6).number("slippage", m.slippage, 6).number("spread", m.spread, 6).close();
}

void writeRandom(JsonWriter& json, const BacktestResult& result) {
    if (!result.random) {
        json.null("random_entry");
        return;
    }
    const RandomReference& r = *result.random;
    json.open("random_entry").num("n", r.n).integer("draws", r.draws).number("net", r.net, 6).number("mean", r.mean, 6);
    json.number("sd", r.sd, 6).number("p", r.p, 6).close();
}

void writeTrades(JsonWriter& json, const BacktestResult& result) {
    json.openList("trades");
    for (const Trade& trade : result.trades) {
        json.open().str("side", trade.side > 0 ? "long" : "short").number("qty", trade.qty, 10);
        json.integer("t_in", trade.t_in_ns).number("p_in", trade.p_in, 10).integer("t_out", trade.t_out_ns).number("p_out", trade.p_out, 10);
        json.number("fee", trade.fee, 6).number("slippage", trade.slippage, 6).number("spread", trade.spread, 6);
        json.number("gross", trade.gross, 6).number("net", trade.net, 6).str("reason", reasonText(trade.reason));
        if (trade.detect_index < 0) json.null("event_id");
        else json.str("event_id", signalId(result.options.symbol, result.options.period, trade.params_hash, trade.detect_index));
        json.flag("touched_gap", trade.touched_gap).flag("excess", trade.excess).close();
    }
    json.closeList();
}

void writePoints(JsonWriter& json, std::string_view name, const std::vector<EquityPoint>& points, int decimals) {
    json.openList(name);
    for (const EquityPoint& at : points) json.openList().integer({}, at.t_ns / kNsPerMs).number({}, at.value, decimals).closeList();
    json.closeList();
}

void writeHead(JsonWriter& json, const BacktestResult& result) {
    const BacktestOptions& options = result.options;
    json.str("job_id", jobId(options)).str("strategy", strategyName(options.strategy)).str("status", result.status());
    json.str("symbol", options.symbol).str("market", options.market).str("period", options.period);
    json.str("data_sha256", options.data_sha256).str("params_hash", paramsHash(options));
    for (const auto& [name, text] : {std::pair<std::string_view, const std::string&>{"started_at", options.started_at}, {"finished_at", options.finished_at}}) {
        if (text.empty()) json.null(name);
        else json.str(name, text);
    }
}

}  // namespace

std::vector<EquityPoint> thinned(const std::vector<EquityPoint>& points, std::size_t most) {
    if (points.size() <= most) return points;
    // Of each bucket the lowest and the highest in their order: extremes, and with them the drawdown, stay to be seen.
    std::vector<EquityPoint> out;
    const std::size_t buckets = most / 2;
    for (std::size_t b = 0; b < buckets; ++b) {
        const std::size_t from = b * points.size() / buckets, to = (b + 1) * points.size() / buckets;
        std::size_t low = from, high = from;
        for (std::size_t i = from; i < to; ++i) {
            if (points[i].value < points[low].value) low = i;
            if (points[i].value > points[high].value) high = i;
        }
        out.push_back(points[std::min(low, high)]);
        if (low != high) out.push_back(points[std::max(low, high)]);
    }
    if (out.back().t_ns != points.back().t_ns) out.back() = points.back();
    return out;
}

std::vector<EquityPoint> drawdownCurve(const std::vector<EquityPoint>& equity) {
    std::vector<EquityPoint> out;
    double peak = 0;
    for (const EquityPoint& at : equity) {
        peak = out.empty() ? at.value : std::max(peak, at.value);
        out.push_back({at.t_ns, peak > 0 ? (at.value - peak) / peak : 0});
    }
    return out;
}

std::string paramsJson(const BacktestOptions& options) {
    JsonWriter json;
    json.open();
    writeParams(json, options);
    json.close();
    return json.take();
}

std::string paramsHash(const BacktestOptions& options) {
    const std::uint64_t hash = fnv1a(paramsJson(options));
    char room[17];
    std::snprintf(room, sizeof room, "%016llx", static_cast<unsigned long long>(hash));
    return room;
}

std::string jobId(const BacktestOptions& options) {
    std::string text = options.data_sha256;
    text.append("\n").append(options.symbol).append("\n").append(options.market).append("\n").append(options.period);
    text.append("\n").append(strategyName(options.strategy)).append("\n").append(paramsJson(options));
    return hex(sha256(text)).substr(0, 32);
}

std::string backtestJson(const BacktestResult& result) {
    JsonWriter json;
    json.open();
    writeHead(json, result);
    json.raw("params", paramsJson(result.options));
    writeMetrics(json, result);
    json.open("by_gap");
    writeSums(json, "clean", result.clean);
    writeSums(json, "touched", result.gap_touched);
    json.close();
    writeRandom(json, result);
    json.open("orders").num("superseded", result.superseded).num("unfilled", result.unfilled).close();
    json.open("refused").num("bars", result.bars_refused).num("quotes", result.quotes_refused).close();
    json.integer("point_period_s", result.point_period_s);
    writePoints(json, "equity", thinned(result.equity, kPointsMax), 4);
    writePoints(json, "drawdown", thinned(drawdownCurve(result.equity), kPointsMax), 6);
    writeTrades(json, result);
    json.openList("warnings");
    for (const std::string& warning : result.warnings) json.str({}, warning);
    json.closeList().close();
    return json.take();
}

std::string resultRowJson(const BacktestResult& result) {
    const Metrics& m = result.metrics;
    JsonWriter json;
    json.open();
    writeHead(json, result);
    json.str("params_json", paramsJson(result.options)).number("metric_pnl", m.pnl, 6);
    optional(json, "metric_sharpe", m.sharpe);
    optional(json, "metric_sortino", m.sortino);
    json.number("metric_max_drawdown", m.drawdown.share, 6);
    optional(json, "metric_turnover", m.turnover);
    optional(json, "metric_hit_rate", m.hit_rate);
    json.num("n_trades", m.n_trades).number("fees", m.fees, 6).number("slippage", m.slippage, 6).num("gaps_touched", m.gaps_touched);
    JsonWriter trades;
    trades.open();
    writeTrades(trades, result);
    std::string list = trades.close().take();  // {"trades":[...]}
    json.str("trades_json", list.substr(10, list.size() - 11)).close();
    return json.take();
}

std::string tradesCsv(const BacktestResult& result) {
    std::string out = "side,qty,t_in,p_in,t_out,p_out,fee,slippage,spread,gross,net,reason,event_id,touched_gap,excess\n";
    for (const Trade& trade : result.trades) {
        char room[400];
        std::snprintf(room, sizeof room, "%s,%.10f,%lld,%.10f,%lld,%.10f,%.6f,%.6f,%.6f,%.6f,%.6f,", trade.side > 0 ? "long" : "short", trade.qty,
                      static_cast<long long>(trade.t_in_ns), trade.p_in, static_cast<long long>(trade.t_out_ns), trade.p_out, trade.fee,
                      trade.slippage, trade.spread, trade.gross, trade.net);
        out += room;
        out += reasonText(trade.reason);
        out += ',';
        if (trade.detect_index >= 0) out += signalId(result.options.symbol, result.options.period, trade.params_hash, trade.detect_index);
        out += trade.touched_gap ? ",1" : ",0";
        out += trade.excess ? ",1\n" : ",0\n";
    }
    return out;
}

}  // namespace bw::backtest
