// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/flow/flow_view.h"

#include <QButtonGroup>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"

namespace bw::ui {
namespace {
constexpr std::int64_t kShareEveryNs = kNsPerSec;
}

FlowView::FlowView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_canvas = new FlowCanvas(theme, this);
    m_periods =
        m_header->addChoice({QStringLiteral("1s"), QStringLiteral("1m")}, 0, tr("Bar period"), [this](int index) {
            m_canvas->model().setPeriod(index == 0 ? 1 : 60, m_canvas->timeWindow());
            rebuild();
        });
    m_header->addGap(8);
    for (std::size_t i = 0; i < kLanes; ++i)
        m_lanes[i] = m_header->addToggle({}, true, [this, i](bool on) {
            m_canvas->setLaneShown(static_cast<Lane>(i), on);
            rebuild();
        });
    m_header->addGap(8);
    m_running = m_header->addToggle(QStringLiteral("Σ"), true, [this](bool on) {
        m_canvas->model().setCumulativeOfi(on);
        rebuild();
    });
    m_share = new QLabel(this);
    m_share->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_share->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_header->addControl(m_share, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_canvas, 1);
    connect(m_canvas, &PlotView::windowMoved, this, &FlowView::rebuild);
    connect(&theme, &Theme::changed, this, &FlowView::retranslate);
    retranslate();
}

void FlowView::retranslate() {
    const QStringList names{tr("CVD"), tr("OFI"), tr("OFI5"), tr("Delta")};
    const QStringList help{tr("Cumulative volume delta: buy minus sell volume since start"),
                           tr("Order-flow imbalance of the best bid and ask"),
                           tr("Order-flow imbalance of the five best levels"), tr("Buy minus sell volume of each bar")};
    for (std::size_t i = 0; i < kLanes; ++i) {
        m_lanes[i]->setText(names.at(static_cast<qsizetype>(i)));
        m_lanes[i]->setToolTip(help.at(static_cast<qsizetype>(i)));
        m_lanes[i]->updateGeometry();
    }
    m_running->setToolTip(tr("OFI as a running sum, or bar by bar"));
    m_running->setAccessibleName(tr("OFI as a running sum"));
    m_canvas->setAccessibleName(tr("Order flow"));
    m_share->setFont(m_theme.uiFont(9));
    QPalette palette = m_share->palette();
    palette.setColor(QPalette::WindowText, m_theme.color(Token::Text3));
    m_share->setPalette(palette);
    m_share_mono = {};
    m_seen = {};
    rebuild();
}

void FlowView::refresh() {
    const int instrument = m_hub.focused();
    const Freshness freshness = freshnessOf(m_hub, instrument);
    m_header->setSubject(subjectOf(m_hub, instrument), m_hub.instrumentName(instrument));
    m_header->setState(freshness.state, freshness.tooltip);
    m_header->setAge(format::steadyAge(freshness.age_ns));
    m_header->setRibbon(m_ribbons.worst(m_hub, instrument, kFlowStreams, kRibbonHourNs));
    m_canvas->setCondition(freshness.stale,
                           m_hub.count() == 0
                               ? tr("No instrument yet. The source sends its list when it connects.")
                               : tr("Nothing to draw yet. Bars start with the first trade or quote that arrives."));
    const Seen now{m_hub.market(instrument).version, m_hub.history().of(instrument).revision,
                   m_hub.history().gapsRevision(), instrument, freshness.stale};
    if (now == m_seen) return;
    m_seen = now;
    updateShare();
    rebuild();
}

void FlowView::rebuild() {
    m_canvas->show(m_hub.history(), m_hub.market(m_hub.focused()), m_hub.focused());
}

void FlowView::updateShare() {
    const MonoTime now = m_hub.api().now();
    const int instrument = m_hub.focused();
    if (instrument == m_share_instrument && m_share_mono.ns != 0 && now - m_share_mono < kShareEveryNs) return;
    m_share_mono = now;
    m_share_instrument = instrument;
    const SideShare share = sideShare(m_hub.history().of(instrument).trades);
    const bool has_tape = m_hub.market(instrument).has_tape;
    QString text;
    if (has_tape && share.trades > 0) {
        const QString venue = format::percent(share.venue, 0), inferred = format::percent(share.inferred, 0);
        const QString unknown = format::percent(share.unknown, 0);
        text = tr("side: venue %1 · inferred %2 · unknown %3").arg(venue, inferred, unknown);
        if (m_share->fontMetrics().horizontalAdvance(text) > m_share->width())
            text =
                tr("venue %1 · ~%2 · ?%3", "short side shares: venue, inferred, unknown").arg(venue, inferred, unknown);
        text = m_share->fontMetrics().elidedText(text, Qt::ElideRight, m_share->width());
    }
    if (text == m_share->text()) return;
    m_share->setText(text);
    m_share->setToolTip(has_tape
                            ? tr("Share of the volume by where its side comes from, over the last %1 trades; unknown "
                                 "volume is never part of CVD")
                                  .arg(format::count(share.trades))
                            : QString());
}

View* makeFlowView(Hub& hub, Theme& theme, QWidget* parent) {
    return new FlowView(hub, theme, parent);
}

}  // namespace bw::ui
