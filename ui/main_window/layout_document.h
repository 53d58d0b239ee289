// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>
#include <optional>
#include <string>
#include <string_view>

#include "ui/theme/theme.h"

namespace bw::ui {

/// What the window remembers from one run to the next.
struct LayoutDocument {
    static constexpr int kSchema = 1;
    static constexpr std::size_t kSizeMax = 1U << 20;
    static constexpr std::string_view kName = "layout";  // of the engine's document

    QByteArray geometry, state;  // of QMainWindow; the dock state carries its own check sum
    QString language = QStringLiteral("auto");
    ThemeBase base = ThemeBase::Dark;
    MarketPalette market = MarketPalette::Intl;
    int font_scale_pct = 100;
    QString focused;  // instrument id; empty: the first

    [[nodiscard]] std::string toJson() const;
    /// Nothing for anything but a whole, unaltered document of a known schema and within its limits.
    [[nodiscard]] static std::optional<LayoutDocument> fromJson(std::string_view bytes);
    friend bool operator==(const LayoutDocument&, const LayoutDocument&) = default;
};

[[nodiscard]] QString themeName(ThemeBase base);         // "dark"
[[nodiscard]] QString marketName(MarketPalette market);  // "intl"

}  // namespace bw::ui
