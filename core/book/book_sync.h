// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <vector>

#include "core/book/behind_run.h"
#include "core/book/order_book.h"
#include "core/model/frame.h"

namespace bw::book {

/// One decoded depth message. Levels are absolute; qty 0 removes.
struct DepthEvent {
    std::uint64_t first_id = 0, last_id = 0;
    std::uint64_t prev_id = 0;  // `pu` where the venue sends it, else first_id - 1
    EventTime event_time;
    std::vector<Level> bids, asks;
};

struct SyncLimits {
    std::size_t buffer_len = 5'000;
    std::size_t buffer_bytes = 8u << 20;
    int resync_max = 10;
    std::int64_t resync_window_ns = 60 * kNsPerSec;
    std::size_t levels_max = 20'000;
};

/// What one input did, for the caller's counters, gaps and signals. Where both are set, `recovered` came before `broke`.
struct SyncOutcome {
    FrameClass frame_class = FrameClass::Applied;  // of the frame itself
    Code code = Code::Ok;                          // why rejected
    bool broke = false;          // the chain broke: open a gap
    GapCause cause = GapCause::Sequence;
    std::uint64_t first_missing = 0, last_missing = 0;  // of the gap that opened; 0, 0 unknown
    bool recovered = false;      // synced again: close the open gap
    GapClose how = GapClose::Unfillable;
    bool new_generation = false; // a snapshot was applied
    // Buffered frames that got their class now; rejected is always Crossed.
    std::uint32_t released_applied = 0, released_in_gap = 0, released_rejected = 0;
};

/// Hears of every change of a good book, in order, one call an applied event. Never called with a broken book.
class BookListener {
public:
    virtual ~BookListener() = default;
    virtual void onBookApplied(const DepthEvent& event) = 0;
    /// A snapshot replaced the book: levels before it and after it are not comparable.
    virtual void onBookGeneration() = 0;
};

/// Order-book synchronisation for Binance spot, USD-M and COIN-M: one bridging rule for snapshots, steady state, repair
/// and reconnect (feeds spec 5.1, 5.2; Binance "How to manage a local order book correctly"). Pure: no I/O, no clock; time
/// comes in with each call. Engine thread.
class BookSync {
public:
    explicit BookSync(BookListener& listener, const SyncLimits& limits = {}) : m_listener(listener), m_limits(limits) {}

    /// Feeds one depth event; swaps the levels out of `event` when it must be kept.
    void onDepth(DepthEvent& event, MonoTime now, SyncOutcome& out);
    /// A REST snapshot: `last_id` = lastUpdateId. gen_asked: the generation the request wanted, 0 = not known.
    void onSnapshot(std::uint64_t last_id, const std::vector<Level>& bids, const std::vector<Level>& asks,
                    std::uint32_t gen_asked, MonoTime now, SyncOutcome& out);
    /// The way back from a break is a new subscription, which a new line makes anyway; call before the first event.
    void setInBand() { m_in_band = true; }
    /// In-band books (OKX, Deribit; feeds spec 5.3, 5.4): `event` is the whole book.
    void onChainSnapshot(const DepthEvent& event, MonoTime now, SyncOutcome& out);
    /// Their changes: `event` chains when prev_id is the last id. `chained` false: the venue sends no ids (OKX before
    /// 2023), so each change is applied and the checksum decides. A change that does not chain is in_gap; the way back is
    /// a new subscription.
    void onChained(const DepthEvent& event, bool chained, MonoTime now, SyncOutcome& out);
    /// The best levels as they are: each message replaces the book. Only where no chained book runs; a lower id is dropped.
    void onImage(const DepthEvent& event, SyncOutcome& out);
    /// The stream comes over two connections at once (a planned handover): what one has told already is superseded, and
    /// one that is ahead waits for the other. endOverlap when only one is left.
    void beginOverlap() { m_overlap = m_state == BookState::Synced; }
    void endOverlap(MonoTime now, SyncOutcome& out);
    /// The stream goes on over another connection, cut into messages elsewhere: its first event may reach back.
    void onHandover() { m_fresh = m_fresh || m_state == BookState::Synced; }
    [[nodiscard]] bool overlapping() const { return m_overlap; }
    /// The line broke, or a frame of this book was rejected or lost: what follows may not chain.
    void breakChain(GapCause cause, MonoTime now, SyncOutcome& out);
    /// Timers: leaving `limited`, the 10 s limit of `buffering`.
    void onTimer(MonoTime now, SyncOutcome& out);
    /// End of input: what is still buffered becomes in_gap.
    void finish(SyncOutcome& out);

