// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bitset>

#include "ui/panes/watchlist/watchlist_model.h"
#include "ui/view.h"

class QTableView;

namespace bw::ui {

class MarketDataBox;

/// The watchlist (workstation spec 3.1), 10 Hz, and under it what the venue says seldom about the focused instrument. A click or the arrow keys focus an instrument for every other view.
/// Columns leave by rank when the dock is narrow, so there is no horizontal scroll bar. GUI thread.
class WatchlistView : public View {
    Q_OBJECT
public:
    WatchlistView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("watchlist"); }
    [[nodiscard]] QString title() const override { return tr("Watchlist"); }
    [[nodiscard]] int rateHz() const override { return 10; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] const WatchlistModel& model() const { return *m_model; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void applyTheme();
    void layOutColumns();
    void showHeaderMenu(const QPoint& at);
    void followFocus();
    void placeData();
    WatchlistModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    MarketDataBox* m_data = nullptr;
    std::bitset<WatchlistModel::ColumnCount> m_hidden_by_user;
    int m_reset_rows = -1;
};

}  // namespace bw::ui
