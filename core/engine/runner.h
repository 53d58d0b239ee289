// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <readerwriterqueue/readerwriterqueue.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/api/latest.h"
#include "core/engine/pipeline.h"
#include "core/engine/report.h"
#include "core/feed/transport/feed_status.h"
#include "core/feed/transport/frame_queue.h"
#include "core/journal/writer.h"

namespace bw::engine {

struct RunnerOptions {
    EngineConfig config;
    bool own_timers = true;      // live: a timer frame each 100 ms; false: the recording brings its own
    bool display = true;         // somebody draws: make display items
    std::string ledger_path;     // empty: only the hash is kept
    std::string score_dir;       // ledgers of earlier runs: their outcomes count on the scoreboard; empty: none
    std::string snapshot_symbol; // replay of files whose rows name no symbol
    std::size_t batch_max = 256;
};

/// The engine thread: takes frames from the inbox, journals each batch with one write, runs the pipeline and hands the
/// views over. Owner: whoever made it; the destructor joins. The journal, if any, is used by this thread alone while it
/// runs.
///
/// Queues out: display items 32,768, notices 4,096 and signals 4,096, all reject newest and counted; requests go to RequestQueue.
class EngineRunner final : private EngineSink {
public:
    EngineRunner(RunnerOptions options, const feed::Clock& clock, feed::Inbox& inbox, feed::RequestQueue& requests,
                 const feed::FeedStatusBoard& board, std::unique_ptr<journal::Writer> journal);
    ~EngineRunner() override;
    void start();
    /// Works off what is queued, ends the pipeline, closes journal and ledger, joins. Idempotent.
    void stop(std::string_view reason);

    /// One turn without the thread, for tests and benchmarks: drains, works, publishes. Returns frames worked on.
    std::size_t step();

    // --- GUI thread (the one reader)
    [[nodiscard]] Pipeline& pipeline() { return m_pipeline; }
    bool nextItem(api::DisplayItem& out) { return m_items.try_dequeue(out); }
    bool nextNotice(api::Notice& out) { return m_notices.try_dequeue(out); }
    bool nextSignal(api::SignalItem& out) { return m_signals.try_dequeue(out); }
    [[nodiscard]] api::Latest<api::TradeView>& tradeView() { return m_trade_view; }
    [[nodiscard]] api::Latest<api::AlertsView>& alertsView() { return m_alerts_view; }
    [[nodiscard]] api::Latest<api::ScoreView>& scoreView() { return m_score_view; }
    [[nodiscard]] api::Latest<api::EngineView>& engineView() { return m_engine_view; }
    [[nodiscard]] api::Latest<api::FeedsView>& feedsView() { return m_feeds_view; }

    // --- any thread
    [[nodiscard]] const std::atomic<std::uint64_t>& heartbeat() const { return m_heartbeat; }
    /// Of the thread that makes the journal durable; nullptr without a journal. Good until stop().
    [[nodiscard]] const std::atomic<std::uint64_t>* journalBeat() const { return m_journal ? &m_journal->syncHeartbeat() : nullptr; }
    void setReplayProgress(double progress, bool done) {
        m_replay_progress.store(progress, std::memory_order_relaxed);
        m_replay_done.store(done, std::memory_order_release);
    }
    /// Called on the engine thread for each notice, beside the ring: the log. Set before start().
    std::function<void(const api::Notice&)> on_notice;
    /// Where orders, trips, audit lines and day states go. Called on the engine thread, must not block. Set before start();
    /// an empty one is not called. Never called in a replay.
    struct RiskPort {
        std::function<bool(const RouteRequest&)> send;
        std::function<void(Code, risk::LatchState, std::string_view reason, bool simulated)> trip;
        std::function<void(std::string_view instrument, Code, std::string_view reason)> reduce_instrument;
        std::function<void()> disarmed;  // no live route is armed any more
        std::function<void(MonoTime)> look;  // each 100 ms
        std::function<void(AuditLine)> audit;
        std::function<void(std::string_view route, std::string_view json)> save;
    } risk_port;
    /// Transitions and commands of the alerts, for their delivery: as risk_port.
    std::function<void(const risk::AlertEvent&)> on_alert;
    /// What the delivery counts, for the view; lives longer than the runner. nullptr: no delivery.
    const risk::WebhookCounters* webhook = nullptr;
    /// For the figures of the process, any thread: what queues and books hold, about; and the 95th percentile of the loop's
    /// turns that had work, of the last full second (-1: none had).
    [[nodiscard]] std::uint64_t ingestBytes() const { return m_ingest_bytes.load(std::memory_order_relaxed); }
    [[nodiscard]] std::int64_t loopP95Ns() const { return m_loop_p95_ns.load(std::memory_order_relaxed); }
    /// For the reset of the latch, any thread: orders of unknown fate, and the bits of RiskDesk::standing().
    [[nodiscard]] std::uint64_t unknownOrders() const { return m_unknown_orders.load(std::memory_order_acquire); }
    [[nodiscard]] std::uint32_t gatewayFails() const { return m_gateway_fails.load(std::memory_order_acquire); }
    [[nodiscard]] std::uint64_t standingCauses() const { return m_standing.load(std::memory_order_acquire); }
    /// Bars of the run for a report; off unless set before start().
    BarBook* bar_book = nullptr;
    /// True when every frame that was pushed has been worked on.
    [[nodiscard]] bool idle() const;

private:
    void loop();
    void journalBatch();
    void work(std::size_t count);
    void workUnrecorded();
    void publishViews(std::int64_t now_ns);
    void publishFeeds();
    void tryJournalAgain();
    void writeLedger(std::string_view line);

