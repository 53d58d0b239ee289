// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <map>

namespace bw::app {

/// One request as it came. Header names in lower case, values trimmed.
struct HttpRequest {
    QByteArray method, target;
    std::map<QByteArray, QByteArray> headers;
    QByteArray body;
    [[nodiscard]] QByteArray header(const char* lower_name) const {
        const auto it = headers.find(lower_name);
        return it == headers.end() ? QByteArray() : it->second;
    }
};

/// Reads one HTTP/1.x request with a declared length. Nothing is kept beyond the bounds: head 8 KiB, body 4 KiB; a longer
/// body is refused by its declared length, before it is read. Pure; the caller's thread.
class HttpReader {
public:
    static constexpr qsizetype kHeadMax = 8'192, kBodyMax = 4'096;
    static constexpr int kMore = 0, kWhole = 1;

    /// kMore, kWhole (request() is ready), or the status of a refusal: 400, 411, 413, 431, 505. Not to be called again
    /// after anything but kMore.
    [[nodiscard]] int feed(const QByteArray& bytes);
    [[nodiscard]] const HttpRequest& request() const { return m_request; }

private:
    [[nodiscard]] int readHead(const QByteArray& head);
    QByteArray m_buffer;
    HttpRequest m_request;
    qsizetype m_body_len = -1;  // -1: the head is not through
};

}  // namespace bw::app
