// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QElapsedTimer>
#include <QTest>

#include "core/feed/sim/mt5_gateway.h"
#include "core/feed/sim/tick_publisher.h"
#include "reader.h"
#include "slow_link.h"

using namespace bw;
using namespace bw::sim;
using bw::test::Reader;
using bw::test::SlowLink;

namespace {
constexpr std::int64_t kTickMs = 100;

const std::vector<const SimInstrument*>& symbols() {
    static const std::vector<const SimInstrument*> kSymbols = {
        findBySymbol(Venue::Mt5, "EURUSD"), findBySymbol(Venue::Mt5, "GBPUSD"), findBySymbol(Venue::Mt5, "XAUUSD")};
    return kSymbols;
}

/// A gateway whose subscriber may be only 100 messages behind, and the reader behind a line that can stall.
struct Setup {
    TickPublisher publisher;
    std::unique_ptr<SlowLink> link;
    Reader reader;
    std::unique_ptr<GatewayModel> gateway;
    std::int64_t now_ms = QDateTime::currentMSecsSinceEpoch();

    [[nodiscard]] bool open(bool slow) {
        if (!publisher.bind("tcp://127.0.0.1:*", {100, 4'096, {}, {}})) return false;
        const std::string& endpoint = publisher.endpoint();
        link = std::make_unique<SlowLink>(
            static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
        gateway = std::make_unique<GatewayModel>(Dialect::V6, now_ms);
        return reader.start(slow ? link->endpoint() : endpoint) &&
               QTest::qWaitFor([&] { return publisher.hasSubscriber(); });
    }
    /// One step of the gateway's clock: a tick of each symbol, `copies` times.
    void step(int copies = 1) {
        gateway->poll(now_ms, publisher.sent(), publisher.failed(),
                      [&](const WireMessage& message) { publisher.send(message); });
        for (int i = 0; i < copies; ++i)
            for (const SimInstrument* symbol : symbols()) {
                SimTick tick;
                tick.time_ms = now_ms;
                tick.bid = Price{100'000 + i};
                tick.ask = Price{100'020 + i};
                tick.flags = 6;
                gateway->tick(now_ms, *symbol, tick,
                              [&](std::uint64_t, const WireMessage& message) { publisher.send(message); });
            }
        now_ms += kTickMs;
    }
    [[nodiscard]] bool settled() {
        reader.collect();
        for (const SimInstrument* symbol : symbols())
            if (reader.symbols[std::string(symbol->symbol)].seq.last() != gateway->lastSeq(symbol->symbol)) return false;
        return true;
    }
};
}  // namespace

class TestLoss : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Published minus received is what the numbers say is missing, of each symbol.
    void whatAStalledReaderMissedIsAllInTheGaps() {
        Setup s;
        QVERIFY(s.open(/*slow=*/true));
        for (int i = 0; i < 20; ++i) {
            s.step();
            QTest::qWait(1);
        }
        QTRY_VERIFY(s.settled());
        s.link->setStalled(true);
        for (int i = 0; i < 200; ++i) s.step(/*copies=*/100);  // 60,000 ticks into a line that takes none
        s.link->setStalled(false);
        QElapsedTimer beating;
        beating.start();
        // The terminal goes on: a heartbeat a second names the last numbers, whatever was lost before it.
        QVERIFY(QTest::qWaitFor(
            [&] {
                s.now_ms += 1'000;
                s.gateway->poll(s.now_ms, s.publisher.sent(), s.publisher.failed(),
                                [&](const WireMessage& message) { s.publisher.send(message); });
                return s.settled();
            },
            30'000));
        std::uint64_t lost = 0;
        for (const SimInstrument* instrument : symbols()) {
            const Reader::Symbol& symbol = s.reader.symbols[std::string(instrument->symbol)];
            const std::uint64_t published = s.gateway->lastSeq(instrument->symbol);
            QCOMPARE(published, std::uint64_t{20'020});
            QCOMPARE(published - symbol.received, symbol.lost);
            QVERIFY(symbol.gaps > 0);
            lost += symbol.lost;
        }
        QVERIFY2(lost > 1'000, "the line must have been full");
        QVERIFY(s.reader.rejects.empty());
        QCOMPARE(s.publisher.failed(), std::uint64_t{0});
    }

    // The newest ticks lost and none after them: only the heartbeat can tell.
    void aLostTailIsShownByTheNextHeartbeat() {
        Setup s;
        QVERIFY(s.open(/*slow=*/false));
        for (int i = 0; i < 5; ++i) s.step();
        QTRY_VERIFY(s.settled());
        QElapsedTimer since_loss;
        since_loss.start();
        SimTick tick;
        tick.bid = Price{108'500};
        tick.ask = Price{108'520};
        tick.time_ms = s.now_ms;
        for (int i = 0; i < 7; ++i) s.gateway->tick(s.now_ms, *symbols()[0], tick, [](std::uint64_t, const WireMessage&) {});
        // From here on in real time: nothing but the clock.
        const std::int64_t start_ms = s.now_ms;
        const auto shown = [&] {
            s.gateway->poll(start_ms + since_loss.elapsed(), s.publisher.sent(), s.publisher.failed(),
                            [&](const WireMessage& message) { s.publisher.send(message); });
            s.reader.collect();
            return s.reader.symbols["EURUSD"].lost == 7;
        };
        QVERIFY(QTest::qWaitFor(shown, 5'000));
        QVERIFY2(since_loss.elapsed() <= 1'500, QByteArray::number(since_loss.elapsed()).constData());
        QCOMPARE(s.reader.symbols["EURUSD"].gaps, std::uint64_t{1});
        QCOMPARE(s.reader.symbols["GBPUSD"].lost, std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestLoss)
#include "tst_loss.moc"
