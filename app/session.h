// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "app/alerts/process_metrics.h"
#include "app/risk_writer.h"
#include "core/api/engine_api.h"
#include "core/engine/replay_source.h"
#include "core/engine/runner.h"
#include "core/feed/order/route_thread.h"
#include "core/feed/sim/demo_market.h"
#include "core/feed/transport/clock.h"
#include "core/feed/transport/net_thread.h"
#include "core/feed/transport/zmq_thread.h"
#include "core/journal/lock.h"
#include "core/ops/config.h"
#include "core/risk/watchdog.h"

namespace bw::app {

/// One source at work: its feeds, the inbox, the engine thread and the journal. Made, started and stopped on the main
/// thread; the destructor joins everything.
class Session {
public:
    struct Options {
        const ops::Config* config = nullptr;
        api::SourceChoice choice;
        bool from_config = false;   // live feeds as configured, choice is ignored
        std::string data_dir;       // of the program; the demo market records in its own folder below
        const journal::DirLock* data_lock = nullptr;  // of data_dir, held by the program
        bool display = true;
        std::vector<sim::Fault> demo_faults;
        std::function<void(const api::Notice&, std::string_view instrument)> on_notice;  // engine or replay thread
        // Orders and risk; not asked in a replay.
        std::function<void(Code, risk::LatchState, std::string_view reason, bool simulated)> on_trip;  // engine thread
        std::function<void(std::string_view instrument, Code, std::string_view reason)> on_reduce_instrument;  // engine thread
        std::function<void()> on_disarmed;       // engine thread
        std::function<void(MonoTime)> on_look;   // engine thread, each 100 ms: it watches the watchdog
        feed::OrderPermit* permit = nullptr;                     // what the senders of live orders ask
        // Alerts; not asked in a replay.
        std::function<void(const risk::AlertEvent&)> on_alert;   // engine thread
        const risk::WebhookCounters* webhook = nullptr;
        std::function<void(ProcessFacts&)> add_facts;            // thread "metrics": what the session itself does not know
        risk::LatchFs* files = nullptr;
        risk::Audit* audit = nullptr;
    };
    /// Opens journal, sockets and recording. Errors are coded and say how to mend them; nothing runs then.
    static Result<std::unique_ptr<Session>> start(Options options, const feed::Clock& clock);
    ~Session();
    void stop();

    /// A wish about orders, as the journaled frame it becomes. Any thread.
    void command(const trade::TradeCommand& command);
    /// A control frame into the engine, e.g. the latch or a resync wish; nothing in a replay. Any thread.
    void control(std::string_view source, std::string_view json);

    [[nodiscard]] engine::EngineRunner& runner() { return *m_runner; }
    [[nodiscard]] RunMode mode() const { return m_mode; }
    /// Enabled routes of live orders; none but in live mode.
    [[nodiscard]] const std::vector<std::string>& routes() const { return m_routes; }
    [[nodiscard]] const feed::RouteThread* orders() const { return m_orders.get(); }
    [[nodiscard]] const std::string& summary() const { return m_summary; }
    [[nodiscard]] const std::string& journalDir() const { return m_journal_dir; }
    [[nodiscard]] const std::string& ledgerPath() const { return m_ledger_path; }
    [[nodiscard]] const engine::BarBook& bars() const { return m_bars; }
    /// Replay: all of the recording was worked on, or it ended with an error.
    [[nodiscard]] bool replayDone() const { return m_replay_done.load(std::memory_order_acquire); }

private:
    Session(Options options, const feed::Clock& clock);
    Status openReplay();
    Status openDemo();
    Status openLive();
    Status openJournal(const std::string& dir);
    Status startFeeds(feed::NetConfig net, const std::vector<feed::Mt5Gateway>& gateways);
    void feedReplay();
    [[nodiscard]] ProcessFacts processFacts() const;
    void startRisk();
    [[nodiscard]] Status startRoutes();
    [[nodiscard]] bool sendOrder(const RouteRequest& request);
    [[nodiscard]] engine::EngineRunner::RiskPort riskPort();
    void startRunner(engine::EngineConfig config, bool live);

    Options m_options;
    const feed::Clock& m_clock;
    RunMode m_mode = RunMode::Demo;
    std::string m_summary, m_journal_dir, m_ledger_path;
    std::optional<journal::DirLock> m_demo_lock;  // of the demo market's own folder
    feed::Inbox m_inbox;
    feed::FrameQueue& m_net_queue;
    feed::FrameQueue& m_zmq_queue;
    feed::FrameQueue& m_orders_queue;
    feed::FrameQueue& m_control_queue;  // several producers, one at a time under m_control_mutex
    std::mutex m_control_mutex;
    feed::RequestQueue m_requests;
    feed::FeedStatusBoard m_board;
    std::unique_ptr<journal::Writer> m_journal;
    std::unique_ptr<RiskWriter> m_risk_writer;
    std::unique_ptr<engine::EngineRunner> m_runner;
    std::unique_ptr<sim::DemoMarket> m_demo;
    std::unique_ptr<feed::NetThread> m_net;
    std::unique_ptr<feed::ZmqThread> m_zmq;
    std::unique_ptr<feed::RouteThread> m_orders;
    std::vector<std::string> m_routes;
    std::unique_ptr<engine::ReplaySource> m_source;
    engine::BarBook m_bars;
    std::thread m_replay;
    std::unique_ptr<ProcessMetrics> m_metrics;
    std::atomic<bool> m_replay_stop{false}, m_replay_done{false};
};

}  // namespace bw::app
