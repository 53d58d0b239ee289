// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/code.h"
#include "core/model/result.h"
#include "core/model/sha256.h"
#include "core/risk/latch_fs.h"
#include "core/risk/text.h"

namespace bw::risk {

/// kill_latch.bin (risk spec 1.3): two slots of 4096 bytes, little-endian; slot index = seq & 1.
inline constexpr std::size_t kSlotSize = 4096;
inline constexpr std::size_t kLatchFileSize = 2 * kSlotSize;
inline constexpr std::size_t kScopesMax = 62;
using SlotBytes = std::array<std::uint8_t, kSlotSize>;

/// The values order the states and let a trip be one fetch_or: OR never moves to the left.
enum class LatchState : std::uint8_t { Active = 0, Reducing = 1, Halted = 3 };
[[nodiscard]] std::string_view latchStateName(LatchState state) noexcept;

struct LatchScope {
    std::uint8_t kind = 0;   // 1 venue, 2 instrument, 3 source
    std::uint8_t state = 0;  // 2 reduce, 3 halt
    std::int64_t since_wall_ns = 0;
    std::string key;  // at most 48 bytes
    friend bool operator==(const LatchScope&, const LatchScope&) = default;
};

struct LatchSlot {
    std::uint64_t seq = 0;
    LatchState state = LatchState::Halted;
    std::uint32_t cause = 0;  // causeNumber()
    std::int64_t wall_ns = 0;
    Id128 trip_id;  // none when ACTIVE
    Id128 latch_id;
    std::uint32_t pid = 0;
    bool simulated = false;
    std::uint64_t audit_seq = 0;
    Digest audit_hash{};
    std::vector<LatchScope> scopes;
    friend bool operator==(const LatchSlot&, const LatchSlot&) = default;
};

/// A cause as the file stores it: the low 32 bits of FNV-1a of its printed form, so that neither a new code nor another
/// order of the enum changes what an old file says. Ok is 0.
[[nodiscard]] std::uint32_t causeNumber(Code cause) noexcept;
/// The reverse; LatchHalted when this version does not know the number.
[[nodiscard]] Code causeFromNumber(std::uint32_t number) noexcept;

/// Pure. `slot` must obey the limits above (at most 62 scopes, keys at most 48 bytes).
[[nodiscard]] SlotBytes encodeSlot(const LatchSlot& slot);
/// Pure. LatchCorrupt, with the failed check as detail.
[[nodiscard]] Result<LatchSlot> parseSlot(std::span<const std::uint8_t, kSlotSize> bytes);
/// Pure. The slot of the higher seq of a whole file. Any doubt about either slot is LatchCorrupt: a bad slot is a write
/// cut short, perhaps a trip, so the older one is never used.
[[nodiscard]] Result<LatchSlot> parseLatchFile(std::string_view bytes, bool simulated);

struct LatchImage {
    enum class Kind : std::uint8_t { Good, Missing, Unreadable, Corrupt };
    Kind kind = Kind::Missing;
    LatchSlot newest;          // Good only
    std::uint64_t device = 0;  // of the file read
    std::uint64_t inode = 0;
    std::string detail;  // why it is not Good
};
[[nodiscard]] LatchImage readLatchFile(LatchFs& fs, const std::string& path, bool simulated);

/// One positioned write of `slot` into an existing good file, synced, re-read and compared. A failure here says nothing
/// about what the disk holds; the caller goes on with replaceLatchFile.
[[nodiscard]] Status writeSlot(LatchFs& fs, const std::string& path, const LatchSlot& slot);
/// Both slots (seq and seq + 1) as a new file renamed over `path`, directory synced: first creation and the fallback.
[[nodiscard]] Status replaceLatchFile(LatchFs& fs, const std::string& path, LatchSlot slot);

}  // namespace bw::risk
