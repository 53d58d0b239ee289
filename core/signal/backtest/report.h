// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/signal/backtest/backtest.h"

// What a backtest leaves behind. Pure functions of the result: equal results give equal bytes. Offline, any thread.
namespace bw::backtest {

/// Every setting of the backtest with its value, in the order of core/model/signal_keys.h: one JSON object.
[[nodiscard]] std::string paramsJson(const BacktestOptions& options);
/// 16 hex digits of the parameters.
[[nodiscard]] std::string paramsHash(const BacktestOptions& options);
/// Of data, parameters and strategy: a re-run replaces its own row. 32 hex digits.
[[nodiscard]] std::string jobId(const BacktestOptions& options);

/// report.json: strategy, parameters, metrics, equity and drawdown as [time in ms, value] (at most 2000 points), trades.
[[nodiscard]] std::string backtestJson(const BacktestResult& result);
/// The row of `backtest_results`, one JSON object.
[[nodiscard]] std::string resultRowJson(const BacktestResult& result);
/// trades.csv with a header line; times in ns.
[[nodiscard]] std::string tradesCsv(const BacktestResult& result);
/// report.html: self-contained, inline SVG, no script, opens without a network.
[[nodiscard]] std::string backtestHtml(const BacktestResult& result);

}  // namespace bw::backtest
