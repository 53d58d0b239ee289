// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "core/model/result.h"
#include "ui/panes/common/keyed_table_model.h"

class QHBoxLayout;
class QPushButton;

namespace bw::ui {

class DataTable;
class ElidedLabel;

/// A table with a line above it and buttons and the answer of the last command below it. GUI thread.
class TablePage : public QWidget {
    Q_OBJECT
public:
    TablePage(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] DataTable& table() { return *m_table; }
    [[nodiscard]] TextTableModel& model() { return m_model; }
    /// One line above the table; empty hides it.
    void setLine(const QString& text, Token token = Token::Text2, const QString& tooltip = {});
    [[nodiscard]] QString line() const;
    /// A command button below the table; buttons and answer take no room while there are none.
    QPushButton* addButton(const char* name);
    /// Row in hand, -1: none.
    [[nodiscard]] int currentRow() const;
    /// Puts the selection back on a row by its id.
    void select(const QString& id);
    /// What the last command came to: handed over is not done.
    void answer(const Status& status, const QString& handed_over);
    [[nodiscard]] QString answerText() const;

Q_SIGNALS:
    void chosen();  // another row, or none

private:
    Theme& m_theme;
    TextTableModel m_model;
    DataTable* m_table = nullptr;
    ElidedLabel *m_line = nullptr, *m_answer = nullptr;
    QWidget* m_bar = nullptr;
    QHBoxLayout* m_buttons = nullptr;
};

/// Enabled with a hint, or disabled with the reason.
void enableButton(QPushButton& button, const QString& why_not, const QString& hint = {});

}  // namespace bw::ui
