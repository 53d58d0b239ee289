// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in rules (risk spec 5.1), each threshold once.
#include "core/risk/alerts/alert_engine.h"

namespace bw::risk {
namespace {

constexpr std::int64_t kSec = 1'000, kMin = 60 * kSec;

struct Line {
    std::string_view id, metric;
    AlertRule::Op op;
    double threshold;
    std::int64_t for_ms;
    AlertSeverity severity;
    std::string_view type = {};         // of the webhook; empty: the id in capitals
    std::uint64_t min_n = 0;
    bool stays_visible = false;
};

using Op = AlertRule::Op;
using enum AlertSeverity;

// Units stand in the names of the metrics; those without one are 0 or 1, or a count.
constexpr Line kLines[] = {
    {"data_none", "source_age_s", Op::Gt, 1, 30 * kMin, High, "DATA_STARVED"},
    {"data_starved", "data_starved", Op::Ge, 1, 0, Warning},
    {"errors_consecutive", "errors_run", Op::Ge, 3, 0, High},
    {"breaker_trip", "latch_left_active", Op::Ge, 1, 0, Critical, "KILL_SWITCH_ACTIVATED", 0, true},
    {"breaker_trip_symbol", "breaker_open", Op::Ge, 1, 0, High, "BREAKER_TRIP"},
    {"tick_latency", "tick_latency_p95_ms", Op::Gt, 200, 60 * kSec, Warning, {}, 20},
    {"loop_latency", "loop_p95_ms", Op::Gt, 50, 60 * kSec, High},
    {"buffer_depth", "ingest_queue_len", Op::Gt, 500, 30 * kSec, Warning},
    {"queue_backlog", "queue_len", Op::Gt, 1000, 5 * kMin, Warning},
    {"mem_ingest", "mem_ingest_mb", Op::Gt, 100, 60 * kSec, Warning},
    {"mem_rss", "mem_rss_mb", Op::Gt, 500, 60 * kSec, Warning},
    {"cpu_ingest", "cpu_ingest_pct", Op::Gt, 20, 5 * kMin, Warning},
    {"cpu_host", "cpu_host_pct", Op::Gt, 80, 10 * kMin, Warning},
    {"mem_host", "mem_host_pct", Op::Gt, 80, 10 * kMin, Warning},
    {"error_rate", "error_rate_pct", Op::Gt, 1, 60 * kSec, High, {}, 100},
    {"limit_warn", "limit_state", Op::Ge, 1, 0, Warning},  // 1: warn (risk.limits.warn_pct, left at warn_clear_pct), 2: breach
    {"gateway_failed", "gateway_failed", Op::Ge, 1, 0, High, "HEARTBEAT_FAILURE"},
    {"gateway_failed_armed", "gateway_failed_armed", Op::Ge, 1, 0, Critical, "HEARTBEAT_FAILURE"},
    {"recon_failed", "recon_failed", Op::Ge, 1, 0, High},
    {"drift", "drift", Op::Ge, 1, 0, High},
    {"order_unknown", "order_unknown", Op::Ge, 1, 0, Critical, {}, 0, true},
    {"latch_not_durable", "latch_not_durable", Op::Ge, 1, 0, Critical, {}, 0, true},
    {"audit_unwritable", "audit_unwritable", Op::Ge, 1, 0, Critical, {}, 0, true},
    {"audit_mismatch", "audit_mismatch", Op::Ge, 1, 0, Critical, {}, 0, true},
    {"drill_overdue", "drill_age_s", Op::Gt, 86'400, 0, Warning},
    {"guard_lost", "guard_lost", Op::Ge, 1, 0, High},
    {"clock_jump", "clock_jump", Op::Ge, 1, 0, High},
    {kMetricMissing, kMetricMissing, Op::Ge, 1, 0, Warning},
};

}  // namespace

std::vector<AlertRule> baselineAlertRules() {
    std::vector<AlertRule> rules;
    rules.reserve(std::size(kLines));
    for (const Line& line : kLines) {
        AlertRule rule;
        rule.id = line.id;
        rule.metric = line.metric;
        rule.op = line.op;
        rule.threshold = line.threshold;
        rule.for_ms = line.for_ms;
        rule.severity = line.severity;
        rule.min_n = line.min_n;
        rule.type = line.type;
        rule.stays_visible = line.stays_visible;
        rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace bw::risk
