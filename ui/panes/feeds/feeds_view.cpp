// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/feeds/feeds_view.h"

#include <QButtonGroup>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/theme/format.h"

namespace bw::ui {

FeedsView::FeedsView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_pages = m_header->addChoice({QString(), QString(), QString()}, 0, tr("Page"),
                                  [this](int index) { showPage(static_cast<Page>(index)); });
    m_header->addGap(-1);
    m_resync = m_header->addButton({}, [this] { resyncChosen(); });
    m_stack = new QStackedWidget(this);
    const auto add = [&](DataTable*& table, QAbstractItemModel& model) {
        table = new DataTable(theme, m_stack);
        table->setModel(&model);
        m_stack->addWidget(table);
    };
    add(m_source_table, m_sources);
    add(m_stream_table, m_streams);
    add(m_gap_table, m_gaps);
    m_stream_table->setSelectionMode(QAbstractItemView::SingleSelection);
    connect(m_stream_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &FeedsView::updateResync);
    auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &FeedsView::resyncChosen);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_stack, 1);
    retranslate();
    showPage(Page::Sources);
}

void FeedsView::retranslate() {
    const QStringList names{tr("Sources"), tr("Streams"), tr("Gaps")};
    for (int i = 0; i < names.size(); ++i) {
        m_pages->button(i)->setText(names.at(i));
        m_pages->button(i)->setAccessibleName(names.at(i));
        m_pages->button(i)->updateGeometry();
    }
    m_header->setSubject(tr("Feeds"));
    m_sources.setColumns(sourceColumns());
    m_streams.setColumns(streamColumns());
    m_gaps.setColumns(gapColumns());
    m_source_table->setAccessibleName(tr("Sources"));
    m_stream_table->setAccessibleName(tr("Streams"));
    m_gap_table->setAccessibleName(tr("Gaps"));
    m_source_table->setEmptyText(tr("No source is connected. Choose one, or start the demo market."));
    m_stream_table->setEmptyText(tr("No stream yet. Instruments appear when their source sends them."));
    m_gap_table->setEmptyText(tr("No gap since the start."));
    m_resync->setText(tr("Resync"));
    m_resync->updateGeometry();
    m_gaps_revision = ~std::uint64_t{0};
    updateResync();
    refreshPage();
}

void FeedsView::showPage(Page page) {
    m_pages->button(static_cast<int>(page))->setChecked(true);
    m_stack->setCurrentIndex(static_cast<int>(page));
    m_resync->setVisible(page == Page::Streams);
    refreshPage();
}

void FeedsView::refresh() {
    updateState();
    refreshPage();
}

void FeedsView::refreshPage() {
    switch (static_cast<Page>(m_stack->currentIndex())) {
        case Page::Sources:
            m_sources.setRows(sourceRows(m_hub, m_source_rates));
            break;
        case Page::Streams:
            m_streams.setRows(streamRows(m_hub, m_stream_rates, m_ribbons));
            break;
        case Page::Gaps: {
            const auto instruments = static_cast<std::size_t>(m_hub.count());
            if (m_gaps_revision == m_hub.history().gapsRevision() && m_instruments_seen == instruments) break;
            m_gaps_revision = m_hub.history().gapsRevision();
            m_instruments_seen = instruments;
            m_gaps.setRows(gapItems(m_hub.history().gaps(), [this](int index) { return m_hub.instrumentName(index); }));
            break;
        }
    }
}

void FeedsView::updateState() {
    const api::FeedsView& feeds = m_hub.feeds();
    int live = 0;
    for (int i = 0; i < feeds.count; ++i)
        if (feeds.rows.at(static_cast<std::size_t>(i)).state == FeedState::Live) ++live;
    const int open = m_hub.openGaps();
    QString words = tr("%1 of %2 live").arg(live).arg(feeds.count);
    if (open > 0) words += QStringLiteral(" · ") + tr("%n open gap(s)", nullptr, open);
    const Loudness loudness = open > 0 ? Loudness::Critical : live < feeds.count ? Loudness::NotLive : Loudness::Quiet;
    m_header->setState({words, loudness});
}

void FeedsView::updateResync() {
    const QModelIndexList rows = m_stream_table->selectionModel()->selectedRows();
    m_resync->setEnabled(!rows.isEmpty());
    m_resync->setToolTip(rows.isEmpty() ? tr("Choose a row to rebuild the book of its instrument")
                                        : tr("Rebuild the book of %1 from a new snapshot (Ctrl+Shift+R)")
                                              .arg(m_hub.instrumentName(m_streams.row(rows.first().row()).tag)));
}

void FeedsView::resyncChosen() {
    if (m_stack->currentIndex() != static_cast<int>(Page::Streams)) return;
    const QModelIndexList rows = m_stream_table->selectionModel()->selectedRows();
    if (!rows.isEmpty()) m_hub.api().resync(m_streams.row(rows.first().row()).tag);
}

View* makeFeedsView(Hub& hub, Theme& theme, QWidget* parent) {
    return new FeedsView(hub, theme, parent);
}

}  // namespace bw::ui
