// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/code.h"
#include "core/model/result.h"
#include "core/model/times.h"
#include "core/model/types.h"

namespace bw::risk {

/// One rule (risk spec 5.1). Identity of an alert: rule id + labels of the metric.
struct AlertRule {
    std::string id, metric;
    std::map<std::string, std::string> labels;  // must all be among the metric's labels
    enum class Op : std::uint8_t { Gt, Ge, Lt, Le, Eq, Ne } op = Op::Gt;
    double threshold = 0;
    std::int64_t for_ms = 0, clear_ms = 30'000;
    AlertSeverity severity = AlertSeverity::Warning;
    std::uint64_t min_n = 0;                    // fewer samples behind the value: unknown
    std::string type;                           // of the webhook; empty: the id in capitals
    bool stays_visible = false;                 // a mute takes its sound only: latch, durability, UNKNOWN orders
};
/// The rule over metrics that were known once and have been unknown for 60 s; its label `metric` names which.
inline constexpr std::string_view kMetricMissing = "metric_missing";

/// A transition, to be shown, logged and delivered.
struct AlertChange {
    enum class Kind : std::uint8_t { Firing, Resolved } kind = Kind::Firing;
    std::uint64_t alert_id = 0;                 // of the firing, per run, from 1
    const AlertRule* rule = nullptr;            // lives as long as the engine
    std::string labels;                         // "a=1,b=2"
    std::optional<double> value;
    WallTime at, since;                         // since: when the condition became true
    bool acknowledged = false, muted = false;
};

/// INACTIVE -> PENDING -> FIRING -> RESOLVED by the clock of the frames: the same inputs at the same times give the same
/// alerts, live and in replay. Engine thread. Bounds: 1,024 identities pending or firing at once and 16,384 label sets of
/// metrics, further ones are counted; 32 mutes.
class AlertEngine {
public:
    explicit AlertEngine(std::vector<AlertRule> rules);
    ~AlertEngine();

    /// The value of a metric now; nullopt or NaN: unknown. `labels` "a=1,b=2" in any order. A metric that is told at each
    /// tick and then no more is unknown from then on. `n`: samples behind the value.
    void set(std::string_view metric, std::string_view labels, std::optional<double> value, std::uint64_t n = 1);
    /// Each second of frame time.
    void tick(MonoTime mono, WallTime wall);
    /// Latch, gap and limit events do not wait for the second: judges this metric alone, now.
    void judgeNow(std::string_view metric, MonoTime mono, WallTime wall);
    /// The process was away: timers stand still for so long.
    void onPaused(std::int64_t ns);

    /// False: not firing.
    bool acknowledge(std::uint64_t alert_id, std::string_view actor, WallTime at);
    /// Empty rule: everything; empty labels: every identity of the rule. 0 ends it; at most 24 h (E_CFG_RANGE, as for a
    /// 33rd mute). E_ARGS: no such rule.
    Status mute(std::string_view rule, std::string_view labels, std::int64_t ms, MonoTime now);

    [[nodiscard]] std::vector<AlertChange> takeChanges();

    struct Row {
        std::uint64_t alert_id = 0;
        const AlertRule* rule = nullptr;
        std::string labels;
        enum class State : std::uint8_t { Pending, Firing, Resolved } state = State::Pending;
        std::optional<double> value;
        WallTime since, ended, ack_at;
        bool acknowledged = false;
        std::string ack_actor;
        std::int64_t muted_ms = 0;
    };
    /// Pending and firing ones, then the last 10,000 resolved, newest first, at most `max`.
    [[nodiscard]] std::vector<Row> rows(std::size_t max, MonoTime now) const;
    struct Mute {
        std::string rule, labels;
        std::int64_t left_ms = 0;
    };
    [[nodiscard]] std::vector<Mute> mutes(MonoTime now) const;
    [[nodiscard]] std::uint64_t version() const;  // grows when rows() would differ but for times
    [[nodiscard]] std::uint64_t dropped() const;  // identities and label sets beyond the bounds

    [[nodiscard]] const std::vector<AlertRule>& rules() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The built-in rules of risk spec 5.1, each threshold once.
[[nodiscard]] std::vector<AlertRule> baselineAlertRules();

}  // namespace bw::risk
