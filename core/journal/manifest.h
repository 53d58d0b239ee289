// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "core/journal/files.h"
#include "core/journal/records.h"
#include "core/model/result.h"

namespace bw::journal {

/// One line of manifest.jsonl: what is known of a segment.
struct ManifestEntry {
    std::uint64_t segment = 0;
    std::string file;
    std::string state;  // open, sealed, quarantined, deleted; others belong to later owners and are kept as they are
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;  // the footer's, where there is one
    WallTime first_wall, last_wall;
    std::uint64_t records = 0;
    std::uint64_t bytes_raw = 0;
    std::string sha256_raw;
    std::string prev_sha256;
    std::string sources = "{}";
    std::uint64_t gaps = 0;
    bool clean = false;
};

/// manifest.jsonl: append-only, the last line of a segment wins, a torn last line is ignored. One thread at a time:
/// recovery first, then journal-sync.
class Manifest {
public:
    /// Reads the file; an absent one is an empty manifest. Only the segments of `engine8` are kept. FileRead.
    Status load(const std::filesystem::path& path, const std::string& engine8);
    /// Appends a line, and syncs it unless it says "open". FileWrite, DiskFull: the entry is remembered here all the
    /// same, and a later recovery finds it by scanning.
    Status append(Files& files, const ManifestEntry& entry);
    [[nodiscard]] const std::map<std::uint64_t, ManifestEntry>& entries() const { return m_entries; }

private:
    std::filesystem::path m_path;
    std::map<std::uint64_t, ManifestEntry> m_entries;
    std::uint64_t m_size = 0;  // end of the last whole line
    Fd m_fd;
};

}  // namespace bw::journal
