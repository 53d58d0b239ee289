// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/model/random.h"
#include "core/signal/z_quality.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {
constexpr std::int64_t kHour = 60 * kNsPerMin;
/// Sum of 12 uniforms - 6.
double normal(Random& random) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.uniform();
    return sum;
}
}  // namespace

class TestZQuality : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingYet() {
        const ZQuality q = ZQualityMeter{}.read(0);
        QCOMPARE(q.n, 0U);
        QVERIFY(std::isnan(q.p_gt2) && std::isnan(q.gt2.lo) && std::isnan(q.median));
        QVERIFY(!q.amber);
    }
    /// 100 values: 50 of .5, 40 of -1.5, 7 of 2.5, 3 of -3.5.
    void byHand() {
        ZQualityMeter meter;
        const auto add = [&](int n, double z) {
            for (int i = 0; i < n; ++i) meter.add(5 * kHour, z);
        };
        add(50, 0.5), add(40, -1.5), add(7, 2.5), add(3, -3.5);
        const ZQuality q = meter.read(5 * kHour + 1);
        QCOMPARE(q.n, 100U);
        QCOMPARE(q.p_gt2, 0.10);
        QCOMPARE(q.p_gt3, 0.03);
        // Wilson of 10 of 100: (.1192073 -+ 1.959964 sqrt(.0009 + .0000960365)) / 1.0384146
        QVERIFY(std::abs(q.gt2.lo - 0.05523) < 1e-5 && std::abs(q.gt2.hi - 0.17437) < 1e-5);
        QVERIFY(q.median >= 0.5 && q.median <= 0.55);
        QVERIFY(!q.amber);                          // the interval reaches into 3..8 %
        add(900, 2.5);
        QVERIFY(meter.read(5 * kHour).amber);
    }
    void twoExactlyIsNotAboveTwo() {
        ZQualityMeter meter;
        for (const double z : {2.0, -2.0, 3.0, 1.0}) meter.add(0, z);
        const ZQuality q = meter.read(0);
        QCOMPARE(q.p_gt2, 0.25);
        QCOMPARE(q.p_gt3, 0.0);
    }
    void whatIsNotFiniteIsLeftOut() {
        ZQualityMeter meter;
        meter.add(0, std::numeric_limits<double>::quiet_NaN());
        meter.add(0, std::numeric_limits<double>::infinity());
        QCOMPARE(meter.read(0).n, 0U);
    }
    void hoursLeaveAfterADay() {
        ZQualityMeter meter;
        for (int hour = 0; hour < 100; ++hour) {
            for (int i = 0; i <= hour; ++i) meter.add(hour * kHour + i, 1);
            std::uint64_t expected = 0;
            for (int h = std::max(0, hour - 23); h <= hour; ++h) expected += static_cast<std::uint64_t>(h + 1);
            QCOMPARE(meter.read(hour * kHour).n, expected);
        }
        QCOMPARE(meter.read(110 * kHour).n, static_cast<std::uint64_t>((88 + 100) * 13 / 2));  // hours 87..99
        QCOMPARE(meter.read(200 * kHour).n, 0U);
        meter.add(200 * kHour, 1);
        QCOMPARE(meter.read(200 * kHour).n, 1U);
        meter.add(199 * kHour, 1);                   // a step back: its own hour
        meter.add(176 * kHour, 1);                   // a day back: counts as now
        QCOMPARE(meter.read(200 * kHour).n, 3U);
    }
    void asked_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<bool>("amber");
        QTest::newRow("normal") << 1.0 << false;
        QTest::newRow("too wide") << 1.3 << true;
        QTest::newRow("too narrow") << 0.7 << true;
    }
    void asked() {
        QFETCH(double, scale);
        QFETCH(bool, amber);
        Random random(test::seedOr(8));
        ZQualityMeter meter;
        std::vector<double> sizes;
        for (int i = 0; i < 20'000; ++i) {
            const double z = scale * normal(random);
            meter.add(i * kNsPerSec, z);
            sizes.push_back(std::abs(z));
        }
        std::sort(sizes.begin(), sizes.end());
        const ZQuality q = meter.read(20'000 * kNsPerSec);
        QCOMPARE(q.n, 20'000U);
        QVERIFY(std::abs(q.median - sizes[10'000]) < 0.01);
        QCOMPARE(q.amber, amber);
    }
    void aLargeMedianIsAmber() {
        ZQualityMeter meter;
        for (int i = 0; i < 1'000; ++i) meter.add(0, i % 100 < 5 ? 2.5 : i % 100 < 60 ? 1.1 : 0.1);
        QVERIFY(meter.read(0).amber);
    }
    void noticeWhenItTurnsAndOnceADay() {
        ZQualityMeter meter;
        QVERIFY(!meter.takeNotice(0));
        for (int i = 0; i < 1'000; ++i) meter.add(0, 4);
        QVERIFY(meter.takeNotice(1));
        QVERIFY(!meter.takeNotice(2));
        for (int hour = 1; hour <= 25; ++hour)
            for (int i = 0; i < 1'000; ++i) meter.add(hour * kHour, 4);
        QVERIFY(!meter.takeNotice(24 * kHour));
        QVERIFY(meter.takeNotice(24 * kHour + 1));
        QVERIFY(!meter.takeNotice(60 * kHour));      // the day is empty: good again
        for (int i = 0; i < 1'000; ++i) meter.add(60 * kHour, 4);
        QVERIFY(meter.takeNotice(60 * kHour));
    }
};

QTEST_GUILESS_MAIN(TestZQuality)
#include "tst_z_quality.moc"
