// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/json_lite.h"

#include <charconv>

namespace bw::journal {
namespace {
std::size_t skipSpace(std::string_view s, std::size_t at) {
    while (at < s.size() && (s[at] == ' ' || s[at] == '\t' || s[at] == '\n' || s[at] == '\r')) ++at;
    return at;
}

/// One past the closing quote of the string that opens at `at`; npos if it does not close.
std::size_t stringEnd(std::string_view s, std::size_t at) {
    for (++at; at < s.size(); ++at) {
        if (s[at] == '\\')
            ++at;
        else if (s[at] == '"')
            return at + 1;
    }
    return std::string_view::npos;
}

/// One past the value at `at`; npos if it is cut or empty.
std::size_t valueEnd(std::string_view s, std::size_t at) {
    int depth = 0;
    const std::size_t begin = at;
    while (at < s.size()) {
        const char c = s[at];
        if (c == '"') {
            at = stringEnd(s, at);
            if (at == std::string_view::npos) return at;
        } else if (c == '{' || c == '[') {
            ++depth;
            ++at;
        } else if (c == '}' || c == ']') {
            if (depth == 0) break;
            --depth;
            ++at;
        } else if (c == ',' && depth == 0) {
            break;
        } else {
            ++at;
        }
        if (depth == 0 && (c == '"' || c == '}' || c == ']')) break;
    }
    return depth == 0 && at > begin ? at : std::string_view::npos;
}

void appendUtf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

/// What appendJsonString wrote, back; nothing for escapes it never writes.
std::optional<std::string> decodeString(std::string_view quoted) {
    if (quoted.size() < 2 || quoted.front() != '"' || quoted.back() != '"') return std::nullopt;
    quoted = quoted.substr(1, quoted.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        if (quoted[i] != '\\') {
            out += quoted[i];
            continue;
        }
        if (++i >= quoted.size()) return std::nullopt;
        const char c = quoted[i];
        if (c == '"' || c == '\\' || c == '/') {
            out += c;
        } else if (c == 'u' && i + 4 < quoted.size()) {
            unsigned code = 0;
            const auto [stop, error] = std::from_chars(&quoted[i + 1], &quoted[i + 1] + 4, code, 16);
            if (error != std::errc() || stop != &quoted[i + 1] + 4) return std::nullopt;
            appendUtf8(out, code);
            i += 4;
        } else {
            return std::nullopt;
        }
    }
    return out;
}

template <class Int>
std::optional<Int> parseInt(std::string_view raw) {
    Int value{};
    const char* end = raw.data() + raw.size();
    const auto [stop, error] = std::from_chars(raw.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}
}  // namespace

void appendJsonString(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

void JsonObject::key(std::string_view name) {
    if (m_text.size() > 1) m_text += ',';
    appendJsonString(m_text, name);
    m_text += ':';
}
JsonObject& JsonObject::text(std::string_view name, std::string_view value) {
    key(name);
    appendJsonString(m_text, value);
    return *this;
}
JsonObject& JsonObject::number(std::string_view name, std::uint64_t value) {
    return raw(name, std::to_string(value));
}
JsonObject& JsonObject::signedNumber(std::string_view name, std::int64_t value) {
    return raw(name, std::to_string(value));
}
JsonObject& JsonObject::boolean(std::string_view name, bool value) {
    return raw(name, value ? "true" : "false");
}
JsonObject& JsonObject::raw(std::string_view name, std::string_view json) {
    key(name);
    m_text += json;
    return *this;
}

bool jsonEach(std::string_view json, const std::function<void(std::string_view, std::string_view)>& each) {
    std::size_t at = skipSpace(json, 0);
    if (at >= json.size() || (json[at] != '{' && json[at] != '[')) return false;
    const bool object = json[at] == '{';
    const char close = object ? '}' : ']';
    at = skipSpace(json, at + 1);
    if (at < json.size() && json[at] == close) return skipSpace(json, at + 1) == json.size();
    while (at < json.size()) {
        std::string key;
        if (object) {
            if (json[at] != '"') return false;
            const std::size_t end = stringEnd(json, at);
            if (end == std::string_view::npos) return false;
            auto decoded = decodeString(json.substr(at, end - at));
            if (!decoded) return false;
            key = std::move(*decoded);
            at = skipSpace(json, end);
            if (at >= json.size() || json[at] != ':') return false;
            at = skipSpace(json, at + 1);
        }
        const std::size_t end = valueEnd(json, at);
        if (end == std::string_view::npos) return false;
        std::string_view value = json.substr(at, end - at);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\n')) value.remove_suffix(1);
        each(key, value);
        at = skipSpace(json, end);
        if (at >= json.size()) return false;
        if (json[at] == close) return skipSpace(json, at + 1) == json.size();
        if (json[at] != ',') return false;
        at = skipSpace(json, at + 1);
    }
    return false;
}

std::optional<std::string_view> jsonRaw(std::string_view object, std::string_view key) {
    std::optional<std::string_view> found;
    const bool whole = jsonEach(object, [&](std::string_view name, std::string_view value) {
        if (name == key && !found) found = value;
    });
    return whole ? found : std::nullopt;
}
std::optional<std::string> asText(std::string_view raw) {
    return decodeString(raw);
}
std::optional<std::uint64_t> asNumber(std::string_view raw) {
    return parseInt<std::uint64_t>(raw);
}
std::optional<std::int64_t> asSigned(std::string_view raw) {
    return parseInt<std::int64_t>(raw);
}

std::optional<std::string> jsonText(std::string_view object, std::string_view key) {
    return asText(jsonRaw(object, key).value_or(""));
}
std::optional<std::uint64_t> jsonNumber(std::string_view object, std::string_view key) {
    return asNumber(jsonRaw(object, key).value_or(""));
}
std::optional<std::int64_t> jsonSigned(std::string_view object, std::string_view key) {
    return asSigned(jsonRaw(object, key).value_or(""));
}
bool jsonTrue(std::string_view object, std::string_view key) {
    return jsonRaw(object, key) == "true";
}

}  // namespace bw::journal
