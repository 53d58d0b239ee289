// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/panes/scoreboard/score_rows.h"
#include "ui/view.h"

class QBoxLayout;
class QButtonGroup;
class QLabel;

namespace bw::ui {

class DataTable;
class ReliabilityCanvas;

/// The live record of the signals as they were emitted, with the reliability of their probabilities and one sentence
/// on what it comes to. GUI thread.
class ScoreboardView : public View {
    Q_OBJECT
public:
    ScoreboardView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("scoreboard"); }
    [[nodiscard]] QString title() const override { return tr("Scoreboard"); }
    [[nodiscard]] int rateHz() const override { return 1; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] DataTable& table() { return *m_table; }
    [[nodiscard]] QString verdict() const;
    void setFilter(const ScoreFilter& filter);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showScores();
    PaneHeader* m_header = nullptr;
    QButtonGroup *m_groups = nullptr, *m_horizons = nullptr, *m_windows = nullptr;
    QLabel* m_verdict = nullptr;
    DataTable* m_table = nullptr;
    ReliabilityCanvas* m_reliability = nullptr;
    TextTableModel m_model;
    ScoreFilter m_filter;
    std::uint64_t m_version = ~std::uint64_t{0};
    int m_instruments = -1;
};

}  // namespace bw::ui
