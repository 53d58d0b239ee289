// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>

#include "core/signal/backtest/report.h"
#include "core/signal/backtest/report_points.h"

namespace bw::backtest {

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

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

/// A line over time with its range written at the left; `zero_top` hangs it from 0 and fills it (drawdown).
std::string plot(const std::vector<EquityPoint>& all, int height, bool zero_top, bool as_percent) {
    constexpr int kWidth = 960, kLeft = 90, kPad = 10;
    const std::vector<EquityPoint> points = thinned(all, kPointsMax);
    if (points.size() < 2) return "<p class=\"none\">no curve: fewer than two points</p>\n";
    double low = points[0].value, high = points[0].value;
    for (const EquityPoint& at : points) {
        low = std::min(low, at.value);
        high = std::max(high, at.value);
    }
    if (zero_top) high = 0;
    if (high - low < 1e-12) low = high - 1;
    const auto t0 = static_cast<double>(points.front().t_ns), t1 = static_cast<double>(points.back().t_ns);
    const auto x = [&](std::int64_t t) { return kLeft + (kWidth - kLeft - kPad) * (t1 > t0 ? (static_cast<double>(t) - t0) / (t1 - t0) : 0); };
    const auto y = [&](double v) { return kPad + (height - 2 * kPad) * (high - v) / (high - low); };
    const auto label = [&](double v) { return as_percent ? percent(v) : fixed(v, 2); };
    std::string svg = "<svg viewBox=\"0 0 " + std::to_string(kWidth) + " " + std::to_string(height + 18) + "\" role=\"img\">\n";
    for (const double v : {high, 0.5 * (high + low), low}) {
        const std::string at = fixed(y(v), 1);
        svg += "<line class=\"grid\" x1=\"" + std::to_string(kLeft) + "\" x2=\"" + std::to_string(kWidth - kPad) + "\" y1=\"" + at + "\" y2=\"" + at + "\"/>";
        svg += "<text x=\"" + std::to_string(kLeft - 6) + "\" y=\"" + fixed(y(v) + 4, 1) + "\" text-anchor=\"end\">" + label(v) + "</text>\n";
    }
    std::string path;
    for (const EquityPoint& at : points) path += (path.empty() ? "M" : "L") + fixed(x(at.t_ns), 1) + " " + fixed(y(at.value), 1);
    if (zero_top) svg += "<path class=\"fill\" d=\"" + path + "L" + fixed(x(points.back().t_ns), 1) + " " + fixed(y(0), 1) + "L" + fixed(x(points.front().t_ns), 1) + " " + fixed(y(0), 1) + "Z\"/>\n";
    svg += "<path class=\"line\" d=\"" + path + "\"/>\n";
    svg += "<text x=\"" + std::to_string(kLeft) + "\" y=\"" + std::to_string(height + 14) + "\">" + dateText(points.front().t_ns) + "</text>";
    svg += "<text x=\"" + std::to_string(kWidth - kPad) + "\" y=\"" + std::to_string(height + 14) + "\" text-anchor=\"end\">" + dateText(points.back().t_ns) + " UTC</text>\n</svg>\n";
    return svg;
}

std::string row(std::string_view name, const std::string& value) { return "<tr><th>" + std::string(name) + "</th><td>" + value + "</td></tr>\n"; }

std::string metricsTable(const BacktestResult& result) {
    const Metrics& m = result.metrics;
    std::string out = "<table>\n";
    out += row("trades", std::to_string(m.n_trades));
    out += row("pnl after costs", fixed(m.pnl, 2)) + row("gross pnl", fixed(m.gross_pnl, 2));
    out += row("fees, slippage, spread", fixed(m.fees, 2) + ", " + fixed(m.slippage, 2) + ", " + fixed(m.spread, 2));
    out += row("costs of all gross moves", orNonePercent(m.cost_share));
    out += row("Sharpe, a year", orNone(m.sharpe, 2) + " (best of " + std::to_string(result.options.trials) + " noise trials: " + orNone(m.sharpe_noise, 2) + ")");
    out += row("Sortino, a year", orNone(m.sortino, 2));
    std::string fall = percent(m.drawdown.share);
    if (m.drawdown.share > 0) fall += ", " + dateText(m.drawdown.peak_ns) + " to " + dateText(m.drawdown.trough_ns);
    out += row("largest drawdown", fall);
    out += row("hit rate", orNonePercent(m.hit_rate) + (m.hit_lo ? " [" + percent(*m.hit_lo) + ", " + percent(*m.hit_hi) + "]" : std::string()));
    out += row("time in a position", orNonePercent(m.exposure)) + row("turnover a day", orNone(m.turnover, 3));
    if (result.random)
        out += row("against random entries", "p = " + fixed(result.random->p, 4) + " (" + std::to_string(result.random->draws) + " draws of the same " +
                                                 std::to_string(result.random->n) + " trades; mean " + fixed(result.random->mean, 2) + ", sd " + fixed(result.random->sd, 2) + ")");
    else
        out += row("against random entries", "&ndash;");
    return out + "</table>\n";
}

std::string gapTable(const BacktestResult& result) {
    std::string out = "<table class=\"list\"><tr><th></th><th>trades</th><th>gross</th><th>net</th><th>hit rate</th></tr>\n";
    for (const auto& [name, sums] : {std::pair<std::string_view, const TradeSums&>{"without a gap", result.clean}, {"open across a gap", result.gap_touched}})
        out += "<tr><th>" + std::string(name) + "</th><td>" + std::to_string(sums.n) + "</td><td>" + fixed(sums.gross, 2) + "</td><td>" + fixed(sums.net, 2) +
               "</td><td>" + orNonePercent(sums.hit_rate) + "</td></tr>\n";
    return out + "</table>\n";
}

std::string tradeTable(const BacktestResult& result) {
    constexpr std::size_t kShown = 200;
    std::string out = "<table class=\"list\"><tr><th>side</th><th>in</th><th>price</th><th>out</th><th>price</th><th>net</th><th></th></tr>\n";
    for (std::size_t i = 0; i < std::min(kShown, result.trades.size()); ++i) {
        const Trade& trade = result.trades[i];
        out += std::string("<tr><td>") + (trade.side > 0 ? "long" : "short") + "</td><td>" + dateText(trade.t_in_ns) + "</td><td>" +
               fixed(trade.p_in, result.options.price_digits) + "</td><td>" + dateText(trade.t_out_ns) + "</td><td>" +
               fixed(trade.p_out, result.options.price_digits) + "</td><td>" + fixed(trade.net, 2) + "</td><td>" +
               (trade.touched_gap ? "gap " : "") + (trade.excess ? "larger than the level" : "") + "</td></tr>\n";
    }
    out += "</table>\n";
    if (result.trades.size() > kShown) out += "<p>The first " + std::to_string(kShown) + " of " + std::to_string(result.trades.size()) + "; all of them are in trades.csv.</p>\n";
    return out;
}

constexpr std::string_view kStyle =
    "body{font:14px/1.45 system-ui,sans-serif;max-width:1000px;margin:2em auto;padding:0 1em;color:#1c2733;background:#fff}"
    "h1{font-size:20px}h2{font-size:15px;margin-top:1.6em}table{border-collapse:collapse}"
    "th{text-align:left;font-weight:500;color:#51606e;padding:2px 16px 2px 0}td{font-variant-numeric:tabular-nums;padding:2px 16px 2px 0}"
    "table.list td{text-align:right}svg{width:100%;height:auto}svg text{font-size:11px;fill:#51606e}"
    ".grid{stroke:#dfe5ea}.line{fill:none;stroke:#1f6feb;stroke-width:1.3}.fill{fill:#d6455022}"
    ".insufficient{color:#9a5b00}.none{color:#51606e}"
    "@media(prefers-color-scheme:dark){body{background:#12171d;color:#dce3ea}.grid{stroke:#2a333d}th,svg text,.none{color:#93a1af;fill:#93a1af}}";

}  // namespace

