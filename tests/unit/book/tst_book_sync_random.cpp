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

struct Change {
    std::size_t slot = 0;
    std::int64_t qty = 0;
};
std::int64_t priceOf(std::size_t slot) {
    return slot < kLevels ? 100 - static_cast<std::int64_t>(slot) : 200 + static_cast<std::int64_t>(slot - kLevels);
}

/// A venue that knows the book after each single id. Its messages cover ids (prev, last].
class Venue {
public:
    Venue(Random& random, bool shared_ids) : m_random(random), m_shared(shared_ids) { m_states.push_back({}); }

    [[nodiscard]] std::uint64_t last() const { return m_states.size() - 1; }
    [[nodiscard]] const State& at(std::uint64_t id) const { return m_states[id]; }

    /// The next message: one to six ids.
    DepthEvent next() {
        DepthEvent e;
        e.prev_id = m_told;
        std::array<bool, 2 * kLevels> touched{};
        for (std::uint64_t n = 1 + m_random.below(6); n > 0; --n) touched[advance()] = true;
        // Futures share their ids with other symbols: the first id need not follow the last message's.
        e.first_id = m_shared ? e.prev_id + 1 + m_random.below(last() - e.prev_id) : e.prev_id + 1;
        e.last_id = m_told = last();
        for (std::size_t slot = 0; slot < touched.size(); ++slot)
            if (touched[slot]) (slot < kLevels ? e.bids : e.asks).push_back({{priceOf(slot)}, {m_states.back()[slot]}});
        return e;
    }

private:
    std::size_t advance() {
        State state = m_states.back();
        const std::size_t slot = m_random.below(state.size());
        state[slot] = m_random.below(3) == 0 ? 0 : static_cast<std::int64_t>(1 + m_random.below(1'000'000));
        m_states.push_back(state);
        return slot;
    }
    Random& m_random;
    bool m_shared;
    std::vector<State> m_states;  // by id
    std::uint64_t m_told = 0;
};

class Listener final : public BookListener {
public:
    std::uint64_t heard = 0;
    void onBookApplied(const DepthEvent&) override { ++heard; }
    void onBookGeneration() override {}
};

State stateOf(const OrderBook& book) {
    State state{};
    for (std::size_t slot = 0; slot < state.size(); ++slot)
        state[slot] = (slot < kLevels ? book.bids : book.asks).at({priceOf(slot)}).units;
    return state;
}

}  // namespace

// Random message sequences against a venue that knows every change (feeds specification, "Done when" 5).
class TestBookSyncRandom : public QObject {
    Q_OBJECT

    /// One venue, one book, and everything that can happen between them.
    struct Run {
        Random& random;
        Venue venue;
        Listener listener;
        BookSync sync;
        SyncOutcome out;
        MonoTime now{kNsPerSec};
        std::vector<DepthEvent> late;
        std::vector<DepthEvent> sent;
        std::uint64_t breaks = 0, repairs = 0, snapshots = 0, refused = 0, buffered = 0;
        const char* wrong = nullptr;

