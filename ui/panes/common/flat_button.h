// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace bw::ui {

class Theme;

/// A quiet text button of the pane headers, 24 px high; checked ones are filled. GUI thread.
class FlatButton : public QAbstractButton {
    Q_OBJECT
public:
    FlatButton(Theme& theme, const QString& text, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Theme& m_theme;
};

}  // namespace bw::ui
