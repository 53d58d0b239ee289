// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/model/frame.h"
#include "core/model/result.h"

namespace bw::app {

/// What an engine does meanwhile: one market of the demo goes through a pipeline of its own (decode, book, trades, signals)
/// at a steady number of messages a second, on the thread "drill-load". Made, started and stopped by one other thread.
class DrillLoad {
public:
    /// Writes the market below `dir` and reads it in. errors: DirUnusable, FileOpen, FileWrite
    [[nodiscard]] static Result<std::unique_ptr<DrillLoad>> make(const std::string& dir, double msgs_per_s);
    DrillLoad(const DrillLoad&) = delete;
    DrillLoad& operator=(const DrillLoad&) = delete;
    ~DrillLoad() { stop(); }

    void start();
    void stop();
    /// What it really came to, from start to stop or now.
    [[nodiscard]] double msgsPerSecond() const;

private:
    struct Message {
        std::string source, bytes;
        WallTime wall;
        MonoTime mono;
        bool is_timer = false;
    };
    explicit DrillLoad(double msgs_per_s) : m_rate(msgs_per_s) {}
    void run();

    const double m_rate;
    std::vector<Message> m_messages;  // a minute of the demo market; over and over
    std::atomic<std::uint64_t> m_done{0};
    std::int64_t m_begin_ns = 0, m_end_ns = 0;
    std::mutex m_mutex;  // m_stop
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

}  // namespace bw::app
