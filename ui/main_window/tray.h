// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/api/views.h"

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace bw::ui {

class Hub;

/// Which new alerts get a desktop message (risk spec 5.2): one per identity in 60 s; more than 20 new ones in 10 s
/// become one "N alerts". Muted, acknowledged and ended ones get none. Pure but for its memory; GUI thread. Bound: the
/// identities of the last minute and the firings of the last view.
class AlertMessages {
public:
    struct Message {
        int count = 1;  // above 1: a storm, `alert` is the gravest
        api::AlertRow alert;
    };
    [[nodiscard]] std::vector<Message> take(const api::AlertsView& alerts, MonoTime now);

private:
    std::unordered_set<std::uint64_t> m_seen;          // alert ids of the last view
    std::unordered_map<std::string, MonoTime> m_told;  // identity: when
    std::deque<MonoTime> m_recent;                     // new firings of the last 10 s
    MonoTime m_storm_told;
    int m_storm_waiting = 0;
    api::AlertRow m_storm_worst;
};

/// The tray icon: Halt all (one action, no dialog), show, quit, and messages for new alerts. Where the desktop has no
/// tray everything else goes on. GUI thread.
class Tray : public QObject {
    Q_OBJECT
public:
    Tray(Hub& hub, QObject* parent);
    ~Tray() override;
    /// Tooltip and icon; cheap while nothing changed.
    void refresh();
    void retranslate();
    [[nodiscard]] QMenu& menu() { return *m_menu; }
    [[nodiscard]] bool available() const { return m_icon != nullptr; }
    /// Title and text of the last message, also where no tray shows it.
    [[nodiscard]] const QString& lastMessage() const { return m_last_message; }

Q_SIGNALS:
    void haltRequested();
    void showRequested();
    void quitRequested();
    void messageClicked();

private:
    void newAlerts();
    void show(const AlertMessages::Message& message);
    Hub& m_hub;
    std::unique_ptr<QMenu> m_menu;
    QSystemTrayIcon* m_icon = nullptr;
    QAction *m_state = nullptr, *m_halt = nullptr, *m_show = nullptr, *m_quit = nullptr;
    AlertMessages m_messages;
    QString m_last_message, m_tip;
    bool m_stopped = false;
};

}  // namespace bw::ui
