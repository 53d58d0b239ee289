// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/plot/ticks.h"

#include <algorithm>
#include <cmath>

#include "core/model/times.h"

namespace bw::ui {

double niceStep(double range, int count_max, double least) {
    if (!(range > 0) || count_max < 1) return std::max(least, 1.0);
    const double raw = std::max(range / count_max, least);
    // The small shift keeps 0.1 / 0.1 from becoming the next power by rounding.
    const double power = std::pow(10.0, std::floor(std::log10(raw) + 1e-9));
    for (const double factor : {1.0, 2.0, 5.0})
        if (power * factor >= raw * (1 - 1e-9)) return power * factor;
    return power * 10;
}

std::int64_t niceTimeStepNs(std::int64_t span_ns, int count_max) {
    constexpr std::int64_t kSteps[] = {1,   2,    5,    10,   15,    30,    60,    120,   300,    600,
                                       900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800};
    const std::int64_t raw = span_ns / std::max(count_max, 1);
    for (const std::int64_t step : kSteps)
        if (step * kNsPerSec >= raw) return step * kNsPerSec;
    return (raw / (604800 * kNsPerSec) + 1) * 604800 * kNsPerSec;
}

std::vector<std::int64_t> timeTicks(std::int64_t from_ns, std::int64_t to_ns, std::int64_t step_ns,
                                    std::int64_t zone_ns) {
    std::vector<std::int64_t> out;
    std::int64_t tick = floorTo(from_ns + zone_ns, step_ns) - zone_ns;
    if (tick < from_ns) tick += step_ns;
    for (; tick < to_ns; tick += step_ns) out.push_back(tick);
    return out;
}

}  // namespace bw::ui
