// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "core/model/random.h"
#include "core/trade/exposure.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::trade;

namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

qint64 money(Int128 value, int digits, const Decimal& contract, const Decimal& fx) {
    const auto out = moneyOf(value, digits, contract, fx);
    return out ? out->units : -1;
}

Held heldOf(bool hedging) {
    Held held;
    held.spec.instrument = "x";
    held.spec.price_digits = 2;
    held.spec.qty_digits = 1;
    held.spec.contract_size = {1, 0};
    held.spec.hedging = hedging;
    return held;
}

}  // namespace

class TestExposure : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textOfAVenue_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("digits");
        QTest::addColumn<qint64>("units");  // -99: nothing
        QTest::newRow("plain") << QByteArray("1.08510") << 5 << qint64(108510);
        QTest::newRow("more decimals than there are are rounded") << QByteArray("1.085125") << 5 << qint64(108513);
        QTest::newRow("and down") << QByteArray("1.085124999") << 5 << qint64(108512);
        QTest::newRow("an exponent") << QByteArray("1e-2") << 3 << qint64(10);
        QTest::newRow("a loss") << QByteArray("-1.5") << 0 << qint64(-2);
        QTest::newRow("far too small") << QByteArray("1e-25") << 5 << qint64(0);
        QTest::newRow("nothing") << QByteArray("") << 5 << qint64(-99);
        QTest::newRow("nan") << QByteArray("nan") << 5 << qint64(-99);
        QTest::newRow("too large") << QByteArray("4e18") << 2 << qint64(-99);
    }
    void textOfAVenue() {
        QFETCH(QByteArray, text);
        QFETCH(int, digits);
        QFETCH(qint64, units);
        QCOMPARE(qint64(unitsOf(std::string_view(text.constData(), std::size_t(text.size())), digits).value_or(-99)), units);
    }

    void moneyNeverFlatters() {
        const Decimal one{1, 0};
        QCOMPARE(money(12345, 2, one, one), 12'345'000'000);
        QCOMPARE(money(1, 9, one, one), 0);    // 1e-9 gained is nothing
        QCOMPARE(money(-1, 9, one, one), -1);  // 1e-9 lost is the smallest loss
        QCOMPARE(money(-10, 9, one, one), -1);
        QCOMPARE(money(25, 2, {100'000, 0}, {15, -1}), 3'750'000'000'000);  // 0.25 x 100,000 x 1.5
        QVERIFY(!moneyOf(Int128{kMax}, 0, one, one));
        QVERIFY(!moneyOf(Int128{kMax} * kMax, 2, {kMax, 0}, one));
        QVERIFY(moneyOf(Int128{kMax} * 1'000'000, 18, {1'000'000, 0}, {1, -10}).has_value());
    }

    void mulDivIsExactWhereItFits() {
        Random random(bw::test::seedOr(0xd1f));
        for (int i = 0; i < 100'000; ++i) {
            const auto a = Int128(random.next() >> random.below(40)), b = Int128(random.next() >> (1 + random.below(60)));
            const auto c = Int128(1 + (random.next() >> (1 + random.below(62))));
            const bool negative = random.below(2) == 0;
            const Int128 expected = (negative ? -a : a) * b / c;
            QVERIFY(mulDiv(negative ? -a : a, b, c) == expected);
        }
    }

    void nettingThroughZero() {
        Held held = heldOf(false);
        (void)PositionBook::apply(held, OrderSide::Buy, Qty{30}, Int128{10'000} * 30, {}, "a", false, MonoTime{1});
        (void)PositionBook::apply(held, OrderSide::Buy, Qty{10}, Int128{10'400} * 10, {}, "b", false, MonoTime{2});
        QCOMPARE(held.lots.front().average().units, 10'100);
        const FillEffect effect = PositionBook::apply(held, OrderSide::Sell, Qty{50}, Int128{10'200} * 50, {}, "c", false, MonoTime{3});
        QCOMPARE(effect.closed.units, 40);
        QCOMPARE(effect.opened.units, 10);
        QCOMPARE(effect.realized->units, 400'000'000);  // 1.00 x 4.0
        QCOMPARE(held.net().units, -10);
        QCOMPARE(held.lots.front().average().units, 10'200);
        QCOMPARE(held.changed.ns, 3);
    }

    void hedgingKeepsTickets() {
        Held held = heldOf(true);
        (void)PositionBook::apply(held, OrderSide::Buy, Qty{30}, Int128{10'000} * 30, "1", "a", false, {});
        (void)PositionBook::apply(held, OrderSide::Sell, Qty{20}, Int128{10'100} * 20, "2", "b", false, {});
        QCOMPARE(held.lots.size(), 2u);
        QCOMPARE(held.net().units, 10);
        const FillEffect part = PositionBook::apply(held, OrderSide::Buy, Qty{5}, Int128{10'000} * 5, "2", {}, true, {});
        QCOMPARE(part.closed.units, 5);
        QCOMPARE(part.realized->units, 50'000'000);  // sold 101.00, bought 100.00, 0.5
        QCOMPARE(held.net().units, 15);
        const FillEffect strange = PositionBook::apply(held, OrderSide::Buy, Qty{5}, Int128{10'000} * 5, "9", {}, true, {});
        QCOMPARE(strange.closed.units, 0);  // a close never opens
        QCOMPARE(strange.opened.units, 0);
        QCOMPARE(held.net().units, 15);
    }

    /// What is realized and what is still open is together what was paid and got, however it was cut up.
    void nothingIsLostInRounding() {
        Random random(bw::test::seedOr(0xf111));
        for (int run = 0; run < 200; ++run) {
            Held held = heldOf(false);
            Int128 cash = 0;
            std::int64_t net = 0, realized = 0;
            for (int i = 0; i < 60; ++i) {
                const bool buy = random.below(2) == 0;
                const auto qty = std::int64_t(1 + random.below(50)), price = std::int64_t(9'000 + random.below(2'000));
                const FillEffect effect = PositionBook::apply(held, buy ? OrderSide::Buy : OrderSide::Sell, Qty{qty}, Int128{price} * qty, {}, {}, false, {});
                cash += Int128{price} * qty * (buy ? -1 : 1);
                net += buy ? qty : -qty;
                if (effect.realized) realized += effect.realized->units;
                QCOMPARE(held.net().units, net);
                const Money open = openProfit(held, Price{10'000}, {1, 0}).value_or(Money{});
                const Int128 whole = (cash + Int128{10'000} * net) * 100'000;  // three digits to eight
                QVERIFY(whole == Int128{realized} + open.units);
            }
        }
    }

    void unknownCountsTwice() {
        OrderStore store;
        Held held = heldOf(false);
        (void)PositionBook::apply(held, OrderSide::Buy, Qty{30}, Int128{10'000} * 30, {}, {}, false, {});
        Order order;
        order.intent.client_id = "a";
        order.intent.route = "r";
        order.intent.instrument = "x";
        order.intent.qty = {7};
        Tracked& tracked = store.add(order);
        QVERIFY(store.move(tracked, OrderState::Sending, {}));
        QCOMPARE(exposureOf(&held, store, "r", "x").worst_long.units, 37);
        QVERIFY(exposureOf(&held, store, "r", "x").in_flight);
        QVERIFY(store.move(tracked, OrderState::Unknown, {}));
        const Exposure exposure = exposureOf(&held, store, "r", "x");
        QCOMPARE(exposure.worst_long.units, 44);  // as a position and as a working order
        QVERIFY(exposure.unknown);
        QCOMPARE(exposureOf(&held, store, "other", "x").worst_long.units, 30);
        tracked.new_qty = Qty{9};
        QCOMPARE(openQty(tracked).units, 9);
    }
};

QTEST_GUILESS_MAIN(TestExposure)
#include "tst_exposure.moc"
