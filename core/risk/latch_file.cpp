// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/latch_file.h"

#include <fcntl.h>

#include <algorithm>
#include <cstring>

#include "core/model/assert.h"
#include "core/model/crc32c.h"
#include "core/model/hash.h"

namespace bw::risk {
namespace {

constexpr std::string_view kMagic = "BWLATCH1";
constexpr std::uint16_t kVersion = 1, kHeaderLen = 128;
constexpr std::uint32_t kActiveWord = 0x41435456, kReducingWord = 0x52454455, kHaltedWord = 0x48414C54;
constexpr std::size_t kCrcAt = 124, kScopeSize = 64, kKeyMax = 48;
constexpr unsigned kFileMode = 0640;

template <class T>
void put(SlotBytes& bytes, std::size_t at, T value) noexcept {
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

template <class T>
T get(std::span<const std::uint8_t, kSlotSize> bytes, std::size_t at) noexcept {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) value |= std::uint64_t{bytes[at + i]} << (8 * i);
    return static_cast<T>(value);
}

std::uint32_t slotCrc(std::span<const std::uint8_t, kSlotSize> bytes) noexcept {
    return crc32c(bytes.data() + kHeaderLen, kSlotSize - kHeaderLen, crc32c(bytes.data(), kCrcAt));
}

std::uint32_t stateWord(LatchState state) noexcept {
    switch (state) {
        case LatchState::Active:
            return kActiveWord;
        case LatchState::Reducing:
            return kReducingWord;
        case LatchState::Halted:
            break;
    }
    return kHaltedWord;
}

Error corrupt(std::string detail) {
    return {Code::LatchCorrupt, "risk.latch_file", std::move(detail)};
}

Error failed(const char* step, int error) {
    return {Code::LatchNotDurable, "risk.latch_file", std::string(step) + ": " + errnoText(error)};
}

bool parseScopes(std::span<const std::uint8_t, kSlotSize> bytes, std::size_t count, std::vector<LatchScope>& out) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = kHeaderLen + kScopeSize * i;
        LatchScope scope{bytes[at], bytes[at + 1], get<std::int64_t>(bytes, at + 8), {}};
        const std::size_t key_len = bytes[at + 2];
        if (scope.kind < 1 || scope.kind > 3 || scope.state < 2 || scope.state > 3 || key_len > kKeyMax) return false;
        scope.key.assign(reinterpret_cast<const char*>(bytes.data()) + at + 16, key_len);
        out.push_back(std::move(scope));
    }
    return true;
}

}  // namespace

std::string_view latchStateName(LatchState state) noexcept {
    switch (state) {
        case LatchState::Active:
            return "ACTIVE";
        case LatchState::Reducing:
            return "REDUCING";
        case LatchState::Halted:
            break;
    }
    return "HALTED";
}

std::uint32_t causeNumber(Code cause) noexcept {
    return cause == Code::Ok ? 0U : static_cast<std::uint32_t>(fnv1a(codeName(cause)));
}

Code causeFromNumber(std::uint32_t number) noexcept {
    for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(Code::Count); ++i)
        if (causeNumber(static_cast<Code>(i)) == number) return static_cast<Code>(i);
    return Code::LatchHalted;
}

SlotBytes encodeSlot(const LatchSlot& slot) {
    BW_ASSERT(slot.scopes.size() <= kScopesMax);
    SlotBytes bytes{};
    std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
    put(bytes, 8, kVersion);
    put(bytes, 10, kHeaderLen);
    put(bytes, 12, static_cast<std::uint32_t>(kSlotSize));
    put(bytes, 16, slot.seq);
    put(bytes, 24, stateWord(slot.state));
    put(bytes, 28, slot.cause);
    put(bytes, 32, slot.wall_ns);
    std::copy(slot.trip_id.bytes.begin(), slot.trip_id.bytes.end(), bytes.begin() + 40);
    std::copy(slot.latch_id.bytes.begin(), slot.latch_id.bytes.end(), bytes.begin() + 56);
    put(bytes, 72, slot.pid);
    put(bytes, 76, static_cast<std::uint16_t>(slot.scopes.size()));
    put(bytes, 78, static_cast<std::uint16_t>(slot.simulated ? 1 : 0));
    put(bytes, 80, slot.audit_seq);
    std::copy(slot.audit_hash.begin(), slot.audit_hash.end(), bytes.begin() + 88);
    for (std::size_t i = 0; i < slot.scopes.size(); ++i) {
        const LatchScope& scope = slot.scopes[i];
        BW_ASSERT(scope.key.size() <= kKeyMax);
        const std::size_t at = kHeaderLen + kScopeSize * i;
        bytes[at] = scope.kind;
        bytes[at + 1] = scope.state;
        bytes[at + 2] = static_cast<std::uint8_t>(scope.key.size());
        put(bytes, at + 8, scope.since_wall_ns);
        std::copy(scope.key.begin(), scope.key.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at + 16));
    }
    put(bytes, kCrcAt, slotCrc(bytes));
    return bytes;
}

