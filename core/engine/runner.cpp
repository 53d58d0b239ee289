// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/runner.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace bw::engine {
namespace {

constexpr std::int64_t kTimerNs = 100 * kNsPerMs;
constexpr std::int64_t kViewNs = 500 * kNsPerMs;  // engine-wide figures, twice a second
constexpr std::int64_t kTradeViewNs = 100 * kNsPerMs;
constexpr std::size_t kItemsMax = 32'768, kNoticesMax = 4'096;
constexpr std::size_t kSignalsMax = 4'096;

std::int64_t steadyNs() { return feed::SystemClock().mono().ns; }

}  // namespace

EngineRunner::EngineRunner(RunnerOptions options, const feed::Clock& clock, feed::Inbox& inbox,
                           feed::RequestQueue& requests, const feed::FeedStatusBoard& board,
                           std::unique_ptr<journal::Writer> journal)
    : m_options(std::move(options)), m_clock(clock), m_inbox(inbox), m_requests(requests), m_board(board),
      m_journal(std::move(journal)),
      m_pipeline(m_options.config, *this, [this](std::string_view line) { writeLedger(line); }),
      m_timer_source(feed::makeSource("timer")), m_items(m_options.display ? kItemsMax : 1), m_notices(kNoticesMax), m_signals(kSignalsMax) {
    m_batch.reserve(m_options.batch_max + 1);
    if (!m_options.snapshot_symbol.empty()) m_pipeline.setSnapshotSymbol(m_options.snapshot_symbol);
}

EngineRunner::~EngineRunner() { stop("end"); }

void EngineRunner::start() {
    if (!m_options.score_dir.empty()) static_cast<void>(m_pipeline.scores().readLedgers(m_options.score_dir));
    if (m_journal) {
        static_cast<void>(m_journal->addTyped(journal::RecordType::Config, m_clock.wall(), m_clock.mono(),
                                              m_options.config.toJson()));
        m_journal_error = m_journal->commit();
        m_unrecorded = m_journal->state() == journal::Writer::State::Unrecorded;
        for (const journal::GapInfo& gap : m_journal->startGaps()) m_pipeline.onJournalGap(gap.cause, gap.to, m_clock.mono());
    }
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "engine");
        loop();
    });
}

void EngineRunner::loop() {
    while (!m_stop.load(std::memory_order_acquire)) {
        const std::int64_t now = m_clock.mono().ns;
        if (m_next_timer_ns == 0) m_next_timer_ns = now + kTimerNs;
        const std::int64_t until = std::clamp<std::int64_t>(m_next_timer_ns - now, 0, kTimerNs);
        if (until > 0) m_inbox.wait(std::chrono::nanoseconds(until));
        step();
    }
}

std::size_t EngineRunner::step() {
    m_batch.clear();
    m_inbox.drain(m_batch, m_options.batch_max);
    const std::size_t taken = m_batch.size();
    const std::int64_t now = m_clock.mono().ns, begin = steadyNs();
    if (now >= m_next_timer_ns) {
        m_next_timer_ns = (now / kTimerNs + 1) * kTimerNs;
        if (m_options.own_timers) m_batch.push_back(feed::makeFrame(m_timer_source, m_clock, "{\"ctl\":\"tick\"}"));
    }
    if (!m_batch.empty()) {
        if (m_journal) journalBatch();
        if (m_unrecorded) workUnrecorded();
        else work(m_batch.size());
        m_pipeline.publish();
        const std::int64_t end = steadyNs();
        if (taken > 0 && m_options.own_timers)
            m_pipeline.latency(api::Stage::ReceiveToView).add(end - m_batch.front().recv_mono.ns);
        m_done_frames.fetch_add(taken, std::memory_order_release);
    }
    if (m_unrecorded) tryJournalAgain();
    publishViews(now);
    publishTrade(now);
    publishAlerts(now);
    if (!m_batch.empty()) m_turns.add(steadyNs() - begin);
    measureSelf(now);
    m_heartbeat.fetch_add(1, std::memory_order_release);
    return taken;
}

