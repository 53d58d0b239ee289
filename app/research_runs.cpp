// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/research_runs.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/risk/text.h"

namespace bw::app {
namespace {
namespace fs = std::filesystem;
constexpr std::size_t kRunsMax = 1'000;
constexpr std::uintmax_t kReportMax = 64U << 20;
}  // namespace

std::vector<api::EngineApi::ResearchRun> listResearch(const std::string& data_dir) {
    std::vector<api::EngineApi::ResearchRun> runs;
    std::error_code error;
    for (fs::directory_iterator it(data_dir + "/research", error), end; !error && it != end; it.increment(error)) {
        const std::string report = (it->path() / kResearchReport).string();
        struct ::stat info {};
        if (::stat(report.c_str(), &info) != 0) continue;  // not finished
        const std::string name = it->path().filename().string();
        runs.push_back({name, name.substr(0, name.rfind('-')), {std::int64_t{info.st_mtime} * kNsPerSec}});
    }
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) {
        return a.finished != b.finished ? a.finished > b.finished : a.name > b.name;
    });
    if (runs.size() > kRunsMax) runs.resize(kRunsMax);
    return runs;
}

Result<std::string> readResearch(const std::string& data_dir, std::string_view name) {
    if (name.empty() || name.front() == '.' || name.find_first_of("/\\") != std::string_view::npos)
        return Error{Code::Args, "research", "the name of a run has no folder in it"};
    const std::string path = data_dir + "/research/" + std::string(name) + "/" + std::string(kResearchReport);
    std::error_code error;
    if (fs::file_size(path, error) > kReportMax && !error)
        return Error{Code::Size, "research", std::string(name) + " is larger than 64 MiB"};
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{Code::FileOpen, "research", std::string(name) + " has no report"};
    return std::string((std::istreambuf_iterator<char>(file)), {});
}

std::string researchDir(const std::string& data_dir, std::string_view kind, WallTime wall) {
    std::string stamp = risk::isoUtcMs(wall).substr(0, 19);  // "2026-11-21T18:15:00"
    stamp.erase(std::remove_if(stamp.begin(), stamp.end(), [](char c) { return c == '-' || c == ':'; }), stamp.end());
    return data_dir + "/research/" + std::string(kind) + "-" + stamp + "Z";
}

}  // namespace bw::app
