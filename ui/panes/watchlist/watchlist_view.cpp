// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/watchlist/watchlist_view.h"

#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/panes/watchlist/market_data.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr int kPadding = 6;
using Model = WatchlistModel;

/// The first to leave when the dock is narrow comes first.
constexpr int kLeaveOrder[] = {Model::Rate, Model::Spread, Model::Ask, Model::Bid, Model::Ofi, Model::Cvd, Model::Age};

/// Paints a cell from the model's own struct: unshaped numbers, market colour, changed digits bold, the ribbon.
class CellDelegate : public QStyledItemDelegate {
public:
    CellDelegate(const Hub& hub, const Theme& theme, const Model& model, QObject* parent)
        : QStyledItemDelegate(parent), m_hub(hub), m_theme(theme), m_model(model) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool focused = index.row() == m_hub.focused();
        const bool hover = (option.state & QStyle::State_MouseOver) != 0;
        if (focused || hover) painter->fillRect(option.rect, m_theme.color(focused ? Token::Bg3 : Token::Bg2));
        if (focused && index.column() == Model::Symbol)
            painter->fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())),
                              m_theme.color(Token::Accent));
        const Model::Cell& cell = m_model.cell(index.row(), index.column());
        const bool stale = m_model.stale(index.row()) && index.column() != Model::Age;
        const QColor color = m_theme.color(stale ? Token::Text3 : cell.token);
        QRect room = option.rect.adjusted(kPadding, 0, -kPadding, 0);
        switch (index.column()) {
            case Model::Symbol: {
                QFont font = m_theme.uiFont(10);
                font.setWeight(QFont::DemiBold);
                painter->setFont(font);
                painter->setPen(color);
                const QFontMetrics metrics(font);
                painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                                  metrics.elidedText(cell.text, Qt::ElideRight, room.width()));
                room.adjust(metrics.horizontalAdvance(cell.text) + 6, 0, 0, 0);
                painter->setFont(m_theme.uiFont(9));
                painter->setPen(m_theme.color(Token::Text3));
                painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, cell.note);
                return;
            }
            case Model::Last:
                paintLast(*painter, room, cell, color);
                return;
            case Model::Integrity:
                paintIntegrity(*painter, room, cell, color, index.row());
                return;
            default:
                break;
        }
        painter->setFont(m_theme.numberFont(cell.token == Token::Text3 ? 9 : 10));
        painter->setPen(color);
        painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, cell.text);
    }

private:
    void paintLast(QPainter& painter, const QRect& room, const Model::Cell& cell, const QColor& color) const {
        const QFont plain = m_theme.numberFont(10);
        QFont bold = plain;
        bold.setWeight(QFont::Bold);
        const QFontMetrics metrics(plain);
        const int slot = metrics.horizontalAdvance(QLatin1Char('0')) * 2;  // of ▲ ▼ b: kept when empty
        painter.setPen(color);
        painter.setFont(m_theme.numberFont(cell.mark == 2 ? 9 : 8));
        const QString mark = cell.mark == 1    ? QStringLiteral("▲")
                             : cell.mark == -1 ? QStringLiteral("▼")
                             : cell.mark == 2  ? QStringLiteral("b")
                                               : QString();
        painter.drawText(QRect(room.right() - slot + 1, room.top(), slot, room.height()),
                         Qt::AlignRight | Qt::AlignVCenter, mark);
        const qsizetype split = cell.bold_from < 0 ? cell.text.size() : cell.bold_from;
        const QString head = cell.text.left(split), tail = cell.text.mid(split);
        const int tail_width = metrics.horizontalAdvance(tail);
        QRect text = room.adjusted(0, 0, -slot, 0);
        painter.setFont(bold);
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, tail);
        text.adjust(0, 0, -tail_width, 0);
        painter.setFont(plain);
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, head);
    }

    void paintIntegrity(QPainter& painter, const QRect& room, const Model::Cell& cell, const QColor& color,
                        int row) const {
        const QFont font = m_theme.uiFont(9);
        painter.setFont(font);
        painter.setPen(color);
        const int words = QFontMetrics(font).horizontalAdvance(QStringLiteral("◐ BUFFERING")) + 4;
        painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, cell.text);
        const QRect strip(room.left() + words, room.center().y() - 1, room.right() - room.left() - words, 4);
        if (strip.width() < 16) return;
        const RibbonView& ribbon = m_model.ribbon(row);
        paintRibbon(painter, m_theme, strip, ribbon.spans, ribbon.from_ns, ribbon.to_ns, /*overhang=*/3);
    }

    const Hub& m_hub;
    const Theme& m_theme;
    const Model& m_model;
};

/// The table with the sentence of an empty one.
class Table : public QTableView {
public:
    explicit Table(const Theme& theme) : m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent* event) override {
        QTableView::paintEvent(event);
        if (model()->rowCount() > 0) return;
        QPainter painter(viewport());
        painter.setFont(m_theme.uiFont(10));
        painter.setPen(m_theme.color(Token::Text2));
        painter.drawText(
            viewport()->rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
            WatchlistView::tr("No symbols yet. Waiting for the first data; choose another source in the menu."));
    }

