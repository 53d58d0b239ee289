// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/code.h"
#include "core/model/times.h"

namespace bw::feed {

/// What is said on a WebSocket line of one venue, beside the data: subscriptions, heartbeats, login. One object a
/// connection. No socket and no clock of its own. Net thread.
class LineProtocol {
public:
    enum class Command : std::uint8_t { Subscribe, Unsubscribe };

    /// What one inbound message means to the line.
    struct Inbound {
        bool is_data = false;
        bool closes_soon = false;          // the venue announces the end of this connection
        Code notice = Code::Ok;            // SubscribeRefused, SubscriptionWidened
        std::string detail{};              // of the notice
        std::string reply{};               // goes out at once
        std::vector<std::string> again{};  // refused for now: subscribe these once more ...
        std::int64_t pause_ms = 0;         // ... and send no command for this long
        std::string recorded{};            // instead of the bytes themselves, which hold a secret; empty: the bytes
    };
    struct Outbound {
        std::string text;
        std::string shown{};  // as `sent` shows it; empty: the text itself
    };
    struct Pace {
        std::int64_t spacing_ns = 250 * kNsPerMs;  // between two commands
        std::size_t commands_max = 0;              // in window_ns; 0: no such limit
        std::int64_t window_ns = 0;
    };

    LineProtocol() = default;
    LineProtocol(const LineProtocol&) = delete;
    LineProtocol& operator=(const LineProtocol&) = delete;
    virtual ~LineProtocol() = default;

    [[nodiscard]] virtual Pace pace() const = 0;
    /// What must be said beside the subscriptions, now.
    [[nodiscard]] virtual std::optional<Outbound> announce(MonoTime now) {
        static_cast<void>(now);
        return std::nullopt;
    }
    /// False while a login is under way.
    [[nodiscard]] virtual bool mayCommand() const { return true; }
    /// One command for as many of `names` as fit; takes them out of `names`, which is not empty.
    [[nodiscard]] virtual Outbound command(Command command, std::vector<std::string>& names) = 0;
    [[nodiscard]] virtual Inbound read(std::string_view bytes, MonoTime now) = 0;
    /// The stream a data message belongs to, as in the names to subscribe; empty if it tells none.
    [[nodiscard]] virtual std::string_view streamOf(std::string_view bytes) const = 0;
    /// Every command was answered.
    [[nodiscard]] virtual bool settled() const = 0;
    /// The text of a ping; empty: a ping frame of the WebSocket itself.
    [[nodiscard]] virtual std::string_view ping() const { return {}; }
};

/// The text between `before` and the next quotation mark, looked for in the first 512 bytes; empty if absent.
[[nodiscard]] inline std::string_view quotedAfter(std::string_view bytes, std::string_view before) {
    const std::size_t at = bytes.substr(0, 512).find(before);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = bytes.substr(at + before.size());
    return rest.substr(0, std::min(rest.find('"'), rest.size()));
}

}  // namespace bw::feed
