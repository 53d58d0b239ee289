// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QWidget>
#include <memory>

#include "core/api/ribbon.h"

class QPainter;

namespace bw::ui {

class Theme;

/// A ribbon with the stretch of time it covers.
struct RibbonView {
    api::Ribbon spans;
    std::int64_t from_ns = 0, to_ns = 0;
    bool proof = false;
    friend bool operator==(const RibbonView&, const RibbonView&) = default;
};
using RibbonPtr = std::shared_ptr<const RibbonView>;

/// Lines at 45 degrees every `spacing` pixels, clipped to `area`; anchored to the widget, so that areas side by side do
/// not flicker while they scroll.
void hatch(QPainter& painter, const QRectF& area, const QColor& color, bool crossed, double spacing);

/// The integrity ribbon of [from, to) over `strip`: proven solid, recovering amber diagonal, gap cross hatch of at least
/// 2 px, without proof dotted, nothing empty. Gaps stand out of the strip by `overhang` above and below. GUI thread.
void paintRibbon(QPainter& painter, const Theme& theme, const QRectF& strip, const api::Ribbon& ribbon,
                 std::int64_t from_ns, std::int64_t to_ns, double overhang = 0);

/// "99.8% proven, 2 gaps"; "no proof available"; empty while nothing came.
[[nodiscard]] QString ribbonWords(const RibbonView& view);
/// The same with the span of time and what recovering and missing come to, for tooltips.
[[nodiscard]] QString ribbonTip(const RibbonView& view);

/// The ribbon as a small widget of a pane header. GUI thread. Setting what is already shown repaints nothing.
class RibbonStrip : public QWidget {
    Q_OBJECT
public:
    RibbonStrip(Theme& theme, QWidget* parent = nullptr);
    void show(const RibbonPtr& ribbon);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Theme& m_theme;
    RibbonPtr m_ribbon;
};

}  // namespace bw::ui
