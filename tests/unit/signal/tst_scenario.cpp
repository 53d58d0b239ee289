// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <deque>
#include <map>
#include <vector>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/scenario.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {

constexpr std::int64_t kS = kNsPerSec, kHour = 3'600 * kNsPerSec;
constexpr std::int64_t kStart = 1'700'000'040;  // a full minute

struct Second {
    int trades = 0;
    std::int64_t price2 = 0;
    bool covered = true;
};
struct Label {
    Scenario scenario;
    Reason reason;
    double tps, vol;
    friend bool operator==(const Label&, const Label&) = default;
};
Label labelOf(const ScenarioClock& clock) {
    return {clock.scenario(), clock.reason(), clock.tps(), clock.vol()};
}
void feed(ScenarioClock& clock, std::int64_t second, const Second& s) {
    for (int i = 0; i < s.trades; ++i) clock.onTrade(second * kS + i);
    clock.onSecond(second, s.price2, s.covered);
}

/// The definitions of the specification over the whole history.
class SlowScenario {
public:
    explicit SlowScenario(const ScenarioConfig& config) : m_config(config) {}
    Label at(const std::vector<Second>& all, std::size_t now) {
        const auto w = static_cast<std::size_t>(m_config.window_s);
        std::size_t covered = 0, covered_ever = 0, trades = 0;
        double sum = 0;
        for (std::size_t i = 0; i <= now; ++i) covered_ever += all[i].covered;
        for (std::size_t i = now + 1 > w ? now + 1 - w : 0; i <= now; ++i) {
            if (!all[i].covered) continue;
            ++covered;
            trades += static_cast<std::size_t>(all[i].trades);
            if (i == 0 || !all[i - 1].covered || all[i].price2 == 0 || all[i - 1].price2 == 0) continue;
            const double r = static_cast<double>(all[i].price2 - all[i - 1].price2) / static_cast<double>(all[i - 1].price2);
            sum += r * r;
        }
        Label out{Scenario::None, Reason::Warmup, covered > 0 ? static_cast<double>(trades) / static_cast<double>(covered) : 0, 0};
        if (covered_ever < w) return out;
        out.reason = Reason::Gap;
        if (covered * 10 < w * 9) return out;
        out.vol = std::sqrt(sum);
        out.reason = Reason::Warmup;
        if (m_references.size() >= 60) {
            double below = 0, equal = 0;
            for (const double v : m_references) {
                below += v < out.vol;
                equal += v == out.vol;
            }
            const bool high = (below + 0.5 * equal) / static_cast<double>(m_references.size()) >= m_config.vol_split;
            const bool active = out.tps >= m_config.active_tps;
            out.scenario = active ? (high ? Scenario::ActiveHigh : Scenario::ActiveLow) : high ? Scenario::QuietHigh : Scenario::QuietLow;
            out.reason = Reason::None;
        }
        if ((kStart + static_cast<std::int64_t>(now) + 1) % 60 == 0) m_references.push_back(out.vol);
        if (m_references.size() > 1'440) m_references.pop_front();
        return out;
    }

private:
    ScenarioConfig m_config;
    std::deque<double> m_references;
};

std::vector<Second> randomSeconds(Random& random, int n, int mean_trades) {
    std::vector<Second> all;
    std::int64_t price2 = 2'000'000;
    std::uint64_t swing = 5;
    for (int i = 0; i < n; ++i) {
        if (i % 700 == 0) swing = 1 + random.below(40);
        price2 += static_cast<std::int64_t>(random.below(2 * swing + 1)) - static_cast<std::int64_t>(swing);
        all.push_back({static_cast<int>(random.below(static_cast<std::uint64_t>(2 * mean_trades + 1))), price2, true});
    }
    return all;
}

}  // namespace

