// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/orders/orders_view.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>

#include "ui/hub.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/orders/order_rows.h"
#include "ui/panes/orders/order_ticket.h"
#include "ui/panes/panes.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

using Field = CommandForm::Field;
constexpr int kTicketWidth = 320;
constexpr int kBesideFrom = 760;  // narrower: the ticket takes the place of the table while it is open

}  // namespace

OrdersView::OrdersView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_show_ticket = m_header->addToggle({}, true, [this](bool on) {
        m_ticket_wanted = on;
        place();
    });
    m_show_ticket->setObjectName(QStringLiteral("orders_show_ticket"));
    m_header->addGap(-1);
    m_page = new TablePage(theme, this);
    m_cancel = m_page->addButton("orders_cancel");
    m_cancel_all = m_page->addButton("orders_cancel_all");
    m_replace = m_page->addButton("orders_replace");
    m_resolve = m_page->addButton("orders_resolve");
    m_ticket = new OrderTicketPanel(hub, theme, this);
    m_side = new QScrollArea(this);
    m_side->setFrameShape(QFrame::NoFrame);
    m_side->setWidgetResizable(true);
    m_side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_side->setFocusPolicy(Qt::NoFocus);
    m_side->setWidget(m_ticket);
    connect(m_cancel, &QPushButton::clicked, this, &OrdersView::cancel);
    connect(m_cancel_all, &QPushButton::clicked, this, &OrdersView::cancelAll);
    connect(m_replace, &QPushButton::clicked, this, &OrdersView::askReplace);
    connect(m_resolve, &QPushButton::clicked, this, &OrdersView::askResolve);
    connect(m_page, &TablePage::chosen, this, &OrdersView::refreshButtons);
    auto* remove = new QShortcut(QKeySequence::Delete, &m_page->table());
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, m_cancel, &QPushButton::click);
    connect(&theme, &Theme::changed, this, &OrdersView::place);
    auto* body = new QHBoxLayout;
    body->setSpacing(1);
    body->addWidget(m_page, 1);
    body->addWidget(m_side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(body, 1);
    setFocusProxy(m_page);
    retranslate();
    place();
}

void OrdersView::retranslate() {
    m_header->setSubject(tr("Orders"));
    m_show_ticket->setText(tr("Ticket"));
    m_show_ticket->setToolTip(tr("Show the ticket for a new order"));
    m_show_ticket->updateGeometry();
    m_cancel->setText(tr("Cancel order"));
    m_cancel_all->setText(tr("Cancel all"));
    m_replace->setText(tr("Replace…"));
    m_resolve->setText(tr("Resolve…"));
    m_page->table().setAccessibleName(tr("Orders"));
    m_page->model().setColumns(orderColumns());
    m_ticket->retranslate();
    m_version = ~std::uint64_t{0};
    refresh();
}

void OrdersView::refresh() {
    const api::TradeView& trade = m_hub.trade();
    if (trade.version != m_version) {
        m_version = trade.version;
        m_page->model().setRows(orderRows(trade));
        m_page->table().setEmptyText(trade.version == 0 ? tr("The engine has not told its orders yet.")
                                     : trade.mode == ExecutionMode::Off
                                         ? tr("No order. Execution is off: this program only watches.")
                                         : tr("No order yet."));
        refreshState();
    }
    refreshButtons();
    if (m_ticket->isVisible()) m_ticket->refresh();
}

void OrdersView::refreshState() {
    const api::TradeView& trade = m_hub.trade();
    if (trade.version == 0) {
        m_header->setState({});
        return;
    }
    int live = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.order_count) && i < trade.orders.size(); ++i)
        live += orderIsLive(trade.orders[i].state) ? 1 : 0;
    QString words = tr("%n live", nullptr, live) + QStringLiteral(" · ") +
                    tr("%n sent today", nullptr, static_cast<int>(trade.orders_today)) + QStringLiteral(" · ") +
                    tr("%n refused", nullptr, static_cast<int>(trade.rejects_today));
    StateWord state{words, Loudness::Quiet};
    if (trade.rows_dropped > 0)
        state = {tr("%n row(s) did not fit", nullptr, static_cast<int>(trade.rows_dropped)), Loudness::Attention};
    if (trade.unknown_orders > 0)
        state = {tr("%n order(s) of unknown outcome", nullptr, static_cast<int>(trade.unknown_orders)),
                 Loudness::Critical};
    m_header->setState(state);
}

const api::OrderRow* OrdersView::current() const {
    const int row = m_page->currentRow();
    const api::TradeView& trade = m_hub.trade();
    if (row < 0) return nullptr;
    const int at = m_page->model().row(row).tag;
    return at >= 0 && at < trade.order_count ? &trade.orders[static_cast<std::size_t>(at)] : nullptr;
}

