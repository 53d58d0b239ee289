// SPDX-License-Identifier: GPL-3.0-or-later
// Control frames: what the I/O threads, the operator and the latch tell the engine (feeds spec 1.1). Rare, so the DOM
// parser serves.
#include <simdjson.h>

#include "core/engine/pipeline.h"

namespace bw::engine {
namespace {

using api::Notice;
namespace dom = simdjson::dom;

std::string_view text(dom::element e, const char* key) {
    std::string_view out;
    return e[key].get_string().get(out) == simdjson::SUCCESS ? out : std::string_view{};
}
std::int64_t integer(dom::element e, const char* key) {
    std::int64_t out = 0;
    return e[key].get_int64().get(out) == simdjson::SUCCESS ? out : 0;
}

}  // namespace

/// Every instrument of a line lost it, or lost frames of it.
void Pipeline::onLine(const std::string& venue_market, GapCause cause) {
    for (int i = 0; i < instrumentCount(); ++i)
        if (instrument(i).venueMarket() == venue_market) instrument(i).onLineBroken(cause, m_ctx);
}

FrameClass Pipeline::onControl(Source& source, const FrameView& frame, Code& code) {
    dom::parser parser;
    dom::element ctl;
    if (parser.parse(frame.bytes.data(), frame.bytes.size()).get(ctl) != simdjson::SUCCESS) {
        code = Code::JsonSyntax;
        return FrameClass::Rejected;
    }
    const std::string_view kind = text(ctl, "ctl");
    const Line& line = *source.line;
    const bool stream = !line.name.ends_with("/rest");
    Notice notice;
    notice.wall = m_ctx.wall;
    notice.text = line.name;
    if (kind == "rest") {
        PendingRest& rest = m_pending[line.venue_market];
        const std::int64_t status = integer(ctl, "status");
        rest = {std::string(text(ctl, "purpose")), std::string(text(ctl, "instrument")),
                static_cast<std::uint32_t>(integer(ctl, "gen")), status == 200};
    } else if (kind == "open" && stream) {
        for (int i = 0; i < instrumentCount(); ++i)
            if (instrument(i).venueMarket() == line.venue_market) instrument(i).onLineBack(m_ctx);
        notice.kind = Notice::Kind::FeedState;
        notice.text2 = "CONNECTING";
        m_sink.onNotice(notice);
    } else if ((kind == "close" || kind == "fail") && stream) {
        onLine(line.venue_market, GapCause::Disconnect);
        notice.kind = Notice::Kind::FeedState;
        notice.severity = Severity::Warning;
        notice.text2 = "DOWN";
        if (!codeFromName(text(ctl, "code"), notice.code)) notice.code = Code::PeerClose;
        notice.a = integer(ctl, "retry_ms");
        m_sink.onNotice(notice);
    } else if (kind == "drop") {
        onLine(line.venue_market, GapCause::QueueDrop);
        notice.kind = Notice::Kind::QueueDrop;
        notice.severity = Severity::Critical;
        notice.a = integer(ctl, "n");
        m_sink.onNotice(notice);
    } else if (kind == "resume") {
        onLine(line.venue_market, GapCause::Resume);
    } else if (kind == "resync") {
        if (Instrument* wanted = byId(text(ctl, "instrument"))) wanted->onResyncWish(m_ctx);
    } else if (kind == "journal_gap") {
        GapCause cause = GapCause::JournalFull;
        for (int i = 0; i <= static_cast<int>(GapCause::Manual); ++i)
            if (gapCauseName(static_cast<GapCause>(i)) == text(ctl, "cause")) cause = static_cast<GapCause>(i);
        onJournalGap(cause, m_ctx.wall, m_ctx.mono);
    } else if (kind == "latch") {
        m_ledger.append("\"kind\":\"latch\",\"t\":" + std::to_string(m_ctx.wall.ns) + ",\"state\":\"" +
                        std::string(text(ctl, "state")) + "\",\"cause\":\"" + std::string(text(ctl, "cause")) +
                        "\",\"trip\":\"" + std::string(text(ctl, "trip_id")) + "\"");
        notice.kind = Notice::Kind::Latch;
        notice.severity = text(ctl, "state") == "ACTIVE" ? Severity::Info : Severity::Critical;
        notice.text = text(ctl, "state");
        notice.text2 = text(ctl, "reason");
        if (!codeFromName(text(ctl, "cause"), notice.code)) notice.code = Code::Starting;
        m_sink.onNotice(notice);
    }
    // sent, handover, clock, clock_step and kinds of later versions are recorded and change nothing here.
    return FrameClass::Control;
}

}  // namespace bw::engine
