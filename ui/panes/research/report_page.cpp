// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/research/report_page.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "ui/panes/common/data_table.h"
#include "ui/panes/research/report_plots.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kPad = 8, kGap = 18;
constexpr int kSideBySideFrom = 900;
constexpr int kRowsMax = 24;  // longer tables scroll by themselves

/// A table with sorting by a click on a header; owns its model.
class SortableTable : public DataTable {
public:
    SortableTable(Theme& theme, ReportTable table, QWidget* parent)
        : DataTable(theme, parent), m_table(std::move(table)) {
        m_model.setColumns(m_table.columns);
        m_model.setRows(m_table.rows);
        setModel(&m_model);
        setAccessibleName(m_table.title);
        if (m_table.sort_keys.empty()) return;
        horizontalHeader()->setSectionsClickable(true);
        connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &SortableTable::sortBy);
    }
    ~SortableTable() override { QTableView::setModel(nullptr); }  // the model goes first

private:
    void sortBy(int column) {
        m_down = column == m_column ? !m_down : true;
        m_column = column;
        const auto at = static_cast<std::size_t>(column);
        std::vector<std::size_t> order(m_table.rows.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        const auto key = [&](std::size_t row) {
            return at < m_table.sort_keys[row].size() ? m_table.sort_keys[row][at] : std::nan("");
        };
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const double x = key(a), y = key(b);
            if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
            return m_down ? x > y : x < y;
        });
        std::vector<TextRow> rows;
        rows.reserve(order.size());
        for (const std::size_t row : order) rows.push_back(m_table.rows[row]);
        std::vector<TableColumn> columns = m_table.columns;
        columns[at].title += m_down ? QStringLiteral(" ▾") : QStringLiteral(" ▴");
        m_model.setColumns(std::move(columns));
        m_model.setRows(std::move(rows));
    }
    ReportTable m_table;
    TextTableModel m_model;
    int m_column = -1;
    bool m_down = true;
};

}  // namespace

FactsWidget::FactsWidget(Theme& theme, ReportFacts facts, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_facts(std::move(facts)) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    QStringList words;
    for (const ReportFact& fact : m_facts.facts) words.append(fact.label + QLatin1Char(' ') + fact.value);
    setAccessibleName(words.join(QStringLiteral(", ")));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

int FactsWidget::lineHeight() const {
    return std::max(QFontMetrics(m_theme.uiFont(9)).height(), QFontMetrics(m_theme.numberFont(9)).height()) + 4;
}

std::vector<FactsWidget::Place> FactsWidget::places(int width) const {
    const QFontMetricsF label(m_theme.uiFont(9)), value(m_theme.numberFont(9));
    std::vector<Place> out;
    double x = kPad, y = 4;
    for (const ReportFact& fact : m_facts.facts) {
        const double label_width = label.horizontalAdvance(fact.label) + 2;
        const double value_width =
            std::min(value.horizontalAdvance(fact.value) + 2, std::max(40.0, width - label_width - 3 * kPad));
        const double all = label_width + 6 + value_width;
        if (x > kPad && x + all > width - kPad) {
            x = kPad;
            y += lineHeight();
        }
        out.push_back(
            {QRectF(x, y, label_width, lineHeight()), QRectF(x + label_width + 6, y, value_width, lineHeight())});
        x += all + kGap;
    }
    return out;
}

int FactsWidget::heightForWidth(int width) const {
    const std::vector<Place> all = places(width);
    return all.empty() ? 0 : static_cast<int>(all.back().value.bottom()) + 4;
}

void FactsWidget::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    const std::vector<Place> all = places(width());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const ReportFact& fact = m_facts.facts[i];
        painter.setFont(m_theme.uiFont(9));
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(all[i].label, Qt::AlignLeft | Qt::AlignVCenter, fact.label);
        painter.setFont(m_theme.numberFont(9));
        painter.setPen(m_theme.color(fact.token));
        painter.drawText(
            all[i].value, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(fact.value, Qt::ElideRight, static_cast<int>(all[i].value.width()) + 1));
    }
}

