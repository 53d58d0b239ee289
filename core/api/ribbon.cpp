// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/ribbon.h"

#include <algorithm>

namespace bw::api {
namespace {

constexpr std::size_t kLooks = 5;

struct Edge {
    std::int64_t at_ns;
    RibbonLook look;
    int step;  // +1 begins, -1 ends
};

/// Collects spans in any order; the sweep then gives each moment its strongest look.
class Sweep {
public:
    Sweep(std::int64_t from_ns, std::int64_t to_ns) : m_from(from_ns), m_to(to_ns) {}
    void add(std::int64_t from_ns, std::int64_t to_ns, RibbonLook look) {
        if (from_ns == to_ns) ++to_ns;
        from_ns = std::max(from_ns, m_from);
        to_ns = std::min(to_ns, m_to);
        if (from_ns >= to_ns) return;
        m_edges.push_back({from_ns, look, +1});
        m_edges.push_back({to_ns, look, -1});
    }
    Ribbon run() {
        Ribbon out;
        if (m_from >= m_to) return out;
        std::sort(m_edges.begin(), m_edges.end(), [](const Edge& a, const Edge& b) { return a.at_ns < b.at_ns; });
        std::array<int, kLooks> active{};
        std::int64_t at_ns = m_from;
        for (const Edge& edge : m_edges) {
            put(out, at_ns, edge.at_ns, strongest(active));
            at_ns = edge.at_ns;
            active[static_cast<std::size_t>(edge.look)] += edge.step;
        }
        put(out, at_ns, m_to, RibbonLook::Nothing);
        return out;
    }

private:
    static RibbonLook strongest(const std::array<int, kLooks>& active) {
        for (std::size_t look = kLooks; look-- > 1;)
            if (active[look] > 0) return static_cast<RibbonLook>(look);
        return RibbonLook::Nothing;
    }
    static void put(Ribbon& out, std::int64_t from_ns, std::int64_t to_ns, RibbonLook look) {
        if (from_ns >= to_ns) return;
        if (!out.empty() && out.back().look == look)
            out.back().to_ns = to_ns;
        else
            out.push_back({from_ns, to_ns, look});
    }
    std::vector<Edge> m_edges;
    std::int64_t m_from, m_to;
};

}  // namespace

GapSpan spanOf(const GapRow& gap) {
    GapSpan out;
    out.from_ns = gap.from_event.ns != 0 ? gap.from_event.ns : gap.from.ns;
    if (gap.close == GapClose::Open || gap.to.ns == 0) return out;
    out.to_ns = gap.from_event.ns != 0 && gap.to_event.ns != 0 ? gap.to_event.ns : out.from_ns + (gap.to - gap.from);
    out.to_ns = std::max(out.to_ns, out.from_ns);
    return out;
}

bool hasProof(const MarketView& view, StreamKind stream) {
    if (stream == StreamKind::Book) return view.book_state != BookState::Image && view.book_state != BookState::Polled;
    return stream == StreamKind::Trade;
}

Ribbon ribbonOf(const Ring<GapRow>& gaps, int instrument, StreamKind stream, const RibbonFacts& facts,
                std::int64_t from_ns, std::int64_t to_ns) {
    Sweep sweep(from_ns, to_ns);
    if (facts.first_ns != 0) {
        const std::int64_t known_to = facts.waiting ? std::max(facts.last_ns, facts.first_ns) : to_ns;
        sweep.add(facts.first_ns, known_to, facts.proof ? RibbonLook::Proven : RibbonLook::Unproven);
        if (facts.waiting && known_to < to_ns) sweep.add(known_to, to_ns, RibbonLook::Recovering);
    }
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const GapRow& gap = gaps[i];
        if (gap.instrument >= 0 && gap.instrument != instrument) continue;
        if (gap.stream != stream && gap.stream != StreamKind::All && stream != StreamKind::All) continue;
        const GapSpan span = spanOf(gap);
        sweep.add(span.from_ns, span.to_ns, isHealed(gap.close) ? RibbonLook::Recovering : RibbonLook::Gap);
    }
    return sweep.run();
}

Ribbon worstOf(std::span<const Ribbon> ribbons, std::int64_t from_ns, std::int64_t to_ns) {
    Sweep sweep(from_ns, to_ns);
    for (const Ribbon& ribbon : ribbons)
        for (const RibbonSpan& span : ribbon)
            if (span.look != RibbonLook::Nothing) sweep.add(span.from_ns, span.to_ns, span.look);
    return sweep.run();
}

std::array<std::int64_t, 5> lengthsOf(const Ribbon& ribbon) {
    std::array<std::int64_t, kLooks> out{};
    for (const RibbonSpan& span : ribbon) out[static_cast<std::size_t>(span.look)] += span.to_ns - span.from_ns;
    return out;
}

}  // namespace bw::api
