// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/tray.h"

#include <QMenu>
#include <QSystemTrayIcon>

#include "ui/hub.h"
#include "ui/panes/alerts/alert_rows.h"
#include "ui/texts.h"
#include "ui/theme/icons.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

constexpr std::int64_t kIdentityNs = 60 * kNsPerSec;
constexpr std::int64_t kStormNs = 10 * kNsPerSec;
constexpr std::size_t kStormOver = 20;
constexpr int kMessageMs = 10'000;

std::string identityOf(const api::AlertRow& alert) {
    return std::string(alert.rule.view()) + '\n' + std::string(alert.labels.view());
}

}  // namespace

std::vector<AlertMessages::Message> AlertMessages::take(const api::AlertsView& alerts, MonoTime now) {
    std::unordered_set<std::uint64_t> present;
    std::vector<const api::AlertRow*> fresh;
    for (std::size_t i = 0; i < static_cast<std::size_t>(alerts.count) && i < alerts.rows.size(); ++i) {
        const api::AlertRow& alert = alerts.rows[i];
        if (alert.state != api::AlertRow::State::Firing) continue;
        present.insert(alert.alert_id);
        if (!m_seen.contains(alert.alert_id) && !alert.acknowledged && alert.muted_ms == 0) fresh.push_back(&alert);
    }
    m_seen = std::move(present);
    while (!m_recent.empty() && now - m_recent.front() >= kStormNs) m_recent.pop_front();
    std::erase_if(m_told, [&](const auto& one) { return now - one.second >= kIdentityNs; });
    m_recent.insert(m_recent.end(), fresh.size(), now);
    std::vector<Message> out;
    if (m_recent.size() > kStormOver) {
        for (const api::AlertRow* alert : fresh) {
            if (m_storm_waiting == 0 || alert->severity > m_storm_worst.severity) m_storm_worst = *alert;
            ++m_storm_waiting;
            m_told.insert_or_assign(identityOf(*alert), now);
        }
    } else {
        for (const api::AlertRow* alert : fresh)
            if (m_told.insert({identityOf(*alert), now}).second) out.push_back({1, *alert});
    }
    // What a storm holds back is told at once the first time, then at most every 10 s.
    if (m_storm_waiting > 0 && (m_storm_told.ns == 0 || now - m_storm_told >= kStormNs)) {
        out.push_back({m_storm_waiting, m_storm_worst});
        m_storm_waiting = 0;
        m_storm_told = now;
    }
    return out;
}

Tray::Tray(Hub& hub, QObject* parent) : QObject(parent), m_hub(hub), m_menu(std::make_unique<QMenu>()) {
    m_menu->setObjectName(QStringLiteral("tray_menu"));
    m_state = m_menu->addAction(QString());
    m_state->setEnabled(false);
    m_menu->addSeparator();
    m_halt = m_menu->addAction(QString());
    m_halt->setObjectName(QStringLiteral("tray_halt"));
    m_menu->addSeparator();
    m_show = m_menu->addAction(QString());
    m_show->setObjectName(QStringLiteral("tray_show"));
    m_quit = m_menu->addAction(QString());
    m_quit->setObjectName(QStringLiteral("tray_quit"));
    connect(m_halt, &QAction::triggered, this, &Tray::haltRequested);
    connect(m_show, &QAction::triggered, this, &Tray::showRequested);
    connect(m_quit, &QAction::triggered, this, &Tray::quitRequested);
    connect(&hub, &Hub::alertsChanged, this, &Tray::newAlerts);
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_icon = new QSystemTrayIcon(programIcon(), this);
        m_icon->setContextMenu(m_menu.get());
        connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::messageClicked);
        connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
            if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick) Q_EMIT showRequested();
        });
        m_icon->show();
    }
    retranslate();
}

Tray::~Tray() {
    if (m_icon != nullptr) m_icon->setContextMenu(nullptr);
}

void Tray::retranslate() {
    m_halt->setText(tr("Halt all"));
    m_show->setText(tr("Show the window"));
    m_quit->setText(tr("Quit"));
    m_tip.clear();
    refresh();
}

void Tray::refresh() {
    const api::RiskView& risk = m_hub.risk();
    const QString state = texts::riskState(m_hub.engineSilent() ? api::RiskView::State::Unknown : risk.state);
    const int criticals = openCriticals(m_hub.alerts());
    const QString tip = criticals == 0 ? tr("Bellwether · %1").arg(state)
                                       : tr("Bellwether · %1 · %n critical alert(s)", nullptr, criticals).arg(state);
    if (tip == m_tip) return;
    m_tip = tip;
    m_state->setText(tip);
    if (m_icon == nullptr) return;
    m_icon->setToolTip(tip);
    const bool stopped = risk.state == api::RiskView::State::Halted || criticals > 0;
    if (stopped != m_stopped) m_icon->setIcon(stopped ? alarmIcon() : programIcon());
    m_stopped = stopped;
}

void Tray::newAlerts() {
    for (const AlertMessages::Message& message : m_messages.take(m_hub.alerts(), m_hub.api().now())) show(message);
    refresh();
}

void Tray::show(const AlertMessages::Message& message) {
    const QString worst = QStringLiteral("%1 %2: %3")
                              .arg(severityGlyph(message.alert.severity), texts::alertSeverity(message.alert.severity),
                                   alertSentence(message.alert));
    const QString title = message.count > 1 ? tr("%n alert(s)", nullptr, message.count) : tr("Alert");
    m_last_message = QStringLiteral("%1\n%2").arg(title, worst);
    if (m_icon == nullptr || !QSystemTrayIcon::supportsMessages()) return;
    m_icon->showMessage(title, worst,
                        message.alert.severity == AlertSeverity::Critical ? QSystemTrayIcon::Critical
                        : message.alert.severity == AlertSeverity::Info   ? QSystemTrayIcon::Information
                                                                          : QSystemTrayIcon::Warning,
                        kMessageMs);
}

}  // namespace bw::ui
