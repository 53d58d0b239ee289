// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

#include "ui/theme/theme.h"

namespace bw::ui {

/// A quiet text button of the pane headers, 24 px high; checked ones are filled. GUI thread.
class FlatButton : public QAbstractButton {
    Q_OBJECT
public:
    FlatButton(Theme& theme, const QString& text, QWidget* parent = nullptr);
    /// A frame round it also while it is quiet: for choices that stand in a form.
    void setOutlined(bool outlined);
    /// Colour of frame and text while checked; the word stays what says it.
    void setCheckedToken(Token token);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Theme& m_theme;
    Token m_checked_token = Token::Text;
    bool m_outlined = false;
};

}  // namespace bw::ui
