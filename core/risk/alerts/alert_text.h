// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/risk/alerts/alert_engine.h"

namespace bw::risk {

/// "a=1,b=2": the value of a key, empty when absent.
[[nodiscard]] std::string_view labelOf(std::string_view labels, std::string_view key);

/// `type` of the webhook: the rule's, but for limits and trips what was hit: MAX_DAILY_LOSS_EXCEEDED, ORDER_RATE_EXCEEDED,
/// DRAWDOWN_WARNING, HEARTBEAT_FAILURE (label `cause` or `limit`).
[[nodiscard]] std::string alertType(const AlertRule& rule, std::string_view labels);

/// One English line for logs and webhook: "mem_rss: 612 (mem_rss_mb > 500 for 60 s)".
[[nodiscard]] std::string alertText(const AlertRule& rule, std::string_view labels, std::optional<double> value);

/// Shortest text that reads back as the same number.
[[nodiscard]] std::string numberText(double value);

/// `gt`, `ge`, `lt`, `le`, `eq`, `ne` or the sign itself, as rule files spell it.
[[nodiscard]] std::string_view opName(AlertRule::Op op) noexcept;
[[nodiscard]] bool opFromName(std::string_view name, AlertRule::Op& out) noexcept;

}  // namespace bw::risk