private:
    const Theme& m_theme;
};

}  // namespace

WatchlistView::WatchlistView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_model = new WatchlistModel(hub, this);
    m_table = new Table(theme);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CellDelegate(hub, theme, *m_model, this));
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->setMouseTracking(true);
    m_table->setAccessibleName(tr("Watchlist"));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionsClickable(false);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(24);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &WatchlistView::showHeaderMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid()) m_hub.setFocused(current.row());
            });
    connect(&hub, &Hub::focusedChanged, this, &WatchlistView::followFocus);
    connect(&theme, &Theme::changed, this, &WatchlistView::applyTheme);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    m_data = new MarketDataBox(hub, theme, this);
    m_data->hide();
    column->addWidget(m_data);
    setFocusProxy(m_table);
    applyTheme();
}

void WatchlistView::applyTheme() {
    m_model->setWords(m_theme.words());
    QFont small = m_theme.uiFont(9);
    m_table->horizontalHeader()->setFont(small);
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::ButtonText, m_theme.color(Token::Text2));
    m_table->horizontalHeader()->setPalette(palette);
    m_table->horizontalHeader()->setFixedHeight(m_theme.px(24));
    m_table->verticalHeader()->setDefaultSectionSize(
        std::max(m_theme.px(26), QFontMetrics(m_theme.numberFont(10)).height() + 6));
    m_table->viewport()->update();
    layOutColumns();
}

void WatchlistView::layOutColumns() {
    QFont strong = m_theme.uiFont(10);
    strong.setWeight(QFont::DemiBold);
    const QFontMetrics numbers(m_theme.numberFont(10)), words(strong), head(m_theme.uiFont(9));
    std::array<int, Model::ColumnCount> widths{};
    int total = 0;
    std::bitset<Model::ColumnCount> hidden = m_hidden_by_user;
    for (int c = 0; c < Model::ColumnCount; ++c) {
        const QString title = m_model->headerData(c, Qt::Horizontal, Qt::DisplayRole).toString();
        const QFontMetrics& metrics = c == Model::Symbol || c == Model::Integrity ? words : numbers;
        widths[static_cast<std::size_t>(c)] =
            std::max(metrics.horizontalAdvance(Model::widest(c)), head.horizontalAdvance(title) + 4) + 2 * kPadding;
        if (!hidden[static_cast<std::size_t>(c)]) total += widths[static_cast<std::size_t>(c)];
    }
    const int room = m_table->viewport()->width();
    for (const int c : kLeaveOrder) {
        if (total <= room || hidden[static_cast<std::size_t>(c)]) continue;
        hidden.set(static_cast<std::size_t>(c));
        total -= widths[static_cast<std::size_t>(c)];
    }
    // What is left goes to the ribbon first, then evenly to the numbers.
    int left = std::max(0, room - total);
    const int ribbon = std::min(left, m_theme.px(90));
    widths[Model::Integrity] += ribbon;
    left -= ribbon;
    const auto shown = static_cast<int>(Model::ColumnCount - hidden.count());
    for (int c = 0; c < Model::ColumnCount; ++c) {
        m_table->setColumnHidden(c, hidden[static_cast<std::size_t>(c)]);
        if (!hidden[static_cast<std::size_t>(c)])
            m_table->setColumnWidth(c, widths[static_cast<std::size_t>(c)] + left / shown);
    }
}

void WatchlistView::showHeaderMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int c = Model::Last; c < Model::ColumnCount; ++c) {
        QAction* action = menu->addAction(m_model->headerData(c, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_hidden_by_user[static_cast<std::size_t>(c)]);
        connect(action, &QAction::toggled, this, [this, c](bool on) {
            m_hidden_by_user.set(static_cast<std::size_t>(c), !on);
            layOutColumns();
        });
    }
    menu->popup(m_table->horizontalHeader()->mapToGlobal(at));
}

void WatchlistView::followFocus() {
    const QModelIndex wanted = m_model->index(m_hub.focused(), 0);
    if (wanted.isValid() && m_table->currentIndex().row() != wanted.row()) m_table->setCurrentIndex(wanted);
    m_table->viewport()->update();
}

void WatchlistView::refresh() {
    m_model->refresh();
    m_data->refresh();
    placeData();
    if (m_reset_rows != m_model->rowCount()) {
        m_reset_rows = m_model->rowCount();
        followFocus();
        layOutColumns();
    }
}

void WatchlistView::placeData() {
    // The list comes first: the figures show where it keeps its rows, or six of them.
    const int rows = std::min(std::max(m_model->rowCount(), 1), 6);
    const int list = m_table->horizontalHeader()->height() + rows * m_table->verticalHeader()->defaultSectionSize();
    const bool fits = height() >= list + m_data->sizeHint().height();
    if (fits == m_data->isHidden()) m_data->setVisible(fits);
}

void WatchlistView::retranslate() {
    m_table->setAccessibleName(tr("Watchlist"));
    m_model->retranslate();
    layOutColumns();
    m_table->viewport()->update();
}

void WatchlistView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    placeData();
    layOutColumns();
}

}  // namespace bw::ui