std::string backtestHtml(const BacktestResult& result) {
    const BacktestOptions& options = result.options;
    const std::string title = std::string(strategyName(options.strategy)) + " on " + escaped(options.symbol);
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title + "</title>\n<style>" + std::string(kStyle) + "</style></head><body>\n";
    html += "<h1>" + title + "</h1>\n<p>" + escaped(options.period) + (options.market.empty() ? "" : ", " + escaped(options.market)) + ". Orders fill at " +
            (options.fills == Fills::Bars ? "the next bar's open" : "the first quote after the latency") + ". Data " + escaped(options.data_sha256.substr(0, 16)) + ", parameters " +
            paramsHash(options) + ", job " + jobId(options) + ".</p>\n";
    if (result.status() == "insufficient")
        html += "<p class=\"insufficient\"><b>insufficient</b>: " + std::to_string(result.metrics.n_trades) + " of " + std::to_string(BacktestResult::kTradesMin) + " trades; read nothing into the figures.</p>\n";
    for (const std::string& warning : result.warnings) html += "<p class=\"insufficient\">" + escaped(warning) + "</p>\n";
    html += metricsTable(result);
    html += "<h2>Equity</h2>\n" + plot(result.equity, 260, false, false);
    html += "<h2>Drawdown</h2>\n" + plot(drawdownCurve(result.equity), 120, true, true);
    html += "<h2>Gaps</h2>\n" + gapTable(result);
    html += "<h2>Trades</h2>\n" + tradeTable(result);
    html += "<h2>Parameters</h2>\n<p><code>" + escaped(paramsJson(options)) + "</code></p>\n</body></html>\n";
    return html;
}

}  // namespace bw::backtest
