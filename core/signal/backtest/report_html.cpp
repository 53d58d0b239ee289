// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>

#include "core/signal/backtest/report.h"
#include "core/signal/backtest/report_points.h"
#include "core/signal/eval/report_svg.h"

namespace bw::backtest {

namespace {

using signal::eval::escaped;

std::string fixed(double value, int decimals) {
    char room[64];
    std::snprintf(room, sizeof room, "%.*f", decimals, value == 0 ? 0.0 : value);
    return room;
}
std::string orNone(const std::optional<double>& value, int decimals) { return value ? fixed(*value, decimals) : "&ndash;"; }
std::string percent(double share) { return fixed(100 * share, 2) + " %"; }
std::string orNonePercent(const std::optional<double>& share) { return share ? percent(*share) : "&ndash;"; }

/// 2017-01-03 00:00 of a UTC time, by the civil calendar (Hinnant, chrono-compatible low-level date algorithms).
std::string dateText(std::int64_t t_ns) {
    const std::int64_t minutes = floorDiv(t_ns, kNsPerMin), day = floorDiv(minutes, 1440), z = day + 719468;
    const std::int64_t era = floorDiv(z, 146097), doe = z - era * 146097;
    const std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const std::int64_t mp = (5 * doy + 2) / 153, d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
    const std::int64_t y = yoe + era * 400 + (m <= 2), minute = minutes - day * 1440;
    char room[96];
    std::snprintf(room, sizeof room, "%04lld-%02lld-%02lld %02lld:%02lld", static_cast<long long>(y), static_cast<long long>(m),
                  static_cast<long long>(d), static_cast<long long>(minute / 60), static_cast<long long>(minute % 60));
    return room;
}

enum class Curve : std::uint8_t { Equity, Drawdown };

/// A line over time. Equity: with a level where it began. Drawdown: filled, hung from 0.
std::string plot(const std::vector<EquityPoint>& all, int height, Curve curve) {
    constexpr int kWidth = 1000, kLeft = 84, kPad = 10;
    const bool falls = curve == Curve::Drawdown;
    const std::vector<EquityPoint> points = thinned(all, kPointsMax);
    if (points.size() < 2) return "<p class=\"soft\">no curve: fewer than two points</p>\n";
    double low = points[0].value, high = points[0].value;
    for (const EquityPoint& at : points) {
        low = std::min(low, at.value);
        high = std::max(high, at.value);
    }
    if (high - low < 1e-9) low = high - (falls ? 0.01 : 1);
    const auto t0 = static_cast<double>(points.front().t_ns), t1 = static_cast<double>(points.back().t_ns);
    const auto x = [&](std::int64_t t) { return fixed(kLeft + (kWidth - kLeft - kPad) * (t1 > t0 ? (static_cast<double>(t) - t0) / (t1 - t0) : 0), 1); };
    const auto y = [&](double v) { return kPad + (height - 2 * kPad) * (high - v) / (high - low); };
    const auto level = [&](double v, std::string_view css) {
        return "<line class=\"" + std::string(css) + "\" x1=\"" + std::to_string(kLeft) + "\" x2=\"" + std::to_string(kWidth - kPad) + "\" y1=\"" + fixed(y(v), 1) + "\" y2=\"" + fixed(y(v), 1) + "\"/>\n";
    };
    std::string svg = "<svg viewBox=\"0 0 " + std::to_string(kWidth) + " " + std::to_string(height + 20) + "\" role=\"img\">\n";
    for (const double v : {high, 0.5 * (high + low), low})
        svg += level(v, "grid") + "<text x=\"" + std::to_string(kLeft - 8) + "\" y=\"" + fixed(y(v) + 4, 1) + "\" text-anchor=\"end\">" + (falls ? percent(v) : fixed(v, 2)) + "</text>\n";
    if (!falls) svg += level(points.front().value, "start");
    std::string path;
    for (const EquityPoint& at : points) path += (path.empty() ? "M" : "L") + x(at.t_ns) + " " + fixed(y(at.value), 1);
    const std::string top = " " + fixed(y(high), 1);
    if (falls) svg += "<path class=\"fill\" d=\"" + path + "L" + x(points.back().t_ns) + top + "L" + x(points.front().t_ns) + top + "Z\"/>\n";
    svg += std::string("<path class=\"") + (falls ? "fall" : "line") + "\" d=\"" + path + "\"/>\n";
    const std::string under = "\" y=\"" + std::to_string(height + 16) + "\"";
    svg += "<text x=\"" + std::to_string(kLeft) + under + ">" + dateText(points.front().t_ns) + "</text>\n";
    svg += "<text x=\"" + std::to_string(kWidth - kPad) + under + " text-anchor=\"end\">" + dateText(points.back().t_ns) + " UTC</text>\n</svg>\n";
    return svg;
}

std::string card(std::string_view name, const std::string& figure, const std::string& beside) {
    return "<div class=\"card\"><div class=\"soft\">" + std::string(name) + "</div><div class=\"big\">" + figure + "</div><div class=\"soft\">" + beside + "</div></div>\n";
}

/// What one looks at first, each figure with what it has to be held against.
std::string headline(const BacktestResult& result) {
    const Metrics& m = result.metrics;
    std::string out = "<div class=\"row\">\n";
    out += card("pnl after costs", fixed(m.pnl, 2), "gross " + fixed(m.gross_pnl, 2) + " of " + fixed(result.options.config.notional, 0));
    out += card("Sharpe, a year", orNone(m.sharpe, 2), "best of " + std::to_string(result.options.trials) + " noise trials " + orNone(m.sharpe_noise, 2));
    out += card("hit rate", orNonePercent(m.hit_rate),
                std::to_string(m.n_trades) + " trades" + (m.hit_lo ? ", 95 % [" + percent(*m.hit_lo) + ", " + percent(*m.hit_hi) + "]" : std::string()));
    out += result.random ? card("against random entries", "p = " + fixed(result.random->p, 4),
                                std::to_string(result.random->draws) + " draws of the same " + std::to_string(result.random->n) + " trades: mean " +
                                    fixed(result.random->mean, 2) + ", sd " + fixed(result.random->sd, 2))
                         : card("against random entries", "&ndash;", "no trade that could stand elsewhere");
    out += card("largest drawdown", percent(m.drawdown.share),
                m.drawdown.share > 0 ? dateText(m.drawdown.peak_ns) + " to " + dateText(m.drawdown.trough_ns) : std::string("none"));
    return out + "</div>\n";
}

std::string row(std::string_view name, const std::string& value) { return "<tr><td>" + std::string(name) + "</td><td>" + value + "</td></tr>\n"; }

std::string metricsTable(const BacktestResult& result) {
    const Metrics& m = result.metrics;
    std::string out = "<div class=\"card scroll\"><table>\n";
    out += row("fees", fixed(m.fees, 2)) + row("slippage", fixed(m.slippage, 2)) + row("half spread of bars", fixed(m.spread, 2));
    out += row("costs as a share of all gross moves", orNonePercent(m.cost_share));
    out += row("Sortino, a year", orNone(m.sortino, 2)) + row("returns of " + std::to_string(result.point_period_s) + " s", std::to_string(m.n_returns));
    out += row("time in a position", orNonePercent(m.exposure)) + row("turnover a day", orNone(m.turnover, 3));
    out += row("orders overtaken by a newer one", std::to_string(result.superseded)) + row("orders never filled", std::to_string(result.unfilled));
    return out + "</table></div>\n";
}

std::string gapTable(const BacktestResult& result) {
    std::string out = "<div class=\"card scroll\"><table><tr><th></th><th>trades</th><th>gross</th><th>net</th><th>hit rate</th></tr>\n";
    for (const auto& [name, sums] : {std::pair<std::string_view, const TradeSums&>{"without a gap", result.clean}, {"open across a gap", result.gap_touched}})
        out += "<tr><td>" + std::string(name) + "</td><td>" + std::to_string(sums.n) + "</td><td>" + fixed(sums.gross, 2) + "</td><td>" + fixed(sums.net, 2) +
               "</td><td>" + orNonePercent(sums.hit_rate) + "</td></tr>\n";
    return out + "</table></div>\n";
}

std::string tradeTable(const BacktestResult& result) {
    constexpr std::size_t kShown = 200;
    std::string out = "<div class=\"card scroll\"><table><tr><th>side</th><th>in</th><th>price</th><th>out</th><th>price</th><th>net</th><th></th></tr>\n";
    for (std::size_t i = 0; i < std::min(kShown, result.trades.size()); ++i) {
        const Trade& trade = result.trades[i];
        out += std::string("<tr><td>") + (trade.side > 0 ? "long" : "short") + "</td><td>" + dateText(trade.t_in_ns) + "</td><td>" +
               fixed(trade.p_in, result.options.price_digits) + "</td><td>" + dateText(trade.t_out_ns) + "</td><td>" +
               fixed(trade.p_out, result.options.price_digits) + "</td><td>" + fixed(trade.net, 2) + "</td><td>" +
               (trade.touched_gap ? "gap " : "") + (trade.excess ? "larger than the level" : "") + "</td></tr>\n";
    }
    out += "</table></div>\n";
    if (result.trades.size() > kShown) out += "<p>The first " + std::to_string(kShown) + " of " + std::to_string(result.trades.size()) + "; all of them are in trades.csv.</p>\n";
    return out;
}

/// The look of the evaluation's report.
constexpr std::string_view kStyle =
    ":root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--ink:#1c2126;--soft:#5c6670;--rule:#dfe3e6;--bad:#b3372f;--mute:#8a6d1b;--dot:#2c6fbb}"
    "@media(prefers-color-scheme:dark){:root{--bg:#14181c;--card:#1b2127;--ink:#e4e8eb;--soft:#98a3ad;--rule:#303840;--bad:#ee7b72;--mute:#d9b44a;--dot:#6aa9ef}}"
    "body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
    "main{max-width:1060px;margin:0 auto;padding:28px 20px 60px}h1{font-size:26px;margin:0}h2{font-size:18px;margin:34px 0 8px}p{margin:6px 0}"
    ".soft{color:var(--soft)}.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:14px 16px;margin:10px 0}"
    ".row{display:flex;flex-wrap:wrap;gap:12px}.row>.card{flex:1 1 200px;margin:0}.big{font-size:28px;font-weight:650;font-variant-numeric:tabular-nums}"
    ".warn{border-left:4px solid var(--mute)}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "th,td{padding:4px 9px;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}th:first-child,td:first-child{text-align:left}"
    "th{font-weight:600;color:var(--soft)}svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font-size:12px}"
    "svg .grid{stroke:var(--rule)}svg .start{stroke:var(--soft);stroke-dasharray:5 4}svg .line{fill:none;stroke:var(--dot);stroke-width:1.5}"
    "svg .fall{fill:none;stroke:var(--bad);stroke-width:1.2}svg .fill{fill:var(--bad);opacity:.16}code{overflow-wrap:anywhere}";

}  // namespace

std::string backtestHtml(const BacktestResult& result) {
    const BacktestOptions& options = result.options;
    const std::string title = std::string(strategyName(options.strategy)) + " on " + escaped(options.symbol);
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>" + title +
                       "</title>\n<style>" + std::string(kStyle) + "</style></head><body><main>\n";
    html += "<h1>" + title + "</h1>\n<p class=\"soft\">" + escaped(options.period) + (options.market.empty() ? "" : ", " + escaped(options.market)) + ". Orders fill at " +
            (options.fills == Fills::Bars ? "the next bar's open" : "the first quote after the latency") + ". Data " + escaped(options.data_sha256.substr(0, 16)) +
            ", parameters " + paramsHash(options) + ", job " + jobId(options) + ".</p>\n";
    if (result.status() == "insufficient")
        html += "<div class=\"card warn\"><b>insufficient</b>: " + std::to_string(result.metrics.n_trades) + " of " + std::to_string(BacktestResult::kTradesMin) +
                " trades. The figures say nothing yet.</div>\n";
    for (const std::string& warning : result.warnings) html += "<div class=\"card warn\">" + escaped(warning) + "</div>\n";
    html += headline(result);
    html += "<h2>Equity</h2>\n<div class=\"card\">" + plot(result.equity, 280, Curve::Equity) + "</div>\n";
    html += "<h2>Drawdown</h2>\n<div class=\"card\">" + plot(drawdownCurve(result.equity), 130, Curve::Drawdown) + "</div>\n";
    html += "<h2>Costs and activity</h2>\n" + metricsTable(result);
    html += "<h2>Gaps</h2>\n" + gapTable(result);
    html += "<h2>Trades</h2>\n" + tradeTable(result);
    html += "<h2>Parameters</h2>\n<div class=\"card\"><code>" + escaped(paramsJson(options)) + "</code></div>\n</main></body></html>\n";
    return html;
}

}  // namespace bw::backtest
