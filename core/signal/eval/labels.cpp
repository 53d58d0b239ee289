// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/labels.h"

#include <algorithm>

#include "core/model/times.h"

namespace bw::signal::eval {
namespace {
constexpr std::int64_t kLateNs = 5 * kNsPerSec;
}

std::string Horizon::name() const {
    return ns != 0 ? std::to_string(ns / kNsPerSec) + "s" : std::to_string(samples);
}
std::string Horizon::words() const {
    return ns != 0 ? std::to_string(ns / kNsPerSec) + " s" : std::to_string(samples) + " samples";
}

Label Labeller::label(std::size_t i, int side, Horizon horizon) const {
    BW_ASSERT(side == 1 || side == -1);
    const Forward ahead(m_samples, i);
    const Sample& entry = m_samples[i];
    const std::size_t exit = exitOf(ahead, entry, horizon);
    if (exit >= ahead.end()) return {};
    const Sample& out = ahead.at(exit);
    if (out.segment != entry.segment) return {};  // segments are monotone: equal ends have no break between them
    const std::int64_t r2 = side * (out.price2 - entry.price2);
    return {labelOf(r2), r2, exit};
}

std::size_t Labeller::exitOf(const Forward& ahead, const Sample& entry, Horizon horizon) const {
    BW_ASSERT((horizon.samples > 0) != (horizon.ns > 0));
    if (horizon.samples > 0) return ahead.first() - 1 + static_cast<std::size_t>(horizon.samples);
    const std::int64_t due = entry.t_ns + horizon.ns;
    std::size_t from = ahead.first(), to = ahead.end();
    while (from < to) {  // times never fall
        const std::size_t middle = from + (to - from) / 2;
        if (ahead.at(middle).t_ns < due) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    if (from == ahead.end() || ahead.at(from).t_ns > due + std::max(2 * m_period_ns, kLateNs)) return ahead.end();
    return from;
}

}  // namespace bw::signal::eval
