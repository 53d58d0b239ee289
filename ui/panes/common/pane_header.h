// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <functional>

#include "ui/panes/common/ribbon_paint.h"
#include "ui/theme/theme.h"

class QButtonGroup;
class QHBoxLayout;
class QLabel;

namespace bw::ui {

class FlatButton;

/// How loud a state word is.
enum class Loudness { Quiet, NotLive, Attention, Critical };

/// A state in three signs: glyph, word, colour.
struct StateWord {
    QString word;
    Loudness loudness = Loudness::Quiet;
    friend bool operator==(const StateWord&, const StateWord&) = default;
};
[[nodiscard]] QString stateGlyph(Loudness loudness);
[[nodiscard]] Token stateToken(Loudness loudness);

/// The header line of a data view, 26 px: subject, controls, state word and age. GUI thread. Setting what is already
/// shown repaints nothing. A narrow header drops the ribbon, shortens the subject, then drops it, then the controls;
/// never the state.
class PaneHeader : public QWidget {
    Q_OBJECT
public:
    PaneHeader(Theme& theme, QWidget* parent = nullptr);
    void setSubject(const QString& text, const QString& tooltip = {});
    void setState(const StateWord& state, const QString& tooltip = {});
    void setAge(const QString& text);
    /// Between state and age; the first to leave a narrow header.
    void setRibbon(const RibbonPtr& ribbon);
    /// A row of buttons of which one is down. `chosen` gets the index. The texts may be set again later.
    QButtonGroup* addChoice(const QStringList& texts, int current, const QString& accessible_name,
                            std::function<void(int)> chosen);
    FlatButton* addToggle(const QString& text, bool on, std::function<void(bool)> toggled);
    FlatButton* addButton(const QString& text, std::function<void()> clicked);
    void addControl(QWidget* widget, int stretch = 0);
    void addGap(int pixels);
    /// After controls were shown or hidden.
    void refit() { fit(); }
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void applyTheme();
    void fit();
    Theme& m_theme;
    QWidget* m_bar = nullptr;
    QHBoxLayout* m_controls = nullptr;  // of m_bar
    QLabel* m_subject = nullptr;
    QLabel* m_state = nullptr;
    QLabel* m_age = nullptr;
    RibbonStrip* m_ribbon = nullptr;  // made by the first setRibbon
    QString m_subject_text;
    StateWord m_shown;
};

}  // namespace bw::ui
