// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

#include "ui/theme/theme.h"

namespace bw::ui {

/// How loud a state is. Quiet is neutral text; the others fill, with a glyph, so that colour never speaks alone.
enum class Tone : std::uint8_t { Quiet, NotLive, Attention, Critical };

/// One slot of the top bar: two lines in a fixed width, filled when something needs a look. Setting what is already
/// shown repaints nothing. GUI thread.
class BarCell : public QAbstractButton {
    Q_OBJECT
public:
    enum class Font : std::uint8_t { Words, Numbers };

    BarCell(Theme& theme, const QString& name, Font font, QWidget* parent = nullptr);
    void show(const QString& top, const QString& bottom, Tone tone = Tone::Quiet);
    /// Texts the width must hold, so that a change never moves the neighbours.
    void setWidest(const QStringList& tops, const QStringList& bottoms);
    /// Colour of the first line while quiet (the market colour of a price).
    void setTopToken(Token token);
    [[nodiscard]] QString top() const { return m_top; }
    [[nodiscard]] QString bottom() const { return m_bottom; }
    [[nodiscard]] Tone tone() const { return m_tone; }
    /// True while a line is wider than its room.
    [[nodiscard]] bool clipped() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] QFont topFont() const;
    [[nodiscard]] QFont bottomFont() const;
    Theme& m_theme;
    Font m_font;
    QString m_top, m_bottom;
    QStringList m_widest_tops, m_widest_bottoms;
    Tone m_tone = Tone::Quiet;
    Token m_top_token = Token::Text;
};

}  // namespace bw::ui
