// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/signal/cvd.h"

using namespace bw;
using namespace bw::signal;

namespace {
constexpr std::int64_t kMs = kNsPerMs;
qint64 narrow(Int128 value) {
    return static_cast<qint64>(value);
}
}  // namespace

class TestCvd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void buysAddAndSellsTakeAway() {
        Cvd cvd;
        QCOMPARE(qint64(cvd.onTrade({7}, Side::Buy)), 7);
        QCOMPARE(qint64(cvd.onTrade({10}, Side::Sell)), -10);
        QCOMPARE(qint64(cvd.onTrade({1}, Side::Buy)), 1);
        QCOMPARE(narrow(cvd.buy()), 8);
        QCOMPARE(narrow(cvd.sell()), 10);
        QCOMPARE(narrow(cvd.level()), -2);
        QCOMPARE(narrow(cvd.unknown()), 0);
    }
    void unknownSideIsSummedApart() {
        Cvd cvd;
        (void)cvd.onTrade({5}, Side::Buy);
        QCOMPARE(qint64(cvd.onTrade({100}, Side::Unknown)), 0);
        QCOMPARE(narrow(cvd.level()), 5);
        QCOMPARE(narrow(cvd.unknown()), 100);
        QVERIFY(!cvd.approximate());
    }
    void holdsMoreThan64Bits() {
        Cvd cvd;
        for (int i = 0; i < 8; ++i) (void)cvd.onTrade({kMantissaMax}, Side::Buy);
        QCOMPARE(formatUnits(cvd.level(), 0), std::string("36893488147419103224"));
    }
    void approximateAfterAGapUntilAllTradesCame() {
        Cvd cvd;
        (void)cvd.onTrade({5}, Side::Buy);
        cvd.onGap();
        QVERIFY(cvd.approximate());
        QCOMPARE(narrow(cvd.level()), 5);  // the level goes on, marked
        (void)cvd.onTrade({3}, Side::Sell);
        QVERIFY(cvd.approximate());
        cvd.onGapFilled(/*all=*/false);
        QVERIFY(cvd.approximate());
        cvd.onGapFilled(/*all=*/true);
        QVERIFY(!cvd.approximate());
        QCOMPARE(narrow(cvd.level()), 2);
    }

    void firstTradeIsUnknown() {
        SideRule rule;
        QCOMPARE(rule.infer({100}, 0), Side::Unknown);
    }
    void upIsABuyDownIsASell() {
        SideRule rule;
        (void)rule.infer({100}, 0);
        QCOMPARE(rule.infer({101}, 1), Side::Buy);
        QCOMPARE(rule.infer({100}, 2), Side::Sell);
        QCOMPARE(rule.infer({99}, 3), Side::Sell);
        QCOMPARE(rule.infer({102}, 4), Side::Buy);
    }
    void equalBeforeAnyChangeStaysUnknown() {
        SideRule rule;
        for (int i = 0; i < 4; ++i) QCOMPARE(rule.infer({100}, i), Side::Unknown);
        QCOMPARE(rule.infer({99}, 5), Side::Sell);
    }
    void equalKeepsTheSideForFiveTrades() {
        SideRule rule;
        (void)rule.infer({100}, 0);
        QCOMPARE(rule.infer({101}, 0), Side::Buy);
        for (int i = 1; i <= 5; ++i) QCOMPARE(rule.infer({101}, i), Side::Buy);
        QCOMPARE(rule.infer({101}, 6), Side::Unknown);
        QCOMPARE(rule.infer({101}, 7), Side::Unknown);
        QCOMPARE(rule.infer({100}, 8), Side::Sell);  // a change starts afresh
        for (int i = 9; i <= 13; ++i) QCOMPARE(rule.infer({100}, i), Side::Sell);
        QCOMPARE(rule.infer({100}, 14), Side::Unknown);
    }
    void equalKeepsTheSideForTwoSeconds() {
        SideRule rule;
        (void)rule.infer({100}, 0);
        QCOMPARE(rule.infer({99}, 1'000 * kMs), Side::Sell);
        QCOMPARE(rule.infer({99}, 3'000 * kMs), Side::Sell);  // 2,000 ms: still inside
        QCOMPARE(rule.infer({99}, 3'000 * kMs + 1), Side::Unknown);
        QCOMPARE(rule.infer({98}, 9'000 * kMs), Side::Sell);  // a change needs no recent trade
    }
    void firstAfterAGapIsUnknown() {
        SideRule rule;
        (void)rule.infer({100}, 0);
        QCOMPARE(rule.infer({101}, 1), Side::Buy);
        rule.onGap();
        QCOMPARE(rule.infer({200}, 2), Side::Unknown);
        QCOMPARE(rule.infer({200}, 3), Side::Unknown);
        QCOMPARE(rule.infer({199}, 4), Side::Sell);
    }
};

QTEST_GUILESS_MAIN(TestCvd)
#include "tst_cvd.moc"
