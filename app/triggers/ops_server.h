// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "app/triggers/http_request.h"
#include "app/triggers/kill_port.h"
#include "core/model/result.h"

namespace bw::app {

/// What one request is answered with. `await_trip` not none: held back until that trip is durable, at most 100 ms.
struct OpsAnswer {
    int status = 200;
    QJsonObject body;
    risk::Id128 await_trip;
};

/// Decides one request and trips where it says so. Refusals: 401 no or wrong token, 403 a web page's request or a foreign
/// host name, 404, 405, 415, 400. Pure but for the port; the ops thread.
[[nodiscard]] OpsAnswer answerOps(const HttpRequest& request, const std::string& token, const KillPort& port);
/// The body of a refusal that never became a request (HttpReader), and of the others.
[[nodiscard]] OpsAnswer refuseOps(int status);

/// The thread "ops": HTTP on 127.0.0.1 alone, POST and GET /api/v1/kill, bearer token, JSON. It reaches the latch by itself:
/// neither the window nor the engine is asked. At most 16 lines at a time (one more drops the oldest), 5 s a line, one
/// request each. Started and stopped by its owner's thread; what the port calls must outlive it.
///
/// QHttpServer is not used: in 6.4 it reserves what Content-Length declares before any handler sees the request.
class OpsServer {
public:
    explicit OpsServer(KillPort port);
    OpsServer(const OpsServer&) = delete;
    OpsServer& operator=(const OpsServer&) = delete;
    ~OpsServer();

    /// Port 0: any free one. errors: PortInUse, Connect
    [[nodiscard]] Status start(std::uint16_t tcp_port, std::string token);
    [[nodiscard]] std::uint16_t tcpPort() const { return m_tcp_port; }
    /// Grows while the thread lives, at least each second.
    [[nodiscard]] const std::atomic<std::uint64_t>& beats() const { return m_beats; }

private:
    class Thread;
    KillPort m_port;
    std::uint16_t m_tcp_port = 0;
    std::atomic<std::uint64_t> m_beats{0};
    std::unique_ptr<Thread> m_thread;
};

}  // namespace bw::app
