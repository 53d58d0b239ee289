// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "core/feed/sim/sim_command.h"

using namespace bw::sim;

class TestSimCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void badArgumentsExitWithTwo_data();
    void badArgumentsExitWithTwo();
    void fastWritesItsFiles();
    void servesForTheGivenTimeWithATruthFile();
    void aTakenPortExitsWithOne();
};

void TestSimCommand::badArgumentsExitWithTwo_data() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("ws");
    QTest::addColumn<double>("rate");
    QTest::addColumn<bool>("is_fast");
    QTest::newRow("unknown dialect") << QByteArray("v7") << QByteArray("127.0.0.1:0") << 1.0 << false;
    QTest::newRow("no port") << QByteArray("v6") << QByteArray("127.0.0.1") << 1.0 << false;
    QTest::newRow("port out of range") << QByteArray("v6") << QByteArray("127.0.0.1:70000") << 1.0 << false;
    QTest::newRow("another host than --rest") << QByteArray("v6") << QByteArray("127.0.0.2:0") << 1.0 << false;
    QTest::newRow("rate 0") << QByteArray("v6") << QByteArray("127.0.0.1:0") << 0.0 << false;
    QTest::newRow("fast without a directory") << QByteArray("v6") << QByteArray("127.0.0.1:0") << 1.0 << true;
}

void TestSimCommand::badArgumentsExitWithTwo() {
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, ws);
    QFETCH(double, rate);
    QFETCH(bool, is_fast);
    SimCommandOptions options;
    options.dialect = dialect.toStdString();
    options.ws = ws.toStdString();
    options.rest = "127.0.0.1:0";
    options.ticks = "tcp://127.0.0.1:*";
    options.rate = rate;
    options.is_fast = is_fast;
    options.seconds = 1;
    QCOMPARE(runSimCommand(options), 2);
}

void TestSimCommand::fastWritesItsFiles() {
    QTemporaryDir dir;
    SimCommandOptions options;
    options.is_fast = true;
    options.seconds = 2;
    options.out = dir.filePath(QStringLiteral("out")).toStdString();
    QCOMPARE(runSimCommand(options), 0);
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("out/demo.spot.BTCUSDT.ts-json"))));
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("out/truth.jsonl"))));
}

void TestSimCommand::servesForTheGivenTimeWithATruthFile() {
    QTemporaryDir dir;
    SimCommandOptions options;
    options.ws = options.rest = "127.0.0.1:0";
    options.ticks = "tcp://127.0.0.1:*";
    options.truth = dir.filePath(QStringLiteral("truth.jsonl")).toStdString();
    options.seconds = 1;
    QCOMPARE(runSimCommand(options), 0);
    QVERIFY(QFile::exists(dir.filePath(QStringLiteral("truth.jsonl"))));
}

void TestSimCommand::aTakenPortExitsWithOne() {
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    SimCommandOptions options;
    options.ws = "127.0.0.1:" + std::to_string(taken.serverPort());
    options.rest = "127.0.0.1:0";
    options.ticks = "tcp://127.0.0.1:*";
    options.seconds = 1;
    QCOMPARE(runSimCommand(options), 1);
}

QTEST_GUILESS_MAIN(TestSimCommand)
#include "tst_sim_command.moc"
