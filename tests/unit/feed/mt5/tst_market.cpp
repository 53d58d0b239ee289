// SPDX-License-Identifier: GPL-3.0-or-later
// What a gateway says beside its ticks: specification, depth, heartbeat; and the rules that live on it.
#include <QDateTime>
#include <QTest>

#include "core/feed/mt5/market_hours.h"
#include "core/feed/mt5/seq_tracker.h"
#include "core/feed/mt5/side_trust.h"
#include "core/feed/mt5/to_event.h"
#include "gateway.h"

using namespace bw;
using namespace bw::feed::mt5;
using namespace bw::feed::mt5::test;

namespace {
WallTime utc(int day, int hour, int minute = 0) {  // June 2024: the 2nd is a Sunday
    return WallTime{QDateTime(QDate(2024, 6, day), QTime(hour, minute), Qt::UTC).toMSecsSinceEpoch() * kNsPerMs};
}
std::string_view view(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}
}  // namespace

class TestMarket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Messages
    void aSpecificationBecomesAnInstrument() {
        Gateway gateway;
        QCOMPARE(gateway.send({"spec.EURUSD.s", kV6Spec}), Code::Ok);
        const feed::InstrumentSpec spec = toInstrumentSpec(gateway.message.spec);
        QCOMPARE(spec.symbol, std::string("EURUSD.s"));
        QCOMPARE(spec.base, std::string("EUR"));
        QCOMPARE(spec.quote, std::string("USD"));
        QCOMPARE(spec.digits.price, 5);
        QCOMPARE(spec.digits.qty, 2);
        QCOMPARE(spec.qty_unit, std::string("lots"));
        QCOMPARE(spec.contract_ccy, std::string("EUR"));
        QVERIFY(spec.contract_value.mantissa > 0);
        std::int64_t units = spec.contract_value.mantissa;
        for (int i = 0; i < spec.contract_value.exponent; ++i) units *= 10;
        QCOMPARE(units, std::int64_t{100'000});
        QCOMPARE(gateway.message.spec.sessions.size(), std::size_t(1));
        QVERIFY((gateway.message.spec.sessions[0] == Session{1, 0, 1'440}));
    }
    void aSpecificationWithoutAVolumeStepKeepsTheDefault() {
        Gateway gateway;
        QCOMPARE(gateway.send({"spec.X", R"({"v":6,"type":"spec","symbol":"X","digits":2})"}), Code::Ok);
        QCOMPARE(toInstrumentSpec(gateway.message.spec).digits.qty, kDefaultDigits);
        QCOMPARE(toInstrumentSpec(gateway.message.spec).contract_value.mantissa, std::int64_t{0});
    }
    void depthIsAnImageWithItsNumber() {
        Gateway gateway;
        QCOMPARE(gateway.send({"book.EURUSD.s", kV6Book}), Code::Ok);
        book::DepthEvent event;
        toDepth(gateway.message.book, event);
        QCOMPARE(event.last_id, std::uint64_t{991});
        QCOMPARE(event.prev_id, std::uint64_t{990});
        QCOMPARE(event.event_time.ns, std::int64_t{1'736'899'200'123} * kNsPerMs);
        QCOMPARE(event.bids.size(), std::size_t(1));
        QCOMPARE(event.bids[0].price.units, std::int64_t{108'500'000});
        QCOMPARE(event.bids[0].qty.units, std::int64_t{250'000'000});
        QCOMPARE(event.asks[0].price.units, std::int64_t{108'520'000});
        QCOMPARE(event.asks[0].qty.units, std::int64_t{100'000'000});
        QVERIFY(gateway.message.book.bids.empty());
    }
    void depthChainsByItsOwnNumbers() {
        SeqTracker ticks, book;
        ticks.onMessage(1, 48'211);
        QCOMPARE(book.onMessage(1, 991).kind, SeqTracker::Kind::Ok);
        const SeqTracker::Verdict verdict = book.onMessage(1, 995);
        QCOMPARE(verdict.kind, SeqTracker::Kind::Gap);
        QCOMPARE(verdict.first, std::uint64_t{992});
        QCOMPARE(verdict.last, std::uint64_t{994});
    }
    void aHeartbeatTellsTheStateOfItsTerminal() {
        Gateway gateway;
        const QByteArray body =
            R"({"v":6,"type":"hb","gw":"demo","epoch":5,"n":17,"interval_ms":1000,"time_msc":1736906400900,"tz_s":7200,)"
            R"("seqs":{"EURUSD.s":48211,"XAU\u0055SD":7},"sent":91233,"send_fail":2,"copy_fail":3,"trade_mode":2,)"
            R"("connected":false})";
        QCOMPARE(gateway.send({"hb.demo", view(body)}), Code::Ok);
        const Heartbeat& beat = gateway.message.heartbeat;
        QCOMPARE(beat.n, std::uint64_t{17});
        QCOMPARE(beat.interval_ms, std::uint64_t{1'000});
        QCOMPARE(beat.sent, std::uint64_t{91'233});
        QCOMPARE(beat.send_fail, std::uint64_t{2});
        QCOMPARE(beat.copy_fail, std::uint64_t{3});
        QCOMPARE(beat.trade_mode, 2);
        QVERIFY(!beat.connected);
        QCOMPARE(beat.time.ns, std::int64_t{1'736'899'200'900} * kNsPerMs);
        QCOMPARE(beat.seqs.size(), std::size_t(2));
        QVERIFY(beat.seqs[1].symbol == "XAUUSD" && beat.seqs[1].seq == 7);
        QCOMPARE(gateway.send({"hb.demo", R"({"v":6,"type":"hb","gw":"demo"})"}), Code::Ok);
        QCOMPARE(beat.trade_mode, -1);
        QVERIFY(beat.connected);
    }

    void serverTimeIsTheNewestTheGatewayTold() {
        Gateway gateway{GatewayZone()};
        std::int64_t offset_ns = 0;
        const EventTime now{1'736'899'200'123 * kNsPerMs};
        QVERIFY(!gateway.decoder.serverOffset(now, offset_ns));
        QCOMPARE(gateway.send({"hb.demo", kV6Heartbeat}), Code::Ok);
        QVERIFY(gateway.decoder.serverOffset(now, offset_ns));
        QCOMPARE(offset_ns, 2 * kHourNs);
        Gateway fixed(GatewayZone::fixed(3'600));
        QVERIFY(fixed.decoder.serverOffset(now, offset_ns));
        QCOMPARE(offset_ns, kHourNs);
    }

    // Market hours
    void withoutSessionsForexIsShutAtTheWeekend() {
        HoursKnown known;
        known.symbol = "EURUSD.s";
        QVERIFY(!isOpen(known, utc(2, 21, 59)));
        QVERIFY(isOpen(known, utc(2, 22)));
        QVERIFY(isOpen(known, utc(5, 3)));
        QVERIFY(isOpen(known, utc(7, 21, 59)));
        QVERIFY(!isOpen(known, utc(7, 22)));
        QVERIFY(!isOpen(known, utc(8, 12)));
        known.symbol = "XAUUSD";
        QVERIFY(!isOpen(known, utc(8, 12)));
        QVERIFY2(isOpen(known, WallTime{1}), "1970-01-01 was a Thursday");
    }
    void aCryptoBaseNeverShuts() {
        HoursKnown known;
        for (const char* symbol : {"BTCUSD", "ETHUSD.s", "DOGEUSD", "ADAUSD#"}) {
            known.symbol = symbol;
            QVERIFY2(isOpen(known, utc(8, 12)), symbol);
        }
        known.base = "EUR";
        QVERIFY2(!isOpen(known, utc(8, 12)), "the specification knows its base better");
        known.symbol = "Bitcoin";
        known.base = "BTC";
        QVERIFY(isOpen(known, utc(8, 12)));
    }
    void sessionsAreInServerTime() {
        const std::vector<Session> sessions = {{1, 5, 1'440}, {2, 0, 720}, {2, 780, 1'440}};  // a lunch break
        HoursKnown known;
        known.symbol = "BTCUSD";
        known.sent = sessions;
        QVERIFY2(isOpen(known, utc(8, 12)), "no server time yet: the default counts");
        known.has_offset = true;
        known.offset_ns = 3 * kHourNs;
        QVERIFY(!isOpen(known, utc(2, 21, 4)));  // Monday 00:04 there
        QVERIFY(isOpen(known, utc(2, 21, 5)));
        QVERIFY(isOpen(known, utc(4, 8, 59)));
        QVERIFY(!isOpen(known, utc(4, 9)));
        QVERIFY(!isOpen(known, utc(4, 9, 59)));
        QVERIFY(isOpen(known, utc(4, 10)));
        QVERIFY(!isOpen(known, utc(4, 21)));
    }
    void whatTheGatewaySendsCountsBeforeTheConfiguration() {
        const std::vector<Session> sent = {{3, 0, 1'440}};
        const std::vector<Session> configured = {{4, 0, 1'440}};
        HoursKnown known;
        known.has_offset = true;
        known.configured = configured;
        QVERIFY(isOpen(known, utc(6, 12)));
        QVERIFY(!isOpen(known, utc(5, 12)));
        known.sent = sent;
        QVERIFY(!isOpen(known, utc(6, 12)));
        QVERIFY(isOpen(known, utc(5, 12)));
    }
    void sessionTexts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("number") << QByteArray("1 00:05-24:00") << true;
        QTest::newRow("name") << QByteArray("Fri 00:00-23:55") << true;
        QTest::newRow("a day too many") << QByteArray("7 00:00-24:00") << false;
        QTest::newRow("closes before it opens") << QByteArray("1 12:00-11:00") << false;
        QTest::newRow("past midnight") << QByteArray("1 12:00-24:01") << false;
        QTest::newRow("no day") << QByteArray("00:00-24:00") << false;
        QTest::newRow("no dash") << QByteArray("1 00:00") << false;
        QTest::newRow("empty") << QByteArray() << false;
    }
    void sessionTexts() {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        Session session;
        QCOMPARE(parseSession(view(text), session), good ? Code::Ok : Code::CfgRange);
    }

    // Sides
    void sidesThatAreAlwaysEqualAreNotBelieved() {
        SideTrust trust;
        int changes = 0;
        for (int i = 0; i < 199; ++i) changes += trust.onSide(Side::Buy);
        QVERIFY(trust.trusted());
        changes += trust.onSide(Side::Buy);
        QVERIFY(!trust.trusted());
        QCOMPARE(changes, 1);
        for (int i = 0; i < 50; ++i) trust.onSide(Side::Unknown);
        for (int i = 0; i < 2; ++i) changes += trust.onSide(Side::Sell);
        QVERIFY2(!trust.trusted(), "198 of 200 are 99 %");
        changes += trust.onSide(Side::Sell);
        QVERIFY(trust.trusted());
        QCOMPARE(changes, 2);
        for (int i = 0; i < 200; ++i) changes += trust.onSide(Side::Sell);
        QVERIFY(!trust.trusted());
        QCOMPARE(changes, 3);
        for (int i = 0; i < 1'000; ++i) changes += trust.onSide(i % 3 == 0 ? Side::Buy : Side::Sell);
        QVERIFY(trust.trusted());
    }
};

QTEST_GUILESS_MAIN(TestMarket)
#include "tst_market.moc"
