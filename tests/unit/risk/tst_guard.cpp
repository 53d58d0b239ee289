// SPDX-License-Identifier: GPL-3.0-or-later
// Who watches whom: the guard and its engine, the engine and its watchdog, the watchdog and the journal.
#include "core/risk/guard.h"
#include "core/risk/heartbeats.h"
#include "core/risk/offline_trip.h"
#include "core/risk/watchdog_watch.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

/// An engine's half and a guard's half on one directory and one stepped clock.
struct Pair {
    Bench bench;
    std::string dir = bench.root();
    std::unique_ptr<GuardLink> engine = std::make_unique<GuardLink>(bench.fs, bench.clock, dir);
    std::unique_ptr<GuardLoop> guard = std::make_unique<GuardLoop>(bench.fs, dir, bench.clock.mono());
    int stops = 0;

    void run(std::int64_t ms, bool engine_lives, bool armed, bool guard_lives = true) {
        for (std::int64_t done = 0; done < ms; done += 250) {
            if (engine_lives) (void)engine->beat(bench.clock.mono(), armed);
            if (guard_lives) stops += guard->step(bench.clock.mono());
            bench.clock.advance(kBeatNs);
        }
    }
};

}  // namespace

class TestGuard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBeatIsReadBackAndEveryBrokenBitIsSeen() {
        const Beat beat{4711, true, false, randomId(), 123'456'789'012, 42};
        const std::string bytes = encodeBeat(beat);
        QCOMPARE(bytes.size(), kBeatSize);
        QVERIFY(parseBeat(bytes) == beat);
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            std::string broken = bytes;
            broken[bit / 8] = static_cast<char>(broken[bit / 8] ^ (1 << (bit % 8)));
            QVERIFY2(!parseBeat(broken), qPrintable(QString::number(bit)));
        }
        QVERIFY(!parseBeat(bytes.substr(1)));
        QVERIFY(!parseBeat(bytes + "x"));
    }
    void anArmedEngineThatStopsBeatingIsStoppedOnce() {
        Pair pair;
        pair.run(2'000, true, true);
        pair.run(4'750, false, true);
        QCOMPARE(pair.stops, 0);
        pair.run(500, false, true);
        QCOMPARE(pair.stops, 1);
        pair.run(60'000, false, true);
        QCOMPARE(pair.stops, 1);
        // The next start of the engine is a new case.
        pair.engine = std::make_unique<GuardLink>(pair.bench.fs, pair.bench.clock, pair.dir);
        pair.run(2'000, true, true);
        pair.run(6'000, false, true);
        QCOMPARE(pair.stops, 2);
    }
    void anEngineThatIsNotArmedOrEndedInOrderIsNot() {
        Pair pair;
        pair.run(60'000, false, true);  // there never was one
        pair.run(2'000, true, false);
        pair.run(60'000, false, true);
        QCOMPARE(pair.stops, 0);
        pair.run(2'000, true, true);
        pair.engine.reset();
        pair.run(60'000, false, true);
        QCOMPARE(pair.stops, 0);
    }
    void aSpoiledFileIsNoProgress() {
        Pair pair;
        pair.run(2'000, true, true);
        QVERIFY(writeBytes(pair.dir + "/heartbeat.bin", "rubbish"));
        pair.run(6'000, false, true);
        QCOMPARE(pair.stops, 1);
    }
    void aGuardThatWasAwayItselfStartsAnew() {
        Pair pair;
        pair.run(2'000, true, true);
        pair.bench.clock.advance(30 * kNsPerSec);  // both were suspended
        pair.run(250, false, true);
        QCOMPARE(pair.stops, 0);
        pair.run(4'000, true, true);
        QCOMPARE(pair.stops, 0);
    }
    void theEngineMissesItsGuard() {
        Pair pair;
        QVERIFY(pair.engine->beat(pair.bench.clock.mono(), true));  // none yet
        QVERIFY(pair.engine->lost());
        pair.run(1'000, true, true);
        QVERIFY(!pair.engine->lost());
        pair.run(6'000, true, true, /*guard_lives=*/false);
        QVERIFY(pair.engine->lost());
        pair.run(1'000, true, true);
        QVERIFY(!pair.engine->lost());
        pair.guard->stop(pair.bench.clock.mono());
        pair.run(500, true, true, false);
        QVERIFY(pair.engine->lost());
    }
    void theStopOfAGuardHolds() {
        Bench bench;
        {
            KillLatch latch(bench.fs, bench.clock, nullptr, bench.config());
            latch.load({});
        }
        Audit audit(bench.fs, bench.clock, bench.logDir(), "guard", "0.1.0", "");
        const OfflineTrip trip =
            tripOffline(bench.fs, bench.clock, &audit, bench.config(), "guard", "no heartbeat", Code::Guard);
        QVERIFY(trip.view.durable);
        QCOMPARE(trip.view.cause, Code::Guard);
        KillLatch again(bench.fs, bench.clock, nullptr, bench.config());
        again.load({});
        QCOMPARE(again.state(), LatchState::Halted);
        QVERIFY(readBytes(audit.path()).find("\"cause\":\"GUARD\"") != std::string::npos);
    }
    void aWatchdogThatStandsStillIsMissed() {
        std::atomic<std::uint64_t> beats{0};
        WatchdogWatch watch(beats);
        std::int64_t now_ns = kNsPerSec;
        const auto run = [&](int steps, bool beating) {
            int lost = 0;
            for (int i = 0; i < steps; ++i) {
                if (beating) ++beats;
                lost += watch.lost({now_ns});
                now_ns += 100 * kNsPerMs;
            }
            return lost;
        };
        QCOMPARE(run(50, true), 0);
        QCOMPARE(run(19, false), 0);
        QCOMPARE(run(1, false), 1);
        QCOMPARE(run(100, false), 0);  // told once
        QCOMPARE(run(1, true), 0);
        now_ns += 30 * kNsPerSec;  // the engine's own thread was away: the process was paused
        QCOMPARE(run(20, false), 0);
        QCOMPARE(run(2, false), 1);
    }
    void aSilentJournalClosesTheGateAndOpensItAgain() {
        std::atomic<std::uint64_t> counter{0};
        Heartbeats beats;
        ThreadWatch watch{"journal-sync", &counter, 1'000, 0, Code::EngineStall, 5'000, Code::JournalStalled};
        beats.add(watch, 0);
        const auto kinds = [&](std::int64_t ms) {
            std::vector<HeartbeatEvent::Kind> out;
            for (const HeartbeatEvent& event : beats.sample(ms * kNsPerMs, /*armed=*/true)) out.push_back(event.kind);
            return out;
        };
        using Kind = HeartbeatEvent::Kind;
        QVERIFY(kinds(999).empty());
        QCOMPARE(kinds(1'000), std::vector<Kind>{Kind::Late});
        QVERIFY(kinds(4'999).empty());
        QCOMPARE(kinds(5'000), std::vector<Kind>{Kind::GateClosed});
        QVERIFY(kinds(60'000).empty());
        ++counter;
        QCOMPARE(kinds(60'100), (std::vector<Kind>{Kind::Recovered, Kind::GateOpen}));
        QVERIFY(kinds(60'200).empty());
    }
};

QTEST_GUILESS_MAIN(TestGuard)
#include "tst_guard.moc"
