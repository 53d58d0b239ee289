// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTableView>

namespace bw::ui {

class Theme;

/// The tables of the data views: flat header, rows from font metrics, columns sized in digits; a narrow table drops the
/// columns of the highest rank. Ctrl+C copies the chosen rows with a header, tab separated. The model answers the roles
/// of keyed_table_model.h. GUI thread.
class DataTable : public QTableView {
    Q_OBJECT
public:
    DataTable(Theme& theme, QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;
    /// Words in the middle while there are no rows.
    void setEmptyText(const QString& text);
    [[nodiscard]] const QString& emptyText() const { return m_empty; }
    void copyRows() const;

Q_SIGNALS:
    void rowsPainted(int first, int last);  // these rows were on the screen just now

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void applyTheme();
    void fitColumns();
    Theme& m_theme;
    QString m_empty;
};

}  // namespace bw::ui
