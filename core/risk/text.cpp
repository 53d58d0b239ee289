// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/text.h"

#include <sys/random.h>
#include <time.h>

#include <cerrno>
#include <cstdio>

#include "core/model/assert.h"
#include "core/model/sha256.h"

namespace bw::risk {
namespace {

int hexDigit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Bytes of the UTF-8 character at `i`, 0 if it is broken. Overlong forms and surrogates count as broken.
std::size_t utf8Length(std::string_view s, std::size_t i) noexcept {
    const auto at = [&s](std::size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0U; };
    const unsigned lead = at(i);
    if (lead < 0x80) return 1;
    const std::size_t n = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (n == 0 || (n == 3 && lead > 0xef)) return 0;
    for (std::size_t k = 1; k < n; ++k)
        if ((at(i + k) & 0xc0) != 0x80) return 0;
    const unsigned second = at(i + 1);
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return 0;
    if ((lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return 0;
    return n;
}

}  // namespace

std::string Id128::text() const {
    return hex(bytes.data(), bytes.size());
}

Id128 randomId() {
    Id128 id;
    std::size_t have = 0;
    while (have < id.bytes.size()) {
        const ssize_t got = ::getrandom(id.bytes.data() + have, id.bytes.size() - have, 0);
        if (got < 0 && errno == EINTR) continue;
        BW_ASSERT(got > 0);
        have += static_cast<std::size_t>(got);
    }
    return id;
}

bool parseId(std::string_view text, Id128& out) noexcept {
    Id128 id;
    if (text.size() != 2 * id.bytes.size()) return false;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        const int high = hexDigit(text[2 * i]), low = hexDigit(text[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    out = id;
    return true;
}

bool parseHex(std::string_view text, std::string& out) {
    if (text.size() % 2 != 0) return false;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexDigit(text[i]), low = hexDigit(text[i + 1]);
        if (high < 0 || low < 0) return false;
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    out = std::move(bytes);
    return true;
}

std::string isoUtcMs(WallTime time) {
    const std::int64_t seconds = floorDiv(time.ns, kNsPerSec);
    const auto ms = static_cast<int>((time.ns - seconds * kNsPerSec) / kNsPerMs);
    const time_t whole = seconds;
    tm utc{};
    ::gmtime_r(&whole, &utc);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1,
                  utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, ms);
    return text.data();
}

std::string oneLine(std::string_view text, std::size_t size_max) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t n = utf8Length(text, i);
        const std::size_t take = n == 0 ? 1 : n;
        if (out.size() + take > size_max) break;
        const auto c = static_cast<unsigned char>(text[i]);
        if (n == 0) {
            out.push_back('?');
        } else if (n == 1) {
            out.push_back(c < 0x20 || c == 0x7f ? ' ' : text[i]);
        } else {
            out.append(text.substr(i, n));
        }
        i += take;
    }
    return out;
}

std::string jsonQuote(std::string_view text, std::size_t size_max) {
    std::string out = "\"";
    for (const char c : oneLine(text, size_max)) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    out.push_back('"');
    return out;
}

}  // namespace bw::risk
