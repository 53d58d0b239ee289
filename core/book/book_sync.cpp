// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/book/book_sync.h"

#include <algorithm>
#include <limits>

namespace bw::book {
namespace {
constexpr std::int64_t kSnapshotTimeoutNs = 10 * kNsPerSec;
constexpr std::int64_t kSpacingFirstNs = 250 * kNsPerMs;
constexpr std::int64_t kSpacingMaxNs = 30 * kNsPerSec;
constexpr std::int64_t kNoSnapshotNs = 10 * kNsPerSec;
constexpr int kRefusedMax = 2;
constexpr std::int64_t kBehindNs = 2 * kNsPerSec, kBehindFreshNs = 10 * kNsPerSec;  // a snapshot may be ahead
constexpr std::int64_t kCalmNs = 60 * kNsPerSec;  // synced this long: the spacing starts again
}  // namespace

std::size_t BookSync::bytesOf(const DepthEvent& event) {
    return sizeof(DepthEvent) + (event.bids.size() + event.asks.size()) * sizeof(Level);
}

void BookSync::onDepth(DepthEvent& event, MonoTime now, SyncOutcome& out) {
    out = {};
    if (event.first_id > event.last_id || event.prev_id >= event.first_id) {
        out.frame_class = FrameClass::Rejected;
        out.code = Code::SeqInvalid;
        if (m_state == BookState::Synced) toGap(GapCause::Reject, m_last + 1, 0, now, out);
        return;
    }
    if (m_state == BookState::Synced) [[likely]] {
        if (m_overlap) [[unlikely]] {
            onOverlap(event, now, out);
            return;
        }
        if (event.last_id <= m_last) {
            ++m_superseded;
            if (!m_behind.onBehind(event.last_id, now, m_fresh ? kBehindFreshNs : kBehindNs)) [[likely]] return;
            toGap(GapCause::Sequence, 0, 0, now, out);
            m_last_doubtful = true;
            out.code = Code::SeqOverlap;
            keep(event, out);
            return;
        }
        const bool chained = event.prev_id == m_last || (m_fresh && event.prev_id < m_last);
        if (chained) [[likely]] {
            applyChecked(event, now, out);
            return;
        }
        const bool overlap = event.prev_id < m_last;
        if (overlap) toGap(GapCause::Sequence, 0, 0, now, out);
        else toGap(GapCause::Sequence, m_last + 1, event.prev_id, now, out);
        m_last_doubtful = overlap;
        out.code = overlap ? Code::SeqOverlap : Code::SeqBreak;
        keep(event, out);
        return;
    }
    if (m_state == BookState::Empty || m_state == BookState::Image) {
        m_state = BookState::Buffering;
        m_state_since = now;
        m_want = true;
    }
    keep(event, out);
    if (m_state == BookState::Gap || m_state == BookState::Limited) tryRepair(now, out);
}

void BookSync::apply(const DepthEvent& event) {
    std::int64_t bid_touched = -1;
    std::int64_t ask_touched = std::numeric_limits<std::int64_t>::max();
    for (const Level& level : event.bids) {
        m_book.bids.set(level.price, level.qty);
        bid_touched = std::max(bid_touched, level.price.units);
    }
    for (const Level& level : event.asks) {
        m_book.asks.set(level.price, level.qty);
        ask_touched = std::min(ask_touched, level.price.units);
    }
    m_bid_touched = bid_touched;
    m_ask_touched = ask_touched;
    m_last = event.last_id;
    m_fresh = false;
    m_behind.reset();
    ++m_updates;
    if (m_book.bids.size() > m_limits.levels_max) [[unlikely]] m_trimmed += m_book.bids.trim(m_limits.levels_max);
    if (m_book.asks.size() > m_limits.levels_max) [[unlikely]] m_trimmed += m_book.asks.trim(m_limits.levels_max);
}

/// Applies and checks the result; false when the book is crossed now (the chain is then broken).
bool BookSync::applyChecked(const DepthEvent& event, MonoTime now, SyncOutcome& out) {
    apply(event);
    if (m_book.crossed()) [[unlikely]] {
        ++m_crossed;
        out.frame_class = FrameClass::Rejected;
        out.code = Code::Crossed;
        toGap(GapCause::Crossed, 0, 0, now, out);
        return false;
    }
    m_listener.onBookApplied(event);
    return true;
}

void BookSync::keep(DepthEvent& event, SyncOutcome& out) {
    out.frame_class = FrameClass::Buffered;
    m_buffer_bytes += bytesOf(event);
    auto at = m_buffer.end();
    while (at != m_buffer.begin() && std::prev(at)->last_id > event.last_id) --at;
    if (at == m_buffer.end()) {
        m_before_back.reset();
    } else if (m_before_back.onBehind(event.last_id, {}, 0)) {
        // Swaps and duplicates go before the back once or twice; the stream itself does when the id there is a lie, which
        // would break the chain after each snapshot.
        m_buffer.insert(at, event);
        dropBack(out);
        return;
    }
    m_buffer.insert(at, event);
    while (m_buffer.size() > m_limits.buffer_len || m_buffer_bytes > m_limits.buffer_bytes) {
        m_buffer_bytes -= bytesOf(m_buffer.front());
        m_buffer.pop_front();
        ++out.released_in_gap;
    }
}

void BookSync::dropBack(SyncOutcome& out) {
    m_buffer_bytes -= bytesOf(m_buffer.back());
    m_buffer.pop_back();
    ++out.released_in_gap;
    m_before_back.reset();
}

/// The buffered events in order of id; if they all chain from the frozen book it was only a swap, or nothing was lost.
void BookSync::tryRepair(MonoTime now, SyncOutcome& out) {
    if (!m_repairable) return;
    std::uint64_t last = m_last;
    bool fresh = m_fresh;
    for (const DepthEvent& event : m_buffer) {
        if (event.last_id <= last) continue;
        if (event.prev_id != last && !(fresh && event.prev_id < last)) return;
        last = event.last_id;
        fresh = false;
    }
    if (last == m_last) return;  // nothing newer than what we have
    recovered(m_repair_close, out);
    while (!m_buffer.empty()) {
        const DepthEvent event = std::move(m_buffer.front());
        m_buffer.pop_front();
        m_buffer_bytes -= bytesOf(event);
        if (event.last_id <= m_last) {
            ++out.released_applied;
            ++m_superseded;
            continue;
        }
        const bool good = applyChecked(event, now, out);
        ++(good ? out.released_applied : out.released_rejected);
        if (!good) break;
    }
    out.frame_class = FrameClass::Buffered;  // the newest frame is among the released ones, or still waits
}

void BookSync::onSnapshot(std::uint64_t last_id, const std::vector<Level>& bids, const std::vector<Level>& asks,
                          std::uint32_t gen_asked, MonoTime now, SyncOutcome& out) {
    out = {};
    if ((gen_asked != 0 && (gen_asked != generationWanted() || m_state == BookState::Synced)) ||
        (m_state == BookState::Synced && last_id <= m_last)) {
        ++m_stale_snapshots;  // an answer that came after the book had mended itself carries nothing new
        return;
    }
    m_in_flight = false;
    // An answer from before the break would take the book back in time, and nothing would show it until the next event.
    // Bounded, because a venue may have started its ids again.
    if (m_gap_open && m_gen > 0 && !m_last_doubtful && last_id < m_last && m_refused++ < kRefusedMax) {
        out.frame_class = FrameClass::Rejected;
        out.code = Code::SnapshotOld;
        m_want = true;
        return;
    }
    // The first event past the snapshot must reach back to it, else the snapshot is too old to be used.
    const auto first_new = std::find_if(m_buffer.begin(), m_buffer.end(), [&](const auto& e) { return e.last_id > last_id; });
    if (first_new != m_buffer.end() && first_new->prev_id > last_id) {
        out.frame_class = FrameClass::Rejected;
        out.code = Code::SnapshotOld;
        m_want = true;
        return;
    }
    const bool first_of_session = m_state == BookState::Empty || (m_state == BookState::Buffering && !m_gap_open);
    const bool was_gap = m_gap_open;
    if (m_state == BookState::Gap || m_state == BookState::Limited) ++m_resyncs;
    m_book.clear();
    for (const Level& level : bids) m_book.bids.set(level.price, level.qty);
    for (const Level& level : asks) m_book.asks.set(level.price, level.qty);
    ++m_gen;
    m_last = last_id;
    m_fresh = true;
    m_behind.reset();
    m_want = false;
    m_state = BookState::Synced;
    m_synced_since = now;
    out.new_generation = true;
    if (was_gap) {
        out.recovered = true;
        out.how = GapClose::Unfillable;
        m_gap_open = false;
    }
    if (m_book.crossed()) {
        ++m_crossed;
        out.frame_class = FrameClass::Rejected;
        out.code = Code::Crossed;
        toGap(GapCause::Crossed, 0, 0, now, out);
        return;
    }
    m_listener.onBookGeneration();
    drainAfterSnapshot(first_of_session, now, out);
}

void BookSync::drainAfterSnapshot(bool first_of_session, MonoTime now, SyncOutcome& out) {
    while (!m_buffer.empty()) {
        DepthEvent& event = m_buffer.front();
        const bool superseded = event.last_id <= m_last;
        if (!superseded && event.prev_id < m_last && !m_fresh) {  // its ids contradict the chain around it
            m_buffer_bytes -= bytesOf(event);
            m_buffer.pop_front();
            ++out.released_in_gap;
            continue;
        }
        if (!superseded && event.prev_id > m_last) {
            // A hole inside the buffer: the rest stays buffered and a newer snapshot is asked for.
            toGap(GapCause::Sequence, m_last + 1, event.prev_id, now, out);
            return;
        }
        const DepthEvent taken = std::move(event);
        m_buffer.pop_front();
        m_buffer_bytes -= bytesOf(taken);
        if (superseded) {
            ++m_superseded;
            ++(first_of_session ? out.released_applied : out.released_in_gap);
            continue;
        }
        if (applyChecked(taken, now, out)) {
            ++out.released_applied;
            continue;
        }
        ++out.released_rejected;
        out.frame_class = FrameClass::Applied;  // the snapshot itself was good
        return;
    }
}

/// Both connections tell the same book, cut into messages at different places. Each is whole in itself, so a message that
/// reaches back to P is right; one that starts past P came from the connection that is ahead and waits in the buffer.
void BookSync::onOverlap(DepthEvent& event, MonoTime now, SyncOutcome& out) {
    if (event.last_id <= m_last) {
        ++m_superseded;
        return;
    }
    if (event.prev_id > m_last) {
        keep(event, out);
        return;
    }
    if (!applyChecked(event, now, out)) return;
    while (!m_buffer.empty() && m_buffer.front().prev_id <= m_last) {
        const DepthEvent taken = std::move(m_buffer.front());
        m_buffer.pop_front();
        m_buffer_bytes -= bytesOf(taken);
        if (taken.last_id <= m_last) {
            ++m_superseded;
            ++out.released_applied;
            continue;
        }
        const bool good = applyChecked(taken, now, out);
        ++(good ? out.released_applied : out.released_rejected);
        if (!good) return;
    }
}

void BookSync::endOverlap(MonoTime now, SyncOutcome& out) {
    out = {};
    if (!m_overlap) return;
    m_overlap = false;
    m_fresh = true;  // the one that is left may have been behind
    if (m_buffer.empty()) return;
    toGap(GapCause::Sequence, m_last + 1, m_buffer.front().prev_id, now, out);  // what lies between never came
}

void BookSync::breakChain(GapCause cause, MonoTime now, SyncOutcome& out) {
    out = {};
    if (m_state == BookState::Synced) {
        toGap(cause, m_last + 1, 0, now, out);
        m_repair_close = cause == GapCause::Disconnect ? GapClose::Bridged : GapClose::Reordered;
    }
    if (cause != GapCause::Disconnect) return;
    m_fresh = true;  // the first event of the new line may reach back over the break
    m_last_doubtful = true;
}

void BookSync::toGap(GapCause cause, std::uint64_t first, std::uint64_t last, MonoTime now, SyncOutcome& out) {
    m_state = BookState::Gap;
    m_state_since = now;
    m_overlap = false;
    m_want = true;
    out.broke = true;
    out.cause = cause;
    out.first_missing = first;
    out.last_missing = last;
    m_gap_open = true;
    m_fresh = false;
    m_last_doubtful = false;
    m_refused = 0;
    if (now - m_synced_since > kCalmNs) m_tries = 0;
    m_repairable = cause == GapCause::Sequence || cause == GapCause::Reject || cause == GapCause::Disconnect ||
                   cause == GapCause::QueueDrop;
    m_repair_close = GapClose::Reordered;
    if (m_in_band && (cause == GapCause::Disconnect || cause == GapCause::Silent || cause == GapCause::Resume)) {
        m_want = false;
        m_in_flight = true;
        m_asked = now;
    }
    m_resync_times.push_back(now);
    while (!m_resync_times.empty() && now - m_resync_times.front() > m_limits.resync_window_ns) m_resync_times.pop_front();
    if (static_cast<int>(m_resync_times.size()) > m_limits.resync_max) {
        m_state = BookState::Limited;
        m_want = false;
    }
}

void BookSync::recovered(GapClose how, SyncOutcome& out) {
    m_state = BookState::Synced;
    m_gap_open = false;
    m_want = m_in_flight = false;
    out.recovered = true;
    out.how = how;
}

void BookSync::onTimer(MonoTime now, SyncOutcome& out) {
    out = {};
    if (m_state == BookState::Limited && now - m_state_since >= m_limited_ns) {
        m_state = BookState::Gap;
        m_state_since = now;
        m_limited_ns = std::min(m_limited_ns * 2, 600 * kNsPerSec);
        m_resync_times.clear();
        m_want = true;
    }
    if (m_state == BookState::Buffering && !m_no_snapshot_told && now - m_state_since >= kNoSnapshotNs) {
        m_no_snapshot_told = true;
        m_gap_open = true;
        out.broke = true;
        out.cause = GapCause::NoSnapshot;
        m_want = m_want || m_in_band;
    }
}

void BookSync::finish(SyncOutcome& out) {
    out = {};
    out.released_in_gap = static_cast<std::uint32_t>(m_buffer.size());
    m_buffer.clear();
    m_buffer_bytes = 0;
    if (m_state != BookState::Buffering || m_no_snapshot_told) return;
    m_no_snapshot_told = true;
    m_gap_open = true;
    out.broke = true;
    out.cause = GapCause::NoSnapshot;
}

bool BookSync::wantsSnapshot(MonoTime now) {
    if (m_in_flight && now - m_asked >= kSnapshotTimeoutNs) {
        m_in_flight = false;
        m_want = true;
    }
    if (!m_want || m_in_flight || now < m_next_ask) return false;
    m_want = false;
    m_in_flight = true;
    m_asked = now;
    m_next_ask = now + std::min(kSpacingMaxNs, kSpacingFirstNs << std::min(m_tries, 7));
    ++m_tries;
    return true;
}

}  // namespace bw::book
