// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <limits>

#include "core/signal/detector_bank.h"
#include "core/signal/overrides.h"
#include "core/signal/signal_config.h"
#include "detector_market.h"
#include "tests/support/detector_reference.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

namespace {

ParamRule rule(std::optional<Channel> source, std::optional<Liquidity> liquidity, std::optional<DaySession> session, double swing_L) {
    return {source, liquidity, session, {}, {{"swing_L", swing_L}}};
}
ParamContext at(Channel source, Liquidity liquidity, DaySession session) { return {source, liquidity, session}; }
QByteArray told(const Error& error) { return QByteArray::fromStdString(error.detail); }

}  // namespace

class TestOverrides : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- one number
    void aNumberIsSetByItsLastName() {
        DivergenceConfig config;
        QVERIFY(setDivergence(config, "swing_L", 8));
        QVERIFY(setDivergence(config, "z_hi", 1.6));
        QVERIFY(setDivergence(config, "cooldown_ms", 0));
        QCOMPARE(config.swing_L, 8);
        QCOMPARE(config.z_hi, 1.6);
        QCOMPARE(config.cooldown_ms, 0);
        DivergenceConfig rest;
        rest.swing_L = 8;
        rest.z_hi = 1.6;
        rest.cooldown_ms = 0;
        QVERIFY(config == rest);
    }
    void refusedNumbers_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<double>("value");
        QTest::newRow("unknown") << QByteArray("swing") << 8.0;
        QTest::newRow("with its group") << QByteArray("divergence.swing_L") << 8.0;
        QTest::newRow("no name") << QByteArray("") << 8.0;
        QTest::newRow("below") << QByteArray("swing_L") << 1.0;
        QTest::newRow("above") << QByteArray("swing_L") << 64.0;
        QTest::newRow("not whole") << QByteArray("swing_L") << 8.5;
        QTest::newRow("z_hi above five") << QByteArray("z_hi") << 5.01;
        QTest::newRow("z_mid zero") << QByteArray("z_mid") << 0.0;
        QTest::newRow("cons_min one") << QByteArray("cons_min") << 1.0;
        QTest::newRow("negative weight") << QByteArray("weight_z") << -0.1;
        QTest::newRow("no number") << QByteArray("z_hi") << std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("infinite") << QByteArray("weight_a") << std::numeric_limits<double>::infinity();
    }
    void refusedNumbers() {
        QFETCH(QByteArray, name);
        QFETCH(double, value);
        DivergenceConfig config;
        const Status status = setDivergence(config, name.toStdString(), value);
        QVERIFY(!status);
        QCOMPARE(status.error().code, Code::ParamsFile);
        QVERIFY(told(status.error()).contains(name));
        QVERIFY(config == DivergenceConfig{});
    }
    void contradictions_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<double>("value");
        QTest::newRow("z_hi is not above z_mid") << QByteArray("z_hi") << 0.8;
        QTest::newRow("warmup shorter than the ring") << QByteArray("warmup_min") << 26.0;
        QTest::newRow("largest distance not above the least") << QByteArray("max_separation") << 6.0;
        QTest::newRow("grades out of order") << QByteArray("normal") << 71.0;
        QTest::newRow("grades out of order below") << QByteArray("weak") << 51.0;
    }
    void contradictions() {
        QFETCH(QByteArray, name);
        QFETCH(double, value);
        DivergenceConfig config;
        QVERIFY(validate(config));
        QVERIFY(setDivergence(config, name.toStdString(), value));
        QVERIFY(!validate(config));
        QCOMPARE(validate(config).error().code, Code::CfgConflict);
        const auto sets = ParamSets::make({}, {{{}, {}, {}, {}, {{name.toStdString(), value}}}}, "BTCUSDT");
        QVERIFY(!sets);
        QCOMPARE(sets.error().code, Code::ParamsFile);
    }
    void allWeightsZero() {
        DivergenceConfig config;
        config.weight_z = config.weight_p = config.weight_a = config.weight_c = 0;
        QVERIFY(!validate(config));
    }

    // --- rules
    void withoutRulesThereIsOneSet() {
        const auto sets = ParamSets::make({}, {}, "BTCUSDT");
        QVERIFY(sets);
        QCOMPARE(sets->count(), 1);
        QCOMPARE(sets->chosen(at(Channel::Cvd, Liquidity::Quiet, DaySession::Night)), 0);
    }
    void theLaterRuleWins() {
        const auto sets = ParamSets::make({}, {rule({}, {}, {}, 10), rule({}, {}, DaySession::Day, 11), rule(Channel::Cvd, {}, {}, 12), rule(Channel::Cvd, Liquidity::Quiet, DaySession::Day, 14)}, "X");
        QVERIFY(sets);
        const auto L = [&](Channel source, Liquidity liquidity, DaySession session) { return sets->set(sets->chosen(at(source, liquidity, session))).swing_L; };
        QCOMPARE(L(Channel::Ofi, Liquidity::Active, DaySession::Night), 10);
        QCOMPARE(L(Channel::Ofi, Liquidity::Active, DaySession::Day), 11);
        QCOMPARE(L(Channel::Cvd, Liquidity::Active, DaySession::Day), 12);
        QCOMPARE(L(Channel::Cvd, Liquidity::Quiet, DaySession::Day), 14);
        QCOMPARE(L(Channel::Cvd, Liquidity::Quiet, DaySession::Night), 12);
        QCOMPARE(L(Channel::Cvd, Liquidity::None, DaySession::Day), 12);  // no regime matches no liquidity
        QCOMPARE(L(Channel::Count, Liquidity::None, DaySession::Day), 11);
        QCOMPARE(sets->count(), 4);  // the base is in force nowhere
        const auto reversed = ParamSets::make({}, {rule(Channel::Cvd, {}, {}, 12), rule({}, {}, {}, 10)}, "X");
        QCOMPARE(reversed->set(reversed->chosen(at(Channel::Cvd, Liquidity::None, DaySession::Day))).swing_L, 10);
    }
    void rulesAddUpNumberByNumber() {
        std::vector<ParamRule> rules{rule({}, {}, {}, 10), rule(Channel::Cvd, {}, {}, 12)};
        rules[0].set.emplace_back("z_hi", 1.6);
        const auto sets = ParamSets::make({}, rules, "X");
        const DivergenceConfig& cvd = sets->set(sets->chosen(at(Channel::Cvd, Liquidity::None, DaySession::Day)));
        QCOMPARE(cvd.swing_L, 12);
        QCOMPARE(cvd.z_hi, 1.6);
        QCOMPARE(cvd.z_mid, DivergenceConfig{}.z_mid);
    }
    void aRuleOfAnotherSymbolIsCheckedAndNotUsed() {
        ParamRule other = rule({}, {}, {}, 8);
        other.symbol = "ETHUSDT";
        QCOMPARE(ParamSets::make({}, {other}, "BTCUSDT")->count(), 1);
        const auto eth = ParamSets::make({}, {other}, "ETHUSDT");
        QCOMPARE(eth->set(eth->chosen({})).swing_L, 8);
        other.set = {{"swing", 8}};
        QVERIFY(!ParamSets::make({}, {other}, "BTCUSDT"));
        other.set = {{"swing_L", 99}};
        QVERIFY(!ParamSets::make({}, {other}, "BTCUSDT"));
        other.set = {{"z_hi", 0.5}};  // alone in its range, but not beside z_mid
        SignalConfig config;
        config.rules = {other};
        QVERIFY(!config.validate());
    }
    void equalSetsAreOne() {
        const auto sets = ParamSets::make({}, {rule(Channel::Cvd, {}, {}, 8), rule(Channel::Ofi, {}, {}, 8), rule(Channel::Fusion, {}, {}, 13)}, "X");
        QCOMPARE(sets->count(), 2);
        QCOMPARE(sets->chosen(at(Channel::Cvd, Liquidity::None, DaySession::Day)), sets->chosen(at(Channel::Ofi, Liquidity::Quiet, DaySession::Night)));
        QCOMPARE(sets->set(sets->chosen(at(Channel::Fusion, Liquidity::None, DaySession::Day))).swing_L, 13);
    }
    /// What a calibration is held against.
    void theHashIsThatOfWhatIsInForce() {
        DivergenceConfig eight;
        eight.swing_L = 8;
        QCOMPARE(ParamSets::make({}, {}, "X")->hash(7), paramsHash({}, 7));
        const auto global = ParamSets::make({}, {rule({}, {}, {}, 8)}, "X");
        QCOMPARE(global->count(), 1);
        QCOMPARE(global->hash(7), paramsHash(eight, 7));
        const auto day = ParamSets::make({}, {rule({}, {}, DaySession::Day, 8)}, "X");
        const auto night = ParamSets::make({}, {rule({}, {}, DaySession::Night, 8)}, "X");
        QCOMPARE(day->hash(7), ParamSets::make({}, {rule({}, {}, DaySession::Day, 8)}, "X")->hash(7));
        std::vector<std::uint64_t> hashes{paramsHash({}, 7), paramsHash(eight, 7), day->hash(7), night->hash(7), day->hash(2)};
        std::sort(hashes.begin(), hashes.end());
        QVERIFY(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
    }
    void sixteenSetsAreTheMost() {
        // Base and one for each of the contexts given.
        const auto rules = [](int n) {
            std::vector<ParamRule> out;
            for (int i = 0; i < n; ++i)
                out.push_back(rule(static_cast<Channel>(i % 3), static_cast<Liquidity>(i / 3 % 3), i < 9 ? DaySession::Day : DaySession::Night, 20 + i));
            return out;
        };
        const auto most = ParamSets::make({}, rules(15), "X");
        QVERIFY(most);
        QCOMPARE(most->count(), 16);
        const auto more = ParamSets::make({}, rules(16), "X");
        QVERIFY(!more);
        QCOMPARE(more.error().code, Code::ParamsFile);
    }

    // --- the bank
    void theContextChoosesWhichSetSpeaks() {
        Random random(seedOr(31));
        auto samples = fuzzedMarket(random, 30'000);
        DivergenceConfig base;
        base.swing_L = 5;
        base.warmup_min = 20;
        const std::vector<ParamRule> rules{rule({}, {}, DaySession::Night, 8), rule(Channel::Cvd, {}, {}, 3), rule({}, Liquidity::Quiet, {}, 4)};
        const auto sets = ParamSets::make(base, rules, "X");
        QVERIFY(sets);
        QCOMPARE(sets->count(), 4);
        DetectorBank bank(*sets, kAllChannels);
        QCOMPARE(bank.paramsHash(), sets->hash(kAllChannels));
        Recorder got;
        for (const Sample& s : samples) bank.update(s, got);
        // Each set alone, over the same series; what it says counts where it is in force.
        std::vector<std::vector<Said>> alone;
        for (int i = 0; i < sets->count(); ++i) {
            Recorder told;
            Detector one(sets->set(i), kAllChannels);
            for (const Sample& s : samples) one.update(s, told);
            auto& kept = alone.emplace_back();
            for (const Said& said : told.said) {
                const bool withheld = said.what == Said::What::Withheld, control = said.what == Said::What::Control;
                const Channel source = withheld ? Channel::Count : control ? said.control.channel : said.event.channel;
                const std::int64_t detect = withheld ? said.withheld.detect_index : control ? said.control.detect_index : said.event.detect.index;
                const Sample& now = samples[static_cast<std::size_t>(detect)];
                if (sets->chosen({source, liquidityOf(now.scenario), now.day_session}) == i) kept.push_back(said);
            }
        }
        std::vector<std::size_t> next(alone.size(), 0);
        std::vector<std::uint64_t> events(alone.size(), 0);
        for (const Said& said : got.said) {
            bool found = false;
            for (std::size_t i = 0; i < alone.size() && !found; ++i)
                if (next[i] < alone[i].size() && sameSaid(alone[i][next[i]], said)) {
                    ++next[i];
                    found = true;
                    events[i] += said.what == Said::What::Event;
                    if (said.what == Said::What::Event) QCOMPARE(said.event.params_hash, paramsHash(sets->set(static_cast<int>(i)), kAllChannels));
                }
            QVERIFY(found);
        }
        for (std::size_t i = 0; i < alone.size(); ++i) {
            QCOMPARE(next[i], alone[i].size());
            QVERIFY(events[i] > 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestOverrides)
#include "tst_overrides.moc"
