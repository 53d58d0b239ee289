// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/positions/positions_view.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/orders/order_rows.h"
#include "ui/panes/panes.h"
#include "ui/panes/risk/risk_rows.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

using Look = TableColumn::Look;
using Cell = TextRow::Cell;

Cell moneyCell(bool known, double value) {
    if (!known) return {format::missing(), Token::Text3, {}};
    return {format::number(value, 2, format::Sign::Always),
            value > 0   ? Token::Up
            : value < 0 ? Token::Down
                        : Token::Text2,
            {}};
}

}  // namespace

PositionsView::PositionsView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_header->addGap(-1);
    m_page = new TablePage(theme, this);
    m_flatten = m_page->addButton("positions_flatten");
    m_flatten_route = m_page->addButton("positions_flatten_route");
    m_reset_paper = m_page->addButton("positions_reset_paper");
    connect(m_flatten, &QPushButton::clicked, this, [this] {
        if (const api::PositionRow* row = current())
            askFlatten(format::text(row->route.view()), format::text(row->instrument.view()));
    });
    connect(m_flatten_route, &QPushButton::clicked, this, [this] {
        if (const api::PositionRow* row = current()) askFlatten(format::text(row->route.view()), {});
    });
    connect(m_reset_paper, &QPushButton::clicked, this, &PositionsView::askResetPaper);
    connect(m_page, &TablePage::chosen, this, &PositionsView::refreshButtons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_page, 1);
    setFocusProxy(m_page);
    retranslate();
}

void PositionsView::retranslate() {
    m_header->setSubject(tr("Positions"));
    m_flatten->setText(tr("Flatten…"));
    m_flatten_route->setText(tr("Flatten route…"));
    m_reset_paper->setText(tr("Reset paper account…"));
    m_page->table().setAccessibleName(tr("Positions"));
    m_page->model().setColumns({{tr("route"), Look::Text, 10, 3, {}},
                                {tr("instrument"), Look::Stretch, 16, 0, {}},
                                {tr("side"), Look::Text, 7, 0, {}},
                                {tr("qty"), Look::Number, 9, 0, {}},
                                {tr("open"), Look::Number, 11, 2, tr("Average price of the position")},
                                {tr("mark"), Look::Number, 11, 4, {}},
                                {tr("P&L"), Look::Number, 10, 0, tr("Open profit or loss in account currency")},
                                {tr("realised"), Look::Number, 11, 6, tr("Of today, in account currency")},
                                {tr("notional"), Look::Number, 13, 5, tr("In account currency")},
                                {tr("ticket"), Look::Text, 12, 7, tr("Of accounts that hold several positions")},
                                {tr("marks"), Look::Text, 17, 0, {}}});
    m_version = ~std::uint64_t{0};
    refresh();
}

void PositionsView::refresh() {
    const api::TradeView& trade = m_hub.trade();
    if (trade.version == m_version) {
        refreshButtons();
        return;
    }
    m_version = trade.version;
    const QString accounts = accountLine(trade);
    m_page->setLine(accounts, accountsStale(trade) ? Token::NotLive : Token::Text, accounts);
    std::vector<TextRow> rows;
    int drifting = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.position_count) && i < trade.positions.size(); ++i) {
        const api::PositionRow& position = trade.positions[i];
        QStringList marks, tips;
        if (position.drift) {
            marks << QStringLiteral("▲ ") + tr("drift");
            tips << texts::codeText(Code::GateDrift) << texts::codeHelp(Code::GateDrift);
            ++drifting;
        }
        if (position.external) {
            marks << QStringLiteral("◆ ") + tr("external");
            tips << tr("Found at the venue, not opened from here; never closed by itself");
        }
        TextRow row;
        row.id = QStringLiteral("%1/%2/%3/%4")
                     .arg(format::text(position.route.view()), format::text(position.instrument.view()),
                          format::text(position.ticket.view()))
                     .arg(i);
        row.tag = static_cast<int>(i);
        row.cells = {{format::text(position.route.view()), Token::Text2, {}},
                     {format::text(position.instrument.view()), Token::Text, {}},
                     {position.is_long ? QStringLiteral("▲ ") + tr("long") : QStringLiteral("▼ ") + tr("short"),
                      position.is_long ? Token::Up : Token::Down,
                      {}},
                     {plainFixed(position.qty.units, position.qty_digits), Token::Text, {}},
                     {plainFixed(position.open.units, position.price_digits), Token::Text, {}},
                     {position.has_mark ? plainFixed(position.mark.units, position.price_digits) : format::missing(),
                      position.has_mark ? Token::Text : Token::Text3,
                      {}},
                     moneyCell(position.has_pnl, position.pnl),
                     moneyCell(position.has_pnl, position.realized),
                     {position.has_mark ? format::number(position.notional, 2) : format::missing(),
                      position.has_mark ? Token::Text2 : Token::Text3,
                      {}},
                     {format::text(position.ticket.view()), Token::Text2, {}},
                     {marks.join(QStringLiteral("  ")), position.drift ? Token::Crit : Token::Attn,
                      tips.join(QLatin1Char('\n')), nullptr, -1, -1, position.drift}};
        rows.push_back(std::move(row));
    }
    m_page->model().setRows(std::move(rows));
    m_page->table().setEmptyText(trade.version == 0 ? tr("The engine has not told its positions yet.")
                                                    : tr("No position."));
    m_header->setState(
        trade.version == 0 ? StateWord{}
        : drifting > 0 ? StateWord{tr("%n position(s) differ from the venue's", nullptr, drifting), Loudness::Critical}
                       : StateWord{tr("%n position(s)", nullptr, trade.position_count), Loudness::Quiet});
    refreshButtons();
}

