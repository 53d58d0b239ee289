// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/freshness.h"

#include <QCoreApplication>

#include "ui/hub.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Freshness)
};

StateWord liveWord(const Hub& hub, const api::MarketView& view) {
    if (hub.run().mode == RunMode::Replay) return {Words::tr("REPLAY"), Loudness::NotLive};
    if (view.demo || hub.run().mode == RunMode::Demo) return {Words::tr("DEMO"), Loudness::NotLive};
    return {Words::tr("LIVE"), Loudness::Quiet};
}

}  // namespace

Freshness freshnessOf(const Hub& hub, int instrument) {
    Freshness out;
    const api::MarketView& view = hub.market(instrument);
    if (instrument < 0 || instrument >= hub.count()) {
        out.waiting = true;
        out.state = {Words::tr("no instrument"), Loudness::NotLive};
        return out;
    }
    out.age_ns = hub.ageNs(view.newest_mono);
    const bool quotes_only = !view.has_tape && !view.has_book;
    std::uint32_t open_gaps = 0;
    for (const api::StreamView& stream : view.streams) open_gaps += stream.open_gaps;
    if (hub.engineSilent()) {
        out.stale = true;
        out.state = {Words::tr("ENGINE NOT RESPONDING"), Loudness::Critical};
    } else if (out.age_ns < 0) {
        out.waiting = true;
        out.state = {Words::tr("WAITING"), Loudness::NotLive};
        out.tooltip = Words::tr("No message of this instrument has arrived yet");
    } else if (out.age_ns > (quotes_only ? kStaleQuotesNs : kStaleNs) && !hub.engine().replay_done) {
        out.stale = true;
        out.state = {Words::tr("STALE"), Loudness::NotLive};
        out.tooltip = Words::tr("Nothing has arrived for longer than this stream is ever silent");
    } else if (open_gaps > 0) {
        out.state = {Words::tr("GAP"), Loudness::Critical};
        out.tooltip =
            Words::tr("%n stream(s) of this instrument are in a gap now", nullptr, static_cast<int>(open_gaps));
    } else {
        out.state = liveWord(hub, view);
    }
    return out;
}

QString subjectOf(const Hub& hub, int instrument) {
    if (instrument < 0 || instrument >= hub.count()) return format::missing();
    const api::MarketView& view = hub.market(instrument);
    const QString id = format::text(view.id.view());
    const QString venue = id.section(QLatin1Char('.'), 0, 1);
    const QString pair = format::text(view.pair.view());
    if (pair.isEmpty()) return id;
    return venue.isEmpty() ? pair : pair + QStringLiteral(" · ") + venue;
}

}  // namespace bw::ui
