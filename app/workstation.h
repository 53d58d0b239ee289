// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>
#include <memory>
#include <optional>

#include "app/cli.h"
#include "core/api/engine_api.h"

namespace bw::app {

class ControlServer;
class EngineHost;

/// The application object of the workstation; in a build without the GUI, an object that only says so.
[[nodiscard]] std::unique_ptr<QCoreApplication> makeWorkstationApp(int& argc, char** argv);
/// Shows the window over `host` until it is closed. `replay`: open this recording instead of the usual source.
/// `frame_stats_path`: write frame times there at the end; empty: do not.
int runWorkstation(EngineHost& host, ControlServer& control, QCoreApplication& app,
                   const std::optional<api::SourceChoice>& replay, const std::string& frame_stats_path);
int replayInWindow(const ReplayCommandOptions& options, const ops::Config& config, double speed, int argc, char** argv);

}  // namespace bw::app
