// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/api/history.h"

// The integrity ribbon (workstation spec 2): what a stretch of time of a stream is worth, by the gap ledger. Pure
// functions, any thread. Times are ns since 1970.
namespace bw::api {

/// Where a gap lies. `to_ns` is the end of time while it is open; never before `from_ns`.
struct GapSpan {
    static constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();
    std::int64_t from_ns = 0, to_ns = kNoEnd;
};
/// Venue time where the start has it, else the time of receipt. Start and end are on one clock: a venue start with a
/// receive end could end before it began, so such a gap keeps the length it had by the clock of receipt.
[[nodiscard]] GapSpan spanOf(const GapRow& gap);
/// Nothing is missing any more: filled from the venue's history, reordered, or bridged. A partly filled gap is a gap.
[[nodiscard]] constexpr bool isHealed(GapClose close) {
    return close == GapClose::Filled || close == GapClose::Reordered || close == GapClose::Bridged;
}

/// Later ones cover earlier ones where two overlap.
enum class RibbonLook : std::uint8_t { Nothing, Proven, Unproven, Recovering, Gap };
struct RibbonSpan {
    std::int64_t from_ns = 0, to_ns = 0;  // [from, to)
    RibbonLook look = RibbonLook::Nothing;
    friend bool operator==(const RibbonSpan&, const RibbonSpan&) = default;
};
using Ribbon = std::vector<RibbonSpan>;

/// What a stream says of itself.
struct RibbonFacts {
    std::int64_t first_ns = 0;  // first message; 0: none yet
    std::int64_t last_ns = 0;   // newest message
    bool proof = false;         // its messages chain or are numbered
    bool waiting = false;       // not delivering now: from last_ns on nothing is known
};
/// A book that chains and trades with ids prove that nothing is missing; images, polled books and the rest do not.
[[nodiscard]] bool hasProof(const MarketView& view, StreamKind stream);

/// The ribbon of one stream over [from, to): ordered, disjoint, without holes, neighbours of one look merged; empty when
/// the window is. A gap of no length counts as one nanosecond. Gaps of all instruments or all streams count for each.
[[nodiscard]] Ribbon ribbonOf(const Ring<GapRow>& gaps, int instrument, StreamKind stream, const RibbonFacts& facts,
                              std::int64_t from_ns, std::int64_t to_ns);
/// Several streams as one, the worst of each moment; same shape as ribbonOf.
[[nodiscard]] Ribbon worstOf(std::span<const Ribbon> ribbons, std::int64_t from_ns, std::int64_t to_ns);
/// Time under each look, by RibbonLook, ns.
[[nodiscard]] std::array<std::int64_t, 5> lengthsOf(const Ribbon& ribbon);

}  // namespace bw::api