const api::PositionRow* PositionsView::current() const {
    const int row = m_page->currentRow();
    const api::TradeView& trade = m_hub.trade();
    if (row < 0) return nullptr;
    const int at = m_page->model().row(row).tag;
    return at >= 0 && at < trade.position_count ? &trade.positions[static_cast<std::size_t>(at)] : nullptr;
}

void PositionsView::refreshButtons() {
    const api::TradeView& trade = m_hub.trade();
    const QString replay =
        m_hub.run().mode == RunMode::Replay ? tr("A recording is playing: orders are impossible") : QString();
    const QString off = trade.mode == ExecutionMode::Off ? texts::whyNoOrder(trade, /*reduces=*/true) : QString();
    const QString choose = current() == nullptr ? tr("Choose a position first") : QString();
    const QString why = !replay.isEmpty() ? replay : !off.isEmpty() ? off : choose;
    enableButton(*m_flatten, why, tr("Closes this position; works while stopped too"));
    enableButton(*m_flatten_route, why, tr("Closes every position of this route; works while stopped too"));
    enableButton(*m_reset_paper,
                 !replay.isEmpty()                    ? replay
                 : trade.mode == ExecutionMode::Paper ? QString()
                                                      : tr("Only with execution.mode paper"),
                 tr("Starts the paper account again from its first balance"));
}

void PositionsView::askFlatten(const QString& route, const QString& instrument) {
    CommandDialog::open(
        m_theme, QStringLiteral("flatten_dialog"),
        [this, route, instrument] {
            CommandForm form;
            form.title =
                instrument.isEmpty() ? tr("Flatten %1").arg(route) : tr("Flatten %1 on %2").arg(instrument, route);
            form.text =
                tr("Each position is closed by its own order, which can only reduce. Every one is reported as closed, "
                   "refused or unknown. This is never done automatically.");
            form.button = tr("Flatten");
            form.phrase =
                QStringLiteral("FLATTEN ") + route + (instrument.isEmpty() ? QString() : QLatin1Char(' ') + instrument);
            form.act = [this, route, instrument](const CommandForm::Values& values) {
                const Status status = m_hub.api().flatten(route.toStdString(), instrument.toStdString(),
                                                          values.at(QStringLiteral("phrase")).toStdString());
                if (status)
                    m_page->answer(status, tr("asked to flatten %1").arg(instrument.isEmpty() ? route : instrument));
                return status;
            };
            return form;
        },
        this);
}

void PositionsView::askResetPaper() {
    CommandDialog::open(
        m_theme, QStringLiteral("paper_dialog"),
        [this] {
            CommandForm form;
            form.title = tr("Reset the paper account");
            form.text =
                tr("Orders, positions and balance of the paper account start again. It is kept in the audit log.");
            form.button = tr("Reset paper account");
            form.fields = {
                {QStringLiteral("reason"), tr("Reason"), CommandForm::Field::Kind::Reason, {}, {}, 0, false}};
            form.act = [this](const CommandForm::Values& values) {
                const Status status = m_hub.api().resetPaper(values.at(QStringLiteral("reason")).toStdString());
                if (status) m_page->answer(status, tr("asked to reset the paper account"));
                return status;
            };
            return form;
        },
        this);
}

View* makePositionsView(Hub& hub, Theme& theme, QWidget* parent) {
    return new PositionsView(hub, theme, parent);
}

}  // namespace bw::ui
