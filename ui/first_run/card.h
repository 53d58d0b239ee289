// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace bw::ui {

/// One source on the first-run page: outline, title, a sentence, its fields, its button. GUI thread.
class Card : public QWidget {
    Q_OBJECT
public:
    Card(Theme& theme, Icon icon, bool prominent, QWidget* parent = nullptr);
    void setTexts(const QString& title, const QString& sentence, const QString& action);
    /// A labelled field; the label is the caller's to translate.
    QLabel* addField(QWidget* field, QWidget* beside = nullptr);
    [[nodiscard]] QPushButton* action() const { return m_action; }
    void applyTheme();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    Icon m_icon;
    bool m_prominent;
    QLabel* m_title = nullptr;
    QLabel* m_sentence = nullptr;
    QVBoxLayout* m_fields = nullptr;
    QPushButton* m_action = nullptr;
};

}  // namespace bw::ui