/// No frame is applied before its bytes are in the kernel.
void EngineRunner::journalBatch() {
    const std::int64_t begin = steadyNs();
    for (const feed::Frame& frame : m_batch)
        static_cast<void>(m_journal->add(*frame.source, frame.recv_wall, frame.recv_mono, frame.bytes.view()));
    const Code code = m_journal->commit();
    m_journal_ns = steadyNs() - begin;
    m_pipeline.latency(api::Stage::Journal).add(m_journal_ns / static_cast<std::int64_t>(m_batch.size()));
    for (const Error& error : m_journal->takeNotices()) {
        api::Notice notice;
        notice.kind = api::Notice::Kind::Journal;
        notice.wall = m_clock.wall();
        notice.severity = Severity::Warning;
        notice.code = error.code;
        notice.text2 = error.detail;
        onNotice(notice);
    }
    if (code == m_journal_error && (code == Code::JournalFull) == m_unrecorded) return;
    m_journal_error = code;
    m_unrecorded = code == Code::JournalFull;
    api::Notice notice;
    notice.kind = api::Notice::Kind::Journal;
    notice.wall = m_clock.wall();
    notice.severity = code == Code::Ok ? Severity::Info : Severity::Critical;
    notice.code = code;
    onNotice(notice);
}

void EngineRunner::work(std::size_t count) {
    const bool few = count <= 4;
    for (const feed::Frame& frame : m_batch) {
        StageStamps stamps;
        if (m_options.own_timers && (few || (m_sampled++ & 15) == 0)) {
            stamps.now = &steadyNs;
            stamps.start = steadyNs();
            m_pipeline.latency(api::Stage::Queue).add(stamps.start - frame.recv_mono.ns - m_journal_ns);
        }
        m_pipeline.onFrame(frame.view(), stamps);
    }
}

/// What the journal does not hold the engine may not know: these frames reach the last prices on the screen, and nothing
/// else.
void EngineRunner::workUnrecorded() {
    for (const feed::Frame& frame : m_batch) m_pipeline.onUnrecorded(frame.view());
}

void EngineRunner::tryJournalAgain() {
    const WallTime wall = m_clock.wall();
    const MonoTime mono = m_clock.mono();
    const auto gap = m_journal->retry(wall, mono);
    if (!gap) return;
    m_unrecorded = false;
    m_journal_error = Code::Ok;
    m_pipeline.onJournalGap(gap->cause, wall, mono);
    api::Notice notice;
    notice.kind = api::Notice::Kind::Journal;
    notice.wall = wall;
    notice.severity = Severity::Warning;
    notice.a = static_cast<std::int64_t>(gap->frames);
    onNotice(notice);
}

void EngineRunner::stop(std::string_view reason) {
    if (m_thread.joinable()) {
        m_stop.store(true, std::memory_order_release);
        m_inbox.wake();
        m_thread.join();
        m_options.own_timers = false;
        while (step() > 0) {
        }
        m_pipeline.finish();
        m_pipeline.publish();
        m_next_view_ns = m_next_alerts_ns = 0;
        publishViews(m_clock.mono().ns);
        publishAlerts(m_clock.mono().ns);
    }
    if (m_journal) m_journal->close(reason, m_clock.wall(), m_clock.mono());
    m_journal.reset();
    if (m_ledger_file != nullptr) std::fclose(m_ledger_file);
    m_ledger_file = nullptr;
}

bool EngineRunner::idle() const {
    const feed::FrameQueueCounters c = m_inbox.counters();
    return c.length == 0 && m_done_frames.load(std::memory_order_acquire) + c.dropped >= c.pushed;
}

// --- out

void EngineRunner::onItem(const api::DisplayItem& item) {
    if (bar_book != nullptr && item.kind == api::DisplayItem::Kind::Bar) bar_book->add(item.instrument, item.bar);
    if (!m_options.display) return;
    if (!m_items.try_enqueue(item)) ++m_items_dropped;
}

void EngineRunner::onNotice(api::Notice notice) {
    notice.seq = ++m_notice_seq;
    if (on_notice) on_notice(notice);
    if (m_options.display && !m_notices.try_enqueue(notice)) ++m_notices_dropped;
}

void EngineRunner::onSignal(const api::SignalItem& item) {
    if (m_options.display && !m_signals.try_enqueue(item)) ++m_signals_dropped;
}

void EngineRunner::onRequest(feed::FeedRequest request) {
    if (m_options.own_timers) static_cast<void>(m_requests.push(std::move(request)));  // a rejected one is counted there
}

