// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <vector>

#include "core/model/assert.h"
#include "core/model/random.h"
#include "core/signal/live_record.h"
#include "core/signal/scoreboard.h"
#include "tests/support/counted_allocations.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {

struct Seen {
    SignalOutcome outcome;
    double p0 = 0;
};
struct Outcomes : OutcomeSink {
    std::vector<Seen> all;
    void onOutcome(const SignalOutcome& outcome, double p0) override { all.push_back({outcome, p0}); }
};

Sample sampleAt(std::int64_t index, std::int64_t price2, std::int32_t segment = 0) {
    Sample s;
    s.index = index;
    s.t_ns = index * 1'000'000'000;
    s.price2 = price2;
    s.segment = segment;
    return s;
}

SignalEvent eventAt(const Sample& sample, SignalType type = SignalType::BullDiv) {
    SignalEvent e;
    e.type = type;
    e.channel = Channel::Cvd;
    e.grade = Grade::Normal;
    e.score = 61.5;
    e.detect = {sample.index, sample.t_ns, sample.price2};
    e.segment = sample.segment;
    e.params_hash = 9;
    e.p[0] = {Reason::None, 0.55, 0.5, 0.6, 100};
    return e;
}

}  // namespace

class TestLiveRecord : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEventIsLabelledAtBothHorizonsBySideAndPrice();
    void anEqualPriceIsATie();
    void aBreakLeavesEventsUnlabelled();
    void oneTooManyPushesTheOldestOut();
    void typesWithoutSideAreNotFollowed();
    void anEventOfAnEarlierSampleBreaksAnInvariant();
    void baseRatesCountEachMoveInsideASegment();
    void baseRatesEqualADirectCount();
    void nothingIsAllocatedOnceTheScoreboardIsWarm();
};

