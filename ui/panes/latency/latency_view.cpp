// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/latency/latency_view.h"

#include <QButtonGroup>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/theme/format.h"

namespace bw::ui {

LatencyView::LatencyView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_windows = m_header->addChoice({QString(), QString(), QString(), QString()}, 0, tr("Window"), [this](int index) {
        m_model.setWindow(static_cast<LatencyModel::Window>(index));
        showModel();
    });
    m_header->addGap(-1);
    m_reset = m_header->addButton({}, [this] {
        m_model.reset();
        showModel();
    });
    m_canvas = new LatencyCanvas(theme, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_canvas, 1);
    connect(m_canvas, &LatencyCanvas::chosenChanged, this, &LatencyView::showModel);
    retranslate();
}

void LatencyView::retranslate() {
    const QStringList names{tr("start"), tr("10m"), tr("1m"), tr("10s")};
    const QStringList help{tr("Since the start of the engine, or since Reset"), tr("The last ten minutes"),
                           tr("The last minute"), tr("The last ten seconds")};
    for (int i = 0; i < names.size(); ++i) {
        m_windows->button(i)->setText(names.at(i));
        m_windows->button(i)->setToolTip(help.at(i));
        m_windows->button(i)->setAccessibleName(help.at(i));
        m_windows->button(i)->updateGeometry();
    }
    m_header->setSubject(tr("Latency"));
    m_reset->setText(tr("Reset"));
    m_reset->setToolTip(tr("Count from now on, in this view only"));
    m_reset->updateGeometry();
    m_canvas->setAccessibleName(tr("Latency by stage"));
    m_canvas->update();
}

void LatencyView::refresh() {
    const api::EngineView& engine = m_hub.engine();
    const Histogram& paint = m_hub.frameStats().receive_to_paint;
    if (m_started && engine.version == m_version && paint.count() == m_painted) return;
    m_started = true;
    m_version = engine.version;
    m_painted = paint.count();
    m_model.read(m_hub.api().now(), engine, paint);
    showModel();
}

void LatencyView::showModel() {
    m_canvas->show(m_model);
    const std::int64_t covered_ns = m_model.coveredNs();
    m_header->setState({covered_ns > 0 ? tr("last %1").arg(format::age(covered_ns)) : QString(), Loudness::Quiet});
}

View* makeLatencyView(Hub& hub, Theme& theme, QWidget* parent) {
    return new LatencyView(hub, theme, parent);
}

}  // namespace bw::ui
