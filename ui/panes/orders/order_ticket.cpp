// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/orders/order_ticket.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/hub.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/common/table_page.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

void colorText(QLabel& label, const QColor& color) {
    QPalette palette = label.palette();
    if (palette.color(QPalette::WindowText) == color) return;
    palette.setColor(QPalette::WindowText, color);
    label.setPalette(palette);
}

/// A name above its field.
void stack(QGridLayout& grid, int row, int column, int span, QLabel* label, QWidget* field) {
    grid.addWidget(label, row, column, 1, span);
    grid.addWidget(field, row + 1, column, 1, span);
}

}  // namespace

OrderTicketPanel::OrderTicketPanel(Hub& hub, Theme& theme, QWidget* parent)
    : QWidget(parent), m_hub(hub), m_theme(theme) {
    setObjectName(QStringLiteral("order_ticket"));
    build();
    connect(&theme, &Theme::changed, this, &OrderTicketPanel::applyTheme);
    applyTheme();
    retranslate();
}

OrderTicketPanel::Row OrderTicketPanel::addNumber(const char* name) {
    Row row{new QLabel(this), new QLineEdit(this)};
    row.edit->setObjectName(QLatin1StringView(name));
    row.edit->setMaxLength(24);
    row.edit->setMinimumWidth(40);
    row.edit->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    row.label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(row.edit, &QLineEdit::textEdited, this, [this] {
        m_said.clear();
        inputChanged();
    });
    return row;
}

void OrderTicketPanel::build() {
    const auto combo = [this](const char* name) {
        auto* box = new QComboBox(this);
        box->setObjectName(QLatin1StringView(name));
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(3);
        box->setMinimumWidth(40);
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(box, &QComboBox::activated, this, [this, box] {
            m_said.clear();
            if (box == m_instrument) m_instrument_chosen = true;
            inputChanged();
        });
        return box;
    };
    m_tif_label = new QLabel(this);
    m_tif_label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_instrument = combo("ticket_instrument");
    m_route = combo("ticket_route");
    m_type = combo("ticket_type");
    m_tif = combo("ticket_tif");
    m_sides = new QButtonGroup(this);
    m_sides->setExclusive(false);  // none is a state of its own: after each order the side is chosen anew
    m_buy = new FlatButton(m_theme, {}, this);
    m_sell = new FlatButton(m_theme, {}, this);
    m_buy->setObjectName(QStringLiteral("ticket_buy"));
    m_sell->setObjectName(QStringLiteral("ticket_sell"));
    for (FlatButton* side : {m_buy, m_sell}) {
        side->setCheckable(true);
        m_sides->addButton(side);
        connect(side, &QAbstractButton::clicked, this, [this, side](bool on) {
            if (on) (side == m_buy ? m_sell : m_buy)->setChecked(false);
            m_said.clear();
            inputChanged();
        });
    }
    m_qty = addNumber("ticket_qty");
    m_price = addNumber("ticket_price");
    m_stop = addNumber("ticket_stop");
    m_sl = addNumber("ticket_sl");
    m_tp = addNumber("ticket_tp");
    m_reduce = new QCheckBox(this);
    m_reduce->setObjectName(QStringLiteral("ticket_reduce"));
    connect(m_reduce, &QCheckBox::clicked, this, &OrderTicketPanel::inputChanged);
    m_send = new QPushButton(this);
    m_send->setObjectName(QStringLiteral("ticket_send"));
    m_send->setAutoDefault(false);
    connect(m_send, &QPushButton::clicked, this, &OrderTicketPanel::send);
    m_answer = new QLabel(this);
    m_answer->setObjectName(QStringLiteral("ticket_answer"));
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setAlignment(Qt::AlignLeft | Qt::AlignTop);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(10, 6, 10, 8);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(3);
    grid->addWidget(m_instrument, 0, 0, 1, 4);
    grid->addWidget(m_route, 0, 4, 1, 2);
    grid->addWidget(m_buy, 1, 0, 1, 2);
    grid->addWidget(m_sell, 1, 2, 1, 2);
    grid->addWidget(m_type, 1, 4, 1, 2);
    stack(*grid, 2, 0, 2, m_qty.label, m_qty.edit);
    stack(*grid, 2, 2, 2, m_price.label, m_price.edit);
    stack(*grid, 2, 4, 2, m_stop.label, m_stop.edit);
    stack(*grid, 4, 0, 2, m_sl.label, m_sl.edit);
    stack(*grid, 4, 2, 2, m_tp.label, m_tp.edit);
    stack(*grid, 4, 4, 2, m_tif_label, m_tif);
    grid->addWidget(m_reduce, 6, 0, 1, 6);
    grid->addWidget(m_send, 7, 0, 1, 6);
    grid->addWidget(m_answer, 8, 0, 1, 6);
    grid->setRowStretch(9, 1);
    for (int column = 0; column < 6; ++column) grid->setColumnStretch(column, 1);
}

