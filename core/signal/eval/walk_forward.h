// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/signal/eval/labels.h"

namespace bw::signal::eval {

/// The range of a study in equal spans of samples (signals spec 6): fold k = 1.. tests on span k and trains on what
/// lies before it, less the events whose label window or pivot window reaches the test span (purge) and those within
/// max(longest horizon, 2L + 1) samples or 60 s of it (embargo). `samples` must outlive it. Any thread.
class WalkForward {
public:
    WalkForward(std::span<const Sample> samples, int spans, int longest_horizon, int swing_L) noexcept;

    [[nodiscard]] int spans() const noexcept { return m_spans; }
    [[nodiscard]] int folds() const noexcept { return m_spans - 1; }
    /// First place of a span; from(spans()) is the end.
    [[nodiscard]] std::size_t from(int span) const noexcept;
    [[nodiscard]] int spanOf(std::size_t place) const noexcept;
    /// May fold `fold` learn from an event detected at `place` whose label needs the sample at `exit`?
    [[nodiscard]] bool trains(int fold, std::size_t place, std::size_t exit) const noexcept;

private:
    std::span<const Sample> m_samples;
    int m_spans;
    std::size_t m_embargo;
};

/// Places of an earliest-first subset whose members do not overlap: each at least a horizon after the last one kept.
/// `entries`: any range of things with `place` and `t_ns`, in order of place.
template <class Entries>
[[nodiscard]] std::vector<std::size_t> independentSubset(const Entries& entries, Horizon horizon) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!kept.empty()) {
            const auto& last = entries[kept.back()];
            const bool apart = horizon.samples > 0
                                   ? entries[i].place >= last.place + static_cast<std::size_t>(horizon.samples)
                                   : entries[i].t_ns >= last.t_ns + horizon.ns;
            if (!apart) continue;
        }
        kept.push_back(i);
    }
    return kept;
}

}  // namespace bw::signal::eval
