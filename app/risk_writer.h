// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "core/engine/context.h"
#include "core/risk/audit.h"

namespace bw::app {

/// Writes what the engine decided about orders, off its thread: audit lines in order, and the newest day state of each
/// account at most once a second (risk spec 1.8, 2.3). Thread "risk-writer", joined by the destructor, which writes what
/// is left. Queue of audit lines: 4,096, reject newest, counted; a line that is lost or cannot be written is told once as
/// trouble and closes the live gate.
class RiskWriter {
public:
    static constexpr std::size_t kLinesMax = 4'096;
    /// `dir`: of the day states, made if missing. `on_trouble(code, detail)`: on the writer's thread; Ok when it is over.
    RiskWriter(risk::LatchFs& fs, risk::Audit& audit, std::string dir, std::function<void(Code, const std::string&)> on_trouble);
    ~RiskWriter();
    RiskWriter(const RiskWriter&) = delete;
    RiskWriter& operator=(const RiskWriter&) = delete;

    void append(engine::AuditLine line);                           // engine thread; a short lock, never the disk
    void save(std::string_view route, std::string_view json);      // engine thread
    /// Saved states by route, as they were; a file that is damaged or torn is left out and told in `damaged`.
    [[nodiscard]] static std::map<std::string, std::string> load(const std::string& dir, std::vector<std::string>& damaged);
    [[nodiscard]] std::uint64_t dropped() const;

private:
    void run();
    void writeStates(std::map<std::string, std::string> states);
    void tell(Code code, const std::string& detail);

    risk::LatchFs& m_fs;
    risk::Audit& m_audit;
    const std::string m_dir;
    const std::function<void(Code, const std::string&)> m_on_trouble;
    Code m_trouble = Code::Ok;                                     // writer's thread
    mutable std::mutex m_mutex;                                    // all below
    std::condition_variable m_wake;
    std::deque<engine::AuditLine> m_lines;
    std::map<std::string, std::string> m_states;
    std::uint64_t m_dropped = 0, m_dropped_told = 0;
    bool m_stop = false;
    std::thread m_thread;
};

}  // namespace bw::app
