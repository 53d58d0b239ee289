// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>

namespace bw {
/// CRC-32C (Castagnoli, RFC 3720). Feed pieces in order: crc32c(b, nb, crc32c(a, na)) is the CRC of a followed by b.
[[nodiscard]] std::uint32_t crc32c(const void* data, std::size_t size, std::uint32_t seed = 0) noexcept;
}  // namespace bw
