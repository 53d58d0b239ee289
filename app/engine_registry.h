// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

namespace bw::app {

/// Tells the engines that share one latch of each other: `<latch_dir>/engine.<pid>` holds the data directory of a running
/// engine. Convenience for `kill --reset --all` only, nothing depends on it; written by the constructor, removed by the
/// destructor, any thread.
class EngineRegistration {
public:
    EngineRegistration(const std::string& latch_dir, const std::string& data_dir);
    EngineRegistration(const EngineRegistration&) = delete;
    EngineRegistration& operator=(const EngineRegistration&) = delete;
    ~EngineRegistration();

private:
    std::string m_path;
};

/// Data directories of the engines registered there whose process still lives, sorted.
[[nodiscard]] std::vector<std::string> runningEngines(const std::string& latch_dir);

}  // namespace bw::app
