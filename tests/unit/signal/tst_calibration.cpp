// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/signal/calibration.h"

using namespace bw;
using namespace bw::signal;

namespace {

CalibrationBlock block(double mean, double p, double lo, double hi, std::uint32_t n) {
    CalibrationBlock b;
    b.score_mean = mean;
    b.winrate = p;
    b.ci_low = lo;
    b.ci_high = hi;
    b.n = n;
    return b;
}

CalibrationData published() {
    CalibrationData data;
    data.id = 77;
    data.symbols = {"BTCUSDT"};
    data.sampling = "1s";
    data.params_hash = 5;
    CalibrationHorizon ten;
    ten.horizon = 10;
    ten.status = CalibrationStatus::Published;
    ten.n = 600;
    // The middle block is small: its interval is wider than its neighbours' on both sides.
    ten.blocks = {block(40, 0.50, 0.46, 0.54, 400), block(60, 0.56, 0.40, 0.71, 50), block(80, 0.60, 0.52, 0.68, 150)};
    CalibrationHorizon twenty;
    twenty.horizon = 20;
    twenty.status = CalibrationStatus::NotSignificant;
    twenty.n = 300;
    data.horizons = {ten, twenty};
    return data;
}

void compare(double got, double want) {
    QVERIFY2(std::abs(got - want) < 1e-12, qPrintable(QStringLiteral("%1, not %2").arg(got).arg(want)));
}

}  // namespace

class TestCalibration : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void betweenTheMeansOfBlocksItIsLinear();
    void outsideTheMeansItIsConstant();
    void theIntervalIsWidenedUntilItRisesWithTheScore();
    void whatIsNotPublishedHasAReason();
    void aCurveThatFallsIsNotShown();
    void anotherSymbolSamplingOrParameterDoesNotFit();
};

void TestCalibration::betweenTheMeansOfBlocksItIsLinear() {
    const Calibration calibration(published());
    const Probability p = calibration.lookup(45, 10);  // a quarter of the way
    QVERIFY(p.has());
    compare(p.value, 0.515);
    QCOMPARE(p.n, 400U);
    QCOMPARE(calibration.lookup(55, 10).n, 50U);
    compare(calibration.lookup(60, 10).value, 0.56);
    compare(calibration.lookup(70, 10).value, 0.58);
}

void TestCalibration::outsideTheMeansItIsConstant() {
    const Calibration calibration(published());
    compare(calibration.lookup(0, 10).value, 0.50);
    compare(calibration.lookup(40, 10).value, 0.50);
    compare(calibration.lookup(80, 10).value, 0.60);
    compare(calibration.lookup(100, 10).value, 0.60);
    QCOMPARE(calibration.lookup(100, 10).n, 150U);
}

void TestCalibration::theIntervalIsWidenedUntilItRisesWithTheScore() {
    const Calibration calibration(published());
    compare(calibration.lookup(40, 10).lo, 0.40);  // not above the bound of the block after it
    compare(calibration.lookup(60, 10).lo, 0.40);
    compare(calibration.lookup(80, 10).lo, 0.52);
    compare(calibration.lookup(40, 10).hi, 0.54);
    compare(calibration.lookup(80, 10).hi, 0.71);  // not below the bound of the block before it
    double lo = 0, hi = 0;
    for (int score = 0; score <= 100; ++score) {
        const Probability p = calibration.lookup(score, 10);
        QVERIFY(p.lo >= lo && p.hi >= hi && p.lo <= p.value && p.value <= p.hi);
        lo = p.lo;
        hi = p.hi;
    }
}

void TestCalibration::whatIsNotPublishedHasAReason() {
    const Calibration calibration(published());
    QCOMPARE(calibration.lookup(50, 20).reason, Reason::NotSignificant);
    QCOMPARE(calibration.lookup(50, 20).n, 300U);
    QCOMPARE(calibration.lookup(50, 30).reason, Reason::NotCalibrated);
    QCOMPARE(Calibration().lookup(50, 10).reason, Reason::NotCalibrated);
    QCOMPARE(Calibration().id(), 0U);
    CalibrationData data = published();
    data.horizons[1].status = CalibrationStatus::Insufficient;
    QCOMPARE(Calibration(data).lookup(50, 20).reason, Reason::Insufficient);
}

void TestCalibration::aCurveThatFallsIsNotShown() {
    CalibrationData data = published();
    std::swap(data.horizons[0].blocks[0].winrate, data.horizons[0].blocks[2].winrate);
    QCOMPARE(Calibration(data).lookup(50, 10).reason, Reason::NotCalibrated);
    data.horizons[0].blocks.clear();
    QCOMPARE(Calibration(data).lookup(50, 10).reason, Reason::NotCalibrated);
}

void TestCalibration::anotherSymbolSamplingOrParameterDoesNotFit() {
    const Calibration calibration(published());
    QVERIFY(calibration.fits("BTCUSDT", "1s", 5));
    QVERIFY(!calibration.fits("ETHUSDT", "1s", 5));
    QVERIFY(!calibration.fits("BTCUSDT", "5s", 5));
    QVERIFY(!calibration.fits("BTCUSDT", "1s", 6));
    QVERIFY(!Calibration().fits("BTCUSDT", "1s", 5));
}

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