void EngineRunner::writeLedger(std::string_view line) {
    if (m_options.ledger_path.empty() || m_ledger_error != Code::Ok) return;
    if (m_ledger_file == nullptr) m_ledger_file = std::fopen(m_options.ledger_path.c_str(), "wb");
    if (m_ledger_file != nullptr && std::fwrite(line.data(), 1, line.size(), m_ledger_file) == line.size() &&
        std::fflush(m_ledger_file) == 0)
        return;
    m_ledger_error = Code::FileWrite;  // the hash goes on; the file can be made again from the journal
    api::Notice notice;
    notice.kind = api::Notice::Kind::Journal;
    notice.wall = m_clock.wall();
    notice.severity = Severity::Critical;
    notice.code = Code::FileWrite;
    notice.text2 = m_options.ledger_path;
    onNotice(notice);
}

void EngineRunner::publishViews(std::int64_t now_ns) {
    if (now_ns < m_next_view_ns) return;
    m_next_view_ns = now_ns + kViewNs;
    if (m_notices_dropped > m_notices_told) {
        // The loss of notices is itself one; it goes in as soon as there is room.
        api::Notice notice;
        notice.kind = api::Notice::Kind::Info;
        notice.wall = m_clock.wall();
        notice.severity = Severity::Critical;
        notice.code = Code::UiNoticeOverflow;
        notice.a = static_cast<std::int64_t>(m_notices_dropped - m_notices_told);
        notice.seq = ++m_notice_seq;
        if (m_notices.try_enqueue(notice)) m_notices_told = m_notices_dropped;
    }
    api::EngineView& view = m_engine_view.draft();
    for (std::size_t i = 0; i < view.latency.size(); ++i) view.latency[i] = m_pipeline.latency(static_cast<api::Stage>(i));
    const Pipeline::Counters& c = m_pipeline.counters();
    const auto classes = [&](FrameClass f) { return c.classes[static_cast<std::size_t>(f)]; };
    view.version = ++m_view_version;
    view.frames = c.frames;
    view.applied = classes(FrameClass::Applied);
    view.rejected = classes(FrameClass::Rejected);
    view.in_gap = classes(FrameClass::InGap);
    view.control = classes(FrameClass::Control);
    view.buffered = classes(FrameClass::Buffered);
    const feed::FrameQueueCounters q = m_inbox.counters();
    view.queue_len = q.length;
    view.queue_len_max = q.length_max;
    view.queue_capacity = q.capacity;
    view.queue_dropped = q.dropped;
    view.display_dropped = m_items_dropped;
    view.notice_dropped = m_notices_dropped;
    view.signals_dropped = m_signals_dropped;
    view.request_dropped = m_requests.dropped();
    view.ledger_lines = m_pipeline.ledger().lines();
    view.wall = m_clock.wall();
    view.replay_progress = m_replay_progress.load(std::memory_order_relaxed);
    view.replay_done = m_replay_done.load(std::memory_order_acquire);
    view.recording = m_journal != nullptr && m_journal->state() == journal::Writer::State::Recording;
    view.journal_error = m_journal_error;
    if (m_journal) {
        view.journal_sync = m_journal->syncLatency();
        view.journal_seq = m_journal->lastSeq();
        view.journal_durable_seq = m_journal->durableSeq();
        view.journal_bytes = m_journal->bytesWritten();
    }
    m_engine_view.publish();
    publishFeeds();
    if (m_options.display && m_pipeline.scores().version() != m_scores_told && now_ns >= m_next_scores_ns) {
        m_next_scores_ns = now_ns + kNsPerSec;
        m_scores_told = m_pipeline.scores().version();
        m_pipeline.fillScores(m_score_view.draft());
        m_score_view.publish();
    }
}

/// What a reset of the latch asks is kept fresh without a window too.
void EngineRunner::publishTrade(std::int64_t now_ns) {
    if (now_ns < m_next_trade_ns) return;
    m_next_trade_ns = now_ns + kTradeViewNs;
    if (m_options.own_timers && risk_port.look) risk_port.look({now_ns});
    m_unknown_orders.store(m_pipeline.risk().desk().unknownOrders(), std::memory_order_release);
    m_standing.store(m_pipeline.standingCauses(), std::memory_order_release);
    const api::TradeView& second = m_pipeline.risk().secondView();
    std::uint32_t fails = 0;
    for (int i = 0; i < second.gateway_count; ++i) fails = std::max(fails, second.gateways[static_cast<std::size_t>(i)].fail_count);
    m_gateway_fails.store(fails, std::memory_order_release);
    const bool armed = std::any_of(second.gateways.begin(), second.gateways.begin() + second.gateway_count,
                                   [](const api::GatewayRow& row) { return row.armed && row.route.view() != kPaperRoute; });
    if (m_armed && !armed && m_options.own_timers && risk_port.disarmed) risk_port.disarmed();
    m_armed = armed;
    if (!m_options.display) return;
    m_pipeline.fillTrade(m_trade_view.draft());
    m_trade_view.publish();
}

