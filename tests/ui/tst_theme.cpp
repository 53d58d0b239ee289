// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "ui/theme/theme.h"

using namespace bw::ui;

namespace {

/// Relative luminance and ratio of WCAG 2.1.
double luminance(const QColor& color) {
    const auto channel = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(static_cast<double>(color.redF())) + 0.7152 * channel(static_cast<double>(color.greenF())) +
           0.0722 * channel(static_cast<double>(color.blueF()));
}
double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}
QColor over(const QColor& tint, const QColor& ground) {
    const float a = tint.alphaF(), rest = 1 - a;
    return QColor::fromRgbF(tint.redF() * a + ground.redF() * rest, tint.greenF() * a + ground.greenF() * rest,
                            tint.blueF() * a + ground.blueF() * rest);
}

}  // namespace

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrastOfAllPairs_data() {
        QTest::addColumn<int>("base");
        QTest::addColumn<int>("market");
        const char* bases[] = {"dark", "light"};
        const char* markets[] = {"intl", "cn", "cb"};
        for (int base = 0; base < 2; ++base)
            for (int market = 0; market < 3; ++market)
                QTest::addRow("%s %s", bases[base], markets[market]) << base << market;
    }
    void contrastOfAllPairs() {
        QFETCH(int, base);
        QFETCH(int, market);
        Theme theme;
        theme.set(static_cast<ThemeBase>(base), static_cast<MarketPalette>(market));
        const auto check = [&](Token fore, Token back, double least) {
            const double ratio = contrast(theme.color(fore), theme.color(back));
            QVERIFY2(ratio >= least,
                     qPrintable(QStringLiteral("token %1 on %2: %3").arg(int(fore)).arg(int(back)).arg(ratio)));
        };
        const Token grounds[] = {Token::Bg0, Token::Bg1, Token::Bg2, Token::Bg3};
        for (const Token text : {Token::Text, Token::Text2, Token::Text3, Token::Accent, Token::NotLive, Token::Attn,
                                 Token::Crit, Token::Ok, Token::Up, Token::Down})
            for (const Token ground : grounds) check(text, ground, 4.5);
        for (const Token mark : {Token::Border, Token::Series1, Token::Series2, Token::Series3, Token::Series4})
            for (const Token ground : {Token::Bg0, Token::Bg1, Token::Bg2}) check(mark, ground, 3);
        check(Token::CritFillText, Token::CritFill, 4.5);
        check(Token::NotLiveFillText, Token::NotLiveFill, 4.5);
        check(Token::KillSurround, Token::CritFill, 3);
        for (const Token ground : grounds) {
            const QColor tinted = over(theme.tint(Token::Attn, 0.2), theme.color(ground));
            QVERIFY(contrast(theme.color(Token::Text), tinted) >= 4.5);
            QVERIFY(contrast(theme.color(Token::Text2), tinted) >= 4.5);
        }
    }
    void changeIsToldOnceAndOnlyWhenSomethingChanged() {
        Theme theme;
        int told = 0;
        connect(&theme, &Theme::changed, this, [&] { ++told; });
        theme.set(ThemeBase::Dark, MarketPalette::Intl);
        QCOMPARE(told, 0);
        theme.set(ThemeBase::Light, MarketPalette::Cn);
        QCOMPARE(told, 1);
        theme.setFontScalePct(104);
        QCOMPARE(told, 1);
        theme.setFontScalePct(1'000);
        QCOMPARE(theme.fontScalePct(), 200);
        theme.setFontScalePct(7);
        QCOMPARE(theme.fontScalePct(), 80);
        QCOMPARE(told, 3);
    }
    void numbersAreFixedWidth() {
        const QFontMetrics metrics(Theme().numberFont());
        for (const QChar digit : QStringLiteral("0123456789,.+−"))
            QCOMPARE(metrics.horizontalAdvance(digit), metrics.horizontalAdvance(QLatin1Char('0')));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
