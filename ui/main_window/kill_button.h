// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace bw::ui {

class Theme;

/// The kill control (workstation spec 6): 128×48 px of red on a yellow surround of 4 px. Acts on mouse press and on
/// Space or Enter when focused; takes no focus by click. It only asks: the state it shows is set from the engine's
/// view. GUI thread.
class KillButton : public QAbstractButton {
    Q_OBJECT
public:
    enum class Look : std::uint8_t { Kill, Stopping, Halted };

    explicit KillButton(Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] Look look() const { return m_look; }
    /// What it shows, and the engine it names to screen readers.
    void show(Look look, const QString& engine_name);
    [[nodiscard]] QString label() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void engaged();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void describe();
    Theme& m_theme;
    Look m_look = Look::Kill;
    QString m_engine_name;
    bool m_pressed = false;
};

}  // namespace bw::ui
