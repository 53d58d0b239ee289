// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "core/api/engine_api.h"
#include "core/model/random.h"
#include "tests/ui/fake_flow.h"
#include "tests/ui/fake_signals.h"

namespace bw::uitest {

/// An engine made of a random walk, for widgets only: the same seed and steps give the same screen. Time moves by
/// advance() alone. GUI thread; resetCommit and setResetKey also from a worker, so the latch has a lock.
class FakeEngine : public api::EngineApi {
public:
    explicit FakeEngine(std::uint64_t seed = 1);

    // --- what a test steers
    void advance(std::int64_t ns);              // moves the clock and, unless idle, the market
    void fillHistory(int minutes);              // bars, trades and one healed gap before now
    void setIdle(bool idle) { m_idle = idle; }  // clock and heartbeat go on, nothing else
    void setSilent(bool silent) { m_silent = silent; }
    void openGap(int instrument, GapCause cause);
    void closeGaps(GapClose how);
    void post(const api::Notice& notice) { m_notices.push_back(notice); }
    void setFeedState(int row, FeedState state, Code error, std::string_view detail);
    void setRecording(bool on, Code why) { m_recording = on, m_journal_error = why; }
    /// What the next advance() publishes.
    api::MarketView& viewOf(int instrument) { return m_instruments[static_cast<std::size_t>(instrument)]->view; }
    api::RiskView risk_view;
    api::RunInfo run;
    std::map<std::string, std::string, std::less<>> documents;
    std::optional<Error> refuse;     // the next command that can fail answers this
    std::vector<std::string> kills;  // "channel: reason"
    std::vector<api::SourceChoice> choices;
    std::deque<api::SignalItem> signals;  // handed out in order
    bool make_signals = true;             // of its own samples
    std::vector<Seen> painted;
    std::vector<ResearchRun> runs;
    std::map<std::string, std::string, std::less<>> reports;  // by name of the run
    void publishScores(const api::ScoreView& view) {
        m_scores.draft() = view;
        m_scores.publish();
    }
    std::vector<std::string> commands;  // "submit demo.usdm.BTCUSDT buy limit 0.5 @ 100", "cancel BW..", in order
    DrillStatus drill_status;
    std::uint64_t drill_version = 1;
    void publishTrade(const api::TradeView& view) {
        m_trade.draft() = view;
        m_trade.publish();
    }
    void publishAlerts(const api::AlertsView& view) {
        m_alerts.draft() = view;
        m_alerts.publish();
    }
    std::vector<std::string> blockers;  // of the next resetPrepare
    std::string reset_key = "correct horse";
    int instruments_reads = 0;  // calls of market()

    // --- EngineApi
    [[nodiscard]] int instrumentCount() const override { return static_cast<int>(m_instruments.size()); }
    [[nodiscard]] api::Latest<api::MarketView>& market(int index) override;
    [[nodiscard]] api::Latest<api::FeedsView>& feeds() override { return m_feeds; }
    [[nodiscard]] api::Latest<api::EngineView>& engine() override { return m_engine; }
    [[nodiscard]] api::RiskView risk() override;
    bool nextItem(api::DisplayItem& out) override;
    bool nextNotice(api::Notice& out) override;
    bool nextSignal(api::SignalItem& out) override;
    [[nodiscard]] api::Latest<api::ScoreView>& scores() override { return m_scores; }
    [[nodiscard]] api::Latest<api::TradeView>& trade() override { return m_trade; }
    [[nodiscard]] api::Latest<api::AlertsView>& alerts() override { return m_alerts; }
    [[nodiscard]] std::uint64_t heartbeat() const override { return m_beats; }
    [[nodiscard]] MonoTime now() const override { return m_now; }
    [[nodiscard]] WallTime wallNow() const override { return m_wall; }
    [[nodiscard]] api::RunInfo runInfo() const override { return run; }
    void kill(std::string_view channel, std::string_view reason) override;
    [[nodiscard]] Result<api::ResetTicket> resetPrepare() override;
    [[nodiscard]] Status resetCommit(std::string_view nonce, std::string_view typed, std::string_view reason,
                                     std::string_view key) override;
    [[nodiscard]] Status setResetKey(std::string_view old_key, std::string_view new_key) override;
    void resync(int instrument) override;
    void seen(const Seen& shown) override { painted.push_back(shown); }
    [[nodiscard]] std::vector<ResearchRun> researchRuns() override { return runs; }
    [[nodiscard]] Result<std::string> researchReport(std::string_view name) override;
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
    [[nodiscard]] Status chooseSource(const api::SourceChoice& choice) override;
    [[nodiscard]] Result<std::string> loadDocument(std::string_view name) override;
    [[nodiscard]] Status saveDocument(std::string_view name, std::string_view bytes) override;
    bool nextLogLine(LogLine& out) override;

private:
    struct Instrument {
        api::MarketView view;
        api::Latest<api::MarketView> latest;
        FakeFlow flow{1};
        double mid = 0, tick = 0;
        std::int64_t next_event_ns = 0;
    };
    void addInstrument(std::string_view id, std::string_view pair, double mid, int price_digits, int shown, bool mt5);
    void event(int index);
    void trade(int index);
    void startBars(int index, std::int64_t wall_ns);
    void rollBars(int index, std::int64_t wall_ns);
    void publishEngine();
    void touch(api::MarketView& view, StreamKind kind) const;
    void log(Severity severity, std::string text);

    Random m_random;
    MonoTime m_now{1'000'000'000'000};
    WallTime m_wall{1'772'373'807'412'000'000};  // 2026-03-01 14:03:27.412 UTC
    std::deque<std::unique_ptr<Instrument>> m_instruments;
    api::Latest<api::FeedsView> m_feeds;
    api::FeedsView m_feeds_now;
    api::Latest<api::EngineView> m_engine;
    api::Latest<api::ScoreView> m_scores;
    api::Latest<api::TradeView> m_trade;
    api::Latest<api::AlertsView> m_alerts;
    Status said(std::string command);
    api::EngineView m_engine_now;
    FakeSignals m_fake_signals;
    std::deque<api::DisplayItem> m_items;
    std::deque<api::Notice> m_notices;
    std::deque<LogLine> m_log;
    std::vector<api::GapRow> m_gaps;
    std::uint64_t m_scores_version = 0;
    std::uint64_t m_beats = 0, m_gap_id = 0, m_trade_id = 5'123'107'000;
    std::int64_t m_next_publish_ns = 0, m_next_engine_ns = 0, m_trip_ns = -1;
    bool m_idle = false, m_silent = false, m_recording = true;
    Code m_journal_error = Code::Ok;
    std::mutex m_latch;  // risk_view, reset_key
    std::string m_nonce;
};

}  // namespace bw::uitest
