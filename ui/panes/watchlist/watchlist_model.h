// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <array>
#include <vector>

#include "ui/hub.h"
#include "ui/panes/common/stream_ribbon.h"
#include "ui/theme/theme.h"

namespace bw::ui {

/// The watchlist as texts: one row an instrument. refresh() compares cell by cell and reports only what changed (one
/// range when more than half the rows did). GUI thread only.
class WatchlistModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Symbol, Last, Change, Bid, Ask, Spread, Cvd, Ofi, Rate, Age, Integrity, ColumnCount };

    struct Cell {
        QString text;
        Token token = Token::Text;
        qint8 mark = 0;         // +1 ▲, -1 ▼ in the market colour; 2: a bid stands for the last price
        qint16 bold_from = -1;  // first changed character of a price
        QString note = {};      // of a symbol: its market, because two may trade the same pair
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    explicit WatchlistModel(Hub& hub, QObject* parent = nullptr);
    void refresh();
    void retranslate();
    void setWords(format::UnitWords words) { m_words = words; }
    [[nodiscard]] const Cell& cell(int row, int column) const;
    /// Book and tape of the last hour, the worst of both.
    [[nodiscard]] const RibbonView& ribbon(int row) const;
    [[nodiscard]] bool stale(int row) const;
    /// A text as wide as the column gets.
    [[nodiscard]] static QString widest(int column);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        std::array<Cell, ColumnCount> cells;
        RibbonPtr ribbon = std::make_shared<const RibbonView>();
        bool stale = false;
        std::int64_t rate_at_ns = 0;
        std::uint64_t messages_before = 0;
        double per_second = -1;
    };
    Row made(int index, const Row& before) const;
    void fillPrices(const api::MarketView& view, const Row& before, Row& row) const;
    void fillFlow(const api::MarketView& view, Row& row) const;
    void fillAge(const api::MarketView& view, const Row& before, Row& row) const;
    void fillIntegrity(int index, const api::MarketView& view, Row& row) const;
    QString toolTip(int row, int column) const;
    Hub& m_hub;
    mutable StreamRibbons m_ribbons;  // a cache
    std::vector<Row> m_rows;
    std::vector<std::uint16_t> m_dirty;  // scratch: changed columns as bits
    format::UnitWords m_words = format::UnitWords::En;
};

}  // namespace bw::ui
