// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/journal/files.h"
#include "core/journal/manifest.h"
#include "core/journal/records.h"
#include "core/journal/segment.h"
#include "core/model/result.h"

namespace bw::journal {

/// What the start of a session has to know of the sessions before it (storage spec 1.5).
struct Recovered {
    Uuid engine{};
    std::uint64_t last_seq = 0;     // the next record gets last_seq + 1
    std::uint64_t next_number = 1;  // of the next segment
    /// What is missing in old segments and was not reported before, then the gap from the last good record to now.
    /// Empty on a first run.
    std::vector<GapInfo> gaps;
    std::vector<std::shared_ptr<Segment>> unsealed;  // to be synced, hashed and entered in the manifest, in this order
    std::optional<Digest> previous;                  // hash of the newest segment, unless that is in `unsealed`
    std::vector<Error> notices;
};

struct RecoveryOptions {
    std::filesystem::path dir;  // data_dir/journal
    WallTime now;
    std::string boot_id;
    std::string host_id;
};
/// Reads the manifest, scans what is not sealed, cuts torn tails (kept in quarantine/) and says what is missing.
/// Changes no segment that holds damage in its middle. The caller holds the lock of the data_dir. JournalVersion,
/// DirUnusable, FileWrite.
[[nodiscard]] Result<Recovered> recover(Files& files, const RecoveryOptions& options, Manifest& manifest);

}  // namespace bw::journal
