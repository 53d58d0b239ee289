// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/alerts/alerts_view.h"

#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/panes.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {
constexpr int kMuteMinutes[] = {15, 60, 480};
}

AlertsView::AlertsView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_ended = m_header->addToggle({}, true, [this](bool) { applyFilter(); });
    m_header->addGap(8);
    m_filter = new QLineEdit(this);
    m_filter->setClearButtonEnabled(true);
    m_filter->setFrame(false);
    m_filter->setMinimumWidth(60);
    m_filter->setMaximumWidth(240);
    m_header->addControl(m_filter, 1);
    m_header->addGap(-1);
    m_page = new TablePage(theme, this);
    m_acknowledge = m_page->addButton("alerts_acknowledge");
    m_mute = m_page->addButton("alerts_mute");
    m_unmute = m_page->addButton("alerts_unmute");
    auto* menu = new QMenu(m_mute);
    connect(menu, &QMenu::aboutToShow, this, &AlertsView::fillMuteMenu);
    m_mute->setMenu(menu);
    connect(m_acknowledge, &QPushButton::clicked, this, &AlertsView::acknowledge);
    connect(m_unmute, &QPushButton::clicked, this, [this] {
        if (const api::AlertRow* alert = current(); alert != nullptr && alert->muted_ms > 0)
            mute(format::text(alert->rule.view()), format::text(alert->labels.view()), 0);
        else
            mute({}, {}, 0);
    });
    connect(m_page, &TablePage::chosen, this, &AlertsView::refreshButtons);
    connect(m_filter, &QLineEdit::textChanged, this, &AlertsView::applyFilter);
    const auto key = [this](const QKeySequence& sequence, QWidget* where, auto act) {
        auto* shortcut = new QShortcut(sequence, where);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(QKeySequence::Find, this, [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
    key(QKeySequence(Qt::Key_A), &m_page->table(), [this] { acknowledge(); });
    key(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M), &m_page->table(), [this] {
        if (const api::AlertRow* alert = current())
            mute(format::text(alert->rule.view()), format::text(alert->labels.view()), kMuteMinutes[0]);
    });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_page, 1);
    setFocusProxy(m_page);
    connect(&theme, &Theme::changed, this, &AlertsView::retranslate);
    retranslate();
}

void AlertsView::retranslate() {
    m_header->setSubject(tr("Alerts"));
    m_ended->setText(tr("Ended"));
    m_ended->setToolTip(tr("Show alerts that have ended too"));
    m_ended->updateGeometry();
    m_filter->setPlaceholderText(tr("Filter (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter the alerts by any text in a row"));
    m_filter->setFont(m_theme.uiFont(9));
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Base, m_theme.color(Token::Bg2));
    m_filter->setPalette(palette);
    m_acknowledge->setText(tr("Acknowledge"));
    m_mute->setText(tr("Mute"));
    m_unmute->setText(tr("Unmute"));
    m_page->table().setAccessibleName(tr("Alerts"));
    m_page->model().setColumns(alertColumns());
    m_version = ~std::uint64_t{0};
    refresh();
}

void AlertsView::applyFilter() {
    m_version = ~std::uint64_t{0};
    refresh();
}

void AlertsView::refresh() {
    const api::AlertsView& alerts = m_hub.alerts();
    if (alerts.version != m_version) {
        m_version = alerts.version;
        m_page->model().setRows(alertRows(alerts, {m_ended->isChecked(), m_filter->text().trimmed()}));
        m_page->table().setEmptyText(alerts.version == 0 ? tr("The engine has not told its alerts yet.")
                                     : alerts.count == 0 ? tr("No alert since start.")
                                                         : tr("No alert matches."));
        refreshState();
    }
    refreshButtons();
}

