// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <map>
#include <set>

#include "core/trade/order_store.h"

using namespace bw;
using namespace bw::trade;

class TestOrderStates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// Every pair of states against the table of the specification, written down a second time.
    void onlyTheStepsOfTheTable() {
        using enum OrderState;
        const std::map<OrderState, std::set<OrderState>> table{
            {New, {RejectedLocal, Sending}},
            {Sending, {Working, Partial, Filled, Rejected, Unknown, RejectedLocal}},
            {Working, {Partial, Filled, Cancelled, Expired, CancelPending}},
            {Partial, {Partial, Filled, Cancelled, Expired, CancelPending}},
            {CancelPending, {Cancelled, Filled, Working, Unknown}},
            {Unknown, {Working, Partial, Filled, Rejected, RejectedLocal, Cancelled, Expired, CancelPending, ResolvedByOperator}}};
        for (int from = 0; from < kOrderStates; ++from)
            for (int to = 0; to < kOrderStates; ++to) {
                const auto row = table.find(static_cast<OrderState>(from));
                const bool expected = row != table.end() && row->second.contains(static_cast<OrderState>(to));
                QVERIFY2(mayMove(static_cast<OrderState>(from), static_cast<OrderState>(to)) == expected,
                         qPrintable(QStringLiteral("%1 -> %2").arg(from).arg(to)));
            }
    }

    void aRefusedStepChangesNothing() {
        OrderStore store;
        Order order;
        order.intent.client_id = "a";
        Tracked& tracked = store.add(order);
        QVERIFY(!store.move(tracked, OrderState::Filled, {}));
        QCOMPARE(tracked.order.state, OrderState::New);
        QVERIFY(store.move(tracked, OrderState::Sending, {WallTime{5}, MonoTime{7}}));
        QCOMPARE(tracked.order.changed_mono.ns, 7);
        QVERIFY(store.move(tracked, OrderState::Unknown, {}));
        QCOMPARE(store.unknown(), 1u);
        QVERIFY(store.move(tracked, OrderState::Filled, {}));
        QCOMPARE(store.unknown(), 0u);
        QVERIFY(store.live().empty());
        QCOMPARE(store.ended(5).size(), 1u);
    }

    void memoryIsBounded() {
        OrderStore store;
        const int many = int(OrderStore::kEndedMax) + 500;
        for (int i = 0; i < many; ++i) {
            Order order;
            order.intent.client_id = "id" + std::to_string(i);
            Tracked& tracked = store.add(order);
            QVERIFY(store.move(tracked, OrderState::RejectedLocal, {}));
        }
        QCOMPARE(store.size(), OrderStore::kEndedMax);
        QVERIFY(store.find("id0") == nullptr);
        QVERIFY(!store.used("id0"));
        QVERIFY(store.used("id" + std::to_string(many - 1)));
        QVERIFY(store.used("id500"));
        QCOMPARE(store.ended(1).front()->order.intent.client_id, "id" + std::to_string(many - 1));
    }

    void aLiveOrderKeepsItsIdForever() {
        OrderStore store;
        Order order;
        order.intent.client_id = "first";
        Tracked& tracked = store.add(order);
        QVERIFY(store.move(tracked, OrderState::Sending, {}));
        for (std::size_t i = 0; i <= OrderStore::kIdsMax; ++i) store.use("other" + std::to_string(i));
        QVERIFY(store.used("first"));
        QVERIFY(!store.used("other0"));
    }
};

QTEST_GUILESS_MAIN(TestOrderStates)
#include "tst_order_states.moc"
