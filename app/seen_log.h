// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <readerwriterqueue/readerwriterqueue.h>

#include <atomic>
#include <string>
#include <thread>

#include "core/api/engine_api.h"

namespace bw::app {

/// What a screen really painted, <data>/ledger/seen/<UTC day>.jsonl: one hash-chained line a signal, by the wall clock
/// (signals spec 9). The GUI thread pushes and never waits; a thread of its own writes. Bound 4,096, reject newest, counted.
class SeenLog {
public:
    explicit SeenLog(std::string dir);
    ~SeenLog();
    void push(const api::EngineApi::Seen& seen);
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    void loop(const std::stop_token& stop);
    void write(const api::EngineApi::Seen& seen);
    void openDay(std::int64_t day);

    std::string m_dir, m_prev;
    std::int64_t m_day = -1;
    std::FILE* m_file = nullptr;
    std::atomic<std::uint64_t> m_dropped{0};
    moodycamel::BlockingReaderWriterQueue<api::EngineApi::Seen> m_queue;
    std::jthread m_thread;  // last: joined before anything else goes
};

}  // namespace bw::app
