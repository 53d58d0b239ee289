// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <vector>

#include "core/model/random.h"
#include "core/risk/limits/duplicates.h"
#include "core/risk/limits/rate_log.h"
#include "tests/unit/limits/all_tests.h"
#include "tests/unit/limits/fixture.h"
#include "tests/unit/model/seed.h"

namespace {
using namespace bw;
using namespace bw::risk;
using bw::test::Desk;
}  // namespace

class TestRates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anOrderExactlyOneWindowOldIsOut() {
        RateLog log(60 * kNsPerSec, 2);
        log.add({0});
        log.add({0});
        QVERIFY(!log.allows({0}));
        QVERIFY(!log.allows({60 * kNsPerSec - 1}));
        QVERIFY(log.allows({60 * kNsPerSec}));
        QCOMPARE(log.count({60 * kNsPerSec - 1}), 2U);
        QCOMPARE(log.count({60 * kNsPerSec}), 0U);
    }
    void agreesWithTheDefinition() {
        Random random(test::seedOr(0x11));
        for (int round = 0; round < 40; ++round) {
            const std::int64_t window = 1 + std::int64_t(random.below(50)), max = 1 + std::int64_t(random.below(8));
            RateLog log(window, max);
            std::vector<std::int64_t> all;
            std::int64_t now = 0;
            for (int i = 0; i < 300; ++i) {
                now += std::int64_t(random.below(12));
                const auto young = std::count_if(all.begin(), all.end(), [&](std::int64_t t) { return now - window < t && t <= now; });
                QCOMPARE(log.count({now}), size_t(young));
                QCOMPARE(log.allows({now}), young + 1 <= max);
                if (young + 1 > max) continue;
                log.add({now});
                all.push_back(now);
                QVERIFY(log.kept() <= size_t(max) + 1);
            }
        }
    }
    void perMinute_data() {
        QTest::addColumn<int>("before");
        QTest::addColumn<Code>("code");
        QTest::newRow("below") << 98 << Code::Ok;
        QTest::newRow("at") << 99 << Code::Ok;
        QTest::newRow("above") << 100 << Code::RiskOrderRate;
    }
    void perMinute() {
        QFETCH(int, before);
        Desk desk;
        desk.start();
        for (int i = 0; i < before; ++i) {
            desk.pass(10 * kNsPerMs);
            QCOMPARE(desk.next(), Code::Ok);
        }
        desk.pass(100 * kNsPerMs);
        QTEST(desk.next(), "code");
    }
    void theMinuteSlides_data() {
        QTest::addColumn<qint64>("after_ns");
        QTest::addColumn<Code>("code");
        QTest::newRow("1 ms short") << qint64(60 * kNsPerSec - kNsPerMs) << Code::RiskOrderRate;
        QTest::newRow("1 ns short") << qint64(60 * kNsPerSec - 1) << Code::RiskOrderRate;
        QTest::newRow("exactly one window") << qint64(60 * kNsPerSec) << Code::Ok;
    }
    void theMinuteSlides() {
        QFETCH(qint64, after_ns);
        Desk desk;
        desk.config.limits.max_orders_per_minute = 3;
        desk.start();
        const std::int64_t first = desk.mono;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(desk.next(), Code::Ok);
            desk.pass(1000 * kNsPerMs);
        }
        desk.pass(first + after_ns - desk.mono);
        desk.read("100000");
        QTEST(desk.next(), "code");
    }
    void perBurst_data() {
        QTest::addColumn<int>("before");
        QTest::addColumn<qint64>("after_ns");
        QTest::addColumn<Code>("code");
        QTest::newRow("below") << 8 << qint64(0) << Code::Ok;
        QTest::newRow("at") << 9 << qint64(0) << Code::Ok;
        QTest::newRow("above") << 10 << qint64(0) << Code::RiskOrderRate;
        QTest::newRow("above, 1 ms short") << 10 << qint64(99 * kNsPerMs) << Code::RiskOrderRate;
        QTest::newRow("above, 1 ns short") << 10 << qint64(100 * kNsPerMs - 1) << Code::RiskOrderRate;
        QTest::newRow("exactly one window later") << 10 << qint64(100 * kNsPerMs) << Code::Ok;
    }
    void perBurst() {
        QFETCH(int, before);
        QFETCH(qint64, after_ns);
        Desk desk;
        desk.start();
        for (int i = 0; i < before; ++i) QCOMPARE(desk.next(), Code::Ok);
        desk.pass(after_ns);
        QTEST(desk.next(), "code");
    }
    void aClockThatGoesBackStandsStill() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 2;
        desk.start();
        QCOMPARE(desk.next(), Code::Ok);
        desk.mono -= 3600 * kNsPerSec;
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.next(), Code::RiskOrderRate);
        QCOMPARE(desk.gate->ordersWithin(60 * kNsPerSec, desk.now()), 2U);
        desk.mono += 3600 * kNsPerSec + 60 * kNsPerSec - 1;
        desk.read("100000");
        QCOMPARE(desk.next(), Code::RiskOrderRate);  // the second counts from where the clock stood
        desk.pass(1);
        QCOMPARE(desk.next(), Code::Ok);
    }
    void theThirdRefusalTrips() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 1;
        desk.start();
        QCOMPARE(desk.next(), Code::Ok);
        desk.pass(200 * kNsPerMs);
        QCOMPARE(desk.next(), Code::RiskOrderRate);
        QCOMPARE(desk.next(), Code::RiskOrderRate);
        QVERIFY(desk.causes().empty());
        QCOMPARE(desk.next(), Code::RiskOrderRate);
        const auto trips = desk.gate->takeTrips();
        QCOMPARE(trips.size(), 1U);
        QCOMPARE(trips[0].cause, Code::LimitOrderRate);
        QCOMPARE(trips[0].target, LatchState::Halted);
        QCOMPARE(desk.next(), Code::RiskOrderRate);
        QVERIFY(desk.causes().empty());
    }
    void theBurstTripsUnderItsOwnName() {
        Desk desk;
        desk.config.limits.max_orders_per_burst = 1;
        desk.start();
        for (int i = 0; i < 4; ++i) desk.next();
        QCOMPARE(desk.causes(), std::vector<Code>{Code::LimitOrderBurst});
    }
    void refusalsAreCountedForAMinute() {
        RateRefusals exact, inside;
        QVERIFY(!exact.add({0}));
        QVERIFY(!exact.add({1}));
        QVERIFY(!exact.add({60 * kNsPerSec}));
        QVERIFY(!inside.add({0}));
        QVERIFY(!inside.add({1}));
        QVERIFY(inside.add({60 * kNsPerSec - 1}));
        QCOMPARE(inside.count({60 * kNsPerSec - 1}), 0U);
    }
    void refusedOrdersAreNotCounted() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 1;
        desk.start();
        desk.facts.book_valid = false;
        for (int i = 0; i < 5; ++i) QCOMPARE(desk.next(), Code::RiskBookInvalid);
        QVERIFY(desk.causes().empty());
        QCOMPARE(desk.gate->ordersWithin(60 * kNsPerSec, desk.now()), 0U);
        desk.facts.book_valid = true;
        QCOMPARE(desk.next(), Code::Ok);
        QCOMPARE(desk.gate->ordersWithin(100 * kNsPerMs, desk.now()), 1U);
        desk.pass(100 * kNsPerMs);
        QCOMPARE(desk.gate->ordersWithin(100 * kNsPerMs, desk.now()), 0U);
        QCOMPARE(desk.gate->ordersWithin(90 * kNsPerSec, desk.now()), 1U);
    }
    void aPreviewCountsNothing() {
        Desk desk;
        desk.config.limits.max_orders_per_minute = 1;
        desk.start();
        for (int i = 0; i < 5; ++i) QCOMPARE(desk.code(), Code::Ok);
        QCOMPARE(desk.decide().code, Code::Ok);
        desk.intent.tp = Price{110'000};
        for (int i = 0; i < 5; ++i) {
            desk.pass(kNsPerSec);
            QCOMPARE(desk.code(), Code::RiskOrderRate);
        }
        QVERIFY(desk.causes().empty());
    }

    void duplicates_data() {
        QTest::addColumn<qint64>("after_ns");
        QTest::addColumn<Code>("code");
        QTest::newRow("at once") << qint64(0) << Code::RiskDuplicate;
        QTest::newRow("1 ms short") << qint64(499 * kNsPerMs) << Code::RiskDuplicate;
        QTest::newRow("1 ns short") << qint64(500 * kNsPerMs - 1) << Code::RiskDuplicate;
        QTest::newRow("exactly the window") << qint64(500 * kNsPerMs) << Code::Ok;
        QTest::newRow("1 ms over") << qint64(501 * kNsPerMs) << Code::Ok;
    }
    void duplicates() {
        QFETCH(qint64, after_ns);
        Desk desk;
        desk.start();
        QCOMPARE(desk.decide().code, Code::Ok);
        desk.intent.client_id = "BWAAAAAAAA-9";
        desk.pass(after_ns);
        QTEST(desk.decide().code, "code");
    }
    void anyDifferenceMakesAnotherOrder_data() {
        QTest::addColumn<int>("which");
        for (const char* name : {"source", "instrument", "side", "type", "price", "qty", "stop"}) QTest::newRow(name) << 0;
    }
    void anyDifferenceMakesAnotherOrder() {
        OrderIntent first;
        first.source = "gui";
        first.instrument = "a";
        first.qty = {5};
        first.price = Price{7};
        const std::string which = QTest::currentDataTag();
        OrderIntent other = first;
        if (which == "source") other.source = "api";
        if (which == "instrument") other.instrument = "b";
        if (which == "side") other.side = OrderSide::Sell;
        if (which == "type") other.type = OrderType::Limit;
        if (which == "price") other.price = Price{8};
        if (which == "qty") other.qty = {6};
        if (which == "stop") other.stop = Price{7};
        Duplicates log(100);
        log.add(first, {0});
        QVERIFY(log.seen(first, {99}));
        QVERIFY(!log.seen(other, {0}));
    }
    void oldOnesBehindYoungOnesAreFound() {
        Duplicates log(100);
        OrderIntent a, b;
        b.qty = {1};
        log.add(a, {0});
        log.add(b, {50});
        QVERIFY(log.seen(a, {99}));
        QVERIFY(!log.seen(a, {100}));
        QVERIFY(log.seen(b, {149}));
        log.add(b, {150});
        QVERIFY(log.seen(b, {249}));
    }
    void zeroTurnsDuplicatesOff() {
        Desk desk;
        desk.config.limits.duplicate_ms = 0;
        desk.start();
        for (int i = 0; i < 3; ++i) QCOMPARE(desk.decide().code, Code::Ok);
    }
};

static const bw::test::AddTest<TestRates> kAdd;
#include "tst_rates.moc"
