// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded scenarios of desk, route client and gateway simulator on real sockets and one clock. A failure names its seed:
// BELLWETHER_SEED=<it> runs that scenario alone. BELLWETHER_CAMPAIGN says how many.
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include "tests/fault/orders/order_world.h"

using namespace bw;
using namespace bw::test;

class TestCampaign : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsDoneTwiceLostOrCalledFlat() {
        bool is_one = false, is_number = false;
        const std::uint64_t one = qEnvironmentVariable("BELLWETHER_SEED").toULongLong(&is_one, 0);
        const int asked = qEnvironmentVariable("BELLWETHER_CAMPAIGN").toInt(&is_number);
        const int scenarios = is_one ? 1 : is_number ? asked : kScenarios;
        const std::uint64_t first = is_one ? one : 0x0bde5;
        qInfo("seed=0x%llx, %d scenarios", static_cast<unsigned long long>(first), scenarios);
        OrderWorld::Counts total;
        int failed = 0;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < scenarios && failed < 10; ++i) {
            OrderWorld world(m_context, m_dir.path().toStdString(), first + static_cast<std::uint64_t>(i));
            world.run();
            total += world.counts();
            if (world.violations().empty()) continue;
            ++failed;
            tell(world);
        }
        qInfo("%d scenarios in %lld ms: %llu orders, %llu carried out, %llu cancels, %llu stops, %llu verified, %llu restarts, "
              "%llu with UNKNOWN, %llu frames",
              scenarios, static_cast<long long>(timer.elapsed()), u(total.submitted), u(total.executed), u(total.cancels), u(total.stops),
              u(total.verified), u(total.restarts), u(total.unknown), u(total.frames));
        QCOMPARE(failed, 0);
        if (is_one) return;
        // It would prove nothing if nothing happened.
        QVERIFY(total.executed > static_cast<std::uint64_t>(scenarios) && total.cancels > static_cast<std::uint64_t>(scenarios) / 2);
        QVERIFY(total.verified > static_cast<std::uint64_t>(scenarios) / 10 && total.unknown > static_cast<std::uint64_t>(scenarios) / 10);
    }
    void aHarnessThatResendsAnUnknownOpenIsCaught() { isCaught(Mutant::ResendsUnknown); }
    void aRouteThatDoesNotSeeTheStopIsCaught() { isCaught(Mutant::IgnoresTheStop); }
    void aCancelThatIsAnsweredButNotSentIsCaught() { isCaught(Mutant::ForgesCancels); }

private:
    static constexpr int kScenarios = 150;
    static unsigned long long u(std::uint64_t value) { return value; }

    static void tell(const OrderWorld& world) {
        qWarning("BELLWETHER_SEED=0x%llx (%s)", u(world.plan().seed), world.plan().describe().c_str());
        for (const std::string& violation : world.violations()) qWarning("  %s", violation.c_str());
    }
    void isCaught(Mutant mutant) {
        int caught = 0;
        for (std::uint64_t seed = 1; seed <= 200 && caught == 0; ++seed) {
            OrderWorld world(m_context, m_dir.path().toStdString(), seed, mutant);
            world.run();
            caught += !world.violations().empty();
        }
        QVERIFY(caught > 0);
    }

    QTemporaryDir m_dir;
    zmq::context_t m_context{1, 4096};
};

QTEST_GUILESS_MAIN(TestCampaign)
#include "tst_campaign.moc"
