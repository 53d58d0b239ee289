// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/api/engine_api.h"
#include "ui/panes/common/pane_header.h"
#include "ui/view.h"

class QProgressBar;
class QPushButton;

namespace bw::ui {

class TablePage;

/// The kill drill: the report that is chosen, step by step against its budgets, and the history. The drill runs against
/// a gateway of its own, never the real latch. GUI thread.
class DrillView : public View {
    Q_OBJECT
public:
    DrillView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("drill"); }
    [[nodiscard]] QString title() const override { return tr("Drill"); }
    [[nodiscard]] int rateHz() const override { return 2; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] TablePage& steps() { return *m_steps; }
    [[nodiscard]] TablePage& history() { return *m_history; }
    /// The line that says what the report came to.
    [[nodiscard]] QString verdict() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showReport();
    void run();
    [[nodiscard]] const api::EngineApi::DrillReport* report() const;
    PaneHeader* m_header = nullptr;
    TablePage *m_steps = nullptr, *m_history = nullptr;
    QPushButton* m_run = nullptr;
    QProgressBar* m_progress = nullptr;
    std::uint64_t m_revision = ~std::uint64_t{0};
};

}  // namespace bw::ui