/// Once a second at most: when something changed, a mute runs down or the delivery counted.
void EngineRunner::publishAlerts(std::int64_t now_ns) {
    if (!m_options.display || now_ns < m_next_alerts_ns) return;
    m_next_alerts_ns = now_ns + kNsPerSec;
    const AlertDesk& desk = m_pipeline.alerts();
    const std::uint64_t delivered = webhook == nullptr ? 0 : webhook->sent + webhook->failed + webhook->dropped;
    if (desk.version() + delivered == m_alerts_told && !desk.counting()) return;
    m_alerts_told = desk.version() + delivered;
    api::AlertsView& view = m_alerts_view.draft();
    desk.fill(view);
    view.webhook_sent = webhook == nullptr ? 0 : webhook->sent.load();
    view.webhook_failed = webhook == nullptr ? 0 : webhook->failed.load();
    view.webhook_dropped = webhook == nullptr ? 0 : webhook->dropped.load();
    view.webhook_configured = webhook != nullptr && webhook->configured.load();
    m_alerts_view.publish();
}

/// Once a second. A level of a book costs some 64 bytes, its window's bookkeeping some 16 KiB a side.
void EngineRunner::measureSelf(std::int64_t now_ns) {
    if (now_ns < m_next_self_ns) return;
    m_next_self_ns = now_ns + kNsPerSec;
    m_loop_p95_ns.store(m_turns.quantile(0.95), std::memory_order_relaxed);
    m_turns = {};
    constexpr std::uint64_t kLevelBytes = 64, kBookBytes = 2 * 16'384;
    std::uint64_t bytes = m_inbox.counters().bytes;
    for (int i = 0; i < m_pipeline.instrumentCount(); ++i) {
        const book::OrderBook& book = m_pipeline.instrument(i).sync().book();
        const std::uint64_t levels = book.bids.size() + book.asks.size();
        bytes += sizeof(Instrument) + (levels == 0 ? 0 : levels * kLevelBytes + kBookBytes);
    }
    m_ingest_bytes.store(bytes, std::memory_order_relaxed);
}

void EngineRunner::publishFeeds() {
    api::FeedsView& view = m_feeds_view.draft();
    view.count = 0;
    const std::vector<feed::FeedStatusRow> rows = m_board.rows();
    const auto row = [&]() -> api::FeedRow* {
        if (view.count == api::FeedsView::kRowsMax) return nullptr;
        api::FeedRow& r = view.rows[static_cast<std::size_t>(view.count++)];
        r = {};
        return &r;
    };
    const auto classes = [&](api::FeedRow& out, const Line& line) {
        out.dialect = line.dialect;
        out.applied = line.classes[static_cast<std::size_t>(FrameClass::Applied)];
        out.rejected = line.classes[static_cast<std::size_t>(FrameClass::Rejected)];
        out.in_gap = line.classes[static_cast<std::size_t>(FrameClass::InGap)];
        out.control = line.classes[static_cast<std::size_t>(FrameClass::Control)];
        out.frames = line.frames;
        out.last_mono = line.last_mono;
    };
    for (const feed::FeedStatusRow& status : rows) {
        api::FeedRow* out = row();
        if (out == nullptr) break;
        for (const Line& line : m_pipeline.sources().lines())
            if (line.name == status.source) classes(*out, line);
        out->source = status.source;
        out->endpoint = status.endpoint;
        out->state = status.state;
        out->error = status.error;
        out->detail = status.detail;
        out->since_mono = status.since;
        if (status.last.ns > out->last_mono.ns) out->last_mono = status.last;
        out->connects = status.connects;
        out->retry_ms = status.retry_at.ns == 0 ? 0 : std::max<std::int64_t>(0, (status.retry_at - m_clock.mono()) / kNsPerMs);
        out->bytes = status.bytes;
    }
    if (rows.empty()) {  // a replay: the lines of the recording
        for (const Line& line : m_pipeline.sources().lines()) {
            if (line.name == "timer") continue;
            api::FeedRow* out = row();
            if (out == nullptr) break;
            out->source = line.name;
            out->state = FeedState::Live;
            classes(*out, line);
        }
    }
    m_feeds_view.publish();
}

}  // namespace bw::engine
