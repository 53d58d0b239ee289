// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QIcon>
#include <QRectF>
#include <cstdint>

class QPainter;

namespace bw::ui {

/// One-colour outlines, drawn, so they are sharp at every scale and take their colour from tokens.
enum class Icon : std::uint8_t {
    Menu,
    Close,
    Detach,
    Check,
    Cross,
    Pending,
    Dash,
    Arrow,
    Stop,
    Warning,
    Play,
    Plug,
    Globe,
    Folder
};
/// The program's own icon, painted at 16 to 256 px (the same drawing as resources/icons/bellwether.svg, which packages
/// install; the toolkit's SVG reader is not among our libraries).
[[nodiscard]] QIcon programIcon();
/// The same under a red corner: stopped, or a critical alert waits. For the tray.
[[nodiscard]] QIcon alarmIcon();
void paintIcon(QPainter& painter, Icon icon, const QRectF& box, const QColor& color);

}  // namespace bw::ui