Result<LatchSlot> parseSlot(std::span<const std::uint8_t, kSlotSize> bytes) {
    if (std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) return corrupt("bad magic");
    if (get<std::uint16_t>(bytes, 8) != kVersion) return corrupt("version this program does not know");
    if (get<std::uint16_t>(bytes, 10) != kHeaderLen || get<std::uint32_t>(bytes, 12) != kSlotSize)
        return corrupt("bad header length");
    if (get<std::uint32_t>(bytes, kCrcAt) != slotCrc(bytes)) return corrupt("bad checksum");
    LatchSlot slot;
    slot.seq = get<std::uint64_t>(bytes, 16);
    if (slot.seq == 0) return corrupt("sequence 0");
    switch (get<std::uint32_t>(bytes, 24)) {
        case kActiveWord:
            slot.state = LatchState::Active;
            break;
        case kReducingWord:
            slot.state = LatchState::Reducing;
            break;
        case kHaltedWord:
            slot.state = LatchState::Halted;
            break;
        default:
            return corrupt("bad state");
    }
    slot.cause = get<std::uint32_t>(bytes, 28);
    slot.wall_ns = get<std::int64_t>(bytes, 32);
    std::memcpy(slot.trip_id.bytes.data(), bytes.data() + 40, 16);
    std::memcpy(slot.latch_id.bytes.data(), bytes.data() + 56, 16);
    slot.pid = get<std::uint32_t>(bytes, 72);
    const std::size_t scope_count = get<std::uint16_t>(bytes, 76);
    const auto flags = get<std::uint16_t>(bytes, 78);
    if (flags > 1) return corrupt("unknown flags");
    slot.simulated = flags == 1;
    slot.audit_seq = get<std::uint64_t>(bytes, 80);
    std::memcpy(slot.audit_hash.data(), bytes.data() + 88, 32);
    if (scope_count > kScopesMax || !parseScopes(bytes, scope_count, slot.scopes)) return corrupt("bad scope table");
    if (slot.trip_id.none() != (slot.state == LatchState::Active)) return corrupt("trip id does not fit the state");
    return slot;
}

Result<LatchSlot> parseLatchFile(std::string_view bytes, bool simulated) {
    if (bytes.size() != kLatchFileSize) return corrupt("size " + std::to_string(bytes.size()) + ", not 8192");
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::array<LatchSlot, 2> slots;
    for (std::size_t i = 0; i < 2; ++i) {
        Result<LatchSlot> slot = parseSlot(std::span<const std::uint8_t, kSlotSize>(data + i * kSlotSize, kSlotSize));
        if (!slot) return corrupt("slot " + std::to_string(i) + ": " + slot.error().detail);
        slots[i] = *std::move(slot);
        if ((slots[i].seq & 1) != i) return corrupt("slot " + std::to_string(i) + ": sequence in the wrong slot");
        if (slots[i].simulated != simulated) return corrupt("simulated and real latch mixed up");
    }
    const bool second = slots[1].seq > slots[0].seq;
    const LatchSlot& newest = slots[second ? 1 : 0];
    if (newest.seq - slots[second ? 0 : 1].seq != 1) return corrupt("sequences not adjacent");
    if (slots[0].latch_id != slots[1].latch_id) return corrupt("slots of two latches");
    return newest;
}

LatchImage readLatchFile(LatchFs& fs, const std::string& path, bool simulated) {
    LatchImage image;
    FileStat st;
    if (const int error = fs.stat(path, st); error != 0) {
        image.kind = isNotFound(error) ? LatchImage::Kind::Missing : LatchImage::Kind::Unreadable;
        image.detail = errnoText(error);
        return image;
    }
    image.device = st.device;
    image.inode = st.inode;
    if (!st.regular) {
        image.kind = LatchImage::Kind::Corrupt;
        image.detail = "not a regular file";
        return image;
    }
    std::string bytes;
    if (const int error = readFile(fs, path, kLatchFileSize + 1, bytes); error != 0) {
        image.kind = isNotFound(error) ? LatchImage::Kind::Missing : LatchImage::Kind::Unreadable;
        image.detail = errnoText(error);
        return image;
    }
    Result<LatchSlot> newest = parseLatchFile(bytes, simulated);
    image.kind = newest ? LatchImage::Kind::Good : LatchImage::Kind::Corrupt;
    if (newest) {
        image.newest = *std::move(newest);
    } else {
        image.detail = newest.error().detail;
    }
    return image;
}

Status writeSlot(LatchFs& fs, const std::string& path, const LatchSlot& slot) {
    const SlotBytes bytes = encodeSlot(slot);
    const std::uint64_t offset = (slot.seq & 1) * kSlotSize;
    OpenFile file(fs);
    if (const int error = file.open(path, O_RDWR | O_NOFOLLOW); error != 0) return failed("open", error);
    if (const int error = fs.write(file.fd(), bytes.data(), bytes.size(), offset); error != 0)
        return failed("write", error);
    if (const int error = fs.sync(file.fd()); error != 0) return failed("sync", error);
    SlotBytes back{};
    std::size_t got = 0;
    if (const int error = fs.read(file.fd(), back.data(), back.size(), offset, got); error != 0)
        return failed("re-read", error);
    if (got != back.size() || back != bytes)
        return Error{Code::LatchNotDurable, "risk.latch_file", "the re-read slot differs from what was written"};
    return Done{};
}

Status replaceLatchFile(LatchFs& fs, const std::string& path, LatchSlot slot) {
    std::string bytes(kLatchFileSize, '\0');
    for (int i = 0; i < 2; ++i, ++slot.seq) {
        const SlotBytes one = encodeSlot(slot);
        std::memcpy(bytes.data() + (slot.seq & 1) * kSlotSize, one.data(), one.size());
    }
    if (const int error = makeDirs(fs, parentDir(path)); error != 0) return failed("directory", error);
    if (const int error = replaceFile(fs, path, bytes, kFileMode); error != 0) return failed("replace", error);
    return Done{};
}

}  // namespace bw::risk
