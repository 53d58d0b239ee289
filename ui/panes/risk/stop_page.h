// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;

namespace bw::ui {

class ElidedLabel;
class Hub;
class StepsTable;
class Theme;

/// The stop in full: whether it ended flat, its steps with measured times, halted scopes, where the latch lies, how the
/// threads do. Scrolls. GUI thread.
class StopPage : public QWidget {
    Q_OBJECT
public:
    StopPage(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    void refresh();
    void retranslate();

Q_SIGNALS:
    void setKeyRequested();

private:
    struct Fact {
        ElidedLabel* name;
        ElidedLabel* value;
    };
    Fact addFact(QGridLayout& grid);
    void refreshFlat();
    void refreshScopes();
    void refreshFacts();
    Hub& m_hub;
    Theme& m_theme;
    QLabel* m_flat = nullptr;
    QLabel* m_scopes = nullptr;
    StepsTable* m_steps = nullptr;
    Fact m_durable{}, m_latch{}, m_lock{}, m_audit{}, m_key{}, m_threads{};
    QPushButton* m_set_key = nullptr;
};

}  // namespace bw::ui
