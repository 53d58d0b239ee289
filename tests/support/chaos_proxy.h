// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace bw::test {

/// How a TCP line is spoilt. Damage (split, merge, duplicate, flip, rst, cut) is done to what the server sends; delay,
/// stall and half_open to both directions. 0 is off.
struct ChaosKnobs {
    std::int64_t latency_ms = 0, jitter_ms = 0;  // the order is kept
    std::int64_t rate = 0;                       // bytes a second
    std::int64_t split = 0;                      // bytes a write at most
    std::int64_t merge_ms = 0;                   // everything of so long in one write
    std::int64_t stall = 0;                      // 1: nothing is read or written; what waits comes later
    std::int64_t half_open = 0;                  // 1: everything is swallowed, not even an end is passed on
    std::int64_t loris_ms = 0;                   // one byte in so long
    std::int64_t duplicate = 0;                  // of 1,000,000 reads, its second half twice
    std::int64_t flip = 0;                       // of 1,000,000 bytes, one bit turned
    std::int64_t rst_after = 0, cut_after = 0;   // bytes of a connection before its RST or FIN

    /// A knob by its name above. False: no such knob, or a negative value.
    [[nodiscard]] bool set(std::string_view name, std::int64_t value);
};

/// A TCP proxy on 127.0.0.1 that knows nothing of WebSocket. Its work is done on its own thread; every member may be
/// called from any other. Bound: 64 connections and 1 MiB a direction, then it stops reading. Linux.
class ChaosProxy {
public:
    ChaosProxy(std::uint16_t target_port, std::uint64_t seed);
    ~ChaosProxy();
    ChaosProxy(const ChaosProxy&) = delete;
    ChaosProxy& operator=(const ChaosProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return m_port; }  // 0: it could not listen
    void setKnobs(const ChaosKnobs& knobs);
    [[nodiscard]] ChaosKnobs knobs() const;
    /// The present connections end: with an RST, or with an orderly close.
    void resetAll() { m_ends.store(1, std::memory_order_release); }
    void closeAll() { m_ends.store(2, std::memory_order_release); }

    [[nodiscard]] std::uint64_t accepted() const { return m_accepted.load(std::memory_order_relaxed); }
    [[nodiscard]] int open() const { return m_open.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t bytesDown() const { return m_bytes_down.load(std::memory_order_relaxed); }

private:
    struct Pipe;
    struct Pair;
    void run();
    void accept();
    void pump(Pair& pair, const ChaosKnobs& knobs, std::int64_t now_ns);
    void receive(Pipe& pipe, const ChaosKnobs& knobs, std::int64_t now_ns);
    void deliver(Pipe& pipe, const ChaosKnobs& knobs, std::int64_t now_ns);
    static void end(Pair& pair, bool reset);
    [[nodiscard]] std::uint64_t draw(std::uint64_t below);

    const std::uint16_t m_target_port;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    std::uint64_t m_random;
    mutable std::mutex m_mutex;  // guards m_knobs
    ChaosKnobs m_knobs;
    std::atomic<int> m_ends{0}, m_open{0};
    std::atomic<std::uint64_t> m_accepted{0}, m_bytes_down{0};
    std::atomic<bool> m_stop{false};
    std::vector<std::unique_ptr<Pair>> m_pairs;
    std::thread m_thread;
};

}  // namespace bw::test
