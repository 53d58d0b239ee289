// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QSslCipher>
#include <QTcpServer>
#include <QTest>
#include <functional>

#include "tests/support/test_ca.h"
#include "tests/support/venue_server.h"
#include "tests/unit/transport/net_harness.h"

using namespace bw;
using namespace bw::feed;
using bw::test::TestCa;
using bw::test::VenueServer;

namespace {

const char* const kWs = "demo.usdm/pub";
const char* const kRest = "demo.usdm/rest";

/// `openssl s_server`: what Qt's own server is too careful to offer.
class OldServer {
public:
    OldServer(const TestCa::Cert& cert, const QStringList& more) {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(
            QStringLiteral("openssl"),
            QStringList{QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"),
                        QStringLiteral("-cert"), cert.cert_file, QStringLiteral("-key"), cert.key_file,
                        QStringLiteral("-cipher"), QStringLiteral("DEFAULT@SECLEVEL=0")} +
                more);
    }
    ~OldServer() {
        m_process.kill();
        m_process.waitForFinished();
    }
    quint16 port() {
        const bool up = QTest::qWaitFor(
            [this] {
                m_output += m_process.readAll();
                return m_output.contains("ACCEPT ") && m_output.indexOf('\n', m_output.indexOf("ACCEPT ")) > 0;
            },
            5000);
        if (!up) return 0;
        const QByteArray line = m_output.mid(m_output.indexOf("ACCEPT ")).split('\n').value(0);
        return line.mid(line.lastIndexOf(':') + 1).trimmed().toUShort();
    }
    [[nodiscard]] QByteArray output() {
        m_output += m_process.readAll();
        return m_output;
    }

private:
    QProcess m_process;
    QByteArray m_output;
};

}  // namespace

class TestTls : public QObject {
    Q_OBJECT

    TestCa* m_ca = nullptr;

    BinanceMarketConfig market(const std::string& authority) const {
        ScriptedStream no_stream;
        ScriptedRest no_rest;
        BinanceMarketConfig config = NetHarness::market(no_stream, no_rest);
        config.entries[0].url = "wss://" + authority + "/public/stream";
        config.rest.url = "https://" + authority;
        config.rest.catalogue_at_start = true;
        return config;
    }
    Status start(NetHarness& h, BinanceMarketConfig config, std::vector<TlsPins> pins = {}) const {
        NetConfig net{{std::move(config)}, 7};
        net.tls.ca_file = m_ca->root().cert_file.toStdString();
        net.tls.pins = std::move(pins);
        return h.net.start(std::move(net));
    }
    /// Both lines failed with `code`, and nothing of the peer got through.
    static void verifyRefused(NetHarness& h, Code code, Code or_code, std::size_t times = 1) {
        for (const char* const source : {kWs, kRest}) {
            QTRY_VERIFY2(h.control("fail", source).size() >= times, source);
            const auto fails = h.control("fail", source);
            for (const auto& fail : fails) {
                const QByteArray word = fail.json()[QLatin1String("code")].toString().toUtf8();
                const auto known = [&word](Code one) { return codeName(one) == word.toStdString(); };
                QVERIFY2(known(code) || known(or_code), fail.bytes.constData());
            }
            const Code shown = h.row(source).error;
            QVERIFY2(shown == code || shown == or_code, source);
            QCOMPARE(h.row(source).frames, std::uint64_t(0));
            QCOMPARE(h.row(source).state == FeedState::Live, false);
        }
        QVERIFY(h.control("open").empty());
        for (const auto& frame : h.got) QVERIFY2(frame.source.ends_with('!'), frame.source.c_str());
    }

private Q_SLOTS:
    void initTestCase() {
        if (!TestCa::available()) QSKIP("the whole test needs the openssl program");
        if (!QSslSocket::supportsSsl()) QSKIP("the whole test needs a TLS backend of Qt");
        m_ca = new TestCa;
        QVERIFY2(m_ca->ok(), m_ca->error().constData());
    }
    void cleanupTestCase() { delete m_ca; }

