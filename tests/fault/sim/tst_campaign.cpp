// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cstdlib>

#include "sim_world.h"

using namespace bw;
using namespace bw::sim;
using bw::test::SeenGap;
using bw::test::SimWorld;

namespace {

constexpr std::int64_t kSpacingMs = 3'000;  // one fault of an instrument and stream is over before the next
constexpr std::int64_t kCalmMs = 12'000;    // at the end: what was lost is back

/// What the table of the feeds specification 13 says must be seen of one fault.
struct Finding {
    StreamKind stream = StreamKind::Book;
    std::vector<GapCause> causes;
    std::uint64_t id = 0;
    std::vector<GapClose> closes;
    bool same_gen = false;
};

/// Nothing for a fault that must be found without a gap.
std::optional<Finding> findingOf(const InjectedFault& fault) {
    const bool is_depth = fault.stream == "depth@100ms", is_trade = fault.stream == "trade";
    const bool is_lost = fault.kind == FaultKind::Drop || fault.kind == FaultKind::CorruptSyntax || fault.kind == FaultKind::Truncate;
    if (fault.kind == FaultKind::Crossed) return Finding{StreamKind::Book, {GapCause::Crossed}, 0, {GapClose::Unfillable}};
    if (is_depth && is_lost) return Finding{StreamKind::Book, {GapCause::Sequence, GapCause::Reject}, fault.id, {GapClose::Unfillable}};
    if (is_depth && fault.kind == FaultKind::Swap) return Finding{StreamKind::Book, {GapCause::Sequence}, fault.id, {GapClose::Reordered}, true};
    if (is_trade && is_lost) return Finding{StreamKind::Trade, {GapCause::Sequence, GapCause::Reject}, fault.id, {GapClose::Filled}};
    if (is_trade && fault.kind == FaultKind::Swap) return Finding{StreamKind::Trade, {GapCause::Sequence}, fault.id, {GapClose::Reordered}};
    if (fault.stream == "tick" && (is_lost || fault.kind == FaultKind::Swap))
        return Finding{StreamKind::Tick, {GapCause::Sequence, GapCause::Reject}, fault.id, {GapClose::Unfillable, GapClose::Reordered}};
    return std::nullopt;
}

std::vector<Fault> planOf(Random& random, std::int64_t ms) {
    std::vector<Fault> plan;
    for (const SimInstrument& instrument : instruments()) {
        const bool has_book = instrument.venue != Venue::Mt5;
        std::int64_t calm_until_ms = 0;
        int breaks = 0;
        for (std::int64_t at_ms = 5'000; at_ms < ms - kCalmMs; at_ms += kSpacingMs + static_cast<std::int64_t>(random.below(2'000))) {
            Fault fault;
            fault.at_ms = at_ms;
            fault.kind = static_cast<FaultKind>(random.below(5));  // drop, swap, duplicate, corrupt_syntax, truncate
            fault.instrument = instrumentId(instrument);
            fault.stream = !has_book ? "tick" : random.below(2) == 0 ? "depth" : "trade";
            if (has_book && random.below(10) == 0) {
                fault.kind = FaultKind::Crossed;
                fault.stream = "depth";
            }
            if (fault.stream == "depth" && fault.kind != FaultKind::Duplicate) {
                // Snapshots are asked for at growing distances until a book was calm for 60 s: a fifth break would be
                // hidden in the gap of the fourth.
                if (at_ms < calm_until_ms) fault.stream = "trade";
                else if (++breaks % 4 == 0) calm_until_ms = at_ms + 90'000;
                if (fault.stream == "trade" && fault.kind == FaultKind::Crossed) fault.kind = FaultKind::Drop;
            }
            plan.push_back(fault);
        }
    }
    return plan;
}

std::string textOf(const InjectedFault& fault) {
    std::string out;
    appendFaultLine(out, fault);
    return out;
}

std::string textOf(const SeenGap& gap) {
    return "  gap at " + std::to_string(gap.at_ms) + " " + std::string(gapCauseName(gap.opened.cause)) + " " +
           std::to_string(gap.opened.first_missing) + ".." + std::to_string(gap.opened.last_missing) + " " +
           std::string(gapCloseName(gap.closed.close)) + " gen " + std::to_string(gap.gen) + " " + std::to_string(gap.gen_closed) + "\n";
}

