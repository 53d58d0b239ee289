// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/model/code.h"
#include "core/model/sha256.h"
#include "core/model/times.h"

// The bytes of a journal segment (storage spec 1.1, 1.2): a 128-byte header, then records of a 40-byte head, the
// payload and zero padding to a multiple of 8. Integers are little-endian. Pure functions, any thread.
namespace bw::journal {

inline constexpr std::uint16_t kFormatMajor = 1;
inline constexpr std::uint16_t kFormatMinor = 0;
inline constexpr std::size_t kHeaderSize = 128;
inline constexpr std::size_t kHeadSize = 40;
inline constexpr std::uint32_t kPayloadMax = 16U << 20;
/// How far a sequence may jump and still be believed when reading goes on behind damaged bytes.
inline constexpr std::uint64_t kSeqWindow = std::uint64_t{1} << 20;

enum class RecordType : std::uint8_t { Source = 1, Frame, Gap, Config, Session, Note, Footer };
inline constexpr std::uint8_t kFlagBinary = 1;
inline constexpr std::uint8_t kFlagImported = 2;
inline constexpr std::uint8_t kFlagDerived = 4;  // a GAP the engine found itself; replay finds its own and compares

using Uuid = std::array<std::uint8_t, 16>;

struct SegmentHeader {
    std::uint16_t major = kFormatMajor;
    std::uint16_t minor = kFormatMinor;
    Uuid engine{};
    Uuid session{};  // new at each start
    std::uint64_t number = 0;
    std::uint64_t first_seq = 0;
    WallTime created_wall;
    MonoTime created_mono;
    Digest previous{};  // of the raw bytes of the sealed segment before this one; zeros for the first
    friend bool operator==(const SegmentHeader&, const SegmentHeader&) = default;
};

struct RecordHead {
    std::uint32_t payload_size = 0;
    RecordType type = RecordType::Frame;  // any value may come from a file: a newer minor has types we do not know
    std::uint8_t flags = 0;
    std::uint16_t source_id = 0;  // 0: none
    std::uint64_t seq = 0;
    WallTime wall;
    MonoTime mono;
    friend bool operator==(const RecordHead&, const RecordHead&) = default;
};

/// "0a1b2c3d-0000000001": the file name of segment `number` without its ending; also the seed of every CRC in it.
[[nodiscard]] std::string segmentStem(std::string_view engine8, std::uint64_t number);
/// The reverse; false if `stem` has another form.
[[nodiscard]] bool parseStem(std::string_view stem, std::string& engine8, std::uint64_t& number);
/// First 8 hex digits of the engine's UUID.
[[nodiscard]] std::string engine8Of(const Uuid& engine);
/// CRC32C of the stem, where every record's CRC starts: a journal inside a payload can never pass for records.
[[nodiscard]] std::uint32_t seedOf(std::string_view stem) noexcept;

void encodeHeader(const SegmentHeader& header, char* out) noexcept;
/// Ok, JournalHeaderBad (too short, wrong magic or CRC) or JournalVersion (sound, but of a newer major: `out.major`).
[[nodiscard]] Code decodeHeader(std::string_view bytes, SegmentHeader& out) noexcept;

/// Bytes a record takes in the file.
[[nodiscard]] constexpr std::size_t recordSize(std::size_t payload_size) noexcept {
    return (kHeadSize + payload_size + 7) & ~std::size_t{7};
}
/// Writes head, payload and padding to `out` (recordSize bytes); head.payload_size is taken from `payload`.
void encodeRecord(const RecordHead& head, std::string_view payload, std::uint32_t seed, char* out) noexcept;
/// The head alone, unchecked; `bytes` has at least kHeadSize.
[[nodiscard]] RecordHead decodeHead(const char* bytes) noexcept;
/// True if the record at `bytes` is whole (padding apart), of legal length and its CRC agrees.
[[nodiscard]] bool recordValid(const char* bytes, std::size_t available, std::uint32_t seed, RecordHead& head) noexcept;

}  // namespace bw::journal
