// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace bw::app {

/// What the host knows beside the operating system. Absent: not known, no rule looks at it.
struct ProcessFacts {
    std::map<std::string, std::uint64_t> queues;     // frames waiting, by queue; "ingest" is their sum
    std::optional<std::uint64_t> ingest_bytes;       // held by queues and books
    std::optional<std::int64_t> loop_p95_ns;
    std::optional<double> drill_age_s;               // only while orders are possible
    std::optional<bool> guard_lost, latch_not_durable, audit_unwritable, audit_mismatch;
};

/// Readings of /proc, and the frame made of them. Not thread-safe.
class ProcessSampler {
public:
    explicit ProcessSampler(std::string proc = "/proc") : m_proc(std::move(proc)) {}
    /// {"ctl":"metrics",...}. CPU figures are means of the last 60 s and come from the second sample on.
    [[nodiscard]] std::string sample(const ProcessFacts& facts, std::int64_t now_ns);

private:
    struct Cpu {
        std::int64_t at_ns = 0;
        double ingest_s = 0, busy = 0, total = 0;  // seconds of the ingest threads; ticks of the machine
    };
    [[nodiscard]] double ingestSeconds() const;
    [[nodiscard]] std::optional<Cpu> cpu(std::int64_t now_ns) const;
    std::string m_proc;
    std::array<Cpu, 60> m_cpu{};
    std::size_t m_count = 0;
};

/// Samples once a second on its own thread "metrics" and hands the frame over. Joins when destroyed.
class ProcessMetrics {
public:
    /// Both are called on that thread.
    ProcessMetrics(std::function<ProcessFacts()> facts, std::function<void(const std::string& frame)> push);
    ~ProcessMetrics();
    ProcessMetrics(const ProcessMetrics&) = delete;
    ProcessMetrics& operator=(const ProcessMetrics&) = delete;

private:
    void loop();
    std::function<ProcessFacts()> m_facts;
    std::function<void(const std::string&)> m_push;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

}  // namespace bw::app
