// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/panes/signals/signals_model.h"
#include "ui/view.h"

class QLineEdit;

namespace bw::ui {

class DataTable;
class FlatButton;

/// The table of signals. The row that is chosen opens in the detail and in the chart. GUI thread.
class SignalsView : public View {
    Q_OBJECT
public:
    SignalsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("signals"); }
    [[nodiscard]] QString title() const override { return tr("Signals"); }
    [[nodiscard]] int rateHz() const override { return 5; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] DataTable& table() { return *m_table; }
    [[nodiscard]] SignalsModel& model() { return m_model; }

private:
    void applyFilter();
    void updateState();
    void restoreChoice();
    [[nodiscard]] QString emptyText() const;
    PaneHeader* m_header = nullptr;
    QLineEdit* m_filter = nullptr;
    FlatButton *m_withheld = nullptr, *m_suppressed = nullptr;
    DataTable* m_table = nullptr;
    SignalsModel m_model;
    bool m_restoring = false;  // the choice is put back by us, not made by the reader
};

}  // namespace bw::ui
