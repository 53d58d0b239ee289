// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

#include "core/model/code.h"
#include "core/model/times.h"

namespace bw::feed {

/// What a sender of orders asks of the kill latch, next to the send (risk spec 1.5): the seam between the transports, which
/// know nothing of the latch, and the latch. Any thread; but report(), nothing here waits or allocates.
///
///   permit.enter();
///   if (permit.allows(op)) send without blocking;
///   permit.leave();
class OrderPermit {
public:
    virtual ~OrderPermit() = default;

    struct Stop {
        std::uint8_t level = 2;     // 0 ACTIVE, 1 REDUCING, 2 HALTED
        std::uint64_t trip = 0;     // another number with every trip; 0: ACTIVE
        bool durable = false;       // step 3 has ended well
        MonoTime since;             // of the trip; ns 0: ACTIVE
    };
    /// The flag itself, not a copy of it.
    [[nodiscard]] virtual Stop stop() const noexcept = 0;

    virtual void enter() noexcept = 0;
    virtual void leave() noexcept = 0;
    /// Between enter and leave. `reduces`: the gate found that the order only reduces. `flatten`: the operator's Flatten.
    /// Scopes count too.
    [[nodiscard]] virtual bool allows(bool reduces, bool flatten, std::string_view instrument,
                                      std::string_view source) const noexcept = 0;

    enum class Step : std::uint8_t { Fence, Sent, Acknowledged, Queried, Verified };
    enum class State : std::uint8_t { Pending, Done, Failed, NotApplicable };
    /// How far this route is with trip `trip`. Fence: the order socket is closed. Verified with Done is the only green end;
    /// `code` says why a step failed (UNSUPPORTED, QUERY_FAILED, a refusal ...). May take a lock for a copy.
    virtual void report(std::string_view route, std::uint64_t trip, Step step, State state, Code code,
                        std::string_view detail) = 0;
};

}  // namespace bw::feed
