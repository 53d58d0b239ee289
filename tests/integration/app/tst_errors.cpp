// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTest>

#include "tests/integration/app/program.h"

using namespace bw::test;

namespace {

QStringList words(const char* text) {
    return QString::fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// A short market in the format of recordings: one trade a line.
QByteArray trades(int count) {
    QByteArray out;
    for (int i = 0; i < count; ++i) {
        const QByteArray ms = QByteArray::number(1'723'161'254'000LL + i * 10);
        out += ms + "000000 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":" + ms +
               ",\"s\":\"BTCUSDT\",\"t\":" + QByteArray::number(1'000 + i) +
               ",\"p\":\"61000.50000000\",\"q\":\"0.00100000\",\"T\":" + ms + ",\"m\":true,\"M\":true}}\n";
    }
    return out;
}

void prepare(const Box& box) {
    box.write(QStringLiteral("good.json"), trades(200));
    box.write(QStringLiteral("binary.bin"), QByteArray("\x7f"
                                                       "ELF\0\1\2\3 not a market \0\0\0",
                                                       26));
    box.write(QStringLiteral("empty.json"), {});
    box.write(QStringLiteral("blank.json"), "\n \n");
    box.write(QStringLiteral("bars.csv"),
              "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\n2019.02.04\t00:00\t1\t1\t1\t1\n");
    box.write(QStringLiteral("key.yaml"), "feeds:\n  demo_sead: 7\n");
    box.write(QStringLiteral("broken.yaml"), "feeds: [1, 2\n");
    box.write(QStringLiteral("open-key"), "12345678\n");
    QFile::setPermissions(box.path(QStringLiteral("open-key")),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
}

}  // namespace

// What goes wrong is said in one line, with the code and how to mend it, and leaves nothing behind.
class TestAppErrors : public QObject {
    Q_OBJECT

    static void verifyOneError(const Outcome& outcome, int exit, const char* code, int lines = 1) {
        const QByteArray told = "exit " + QByteArray::number(outcome.exit) + ", stderr: " + outcome.err;
        QVERIFY2(outcome.exit == exit, told.constData());
        QVERIFY2(outcome.err.endsWith('\n') && outcome.err.count('\n') == lines, told.constData());
        QVERIFY2(outcome.told().code == code, told.constData());
        for (const QByteArray& line : outcome.err.trimmed().split('\n'))
            QVERIFY2(line.startsWith("error: "), told.constData());
    }

private Q_SLOTS:
    void badInput_data() {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("exit");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("lines");
        QTest::addColumn<QString>("says");  // part of the line
        const auto row = [](const char* name, const char* arguments, int exit, const char* code, const char* says = "",
                            int lines = 1) {
            QTest::newRow(name) << QString::fromUtf8(arguments) << exit << QByteArray(code) << lines
                                << QString::fromUtf8(says);
        };
#define BW_TS "replay --format ts-json --venue binance.spot --report report.json "
        row("a binary file", BW_TS "binary.bin", 1, "file_format", "binary.bin is a binary file");
        row("a binary file as ticks", "replay --format mt5-csv --report report.json binary.bin", 1, "file_format");
        row("an export of bars as ticks", "replay --format mt5-csv bars.csv", 1, "file_format", "export ticks instead");
        row("an empty file", BW_TS "empty.json", 1, "file_empty", "empty.json holds no data");
        row("a file of blank lines", BW_TS "blank.json", 1, "file_empty");
        row("a missing file", BW_TS "nosuch.json", 1, "file_open", "nosuch.json");
        row("a good file and a missing one", BW_TS "good.json nosuch.json", 1, "file_open");
        row("a folder in place of a file", BW_TS "home", 1, "file_open", "home is a directory");
        row("a journal that is not there", "replay --report report.json nosuch", 1, "file_open");
        row("a folder without a journal", "replay --report report.json home", 1, "file_empty");
        row("an unknown format", "replay --format nosuch --report report.json good.json", 2, "format_unknown",
            "ts-json");
        row("an unknown format to import", "import --format nosuch --out imported good.json", 2, "format_unknown");
        row("a missing file to import", "import --format ts-json --venue binance.spot --out imported nosuch.json", 1,
            "file_open");
        row("an unknown option", "replay --nosuch good.json", 2, "E_ARGS", "--nosuch");
        row("an unknown command", "nosuch", 2, "E_ARGS", "nosuch");
        row("no file", "replay", 2, "E_ARGS", "PATH");
        row("a limit of nothing, checked", "check-config --set risk.limits.max_daily_loss_abs=0", 3, "CFG_RISK_INVALID", "--set");
        row("a limit that is no number, checked", "check-config --set risk.limits.max_orders_per_minute=nan", 3, "E_CFG_TYPE", "--set");
        row("an unknown key, checked", "check-config --config key.yaml", 3, "E_CFG_UNKNOWN_KEY", "key.yaml:2");
        row("two wishes at once", "kill --status --reset", 2, "E_ARGS");
        row("text for a number", "--headless --run-seconds ten", 2, "E_ARGS");
        for (const char* speed : {"fast", "0", "-1", "2x", "nan", "inf"})
            row(QByteArray("speed ").append(speed).constData(),
                QByteArray(BW_TS "--speed ").append(speed).append(" good.json").constData(), 2, "E_ARGS",
                "max or a number above 0");
        row("speed of a replay in the window", "replay --gui --speed fast --format ts-json good.json", 2, "E_ARGS");
        row("too many decimals", BW_TS "--exponents 9,9 good.json", 2, "E_ARGS", "0 to 8");
        row("a report into no folder", "replay --format ts-json --venue binance.spot --report no/r.json good.json", 1,
            "file_write", "no/r.json");
        row("a report onto a folder", "replay --format ts-json --venue binance.spot --report home good.json", 1,
            "file_write");
        row("a report onto a full disk", "replay --format ts-json --venue binance.spot --report /dev/full good.json", 1,
            "file_write");
        row("a ledger into no folder", "replay --format ts-json --venue binance.spot --ledger no/l good.json", 1,
            "file_write");
        row("bars into no folder", "replay --format ts-json --venue binance.spot --klines-out no/k good.json", 1,
            "file_write");
        row("an unknown key in the file", "--headless --config key.yaml", 2, "E_CFG_UNKNOWN_KEY", "demo_seed");
        row("broken YAML", "--headless --config broken.yaml", 2, "E_CFG_SYNTAX", "broken.yaml");
        row("no configuration file", "--headless --config nosuch.yaml", 2, "file_open");
        row("an unknown key", "--headless --set feeds.demo_rat=1", 2, "E_CFG_UNKNOWN_KEY", "demo_rate");
        row("text for a rate", "--headless --set feeds.demo_rate=fast", 2, "E_CFG_TYPE", "0.01..1000");
        row("a rate out of range", "--headless --set feeds.demo_rate=0", 2, "E_CFG_RANGE");
        row("every problem of a configuration", "--headless --set feeds.demo_rate=0 --set nosuch=1", 2,
            "E_CFG_UNKNOWN_KEY", "", 2);
        row("a gateway that is no endpoint", "--headless --set feeds.mt5=[{name: g, ticks: nowhere}]", 2, "E_CFG_TYPE");
        row("an unknown dialect", "sim --dialect t9", 2, "E_ARGS", "t1");
        row("an address without a port", "sim --ws localhost", 2, "E_ARGS");
        row("an endpoint that cannot be", "listen --endpoint nowhere --timeout 1", 2, "E_CFG_SYNTAX");
        row("a key that is not there", "kill --set-key --key-file nosuch", 1, "file_open");
        row("a key others can read", "kill --set-key --key-file open-key", 2, "E_ARGS", "chmod 600");
    }
    void badInput() {
        QFETCH(QString, arguments);
        QFETCH(int, exit);
        QFETCH(QByteArray, code);
        QFETCH(int, lines);
        QFETCH(QString, says);
        Box box;
        prepare(box);
        box.environment().insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        const QStringList before = box.files();
        // One blank inside [{…}] belongs to the value.
        QStringList list = arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (const auto at = list.indexOf(QStringLiteral("feeds.mt5=[{name:")); at >= 0) {
            const QString whole = list.mid(at).join(QLatin1Char(' '));
            list = list.mid(0, at) << whole;
        }
        const bool configured = list.first() == QLatin1String("replay") || list.first() == QLatin1String("kill") ||
                                list.first() == QLatin1String("--headless");
        const Outcome outcome = configured ? box.runHere(list) : box.run(list);
        verifyOneError(outcome, exit, code.constData(), lines);
        QVERIFY2(outcome.err.contains(says.toUtf8()), outcome.err.constData());
        QCOMPARE(box.files(), before);
    }

    /// What stands before the cut counts: the report is written and the exit code says that it is not all.
    void truncatedFile() {
        Box box;
        const QByteArray whole = gzip(trades(5'000));
        const QByteArray cut = whole.left(whole.size() / 2);
        box.write(QStringLiteral("cut.gz"), cut);
        const qsizetype lines = gunzip(cut).count('\n');
        QVERIFY(lines > 100 && lines < 5'000);
        const Outcome outcome =
            box.runHere(words("replay --format ts-json --venue binance.spot --report report.json cut.gz"));
        verifyOneError(outcome, 1, "file_truncated");
        const QJsonObject report = json(box.read(QStringLiteral("report.json")));
        QVERIFY(balances(report));
        QCOMPARE(report.value(QLatin1String("applied")).toInteger(), qint64(lines));
        const qint64 frames = report.value(QLatin1String("frames")).toInteger();
        QVERIFY2(frames - lines <= 1,
                 QByteArray::number(frames).constData());  // the line the cut went through may be one
    }

    void portInUse_data() {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("ws") << QStringLiteral("--ws 127.0.0.1:%1 --rest 127.0.0.1:0 --ticks tcp://127.0.0.1:*");
        QTest::newRow("rest") << QStringLiteral("--ws 127.0.0.1:0 --rest 127.0.0.1:%1 --ticks tcp://127.0.0.1:*");
        QTest::newRow("ticks") << QStringLiteral("--ws 127.0.0.1:0 --rest 127.0.0.1:0 --ticks tcp://127.0.0.1:%1");
    }
    void portInUse() {
        QFETCH(QString, arguments);
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        Box box;
        const QByteArray line = "sim --seconds 20 " + arguments.arg(taken.serverPort()).toUtf8();
        const Outcome outcome = box.run(words(line.constData()));
        verifyOneError(outcome, 1, "port_in_use");
        QVERIFY2(outcome.err.contains(QByteArray::number(taken.serverPort())), outcome.err.constData());
        QCOMPARE(box.files(), QStringList());
    }

    void nobodyPublishes() {
        QTcpServer server;  // a port that nobody has: taken and given back
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString endpoint = QStringLiteral("tcp://127.0.0.1:") + QString::number(server.serverPort());
        server.close();
        Box box;
        const Outcome outcome = box.run({QStringLiteral("listen"), QStringLiteral("--endpoint"), endpoint,
                                         QStringLiteral("--timeout"), QStringLiteral("2")});
        verifyOneError(outcome, 1, "gateway_absent");
        QVERIFY2(outcome.out.contains(QByteArray("nobody answers at " + endpoint.toUtf8())), outcome.out.constData());
        QCOMPARE(box.files(), QStringList());
    }

    /// One engine a data directory; the one that runs is not disturbed.
    void dataDirInUse() {
        Box box;
        prepare(box);
        const auto engine = box.start({QStringLiteral("--headless")});
        QVERIFY2(box.waitRunning(), box.stderrText().constData());
        const Outcome second =
            box.runHere({QStringLiteral("--headless"), QStringLiteral("--run-seconds"), QStringLiteral("1")});
        verifyOneError(second, 1, "store.locked");
        QVERIFY2(second.err.contains("role=headless"), second.err.constData());
        const Outcome import =
            box.run(words("import --format ts-json --venue binance.spot good.json --out") << box.dataDir());
        verifyOneError(import, 1, "store.locked");
        QVERIFY(!QDir(box.dataDir() + QStringLiteral("/journal")).exists());
        QVERIFY(box.status().contains(QStringLiteral("instruments")));
        QCOMPARE(endProcess(*engine), 0);
    }

    void resetOfWhatIsNotHalted() {
        Box box;
        verifyOneError(box.runHere(words("kill --reset")), 1, "RESET_NOT_HALTED");
        const auto engine = box.start({QStringLiteral("--headless")});
        QVERIFY2(box.waitRunning(), box.stderrText().constData());
        verifyOneError(box.runHere(words("kill --reset")), 1, "RESET_NOT_HALTED");
        QCOMPARE(box.status().value(QLatin1String("state")).toString(), QStringLiteral("ACTIVE"));
        QCOMPARE(endProcess(*engine), 0);
    }
};

QTEST_GUILESS_MAIN(TestAppErrors)
#include "tst_errors.moc"
