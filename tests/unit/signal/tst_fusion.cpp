// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <functional>
#include <limits>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/fusion.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {

constexpr std::int64_t kMs = kNsPerMs;

/// Standard settings, without warm-up and with levels that are taken at once.
FusionConfig prompt() {
    FusionConfig config;
    config.warmup_samples = 0;
    config.min_consecutive = 1;
    return config;
}
FusionInput both(std::int64_t t_ms, double ofi, double cvd) {
    return {t_ms * kMs, Stat::of(ofi), Stat::of(cvd), t_ms * kMs, t_ms * kMs};
}
FusionInput same(std::int64_t t_ms, double z) {
    return both(t_ms, z, z);
}
FusionInput ofiOnly(std::int64_t t_ms, double z, Reason why = Reason::Gap) {
    return {t_ms * kMs, Stat::of(z), Stat::none(why), t_ms * kMs, 0};
}
bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}
bool has(const FusionOut& out, Reason reason) {
    return (out.reasons & reasonBit(reason)) != 0;
}

}  // namespace

class TestFusion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- score, consistency, lag
    void scoreByHand() {
        Fusion fusion(prompt(), false);
        FusionOut out = fusion.update(both(0, 2, 1));
        QVERIFY(near(out.score, 0.6 * 2 + 0.4 * 1));                      // 1.6
        QVERIFY(near(out.fused.value, 1.6 / std::sqrt(0.36 + 0.16)));     // 2.2188
        QVERIFY(near(out.consistency.value, 0.5));
        out = fusion.update(both(1, 2, -1));
        QVERIFY(near(out.score, 0.8));
        QCOMPARE(out.consistency, Stat::of(0));                           // signs differ
        out = fusion.update(both(2, 2, 1e-10));
        QCOMPARE(out.consistency, Stat::of(0));
        out = fusion.update(both(3, -9, -2));                             // clipped to -4
        QVERIFY(near(out.score, 0.6 * -4 + 0.4 * -2));
        QVERIFY(near(out.consistency.value, 0.5));
        QCOMPARE(out.reasons, 0U);
    }
    void weightsAreScaledToOne() {
        FusionConfig config = prompt();
        config.w_ofi = 3;
        config.w_cvd = 1;
        Fusion fusion(config, false);
        const FusionOut out = fusion.update(both(0, 1, -3));
        QVERIFY(near(out.score, 0));
        QVERIFY(near(fusion.update(both(1, 1, 1)).fused.value, 1 / std::sqrt(0.75 * 0.75 + 0.25 * 0.25)));
    }
    void valuesTooFarApartLeaveTheNewer() {
        Fusion fusion(prompt(), /*per_trade=*/true);
        FusionInput in = both(1'000, 1, 3);
        in.t_ofi_ns = 750 * kMs;                        // 250 ms: not exceeded
        QVERIFY(near(fusion.update(in).score, 1.8));
        in.t_ofi_ns = 750 * kMs - 1;
        FusionOut out = fusion.update(in);
        QCOMPARE(out.score, 3.0);
        QCOMPARE(out.fused, Stat::of(3));
        QCOMPARE(out.consistency.reason, Reason::DegradedCvdOnly);
        QVERIFY(has(out, Reason::LagExceeded) && has(out, Reason::DegradedCvdOnly));
        in.t_ofi_ns = 2'000 * kMs;
        out = fusion.update(in);
        QCOMPARE(out.score, 1.0);
        QVERIFY(has(out, Reason::LagExceeded) && has(out, Reason::DegradedOfiOnly));
        QCOMPARE(fusion.stats().lag_exceeded, 2U);
        QCOMPARE(fusion.stats().degraded, 2U);
        Fusion bars(prompt(), /*per_trade=*/false);
        QVERIFY(near(bars.update(in).score, 1.8));      // samples have one time
        QCOMPARE(bars.stats().lag_exceeded, 0U);
    }
    void oneChannelAloneNeverGetsStrong() {
        Fusion fusion(prompt(), false);
        FusionOut out = fusion.update(ofiOnly(0, 3.9));
        QCOMPARE(out.level, FusionLevel::Buy);          // consistency is not asked for
        QCOMPARE(out.score, 3.9);
        QVERIFY(has(out, Reason::Gap) && has(out, Reason::DegradedOfiOnly));
        QCOMPARE(fusion.update(same(1, 3)).level, FusionLevel::StrongBuy);
        QCOMPARE(fusion.update(ofiOnly(2, 3.9)).level, FusionLevel::Buy);  // nor keeps it
        FusionInput cvd = ofiOnly(3, 0);
        std::swap(cvd.z_ofi, cvd.z_cvd);
        cvd.z_cvd.value = -1.3;
        out = fusion.update(cvd);
        QVERIFY(has(out, Reason::DegradedCvdOnly));
        QCOMPARE(out.level, FusionLevel::Sell);
    }
    void noChannelIsNeutralAtOnce() {
        Fusion fusion(prompt(), false);
        QCOMPARE(fusion.update(same(0, 3)).level, FusionLevel::StrongBuy);
        FusionInput none;
        none.z_ofi = Stat::none(Reason::BookNotSynced);
        none.z_cvd = Stat::none(Reason::Gap);
        const FusionOut out = fusion.update(none);
        QCOMPARE(out.level, FusionLevel::Neutral);
        QVERIFY(out.changed && !out.notice);
        QCOMPARE(out.fused.reason, Reason::BookNotSynced);
        QVERIFY(has(out, Reason::BookNotSynced) && has(out, Reason::Gap));
    }
    void whatIsNotFiniteIsRejected() {
        Fusion fusion(prompt(), false);
        fusion.update(same(0, 1.5));
        const FusionOut out = fusion.update(both(1, std::numeric_limits<double>::quiet_NaN(), -3));
        QCOMPARE(out.fused.reason, Reason::InvalidInput);
        QCOMPARE(out.level, FusionLevel::Buy);
        QVERIFY(!out.changed);
        QCOMPARE(fusion.stats().invalid, 1U);
    }

    // --- warm-up
    void tenSamplesWithBothComeFirst() {
        FusionConfig config = prompt();
        config.warmup_samples = FusionConfig{}.warmup_samples;
        Fusion fusion(config, false);
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(fusion.update(ofiOnly(i, 3)).fused.reason, Reason::Warmup);  // does not count
            const FusionOut out = fusion.update(same(i, 3));
            QCOMPARE(out.fused.reason, Reason::Warmup);
            QCOMPARE(out.level, FusionLevel::Neutral);
            QVERIFY(has(out, Reason::Warmup));
        }
        QCOMPARE(fusion.stats().warmup, 20U);
        QCOMPARE(fusion.update(same(10, 3)).level, FusionLevel::StrongBuy);
        fusion.onBreak();
        QCOMPARE(fusion.level(), FusionLevel::Neutral);
        QCOMPARE(fusion.update(same(11, 3)).fused.reason, Reason::Warmup);
    }
    void aChannelThatNeverComesIsNotWaitedFor() {
        FusionConfig config = prompt();
        config.warmup_samples = 2;
        Fusion fusion(config, false);
        fusion.update(ofiOnly(0, 1.3, Reason::NoTape));
        fusion.update(ofiOnly(1, 1.3, Reason::NoTape));
        QCOMPARE(fusion.update(ofiOnly(2, 1.3, Reason::NoTape)).level, FusionLevel::Buy);
    }

    // --- levels
    /// Each row: the level before, a score with its consistency, the level after. Both z have the same sign; z_c = r z_o.
    void level_data() {
        QTest::addColumn<FusionLevel>("from");
        QTest::addColumn<double>("score");
        QTest::addColumn<double>("consistency");
        QTest::addColumn<FusionLevel>("to");
        using L = FusionLevel;
        QTest::newRow("below buy") << L::Neutral << 1.19 << 1.0 << L::Neutral;
        QTest::newRow("buy") << L::Neutral << 1.21 << 1.0 << L::Buy;
        QTest::newRow("buy without consistency") << L::Neutral << 1.5 << 0.19 << L::Neutral;
        QTest::newRow("buy with just enough") << L::Neutral << 1.5 << 0.21 << L::Buy;
        QTest::newRow("strong") << L::Neutral << 2.01 << 0.61 << L::StrongBuy;
        QTest::newRow("strong score, little consistency: buy") << L::Neutral << 2.3 << 0.59 << L::Buy;
        QTest::newRow("sell mirrors") << L::Neutral << -1.21 << 1.0 << L::Sell;
        QTest::newRow("strong sell mirrors") << L::Neutral << -2.01 << 0.61 << L::StrongSell;
        QTest::newRow("buy stays down to its exit, consistent or not") << L::Buy << 0.61 << 0.0 << L::Buy;
        QTest::newRow("buy is left below its exit") << L::Buy << 0.59 << 1.0 << L::Neutral;
        QTest::newRow("buy rises") << L::Buy << 2.01 << 0.61 << L::StrongBuy;
        QTest::newRow("buy does not rise without consistency") << L::Buy << 2.3 << 0.5 << L::Buy;
        QTest::newRow("strong stays down to its exit") << L::StrongBuy << 1.61 << 0.0 << L::StrongBuy;
        QTest::newRow("strong falls to buy by its entry test") << L::StrongBuy << 1.59 << 0.21 << L::Buy;
        QTest::newRow("strong falls to neutral without consistency") << L::StrongBuy << 1.59 << 0.19 << L::Neutral;
        QTest::newRow("strong falls past buy") << L::StrongBuy << 1.1 << 1.0 << L::Neutral;
        QTest::newRow("the other side by its entry test") << L::Buy << -1.21 << 1.0 << L::Sell;
        QTest::newRow("the other side too weak") << L::Buy << -0.7 << 1.0 << L::Neutral;
        QTest::newRow("from sell to strong buy") << L::Sell << 2.01 << 0.7 << L::StrongBuy;
        QTest::newRow("strong sell stays") << L::StrongSell << -1.7 << 0.3 << L::StrongSell;
        QTest::newRow("nothing at all") << L::Sell << 0.0 << 1.0 << L::Neutral;
    }
    void level() {
        QFETCH(FusionLevel, from);
        QFETCH(double, score);
        QFETCH(double, consistency);
        FusionConfig config = prompt();
        config.z_clip = 100;
        Fusion fusion(config, false);
        const double start = from == FusionLevel::Neutral ? 0
                             : from == FusionLevel::Buy || from == FusionLevel::Sell ? 1.3 : 2.5;
        const FusionOut before = fusion.update(same(0, from == FusionLevel::Sell || from == FusionLevel::StrongSell ? -start : start));
        QCOMPARE(before.level, from);
        const double ofi = score / (0.6 + 0.4 * consistency);
        const FusionOut out = fusion.update(both(1, ofi, consistency * ofi));
        QVERIFY(std::abs(out.score - score) < 1e-9);
        QTEST(out.level, "to");
        QCOMPARE(out.changed, out.level != from);
    }
    void sellsMirrorBuys() {
        Random random(test::seedOr(2));
        const FusionConfig standard;
        Fusion buys(standard, true), sells(standard, true);
        const auto mirror = [](FusionLevel l) {
            switch (l) {
                case FusionLevel::Buy: return FusionLevel::Sell;
                case FusionLevel::StrongBuy: return FusionLevel::StrongSell;
                case FusionLevel::Sell: return FusionLevel::Buy;
                case FusionLevel::StrongSell: return FusionLevel::StrongBuy;
                default: return l;
            }
        };
        std::int64_t t = 0;
        int changes = 0;
        double ofi = 0, cvd = 0;
        for (int i = 0; i < 20'000; ++i) {
            t += static_cast<std::int64_t>(random.below(200));
            ofi = 0.7 * ofi + 3 * (random.uniform() - 0.5);
            cvd = 0.7 * cvd + 3 * (random.uniform() - 0.5);
            FusionInput in = both(t, ofi, cvd);
            in.t_cvd_ns -= static_cast<std::int64_t>(random.below(280)) * kMs;
            if (random.below(20) == 0) in.z_cvd = Stat::none(Reason::Gap);
            const FusionOut a = buys.update(in);
            in.z_ofi.value = -in.z_ofi.value;
            in.z_cvd.value = -in.z_cvd.value;
            const FusionOut b = sells.update(in);
            QCOMPARE(b.level, mirror(a.level));
            QCOMPARE(b.notice, a.notice);
            QCOMPARE(b.score, -a.score);
            QCOMPARE(b.consistency, a.consistency);
            QVERIFY(a.level == FusionLevel::Neutral || (a.score > 0) == (a.level == FusionLevel::Buy || a.level == FusionLevel::StrongBuy));
            changes += a.changed;
        }
        QVERIFY(changes > 500);
    }

    // --- min duration
    void aLevelHoldsBeforeItCounts() {
        FusionConfig config = prompt();
        config.min_consecutive = 2;
        config.min_duration_ms = 200;
        Fusion fusion(config, false);
        QCOMPARE(fusion.update(same(0, 1.5)).level, FusionLevel::Neutral);
        QCOMPARE(fusion.update(same(199, 1.5)).level, FusionLevel::Neutral);   // twice, but not 200 ms
        const FusionOut out = fusion.update(same(200, 1.5));
        QCOMPARE(out.level, FusionLevel::Buy);
        QVERIFY(out.changed && out.notice);
        QCOMPARE(fusion.stats().min_duration_blocks, 2U);
        QCOMPARE(fusion.update(same(201, 0.1)).level, FusionLevel::Neutral);   // neutral needs none
        fusion.update(same(300, 1.5));
        fusion.update(same(400, 0));                                           // interrupted
        QCOMPARE(fusion.update(same(600, 1.5)).level, FusionLevel::Neutral);
        QCOMPARE(fusion.update(same(800, 1.5)).level, FusionLevel::Buy);
    }
    void noLevelStandsAgainstItsScoreWhileTheOtherSideIsOnTrial() {
        FusionConfig config = prompt();
        config.min_consecutive = 2;
        Fusion fusion(config, false);
        fusion.update(same(0, 1.5));
        QCOMPARE(fusion.update(same(1, 1.5)).level, FusionLevel::Buy);
        QCOMPARE(fusion.update(same(2, -1.5)).level, FusionLevel::Neutral);
        QCOMPARE(fusion.update(same(3, -1.5)).level, FusionLevel::Sell);
    }

    // --- notices
    void oneNoticePerDirectionInACooldown() {
        FusionConfig config = prompt();
        config.cooldown_ms = 1'000;
        Fusion fusion(config, false);
        QVERIFY(fusion.update(same(0, 1.5)).notice);
        QVERIFY(!fusion.update(same(1, 1.5)).notice);             // no change
        fusion.update(same(2, 0));
        FusionOut out = fusion.update(same(999, 1.5));
        QVERIFY(out.changed && !out.notice);                      // the state goes on
        QVERIFY(has(out, Reason::Cooldown));
        QCOMPARE(fusion.stats().cooldown_blocks, 1U);
        fusion.update(same(999, 0));
        QVERIFY(fusion.update(same(1'000, 1.5)).notice);
        QVERIFY(fusion.update(same(1'001, -1.3)).notice);         // its own cooldown
    }
    void aClearFlipTellsAtOnce() {
        FusionConfig config = prompt();
        config.cooldown_ms = 1'000;
        Fusion fusion(config, false);
        QVERIFY(fusion.update(same(0, 1.5)).notice);
        QVERIFY(fusion.update(same(1, -1.5)).notice);             // first of the sells
        QCOMPARE(fusion.stats().flip_rearm, 0U);
        QVERIFY(fusion.update(same(2, 1.27)).notice);             // 1.26 = 1.2 * 1.05
        QCOMPARE(fusion.stats().flip_rearm, 1U);
        QVERIFY(!fusion.update(same(3, -1.25)).notice);           // less: the sells' cooldown holds
        QCOMPARE(fusion.stats().cooldown_blocks, 1U);
        QVERIFY(!fusion.update(same(4, 1.5)).notice);             // the last notice was a buy: no flip
    }
    void strongerScoresShortenAnAdaptiveCooldown_data() {
        QTest::addColumn<qint64>("cooldown_ms");
        QTest::addColumn<double>("score");
        QTest::addColumn<qint64>("silent_ms");
        QTest::newRow("at buy: all of it") << qint64(1'000) << 1.2 << qint64(1'000);
        QTest::newRow("half way: 1 - .6/2") << qint64(1'000) << 1.6 << qint64(700);
        QTest::newRow("at strong: .4") << qint64(1'000) << 2.0 << qint64(400);
        QTest::newRow("beyond: no less") << qint64(1'000) << 3.5 << qint64(400);
        QTest::newRow("120 ms at least") << qint64(200) << 2.0 << qint64(120);
    }
    void strongerScoresShortenAnAdaptiveCooldown() {
        QFETCH(qint64, cooldown_ms);
        QFETCH(double, score);
        QFETCH(qint64, silent_ms);
        for (const std::int64_t late : {-1, 1}) {
            FusionConfig config = prompt();
            config.cooldown_ms = cooldown_ms;
            config.adaptive_cooldown = true;
            Fusion fusion(config, false);
            QVERIFY(fusion.update(same(0, 1.5)).notice);
            fusion.update(same(1, 0));
            const FusionOut out = fusion.update(same(silent_ms + late, score + 1e-9));
            QVERIFY(out.changed);
            QCOMPARE(out.notice, late > 0);
        }
    }

    // --- settings
    void refusesSettingsThatDoNotFit_data() {
        QTest::addColumn<std::function<void(FusionConfig&)>>("change");
        const auto row = [](const char* name, std::function<void(FusionConfig&)> change) { QTest::newRow(name) << change; };
        row("a weight below 0", [](FusionConfig& c) { c.w_ofi = -0.1; });
        row("both weights 0", [](FusionConfig& c) { c.w_ofi = c.w_cvd = 0; });
        row("a weight that is no number", [](FusionConfig& c) { c.w_ofi = std::numeric_limits<double>::quiet_NaN(); });
        row("strong not above buy", [](FusionConfig& c) { c.strong = c.strong_exit = c.buy; });
        row("buy not above its exit", [](FusionConfig& c) { c.hysteresis_exit = c.buy; });
        row("an exit below 0", [](FusionConfig& c) { c.hysteresis_exit = -0.1; });
        row("strong not above its exit", [](FusionConfig& c) { c.strong_exit = c.strong; });
        row("strong's exit below buy", [](FusionConfig& c) { c.strong_exit = c.buy - 0.01; });
        row("a consistency above 1", [](FusionConfig& c) { c.strong_min_consistency = 1.01; });
        row("a consistency below 0", [](FusionConfig& c) { c.min_consistency = -0.01; });
        row("the strong consistency not larger", [](FusionConfig& c) { c.strong_min_consistency = c.min_consistency; });
        row("no clip", [](FusionConfig& c) { c.z_clip = 0; });
        row("a time below 0", [](FusionConfig& c) { c.cooldown_ms = -1; });
        row("a lag below 0", [](FusionConfig& c) { c.max_lag_ms = -1; });
        row("no sample in a row", [](FusionConfig& c) { c.min_consecutive = 0; });
    }
    void refusesSettingsThatDoNotFit() {
        QFETCH(std::function<void(FusionConfig&)>, change);
        FusionConfig config;
        QVERIFY(validate(config));
#define BW_X(member, key, value) config.member = value;
        BW_FUSION_CONSERVATIVE(BW_X)
#undef BW_X
        QVERIFY(validate(config));
        config = {};
        change(config);
        const Status status = validate(config);
        QVERIFY(!status);
        QCOMPARE(status.error().code, Code::CfgConflict);
        QVERIFY(!status.error().detail.empty());
    }
    void afterABreakEqualsFresh() {
        Random random(test::seedOr(6));
        const FusionConfig standard;
        Fusion fusion(standard, true), fresh(standard, true);
        const auto next = [&](std::int64_t t_ms) { return both(t_ms, 6 * random.uniform() - 3, 6 * random.uniform() - 3); };
        for (int i = 0; i < 500; ++i) fusion.update(next(10'000 + i * 50));
        fusion.onBreak();
        for (int i = 0; i < 500; ++i) {
            const FusionInput in = next(i * 50);
            const FusionOut a = fusion.update(in), b = fresh.update(in);
            QCOMPARE(a.level, b.level);
            QCOMPARE(a.notice, b.notice);
            QCOMPARE(a.fused, b.fused);
            QCOMPARE(a.reasons, b.reasons);
        }
    }
};

QTEST_GUILESS_MAIN(TestFusion)
#include "tst_fusion.moc"
