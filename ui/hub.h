// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <vector>

#include "core/api/engine_api.h"
#include "core/api/history.h"

namespace bw::ui {

/// The GUI's one reader of the engine: takes each newest view once per frame, drains notices and display items, and lets
/// every widget read the result. GUI thread only; no widget touches EngineApi's buffers itself.
class Hub : public QObject {
    Q_OBJECT
public:
    explicit Hub(api::EngineApi& api, QObject* parent = nullptr);

    /// One frame: at most 512 notices and 8,192 display items, then every market view once.
    void pull();

    [[nodiscard]] api::EngineApi& api() const { return m_api; }
    [[nodiscard]] int count() const { return static_cast<int>(m_markets.size()); }
    [[nodiscard]] const api::MarketView& market(int index) const;    // a default view out of range
    [[nodiscard]] const api::FeedsView& feeds() const;
    [[nodiscard]] const api::EngineView& engine() const;
    [[nodiscard]] const api::RiskView& risk() const { return m_risk; }
    [[nodiscard]] const api::RunInfo& run() const { return m_run; }
    [[nodiscard]] const api::DisplayHistory& history() const { return m_history; }
    [[nodiscard]] const api::Ring<api::Notice>& notices() const { return m_notices; }
    [[nodiscard]] const api::Ring<api::EngineApi::LogLine>& logLines() const { return m_log; }
    /// Age of a mono stamp on the engine's clock, ns; -1 when the stamp is unset.
    [[nodiscard]] std::int64_t ageNs(MonoTime stamp) const;
    /// No engine heartbeat for 2 s.
    [[nodiscard]] bool engineSilent() const { return m_engine_silent; }

    [[nodiscard]] int focused() const { return m_focused; }
    void setFocused(int index);

Q_SIGNALS:
    void focusedChanged(int index);
    void noticeArrived(const bw::api::Notice& notice);
    void riskChanged();          // state, step or durability changed
    void sourceChanged();        // run info changed (another source was chosen)

private:
    void pullRisk();
    void pullItems();
    void pullNotices();
    void pullHeartbeat();
    api::EngineApi& m_api;
    std::vector<const api::MarketView*> m_markets;
    api::DisplayHistory m_history;
    api::Ring<api::Notice> m_notices{10'000};
    api::Ring<api::EngineApi::LogLine> m_log{20'000};
    api::RiskView m_risk;
    api::RunInfo m_run;
    std::uint64_t m_last_heartbeat = 0;
    MonoTime m_heartbeat_seen;
    bool m_engine_silent = false;
    int m_focused = 0;
};

}  // namespace bw::ui
