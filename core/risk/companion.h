// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/model/result.h"
#include "core/model/times.h"
#include "core/risk/latch_fs.h"
#include "core/risk/text.h"

namespace bw::risk {

/// What a kill_switch.lock says. Its presence alone stops; nothing in it can make it harmless.
struct LockFile {
    Id128 trip_id;       // of a "Trip:" line, else none
    bool ours = false;   // written by some Bellwether: Writer and Trip lines present
    std::string reason;  // one line, "" if it could not be found
};

/// The four lines of MT5-CRS plus Trip and Writer (risk spec 1.4).
[[nodiscard]] std::string formatCompanion(WallTime since, std::string_view reason, const Id128& trip_id,
                                          std::string_view version, std::uint32_t pid, std::string_view host);
/// Never fails: takes what it can from the four-line or the JSON form.
[[nodiscard]] LockFile parseLockFile(std::string_view text);
/// Reads at most 64 KiB; an unreadable file gives an empty LockFile.
[[nodiscard]] LockFile readLockFile(LatchFs& fs, const std::string& path);

enum class CompanionWrite : std::uint8_t { Written, AlreadyOurs, ForeignThere };
/// Creates with O_EXCL, syncs the file and its directory. Any error: LatchNotDurable. `replace_ours`: after an earlier
/// failure here our file may be there unsynced; a second sync of it would prove nothing, so a fresh one is renamed over
/// it.
[[nodiscard]] Result<CompanionWrite> writeCompanion(LatchFs& fs, const std::string& path, std::string_view text,
                                                    const Id128& trip_id, bool replace_ours);

}  // namespace bw::risk
