// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <algorithm>
#include <cmath>

namespace bw::ui {
namespace {

struct TokenRow {
    Token token;
    QRgb dark, light;
};

// Workstation spec 4.1, first table.
constexpr TokenRow kTokens[] = {
    {Token::Bg0, 0xff0E1217, 0xffF4F6F8},
    {Token::Bg1, 0xff141A21, 0xffFFFFFF},
    {Token::Bg2, 0xff1B232C, 0xffEDF1F5},
    {Token::Bg3, 0xff243040, 0xffDCE6F2},
    {Token::Text, 0xffE8EDF2, 0xff14202B},
    {Token::Text2, 0xffB0BAC5, 0xff45525F},
    {Token::Text3, 0xff929EAC, 0xff566370},
    {Token::Border, 0xff6B7A8A, 0xff6F7D8C},
    {Token::Grid, 0xff2A3541, 0xffD5DCE3},
    {Token::Accent, 0xff5AB0FF, 0xff0B5FB0},
    {Token::NotLive, 0xffFFB224, 0xff7E4F00},
    {Token::NotLiveFill, 0xffFFB224, 0xffFFB224},
    {Token::NotLiveFillText, 0xff14202B, 0xff14202B},
    {Token::Attn, 0xffC9A0FF, 0xff7A36B8},
    {Token::Crit, 0xffFF9B94, 0xffB3211B},
    {Token::CritFill, 0xffD81E3A, 0xffD81E3A},
    {Token::CritFillText, 0xffFFFFFF, 0xffFFFFFF},
    {Token::Ok, 0xff8FD3B6, 0xff146B4A},
    {Token::KillSurround, 0xffFFE100, 0xffFFE100},
    {Token::KillOutline, 0xffFFE100, 0xff14202B},
    {Token::Series1, 0xff4CC9F0, 0xff006A8E},
    {Token::Series2, 0xffE58FD0, 0xffA02B7C},
    {Token::Series3, 0xffD7DEE6, 0xff2F3B47},
    {Token::Series4, 0xffB8D65B, 0xff55680A},
};

struct MarketRow {
    QRgb up_dark, up_light, down_dark, down_light;
};

// Workstation spec 4.1, second table, in the order of MarketPalette.
constexpr MarketRow kMarket[] = {
    {0xff2EBD9E, 0xff00735F, 0xffF8746B, 0xffC0271F},
    {0xffFF6B63, 0xffC4201C, 0xff2EC27E, 0xff0A7240},
    {0xff5AA9FF, 0xff0A5AAE, 0xffF47C5C, 0xffB03A12},
};

}  // namespace

Theme::Theme(QObject* parent) : QObject(parent) {
    load();
}

void Theme::load() {
    const bool dark = m_base == ThemeBase::Dark;
    for (const TokenRow& row : kTokens)
        m_colors[static_cast<std::size_t>(row.token)] = QColor::fromRgb(dark ? row.dark : row.light);
    const MarketRow& market = kMarket[static_cast<std::size_t>(m_market)];
    m_colors[static_cast<std::size_t>(Token::Up)] = QColor::fromRgb(dark ? market.up_dark : market.up_light);
    m_colors[static_cast<std::size_t>(Token::Down)] = QColor::fromRgb(dark ? market.down_dark : market.down_light);
}

void Theme::set(ThemeBase base, MarketPalette market) {
    if (base == m_base && market == m_market) return;
    m_base = base;
    m_market = market;
    load();
    Q_EMIT changed();
}

void Theme::setFontScalePct(int percent) {
    const int clamped = std::clamp((percent + 5) / 10 * 10, 80, 200);
    if (clamped == m_font_scale_pct) return;
    m_font_scale_pct = clamped;
    Q_EMIT changed();
}

void Theme::setWords(format::UnitWords words) {
    if (words == m_words) return;
    m_words = words;
    Q_EMIT changed();
}

QColor Theme::tint(Token token, double alpha) const {
    QColor out = color(token);
    out.setAlphaF(static_cast<float>(alpha));
    return out;
}

int Theme::px(int at_100_percent) const {
    return static_cast<int>(std::lround(at_100_percent * m_font_scale_pct / 100.0));
}

QFont Theme::uiFont(double points) const {
    QFont font;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Segoe UI"), QStringLiteral("Noto Sans CJK SC"),
                      QStringLiteral("Microsoft YaHei UI"), QStringLiteral("DejaVu Sans")});
    font.setStyleHint(QFont::SansSerif);
    font.setPointSizeF(points * m_font_scale_pct / 100.0);
    return font;
}

QFont Theme::numberFont(double points) const {
    QFont font;
    font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("Consolas"),
                      QStringLiteral("Noto Sans Mono CJK SC"), QStringLiteral("Microsoft YaHei UI"),
                      QStringLiteral("DejaVu Sans Mono")});
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setStyleStrategy(QFont::PreferNoShaping);
    font.setPointSizeF(points * m_font_scale_pct / 100.0);
    return font;
}

QPalette Theme::palette() const {
    QPalette out;
    const auto all = [&out](QPalette::ColorRole role, const QColor& value) {
        out.setColor(QPalette::All, role, value);
    };
    all(QPalette::Window, color(Token::Bg0));
    all(QPalette::WindowText, color(Token::Text));
    all(QPalette::Base, color(Token::Bg1));
    all(QPalette::AlternateBase, color(Token::Bg2));
    all(QPalette::ToolTipBase, color(Token::Bg3));
    all(QPalette::ToolTipText, color(Token::Text));
    all(QPalette::PlaceholderText, color(Token::Text3));
    all(QPalette::Text, color(Token::Text));
    all(QPalette::Button, color(Token::Bg2));
    all(QPalette::ButtonText, color(Token::Text));
    all(QPalette::BrightText, color(Token::Text));
    all(QPalette::Light, color(Token::Bg3));
    all(QPalette::Midlight, color(Token::Bg2));
    all(QPalette::Mid, color(Token::Grid));
    all(QPalette::Dark, color(Token::Bg0));
    all(QPalette::Shadow, color(Token::Bg0));
    all(QPalette::Highlight, color(Token::Bg3));
    all(QPalette::HighlightedText, color(Token::Text));
    all(QPalette::Link, color(Token::Accent));
    all(QPalette::LinkVisited, color(Token::Accent));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        out.setColor(QPalette::Disabled, role, tint(Token::Text, 0.4));
    return out;
}

}  // namespace bw::ui
