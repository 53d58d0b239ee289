// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bw {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4), streaming.
class Sha256 {
public:
    Sha256() noexcept { reset(); }
    void reset() noexcept;
    void update(const void* data, std::size_t size) noexcept;
    void update(std::string_view text) noexcept { update(text.data(), text.size()); }
    /// Ends the message; reset() before the next one.
    [[nodiscard]] Digest finish() noexcept;

private:
    void block(const std::uint8_t* p) noexcept;
    std::array<std::uint32_t, 8> m_state{};
    std::array<std::uint8_t, 64> m_tail{};
    std::uint64_t m_size = 0;
};

[[nodiscard]] Digest sha256(std::string_view text) noexcept;
/// HMAC-SHA256 (RFC 4231).
[[nodiscard]] Digest hmacSha256(std::string_view key, std::string_view text) noexcept;
/// PBKDF2-HMAC-SHA256 (RFC 8018), one block of 32 bytes.
[[nodiscard]] Digest pbkdf2Sha256(std::string_view password, std::string_view salt, std::uint32_t rounds) noexcept;
/// Lower-case hex.
[[nodiscard]] std::string hex(const void* data, std::size_t size);
[[nodiscard]] inline std::string hex(const Digest& d) { return hex(d.data(), d.size()); }
/// Same length and bytes, in a time that depends on the length only.
[[nodiscard]] bool equalConstantTime(std::string_view a, std::string_view b) noexcept;

}  // namespace bw
