// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QTest>

#include "core/feed/sim/mt5_gateway.h"
#include "core/feed/sim/tick_publisher.h"
#include "reader.h"

using namespace bw;
using namespace bw::sim;
using bw::test::Reader;

namespace {

constexpr std::int64_t kTickMs = 100;
constexpr std::int64_t kRunMs = 10'000;            // of the gateway's clock; it is published without waiting
constexpr std::int64_t kFromMs = 3'000, kMs = 3'000;  // the mood
constexpr std::uint64_t kTicks = kRunMs / kTickMs, kMoody = kMs / kTickMs;

const SimInstrument& eurusd() {
    return *findBySymbol(Venue::Mt5, "EURUSD");
}

/// Ten seconds of one symbol, a tick each 100 ms, with one mood in between, through a real socket into the zmq thread.
struct Run {
    Reader reader;
    std::vector<InjectedFault> injected;

    explicit Run(Dialect dialect, std::optional<FaultKind> kind, const std::string& zone = "auto", bool to_end = false)
        : reader(zone) {
        std::vector<Fault> plan;
        if (kind) {
            plan.emplace_back();
            plan.back().kind = *kind;
            plan.back().at_ms = kFromMs;
            plan.back().ms = to_end ? kRunMs : kMs;
        }
        FaultInjector injector(plan, 0.0, 1);
        const std::int64_t start_ms = QDateTime::currentMSecsSinceEpoch() - kRunMs;
        TickPublisher publisher;
        if (!publisher.bind("tcp://127.0.0.1:*") || !reader.start(publisher.endpoint()) ||
            !QTest::qWaitFor([&] { return publisher.hasSubscriber(); }))
            return;
        GatewayModel gateway(dialect, start_ms, &injector);
        SimTick tick;
        for (std::int64_t at_ms = 0; at_ms < kRunMs; at_ms += kTickMs) {
            for (const Fault& fault : injector.takeDue(at_ms)) {
                if (fault.kind == FaultKind::EpochChange) gateway.restart(start_ms + at_ms);
                if (fault.kind == FaultKind::SeqReset) gateway.resetNumbers();
            }
            gateway.poll(start_ms + at_ms, publisher.sent(), publisher.failed(),
                         [&](const WireMessage& message) { publisher.send(message); });
            tick.time_ms = start_ms + at_ms;
            tick.bid = Price{108'500 + at_ms / kTickMs % 7};
            tick.ask = Price{tick.bid.units + 20};
            tick.flags = 6;
            gateway.tick(start_ms + at_ms, eurusd(), tick, [&](std::uint64_t seq, const WireMessage& made) {
                injector.pass(at_ms, eurusd(), 0, "tick", seq, made,
                              [&](const WireMessage& message) { publisher.send(message); });
            });
        }
        injected = injector.injected();
        const std::uint64_t sent = publisher.sent();
        m_complete = QTest::qWaitFor([&] {
            reader.collect();
            return reader.frames_n >= sent;
        });
        reader.stop();
    }
    [[nodiscard]] bool complete() const { return m_complete && reader.frames_n > 0; }
    [[nodiscard]] Reader::Symbol& symbol(const char* name = "EURUSD") { return reader.symbols[name]; }
    [[nodiscard]] const feed::mt5::TickCounters& rules() { return symbol().rules.counters(); }

private:
    bool m_complete = false;
};

}  // namespace

class TestMoods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCalmGatewayRaisesNothing_data() {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<int>("expected");
        using feed::mt5::Dialect;
        QTest::newRow("v6") << int(sim::Dialect::V6) << int(Dialect::V6);
        QTest::newRow("T1") << int(sim::Dialect::T1) << int(Dialect::T1);
        QTest::newRow("T2") << int(sim::Dialect::T2) << int(Dialect::T2);
        QTest::newRow("T3") << int(sim::Dialect::T3) << int(Dialect::T3);
        QTest::newRow("T4") << int(sim::Dialect::T4) << int(Dialect::T4);
    }
    void aCalmGatewayRaisesNothing() {
        QFETCH(int, dialect);
        QFETCH(int, expected);
        Run run(Dialect(dialect), std::nullopt, "+02:00");
        QVERIFY(run.complete());
        QCOMPARE(run.reader.ticks, kTicks);
        QCOMPARE(run.reader.dialects[feed::mt5::Dialect(expected)], kTicks);
        QVERIFY(run.reader.rejects.empty());
        QCOMPARE(run.symbol().lost + run.symbol().gaps + run.symbol().restarts, std::uint64_t{0});
        QCOMPARE(run.rules().duplicates + run.rules().out_of_order + run.rules().crossed, std::uint64_t{0});
        QCOMPARE(run.symbol().no_time, dialect == int(Dialect::T1) ? kTicks : 0);
        QVERIFY(run.reader.beats == (dialect == int(Dialect::V6) ? 9 : 0));
        if (dialect == int(Dialect::V6)) QCOMPARE(run.reader.specs, std::uint64_t{3});
    }

