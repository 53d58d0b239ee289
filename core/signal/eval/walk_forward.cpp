// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/walk_forward.h"

#include <algorithm>

#include "core/model/times.h"

namespace bw::signal::eval {
namespace {
constexpr std::int64_t kEmbargoNs = 60 * kNsPerSec;
}

WalkForward::WalkForward(std::span<const Sample> samples, int spans, int longest_horizon, int swing_L) noexcept
    : m_samples(samples),
      m_spans(spans),
      m_embargo(static_cast<std::size_t>(std::max(longest_horizon, 2 * swing_L + 1))) {}

std::size_t WalkForward::from(int span) const noexcept {
    return m_samples.size() * static_cast<std::size_t>(span) / static_cast<std::size_t>(m_spans);
}

int WalkForward::spanOf(std::size_t place) const noexcept {
    int span = static_cast<int>(place * static_cast<std::size_t>(m_spans) / std::max<std::size_t>(1, m_samples.size()));
    span = std::min(span, m_spans - 1);
    while (span + 1 < m_spans && place >= from(span + 1)) ++span;  // spans are rounded down
    return span;
}

bool WalkForward::trains(int fold, std::size_t place, std::size_t exit) const noexcept {
    const std::size_t test = from(fold);
    if (place >= test || exit >= test) return false;  // the pivot window ends at the detection
    return test - place > m_embargo && m_samples[test].t_ns - m_samples[place].t_ns > kEmbargoNs;
}

}  // namespace bw::signal::eval
