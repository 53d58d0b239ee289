// SPDX-License-Identifier: GPL-3.0-or-later
#include <nats/nats.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTest>
#include <mutex>

#include "app/triggers/nats_trigger.h"
#include "tests/integration/kill/kill_bench.h"

using namespace bw;
using namespace bw::app;
using bw::test::KillBench;

namespace {

quint16 freePort() {
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, 0) ? server.serverPort() : quint16(0);
}

/// nats-server of the distribution on a port of its own.
class NatsServer {
public:
    explicit NatsServer(quint16 port) {
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(program(), {QStringLiteral("-a"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"), QString::number(port)});
        m_process.waitForStarted();
    }
    ~NatsServer() {
        m_process.kill();
        m_process.waitForFinished();
    }
    static QString program() {
        const QString found = QStandardPaths::findExecutable(QStringLiteral("nats-server"));
        return found.isEmpty() ? QStandardPaths::findExecutable(QStringLiteral("nats-server"), {QStringLiteral("/usr/sbin")}) : found;
    }

private:
    QProcess m_process;
};

bool publish(const std::string& url, const char* subject, const std::string& text) {
    natsConnection* connection = nullptr;
    bool sent = false;
    if (natsConnection_ConnectTo(&connection, url.c_str()) == NATS_OK)
        sent = natsConnection_PublishString(connection, subject, text.c_str()) == NATS_OK &&
               natsConnection_FlushTimeout(connection, 2'000) == NATS_OK;
    natsConnection_Destroy(connection);
    return sent;
}

}  // namespace

class TestNats : public QObject {
    Q_OBJECT
    quint16 m_port = 0;
    std::string m_url;
private Q_SLOTS:
    void init() {
        m_port = freePort();
        m_url = "nats://127.0.0.1:" + std::to_string(m_port);
    }
    void aMessageIsReadAsTheTokenAsks_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<bool>("trips");
        QTest::addColumn<QByteArray>("reason");
        QTest::newRow("anything without a token") << QByteArray("stop it") << QByteArray() << true << QByteArray("stop it");
        QTest::newRow("nothing without a token") << QByteArray() << QByteArray() << true << QByteArray();
        QTest::newRow("an object") << QByteArray("{\"reason\":\"r\"}") << QByteArray() << true << QByteArray("r");
        QTest::newRow("the token") << QByteArray("{\"token\":\"secret\",\"reason\":\"r\"}") << QByteArray("secret") << true << QByteArray("r");
        QTest::newRow("never as the reason") << QByteArray("{\"token\":\"secret\"}") << QByteArray("secret") << true << QByteArray();
        QTest::newRow("a wrong token") << QByteArray("{\"token\":\"Secret\"}") << QByteArray("secret") << false << QByteArray();
        QTest::newRow("an empty token") << QByteArray("{\"token\":\"\"}") << QByteArray("secret") << false << QByteArray();
        QTest::newRow("no token") << QByteArray("{\"reason\":\"r\"}") << QByteArray("secret") << false << QByteArray();
        QTest::newRow("text where a token is due") << QByteArray("secret") << QByteArray("secret") << false << QByteArray();
    }
    void aMessageIsReadAsTheTokenAsks() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, token);
        const NatsKill kill = readNatsKill(text.toStdString(), token.toStdString());
        QTEST(kill.is_trip, "trips");
        QTEST(QByteArray::fromStdString(kill.reason), "reason");
    }
    void anAddressIsChecked() {
        KillBench bench;
        NatsTrigger trigger(bench.port(), {});
        for (const char* url : {"127.0.0.1:4222", "http://127.0.0.1", "nats://me:pass@127.0.0.1:4222"}) {
            const Status refused = trigger.start(url, "");
            QVERIFY(!refused);
            QVERIFY(refused.error().detail.find("pass@") == std::string::npos);
        }
    }
    void withoutAServerNothingWaits() {
        KillBench bench;
        QElapsedTimer timer;
        timer.start();
        {
            NatsTrigger trigger(bench.port(), {});
            QVERIFY(trigger.start(m_url, ""));
            QVERIFY(timer.elapsed() < 500);
            QVERIFY(!trigger.connected());
        }
        QVERIFY(timer.elapsed() < 5'000);
        QVERIFY(bench.latch->allowsOpening());
    }
    void aMessageStopsAndAServerMayComeLateAndGo() {
        if (NatsServer::program().isEmpty()) QSKIP("nats-server is not installed");
        KillBench bench;
        std::mutex mutex;
        std::vector<std::string> said;
        NatsTrigger trigger(bench.port(), [&](const std::string& text) {
            const std::scoped_lock lock(mutex);
            said.push_back(text);
        });
        QVERIFY(trigger.start(m_url, "s3cret-token"));  // before there is a server
        auto server = std::make_unique<NatsServer>(m_port);
        QTRY_VERIFY_WITH_TIMEOUT(trigger.connected(), 15'000);
        server.reset();
        QTRY_VERIFY_WITH_TIMEOUT(!trigger.connected(), 15'000);
        server = std::make_unique<NatsServer>(m_port);
        QTRY_VERIFY_WITH_TIMEOUT(trigger.connected(), 15'000);
        QVERIFY(publish(m_url, "bellwether.control.reset", "{\"token\":\"s3cret-token\"}"));
        QVERIFY(publish(m_url, NatsTrigger::kSubject, "{\"token\":\"wrong\",\"reason\":\"no\"}"));
        QTRY_VERIFY([&] {
            const std::scoped_lock lock(mutex);
            return !said.empty() && said.back().find("refused") != std::string::npos;
        }());
        QVERIFY(bench.latch->allowsOpening());
        QVERIFY(publish(m_url, NatsTrigger::kSubject, "{\"token\":\"s3cret-token\",\"reason\":\"from the desk\"}"));
        QTRY_VERIFY(bench.latch->snapshot().durable && !bench.latch->allowsOpening());
        QCOMPARE(bench.latch->snapshot().cause, Code::ManualNats);
        QCOMPARE(QString::fromStdString(bench.latch->snapshot().reason), QStringLiteral("from the desk"));
        const std::scoped_lock lock(mutex);
        for (const std::string& text : said) QVERIFY(text.find("s3cret") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestNats)
#include "tst_nats.moc"
