// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>

#include "ui/panes/common/pane_header.h"
#include "ui/panes/research/report.h"
#include "ui/view.h"
#include "ui/worker.h"

class QLabel;
class QSplitter;
class QStackedWidget;

namespace bw::ui {

class DataTable;
class FlatButton;

/// Results of evaluate, tune, calibrate and backtest: the runs on the left, the report of the chosen one on the right.
/// The list and the reports are read on a worker's thread, on demand. GUI thread.
class ResearchView : public View {
    Q_OBJECT
public:
    static constexpr std::size_t kReportBytesMax = 64u << 20;

    ResearchView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("evaluation"); }
    [[nodiscard]] QString title() const override { return tr("Evaluation"); }
    [[nodiscard]] int rateHz() const override { return 1; }
    void refresh() override;
    void retranslate() override;
    /// Reads the list again; the chosen run stays chosen.
    void reload();
    void choose(const QString& name);
    void showPage(int page);
    [[nodiscard]] bool busy() const { return m_worker.busy() || m_reload_again || m_wanted != m_shown; }
    [[nodiscard]] const Report& report() const { return m_report; }

private:
    /// Runs may have finished while nobody looked.
    void showEvent(QShowEvent* opened) override {
        m_listed = false;
        View::showEvent(opened);
    }
    static constexpr int kPagesMax = 4;
    using Runs = std::vector<api::EngineApi::ResearchRun>;
    void showRuns(const Runs& runs);
    void readWanted();
    void next();
    void showReport(Report report);
    void showMessage(const QString& text);
    void updateState();
    void copyReport() const;
    PaneHeader* m_header = nullptr;
    FlatButton *m_refresh = nullptr, *m_copy = nullptr;
    QButtonGroup* m_pages = nullptr;
    QSplitter* m_split = nullptr;
    DataTable* m_table = nullptr;
    TextTableModel m_model;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_message = nullptr;
    Runs m_runs;
    Report m_report;
    std::shared_ptr<const std::string> m_json;  // of the shown report, for copies
    QString m_wanted, m_shown;                  // names of runs
    bool m_listed = false;                      // the list was read since the view was last opened
    bool m_reload_again = false;
    Worker m_worker;  // last: its thread ends first
};

}  // namespace bw::ui