class TestScenario : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tradesASecondHaveNoCap() {
        ScenarioClock clock{ScenarioConfig{}};
        for (std::int64_t s = 0; s < 300; ++s) feed(clock, kStart + s, {10, 100, true});
        QCOMPARE(clock.tps(), 10.0);
        for (std::int64_t s = 300; s < 600; ++s) feed(clock, kStart + s, {5'000, 100, true});
        QCOMPARE(clock.tps(), 5'000.0);
    }
    void tradesASecondAreOverCoveredSeconds() {
        ScenarioClock clock{ScenarioConfig{}};
        for (std::int64_t s = 0; s < 300; ++s) feed(clock, kStart + s, {6, 100, s % 15 != 0});  // 20 of 300 are not
        QCOMPARE(clock.tps(), 6.0);
    }
    /// After an hour of the other pace both hold: active is absolute.
    void oneTradeASecondIsQuietThreeAreActiveWhateverCameBefore() {
        for (const int before : {1, 3, 50}) {
            for (const int now : {1, 3}) {
                ScenarioClock clock{ScenarioConfig{}};
                std::int64_t second = kStart;
                const auto run = [&](int seconds, int trades) {
                    for (int i = 0; i < seconds; ++i, ++second) feed(clock, second, {trades, 1'000 + second % 7, true});
                };
                run(2 * 3'600, before);
                run(300, now);
                QCOMPARE(clock.reason(), Reason::None);
                QCOMPARE(clock.tps(), static_cast<double>(now));
                QCOMPARE(liquidityOf(clock.scenario()), now == 1 ? Liquidity::Quiet : Liquidity::Active);
            }
        }
    }
    /// Price 1000, 1001, 1000, ...: 300 returns of 1/1000 and -1/1001 by turns.
    void volatilityByHand() {
        ScenarioClock clock{ScenarioConfig{}};
        for (std::int64_t s = 0; s <= 300; ++s) feed(clock, kStart + s, {1, 2'000 + 2 * (s % 2), true});
        const double expected = std::sqrt(150 * (1e-3 * 1e-3) + 150 / (1'001.0 * 1'001.0));
        QVERIFY(std::abs(clock.vol() - expected) < 1e-15);
    }
    void warmUntilTheWindowAndSixtyReferencesAreThere() {
        ScenarioClock clock{ScenarioConfig{}};
        std::int64_t second = kStart;
        // References come at full minutes from 300 s on: the 60th is that of second 3840 (counted from 1).
        for (; second < kStart + 3'840; ++second) {
            feed(clock, second, {3, 1'000, true});
            QCOMPARE(clock.reason(), Reason::Warmup);
            QCOMPARE(clock.scenario(), Scenario::None);
        }
        feed(clock, second, {3, 1'000, true});
        QCOMPARE(clock.scenario(), Scenario::ActiveHigh);  // all equal: F = 1/2, not below vol_split
        QCOMPARE(clock.counts().labels[static_cast<std::size_t>(Scenario::ActiveHigh)], 1U);
    }
    void tooLittleCoveredIsAGap() {
        ScenarioClock clock{ScenarioConfig{}};
        std::int64_t second = kStart;
        for (; second < kStart + 4'000; ++second) feed(clock, second, {3, 1'000, true});
        QCOMPARE(clock.scenario(), Scenario::ActiveHigh);
        for (int i = 0; i < 30; ++i, ++second) {  // 10 % missing is allowed
            feed(clock, second, {0, 0, false});
            QCOMPARE(clock.reason(), Reason::None);
        }
        feed(clock, second++, {0, 0, false});
        QCOMPARE(clock.reason(), Reason::Gap);
        QCOMPARE(clock.scenario(), Scenario::None);
        QCOMPARE(clock.counts().coverage_miss, 1U);
        second += 2;                              // left out is uncovered
        feed(clock, second++, {3, 1'000, true});
        QCOMPARE(clock.counts().coverage_miss, 4U);
        for (int i = 0; i < 264; ++i, ++second) {
            feed(clock, second, {3, 1'000, true});
            QCOMPARE(clock.reason(), Reason::Gap);
        }
        int until = 0;
        for (; clock.reason() == Reason::Gap; ++until, ++second) feed(clock, second, {3, 1'000, true});
        QCOMPARE(clock.scenario(), Scenario::ActiveHigh);
        QVERIFY(until <= 35);
        second += 100'000;                        // longer than the window
        feed(clock, second, {3, 1'000, true});
        QCOMPARE(clock.reason(), Reason::Gap);
        QCOMPARE(clock.tps(), 3.0);
    }
    void returnsDoNotCrossWhatIsNotCovered() {
        ScenarioConfig config;
        config.window_s = 10;
        ScenarioClock clock(config);
        for (std::int64_t s = 0; s < 9; ++s) feed(clock, kStart + s, {1, 1'000, true});
        feed(clock, kStart + 9, {1, 0, false});
        feed(clock, kStart + 10, {1, 3'000, true});
        QCOMPARE(clock.vol(), 0.0);
        feed(clock, kStart + 11, {1, 0, true});  // no price
        feed(clock, kStart + 12, {1, 9'000, true});
        QCOMPARE(clock.vol(), 0.0);
    }
    void aBreakKeepsTheReferences() {
        ScenarioClock clock{ScenarioConfig{}};
        std::int64_t second = kStart;
        for (; second < kStart + 4'000; ++second) feed(clock, second, {3, 1'000, true});
        clock.onBreak();
        QCOMPARE(clock.reason(), Reason::Warmup);
        for (int i = 0; i < 299; ++i, ++second) {
            feed(clock, second, {1, 1'000, true});
            QCOMPARE(clock.reason(), Reason::Warmup);
        }
        feed(clock, second, {1, 1'000, true});
        QCOMPARE(clock.scenario(), Scenario::QuietHigh);
    }
    void lateTradesCountInTheNextSecond() {
        ScenarioConfig config;
        config.window_s = 10;
        ScenarioClock clock(config);
        clock.onTrade(kStart * kS);
        clock.onSecond(kStart, 1'000, true);
        QCOMPARE(clock.tps(), 1.0);
        clock.onTrade(kStart * kS + 5);
        QCOMPARE(clock.tps(), 1.0);
        clock.onSecond(kStart + 1, 1'000, true);
        QCOMPARE(clock.tps(), 1.0);  // 2 in 2
        clock.onTrade((kStart + 5) * kS);  // ahead of the seconds still to close
        for (int i = 2; i <= 5; ++i) clock.onSecond(kStart + i, 1'000, true);
        QCOMPARE(clock.tps(), 3.0 / 6);
        clock.onSecond(kStart + 3, 5'000, true);  // not ascending: nothing
        QCOMPARE(clock.tps(), 3.0 / 6);
    }
    void offHasNoLabels() {
        ScenarioConfig config;
        config.scheme = ScenarioScheme::Off;
        ScenarioClock clock(config);
        for (std::int64_t s = 0; s < 5'000; ++s) feed(clock, kStart + s, {3, 1'000, true});
        QCOMPARE(clock.scenario(), Scenario::None);
        QCOMPARE(clock.reason(), Reason::None);
        QCOMPARE(clock.tps(), 3.0);
    }

    void equalsTheSlowDefinitions() {
        Random random(test::seedOr(31));
        ScenarioConfig config;
        config.window_s = 40;
        ScenarioClock clock(config);
        SlowScenario slow(config);
        std::vector<Second> all = randomSeconds(random, 15'000, 2);
        for (std::size_t i = 300; i < all.size(); ++i) {
            if (i % 2'000 < 30) all[i].covered = random.below(3) != 0;
            if (i / 100 % 37 == 0) all[i].covered = false;
            if (random.below(50) == 0) all[i].price2 = 0;
        }
        std::map<Scenario, int> seen;
        std::size_t next = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::int64_t second = kStart + static_cast<std::int64_t>(i);
            if (all[i].covered || random.below(2) == 0)
                feed(clock, second, all[i]);
            else
                continue;  // left out; the next one must find the same
            Label want{};
            for (; next <= i; ++next) want = slow.at(all, next);
            const Label got = labelOf(clock);
            QCOMPARE(got.scenario, want.scenario);
            QCOMPARE(got.reason, want.reason);
            QCOMPARE(got.tps, want.tps);
            QCOMPARE(got.vol, want.vol);
            ++seen[got.scenario];
        }
        for (const Scenario s : {Scenario::ActiveHigh, Scenario::ActiveLow, Scenario::QuietHigh, Scenario::QuietLow}) QVERIFY(seen[s] > 50);
    }
    void labelsDoNotChangeWhenLaterDataDo() {
        Random random(test::seedOr(33));
        const std::vector<Second> all = randomSeconds(random, 9'000, 2);
        std::vector<Label> whole;
        ScenarioClock first{ScenarioConfig{}};
        for (std::size_t i = 0; i < all.size(); ++i) {
            feed(first, kStart + static_cast<std::int64_t>(i), all[i]);
            whole.push_back(labelOf(first));
        }
        const std::size_t cut = 5'000 + random.below(3'000);
        ScenarioClock second{ScenarioConfig{}};
        for (std::size_t i = 0; i < all.size(); ++i) {
            const Second poisoned{900, i % 2 != 0 ? 1 : 1'000'000'000, i % 3 != 0};
            feed(second, kStart + static_cast<std::int64_t>(i), i < cut ? all[i] : poisoned);
            if (i < cut) QCOMPARE(labelOf(second), whole[i]);
        }
    }
    void aStationaryFeedIsHighAboutHalfTheTime() {
        Random random(test::seedOr(35));
        ScenarioClock clock{ScenarioConfig{}};
        std::int64_t price2 = 5'000'000;
        for (std::int64_t s = 0; s < 26 * 3'600; ++s) {
            price2 += static_cast<std::int64_t>(random.below(41)) - 20;
            feed(clock, kStart + s, {1, price2, true});
        }
        const auto& labels = clock.counts().labels;
        const auto high = static_cast<double>(labels[static_cast<std::size_t>(Scenario::QuietHigh)]);
        const auto low = static_cast<double>(labels[static_cast<std::size_t>(Scenario::QuietLow)]);
        const double share = high / (high + low);
        QVERIFY2(share > 0.35 && share < 0.65, qPrintable(QString::number(share)));
        QCOMPARE(labels[0] + static_cast<std::uint64_t>(high + low), static_cast<std::uint64_t>(26 * 3'600));
    }

    void sessions_data() {
        QTest::addColumn<qint64>("t_ns");
        QTest::addColumn<Session>("session");
        QTest::addColumn<DaySession>("day");
        const qint64 day = kHour * 24 * 20'000;
        using S = Session;
        using D = DaySession;
        QTest::newRow("midnight") << qint64(day) << S::Tokyo << D::Night;
        QTest::newRow("a moment before 8") << qint64(day + 8 * kHour - 1) << S::Tokyo << D::Night;
        QTest::newRow("8") << qint64(day + 8 * kHour) << S::London << D::Night;
        QTest::newRow("9 begins the day") << qint64(day + 9 * kHour) << S::London << D::Day;
        QTest::newRow("16") << qint64(day + 16 * kHour) << S::NewYork << D::Day;
        QTest::newRow("a moment before 17") << qint64(day + 17 * kHour - 1) << S::NewYork << D::Day;
        QTest::newRow("17 ends the day") << qint64(day + 17 * kHour) << S::NewYork << D::Night;
        QTest::newRow("before 1970") << qint64(-kHour) << S::NewYork << D::Night;
    }
    void sessions() {
        QFETCH(qint64, t_ns);
        QTEST(sessionOf(t_ns), "session");
        QTEST(daySessionOf(ScenarioConfig{}, t_ns), "day");
    }
    void aDayMaySpanMidnight() {
        ScenarioConfig config;
        config.day_start_h = 22;
        config.day_end_h = 6;
        QCOMPARE(daySessionOf(config, 23 * kHour), DaySession::Day);
        QCOMPARE(daySessionOf(config, 5 * kHour), DaySession::Day);
        QCOMPARE(daySessionOf(config, 6 * kHour), DaySession::Night);
        QCOMPARE(daySessionOf(config, 21 * kHour), DaySession::Night);
    }
};

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
