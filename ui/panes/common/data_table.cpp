// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/data_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>
#include <cmath>

#include "ui/panes/common/keyed_table_model.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kPadding = 6;

TableColumn::Look lookOf(const QAbstractItemModel* model, int column) {
    return static_cast<TableColumn::Look>(model->headerData(column, Qt::Horizontal, kColumnRole).toInt());
}

bool isNumber(TableColumn::Look look) {
    return look == TableColumn::Look::Number || look == TableColumn::Look::Bar;
}

class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool selected = (option.state & QStyle::State_Selected) != 0;
        const bool hovered = (option.state & QStyle::State_MouseOver) != 0;
        if (selected || hovered) painter->fillRect(option.rect, m_theme.color(selected ? Token::Bg3 : Token::Bg2));
        const TableColumn::Look look = lookOf(index.model(), index.column());
        if (look == TableColumn::Look::Ribbon) {
            paintRibbonCell(*painter, option.rect.adjusted(kPadding, 0, -kPadding, 0), index);
            return;
        }
        const bool number = isNumber(look);
        if (look == TableColumn::Look::Bar) paintBarCell(*painter, option.rect, index);
        painter->setFont(number ? m_number : m_text);
        const bool block = index.data(kBlockRole).toBool();
        if (block) painter->fillRect(option.rect.adjusted(1, 2, -1, -2), m_theme.color(Token::CritFill));
        painter->setPen(
            m_theme.color(block ? Token::CritFillText : static_cast<Token>(index.data(kTokenRole).toInt())));
        const QRect box = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        const QString text = index.data(Qt::DisplayRole).toString();
        const QFontMetrics& metrics = number ? m_number_metrics : m_text_metrics;
        const QString shown = metrics.horizontalAdvance(text) <= box.width()
                                  ? text
                                  : metrics.elidedText(text, Qt::ElideRight, box.width());
        painter->drawText(
            box, static_cast<int>(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft)) | Qt::TextSingleLine,
            shown);
    }
    void setFonts(const QFont& text, const QFont& number) {
        m_text = text;
        m_number = number;
        m_text_metrics = QFontMetrics(text);
        m_number_metrics = QFontMetrics(number);
    }

private:
    /// Left of the number; a track shows where 1 would end.
    void paintBarCell(QPainter& painter, const QRect& rect, const QModelIndex& index) const {
        const QVariant part = index.data(kBarRole);
        if (!part.isValid()) return;
        const int number = m_number_metrics.horizontalAdvance(QStringLiteral("100.0")) + 2 * kPadding;
        const QRectF track(rect.left() + kPadding, rect.center().y() - 2, rect.width() - number - kPadding, 5);
        if (track.width() < 8) return;
        painter.fillRect(track, m_theme.color(Token::Grid));
        const double width = std::round(track.width() * std::clamp(part.toDouble(), 0.0, 1.0));
        painter.fillRect(QRectF(track.topLeft(), QSizeF(width, track.height())),
                         m_theme.color(static_cast<Token>(index.data(kTokenRole).toInt())));
        const QVariant mark = index.data(kMarkRole);
        if (!mark.isValid()) return;
        const double at = track.left() + std::round(track.width() * std::clamp(mark.toDouble(), 0.0, 1.0));
        painter.fillRect(QRectF(at, track.top() - 2, 1, track.height() + 4), m_theme.color(Token::Text3));
    }
    void paintRibbonCell(QPainter& painter, const QRect& box, const QModelIndex& index) const {
        const auto ribbon = index.data(kRibbonRole).value<RibbonPtr>();
        if (!ribbon) return;
        const QRectF strip(box.left(), box.center().y() - 1, box.width(), 4);
        paintRibbon(painter, m_theme, strip, ribbon->spans, ribbon->from_ns, ribbon->to_ns, /*overhang=*/3);
    }
    Theme& m_theme;
    QFont m_text, m_number;
    QFontMetrics m_text_metrics{QFont()}, m_number_metrics{QFont()};
};

class FlatHeader : public QHeaderView {
public:
    FlatHeader(Theme& theme, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_theme(theme) {
        setHighlightSections(false);
        setSectionsClickable(false);
        setMinimumSectionSize(24);
    }

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        painter->fillRect(rect, m_theme.color(Token::Bg1));
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), m_theme.color(Token::Grid));
        const bool number = isNumber(lookOf(model(), section));
        painter->setFont(font());
        painter->setPen(m_theme.color(Token::Text3));
        const QRect box = rect.adjusted(kPadding, 0, -kPadding, 0);
        const QString text = model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
        painter->drawText(box, static_cast<int>(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft)),
                          QFontMetrics(font()).elidedText(text, Qt::ElideRight, box.width()));
    }
    void paintEvent(QPaintEvent* event) override {
        QHeaderView::paintEvent(event);
        // What is right of the last section: the style would paint it in its own colours.
        QPainter painter(viewport());
        const QRect rest(length(), 0, viewport()->width() - length(), height());
        if (rest.width() <= 0) return;
        painter.fillRect(rest, m_theme.color(Token::Bg1));
        painter.fillRect(rest.left(), rest.bottom(), rest.width(), 1, m_theme.color(Token::Grid));
    }