    /// True once when a snapshot (in band: a new subscription) should be asked for now: one in flight, time-out 10 s, spacing min(30 s, 0.25 s * 2^k).
    [[nodiscard]] bool wantsSnapshot(MonoTime now);
    [[nodiscard]] std::uint32_t generationWanted() const { return m_gen + 1; }

    [[nodiscard]] BookState state() const { return m_state; }
    [[nodiscard]] bool synced() const { return m_state == BookState::Synced; }
    [[nodiscard]] std::uint32_t generation() const { return m_gen; }
    [[nodiscard]] std::uint64_t lastId() const { return m_last; }
    [[nodiscard]] const OrderBook& book() const { return m_book; }
    [[nodiscard]] std::size_t buffered() const { return m_buffer.size(); }
    [[nodiscard]] std::uint64_t resyncs() const { return m_resyncs; }
    [[nodiscard]] std::uint64_t superseded() const { return m_superseded; }
    [[nodiscard]] std::uint64_t crossedCount() const { return m_crossed; }
    [[nodiscard]] std::uint64_t updates() const { return m_updates; }
    [[nodiscard]] std::uint64_t trimmedLevels() const { return m_trimmed; }
    [[nodiscard]] std::uint64_t staleSnapshots() const { return m_stale_snapshots; }
    /// Best price that the last applied event touched on each side; -1 and int64 max when it touched none.
    [[nodiscard]] std::int64_t bestBidTouched() const { return m_bid_touched; }
    [[nodiscard]] std::int64_t bestAskTouched() const { return m_ask_touched; }

private:
    void apply(const DepthEvent& event);
    void onOverlap(DepthEvent& event, MonoTime now, SyncOutcome& out);
    void replace(const DepthEvent& event);
    bool applyChecked(const DepthEvent& event, MonoTime now, SyncOutcome& out);
    void keep(DepthEvent& event, SyncOutcome& out);
    void dropBack(SyncOutcome& out);
    void tryRepair(MonoTime now, SyncOutcome& out);
    void drainAfterSnapshot(bool first_of_session, MonoTime now, SyncOutcome& out);
    void toGap(GapCause cause, std::uint64_t first, std::uint64_t last, MonoTime now, SyncOutcome& out);
    void recovered(GapClose how, SyncOutcome& out);
    [[nodiscard]] static std::size_t bytesOf(const DepthEvent& event);

    BookListener& m_listener;
    SyncLimits m_limits;
    OrderBook m_book;
    BookState m_state = BookState::Empty;
    std::uint32_t m_gen = 0;
    std::uint64_t m_last = 0;        // P of the spec
    bool m_in_band = false;
    bool m_overlap = false;
    bool m_fresh = false;            // after a snapshot or reconnect the first event may overlap P
    bool m_repairable = false;       // the frozen book is known to be right, so a chain from it mends the break
    bool m_gap_open = false;
    bool m_no_snapshot_told = false;
    bool m_last_doubtful = false;    // an overlap or a new line broke the chain: P itself may be wrong
    BehindRun m_behind;              // events at or below P with none above it between them
    int m_refused = 0;               // snapshots below P since the break
    std::deque<DepthEvent> m_buffer; // in order of last_id; bound: limits.buffer_len and buffer_bytes, drop_oldest
    std::size_t m_buffer_bytes = 0;
    BehindRun m_before_back;         // events that came after the newest of the buffer and go before it
    GapClose m_repair_close = GapClose::Reordered;
    MonoTime m_state_since;
    // snapshot requests
    bool m_want = false, m_in_flight = false;
    MonoTime m_asked, m_next_ask, m_synced_since;
    int m_tries = 0;
    std::deque<MonoTime> m_resync_times;
    std::int64_t m_limited_ns = 60 * kNsPerSec;

    std::int64_t m_bid_touched = 0, m_ask_touched = 0;
    std::uint64_t m_resyncs = 0, m_superseded = 0, m_crossed = 0, m_updates = 0, m_trimmed = 0, m_stale_snapshots = 0;
};

}  // namespace bw::book
