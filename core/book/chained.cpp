// SPDX-License-Identifier: GPL-3.0-or-later
// Books whose snapshots come in band: OKX and Deribit, and images of the best levels.
#include <limits>

#include "core/book/book_sync.h"

namespace bw::book {

void BookSync::replace(const DepthEvent& event) {
    m_book.clear();
    for (const Level& level : event.bids) m_book.bids.set(level.price, level.qty);
    for (const Level& level : event.asks) m_book.asks.set(level.price, level.qty);
    m_last = event.last_id;
}

void BookSync::onChainSnapshot(const DepthEvent& event, MonoTime now, SyncOutcome& out) {
    out = {};
    const bool was_gap = m_gap_open;
    if (m_state == BookState::Gap || m_state == BookState::Limited) ++m_resyncs;
    replace(event);
    ++m_gen;
    m_want = m_in_flight = false;
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
}

void BookSync::onChained(const DepthEvent& event, bool chained, MonoTime now, SyncOutcome& out) {
    out = {};
    if (m_state != BookState::Synced) [[unlikely]] {
        if (m_state == BookState::Empty || m_state == BookState::Image) {
            m_state = BookState::Buffering;
            m_state_since = now;
        }
        out.frame_class = FrameClass::InGap;
        return;
    }
    if (!chained || event.prev_id == m_last) [[likely]] {
        applyChecked(event, now, out);
        return;
    }
    if (m_overlap || (m_fresh && event.last_id <= m_last)) {  // the other connection told it
        ++m_superseded;
        return;
    }
    // Ids are bounds, not a count: one change may span many of them. A reset leaves nothing to name.
    const bool ahead = event.prev_id > m_last;
    toGap(GapCause::Sequence, ahead ? m_last + 1 : 0, ahead ? event.prev_id : 0, now, out);
    m_repairable = false;
    out.frame_class = FrameClass::InGap;
    out.code = Code::SeqBreak;
}

void BookSync::onImage(const DepthEvent& event, SyncOutcome& out) {
    out = {};
    if (m_state != BookState::Empty && m_state != BookState::Image) return;  // a chained book runs: it knows more
    if (event.last_id != 0 && event.last_id < m_last) {
        ++m_superseded;
        return;
    }
    if (m_state == BookState::Empty) {
        m_state = BookState::Image;
        ++m_gen;
        out.new_generation = true;
    }
    replace(event);
    ++m_updates;
    m_bid_touched = std::numeric_limits<std::int64_t>::max();  // any level may have changed
    m_ask_touched = -1;
    if (m_book.crossed()) {
        ++m_crossed;
        out.frame_class = FrameClass::Rejected;
        out.code = Code::Crossed;
        m_book.clear();
        return;
    }
    if (out.new_generation) m_listener.onBookGeneration();
    else m_listener.onBookApplied(event);
}

}  // namespace bw::book