/// On a quiet tape two faults may hit neighbours: one gap then names both ids.
bool isShared(const Finding& finding, const SeenGap& gap) {
    return finding.stream != StreamKind::Book && gap.opened.first_missing < gap.opened.last_missing &&
           gap.opened.first_missing <= finding.id && finding.id <= gap.opened.last_missing;
}

bool isFound(const Finding& finding, const SeenGap& gap) {
    const auto has = [](const auto& list, auto value) { return std::find(list.begin(), list.end(), value) != list.end(); };
    if (!has(finding.causes, gap.opened.cause) || !has(finding.closes, gap.closed.close)) return false;
    if (finding.same_gen && gap.gen != gap.gen_closed) return false;
    return finding.id == 0 || gap.opened.first_missing == 0 ||
           (gap.opened.first_missing <= finding.id && finding.id <= gap.opened.last_missing);
}

}  // namespace

// Seeded faults, each matched by its finding (feeds specification, "Done when" 20). BELLWETHER_CAMPAIGN="seeds seconds".
class TestCampaign : public QObject {
    Q_OBJECT
    std::uint64_t m_seed = 0x63616d70;
    int m_seeds = 16;
    std::int64_t m_ms = 60'000;

private Q_SLOTS:
    void initTestCase();
    void eachFaultIsFoundOnceAndNothingElseIs();
    void aCleanMarketRaisesNothing();
    void oneOfItsKind_data();
    void oneOfItsKind();
};

void TestCampaign::initTestCase() {
    if (const char* text = std::getenv("BELLWETHER_SEED")) m_seed = std::strtoull(text, nullptr, 0);
    qInfo("seed=0x%llx", static_cast<unsigned long long>(m_seed));
    const char* text = std::getenv("BELLWETHER_CAMPAIGN");
    if (text == nullptr) return;
    const QList<QByteArray> words = QByteArray(text).split(' ');
    QCOMPARE(words.size(), 2);
    m_seeds = words[0].toInt();
    m_ms = words[1].toLongLong() * 1'000;
}

