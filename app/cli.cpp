// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "core/feed/transport/clock.h"

namespace bw::app {

namespace {

/// How to mend it, for errors whose detail only says what happened; empty where the detail says it.
std::string_view hintOf(Code code) {
    switch (code) {
        case Code::FileOpen: return "check the path and its permissions";
        case Code::FileEmpty: return "choose another file";
        case Code::FileWrite: return "check the folder, its permissions and the free space";
        case Code::DirUnusable: return "check the folder and its permissions";
        case Code::StoreLocked: return "end that program first, or choose another folder";
        case Code::PortInUse: return "end the program that uses it, or give another port";
        case Code::ResetNotHalted: return "there is nothing to reset";
        case Code::ResetNoKey: return "give --key-file F with the reset key";
        case Code::ResetKeyWrong: return "give the key that --set-key has set";
        case Code::ResetTextWrong: return "type the text as it is asked for";
        case Code::ResetReason: return "give --reason with 8 characters or more";
        default: return {};
    }
}

/// One line whatever a path or a file put into it.
std::string oneLine(std::string text) {
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return text;
}

}  // namespace

int printError(const Error& error) {
    // A detail reads "<what>; <how>", or "<what>: <how>" where the code has no hint of its own.
    std::string what = error.detail;
    std::string how(hintOf(error.code));
    if (const std::size_t semicolon = what.rfind("; "); semicolon != std::string::npos) {
        how = what.substr(semicolon + 2);
        what.resize(semicolon);
    } else if (const std::size_t colon = what.find(": "); how.empty() && colon != std::string::npos) {
        how = what.substr(colon + 2);
        what.resize(colon);
    }
    if (how.empty()) how = "see `bellwether --help`";
    std::fprintf(stderr, "error: %s (%s): %s\n", oneLine(what).c_str(), std::string(codeName(error.code)).c_str(),
                 oneLine(how).c_str());
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
