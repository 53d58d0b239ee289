// SPDX-License-Identifier: GPL-3.0-or-later
#include <QString>
#include <QStringDecoder>

#include "reference.h"

namespace bw::feed::deribit::test {
namespace {

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}
    bool document(Node& out) {
        if (!value(out, 1)) return false;
        blanks();
        return m_at == m_text.size();
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c) {
        if (m_at >= m_text.size() || m_text[m_at] != c) return false;
        ++m_at;
        return true;
    }
    void blanks() {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos) ++m_at;
    }
    bool word(std::string_view text) {
        if (m_text.substr(m_at, text.size()) != text) return false;
        m_at += text.size();
        return true;
    }
    bool value(Node& out, int depth) {
        blanks();
        switch (peek()) {
            case '{': return depth <= 16 && object(out, depth);
            case '[': return depth <= 16 && array(out, depth);
            case '"': out.type = Node::Type::Text; return string(out.text);
            case 'n': out.type = Node::Type::Null; return word("null");
            case 't': out.type = Node::Type::True; return word("true");
            case 'f': out.type = Node::Type::False; return word("false");
            default: out.type = Node::Type::Number; return number(out.text);
        }
    }
    bool object(Node& out, int depth) {
        out.type = Node::Type::Object;
        take('{');
        blanks();
        if (take('}')) return true;
        do {
            blanks();
            auto& [key, field] = out.fields.emplace_back();
            if (!string(key)) return false;
            blanks();
            if (!take(':') || !value(field, depth + 1)) return false;
            blanks();
        } while (take(','));
        return take('}');
    }
    bool array(Node& out, int depth) {
        out.type = Node::Type::Array;
        take('[');
        blanks();
        if (take(']')) return true;
        do {
            if (!value(out.items.emplace_back(), depth + 1)) return false;
            blanks();
        } while (take(','));
        return take(']');
    }
    bool digits() {
        const std::size_t start = m_at;
        while (peek() >= '0' && peek() <= '9') ++m_at;
        return m_at > start;
    }
    bool number(std::string& out) {
        const std::size_t start = m_at;
        take('-');
        if (!take('0') && !digits()) return false;
        if (take('.') && !digits()) return false;
        if (take('e') || take('E')) {
            if (!take('-')) take('+');
            if (!digits()) return false;
        }
        out = m_text.substr(start, m_at - start);
        return true;
    }
    bool hex(char16_t& out) {
        unsigned code = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = peek();
            const std::size_t digit = std::string_view("0123456789abcdef").find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
            if (digit == std::string_view::npos || m_at >= m_text.size()) return false;
            code = code * 16 + static_cast<unsigned>(digit);
            ++m_at;
        }
        out = static_cast<char16_t>(code);
        return true;
    }
    bool string(std::string& out) {
        if (!take('"')) return false;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (static_cast<unsigned char>(m_text[m_at]) < 0x20) return false;
            if (!take('\\')) {
                out.push_back(m_text[m_at++]);
                continue;
            }
            if (take('u')) {
                char16_t code[2] = {};
                if (!hex(code[0])) return false;
                const bool high = QChar::isHighSurrogate(code[0]);
                if (high && (!take('\\') || !take('u') || !hex(code[1]) || !QChar::isLowSurrogate(code[1]))) return false;
                out += QString::fromUtf16(code, high ? 2 : 1).toStdString();
                continue;
            }
            const std::size_t which = std::string_view("\"\\/bfnrt").find(peek());
            if (which == std::string_view::npos) return false;
            out.push_back("\"\\/\b\f\n\r\t"[which]);
            ++m_at;
        }
        return take('"');
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

}  // namespace

const Node& Node::at(std::string_view key) const {
    static const Node kNone;
    for (const auto& [name, field] : fields)
        if (name == key) return field;
    return kNone;
}

int Node::count(std::string_view key) const {
    int n = 0;
    for (const auto& [name, field] : fields) n += name == key ? 1 : 0;
    return n;
}

bool parseTree(std::string_view text, Node& out) {
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = utf8(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
    return !utf8.hasError() && decoded.size() <= static_cast<qsizetype>(text.size()) && Parser(text).document(out);
}

}  // namespace bw::feed::deribit::test
