// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

#include "core/model/result.h"
#include "core/risk/clock.h"
#include "core/risk/latch_fs.h"
#include "core/risk/lock_paths.h"

namespace bw::risk {

inline constexpr std::uint32_t kResetRounds = 200'000;
inline constexpr int kResetTriesMax = 5;
inline constexpr std::int64_t kResetLockNs = 300 * kNsPerSec;

/// reset_key.json (0600): PBKDF2-HMAC-SHA256, 16-byte salt. Tries are counted in reset_tries.json, so that a new
/// process does not start afresh. A guard against haste, not against an administrator of this machine, who can replace
/// either file. All functions: any thread but the order path; checking takes some 100 ms.

[[nodiscard]] bool resetKeySet(LatchFs& fs, const LatchPaths& paths);
/// Sets the first key, or replaces `old_key` (checked like any try). At least 8 characters, else Args.
[[nodiscard]] Status setResetKey(LatchFs& fs, const RiskClock& clock, const LatchPaths& paths, std::string_view old_key,
                                 std::string_view new_key, std::uint32_t rounds = kResetRounds);
/// ResetNoKey: none set, none given, or the file is unusable. ResetKeyWrong. ResetLocked: five wrong ones, wait 300 s.
/// The try is written down before it is judged; LatchDirUnusable when that fails.
[[nodiscard]] Status checkResetKey(LatchFs& fs, const RiskClock& clock, const LatchPaths& paths, std::string_view key);
/// Nanoseconds until tries are allowed again, 0 when they are.
[[nodiscard]] std::int64_t resetLockedNs(LatchFs& fs, const RiskClock& clock, const LatchPaths& paths);

}  // namespace bw::risk
