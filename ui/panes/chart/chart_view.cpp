// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/chart/chart_view.h"

#include <QButtonGroup>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"

namespace bw::ui {
namespace {

QStringList periodTexts() {
    return {QStringLiteral("1s"), QStringLiteral("5s"), QStringLiteral("15s"),
            QStringLiteral("1m"), QStringLiteral("5m"), QStringLiteral("15m")};
}

}  // namespace

ChartView::ChartView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_periods = m_header->addChoice(periodTexts(), 3, tr("Bar period"), [this](int index) {
        setPeriod(ChartModel::kPeriods_s.at(static_cast<std::size_t>(index)));
    });
    m_header->addGap(8);
    m_hindsight = m_header->addToggle({}, false, [this](bool on) { m_canvas->setHindsight(on); });
    m_header->addGap(-1);
    m_canvas = new ChartCanvas(theme, this);
    m_live = new FlatButton(theme, {}, m_canvas);
    m_live->setChecked(false);
    m_live->setDown(false);
    m_live->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_canvas, 1);
    connect(m_canvas, &PlotView::windowMoved, this, &ChartView::rebuild);
    connect(m_live, &QAbstractButton::clicked, this, [this] {
        m_canvas->timeWindow().goLive();
        rebuild();
    });
    connect(m_canvas, &ChartCanvas::signalPainted, this,
            [this](std::uint64_t serial) { m_hub.painted(serial, "chart"); });
    connect(m_canvas, &ChartCanvas::signalPicked, this, [this](std::uint64_t serial) { m_hub.chooseSignal(serial); });
    connect(&hub, &Hub::signalChosen, this, &ChartView::centreOn);
    connect(&theme, &Theme::changed, this, &ChartView::rebuild);
    retranslate();
}

void ChartView::retranslate() {
    m_live->setText(tr("Live") + QStringLiteral(" »"));
    m_live->setToolTip(tr("Back to the newest bar (End)"));
    m_live->resize(m_live->sizeHint());
    m_hindsight->setText(tr("Hindsight"));
    m_hindsight->setToolTip(tr("Off: as seen, a signal stands where and when it was detected. On: its pivots are drawn "
                               "at their own times, which nobody knew then"));
    m_hindsight->updateGeometry();
    m_canvas->setAccessibleName(tr("Price chart"));
    for (QAbstractButton* button : m_periods->buttons()) button->setToolTip(tr("Bars of %1").arg(button->text()));
    m_seen = {};
}

void ChartView::setPeriod(int period_s) {
    m_canvas->model().setPeriod(period_s, m_canvas->timeWindow());
    for (std::size_t i = 0; i < ChartModel::kPeriods_s.size(); ++i)
        if (ChartModel::kPeriods_s[i] == period_s) m_periods->button(static_cast<int>(i))->setChecked(true);
    rebuild();
}

void ChartView::refresh() {
    const int instrument = m_hub.focused();
    const Freshness freshness = freshnessOf(m_hub, instrument);
    updateHeader(freshness);
    const Seen now{m_hub.market(instrument).version, m_hub.history().of(instrument).revision,
                   m_hub.history().gapsRevision(), m_hub.signalLog().revision(), m_hub.chosenSignal(), instrument,
                   freshness.stale};
    m_canvas->setCondition(freshness.stale, emptyMessage(freshness));
    if (now == m_seen) return;
    m_seen = now;
    rebuild();
}

void ChartView::rebuild() {
    const int instrument = m_hub.focused();
    m_canvas->setSignals(m_hub.signalLog(), m_hub.chosenSignal());
    m_canvas->show(m_hub.history(), m_hub.market(instrument), instrument);
    const bool away = !m_canvas->timeWindow().following() && !m_canvas->model().bars().empty();
    if (away == m_live->isHidden()) m_live->setVisible(away);
    if (away) placeLiveButton();
}

void ChartView::centreOn(std::uint64_t signal) {
    const SignalRow* row = m_hub.signalLog().find(signal);
    if (row == nullptr || row->item.instrument != m_hub.focused()) return;
    rebuild();  // another instrument may have come first: its window begins at the live edge
    TimeWindow& window = m_canvas->timeWindow();
    const std::int64_t at_ns = row->item.event.detect.t_ns;
    if (at_ns < window.fromNs() || at_ns > window.toNs()) {
        window.scroll(at_ns - (window.fromNs() + window.spanNs() / 2));
        rebuild();
    }
}

void ChartView::updateHeader(const Freshness& freshness) {
    const int instrument = m_hub.focused();
    m_header->setSubject(subjectOf(m_hub, instrument), m_hub.instrumentName(instrument));
    m_header->setState(freshness.state, freshness.tooltip);
    m_header->setAge(format::steadyAge(freshness.age_ns));
    m_header->setRibbon(m_ribbons.worst(m_hub, instrument, kTapeStreams, kRibbonHourNs));
}

QString ChartView::emptyMessage(const Freshness& freshness) const {
    if (m_hub.count() == 0) return tr("No instrument yet. The source sends its list when it connects.");
    if (freshness.waiting) return tr("Waiting for the first message of %1").arg(m_hub.instrumentName(m_hub.focused()));
    return tr("No bar of this period yet. Bars start with the first trade or quote that arrives.");
}

void ChartView::placeLiveButton() {
    const QRectF plot = m_canvas->plotRect();
    m_live->move(static_cast<int>(plot.right()) - m_live->width() - 8,
                 static_cast<int>(plot.bottom()) - m_live->height() - 8);
}

void ChartView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    placeLiveButton();
}

View* makeChartView(Hub& hub, Theme& theme, QWidget* parent) {
    return new ChartView(hub, theme, parent);
}

}  // namespace bw::ui
