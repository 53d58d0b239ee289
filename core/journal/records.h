// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/format.h"
#include "core/model/result.h"
#include "core/model/times.h"
#include "core/model/types.h"

// Payloads of the records that are not frames. Pure functions, any thread.
namespace bw::journal {

/// Frames of one source that could not be written.
struct LostSource {
    std::string name;
    std::uint64_t frames = 0;
    WallTime first, last;
    friend bool operator==(const LostSource&, const LostSource&) = default;
};

/// A gap the journal itself knows of, for every instrument. Numbers are journal sequences; 0: it has none. A time of 0
/// ns: unknown.
struct GapInfo {
    GapCause cause = GapCause::Crash;
    std::uint64_t first_missing = 0;
    std::uint64_t last_missing = 0;
    WallTime from, to;
    std::uint64_t frames = 0;  // JournalFull: the sum over sources
    std::vector<LostSource> sources;
    friend bool operator==(const GapInfo&, const GapInfo&) = default;
};
[[nodiscard]] std::string encodeGap(const GapInfo& gap);
/// FieldMissing (no cause, or no JSON), FieldType (a cause this version does not know).
[[nodiscard]] Result<GapInfo> decodeGap(std::string_view json);

/// SOURCE: id (2 bytes), then the name.
[[nodiscard]] std::string encodeSource(std::uint16_t id, std::string_view name);
[[nodiscard]] bool decodeSource(std::string_view payload, std::uint16_t& id, std::string_view& name);

[[nodiscard]] std::string encodeSessionStart(std::string_view version, std::string_view boot_id,
                                             std::string_view host_id);
[[nodiscard]] std::string encodeSessionEnd(std::string_view reason);
[[nodiscard]] bool isSessionEnd(std::string_view payload);
/// Boot id of a session start; empty for anything else.
[[nodiscard]] std::string bootIdOf(std::string_view session_payload);

[[nodiscard]] std::string encodeSuspect(std::uint64_t first_seq, std::uint64_t last_seq);
[[nodiscard]] std::string encodeOversize(std::string_view source, std::uint64_t size, const Digest& digest);

/// What a segment holds, kept while writing or found by reading it.
struct SegmentStats {
    struct Source {
        std::uint16_t id = 0;
        std::string name;
        std::uint64_t frames = 0;
    };
    std::uint64_t records = 0;
    std::uint64_t first_seq = 0;  // 0: no record
    std::uint64_t last_seq = 0;
    WallTime first_wall, last_wall;
    MonoTime last_mono;
    std::uint64_t gaps = 0;  // GAP records and places where records are missing
    bool session_end = false;
    bool clean = true;  // no missing record, no failed sync, ended by the writer
    std::vector<Source> sources;

    void count(const RecordHead& head) noexcept;
    [[nodiscard]] std::string sourcesJson() const;  // {"name":n}
};
/// FOOTER: the stats of everything before it and the SHA-256 of all bytes before it.
[[nodiscard]] std::string encodeFooter(const SegmentStats& stats, const Digest& digest);
[[nodiscard]] bool footerEndsSession(std::string_view footer);
/// The names in a footer by id: what is left when a SOURCE record is damaged.
[[nodiscard]] std::vector<SegmentStats::Source> footerSources(std::string_view footer);

}  // namespace bw::journal