void OrderTicketPanel::applyTheme() {
    const QFont small = m_theme.uiFont(9);
    for (const Row& row : {m_qty, m_price, m_stop, m_sl, m_tp}) {
        row.label->setFont(small);
        colorText(*row.label, m_theme.color(Token::Text3));
        row.edit->setFont(m_theme.numberFont(10));
    }
    m_tif_label->setFont(small);
    colorText(*m_tif_label, m_theme.color(Token::Text3));
    m_answer->setFont(m_theme.uiFont(9.5));
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Window, m_theme.color(Token::Bg1));
    setPalette(palette);
    setAutoFillBackground(true);
    for (FlatButton* side : {m_buy, m_sell}) {
        side->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        side->setFixedHeight(m_theme.px(28));
        side->setOutlined(true);
    }
    m_buy->setCheckedToken(Token::Up);
    m_sell->setCheckedToken(Token::Down);
    inputChanged();
}

void OrderTicketPanel::retranslate() {
    m_filling = true;
    const auto name = [](const Row& row, const QString& text) {
        row.label->setText(text);
        row.edit->setAccessibleName(text);
    };
    name(m_qty, tr("Quantity"));
    name(m_price, tr("Limit price"));
    name(m_stop, tr("Stop price"));
    name(m_sl, tr("Stop loss"));
    name(m_tp, tr("Take profit"));
    m_instrument->setAccessibleName(tr("Instrument"));
    m_route->setAccessibleName(tr("Route"));
    m_type->setAccessibleName(tr("Type"));
    m_tif->setAccessibleName(tr("Valid"));
    m_tif_label->setText(tr("Valid"));
    m_buy->setText(QStringLiteral("▲ ") + texts::orderSide(OrderSide::Buy));
    m_sell->setText(QStringLiteral("▼ ") + texts::orderSide(OrderSide::Sell));
    m_reduce->setText(tr("Reduce only"));
    m_reduce->setToolTip(tr("Only shrinks a position; refused if it would open or turn one"));
    const int type = std::max(m_type->currentIndex(), 0), tif = std::max(m_tif->currentIndex(), 0);
    m_type->clear();
    for (const OrderType one : {OrderType::Market, OrderType::Limit, OrderType::Stop})
        m_type->addItem(texts::orderType(one));
    m_type->setCurrentIndex(type);
    m_tif->clear();
    for (const Tif one : {Tif::Gtc, Tif::Ioc, Tif::Day}) m_tif->addItem(texts::tif(one));
    m_tif->setCurrentIndex(tif);
    m_filling = false;
    m_said.clear();
    refresh();
}

