// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <string>

#include "app/cli.h"
#include "core/model/result.h"
#include "core/ops/config.h"

namespace bw::app {

// Parts of `bellwether kill`. Main thread of a short command.

inline constexpr int kKillAnswerMs = 2'000;  // an engine that is silent for longer is treated as not there

/// "user:anna".
[[nodiscard]] std::string killActor();
/// A line from the terminal without echo, or from a file of mode 0600.
[[nodiscard]] Result<std::string> readKey(const std::string& file, const char* prompt);
[[nodiscard]] std::string readLine(const char* prompt);

[[nodiscard]] int setKeyCommand(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir);
/// Until SIGTERM or SIGINT. Exit 0, 3 when it had to stop, 1 when that did not become durable.
[[nodiscard]] int guardCommand(const ops::Config& config, const std::string& data_dir);
[[nodiscard]] int resetCommand(const KillCommandOptions& options, const ops::Config& config, const std::string& data_dir);

}  // namespace bw::app
