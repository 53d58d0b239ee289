// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <limits>

#include "core/model/random.h"
#include "core/signal/ofi_signal.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {
OfiConfig shortWindow() {
    OfiConfig config;
    config.z_window = 30;
    return config;
}
}  // namespace

class TestOfiSignal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void averageStartsWithTheFirstValue() {
        OfiSignal signal{OfiConfig{}};  // alpha .2
        QVERIFY(!signal.hasEma());
        signal.update(10);
        QCOMPARE(signal.ema(), 10.0);
        signal.update(-5);
        QCOMPARE(signal.ema(), 0.2 * -5 + 0.8 * 10);  // 7
        signal.update(0);
        QVERIFY(std::abs(signal.ema() - 5.6) < 1e-12);
        QVERIFY(signal.hasEma());
    }
    void scoresAgainstTheValuesBefore() {
        OfiSignal signal(shortWindow());
        for (int i = 1; i <= 30; ++i) QCOMPARE(signal.update(i % 2 != 0 ? i : -i).reason, Reason::Warmup);
        QCOMPARE(signal.update(-15.5).value, -0.674490);  // 15 of 30 sizes below: F = 1/2
        QCOMPARE(signal.window().size(), 30);
    }
    void winsorIsAsked() {
        OfiConfig config = shortWindow();
        config.z_method = ZMethod::Winsor;
        OfiSignal signal(config);
        for (int i = 0; i < 30; ++i) signal.update(i % 3 == 0 ? 3 : 0);
        QVERIFY(std::abs(signal.update(3).value - 2 / std::sqrt(60.0 / 29)) < 1e-12);
    }
    void countsWhatIsFarOut() {
        OfiSignal signal{OfiConfig{}};
        for (int i = 0; i < 300; ++i) signal.update(i % 2 != 0 ? 1 + i : -1 - i);
        const OfiSignal::Counters before = signal.counters();
        QCOMPARE(before.updates, 300U);
        QCOMPARE(before.total, 240U);  // the first 60 have no z
        QCOMPARE(signal.withheld(Reason::Warmup), 60U);
        signal.update(1e6);            // 3.14
        signal.update(296.5);          // F of 6 or so of 300 above: 2 to 3
        signal.update(1);
        const OfiSignal::Counters after = signal.counters();
        QCOMPARE(after.total - before.total, 3U);
        QCOMPARE(after.p_gt2 - before.p_gt2, 2U);
        QCOMPARE(after.p_gt3 - before.p_gt3, 1U);
    }
    void withheldValuesChangeNothing() {
        OfiSignal signal(shortWindow()), twin(shortWindow());
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(signal.update(i * 13 % 29), twin.update(i * 13 % 29));
            signal.withhold(Reason::BookNotSynced);
            QCOMPARE(signal.update(std::numeric_limits<double>::infinity()).reason, Reason::InvalidInput);
            QCOMPARE(signal.ema(), twin.ema());
        }
        QCOMPARE(signal.withheld(Reason::BookNotSynced), 100U);
        QCOMPARE(signal.counters().bad_points, 100U);
        QCOMPARE(signal.counters().updates, twin.counters().updates);
    }
    void shortBreakKeepsTheWindowALongOneStartsAgain() {
        Random random(test::seedOr(1));
        OfiSignal signal(shortWindow()), twin(shortWindow()), fresh(shortWindow());
        for (int i = 0; i < 200; ++i) {
            const double x = random.uniform();
            QCOMPARE(signal.update(x), twin.update(x));
            if (i == 100) signal.onBreak(/*clear_windows=*/false);
        }
        signal.onBreak(/*clear_windows=*/true);
        QVERIFY(!signal.hasEma());
        for (int i = 0; i < 200; ++i) {
            const double x = random.uniform();
            QCOMPARE(signal.update(x), fresh.update(x));
            QCOMPARE(signal.ema(), fresh.ema());
        }
    }
};

QTEST_GUILESS_MAIN(TestOfiSignal)
#include "tst_ofi_signal.moc"
