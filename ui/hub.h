// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <vector>

#include "core/api/engine_api.h"
#include "core/api/history.h"
#include "ui/signal_log.h"

namespace bw::ui {

/// What the GUI measures of itself. Durations in ns. GUI thread.
struct FrameStats {
    Histogram work;              // timer tick to the end of the paint it caused
    Histogram interval;          // between two ticks
    Histogram receive_to_paint;  // receive time of the newest frame shown to the end of the paint that shows it
    Histogram kill_to_banner;    // press to the end of the paint that shows the stop
    std::uint64_t frames = 0;
    std::uint64_t paints = 0;        // paint events of all widgets
    std::uint64_t clock_paints = 0;  // of these: clocks and ages, which tick once a second
};

/// The GUI's one reader of the engine: takes each newest view once per frame, drains notices and display items, and
/// lets every widget read the result. GUI thread only; no widget touches EngineApi's buffers itself.
class Hub : public QObject {
    Q_OBJECT
public:
    explicit Hub(api::EngineApi& api, QObject* parent = nullptr);

    /// One frame: at most 512 notices, 8,192 display items, 512 signals and 512 log lines, then every view once.
    void pull();

    [[nodiscard]] api::EngineApi& api() const { return m_api; }
    [[nodiscard]] int count() const { return static_cast<int>(m_markets.size()); }
    [[nodiscard]] const api::MarketView& market(int index) const;  // a default view out of range
    [[nodiscard]] const api::FeedsView& feeds() const;
    [[nodiscard]] const api::EngineView& engine() const;
    [[nodiscard]] const api::RiskView& risk() const { return m_risk; }
    [[nodiscard]] const api::TradeView& trade() const;
    [[nodiscard]] const api::AlertsView& alerts() const;
    /// Asked of the engine only when its version changed.
    [[nodiscard]] const api::EngineApi::DrillStatus& drill() const { return m_drill; }
    [[nodiscard]] std::uint64_t drillRevision() const { return m_drill_version; }
    [[nodiscard]] const api::RunInfo& run() const { return m_run; }
    [[nodiscard]] const api::DisplayHistory& history() const { return m_history; }
    [[nodiscard]] const SignalLog& signalLog() const { return m_signals; }
    [[nodiscard]] const api::ScoreView& scores() const;
    [[nodiscard]] const api::Ring<api::Notice>& notices() const { return m_notices; }
    [[nodiscard]] const api::Ring<api::EngineApi::LogLine>& logLines() const { return m_log; }
    /// +1 a notice and +1 a log line, ever: a view compares instead of counting rows of a ring that drops.
    [[nodiscard]] std::uint64_t noticesSeen() const { return m_notices_seen; }
    [[nodiscard]] std::uint64_t logLinesSeen() const { return m_log_seen; }
    /// +1 when any market view was newer than before.
    [[nodiscard]] std::uint64_t marketsRevision() const { return m_markets_revision; }
    /// Receive time of the newest frame taken by the last pull; ns == 0 when that pull brought nothing new.
    [[nodiscard]] MonoTime newestTaken() const { return m_newest_taken; }
    /// Age of a mono stamp on the engine's clock, ns; -1 when the stamp is unset.
    [[nodiscard]] std::int64_t ageNs(MonoTime stamp) const;
    /// No engine heartbeat for 2 s.
    [[nodiscard]] bool engineSilent() const { return m_engine_silent; }
    /// The id of an instrument, "*" for all (-1).
    [[nodiscard]] QString instrumentName(int index) const;
    [[nodiscard]] int openGaps() const { return m_open_gaps; }

    /// Wall time now, ns since 1970; in a replay the receive time of the instrument's newest frame.
    [[nodiscard]] std::int64_t nowNs(int instrument) const;
    /// Since when the stream is known to have delivered, ns since 1970; 0: no message yet. History that was fetched
    /// later does not count.
    [[nodiscard]] std::int64_t streamFirstNs(int instrument, StreamKind kind) const;

    [[nodiscard]] int focused() const { return m_focused; }
    void setFocused(int index);

    /// A signal was really painted by a view ("chart", "signals"; a literal). The first time goes to the as-seen log.
    void painted(std::uint64_t signal, std::string_view view);
    /// The signal that detail and chart point at; 0: none chosen. Its instrument gets the focus.
    [[nodiscard]] std::uint64_t chosenSignal() const { return m_chosen_signal; }
    void chooseSignal(std::uint64_t serial);

    /// A notice that starts in the GUI itself (a corrupt layout, a refused command); numbered 0.
    void post(api::Notice notice);
    /// Asks the engine for run info and risk now, not at the next pull (after a command).
    void refreshRun();

    [[nodiscard]] FrameStats& frameStats() { return m_frame_stats; }
    [[nodiscard]] const FrameStats& frameStats() const { return m_frame_stats; }

Q_SIGNALS:
    void focusedChanged(int index);
    void signalChosen(std::uint64_t serial);
    void noticeArrived(const bw::api::Notice& notice);
    void riskChanged();    // state, step, scope or durability changed
    void alertsChanged();  // a newer view of the alerts was taken
    void sourceChanged();  // run info changed (another source was chosen)

private:
    void pullRisk();
    void pullItems();
    void pullSignals();
    void pullNotices();
    void pullMarkets();
    void pullHeartbeat();
    void pullDrill();
    void noteFirst(std::size_t instrument);
    void keep(const api::Notice& notice);
    void countOpenGaps();
    api::EngineApi& m_api;
    std::vector<const api::MarketView*> m_markets;
    api::MarketView m_none;
    std::vector<std::array<std::int64_t, kStreamKinds>> m_first;  // as m_markets
    api::DisplayHistory m_history;
    SignalLog m_signals;
    std::uint64_t m_chosen_signal = 0;
    api::Ring<api::Notice> m_notices{10'000};
    api::Ring<api::EngineApi::LogLine> m_log{20'000};
    api::RiskView m_risk;
    api::RunInfo m_run;
    api::EngineApi::DrillStatus m_drill;
    std::uint64_t m_drill_version = 0;
    FrameStats m_frame_stats;
    std::uint64_t m_notices_seen = 0, m_log_seen = 0, m_markets_revision = 0, m_gaps_revision = 0;
    std::uint64_t m_last_heartbeat = 0;
    MonoTime m_heartbeat_seen, m_newest_taken;
    bool m_engine_silent = false;
    int m_focused = 0, m_open_gaps = 0;
};

}  // namespace bw::ui
