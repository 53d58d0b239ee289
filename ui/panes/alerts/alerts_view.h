// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/alerts/alert_rows.h"
#include "ui/view.h"

class QLineEdit;
class QPushButton;

namespace bw::ui {

class FlatButton;
class TablePage;

/// The alerts centre: firing first; acknowledge one by one, mute for a while. GUI thread.
class AlertsView : public View {
    Q_OBJECT
public:
    AlertsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("alerts"); }
    [[nodiscard]] QString title() const override { return tr("Alerts"); }
    [[nodiscard]] int rateHz() const override { return 5; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] TablePage& page() { return *m_page; }

private:
    void applyFilter();
    void refreshState();
    void refreshButtons();
    [[nodiscard]] const api::AlertRow* current() const;
    void acknowledge();
    void fillMuteMenu();
    void mute(const QString& rule, const QString& labels, int minutes);
    PaneHeader* m_header = nullptr;
    FlatButton* m_ended = nullptr;
    QLineEdit* m_filter = nullptr;
    TablePage* m_page = nullptr;
    QPushButton *m_acknowledge = nullptr, *m_mute = nullptr, *m_unmute = nullptr;
    std::uint64_t m_version = ~std::uint64_t{0};
};

}  // namespace bw::ui
