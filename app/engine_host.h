// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "app/alert_host.h"
#include "app/drill/drill.h"
#include "app/log.h"
#include "app/research_runs.h"
#include "app/risk_host.h"
#include "app/seen_log.h"
#include "app/session.h"
#include "core/api/engine_api.h"
#include "core/ops/config.h"

namespace bw::app {

/// The engine of this process behind core/api: latch first, then one session at a time. Main (GUI) thread.
class EngineHost final : public api::EngineApi {
public:
    struct Options {
        ops::Config config;
        std::string data_dir;
        bool display = true;
        bool to_stderr = false;
        std::vector<sim::Fault> demo_faults;  // not empty: the demo market runs with them, whatever is configured
    };
    static Result<std::unique_ptr<EngineHost>> create(Options options);
    ~EngineHost() override;

    /// What to run at start: the configured feeds, else what was chosen last, else the demo market.
    [[nodiscard]] Status startDefault();
    [[nodiscard]] Status startReplay(const api::SourceChoice& choice);
    void stop();

    /// A word of the program itself: into the log and onto the screen. Any thread; at most 64 wait for the screen, one more
    /// stands in the log alone.
    void tell(Severity severity, Code code, const std::string& text);

    [[nodiscard]] RiskHost& riskHost() { return *m_risk; }
    [[nodiscard]] Session* session() { return m_session.get(); }
    [[nodiscard]] Log& log() { return *m_log; }
    [[nodiscard]] const ops::Config& config() const { return m_options.config; }
    [[nodiscard]] const std::string& dataDir() const { return m_options.data_dir; }

    // --- api::EngineApi
    [[nodiscard]] int instrumentCount() const override;
    [[nodiscard]] api::Latest<api::MarketView>& market(int index) override;
    [[nodiscard]] api::Latest<api::FeedsView>& feeds() override;
    [[nodiscard]] api::Latest<api::EngineView>& engine() override;
    [[nodiscard]] api::RiskView risk() override { return m_risk->view(); }
    bool nextItem(api::DisplayItem& out) override;
    bool nextNotice(api::Notice& out) override;
    bool nextSignal(api::SignalItem& out) override { return m_session && m_session->runner().nextSignal(out); }
    [[nodiscard]] api::Latest<api::ScoreView>& scores() override {
        return m_session ? m_session->runner().scoreView() : m_no_scores;
    }
    [[nodiscard]] api::Latest<api::TradeView>& trade() override {
        return m_session ? m_session->runner().tradeView() : m_no_trade;
    }
    [[nodiscard]] api::Latest<api::AlertsView>& alerts() override {
        return m_session ? m_session->runner().alertsView() : m_no_alerts;
    }
    [[nodiscard]] std::uint64_t heartbeat() const override;
    [[nodiscard]] MonoTime now() const override { return m_clock.mono(); }
    [[nodiscard]] WallTime wallNow() const override { return m_clock.wall(); }
    [[nodiscard]] api::RunInfo runInfo() const override;
    void kill(std::string_view channel, std::string_view reason) override;
    [[nodiscard]] Result<api::ResetTicket> resetPrepare() override { return m_risk->prepare(); }
    [[nodiscard]] Status resetCommit(std::string_view nonce, std::string_view typed, std::string_view reason,
                                     std::string_view key) override;
    [[nodiscard]] Status setResetKey(std::string_view old_key, std::string_view new_key) override {
        return m_risk->setKey(old_key, new_key);
    }
    void resync(int instrument) override;
    void seen(const Seen& painted) override { m_seen_log->push(painted); }
    [[nodiscard]] std::vector<ResearchRun> researchRuns() override { return listResearch(m_options.data_dir); }
    [[nodiscard]] Result<std::string> researchReport(std::string_view name) override {
        return readResearch(m_options.data_dir, name);
    }
    [[nodiscard]] Result<std::string> submitOrder(const OrderTicket& ticket) override;
    [[nodiscard]] Status cancelOrder(std::string_view client_id) override;
    [[nodiscard]] Status cancelAll(std::string_view route) override;
    [[nodiscard]] Status replaceOrder(std::string_view client_id, std::string_view qty, std::string_view price) override;
    [[nodiscard]] Status flatten(std::string_view route, std::string_view instrument, std::string_view typed) override;
    [[nodiscard]] Status arm(std::string_view route, std::string_view typed_route) override;
    [[nodiscard]] Status disarm(std::string_view route) override;
    void reduceOnly(std::string_view reason) override;
    [[nodiscard]] Status haltScope(api::RiskView::Scope::Kind kind, std::string_view key, std::string_view reason) override;
    [[nodiscard]] Status closeBreaker(std::string_view instrument, std::string_view reason) override;
    [[nodiscard]] Status resolveUnknown(std::string_view client_id, std::string_view reason) override;
    [[nodiscard]] Status resetPaper(std::string_view reason) override;
    [[nodiscard]] Status acknowledgeAlert(std::uint64_t alert_id) override;
    [[nodiscard]] Status muteAlert(std::string_view rule, std::string_view labels, int minutes) override;
    [[nodiscard]] std::uint64_t drillVersion() const override;
    [[nodiscard]] DrillStatus drill() override;
    [[nodiscard]] Status startDrill() override;
    Status chooseSource(const api::SourceChoice& choice) override;
    [[nodiscard]] Result<std::string> loadDocument(std::string_view name) override;
    [[nodiscard]] Status saveDocument(std::string_view name, std::string_view bytes) override;
    bool nextLogLine(LogLine& out) override { return m_log->nextLine(out); }

private:
    explicit EngineHost(Options options) : m_options(std::move(options)) {}
    Status open(const api::SourceChoice& choice, bool from_config);
    [[nodiscard]] static EngineFacts engineFacts(engine::EngineRunner& runner);
    [[nodiscard]] Status tradable() const;
    Status command(trade::TradeCommand wish);
    [[nodiscard]] std::string documentPath(std::string_view name) const;

    Options m_options;
    feed::SystemClock m_clock;
    std::unique_ptr<Log> m_log;
    std::optional<journal::DirLock> m_lock;
    std::mutex m_session_mutex;  // the watchdog's hook against a change of session
    std::unique_ptr<RiskHost> m_risk;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Session> m_previous;  // its views may still be on the screen until the next change
    bool m_clear_pending = false;
    bool m_first_run = false;
    std::string m_order_prefix;        // of client ids
    std::uint64_t m_order_count = 0;
    std::atomic<std::uint64_t> m_gui_beat{0};
    api::Latest<api::MarketView> m_no_market;
    api::Latest<api::FeedsView> m_no_feeds;
    api::Latest<api::EngineView> m_no_engine;
    api::Latest<api::ScoreView> m_no_scores;
    api::Latest<api::TradeView> m_no_trade;
    api::Latest<api::AlertsView> m_no_alerts;
    std::unique_ptr<SeenLog> m_seen_log;
    std::mutex m_told_mutex;  // held for a push or a pop
    std::deque<api::Notice> m_told;
    std::unique_ptr<AlertHost> m_alerts;  // it tells, and sessions feed it
    std::unique_ptr<DrillRunner> m_drill;  // it tells: the first to go
};

/// What the client ids of a run begin with.
[[nodiscard]] std::string newOrderPrefix();

}  // namespace bw::app
