// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/feed/transport/proxies.h"

using namespace bw;
using namespace bw::feed;

namespace {

MonoTime at(std::int64_t seconds) {
    return {seconds * kNsPerSec};
}

ProxyBook threeProxies() {
    const auto type = ProxyConfig::Type::Socks5;
    return ProxyBook({{"a", type, "a.test", 1080}, {"b", type, "b.test", 1080}, {"c", type, "c.test", 1080}});
}

const NetFault kRefused{Code::HttpStatus, "http_451", {}, 451};
const NetFault kBusy{Code::HttpStatus, "http_429", {}, 429};
const NetFault kCut{Code::Connect, "connect", {}, 0};
const NetFault kProxyGone{Code::ProxyRefused, "proxy_refused", {}, 0};

}  // namespace

/// Times of the proxy rules (feeds spec 4), without sockets.
class TestProxyRoute : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void autoGoesDirectUntilThreeAttemptsFailed() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"auto"});
        QCOMPARE(route.use(at(0)), ProxyBook::kDirect);
        QVERIFY(!route.onFault(ProxyBook::kDirect, kCut, at(1)));
        QVERIFY(!route.onFault(ProxyBook::kDirect, kCut, at(2)));
        QCOMPARE(route.use(at(2)), ProxyBook::kDirect);
        QVERIFY(route.onFault(ProxyBook::kDirect, kCut, at(3)));
        QCOMPARE(route.use(at(3)), 0);
    }
    void aGoodAnswerForgetsFailures() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"auto"});
        for (int i = 0; i < 10; ++i) {
            QVERIFY(!route.onFault(ProxyBook::kDirect, kCut, at(i)));
            QVERIFY(!route.onFault(ProxyBook::kDirect, kCut, at(i)));
            route.onGood(ProxyBook::kDirect);
        }
        QCOMPARE(route.use(at(11)), ProxyBook::kDirect);
    }
    void aVenueThatSays429IsNotEvaded() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"auto"});
        for (int i = 0; i < 10; ++i) QVERIFY(!route.onFault(ProxyBook::kDirect, kBusy, at(i)));
        QCOMPARE(route.use(at(11)), ProxyBook::kDirect);
    }
    void theHealthyOneWithTheLeastLatencyIsTaken() {
        ProxyBook book = threeProxies();
        book.onGood(0, 90 * kNsPerMs);
        book.onGood(1, 20 * kNsPerMs);
        book.onGood(2, 10 * kNsPerMs);
        for (int i = 0; i < ProxyBook::kFailuresMax; ++i) book.onFault(2, at(1));
        ProxyRoute route(book, {"auto"});
        QVERIFY(route.onFault(ProxyBook::kDirect, kRefused, at(2)));
        QCOMPARE(route.use(at(2)), 1);
        QVERIFY(!book.healthy(2, at(300)));
        QVERIFY(book.healthy(2, at(301)));
    }
    void latencyIsAnAverageThatFollows() {
        ProxyBook book = threeProxies();
        book.onGood(0, 100 * kNsPerMs);
        book.onGood(0, 50 * kNsPerMs);
        QCOMPARE(book.latencyNs(0), std::int64_t(90 * kNsPerMs));
    }
    void aProxyThatRefusesIsLeftAtOnce() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"b", "c"});
        QCOMPARE(route.use(at(0)), 1);
        QVERIFY(route.onFault(1, kProxyGone, at(0)));
        QCOMPARE(route.use(at(0)), 2);
        QVERIFY(!route.onFault(2, kProxyGone, at(0)));  // both were tried: no more haste
        QVERIFY(route.use(at(1)) >= 1);                 // and never direct
    }
    void aProxyThatIsOutIsNotUsed() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"a", "b"});
        QCOMPARE(route.use(at(0)), 0);
        for (int i = 0; i < ProxyBook::kFailuresMax; ++i) book.onFault(0, at(5));
        QCOMPARE(route.use(at(5)), 1);
    }
    void whatFailsLateCountsForTheWayItWent() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"auto"});
        QVERIFY(route.onFault(ProxyBook::kDirect, kRefused, at(0)));
        QCOMPARE(route.use(at(0)), 0);
        QVERIFY(route.onFault(ProxyBook::kDirect, kRefused, at(1)));  // of another line, sent before
        QCOMPARE(route.use(at(1)), 0);
    }
    void everyWayIsTriedOnceThenThePauseBegins() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"auto"});
        int ways = 1;
        while (route.onFault(route.use(at(0)), kRefused, at(0))) ++ways;
        QCOMPARE(ways, 4);
    }
    void directIsTriedAgainAfterHalfAnHourOnce() {
        ProxyBook book = threeProxies();
        ProxyRoute route(book, {"auto"});
        QVERIFY(route.onFault(ProxyBook::kDirect, kRefused, at(0)));
        route.onGood(0);
        QCOMPARE(route.use(at(1'799)), 0);
        QCOMPARE(route.use(at(1'800)), ProxyBook::kDirect);
        QVERIFY(route.onFault(ProxyBook::kDirect, kCut, at(1'801)));  // one failure is enough now
        QCOMPARE(route.use(at(1'801)), 0);
        QCOMPARE(route.use(at(3'600)), 0);
        QCOMPARE(route.use(at(3'601)), ProxyBook::kDirect);
        route.onGood(ProxyBook::kDirect);
        QCOMPARE(route.use(at(9'999)), ProxyBook::kDirect);
    }
    void directAndNamedKeepTheirWay() {
        ProxyBook book = threeProxies();
        ProxyRoute direct(book, {"direct"});
        QVERIFY(!direct.onFault(ProxyBook::kDirect, kRefused, at(0)));
        QCOMPARE(direct.use(at(1)), ProxyBook::kDirect);
        ProxyRoute named(book, {"c"});
        for (int i = 0; i < 9; ++i) QVERIFY(!named.onFault(2, kCut, at(i)));
        QCOMPARE(named.use(at(10)), 2);
        ProxyBook none;
        ProxyRoute alone(none, {"auto"});
        for (int i = 0; i < 9; ++i) QVERIFY(!alone.onFault(ProxyBook::kDirect, kRefused, at(i)));
        QCOMPARE(alone.use(at(10)), ProxyBook::kDirect);
    }
    void thePasswordIsNotShown() {
        const ProxyBook book({{"a", ProxyConfig::Type::Socks5, "a.test", 1080, "me", "secret"},
                              {"b", ProxyConfig::Type::Http, "::1", 8080}});
        QCOMPARE(book.shown(0), std::string("socks5://me:***@a.test:1080"));
        QCOMPARE(book.shown(1), std::string("http://[::1]:8080"));
        QCOMPARE(book.shown(ProxyBook::kDirect), std::string());
    }
};

QTEST_APPLESS_MAIN(TestProxyRoute)
#include "tst_proxy_route.moc"