bool FactsWidget::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::vector<Place> all = places(width());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!all[i].label.united(all[i].value).contains(help->pos())) continue;
        const ReportFact& fact = m_facts.facts[i];
        QToolTip::showText(help->globalPos(), fact.tooltip.isEmpty() ? fact.value : fact.tooltip, this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

ReportPageWidget::ReportPageWidget(Theme& theme, ReportPage page, QWidget* parent)
    : QScrollArea(parent), m_theme(theme) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_body = new QWidget(this);
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, m_body);
    m_columns->setContentsMargins(0, 0, 0, 0);
    m_columns->setSpacing(0);
    m_has_side = !page.side.empty();
    const auto column = [&](std::vector<ReportSection>& sections, int stretch, bool may_fill) {
        auto* holder = new QWidget(m_body);
        auto* lines = new QVBoxLayout(holder);
        lines->setContentsMargins(0, 0, 0, 4);
        lines->setSpacing(4);
        bool filled = false;
        for (std::size_t i = 0; i < sections.size(); ++i) {
            const bool fills = may_fill && i + 1 == sections.size();
            QWidget* made = make(sections[i], fills, holder);
            filled = filled || made->sizePolicy().verticalPolicy() == QSizePolicy::Expanding;
            lines->addWidget(made);
        }
        if (!filled) lines->addStretch(1);
        m_columns->addWidget(holder, stretch);
    };
    column(page.main, 3, true);
    if (m_has_side) column(page.side, 2, false);
    setWidget(m_body);
    connect(&theme, &Theme::changed, this, &ReportPageWidget::applyTheme);
    applyTheme();
}

QWidget* ReportPageWidget::makeTable(ReportTable table, bool fills, QWidget* parent) {
    auto* holder = new QWidget(parent);
    auto* lines = new QVBoxLayout(holder);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    if (!table.title.isEmpty()) {
        auto* title = new QLabel(table.title, holder);
        title->setObjectName(QStringLiteral("section_title"));
        title->setContentsMargins(kPad, 2, kPad, 2);
        lines->addWidget(title);
    }
    const int rows = static_cast<int>(table.rows.size());
    const bool grows = fills && rows > kRowsMax;
    const bool headless =
        std::all_of(table.columns.begin(), table.columns.end(), [](const TableColumn& c) { return c.title.isEmpty(); });
    const bool scrolls = table.scrolls;
    auto* made = new SortableTable(m_theme, std::move(table), holder);
    made->horizontalHeader()->setVisible(!headless);
    if (scrolls) made->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    made->setEmptyText(tr("Nothing to list."));
    lines->addWidget(made);
    if (grows) {
        made->setMinimumHeight(m_theme.px(160));
        holder->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    } else {
        m_fixed.push_back({made, std::clamp(rows, 1, kRowsMax)});
        holder->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }
    return holder;
}

QWidget* ReportPageWidget::make(ReportSection& section, bool fills, QWidget* parent) {
    if (auto* facts = std::get_if<ReportFacts>(&section)) return new FactsWidget(m_theme, std::move(*facts), parent);
    if (auto* table = std::get_if<ReportTable>(&section)) return makeTable(std::move(*table), fills, parent);
    if (auto* plot = std::get_if<IntervalPlot>(&section))
        return new IntervalPlotWidget(m_theme, std::move(*plot), parent);
    if (auto* plot = std::get_if<CurvePlot>(&section)) return new CurvePlotWidget(m_theme, std::move(*plot), parent);
    if (auto* plot = std::get_if<EquityPlot>(&section)) return new EquityPlotWidget(m_theme, std::move(*plot), parent);
    const auto& notes = std::get<ReportNotes>(section);
    QStringList lines;
    for (const QString& line : notes.lines)
        lines.append((notes.warning ? QStringLiteral("◆ ") : QStringLiteral("· ")) + line);
    auto* label = new QLabel(lines.join(QLatin1Char('\n')), parent);
    label->setObjectName(notes.warning ? QStringLiteral("warning_notes") : QStringLiteral("notes"));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setContentsMargins(kPad, 6, kPad, 2);
    return label;
}

void ReportPageWidget::applyTheme() {
    QPalette back = m_theme.palette();
    back.setColor(QPalette::Window, m_theme.color(Token::Bg1));
    setPalette(back);
    for (QLabel* label : m_body->findChildren<QLabel*>()) {
        const bool warning = label->objectName() == QLatin1String("warning_notes");
        QPalette palette = m_theme.palette();
        palette.setColor(QPalette::Window, m_theme.color(Token::Bg1));
        palette.setColor(QPalette::WindowText, m_theme.color(warning ? Token::Attn : Token::Text2));
        label->setPalette(palette);
        label->setFont(m_theme.uiFont(9));
    }
    for (const Fixed& one : m_fixed)
        one.table->setFixedHeight(
            one.table->verticalHeader()->defaultSectionSize() * one.rows +
            (one.table->horizontalHeader()->isHidden() ? 0 : one.table->horizontalHeader()->height()) + 2 +
            (one.table->horizontalScrollBarPolicy() == Qt::ScrollBarAsNeeded ? m_theme.px(12) : 0));
    arrange();
}

void ReportPageWidget::arrange() {
    const bool beside = viewport()->width() >= m_theme.px(kSideBySideFrom);
    m_columns->setDirection(beside || !m_has_side ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void ReportPageWidget::resizeEvent(QResizeEvent* event) {
    arrange();
    QScrollArea::resizeEvent(event);
}

}  // namespace bw::ui
