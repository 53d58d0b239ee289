// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/drill/drill_report.h"

namespace bw::app {

struct DrillOptions {
    int rounds = 20, orders = 50;
    double load_msgs_per_s = 10'000;
    std::string dir;  // the drill makes a folder of its own below it, on the disk that the real latch uses, and removes it
    std::function<void(double)> on_progress;   // 0..1; the thread of the drill
    std::function<bool()> is_cancelled;        // any thread
};

/// The whole drill, in the calling thread (risk spec 1.9): some seconds a round. It touches no real route and no real latch.
/// `fs` is what its latch writes through. errors: what keeps it from being run at all; Timeout when cancelled. A drill that
/// ran and missed is a report.
[[nodiscard]] Result<DrillReport> runDrill(risk::LatchFs& fs, const DrillOptions& options);

/// <data_dir>/risk/drills.jsonl
[[nodiscard]] std::string drillHistoryPath(const std::string& data_dir);

/// Drills on request for the window: the thread "drill" while one runs, joined by the destructor, which cancels it.
/// Public functions: any one thread; on_done: the drill's.
class DrillRunner {
public:
    /// `on_done`: a report, or why there is none; must not block.
    DrillRunner(std::string data_dir, ExecutionMode mode, std::function<void(const Result<DrillReport>&)> on_done);
    DrillRunner(const DrillRunner&) = delete;
    DrillRunner& operator=(const DrillRunner&) = delete;
    ~DrillRunner();

    /// errors: EngineBusy while one runs
    [[nodiscard]] Status start();
    /// Grows with every change of status(). Cheap.
    [[nodiscard]] std::uint64_t version(WallTime now);
    [[nodiscard]] api::EngineApi::DrillStatus status(WallTime now) const;
    /// Seconds since the last good drill, since 1970 if there was none; nothing while no order is possible. Any thread.
    [[nodiscard]] std::optional<double> ageS(WallTime now) const;

private:
    void run();
    void noteGood();

    const std::string m_data_dir;
    const ExecutionMode m_mode;
    std::function<void(const Result<DrillReport>&)> m_on_done;
    risk::PosixLatchFs m_fs;
    std::atomic<bool> m_cancel{false}, m_running{false};
    std::atomic<double> m_progress{0};
    std::atomic<std::uint64_t> m_version{1};
    std::atomic<std::int64_t> m_good_ns{0};  // the newest good drill; 0: none
    bool m_was_overdue = false;              // of the last version()
    mutable std::mutex m_mutex;  // m_history; held for copies
    std::vector<DrillReport> m_history;
    std::thread m_thread;
};

}  // namespace bw::app
