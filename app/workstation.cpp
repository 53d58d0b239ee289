// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workstation.h"

#include <cstdio>

#include "app/control_server.h"
#include "app/engine_host.h"
#if BELLWETHER_UI
#include <QApplication>
#include <QPalette>
#include <QWidget>

#include "ui/workstation.h"
#endif

namespace bw::app {

#if BELLWETHER_UI
std::unique_ptr<QCoreApplication> makeWorkstationApp(int& argc, char** argv) {
    return std::make_unique<QApplication>(argc, argv);
}

namespace {

/// The frames of a run as JSON, for benchmarks.
void writeFrameStats(const std::string& path, const ui::FrameStats& stats, std::uint64_t frames_in, double seconds) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) {
        static_cast<void>(printError({Code::FileWrite, "frame-stats", path + " cannot be written: choose another place"}));
        return;
    }
    const auto q = [&](const char* name, const Histogram& h) {
        std::fprintf(file, "\"%s_p50_ns\":%lld,\"%s_p99_ns\":%lld,\"%s_max_ns\":%lld,", name, static_cast<long long>(h.quantile(.5)),
                     name, static_cast<long long>(h.quantile(.99)), name, static_cast<long long>(h.max()));
    };
    std::fprintf(file, "{");
    q("work", stats.work);
    q("interval", stats.interval);
    q("paint", stats.receive_to_paint);
    std::fprintf(file, "\"frames\":%llu,\"paints\":%llu,\"msg_per_s\":%.0f}\n", static_cast<unsigned long long>(stats.work.count()),
                 static_cast<unsigned long long>(stats.paints), seconds > 0 ? static_cast<double>(frames_in) / seconds : 0);
    std::fclose(file);
}

}  // namespace

int runWorkstation(EngineHost& host, ControlServer& control, QCoreApplication& app,
                   const std::optional<api::SourceChoice>& replay, const std::string& frame_stats_path) {
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
    ui::WindowOptions options;
    const auto chosen = [&](const char* key) {
        return host.config().isDefault(key) ? QString() : QString::fromStdString(host.config().text(key));
    };
    options.language = chosen("ui.language");
    options.theme = chosen("ui.theme");
    if (options.theme == QLatin1String("system"))  // the platform's own palette, still in force here
        options.theme = QApplication::palette().color(QPalette::Window).lightness() < 128 ? QStringLiteral("dark") : QStringLiteral("light");
    options.market_colors = chosen("ui.market_colors");
    if (!host.config().isDefault("ui.font_scale_pct"))
        options.font_scale_pct = static_cast<int>(host.config().integer("ui.font_scale_pct"));
    const MonoTime begin = host.now();
    if (!frame_stats_path.empty())
        options.on_end = [&](const ui::FrameStats& stats) {
            const std::uint64_t frames_in = host.session() != nullptr ? host.session()->runner().engineView().shown().frames : 0;
            writeFrameStats(frame_stats_path, stats, frames_in, static_cast<double>(host.now() - begin) * 1e-9);
        };
    const int code = ui::runWorkstation(static_cast<QApplication&>(app), host, options);
    host.stop();
    return code;
}
#else
std::unique_ptr<QCoreApplication> makeWorkstationApp(int& argc, char** argv) {
    std::fprintf(stderr, "this build has no window (BELLWETHER_UI=OFF); use --headless\n");
    return std::make_unique<QCoreApplication>(argc, argv);
}

int runWorkstation(EngineHost&, ControlServer&, QCoreApplication&, const std::optional<api::SourceChoice>&, const std::string&) {
    return kExitArgs;
}
#endif

}  // namespace bw::app
