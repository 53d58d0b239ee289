// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace bw::ui {

class Hub;
class Theme;

/// Base of everything that sits in a dock. The main window calls refresh() at no more than rateHz() while the view is
/// visible; a refresh diffs against what is shown and repaints only what changed.
class View : public QWidget {
    Q_OBJECT
public:
    View(Hub& hub, Theme& theme, QWidget* parent = nullptr) : QWidget(parent), m_hub(hub), m_theme(theme) {}
    [[nodiscard]] virtual QString id() const = 0;     // "chart": stored in layouts, never translated
    [[nodiscard]] virtual QString title() const = 0;  // translated
    [[nodiscard]] virtual int rateHz() const = 0;
    virtual void refresh() = 0;
    /// Live language change: set every text again.
    virtual void retranslate() {}

protected:
    Hub& m_hub;
    Theme& m_theme;
};

}  // namespace bw::ui
