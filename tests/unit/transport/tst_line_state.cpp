// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <cstdlib>

#include "core/feed/transport/connect_gate.h"
#include "core/feed/transport/line_state.h"
#include "core/feed/transport/weight_limiter.h"

using namespace bw;
using namespace bw::feed;
using Due = LineState::Due;

namespace {

constexpr MonoTime at(double seconds) {
    return {std::int64_t(seconds * 1e9)};
}

std::uint64_t seedOfRun() {
    const char* text = std::getenv("BELLWETHER_SEED");
    const std::uint64_t seed = text != nullptr ? std::strtoull(text, nullptr, 0) : 0x5eedULL;
    qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
    return seed;
}

}  // namespace

class TestLineState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aServerThatRefusesForAnHourIsTriedWithinTheBounds() {
        Random random(seedOfRun());
        MonoTime now = at(1);
        LineState line({}, now);
        QVERIFY(line.due(now) == Due::Attempt);  // the first attempt is immediate
        int attempts = 0;
        while (now < at(3601)) {
            if (line.due(now) != Due::Attempt) {
                now = now + 10 * kNsPerMs;
                continue;
            }
            line.onAttempt(now);
            const std::int64_t delay_ns = line.onDown(now, random);
            const double base_s = std::min(60.0, std::pow(2.0, attempts));
            QVERIFY2(double(delay_ns) >= 0.5e9 * base_s && double(delay_ns) <= 1e9 * base_s,
                     qPrintable(QStringLiteral("attempt %1: %2 ns").arg(attempts).arg(delay_ns)));
            QCOMPARE(line.retryAt(), now + delay_ns);
            ++attempts;
        }
        QVERIFY(attempts > 60);  // never stops
        line.onAttempt(now);
        line.onOpen(now);
        QVERIFY(line.onMessage(now, /*is_data=*/true));
        QCOMPARE(line.state(), FeedState::Live);
        QCOMPARE(line.attempts(), 0U);
    }

    void theBackoffStartsOverOnlyAfter300SecondsLive() {
        for (const int live_s : {299, 300}) {
            Random random(1);
            MonoTime now = at(1);
            LineState line({}, now);
            for (int i = 0; i < 4; ++i) {
                line.onAttempt(now);
                now = now + line.onDown(now, random);
            }
            line.onAttempt(now);
            line.onOpen(now);
            for (int s = 0; s <= live_s; ++s) {
                line.onMessage(now + s * kNsPerSec, /*is_data=*/true);
                QVERIFY(line.due(now + s * kNsPerSec) == Due::Nothing);
            }
            const std::int64_t delay_ns = line.onDown(now + live_s * kNsPerSec, random);
            QCOMPARE(delay_ns <= kNsPerSec, live_s == 300);
        }
    }

    void aHandshakeMayTakeTenSeconds() {
        LineState line({}, at(1));
        line.onAttempt(at(1));
        QVERIFY(line.due(at(10.9)) == Due::Nothing);
        QVERIFY(line.due(at(11)) == Due::ConnectTimeout);
    }

    void anAcknowledgementIsNoProofOfData() {
        LineState line({}, at(1));
        line.onAttempt(at(1));
        line.onOpen(at(2));
        QVERIFY(!line.onMessage(at(3), /*is_data=*/false));
        QCOMPARE(line.state(), FeedState::Connecting);
        QVERIFY(line.due(at(16.9)) == Due::Nothing);
        QVERIFY(line.due(at(17)) == Due::DataTimeout);
    }

    void silenceMakesStaleOnceThenEndsTheLine() {
        LineState line({}, at(1));
        line.onAttempt(at(1));
        line.onOpen(at(1));
        line.onMessage(at(2), /*is_data=*/true);
        QVERIFY(line.due(at(11.9)) == Due::Nothing);
        QVERIFY(line.due(at(12)) == Due::Stale);
        QCOMPARE(line.state(), FeedState::Stale);
        QVERIFY(line.due(at(12.1)) == Due::Nothing);
        QVERIFY(line.onMessage(at(13), /*is_data=*/false));
        QCOMPARE(line.state(), FeedState::Live);
        QVERIFY(line.due(at(23)) == Due::Stale);
        QVERIFY(line.due(at(42.9)) == Due::Nothing);
        QVERIFY(line.due(at(43)) == Due::Silent);
    }

    void refusalsAskForTheirPause() {
        LineState line({}, at(1));
        Random random(1);
        QCOMPARE(line.pauseFor(429), std::int64_t(60'000));
        QCOMPARE(line.pauseFor(451), std::int64_t(900'000));
        QCOMPARE(line.pauseFor(503), std::int64_t(0));
        QCOMPARE(line.pauseFor(418), std::int64_t(120'000));
        QCOMPARE(line.pauseFor(418), std::int64_t(240'000));
        for (int i = 0; i < 40; ++i) QVERIFY(line.pauseFor(418) <= 3LL * 24 * 3600 * 1000);
        line.onAttempt(at(1));
        QCOMPARE(line.onDown(at(1), random, 60'000), 60 * kNsPerSec);
    }

    void theWeightOfAMinuteStaysInTheBudget() {
        Random random(seedOfRun());
        WeightLimiter limiter(600);
        std::vector<std::pair<MonoTime, int>> sent;
        MonoTime now = at(1);
        for (int i = 0; i < 2000; ++i) {
            const int weight = 1 + int(random.below(50));
            const std::int64_t delay_ns = limiter.delayNs(now, weight);
            QVERIFY(delay_ns >= 0 && delay_ns <= kNsPerMin);
            now = now + delay_ns;
            QCOMPARE(limiter.delayNs(now, weight), std::int64_t(0));
            limiter.onSent(now, weight);
            sent.emplace_back(now, weight);
            int window = 0;
            for (const auto& [time, w] : sent)
                if (now - time < kNsPerMin) window += w;
            QVERIFY(window <= 480);
            now = now + std::int64_t(random.below(2 * kNsPerSec));
        }
    }

    void theVenuesOwnCountWinsWhenItIsLarger() {
        WeightLimiter limiter(600);
        limiter.onSent(at(1), 20);
        limiter.onReported(at(1), 470);
        QCOMPARE(limiter.used(at(1)), std::int64_t(470));
        QCOMPARE(limiter.delayNs(at(11), 20), 50 * kNsPerSec);
        QCOMPARE(limiter.delayNs(at(11), 10), std::int64_t(0));
        QCOMPARE(limiter.delayNs(at(61), 20), std::int64_t(0));
    }

    void a429HalvesTheBudgetAndPausesTheHost() {
        WeightLimiter limiter(600);
        limiter.pauseUntil(at(31));
        limiter.halveUntil(at(600));
        QCOMPARE(limiter.delayNs(at(1), 1), 30 * kNsPerSec);
        limiter.onSent(at(31), 230);
        QVERIFY(limiter.delayNs(at(31), 20) > 0);
        QCOMPARE(limiter.delayNs(at(31), 10), std::int64_t(0));
    }

    void connectionsToAHostAreSpaced() {
        ConnectGate gate;
        const std::string host = "127.0.0.1";
        QVERIFY(gate.take(host, at(1)));
        QVERIFY(!gate.take(host, at(1.34)));
        QVERIFY(gate.take("127.0.0.2", at(1.34)));
        QVERIFY(gate.take(host, at(1.35)));
        int taken = 2;
        for (int i = 0; i < 290; ++i) taken += gate.take(host, at(2 + i * 0.36)) ? 1 : 0;
        QCOMPARE(taken, 250);
        QVERIFY(gate.take(host, at(301)));
    }
};

QTEST_GUILESS_MAIN(TestLineState)
#include "tst_line_state.moc"
