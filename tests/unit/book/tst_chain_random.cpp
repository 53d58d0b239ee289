// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <array>
#include <cstdlib>

#include "core/book/book_sync.h"
#include "core/model/random.h"

using namespace bw;
using namespace bw::book;

namespace {

constexpr std::size_t kLevels = 4;
using State = std::array<std::int64_t, 2 * kLevels>;  // quantities of four bids, four asks

std::int64_t priceOf(std::size_t slot) {
    return slot < kLevels ? 100 - static_cast<std::int64_t>(slot) : 200 + static_cast<std::int64_t>(slot - kLevels);
}

/// A venue with in-band snapshots. OKX now and then says "no change" under the same id, and starts its ids again.
class Venue {
public:
    Venue(Random& random, bool okx) : m_random(random), m_okx(okx) { m_id = 1'000 + random.below(1'000); }
    [[nodiscard]] const State& state() const { return m_state; }
    [[nodiscard]] std::uint64_t id() const { return m_id; }

    DepthEvent next() {
        DepthEvent e;
        e.prev_id = m_id;
        const std::uint64_t kind = m_random.below(20);
        if (m_okx && kind == 0) {
            e.last_id = m_id;  // about each 60 s, without levels
            return e;
        }
        m_id = m_okx && kind == 1 ? 1 + m_random.below(m_id) : m_id + 1 + m_random.below(5);
        e.last_id = m_id;
        std::array<bool, 2 * kLevels> touched{};
        for (std::uint64_t n = m_random.below(4); n > 0; --n) {  // a change may be empty
            const std::size_t slot = m_random.below(m_state.size());
            m_state[slot] = m_random.below(3) == 0 ? 0 : static_cast<std::int64_t>(1 + m_random.below(1'000'000));
            touched[slot] = true;
        }
        for (std::size_t slot = 0; slot < touched.size(); ++slot)
            if (touched[slot]) (slot < kLevels ? e.bids : e.asks).push_back({{priceOf(slot)}, {m_state[slot]}});
        return e;
    }
    [[nodiscard]] DepthEvent snapshot() const {
        DepthEvent e;
        e.prev_id = m_okx ? ~std::uint64_t{0} : m_id - 1;  // -1 at OKX, anything at Deribit: ignored
        e.last_id = m_id;
        for (std::size_t slot = 0; slot < m_state.size(); ++slot)
            if (m_state[slot] != 0) (slot < kLevels ? e.bids : e.asks).push_back({{priceOf(slot)}, {m_state[slot]}});
        return e;
    }

private:
    Random& m_random;
    bool m_okx;
    State m_state{};
    std::uint64_t m_id = 0;
};

class Listener final : public BookListener {
public:
    std::uint64_t heard = 0, generations = 0;
    void onBookApplied(const DepthEvent&) override { ++heard; }
    void onBookGeneration() override { ++generations; }
};

State stateOf(const OrderBook& book) {
    State state{};
    for (std::size_t slot = 0; slot < state.size(); ++slot)
        state[slot] = (slot < kLevels ? book.bids : book.asks).at({priceOf(slot)}).units;
    return state;
}

/// The rule of the feeds specification 5.3 and 5.4 in its own words, beside the book under test.
struct Reference {
    bool is_synced = false, is_open = false;  // a gap
    std::uint64_t last = 0;
    State state{};
    std::uint32_t gen = 0;
};

struct Run {
    Random& random;
    Venue venue;
    Listener listener;
    BookSync sync;
    Reference ref;
    SyncOutcome out;
    MonoTime now{kNsPerSec};
    std::uint64_t breaks = 0, in_gap = 0, snapshots = 0, applied = 0, superseded = 0;
    std::vector<DepthEvent> sent;
    const char* wrong = nullptr;

