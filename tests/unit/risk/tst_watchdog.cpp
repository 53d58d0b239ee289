// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <mutex>
#include <thread>

#include "core/risk/watchdog.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

/// A loaded latch with a running watchdog on the real clock; what the hooks say is collected.
struct Running {
    Bench bench;
    SystemRiskClock clock;
    std::mutex mutex;
    std::vector<std::string> notices;
    std::vector<LatchView> views;
    std::unique_ptr<KillLatch> latch;
    std::unique_ptr<Watchdog> watchdog;

    explicit Running(WatchdogConfig config = {}) {
        latch = std::make_unique<KillLatch>(bench.fs, clock, nullptr, bench.config());
        latch->load({});
        watchdog =
            std::make_unique<Watchdog>(*latch, clock, config,
                                       LatchHooks{[this](const LatchView& view) {
                                                      const std::lock_guard lock(mutex);
                                                      views.push_back(view);
                                                  },
                                                  [this](Severity, Code code, const std::string& text) {
                                                      const std::lock_guard lock(mutex);
                                                      notices.push_back(std::string(codeName(code)) + ": " + text);
                                                  }});
    }
    [[nodiscard]] int count(std::string_view code) {
        const std::lock_guard lock(mutex);
        int n = 0;
        for (const std::string& one : notices) n += one.starts_with(code);
        return n;
    }
};

ThreadWatch watch(const std::atomic<std::uint64_t>& counter, int warn_ms, int halt_ms) {
    return {"engine", &counter, warn_ms, halt_ms, Code::EngineStall};
}

}  // namespace

