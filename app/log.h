// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "core/api/engine_api.h"

namespace bw::app {

/// The program's log: a rotating file (10 MB, 5 of them), stderr when headless, and a tail for the log view. Any thread;
/// writing never waits for the disk (bounded queue of 8,192 lines, oldest dropped).
class Log {
public:
    struct Options {
        std::string dir;        // the file is <dir>/bellwether.log
        std::string level = "info";
        bool to_stderr = false;
    };
    explicit Log(const Options& options);
    ~Log();
    void line(Severity severity, std::string_view text);
    /// The same without the tail: notices reach the log view by their own way.
    void notice(Severity severity, std::string_view text);
    /// GUI thread.
    bool nextLine(api::EngineApi::LogLine& out);
    [[nodiscard]] const std::string& path() const { return m_path; }
    /// Why there is no log file; empty when there is one.
    [[nodiscard]] const std::string& problem() const { return m_problem; }

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
    std::string m_path, m_problem;
};

}  // namespace bw::app
