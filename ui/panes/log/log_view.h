// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/panes/log/log_model.h"
#include "ui/panes/log/log_reader.h"
#include "ui/view.h"

class QButtonGroup;
class QLineEdit;

namespace bw::ui {

class DataTable;
class FlatButton;

/// Notices and log lines in one list. GUI thread.
class LogView : public View {
    Q_OBJECT
public:
    LogView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("log"); }
    [[nodiscard]] QString title() const override { return tr("Log"); }
    [[nodiscard]] int rateHz() const override { return 5; }
    void refresh() override;
    void retranslate() override;

private:
    void applyFilter();
    void readNew();
    void updateState();
    PaneHeader* m_header = nullptr;
    QButtonGroup* m_levels = nullptr;
    QLineEdit* m_filter = nullptr;
    FlatButton *m_follow = nullptr, *m_pause = nullptr;
    DataTable* m_table = nullptr;
    LogModel m_model;
    LogReader m_reader;
    std::uint64_t m_seen_at_pause = 0;
    bool m_scrolling = false;  // by us, not by the reader
};

}  // namespace bw::ui
