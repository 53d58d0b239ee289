// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/formats/line_reader.h"

#include <algorithm>
#include <cstring>

namespace bw::feed {

LineReader::LineReader(std::unique_ptr<ByteSource> source, std::string name)
    : m_source(std::move(source)), m_name(std::move(name)), m_buffer(new char[kChunkBytes + kFramePadding]()) {
    fill();
    if (ahead().starts_with("\xef\xbb\xbf")) m_begin += 3;
}

/// Moves the unfinished line to the front and reads until the buffer is full or the source ends.
void LineReader::fill() {
    const std::size_t kept = m_end - m_begin;
    if (kept > m_capacity / 2) {
        const std::size_t capacity = m_capacity * 2;
        std::unique_ptr<char[]> grown(new char[capacity + kFramePadding]());
        std::memcpy(grown.get(), m_buffer.get() + m_begin, kept);
        m_buffer = std::move(grown);
        m_capacity = capacity;
    } else if (m_begin > 0 && kept > 0) {
        std::memmove(m_buffer.get(), m_buffer.get() + m_begin, kept);
    }
    m_begin = 0;
    m_end = kept;
    while (m_end < m_capacity) {
        const auto n = m_source->read(m_buffer.get() + m_end, m_capacity - m_end);
        if (!n) {
            m_error = n.error();
            m_at_end = true;
            return;
        }
        if (*n == 0) {
            m_at_end = true;
            return;
        }
        m_end += *n;
    }
}

Result<bool> LineReader::giveError() {
    Error error = *m_error;
    m_error.reset();
    m_begin = m_end;
    error.detail = m_name + " line " + std::to_string(m_line + 1) + ": " + error.detail;
    return error;
}

Result<bool> LineReader::next(std::string_view& line) {
    std::size_t scanned = 0;  // of the unfinished line: known to hold no line end
    for (;;) {
        const char* const begin = m_buffer.get() + m_begin;
        const std::size_t held = m_end - m_begin;
        const void* const found = held > scanned ? std::memchr(begin + scanned, '\n', held - scanned) : nullptr;
        std::size_t size = held;
        if (found != nullptr) {
            size = static_cast<std::size_t>(static_cast<const char*>(found) - begin);
            m_begin += size + 1;
        } else if (m_at_end) {
            if (m_error) return giveError();
            if (held == 0) return false;
            m_begin = m_end;
        } else {
            if (held > kLineBytesMax) {
                m_error = Error{Code::Size, "file.line", "longer than 64 MiB; this is no text recording"};
                m_at_end = true;
                continue;
            }
            scanned = held;
            fill();
            continue;
        }
        ++m_line;
        scanned = 0;
        line = {begin, size};
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (!line.empty()) return true;
    }
}

}  // namespace bw::feed
