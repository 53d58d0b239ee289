// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_registry.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>

namespace bw::app {
namespace {
constexpr std::string_view kPrefix = "engine.";
}

EngineRegistration::EngineRegistration(const std::string& latch_dir, const std::string& data_dir)
    : m_path(latch_dir + "/" + std::string(kPrefix) + std::to_string(::getpid())) {
    std::error_code error;
    std::ofstream out(m_path, std::ios::trunc);
    out << std::filesystem::absolute(data_dir, error).string() << '\n';  // a failure leaves --all without this engine
}

EngineRegistration::~EngineRegistration() {
    std::error_code error;
    std::filesystem::remove(m_path, error);
}

std::vector<std::string> runningEngines(const std::string& latch_dir) {
    std::vector<std::string> out;
    std::error_code error;
    for (std::filesystem::directory_iterator it(latch_dir, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        pid_t pid = 0;
        if (!name.starts_with(kPrefix)) continue;
        const char* digits = name.data() + kPrefix.size();
        if (std::from_chars(digits, name.data() + name.size(), pid).ec != std::errc() || pid <= 0) continue;
        if (::kill(pid, 0) != 0 && errno == ESRCH) continue;  // left behind by a crash
        std::ifstream in(it->path());
        std::string dir;
        if (std::getline(in, dir) && !dir.empty()) out.push_back(dir);
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace bw::app