    Run(Random& r, bool okx) : random(r), venue(r, okx), sync(listener, limits()) { sync.setInBand(); }
    static SyncLimits limits() {
        SyncLimits out;
        out.resync_max = 1'000'000;
        return out;
    }
    void same() {
        if (wrong) return;
        if (sync.synced() != ref.is_synced) wrong = "synced, or not";
        else if (sync.generation() != ref.gen) wrong = "the generation";
        else if (!ref.is_synced) return;
        else if (sync.lastId() != ref.last) wrong = "the last id";
        else if (stateOf(sync.book()) != ref.state) wrong = "the book";
    }
    void deliver(const DepthEvent& event) {
        now = now + static_cast<std::int64_t>(random.below(200)) * kNsPerMs;
        const bool chains = ref.is_synced && event.prev_id == ref.last;
        const bool breaks_now = ref.is_synced && !chains;
        const std::uint64_t heard = listener.heard, before = ref.last;
        sync.onChained(event, /*chained=*/true, now, out);
        if (chains) {
            ++applied;
            ref.last = event.last_id;
            for (const auto* side : {&event.bids, &event.asks})
                for (const Level& level : *side)
                    for (std::size_t slot = 0; slot < ref.state.size(); ++slot)
                        if (level.price.units == priceOf(slot)) ref.state[slot] = level.qty.units;
            if (out.frame_class != FrameClass::Applied || out.broke || listener.heard != heard + 1) wrong = "a chained change was not applied";
        } else {
            ++in_gap;
            if (out.frame_class != FrameClass::InGap || listener.heard != heard) wrong = "a change that does not chain was used";
        }
        if (breaks_now) {
            ++breaks;
            ref.is_synced = false;
            ref.is_open = true;
            const bool ahead = event.prev_id > before;
            if (!out.broke || out.cause != GapCause::Sequence || out.first_missing != (ahead ? before + 1 : 0) ||
                out.last_missing != (ahead ? event.prev_id : 0))
                wrong = "a break was not seen, or its bounds are wrong";
        } else if (out.broke) {
            wrong = "a false break";
        }
        same();
    }
    void snapshot() {
        sync.onChainSnapshot(venue.snapshot(), now, out);
        ++snapshots;
        ++ref.gen;
        if (!out.new_generation || out.recovered != ref.is_open) wrong = "a snapshot is a new generation, and closes the gap";
        ref = {true, false, venue.id(), venue.state(), ref.gen};
        same();
    }
    /// Ten seconds without a first snapshot is a gap of its own kind.
    void timer() {
        sync.onTimer(now, out);
        if (out.broke) ref.is_open = true;
        if (out.broke && (ref.gen != 0 || out.cause != GapCause::NoSnapshot)) wrong = "a timer broke a book";
        same();
    }
    void send(const DepthEvent& event) {
        sent.push_back(event);
        deliver(event);
    }
    void step() {
        switch (random.below(16)) {
            case 0:
                static_cast<void>(venue.next());
                break;  // lost
            case 1:
                if (!sent.empty()) deliver(sent[random.below(sent.size())]);
                break;
            case 2: {
                const DepthEvent first = venue.next();
                send(venue.next());
                if (!wrong) send(first);
                break;
            }
            case 3:
                snapshot();
                break;
            case 4:
                if (random.below(4) != 0) break;
                sync.breakChain(GapCause::Checksum, now, out);
                if (out.broke != ref.is_synced) wrong = "a checksum breaks a synced book, once";
                ref.is_open = ref.is_open || ref.is_synced;
                ref.is_synced = false;
                same();
                break;
            case 5:
                timer();
                break;
            case 6:
            case 7:
                if (!ref.is_synced) snapshot();
                break;
            default:
                send(venue.next());
                break;
        }
    }
    /// A broken book asks for its subscription until the venue answers.
    void settle() {
        for (int n = 0; n < 100 && !wrong && !ref.is_synced; ++n) {
            now = now + kNsPerSec;
            timer();
            if (sync.wantsSnapshot(now)) snapshot();
            if (!wrong) send(venue.next());
        }
        if (!wrong && !sync.synced()) wrong = "the book did not come back";
    }
};

}  // namespace

// In-band books against a venue that knows every change (feeds specification, 5.3 and 5.4).
class TestChainRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everySyncedBookIsTheVenuesBook_data() {
        QTest::addColumn<bool>("okx");
        QTest::newRow("okx") << true;
        QTest::newRow("deribit") << false;
    }
    void everySyncedBookIsTheVenuesBook() {
        QFETCH(bool, okx);
        std::uint64_t seed = okx ? 0x6f6b78 : 0x646572;
        if (const char* text = std::getenv("BELLWETHER_SEED")) seed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        std::uint64_t count = 8'000;
        if (const char* text = std::getenv("BELLWETHER_SEQUENCES")) count = std::strtoull(text, nullptr, 0);
        Random seeds(seed);
        std::uint64_t breaks = 0, in_gap = 0, applied = 0;
        for (std::uint64_t n = 0; n < count; ++n) {
            const std::uint64_t own = seeds.next();
            Random random(own);
            Run run(random, okx);
            for (int i = 0; i < 60 && !run.wrong; ++i) run.step();
            if (!run.wrong) run.settle();
            if (run.wrong) {
                qWarning("sequence %llu, its seed 0x%llx", static_cast<unsigned long long>(n), static_cast<unsigned long long>(own));
                QFAIL(run.wrong);
            }
            breaks += run.breaks;
            in_gap += run.in_gap;
            applied += run.applied;
        }
        qInfo("%llu sequences: %llu breaks, %llu in gap, %llu applied", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(breaks), static_cast<unsigned long long>(in_gap),
              static_cast<unsigned long long>(applied));
        QVERIFY(breaks > count && applied > 5 * count);
    }

    /// The rules one by one.
    void equalIdsAreNoChange() {
        Listener listener;
        BookSync sync(listener);
        SyncOutcome out;
        DepthEvent snapshot;
        snapshot.last_id = 100;
        snapshot.bids = {{{10}, {5}}};
        sync.onChainSnapshot(snapshot, {kNsPerSec}, out);
        DepthEvent same;
        same.prev_id = same.last_id = 100;
        sync.onChained(same, true, {kNsPerSec}, out);
        QCOMPARE(out.frame_class, FrameClass::Applied);
        QCOMPARE(sync.lastId(), 100U);
        DepthEvent reset;  // ids start again below
        reset.prev_id = 100;
        reset.last_id = 3;
        sync.onChained(reset, true, {kNsPerSec}, out);
        QVERIFY(sync.synced() && !out.broke);
        QCOMPARE(sync.lastId(), 3U);
        DepthEvent next;
        next.prev_id = 4;
        next.last_id = 5;
        sync.onChained(next, true, {kNsPerSec}, out);
        QVERIFY(out.broke);
        QCOMPARE(out.first_missing, 4U);
        QCOMPARE(out.last_missing, 4U);
        QVERIFY(sync.wantsSnapshot({2 * kNsPerSec}));
    }
};

QTEST_GUILESS_MAIN(TestChainRandom)
#include "tst_chain_random.moc"
