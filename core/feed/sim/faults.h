// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/sim/instruments.h"
#include "core/model/random.h"

namespace bw::sim {

/// One message on its way out. A WebSocket message has `text`, and on spot the same with microseconds in `text_us`; a
/// ZeroMQ message has its body in `text` and its first part in `topic`, which is empty when there is only one part.
struct WireMessage {
    std::string topic;
    std::string text;
    std::string text_us;
};

enum class FaultKind : std::uint8_t { Drop, Swap, Duplicate, CorruptSyntax, Truncate, Stall, Disconnect };
/// "drop", "swap", "duplicate", "corrupt_syntax", "truncate", "stall", "disconnect"; nullopt for another word.
[[nodiscard]] std::optional<FaultKind> faultFromName(std::string_view name);
[[nodiscard]] std::string_view faultName(FaultKind kind);

/// One fault to inject, from `at_ms` after the start.
struct Fault {
    std::int64_t at_ms = 0;
    FaultKind kind = FaultKind::Drop;
    std::string instrument = "*";  // "demo.usdm.BTCUSDT"; "*" is any
    std::string stream = "*";      // "depth", "bookTicker", "trade", "kline", "tick", or a full name "depth@100ms"
    std::int64_t n = 1;            // messages; stall: ms of silence; disconnect: close code, 1006 cuts without one
};

/// What really happened to one message (or to all lines, then without instrument).
struct InjectedFault {
    std::int64_t at_ms = 0;  // since the start
    FaultKind kind = FaultKind::Drop;
    const SimInstrument* instrument = nullptr;
    std::string stream;
    std::uint64_t id = 0;  // depth: u, bookTicker: u, trade: t, tick: seq, kline: open time; disconnect: close code
};

/// Decides for each outgoing message what becomes of it. Equal seed and messages give equal faults. Used on one thread.
class FaultInjector {
public:
    static constexpr std::size_t kInjectedMax = 10'000;  // newest are then counted only

    /// `probability` of a random fault (drop, swap, duplicate, corrupt_syntax, truncate) a message, 0 for none.
    FaultInjector(std::vector<Fault> faults, double probability, std::uint64_t seed);

    /// Calls `send` for each message that goes out in place of this one: none, one or two.
    template <class Send>
    void pass(std::int64_t at_ms, const SimInstrument& instrument, int stream_index, std::string_view stream,
              std::uint64_t id, const WireMessage& message, Send&& send) {
        if (!m_is_on) {
            send(message);
            return;
        }
        std::optional<WireMessage>& held = heldFor(instrument, stream_index);
        if (held) {  // the second half of a swap
            send(message);
            send(*held);
            held.reset();
            return;
        }
        const std::optional<FaultKind> kind = choose(at_ms, instrument, stream);
        if (!kind) {
            send(message);
            return;
        }
        record(at_ms, *kind, &instrument, stream, id);
        if (*kind == FaultKind::Drop || *kind == FaultKind::Stall) return;
        if (*kind == FaultKind::Swap) {
            held = message;
            return;
        }
        send(*kind == FaultKind::Duplicate ? message : damaged(message, *kind));
        if (*kind == FaultKind::Duplicate) send(message);
    }

    /// Close codes of the disconnects now due.
    [[nodiscard]] std::vector<int> takeDisconnects(std::int64_t at_ms);

    [[nodiscard]] const std::vector<InjectedFault>& injected() const { return m_injected; }
    /// How many were injected, listed or not.
    [[nodiscard]] std::uint64_t count() const { return m_count; }

private:
    static constexpr int kSlots = 6;  // five WebSocket streams and the tick stream
    [[nodiscard]] std::optional<WireMessage>& heldFor(const SimInstrument& instrument, int stream_index) {
        return m_held[static_cast<std::size_t>(instrument.index * kSlots + stream_index)];
    }
    [[nodiscard]] std::optional<FaultKind> choose(std::int64_t at_ms, const SimInstrument& instrument,
                                                  std::string_view stream);
    [[nodiscard]] static WireMessage damaged(WireMessage message, FaultKind kind);
    void record(std::int64_t at_ms, FaultKind kind, const SimInstrument* instrument, std::string_view stream,
                std::uint64_t id);

    std::vector<Fault> m_faults;
    const double m_probability;
    Random m_random;
    bool m_is_on;
    std::array<std::optional<WireMessage>, kInstrumentCount * kSlots> m_held;
    std::vector<InjectedFault> m_injected;
    std::uint64_t m_count = 0;
};

}  // namespace bw::sim