        Run(Random& r, bool shared_ids) : random(r), venue(r, shared_ids), sync(listener, limits()) {}
        static SyncLimits limits() {
            SyncLimits out;
            out.resync_max = 1'000'000;
            return out;
        }
        void check() {
            buffered += out.frame_class == FrameClass::Buffered;
            buffered -= out.released_applied + out.released_in_gap + out.released_rejected;
            breaks += out.broke;
            if (out.recovered && out.how == GapClose::Reordered) ++repairs;
            if (buffered != sync.buffered()) wrong = "a frame of the buffer has no class, or two";
            if (out.broke && sync.synced()) wrong = "broken and synced";
            if (!sync.synced()) return;
            if (sync.lastId() > venue.last())
                wrong = "ahead of the venue";
            else if (stateOf(sync.book()) != venue.at(sync.lastId()))
                wrong = "the book is not the venue's of that id";
        }
        void deliver(DepthEvent event) {
            now = now + static_cast<std::int64_t>(random.below(40)) * kNsPerMs;
            const bool was_synced = sync.synced();
            const std::uint64_t p = sync.lastId();
            const std::uint64_t heard = listener.heard;
            const DepthEvent copy = event;
            sync.onDepth(event, now, out);
            if (was_synced && copy.prev_id > p && copy.last_id > p &&
                (!out.broke || out.first_missing != p + 1 || out.last_missing != copy.prev_id))
                wrong = "a break was not seen, or its bounds are wrong";
            if (was_synced && (copy.last_id <= p || copy.prev_id == p) && out.broke) wrong = "a false break";
            if (!sync.synced() && listener.heard != heard && !out.recovered) wrong = "a broken book was announced";
            check();
        }
        void snapshot(std::uint64_t id, std::uint32_t gen) {
            std::vector<Level> bids;
            std::vector<Level> asks;
            const State& state = venue.at(id);
            for (std::size_t slot = 0; slot < state.size(); ++slot)
                if (state[slot] != 0) (slot < kLevels ? bids : asks).push_back({{priceOf(slot)}, {state[slot]}});
            const std::uint32_t before = sync.generation();
            ++snapshots;
            sync.onSnapshot(id, bids, asks, gen, now, out);
            refused += out.code == Code::SnapshotOld;
            if (sync.generation() != before + (out.new_generation ? 1 : 0)) wrong = "the generation";
            check();
        }
        void randomSnapshot() {
            const std::uint64_t newest = venue.last();
            std::uint64_t id = newest;  // equal to the stream, or ahead of what is still held back
            switch (random.below(4)) {
                case 0:
                    id -= std::min<std::uint64_t>(id, random.below(40));
                    break;  // stale, or in the middle of a message
                case 1:
                    id = std::min(newest, sync.lastId() + random.below(8));
                    break;
                default:
                    break;
            }
            const std::uint32_t wanted = sync.generationWanted();
            const std::uint32_t gens[] = {0, wanted, wanted, wanted + 1, wanted - 1};
            snapshot(id, gens[random.below(std::size(gens))]);
        }
        void step() {
            switch (random.below(16)) {
                case 0:
                    static_cast<void>(venue.next());
                    break;  // lost
                case 1:
                    if (!sent.empty()) deliver(sent[random.below(sent.size())]);
                    break;
                case 2: {  // exchanged with the next
                    const DepthEvent first = venue.next();
                    send(venue.next());
                    if (!wrong) send(first);
                    break;
                }
                case 3:
                    late.push_back(venue.next());
                    break;
                case 4:
                    if (!late.empty()) {
                        deliver(late.back());
                        late.pop_back();
                    }
                    break;
                case 5:
                    randomSnapshot();
                    break;
                case 6:
                    if (random.below(4) == 0) {
                        static constexpr GapCause kCauses[] = {GapCause::Disconnect, GapCause::QueueDrop,
                                                               GapCause::Manual};
                        sync.breakChain(kCauses[random.below(3)], now, out);
                        check();
                    }
                    break;
                case 7:
                    sync.onTimer(now, out);
                    check();
                    break;
                default:
                    send(venue.next());
                    break;
            }
        }
        void send(const DepthEvent& event) {
            sent.push_back(event);
            deliver(event);
        }
        /// The stream runs clean and the venue answers: the book must come back.
        void settle() {
            for (int n = 0; n < 8 && !wrong; ++n) {
                send(venue.next());
                if (!wrong && !sync.synced()) snapshot(venue.last(), sync.generationWanted());
            }
            if (!wrong && (!sync.synced() || sync.lastId() != venue.last())) wrong = "the book did not come back";
            sync.finish(out);
            if (!wrong) check();
        }
    };

private Q_SLOTS:
    void everySyncedBookIsTheVenuesBook_data() {
        QTest::addColumn<bool>("shared_ids");
        QTest::newRow("spot") << false;
        QTest::newRow("futures") << true;
    }
    void everySyncedBookIsTheVenuesBook() {
        QFETCH(bool, shared_ids);
        std::uint64_t seed = shared_ids ? 0x66757475 : 0x73706f74;
        if (const char* text = std::getenv("BELLWETHER_SEED")) seed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        std::uint64_t count = 15'000;
        if (const char* text = std::getenv("BELLWETHER_SEQUENCES")) count = std::strtoull(text, nullptr, 0);
        Random seeds(seed);
        std::uint64_t breaks = 0, repairs = 0, snapshots = 0, refused = 0;
        for (std::uint64_t n = 0; n < count; ++n) {
            const std::uint64_t own = seeds.next();
            Random random(own);
            Run run(random, shared_ids);
            for (int i = 0; i < 60 && !run.wrong; ++i) run.step();
            if (!run.wrong) run.settle();
            if (run.wrong) {
                qWarning("sequence %llu, its seed 0x%llx", static_cast<unsigned long long>(n), static_cast<unsigned long long>(own));
                QFAIL(run.wrong);
            }
            breaks += run.breaks;
            repairs += run.repairs;
            snapshots += run.snapshots;
            refused += run.refused;
        }
        qInfo("%llu sequences: %llu breaks, %llu repairs, %llu snapshots, %llu of them too old",
              static_cast<unsigned long long>(count), static_cast<unsigned long long>(breaks), static_cast<unsigned long long>(repairs),
              static_cast<unsigned long long>(snapshots), static_cast<unsigned long long>(refused));
        QVERIFY(breaks > count && repairs > count / 5 && snapshots > count && refused > count / 15);
    }
};

QTEST_GUILESS_MAIN(TestBookSyncRandom)
#include "tst_book_sync_random.moc"
