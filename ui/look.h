// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/language.h"
#include "ui/theme/theme.h"

class QApplication;

namespace bw::ui {

/// Theme, fonts, style and language of the application. Make one right after QApplication and before any window; it
/// outlives every window. GUI thread.
class Look {
public:
    explicit Look(QApplication& application);
    Theme theme;
    Language language{theme};
};

}  // namespace bw::ui
