// SPDX-License-Identifier: GPL-3.0-or-later
#include <QObject>
#include <QTest>

#include <limits>

#include "core/model/random.h"
#include "core/risk/alerts/alert_engine.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::risk;

namespace {

using Row = AlertEngine::Row;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

AlertRule ruleOf(std::string id, std::string metric, std::int64_t for_ms, std::int64_t clear_ms = 30'000) {
    AlertRule rule;
    rule.id = std::move(id);
    rule.metric = std::move(metric);
    rule.op = AlertRule::Op::Gt;
    rule.threshold = 10;
    rule.for_ms = for_ms;
    rule.clear_ms = clear_ms;
    return rule;
}
AlertRule missingRule() {
    AlertRule rule = ruleOf(std::string(kMetricMissing), std::string(kMetricMissing), 0, 0);
    rule.op = AlertRule::Op::Ge;
    rule.threshold = 1;
    return rule;
}

struct Bench {
    explicit Bench(std::vector<AlertRule> rules) : engine(std::move(rules)) {}
    AlertEngine engine;
    std::int64_t now_s = 100;
    [[nodiscard]] MonoTime mono() const { return {now_s * kNsPerSec}; }
    [[nodiscard]] WallTime wall() const { return {(1'700'000'000 + now_s) * kNsPerSec}; }
    /// `seconds` ticks; nothing is told when `value` is absent and `tell` false.
    std::vector<AlertChange> run(int seconds, std::optional<double> value, bool tell = true, const char* labels = "") {
        std::vector<AlertChange> all;
        for (int i = 0; i < seconds; ++i) {
            if (tell) engine.set("m", labels, value);
            ++now_s;
            engine.tick(mono(), wall());
            for (AlertChange& one : engine.takeChanges()) all.push_back(std::move(one));
        }
        return all;
    }
};

}  // namespace

class TstAlertEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anUnknownInputHoldsThePendingTime() {
        Bench b({ruleOf("r", "m", 10'000)});
        QVERIFY(b.run(6, 11.0).empty());  // 5 s of it
        QVERIFY(b.run(30, kNan).empty());
        QVERIFY(b.run(30, std::nullopt, /*tell=*/false).empty());
        QVERIFY(b.run(5, 11.0).empty());  // the step out of the unknown does not count: 4 s more
        const auto changes = b.run(1, 11.0);
        QCOMPARE(changes.size(), std::size_t{1});
    }

    void anUnknownInputHoldsAFiringAlert() {
        Bench b({ruleOf("r", "m", 0)});
        QCOMPARE(b.run(1, 11.0).size(), std::size_t{1});
        QVERIFY(b.run(20, 0.0).empty());
        QVERIFY(b.run(100, std::nullopt).empty());
        QVERIFY(b.run(11, 0.0).empty());
        QCOMPARE(b.run(1, 0.0).size(), std::size_t{1});
    }

    void tooFewSamplesAreUnknownButNotMissing() {
        AlertRule rule = ruleOf("r", "m", 0);
        rule.min_n = 100;
        Bench b({rule, missingRule()});
        for (int s = 0; s < 200; ++s) {
            b.engine.set("m", "", 50.0, 99);
            b.run(1, {}, /*tell=*/false);
        }
        QVERIFY(b.engine.rows(10, b.mono()).empty());
        b.engine.set("m", "", 50.0, 100);
        QCOMPARE(b.run(1, {}, /*tell=*/false).size(), std::size_t{1});
    }

    void aMetricThatWasKnownAndIsGoneForAMinuteIsMissing() {
        Bench b({ruleOf("r", "m", 0), missingRule()});
        QVERIFY(b.run(200, std::nullopt, true, "source=x").empty());  // never known: nothing to miss
        QVERIFY(b.run(1, 1.0, true, "source=x").empty());
        QVERIFY(b.run(59, std::nullopt, false).empty());
        auto changes = b.run(1, std::nullopt, false);
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].rule->id, std::string(kMetricMissing));
        QCOMPARE(changes[0].labels, std::string("metric=m,source=x"));
        QVERIFY(b.run(10, std::nullopt, false).empty());
        changes = b.run(1, 1.0, true, "source=x");
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].kind, AlertChange::Kind::Resolved);
    }

