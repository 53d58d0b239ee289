// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>

#include "core/model/signal.h"
#include "core/signal/sample.h"

namespace bw::signal {

/// Takes what became of an event. Called inside LiveRecord, on the engine thread.
class OutcomeSink {
public:
    virtual ~OutcomeSink() = default;
    /// `p0`: share of rises (bull) or falls (bear) among all samples of this horizon so far, ties left out; rounded to four
    /// decimals, as the ledger prints it, so that a scoreboard made from the ledger is equal. 0.5 before the first one.
    virtual void onOutcome(const SignalOutcome& outcome, double p0) = 0;
};

/// Labels emitted events forward, at each horizon of kHorizonSamples, as samples arrive, and keeps the running base rates
/// (signals spec 6, 9). One per instrument and sampling. Looks only at samples after the event's; a change of segment
/// leaves events unlabelled. No allocation. Engine thread.
class LiveRecord {
public:
    static constexpr std::size_t kPendingMax = 64;  // a further event pushes the oldest out, unlabelled and counted

    /// The sample first, then the events that were detected at it.
    void onSample(const Sample& sample, OutcomeSink& sink);
    /// Types without side are ignored. BW_ASSERT: detected at the newest sample.
    void onEvent(const SignalEvent& event, OutcomeSink& sink);

    /// `side` +1 or -1, `horizon` a place in kHorizonSamples.
    [[nodiscard]] double baseRate(int side, std::size_t horizon) const noexcept;
    [[nodiscard]] std::size_t pending() const noexcept { return m_count; }
    [[nodiscard]] std::uint64_t pushedOut() const noexcept { return m_pushed_out; }
    void reset() noexcept { *this = LiveRecord(); }

private:
    struct Pending {
        SignalOutcome outcome;             // horizon, label, r2, p and t_ns are set at maturity
        std::array<Probability, kHorizons> p{};
        std::array<bool, kHorizons> open{};
        int side = 0;
    };
    struct Price2 {
        std::int64_t index = -1, price2 = 0;
        std::int32_t segment = 0;
    };
    struct Moves {
        std::uint64_t up = 0, down = 0;
    };
    static constexpr std::size_t kRing = 32;  // > the longest horizon, a power of two

    void finish(Pending& pending, std::size_t horizon, OutcomeLabel label, std::int64_t price2, std::int64_t t_ns,
                OutcomeSink& sink);
    void loseAll(std::int64_t t_ns, OutcomeSink& sink);
    void countMoves(const Sample& sample) noexcept;
    void popFinished() noexcept;
    [[nodiscard]] Pending& at(std::size_t place) noexcept { return m_pending[(m_first + place) % kPendingMax]; }

    std::array<Pending, kPendingMax> m_pending{};
    std::size_t m_first = 0, m_count = 0;  // oldest first
    std::array<Price2, kRing> m_ring{};
    std::array<Moves, kHorizons> m_moves{};
    Price2 m_newest;
    std::uint64_t m_pushed_out = 0;
};

}  // namespace bw::signal