    void badCertificate_data() {
        QTest::addColumn<TestCa::Request>("request");
        QTest::addColumn<QString>("host");
        QTest::addColumn<Code>("code");
        const QString ip = QStringLiteral("127.0.0.1");
        QTest::newRow("expired yesterday")
            << TestCa::Request{.name = "expired", .from_days = -30, .to_days = -1} << ip << Code::TlsExpired;
        QTest::newRow("valid from tomorrow")
            << TestCa::Request{.name = "early", .from_days = 1, .to_days = 30} << ip << Code::TlsNotYet;
        QTest::newRow("another host") << TestCa::Request{.name = "other",
                                                         .cn = "other.test",
                                                         .san = "DNS:other.test,DNS:venue.test"}
                                      << QStringLiteral("localhost") << Code::TlsHost;
        QTest::newRow("an address that is not in the SAN")
            << TestCa::Request{.name = "noip", .cn = "localhost", .san = "DNS:localhost,IP:127.0.0.2"} << ip
            << Code::TlsHost;
        QTest::newRow("self-signed") << TestCa::Request{.name = "self", .self_signed = true} << ip
                                     << Code::TlsSelfSigned;
    }
    void badCertificate() {
        QFETCH(TestCa::Request, request);
        QFETCH(QString, host);
        QFETCH(Code, code);
        VenueServer venue;
        venue.setCertificate(m_ca->make(request));
        QVERIFY2(m_ca->ok(), m_ca->error().constData());
        QVERIFY(venue.listen());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority(host.toLatin1().constData()))));
        verifyRefused(h, code, code);
        QVERIFY(venue.requests.isEmpty());  // not even the request was sent
    }

    void unknownAuthority() {
        TestCa stranger;
        VenueServer venue;
        venue.setCertificate(stranger.make({}), {stranger.root()});
        QVERIFY2(stranger.ok(), stranger.error().constData());
        QVERIFY(venue.listen());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority())));
        verifyRefused(h, Code::TlsUntrusted, Code::TlsUntrusted);
        QVERIFY(venue.requests.isEmpty());
    }

    void anIntermediateMustBeSentAlong_data() {
        QTest::addColumn<bool>("sent");
        QTest::newRow("missing") << false;
        QTest::newRow("sent") << true;
    }
    void anIntermediateMustBeSentAlong() {
        QFETCH(bool, sent);
        const TestCa::Cert middle = m_ca->make({.name = "middle", .cn = "middle", .san = "", .authority = true});
        VenueServer venue;
        venue.setCertificate(m_ca->make({.name = "below", .issuer = &middle}),
                             sent ? QList<TestCa::Cert>{middle} : QList<TestCa::Cert>{});
        QVERIFY2(m_ca->ok(), m_ca->error().constData());
        QVERIFY(venue.listen());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority())));
        if (!sent) return verifyRefused(h, Code::TlsUntrusted, Code::TlsUntrusted);
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        QTRY_COMPARE(h.row(kRest).state, FeedState::Live);
    }

    void oldCryptography_data() {
        QTest::addColumn<TestCa::Request>("request");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<Code>("code");
        QTest::addColumn<Code>("or_code");
        QTest::newRow("TLS 1.1 only") << TestCa::Request{.name = "old"} << QStringList{QStringLiteral("-tls1_1")}
                                      << Code::TlsVersion << Code::TlsVersion;
        QTest::newRow("RSA of 1024 bits") << TestCa::Request{.name = "weak", .key = "rsa:1024"} << QStringList{}
                                          << Code::TlsUntrusted << Code::TlsHandshake;
        QTest::newRow("signed with SHA-1") << TestCa::Request{.name = "sha1", .digest = "sha1"} << QStringList{}
                                           << Code::TlsUntrusted << Code::TlsHandshake;
    }
    void oldCryptography() {
        QFETCH(TestCa::Request, request);
        QFETCH(QStringList, options);
        QFETCH(Code, code);
        QFETCH(Code, or_code);
        OldServer server(m_ca->make(request), options);
        QVERIFY2(m_ca->ok(), m_ca->error().constData());
        const quint16 port = server.port();
        QVERIFY2(port != 0, server.output().constData());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market("127.0.0.1:" + std::to_string(port))));
        verifyRefused(h, code, or_code);
        QVERIFY2(!server.output().contains("GET /"), server.output().constData());
    }

    void aHandshakeThatDoesNotEnd_data() {
        QTest::addColumn<bool>("cut");
        QTest::addColumn<Code>("code");
        QTest::newRow("cut") << true << Code::TlsHandshake;
        QTest::newRow("silent") << false << Code::Timeout;
    }
    void aHandshakeThatDoesNotEnd() {
        QFETCH(bool, cut);
        QFETCH(Code, code);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket* const socket = server.nextPendingConnection();
            if (cut)
                connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                    socket->write(QByteArray::fromHex("160303004a"));  // a record that promises 74 bytes
                    socket->disconnectFromHost();
                });
        });
        BinanceMarketConfig config = market("127.0.0.1:" + std::to_string(server.serverPort()));
        config.line.connect_timeout_ms = config.rest.timeout_ms = 300;
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, config));
        verifyRefused(h, code, code);
    }

    void plainTextOnTheTlsPort() {
        ScriptedRest plain;
        QVERIFY(plain.listen());
        SystemClock clock;
        NetHarness h(clock);
        BinanceMarketConfig config = market("127.0.0.1:" + std::to_string(plain.port()));
        config.line.connect_timeout_ms = config.rest.timeout_ms = 1000;
        QTcpServer echo;  // answers in plain text whatever comes
        QVERIFY(echo.listen(QHostAddress::LocalHost));
        connect(&echo, &QTcpServer::newConnection, this, [&echo] {
            QTcpSocket* const socket = echo.nextPendingConnection();
            socket->write("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x02{}");
        });
        config.entries[0].url = "wss://127.0.0.1:" + std::to_string(echo.serverPort()) + "/stream";
        config.rest.url = "https://127.0.0.1:" + std::to_string(echo.serverPort());
        QVERIFY(start(h, config));
        verifyRefused(h, Code::TlsHandshake, Code::TlsHandshake);
    }

    void pins_data() {
        QTest::addColumn<QByteArrayList>("pins");  // "leaf" stands for the key of the server
        QTest::addColumn<bool>("accepted");
        const QByteArray other(64, 'a'), another(64, 'b');
        QTest::newRow("both differ") << QByteArrayList{other, another} << false;
        QTest::newRow("the second matches") << QByteArrayList{other, "leaf"} << true;
        QTest::newRow("the root's key is not the peer's") << QByteArrayList{other, "root"} << false;
    }
    void pins() {
        QFETCH(QByteArrayList, pins);
        QFETCH(bool, accepted);
        const TestCa::Cert cert = m_ca->make({.name = "pinned", .key = "rsa:2048"});
        VenueServer venue;
        venue.setCertificate(cert, {m_ca->root()});
        QVERIFY(venue.listen());
        TlsPins wanted{"127.0.0.1", {}};
        for (const QByteArray& pin : pins)
            wanted.sha256.push_back((pin == "leaf"   ? m_ca->pinOf(cert)
                                     : pin == "root" ? m_ca->pinOf(m_ca->root())
                                                     : pin)
                                        .toStdString());
        wanted.sha256.push_back(QByteArray(32, '\1').toBase64().toStdString());
        QVERIFY2(m_ca->ok(), m_ca->error().constData());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority()), {wanted}));
        if (!accepted) {
            verifyRefused(h, Code::TlsPin, Code::TlsPin, 2);
            for (const QByteArray& request : venue.requests)  // REST stops before its request
                QVERIFY(request.toLower().contains("upgrade: websocket"));
            return;
        }
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        QTRY_COMPARE(h.row(kRest).state, FeedState::Live);
    }

    void pinsThatCannotWorkAreRefused_data() {
        QTest::addColumn<QByteArrayList>("pins");
        QTest::addColumn<Code>("code");
        const QByteArray good(64, 'a');
        QTest::newRow("one alone") << QByteArrayList{good} << Code::CfgRange;
        QTest::newRow("too short") << QByteArrayList{good, "abcd"} << Code::CfgSyntax;
        QTest::newRow("not hex") << QByteArrayList{good, QByteArray(64, 'x')} << Code::CfgSyntax;
        QTest::newRow("hex and base64") << QByteArrayList{good, QByteArray(32, 'k').toBase64()} << Code::Ok;
    }
    void pinsThatCannotWorkAreRefused() {
        QFETCH(QByteArrayList, pins);
        QFETCH(Code, code);
        TlsPins wanted{"venue.test", {}};
        for (const QByteArray& pin : pins) wanted.sha256.push_back(pin.toStdString());
        const auto made = TlsPolicy::make({{}, {wanted}});
        QCOMPARE(made ? Code::Ok : made.error().code, code);
        const auto no_file = TlsPolicy::make({"/nonexistent/ca.pem", {}});
        QVERIFY(!no_file && no_file.error().code == Code::FileOpen);
    }

    void aCertificateThatChangesIsCheckedAgain() {
        VenueServer venue;
        venue.setCertificate(m_ca->make({.name = "first"}));
        QVERIFY(venue.listen());
        SystemClock clock;
        NetHarness h(clock);
        BinanceMarketConfig config = market(venue.authority());
        QVERIFY(start(h, config));
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        venue.setCertificate(m_ca->make({.name = "second", .cn = "renewed"}));
        venue.cut();
        QTRY_COMPARE(h.from("demo.usdm/pub#2").size(), size_t(1));
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        venue.setCertificate(m_ca->make({.name = "third", .from_days = -9, .to_days = -1}));
        venue.cut();
        QTRY_COMPARE(h.row(kWs).error, Code::TlsExpired);
        QCOMPARE(h.control("open").size(), size_t(2));
    }

    void aRedirectIsNotFollowed() {
        ScriptedRest plain;
        QVERIFY(plain.listen());
        VenueServer venue;
        venue.setCertificate(m_ca->make({.name = "moved"}));
        venue.redirect_to = QByteArray::fromStdString(plain.url()) + "/stream";
        QVERIFY(venue.listen());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority())));
        for (const char* const source : {kWs, kRest}) {
            QTRY_VERIFY2(!h.control("fail", source).empty(), source);
            QCOMPARE(h.control("fail", source)[0].json()[QLatin1String("code")].toString(), QStringLiteral("http_301"));
        }
        QVERIFY(plain.paths.isEmpty());
        for (const auto& frame : h.got) QVERIFY2(frame.source.ends_with('!'), frame.source.c_str());
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
