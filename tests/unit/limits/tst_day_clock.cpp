// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/risk/limits/day_clock.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::kDay;
using bw::test::kHour;
}  // namespace

class TestDayClock : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void twentyHoursExactly_data() {
        QTest::addColumn<qint64>("mono_ns");
        QTest::addColumn<bool>("rolls");
        QTest::newRow("1 ns short") << qint64(20 * kHour - 1) << false;
        QTest::newRow("20 h") << qint64(20 * kHour) << true;
    }
    // Two days whose boundary the wall reaches after 20 h, in steps that are each less than a jump.
    void twentyHoursExactly() {
        QFETCH(qint64, mono_ns);
        QFETCH(bool, rolls);
        DayClock clock(0);
        QVERIFY(!clock.step({kDay - 1}, {-1}));
        QVERIFY(clock.step({kDay}, {0}));
        constexpr int kParts = 96;
        bool rolled = false;
        for (int i = 1; i <= kParts; ++i) {
            const bool now = clock.step({kDay + kDay * i / kParts}, {mono_ns * i / kParts});
            QVERIFY(!clock.takeJump());
            rolled = rolled || now;
        }
        QCOMPARE(rolled, rolls);
    }
    void aJumpNeverRolls_data() {
        QTest::addColumn<qint64>("jump_ns");
        QTest::addColumn<bool>("jump");
        QTest::newRow("5 min forward") << qint64(5 * kNsPerMin) << false;
        QTest::newRow("more forward") << qint64(5 * kNsPerMin + 1) << true;
        QTest::newRow("5 min back") << qint64(-5 * kNsPerMin) << false;
        QTest::newRow("more back") << qint64(-5 * kNsPerMin - 1) << true;
    }
    void aJumpNeverRolls() {
        QFETCH(qint64, jump_ns);
        QFETCH(bool, jump);
        DayClock clock(0);
        const std::int64_t start = 3 * kDay - 2 * kNsPerMin;
        QVERIFY(!clock.step({start}, {0}));
        const bool rolled = clock.step({start + jump_ns}, {0});
        QCOMPARE(rolled, jump_ns > 0 && !jump);
        const auto told = clock.takeJump();
        QCOMPARE(told.has_value(), jump);
        if (told) QCOMPARE(*told, jump_ns);
        QVERIFY(!clock.takeJump());
    }
    void aClockSlewedBackOverTheBoundaryRollsOnce() {
        DayClock clock(0);
        QVERIFY(!clock.step({kDay - 1}, {0}));
        QVERIFY(clock.step({kDay}, {1}));
        QVERIFY(!clock.step({kDay - 1}, {2}));
        QVERIFY(!clock.step({kDay}, {3}));
        QCOMPARE(clock.day(), 1);
        QVERIFY(!clock.step({2 * kDay - 1}, {kDay - 1}));
        QVERIFY(clock.step({2 * kDay}, {kDay}));
    }
};

static const bw::test::AddTest<TestDayClock> kAdd;
#include "tst_day_clock.moc"
