// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <deque>

#include "core/model/random.h"
#include "core/signal/scoreboard.h"
#include "core/signal/wilson.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::signal;

namespace {

SignalOutcome outcome(OutcomeLabel label, double p = -1, std::int64_t r2 = 0) {
    SignalOutcome o;
    o.type = SignalType::BullDiv;
    o.channel = Channel::Cvd;
    o.grade = Grade::Strong;
    o.horizon = 10;
    o.label = label;
    o.price2 = 100'000;
    o.r2 = r2 != 0 ? r2 : label == OutcomeLabel::Hit ? 100 : label == OutcomeLabel::Miss ? -100 : 0;
    if (p >= 0) o.p = {Reason::None, p, p, p, 10};
    return o;
}

struct Fed {
    int instrument;
    SignalOutcome outcome;
    double p0;
};
std::vector<Fed> randomOutcomes(Random& random, int count) {
    std::vector<Fed> all;
    for (int i = 0; i < count; ++i) {
        SignalOutcome o = outcome(static_cast<OutcomeLabel>(1 + random.below(4)));
        o.type = static_cast<SignalType>(random.below(4));
        o.channel = static_cast<Channel>(random.below(3));
        o.grade = static_cast<Grade>(1 + random.below(3));
        o.horizon = kHorizonSamples[random.below(2)];
        o.r2 = o.label == OutcomeLabel::Hit ? static_cast<std::int64_t>(random.below(500)) + 1
                                            : -static_cast<std::int64_t>(random.below(500)) - 1;
        if (o.label == OutcomeLabel::Tie) o.r2 = 0;
        if (random.below(3) != 0) o.p = {Reason::None, random.uniform(), 0, 1, 5};
        all.push_back({static_cast<int>(random.below(3)), o, random.uniform()});
    }
    return all;
}

const ScoreLine& only(const std::vector<ScoreLine>& rows, bool last_500) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const ScoreLine& r) {
        return r.channel != Channel::Count && r.last_500 == last_500;
    });
    if (found == rows.end()) qFatal("no row");
    return *found;
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

}  // namespace

class TestScoreboard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figuresOfAHandWorkedRecord();
    void theWindowForgetsTheOldest();
    void theWindowEqualsADirectCount();
    void madeAgainFromWhatTheLedgerPrintsItIsEqual();
    void totalsComeFirstAndAddUp();
    void whatHasNoSideLabelOrHorizonIsIgnored();
    void keysAreBoundedAndTheRestEntersTheTotals();
    void binsOfReliability();
};

void TestScoreboard::figuresOfAHandWorkedRecord() {
    Scoreboard board;
    for (int i = 0; i < 10; ++i) board.onOutcome(0, outcome(OutcomeLabel::Hit, 0.6), 0.5);
    for (int i = 0; i < 7; ++i) board.onOutcome(0, outcome(OutcomeLabel::Miss), 0.4);
    for (int i = 0; i < 3; ++i) board.onOutcome(0, outcome(OutcomeLabel::Tie), 0.9);
    board.onOutcome(0, outcome(OutcomeLabel::Unlabelled), 0.9);
    const auto rows = board.rows();
    const ScoreLine& row = only(rows, false);
    QCOMPARE(row.n, 20U);
    QCOMPARE(row.hits, 10U);
    QCOMPARE(row.misses, 7U);
    QCOMPARE(row.ties, 3U);
    QCOMPARE(row.unlabelled, 1U);
    QCOMPARE(row.acc_strict, 0.5);
    QVERIFY(near(row.acc_ex_ties, 10.0 / 17.0));
    QVERIFY(std::abs(row.wilson_lo - 0.3601) < 5e-5);
    QVERIFY(std::abs(row.wilson_hi - 0.7839) < 5e-5);
    QVERIFY(near(row.p0, (10 * 0.5 + 7 * 0.4) / 17.0));
    QVERIFY(near(row.gross_bps, 3 * 10.0 / 20.0));  // +-100 of 100000 are 10 bps; ten up, seven down
    QVERIFY(row.has_brier);
    QVERIFY(near(row.brier, 0.16));
    QVERIFY(near(row.skill, 1 - 0.16 / 0.25));
}

void TestScoreboard::theWindowForgetsTheOldest() {
    Scoreboard board;
    for (int i = 0; i < 100; ++i) board.onOutcome(0, outcome(OutcomeLabel::Miss, 0.9), 0.5);
    for (int i = 0; i < 500; ++i) board.onOutcome(0, outcome(OutcomeLabel::Hit), 0.5);
    const auto rows = board.rows();
    QCOMPARE(only(rows, false).n, 600U);
    QCOMPARE(only(rows, true).n, 500U);
    QCOMPARE(only(rows, true).hits, 500U);
    QVERIFY(only(rows, false).has_brier);
    QVERIFY(!only(rows, true).has_brier);
    QVERIFY(near(only(rows, true).gross_bps, 10));
}

