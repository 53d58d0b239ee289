// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded power losses at every moment of a trip and a reset: what was reported durable is HALTED for ever after.
#include "core/risk/reset.h"
#include "core/risk/reset_key.h"
#include "tests/fault/risk/mem_fs.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

struct Disk {
    std::unique_ptr<MemFs> fs = std::make_unique<MemFs>();
    StepClock clock;
    std::uint64_t cut_at = 0, calls = 0;
    std::uint64_t fail_every = 0;  // each n-th sync of the latch fails
    bool durable_reported = false, reset_reported = false;

    [[nodiscard]] LatchConfig config() const {
        LatchConfig config;
        config.paths.data_dir = "/data";
        config.paths.lock_dir = config.paths.latch_dir = "/lock";
        config.paths.latch = "/lock/kill_latch.bin";
        config.paths.os_lock = "/lock/kill_latch.lk";
        config.paths.companion = "/lock/kill_switch.lock";
        config.paths.instance = "/data/risk/instance.json";
        config.paths.reset_key = "/data/risk/reset_key.json";
        config.paths.reset_tries = "/data/risk/reset_tries.json";
        config.paths.watched = {config.paths.companion};
        return config;
    }
    void arm(std::uint64_t cut) {
        cut_at = cut;
        calls = 0;
        fs->before = [this](std::string_view op, const std::string& path) {
            if (++calls == cut_at) throw PowerLoss{};
            const bool fails =
                fail_every != 0 && op == "sync" && path.starts_with("/lock/kill_latch.bin") && calls % fail_every == 0;
            return fails ? EIO : 0;
        };
    }
    [[nodiscard]] LatchHooks hooks() {
        return {[this](const LatchView& view) { durable_reported |= view.durable && view.state == LatchState::Halted; },
                {}};
    }
    void trip() {
        KillLatch latch(*fs, clock, nullptr, config());
        latch.load(hooks());
        latch.service(hooks());
        latch.trip(Code::ManualGui, "button", "power test");
        for (int i = 0; i < 3; ++i) {
            latch.service(hooks());
            clock.advance(kNsPerSec);
        }
    }
    void start() {
        KillLatch latch(*fs, clock, nullptr, config());
        latch.load(hooks());
        latch.service(hooks());
    }
    void reset() {
        KillLatch latch(*fs, clock, nullptr, config());
        latch.load({});
        latch.service({});
        KillReset reset(latch, *fs, clock, nullptr, {});
        const Result<ResetTicket> ticket = reset.prepare();
        if (!ticket) return;
        const Status done = reset.commit({ticket->nonce, LatchState::Active, "power test reset", ticket->typed,
                                          "correct horse", "user:test", "cli"});
        reset_reported |= bool(done);
        latch.service({});
    }
    /// True if power went off on the way.
    template <class Body>
    bool until(std::uint64_t cut, Body&& body) {
        arm(cut);
        try {
            body();
        } catch (const PowerLoss&) {
            return true;
        }
        return false;
    }
    [[nodiscard]] LatchState after(Random& random) {
        const std::unique_ptr<MemFs> left = fs->powerLoss(random);
        KillLatch latch(*left, clock, nullptr, config());
        latch.load({});
        return latch.state();
    }
};

std::uint64_t seedOfRun() {
    const QByteArray given = qgetenv("BELLWETHER_SEED");
    return given.isEmpty() ? 0x5eed1a7cULL : given.toULongLong(nullptr, 0);
}

}  // namespace

class TestPowerLoss : public QObject {
    Q_OBJECT
    std::uint64_t m_seed = seedOfRun();
private Q_SLOTS:
    void initTestCase() { qInfo("seed=0x%llx", static_cast<unsigned long long>(m_seed)); }

