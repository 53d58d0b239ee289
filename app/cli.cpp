// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "core/feed/transport/clock.h"

namespace bw::app {

int printError(const Error& error) {
    // The detail says what and how; where it is only one sentence it stands before the code.
    const std::size_t cut = error.detail.find(": ");
    const std::string what = cut == std::string::npos ? error.detail : error.detail.substr(0, cut);
    const std::string how = cut == std::string::npos ? "see `bellwether --help`" : error.detail.substr(cut + 2);
    std::fprintf(stderr, "error: %s (%s): %s\n", what.c_str(), std::string(codeName(error.code)).c_str(), how.c_str());
    switch (error.code) {
        case Code::Args:
        case Code::FormatUnknown:
        case Code::CfgUnknownKey:
        case Code::CfgType:
        case Code::CfgRange:
        case Code::CfgSyntax:
        case Code::CfgConflict: return kExitArgs;
        default: return kExitFailed;
    }
}

std::optional<ops::Config> loadConfig(const CommonOptions& options) {
    ops::LoadOptions load;
    load.config_path = options.config_path;
    load.sets = options.sets;
    load.environment = ops::processEnvironment();
    ops::Loaded loaded = ops::load(load);
    for (const ops::Problem& problem : loaded.problems) std::fprintf(stderr, "%s\n", problem.line().c_str());
    return std::move(loaded.config);
}

std::string dataDirOf(const ops::Config& config) {
    if (const std::string& dir = config.text("data_dir"); !dir.empty()) return std::filesystem::absolute(dir).string();
    if (const char* state = std::getenv("STATE_DIRECTORY"); state != nullptr && *state != '\0') return state;
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') return std::string(data) + "/bellwether";
    const char* home = std::getenv("HOME");
    return std::string(home != nullptr ? home : ".") + "/.local/share/bellwether";
}

Progress::Progress(std::string_view what) : m_what(what), m_terminal(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
    if (m_shown) std::fprintf(stderr, "\r\033[K");
}

void Progress::show(double fraction) {
    if (!m_terminal) return;
    const std::int64_t now = feed::SystemClock().mono().ns;
    if (now - m_last_ns < 100 * kNsPerMs) return;
    m_last_ns = now;
    m_shown = true;
    std::fprintf(stderr, "\r\033[K%s %3.0f %%", m_what.c_str(), std::floor(fraction * 100));
}

}  // namespace bw::app
