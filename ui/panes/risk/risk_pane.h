// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/view.h"

class QButtonGroup;
class QPushButton;
class QStackedWidget;

namespace bw::ui {

class ElidedLabel;
class StopPage;
class TablePage;

/// Risk (workstation spec 3.11): state, since, by whom, why, and whether orders may be sent are always in sight; below
/// them the pages Stop, Limits, Routes and Breakers. Engage, reduce only, halt a scope, reset. 5 Hz. GUI thread.
class RiskPane : public View {
    Q_OBJECT
public:
    enum class Page : std::uint8_t { Stop, Limits, Routes, Breakers };

    RiskPane(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("risk"); }
    [[nodiscard]] QString title() const override { return tr("Risk"); }
    [[nodiscard]] int rateHz() const override { return 5; }
    void refresh() override;
    void retranslate() override;
    void showPage(Page page);
    [[nodiscard]] TablePage& limits() { return *m_limits; }
    [[nodiscard]] TablePage& routes() { return *m_routes; }
    [[nodiscard]] TablePage& breakers() { return *m_breakers; }
    /// Execution mode and why no order may be sent, as shown.
    [[nodiscard]] QString executionText() const;

Q_SIGNALS:
    void killRequested();
    void resetRequested();
    void setKeyRequested();

private:
    QPushButton* addButton(const char* name);
    void buildPages();
    void applyTheme();
    void refreshState();
    void refreshExecution();
    void refreshPages();
    void refreshRouteButtons();
    void askReduceOnly();
    void askHaltScope();
    void askArm();
    void disarm();
    void askCloseBreaker();
    ElidedLabel *m_state = nullptr, *m_since = nullptr, *m_why = nullptr, *m_execution = nullptr;
    PaneHeader* m_header = nullptr;
    QButtonGroup* m_choice = nullptr;
    QStackedWidget* m_stack = nullptr;
    StopPage* m_stop = nullptr;
    TablePage *m_limits = nullptr, *m_routes = nullptr, *m_breakers = nullptr;
    QPushButton *m_engage = nullptr, *m_reduce = nullptr, *m_scope = nullptr, *m_reset = nullptr;
    QPushButton *m_arm = nullptr, *m_disarm = nullptr, *m_close_breaker = nullptr;
    std::uint64_t m_trade_version = ~std::uint64_t{0};
};

}  // namespace bw::ui
