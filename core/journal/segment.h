// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/journal/files.h"
#include "core/journal/format.h"
#include "core/journal/records.h"
#include "core/model/result.h"

namespace bw::journal {

/// A new file with its blocks reserved but no header: it has no .bwj name yet, so no reader sees it.
struct PreparedSegment {
    std::uint64_t number = 0;
    std::filesystem::path work_path;
    Fd fd;
};
/// Makes `<stem><ending>` in `dir`; takes `reserve_bytes` when the volume has ample room. FileWrite, DiskFull.
[[nodiscard]] Result<PreparedSegment> prepareSegment(Files& files, const std::filesystem::path& dir,
                                                     const std::string& engine8, std::uint64_t number,
                                                     std::string_view ending, std::uint64_t reserve_bytes);

/// One segment file that is written: by the engine thread until it is handed to journal-sync, which syncs, hashes and
/// seals it. What both touch at once is atomic.
struct Segment {
    // Set before both threads know it.
    std::filesystem::path path;
    std::string stem;
    std::uint32_t seed = 0;
    SegmentHeader header;
    bool header_bad = false;  // found so by recovery: the file keeps it
    Fd fd;

    // Engine thread appends, journal-sync reads.
    std::atomic<std::uint64_t> size{kHeaderSize};  // end of the last whole record
    std::atomic<std::uint64_t> last_seq{0};        // 0: no record
    std::atomic<bool> suspect{false};              // an fdatasync of it failed

    // Engine thread until the hand-over, journal-sync after it.
    SegmentStats stats;
    std::uint64_t footer_seq = 0;  // 0: it gets no footer (what a crash left behind)

    // journal-sync only.
    std::optional<Digest> previous;  // hash of the segment before; unknown until that one is sealed
    bool announced = false;          // directory synced, manifest line written
    std::uint64_t synced_bytes = 0;
    bool header_final = false;
    Sha256 hash;
    std::uint64_t hashed_bytes = 0;

    /// Not on the disk yet, but for the prepared file.
    static std::shared_ptr<Segment> create(PreparedSegment prepared, const SegmentHeader& header);
    /// Writes header and first records into the prepared file, then gives it its name: readers see both at once. On
    /// failure the file is removed, as if it had never been.
    Status publish(Files& files, std::string_view first_records);

private:
    std::filesystem::path m_work_path;
};

}  // namespace bw::journal