void TestCampaign::eachFaultIsFoundOnceAndNothingElseIs() {
    std::size_t faults = 0, found = 0, compared = 0;
    for (int n = 0; n < m_seeds; ++n) {
        const std::uint64_t seed = m_seed + static_cast<std::uint64_t>(n);
        Random random(seed);
        SimWorld world(seed, planOf(random, m_ms));
        world.run(m_ms);
        world.finish();
        const auto fail = [seed](const std::string& what) {
            return QByteArray("seed 0x" + QByteArray::number(static_cast<qulonglong>(seed), 16) + ": " + QByteArray::fromStdString(what));
        };
        QVERIFY2(world.breach.empty(), fail(world.breach).constData());
        QVERIFY(!world.injected.empty());
        std::vector<bool> used(world.gaps.size(), false);
        for (const InjectedFault& fault : world.injected) {
            const std::optional<Finding> finding = findingOf(fault);
            if (!finding) continue;
            const engine::Instrument* in = world.find(instrumentId(*fault.instrument));
            bool is_found = false;
            for (std::size_t i = 0; i < used.size() && !is_found; ++i) {
                const SeenGap& gap = world.gaps[i];
                // It is found by the next message of its stream: a quiet tape may take some seconds.
                if (gap.opened.instrument != in->index() || gap.opened.stream != finding->stream) continue;
                if (std::abs(gap.at_ms - fault.at_ms) > 15'000) continue;
                if (!isShared(*finding, gap) && (used[i] || gap.at_ms < fault.at_ms || !isFound(*finding, gap))) continue;
                used[i] = is_found = true;
            }
            std::string seen;
            for (const SeenGap& gap : world.gaps)
                if (gap.opened.instrument == in->index() && std::abs(gap.at_ms - fault.at_ms) < 15'000) seen += textOf(gap);
            QVERIFY2(is_found, fail("not found: " + textOf(fault) + seen).constData());
            ++found;
        }
        for (std::size_t i = 0; i < used.size(); ++i) {
            const api::GapRow& gap = world.gaps[i].opened;
            QVERIFY2(used[i], fail("a gap without a fault: " + world.pipeline().instrument(gap.instrument).id() + " " +
                                   std::string(gapCauseName(gap.cause)) + " at " + std::to_string(world.gaps[i].at_ms) + " ms").constData());
        }
        // Broken JSON is refused once each, and a bid at the ask too; nothing else is.
        std::uint64_t refused = 0;
        for (const InjectedFault& fault : world.injected)
            refused += fault.kind == FaultKind::CorruptSyntax || fault.kind == FaultKind::Truncate || fault.kind == FaultKind::Crossed ? 1 : 0;
        QCOMPARE(world.pipeline().counters().classes[static_cast<std::size_t>(FrameClass::Rejected)], refused);
        for (int i = 0; i < world.pipeline().instrumentCount(); ++i) {
            const engine::Instrument& in = world.pipeline().instrument(i);
            QCOMPARE(in.ids().missing(), std::uint64_t{0});
            if (in.sync().state() != BookState::Empty) QVERIFY2(in.sync().synced(), in.id().c_str());
        }
        faults += world.injected.size();
        compared += world.books_compared;
    }
    qInfo("%d seeds, %zu faults, %zu gaps each with its fault, %zu books compared", m_seeds, faults, found, compared);
}

void TestCampaign::aCleanMarketRaisesNothing() {
    SimWorld world(m_seed, {}, 4.0);
    world.run(2 * m_ms);
    QVERIFY2(world.breach.empty(), world.breach.c_str());
    QCOMPARE(world.gaps.size(), std::size_t{0});
    const engine::Pipeline::Counters& counters = world.pipeline().counters();
    QCOMPARE(counters.classes[static_cast<std::size_t>(FrameClass::Rejected)], std::uint64_t{0});
    QCOMPARE(counters.classes[static_cast<std::size_t>(FrameClass::InGap)], std::uint64_t{0});
    for (int i = 0; i < world.pipeline().instrumentCount(); ++i) {
        const engine::Instrument& in = world.pipeline().instrument(i);
        QCOMPARE(in.sync().resyncs(), std::uint64_t{0});
        QCOMPARE(in.match().equal(), in.match().compared());
        QCOMPARE(in.ids().duplicates(), std::uint64_t{0});
    }
    QVERIFY(world.frames > 10'000);
}

void TestCampaign::oneOfItsKind_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("cause");  // of the gaps that must come; empty: none may
    QTest::newRow("ids start again") << QByteArray("seq_reset") << QByteArray("sequence");
    QTest::newRow("a new epoch of the gateway") << QByteArray("epoch_change") << QByteArray("gateway_restart");
    QTest::newRow("50 times the rate") << QByteArray("flood") << QByteArray();
    QTest::newRow("stamps 5 s ahead") << QByteArray("clock_skew") << QByteArray();
    QTest::newRow("silence") << QByteArray("stall") << QByteArray("sequence");
    QTest::newRow("a cut line") << QByteArray("disconnect") << QByteArray("disconnect");
    QTest::newRow("a wrong quantity at the top") << QByteArray("corrupt_value") << QByteArray("ticker_mismatch");
}

void TestCampaign::oneOfItsKind() {
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, cause);
    Fault fault;
    fault.kind = *faultFromName(kind.toStdString());
    if (kind == "seq_reset") fault.instrument = "demo.usdm.BTCUSDT";  // the gateway has its own epoch_change
    fault.at_ms = 10'000;
    fault.ms = 2'000;
    fault.code = 1006;
    if (kind == "corrupt_value") fault.n = 40;
    SimWorld world(m_seed, {fault});
    world.levels_may_lie = kind == "corrupt_value";
    world.run(60'000);
    QVERIFY2(world.breach.empty(), world.breach.c_str());
    QVERIFY(!world.injected.empty());
    QCOMPARE(world.gaps.empty(), cause.isEmpty());
    for (const SeenGap& gap : world.gaps)
        QCOMPARE(QByteArray::fromStdString(std::string(gapCauseName(gap.opened.cause))), cause);
    for (int i = 0; i < world.pipeline().instrumentCount(); ++i) {
        const engine::Instrument& in = world.pipeline().instrument(i);
        if (in.sync().state() != BookState::Empty) QVERIFY2(in.sync().synced(), in.id().c_str());
        QCOMPARE(in.ids().missing(), std::uint64_t{0});
    }
    QCOMPARE(world.pipeline().counters().classes[static_cast<std::size_t>(FrameClass::Rejected)], std::uint64_t{0});
}

QTEST_GUILESS_MAIN(TestCampaign)
#include "tst_campaign.moc"
