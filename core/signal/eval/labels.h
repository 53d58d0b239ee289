// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/model/assert.h"
#include "core/model/signal.h"
#include "core/signal/sample.h"

namespace bw::signal::eval {

/// How far ahead a label looks: so many samples, or the first sample so much later. Exactly one of the two is > 0.
struct Horizon {
    int samples = 0;
    std::int64_t ns = 0;
    [[nodiscard]] static Horizon ofSamples(int n) noexcept { return {n, 0}; }
    [[nodiscard]] static Horizon ofSeconds(int s) noexcept { return {0, s * std::int64_t{1'000'000'000}}; }
    [[nodiscard]] std::string name() const;   // "10", "60s"
    [[nodiscard]] std::string words() const;  // "10 samples", "60 s"
    friend bool operator==(const Horizon&, const Horizon&) = default;
};

/// The samples after sample i and nothing else: the only way in which a label sees prices. Asserted in all builds.
class Forward {
public:
    Forward(std::span<const Sample> samples, std::size_t i) : m_samples(samples), m_i(i) {
        BW_ASSERT(i < samples.size());
    }
    [[nodiscard]] const Sample& at(std::size_t index) const {
        BW_ASSERT(index > m_i && index < m_samples.size());
        return m_samples[index];
    }
    [[nodiscard]] std::size_t first() const noexcept { return m_i + 1; }
    [[nodiscard]] std::size_t end() const noexcept { return m_samples.size(); }

private:
    std::span<const Sample> m_samples;
    std::size_t m_i;
};

/// What became of an entry.
struct Label {
    OutcomeLabel label = OutcomeLabel::Unlabelled;  // Hit, Miss, Tie or Unlabelled
    std::int64_t r2 = 0;                            // side * (price2 at the exit - price2 at i)
    std::size_t exit = 0;                           // place of the exit sample; only where labelled
};

/// Labels entries at samples of one series (signals spec 6). `samples` must outlive it. Any thread.
class Labeller {
public:
    /// `period_ns`: distance of samples in time, 0 where they have none; a horizon in time may be missed by twice of
    /// it, or by 5 s where that is more.
    Labeller(std::span<const Sample> samples, std::int64_t period_ns) noexcept
        : m_samples(samples), m_period_ns(period_ns) {}
    /// Entry at place i of the series for `side` +1 or -1. Unlabelled: the window leaves the segment or the data.
    [[nodiscard]] Label label(std::size_t i, int side, Horizon horizon) const;

private:
    [[nodiscard]] std::size_t exitOf(const Forward& ahead, const Sample& entry, Horizon horizon) const;
    std::span<const Sample> m_samples;
    std::int64_t m_period_ns;
};

[[nodiscard]] constexpr OutcomeLabel labelOf(std::int64_t r2) noexcept {
    return r2 > 0 ? OutcomeLabel::Hit : r2 < 0 ? OutcomeLabel::Miss : OutcomeLabel::Tie;
}

}  // namespace bw::signal::eval
