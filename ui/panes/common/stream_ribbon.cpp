// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/stream_ribbon.h"

#include <algorithm>

#include "ui/hub.h"
#include "ui/panes/common/freshness.h"

namespace bw::ui {
namespace {

constexpr std::int64_t kStepNs = 10 * kNsPerSec;

std::int64_t endOf(const Hub& hub, int instrument) {
    return floorTo(hub.nowNs(instrument), kStepNs) + kStepNs;  // what just happened is inside
}

api::RibbonFacts factsOf(const Hub& hub, int instrument, StreamKind kind) {
    const api::MarketView& view = hub.market(instrument);
    api::RibbonFacts facts;
    facts.first_ns = hub.streamFirstNs(instrument, kind);
    facts.last_ns = hub.nowNs(instrument) - std::max<std::int64_t>(hub.ageNs(view.stream(kind).last_mono), 0);
    facts.proof = api::hasProof(view, kind);
    facts.waiting = streamStateOf(hub, instrument, kind) != FeedState::Live;
    return facts;
}

}  // namespace

FeedState streamStateOf(const Hub& hub, int instrument, StreamKind kind) {
    const api::StreamView& stream = hub.market(instrument).stream(kind);
    if (stream.state != FeedState::Live || hub.engine().replay_done) return stream.state;
    const std::int64_t age_ns = hub.ageNs(stream.last_mono);
    if (kind == StreamKind::Book && age_ns > kStaleNs) return FeedState::Stale;
    if (kind == StreamKind::Tick && age_ns > kStaleQuotesNs) return FeedState::Stale;
    return stream.state;
}

std::int64_t ribbonSpanNs(const Hub& hub) {
    for (int i = 0; i < hub.count(); ++i) {
        const std::int64_t now_ns = hub.nowNs(i);
        for (std::size_t kind = 0; kind < kStreamKinds; ++kind) {
            const std::int64_t first_ns = hub.streamFirstNs(i, static_cast<StreamKind>(kind));
            if (first_ns != 0 && now_ns - first_ns > kRibbonHourNs) return kRibbonDayNs;
        }
    }
    return kRibbonHourNs;
}

RibbonPtr StreamRibbons::of(const Hub& hub, int instrument, StreamKind kind, std::int64_t span_ns) {
    return worst(hub, instrument, {&kind, 1}, span_ns);
}

RibbonPtr StreamRibbons::worst(const Hub& hub, int instrument, std::span<const StreamKind> kinds,
                               std::int64_t span_ns) {
    const api::MarketView& view = hub.market(instrument);
    Seen now;
    now.ledger = hub.history().gapsRevision();
    now.to_ns = endOf(hub, instrument);
    now.span_ns = span_ns;
    int streams = 0;
    now.proof = true;
    for (const StreamKind kind : kinds) {
        if (!view.stream(kind).expected) continue;
        streams |= 1 << static_cast<int>(kind);
        const api::RibbonFacts facts = factsOf(hub, instrument, kind);
        now.waiting |= (facts.waiting ? std::uint64_t{1} : std::uint64_t{0}) << static_cast<int>(kind);
        now.first_ns += facts.first_ns;  // changes when any stream of them begins
        now.proof = now.proof && facts.proof;
    }
    Held& held = m_held[instrument << static_cast<int>(kStreamKinds) | streams];
    if (held.ribbon && held.seen == now) return held.ribbon;
    held.seen = now;
    RibbonView made;
    made.from_ns = now.to_ns - span_ns;
    made.to_ns = now.to_ns;
    made.proof = now.proof;
    std::vector<api::Ribbon> each;
    for (const StreamKind kind : kinds)
        if (view.stream(kind).expected)
            each.push_back(api::ribbonOf(hub.history().gaps(), instrument, kind, factsOf(hub, instrument, kind),
                                         made.from_ns, made.to_ns));
    made.spans = each.size() == 1 ? std::move(each.front()) : api::worstOf(each, made.from_ns, made.to_ns);
    if (!held.ribbon || !(*held.ribbon == made)) held.ribbon = std::make_shared<const RibbonView>(std::move(made));
    return held.ribbon;
}

}  // namespace bw::ui
