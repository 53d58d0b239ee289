// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/api/ribbon.h"
#include "core/model/random.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::api;

namespace {

using Look = RibbonLook;

GapRow gap(std::int64_t from_ns, std::int64_t to_ns, GapClose close = GapClose::Unfillable,
           StreamKind stream = StreamKind::Trade, int instrument = 0) {
    GapRow out;
    out.instrument = instrument;
    out.stream = stream;
    out.close = close;
    out.from = WallTime{from_ns};
    if (close != GapClose::Open) out.to = WallTime{to_ns};
    return out;
}

Ring<GapRow> ledger(std::initializer_list<GapRow> rows) {
    Ring<GapRow> out(100);
    for (const GapRow& row : rows) out.push(row);
    return out;
}

RibbonFacts proven(std::int64_t first_ns, std::int64_t last_ns) {
    return {first_ns, last_ns, /*proof=*/true, /*waiting=*/false};
}

Ribbon trades(const Ring<GapRow>& gaps, const RibbonFacts& facts) {
    return ribbonOf(gaps, 0, StreamKind::Trade, facts, 1'000, 2'000);
}

/// The look of one moment, by the rules and without a sweep.
Look lookAt(const Ring<GapRow>& gaps, const RibbonFacts& facts, std::int64_t t_ns) {
    Look out = Look::Nothing;
    if (facts.first_ns != 0 && t_ns >= facts.first_ns)
        out = facts.waiting && t_ns >= facts.last_ns ? Look::Recovering : facts.proof ? Look::Proven : Look::Unproven;
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const GapSpan span = spanOf(gaps[i]);
        if (gaps[i].instrument > 0 || gaps[i].stream == StreamKind::Book) continue;
        if (t_ns < span.from_ns || t_ns >= std::max(span.to_ns, span.from_ns + 1)) continue;
        out = std::max(out, isHealed(gaps[i].close) ? Look::Recovering : Look::Gap);
    }
    return out;
}

}  // namespace

