// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "gateway.h"

using namespace bw;
using namespace bw::feed::mt5;
using namespace bw::feed::mt5::test;
using bw::feed::StampUnit;

// Each dialect of feeds spec 9 with its own example.
class TestDecoder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void t1HasNoEventTime() {
        Gateway gateway;
        QCOMPARE(gateway.send({kT1}), Code::Ok);
        const Tick& tick = gateway.tick();
        QCOMPARE(gateway.message.kind, Message::Kind::Tick);
        QCOMPARE(tick.dialect, Dialect::T1);
        QVERIFY(tick.symbol == "EURUSD");
        QVERIFY(tick.quote.has_bid && tick.quote.has_ask && !tick.has_last && !tick.has_volume && !tick.has_seq);
        QCOMPARE(tick.quote.bid.price.units, 108'500'000);
        QCOMPARE(tick.quote.ask.price.units, 108'520'000);
        QCOMPARE(tick.quote.bid.qty.units, 0);
        QCOMPARE(tick.time.ns, 0);
        QCOMPARE(tick.quality, TimeQuality::Missing);
        QCOMPARE(tick.time_code, Code::Ok);
    }
    void t2IsServerTimeInMs() {
        Gateway gateway(GatewayZone::fixed(7'200));
        QCOMPARE(gateway.send({kT2}), Code::Ok);
        QCOMPARE(gateway.tick().dialect, Dialect::T2);
        QCOMPARE(gateway.tick().quality, TimeQuality::Broker);
        QCOMPARE(gateway.tick().stamp_ns, 1'736'906'400'123'000'000);
        QCOMPARE(gateway.tick().time.ns, 1'736'899'200'123'000'000);
    }
    void t3IsVendorTimeWhateverTheZone() {
        Gateway gateway(GatewayZone::fixed(7'200));
        QCOMPARE(gateway.send({"EURUSD", kT3}), Code::Ok);
        const Tick& tick = gateway.tick();
        QCOMPARE(tick.dialect, Dialect::T3);
        QCOMPARE(tick.quality, TimeQuality::Broker);
        QCOMPARE(tick.time.ns, 1'705'329'600'000'000'000);
        QVERIFY(tick.has_last);
        QCOMPARE(tick.last.units, 108'510'000);
        QCOMPARE(gateway.decoder.counters().topic_mismatch, 0U);
    }
    void t4IsFractionalSecondsOfServerTime() {
        Gateway gateway(GatewayZone::fixed(-3'600));
        QCOMPARE(gateway.send({kT4}), Code::Ok);
        const Tick& tick = gateway.tick();
        QCOMPARE(tick.dialect, Dialect::T4);
        QVERIFY(tick.symbol == "EURUSD.s");
        QCOMPARE(tick.stamp_unit, StampUnit::Seconds);
        QCOMPARE(tick.time.ns, 1'705'333'200'500'000'000);
        QVERIFY(tick.has_volume);
        QCOMPARE(tick.volume.units, 1'200'000'000);
    }
    void v6TakesItsOwnOffset() {
        Gateway gateway(GatewayZone{});
        QCOMPARE(gateway.send({"tick.EURUSD.s", kV6Tick}), Code::Ok);
        const Tick& tick = gateway.tick();
        QCOMPARE(tick.dialect, Dialect::V6);
        QVERIFY(tick.symbol == "EURUSD.s");
        QVERIFY(tick.has_seq);
        QCOMPARE(tick.seq, 48'211U);
        QCOMPARE(tick.epoch, 1'736'899'200'123U);
        QCOMPARE(tick.flags, 6U);
        QCOMPARE(tick.time.ns, 1'736'899'200'123'000'000);
        QCOMPARE(tick.quality, TimeQuality::Broker);
        QVERIFY2(!tick.has_last, "a last price of 0 means there is none");
        QVERIFY(tick.has_volume);
        QCOMPARE(tick.volume.units, 0);
        QCOMPARE(gateway.decoder.counters().topic_mismatch, 0U);
        QCOMPARE(gateway.decoder.counters().tz_unknown, 0U);
    }
    void v6OffsetChangesWithTheMessage() {
        Gateway gateway(GatewayZone{});
        std::string summer(kV6Tick);
        summer.replace(summer.find("7200"), 4, "10800");
        QCOMPARE(gateway.send({"tick.EURUSD.s", summer}), Code::Ok);
        QCOMPARE(gateway.tick().time.ns, 1'736'895'600'123'000'000);
        QCOMPARE(gateway.send({"tick.EURUSD.s", kV6Tick}), Code::Ok);
        QCOMPARE(gateway.tick().time.ns, 1'736'899'200'123'000'000);
    }
    void v6Heartbeat() {
        Gateway gateway;
        QCOMPARE(gateway.send({"hb.demo", kV6Heartbeat}), Code::Ok);
        QCOMPARE(gateway.message.kind, Message::Kind::Heartbeat);
        QCOMPARE(gateway.message.dialect, Dialect::V6);
        const Heartbeat& hb = gateway.message.heartbeat;
        QVERIFY(hb.gw == "demo");
        QCOMPARE(hb.epoch, 1'736'899'200'123U);
        QCOMPARE(hb.n, 17U);
        QCOMPARE(hb.interval_ms, 1'000U);
        QCOMPARE(hb.sent, 91'233U);
        QCOMPARE(hb.send_fail, 0U);
        QVERIFY(hb.connected);
        QCOMPARE(hb.time.ns, 1'736'899'200'900'000'000);
        QCOMPARE(hb.seqs.size(), 1U);
        QVERIFY(hb.seqs[0].symbol == "EURUSD.s");
        QCOMPARE(hb.seqs[0].seq, 48'211U);
        QCOMPARE(gateway.send({"hb.demo", R"({"v":6,"type":"hb","connected":false})"}), Code::Ok);
        QVERIFY2(gateway.message.heartbeat.seqs.empty() && !gateway.message.heartbeat.connected &&
                     gateway.message.heartbeat.n == 0,
                 "nothing of the previous message may stay");
    }
    void v6Spec() {
        Gateway gateway;
        QCOMPARE(gateway.send({"spec.EURUSD.s", kV6Spec}), Code::Ok);
        QCOMPARE(gateway.message.kind, Message::Kind::Spec);
        const Spec& spec = gateway.message.spec;
        QVERIFY(spec.symbol == "EURUSD.s" && spec.base == "EUR" && spec.profit == "USD");
        QCOMPARE(spec.digits, 5);
        QVERIFY((spec.point == Decimal{1, -5}));
        QVERIFY((spec.volume_step == Decimal{1, -2}));
        QVERIFY((spec.contract_size == Decimal{100'000, 0}));
        QCOMPARE(spec.sessions.size(), 1U);
        QVERIFY((spec.sessions[0] == Session{1, 0, 1'440}));
    }
    void v6Book() {
        Gateway gateway;
        QCOMPARE(gateway.send({"book.EURUSD.s", kV6Book}), Code::Ok);
        QCOMPARE(gateway.message.kind, Message::Kind::Book);
        const Book& book = gateway.message.book;
        QVERIFY(book.symbol == "EURUSD.s" && book.has_seq);
        QCOMPARE(book.seq, 991U);
        QCOMPARE(book.time.ns, 1'736'899'200'123'000'000);
        QCOMPARE(book.bids.size(), 1U);
        QCOMPARE(book.asks.size(), 1U);
        QVERIFY((book.bids[0] == Level{Price{108'500'000}, Qty{250'000'000}}));
        QVERIFY((book.asks[0] == Level{Price{108'520'000}, Qty{100'000'000}}));
    }
    void aliasesAreReadAsT2() {
        Gateway gateway;
        QCOMPARE(gateway.send({kAliases}), Code::Ok);
        const Tick& tick = gateway.tick();
        QCOMPARE(tick.dialect, Dialect::T2);
        QVERIFY(tick.symbol == "EURUSD" && tick.has_last);
        QCOMPARE(tick.quote.bid.price.units, 108'500'000);
        QCOMPARE(tick.quote.ask.price.units, 108'520'000);
        QCOMPARE(tick.last.units, 108'510'000);
        QCOMPARE(tick.time.ns, 1'705'329'600'123'000'000);
    }
    void loosePartsNeedNoPadding() {
        Decoder decoder(GatewayZone::fixed(0));
        Message message;
        const std::string topic("EURUSD");
        const std::string body(kT3);
        const std::array<std::string_view, 2> parts{topic, body};
        QCOMPARE(decoder.decodeParts(parts, WallTime{1}, message), Code::Ok);
        QVERIFY(message.tick.symbol == "EURUSD");
    }
    void digitsAreTheCallers() {
        Decoder decoder(GatewayZone::fixed(0), 5, 2);
        Message message;
        const std::array<std::string_view, 1> parts{kT4};
        QCOMPARE(decoder.decodeParts(parts, WallTime{1}, message), Code::Ok);
        QCOMPARE(message.tick.quote.ask.price.units, 108'520);
        QCOMPARE(message.tick.volume.units, 1'200);
    }
    void autoZoneFindsTwoHoursIn31Ticks() {
        Gateway gateway(GatewayZone{});
        const std::int64_t stamp_ns = 1'736'906'400'123 * kNsPerMs;
        for (int n = 1; n <= 31; ++n) {
            QCOMPARE(gateway.send({kT2}, stamp_ns - 2 * kHourNs + n * kNsPerMs), Code::Ok);
            QCOMPARE(gateway.tick().quality, n < 31 ? TimeQuality::Missing : TimeQuality::Broker);
        }
        QCOMPARE(gateway.tick().time.ns, stamp_ns - 2 * kHourNs);
        QCOMPARE(gateway.decoder.counters().tz_unknown, 30U);
    }
    void vendorAndV6TicksTeachNoZone() {
        Gateway gateway(GatewayZone{});
        for (int n = 0; n < 40; ++n) {
            QCOMPARE(gateway.send({"EURUSD", kT3}, 1'705'329'600 * kNsPerSec), Code::Ok);
            QCOMPARE(gateway.send({"tick.EURUSD.s", kV6Tick}, 1'736'899'200 * kNsPerSec), Code::Ok);
        }
        QVERIFY(!gateway.decoder.zone().known());
    }
};

QTEST_GUILESS_MAIN(TestDecoder)
#include "tst_decoder.moc"
