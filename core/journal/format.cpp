// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/format.h"

#include <bit>
#include <charconv>
#include <cstring>

#include "core/model/crc32c.h"

namespace bw::journal {
namespace {
static_assert(std::endian::native == std::endian::little, "the journal is written as the machine stores integers");

constexpr std::string_view kMagic("\x89\x42\x57\x4A\x0D\x0A\x1A\x0A", 8);
constexpr std::uint16_t kNewerHeaderMax = 4096;
constexpr std::size_t kNumberDigits = 10;

template <class T>
void store(char* out, T value) noexcept {
    std::memcpy(out, &value, sizeof value);
}
template <class T>
T load(const char* in) noexcept {
    T value{};
    std::memcpy(&value, in, sizeof value);
    return value;
}

std::uint32_t recordCrc(const char* record, std::size_t payload_size, std::uint32_t seed) noexcept {
    return crc32c(record + 8, kHeadSize - 8 + payload_size, crc32c(record, 4, seed));
}
}  // namespace

std::string segmentStem(std::string_view engine8, std::uint64_t number) {
    std::string digits = std::to_string(number);
    if (digits.size() < kNumberDigits) digits.insert(0, kNumberDigits - digits.size(), '0');
    return std::string(engine8) + '-' + digits;
}

bool parseStem(std::string_view stem, std::string& engine8, std::uint64_t& number) {
    if (stem.size() < 9 + kNumberDigits || stem[8] != '-') return false;
    for (const char c : stem.substr(0, 8))
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    std::uint64_t value = 0;
    const char* end = stem.data() + stem.size();
    const auto [stop, error] = std::from_chars(stem.data() + 9, end, value);
    if (error != std::errc() || stop != end) return false;
    engine8 = stem.substr(0, 8);
    number = value;
    return segmentStem(engine8, number) == stem;
}

std::string engine8Of(const Uuid& engine) {
    return hex(engine.data(), 4);
}

std::uint32_t seedOf(std::string_view stem) noexcept {
    return crc32c(stem.data(), stem.size());
}

void encodeHeader(const SegmentHeader& header, char* out) noexcept {
    std::memset(out, 0, kHeaderSize);
    std::memcpy(out, kMagic.data(), kMagic.size());
    store(out + 8, header.major);
    store(out + 10, header.minor);
    store(out + 12, static_cast<std::uint32_t>(kHeaderSize));
    std::memcpy(out + 16, header.engine.data(), header.engine.size());
    std::memcpy(out + 32, header.session.data(), header.session.size());
    store(out + 48, header.number);
    store(out + 56, header.first_seq);
    store(out + 64, header.created_wall.ns);
    store(out + 72, header.created_mono.ns);
    std::memcpy(out + 80, header.previous.data(), header.previous.size());
    store(out + 124, crc32c(out, 124));
}

Code decodeHeader(std::string_view bytes, SegmentHeader& out) noexcept {
    if (bytes.size() < kHeaderSize || bytes.substr(0, 8) != kMagic) return Code::JournalHeaderBad;
    const char* p = bytes.data();
    const auto size = load<std::uint32_t>(p + 12);
    // A newer major may have a longer header, its CRC last as here; only a sound one may refuse the whole journal.
    if (size < kHeaderSize || size > kNewerHeaderMax || size > bytes.size()) return Code::JournalHeaderBad;
    if (load<std::uint32_t>(p + size - 4) != crc32c(p, size - 4)) return Code::JournalHeaderBad;
    out.major = load<std::uint16_t>(p + 8);
    out.minor = load<std::uint16_t>(p + 10);
    if (out.major > kFormatMajor) return Code::JournalVersion;
    if (size != kHeaderSize) return Code::JournalHeaderBad;
    std::memcpy(out.engine.data(), p + 16, out.engine.size());
    std::memcpy(out.session.data(), p + 32, out.session.size());
    out.number = load<std::uint64_t>(p + 48);
    out.first_seq = load<std::uint64_t>(p + 56);
    out.created_wall.ns = load<std::int64_t>(p + 64);
    out.created_mono.ns = load<std::int64_t>(p + 72);
    std::memcpy(out.previous.data(), p + 80, out.previous.size());
    return Code::Ok;
}

void encodeRecord(const RecordHead& head, std::string_view payload, std::uint32_t seed, char* out) noexcept {
    const std::size_t used = kHeadSize + payload.size();
    store(out, static_cast<std::uint32_t>(payload.size()));
    out[8] = static_cast<char>(head.type);
    out[9] = static_cast<char>(head.flags);
    store(out + 10, head.source_id);
    store(out + 12, std::uint32_t{0});
    store(out + 16, head.seq);
    store(out + 24, head.wall.ns);
    store(out + 32, head.mono.ns);
    if (!payload.empty()) std::memcpy(out + kHeadSize, payload.data(), payload.size());
    std::memset(out + used, 0, recordSize(payload.size()) - used);
    store(out + 4, recordCrc(out, payload.size(), seed));
}

RecordHead decodeHead(const char* bytes) noexcept {
    RecordHead head;
    head.payload_size = load<std::uint32_t>(bytes);
    head.type = static_cast<RecordType>(bytes[8]);
    head.flags = static_cast<std::uint8_t>(bytes[9]);
    head.source_id = load<std::uint16_t>(bytes + 10);
    head.seq = load<std::uint64_t>(bytes + 16);
    head.wall.ns = load<std::int64_t>(bytes + 24);
    head.mono.ns = load<std::int64_t>(bytes + 32);
    return head;
}

bool recordValid(const char* bytes, std::size_t available, std::uint32_t seed, RecordHead& head) noexcept {
    if (available < kHeadSize) return false;
    head = decodeHead(bytes);
    if (head.payload_size > kPayloadMax || available - kHeadSize < head.payload_size || head.seq == 0) return false;
    return load<std::uint32_t>(bytes + 4) == recordCrc(bytes, head.payload_size, seed);
}

}  // namespace bw::journal