void OrdersView::refreshButtons() {
    const api::OrderRow* order = current();
    const api::TradeView& trade = m_hub.trade();
    const QString replay =
        m_hub.run().mode == RunMode::Replay ? tr("A recording is playing: orders are impossible") : QString();
    const QString choose = order == nullptr ? tr("Choose an order first") : QString();
    const bool live = order != nullptr && orderIsLive(order->state);
    const bool nameless = order != nullptr && order->client_id.view().empty();
    const bool unknown = order != nullptr && order->state == OrderState::Unknown;
    const auto first = [](std::initializer_list<QString> reasons) {
        for (const QString& reason : reasons)
            if (!reason.isEmpty()) return reason;
        return QString();
    };
    enableButton(*m_cancel,
                 first({replay, choose, live ? QString() : tr("This order has ended"),
                        nameless ? tr("It has no id of ours: cancel it at the venue") : QString()}),
                 tr("Asks the venue to cancel it (Del); passes also while stopped"));
    bool any = false;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.order_count) && i < trade.orders.size() && !any; ++i)
        any = orderIsLive(trade.orders[i].state);
    enableButton(*m_cancel_all, first({replay, any ? QString() : tr("No order is live")}),
                 tr("Asks every venue to cancel all of our orders; asks nothing"));
    const bool working = live && !unknown && order->state != OrderState::Sending && order->type != OrderType::Market;
    enableButton(*m_replace,
                 first({replay, choose, working ? QString() : tr("Only working limit and stop orders can be changed")}),
                 tr("A smaller quantity or another price"));
    enableButton(
        *m_resolve,
        first({replay, choose, unknown ? QString() : tr("Only orders of unknown outcome are resolved by hand")}),
        tr("After you looked at the venue; the reason is kept in the audit log"));
}

void OrdersView::cancel() {
    const api::OrderRow* order = current();
    if (order == nullptr) return;
    const QString id = format::text(order->client_id.view());
    m_page->answer(m_hub.api().cancelOrder(order->client_id.view()), tr("asked to cancel %1").arg(id));
}

void OrdersView::cancelAll() {
    m_page->answer(m_hub.api().cancelAll({}), tr("asked to cancel all orders"));
}

void OrdersView::askReplace() {
    const api::OrderRow* order = current();
    if (order == nullptr) return;
    const QString id = format::text(order->client_id.view());
    const auto bare = [](std::int64_t units, int digits) { return plainFixed(units, digits).remove(QLatin1Char(',')); };
    const QString qty = bare(order->qty.units, order->qty_digits);
    const Price at = order->has_price ? order->price : order->stop;
    const QString price = order->has_price || order->has_stop ? bare(at.units, order->price_digits) : QString();
    const int qty_digits = order->qty_digits, price_digits = order->price_digits;
    CommandDialog::open(
        m_theme, QStringLiteral("replace_dialog"),
        [=, this] {
            CommandForm form;
            form.title = tr("Replace %1").arg(id);
            form.text =
                tr("A smaller quantity passes always; a larger one or a more aggressive price is checked like a new "
                   "order.");
            form.button = tr("Replace");
            form.fields = {
                {QStringLiteral("qty"), tr("Quantity"), Field::Kind::Decimal, qty, {}, qty_digits, false},
                {QStringLiteral("price"), tr("Price"), Field::Kind::Decimal, price, {}, price_digits, false}};
            form.act = [this, id](const CommandForm::Values& values) {
                const Status status =
                    m_hub.api().replaceOrder(id.toStdString(), values.at(QStringLiteral("qty")).toStdString(),
                                             values.at(QStringLiteral("price")).toStdString());
                if (status) m_page->answer(status, tr("asked to replace %1").arg(id));
                return status;
            };
            return form;
        },
        this);
}

void OrdersView::askResolve() {
    const api::OrderRow* order = current();
    if (order == nullptr) return;
    const QString id = format::text(order->client_id.view());
    CommandDialog::open(
        m_theme, QStringLiteral("resolve_dialog"),
        [=, this] {
            CommandForm form;
            form.title = tr("Resolve %1").arg(id);
            form.text =
                tr("Look at the venue first. From then on the order no longer counts as position and no longer closes "
                   "the gate of its instrument.");
            form.button = tr("Resolve");
            form.fields = {
                {QStringLiteral("reason"), tr("What you saw at the venue"), Field::Kind::Reason, {}, {}, 0, false}};
            form.act = [this, id](const CommandForm::Values& values) {
                const Status status =
                    m_hub.api().resolveUnknown(id.toStdString(), values.at(QStringLiteral("reason")).toStdString());
                if (status) m_page->answer(status, tr("asked to resolve %1").arg(id));
                return status;
            };
            return form;
        },
        this);
}

void OrdersView::place() {
    const bool wide = width() >= m_theme.px(kBesideFrom), open = m_ticket_wanted.value_or(wide);
    {
        const QSignalBlocker quiet(m_show_ticket);
        m_show_ticket->setChecked(open);
    }
    m_page->setVisible(wide || !open);
    m_side->setVisible(open);
    if (wide)
        m_side->setFixedWidth(m_theme.px(kTicketWidth));
    else
        m_side->setMinimumWidth(0), m_side->setMaximumWidth(QWIDGETSIZE_MAX);
    if (open) m_ticket->refresh();
}

void OrdersView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    place();
}

View* makeOrdersView(Hub& hub, Theme& theme, QWidget* parent) {
    return new OrdersView(hub, theme, parent);
}

}  // namespace bw::ui
