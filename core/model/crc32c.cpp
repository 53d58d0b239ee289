// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/crc32c.h"

#include <array>
#include <cstring>
#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

namespace bw {
namespace {
// Slicing by eight: eight table look-ups for eight bytes, no dependence on the machine.
using Tables = std::array<std::array<std::uint32_t, 256>, 8>;
constexpr Tables makeTables() {
    Tables t{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) ? 0x82F63B78U : 0U);
        t[0][i] = crc;
    }
    for (std::uint32_t i = 0; i < 256; ++i)
        for (std::size_t k = 1; k < 8; ++k) t[k][i] = (t[k - 1][i] >> 8) ^ t[0][t[k - 1][i] & 0xFF];
    return t;
}
constexpr Tables kTables = makeTables();

std::uint32_t tableCrc(const unsigned char* p, std::size_t size, std::uint32_t crc) noexcept {
    for (; size >= 8; p += 8, size -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, 8);
        word ^= crc;
        crc = 0;
        for (std::size_t k = 0; k < 8; ++k) crc ^= kTables[7 - k][(word >> (8 * k)) & 0xFF];
    }
    for (; size > 0; ++p, --size) crc = (crc >> 8) ^ kTables[0][(crc ^ *p) & 0xFF];
    return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t hardwareCrc(const unsigned char* p, std::size_t size,
                                                            std::uint32_t crc) noexcept {
    std::uint64_t wide = crc;
    for (; size >= 8; p += 8, size -= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, 8);
        wide = _mm_crc32_u64(wide, word);
    }
    crc = static_cast<std::uint32_t>(wide);
    for (; size > 0; ++p, --size) crc = _mm_crc32_u8(crc, *p);
    return crc;
}
#endif
}  // namespace

std::uint32_t crc32c(const void* data, std::size_t size, std::uint32_t seed) noexcept {
    const auto* p = static_cast<const unsigned char*>(data);
#if defined(__x86_64__)
    static const bool has_sse42 = __builtin_cpu_supports("sse4.2") != 0;
    if (has_sse42) return ~hardwareCrc(p, size, ~seed);
#endif
    return ~tableCrc(p, size, ~seed);
}

}  // namespace bw