void AlertsView::refreshState() {
    const api::AlertsView& alerts = m_hub.alerts();
    std::uint32_t firing = 0;
    for (const std::uint32_t count : alerts.firing) firing += count;
    QStringList mutes;
    for (std::size_t i = 0; i < static_cast<std::size_t>(alerts.mute_count) && i < alerts.mutes.size(); ++i) {
        const api::AlertsView::Mute& one = alerts.mutes[i];
        const QString what = one.rule.view().empty() ? tr("everything") : texts::alertRule(one.rule.view());
        const QString labels = format::text(one.labels.view());
        mutes << tr("%1 for %2")
                     .arg(labels.isEmpty() ? what : QStringLiteral("%1 · %2").arg(what, labels),
                          format::steadyAge(one.left_ms * kNsPerMs));
    }
    QStringList lines;
    if (!mutes.isEmpty()) lines << QStringLiteral("◆ ") + tr("muted: %1").arg(mutes.join(QStringLiteral(", ")));
    if (alerts.webhook_configured) {
        lines << tr("webhook: %1 delivered").arg(format::count(alerts.webhook_sent));
        if (alerts.webhook_failed + alerts.webhook_dropped > 0)
            lines << QStringLiteral("▲ ") +
                         tr("%1 failed, %2 dropped")
                             .arg(format::count(alerts.webhook_failed), format::count(alerts.webhook_dropped));
    }
    const bool lost = alerts.webhook_failed + alerts.webhook_dropped > 0;
    m_page->setLine(lines.join(QStringLiteral("   ")), lost || !mutes.isEmpty() ? Token::Attn : Token::Text2);
    const int criticals = openCriticals(alerts);
    m_header->setState(alerts.version == 0 ? StateWord{}
                       : criticals > 0
                           ? StateWord{tr("%n critical, not acknowledged", nullptr, criticals), Loudness::Critical}
                       : firing > 0 ? StateWord{tr("%n firing", nullptr, static_cast<int>(firing)), Loudness::Attention}
                                    : StateWord{tr("none firing"), Loudness::Quiet});
}

const api::AlertRow* AlertsView::current() const {
    const int row = m_page->currentRow();
    const api::AlertsView& alerts = m_hub.alerts();
    if (row < 0) return nullptr;
    const int at = m_page->model().row(row).tag;
    return at >= 0 && at < alerts.count ? &alerts.rows[static_cast<std::size_t>(at)] : nullptr;
}

void AlertsView::refreshButtons() {
    const api::AlertRow* alert = current();
    const bool firing = alert != nullptr && alert->state == api::AlertRow::State::Firing;
    enableButton(*m_acknowledge,
                 alert == nullptr      ? tr("Choose an alert first")
                 : !firing             ? tr("Only firing alerts are acknowledged")
                 : alert->acknowledged ? tr("It is acknowledged already")
                                       : QString(),
                 tr("Ends sound and repeats of this firing (A)"));
    enableButton(*m_mute, m_hub.alerts().version == 0 ? tr("The engine has not told its alerts yet.") : QString(),
                 tr("No sound, message or repeat for a while; alerts are still shown"));
    const bool muted = alert != nullptr && alert->muted_ms > 0;
    enableButton(*m_unmute, muted || m_hub.alerts().mute_count > 0 ? QString() : tr("Nothing is muted"),
                 muted ? tr("Ends the mute of the chosen alert") : tr("Ends the mute of everything"));
}

void AlertsView::acknowledge() {
    const api::AlertRow* alert = current();
    if (alert == nullptr || !m_acknowledge->isEnabled()) return;
    m_page->answer(m_hub.api().acknowledgeAlert(alert->alert_id),
                   tr("asked to acknowledge: %1").arg(alertSentence(*alert)));
}

void AlertsView::fillMuteMenu() {
    QMenu& menu = *m_mute->menu();
    menu.clear();
    const auto add = [&](const QString& title, const QString& rule, const QString& labels) {
        QMenu* times = menu.addMenu(title);
        const QString words[] = {tr("15 minutes"), tr("1 hour"), tr("8 hours")};
        for (std::size_t i = 0; i < std::size(kMuteMinutes); ++i)
            connect(times->addAction(words[i]), &QAction::triggered, this,
                    [this, rule, labels, minutes = kMuteMinutes[i]] { mute(rule, labels, minutes); });
    };
    if (const api::AlertRow* alert = current()) {
        const QString rule = format::text(alert->rule.view()), labels = format::text(alert->labels.view());
        if (!labels.isEmpty()) add(tr("This alert: %1").arg(labels), rule, labels);
        add(tr("The rule: %1").arg(texts::alertRule(alert->rule.view())), rule, {});
    }
    add(tr("All alerts"), {}, {});
}

void AlertsView::mute(const QString& rule, const QString& labels, int minutes) {
    const QString what = rule.isEmpty() ? tr("everything") : texts::alertRule(rule.toStdString());
    m_page->answer(m_hub.api().muteAlert(rule.toStdString(), labels.toStdString(), minutes),
                   minutes == 0 ? tr("asked to end the mute of %1").arg(what) : tr("asked to mute %1").arg(what));
}

View* makeAlertsView(Hub& hub, Theme& theme, QWidget* parent) {
    return new AlertsView(hub, theme, parent);
}

}  // namespace bw::ui