void OrderTicketPanel::refreshLists() {
    m_filling = true;
    const auto fill = [](QComboBox& box, const QStringList& wanted) {
        QStringList shown;
        for (int i = 0; i < box.count(); ++i) shown << box.itemText(i);
        if (shown == wanted) return;
        const QString before = box.currentText();
        box.clear();
        box.addItems(wanted);
        box.setCurrentIndex(std::max(box.findText(before), 0));
    };
    QStringList instruments,
        routes{QString::fromLatin1(kPaperRoute.data(), static_cast<qsizetype>(kPaperRoute.size()))};
    for (int i = 0; i < m_hub.count(); ++i) instruments << m_hub.instrumentName(i);
    const api::TradeView& trade = m_hub.trade();
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.gateway_count) && i < trade.gateways.size(); ++i) {
        const QString route = format::text(trade.gateways[i].route.view());
        if (!routes.contains(route)) routes << route;
    }
    fill(*m_instrument, instruments);
    fill(*m_route, routes);
    // The ticket follows the focus until somebody chooses an instrument here or begins to type.
    if (!m_instrument_chosen && m_qty.edit->text().isEmpty() && m_hub.focused() < m_instrument->count())
        m_instrument->setCurrentIndex(m_hub.focused());
    m_filling = false;
}

/// What was handed over and then refused is told where it was typed, not in the table alone.
void OrderTicketPanel::followSent() {
    if (m_sent_id.empty()) return;
    const api::TradeView& trade = m_hub.trade();
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.order_count) && i < trade.orders.size(); ++i) {
        const api::OrderRow& order = trade.orders[i];
        if (order.client_id.view() != m_sent_id) continue;
        if (order.state != OrderState::RejectedLocal && order.state != OrderState::Rejected) return;
        m_said = QStringLiteral("✗ ") + texts::codeText(order.code);
        m_said_bad = true;
        m_sent_id.clear();
        return;
    }
}

void OrderTicketPanel::refresh() {
    refreshLists();
    followSent();
    inputChanged();
}

int OrderTicketPanel::instrument() const {
    const QString wanted = m_instrument->currentText();
    for (int i = 0; i < m_hub.count(); ++i)
        if (m_hub.instrumentName(i) == wanted) return i;
    return -1;
}

OrderType OrderTicketPanel::type() const {
    return static_cast<OrderType>(std::max(m_type->currentIndex(), 0));
}

QString OrderTicketPanel::closedReason() const {
    using State = api::RiskView::State;
    if (m_hub.run().mode == RunMode::Replay) return tr("A recording is playing: orders are impossible.");
    if (m_hub.engineSilent()) return tr("The engine does not respond.");
    const api::RiskView& risk = m_hub.risk();
    if (risk.state == State::Halted) return tr("Stopped: %1").arg(texts::codeText(risk.cause));
    if (risk.state == State::Unknown) return tr("The state of the stop is not known: treated as stopped.");
    if (risk.state == State::Reducing && !m_reduce->isChecked())
        return tr("Reducing: only orders that shrink a position pass. Tick “Reduce only”.");
    const api::TradeView& trade = m_hub.trade();
    if (const QString why = texts::whyNoOrder(trade, m_reduce->isChecked()); !why.isEmpty())
        return tr("No order may be sent: %1").arg(why);
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.gateway_count) && i < trade.gateways.size(); ++i) {
        const api::GatewayRow& route = trade.gateways[i];
        if (format::text(route.route.view()) == m_route->currentText() && !route.armed)
            return tr("%1 is not armed: arm it in the Risk view, page Routes.").arg(m_route->currentText());
    }
    return {};
}

QString OrderTicketPanel::inputProblem() const {
    const int index = instrument();
    if (index < 0) return tr("No instrument yet.");
    if (!m_buy->isChecked() && !m_sell->isChecked()) return tr("Choose buy or sell.");
    const api::MarketView& market = m_hub.market(index);
    const auto check = [](const Row& row, int digits, bool needed) -> QString {
        const QString text = row.edit->text().trimmed();
        if (text.isEmpty()) return needed ? QStringLiteral("%1: %2").arg(row.label->text(), tr("missing")) : QString();
        const QString why = decimalProblem(text, digits);
        return why.isEmpty() ? QString() : QStringLiteral("%1: %2").arg(row.label->text(), why);
    };
    QString why = check(m_qty, market.qty_digits, /*needed=*/true);
    if (why.isEmpty() && type() == OrderType::Limit) why = check(m_price, market.price_digits, /*needed=*/true);
    if (why.isEmpty() && type() == OrderType::Stop) why = check(m_stop, market.price_digits, /*needed=*/true);
    for (const Row* row : {&m_sl, &m_tp})
        if (why.isEmpty()) why = check(*row, market.price_digits, /*needed=*/false);
    return why;
}

