// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/child.h"
#include "tests/support/socks_proxy.h"
#include "tests/support/test_ca.h"
#include "tests/support/venue_server.h"
#include "tests/unit/transport/net_harness.h"

using namespace bw;
using namespace bw::feed;
using bw::test::Child;
using bw::test::SocksProxy;
using bw::test::TestCa;
using bw::test::VenueServer;

namespace {

const char* const kWs = "demo.usdm/pub";
const char* const kRest = "demo.usdm/rest";
const char* const kSecret = "pa55word";

/// microsocks or tinyproxy, leaving by an address of its own, so that the venue can tell it from us.
class RealProxy {
public:
    explicit RealProxy(ProxyConfig::Type type, const char* name, const char* leaves_by)
        : m_leaves_by(leaves_by), m_config{name, type, "127.0.0.1", bw::test::freePort(), "trader", kSecret} {}
    [[nodiscard]] static QString program(ProxyConfig::Type type) {
        return bw::test::programPath(type == ProxyConfig::Type::Socks5 ? "microsocks" : "tinyproxy");
    }
    bool start() {
        const QString path = program(m_config.type);
        const QString port = QString::number(m_config.port), by = QString::fromLatin1(m_leaves_by);
        const QString secret = QString::fromLatin1(kSecret);
        if (m_config.type == ProxyConfig::Type::Socks5)
            return m_child.start(
                path,
                {QStringLiteral("-i"), QStringLiteral("127.0.0.1"), QStringLiteral("-p"), port, QStringLiteral("-b"),
                 by, QStringLiteral("-u"), QStringLiteral("trader"), QStringLiteral("-P"), secret},
                m_config.port);
        QFile file(m_dir.filePath(QStringLiteral("tinyproxy.conf")));
        if (!file.open(QIODevice::WriteOnly)) return false;
        file.write("Port " + port.toLatin1() + "\nListen 127.0.0.1\nBind " + by.toLatin1() +
                   "\nTimeout 600\nMaxClients 50\nAllow 127.0.0.1\nBasicAuth trader " + kSecret + "\n");
        file.close();
        return m_child.start(path, {QStringLiteral("-d"), QStringLiteral("-c"), file.fileName()}, m_config.port);
    }
    void kill() { m_child.stop(); }
    [[nodiscard]] const ProxyConfig& config() const { return m_config; }
    [[nodiscard]] QHostAddress address() const { return QHostAddress(QString::fromLatin1(m_leaves_by)); }

private:
    const char* m_leaves_by;
    ProxyConfig m_config;
    QTemporaryDir m_dir;
    Child m_child;
};

BinanceMarketConfig market(const std::string& authority, bool secure, ProxyPolicy policy) {
    ScriptedStream no_stream;
    ScriptedRest no_rest;
    BinanceMarketConfig config = NetHarness::market(no_stream, no_rest);
    config.entries[0].url = (secure ? "wss://" : "ws://") + authority + "/public/stream";
    config.rest.url = (secure ? "https://" : "http://") + authority;
    config.rest.catalogue_at_start = true;
    config.rest.clock_period_ms = 0;
    config.rest.proxy = std::move(policy);
    return config;
}

Status start(NetHarness& h, BinanceMarketConfig config, std::vector<ProxyConfig> proxies, const TestCa* ca = nullptr) {
    NetConfig net{{std::move(config)}, 7};
    net.proxies = std::move(proxies);
    if (ca != nullptr) net.tls.ca_file = ca->root().cert_file.toStdString();
    return h.net.start(std::move(net));
}

}  // namespace

Q_DECLARE_METATYPE(bw::feed::ProxyConfig::Type)

class TestProxies : public QObject {
    Q_OBJECT

    static void verifyLive(NetHarness& h, const char* proxy) {
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        QTRY_COMPARE(h.row(kRest).state, FeedState::Live);
        QTRY_COMPARE(h.row(kWs).proxy, std::string(proxy));
        QTRY_COMPARE(h.row(kRest).proxy, std::string(proxy));
    }
    static void verifySecretUnseen(NetHarness& h) {
        h.collect();
        for (const auto& frame : h.got) QVERIFY2(!frame.bytes.contains(kSecret), frame.bytes.constData());
        for (const FeedStatusRow& row : h.board.rows()) {
            QVERIFY(row.endpoint.find(kSecret) == std::string::npos);
            QVERIFY(row.detail.find(kSecret) == std::string::npos);
        }
    }
    static void types() {
        QTest::addColumn<ProxyConfig::Type>("type");
        QTest::newRow("SOCKS5") << ProxyConfig::Type::Socks5;
        QTest::newRow("HTTP") << ProxyConfig::Type::Http;
    }

private Q_SLOTS:
    void initTestCase() {
        for (const auto type : {ProxyConfig::Type::Socks5, ProxyConfig::Type::Http})
            if (RealProxy::program(type).isEmpty()) QSKIP("the whole test needs microsocks and tinyproxy");
    }

