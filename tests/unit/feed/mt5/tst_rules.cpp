// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/feed/mt5/seq_tracker.h"
#include "core/feed/mt5/tick_rules.h"
#include "core/feed/mt5/tick_trade.h"
#include "core/feed/mt5/time_zone.h"

using namespace bw;
using namespace bw::feed::mt5;
using Kind = SeqTracker::Kind;

namespace {
constexpr std::int64_t kHourNs = 3'600 * kNsPerSec;
constexpr std::int64_t kNoonNs = 1'710'072'000 * kNsPerSec;  // 2024-03-10 12:00 UTC, the day New York changes

constexpr std::int64_t kWinterNs = 1'705'329'600 * kNsPerSec;

Tick quoteTick(std::int64_t bid, std::int64_t ask, std::int64_t time_ns) {
    Tick tick;
    tick.quote = {{Price{bid}, {}}, {Price{ask}, {}}, true, true};
    tick.stamp_ns = time_ns;
    tick.time = {time_ns};
    return tick;
}

/// Feeds `n` ticks `lag_ns` old on a clock `offset_ns` ahead; true if the offset is then known and right.
bool learns(GatewayZone& zone, int n, std::int64_t offset_ns, std::int64_t lag_ns = 5 * kNsPerMs) {
    std::int64_t found_ns = 0;
    bool known = false;
    for (int i = 0; i < n; ++i) {
        const std::int64_t recv_ns = kNoonNs + i * kNsPerSec;
        known = zone.learn(recv_ns - lag_ns + offset_ns, WallTime{recv_ns}, found_ns);
    }
    return known && found_ns == offset_ns;
}

void compare(SeqTracker::Verdict got, Kind kind, std::uint64_t first = 0, std::uint64_t last = 0) {
    QCOMPARE(got.kind, kind);
    QCOMPARE(got.first, first);
    QCOMPARE(got.last, last);
}
}  // namespace

class TestRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Time zone
    void zoneTexts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("offset_s");  // -1: refused, 1: auto
        QTest::newRow("UTC") << QByteArray("UTC") << qint64(0);
        QTest::newRow("east") << QByteArray("+02:00") << qint64(7'200);
        QTest::newRow("west") << QByteArray("-05:30") << qint64(-19'800);
        QTest::newRow("auto") << QByteArray("auto") << qint64(1);
        QTest::newRow("New York clock in winter") << QByteArray("NY+7") << qint64(7'200);
        QTest::newRow("no such place") << QByteArray("Europe/Atlantis") << qint64(-1);
        QTest::newRow("a folder") << QByteArray("Europe") << qint64(-1);
        QTest::newRow("a way out of the zone files") << QByteArray("../../../etc/passwd") << qint64(-1);
        QTest::newRow("out of the world") << QByteArray("+15:00") << qint64(-1);
        QTest::newRow("half") << QByteArray("+02:") << qint64(-1);
        QTest::newRow("empty") << QByteArray("") << qint64(-1);
    }
    void zoneTexts() {
        QFETCH(QByteArray, text);
        QFETCH(qint64, offset_s);
        const auto zone = GatewayZone::fromText({text.constData(), static_cast<std::size_t>(text.size())});
        QCOMPARE(bool(zone), offset_s != -1);
        if (!zone) {
            QCOMPARE(zone.error().code, Code::CfgRange);
            return;
        }
        std::int64_t offset_ns = 0;
        QCOMPARE(zone->offset(kWinterNs, WallTime{kWinterNs}, offset_ns), offset_s != 1);
        if (offset_s != 1) QCOMPARE(qint64(offset_ns), offset_s * kNsPerSec);
    }
    void autoNeeds31Ticks() {
        GatewayZone zone;
        QVERIFY(!learns(zone, 30, 2 * kHourNs));
        QVERIFY(!zone.known());
        QVERIFY(learns(zone, 1, 2 * kHourNs));
    }
    void autoFollowsTheMarchChange() {
        GatewayZone zone;
        QVERIFY(learns(zone, 31, 2 * kHourNs));
        QVERIFY2(!learns(zone, 30, 3 * kHourNs), "thirty ticks are not enough to move a known offset");
        QVERIFY(learns(zone, 1, 3 * kHourNs));
    }
    void autoIsNotMovedByStrays() {
        GatewayZone zone;
        QVERIFY(learns(zone, 31, 2 * kHourNs));
        for (int i = 0; i < 10; ++i) {
            std::int64_t offset_ns = 0;
            for (int n = 0; n < 30; ++n) zone.learn(kNoonNs + 3 * kHourNs, WallTime{kNoonNs}, offset_ns);
            zone.learn(kNoonNs + 2 * kHourNs, WallTime{kNoonNs}, offset_ns);
            QCOMPARE(offset_ns, 2 * kHourNs);
        }
    }
    void autoRefusesWhatIsNoZone() {
        GatewayZone stale;
        QVERIFY2(!learns(stale, 200, 2 * kHourNs, 61 * kNsPerSec), "more than 60 s from a quarter hour");
        GatewayZone far;
        QVERIFY(!learns(far, 200, 15 * kHourNs));
        QVERIFY2(learns(far, 31, -12 * kHourNs), "and finds it once the stream is sane");
    }
    void autoKnowsQuarterHours() {
        GatewayZone zone;
        QVERIFY(learns(zone, 31, 5 * kHourNs + 45 * kNsPerMin));
    }

    // Sequence
    void sequenceWithinAnEpoch() {
        SeqTracker seq;
        compare(seq.onMessage(1, 48'211), Kind::Ok);
        compare(seq.onMessage(1, 48'212), Kind::Ok);
        compare(seq.onMessage(1, 48'212), Kind::Duplicate);
        compare(seq.onMessage(1, 48'216), Kind::Gap, 48'213, 48'215);
        compare(seq.onMessage(1, 48'214), Kind::OutOfOrder);
        compare(seq.onMessage(1, 48'217), Kind::Ok);
    }
    void newEpochStartsAnywhere() {
        SeqTracker seq;
        compare(seq.onMessage(1, 100), Kind::Ok);
        compare(seq.onMessage(2, 57), Kind::NewEpoch);
        compare(seq.onMessage(2, 58), Kind::Ok);
    }
    void heartbeatShowsALostTailOnce() {
        SeqTracker seq;
        compare(seq.onHeartbeat(1, 10), Kind::Ok);
        compare(seq.onMessage(1, 11), Kind::Ok);
        compare(seq.onHeartbeat(1, 11), Kind::Ok);
        compare(seq.onHeartbeat(1, 14), Kind::Gap, 12, 14);
        compare(seq.onHeartbeat(1, 14), Kind::Ok);
        compare(seq.onMessage(1, 15), Kind::Ok);
        compare(seq.onHeartbeat(1, 12), Kind::Ok);
        compare(seq.onHeartbeat(3, 2), Kind::NewEpoch);
        compare(seq.onMessage(3, 3), Kind::Ok);
    }
    void theLastNumberOfAllDoesNotWrap() {
        SeqTracker seq;
        compare(seq.onMessage(1, ~std::uint64_t{0}), Kind::Ok);
        compare(seq.onMessage(1, 1), Kind::OutOfOrder);
    }

    // Rows
    void duplicateNeedsTheSameTime() {
        TickRules rules;
        QVERIFY(!rules.onTick(quoteTick(1, 2, kNoonNs)).duplicate);
        QVERIFY(rules.onTick(quoteTick(1, 2, kNoonNs)).duplicate);
        QVERIFY(!rules.onTick(quoteTick(1, 2, kNoonNs + 1)).duplicate);
        QVERIFY(!rules.onTick(quoteTick(1, 3, kNoonNs + 1)).duplicate);
        Tick flagged = quoteTick(1, 3, kNoonNs + 1);
        flagged.flags = kFlagAsk;
        QVERIFY(!rules.onTick(flagged).duplicate);
        QCOMPARE(rules.counters().count, 5U);
        QCOMPARE(rules.counters().duplicates, 1U);
    }
    void withoutATimeItIsARepeat() {
        TickRules rules;
        rules.onTick(quoteTick(1, 2, 0));
        const TickVerdict verdict = rules.onTick(quoteTick(1, 2, 0));
        QVERIFY(verdict.repeat && !verdict.duplicate && !verdict.out_of_order);
        QCOMPARE(rules.counters().repeats, 1U);
        QCOMPARE(rules.counters().duplicates, 0U);
    }
    void orderIsAgainstTheMaximum() {
        TickRules rules;
        rules.onTick(quoteTick(1, 2, 100));
        QVERIFY(rules.onTick(quoteTick(1, 2, 90)).out_of_order);
        QVERIFY(rules.onTick(quoteTick(1, 2, 95)).out_of_order);
        QVERIFY(!rules.onTick(quoteTick(1, 2, 0)).out_of_order);
        QVERIFY(!rules.onTick(quoteTick(1, 3, 100)).out_of_order);
        QCOMPARE(rules.counters().out_of_order, 2U);
    }
    void crossedAndLockedNeedBothSides() {
        TickRules rules;
        const TickVerdict crossed = rules.onTick(quoteTick(3, 2, 1));
        QVERIFY(crossed.crossed && !crossed.locked);
        const TickVerdict locked = rules.onTick(quoteTick(2, 2, 2));
        QVERIFY(!locked.crossed && locked.locked);
        Tick one_sided = quoteTick(3, 0, 3);
        one_sided.quote.has_ask = false;
        const TickVerdict verdict = rules.onTick(one_sided);
        QVERIFY(!verdict.crossed && !verdict.locked);
        QCOMPARE(rules.counters().crossed, 1U);
        QCOMPARE(rules.counters().locked, 1U);
    }

    // Deals
    void dealsNeedFlagPriceAndVolume() {
        Tick tick = quoteTick(1, 2, 1);
        TickTrade trade;
        tick.last = {150};
        tick.volume = {7};
        tick.has_last = tick.has_volume = true;
        tick.flags = kFlagBid | kFlagAsk;
        QVERIFY2(!tradeOf(tick, trade), "last and volume repeat in every tick; the flag says it is new");
        tick.flags = kFlagLast | kFlagBuy;
        QVERIFY(tradeOf(tick, trade));
        QCOMPARE(trade.price.units, 150);
        QCOMPARE(trade.qty.units, 7);
        QCOMPARE(trade.side, Side::Buy);
        QCOMPARE(trade.side_source, SideSource::Venue);
        tick.flags = kFlagVolume | kFlagBuy | kFlagSell;
        QVERIFY(tradeOf(tick, trade));
        QCOMPARE(trade.side, Side::Unknown);
        QCOMPARE(trade.side_source, SideSource::Unknown);
        tick.volume = {0};
        QVERIFY(!tradeOf(tick, trade));
    }
};

QTEST_GUILESS_MAIN(TestRules)
#include "tst_rules.moc"
