// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <functional>
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

enum class FaultKind : std::uint8_t {
    // one message
    Drop, Swap, Duplicate, CorruptSyntax, Truncate,
    CorruptValue,  // depth: the quantity of the best ask (or bid) of the message; the JSON stays valid
    Crossed,       // depth: a bid at the price of an ask of the same message
    // messages of a while
    Stall, Starve, ClockSkew,
    // lines: one byte a write; a dead peer; a close; the venue's notice before a close
    Slow, HalfOpen, Disconnect, Shutdown,
    // the market: depth ids start again; a new MT5 epoch; 50 times the rate
    SeqReset, EpochChange, Flood,
    // REST
    SnapshotOld, SnapshotLate, RestStatus,
    // an MT5 gateway or its broker, for a while (GatewayModel)
    OneSided,     // bid or ask is missing, in turn
    BidAboveAsk,  // the two are exchanged
    Repeat,       // each tick three times, time included
    TimeBack,     // every second tick is 3 s older
    ZoneJump,     // the server clock is an hour further ahead
    Suffix,       // the symbol is called EURUSD.s
    TextNumbers,  // "1.08500" for 1.08500
    OtherCase,    // "BID" for "bid"
    Garbage,      // bytes that are no text
    BareTopic,    // one part, the symbol's name alone
    Burst,        // 50 ticks for one
    Quiet,        // the terminal lost its broker: no ticks, the heartbeats say so
    Silent        // nothing at all, with the line open; from 0 ms on it is a slow start
};
inline constexpr int kFaultKinds = static_cast<int>(FaultKind::Silent) + 1;
[[nodiscard]] constexpr bool isGatewayKind(FaultKind kind) {
    return kind >= FaultKind::OneSided;
}
/// The bit of a gateway kind in FaultInjector::gatewayFaults.
[[nodiscard]] constexpr std::uint32_t gatewayBit(FaultKind kind) {
    return 1U << (static_cast<unsigned>(kind) - static_cast<unsigned>(FaultKind::OneSided));
}
/// "drop", "corrupt_value", "rest_status" ...; nullopt for another word. "corrupt" is short for "corrupt_syntax".
[[nodiscard]] std::optional<FaultKind> faultFromName(std::string_view name);
[[nodiscard]] std::string_view faultName(FaultKind kind);
/// All names, ", " between them, as an error shows them.
[[nodiscard]] std::string faultNames();

/// One fault to inject, from `at_ms` after the start.
struct Fault {
    static constexpr int kReset = 1;  // `code`: an RST instead of a close

    std::int64_t at_ms = 0;
    FaultKind kind = FaultKind::Drop;
    std::string instrument = "*";  // "demo.usdm.BTCUSDT"; "*" is any
    std::string stream = "*";      // "depth", "bookTicker", "trade", "kline", "tick", a full name "depth@100ms";
                                   // REST: the last part of the path
    std::int64_t n = 1;            // messages or REST requests; not used with `rate`, nor by spans
    std::int64_t ms = 0;           // how long: stall, starve, clock_skew, slow, flood; rest_status, when above 0;
                                   // snapshot_late: the delay
    int code = 0;                  // disconnect: 1000, 1001, 1006, kReset, 0 takes them in turn; rest_status: HTTP status
    double rate = 0.0;             // above 0: each matching message with this probability
    std::int64_t every_ms = 0;     // above 0: again and again
    std::int64_t skew_ms = 5'000;  // clock_skew
    int retry_after_s = 0;         // rest_status: header, when above 0
};

/// How many times the rate a flood is.
inline constexpr double kFloodFactor = 50.0;
/// The one that the fault names; nullptr for "*".
[[nodiscard]] const SimInstrument* instrumentOf(const Fault& fault);

/// What really happened to one message or request, or (instrument nullptr) to all lines.
struct InjectedFault {
    std::int64_t at_ms = 0;  // since the start
    FaultKind kind = FaultKind::Drop;
    const SimInstrument* instrument = nullptr;
    std::string stream;
    std::uint64_t id = 0;    // depth: u, bookTicker: u, trade: t, tick: seq, kline: open time; of the first of a while
    std::int64_t value = 0;  // close code, HTTP status, or ms of a while
};
/// One line of faults.jsonl.
void appendFaultLine(std::string& out, const InjectedFault& fault);

