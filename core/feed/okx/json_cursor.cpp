// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/okx/json_cursor.h"

#include <simdjson.h>

namespace bw::feed::okx {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isHex(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// False when there is no digit.
bool skipDigits(const char*& p) {
    const char* const start = p;
    while (isDigit(*p)) ++p;
    return p != start;
}

}  // namespace

char JsonCursor::afterBlanks() {
    while (m_p < m_end && isBlank(*m_p)) ++m_p;
    return *m_p;
}

/// Here stands something else than asked: another value, or nothing readable.
Code JsonCursor::otherType() const {
    const bool value = isDigit(*m_p) || std::string_view("\"{[tfn-").find(*m_p) != std::string_view::npos;
    return value ? Code::FieldType : Code::JsonSyntax;
}

bool JsonCursor::escape() {
    switch (*m_p) {
        case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': ++m_p; return true;
        case 'u':
            ++m_p;
            for (int i = 0; i < 4; ++i, ++m_p)
                if (!isHex(*m_p)) return false;
            return true;
        default: return false;
    }
}

/// The rest of a text that has escapes or foreign letters, up to its closing quote.
Code JsonCursor::oddText() {
    for (;; m_p = plainEnd(m_p)) {
        const char c = *m_p;
        if (c == '"') return Code::Ok;
        if (c == '\\') {
            ++m_p;
            if (!escape()) return Code::JsonSyntax;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            m_foreign = true;
            ++m_p;
        } else {
            return Code::JsonSyntax;  // a control character, or the end
        }
    }
}

bool JsonCursor::number() {
    if (*m_p == '-') ++m_p;
    if (*m_p == '0') ++m_p;
    else if (!skipDigits(m_p)) return false;
    if (*m_p == '.' && !skipDigits(++m_p)) return false;
    if (*m_p == 'e' || *m_p == 'E') {
        ++m_p;
        if (*m_p == '+' || *m_p == '-') ++m_p;
        return skipDigits(m_p);
    }
    return true;
}

Code JsonCursor::token(Token& out) {
    using Kind = Token::Kind;
    switch (const char first = peek()) {
        case '"': out.kind = Kind::Text; return text(out.text);
        case '{':
        case '[': out = {Kind::Container, {}}; return skip();
        case 't': out = {Kind::Bool, {}}; return skipText(m_p, "true") ? Code::Ok : Code::JsonSyntax;
        case 'f': out = {Kind::Bool, {}}; return skipText(m_p, "false") ? Code::Ok : Code::JsonSyntax;
        case 'n': out = {Kind::Null, {}}; return skipText(m_p, "null") ? Code::Ok : Code::JsonSyntax;
        default: {
            const char* const start = m_p;
            if ((first != '-' && !isDigit(first)) || !number()) return Code::JsonSyntax;
            out = {Kind::Number, {start, static_cast<std::size_t>(m_p - start)}};
            return Code::Ok;
        }
    }
}

Code JsonCursor::skip() {
    const char first = peek();
    if (first == '{') return object([this](std::string_view) { return skip(); });
    if (first == '[') return array([this] { return skip(); });
    Token unread;
    return token(unread);
}

Code JsonCursor::finish() {
    if (position() != m_end) return Code::JsonSyntax;
    const bool good = !m_foreign || simdjson::validate_utf8(m_begin, static_cast<std::size_t>(m_end - m_begin));
    return good ? Code::Ok : Code::Utf8;
}

}  // namespace bw::feed::okx
