// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded vectors of shared/data/indicators, and what hostile bars do.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/signal/indicator/indicator.h"
#include "tests/unit/signal/indicator/shared_bars.h"

using namespace bw;
using namespace bw::indicator;
using namespace bw::test;

class TestReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!QFile::exists(indicatorFolder() + QStringLiteral("default.csv"))) QSKIP("no recordings: the whole test is skipped");
    }
    void equalsTheReference_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("member");
        QTest::addColumn<int>("output");
        const auto row = [](const char* name, const char* file, const char* member, int output) {
            QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(name), QLatin1String(member))))
                << QStringLiteral("%1.json").arg(QLatin1String(file)) << QString::fromLatin1(member) << output;
        };
        row("SMA(20)", "sma", "sma", 0);
        row("EMA(20)", "ema", "ema", 0);
        row("RSI(14)", "rsi", "rsi", 0);
        row("MACD(12,26,9)", "macd", "macd", 0);
        row("MACD(12,26,9)", "macd", "signal", 1);
        row("MACD(12,26,9)", "macd", "histogram", 2);
        row("BOLL(20,2)", "bb", "sma", 0);
        row("BOLL(20,2)", "bb", "upperBand", 1);
        row("BOLL(20,2)", "bb", "lowerBand", 2);
        row("BOLL(20,2)", "bb", "percentB", 3);
        row("BOLL(20,2)", "bb", "width", 4);
        row("TR", "atr", "tr", 0);
        row("ATR(14)", "atr", "atr", 0);
        row("OBV", "obv", "obv", 0);
        row("STOCH(14,3,3)", "stoch", "k", 0);
        row("STOCH(14,3,3)", "stoch", "d", 1);
    }
    void equalsTheReference() {
        QFETCH(QString, file);
        QFETCH(QString, member);
        QFETCH(int, output);
        const std::vector<Bar> bars = readBars(QStringLiteral("default.csv"), 2);
        QCOMPARE(bars.size(), size_t{502});
        QFile json(indicatorFolder() + file);
        QVERIFY(json.open(QIODevice::ReadOnly));
        const QJsonArray rows = QJsonDocument::fromJson(json.readAll()).array();
        QCOMPARE(rows.size(), 502);
        auto made = makeIndicator(QByteArray(QTest::currentDataTag()).split(' ')[0].toStdString(), {.price_digits = 2});
        QVERIFY(made);
        double worst = 0;
        for (int i = 0; i < 502; ++i) {
            Values out;
            QCOMPARE((*made)->update(bars[size_t(i)], out), Code::Ok);
            const QJsonValue expected = rows[i].toObject()[member];
            QCOMPARE(out[size_t(output)].has(), expected.isDouble());
            if (!expected.isDouble()) continue;
            const double e = expected.toDouble();
            const double error = e == 0 ? std::fabs(out[size_t(output)].value) : std::fabs(out[size_t(output)].value / e - 1);
            worst = std::max(worst, error);
            QVERIFY2(error <= 1e-6, qPrintable(QStringLiteral("bar %1: %2 not %3").arg(i).arg(out[size_t(output)].value, 0, 'g', 17).arg(e, 0, 'g', 17)));
        }
        qInfo("largest relative error %.2g", worst);
    }
    void hostileBarsAreRefusedOrDefined_data() {
        QTest::addColumn<int>("digits");
        QTest::newRow("bad.csv") << 11;
        QTest::newRow("zeros.csv") << 2;
    }
    void hostileBarsAreRefusedOrDefined() {
        QFETCH(int, digits);
        const std::vector<Bar> bars = readBars(QString::fromLatin1(QTest::currentDataTag()), digits);
        QVERIFY(bars.size() >= 200);
        for (const IndicatorInfo& info : indicatorTable()) {
            auto made = makeIndicator(info.id, {.price_digits = digits});
            auto clean = makeIndicator(info.id, {.price_digits = digits});
            QVERIFY(made && clean);
            std::size_t refused = 0;
            for (const Bar& bar : bars) {
                Values out, same;
                const Code code = (*made)->update(bar, out);
                if (code == Code::Ok) {
                    // Refused bars leave no trace: an indicator that never saw them says the same.
                    QCOMPARE((*clean)->update(bar, same), Code::Ok);
                    QVERIFY(out == same);
                } else {
                    QVERIFY(code == Code::BarInvalid || code == Code::Overflow);
                    ++refused;
                }
                for (const Stat& stat : out.at) QVERIFY(std::isfinite(stat.value));
            }
            QCOMPARE((*made)->refused(), refused);
            QVERIFY(refused > 100 || digits != 2);
            if (digits == 2) QCOMPARE(refused, bars.size());  // every price is 0
        }
    }
};

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"
