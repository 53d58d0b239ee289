// SPDX-License-Identifier: GPL-3.0-or-later
// Every built-in rule of risk spec 5.1 by a fake clock: not yet at `for` - 1 s, fires at `for`, resolves after 30 s.
#include <QObject>
#include <QTest>

#include <set>

#include "core/risk/alerts/alert_engine.h"
#include "core/risk/alerts/alert_text.h"

using namespace bw;
using namespace bw::risk;

namespace {

/// The table of the specification, written a second time on purpose.
struct Expected {
    const char *id, *metric;
    double quiet, loud;     // the last value that is fine, the first that is not
    std::int64_t for_s;
    AlertSeverity severity;
    const char* type;
};
const Expected kTable[] = {
    {"data_none", "source_age_s", 1, 1.001, 1800, AlertSeverity::High, "DATA_STARVED"},
    {"data_starved", "data_starved", 0, 1, 0, AlertSeverity::Warning, "DATA_STARVED"},
    {"errors_consecutive", "errors_run", 2, 3, 0, AlertSeverity::High, "ERRORS_CONSECUTIVE"},
    {"breaker_trip", "latch_left_active", 0, 1, 0, AlertSeverity::Critical, "KILL_SWITCH_ACTIVATED"},
    {"breaker_trip_symbol", "breaker_open", 0, 1, 0, AlertSeverity::High, "BREAKER_TRIP"},
    {"tick_latency", "tick_latency_p95_ms", 200, 200.001, 60, AlertSeverity::Warning, "TICK_LATENCY"},
    {"loop_latency", "loop_p95_ms", 50, 50.001, 60, AlertSeverity::High, "LOOP_LATENCY"},
    {"buffer_depth", "ingest_queue_len", 500, 501, 30, AlertSeverity::Warning, "BUFFER_DEPTH"},
    {"queue_backlog", "queue_len", 1000, 1001, 300, AlertSeverity::Warning, "QUEUE_BACKLOG"},
    {"mem_ingest", "mem_ingest_mb", 100, 100.1, 60, AlertSeverity::Warning, "MEM_INGEST"},
    {"mem_rss", "mem_rss_mb", 500, 500.1, 60, AlertSeverity::Warning, "MEM_RSS"},
    {"cpu_ingest", "cpu_ingest_pct", 20, 20.1, 300, AlertSeverity::Warning, "CPU_INGEST"},
    {"cpu_host", "cpu_host_pct", 80, 80.1, 600, AlertSeverity::Warning, "CPU_HOST"},
    {"mem_host", "mem_host_pct", 80, 80.1, 600, AlertSeverity::Warning, "MEM_HOST"},
    {"error_rate", "error_rate_pct", 1, 1.01, 60, AlertSeverity::High, "ERROR_RATE"},
    {"limit_warn", "limit_state", 0, 1, 0, AlertSeverity::Warning, "LIMIT_WARN"},
    {"gateway_failed", "gateway_failed", 0, 1, 0, AlertSeverity::High, "HEARTBEAT_FAILURE"},
    {"gateway_failed_armed", "gateway_failed_armed", 0, 1, 0, AlertSeverity::Critical, "HEARTBEAT_FAILURE"},
    {"recon_failed", "recon_failed", 0, 1, 0, AlertSeverity::High, "RECON_FAILED"},
    {"drift", "drift", 0, 1, 0, AlertSeverity::High, "DRIFT"},
    {"order_unknown", "order_unknown", 0, 1, 0, AlertSeverity::Critical, "ORDER_UNKNOWN"},
    {"latch_not_durable", "latch_not_durable", 0, 1, 0, AlertSeverity::Critical, "LATCH_NOT_DURABLE"},
    {"audit_unwritable", "audit_unwritable", 0, 1, 0, AlertSeverity::Critical, "AUDIT_UNWRITABLE"},
    {"audit_mismatch", "audit_mismatch", 0, 1, 0, AlertSeverity::Critical, "AUDIT_MISMATCH"},
    {"drill_overdue", "drill_age_s", 86'400, 86'401, 0, AlertSeverity::Warning, "DRILL_OVERDUE"},
    {"guard_lost", "guard_lost", 0, 1, 0, AlertSeverity::High, "GUARD_LOST"},
    {"clock_jump", "clock_jump", 0, 1, 0, AlertSeverity::High, "CLOCK_JUMP"},
    {"metric_missing", "metric_missing", 0, 1, 0, AlertSeverity::Warning, "METRIC_MISSING"},
};

/// One tick a second of a fake clock, with one metric told at each.
class Clock {
public:
    explicit Clock(AlertEngine& engine) : m_engine(engine) {}
    std::vector<AlertChange> second(const char* metric, double value) {
        m_engine.set(metric, "source=a", value, 100);
        m_s += 1;
        m_engine.tick({m_s * kNsPerSec}, {(1'700'000'000 + m_s) * kNsPerSec});
        return m_engine.takeChanges();
    }

private:
    AlertEngine& m_engine;
    std::int64_t m_s = 5;
};

}  // namespace

class TstAlertRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRuleStandsInTheTableOnce() {
        std::set<std::string> ids;
        for (const AlertRule& rule : baselineAlertRules()) QVERIFY2(ids.insert(rule.id).second, rule.id.c_str());
        QCOMPARE(ids.size(), std::size(kTable));
        for (const Expected& row : kTable) QVERIFY2(ids.contains(row.id), row.id);
    }

    void aRuleFiresAtItsTimeAndNotBefore_data() {
        QTest::addColumn<int>("row");
        for (int i = 0; i < static_cast<int>(std::size(kTable)); ++i) QTest::newRow(kTable[i].id) << i;
    }
    void aRuleFiresAtItsTimeAndNotBefore() {
        QFETCH(int, row);
        const Expected& expected = kTable[row];
        AlertEngine engine(baselineAlertRules());
        Clock clock(engine);
        for (int s = 0; s < 5; ++s) QVERIFY(clock.second(expected.metric, expected.quiet).empty());
        // From the first second that it is true: for_s - 1 later still nothing, then one firing.
        for (std::int64_t s = 0; s < expected.for_s; ++s) QVERIFY(clock.second(expected.metric, expected.loud).empty());
        std::vector<AlertChange> changes = clock.second(expected.metric, expected.loud);
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].kind, AlertChange::Kind::Firing);
        QCOMPARE(changes[0].rule->id, std::string(expected.id));
        QCOMPARE(changes[0].rule->severity, expected.severity);
        QCOMPARE(alertType(*changes[0].rule, changes[0].labels), std::string(expected.type));
        QCOMPARE(changes[0].labels, std::string("source=a"));
        QCOMPARE(changes[0].at - changes[0].since, expected.for_s * kNsPerSec);
        QVERIFY(clock.second(expected.metric, expected.loud).empty());  // told once
        for (int s = 0; s < 30; ++s) QVERIFY(clock.second(expected.metric, expected.quiet).empty());
        changes = clock.second(expected.metric, expected.quiet);
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].kind, AlertChange::Kind::Resolved);
        QVERIFY(clock.second(expected.metric, expected.quiet).empty());
    }

    void aBreakStartsTheTimeAnew_data() {
        QTest::addColumn<int>("row");
        for (int i = 0; i < static_cast<int>(std::size(kTable)); ++i)
            if (kTable[i].for_s > 0) QTest::newRow(kTable[i].id) << i;
    }
    void aBreakStartsTheTimeAnew() {
        QFETCH(int, row);
        const Expected& expected = kTable[row];
        AlertEngine engine(baselineAlertRules());
        Clock clock(engine);
        for (std::int64_t s = 0; s < expected.for_s; ++s) QVERIFY(clock.second(expected.metric, expected.loud).empty());
        QVERIFY(clock.second(expected.metric, expected.quiet).empty());
        for (std::int64_t s = 0; s < expected.for_s; ++s) QVERIFY(clock.second(expected.metric, expected.loud).empty());
        QCOMPARE(clock.second(expected.metric, expected.loud).size(), std::size_t{1});
    }

    void typesNameWhatWasHit() {
        AlertRule trip, limit;
        trip.id = "breaker_trip";
        trip.type = "KILL_SWITCH_ACTIVATED";
        limit.id = "limit_warn";
        QCOMPARE(alertType(trip, "cause=MANUAL_GUI"), std::string("KILL_SWITCH_ACTIVATED"));
        QCOMPARE(alertType(trip, "cause=L01_DAILY_LOSS"), std::string("MAX_DAILY_LOSS_EXCEEDED"));
        QCOMPARE(alertType(trip, "cause=L02_DAILY_LOSS_BP"), std::string("MAX_DAILY_LOSS_EXCEEDED"));
        QCOMPARE(alertType(trip, "cause=L04_ORDER_RATE"), std::string("ORDER_RATE_EXCEEDED"));
        QCOMPARE(alertType(trip, "cause=L05_ORDER_BURST"), std::string("ORDER_RATE_EXCEEDED"));
        QCOMPARE(alertType(trip, "cause=HEARTBEAT_FAILURE"), std::string("HEARTBEAT_FAILURE"));
        QCOMPARE(alertType(limit, "limit=L03,route=paper"), std::string("DRAWDOWN_WARNING"));
        QCOMPARE(alertType(limit, "limit=L09"), std::string("LIMIT_WARN"));
        QCOMPARE(alertText(trip, "cause=GUARD", 1.0), std::string("breaker_trip cause=GUARD: 1 ( > 0)"));
    }
};

QTEST_GUILESS_MAIN(TstAlertRules)
#include "tst_alert_rules.moc"
