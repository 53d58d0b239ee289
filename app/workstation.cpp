// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation.h"

#include <cstdio>

#include "app/control_server.h"
#include "app/engine_host.h"
#if BELLWETHER_UI
#include <QApplication>
#include <QWidget>

#include "ui/workstation.h"
#endif

namespace bw::app {

#if BELLWETHER_UI
std::unique_ptr<QCoreApplication> makeWorkstationApp(int& argc, char** argv) {
    return std::make_unique<QApplication>(argc, argv);
}

int runWorkstation(EngineHost& host, ControlServer& control, QCoreApplication& app,
                   const std::optional<api::SourceChoice>& replay) {
    const Status started = replay ? host.startReplay(*replay) : host.startDefault();
    if (!started) return printError(started.error());
    control.on_raise = [] {
        for (QWidget* window : QApplication::topLevelWidgets()) {
            if (!window->isVisible() || window->parentWidget() != nullptr) continue;
            window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
            window->raise();
            window->activateWindow();
        }
    };
    const int code = ui::runWorkstation(static_cast<QApplication&>(app), host);
    host.stop();
    return code;
}
#else
std::unique_ptr<QCoreApplication> makeWorkstationApp(int& argc, char** argv) {
    std::fprintf(stderr, "this build has no window (BELLWETHER_UI=OFF); use --headless\n");
    return std::make_unique<QCoreApplication>(argc, argv);
}

int runWorkstation(EngineHost&, ControlServer&, QCoreApplication&, const std::optional<api::SourceChoice>&) {
    return kExitArgs;
}
#endif

}  // namespace bw::app
