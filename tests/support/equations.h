// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold of a pipeline at every instant (quality specification 2): L1, L1t, L1b.
#pragma once
#include <string>

#include "core/engine/pipeline.h"

namespace bw::test {

/// L1: each frame has one class, and the buffers hold what is counted as buffered.
[[nodiscard]] inline std::string breachOfL1(const engine::Pipeline& pipeline) {
    const engine::Pipeline::Counters& c = pipeline.counters();
    std::uint64_t sum = 0, held = 0, rejects = 0;
    for (const std::uint64_t n : c.classes) sum += n;
    for (const std::uint64_t n : c.rejects) rejects += n;
    for (int i = 0; i < pipeline.instrumentCount(); ++i) held += pipeline.instrument(i).bufferedFrames();
    if (sum != c.frames) return "L1: classes " + std::to_string(sum) + " != frames " + std::to_string(c.frames);
    const auto of = [&c](FrameClass k) { return c.classes[static_cast<std::size_t>(k)]; };
    if (of(FrameClass::Buffered) != held)
        return "L1: buffered " + std::to_string(of(FrameClass::Buffered)) + " != held " + std::to_string(held);
    if (rejects < of(FrameClass::Rejected))
        return "L1: codes " + std::to_string(rejects) + " < rejected " + std::to_string(of(FrameClass::Rejected));
    return {};
}

/// L1t: ids, counts and missing ids of the trades add up, and the CVD is what was bought less what was sold. Of tapes
/// of single trades with ids only.
[[nodiscard]] inline std::string breachOfL1t(const engine::Instrument& in) {
    if (!in.ids().any() || in.counters().other_tape != 0) return {};
    const std::uint64_t span = in.ids().last() - in.ids().first() + 1;
    const std::uint64_t seen = in.counters().trades + in.counters().backfilled - in.ids().duplicates();
    if (span != seen + in.ids().missing())
        return "L1t: " + in.id() + " span " + std::to_string(span) + " != seen " + std::to_string(seen) + " + missing " +
               std::to_string(in.ids().missing());
    if (in.cvd().level() != in.cvd().buy() - in.cvd().sell()) return "L1t: " + in.id() + " cvd != buy - sell";
    return {};
}

/// L1b: a book is synced, or in a state that says why not; a synced one is not crossed.
[[nodiscard]] inline std::string breachOfL1b(const engine::Instrument& in) {
    if (in.sync().state() != BookState::Synced) return {};
    const auto bids = in.sync().book().bids.levels();
    const auto asks = in.sync().book().asks.levels();
    if (!bids.empty() && !asks.empty() && bids.front().price >= asks.front().price) return "L1b: " + in.id() + " is crossed";
    if (in.sync().generation() == 0) return "L1b: " + in.id() + " is synced without a generation";
    return {};
}

/// The first breach of all of them; empty when they hold.
[[nodiscard]] inline std::string breachOf(const engine::Pipeline& pipeline) {
    std::string out = breachOfL1(pipeline);
    for (int i = 0; out.empty() && i < pipeline.instrumentCount(); ++i) {
        out = breachOfL1t(pipeline.instrument(i));
        if (out.empty()) out = breachOfL1b(pipeline.instrument(i));
    }
    return out;
}

}  // namespace bw::test