    void oneSidedTicksAreQuotesOfOneSide() {
        Run run(Dialect::V6, FaultKind::OneSided);
        QVERIFY(run.complete());
        QCOMPARE(run.reader.ticks, kTicks);
        QCOMPARE(run.symbol().one_sided, kMoody);
        QVERIFY(run.reader.rejects.empty());
    }
    void bidAboveAskIsCrossedAndKept() {
        Run run(Dialect::V6, FaultKind::BidAboveAsk);
        QVERIFY(run.complete());
        QCOMPARE(run.rules().crossed, kMoody);
        QCOMPARE(run.reader.ticks, kTicks);
    }
    void equalTicksAreDuplicatesByTimeAndRepeatsWithout_data() {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<quint64>("duplicates");
        QTest::addColumn<quint64>("repeats");
        QTest::newRow("T2 has times") << int(Dialect::T2) << quint64(2 * kMoody) << quint64(0);
        QTest::newRow("T1 has none") << int(Dialect::T1) << quint64(0) << quint64(2 * kMoody);
        QTest::newRow("v6 numbers them") << int(Dialect::V6) << quint64(0) << quint64(0);
    }
    void equalTicksAreDuplicatesByTimeAndRepeatsWithout() {
        QFETCH(int, dialect);
        QFETCH(quint64, duplicates);
        QFETCH(quint64, repeats);
        Run run(Dialect(dialect), FaultKind::Repeat);
        QVERIFY(run.complete());
        QCOMPARE(run.rules().duplicates, std::uint64_t(duplicates));
        QCOMPARE(run.rules().repeats, std::uint64_t(repeats));
        QCOMPARE(run.rules().count, kTicks + 2 * kMoody);
    }
    void timeGoingBackIsOutOfOrderAndKept() {
        Run run(Dialect::T2, FaultKind::TimeBack, "+02:00");
        QVERIFY(run.complete());
        QCOMPARE(run.rules().out_of_order, kMoody / 2);
        QCOMPARE(run.reader.ticks, kTicks);
    }
    void aZoneJumpMovesNoEventTimeInV6() {
        Run run(Dialect::V6, FaultKind::ZoneJump);
        QVERIFY(run.complete());
        QCOMPARE(run.rules().out_of_order, std::uint64_t{0});
        QCOMPARE(run.symbol().no_time, std::uint64_t{0});
    }
    void aZoneJumpIsFoundByAutoWithin31Ticks() {
        Run run(Dialect::T2, FaultKind::ZoneJump, "auto", /*to_end=*/true);
        QVERIFY(run.complete());
        QCOMPARE(run.symbol().no_time, std::uint64_t{30});
        // After 31 ticks an hour ahead the old hour comes back: those are below the maximum by then.
        QVERIFY(run.rules().out_of_order > 0);
    }
    void aSuffixIsAnotherSymbol() {
        Run run(Dialect::V6, FaultKind::Suffix);
        QVERIFY(run.complete());
        QCOMPARE(run.symbol("EURUSD.s").received, kMoody);
        QCOMPARE(run.symbol().received, kTicks - kMoody);
        QCOMPARE(run.symbol().lost + run.symbol("EURUSD.s").lost, std::uint64_t{0});
    }
    void numbersAsTextAndOtherKeysAreReadAlike_data() {
        QTest::addColumn<int>("dialect");
        QTest::addColumn<int>("kind");
        for (const Dialect dialect : {Dialect::V6, Dialect::T1, Dialect::T2, Dialect::T3, Dialect::T4})
            for (const FaultKind kind : {FaultKind::TextNumbers, FaultKind::OtherCase})
                QTest::addRow("%d %s", int(dialect), faultName(kind).data()) << int(dialect) << int(kind);
    }
    void numbersAsTextAndOtherKeysAreReadAlike() {
        QFETCH(int, dialect);
        QFETCH(int, kind);
        Run run(Dialect(dialect), FaultKind(kind), "+02:00");
        QVERIFY(run.complete());
        QCOMPARE(run.reader.ticks, kTicks);
        QVERIFY(run.reader.rejects.empty());
        QCOMPARE(run.reader.dialects.size(), std::size_t(1));
        QCOMPARE(run.rules().out_of_order + run.symbol().lost, std::uint64_t{0});
    }
    void garbageIsRejectedAndItsNumbersAreLost() {
        Run run(Dialect::V6, FaultKind::Garbage);
        QVERIFY(run.complete());
        QCOMPARE(run.reader.ticks, kTicks - kMoody);
        QCOMPARE(run.reader.rejected(Code::JsonSyntax) + run.reader.rejected(Code::Utf8), kMoody);
        QCOMPARE(run.symbol().lost, kMoody);
    }
    void aBareTopicIsPartsAndItsNumbersAreLost() {
        Run run(Dialect::V6, FaultKind::BareTopic);
        QVERIFY(run.complete());
        QCOMPARE(run.reader.rejected(Code::Parts), kMoody);
        QCOMPARE(run.symbol().lost, kMoody);
    }
    void aBurstLosesNothing() {
        Run run(Dialect::V6, FaultKind::Burst);
        QVERIFY(run.complete());
        QCOMPARE(run.reader.ticks, kTicks - kMoody + kMoody * GatewayModel::kBurst);
        QCOMPARE(run.symbol().lost + run.rules().duplicates, std::uint64_t{0});
    }
    void aQuietTerminalStillBeats() {
        Run run(Dialect::V6, FaultKind::Quiet, "auto", /*to_end=*/true);
        QVERIFY(run.complete());
        QCOMPARE(run.reader.ticks, std::uint64_t(kFromMs / kTickMs));
        QCOMPARE(run.reader.beats, std::uint64_t{9});
        QVERIFY2(!run.reader.last_beat.connected, "the heartbeat says that the terminal lost its broker");
        QCOMPARE(run.symbol().lost, std::uint64_t{0});
    }
    void aSilentGatewaySaysNothing() {
        Run run(Dialect::V6, FaultKind::Silent);
        QVERIFY(run.complete());
        QCOMPARE(run.reader.ticks, kTicks - kMoody);
        QCOMPARE(run.reader.beats, std::uint64_t{6});  // at 1, 2, 6 to 9 s
        QCOMPARE(run.symbol().lost, std::uint64_t{0});
    }
    void aRestartIsOneGapWithACauseOfItsOwn() {
        Run run(Dialect::V6, FaultKind::EpochChange);
        QVERIFY(run.complete());
        QCOMPARE(run.symbol().restarts, std::uint64_t{1});
        QCOMPARE(run.symbol().lost + run.symbol().old_numbers, std::uint64_t{0});
    }
    void numbersThatStartAgainAreOutOfOrder() {
        Run run(Dialect::V6, FaultKind::SeqReset);
        QVERIFY(run.complete());
        // 30 before; from 1 on again: 1 to 29 are below the last, 30 is it once more, the rest goes on.
        QCOMPARE(run.symbol().old_numbers, std::uint64_t{29});
        QCOMPARE(run.symbol().lost + run.symbol().restarts, std::uint64_t{0});
    }