    void aReportedStopIsHaltedInEveryImage() {
        int reported = 0, active = 0;
        for (std::uint64_t i = 0; i < 2000; ++i) {
            Random random(m_seed + i);
            Disk disk;
            disk.start();  // the first run, all of it on the disk
            disk.fail_every = random.below(3) == 0 ? 1 + random.below(4) : 0;
            const std::uint64_t cut = 1 + random.below(40);
            const bool off = disk.until(cut, [&] { disk.trip(); });
            const LatchState after = disk.after(random);
            reported += disk.durable_reported;
            active += after == LatchState::Active;
            if (disk.durable_reported && after != LatchState::Halted)
                QFAIL(qPrintable(QStringLiteral("image %1, cut at %2").arg(i).arg(cut)));
            // Before the report HALTED or the state before it: nothing else exists here. A run to its end on a good
            // disk reports.
            if (!off && disk.fail_every == 0) QVERIFY(disk.durable_reported);
        }
        qInfo("2000 images: %d after the report, %d found ACTIVE before it", reported, active);
        QVERIFY(reported > 300);
        QVERIFY(active > 100);  // otherwise the disk was not cut where it matters
    }
    void aStopFoundInTheCacheIsSyncedBeforeItIsReported() {
        int reported = 0;
        for (std::uint64_t i = 0; i < 500; ++i) {
            Random random(m_seed + 10'000 + i);
            Disk disk;
            disk.start();
            (void)disk.until(1 + random.below(20), [&] { disk.trip(); });  // only the process died: its cache lives on
            disk.durable_reported = false;
            (void)disk.until(1 + random.below(30), [&] { disk.start(); });
            const LatchState after = disk.after(random);
            reported += disk.durable_reported;
            if (disk.durable_reported && after != LatchState::Halted)
                QFAIL(qPrintable(QStringLiteral("image %1").arg(i)));
        }
        qInfo("500 images: %d after the report", reported);
        QVERIFY(reported > 50);
    }
    void aReportedPartIsStoppedInEveryImage() {
        int reported = 0, lost = 0;
        for (std::uint64_t i = 0; i < 500; ++i) {
            Random random(m_seed + 30'000 + i);
            Disk disk;
            disk.start();
            disk.fail_every = random.below(3) == 0 ? 1 + random.below(4) : 0;
            bool told = false;
            const bool off = disk.until(1 + random.below(20), [&] {
                KillLatch latch(*disk.fs, disk.clock, nullptr, disk.config());
                latch.load({});
                QVERIFY(latch.tripScope(ScopeKind::Venue, "okx", kScopeHalt, Code::ManualGui, "user", "power test"));
                for (int tries = 0; tries < 3; ++tries) {
                    latch.service({});
                    const LatchView view = latch.snapshot();
                    told |= view.durable && !view.scopes.empty();
                    disk.clock.advance(kNsPerSec);
                }
            });
            const std::unique_ptr<MemFs> left = disk.fs->powerLoss(random);
            KillLatch latch(*left, disk.clock, nullptr, disk.config());
            latch.load({});
            const bool stopped = !latch.allows(false, false, "okx.swap.BTC-USDT-SWAP", "gui");
            reported += told;
            lost += !stopped;
            if (told && !stopped) QFAIL(qPrintable(QStringLiteral("image %1").arg(i)));
            if (!off && disk.fail_every == 0) QVERIFY(told);
        }
        qInfo("500 images: %d after the report, %d without the part before it", reported, lost);
        QVERIFY(reported > 50);
        QVERIFY(lost > 20);
    }
    void aResetIsHaltedUntilItsSlotIsOnTheDisk() {
        int halted = 0, opened = 0;
        for (std::uint64_t i = 0; i < 500; ++i) {
            Random random(m_seed + 20'000 + i);
            Disk disk;
            disk.start();
            disk.trip();
            QVERIFY(disk.durable_reported);
            QVERIFY(setResetKey(*disk.fs, disk.clock, disk.config().paths, "", "correct horse", 1000));
            bool slot_written = false;
            disk.arm(1 + random.below(40));
            const auto cut = disk.fs->before;
            disk.fs->before = [&](std::string_view op, const std::string& path) {
                const int error = cut(op, path);
                slot_written |= op == "write" && path == "/lock/kill_latch.bin";
                return error;
            };
            try {
                disk.reset();
            } catch (const PowerLoss&) {
            }
            const LatchState after = disk.after(random);
            if (!slot_written && after != LatchState::Halted) QFAIL(qPrintable(QStringLiteral("image %1").arg(i)));
            if (disk.reset_reported) QCOMPARE(after, LatchState::Active);
            halted += after == LatchState::Halted;
            opened += disk.reset_reported;
        }
        QVERIFY(halted > 50 && opened > 50);
    }
};

QTEST_GUILESS_MAIN(TestPowerLoss)
#include "tst_power_loss.moc"
