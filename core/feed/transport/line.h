// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/feed/transport/ws_connection.h"

namespace bw::feed {

/// One line for as long as the program runs: the connection in use and, while it is being renewed, its successor. A
/// connection that is old or that the venue is about to end is replaced without a gap: the successor opens and
/// subscribes, and when each stream active on the old one came on the new one as well, or after 30 s, a `handover`
/// frame goes out on the new source and the old connection closes with 1000. Net thread.
class Line {
public:
    static constexpr std::int64_t kActiveNs = 60 * kNsPerSec;   // a stream silent for longer is not waited for
    static constexpr std::int64_t kOverlapNs = 30 * kNsPerSec;  // and none longer than this

    Line(NetShared& shared, WsConnection::Config config, std::shared_ptr<std::uint32_t> connections);

    void tick();
    void stop();
    void resubscribe(const std::vector<std::string>& names);
    void add(const std::vector<std::string>& names);
    void remove(const std::vector<std::string>& names);
    void reconnect(const std::string& reason) { m_active->reconnect(reason); }
    void resume(std::int64_t slept_ms, MonoTime at);

    [[nodiscard]] const std::string& name() const { return m_config.line; }
    [[nodiscard]] bool ready() const { return m_active->ready(); }
    [[nodiscard]] bool carries(const std::string& stream_name) const { return m_active->carries(stream_name); }
    [[nodiscard]] std::size_t streamCount() const { return m_active->streams().size(); }
    /// The stream gave data on the connection in use.
    [[nodiscard]] bool proven(const std::string& stream_name) const {
        return m_active->delivered().contains(stream_name);
    }

private:
    void beginHandover();
    void endHandover();
    [[nodiscard]] bool allDelivered(MonoTime now) const;

    NetShared& m_shared;
    const WsConnection::Config m_config;
    std::shared_ptr<std::uint32_t> m_connections;
    std::unique_ptr<WsConnection> m_active;
    std::unique_ptr<WsConnection> m_next;  // only during a handover
    MonoTime m_next_ready;                 // ns == 0: not yet
};

}  // namespace bw::feed
