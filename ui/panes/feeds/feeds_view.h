// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/panes/feeds/feed_rows.h"
#include "ui/panes/feeds/gap_table_model.h"
#include "ui/view.h"

class QButtonGroup;
class QStackedWidget;

namespace bw::ui {

class DataTable;
class FlatButton;

/// Feeds and integrity: sources, streams, gaps. GUI thread.
class FeedsView : public View {
    Q_OBJECT
public:
    enum class Page { Sources, Streams, Gaps };
    FeedsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("feeds"); }
    [[nodiscard]] QString title() const override { return tr("Feeds and integrity"); }
    [[nodiscard]] int rateHz() const override { return 2; }
    void refresh() override;
    void retranslate() override;
    void showPage(Page page);

private:
    void refreshPage();
    void updateState();
    void updateResync();
    void resyncChosen();
    PaneHeader* m_header = nullptr;
    QButtonGroup* m_pages = nullptr;
    QStackedWidget* m_stack = nullptr;
    FlatButton* m_resync = nullptr;
    DataTable *m_source_table = nullptr, *m_stream_table = nullptr, *m_gap_table = nullptr;
    TextTableModel m_sources, m_streams;
    GapTableModel m_gaps;
    RateMeter m_source_rates, m_stream_rates;
    StreamRibbons m_ribbons;
    std::uint64_t m_gaps_revision = ~std::uint64_t{0};
    std::size_t m_instruments_seen = 0;
};

}  // namespace bw::ui
