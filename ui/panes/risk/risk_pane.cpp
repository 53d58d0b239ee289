// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/risk/risk_pane.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/main_window/elided_label.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/risk/risk_rows.h"
#include "ui/panes/risk/stop_page.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

using State = api::RiskView::State;

struct Look {
    QString glyph;
    Token token;
};
Look lookOf(State state) {
    switch (state) {
        case State::Active:
            return {QStringLiteral("●"), Token::Text};
        case State::Reducing:
            return {QStringLiteral("◆"), Token::Attn};
        case State::Halted:
            return {QStringLiteral("■"), Token::Crit};
        case State::Unknown:
            break;
    }
    return {QStringLiteral("▲"), Token::Crit};
}

}  // namespace

RiskPane::RiskPane(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_state = new ElidedLabel(theme, 28, ElidedLabel::Font::Words, this);
    m_state->setBold(true);
    const auto line = [&] {
        auto* label = new ElidedLabel(theme, 10, ElidedLabel::Font::Words, this);
        label->setToken(Token::Text2);
        return label;
    };
    m_since = line();
    m_why = line();
    m_execution = line();
    m_execution->setObjectName(QStringLiteral("risk_execution"));
    m_state->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto* words = new QVBoxLayout;
    words->setSpacing(1);
    words->addStretch(1);
    words->addWidget(m_since);
    words->addWidget(m_why);
    words->addStretch(1);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_state);
    head->addLayout(words, 1);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(12, 2, 12, 6);
    top->setSpacing(2);
    top->addLayout(head);
    top->addWidget(m_execution);
    buildPages();
    m_engage = addButton("risk_engage");
    m_reduce = addButton("risk_reduce");
    m_scope = addButton("risk_scope");
    m_reset = addButton("risk_reset");
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(12, 6, 12, 8);
    buttons->setSpacing(6);
    for (QPushButton* button : {m_engage, m_reduce, m_scope, m_reset}) buttons->addWidget(button);
    buttons->addStretch(1);
    connect(m_engage, &QPushButton::clicked, this, &RiskPane::killRequested);
    connect(m_reset, &QPushButton::clicked, this, &RiskPane::resetRequested);
    connect(m_reduce, &QPushButton::clicked, this, &RiskPane::askReduceOnly);
    connect(m_scope, &QPushButton::clicked, this, &RiskPane::askHaltScope);
    connect(m_stop, &StopPage::setKeyRequested, this, &RiskPane::setKeyRequested);
    connect(&theme, &Theme::changed, this, &RiskPane::applyTheme);

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addLayout(top);
    outer->addWidget(m_header);
    outer->addWidget(m_stack, 1);
    outer->addLayout(buttons);
    applyTheme();
    retranslate();
}

QPushButton* RiskPane::addButton(const char* name) {
    auto* button = new QPushButton(this);
    button->setObjectName(QLatin1StringView(name));
    button->setAutoDefault(false);
    return button;
}

void RiskPane::buildPages() {
    m_header = new PaneHeader(m_theme, this);
    m_choice =
        m_header->addChoice({{}, {}, {}, {}}, 0, tr("Page"), [this](int index) { showPage(static_cast<Page>(index)); });
    m_header->addGap(-1);
    m_stack = new QStackedWidget(this);
    m_stop = new StopPage(m_hub, m_theme, m_stack);
    m_limits = new TablePage(m_theme, m_stack);
    m_routes = new TablePage(m_theme, m_stack);
    m_breakers = new TablePage(m_theme, m_stack);
    for (QWidget* page : std::initializer_list<QWidget*>{m_stop, m_limits, m_routes, m_breakers})
        m_stack->addWidget(page);
    m_arm = m_routes->addButton("risk_arm");
    m_disarm = m_routes->addButton("risk_disarm");
    m_close_breaker = m_breakers->addButton("risk_close_breaker");
    connect(m_arm, &QPushButton::clicked, this, &RiskPane::askArm);
    connect(m_disarm, &QPushButton::clicked, this, &RiskPane::disarm);
    connect(m_close_breaker, &QPushButton::clicked, this, &RiskPane::askCloseBreaker);
    connect(m_routes, &TablePage::chosen, this, &RiskPane::refreshRouteButtons);
    connect(m_breakers, &TablePage::chosen, this, &RiskPane::refreshRouteButtons);
}

void RiskPane::showPage(Page page) {
    m_stack->setCurrentIndex(static_cast<int>(page));
    m_choice->button(static_cast<int>(page))->setChecked(true);
    m_trade_version = ~std::uint64_t{0};
    refresh();
}

QString RiskPane::executionText() const {
    return m_execution->text();
}

void RiskPane::applyTheme() {
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Window, m_theme.color(Token::Bg1));
    setPalette(palette);
    setAutoFillBackground(true);
    QPalette crit = palette;
    crit.setColor(QPalette::ButtonText, m_theme.color(Token::Crit));
    m_engage->setPalette(crit);
}

