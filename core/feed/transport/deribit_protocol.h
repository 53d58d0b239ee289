// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>

#include "core/feed/transport/line_protocol.h"

namespace bw::feed {

/// Deribit: JSON-RPC 2.0 with ids from 1. The first words are a heartbeat of 10 s and, with keys, a login, renewed at
/// 80 % of its life; subscriptions wait for its answer. Neither the secret nor a token leaves this object but to the
/// venue. Net thread.
class DeribitProtocol final : public LineProtocol {
public:
    static constexpr std::size_t kBatch = 500;
    static constexpr std::int64_t kPauseMs = 10'000, kPauseMaxMs = 60'000;

    DeribitProtocol(std::string client_id, std::string client_secret)
        : m_client_id(std::move(client_id)), m_client_secret(std::move(client_secret)) {}

    [[nodiscard]] Pace pace() const override { return {}; }
    [[nodiscard]] std::optional<Outbound> announce(MonoTime now) override;
    [[nodiscard]] bool mayCommand() const override { return m_client_id.empty() || m_login_answered; }
    [[nodiscard]] Outbound command(Command command, std::vector<std::string>& names) override;
    [[nodiscard]] Inbound read(std::string_view bytes, MonoTime now) override;
    [[nodiscard]] std::string_view streamOf(std::string_view bytes) const override;
    [[nodiscard]] bool settled() const override { return m_asked.empty() && mayCommand(); }

private:
    [[nodiscard]] Outbound login();
    [[nodiscard]] Inbound readAnswer(std::string_view bytes, MonoTime now);
    void readLogin(std::string_view bytes, bool refused, std::int64_t expires_s, MonoTime now, Inbound& in);

    const std::string m_client_id, m_client_secret;
    std::uint64_t m_next_id = 1;
    std::map<std::uint64_t, std::vector<std::string>> m_asked;  // subscriptions without an answer
    std::uint64_t m_login_id = 0;                               // 0: none under way
    bool m_heartbeat_set = false, m_login_answered = false;
    MonoTime m_login_due;
    std::int64_t m_pause_ms = kPauseMs;
};

}  // namespace bw::feed