class TestWatchdog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void touchTripsWithin250Ms() {
        std::int64_t worst_ms = 0;
        for (int round = 0; round < 5; ++round) {
            Running running;
            QTRY_VERIFY(running.watchdog->beats().load() > 0);
            QElapsedTimer timer;
            timer.start();
            QVERIFY(writeBytes(running.bench.paths().companion, ""));
            while (running.latch->allowsOpening() && timer.elapsed() < 2000) QTest::qWait(1);
            worst_ms = std::max<std::int64_t>(worst_ms, timer.elapsed());
            QVERIFY(!running.latch->allowsOpening());
            QTRY_VERIFY(running.latch->snapshot().durable);
            QCOMPARE(running.latch->snapshot().cause, Code::ForeignLock);
        }
        qInfo("touch to HALTED, worst of 5: %lld ms", static_cast<long long>(worst_ms));
        QVERIFY(worst_ms <= 250);
    }
    void aTripIsCarriedOutAndTold() {
        Running running;
        const Id128 id = running.latch->trip(Code::ManualGui, "button", "stop");
        QTRY_VERIFY(running.latch->snapshot().durable);
        QTRY_COMPARE(running.latch->snapshot().step(StepId::Cancel).state, StepState::NotApplicable);
        QTRY_COMPARE(running.count("MANUAL_GUI"), 1);
        const LatchView view = running.latch->snapshot();
        qInfo("flag %lld ns, fence %lld us, durable %lld us, companion %lld us",
              static_cast<long long>(view.step(StepId::Flag).ns),
              static_cast<long long>(view.step(StepId::Fence).ns / 1000),
              static_cast<long long>(view.step(StepId::Durable).ns / 1000),
              static_cast<long long>(view.step(StepId::Companion).ns / 1000));
        const std::lock_guard lock(running.mutex);
        QVERIFY(!running.views.empty());
        QCOMPARE(running.views.front().state, LatchState::Halted);  // told before the disk is done
        QVERIFY(!running.views.front().durable);
        QVERIFY(running.views.back().durable && running.views.back().trip_id == id);
    }
    void twoEnginesHaltTogether() {
        Running a;
        PosixLatchFs peer_fs;
        KillLatch peer(peer_fs, a.clock, nullptr, a.bench.config());
        peer.load({});
        QElapsedTimer timer;
        peer.trip(Code::ManualGui, "button", "peer stops");
        timer.start();
        peer.service({});
        while (a.latch->allowsOpening() && timer.elapsed() < 2000) QTest::qWait(1);
        QVERIFY(timer.elapsed() <= 250);
        QTRY_COMPARE(a.latch->snapshot().cause, Code::PeerHalt);
        QVERIFY(a.latch->snapshot().trip_id == peer.snapshot().trip_id);
    }
    void anArmedEngineThatStallsHalts() {
        Running running({20, 200, 1000});
        std::atomic<std::uint64_t> counter{0};
        QVERIFY(running.latch->arm());
        running.watchdog->registerThread(watch(counter, 60, 150));
        QTRY_VERIFY(running.watchdog->causeStands(Code::EngineStall));
        QTRY_VERIFY(!running.latch->allowsOpening());
        QTRY_COMPARE(running.latch->snapshot().cause, Code::EngineStall);
        QCOMPARE(running.count("THREAD_LATE"), 1);
        ++counter;
        QTRY_VERIFY(!running.watchdog->causeStands(Code::EngineStall));
        QCOMPARE(running.latch->state(), LatchState::Halted);  // never by itself
        running.watchdog->unregisterThread("engine");
        QVERIFY(running.watchdog->threadAges().empty());
    }
    void anUnarmedEngineThatStallsIsOnlyToldOf() {
        Running running({20, 200, 1000});
        std::atomic<std::uint64_t> counter{0};
        running.watchdog->registerThread(watch(counter, 60, 150));
        QTRY_COMPARE(running.count("THREAD_LATE"), 1);
        QTRY_VERIFY(running.watchdog->causeStands(Code::EngineStall));
        QVERIFY(running.latch->allowsOpening());
        QVERIFY(running.watchdog->threadAges().at(0).late);
        ++counter;
        QTRY_COMPARE(running.count("THREAD_LATE"), 2);  // and it is back
    }
    void destructionJoinsAndCarriesOutTheLastTrip() {
        Running running;
        running.latch->trip(Code::ManualGui, "button", "while leaving");
        running.watchdog.reset();
        QVERIFY(running.latch->snapshot().durable);
    }

    // The decisions, by a stepped clock.
    void heartbeatLimits() {
        constexpr std::int64_t kMs = kNsPerMs;
        Heartbeats beats;
        std::atomic<std::uint64_t> counter{0};
        beats.add(watch(counter, 500, 2000), 0);
        QVERIFY(beats.sample(499 * kMs, true).empty());
        const auto late = beats.sample(500 * kMs, true);
        QCOMPARE(late.size(), 1U);
        QCOMPARE(late[0].kind, HeartbeatEvent::Kind::Late);
        QVERIFY(beats.sample(1999 * kMs, true).empty());
        QVERIFY(beats.sample(2000 * kMs, false).empty());  // not armed
        const auto halt = beats.sample(2000 * kMs, true);
        QCOMPARE(halt.size(), 1U);
        QCOMPARE(halt[0].cause, Code::EngineStall);
        QVERIFY(beats.sample(9000 * kMs, true).empty());  // said once
        ++counter;
        const auto back = beats.sample(9100 * kMs, true);
        QCOMPARE(back.size(), 1U);
        QCOMPARE(back[0].kind, HeartbeatEvent::Kind::Recovered);
        QVERIFY(!beats.standing(Code::EngineStall, 9100 * kMs));
    }
    void aPauseGivesTwoSecondsOfGrace() {
        constexpr std::int64_t kMs = kNsPerMs;
        Heartbeats beats;
        std::atomic<std::uint64_t> counter{0};
        beats.add(watch(counter, 500, 2000), 0);
        const std::int64_t after = 30'000 * kMs;
        const HeartbeatEvent event = beats.paused(29'900 * kMs, after);
        QCOMPARE(event.kind, HeartbeatEvent::Kind::Paused);
        QVERIFY(beats.sample(after, true).empty());
        QVERIFY(beats.sample(after + 1900 * kMs, true).empty());
        QVERIFY(beats.sample(after + 2300 * kMs, true).empty());  // counted from the end of the grace
        QCOMPARE(beats.sample(after + 4000 * kMs, true).size(), 2U);
    }
};

QTEST_GUILESS_MAIN(TestWatchdog)
#include "tst_watchdog.moc"
