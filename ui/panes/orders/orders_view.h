// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "ui/panes/common/pane_header.h"
#include "ui/view.h"

class QPushButton;
class QScrollArea;

namespace bw::ui {

class FlatButton;
class OrderTicketPanel;
class TablePage;

/// Orders, what is not known and what is live first, and the ticket for a new one. GUI thread.
class OrdersView : public View {
    Q_OBJECT
public:
    OrdersView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("orders"); }
    [[nodiscard]] QString title() const override { return tr("Orders"); }
    [[nodiscard]] int rateHz() const override { return 10; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] TablePage& page() { return *m_page; }
    [[nodiscard]] OrderTicketPanel& ticket() { return *m_ticket; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();
    void refreshButtons();
    void refreshState();
    /// The order in hand, nullptr: none.
    [[nodiscard]] const api::OrderRow* current() const;
    void cancel();
    void cancelAll();
    void askReplace();
    void askResolve();
    PaneHeader* m_header = nullptr;
    FlatButton* m_show_ticket = nullptr;
    TablePage* m_page = nullptr;
    QScrollArea* m_side = nullptr;
    OrderTicketPanel* m_ticket = nullptr;
    QPushButton *m_cancel = nullptr, *m_cancel_all = nullptr, *m_replace = nullptr, *m_resolve = nullptr;
    std::optional<bool> m_ticket_wanted;  // by hand; else it is there where it fits beside the table
    std::uint64_t m_version = ~std::uint64_t{0};
};

}  // namespace bw::ui
