// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QTest>

#include "tests/integration/app/program.h"

using namespace bw::test;

namespace {

QString str(const char* text) {
    return QString::fromUtf8(text);
}

QByteArray ledgerOf(const QJsonObject& report) {
    return report.value(QLatin1String("ledger_sha256")).toString().toLatin1();
}

}  // namespace

// One ledger, whatever way a recording goes through the program.
class TestAppLedger : public QObject {
    Q_OBJECT
    Box m_box;
    QStringList m_source;  // the recording as arguments
    QByteArray m_ledger;   // of the replay as fast as it goes
    qint64 m_frames = 0;

    [[nodiscard]] QJsonObject replay(const QStringList& arguments) const {
        const Outcome outcome =
            m_box.runHere(QStringList{str("replay"), str("--report"), str("report.json")} + arguments);
        if (outcome.exit != 0) qWarning("%s", outcome.err.constData());
        return outcome.exit == 0 ? json(m_box.read(str("report.json"))) : QJsonObject();
    }

private Q_SLOTS:
    void initTestCase() {
        const QString path = recording(str("binance_raw/spot_btcusdt_20240808.gz"));
        if (path.isEmpty()) QSKIP("no recordings (BELLWETHER_SHARED): the whole test is left out");
        m_source = {str("--format"), str("ts-json"), str("--venue"), str("binance.spot"), path};
        const QJsonObject report = replay(m_source + QStringList{str("--ledger"), str("ledger.jsonl")});
        QVERIFY(balances(report));
        m_frames = report.value(QLatin1String("frames")).toInteger();
        QVERIFY(m_frames > 40'000);
        m_ledger = ledgerOf(report);
        QCOMPARE(m_ledger.size(), qsizetype(64));
        const QByteArray bytes = m_box.read(str("ledger.jsonl"));
        QVERIFY(bytes.size() > 1'000);
        QCOMPARE(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(), m_ledger);
    }

    /// 346 s of market at a hundred times real time take 3.5 s: the pace is kept and changes nothing.
    void atAPace() {
        QElapsedTimer timer;
        timer.start();
        const QJsonObject report = replay(m_source + QStringList{str("--speed"), str("100")});
        QVERIFY2(timer.elapsed() >= 3'300, QByteArray::number(timer.elapsed()).constData());
        QCOMPARE(ledgerOf(report), m_ledger);
    }

    void throughAJournal() {
        const Outcome import =
            m_box.run(QStringList{str("import"), str("--out"), m_box.path(str("imported"))} + m_source);
        QVERIFY2(import.exit == 0, import.err.constData());
        QVERIFY2(import.out.startsWith(QByteArray(QByteArray::number(m_frames) + " frames imported")),
                 import.out.constData());
        QCOMPARE(ledgerOf(replay({m_box.path(str("imported"))})), m_ledger);
    }

    void inTheWindow_data() {
        QTest::addColumn<QStringList>("speed");
        QTest::newRow("as fast as it goes") << QStringList{str("--speed"), str("max")};
        QTest::newRow("100 times real time") << QStringList{str("--speed"), str("100")};
    }
    void inTheWindow() {
        QFETCH(QStringList, speed);
        if (!BW_UI) QSKIP("this build has no window");
        Box box;
        box.environment().insert(str("QT_QPA_PLATFORM"), str("offscreen"));
        const auto window = box.start(QStringList{str("replay"), str("--gui")} + speed + m_source);
        const auto done = [&] { return box.status().value(QLatin1String("replay_done")).toBool(); };
        QVERIFY2(waitFor(done, 60'000), box.stderrText().constData());
        QCOMPARE(endProcess(*window), 0);
        const Stopped stopped = stoppedLine(box.read(str("data/logs/bellwether.log")));
        QVERIFY2(stopped.frames > m_frames, QByteArray::number(stopped.frames).constData());  // and its timers
        QCOMPARE(stopped.ledger, m_ledger);
    }

    void liveRun_data() {
        QTest::addColumn<QString>("rate");
        QTest::newRow("demo market") << str("1");
        QTest::newRow("20 times its rate") << str("20");
    }
    /// What the engine knew while the market ran, its journal gives again.
    void liveRun() {
        QFETCH(QString, rate);
        Box box;
        const auto engine = box.start({str("--headless"), str("--run-seconds"), str("10"), str("--set"),
                                       QString(str("feeds.demo_rate=") + rate)});
        QVERIFY2(waitFor([&] { return engine->state() == QProcess::NotRunning; }, 40'000),
                 box.stderrText().constData());
        QCOMPARE(endProcess(*engine), 0);
        const Stopped stopped = stoppedLine(box.stderrText());
        QCOMPARE(stopped.ledger.size(), qsizetype(64));

        const QStringList ledgers = QDir(box.path(str("data/demo/ledger"))).entryList(QDir::Files);
        QCOMPARE(ledgers.size(), qsizetype(1));
        const QByteArray bytes = box.read(QString(str("data/demo/ledger/") + ledgers.first()));
        QCOMPARE(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(), stopped.ledger);

        const Outcome replayed = box.runHere({str("replay"), str("--report"), str("report.json"), str("data/demo")});
        QVERIFY2(replayed.exit == 0, replayed.err.constData());
        const QJsonObject report = json(box.read(str("report.json")));
        QCOMPARE(ledgerOf(report), stopped.ledger);
        QCOMPARE(report.value(QLatin1String("frames")).toInteger(), stopped.frames);
        QVERIFY(balances(report));
        QCOMPARE(report.value(QLatin1String("rejected")).toInteger(-1), 0);
        for (const char* id : {"demo.usdm.BTCUSDT", "demo.usdm.ETHUSDT", "demo.spot.BTCUSDT"}) {
            const QJsonObject book = instrumentOf(report, QLatin1String(id)).value(QLatin1String("book")).toObject();
            const QJsonObject match = book.value(QLatin1String("ticker_match")).toObject();
            QVERIFY2(match.value(QLatin1String("compared")).toInteger() > 20, id);
            QCOMPARE(match.value(QLatin1String("equal")).toInteger(),
                     match.value(QLatin1String("compared")).toInteger());
        }
    }
};

QTEST_GUILESS_MAIN(TestAppLedger)
#include "tst_ledger.moc"
