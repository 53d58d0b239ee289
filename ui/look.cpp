// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look.h"

#include <QApplication>

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

namespace bw::ui {

Look::Look(QApplication& application) {
    installLook(application, theme);
    QApplication::setWindowIcon(programIcon());
    language.set(QStringLiteral("auto"));
}

}  // namespace bw::ui
