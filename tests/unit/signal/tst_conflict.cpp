// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>

#include "core/signal/conflict.h"
#include "detector_market.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

namespace {

Sample flows(std::int64_t second, double ofi, double cvd) {
    Sample s = plainSample(second, 20'000);
    s.z_ofi = Stat::of(ofi);
    s.z_cvd = Stat::of(cvd);
    return s;
}

}  // namespace

class TestConflict : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void conflict_data() {
        QTest::addColumn<double>("ofi");
        QTest::addColumn<double>("cvd");
        QTest::addColumn<bool>("fires");
        QTest::newRow("both limits, exactly") << 2.0 << -0.8 << true;
        QTest::newRow("the other way round") << -0.8 << 2.0 << true;
        QTest::newRow("same sign") << 3.0 << 3.0 << false;
        QTest::newRow("the larger too small") << 1.999 << -1.999 << false;
        QTest::newRow("the smaller too small") << 4.0 << -0.799 << false;
        QTest::newRow("zero") << 4.0 << 0.0 << false;
        QTest::newRow("no number") << 4.0 << std::numeric_limits<double>::quiet_NaN() << false;
    }
    void conflict() {
        QFETCH(double, ofi);
        QFETCH(double, cvd);
        ConflictWatch watch({}, 42);
        SignalEvent e;
        QTEST(watch.update(flows(0, ofi, cvd), e), "fires");
    }
    void scoreByHand() {
        ConflictWatch watch({}, 42);
        SignalEvent e;
        Sample s = flows(0, 4, -1);
        s.trade_priced = true;
        s.scenario = Scenario::ActiveLow;
        QVERIFY(watch.update(s, e));
        QVERIFY(std::abs(e.score - 50) < 1e-12);  // f(sqrt(4)/2) = .5
        QCOMPARE(e.type, SignalType::Conflict);
        QCOMPARE(e.side(), 0);
        QCOMPARE(e.grade, Grade::Below);
        QCOMPARE(e.detect.t_ns, s.t_ns);
        QCOMPARE(e.detect.index, s.index);
        QCOMPARE(e.params_hash, 42U);
        QCOMPARE(e.z_ofi, s.z_ofi);
        QCOMPARE(e.scenario, Scenario::ActiveLow);
        QVERIFY(e.trade_priced);
    }
    void oneChannelAloneIsNone() {
        ConflictWatch watch({}, 1);
        SignalEvent e;
        Sample s = flows(0, 4, -4);
        s.z_cvd = Stat{-4, Reason::Freeze};
        QVERIFY(!watch.update(s, e));
    }
    void itFiresOnEnteringAndAgainAfterARest() {
        DivergenceConfig config;
        config.cooldown_ms = 3'000;
        ConflictWatch watch(config, 1);
        SignalEvent e;
        std::int64_t second = 0;
        const auto on = [&] { return watch.update(flows(second++, 3, -3), e); };
        const auto off = [&] { return watch.update(flows(second++, 3, 3), e); };
        QVERIFY(on());
        QVERIFY(!on());       // still inside
        QVERIFY(!off());      // false from here, second 2
        QVERIFY(!off());
        QVERIFY(!on());       // second 4: false for 2 s
        QVERIFY(!on());
        QVERIFY(!off());      // second 6
        QVERIFY(!off());
        QVERIFY(!off());
        QVERIFY(on());        // second 9: false for 3 s
        config.cooldown_ms = 0;
        ConflictWatch each_time(config, 1);
        QVERIFY(each_time.update(flows(0, 3, -3), e));
        QVERIFY(!each_time.update(flows(1, 3, 3), e));
        QVERIFY(each_time.update(flows(2, 3, -3), e));
    }
    void anomalyHasItsOwnLimits() {
        const SamplingConfig config;
        const auto fires = [&](const Sample& s) { return AnomalyWatch(config, 0).update(s); };
        QCOMPARE(config.anomaly_z_ofi, 3.0);
        QCOMPARE(config.anomaly_z_cvd, 2.5);
        QVERIFY(!fires(flows(0, 3, 2.5)));
        QVERIFY(fires(flows(0, 3.001, 0)));
        QVERIFY(fires(flows(0, -3.001, 0)));
        QVERIFY(fires(flows(0, 0, 2.501)));
        QVERIFY(fires(flows(0, 0, -2.501)));
        Sample s = flows(0, 9, 0);
        s.z_ofi.reason = Reason::Freeze;
        QVERIFY(!fires(s));
        AnomalyWatch watch(config, 2'000);
        QVERIFY(watch.update(flows(0, 4, 0)));
        QVERIFY(!watch.update(flows(1, 4, 4)));
        QVERIFY(!watch.update(flows(2, 0, 0)));
        QVERIFY(!watch.update(flows(3, 4, 0)));
        QVERIFY(!watch.update(flows(4, 0, 0)));
        QVERIFY(!watch.update(flows(5, 0, 0)));
        QVERIFY(watch.update(flows(6, 0, 3)));
    }
};

QTEST_GUILESS_MAIN(TestConflict)
#include "tst_conflict.moc"
