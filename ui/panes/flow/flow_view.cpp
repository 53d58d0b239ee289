// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/flow/flow_view.h"

#include <QButtonGroup>
#include <QLabel>
#include <QStackedWidget>
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
    m_stack = new QStackedWidget(this);
    m_scores = new ZCanvas(theme, m_stack);
    m_canvas = new FlowCanvas(theme, m_stack);
    m_stack->addWidget(m_scores);
    m_stack->addWidget(m_canvas);
    m_modes = m_header->addChoice({QStringLiteral("z"), QString()}, 0, tr("What is drawn"),
                                  [this](int index) { setMode(static_cast<Mode>(index)); });
    m_header->addGap(8);
    for (std::size_t i = 0; i < kZLanes; ++i)
        m_z_lanes[i] = m_header->addToggle({}, true, [this, i](bool on) {
            m_scores->setLaneShown(static_cast<ZLane>(i), on);
            rebuild();
        });
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
    column->addWidget(m_stack, 1);
    connect(m_scores, &PlotView::windowMoved, this, &FlowView::rebuild);
    connect(m_canvas, &PlotView::windowMoved, this, &FlowView::rebuild);
    connect(&theme, &Theme::changed, this, &FlowView::retranslate);
    setMode(Mode::Scores);
    retranslate();
}

bool FlowView::isRaw() const {
    return m_stack->currentIndex() == static_cast<int>(Mode::Raw);
}

void FlowView::setMode(Mode mode) {
    const bool raw = mode == Mode::Raw;
    m_modes->button(static_cast<int>(mode))->setChecked(true);
    m_stack->setCurrentIndex(static_cast<int>(mode));
    for (FlatButton* button : m_z_lanes) button->setVisible(!raw);
    for (FlatButton* button : m_lanes) button->setVisible(raw);
    for (QAbstractButton* button : m_periods->buttons()) button->setVisible(raw);
    m_running->setVisible(raw);
    m_header->refit();
    rebuild();
}

void FlowView::retranslate() {
    const QStringList z_names{tr("OFI"), tr("CVD"), tr("Fusion")};
    const QStringList z_help{tr("Order-flow imbalance of the book, in standard deviations of what is usual here"),
                             tr("Net volume of the aggressors, in standard deviations of what is usual here"),
                             tr("Weighted mean of both, with the bands that make it a buy or a sell")};
    for (std::size_t i = 0; i < kZLanes; ++i) {
        m_z_lanes[i]->setText(z_names.at(static_cast<qsizetype>(i)));
        m_z_lanes[i]->setToolTip(z_help.at(static_cast<qsizetype>(i)));
        m_z_lanes[i]->updateGeometry();
    }
    m_modes->button(0)->setToolTip(tr("Scores of the samples, with the thresholds in force"));
    m_modes->button(0)->setAccessibleName(tr("Scores"));
    m_modes->button(1)->setText(tr("raw"));
    m_modes->button(1)->setToolTip(tr("Quantities bar by bar"));
    m_modes->button(1)->setAccessibleName(tr("raw"));
    m_modes->button(1)->updateGeometry();
    m_scores->setAccessibleName(tr("Order flow, scores"));
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
    m_scores->setCondition(
        freshness.stale,
        m_hub.count() == 0 ? tr("No instrument yet. The source sends its list when it connects.")
                           : tr("No sample yet. Scores start with the first sample; raw shows quantities until then."));
    const Seen now{m_hub.market(instrument).version, m_hub.history().of(instrument).revision,
                   m_hub.history().gapsRevision(), instrument, freshness.stale};
    if (now == m_seen) return;
    m_seen = now;
    updateShare();
    rebuild();
}

void FlowView::rebuild() {
    const int instrument = m_hub.focused();
    if (isRaw())
        m_canvas->show(m_hub.history(), m_hub.market(instrument), instrument);
    else
        m_scores->show(m_hub.history(), m_hub.market(instrument), instrument);
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