/// Decides for each outgoing message what becomes of it, and which line, market and REST faults are due. Equal seed and
/// calls give equal faults. Used on one thread.
class FaultInjector {
public:
    static constexpr std::size_t kInjectedMax = 10'000;  // newest are then counted only
    static constexpr std::size_t kFaultsMax = 1'000;     // planned at one time; more are refused

    /// `probability` of a random fault (drop, swap, duplicate, corrupt_syntax, truncate) a message, 0 for none.
    FaultInjector(std::vector<Fault> faults, double probability, std::uint64_t seed);
    /// Called for each injected fault, listed or only counted.
    std::function<void(const InjectedFault&)> on_injected;

    /// One more while it runs. False: too many are planned.
    [[nodiscard]] bool add(Fault fault);

    /// Calls `send` for each message that goes out in place of this one: none, one or two.
    template <class Send>
    void pass(std::int64_t at_ms, const SimInstrument& instrument, int stream_index, std::string_view stream,
              std::uint64_t id, const WireMessage& message, Send&& send) {
        if (!m_is_on) {
            send(message);
            return;
        }
        const int count = work(at_ms, instrument, stream_index, stream, id, message);
        for (int i = 0; i < count; ++i) send(m_out[static_cast<std::size_t>(i)]);
    }

    /// Faults of lines and of the market that are due now; `code` and `ms` are set.
    [[nodiscard]] std::vector<Fault> takeDue(std::int64_t at_ms);
    /// The fault of one REST request, if any. `instrument` may be nullptr; `path` is its last part ("depth").
    [[nodiscard]] std::optional<Fault> takeRest(std::int64_t at_ms, const SimInstrument* instrument,
                                                std::string_view path);

    /// The gateway kinds in force, a bit each (gatewayBit): of one symbol, or with nullptr of the gateway as a whole,
    /// which only a fault of `*` touches.
    [[nodiscard]] std::uint32_t gatewayFaults(std::int64_t at_ms, const SimInstrument* instrument);

    [[nodiscard]] const std::vector<InjectedFault>& injected() const { return m_injected; }
    /// How many were injected, listed or not.
    [[nodiscard]] std::uint64_t count() const { return m_count; }

private:
    static constexpr std::size_t kSlots = 32;  // streams an instrument
    struct Slot {
        std::optional<WireMessage> held;   // the first half of a swap
        const Fault* quiet_fault = nullptr;  // the while that this stream is in, and when that one began
        std::int64_t quiet_since_ms = -1;
    };

    [[nodiscard]] int work(std::int64_t at_ms, const SimInstrument& instrument, int stream_index,
                           std::string_view stream, std::uint64_t id, const WireMessage& message);
    [[nodiscard]] bool isDue(const Fault& fault, std::int64_t at_ms, const SimInstrument& instrument,
                             std::string_view stream);
    [[nodiscard]] int apply(FaultKind kind, std::int64_t skew_ms, Slot& slot, const WireMessage& message);
    void rearm(Fault& fault, std::int64_t at_ms);
    void record(InjectedFault fault);

    std::vector<Fault> m_faults;  // reserved for kFaultsMax: a slot points into it
    const double m_probability;
    Random m_random;
    bool m_is_on;
    std::vector<std::int64_t> m_full_n;  // of each fault, before any was used
    std::vector<std::int64_t> m_noted_ms;  // of each gateway fault: at_ms of the while that was last noted
    std::vector<Slot> m_slots;
    std::array<WireMessage, 2> m_out;
    std::vector<InjectedFault> m_injected;
    std::uint64_t m_count = 0;
    unsigned m_closes = 0;
};

/// A damaged copy: CorruptSyntax, Truncate, CorruptValue, Crossed or ClockSkew. False: the message has nothing that
/// could be damaged so, and is as it was.
[[nodiscard]] bool damage(WireMessage& message, FaultKind kind, std::int64_t skew_ms);

}  // namespace bw::sim
