// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/child.h"
#include "tests/support/test_ca.h"
#include "tests/support/venue_server.h"
#include "tests/unit/transport/net_harness.h"

using namespace bw;
using namespace bw::feed;
using bw::test::Child;
using bw::test::TestCa;
using bw::test::VenueServer;

namespace {

const char* const kWs = "demo.usdm/pub";
const char* const kRest = "demo.usdm/rest";

/// nginx that ends TLS in front of `upstream`, WebSocket and REST.
class Terminator {
public:
    explicit Terminator(const std::string& upstream) : m_upstream(QByteArray::fromStdString(upstream)) {}
    [[nodiscard]] static QString program() { return bw::test::programPath("nginx"); }
    [[nodiscard]] quint16 port() const { return m_port; }

    void install(const TestCa::Cert& cert) {
        write("cert.pem", cert.cert());
        write("cert.key", cert.key());
    }
    bool start() {
        const QByteArray dir = m_dir.path().toUtf8();
        QByteArray temp;
        for (const char* const part : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
            temp += QByteArray("  ") + part + "_temp_path " + dir + "/" + part + ";\n";
        write(
            "nginx.conf",
            "daemon off;\npid " + dir +
                "/pid;\nerror_log stderr warn;\nworker_processes 1;\nworker_shutdown_timeout 100ms;\n" +
                "events { worker_connections 64; }\nhttp {\n  access_log off;\n" + temp +
                "  keepalive_timeout 0;\n  server {\n    listen 127.0.0.1:" + QByteArray::number(m_port) +
                " ssl;\n    ssl_certificate " + dir + "/cert.pem;\n    ssl_certificate_key " + dir +
                "/cert.key;\n    location / {\n      proxy_pass http://" + m_upstream +
                ";\n      proxy_http_version 1.1;\n      proxy_buffering off;\n" +
                "      proxy_set_header Upgrade $http_upgrade;\n      proxy_set_header Connection $http_connection;\n" +
                "    }\n  }\n}\n");
        return m_child.start(program(),
                             {QStringLiteral("-p"), m_dir.path(), QStringLiteral("-e"), QStringLiteral("stderr"),
                              QStringLiteral("-c"), m_dir.filePath(QStringLiteral("nginx.conf"))},
                             m_port);
    }
    /// Reads the certificate again. Returns when the process that knew the old one is gone, and its connections with
    /// it.
    bool reload(const TestCa::Cert& cert) {
        const QList<QByteArray> old = workers();
        install(cert);
        if (old.isEmpty() || ::kill(static_cast<pid_t>(m_child.pid()), SIGHUP) != 0) return false;
        return QTest::qWaitFor([&] { return !workers().contains(old.front()); }, 8000);
    }
    [[nodiscard]] QByteArray output() { return m_child.output(); }

private:
    [[nodiscard]] QList<QByteArray> workers() const {
        const QString pid = QString::number(m_child.pid());
        QFile file(QStringLiteral("/proc/%1/task/%1/children").arg(pid));
        return file.open(QIODevice::ReadOnly) ? file.readAll().simplified().split(' ') : QList<QByteArray>();
    }
    void write(const char* name, const QByteArray& bytes) {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    QByteArray m_upstream;
    QTemporaryDir m_dir;
    const quint16 m_port = bw::test::freePort();
    Child m_child;
};

}  // namespace

class TestTerminator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        if (Terminator::program().isEmpty()) QSKIP("the whole test needs nginx");
        if (!TestCa::available()) QSKIP("the whole test needs the openssl program");
    }

    void linesLiveBehindNginxAndACertificateThatEndsStopsThem() {
        TestCa ca;
        VenueServer venue;
        QVERIFY(venue.listen());
        Terminator nginx(venue.authority());
        nginx.install(ca.make({.name = "good"}));
        QVERIFY2(nginx.start(), nginx.output().constData());
        ScriptedStream no_stream;
        ScriptedRest no_rest;
        BinanceMarketConfig config = NetHarness::market(no_stream, no_rest);
        const std::string authority = "127.0.0.1:" + std::to_string(nginx.port());
        config.entries[0].url = "wss://" + authority + "/public/stream";
        config.rest.url = "https://" + authority;
        config.rest.catalogue_at_start = true;
        NetConfig net{{std::move(config)}, 7};
        net.tls.ca_file = ca.root().cert_file.toStdString();
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(h.net.start(std::move(net)));
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        QTRY_COMPARE(h.row(kRest).state, FeedState::Live);
        QCOMPARE(h.from("demo.usdm/pub#1")[0].bytes, venue.data);
        QCOMPARE(h.from(kRest)[0].bytes, venue.body);

        QVERIFY2(nginx.reload(ca.make({.name = "renewed"})), nginx.output().constData());
        QTRY_COMPARE(h.from("demo.usdm/pub#2").size(), size_t(1));
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);

        QVERIFY2(nginx.reload(ca.make({.name = "ended", .from_days = -30, .to_days = -1})), nginx.output().constData());
        QVERIFY(h.requests.push({.kind = FeedRequest::Kind::Catalogue, .instrument = "demo.usdm"}));
        for (const char* const source : {kWs, kRest}) QTRY_COMPARE(h.row(source).error, Code::TlsExpired);
        QCOMPARE(h.control("open", kWs).size(), size_t(2));
        QCOMPARE(h.from("demo.usdm/pub#2").size(), size_t(1));
    }

    /// The venue behind it is gone: 502, and it comes back by itself.
    void aVenueBehindNginxThatIsGoneIs502() {
        TestCa ca;
        VenueServer venue;
        QVERIFY(venue.listen());
        venue.refuse = [](const QHostAddress&) { return 502; };
        Terminator nginx(venue.authority());
        nginx.install(ca.make({}));
        QVERIFY2(nginx.start(), nginx.output().constData());
        ScriptedStream no_stream;
        ScriptedRest no_rest;
        BinanceMarketConfig config = NetHarness::market(no_stream, no_rest);
        config.entries[0].url = "wss://127.0.0.1:" + std::to_string(nginx.port()) + "/public/stream";
        config.rest.url = "https://127.0.0.1:" + std::to_string(nginx.port());
        config.rest.catalogue_at_start = true;
        NetConfig net{{std::move(config)}, 7};
        net.tls.ca_file = ca.root().cert_file.toStdString();
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(h.net.start(std::move(net)));
        for (const char* const source : {kWs, kRest}) {
            QTRY_VERIFY2(!h.control("fail", source).empty(), source);
            QCOMPARE(h.control("fail", source)[0].json()[QLatin1String("code")].toString(), QStringLiteral("http_502"));
        }
        venue.refuse = {};
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        QTRY_COMPARE(h.row(kRest).state, FeedState::Live);
    }
};

QTEST_GUILESS_MAIN(TestTerminator)
#include "tst_terminator.moc"
