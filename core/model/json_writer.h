// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace bw {

/// Writes one JSON text, members in the order of the calls, commas between; an empty name is an element of a list.
/// No blanks, so that equal content gives equal bytes. Not for the hot path.
class JsonWriter {
public:
    JsonWriter& open(std::string_view name = {}) { return begin(name, '{'); }
    JsonWriter& openList(std::string_view name = {}) { return begin(name, '['); }
    JsonWriter& close(char bracket = '}') {
        m_text += bracket;
        m_first = false;
        return *this;
    }
    JsonWriter& closeList() { return close(']'); }
    JsonWriter& raw(std::string_view name, std::string_view value) {
        key(name);
        m_text += value;
        return *this;
    }
    JsonWriter& num(std::string_view name, std::uint64_t value) { return raw(name, std::to_string(value)); }
    JsonWriter& integer(std::string_view name, std::int64_t value) { return raw(name, std::to_string(value)); }
    /// With so many decimals; null when it is not finite.
    JsonWriter& number(std::string_view name, double value, int decimals) {
        if (!std::isfinite(value)) return null(name);
        char room[400];
        std::snprintf(room, sizeof room, "%.*f", decimals, value == 0 ? 0.0 : value);
        return raw(name, room);
    }
    JsonWriter& flag(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
    JsonWriter& null(std::string_view name) { return raw(name, "null"); }
    JsonWriter& str(std::string_view name, std::string_view value) {
        key(name);
        m_text += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\') {
                m_text += '\\';
                m_text += c;
            } else if (static_cast<unsigned char>(c) < ' ') {
                char room[8];
                std::snprintf(room, sizeof room, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
                m_text += room;
            } else {
                m_text += c;
            }
        }
        m_text += '"';
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void key(std::string_view name) {
        if (!m_first) m_text += ',';
        m_first = false;
        if (!name.empty()) m_text.append("\"").append(name).append("\":");
    }
    JsonWriter& begin(std::string_view name, char bracket) {
        key(name);
        m_text += bracket;
        m_first = true;
        return *this;
    }
    std::string m_text;
    bool m_first = true;
};

}  // namespace bw
