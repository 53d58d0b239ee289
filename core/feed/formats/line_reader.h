// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/feed/formats/byte_source.h"
#include "core/model/frame.h"
#include "core/model/result.h"

namespace bw::feed {

/// Lines of a text of any size in one buffer; a line is moved only where it crosses the buffer's end. One thread.
class LineReader {
public:
    /// `name` is what messages call the file.
    LineReader(std::unique_ptr<ByteSource> source, std::string name);

    /// What the buffer holds and next() has not given out: for a look at the start. Up to 1 MiB, without byte order
    /// mark.
    [[nodiscard]] std::string_view ahead() const { return {m_buffer.get() + m_begin, m_end - m_begin}; }

    /// The next line that is not empty, without its end ("\n" or "\r\n"), kFramePadding readable bytes behind; valid
    /// until the next call. False at the end. A line cut by an error is not given out. Codes: FileRead, FileTruncated,
    /// Size (a line past kLineBytesMax); after an error the next call is the end.
    [[nodiscard]] Result<bool> next(std::string_view& line);

    /// Of the line last given out, from 1.
    [[nodiscard]] std::uint64_t lineNumber() const { return m_line; }
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] double progress() const { return m_source->progress(); }
    /// An error met while filling; next() gives it out behind the lines before it.
    [[nodiscard]] const std::optional<Error>& pendingError() const { return m_error; }

    static constexpr std::size_t kChunkBytes = 1U << 20;
    static constexpr std::size_t kLineBytesMax = 64U << 20;

private:
    void fill();
    Result<bool> giveError();

    std::unique_ptr<ByteSource> m_source;
    std::string m_name;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_capacity = kChunkBytes;
    std::size_t m_begin = 0, m_end = 0;
    std::uint64_t m_line = 0;
    bool m_at_end = false;
    std::optional<Error> m_error;
};

}  // namespace bw::feed
