// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "app/triggers/kill_port.h"
#include "core/model/result.h"

namespace bw::app {

/// What one message on the kill subject asks for. `is_trip` false: the token is absent or wrong.
struct NatsKill {
    bool is_trip = false;
    std::string reason;
};
/// `token` empty: every message trips, whatever it holds. Otherwise only a JSON object whose "token" is equal. The reason
/// is its "reason", else the text itself, at most 400 bytes. Pure; any thread.
[[nodiscard]] NatsKill readNatsKill(std::string_view payload, std::string_view token);

/// Listens on `bellwether.control.kill` and engages; it can never reset. The thread "bus" makes and holds the connection;
/// messages arrive on a thread of the library's and trip from there. A server that is not there, or goes away, is tried
/// again every two seconds for ever, and nothing waits for it.
class NatsTrigger {
public:
    static constexpr const char* kSubject = "bellwether.control.kill";
    /// `on_state`: what a log should know, never a token; any thread, must not block.
    NatsTrigger(KillPort port, std::function<void(const std::string&)> on_state);
    NatsTrigger(const NatsTrigger&) = delete;
    NatsTrigger& operator=(const NatsTrigger&) = delete;
    ~NatsTrigger();

    /// nats://host:port or tls://host:port. errors: Args
    [[nodiscard]] Status start(std::string url, std::string token);
    [[nodiscard]] bool connected() const { return m_connected.load(std::memory_order_acquire); }

private:
    struct Link;  // what the library calls back into
    void run();
    [[nodiscard]] bool listen(Link& link);
    void setConnected(bool connected);

    KillPort m_port;
    std::function<void(const std::string&)> m_on_state;
    std::string m_url, m_token;
    std::atomic<bool> m_connected{false};
    std::mutex m_mutex;  // m_stop, and what the library's threads say of the line
    std::condition_variable m_wake;
    bool m_stop = false;
    std::thread m_thread;
};

}  // namespace bw::app
