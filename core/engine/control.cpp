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
std::uint64_t id(dom::element e, const char* key) {
    std::uint64_t out = 0;
    return e[key].get_uint64().get(out) == simdjson::SUCCESS ? out : 0;
}
std::int64_t integer(dom::element e, const char* key) {
    std::int64_t out = 0;
    return e[key].get_int64().get(out) == simdjson::SUCCESS ? out : 0;
}

}  // namespace

/// What a line told of itself: opened, closed, failed, lost frames.
FrameClass Pipeline::onLineControl(Source& source, std::string_view kind, std::string_view word, std::int64_t a) {
    const Line& line = *source.line;
    Notice notice;
    notice.wall = m_ctx.wall;
    notice.text = line.name;
    notice.kind = Notice::Kind::FeedState;
    if (kind == "open") {
        for (int i = 0; i < instrumentCount(); ++i)
            if (belongs(instrument(i), line)) instrument(i).onLineBack(m_ctx);
        notice.text2 = "CONNECTING";
        m_sink.onNotice(notice);
        return FrameClass::Control;
    }
    const auto lost = [&](GapCause cause, Instrument::Loss loss) {
        for (int i = 0; i < instrumentCount(); ++i) instrument(i).onConnectionLost(source.conn, cause, loss, m_ctx);
    };
    if (kind == "close" && word == "handover") {
        lost(GapCause::Disconnect, Instrument::Loss::Planned);
        return FrameClass::Control;
    }
    if (kind == "fail") m_alerts.onFailure(*source.line, m_ctx);
    if (kind == "close" || kind == "fail") {
        if (!codeFromName(word, notice.code)) notice.code = kind == "fail" ? Code::Connect : Code::PeerClose;
        const bool silent = notice.code == Code::Silent || notice.code == Code::IdlePong;
        lost(silent ? GapCause::Silent : notice.code == Code::Resume ? GapCause::Resume : GapCause::Disconnect, Instrument::Loss::Gone);
        notice.severity = Severity::Warning;
        notice.text2 = "DOWN";
        notice.a = a;
        m_sink.onNotice(notice);
    } else if (kind == "drop") {
        lost(GapCause::QueueDrop, Instrument::Loss::Frames);
        notice.kind = Notice::Kind::QueueDrop;
        notice.severity = Severity::Critical;
        notice.a = a;
        m_sink.onNotice(notice);
    } else {  // resume: the machine slept
        lost(GapCause::Resume, Instrument::Loss::Frames);
        notice.kind = Notice::Kind::Info;
        notice.code = Code::Resume;
        notice.severity = Severity::Warning;
        notice.a = a;
        m_sink.onNotice(notice);
    }
    return FrameClass::Control;
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
        bool last = false;
        if (ctl["last"].get_bool().get(last) != simdjson::SUCCESS) last = false;
        m_pending[line.venue_market] = {std::string(text(ctl, "purpose")),
                                        std::string(text(ctl, "instrument")),
                                        static_cast<std::uint32_t>(integer(ctl, "gen")),
                                        id(ctl, "from_id"),
                                        last,
                                        integer(ctl, "status") == 200};
    } else if (stream && (kind == "open" || kind == "close" || kind == "fail" || kind == "drop" || kind == "resume")) {
        const std::string_view word = text(ctl, kind == "fail" ? "code" : "reason");
        return onLineControl(source, kind, word,
                             integer(ctl, kind == "drop" ? "n" : kind == "resume" ? "slept_ms" : "retry_ms"));
    } else if (kind == "fail") {  // REST gave up, for now
        if (Instrument* in = byId(text(ctl, "instrument")); in != nullptr && text(ctl, "purpose") == "trades") {
            if (integer(ctl, "retry_ms") == 0) in->onBackfillFailed(id(ctl, "from_id"), m_ctx);
        }
    } else if (kind == "sent") {
        onSent(source, text(ctl, "text"));
    } else if (kind == "notice") {  // an acknowledgement that says more or less than was asked
        notice.kind = Notice::Kind::Info;
        notice.severity = Severity::Warning;
        if (!codeFromName(text(ctl, "code"), notice.code)) notice.code = Code::VenueError;
        notice.text2 = text(ctl, "detail");
        m_sink.onNotice(notice);
    } else if (kind == "clock_step") {
        notice.kind = Notice::Kind::Info;
        notice.code = Code::ClockStep;
        notice.severity = Severity::Warning;
        notice.a = integer(ctl, "delta_ms");
        m_sink.onNotice(notice);
    } else if (kind == "csv") {
        code = m_csv.onHeader(source.name, frame.bytes);
        if (code != Code::Ok) return FrameClass::Rejected;
    } else if (kind == "resync") {
        if (Instrument* wanted = byId(text(ctl, "instrument"))) wanted->onResyncWish(m_ctx);
    } else if (kind == "journal_gap") {
        GapCause cause = GapCause::JournalFull;
        for (int i = 0; i <= static_cast<int>(GapCause::Manual); ++i)
            if (gapCauseName(static_cast<GapCause>(i)) == text(ctl, "cause")) cause = static_cast<GapCause>(i);
        onJournalGap(cause, m_ctx.wall, m_ctx.mono);
    } else if (kind.starts_with("risk.")) {
        if (kind == "risk.paused") m_risk.onPaused(m_ctx);
        else if (!m_risk.onControl(kind, frame.bytes, m_ctx, code)) return FrameClass::Control;  // of a later version
        return code == Code::Ok ? FrameClass::Control : FrameClass::Rejected;
    } else if (kind == "latch") {
        static_cast<void>(m_risk.onControl(kind, frame.bytes, m_ctx, code));
        m_alerts.onControl(kind, frame.bytes, m_ctx);
        m_ledger.append("\"kind\":\"latch\",\"t\":" + std::to_string(m_ctx.wall.ns) + ",\"state\":\"" +
                        std::string(text(ctl, "state")) + "\",\"cause\":\"" + std::string(text(ctl, "cause")) +
                        "\",\"trip\":\"" + std::string(text(ctl, "trip_id")) + "\"");
        notice.kind = Notice::Kind::Latch;
        notice.severity = text(ctl, "state") == "ACTIVE" ? Severity::Info : Severity::Critical;
        notice.text = text(ctl, "state");
        notice.text2 = text(ctl, "reason");
        if (!codeFromName(text(ctl, "cause"), notice.code)) notice.code = Code::Starting;
        m_sink.onNotice(notice);
    } else if (kind == "metrics" || kind == "alert.cmd") {
        m_alerts.onControl(kind, frame.bytes, m_ctx);
    }
    // handover, clock and kinds of later versions are recorded and change nothing here.
    return FrameClass::Control;
}

}  // namespace bw::engine
