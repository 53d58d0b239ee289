// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "core/api/engine_api.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace bw::ui {

class FlatButton;
class Hub;
class Theme;

/// A new order: filled in, checked as it is typed, sent by its button alone; Enter in a field does nothing. After each
/// order the side has to be chosen anew, so that a second press sends nothing. While no order may be sent the fields
/// stay readable and the reason stands where the answer would. GUI thread.
class OrderTicketPanel : public QWidget {
    Q_OBJECT
public:
    OrderTicketPanel(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    /// Why the button sleeps; empty: it is awake.
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString answer() const;

private:
    struct Row {
        QLabel* label = nullptr;
        QLineEdit* edit = nullptr;
    };
    Row addNumber(const char* name);
    void build();
    void applyTheme();
    void inputChanged();
    void refreshLists();
    void followSent();
    void showRelevant();
    void send();
    [[nodiscard]] int instrument() const;
    [[nodiscard]] OrderType type() const;
    [[nodiscard]] QString closedReason() const;
    [[nodiscard]] QString inputProblem() const;
    [[nodiscard]] QString summary() const;
    Hub& m_hub;
    Theme& m_theme;
    QLabel *m_tif_label = nullptr, *m_answer = nullptr;
    QComboBox *m_instrument = nullptr, *m_route = nullptr, *m_type = nullptr, *m_tif = nullptr;
    QButtonGroup* m_sides = nullptr;
    FlatButton *m_buy = nullptr, *m_sell = nullptr;
    Row m_qty, m_price, m_stop, m_sl, m_tp;
    QCheckBox* m_reduce = nullptr;
    QPushButton* m_send = nullptr;
    QString m_reason;
    QString m_said;  // answer to the last order, until something is typed
    bool m_said_bad = false;
    std::string m_sent_id;  // of the last order, until it is known to be refused
    bool m_filling = false;  // by us, not by the user
    bool m_instrument_chosen = false;
};

}  // namespace bw::ui