    /// 451 to us, served to the proxy: REST and WebSocket get there.
    void aVenueThatRefusesUsIsReachedByTheProxy_data() { types(); }
    void aVenueThatRefusesUsIsReachedByTheProxy() {
        QFETCH(ProxyConfig::Type, type);
        RealProxy proxy(type, "tokyo", "127.0.0.5");
        QVERIFY(proxy.start());
        VenueServer venue;
        venue.refuse = [](const QHostAddress& peer) { return peer == QHostAddress(QHostAddress::LocalHost) ? 451 : 0; };
        QVERIFY(venue.listen());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority(), false, {"auto"}), {proxy.config()}));
        verifyLive(h, "tokyo");
        for (const QHostAddress& peer : venue.served) QCOMPARE(peer, proxy.address());
        const bool socks = type == ProxyConfig::Type::Socks5;
        const std::string shown = (socks ? "socks5://trader:***@127.0.0.1:" : "http://trader:***@127.0.0.1:") +
                                  std::to_string(proxy.config().port);
        QCOMPARE(h.control("open", kWs)[0].json()[QLatin1String("proxy")].toString().toStdString(), shown);
        QTRY_COMPARE(h.row("proxy/tokyo").state, FeedState::Live);
        QCOMPARE(h.row("proxy/tokyo").endpoint, shown);
        QVERIFY(h.row("proxy/tokyo").detail.ends_with(" ms"));
        verifySecretUnseen(h);
    }

    void theNextProxyTakesOverWhenOneDies() {
        RealProxy first(ProxyConfig::Type::Socks5, "first", "127.0.0.5");
        RealProxy second(ProxyConfig::Type::Http, "second", "127.0.0.6");
        QVERIFY(first.start() && second.start());
        VenueServer venue;
        QVERIFY(venue.listen());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority(), false, {"first", "second"}), {first.config(), second.config()}));
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        QTRY_COMPARE(h.row(kRest).state, FeedState::Live);
        const std::string used = h.row(kWs).proxy;
        QVERIFY(used == "first" || used == "second");
        RealProxy& dying = used == "first" ? first : second;
        const char* const other = used == "first" ? "second" : "first";
        dying.kill();
        QTRY_COMPARE(h.row(kWs).proxy, std::string(other));
        QTRY_COMPARE(h.row(kWs).state, FeedState::Live);
        QVERIFY(h.requests.push({.kind = FeedRequest::Kind::Catalogue, .instrument = "demo.usdm"}));
        verifyLive(h, other);
        for (const QHostAddress& peer : venue.served) QVERIFY(peer == first.address() || peer == second.address());
    }

    void tlsIsEndToEndThroughAProxy_data() { types(); }
    void tlsIsEndToEndThroughAProxy() {
        if (!TestCa::available()) QSKIP("needs the openssl program");
        QFETCH(ProxyConfig::Type, type);
        TestCa ca;
        VenueServer venue;
        venue.setCertificate(ca.make({}));
        QVERIFY(ca.ok() && venue.listen());
        RealProxy proxy(type, "tokyo", "127.0.0.5");
        QVERIFY(proxy.start());
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority(), true, {"tokyo"}), {proxy.config()}, &ca));
        verifyLive(h, "tokyo");
        for (const QHostAddress& peer : venue.served) QCOMPARE(peer, proxy.address());
        verifySecretUnseen(h);
    }

    void aWrongPasswordIsProxyAuth_data() { types(); }
    void aWrongPasswordIsProxyAuth() {
        QFETCH(ProxyConfig::Type, type);
        RealProxy proxy(type, "tokyo", "127.0.0.5");
        QVERIFY(proxy.start());
        VenueServer venue;
        QVERIFY(venue.listen());
        ProxyConfig wrong = proxy.config();
        if (type == ProxyConfig::Type::Socks5)
            wrong.password = "letmein";
        else
            wrong.user =
                wrong.password = {};  // tinyproxy answers a wrong password with 401, which is no word of a proxy
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority(), false, {"tokyo"}), {wrong}));
        for (const char* const source : {kWs, kRest}) {
            QTRY_VERIFY2(!h.control("fail", source).empty(), source);
            const QByteArray fail = h.control("fail", source)[0].bytes;
            QVERIFY2(fail.contains("\"code\":\"proxy_auth\""), fail.constData());
            QVERIFY(!fail.contains("letmein"));
        }
        QCOMPARE(venue.accepted, 0);
    }

    void aDeadProxyIsProxyRefused_data() { types(); }
    void aDeadProxyIsProxyRefused() {
        QFETCH(ProxyConfig::Type, type);
        VenueServer venue;
        QVERIFY(venue.listen());
        const ProxyConfig dead{"tokyo", type, "127.0.0.1", bw::test::freePort()};
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market(venue.authority(), false, {"tokyo"}), {dead}));
        for (const char* const source : {kWs, kRest, "proxy/tokyo"})
            QTRY_VERIFY2(h.row(source).error == Code::ProxyRefused, (source + (": " + h.row(source).detail)).c_str());
        QCOMPARE(venue.accepted, 0);  // a venue with a named proxy is never reached without it
    }

    void namesAreResolvedAtTheProxy_data() {
        QTest::addColumn<QByteArray>("san");
        QTest::addColumn<Code>("code");
        QTest::newRow("the name itself") << QByteArray("DNS:a.b.venue.invalid") << Code::Ok;
        QTest::newRow("a wildcard one label deep") << QByteArray("DNS:*.b.venue.invalid") << Code::Ok;
        QTest::newRow("a wildcard two labels deep") << QByteArray("DNS:*.venue.invalid") << Code::TlsHost;
    }
    void namesAreResolvedAtTheProxy() {
        if (!TestCa::available()) QSKIP("needs the openssl program");
        QFETCH(QByteArray, san);
        QFETCH(Code, code);
        TestCa ca;
        VenueServer venue;
        venue.setCertificate(ca.make({.cn = "venue", .san = san}));
        QVERIFY(ca.ok() && venue.listen());
        SocksProxy proxy(venue.port());
        QVERIFY(proxy.listen());
        const ProxyConfig config{"lab", ProxyConfig::Type::Socks5, "127.0.0.1", proxy.port()};
        SystemClock clock;
        NetHarness h(clock);
        QVERIFY(start(h, market("a.b.venue.invalid", true, {"lab"}), {config}, &ca));
        if (code == Code::Ok) {
            verifyLive(h, "lab");
        } else {
            for (const char* const source : {kWs, kRest}) QTRY_COMPARE(h.row(source).error, code);
            QVERIFY(venue.requests.isEmpty());
        }
        QVERIFY(!proxy.names.isEmpty());
        for (const QByteArray& name : proxy.names) QCOMPARE(name, QByteArray("a.b.venue.invalid"));
        QCOMPARE(proxy.addresses, 0);
    }

    void whatCannotWorkIsRefusedAtStart_data() {
        QTest::addColumn<QByteArrayList>("policy");
        QTest::addColumn<Code>("code");
        QTest::newRow("a name nobody has") << QByteArrayList{"osaka"} << Code::CfgRange;
        QTest::newRow("nothing") << QByteArrayList{} << Code::CfgEmpty;
        QTest::newRow("auto beside a name") << QByteArrayList{"tokyo", "auto"} << Code::CfgConflict;
        QTest::newRow("a name") << QByteArrayList{"tokyo"} << Code::Ok;
        QTest::newRow("direct") << QByteArrayList{"direct"} << Code::Ok;
    }
    void whatCannotWorkIsRefusedAtStart() {
        QFETCH(QByteArrayList, policy);
        QFETCH(Code, code);
        ProxyPolicy names;
        for (const QByteArray& name : policy) names.push_back(name.toStdString());
        SystemClock clock;
        NetHarness h(clock);
        const ProxyConfig proxy{"tokyo", ProxyConfig::Type::Socks5, "127.0.0.1", bw::test::freePort()};
        const Status done =
            start(h, market("127.0.0.1:" + std::to_string(bw::test::freePort()), false, names), {proxy});
        QCOMPARE(done ? Code::Ok : done.error().code, code);
    }
};

QTEST_GUILESS_MAIN(TestProxies)
#include "tst_proxies.moc"