QString OrderTicketPanel::summary() const {
    const int index = instrument();
    if (index < 0 || (!m_buy->isChecked() && !m_sell->isChecked())) return tr("Send order");
    const QString what =
        QStringLiteral("%1 %2").arg(m_qty.edit->text().trimmed(), format::text(m_hub.market(index).pair.view()));
    const QString at = type() == OrderType::Limit  ? QStringLiteral(" @ ") + m_price.edit->text().trimmed()
                       : type() == OrderType::Stop ? QStringLiteral(" @ ") + m_stop.edit->text().trimmed()
                                                   : QString();
    return (m_buy->isChecked() ? tr("Buy %1, %2%3") : tr("Sell %1, %2%3")).arg(what, texts::orderType(type()), at);
}

void OrderTicketPanel::showRelevant() {
    m_price.edit->setEnabled(type() == OrderType::Limit);
    m_stop.edit->setEnabled(type() == OrderType::Stop);
    m_price.edit->setToolTip(type() == OrderType::Limit ? QString() : tr("Only limit orders have one"));
    m_stop.edit->setToolTip(type() == OrderType::Stop ? QString() : tr("Only stop orders have one"));
}

void OrderTicketPanel::inputChanged() {
    if (m_filling || m_answer == nullptr) return;
    showRelevant();
    const QString closed = closedReason();
    m_reason = closed.isEmpty() ? inputProblem() : closed;
    enableButton(*m_send, m_reason, tr("Sends it now; the table shows what becomes of it"));
    if (const QString text = summary(); m_send->text() != text) m_send->setText(text);
    const QString said = closed.isEmpty() ? m_said.isEmpty() ? m_reason : m_said : QStringLiteral("◆ ") + closed;
    if (m_answer->text() != said) m_answer->setText(said);
    colorText(*m_answer, m_theme.color(!closed.isEmpty()                 ? Token::Attn
                                       : !m_said.isEmpty() && m_said_bad ? Token::Crit
                                                                         : Token::Text2));
}

void OrderTicketPanel::send() {
    if (!closedReason().isEmpty() || !inputProblem().isEmpty()) return;
    api::EngineApi::OrderTicket ticket;
    ticket.route = m_route->currentText().toStdString();
    ticket.instrument = instrument();
    ticket.side = m_buy->isChecked() ? OrderSide::Buy : OrderSide::Sell;
    ticket.type = type();
    ticket.tif = static_cast<Tif>(std::max(m_tif->currentIndex(), 0));
    ticket.qty = m_qty.edit->text().trimmed().toStdString();
    if (ticket.type == OrderType::Limit) ticket.price = m_price.edit->text().trimmed().toStdString();
    if (ticket.type == OrderType::Stop) ticket.stop = m_stop.edit->text().trimmed().toStdString();
    ticket.sl = m_sl.edit->text().trimmed().toStdString();
    ticket.tp = m_tp.edit->text().trimmed().toStdString();
    ticket.reduce_only = m_reduce->isChecked();
    const Result<std::string> sent = m_hub.api().submitOrder(ticket);
    m_said_bad = !sent;
    m_said = sent ? QStringLiteral("→ ") +
                        tr("%1 handed over; choose a side for the next one").arg(QString::fromStdString(*sent))
                  : QStringLiteral("✗ ") + texts::errorText(sent.error());
    m_sent_id = sent ? *sent : std::string();
    if (sent) {
        m_buy->setChecked(false);
        m_sell->setChecked(false);
    }
    inputChanged();
}

QString OrderTicketPanel::reason() const {
    return m_reason;
}

QString OrderTicketPanel::answer() const {
    return m_answer->text();
}

}  // namespace bw::ui