    // What happens on the way.
    void aDroppedTickIsAGapOfOne() {
        Run run(Dialect::V6, FaultKind::Drop);
        QVERIFY(run.complete());
        QCOMPARE(run.symbol().gaps, std::uint64_t{1});
        QCOMPARE(run.symbol().lost, std::uint64_t{1});
        QCOMPARE(run.reader.ticks, kTicks - 1);
    }
    void aTickSentTwiceIsADuplicate() {
        for (const Dialect dialect : {Dialect::V6, Dialect::T2}) {
            Run run(dialect, FaultKind::Duplicate, "+02:00");
            QVERIFY(run.complete());
            QCOMPARE(run.rules().duplicates, std::uint64_t{1});
            QCOMPARE(run.symbol().lost, std::uint64_t{0});
        }
    }
    void exchangedTicksAreAGapAndOneOutOfOrder() {
        Run run(Dialect::V6, FaultKind::Swap);
        QVERIFY(run.complete());
        QCOMPARE(run.symbol().old_numbers, std::uint64_t{1});
        QCOMPARE(run.rules().out_of_order, std::uint64_t{1});
        QCOMPARE(run.reader.ticks, kTicks);
    }
    void aCutTickIsRejectedAndLost() {
        for (const FaultKind kind : {FaultKind::Truncate, FaultKind::CorruptSyntax}) {
            Run run(Dialect::V6, kind);
            QVERIFY(run.complete());
            QCOMPARE(run.reader.rejected(Code::JsonSyntax), std::uint64_t{1});
            QCOMPARE(run.symbol().lost, std::uint64_t{1});
        }
    }
    void aStallWithHeartbeatsIsAGapWhileItLasts() {
        Run run(Dialect::V6, FaultKind::Stall, "auto", /*to_end=*/true);
        QVERIFY(run.complete());
        QCOMPARE(run.reader.beats, std::uint64_t{9});
        QVERIFY2(run.symbol().gaps > 1, "each heartbeat shows what went since the one before");
        QCOMPARE(run.symbol().received + run.symbol().lost, std::uint64_t{90});  // the last heartbeat is at 9 s
    }
    void eachFaultIsWrittenDownOnce() {
        for (const FaultKind kind : {FaultKind::Burst, FaultKind::EpochChange, FaultKind::Drop}) {
            Run run(Dialect::V6, kind);
            QVERIFY(run.complete());
            QCOMPARE(run.injected.size(), std::size_t(1));
            QCOMPARE(run.injected[0].kind, kind);
            QCOMPARE(run.injected[0].at_ms, kFromMs);
        }
    }
};

QTEST_GUILESS_MAIN(TestMoods)
#include "tst_moods.moc"
