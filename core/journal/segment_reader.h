// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/files.h"
#include "core/journal/format.h"
#include "core/model/result.h"

namespace bw::journal {

struct SegmentFile {
    std::string engine8;
    std::uint64_t number = 0;
    std::filesystem::path path;
};
/// The `<engine8>-<number>.bwj` files of a journal directory by engine, then number. DirUnusable.
[[nodiscard]] Result<std::vector<SegmentFile>> listSegments(const std::filesystem::path& dir);

/// The header alone. FileOpen, FileTruncated, JournalHeaderBad, JournalVersion.
[[nodiscard]] Result<SegmentHeader> readHeader(const std::filesystem::path& path);
/// The payload of the footer that ends the file; nothing if it does not end in one.
[[nodiscard]] std::optional<std::string> findFooter(const std::filesystem::path& path, std::string_view stem);

struct Record {
    RecordHead head;
    std::string_view payload;  // kFramePadding readable bytes behind it; valid until the next call of next()
};

/// Reads the records of one segment file in order, over damage, also beside its writer. One thread; memory 1 MiB, more
/// only for a record that is larger.
class SegmentReader {
public:
    /// FileOpen, FileRead, FileTruncated (no whole header), JournalVersion. A bad header is no error: the identity is
    /// then the file name's and headerCode() says JournalHeaderBad.
    static Result<SegmentReader> open(const std::filesystem::path& path);

    enum class Step {
        Record,  // `record` is filled; sequence last + 1
        Gap,     // the numbers gapFirst()..gapLast() are missing here; the next call goes on behind them
        Tail,    // no valid record from here to the present end of the file; a later call looks again
    };
    Step next(Record& record);

    [[nodiscard]] const SegmentHeader& header() const { return m_header; }
    [[nodiscard]] Code headerCode() const { return m_header_code; }
    [[nodiscard]] const std::string& stem() const { return m_stem; }
    /// The number before the first record expected; by default from the header. 0 with a bad header: any first number
    /// is taken.
    void expectAfter(std::uint64_t seq) {
        m_last_seq = seq;
        m_any_seq = false;
    }
    [[nodiscard]] std::uint64_t lastSeq() const { return m_last_seq; }
    [[nodiscard]] bool anySeq() const { return m_any_seq; }
    [[nodiscard]] std::uint64_t gapFirst() const { return m_gap_first; }
    [[nodiscard]] std::uint64_t gapLast() const { return m_gap_last; }
    /// True if the last gap stands at damaged bytes, false if the numbers just jump.
    [[nodiscard]] bool gapDamaged() const { return m_gap_damaged; }
    /// Offset behind the last good record.
    [[nodiscard]] std::uint64_t goodEnd() const { return m_good_end; }
    /// Size of the file as last seen; goodEnd() to fileSize() is the tail.
    [[nodiscard]] std::uint64_t fileSize() const { return m_file_size; }
    [[nodiscard]] std::uint64_t skippedBytes() const { return m_skipped_bytes; }
    [[nodiscard]] std::uint64_t unknownTypes() const { return m_unknown_types; }
    /// errno of a failed read, 0 if none: such a tail is unread, not torn.
    [[nodiscard]] int readErrno() const { return m_read_errno; }
    /// Forgets what was read ahead, for a file that grows.
    void refresh() { m_have = 0; }

private:
    SegmentReader() = default;
    /// Makes bytes from `offset` available in the buffer, `size` of them if the file has them; returns how many there
    /// are.
    std::size_t fill(std::uint64_t offset, std::size_t size);
    std::size_t refill(std::uint64_t offset, std::size_t size);
    [[nodiscard]] const char* at(std::uint64_t offset) const { return m_buffer.get() + (offset - m_start); }
    [[nodiscard]] bool seqPlausible(std::uint64_t seq) const {
        return seq != 0 && (m_any_seq || (seq > m_last_seq && seq - m_last_seq <= kSeqWindow));
    }
    /// True if a valid record with a plausible number stands at `offset`.
    bool probe(std::uint64_t offset, RecordHead& head);
    bool resync();

    Fd m_fd;
    std::string m_stem;
    std::uint32_t m_seed = 0;
    SegmentHeader m_header;
    Code m_header_code = Code::Ok;
    std::uint64_t m_position = kHeaderSize;
    std::uint64_t m_good_end = kHeaderSize;
    std::uint64_t m_last_seq = 0;
    bool m_any_seq = false;
    bool m_damaged = false;  // bytes were skipped since the last record
    std::uint64_t m_gap_first = 0;
    std::uint64_t m_gap_last = 0;
    bool m_gap_damaged = false;
    std::uint64_t m_skipped_bytes = 0;
    std::uint64_t m_unknown_types = 0;
    std::uint64_t m_file_size = 0;
    int m_read_errno = 0;
    std::unique_ptr<char[]> m_buffer;  // kFramePadding bytes longer than m_capacity
    std::size_t m_capacity = 0;
    std::uint64_t m_start = 0;  // file offset of the buffer's first byte
    std::size_t m_have = 0;
};

}  // namespace bw::journal
