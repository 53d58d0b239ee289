// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/signal/indicator/bar_series.h"

using namespace bw;
using namespace bw::indicator;

namespace {
Bar minute(int k, std::int64_t open, std::int64_t high, std::int64_t low, std::int64_t close, std::int64_t volume) {
    return {k * kNsPerMin, 60, open, high, low, close, volume};
}
}  // namespace

class TestBarSeries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void threeMinutesMakeOneBar() {
        BarSeries series(180);
        std::optional<Bar> closed;
        QCOMPARE(series.push(minute(3, 10, 12, 9, 11, 5), closed), Code::Ok);
        QVERIFY(!closed && series.forming());
        QCOMPARE(series.push(minute(4, 11, 15, 11, 14, 7), closed), Code::Ok);
        QCOMPARE(series.forming()->high, std::int64_t{15});
        QCOMPARE(series.push(minute(5, 14, 14, 8, 9, 1), closed), Code::Ok);
        QVERIFY(closed && !series.forming());
        QVERIFY(*closed == (Bar{3 * kNsPerMin, 180, 10, 15, 8, 9, 13}));
    }
    void aMissingPartIsTold() {
        BarSeries series(180);
        std::optional<Bar> closed;
        (void)series.push(minute(3, 10, 12, 9, 11, 5), closed);
        (void)series.push(minute(5, 11, 11, 11, 11, 1), closed);  // minute 4 never came; the last part closes all the same
        QVERIFY(closed && !closed->complete);
        (void)series.push(minute(6, 11, 11, 11, 11, 1), closed);
        (void)series.push(minute(9, 20, 21, 20, 21, 2), closed);  // the end never came; a later period closes it
        QVERIFY(closed && !closed->complete);
        QCOMPARE(closed->open_time_ns, 6 * kNsPerMin);
        QCOMPARE(series.forming()->open_time_ns, 9 * kNsPerMin);
    }
    void aLatePartThatEndsItsOwnPeriodWaitsOneTurn() {
        BarSeries series(180);
        std::optional<Bar> closed;
        (void)series.push(minute(3, 10, 12, 9, 11, 5), closed);
        (void)series.push(minute(8, 11, 11, 11, 11, 1), closed);
        QCOMPARE(closed->open_time_ns, 3 * kNsPerMin);
        (void)series.push(minute(9, 11, 11, 11, 11, 1), closed);
        QCOMPARE(closed->open_time_ns, 6 * kNsPerMin);
        QVERIFY(!closed->complete);
    }
    void emptyAndIncompleteAreInherited() {
        BarSeries series(120);
        std::optional<Bar> closed;
        Bar a = minute(0, 5, 5, 5, 5, 0), b = minute(1, 5, 5, 5, 5, 0);
        a.empty = b.empty = true;
        b.complete = false;
        (void)series.push(a, closed);
        (void)series.push(b, closed);
        QVERIFY(closed->empty && !closed->complete);
    }
    void whatDoesNotFitIsRefused() {
        BarSeries series(180);
        std::optional<Bar> closed;
        QCOMPARE(series.push({0, 50, 5, 5, 5, 5, 1}, closed), Code::BarInvalid);
        QCOMPARE(series.push(minute(0, 5, 4, 5, 5, 1), closed), Code::BarInvalid);
        QCOMPARE(series.push(minute(0, 5, 5, 5, 5, kMantissaMax), closed), Code::Ok);
        QCOMPARE(series.push(minute(0, 5, 5, 5, 5, 1), closed), Code::BarInvalid);
        QCOMPARE(series.push(minute(1, 5, 5, 5, 5, 1), closed), Code::Overflow);
        QCOMPARE(series.forming()->volume, kMantissaMax);
    }
    void secondsAndMinutesBuildTheSameHour() {
        BarSeries to_minutes(60), to_hours(3600), direct(3600);
        std::optional<Bar> m, h, d;
        int hours = 0;
        for (int s = 0; s < 7200; ++s) {
            const std::int64_t p = 100 + (s * 31) % 47;
            const Bar second{s * kNsPerSec, 1, p, p + 2, p - 1, p + 1, s % 5};
            QCOMPARE(to_minutes.push(second, m), Code::Ok);
            QCOMPARE(direct.push(second, d), Code::Ok);
            h.reset();
            if (m) QCOMPARE(to_hours.push(*m, h), Code::Ok);
            QCOMPARE(h.has_value(), d.has_value());
            if (h) {
                QVERIFY(*h == *d);
                ++hours;
            }
        }
        QCOMPARE(hours, 2);
    }
};

QTEST_GUILESS_MAIN(TestBarSeries)
#include "tst_bar_series.moc"