private:
    Theme& m_theme;
};

}  // namespace

DataTable::DataTable(Theme& theme, QWidget* parent) : QTableView(parent), m_theme(theme) {
    setHorizontalHeader(new FlatHeader(theme, this));
    setItemDelegate(new CellDelegate(theme, this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, &DataTable::applyTheme);
    applyTheme();
}

void DataTable::setModel(QAbstractItemModel* model) {
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &DataTable::fitColumns);
    fitColumns();
}

void DataTable::setEmptyText(const QString& text) {
    if (text == m_empty) return;
    m_empty = text;
    viewport()->update();
}

void DataTable::applyTheme() {
    const QFont text = m_theme.uiFont(10), number = m_theme.numberFont(10);
    static_cast<CellDelegate*>(itemDelegate())->setFonts(text, number);
    horizontalHeader()->setFont(m_theme.uiFont(9));
    const int row = std::max(QFontMetrics(text).height(), QFontMetrics(number).height()) + 6;
    verticalHeader()->setMinimumSectionSize(row);
    verticalHeader()->setDefaultSectionSize(row);
    horizontalHeader()->setFixedHeight(row + 2);
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Base, m_theme.color(Token::Bg1));
    setPalette(palette);
    fitColumns();
    viewport()->update();
}

void DataTable::fitColumns() {
    const QAbstractItemModel* model = this->model();
    if (!model || model->columnCount() == 0) return;
    const int digit = QFontMetrics(m_theme.numberFont(10)).horizontalAdvance(QLatin1Char('0'));
    const int count = model->columnCount();
    std::vector<int> widths(static_cast<std::size_t>(count));
    int sum = 0;
    for (int i = 0; i < count; ++i) {
        widths[static_cast<std::size_t>(i)] =
            model->headerData(i, Qt::Horizontal, kWidthRole).toInt() * digit + 2 * kPadding;
        sum += widths[static_cast<std::size_t>(i)];
    }
    std::vector<bool> hidden(widths.size(), false);
    for (;;) {
        if (sum <= viewport()->width()) break;
        int worst = -1, worst_rank = 0;
        for (int i = 0; i < count; ++i) {
            const int rank = model->headerData(i, Qt::Horizontal, kRankRole).toInt();
            if (hidden[static_cast<std::size_t>(i)] || rank <= worst_rank) continue;
            worst = i;
            worst_rank = rank;
        }
        if (worst < 0) break;
        hidden[static_cast<std::size_t>(worst)] = true;
        sum -= widths[static_cast<std::size_t>(worst)];
    }
    for (int i = 0; i < count; ++i) {
        setColumnHidden(i, hidden[static_cast<std::size_t>(i)]);
        const bool stretch = lookOf(model, i) == TableColumn::Look::Stretch;
        horizontalHeader()->setSectionResizeMode(i, stretch ? QHeaderView::Stretch : QHeaderView::Interactive);
        if (!stretch) setColumnWidth(i, widths[static_cast<std::size_t>(i)]);
    }
}

void DataTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void DataTable::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (model() && model()->rowCount() > 0) {
        const int first = rowAt(0), last = rowAt(viewport()->height() - 1);
        if (first >= 0) Q_EMIT rowsPainted(first, last >= 0 ? last : model()->rowCount() - 1);
    }
    if (m_empty.isEmpty() || !model() || model()->rowCount() > 0) return;
    QPainter painter(viewport());
    painter.setFont(m_theme.uiFont(10));
    painter.setPen(m_theme.color(Token::Text2));
    painter.drawText(viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, m_empty);
}

void DataTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copyRows();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::copyRows() const {
    if (!model() || !selectionModel()) return;
    QModelIndexList rows = selectionModel()->selectedRows();
    if (rows.isEmpty()) return;
    std::sort(rows.begin(), rows.end());
    QString text;
    const auto addLine = [&](const auto& cell) {
        for (int column = 0; column < model()->columnCount(); ++column)
            text += (column > 0 ? QStringLiteral("\t") : QString()) + cell(column);
        text += QLatin1Char('\n');
    };
    addLine([&](int column) { return model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); });
    for (const QModelIndex& row : rows)
        // Copies carry the plain minus.
        addLine([&](int column) {
            const QModelIndex cell = row.siblingAtColumn(column);
            const QVariant copied = cell.data(kCopyRole);
            return (copied.isValid() ? copied : cell.data()).toString().replace(QChar(0x2212), QLatin1Char('-'));
        });
    QGuiApplication::clipboard()->setText(text);
}

}  // namespace bw::ui
