// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/triggers/http_request.h"

#include <QList>

namespace bw::app {
namespace {

/// Digits only: "-1", "+5" and "5, 5" are no lengths.
bool readLength(const QByteArray& text, qsizetype& out) {
    if (text.isEmpty() || text.size() > 18) return false;
    qsizetype value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        value = value * 10 + (c - '0');
    }
    out = value;
    return true;
}

}  // namespace

int HttpReader::feed(const QByteArray& bytes) {
    m_buffer += bytes;
    if (m_body_len < 0) {
        const qsizetype end = m_buffer.indexOf("\r\n\r\n");
        if (end > kHeadMax || (end < 0 && m_buffer.size() > kHeadMax)) return 431;
        if (end < 0) return kMore;
        if (const int refused = readHead(m_buffer.left(end)); refused != 0) return refused;
        m_buffer.remove(0, end + 4);
    }
    if (m_buffer.size() < m_body_len) return kMore;
    m_request.body = m_buffer.left(m_body_len);  // what follows is a second request: one a connection
    return kWhole;
}

int HttpReader::readHead(const QByteArray& head) {
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> first = lines.front().trimmed().split(' ');
    if (first.size() != 3 || first[0].isEmpty() || !first[1].startsWith('/')) return 400;
    if (first[2] != "HTTP/1.1" && first[2] != "HTTP/1.0") return first[2].startsWith("HTTP/") ? 505 : 400;
    m_request.method = first[0];
    m_request.target = first[1];
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        const QByteArray name = lines[i].left(colon).toLower();
        if (colon <= 0 || name.contains(' ') || name.contains('\t')) return 400;
        if (!m_request.headers.emplace(name, lines[i].mid(colon + 1).trimmed()).second) return 400;  // said twice: which one?
    }
    if (m_request.headers.contains("transfer-encoding")) return 411;
    m_body_len = 0;
    if (const auto length = m_request.headers.find("content-length"); length != m_request.headers.end()) {
        qsizetype value = 0;
        if (!readLength(length->second, value)) return 400;
        if (value > kBodyMax) return 413;
        m_body_len = value;
    } else if (m_request.method == "POST" || m_request.method == "PUT") {
        return 411;
    }
    return 0;
}

}  // namespace bw::app