void TestLiveRecord::anEventIsLabelledAtBothHorizonsBySideAndPrice() {
    LiveRecord record;
    Outcomes out;
    for (std::int64_t i = 0; i <= 40; ++i) {
        // Up 2 a sample until 30, then down 5.
        const Sample s = sampleAt(i, i <= 30 ? 1000 + 2 * i : 1060 - 5 * (i - 30));
        record.onSample(s, out);
        if (i == 15) {
            record.onEvent(eventAt(s), out);
            record.onEvent(eventAt(s, SignalType::HiddenBear), out);
        }
    }
    QCOMPARE(out.all.size(), 4U);
    const SignalOutcome& bull10 = out.all[0].outcome;
    QCOMPARE(bull10.horizon, 10);
    QCOMPARE(bull10.r2, 20);
    QCOMPARE(bull10.label, OutcomeLabel::Hit);
    QCOMPARE(bull10.t_ns, 25'000'000'000);
    QCOMPARE(bull10.price2, 1030);
    QCOMPARE(bull10.score, 61.5);
    QCOMPARE(bull10.params_hash, 9U);
    QVERIFY(bull10.p.has());
    QCOMPARE(out.all[1].outcome.label, OutcomeLabel::Miss);
    QCOMPARE(out.all[1].outcome.r2, -20);
    QCOMPARE(out.all[1].outcome.type, SignalType::HiddenBear);
    const SignalOutcome& bull20 = out.all[2].outcome;  // at 35 the price is 1035
    QCOMPARE(bull20.horizon, 20);
    QCOMPARE(bull20.r2, 5);
    QCOMPARE(bull20.t_ns, 35'000'000'000);
    QVERIFY(!bull20.p.has());
    QCOMPARE(record.pending(), 0U);
}

void TestLiveRecord::anEqualPriceIsATie() {
    LiveRecord record;
    Outcomes out;
    for (std::int64_t i = 0; i <= 20; ++i) {
        const Sample s = sampleAt(i, 1000);
        record.onSample(s, out);
        if (i == 0) record.onEvent(eventAt(s), out);
    }
    QCOMPARE(out.all.size(), 2U);
    QCOMPARE(out.all[0].outcome.label, OutcomeLabel::Tie);
    QCOMPARE(out.all[1].outcome.label, OutcomeLabel::Tie);
    QCOMPARE(out.all[1].p0, 0.5);  // nothing ever moved
}

void TestLiveRecord::aBreakLeavesEventsUnlabelled() {
    LiveRecord record;
    Outcomes out;
    for (std::int64_t i = 0; i <= 60; ++i) {
        const Sample s = sampleAt(i, 1000 + i, i < 15 ? 0 : 1);
        record.onSample(s, out);
        if (i == 0) record.onEvent(eventAt(s), out);
    }
    QCOMPARE(out.all.size(), 2U);
    QCOMPARE(out.all[0].outcome.label, OutcomeLabel::Hit);
    QCOMPARE(out.all[1].outcome.label, OutcomeLabel::Unlabelled);
    QCOMPARE(out.all[1].outcome.horizon, 20);
    QCOMPARE(out.all[1].outcome.r2, 0);
    QCOMPARE(out.all[1].outcome.t_ns, 15'000'000'000);
}

void TestLiveRecord::oneTooManyPushesTheOldestOut() {
    LiveRecord record;
    Outcomes out;
    const Sample s = sampleAt(0, 1000);
    record.onSample(s, out);
    for (std::size_t i = 0; i < LiveRecord::kPendingMax; ++i) record.onEvent(eventAt(s), out);
    QCOMPARE(out.all.size(), 0U);
    record.onEvent(eventAt(s, SignalType::BearDiv), out);
    QCOMPARE(out.all.size(), 2U);
    QCOMPARE(out.all[0].outcome.label, OutcomeLabel::Unlabelled);
    QCOMPARE(out.all[0].outcome.type, SignalType::BullDiv);
    QCOMPARE(record.pushedOut(), 1U);
    QCOMPARE(record.pending(), LiveRecord::kPendingMax);
    for (std::int64_t i = 1; i <= 20; ++i) record.onSample(sampleAt(i, 1000 + i), out);
    QCOMPARE(out.all.size(), 2 * (LiveRecord::kPendingMax + 1));
    QCOMPARE(record.pending(), 0U);
}

void TestLiveRecord::typesWithoutSideAreNotFollowed() {
    LiveRecord record;
    Outcomes out;
    const Sample s = sampleAt(0, 1000);
    record.onSample(s, out);
    record.onEvent(eventAt(s, SignalType::Conflict), out);
    record.onEvent(eventAt(s, SignalType::PriceAnomaly), out);
    QCOMPARE(record.pending(), 0U);
}

void TestLiveRecord::anEventOfAnEarlierSampleBreaksAnInvariant() {
    LiveRecord record;
    Outcomes out;
    record.onSample(sampleAt(0, 1000), out);
    record.onSample(sampleAt(1, 1001), out);
    bool broken = false;
    try {
        record.onEvent(eventAt(sampleAt(0, 1000)), out);
    } catch (const InvariantBroken&) {
        broken = true;
    }
    QVERIFY(broken);
}

void TestLiveRecord::baseRatesCountEachMoveInsideASegment() {
    LiveRecord record;
    Outcomes out;
    // Segment 0: 12 samples rising, so two moves of 10 up. Segment 1: 13 falling, three moves down.
    for (std::int64_t i = 0; i < 12; ++i) record.onSample(sampleAt(i, 1000 + i), out);
    for (std::int64_t i = 12; i < 25; ++i) record.onSample(sampleAt(i, 1000 - i, 1), out);
    QCOMPARE(record.baseRate(1, 0), 0.4);
    QCOMPARE(record.baseRate(-1, 0), 0.6);
    QCOMPARE(record.baseRate(1, 1), 0.5);  // none of 20
}

void TestLiveRecord::baseRatesEqualADirectCount() {
    Random random(test::seedOr(0x11fe));
    LiveRecord record;
    Outcomes out;
    std::vector<Sample> samples;
    std::int32_t segment = 0;
    std::int64_t price2 = 10'000;
    for (std::int64_t i = 0; i < 5000; ++i) {
        if (random.below(50) == 0) ++segment;
        price2 += static_cast<std::int64_t>(random.below(5)) - 2;
        samples.push_back(sampleAt(i, price2, segment));
        record.onSample(samples.back(), out);
    }
    for (std::size_t h = 0; h < kHorizons; ++h) {
        const auto ahead = static_cast<std::size_t>(kHorizonSamples[h]);
        double up = 0, down = 0;
        for (std::size_t i = 0; i + ahead < samples.size(); ++i) {
            if (samples[i].segment != samples[i + ahead].segment) continue;
            up += samples[i + ahead].price2 > samples[i].price2;
            down += samples[i + ahead].price2 < samples[i].price2;
        }
        QVERIFY(up + down > 500);
        QVERIFY(std::abs(record.baseRate(1, h) - up / (up + down)) <= 0.5e-4 + 1e-12);
    }
}

void TestLiveRecord::nothingIsAllocatedOnceTheScoreboardIsWarm() {
    struct ToBoard : OutcomeSink {
        Scoreboard board;
        void onOutcome(const SignalOutcome& outcome, double p0) override { board.onOutcome(0, outcome, p0); }
    } sink;
    LiveRecord record;
    Random random(test::seedOr(0x11ff));
    const auto feed = [&](std::int64_t from, std::int64_t to) {
        for (std::int64_t i = from; i < to; ++i) {
            const Sample s = sampleAt(i, 1000 + static_cast<std::int64_t>(random.below(50)), static_cast<std::int32_t>(i / 997));
            record.onSample(s, sink);
            record.onEvent(eventAt(s, static_cast<SignalType>(i % 4)), sink);
        }
    };
    feed(0, 3000);  // four keys with 750 outcomes each: their windows are full
    const std::uint64_t before_n = g_allocations_n;
    feed(3000, 60'000);
    QCOMPARE(g_allocations_n, before_n);
    QVERIFY(sink.board.outcomes() > 119'000);
}

QTEST_GUILESS_MAIN(TestLiveRecord)
#include "tst_live_record.moc"
