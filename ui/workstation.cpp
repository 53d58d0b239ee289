// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workstation.h"

#include <QApplication>

namespace bw::ui {

int runWorkstation(QApplication& application, api::EngineApi& engine, const WindowOptions& options) {
    Look look(application);
    MainWindow window(engine, look, options);
    window.show();
    const int code = QApplication::exec();
    if (options.on_end) options.on_end(window.frameStats());
    return code;
}

}  // namespace bw::ui