void RiskPane::retranslate() {
    const QStringList pages{tr("Stop"), tr("Limits"), tr("Routes"), tr("Breakers")};
    for (int i = 0; i < pages.size(); ++i) {
        m_choice->button(i)->setText(pages.at(i));
        m_choice->button(i)->setAccessibleName(tr("Page") + QLatin1Char(' ') + pages.at(i));
        m_choice->button(i)->updateGeometry();
    }
    m_engage->setText(tr("Engage kill"));
    m_engage->setToolTip(tr("The same as the red control in the top bar"));
    m_reduce->setText(tr("Reduce only…"));
    m_scope->setText(tr("Halt scope…"));
    m_scope->setToolTip(tr("Stops one venue, instrument or source; the rest goes on"));
    m_reset->setText(tr("Reset…"));
    m_arm->setText(tr("Arm…"));
    m_disarm->setText(tr("Disarm"));
    m_close_breaker->setText(tr("Close breaker…"));
    m_limits->table().setAccessibleName(tr("Limits"));
    m_limits->table().setEmptyText(tr("The engine has not told its limits yet."));
    m_routes->table().setAccessibleName(tr("Routes"));
    m_routes->table().setEmptyText(tr("No order route is configured. Orders can go to the paper broker only."));
    m_breakers->table().setAccessibleName(tr("Breakers"));
    m_breakers->table().setEmptyText(tr("No symbol breaker has opened or counted a loss today."));
    m_limits->model().setColumns(limitColumns());
    m_routes->model().setColumns(routeColumns());
    m_breakers->model().setColumns(breakerColumns());
    m_trade_version = ~std::uint64_t{0};
    m_stop->retranslate();
    refresh();
}

void RiskPane::refresh() {
    refreshState();
    refreshExecution();
    if (m_stop->isVisible() || m_stack->currentWidget() == m_stop) m_stop->refresh();
    refreshPages();
    refreshRouteButtons();
}

void RiskPane::refreshState() {
    const api::RiskView& risk = m_hub.risk();
    const Look look = lookOf(risk.state);
    m_state->setToken(look.token);
    m_state->setText(look.glyph + QLatin1Char(' ') + texts::riskState(risk.state));
    const QString since = format::dateTimeMs(risk.since.ns, format::Zone::Local);
    const QString actor = texts::actor(risk.actor.view());
    m_since->setText(risk.since.ns == 0 ? actor.isEmpty() ? QString() : tr("by %1").arg(actor)
                     : actor.isEmpty() ? tr("since %1").arg(since)
                                        : tr("since %1 by %2").arg(since, actor));
    // A state that was simply found good on the disk has no cause to tell.
    QString why = risk.cause == Code::Ok ? QString() : texts::codeText(risk.cause);
    if (!risk.reason.view().empty()) why = tr("%1, reason: %2").arg(why, texts::reason(risk.reason.view()));
    if (risk.also_count > 0)
        why += QStringLiteral(" · ") + tr("%n more cause(s)", nullptr, static_cast<int>(risk.also_count));
    if (risk.simulated) why += QStringLiteral(" · ") + tr("simulated");
    m_why->setText(why);
    const bool halted = risk.state == State::Halted;
    enableButton(*m_reset, halted || risk.state == State::Reducing ? QString() : tr("Nothing is stopped"),
                 tr("Two steps: check, then phrase, reason and key"));
    enableButton(*m_reduce,
                 risk.state == State::Active ? QString()
                 : halted                    ? tr("Everything is stopped already")
                                             : tr("Only reducing orders pass already"),
                 tr("From now on only orders that shrink a position pass"));
}

void RiskPane::refreshExecution() {
    const api::TradeView& trade = m_hub.trade();
    QStringList armed;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.gateway_count) && i < trade.gateways.size(); ++i)
        if (trade.gateways[i].armed) armed << format::text(trade.gateways[i].route.view());
    const QString why = texts::whyNoOrder(trade, /*reduces=*/false);
    QString text =
        trade.version == 0 ? tr("Execution: not known yet") : tr("Execution: %1").arg(texts::executionMode(trade.mode));
    if (!armed.isEmpty()) text += QStringLiteral(" · ") + tr("armed: %1").arg(armed.join(QStringLiteral(", ")));
    if (trade.version != 0 && trade.mode != ExecutionMode::Off && !why.isEmpty())
        text += QStringLiteral(" · ") + tr("no order may be sent: %1").arg(why);
    const QString problem = format::text(trade.config_problem.view());
    if (!problem.isEmpty()) text = QStringLiteral("▲ %1: %2").arg(texts::codeText(Code::CfgRiskInvalid), problem);
    m_execution->setText(text);
    m_execution->setToken(!problem.isEmpty() ? Token::Crit : Token::Text2);
}

void RiskPane::refreshPages() {
    const api::TradeView& trade = m_hub.trade();
    if (trade.version == m_trade_version) return;
    m_trade_version = trade.version;
    const QString accounts = accountLine(trade);
    m_limits->setLine(accounts, accountsStale(trade) ? Token::NotLive : Token::Text, accounts);
    m_limits->model().setRows(limitRows(trade));
    m_routes->model().setRows(routeRows(trade));
    m_breakers->model().setRows(breakerRows(trade));
    QStringList hints;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.gateway_count) && i < trade.gateways.size(); ++i)
        if (const QString hint = routeHint(trade.gateways[i]); !hint.isEmpty()) hints << hint;
    m_routes->setLine(hints.join(QStringLiteral("   ")), Token::Attn, hints.join(QLatin1Char('\n')));
    int near = 0, breached = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.limit_count) && i < trade.limits.size(); ++i) {
        near += trade.limits[i].state == api::LimitRow::State::Warn ? 1 : 0;
        breached += trade.limits[i].state == api::LimitRow::State::Breach ? 1 : 0;
    }
    m_header->setState(breached > 0 ? StateWord{tr("%n limit(s) breached", nullptr, breached), Loudness::Critical}
                       : near > 0   ? StateWord{tr("%n limit(s) near", nullptr, near), Loudness::Attention}
                                    : StateWord{});
}

}  // namespace bw::ui
