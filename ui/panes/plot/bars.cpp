// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/plot/bars.h"

#include <algorithm>

namespace bw::ui {
namespace {

using api::Bar;

const api::Ring<Bar>& ringFor(const api::InstrumentHistory& history, int period_s) {
    return period_s < 60 ? history.seconds : history.minutes;
}

const Bar* formingBar(const api::MarketView& view, int period_s) {
    const Bar& bar = period_s < 60 ? view.second : view.minute;
    return bar.open_time.ns != 0 && bar.period_s != 0 ? &bar : nullptr;
}

std::size_t firstAtOrAfter(const api::Ring<Bar>& ring, std::int64_t ns) {
    std::size_t low = 0, high = ring.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (ring[middle].open_time.ns < ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/// Adds a bar of the base period to the one that is being made.
void join(Bar& into, const Bar& part) {
    // A part without a trade repeats the close before it and says nothing about this period.
    if (part.count > 0 && into.count == 0) {
        into.open = part.open;
        into.high = part.high;
        into.low = part.low;
        into.close = part.close;
    } else if (part.count > 0) {
        into.high = std::max(into.high, part.high);
        into.low = std::min(into.low, part.low);
        into.close = part.close;
    }
    into.count += part.count;
    into.volume += part.volume;
    into.buy += part.buy;
    into.sell += part.sell;
    into.cvd = part.cvd;
    into.ofi_l1 += part.ofi_l1;
    into.ofi_l5 += part.ofi_l5;
    into.ofi_updates += part.ofi_updates;
    into.flags = static_cast<std::uint8_t>(into.flags | (part.flags & ~Bar::Closed));
}

void addPart(std::vector<Bar>& out, const Bar& part, int period_s) {
    const std::int64_t period_ns = period_s * kNsPerSec;
    const EventTime open{floorTo(part.open_time.ns, period_ns)};
    if (out.empty() || out.back().open_time != open) {
        Bar bar = part;
        bar.open_time = open;
        bar.period_s = period_s;
        bar.flags = static_cast<std::uint8_t>(part.flags & ~Bar::Closed);
        out.push_back(bar);
    } else {
        join(out.back(), part);
    }
    const bool last_part = part.open_time.ns + part.period_s * kNsPerSec >= open.ns + period_ns;
    if (last_part && (part.flags & Bar::Closed) != 0)
        out.back().flags = static_cast<std::uint8_t>(out.back().flags | Bar::Closed);
}

}  // namespace

std::vector<Bar> sliceBars(const api::InstrumentHistory& history, const api::MarketView& view, int period_s,
                           std::int64_t from_ns, std::int64_t to_ns) {
    const api::Ring<Bar>& ring = ringFor(history, period_s);
    const Bar* forming = formingBar(view, period_s);
    std::vector<Bar> out;
    for (std::size_t i = firstAtOrAfter(ring, floorTo(from_ns, period_s * kNsPerSec)); i < ring.size(); ++i) {
        const Bar& part = ring[i];
        if (part.open_time.ns >= to_ns) break;
        // The view may be newer than the history: its forming bar replaces the same bar while that one is not closed.
        if (forming && forming->open_time == part.open_time && (part.flags & Bar::Closed) == 0) continue;
        addPart(out, part, period_s);
    }
    const bool is_newer =
        forming && (ring.size() == 0 || forming->open_time > ring.back().open_time ||
                    (forming->open_time == ring.back().open_time && (ring.back().flags & Bar::Closed) == 0));
    if (is_newer && forming->open_time.ns < to_ns && forming->open_time.ns >= floorTo(from_ns, period_s * kNsPerSec))
        addPart(out, *forming, period_s);
    // A period that a later bar follows is over, whether or not its last second had a trade.
    for (std::size_t i = 0; i + 1 < out.size(); ++i)
        out[i].flags = static_cast<std::uint8_t>(out[i].flags | Bar::Closed);
    return out;
}

BarsExtent barsExtent(const api::InstrumentHistory& history, const api::MarketView& view, int period_s) {
    const api::Ring<Bar>& ring = ringFor(history, period_s);
    const Bar* forming = formingBar(view, period_s);
    if (ring.size() == 0 && !forming) return {};
    const std::int64_t period_ns = period_s * kNsPerSec;
    const std::int64_t oldest = ring.size() > 0 ? ring[0].open_time.ns : forming->open_time.ns;
    std::int64_t newest = ring.size() > 0 ? ring.back().open_time.ns : forming->open_time.ns;
    if (forming) newest = std::max(newest, forming->open_time.ns);
    return {floorTo(oldest, period_ns), floorTo(newest, period_ns) + period_ns};
}

}  // namespace bw::ui
