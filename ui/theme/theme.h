// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>
#include <array>

#include "ui/theme/format.h"

namespace bw::ui {

/// Colour tokens of workstation spec 4.1. All UI colour comes from here.
enum class Token : std::uint8_t {
    Bg0, Bg1, Bg2, Bg3, Text, Text2, Text3, Border, Grid, Accent,
    NotLive,      // amber: only what is not live
    NotLiveFill, NotLiveFillText,
    Attn,         // violet: needs attention
    Crit, CritFill, CritFillText, Ok, KillSurround, KillOutline, Series1, Series2, Series3, Series4, Up, Down,
    Count
};
enum class ThemeBase : std::uint8_t { Dark, Light };
enum class MarketPalette : std::uint8_t { Intl, Cn, Cb };

/// GUI thread. Colours, fonts and number words in force; changed() makes every view repaint and measure again.
class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(QObject* parent = nullptr);
    [[nodiscard]] QColor color(Token token) const { return m_colors[static_cast<std::size_t>(token)]; }
    [[nodiscard]] QColor tint(Token token, double alpha) const;       // the token's colour, transparent
    [[nodiscard]] ThemeBase base() const { return m_base; }
    [[nodiscard]] MarketPalette market() const { return m_market; }
    void set(ThemeBase base, MarketPalette market);
    [[nodiscard]] int fontScalePct() const { return m_font_scale_pct; }
    void setFontScalePct(int percent);                                // 80 to 200, in steps of 10
    /// The compact units of the language in force (K M B or 万 亿).
    [[nodiscard]] format::UnitWords words() const { return m_words; }
    void setWords(format::UnitWords words);

    [[nodiscard]] QFont uiFont(double points = 10) const;             // labels
    [[nodiscard]] QFont numberFont(double points = 10) const;         // every changing number: fixed width, shaping off
    [[nodiscard]] int px(int at_100_percent) const;                   // a length that grows with the font scale
    [[nodiscard]] QPalette palette() const;

Q_SIGNALS:
    void changed();

private:
    void load();
    ThemeBase m_base = ThemeBase::Dark;
    MarketPalette m_market = MarketPalette::Intl;
    int m_font_scale_pct = 100;
    format::UnitWords m_words = format::UnitWords::En;
    std::array<QColor, static_cast<std::size_t>(Token::Count)> m_colors;
};

}  // namespace bw::ui
