// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include "core/model/random.h"
#include "tests/integration/app/program.h"
#include "tests/unit/model/seed.h"

using namespace bw::test;

namespace {

QString str(const char* text) {
    return QString::fromUtf8(text);
}
QStringList words(const char* text) {
    return str(text).split(QLatin1Char(' '));
}
QByteArray ledgerOf(const QJsonObject& report) {
    return report.value(QLatin1String("ledger_sha256")).toString().toLatin1();
}
/// A result without the moment it was made at.
QString timeless(const QByteArray& bytes) {
    static const QRegularExpression kCreated(QStringLiteral("(\"?created_at\"?: ?)\"[^\"]*\""));
    return QString::fromUtf8(bytes).replace(kCreated, QStringLiteral("\\1"));
}

}  // namespace

// The research commands as one runs them: what they write, how they exit, and that nothing of it depends on luck.
class TestAppResearch : public QObject {
    Q_OBJECT
    Box m_box;
    QByteArray m_ledger;  // of a generated recording; empty until it was replayed
    QByteArray m_ledger_sha256;

    [[nodiscard]] static QStringList recordingArguments() {
        return words("--format ts-json --venue binance.usdm market/demo.usdm.BTCUSDT.ts-json");
    }
    [[nodiscard]] Outcome verify(const QByteArray& ledger) const {
        m_box.write(str("checked.jsonl"), ledger);
        return m_box.run(words("evaluate --verify-ledger checked.jsonl"));
    }

private Q_SLOTS:
    void initTestCase() {
        const Outcome sim = m_box.run(words("sim --fast --seconds 240 --out market"));
        QVERIFY2(sim.exit == 0, sim.err.constData());
        const Outcome replay = m_box.runHere(words("replay --report report.json --ledger ledger.jsonl") + recordingArguments());
        QVERIFY2(replay.exit == 0, replay.err.constData());
        m_ledger = m_box.read(str("ledger.jsonl"));
        m_ledger_sha256 = ledgerOf(json(m_box.read(str("report.json"))));
        QVERIFY(m_ledger.contains("\"kind\":\"event\""));
        QVERIFY(m_ledger.contains("\"kind\":\"outcome\""));
    }

