// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/signal/indicator/indicator.h"

using namespace bw;
using namespace bw::indicator;

namespace {

constexpr std::int64_t kMinute = kNsPerMin;

/// Nine bars small enough to work every figure out on paper.
const Bar kBars[] = {
    {0 * kMinute, 60, 10, 12, 9, 11, 10},  {1 * kMinute, 60, 11, 14, 11, 13, 20}, {2 * kMinute, 60, 13, 13, 10, 10, 30},
    {3 * kMinute, 60, 10, 15, 10, 14, 10}, {4 * kMinute, 60, 14, 16, 12, 12, 40}, {5 * kMinute, 60, 12, 12, 8, 9, 20},
    {6 * kMinute, 60, 9, 13, 9, 13, 10},   {7 * kMinute, 60, 13, 14, 12, 12, 0},  {8 * kMinute, 60, 12, 18, 12, 17, 30},
};

std::vector<Values> feed(Indicator& indicator) {
    std::vector<Values> out;
    for (const Bar& bar : kBars) {
        Values values;
        if (indicator.update(bar, values) != Code::Ok) return {};
        out.push_back(values);
    }
    return out;
}

}  // namespace

Q_DECLARE_METATYPE(QList<double>)

class TestVectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void workedByHand_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("output");
        QTest::addColumn<int>("from");
        QTest::addColumn<QList<double>>("expected");
        const auto row = [](const char* name, int output, int from, QList<double> expected) {
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(name)).arg(output)))
                << QByteArray(name) << output << from << expected;
        };
        row("SMA(3)", 0, 2, {34. / 3, 37. / 3, 12, 35. / 3});
        row("EMA(3)", 0, 2, {34. / 3, 38. / 3, 37. / 3, 32. / 3});
        row("WMA(3)", 0, 2, {67. / 6, 75. / 6, 74. / 6, 65. / 6});
        row("RMA(3)", 0, 2, {34. / 3, 110. / 9, 328. / 27, 899. / 81});
        row("MACD(2,3,2)", 0, 2, {-2. / 3, 2. / 9, -1. / 27, -46. / 81});
        row("MACD(2,3,2)", 1, 3, {-2. / 9, -8. / 81, -100. / 243});
        row("MACD(2,3,2)", 2, 3, {4. / 9, 5. / 81, -38. / 243});
        row("RSI(3)", 0, 3, {200. / 3, 50, 32, 2600. / 43, 10400. / 199});
        row("STOCH(3,2,2)", 0, 3, {50, 170. / 3, 275. / 12});
        row("STOCH(3,2,2)", 1, 4, {160. / 3, 955. / 24});
        const double last = 100 * (10400. / 199 - 32) / (2600. / 43 - 32);
        row("STOCHRSI(3,3,2)", 0, 5, {0, 100, last});
        row("STOCHRSI(3,3,2)", 1, 6, {50, (100 + last) / 2});
        row("WILLR(3)", 0, 2, {-80, -20, -400. / 6, -87.5});
        row("CCI(3)", 0, 2, {-400. / 11, 700. / 11});
        row("ROC(2)", 0, 2, {-100. / 11, 100. / 13, 20, -500. / 14});
        row("MOM(2)", 0, 2, {-1, 1, 2, -5});
        row("STDEV(3)", 0, 2, {std::sqrt(14.) / 3, std::sqrt(26.) / 3});
        const double reach = 2 * std::sqrt(14.) / 3, mid = 34. / 3;
        row("BOLL(3,2)", 0, 2, {mid});
        row("BOLL(3,2)", 1, 2, {mid + reach});
        row("BOLL(3,2)", 2, 2, {mid - reach});
        row("BOLL(3,2)", 3, 2, {(10 - mid + reach) / (2 * reach)});
        row("BOLL(3,2)", 4, 2, {2 * reach / mid});
        row("TR", 0, 1, {3, 3, 5, 4, 4});
        row("ATR(3)", 0, 3, {11. / 3, 34. / 9, 104. / 27});
        row("KELT(3,2,2)", 0, 2, {34. / 3, 38. / 3, 37. / 3, 32. / 3});
        row("KELT(3,2,2)", 1, 2, {34. / 3 + 6, 38. / 3 + 8});
        row("KELT(3,2,2)", 2, 2, {34. / 3 - 6, 38. / 3 - 8});
        row("DONCH(2)", 0, 2, {14, 14, 15, 16});
        row("DONCH(2)", 1, 2, {9, 10, 10, 10});
        row("DONCH(2)", 2, 2, {11.5, 12, 12.5, 13});
        row("ADX(2)", 0, 2, {100. / 3, 37.5, 31.25});
        row("ADX(2)", 1, 2, {50. / 3, 6.25, 3.125});
        row("ADX(2)", 2, 3, {1100. / 21, (1100. / 21 + 900. / 11) / 2});
        row("AROON(3)", 0, 3, {100, 100, 200. / 3});
        row("AROON(3)", 1, 3, {0, 100. / 3, 100});
        row("AROON(3)", 2, 3, {100, 200. / 3, -100. / 3});
        row("PSAR(0.02,0.2)", 0, 5, {16, 16, 15.84});
        row("SUPERTREND(2,1)", 0, 2, {14.5, 14.5, 14.5, 14, 14, 14, 10.5});
        row("SUPERTREND(2,1)", 1, 2, {-1, -1, -1, -1, -1, -1, 1});
        row("OBV", 0, 0, {0, 20, -10, 0, -40, -60, -50, -50, -20});
        row("MFI(2)", 0, 2, {100 * 760. / 1750, 100 * 390. / 1380, 100});
        row("ADL", 0, 0, {10. / 3, 10, -20, -14, -54, -64});
        row("CMF(2)", 0, 1, {1. / 3, -7. / 15, -.6});
        row("VWAP(first)", 0, 0, {32. / 3, 12, 11.5});
    }
    void workedByHand() {
        QFETCH(QByteArray, name);
        QFETCH(int, output);
        QFETCH(int, from);
        QFETCH(QList<double>, expected);
        auto made = makeIndicator(name.constData(), {});
        QVERIFY(made);
        QCOMPARE(QByteArray::fromStdString((*made)->name()), name);
        const std::vector<Values> out = feed(**made);
        QCOMPARE(out.size(), std::size(kBars));
        for (int i = 0; i < from; ++i) QCOMPARE(out[size_t(i)][size_t(output)].reason, Reason::Warmup);
        for (int i = 0; i < expected.size(); ++i) {
            const Stat& got = out[size_t(from + i)][size_t(output)];
            QVERIFY2(got.has(), qPrintable(QString::number(from + i)));
            QVERIFY2(std::fabs(got.value - expected[i]) <= 1e-12 * std::max(1.0, std::fabs(expected[i])),
                     qPrintable(QStringLiteral("bar %1: %2, not %3").arg(from + i).arg(got.value, 0, 'g', 17).arg(expected[i], 0, 'g', 17)));
        }
    }
    void defaultsAppearWhereTheTableSays_data() {
        QTest::addColumn<int>("last");
        for (const auto& [name, last] : {std::pair{"SMA", 19}, {"EMA", 19}, {"WMA", 13}, {"RMA", 19}, {"MACD", 33}, {"RSI", 14}, {"STOCH", 17},
                                         {"STOCHRSI", 29}, {"WILLR", 13}, {"CCI", 19}, {"ROC", 14}, {"MOM", 14}, {"STDEV", 13}, {"BOLL", 19}, {"TR", 1},
                                         {"ATR", 14}, {"KELT", 19}, {"DONCH", 20}, {"ADX", 27}, {"AROON", 25}, {"PSAR", 1}, {"SUPERTREND", 10},
                                         {"OBV", 0}, {"MFI", 14}, {"ADL", 0}, {"CMF", 19}, {"VWAP", 0}})
            QTest::newRow(name) << last;
    }
    void defaultsAppearWhereTheTableSays() {
        QFETCH(int, last);
        auto made = makeIndicator(QTest::currentDataTag(), {});
        QVERIFY(made);
        Indicator& indicator = **made;
        QCOMPARE(indicator.from(), last);
        if (indicator.info().id == "PSAR") return;  // its data decide
        for (int i = 0; i <= last; ++i) {
            const std::int64_t base = 1000 + 7 * ((i * 37) % 11);
            Values out;
            QCOMPARE(indicator.update({i * kMinute, 60, base, base + 9, base - 8, base + 3, 5}, out), Code::Ok);
            QCOMPARE(out[indicator.info().outputs.size() - 1].has(), i == last);
        }
    }
    void everyIndicatorHasARow() { QCOMPARE(indicatorTable().size(), size_t{27}); }

    void digitsAreDividedAwayAtTheEnd() {
        auto made = makeIndicator("SMA(2)", {.price_digits = 2});
        auto volume = makeIndicator("OBV", {.qty_digits = 3});
        Values out;
        for (const std::int64_t close : {12345, 12346}) {
            const std::int64_t at = (close - 12345) * kMinute;
            QCOMPARE((*made)->update({at, 60, close, close, close, close, 1500}, out), Code::Ok);
        }
        QCOMPARE(out[0].value, 123.455);
        Values level;
        for (const Bar& bar : {Bar{0, 60, 5, 5, 5, 5, 1500}, Bar{kMinute, 60, 6, 6, 6, 6, 1500}}) QCOMPARE((*volume)->update(bar, level), Code::Ok);
        QCOMPARE(level[0].value, 1.5);
    }
    void aFlatMarketIsDefinedEverywhere() {
        for (const IndicatorInfo& info : indicatorTable()) {
            auto made = makeIndicator(info.id, {});
            QVERIFY(made);
            Values out;
            for (int i = 0; i < 100; ++i) QCOMPARE((*made)->update({i * kMinute, 60, 50, 50, 50, 50, 0, true}, out), Code::Ok);
            const auto is = [&](double value) { return out[0].has() && out[0].value == value; };
            if (info.id == "RSI") QVERIFY(is(50));
            else if (info.id == "STOCH" || info.id == "STOCHRSI" || info.id == "ADX") QVERIFY(is(0));
            else if (info.id == "MFI") QVERIFY(is(100));
            else if (info.id == "CCI" || info.id == "WILLR" || info.id == "CMF" || info.id == "VWAP") QCOMPARE(out[0].reason, Reason::ScaleZero);
            else if (info.id == "BOLL") QCOMPARE(out[3].reason, Reason::ScaleZero);
            else if (info.id == "SMA" || info.id == "EMA" || info.id == "SUPERTREND") QVERIFY(is(50));
            else if (info.id != "PSAR") QVERIFY(out[0].has());
        }
    }
    void vwapBeginsAnewAtItsAnchor() {
        constexpr std::int64_t kHour = 60 * kMinute;
        const Bar bars[] = {{7 * kHour, 3600, 10, 10, 10, 10, 1}, {8 * kHour, 3600, 20, 20, 20, 20, 1}, {24 * kHour, 3600, 60, 60, 60, 60, 2}};
        const std::pair<const char*, double> expected[] = {{"VWAP(session)", 60}, {"VWAP(day)", 60}, {"VWAP(first)", 37.5}};
        for (const auto& [name, last] : expected) {
            auto made = makeIndicator(name, {}, OnGap::Bridge);
            Values out;
            for (const Bar& bar : bars) {
                QCOMPARE((*made)->update(bar, out), Code::Ok);
                if (bar.open_time_ns == 8 * kHour) QCOMPARE(out[0].value, made.operator*()->name() == "VWAP(session)" ? 20.0 : 15.0);
            }
            QCOMPARE(out[0].value, last);
        }
    }
    void namesAreReadOrRefused_data() {
        QTest::addColumn<QByteArray>("canonical");  // empty: refused
        QTest::newRow("rsi") << QByteArray("RSI(14)");
        QTest::newRow(" Rsi( 21 ) ") << QByteArray("RSI(21)");
        QTest::newRow("MA20") << QByteArray("SMA(20)");
        QTest::newRow("MA50") << QByteArray("SMA(50)");
        QTest::newRow("ma(7)") << QByteArray("SMA(7)");
        QTest::newRow("BOLL(20,2.5)") << QByteArray("BOLL(20,2.5)");
        QTest::newRow("MACD(5)") << QByteArray("MACD(5,26,9)");
        QTest::newRow("VWAP") << QByteArray("VWAP(day)");
        QTest::newRow("OBV()") << QByteArray("OBV");
        for (const char* bad : {"", "RSX", "RSI(", "RSI(0)", "RSI(2.5)", "RSI(1,2)", "RSI(x)", "RSI(-3)", "RSI(99999)", "OBV(1)", "MACD(26,12,9)",
                                "PSAR(.3,.2)", "PSAR(0.3,0.2)", "VWAP(week)", "RSI(14", "BOLL(20,)", "MA7"})
            QTest::newRow(bad) << QByteArray();
    }
    void namesAreReadOrRefused() {
        QFETCH(QByteArray, canonical);
        const auto made = makeIndicator(QTest::currentDataTag(), {});
        if (canonical.isEmpty()) {
            QVERIFY(!made);
            QCOMPARE(made.error().code, Code::Args);
        } else {
            QVERIFY2(made, made ? "" : made.error().detail.c_str());
            QCOMPARE(QByteArray::fromStdString((*made)->name()), canonical);
        }
    }
    void hashesTellParametersAndPolicyApart() {
        const auto hash = [](const char* name, OnGap gap) { return (*makeIndicator(name, {}, gap))->paramsHash(); };
        QCOMPARE(hash("rsi", OnGap::Reset), hash("RSI(14)", OnGap::Reset));
        QVERIFY(hash("RSI(14)", OnGap::Reset) != hash("RSI(15)", OnGap::Reset));
        QVERIFY(hash("RSI(14)", OnGap::Reset) != hash("RSI(14)", OnGap::Bridge));
        QVERIFY(hash("SMA(14)", OnGap::Reset) != hash("EMA(14)", OnGap::Reset));
    }
};

QTEST_GUILESS_MAIN(TestVectors)
#include "tst_vectors.moc"
