// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <set>

#include "core/feed/transport/line_protocol.h"

namespace bw::feed {

/// OKX. A stream is named "channel:BTC-USDT-SWAP", or "channel:SWAP" where the venue wants the market and no
/// instrument. All names go in one operation of at most 64 KB, since a line has 480 operations an hour. Net thread.
class OkxProtocol final : public LineProtocol {
public:
    static constexpr std::size_t kMessageBytesMax = 64'000;

    [[nodiscard]] Pace pace() const override { return {100 * kNsPerMs, 480, 3'600 * kNsPerSec}; }
    [[nodiscard]] Outbound command(Command command, std::vector<std::string>& names) override;
    [[nodiscard]] Inbound read(std::string_view bytes, MonoTime now) override;
    [[nodiscard]] std::string_view streamOf(std::string_view bytes) const override;
    [[nodiscard]] bool settled() const override { return m_unanswered.empty(); }
    [[nodiscard]] std::string_view ping() const override { return "ping"; }

private:
    [[nodiscard]] Inbound readEvent(std::string_view bytes);

    std::set<std::string, std::less<>> m_asked;       // as many as streams
    std::set<std::string, std::less<>> m_unanswered;  // subscriptions only
    mutable std::string m_stream;                     // what streamOf() returned last
};

}  // namespace bw::feed
