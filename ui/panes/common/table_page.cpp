// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/table_page.h"

#include <QHBoxLayout>
#include <QPushButton>

#include "ui/main_window/elided_label.h"
#include "ui/panes/common/data_table.h"
#include "ui/texts.h"

namespace bw::ui {

TablePage::TablePage(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    m_line = new ElidedLabel(theme, 9.5, ElidedLabel::Font::Numbers, this);
    m_line->setContentsMargins(0, 0, 0, 0);
    m_line->hide();
    m_table = new DataTable(theme, this);
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumSize(60, 48);
    m_bar = new QWidget(this);
    m_buttons = new QHBoxLayout(m_bar);
    m_buttons->setContentsMargins(8, 4, 8, 4);
    m_buttons->setSpacing(6);
    m_answer = new ElidedLabel(theme, 9.5, ElidedLabel::Font::Words, m_bar);
    m_answer->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_buttons->addWidget(m_answer, 1);
    m_bar->hide();
    auto* above = new QHBoxLayout;
    above->setContentsMargins(8, 3, 8, 3);
    above->addWidget(m_line);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(above);
    column->addWidget(m_table, 1);
    column->addWidget(m_bar);
    setFocusProxy(m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TablePage::chosen);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &TablePage::chosen);
}

void TablePage::setLine(const QString& text, Token token, const QString& tooltip) {
    m_line->setText(text);
    m_line->setToken(token);
    if (m_line->toolTip() != tooltip) m_line->setToolTip(tooltip);
    if (m_line->isHidden() != text.isEmpty()) m_line->setVisible(!text.isEmpty());
}

QString TablePage::line() const {
    return m_line->text();
}

QPushButton* TablePage::addButton(const char* name) {
    auto* button = new QPushButton(m_bar);
    button->setObjectName(QLatin1StringView(name));
    button->setAutoDefault(false);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    m_bar->show();
    return button;
}

int TablePage::currentRow() const {
    const QModelIndex now = m_table->selectionModel()->currentIndex();
    return now.isValid() && m_table->selectionModel()->isRowSelected(now.row(), {}) ? now.row() : -1;
}

void TablePage::select(const QString& id) {
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (m_model.row(row).id == id) m_table->selectRow(row);
}

void TablePage::answer(const Status& status, const QString& handed_over) {
    m_answer->setToken(status ? Token::Text2 : Token::Crit);
    m_answer->setText(status ? QStringLiteral("→ ") + handed_over
                             : QStringLiteral("✗ ") + texts::errorText(status.error()));
}

QString TablePage::answerText() const {
    return m_answer->text();
}

void enableButton(QPushButton& button, const QString& why_not, const QString& hint) {
    if (button.isEnabled() != why_not.isEmpty()) button.setEnabled(why_not.isEmpty());
    const QString& tip = why_not.isEmpty() ? hint : why_not;
    if (button.toolTip() != tip) button.setToolTip(tip);
}

}  // namespace bw::ui
