// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <set>

#include "core/feed/transport/line_protocol.h"

namespace bw::feed {

/// The combined form of Binance: {"method":"SUBSCRIBE","params":[...],"id":n}, 100 names a command, 4 commands a
/// second. Pings come from the server and are answered by the WebSocket itself. Net thread.
class BinanceProtocol final : public LineProtocol {
public:
    static constexpr std::size_t kBatch = 100;

    [[nodiscard]] Pace pace() const override { return {}; }
    [[nodiscard]] Outbound command(Command command, std::vector<std::string>& names) override;
    [[nodiscard]] Inbound read(std::string_view bytes, MonoTime now) override;
    [[nodiscard]] std::string_view streamOf(std::string_view bytes) const override;
    [[nodiscard]] bool settled() const override { return m_unanswered.empty(); }

private:
    std::uint64_t m_next_id = 1;
    std::set<std::uint64_t> m_unanswered;  // at most the number of streams and their resubscriptions
};

}  // namespace bw::feed
