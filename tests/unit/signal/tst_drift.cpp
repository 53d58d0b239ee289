// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "core/model/random.h"
#include "core/signal/drift.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {

/// Outcomes until the alarm, of at most `most`; p uniform in .45-.65, true rate p - loss. `most` + 1: no alarm.
int outcomesToAlarm(Random& random, double loss, int most) {
    DriftWatch watch;
    for (int i = 1; i <= most; ++i) {
        const double p = 0.45 + 0.20 * random.uniform();
        if (watch.onOutcome(p, random.uniform() < p - loss)) return i;
    }
    return most + 1;
}

}  // namespace

class TestDrift : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachOutcomeMovesBothSumsByItsStandardisedError();
    void theAlarmIsRaisedOnceAndStays();
    void aProbabilityWithoutSpreadIsLeftOut();
    void aLossOfFifteenPointsIsSeenWithin400();
    void aGainIsSeenToo();
    void aTrueProbabilityRarelyAlarms();
};

void TestDrift::eachOutcomeMovesBothSumsByItsStandardisedError() {
    DriftWatch watch;
    QVERIFY(!watch.onOutcome(0.5, false));  // u = 1
    QCOMPARE(watch.over(), 0.75);
    QCOMPARE(watch.under(), 0.0);
    QVERIFY(!watch.onOutcome(0.2, true));   // u = -0.8/0.4 = -2
    QCOMPARE(watch.over(), 0.0);
    QCOMPARE(watch.under(), 1.75);
    QVERIFY(!watch.onOutcome(0.8, false));  // u = 2
    QVERIFY(std::abs(watch.over() - 1.75) < 1e-12 && watch.under() == 0.0);
}

void TestDrift::theAlarmIsRaisedOnceAndStays() {
    DriftWatch watch;
    for (int i = 1; i < 16; ++i) QVERIFY(!watch.onOutcome(0.5, false));  // 0.75 each
    QVERIFY(watch.onOutcome(0.5, false));                                // 16 x 0.75 = 12
    QVERIFY(watch.drifted());
    QVERIFY(!watch.onOutcome(0.5, false));
    for (int i = 0; i < 100; ++i) QVERIFY(!watch.onOutcome(0.5, i % 2 == 0));
    QVERIFY(watch.drifted());
    watch.reset();
    QVERIFY(!watch.drifted() && watch.outcomes() == 0 && watch.over() == 0);
}

void TestDrift::aProbabilityWithoutSpreadIsLeftOut() {
    DriftWatch watch;
    for (const double p : {0.0, 1.0, -1.0, 2.0, std::numeric_limits<double>::quiet_NaN()}) QVERIFY(!watch.onOutcome(p, false));
    QCOMPARE(watch.outcomes(), 0U);
}

void TestDrift::aLossOfFifteenPointsIsSeenWithin400() {
    Random random(test::seedOr(0xd21f7));
    int seen = 0;
    for (int run = 0; run < 200; ++run) seen += outcomesToAlarm(random, 0.15, 400) <= 400;
    QVERIFY2(seen >= 190, qPrintable(QString::number(seen)));
}

void TestDrift::aGainIsSeenToo() {
    Random random(test::seedOr(0xd21f8));
    int seen = 0;
    for (int run = 0; run < 200; ++run) seen += outcomesToAlarm(random, -0.15, 400) <= 400;
    QVERIFY2(seen >= 190, qPrintable(QString::number(seen)));
}

void TestDrift::aTrueProbabilityRarelyAlarms() {
    Random random(test::seedOr(0xd21f9));
    int false_alarms = 0;
    for (int run = 0; run < 200; ++run) false_alarms += outcomesToAlarm(random, 0, 300) <= 300;
    QVERIFY2(false_alarms <= 30, qPrintable(QString::number(false_alarms)));
}

QTEST_GUILESS_MAIN(TestDrift)
#include "tst_drift.moc"
