// SPDX-License-Identifier: GPL-3.0-or-later
// Senders against a trip: once the fence step is done, nothing leaves.
#include <QElapsedTimer>
#include <thread>

#include "core/model/histogram.h"
#include "tests/fault/risk/mem_fs.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

LatchConfig memConfig() {
    LatchConfig config;
    config.paths = simulatedLatchPaths("/data");
    config.facts.simulated = true;
    config.fence_ms = 2000;  // a preempted sender of a busy machine is not the case here
    return config;
}

/// What a venue would have received, and whether any of it came too late.
struct Wire {
    std::atomic<bool> fenced{false};
    std::atomic<std::uint64_t> tried{0}, sent{0}, late{0};
};

void sendUntilClosed(KillLatch& latch, Wire& wire, const std::atomic<bool>& stop) {
    std::uint64_t tried = 0, sent = 0;
    while (!stop.load(std::memory_order_relaxed)) {
        latch.fence().enter();
        if (latch.allowsOpening()) {
            ++sent;
            if (wire.fenced.load()) wire.late.fetch_add(1);  // inside the send: must never be
        }
        latch.fence().leave();
        ++tried;
    }
    wire.tried += tried;
    wire.sent += sent;
}

}  // namespace

class TestLatchRace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingLeavesAfterTheFence() {
        const SystemRiskClock clock;
        Wire total;
        Histogram flag;
        QElapsedTimer timer;
        timer.start();
        int rounds = 0;
        // 10^6 submissions, or 20 s on a machine that cannot.
        for (; (total.tried.load() < 1'000'000 || rounds < 200) && timer.elapsed() < 20'000; ++rounds) {
            MemFs fs;
            KillLatch latch(fs, clock, nullptr, memConfig());
            latch.load({});
            QVERIFY(latch.allowsOpening());
            Wire wire;
            std::atomic<bool> stop{false};
            std::thread a([&] { sendUntilClosed(latch, wire, stop); });
            std::thread b([&] { sendUntilClosed(latch, wire, stop); });
            for (volatile int spin = 0; spin < (rounds % 50) * 1000;) spin = spin + 1;
            latch.trip(Code::ManualGui, "button", "race");
            latch.service({[&](const LatchView& view) {
                               if (view.step(StepId::Fence).state == StepState::Done) wire.fenced.store(true);
                           },
                           {}});
            QVERIFY(wire.fenced.load());
            // Senders go on against the closed gate for a while.
            for (volatile int spin = 0; spin < 20'000;) spin = spin + 1;
            stop.store(true);
            a.join();
            b.join();
            flag.add(latch.snapshot().step(StepId::Flag).ns);
            total.tried += wire.tried.load();
            total.sent += wire.sent.load();
            total.late += wire.late.load();
        }
        qInfo("%d trips against %llu submissions, %llu sent before; flag p50=%lld ns p99=%lld ns max=%lld ns", rounds,
              static_cast<unsigned long long>(total.tried.load()), static_cast<unsigned long long>(total.sent.load()),
              static_cast<long long>(flag.quantile(0.5)), static_cast<long long>(flag.quantile(0.99)),
              static_cast<long long>(flag.max()));
        QCOMPARE(total.late.load(), std::uint64_t(0));
        QVERIFY(rounds >= 20);
    }
    void manyTripsAtOnceHaveOneWinner() {
        const SystemRiskClock clock;
        for (int round = 0; round < 200; ++round) {
            MemFs fs;
            KillLatch latch(fs, clock, nullptr, memConfig());
            latch.load({});
            std::array<Id128, 4> ids;
            std::vector<std::thread> threads;
            for (std::size_t i = 0; i < ids.size(); ++i)
                threads.emplace_back([&, i] { ids[i] = latch.trip(Code::ManualGui, "thread", std::to_string(i)); });
            std::vector<LatchView> views;
            for (int i = 0; i < 3; ++i) views.push_back(latch.snapshot());
            for (std::thread& thread : threads) thread.join();
            latch.service({});
            const LatchView view = latch.snapshot();
            for (const Id128& id : ids) QVERIFY(id == view.trip_id);
            QCOMPARE(view.also_count, ids.size() - 1);
            QVERIFY(view.durable);
        }
    }
    void aTripDuringAResetIsNeverLost() {
        const SystemRiskClock clock;
        int reset_first = 0, trip_first = 0;
        for (int round = 0; round < 300; ++round) {
            MemFs fs;
            KillLatch latch(fs, clock, nullptr, memConfig());
            latch.load({});
            latch.trip(Code::ManualGui, "button", "first");
            latch.service({});
            const ResetBasis basis = latch.resetBasis();
            std::atomic<bool> go{false};
            std::thread second([&] {
                while (!go.load()) {
                }
                for (volatile int spin = 0; spin < round;) spin = spin + 1;
                latch.trip(Code::ManualHotkey, "key", "second");
            });
            go.store(true);
            for (volatile int spin = 0; spin < 150;) spin = spin + 1;
            const Status done = latch.applyReset(basis, LatchState::Active, {});
            second.join();
            (done ? reset_first : trip_first) += 1;
            QVERIFY(!latch.allowsOpening());  // whoever came first, the second press stands
            latch.service({});
            QVERIFY(latch.snapshot().durable);
            KillLatch again(fs, clock, nullptr, memConfig());
            again.load({});
            QCOMPARE(again.state(), LatchState::Halted);
        }
        qInfo("reset first %d, trip first %d", reset_first, trip_first);
    }
    void aTripAtEachFileCallOfAResetStands() {
        const SystemRiskClock clock;
        int calls = 1, refused = 0;
        for (bool reached = true; reached; ++calls) {
            MemFs fs;
            KillLatch latch(fs, clock, nullptr, memConfig());
            latch.load({});
            latch.trip(Code::ManualGui, "button", "first");
            latch.service({});
            reached = false;
            int seen = 0;
            fs.before = [&](std::string_view, const std::string&) {
                if (++seen == calls) {
                    reached = true;
                    latch.trip(Code::ManualHotkey, "key", "second");
                }
                return 0;
            };
            const Status done = latch.applyReset(latch.resetBasis(), LatchState::Active, {});
            fs.before = [](std::string_view, const std::string&) { return 0; };
            QCOMPARE(latch.allowsOpening(), !reached);
            if (!reached) break;
            QVERIFY(!done);
            QCOMPARE(done.error().code, Code::ResetNotPrepared);
            ++refused;
            latch.service({});
            QVERIFY(latch.snapshot().durable);
            KillLatch again(fs, clock, nullptr, memConfig());
            again.load({});
            QCOMPARE(again.state(), LatchState::Halted);
        }
        QVERIFY(refused >= 2);
    }
};

QTEST_GUILESS_MAIN(TestLatchRace)
#include "tst_latch_race.moc"
