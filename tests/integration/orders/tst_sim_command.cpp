// SPDX-License-Identifier: GPL-3.0-or-later
// `bellwether sim --orders`, as it is typed.
#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include "core/feed/sim/sim_command.h"

using namespace bw::sim;

class TestOrderSimCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void badArgumentsExitWithTwo_data() {
        QTest::addColumn<QByteArray>("dialect");
        QTest::addColumn<QByteArray>("mood");
        QTest::newRow("a market's dialect") << QByteArray("t1") << QByteArray();
        QTest::newRow("a mood that is none") << QByteArray("v6") << QByteArray("sulky");
        QTest::newRow("a share above one") << QByteArray("p3") << QByteArray("slow=1.5");
    }
    void badArgumentsExitWithTwo() {
        QFETCH(QByteArray, dialect);
        QFETCH(QByteArray, mood);
        SimCommandOptions options = orders();
        options.dialect = dialect.toStdString();
        options.mood = mood.toStdString();
        QCOMPARE(runSimCommand(options), 2);
    }
    void servesForTheGivenTime() {
        QTemporaryDir dir;
        QFile key(dir.filePath(QStringLiteral("key")));
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write("secret\n");
        key.close();
        SimCommandOptions options = orders();
        options.key_file = key.fileName().toStdString();
        options.mood = "slow,duplicate=0.3";
        QCOMPARE(runSimCommand(options), 0);
    }
    void aTakenPortOrAMissingKeyExitsWithOne() {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        SimCommandOptions options = orders();
        options.orders_endpoint = "tcp://127.0.0.1:" + std::to_string(taken.serverPort());
        QCOMPARE(runSimCommand(options), 1);
        options = orders();
        options.key_file = "/nowhere/key";
        QCOMPARE(runSimCommand(options), 1);
    }

private:
    static SimCommandOptions orders() {
        SimCommandOptions options;
        options.is_orders = true;
        options.orders_endpoint = "tcp://127.0.0.1:*";
        options.seconds = 1;
        return options;
    }
};

QTEST_GUILESS_MAIN(TestOrderSimCommand)
#include "tst_sim_command.moc"
