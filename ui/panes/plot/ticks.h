// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

namespace bw::ui {

/// A step of 1, 2 or 5 times a power of ten so that at most `count_max` of them fit the range; not below `least`.
[[nodiscard]] double niceStep(double range, int count_max, double least);

/// A step people read clocks in (1 s to 7 days) so that at most `count_max` fit the span.
[[nodiscard]] std::int64_t niceTimeStepNs(std::int64_t span_ns, int count_max);

/// Multiples of `step_ns` in [from, to) on a clock that is `zone_ns` ahead of UTC.
[[nodiscard]] std::vector<std::int64_t> timeTicks(std::int64_t from_ns, std::int64_t to_ns, std::int64_t step_ns,
                                                  std::int64_t zone_ns);

}  // namespace bw::ui
