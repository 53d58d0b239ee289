// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/top_bar.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/hub.h"
#include "ui/main_window/bar_cell.h"
#include "ui/main_window/kill_button.h"
#include "ui/panes/alerts/alert_rows.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/theme/icons.h"

namespace bw::ui {
namespace {

constexpr int kSymbolFromWidth = 1360;  // workstation spec 1.1: the focused symbol goes first

using RiskState = api::RiskView::State;

/// Of the stop itself: what the routes still owe is told by banner and risk pane, and may take for ever.
bool stepsPending(const api::RiskView& risk) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.step_count) && i < risk.steps.size(); ++i)
        if (risk.steps[i].route.view().empty() && risk.steps[i].state == api::RiskStep::State::Pending) return true;
    return false;
}

}  // namespace

/// ☰ with a full-height target.
class TopBar::MenuButton : public QAbstractButton {
public:
    MenuButton(Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
        setObjectName(QStringLiteral("menu"));
        setFocusPolicy(Qt::TabFocus);
    }
    [[nodiscard]] QSize sizeHint() const override { return {m_theme.px(48), m_theme.px(48) + 8}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        if (underMouse()) painter.fillRect(rect().adjusted(0, 0, 0, -1), m_theme.color(Token::Bg2));
        const int side = m_theme.px(20);
        const QRectF box(QPointF(width() - side, height() - side) / 2, QSizeF(side, side));
        paintIcon(painter, Icon::Menu, box, m_theme.color(Token::Text));
        if (!hasFocus()) return;
        painter.setPen(QPen(m_theme.color(Token::Accent), 2));
        painter.drawRoundedRect(rect().adjusted(4, 6, -5, -7), 6, 6);
    }

private:
    Theme& m_theme;
};

TopBar::TopBar(Hub& hub, Theme& theme, QWidget* parent) : QWidget(parent), m_hub(hub), m_theme(theme) {
    setObjectName(QStringLiteral("top_bar"));
    m_kill = new KillButton(theme, this);
    m_menu = new MenuButton(theme, this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_kill);
    m_state = addCell(QStringLiteral("state"), /*numbers=*/false);
    m_mode = addCell(QStringLiteral("mode"), /*numbers=*/false);
    m_symbol = addCell(QStringLiteral("symbol"), /*numbers=*/true);
    row->addStretch(1);
    m_drill = addCell(QStringLiteral("drill"), /*numbers=*/false);
    m_drill->hide();
    m_feeds = addCell(QStringLiteral("feeds"), /*numbers=*/false);
    m_gaps = addCell(QStringLiteral("data"), /*numbers=*/false);
    m_alert_chip = addCell(QStringLiteral("alerts"), /*numbers=*/false);
    m_clock = addCell(QStringLiteral("clock"), /*numbers=*/true);
    row->addWidget(m_menu);
    m_cells = {m_state, m_mode, m_symbol, m_drill, m_feeds, m_gaps, m_alert_chip, m_clock};
    m_clock->setFocusPolicy(Qt::NoFocus);

    connect(m_kill, &KillButton::engaged, this, &TopBar::killPressed);
    connect(m_state, &QAbstractButton::clicked, this, &TopBar::stateClicked);
    connect(m_mode, &QAbstractButton::clicked, this, &TopBar::modeClicked);
    connect(m_feeds, &QAbstractButton::clicked, this, &TopBar::feedsClicked);
    connect(m_gaps, &QAbstractButton::clicked, this, &TopBar::gapsClicked);
    connect(m_alert_chip, &QAbstractButton::clicked, this, &TopBar::alertsClicked);
    connect(m_drill, &QAbstractButton::clicked, this, &TopBar::drillClicked);
    connect(m_menu, &QAbstractButton::clicked, this, &TopBar::menuClicked);
    connect(&hub, &Hub::noticeArrived, this, [this](const api::Notice& notice) {
        if (notice.severity == Severity::Info) return;
        ++m_alerts;
        m_alert_critical = m_alert_critical || notice.severity == Severity::Critical;
    });
    connect(&theme, &Theme::changed, this, &TopBar::retranslate);
    retranslate();
}

