// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/theme/theme.h"

namespace bw::ui {

/// One line of text that elides at the end and then shows the whole on hover. Setting the same text repaints nothing.
/// GUI thread.
class ElidedLabel : public QWidget {
    Q_OBJECT
public:
    enum class Font : std::uint8_t { Words, Numbers };
    ElidedLabel(Theme& theme, double points, Font font, QWidget* parent = nullptr);
    void setText(const QString& text);
    void setToken(Token token);
    void setBold(bool bold);
    void setAlignment(Qt::Alignment alignment);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QFont shownFont() const;
    Theme& m_theme;
    double m_points;
    Font m_font;
    QString m_text;
    Token m_token = Token::Text;
    bool m_bold = false;
    Qt::Alignment m_alignment = Qt::AlignLeft;
};

}  // namespace bw::ui
