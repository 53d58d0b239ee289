// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "ui/theme/format.h"

using namespace bw;
using namespace bw::ui;

Q_DECLARE_METATYPE(bw::ui::format::UnitWords)
Q_DECLARE_METATYPE(bw::ui::format::Sign)

class TestFormat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fixedNumbers_data() {
        QTest::addColumn<qint64>("units");
        QTest::addColumn<int>("digits");
        QTest::addColumn<int>("shown");
        QTest::addColumn<format::Sign>("sign");
        QTest::addColumn<QString>("text");
        const auto negative = format::Sign::Negative, always = format::Sign::Always;
        QTest::newRow("grouped") << qint64(6412050) << 2 << 2 << negative << u"64,120.50"_qs;
        QTest::newRow("fewer decimals round half away") << qint64(125) << 2 << 1 << negative << u"1.3"_qs;
        QTest::newRow("below zero too") << qint64(-125) << 2 << 1 << negative << u"−1.3"_qs;
        QTest::newRow("more decimals pad") << qint64(5) << 0 << 2 << negative << u"5.00"_qs;
        QTest::newRow("no decimals") << qint64(1234567) << 0 << 0 << negative << u"1,234,567"_qs;
        QTest::newRow("three digits need no group") << qint64(999) << 0 << 0 << negative << u"999"_qs;
        QTest::newRow("minus is U+2212") << qint64(-100) << 2 << 2 << negative << u"−1.00"_qs;
        QTest::newRow("plus when asked") << qint64(100) << 2 << 2 << always << u"+1.00"_qs;
        QTest::newRow("zero has no sign") << qint64(0) << 2 << 2 << always << u"0.00"_qs;
        QTest::newRow("rounded to zero has no sign") << qint64(-4) << 2 << 1 << always << u"0.0"_qs;
        QTest::newRow("the smallest integer")
            << std::numeric_limits<qint64>::min() << 8 << 8 << negative << u"−92,233,720,368.54775808"_qs;
        QTest::newRow("18 digits") << qint64(1) << 18 << 18 << negative << u"0.000000000000000001"_qs;
    }
    void fixedNumbers() {
        QFETCH(qint64, units);
        QFETCH(int, digits);
        QFETCH(int, shown);
        QFETCH(format::Sign, sign);
        QTEST(format::fixed(units, digits, shown, sign), "text");
    }

    void compactNumbers_data() {
        QTest::addColumn<qint64>("units");
        QTest::addColumn<int>("digits");
        QTest::addColumn<QString>("en");
        QTest::addColumn<QString>("zh");
        QTest::newRow("small") << qint64(123450) << 3 << u"123.5"_qs << u"123.5"_qs;
        QTest::newRow("just below K") << qint64(999950) << 3 << u"1,000.0"_qs << u"1,000.0"_qs;
        QTest::newRow("thousands") << qint64(1880100) << 3 << u"1.88K"_qs << u"1,880.1"_qs;
        QTest::newRow("ten thousand") << qint64(10000) << 0 << u"10.00K"_qs << u"1.00万"_qs;
        QTest::newRow("999,994 stays K") << qint64(999994) << 0 << u"999.99K"_qs << u"100.00万"_qs;
        QTest::newRow("999,995 is a million") << qint64(999995) << 0 << u"1.00M"_qs << u"100.00万"_qs;
        QTest::newRow("99,999,950 reaches 亿") << qint64(99999950) << 0 << u"100.00M"_qs << u"1.00亿"_qs;
        QTest::newRow("a billion") << qint64(1234567890) << 0 << u"1.23B"_qs << u"12.35亿"_qs;
        QTest::newRow("a trillion") << qint64(1234567890123) << 0 << u"1.23T"_qs << u"1.23万亿"_qs;
        QTest::newRow("below zero") << qint64(-1880) << 0 << u"−1.88K"_qs << u"−1,880.0"_qs;
        QTest::newRow("half away from zero") << qint64(-1125) << 0 << u"−1.13K"_qs << u"−1,125.0"_qs;
    }
    void compactNumbers() {
        QFETCH(qint64, units);
        QFETCH(int, digits);
        QTEST(format::compact(units, digits, 1, format::UnitWords::En), "en");
        QTEST(format::compact(units, digits, 1, format::UnitWords::Zh), "zh");
    }

    void ages_data() {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("never") << qint64(-1) << u"—"_qs;
        QTest::newRow("now") << qint64(0) << u"0.0 s"_qs;
        QTest::newRow("tenths below ten seconds") << qint64(9'990'000'000) << u"9.9 s"_qs;
        QTest::newRow("whole seconds") << qint64(10'000'000'000) << u"10 s"_qs;
        QTest::newRow("minutes") << qint64(185'000'000'000) << u"3 min"_qs;
        QTest::newRow("hours") << qint64(7'300'000'000'000) << u"2 h"_qs;
        QTest::newRow("days") << qint64(3) * 86'400'000'000'000 << u"3 d"_qs;
    }
    void ages() {
        QFETCH(qint64, ns);
        QTEST(format::age(ns), "text");
    }
    void steadyAgesChangeOnceASecond() {
        QCOMPARE(format::steadyAge(-1), u"—"_qs);
        QCOMPARE(format::steadyAge(400'000'000), u"0.4 s"_qs);
        QCOMPARE(format::steadyAge(4'100'000'000), format::steadyAge(4'900'000'000));
        QCOMPARE(format::steadyAge(4'900'000'000), u"4 s"_qs);
        QCOMPARE(format::steadyAge(11'000'000'000), u"11 s"_qs);
    }

    void durations_data() {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<QString>("text");
        QTest::newRow("ns") << qint64(850) << u"850 ns"_qs;
        QTest::newRow("µs, three digits") << qint64(3'100) << u"3.10 µs"_qs;
        QTest::newRow("41 µs") << qint64(41'000) << u"41.0 µs"_qs;
        QTest::newRow("ms") << qint64(4'230'000) << u"4.23 ms"_qs;
        QTest::newRow("9.996 ms keeps three digits") << qint64(9'996'000) << u"10.0 ms"_qs;
        QTest::newRow("999.6 µs is a millisecond") << qint64(999'600) << u"1.00 ms"_qs;
        QTest::newRow("s") << qint64(1'234'000'000) << u"1.23 s"_qs;
        QTest::newRow("below zero") << qint64(-1'800'000) << u"−1.80 ms"_qs;
    }
    void durations() {
        QFETCH(qint64, ns);
        QTEST(format::duration(ns), "text");
    }

    void ratesAndRatios() {
        QCOMPARE(format::rate(0), u"0"_qs);
        QCOMPARE(format::rate(0.25), u"0.25"_qs);
        QCOMPARE(format::rate(12.34), u"12.3"_qs);
        QCOMPARE(format::rate(1234), u"1,234"_qs);
        QCOMPARE(format::rate(-1), u"—"_qs);
        QCOMPARE(format::changePercent(0.0125), u"+1.25%"_qs);
        QCOMPARE(format::changePercent(-0.0037), u"−0.37%"_qs);
        QCOMPARE(format::percent(0.125), u"12.5%"_qs);
        QCOMPARE(format::percent(std::numeric_limits<double>::quiet_NaN()), u"—"_qs);
        QCOMPARE(format::number(1e300, 2), u"—"_qs);
        QCOMPARE(format::bytes(312), u"312 B"_qs);
        QCOMPARE(format::bytes(1'250'000), u"1.25 MB"_qs);
    }

    void times() {
        const std::int64_t ns = 1'772'373'807'412'345'678;
        QCOMPARE(format::timeOfDay(ns, format::Zone::Utc), u"14:03:27"_qs);
        QCOMPARE(format::timeOfDayMs(ns, format::Zone::Utc), u"14:03:27.412"_qs);
        QCOMPARE(format::dateTimeMs(ns, format::Zone::Utc), u"2026-03-01 14:03:27.412"_qs);
        QCOMPARE(format::isoUtc(ns), u"2026-03-01T14:03:27.412345678Z"_qs);
        QCOMPARE(format::timeOfDay(0, format::Zone::Utc), u"—"_qs);
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