BarCell* TopBar::addCell(const QString& name, bool numbers) {
    auto* cell = new BarCell(m_theme, name, numbers ? BarCell::Font::Numbers : BarCell::Font::Words, this);
    static_cast<QHBoxLayout*>(layout())->addWidget(cell);
    return cell;
}

QWidget* TopBar::menuButton() const {
    return m_menu;
}

void TopBar::retranslate() {
    setFixedHeight(m_kill->sizeHint().height());
    QStringList states, modes;
    for (const RiskState state : {RiskState::Active, RiskState::Reducing, RiskState::Halted, RiskState::Unknown})
        states << texts::riskState(state);
    for (const RunMode mode : {RunMode::Live, RunMode::Demo, RunMode::Replay}) modes << texts::runMode(mode);
    m_state->setWidest(states, {tr("since %1").arg(QStringLiteral("00:00:00"))});
    m_mode->setWidest(modes, {QStringLiteral("bellwether-1")});
    m_symbol->setWidest({QStringLiteral("BTC-USDT 000,000.00 ▲")}, {QStringLiteral("binance.coinm")});
    m_drill->setWidest({QStringLiteral("◐ ") + tr("overdue")}, {tr("DRILL")});
    m_feeds->setWidest({QStringLiteral("▲ 88/88")}, {tr("FEEDS")});
    m_gaps->setWidest({QStringLiteral("▲ ") + tr("%n gap(s)", nullptr, 888)}, {tr("DATA")});
    m_alert_chip->setWidest({QStringLiteral("▲ 8888")}, {tr("ALERTS")});
    m_clock->setWidest({QStringLiteral("00:00:00")}, {QStringLiteral("00:00:00Z")});
    m_drill->setToolTip(QString());
    m_state->setAccessibleName(tr("Risk state"));
    m_mode->setAccessibleName(tr("Mode"));
    m_symbol->setAccessibleName(tr("Focused symbol"));
    m_feeds->setAccessibleName(tr("Connections live of all"));
    m_gaps->setAccessibleName(tr("Open gaps"));
    m_alert_chip->setAccessibleName(tr("Alerts not acknowledged"));
    m_drill->setAccessibleName(tr("Drill overdue"));
    m_clock->setAccessibleName(tr("Clock"));
    m_clock->setToolTip(tr("Local time; below it UTC"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setToolTip(tr("Menu"));
    refresh();
}

void TopBar::setEngaging(bool engaging) {
    m_engaging = engaging;
    refreshState();
}

void TopBar::acknowledgeAlerts() {
    m_alerts = 0;
    m_alert_critical = false;
    refreshChips();
}

void TopBar::refresh() {
    refreshState();
    refreshMode();
    refreshSymbol();
    refreshChips();
    refreshClock();
}

void TopBar::refreshState() {
    const api::RiskView& risk = m_hub.risk();
    const bool halted = risk.state == RiskState::Halted;
    if (halted && !stepsPending(risk)) m_engaging = false;
    const bool stopping = (m_engaging && !halted) || (halted && stepsPending(risk));
    m_kill->show(stopping ? KillButton::Look::Stopping
                 : halted ? KillButton::Look::Halted
                          : KillButton::Look::Kill,
                 QString::fromStdString(m_hub.run().engine_name));
    const bool unknown = risk.state == RiskState::Unknown || m_hub.engineSilent();
    const Tone tone = halted || unknown                   ? Tone::Critical
                      : risk.state == RiskState::Reducing ? Tone::Attention
                                                          : Tone::Quiet;
    const QString since =
        risk.since.ns == 0 ? QString() : tr("since %1").arg(format::timeOfDay(risk.since.ns, format::Zone::Local));
    m_state->show(texts::riskState(halted || !m_hub.engineSilent() ? risk.state : RiskState::Unknown), since, tone);
    const QString hint = texts::codeText(risk.cause);
    if (m_state->toolTip() != hint) m_state->setToolTip(hint);
}

void TopBar::refreshMode() {
    const api::RunInfo& run = m_hub.run();
    m_mode->show(texts::runMode(run.mode), QString::fromStdString(run.engine_name),
                 run.mode == RunMode::Live ? Tone::Quiet : Tone::NotLive);
    const QString hint =
        tr("Data: %1. Click to choose another source.").arg(QString::fromStdString(run.endpoint_summary));
    if (m_mode->toolTip() != hint) m_mode->setToolTip(hint);
}

void TopBar::refreshSymbol() {
    if (!m_symbol->isVisible()) return;
    const api::MarketView& view = m_hub.market(m_hub.focused());
    if (view.version == 0) {
        m_symbol->show(format::missing(), QString());
        return;
    }
    const bool up = view.last_side == Side::Buy;
    const std::int64_t units = view.has_last ? view.last.units : view.top.bid.price.units;
    const bool known = view.has_last || view.top.has_bid;
    const QString price = known ? format::fixed(units, view.price_digits, view.price_shown) : format::missing();
    const QString arrow = !view.has_last || view.last_side == Side::Unknown ? QString()
                          : up                                              ? QStringLiteral(" ▲")
                                                                            : QStringLiteral(" ▼");
    const QString id = format::text(view.id.view());
    m_symbol->setTopToken(arrow.isEmpty() ? Token::Text : up ? Token::Up : Token::Down);
    m_symbol->show(QStringLiteral("%1 %2%3").arg(format::text(view.pair.view()), price, arrow),
                   id.left(id.lastIndexOf(QLatin1Char('.'))));
}

void TopBar::refreshChips() {
    const api::FeedsView& feeds = m_hub.feeds();
    int live = 0, down = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(feeds.count); ++i) {
        live += feeds.rows[i].state == FeedState::Live ? 1 : 0;
        down += feeds.rows[i].state == FeedState::Down ? 1 : 0;
    }
    const bool well = live == feeds.count;
    const QString share = QStringLiteral("%1/%2").arg(live).arg(feeds.count);
    m_feeds->show(well ? share : QStringLiteral("▲ ") + share, tr("FEEDS"),
                  well       ? Tone::Quiet
                  : down > 0 ? Tone::Critical
                             : Tone::NotLive);
    const int gaps = m_hub.openGaps();
    const QString gap_text = tr("%n gap(s)", nullptr, gaps);
    m_gaps->show(gaps == 0 ? gap_text : QStringLiteral("▲ ") + gap_text, tr("DATA"),
                 gaps == 0 ? Tone::Quiet : Tone::Critical);
    refreshAlerts();
    const bool overdue = m_hub.drill().overdue;
    if (m_drill->isHidden() == overdue) m_drill->setVisible(overdue);
    if (overdue) m_drill->show(QStringLiteral("◐ ") + tr("overdue"), tr("DRILL"), Tone::NotLive);
    if (m_drill->toolTip().isEmpty()) m_drill->setToolTip(texts::codeHelp(Code::DrillOverdue));
}

int TopBar::alerts() const {
    const api::AlertsView& alerts = m_hub.alerts();
    return alerts.version > 0 ? static_cast<int>(alerts.unacknowledged) : m_alerts;
}

void TopBar::refreshAlerts() {
    const api::AlertsView& alerts = m_hub.alerts();
    const bool critical = alerts.version > 0 ? openCriticals(alerts) > 0 : m_alert_critical;
    const int waiting = this->alerts();
    const QString count = waiting > 9'999 ? QStringLiteral("9999+") : QString::number(waiting);
    m_alert_chip->show(waiting == 0 ? count : QStringLiteral("▲ ") + count, tr("ALERTS"),
                       waiting == 0 ? Tone::Quiet
                       : critical   ? Tone::Critical
                                    : Tone::Attention);
}

void TopBar::refreshClock() {
    const std::int64_t now = m_hub.api().wallNow().ns;
    m_clock->show(format::timeOfDay(now, format::Zone::Local),
                  format::timeOfDay(now, format::Zone::Utc) + QLatin1Char('Z'));
}

void TopBar::resizeEvent(QResizeEvent* event) {
    m_symbol->setVisible(width() >= kSymbolFromWidth);
    QWidget::resizeEvent(event);
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Grid));
}

}  // namespace bw::ui
