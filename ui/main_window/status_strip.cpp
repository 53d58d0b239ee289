// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/status_strip.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/hub.h"
#include "ui/main_window/elided_label.h"
#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

constexpr std::int64_t kStaleNs = 10 * kNsPerSec;
const QString kDot = QStringLiteral("  ·  ");

}  // namespace

StatusStrip::StatusStrip(Hub& hub, Theme& theme, QWidget* parent) : QWidget(parent), m_hub(hub), m_theme(theme) {
    setObjectName(QStringLiteral("status"));
    m_source = new ElidedLabel(theme, 9, ElidedLabel::Font::Numbers, this);
    m_honesty = new ElidedLabel(theme, 9, ElidedLabel::Font::Numbers, this);
    m_machine = new ElidedLabel(theme, 9, ElidedLabel::Font::Numbers, this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 1, 8, 0);
    row->setSpacing(16);
    for (ElidedLabel* label : {m_source, m_honesty, m_machine}) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setToken(Token::Text2);
        row->addWidget(label, 1);
    }
    m_machine->setAlignment(Qt::AlignRight);
    const auto fit = [this] { setFixedHeight(m_theme.px(24)); };
    connect(&theme, &Theme::changed, this, fit);
    fit();
}

void StatusStrip::refresh() {
    refreshSource();
    refreshHonesty();
    refreshMachine();
}

void StatusStrip::refreshSource() {
    const api::MarketView& view = m_hub.market(m_hub.focused());
    if (view.version == 0) {
        m_source->setToken(Token::Text3);
        m_source->setText(tr("○ waiting for the first data"));
        return;
    }
    const std::int64_t age = m_hub.ageNs(view.newest_mono);
    const bool stale = age > kStaleNs;
    m_source->setToken(stale ? Token::NotLive : Token::Text2);
    const QString id = format::text(view.id.view());
    // Whole seconds: the strip is refreshed once a second, tenths would pretend more.
    const QString shown_age = age < kNsPerSec ? tr("< 1 s") : format::steadyAge(age);
    m_source->setText(stale ? tr("◐ %1 · STALE %2").arg(id, shown_age) : tr("● %1 · age %2").arg(id, shown_age));
    m_source->setToolTip(QString::fromStdString(m_hub.run().endpoint_summary));
}

void StatusStrip::refreshHonesty() {
    const api::MarketView& view = m_hub.market(m_hub.focused());
    QStringList parts;
    if (view.has_tape) {
        const std::int64_t known = view.buy + view.sell;
        parts << (view.volume > 0
                      ? tr("side: venue %1")
                            .arg(format::percent(static_cast<double>(known) / static_cast<double>(view.volume), 0))
                      : tr("side: no trade yet"));
    } else if (view.version > 0) {
        parts << tr("no tape");
    }
    const int gaps = m_hub.openGaps();
    parts << (gaps == 0 ? tr("no gap open") : tr("▲ %n gap(s) open", nullptr, gaps));
    if (view.rejects > 0) parts << tr("%1 rejected").arg(format::count(view.rejects));
    m_honesty->setToken(gaps > 0 ? Token::Crit : Token::Text2);
    m_honesty->setText(parts.join(kDot));
}

void StatusStrip::refreshMachine() {
    const api::EngineView& engine = m_hub.engine();
    const std::int64_t now = m_hub.api().now().ns;
    const std::int64_t span = now - m_rate_at_ns;
    if (m_rate_at_ns == 0 || span >= kNsPerSec) {
        const double seconds = static_cast<double>(span) / 1e9;
        if (m_rate_at_ns != 0 && engine.frames >= m_frames_before && engine.journal_bytes >= m_bytes_before) {
            m_frames_per_s = static_cast<double>(engine.frames - m_frames_before) / seconds;
            m_bytes_per_s = static_cast<double>(engine.journal_bytes - m_bytes_before) / seconds;
        }
        m_rate_at_ns = now;
        m_frames_before = engine.frames;
        m_bytes_before = engine.journal_bytes;
    }
    QStringList parts;
    if (engine.replay_progress >= 0)
        parts << tr("replay %1").arg(format::percent(engine.replay_progress, 0));
    else if (engine.recording)
        parts << (m_bytes_per_s < 0
                      ? tr("REC")
                      : tr("REC %1/h").arg(format::bytes(static_cast<std::uint64_t>(m_bytes_per_s * 3600))));
    else
        parts << tr("not recording");
    parts << tr("%1 msg/s").arg(format::rate(m_frames_per_s));
    const Histogram& work = m_hub.frameStats().work;
    if (work.count() >= 1'000) parts << tr("frame p99 %1").arg(format::duration(work.quantile(0.99)));
    if (engine.queue_dropped > 0) parts << tr("%1 dropped").arg(format::count(engine.queue_dropped));
    m_machine->setToken(engine.queue_dropped > 0 ? Token::Crit : Token::Text2);
    m_machine->setText(parts.join(kDot));
}

void StatusStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg1));
    painter.fillRect(0, 0, width(), 1, m_theme.color(Token::Grid));
}

}  // namespace bw::ui