    void onItem(const api::DisplayItem& item) override;
    void onNotice(api::Notice notice) override;
    void onSignal(const api::SignalItem& item) override;
    void onRequest(feed::FeedRequest request) override;
    [[nodiscard]] bool onRouteRequest(const RouteRequest& request) override {
        return !m_options.own_timers || !risk_port.send || risk_port.send(request);
    }
    void onTrip(Code cause, risk::LatchState target, std::string_view reason, bool simulated) override {
        if (m_options.own_timers && risk_port.trip) risk_port.trip(cause, target, reason, simulated);
    }
    void onReduceInstrument(std::string_view instrument, Code cause, std::string_view reason) override {
        if (m_options.own_timers && risk_port.reduce_instrument) risk_port.reduce_instrument(instrument, cause, reason);
    }
    void onAudit(AuditLine line) override {
        if (m_options.own_timers && risk_port.audit) risk_port.audit(std::move(line));
    }
    void onDayState(std::string_view route, std::string_view json) override {
        if (m_options.own_timers && risk_port.save) risk_port.save(route, json);
    }
    void onAlert(const risk::AlertEvent& event) override {
        if (m_options.own_timers && on_alert) on_alert(event);
    }
    void publishTrade(std::int64_t now_ns);
    void publishAlerts(std::int64_t now_ns);
    void measureSelf(std::int64_t now_ns);
    [[nodiscard]] bool wantsItems() const override { return m_options.display || bar_book != nullptr; }

    RunnerOptions m_options;
    const feed::Clock& m_clock;
    feed::Inbox& m_inbox;
    feed::RequestQueue& m_requests;
    const feed::FeedStatusBoard& m_board;
    std::unique_ptr<journal::Writer> m_journal;
    std::FILE* m_ledger_file = nullptr;
    Code m_ledger_error = Code::Ok;
    Pipeline m_pipeline;
    feed::SourceName m_timer_source;
    std::vector<feed::Frame> m_batch;
    std::int64_t m_next_timer_ns = 0, m_next_view_ns = 0;
    std::int64_t m_journal_ns = 0;  // duration of the last append
    std::uint64_t m_sampled = 0;
    bool m_unrecorded = false;
    Code m_journal_error = Code::Ok;

    moodycamel::ReaderWriterQueue<api::DisplayItem> m_items;
    moodycamel::ReaderWriterQueue<api::Notice> m_notices;
    moodycamel::ReaderWriterQueue<api::SignalItem> m_signals;
    std::uint64_t m_items_dropped = 0, m_notices_dropped = 0, m_signals_dropped = 0, m_notice_seq = 0, m_notices_told = 0;
    api::Latest<api::EngineView> m_engine_view;
    api::Latest<api::FeedsView> m_feeds_view;
    api::Latest<api::ScoreView> m_score_view;
    api::Latest<api::TradeView> m_trade_view;
    api::Latest<api::AlertsView> m_alerts_view;
    std::uint64_t m_alerts_told = ~std::uint64_t{0};
    std::int64_t m_next_alerts_ns = 0, m_next_self_ns = 0;
    Histogram m_turns;  // of the second that runs
    std::atomic<std::uint64_t> m_ingest_bytes{0};
    std::atomic<std::int64_t> m_loop_p95_ns{-1};
    std::int64_t m_next_trade_ns = 0;
    bool m_armed = false;
    std::atomic<std::uint64_t> m_unknown_orders{0}, m_standing{0};
    std::atomic<std::uint32_t> m_gateway_fails{0};  // heartbeats in a row, of the worst route
    std::uint64_t m_view_version = 0, m_scores_told = 0;
    std::int64_t m_next_scores_ns = 0;
    std::atomic<std::uint64_t> m_heartbeat{0};
    std::atomic<std::uint64_t> m_done_frames{0};
    std::atomic<double> m_replay_progress{-1};
    std::atomic<bool> m_replay_done{false};
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

}  // namespace bw::engine