class TestRibbon : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingThenAProvenChain() {
        const Ribbon wanted{{1'000, 1'200, Look::Nothing}, {1'200, 2'000, Look::Proven}};
        QCOMPARE(trades(ledger({}), proven(1'200, 1'990)), wanted);
        const Ribbon none{{1'000, 2'000, Look::Nothing}};
        QCOMPARE(trades(ledger({}), {}), none);
        QVERIFY(ribbonOf(ledger({}), 0, StreamKind::Trade, proven(1, 2), 2'000, 2'000).empty());
    }
    void aStreamWithoutNumbersIsNeverProven() {
        const Ribbon wanted{{1'000, 2'000, Look::Unproven}};
        QCOMPARE(trades(ledger({}), {500, 1'990, false, false}), wanted);
        MarketView view;
        for (const StreamKind kind : {StreamKind::Tick, StreamKind::Top, StreamKind::Mark, StreamKind::Kline})
            QVERIFY(!hasProof(view, kind));
        QVERIFY(hasProof(view, StreamKind::Trade));
        view.book_state = BookState::Synced;
        QVERIFY(hasProof(view, StreamKind::Book));
        view.book_state = BookState::Polled;
        QVERIFY(!hasProof(view, StreamKind::Book));
    }
    void aSilentStreamWaitsFromItsLastMessageOn() {
        const Ribbon wanted{{1'000, 1'700, Look::Proven}, {1'700, 2'000, Look::Recovering}};
        QCOMPARE(trades(ledger({}), {500, 1'700, true, true}), wanted);
        const Ribbon all{{1'000, 2'000, Look::Recovering}};  // the last message is older than the window
        QCOMPARE(trades(ledger({}), {500, 700, true, true}), all);
    }
    void eachWayOfClosing_data() {
        QTest::addColumn<GapClose>("close");
        QTest::addColumn<Look>("look");
        QTest::newRow("filled from the history") << GapClose::Filled << Look::Recovering;
        QTest::newRow("reordered") << GapClose::Reordered << Look::Recovering;
        QTest::newRow("bridged, nothing was missing") << GapClose::Bridged << Look::Recovering;
        QTest::newRow("partly filled still misses ids") << GapClose::Partial << Look::Gap;
        QTest::newRow("cannot be filled") << GapClose::Unfillable << Look::Gap;
    }
    void eachWayOfClosing() {
        QFETCH(GapClose, close);
        QFETCH(Look, look);
        const Ribbon wanted{{1'000, 1'300, Look::Proven}, {1'300, 1'400, look}, {1'400, 2'000, Look::Proven}};
        QCOMPARE(trades(ledger({gap(1'300, 1'400, close)}), proven(500, 1'999)), wanted);
    }
    void anOpenGapReachesTheEndOfTheWindow() {
        const Ribbon wanted{{1'000, 1'900, Look::Proven}, {1'900, 2'000, Look::Gap}};
        QCOMPARE(trades(ledger({gap(1'900, 0, GapClose::Open)}), proven(500, 1'999)), wanted);
        QCOMPARE(trades(ledger({gap(2'050, 0, GapClose::Open)}), proven(500, 1'999)).size(), std::size_t{1});
    }
    void gapsMergeAndTheWorseOneCovers() {
        const Ribbon touching = trades(ledger({gap(1'300, 1'400), gap(1'400, 1'500), gap(1'350, 1'360)}), proven(5, 6));
        const Ribbon wanted{{1'000, 1'300, Look::Proven}, {1'300, 1'500, Look::Gap}, {1'500, 2'000, Look::Proven}};
        QCOMPARE(touching, wanted);
        const Ribbon covered =
            trades(ledger({gap(1'300, 1'600, GapClose::Filled), gap(1'400, 1'450)}), proven(500, 1'999));
        const Ribbon layers{{1'000, 1'300, Look::Proven},
                            {1'300, 1'400, Look::Recovering},
                            {1'400, 1'450, Look::Gap},
                            {1'450, 1'600, Look::Recovering},
                            {1'600, 2'000, Look::Proven}};
        QCOMPARE(covered, layers);
    }
    void gapsOutsideTheWindowOrOfOthersDoNotCount() {
        const Ribbon wanted{{1'000, 2'000, Look::Proven}};
        QCOMPARE(trades(ledger({gap(100, 1'000), gap(2'000, 2'100), gap(1'300, 1'400, GapClose::Open, StreamKind::Book),
                                gap(1'300, 1'400, GapClose::Unfillable, StreamKind::Trade, 1)}),
                        proven(500, 1'999)),
                 wanted);
        for (const GapRow& mine : {gap(1'300, 1'400, GapClose::Unfillable, StreamKind::Trade, -1),
                                   gap(1'300, 1'400, GapClose::Unfillable, StreamKind::All, 0)})
            QCOMPARE(trades(ledger({mine}), proven(500, 1'999)).size(), std::size_t{3});
    }
    void aGapIsNeverNarrowerThanAMoment() {
        const Ribbon ribbon = trades(ledger({gap(1'300, 1'300)}), proven(500, 1'999));
        QCOMPARE(ribbon.at(1), (RibbonSpan{1'300, 1'301, Look::Gap}));
    }
    void startAndEndAreOnOneClock() {
        GapRow row = gap(1'300, 1'400);
        QCOMPARE(spanOf(row).from_ns, 1'300);
        QCOMPARE(spanOf(row).to_ns, 1'400);
        row.from_event = EventTime{5'000};  // the venue's clock is ahead and the end is known by receipt only
        QCOMPARE(spanOf(row).from_ns, 5'000);
        QCOMPARE(spanOf(row).to_ns, 5'100);
        row.to_event = EventTime{4'000};  // out of order: never before the start
        QCOMPARE(spanOf(row).to_ns, 5'000);
        row.close = GapClose::Open;
        QCOMPARE(spanOf(row).to_ns, GapSpan::kNoEnd);
    }
    void severalStreamsShowTheWorst() {
        const std::vector<Ribbon> streams{
            {{1'000, 1'500, Look::Proven}, {1'500, 1'600, Look::Gap}, {1'600, 2'000, Look::Proven}},
            {{1'000, 1'100, Look::Nothing}, {1'100, 2'000, Look::Unproven}}};
        const Ribbon wanted{{1'000, 1'100, Look::Proven},
                            {1'100, 1'500, Look::Unproven},
                            {1'500, 1'600, Look::Gap},
                            {1'600, 2'000, Look::Unproven}};
        const Ribbon worst = worstOf(streams, 1'000, 2'000);
        QCOMPARE(worst, wanted);
        QCOMPARE(lengthsOf(worst), (std::array<std::int64_t, 5>{0, 100, 800, 0, 100}));
        QVERIFY(lengthsOf(worstOf({}, 0, 10))[0] == 10);
    }
    void randomLedgersAgreeWithALookAtEachMoment() {
        Random random(test::seedOr(0x71bb));
        for (int round = 0; round < 200; ++round) {
            Ring<GapRow> gaps(40);
            for (std::uint64_t i = random.below(30); i-- > 0;) {
                const auto from = static_cast<std::int64_t>(random.below(100) + 1);
                const auto close = static_cast<GapClose>(random.below(6));
                GapRow row = gap(from, from + static_cast<std::int64_t>(random.below(20)), close,
                                 random.below(3) == 0 ? StreamKind::Book : StreamKind::Trade,
                                 static_cast<int>(random.below(3)) - 1);
                gaps.push(row);
            }
            const auto first = static_cast<std::int64_t>(random.below(80));
            const RibbonFacts facts{first, first + static_cast<std::int64_t>(random.below(40)), random.below(2) == 0,
                                    random.below(2) == 0};
            const Ribbon ribbon = ribbonOf(gaps, 0, StreamKind::Trade, facts, 20, 140);
            QCOMPARE(ribbon.front().from_ns, 20);
            QCOMPARE(ribbon.back().to_ns, 140);
            for (std::size_t i = 0; i < ribbon.size(); ++i) {
                QVERIFY(ribbon[i].from_ns < ribbon[i].to_ns);
                if (i > 0) QVERIFY(ribbon[i].from_ns == ribbon[i - 1].to_ns && ribbon[i].look != ribbon[i - 1].look);
                for (std::int64_t t = ribbon[i].from_ns; t < ribbon[i].to_ns; ++t)
                    QCOMPARE(ribbon[i].look, lookAt(gaps, facts, t));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRibbon)
#include "tst_ribbon.moc"
