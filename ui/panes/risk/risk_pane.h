// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/view.h"

class QGridLayout;
class QLabel;
class QPushButton;

namespace bw::ui {

class ElidedLabel;
class StepsTable;

/// The kill latch in full (workstation spec 3.11): state, since, by whom, why, steps with measured times, where the
/// latch lies, how the threads do; engage, reset, set key. 5 Hz. GUI thread.
class RiskPane : public View {
    Q_OBJECT
public:
    RiskPane(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("risk"); }
    [[nodiscard]] QString title() const override { return tr("Risk"); }
    [[nodiscard]] int rateHz() const override { return 5; }
    void refresh() override;
    void retranslate() override;

Q_SIGNALS:
    void killRequested();
    void resetRequested();
    void setKeyRequested();

private:
    struct Fact {
        ElidedLabel* name;
        ElidedLabel* value;
    };
    Fact addFact(QGridLayout& grid);
    void applyTheme();
    void refreshState();
    void refreshFacts();
    ElidedLabel* m_state = nullptr;
    ElidedLabel* m_since = nullptr;
    ElidedLabel* m_why = nullptr;
    StepsTable* m_steps = nullptr;
    Fact m_durable{}, m_latch{}, m_lock{}, m_audit{}, m_key{}, m_threads{};
    QPushButton* m_engage = nullptr;
    QPushButton* m_reset = nullptr;
    QPushButton* m_set_key = nullptr;
};

}  // namespace bw::ui
