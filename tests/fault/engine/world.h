// SPDX-License-Identifier: GPL-3.0-or-later
// The engine under a damaged recording, beside a venue that knows the truth and answers its requests.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/pipeline.h"
#include "core/engine/report.h"
#include "tape.h"

namespace bw::test {

/// How the venue answers a request for a snapshot.
struct VenueManners {
    bool prompt = false;    // a snapshot follows each break by itself, whatever the engine's spacing is
    double lost_share = 0;  // answers that never come
    std::int64_t rtt_min_ms = 20, rtt_max_ms = 400;  // the body is made half-way
};

/// A book gap as it was announced, with the step that opened it.
struct SeenGap {
    api::GapRow opened, closed;
    std::size_t step = 0;
    std::uint32_t gen = 0;  // of the book when it opened
};

/// Steps a pipeline through deliveries and checks, after each frame, what must hold at every instant. The first breach
/// stands in `breach`; the run then stops.
class World final : engine::EngineSink {
public:
    World(const Tape& tape, engine::EngineConfig config, VenueManners manners, std::uint64_t seed);

    /// A flipped bit may change a level and leave the JSON and the chain whole: the book may then differ from the
    /// truth.
    bool levels_may_lie = false;

    void play(const Plan& plan);
    /// The operator's resync, answered; time runs on until the book is back.
    void forceResync(std::int64_t wait_ns = 120 * kNsPerSec);
    void finish();

    std::string breach;
    std::vector<SeenGap> gaps;   // of the book, in order
    std::vector<api::Bar> bars;  // 1 s bars as they were emitted
    engine::BarBook minutes;
    std::uint64_t requests = 0, answered = 0, unanswered = 0, too_old = 0;
    std::uint64_t rejected_damage = 0, lied_steps = 0, lie_started = 0;
    std::uint64_t unsynced_depth = 0;  // depth frames that arrived while the book was not synced

    [[nodiscard]] engine::Pipeline& pipeline() { return m_pipeline; }
    [[nodiscard]] bool hasInstrument() const { return m_pipeline.instrumentCount() > 0; }
    [[nodiscard]] const engine::Instrument& instrument() const { return m_pipeline.instrument(0); }
    [[nodiscard]] const TruthBook& truth() const { return m_truth; }
    [[nodiscard]] bool bookIsTruth() const;
    /// Trades, CVD and minute bars as text: what damage of the book may not touch.
    [[nodiscard]] std::string tapeSide() const;

private:
    struct Answer {
        std::uint32_t gen = 0;
        std::int64_t made_ns = 0, due_ns = 0;
        std::string body;
        std::uint64_t last = 0;
        bool made = false;
    };
    /// What is compared over one frame.
    struct Before {
        bool exists = false, synced = false, fresh = false;
        std::uint64_t last = 0, updates = 0;
        std::uint32_t gen = 0;
        std::size_t gaps = 0;
        api::Bar second, minute;
        Int128 book_ofi = 0;
    };

    void step(const Delivery& delivery);
    void tell(std::size_t line);
    void advance(std::int64_t mono_ns);
    void answerUntil(std::int64_t mono_ns);
    void sendSnapshot(const Answer& answer);
    FrameClass frame(const std::string& source, std::string_view bytes);
    [[nodiscard]] Before look();
    void checkFrame(const Before& before, const Delivery* delivery, FrameClass frame_class);
    void checkChain(const Before& before, const TapeLine& line);
    void checkOfi(const Before& before);
    void checkBook(const Delivery& delivery);
    void fail(const std::string& what);

    void onItem(const api::DisplayItem& item) override;
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest request) override;
    [[nodiscard]] bool wantsItems() const override { return true; }

    const Tape& m_tape;
    VenueManners m_manners;
    Random m_random;
    engine::Pipeline m_pipeline;
    TruthBook m_truth;
    std::size_t m_told = 0;        // lines of the tape that are in the truth
    std::deque<Answer> m_answers;  // in order of due time as far as one waits for another
    std::size_t m_step = 0;
    std::uint64_t m_snapshot_last = 0;  // of the newest snapshot that was delivered
    std::int64_t m_wall_ahead_ns = 0;
    MonoTime m_now;
    std::int64_t m_next_timer_ns = 0;
    MonoTime m_behind_since, m_lie_since;
    std::uint64_t m_lie_events = 0, m_lie_gaps = 0;
    std::unique_ptr<api::MarketView> m_view = std::make_unique<api::MarketView>();
};

}  // namespace bw::test
