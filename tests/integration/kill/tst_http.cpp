// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>
#include <thread>

#include "app/triggers/http_token.h"
#include "app/triggers/ops_server.h"
#include "tests/integration/kill/kill_bench.h"

using namespace bw;
using namespace bw::app;
using bw::test::KillBench;

namespace {

const std::string kToken = "0123456789abcdef0123456789abcdef";

struct Reply {
    int status = 0;
    QJsonObject body;
    QByteArray raw;
};

QByteArray request(const QByteArray& method, const QByteArray& target, const QByteArray& body, const QByteArray& more = {},
                   const QByteArray& token = QByteArray::fromStdString(kToken)) {
    return method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + more + "\r\n" + body;
}

Reply ask(std::uint16_t port, const QByteArray& bytes) {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    if (!socket.waitForConnected(5'000)) return {};
    socket.write(bytes);
    Reply reply;
    while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(5'000)) reply.raw += socket.readAll();
    reply.raw += socket.readAll();
    reply.status = reply.raw.mid(9, 3).toInt();
    reply.body = QJsonDocument::fromJson(reply.raw.mid(reply.raw.indexOf("\r\n\r\n") + 4)).object();
    return reply;
}

const QByteArray kKill = QByteArrayLiteral("/api/v1/kill"), kWhy = QByteArrayLiteral("{\"reason\":\"wrong prices\"}");

}  // namespace

class TestHttp : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPostStopsAndARepeatSaysTheSameTrip() {
        KillBench bench;
        OpsServer server(bench.port());
        QVERIFY(server.start(0, kToken));
        const Reply before = ask(server.tcpPort(), request("GET", kKill, {}));
        QCOMPARE(before.status, 200);
        QCOMPARE(before.body.value(QStringLiteral("state")).toString(), QStringLiteral("ACTIVE"));
        const Reply reply = ask(server.tcpPort(), request("POST", kKill, kWhy));
        QCOMPARE(reply.status, 202);
        QCOMPARE(reply.body.value(QStringLiteral("state")).toString(), QStringLiteral("HALTED"));
        QVERIFY(reply.body.value(QStringLiteral("durable")).toBool());
        const QString trip = reply.body.value(QStringLiteral("trip_id")).toString();
        const risk::LatchView view = bench.latch->snapshot();
        QCOMPARE(trip.toStdString(), view.trip_id.text());
        QCOMPARE(view.cause, Code::ManualHttp);
        QCOMPARE(QString::fromStdString(view.reason), QStringLiteral("wrong prices"));
        const Reply again = ask(server.tcpPort(), request("POST", kKill, kWhy));
        QCOMPARE(again.status, 200);
        QTRY_COMPARE(bench.latch->snapshot().also_count, std::uint64_t(1));
        QCOMPARE(bench.latch->snapshot().trip_id.text(), view.trip_id.text());
    }
    void aHungDiskDelaysNeitherTheFlagNorTheAnswer() {
        KillBench bench;
        std::atomic<bool> hung{true};
        bench.fs.before = [&](std::string_view op, const std::string& path) {
            if (op == "sync" && path.ends_with("kill_latch.bin")) hung.wait(true);
            return 0;
        };
        OpsServer server(bench.port());
        QVERIFY(server.start(0, kToken));
        QElapsedTimer timer;
        timer.start();
        const Reply reply = ask(server.tcpPort(), request("POST", kKill, kWhy));
        const qint64 answered_ms = timer.elapsed();
        QVERIFY(!bench.latch->allowsOpening());
        hung = false;
        hung.notify_all();
        QCOMPARE(reply.status, 202);
        QVERIFY(!reply.body.value(QStringLiteral("durable")).toBool());
        QVERIFY2(answered_ms >= 90 && answered_ms < 2'000, QByteArray::number(answered_ms).constData());
        QTRY_VERIFY(bench.latch->snapshot().durable);
    }
    void refusesWithACode_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("no token") << QByteArray("POST /api/v1/kill HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n") << 401;
        QTest::newRow("wrong token") << request("POST", kKill, kWhy, {}, "x123456789abcdef0123456789abcdef") << 401;
        QTest::newRow("token and more") << request("POST", kKill, kWhy, {}, QByteArray::fromStdString(kToken + "0")) << 401;
        QTest::newRow("part of the token") << request("POST", kKill, kWhy, {}, "0123456789abcdef") << 401;
        QTest::newRow("empty token") << request("POST", kKill, kWhy, {}, "") << 401;
        QTest::newRow("a web page") << request("POST", kKill, kWhy, "Origin: http://evil.example\r\n") << 403;
        QTest::newRow("a foreign host name") << request("POST", kKill, kWhy).replace("Host: 127.0.0.1", "Host: rebound.example:8787") << 403;
        QTest::newRow("an order") << request("POST", "/api/v1/orders", kWhy) << 404;
        QTest::newRow("a reset") << request("POST", "/api/v1/kill/reset", kWhy) << 404;
        QTest::newRow("delete") << request("DELETE", kKill, {}) << 405;
        QTest::newRow("put") << request("PUT", kKill, kWhy) << 405;
        QTest::newRow("too large by its word") << request("POST", kKill, {}).replace("Content-Length: 0", "Content-Length: 4097") << 413;
        QTest::newRow("absurd length") << request("POST", kKill, {}).replace("Content-Length: 0", "Content-Length: 99999999999999999") << 413;
        QTest::newRow("too large in full") << request("POST", kKill, QByteArray(100'000, 'x')) << 413;
        QTest::newRow("negative length") << request("POST", kKill, {}).replace("Content-Length: 0", "Content-Length: -1") << 400;
        QTest::newRow("two lengths") << request("POST", kKill, {}, "Content-Length: 5\r\n") << 400;
        QTest::newRow("chunked") << request("POST", kKill, {}, "Transfer-Encoding: chunked\r\n") << 411;
        QTest::newRow("no length") << QByteArray("POST /api/v1/kill HTTP/1.1\r\nHost: localhost\r\n\r\n") << 411;
        QTest::newRow("form data") << request("POST", kKill, kWhy).replace("application/json", "text/plain") << 415;
        QTest::newRow("no JSON") << request("POST", kKill, "reason=x") << 400;
        QTest::newRow("a list") << request("POST", kKill, "[1]") << 400;
        QTest::newRow("no reason") << request("POST", kKill, "{}") << 400;
        QTest::newRow("a blank reason") << request("POST", kKill, "{\"reason\":\"  \"}") << 400;
        QTest::newRow("an unknown scope") << request("POST", kKill, "{\"reason\":\"x\",\"scope\":\"venue:x\"}") << 400;
        QTest::newRow("a head without end") << QByteArray("GET /" + QByteArray(9'000, 'a')) << 431;
        QTest::newRow("HTTP/2 in clear") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 400;
        QTest::newRow("version 3") << QByteArray("GET /x HTTP/3.0\r\n\r\n") << 505;
        QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01\r\n\r\n") << 400;
    }
    void refusesWithACode() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        static KillBench bench;
        static OpsServer server(bench.port());
        if (server.tcpPort() == 0) QVERIFY(server.start(0, kToken));
        const Reply reply = ask(server.tcpPort(), bytes);
        QCOMPARE(reply.status, status);
        QVERIFY(reply.body.value(QStringLiteral("code")).toString().startsWith(QStringLiteral("E_HTTP_")));
        QVERIFY(!reply.body.value(QStringLiteral("detail")).toString().isEmpty());
        QVERIFY(!reply.raw.contains(QByteArray::fromStdString(kToken)));
        QVERIFY(bench.latch->allowsOpening());
    }
    void idleLinesDoNotKeepAStopOut() {
        KillBench bench;
        OpsServer server(bench.port());
        QVERIFY(server.start(0, kToken));
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 40; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->connectToHost(QStringLiteral("127.0.0.1"), server.tcpPort());
            QVERIFY(idle.back()->waitForConnected(5'000));
            idle.back()->write("POST /api");
            idle.back()->flush();
        }
        QCOMPARE(ask(server.tcpPort(), request("POST", kKill, kWhy)).status, 202);
    }
    void itListensOnThisMachineAlone() {
        KillBench bench;
        OpsServer server(bench.port()), second(bench.port());
        QVERIFY(server.start(0, kToken));
        const Status refused = second.start(server.tcpPort(), kToken);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::PortInUse);
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.2"), server.tcpPort());  // loopback too, but not the address we bound
        QVERIFY(!socket.waitForConnected(1'000));
        QTRY_VERIFY(server.beats().load() > 0);
    }
    void theTokenIsMadeOnceAndMustBePrivate() {
        QTemporaryDir dir;
        risk::PosixLatchFs fs;
        const std::string path = dir.path().toStdString() + "/risk/http_token";
        const auto made = loadHttpToken(fs, path);
        QVERIFY(made);
        QCOMPARE(made->size(), std::size_t(64));
        risk::FileStat info;
        QCOMPARE(fs.stat(path, info), 0);
        QCOMPARE(info.mode, 0600U);
        const auto again = loadHttpToken(fs, path);
        QVERIFY(again && *again == *made);
        QFile file(QString::fromStdString(path));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        const auto open = loadHttpToken(fs, path);
        QVERIFY(!open);
        QCOMPARE(open.error().code, Code::Args);
        QVERIFY(open.error().detail.find(*made) == std::string::npos);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("short\n") == 6);
        file.close();
        QVERIFY(!loadHttpToken(fs, path));
    }
};

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
