// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace bw {
namespace {
constexpr std::array<std::uint32_t, 64> kRound = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t loadBig(const std::uint8_t* p) noexcept {
    return std::uint32_t{p[0]} << 24 | std::uint32_t{p[1]} << 16 | std::uint32_t{p[2]} << 8 | std::uint32_t{p[3]};
}
void storeBig(std::uint8_t* p, std::uint32_t v) noexcept {
    for (int i = 0; i < 4; ++i) p[i] = static_cast<std::uint8_t>(v >> (24 - 8 * i));
}
}  // namespace

void Sha256::reset() noexcept {
    m_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    m_size = 0;
}

void Sha256::block(const std::uint8_t* p) noexcept {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) w[i] = loadBig(p + 4 * i);
    for (std::size_t i = 16; i < 64; ++i) {
        const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
        const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = m_state;
    for (std::size_t i = 0; i < 64; ++i) {
        const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
        const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
        const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
        const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> add = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) m_state[i] += add[i];
}

void Sha256::update(const void* data, std::size_t size) noexcept {
    if (size == 0) return;
    const auto* p = static_cast<const std::uint8_t*>(data);
    const std::size_t held = m_size % 64;
    m_size += size;
    if (held > 0) {
        const std::size_t take = std::min(size, 64 - held);
        std::memcpy(m_tail.data() + held, p, take);
        if (held + take < 64) return;
        block(m_tail.data());
        p += take;
        size -= take;
    }
    for (; size >= 64; p += 64, size -= 64) block(p);
    std::memcpy(m_tail.data(), p, size);
}

Digest Sha256::finish() noexcept {
    const std::uint64_t bits = m_size * 8;
    const std::uint8_t one = 0x80;
    const std::array<std::uint8_t, 64> zeros{};
    update(&one, 1);
    update(zeros.data(), (120 - m_size % 64) % 64);
    std::array<std::uint8_t, 8> length{};
    storeBig(length.data(), static_cast<std::uint32_t>(bits >> 32));
    storeBig(length.data() + 4, static_cast<std::uint32_t>(bits));
    update(length.data(), 8);
    Digest out{};
    for (std::size_t i = 0; i < 8; ++i) storeBig(out.data() + 4 * i, m_state[i]);
    return out;
}

Digest sha256(std::string_view text) noexcept {
    Sha256 s;
    s.update(text);
    return s.finish();
}

Digest hmacSha256(std::string_view key, std::string_view text) noexcept {
    std::array<std::uint8_t, 64> inner{};
    if (key.size() > 64) {
        const Digest d = sha256(key);
        std::memcpy(inner.data(), d.data(), d.size());
    } else if (!key.empty()) {
        std::memcpy(inner.data(), key.data(), key.size());
    }
    std::array<std::uint8_t, 64> outer = inner;
    for (auto& b : inner) b ^= 0x36;
    for (auto& b : outer) b ^= 0x5c;
    Sha256 s;
    s.update(inner.data(), 64);
    s.update(text);
    const Digest d = s.finish();
    s.reset();
    s.update(outer.data(), 64);
    s.update(d.data(), d.size());
    return s.finish();
}

Digest pbkdf2Sha256(std::string_view password, std::string_view salt, std::uint32_t rounds) noexcept {
    std::string first(salt);
    first.append("\0\0\0\1", 4);
    Digest u = hmacSha256(password, first);
    Digest out = u;
    for (std::uint32_t i = 1; i < rounds; ++i) {
        u = hmacSha256(password, {reinterpret_cast<const char*>(u.data()), u.size()});
        for (std::size_t k = 0; k < out.size(); ++k) out[k] ^= u[k];
    }
    return out;
}

std::string hex(const void* data, std::size_t size) {
    static constexpr char kHex[] = "0123456789abcdef";
    const auto* p = static_cast<const std::uint8_t*>(data);
    std::string out(2 * size, '0');
    for (std::size_t i = 0; i < size; ++i) {
        out[2 * i] = kHex[p[i] >> 4];
        out[2 * i + 1] = kHex[p[i] & 15];
    }
    return out;
}

bool equalConstantTime(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    unsigned diff = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        diff |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
    return diff == 0;
}

}  // namespace bw
