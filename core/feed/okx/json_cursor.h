// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over a JSON text, in place: every byte is looked at once and checked, numbers stay as they were written.
#pragma once
#include <string>
#include <string_view>

#include "core/feed/plain_text.h"
#include "core/model/code.h"

namespace bw::feed::okx {

/// One value as written: a text between its quotes with its escapes left alone, a number's own digits. Containers are
/// checked and passed over.
struct Token {
    enum class Kind : std::uint8_t { Absent, Text, Number, Bool, Null, Container } kind = Kind::Absent;
    std::string_view text;
    /// `""` and `null` count as absent (feeds spec 2.1).
    [[nodiscard]] bool has() const { return kind != Kind::Absent && kind != Kind::Null && (kind != Kind::Text || !text.empty()); }
};

/// Reads forward only; the caller's functions must each consume the value they are called for. The byte behind the text
/// must be a control character (`endsFrame`), which ends every scan; a few bytes behind it are looked at, never used.
/// Codes of all reads: JsonSyntax, Size (deeper than 16), FieldType (another type than asked). Engine thread.
class JsonCursor {
public:
    static constexpr int kDepthMax = 16;  // feeds spec 1.3

    explicit JsonCursor(std::string_view text) : m_begin(text.data()), m_end(text.data() + text.size()), m_p(m_begin) {}
    /// Whether the byte behind `text` stops every scan.
    [[nodiscard]] static bool endsFrame(std::string_view text) { return static_cast<unsigned char>(text.data()[text.size()]) < ' '; }

    /// field(std::string_view key) -> Code, for each field in order.
    template <class Field>
    [[nodiscard]] Code object(Field&& field) {
        if (peek() != '{') return otherType();
        if (++m_depth > kDepthMax) return Code::Size;
        ++m_p;
        if (peek() == '}') return leave();
        for (;;) {
            std::string_view key;
            if (peek() != '"') return Code::JsonSyntax;
            if (const Code code = text(key); code != Code::Ok) return code;
            if (peek() != ':') return Code::JsonSyntax;
            ++m_p;
            if (const Code code = field(key); code != Code::Ok) return code;
            const char next = peek();
            if (next == '}') return leave();
            if (next != ',') return Code::JsonSyntax;
            ++m_p;
        }
    }
    /// element() -> Code, for each element in order.
    template <class Element>
    [[nodiscard]] Code array(Element&& element) {
        if (peek() != '[') return otherType();
        if (++m_depth > kDepthMax) return Code::Size;
        ++m_p;
        if (peek() == ']') return leave();
        for (;;) {
            if (const Code code = element(); code != Code::Ok) return code;
            const char next = peek();
            if (next == ']') return leave();
            if (next != ',') return Code::JsonSyntax;
            ++m_p;
        }
    }
    [[nodiscard]] Code token(Token& out);
    [[nodiscard]] Code skip();
    /// Nothing but blanks may follow. Codes also: Utf8.
    [[nodiscard]] Code finish();

    /// The next character that is no blank; the end gives a control character.
    [[nodiscard]] char peek() {
        if (*m_p > ' ') [[likely]] return *m_p;
        return afterBlanks();
    }
    /// Where the next value or mark stands: for a scan that knows its form better, or to read it again after a skip.
    [[nodiscard]] const char* position() {
        static_cast<void>(peek());
        return m_p;
    }
    void seek(const char* position) { m_p = position; }

private:
    Code leave() {
        ++m_p;
        --m_depth;
        return Code::Ok;
    }
    Code text(std::string_view& out) {
        const char* const start = ++m_p;
        m_p = plainEnd(m_p);
        if (*m_p != '"') [[unlikely]] {
            if (const Code code = oddText(); code != Code::Ok) return code;
        }
        out = {start, static_cast<std::size_t>(m_p - start)};
        ++m_p;
        return Code::Ok;
    }
    [[nodiscard]] char afterBlanks();
    [[nodiscard]] Code otherType() const;
    [[nodiscard]] Code oddText();
    [[nodiscard]] bool escape();
    [[nodiscard]] bool number();

    const char* m_begin;
    const char* m_end;
    const char* m_p;
    int m_depth = 0;
    bool m_foreign = false;  // bytes that are not ASCII came
};

}  // namespace bw::feed::okx