    void aPauseFreezesTheTimers() {
        Bench b({ruleOf("r", "m", 10'000), missingRule()});
        QVERIFY(b.run(6, 11.0).empty());  // 5 s
        b.engine.onPaused(300 * kNsPerSec);
        b.now_s += 300;
        QVERIFY(b.run(4, 11.0).empty());
        QCOMPARE(b.run(1, 11.0).size(), std::size_t{1});
    }

    void timeThatGoesBackCountsAsNone() {
        Bench b({ruleOf("r", "m", 10'000)});
        QVERIFY(b.run(6, 11.0).empty());
        b.now_s -= 50;
        QVERIFY(b.run(50, 11.0).empty());
        QVERIFY(b.run(4, 11.0).empty());
        QCOMPARE(b.run(1, 11.0).size(), std::size_t{1});
    }

    void anEventIsJudgedAtOnceAndAlone() {
        Bench b({ruleOf("r", "m", 0), ruleOf("other", "k", 0)});
        b.engine.set("m", "cause=X", 11.0);
        b.engine.set("k", "", 11.0);
        b.engine.judgeNow("m", b.mono(), b.wall());
        auto changes = b.engine.takeChanges();
        QCOMPARE(changes.size(), std::size_t{1});
        QCOMPARE(changes[0].rule->id, std::string("r"));
        QCOMPARE(b.run(1, {}, false).size(), std::size_t{1});  // the other with the tick
    }

    void labelsAreOneIdentityInAnyOrder() {
        Bench b({ruleOf("r", "m", 0)});
        QCOMPARE(b.run(1, 11.0, true, "b=2,a=1").size(), std::size_t{1});
        QVERIFY(b.run(1, 11.0, true, "a=1,b=2").empty());
        const auto rows = b.engine.rows(10, b.mono());
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].labels, std::string("a=1,b=2"));
    }

    void aRuleWithLabelsTakesOnlyThose() {
        AlertRule rule = ruleOf("r", "m", 0);
        rule.labels["queue"] = "net";
        Bench b({rule});
        QVERIFY(b.run(1, 11.0, true, "queue=network").empty());
        QVERIFY(b.run(1, 11.0, true, "a=1").empty());
        QCOMPARE(b.run(1, 11.0, true, "a=1,queue=net").size(), std::size_t{1});
    }

    void anAcknowledgementLastsUntilItResolves() {
        Bench b({ruleOf("r", "m", 0, 0)});
        const auto fired = b.run(1, 11.0);
        QVERIFY(!b.engine.acknowledge(fired[0].alert_id + 1, "op", b.wall()));
        QVERIFY(b.engine.acknowledge(fired[0].alert_id, "op", b.wall()));
        QVERIFY(b.engine.acknowledge(fired[0].alert_id, "late", b.wall()));
        Row row = b.engine.rows(1, b.mono()).at(0);
        QVERIFY(row.acknowledged);
        QCOMPARE(row.ack_actor, std::string("op"));
        const auto resolved = b.run(1, 0.0);
        QCOMPARE(resolved.size(), std::size_t{1});
        QVERIFY(resolved[0].acknowledged);
        QVERIFY(!b.engine.acknowledge(fired[0].alert_id, "op", b.wall()));
        const auto again = b.run(1, 11.0);
        QVERIFY(again[0].alert_id != fired[0].alert_id);
        QVERIFY(!b.engine.rows(1, b.mono()).at(0).acknowledged);
    }

    void aMuteEndsByItselfAndHidesNothing() {
        Bench b({ruleOf("r", "m", 0), ruleOf("s", "k", 0)});
        QVERIFY(b.engine.mute("r", "", 15 * 60'000, b.mono()));
        const auto fired = b.run(1, 11.0);
        QCOMPARE(fired.size(), std::size_t{1});
        QVERIFY(fired[0].muted);
        QCOMPARE(b.engine.rows(5, b.mono()).at(0).muted_ms, std::int64_t{899'000});
        QCOMPARE(b.engine.mutes(b.mono()).size(), std::size_t{1});
        const std::uint64_t version = b.engine.version();
        b.run(899, 11.0);
        QVERIFY(b.engine.mutes(b.mono()).empty());
        QVERIFY(b.engine.version() > version);
        QCOMPARE(b.engine.rows(5, b.mono()).at(0).muted_ms, std::int64_t{0});
    }

    void aMuteOfOneIdentityLeavesTheOthers() {
        Bench b({ruleOf("r", "m", 0)});
        QVERIFY(b.engine.mute("r", "b=2,a=1", 3'600'000, b.mono()));
        b.engine.set("m", "a=1,b=2", 11.0);
        b.engine.set("m", "a=1,b=3", 11.0);
        const auto fired = b.run(1, {}, false);
        QCOMPARE(fired.size(), std::size_t{2});
        QVERIFY(fired[0].muted);
        QVERIFY(!fired[1].muted);
        QVERIFY(b.engine.mute("r", "a=1,b=2", 0, b.mono()));
        QVERIFY(b.engine.mutes(b.mono()).empty());
    }

    void mutesAreBoundedAndChecked() {
        Bench b({ruleOf("r", "m", 0)});
        QCOMPARE(b.engine.mute("r", "", 24 * 3'600'000 + 1, b.mono()).error().code, Code::CfgRange);
        QCOMPARE(b.engine.mute("r", "", -1, b.mono()).error().code, Code::CfgRange);
        QCOMPARE(b.engine.mute("nobody", "", 60'000, b.mono()).error().code, Code::Args);
        QVERIFY(b.engine.mute("", "", 24 * 3'600'000, b.mono()));
        for (int i = 0; i < 31; ++i) QVERIFY(b.engine.mute("r", "i=" + std::to_string(i), 60'000, b.mono()));
        QCOMPARE(b.engine.mute("r", "i=31", 60'000, b.mono()).error().code, Code::CfgRange);
    }

    void identitiesAreBoundedAndCounted() {
        Bench b({ruleOf("r", "m", 0)});
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 1'100; ++i) b.engine.set("m", "i=" + std::to_string(i), 11.0);
            b.run(1, {}, false);
        }
        QCOMPARE(b.engine.rows(5'000, b.mono()).size(), std::size_t{1'024});
        QCOMPARE(b.engine.dropped(), std::uint64_t{76});
    }

    void labelSetsAreBounded() {
        Bench b({ruleOf("r", "m", 0)});
        for (int i = 0; i < 17'000; ++i) b.engine.set("m", "i=" + std::to_string(i), 0.0);
        QCOMPARE(b.engine.dropped(), std::uint64_t{17'000 - 16'384});
        b.engine.set("not_asked_for", "", 0.0);
        QCOMPARE(b.engine.dropped(), std::uint64_t{17'000 - 16'384});
    }

    void tenThousandResolvedOnesAreKept() {
        Bench b({ruleOf("r", "m", 0, 0)});
        for (int i = 0; i < 10'050; ++i) {
            b.run(1, 11.0);
            b.run(1, 0.0);
        }
        const auto rows = b.engine.rows(20'000, b.mono());
        QCOMPARE(rows.size(), std::size_t{10'000});
        QCOMPARE(rows.front().alert_id, std::uint64_t{10'050});
        QCOMPARE(rows.back().alert_id, std::uint64_t{51});
        QVERIFY(rows.front().state == Row::State::Resolved);
        QVERIFY(rows.front().ended.ns > rows.front().since.ns);
    }

    void theListHasFiringOnesFirstAndTheNewestAbove() {
        Bench b({ruleOf("r", "m", 0, 0), ruleOf("slow", "m", 60'000)});
        b.run(1, 11.0, true, "i=1");
        b.run(1, 11.0, true, "i=2");
        b.run(1, 0.0, true, "i=1");
        const auto rows = b.engine.rows(10, b.mono());
        QCOMPARE(rows.size(), std::size_t{3});  // i=2 firing, i=2 pending, i=1 resolved
        QCOMPARE(rows[0].state, Row::State::Firing);
        QCOMPARE(rows[0].labels, std::string("i=2"));
        QCOMPARE(rows[1].state, Row::State::Pending);
        QCOMPARE(rows[2].state, Row::State::Resolved);
    }

    void theSameCallsGiveTheSameAlerts() {
        const std::uint64_t seed = test::seedOr(0xa1e27);
        const auto run = [seed] {
            Random random(seed);
            Bench b(baselineAlertRules());
            const auto rules = baselineAlertRules();
            std::string out;
            for (int s = 0; s < 2'000; ++s) {
                for (const AlertRule& rule : rules)
                    if (random.below(4) != 0)
                        b.engine.set(rule.metric, "i=" + std::to_string(random.below(3)), random.below(8) == 0 ? kNan : static_cast<double>(random.below(2'000)), random.below(200));
                if (random.below(500) == 0) b.engine.onPaused(static_cast<std::int64_t>(random.below(30)) * kNsPerSec);
                if (random.below(50) == 0) b.engine.judgeNow("latch_left_active", b.mono(), b.wall());
                if (random.below(50) == 0) b.engine.acknowledge(random.below(50), "op", b.wall());
                if (random.below(200) == 0) static_cast<void>(b.engine.mute("", "", 60'000, b.mono()));
                for (const AlertChange& one : b.run(1, {}, false))
                    out += std::to_string(one.alert_id) + one.rule->id + one.labels + std::to_string(static_cast<int>(one.kind)) +
                           std::to_string(one.at.ns) + std::to_string(one.since.ns) + (one.muted ? "m" : "") + "\n";
            }
            return out;
        };
        const std::string first = run();
        QVERIFY(first.size() > 1'000);
        QCOMPARE(first, run());
    }
};

QTEST_GUILESS_MAIN(TstAlertEngine)
#include "tst_alert_engine.moc"