    // --- evaluate, calibrate
    void noiseIsNotSignificant() {
        const Outcome outcome = m_box.runHere(words("evaluate --format sim:noise --samples 20000 --out eval"));
        QVERIFY2(outcome.exit == 0, outcome.err.constData());
        const QJsonObject horizons = json(m_box.read(str("eval/report.json"))).value(QLatin1String("horizons")).toObject();
        QCOMPARE(horizons.keys(), QStringList({str("10"), str("20")}));
        for (const QString& name : horizons.keys()) {
            const QString verdict = horizons.value(name).toObject().value(QLatin1String("verdict")).toString();
            QVERIFY2(verdict == QLatin1String("insufficient") || verdict == QLatin1String("not_significant"), qPrintable(verdict));
        }
        QVERIFY(m_box.read(str("eval/report.html")).contains("</html>"));
        QVERIFY(m_box.read(str("eval/events.csv")).count('\n') > 100);
    }
    void requireSignificantOnNoise() {
        const Outcome outcome =
            m_box.runHere(words("evaluate --format sim:noise --samples 20000 --require significant --out required"));
        QCOMPARE(outcome.exit, 3);
        QVERIFY(!m_box.read(str("required/report.json")).isEmpty());  // it says why
    }
    void noiseIsNotCalibrated() {
        const Outcome outcome = m_box.runHere(words("calibrate --format sim:noise --samples 20000 --out calibration"));
        QCOMPARE(outcome.exit, 3);
        const QJsonObject file = json(m_box.read(str("calibration/divergence_score_calibration.json")));
        QVERIFY(!file.value(QLatin1String("status")).toString().isEmpty());
        QVERIFY(file.value(QLatin1String("status")) != QLatin1String("significant"));
        const QJsonObject mappings = file.value(QLatin1String("mappings")).toObject();
        QCOMPARE(mappings.size(), 2);
        for (const QString& name : mappings.keys()) {
            const QJsonValue ranges = mappings.value(name).toObject().value(QLatin1String("score_ranges"));
            QVERIFY(ranges.isArray());
            QVERIFY(ranges.toArray().isEmpty());
        }
    }
    void wrongParameters_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("unknown key") << QByteArray("nonsense: 3\n");
        QTest::newRow("out of range") << QByteArray("version: v1.0\nparams:\n  swing_L: 1000\n  z_hi: 2\n  z_mid: 0.8\n");
        QTest::newRow("contradiction") << QByteArray("version: v1.0\nparams:\n  swing_L: 13\n  z_hi: 1\n  z_mid: 1.5\n");
        QTest::newRow("no number") << QByteArray("version: v1.0\nparams:\n  swing_L: many\n  z_hi: 2\n  z_mid: 0.8\n");
        QTest::newRow("no YAML") << QByteArray("params: [1, 2\n");
    }
    void wrongParameters() {
        QFETCH(QByteArray, file);
        m_box.write(str("params.yaml"), file);
        const Outcome outcome =
            m_box.runHere(words("evaluate --format sim:noise --samples 2000 --params params.yaml --out wrong"));
        QVERIFY2(outcome.exit > 0, QByteArray::number(outcome.exit).constData());
        QVERIFY2(outcome.err.contains("E_PARAMS"), outcome.err.constData());
        QVERIFY(m_box.read(str("wrong/report.json")).isEmpty());
    }

    // --- tune
    /// The power goes in the middle: started again it does the rest, and the result is that of a run in one piece.
    void tuneGoesOnAfterKill() {
        constexpr int kCells = 324;
        const QStringList how = words("tune --format sim:noise --samples 30000");
        const Outcome whole = m_box.runHere(how + words("--threads 2 --out whole"));
        QVERIFY2(whole.exit == 0, whole.err.constData());

        const auto killed = m_box.start(how + words("--threads 1 --out resumed"));
        const auto lines = [this] { return m_box.read(str("resumed/checkpoint.jsonl")).count('\n'); };
        QVERIFY2(waitFor([&] { return lines() >= 20 || killed->state() == QProcess::NotRunning; }, 60'000),
                 m_box.stderrText().constData());
        killed->kill();
        QVERIFY(killed->waitForFinished(10'000));
        QCOMPARE(killed->exitStatus(), QProcess::CrashExit);
        const qsizetype done = lines() - 1;  // the first line says of what it is
        QVERIFY2(done >= 19 && done < kCells, QByteArray::number(done).constData());
        QVERIFY(m_box.read(str("resumed/tuning_report.json")).isEmpty());

        const Outcome rest = m_box.runHere(how + words("--threads 1 --out resumed"));
        QVERIFY2(rest.exit == 0, rest.err.constData());
        QVERIFY2(rest.out.contains(QByteArray(QByteArray::number(done) + " cells from the checkpoint")), rest.out.constData());
        for (const char* name : {"best_global.yaml", "best_by_bucket.yaml", "summary.csv", "tuning_report.json"}) {
            const QString one = timeless(m_box.read(str("whole/") + str(name)));
            QVERIFY2(one.size() > 50, name);
            QVERIFY2(one == timeless(m_box.read(str("resumed/") + str(name))), name);
        }
        QVERIFY(m_box.read(str("whole/summary.csv")).count('\n') >= kCells);
    }

    // --- ledger
    void ledgerHashIsThatOfTheReport() {
        QCOMPARE(QCryptographicHash::hash(m_ledger, QCryptographicHash::Sha256).toHex(), m_ledger_sha256);
        const Outcome whole = verify(m_ledger);
        QVERIFY2(whole.exit == 0, whole.err.constData());
    }
    void flippedByteIsFoundInItsLine() {
        bw::Random random(seedOr(0x1ed6e5));
        QList<qsizetype> ends;
        for (qsizetype at = m_ledger.indexOf('\n'); at >= 0; at = m_ledger.indexOf('\n', at + 1)) ends.append(at);
        QVERIFY(ends.size() > 10);
        QList<qsizetype> lines{0, ends.size() - 1};
        for (int i = 0; i < 20; ++i) lines.append(static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(ends.size()))));
        for (const qsizetype line : lines) {
            const qsizetype begin = line == 0 ? 0 : ends[line - 1] + 1;
            const qsizetype at = begin + static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(ends[line] - begin)));
            QByteArray damaged = m_ledger;
            damaged[at] = static_cast<char>(damaged[at] ^ 1);
            const Outcome outcome = verify(damaged);
            QCOMPARE(outcome.exit, 3);
            const QByteArray told = "line " + QByteArray::number(line + 1) + " (E_LEDGER_CHAIN)";
            const QByteArray context = told + " at " + QByteArray::number(at) + ": " + outcome.err;
            QVERIFY2(outcome.err.contains(told), context.constData());
        }
    }
    void missingAndTornLinesAreFound() {
        const qsizetype first = m_ledger.indexOf('\n') + 1, second = m_ledger.indexOf('\n', first) + 1;
        QVERIFY(verify(m_ledger.left(first) + m_ledger.mid(second)).err.contains("line 2 (E_LEDGER_CHAIN)"));
        const Outcome torn = verify(m_ledger.left(m_ledger.size() - 1));  // its newline
        QCOMPARE(torn.exit, 3);
        const QByteArray told = "line " + QByteArray::number(m_ledger.count('\n')) + " (E_LEDGER_CHAIN)";
        QVERIFY2(torn.err.contains(told), torn.err.constData());
        const Outcome absent = m_box.run(words("evaluate --verify-ledger nowhere.jsonl"));
        QVERIFY(absent.exit > 0 && absent.exit != 3);
    }
    void ledgerIsTheSameAtAnySpeed_data() {
        QTest::addColumn<QString>("speed");
        QTest::newRow("as fast as it goes") << str("max");
        QTest::newRow("50 times real time") << str("50");
    }
    void ledgerIsTheSameAtAnySpeed() {
        QFETCH(QString, speed);
        const Outcome outcome = m_box.runHere(words("replay --report again.json --speed") + QStringList(speed) + recordingArguments());
        QVERIFY2(outcome.exit == 0, outcome.err.constData());
        QCOMPARE(ledgerOf(json(m_box.read(str("again.json")))), m_ledger_sha256);
    }
};

QTEST_GUILESS_MAIN(TestAppResearch)
#include "tst_research.moc"
