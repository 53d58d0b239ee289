// SPDX-License-Identifier: GPL-3.0-or-later
#include <zmq.h>

#include <QTest>
#include <array>

#include "core/feed/sim/mt5_gateway.h"
#include "core/feed/sim/tick_publisher.h"
#include "reader.h"

using namespace bw;
using namespace bw::sim;
using bw::test::Reader;

namespace {
struct KeyPair {
    std::string public_key, secret_key;
    KeyPair() {
        std::array<char, 41> open{}, secret{};
        if (zmq_curve_keypair(open.data(), secret.data()) != 0) qFatal("no key pair");
        public_key = open.data();
        secret_key = secret.data();
    }
};
}  // namespace

// The gateway simulator with keys, and those who may and may not listen to it.
class TestCurve : public QObject {
    Q_OBJECT
    const KeyPair m_server, m_friend, m_stranger;

    void publish(TickPublisher& publisher, int count) const {
        SimTick tick;
        tick.time_ms = 1'736'899'200'123;
        tick.bid = Price{108'500};
        tick.ask = Price{108'520};
        GatewayModel gateway(Dialect::V6, tick.time_ms);
        for (int i = 0; i < count; ++i)
            gateway.tick(tick.time_ms, *findBySymbol(Venue::Mt5, "EURUSD"), tick,
                         [&](std::uint64_t, const WireMessage& message) { publisher.send(message); });
    }

private Q_SLOTS:
    void initTestCase() {
        if (zmq_has("curve") == 0) QSKIP("libzmq without CURVE: whole test");
    }
    void whoKnowsTheServerKeyMayListen() {
        TickPublisher publisher;
        QVERIFY(publisher.bind("tcp://127.0.0.1:*", {1'000, 0, m_server.secret_key, {}}));
        Reader reader;
        QVERIFY(reader.start(publisher.endpoint(),
                             feed::CurveKeys{m_server.public_key, m_stranger.public_key, m_stranger.secret_key}));
        QTRY_VERIFY(publisher.hasSubscriber());
        publish(publisher, 5);
        QTRY_VERIFY((reader.collect(), reader.ticks == 5));
        QCOMPARE(reader.row().detail, std::string("encrypted"));
    }
    void aListOfClientsKeepsStrangersOut() {
        TickPublisher publisher;
        QVERIFY(publisher.bind("tcp://127.0.0.1:*", {1'000, 0, m_server.secret_key, {m_friend.public_key}}));
        Reader friendly, strange, plain;
        QVERIFY(friendly.start(publisher.endpoint(),
                               feed::CurveKeys{m_server.public_key, m_friend.public_key, m_friend.secret_key}));
        QTRY_VERIFY(publisher.hasSubscriber());
        QVERIFY(strange.start(publisher.endpoint(),
                              feed::CurveKeys{m_server.public_key, m_stranger.public_key, m_stranger.secret_key}));
        QVERIFY(plain.start(publisher.endpoint()));
        QTRY_COMPARE(strange.row().error, Code::CurveRefused);
        QVERIFY2(strange.row().detail.find("refused our public key") != std::string::npos, strange.row().detail.c_str());
        QTRY_VERIFY(plain.row().error != Code::Ok);
        publish(publisher, 5);
        QTRY_VERIFY((friendly.collect(), friendly.ticks == 5));
        strange.stop();
        plain.stop();
        for (Reader* reader : {&strange, &plain}) {
            reader->collect();
            QCOMPARE(reader->frames_n, std::uint64_t{0});
            QCOMPARE(reader->row().state, FeedState::Down);
        }
    }
};

QTEST_GUILESS_MAIN(TestCurve)
#include "tst_curve.moc"
