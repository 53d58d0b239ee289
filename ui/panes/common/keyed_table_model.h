// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ui/panes/common/ribbon_paint.h"
#include "ui/theme/theme.h"

namespace bw::ui {

/// Roles the table delegate reads besides the display text.
inline constexpr int kTokenRole = Qt::UserRole + 1;   // Token as int: colour of the text
inline constexpr int kColumnRole = Qt::UserRole + 2;  // headerData: TableColumn::Look as int
inline constexpr int kRankRole = Qt::UserRole + 3;    // headerData: how early a narrow table drops the column
inline constexpr int kWidthRole = Qt::UserRole + 4;   // headerData: width in digits
inline constexpr int kRibbonRole = Qt::UserRole + 5;  // RibbonPtr of a cell in a column of Look::Ribbon
inline constexpr int kBarRole = Qt::UserRole + 6;     // length of the bar of a cell in a column of Look::Bar, 0..1
inline constexpr int kCopyRole = Qt::UserRole + 7;    // text for copies where it differs from the one shown

inline constexpr int kMarkRole = Qt::UserRole + 8;    // a tick on that bar, 0..1
inline constexpr int kBlockRole = Qt::UserRole + 9;   // true: the text on a filled block, for what must not be missed

struct TableColumn {
    enum class Look { Text, Number, Stretch, Ribbon, Bar };  // Bar: a number with a bar beside it
    QString title;
    Look look = Look::Text;
    int chars = 10;  // width in digits of the number font
    int rank = 0;    // columns of the highest rank go first when the table is narrow; 0 stays
    QString tooltip;
};

/// A table over values that are made anew at each refresh. setRows() finds what changed: rows keep their identity by
/// key, so that the selection stays on its row while the order changes, and cells that are equal are not repainted.
/// GUI thread. Row: `key()`, `sameCell(const Row&, int column)`.
template <class Row>
class KeyedTableModel : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setColumns(std::vector<TableColumn> columns) {
        beginResetModel();
        m_columns = std::move(columns);
        endResetModel();
    }
    /// Keys are distinct.
    void setRows(std::vector<Row> fresh) {
        dropVanished(fresh);
        appendNew(fresh);
        reorder(fresh);
        diff(std::move(fresh));
    }
    [[nodiscard]] const Row& row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
        const TableColumn& column = m_columns[static_cast<std::size_t>(section)];
        switch (role) {
            case Qt::DisplayRole:
                return column.title;
            case Qt::ToolTipRole:
                return column.tooltip;
            case kColumnRole:
                return static_cast<int>(column.look);
            case kRankRole:
                return column.rank;
            case kWidthRole:
                return column.chars;
            default:
                return {};
        }
    }

private:
    using Key = decltype(std::declval<Row>().key());
    using Places = std::unordered_map<Key, std::size_t>;
    static Places placesOf(const std::vector<Row>& rows) {
        Places out;
        out.reserve(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) out.emplace(rows[i].key(), i);
        return out;
    }
    void dropVanished(const std::vector<Row>& fresh) {
        const Places places = placesOf(fresh);
        for (int last = rowCount() - 1; last >= 0; --last) {
            if (places.contains(row(last).key())) continue;
            int first = last;
            while (first > 0 && !places.contains(row(first - 1).key())) --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first;
        }
    }
    void appendNew(const std::vector<Row>& fresh) {
        const Places places = placesOf(m_rows);
        std::vector<Row> added;
        for (const Row& one : fresh)
            if (!places.contains(one.key())) added.push_back(one);
        if (added.empty()) return;
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(added.size()) - 1);
        m_rows.insert(m_rows.end(), added.begin(), added.end());
        endInsertRows();
    }
    void reorder(const std::vector<Row>& fresh) {
        bool same = true;
        for (std::size_t i = 0; i < fresh.size() && same; ++i) same = fresh[i].key() == m_rows[i].key();
        if (same) return;
        Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        const Places places = placesOf(fresh);
        QModelIndexList from = persistentIndexList(), to;
        for (const QModelIndex& old : from)
            to.append(index(static_cast<int>(places.at(row(old.row()).key())), old.column()));
        std::vector<Row> ordered(m_rows.size());
        for (Row& one : m_rows) ordered[places.at(one.key())] = std::move(one);
        m_rows = std::move(ordered);
        changePersistentIndexList(from, to);
        Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
    }
    void diff(std::vector<Row> fresh) {
        struct Range {
            int row, first, last;
        };
        std::vector<Range> changed;
        for (int i = 0; i < rowCount(); ++i) {
            Range range{i, columnCount(), -1};
            for (int column = 0; column < columnCount(); ++column) {
                if (row(i).sameCell(fresh[static_cast<std::size_t>(i)], column)) continue;
                range.first = std::min(range.first, column);
                range.last = column;
            }
            if (range.last >= 0) changed.push_back(range);
        }
        m_rows = std::move(fresh);
        if (changed.size() * 2 > m_rows.size()) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
            return;
        }
        for (const Range& range : changed)
            Q_EMIT dataChanged(index(range.row, range.first), index(range.row, range.last));
    }
    std::vector<TableColumn> m_columns;
    std::vector<Row> m_rows;
};

/// A row of finished texts.
struct TextRow {
    struct Cell {
        QString text;
        Token token = Token::Text;
        QString tooltip;
        RibbonPtr ribbon = nullptr;
        double bar = -1, mark = -1;  // 0..1; -1: none
        bool block = false;
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    QString id;
    int tag = -1;  // the owner's, for commands
    std::vector<Cell> cells;
    [[nodiscard]] QString key() const { return id; }
    [[nodiscard]] bool sameCell(const TextRow& other, int column) const {
        const auto at = static_cast<std::size_t>(column);
        return at < cells.size() && at < other.cells.size() && cells[at] == other.cells[at];
    }
};

class TextTableModel : public KeyedTableModel<TextRow> {
public:
    using KeyedTableModel::KeyedTableModel;
    QVariant data(const QModelIndex& index, int role) const override {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
        const std::vector<TextRow::Cell>& cells = row(index.row()).cells;
        const auto at = static_cast<std::size_t>(index.column());
        if (at >= cells.size()) return {};
        switch (role) {
            case Qt::DisplayRole:
                return cells[at].text;
            case Qt::ToolTipRole:
                return cells[at].tooltip.isEmpty() ? cells[at].text : cells[at].tooltip;
            case kTokenRole:
                return static_cast<int>(cells[at].token);
            case kRibbonRole:
                return QVariant::fromValue(cells[at].ribbon);
            case kBarRole:
                return cells[at].bar < 0 ? QVariant() : QVariant(cells[at].bar);
            case kMarkRole:
                return cells[at].mark < 0 ? QVariant() : QVariant(cells[at].mark);
            case kBlockRole:
                return cells[at].block;
            default:
                return {};
        }
    }
};

}  // namespace bw::ui
