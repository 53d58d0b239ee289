// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QScrollArea>

#include "ui/panes/research/report.h"

class QBoxLayout;

namespace bw::ui {

class DataTable;

/// Label and value pairs that wrap. GUI thread.
class FactsWidget : public QWidget {
    Q_OBJECT
public:
    FactsWidget(Theme& theme, ReportFacts facts, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override { return {320, heightForWidth(320)}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Place {
        QRectF label, value;
    };
    [[nodiscard]] std::vector<Place> places(int width) const;
    [[nodiscard]] int lineHeight() const;
    Theme& m_theme;
    ReportFacts m_facts;
};

/// One page of a report: what it says, with plots beside it where there is room and below it where there is not.
/// Scrolls. GUI thread.
class ReportPageWidget : public QScrollArea {
    Q_OBJECT
public:
    ReportPageWidget(Theme& theme, ReportPage page, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void applyTheme();
    void arrange();
    [[nodiscard]] QWidget* make(ReportSection& section, bool fills, QWidget* parent);
    [[nodiscard]] QWidget* makeTable(ReportTable table, bool fills, QWidget* parent);
    Theme& m_theme;
    QWidget* m_body = nullptr;
    QBoxLayout* m_columns = nullptr;
    bool m_has_side = false;
    struct Fixed {
        DataTable* table;
        int rows;
    };
    std::vector<Fixed> m_fixed;  // tables whose height follows their rows
};

}  // namespace bw::ui
