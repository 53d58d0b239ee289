// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include <algorithm>

namespace bw::test {
namespace {

constexpr std::int64_t kTimerNs = 100 * kNsPerMs;
constexpr std::size_t kTopCompared = 20;
constexpr std::uint64_t kWholeEach = 256;  // depth frames between two comparisons of every level

std::string text(std::uint64_t n) {
    return std::to_string(n);
}

}  // namespace

World::World(const Tape& tape, engine::EngineConfig config, VenueManners manners, std::uint64_t seed)
    : m_tape(tape), m_manners(manners), m_random(seed), m_pipeline(std::move(config), *this) {}

void World::fail(const std::string& what) {
    if (breach.empty()) breach = "step " + text(m_step) + ": " + what;
}

void World::play(const Plan& plan) {
    for (const Delivery& delivery : plan.deliveries) {
        if (!breach.empty()) return;
        step(delivery);
    }
}

void World::step(const Delivery& delivery) {
    ++m_step;
    const TapeLine& at = m_tape.lines[delivery.at];
    m_wall_ahead_ns = at.wall.ns - at.mono.ns;
    advance(at.mono.ns);
    for (; m_told <= delivery.at; ++m_told) tell(m_told);  // the venue knows what was lost too
    const TapeLine& line = m_tape.lines[delivery.line];
    const Before before = look();
    const bool rest = line.kind == TapeLine::Kind::Snapshot;
    if (rest) m_snapshot_last = line.last;
    const FrameClass frame_class =
        frame(m_tape.venue + (rest ? "/rest" : "/pub#1"), delivery.damaged ? delivery.bytes.view() : line.bytes.view());
    checkFrame(before, &delivery, frame_class);
}

void World::tell(std::size_t line) {
    m_truth.apply(m_tape.lines[line]);
    if (line != m_tape.snapshot) return;
    // The recorder's snapshot may be older than depth messages that it wrote down before.
    for (std::size_t earlier = 0; earlier < line; ++earlier) m_truth.apply(m_tape.lines[earlier]);
}

/// Timers and answers up to this moment, in order.
void World::advance(std::int64_t mono_ns) {
    if (m_next_timer_ns == 0) m_next_timer_ns = (floorDiv(mono_ns, kTimerNs) + 1) * kTimerNs;
    for (; m_next_timer_ns <= mono_ns; m_next_timer_ns += kTimerNs) {
        answerUntil(m_next_timer_ns);
        m_now = {m_next_timer_ns};
        const Before before = look();
        m_pipeline.onTimer({m_now.ns + m_wall_ahead_ns}, m_now);
        checkFrame(before, nullptr, FrameClass::Control);
    }
    answerUntil(mono_ns);
    m_now = {mono_ns};
}

void World::answerUntil(std::int64_t mono_ns) {
    for (Answer& answer : m_answers) {
        if (answer.made || answer.made_ns > mono_ns) continue;
        answer.body = m_truth.snapshotText(m_tape.symbol_in_snapshot);
        answer.last = m_truth.last;
        answer.made = true;
    }
    while (!m_answers.empty() && m_answers.front().due_ns <= mono_ns) {
        const Answer answer = std::move(m_answers.front());
        m_answers.pop_front();
        m_now = {std::max(m_now.ns, answer.due_ns)};
        ++answered;
        sendSnapshot(answer);
    }
}

void World::sendSnapshot(const Answer& answer) {
    const std::uint32_t gen = m_manners.prompt ? instrument().sync().generationWanted() : answer.gen;
    frame(m_tape.venue + "/rest!", "{\"ctl\":\"rest\",\"purpose\":\"snapshot\",\"instrument\":\"" + m_tape.id +
                                       "\",\"gen\":" + text(gen) + ",\"status\":200}");
    const Before before = look();
    m_snapshot_last = answer.last;
    const FrameClass frame_class = frame(m_tape.venue + "/rest", answer.body);
    checkFrame(before, nullptr, frame_class);
    if (frame_class == FrameClass::Applied) return;
    const std::uint64_t old = m_pipeline.counters().rejects[static_cast<std::size_t>(Code::SnapshotOld)];
    if (old == too_old && !levels_may_lie)
        fail("a good snapshot was refused, " + std::string(bookStateName(instrument().sync().state())));
    too_old = old;
}

FrameClass World::frame(const std::string& source, std::string_view bytes) {
    const FrameBytes padded(bytes);
    return m_pipeline.onFrame({source, {m_now.ns + m_wall_ahead_ns}, m_now, padded.view()});
}

World::Before World::look() {
    Before before;
    before.gaps = gaps.size();
    if (!hasInstrument()) return before;
    const engine::Instrument& in = instrument();
    before.exists = true;
    before.synced = in.sync().synced();
    before.last = in.sync().lastId();
    before.updates = in.sync().updates();
    before.gen = in.sync().generation();
    before.fresh = in.sync().lastId() == m_snapshot_last;
    before.book_ofi = in.ofiFromTicker() ? 0 : in.ofiL1();
    if (!before.synced) {
        m_pipeline.instrument(0).fillView(*m_view);
        before.second = m_view->second;
        before.minute = m_view->minute;
    }
    return before;
}

void World::checkFrame(const Before& before, const Delivery* delivery, FrameClass frame_class) {
    const engine::Pipeline::Counters& c = m_pipeline.counters();
    std::uint64_t sum = 0;
    for (const std::uint64_t n : c.classes) sum += n;
    if (sum != c.frames) return fail("classes add up to " + text(sum) + " of " + text(c.frames) + " frames");
    if (!hasInstrument()) return;
    const engine::Instrument& in = instrument();
    if (c.classes[static_cast<std::size_t>(FrameClass::Buffered)] != in.bufferedFrames())
        return fail("the buffer holds " + text(in.bufferedFrames()) + " frames, counted " +
                    text(c.classes[static_cast<std::size_t>(FrameClass::Buffered)]));
    // A snapshot may be drained up to the next hole within one frame: that part of the book was whole.
    if (before.exists && !before.synced && !in.sync().synced() && in.sync().updates() == before.updates)
        checkOfi(before);
    if (delivery == nullptr) return;
    const TapeLine& line = m_tape.lines[delivery->line];
    if (delivery->damaged) {
        if (frame_class == FrameClass::Rejected)
            ++rejected_damage;
        else if (!levels_may_lie)
            return fail("a cut frame was not refused");
    } else if (line.kind == TapeLine::Kind::Depth) {
        if (before.exists && !before.synced) ++unsynced_depth;
        if (before.exists) checkChain(before, line);
    } else if (gaps.size() != before.gaps && !levels_may_lie) {
        return fail("a gap without a depth message");
    }
    if (line.kind == TapeLine::Kind::Depth) checkBook(*delivery);
}

/// One depth message against the rule of the feeds specification 5.2, from where the book stood.
void World::checkChain(const Before& before, const TapeLine& line) {
    const std::size_t opened = gaps.size() - before.gaps;
    const bool lies =
        levels_may_lie && opened == 1 &&
        (gaps.back().opened.cause == GapCause::Crossed || gaps.back().opened.cause == GapCause::TickerMismatch);
    if (lies) return;
    if (!before.synced) {
        if (opened != 0) fail("a second gap for one break");
        return;
    }
    // A damaged id took the book ahead of the venue: found when the stream stays behind it.
    if (levels_may_lie && before.last > m_truth.last && opened <= 1) return;
    if (line.last <= before.last || line.prev == before.last || (before.fresh && line.prev < before.last)) {
        if (opened != 0) fail("a false gap at " + text(line.last));
        return;
    }
    if (opened != 1) return fail("the break before " + text(line.first) + " was not found");
    const api::GapRow& gap = gaps.back().opened;
    const bool overlap = line.prev < before.last;
    const std::uint64_t first = overlap ? 0 : before.last + 1;
    const std::uint64_t last = overlap ? 0 : line.prev;
    if (gap.first_missing != first || gap.last_missing != last)
        fail("bounds " + text(gap.first_missing) + ".." + text(gap.last_missing) + ", not " + text(first) + ".." +
             text(last));
    if (gap.cause != GapCause::Sequence) fail("the cause is not sequence");
}

/// Nothing of a broken book enters a sum.
void World::checkOfi(const Before& before) {
    if (!instrument().ofiFromTicker() && instrument().ofiL1() != before.book_ofi) fail("OFI of a broken book");
    m_pipeline.instrument(0).fillView(*m_view);
    const auto same = [](const api::Bar& a, const api::Bar& b) {
        return a.open_time == b.open_time ? a.ofi_l5 == b.ofi_l5 : b.ofi_l5 == 0;
    };
    if (!same(before.second, m_view->second) || !same(before.minute, m_view->minute)) fail("bar OFI of a broken book");
    if (!m_view->ofi_withheld) fail("the view does not say that OFI is withheld");
}

/// A synced book is the venue's book of the same id: the top always, every level now and then.
void World::checkBook(const Delivery& delivery) {
    const book::BookSync& sync = instrument().sync();
    if (!sync.synced() || sync.lastId() == m_truth.last) m_behind_since = m_now;
    if (m_now - m_behind_since > 11 * kNsPerSec) return fail("a synced book does not follow the stream");
    if (!sync.synced() || sync.lastId() != m_truth.last) return;
    const auto equal = [&](const book::BookSide& side, bool bid, std::size_t count) {
        std::vector<Level> top(count);
        top.resize(static_cast<std::size_t>(side.top(top.data(), static_cast<int>(count))));
        return top == m_truth.side(bid, count);
    };
    if (!levels_may_lie) {
        if (!equal(sync.book().bids, true, kTopCompared) || !equal(sync.book().asks, false, kTopCompared))
            return fail("the top differs from the venue's at " + text(sync.lastId()));
        if (m_random.below(kWholeEach) == 0 && !bookIsTruth()) fail("a level differs at " + text(sync.lastId()));
        return;
    }
    if (equal(sync.book().bids, true, 1) && equal(sync.book().asks, false, 1)) {
        m_lie_events = 0;
        return;
    }
    ++lied_steps;
    if (m_lie_events++ == 0 || gaps.size() != m_lie_gaps) {
        ++lie_started;
        m_lie_since = m_now;
        m_lie_gaps = gaps.size();
        m_lie_events = 1;
    }
    if (m_lie_events > 8 && m_now - m_lie_since > 3 * kNsPerSec)
        fail("a wrong top stood for 3 s after line " + text(delivery.at));
}

bool World::bookIsTruth() const {
    const book::OrderBook& book = instrument().sync().book();
    return instrument().sync().lastId() == m_truth.last && book.bids.levels() == m_truth.side(true, SIZE_MAX) &&
           book.asks.levels() == m_truth.side(false, SIZE_MAX);
}

void World::forceResync(std::int64_t wait_ns) {
    if (!hasInstrument()) return;
    m_manners.lost_share = 0;
    frame(m_tape.venue + "/pub#1!", "{\"ctl\":\"resync\",\"instrument\":\"" + m_tape.id + "\"}");
    const std::uint32_t gen = instrument().sync().generation();
    const MonoTime deadline = m_now + wait_ns;
    while (m_now < deadline && breach.empty() &&
           (instrument().sync().generation() == gen || !instrument().sync().synced()))
        advance(m_now.ns + kTimerNs);
    if (!instrument().sync().synced())
        fail("no resync in time, " + std::string(bookStateName(instrument().sync().state())));
}

void World::finish() {
    m_pipeline.finish();
    m_pipeline.emitForming();
    if (m_pipeline.counters().classes[static_cast<std::size_t>(FrameClass::Buffered)] != 0)
        fail("frames left in a buffer");
    checkFrame({}, nullptr, FrameClass::Control);
}

std::string World::tapeSide() const {
    const engine::Instrument& in = instrument();
    const auto qty = [&](Int128 units) { return formatUnits(units, in.digits().qty); };
    return text(in.counters().trades) + " " + text(in.ids().first()) + ".." + text(in.ids().last()) + " missing " +
           text(in.ids().missing()) + " dup " + text(in.ids().duplicates()) + " excluded " +
           text(in.counters().excluded) + " buy " + qty(in.cvd().buy()) + " sell " + qty(in.cvd().sell()) + " cvd " +
           qty(in.cvd().level()) + " top ofi " + (in.ofiFromTicker() ? qty(in.ofiL1()) : "-") + "\n" +
           minutes.csv(m_pipeline);
}

void World::onItem(const api::DisplayItem& item) {
    if (item.kind == api::DisplayItem::Kind::Bar) {
        minutes.add(item.instrument, item.bar);
        if (item.bar.period_s == 1) bars.push_back(item.bar);
        return;
    }
    if (item.kind != api::DisplayItem::Kind::Gap || item.gap.stream != StreamKind::Book) return;
    if (item.gap.close == GapClose::Open) {
        gaps.push_back({item.gap, {}, m_step, instrument().sync().generation()});
        if (!m_manners.prompt || !m_answers.empty()) return;
        onRequest({});
        return;
    }
    for (SeenGap& gap : gaps)
        if (gap.opened.gap_id == item.gap.gap_id) gap.closed = item.gap;
}

void World::onRequest(feed::FeedRequest request) {
    // This venue answers for its book alone: history and audits have tests of their own.
    if (request.kind == feed::FeedRequest::Kind::Trades || request.kind == feed::FeedRequest::Kind::Audit) return;
    ++requests;
    if (request.kind != feed::FeedRequest::Kind::Snapshot) return fail("an unexpected request");
    if (m_manners.prompt && !m_answers.empty()) return;  // one is on its way already
    if (m_told <= m_tape.snapshot) return;               // the recording holds this answer
    if (m_random.uniform() < m_manners.lost_share) {
        ++unanswered;
        return;
    }
    const auto rtt_ms =
        static_cast<std::int64_t>(20 + m_random.below(static_cast<std::uint64_t>(m_manners.rtt_max_ms - 19)));
    m_answers.push_back({request.gen, m_now.ns + rtt_ms * kNsPerMs / 2, m_now.ns + rtt_ms * kNsPerMs, {}, 0, false});
}

}  // namespace bw::test
