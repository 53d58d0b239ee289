// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/flat_json.h"

#include <charconv>

#include "core/risk/text.h"

namespace bw::risk {
namespace {

/// Reads one object left to right. Stack-local.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}
    void skipSpace() {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos) ++m_at;
    }
    bool take(char c) {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    [[nodiscard]] bool atEnd() {
        skipSpace();
        return m_at == m_text.size();
    }
    /// Plain text with \" \\ and \/ only: our own writer makes no other escape.
    bool string(std::string& out) {
        if (!take('"')) return false;
        for (; m_at < m_text.size(); ++m_at) {
            char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20) return false;
            if (c == '\\') {
                if (++m_at >= m_text.size()) return false;
                c = m_text[m_at];
                if (c != '"' && c != '\\' && c != '/') return false;
            }
            out.push_back(c);
        }
        return false;
    }
    bool number(std::string& out) {
        skipSpace();
        const std::size_t from = m_at;
        if (m_at < m_text.size() && m_text[m_at] == '-') ++m_at;
        const std::size_t digits = m_at;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9') ++m_at;
        out = m_text.substr(from, m_at - from);
        return m_at > digits;
    }
    [[nodiscard]] bool atQuote() {
        skipSpace();
        return m_at < m_text.size() && m_text[m_at] == '"';
    }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace

Result<FlatJson> FlatJson::parse(std::string_view text) {
    const Error bad{Code::JsonSyntax, "risk.flat_json", "not one flat JSON object"};
    FlatJson out;
    Reader in(text);
    if (!in.take('{')) return bad;
    bool first = true;
    while (!in.take('}')) {
        if (!first && !in.take(',')) return bad;
        first = false;
        std::string key;
        Value value;
        if (!in.string(key) || !in.take(':')) return bad;
        value.is_string = in.atQuote();
        if (value.is_string ? !in.string(value.text) : !in.number(value.text)) return bad;
        if (!out.m_values.emplace(std::move(key), std::move(value)).second) return bad;
    }
    if (!in.atEnd()) return bad;
    return out;
}

FlatJson& FlatJson::set(std::string_view key, std::string_view value) {
    m_values[std::string(key)] = {std::string(value), true};
    return *this;
}

FlatJson& FlatJson::set(std::string_view key, std::int64_t value) {
    m_values[std::string(key)] = {std::to_string(value), false};
    return *this;
}

std::string FlatJson::text(std::string_view key) const {
    const auto it = m_values.find(key);
    return it != m_values.end() && it->second.is_string ? it->second.text : std::string();
}

bool FlatJson::number(std::string_view key, std::int64_t& out) const {
    const auto it = m_values.find(key);
    if (it == m_values.end() || it->second.is_string) return false;
    const std::string& digits = it->second.text;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return error == std::errc() && end == digits.data() + digits.size();
}

std::string FlatJson::dump() const {
    std::string out = "{";
    for (const auto& [key, value] : m_values) {
        if (out.size() > 1) out += ", ";
        out += jsonQuote(key) + ": " + (value.is_string ? jsonQuote(value.text) : value.text);
    }
    return out + "}\n";
}

}  // namespace bw::risk
