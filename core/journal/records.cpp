// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/records.h"

#include <cstring>

#include "core/journal/json_lite.h"

namespace bw::journal {
namespace {
constexpr std::uint64_t kIdMax = 0xFFFF;

bool causeFromName(std::string_view name, GapCause& out) {
    for (auto cause = GapCause::Sequence; cause <= GapCause::PowerLoss;
         cause = static_cast<GapCause>(static_cast<int>(cause) + 1)) {
        if (gapCauseName(cause) != name) continue;
        out = cause;
        return true;
    }
    return false;
}
WallTime wallOf(std::string_view json, std::string_view key) {
    return {jsonSigned(json, key).value_or(0)};
}
}  // namespace

std::string encodeGap(const GapInfo& gap) {
    JsonObject json;
    json.text("cause", gapCauseName(gap.cause)).text("source", "journal").text("instrument", "*").text("stream", "*");
    if (gap.first_missing != 0)
        json.number("first_missing", gap.first_missing).number("last_missing", gap.last_missing);
    if (gap.from.ns != 0) json.signedNumber("from_ns", gap.from.ns);
    if (gap.to.ns != 0) json.signedNumber("to_ns", gap.to.ns);
    if (gap.cause == GapCause::JournalFull) {
        std::string sources = "[";
        for (const LostSource& lost : gap.sources) {
            if (sources.size() > 1) sources += ',';
            sources += JsonObject()
                           .text("name", lost.name)
                           .number("frames", lost.frames)
                           .signedNumber("first_ns", lost.first.ns)
                           .signedNumber("last_ns", lost.last.ns)
                           .take();
        }
        json.number("frames", gap.frames).raw("sources", sources + "]");
    }
    return json.take();
}

Result<GapInfo> decodeGap(std::string_view json) {
    GapInfo gap;
    const auto cause = jsonText(json, "cause");
    if (!cause) return Error{Code::FieldMissing, "journal.gap", "cause"};
    if (!causeFromName(*cause, gap.cause)) return Error{Code::FieldType, "journal.gap.cause", cause->substr(0, 40)};
    gap.first_missing = jsonNumber(json, "first_missing").value_or(0);
    gap.last_missing = jsonNumber(json, "last_missing").value_or(0);
    gap.from = wallOf(json, "from_ns");
    gap.to = wallOf(json, "to_ns");
    gap.frames = jsonNumber(json, "frames").value_or(0);
    jsonEach(jsonRaw(json, "sources").value_or("[]"), [&gap](std::string_view, std::string_view entry) {
        gap.sources.push_back({jsonText(entry, "name").value_or(""), jsonNumber(entry, "frames").value_or(0),
                               wallOf(entry, "first_ns"), wallOf(entry, "last_ns")});
    });
    return gap;
}

std::string encodeSource(std::uint16_t id, std::string_view name) {
    std::string out(sizeof id, '\0');
    std::memcpy(out.data(), &id, sizeof id);
    return out.append(name);
}

bool decodeSource(std::string_view payload, std::uint16_t& id, std::string_view& name) {
    if (payload.size() < sizeof id) return false;
    std::memcpy(&id, payload.data(), sizeof id);
    name = payload.substr(sizeof id);
    return id != 0;
}

std::string encodeSessionStart(std::string_view version, std::string_view boot_id, std::string_view host_id) {
    return JsonObject()
        .text("event", "start")
        .text("version", version)
        .text("boot", boot_id)
        .text("host", host_id)
        .take();
}
std::string encodeSessionEnd(std::string_view reason) {
    return JsonObject().text("event", "end").text("reason", reason).take();
}
bool isSessionEnd(std::string_view payload) {
    return jsonText(payload, "event") == "end";
}
std::string bootIdOf(std::string_view session_payload) {
    if (jsonText(session_payload, "event") != "start") return {};
    return jsonText(session_payload, "boot").value_or("");
}

std::string encodeSuspect(std::uint64_t first_seq, std::uint64_t last_seq) {
    return JsonObject().text("note", "suspect").number("first_seq", first_seq).number("last_seq", last_seq).take();
}
std::string encodeOversize(std::string_view source, std::uint64_t size, const Digest& digest) {
    return JsonObject()
        .text("note", "oversize")
        .text("source", source)
        .number("size", size)
        .text("sha256", hex(digest))
        .take();
}

void SegmentStats::count(const RecordHead& head) noexcept {
    ++records;
    if (first_seq == 0) {
        first_seq = head.seq;
        first_wall = head.wall;
    }
    last_seq = head.seq;
    last_wall = head.wall;
    last_mono = head.mono;
    if (head.type == RecordType::Gap) ++gaps;
    if (head.type != RecordType::Footer) session_end = false;  // the caller sets it for a SESSION that ends one
    if (head.type == RecordType::Frame && head.source_id != 0 && head.source_id <= sources.size())
        ++sources[head.source_id - 1U].frames;
}

std::string SegmentStats::sourcesJson() const {
    JsonObject json;
    for (const Source& source : sources)
        if (source.id != 0) json.number(source.name, source.frames);
    return json.take();
}

std::string encodeFooter(const SegmentStats& stats, const Digest& digest) {
    std::string sources = "[";
    for (const SegmentStats::Source& source : stats.sources) {
        if (source.id == 0) continue;
        if (sources.size() > 1) sources += ',';
        sources += JsonObject().number("id", source.id).text("name", source.name).number("n", source.frames).take();
    }
    return JsonObject()
        .number("records", stats.records)
        .number("first_seq", stats.first_seq)
        .number("last_seq", stats.last_seq)
        .signedNumber("first_wall_ns", stats.first_wall.ns)
        .signedNumber("last_wall_ns", stats.last_wall.ns)
        .raw("sources", sources + "]")
        .number("gaps", stats.gaps)
        .boolean("clean", stats.clean)
        .boolean("session_end", stats.session_end)
        .text("sha256", hex(digest))
        .take();
}

bool footerEndsSession(std::string_view footer) {
    return jsonTrue(footer, "session_end");
}

std::vector<SegmentStats::Source> footerSources(std::string_view footer) {
    std::vector<SegmentStats::Source> out;
    jsonEach(jsonRaw(footer, "sources").value_or("[]"), [&out](std::string_view, std::string_view entry) {
        const std::uint64_t id = jsonNumber(entry, "id").value_or(0);
        auto name = jsonText(entry, "name");
        if (id == 0 || id > kIdMax || !name) return;
        out.push_back({static_cast<std::uint16_t>(id), std::move(*name), jsonNumber(entry, "n").value_or(0)});
    });
    return out;
}

}  // namespace bw::journal