void TestScoreboard::theWindowEqualsADirectCount() {
    Random random(test::seedOr(0x5c0e1));
    Scoreboard board;
    std::deque<Fed> last;
    for (const Fed& fed : randomOutcomes(random, 4000)) {
        board.onOutcome(fed.instrument, fed.outcome, fed.p0);
        if (fed.outcome.horizon != 10) continue;
        last.push_back(fed);
        if (last.size() > Scoreboard::kWindow) last.pop_front();
    }
    std::array<double, 5> counts{};
    double bps = 0, brier = 0, with_p = 0;
    for (const Fed& fed : last) {
        counts[static_cast<std::size_t>(fed.outcome.label)] += 1;
        const bool labelled = fed.outcome.label != OutcomeLabel::Unlabelled;
        if (labelled) bps += 1e4 * static_cast<double>(fed.outcome.r2) / static_cast<double>(fed.outcome.price2);
        if (!fed.outcome.p.has() || !labelled || fed.outcome.label == OutcomeLabel::Tie) continue;
        const double error = fed.outcome.p.value - (fed.outcome.label == OutcomeLabel::Hit ? 1 : 0);
        brier += error * error;
        with_p += 1;
    }
    const ScoreLine total = board.rows()[1];  // of 10 samples, the last 500
    QVERIFY(total.last_500 && total.horizon == 10 && total.instrument == -1);
    QCOMPARE(double(total.hits), counts[1]);
    QCOMPARE(double(total.misses), counts[2]);
    QCOMPARE(double(total.ties), counts[3]);
    QCOMPARE(double(total.unlabelled), counts[4]);
    QVERIFY(std::abs(total.gross_bps - bps / total.n) < 1e-4);
    QVERIFY(std::abs(total.brier - brier / with_p) < 1e-4);
}

void TestScoreboard::madeAgainFromWhatTheLedgerPrintsItIsEqual() {
    Random random(test::seedOr(0x5c0e2));
    const std::vector<Fed> fed = randomOutcomes(random, 20'000);
    Scoreboard before, after;
    for (const Fed& f : fed) {
        before.onOutcome(f.instrument, f.outcome, f.p0);
        SignalOutcome read = f.outcome;  // p and p0 with the four decimals of a ledger line
        read.p.value = QString::number(read.p.value, 'f', 4).toDouble();
        after.onOutcome(f.instrument, read, QString::number(f.p0, 'f', 4).toDouble());
    }
    QVERIFY(before.rows() == after.rows());
    QVERIFY(before.reliability() == after.reliability());
    QCOMPARE(before.outcomes(), after.outcomes());
    before.reset();
    QCOMPARE(before.outcomes(), 0U);
    QVERIFY(before.rows() == Scoreboard().rows());
}

void TestScoreboard::totalsComeFirstAndAddUp() {
    Random random(test::seedOr(0x5c0e3));
    Scoreboard board;
    for (const Fed& f : randomOutcomes(random, 5000)) board.onOutcome(f.instrument, f.outcome, f.p0);
    const auto rows = board.rows();
    QCOMPARE(rows.size(), std::size_t(2 * 2 * (1 + 3 + 3 * 36)));
    for (std::size_t i = 0; i < 4; ++i) QCOMPARE(rows[i].instrument, -1);
    for (std::size_t i = 4; i < 16; ++i) QVERIFY(rows[i].instrument >= 0 && rows[i].channel == Channel::Count);
    std::array<std::uint32_t, 3> n{};
    for (const ScoreLine& row : rows) {
        if (row.last_500) continue;
        n[row.channel != Channel::Count ? 0 : row.instrument >= 0 ? 1 : 2] += row.n;
    }
    QCOMPARE(n[0], n[1]);
    QCOMPARE(n[0], n[2]);
}

void TestScoreboard::whatHasNoSideLabelOrHorizonIsIgnored() {
    Scoreboard board;
    SignalOutcome o = outcome(OutcomeLabel::Open);
    board.onOutcome(0, o, 0.5);
    o = outcome(OutcomeLabel::Hit);
    o.type = SignalType::Conflict;
    board.onOutcome(0, o, 0.5);
    o = outcome(OutcomeLabel::Hit);
    o.horizon = 15;
    board.onOutcome(0, o, 0.5);
    board.onOutcome(-1, outcome(OutcomeLabel::Hit), 0.5);
    QCOMPARE(board.outcomes(), 0U);
    QCOMPARE(board.rows().size(), 4U);  // totals of nothing
    QCOMPARE(board.rows()[0].n, 0U);
    QCOMPARE(board.rows()[0].wilson_hi, 0.0);
}

void TestScoreboard::keysAreBoundedAndTheRestEntersTheTotals() {
    Scoreboard board;
    for (int instrument = 0; instrument < 3000; ++instrument) board.onOutcome(instrument, outcome(OutcomeLabel::Hit), 0.5);
    const auto rows = board.rows();
    QCOMPARE(rows.size(), 2 * (Scoreboard::kLinesMax + 2));
    QCOMPARE(rows[0].n, 3000U);
    QCOMPARE(board.unkeyed(), 3000U - Scoreboard::kLinesMax / 2);
}

void TestScoreboard::binsOfReliability() {
    Scoreboard board;
    for (int i = 0; i < 4; ++i) board.onOutcome(0, outcome(i < 3 ? OutcomeLabel::Hit : OutcomeLabel::Miss, 0.62), 0.5);
    board.onOutcome(0, outcome(OutcomeLabel::Tie, 0.62), 0.5);
    board.onOutcome(0, outcome(OutcomeLabel::Hit, 0.60), 0.5);
    board.onOutcome(0, outcome(OutcomeLabel::Hit, 1.0), 0.5);
    const auto bins = board.reliability();
    QCOMPARE(bins[0][6].n, 5U);
    QVERIFY(near(bins[0][6].p_mean, (4 * 0.62 + 0.60) / 5));
    QVERIFY(near(bins[0][6].rate, 0.8));
    QVERIFY(near(bins[0][6].lo, wilson95(4, 5).lo));
    QCOMPARE(bins[0][9].n, 1U);
    QCOMPARE(bins[0][5].n, 0U);
    QCOMPARE(bins[1][6].n, 0U);
}

QTEST_GUILESS_MAIN(TestScoreboard)
#include "tst_scoreboard.moc"
