// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/segment_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <tuple>

#include "core/model/frame.h"

namespace bw::journal {
namespace {
constexpr std::size_t kBufferSize = std::size_t{1} << 20;
constexpr int kHeaderTries = 3;  // journal-sync may be writing the chain's hash into it at this instant
constexpr std::size_t kFooterLikely = std::size_t{64} << 10;

std::string readAt(int fd, std::uint64_t offset, std::size_t size) {
    std::string out(size, '\0');
    const ssize_t got = ::pread(fd, out.data(), size, static_cast<off_t>(offset));
    out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return out;
}
}  // namespace

Result<std::vector<SegmentFile>> listSegments(const std::filesystem::path& dir) {
    std::vector<SegmentFile> out;
    std::error_code error;
    std::filesystem::directory_iterator it(dir, error);
    for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
        SegmentFile file;
        if (it->path().extension() != ".bwj" || !parseStem(it->path().stem().string(), file.engine8, file.number))
            continue;
        file.path = it->path();
        out.push_back(std::move(file));
    }
    if (error) return Error{Code::DirUnusable, "journal.list", dir.string() + ": " + error.message()};
    std::sort(out.begin(), out.end(), [](const SegmentFile& a, const SegmentFile& b) {
        return std::tie(a.engine8, a.number) < std::tie(b.engine8, b.number);
    });
    return out;
}

Result<SegmentHeader> readHeader(const std::filesystem::path& path) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return Error{Code::FileOpen, "journal.segment", path.string()};
    const std::string bytes = readAt(fd.get(), 0, kHeaderSize);
    if (bytes.size() < kHeaderSize) return Error{Code::FileTruncated, "journal.segment", path.string()};
    SegmentHeader header;
    if (const Code code = decodeHeader(bytes, header); code != Code::Ok)
        return Error{code, "journal.segment", path.string()};
    return header;
}

std::optional<std::string> findFooter(const std::filesystem::path& path, std::string_view stem) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0 || status.st_size < static_cast<off_t>(kHeaderSize)) return std::nullopt;
    const std::size_t size = static_cast<std::size_t>(status.st_size) & ~std::size_t{7};
    const std::uint32_t seed = seedOf(stem);
    for (const std::size_t span :
         {kFooterLikely, recordSize(kPayloadMax)}) {  // the second look is for many thousand sources
        const std::size_t take = std::min(span, size - kHeaderSize);
        const std::string tail = readAt(fd.get(), size - take, take);
        for (std::size_t at = tail.size(); at >= 8;) {
            at -= 8;
            RecordHead head;
            if (tail.size() - at < kHeadSize || decodeHead(tail.data() + at).type != RecordType::Footer) continue;
            if (!recordValid(tail.data() + at, tail.size() - at, seed, head)) continue;
            if (at + recordSize(head.payload_size) == tail.size())
                return tail.substr(at + kHeadSize, head.payload_size);
        }
    }
    return std::nullopt;
}

Result<SegmentReader> SegmentReader::open(const std::filesystem::path& path) {
    SegmentReader reader;
    reader.m_fd = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!reader.m_fd)
        return Error{Code::FileOpen, "journal.segment", path.string() + ": " + std::system_category().message(errno)};
    reader.m_capacity = kBufferSize;
    reader.m_buffer.reset(new char[kBufferSize + kFramePadding]);
    std::memset(reader.m_buffer.get() + kBufferSize, 0, kFramePadding);
    std::size_t got = 0;
    for (int i = 0; i < kHeaderTries; ++i) {
        reader.refresh();
        got = reader.fill(0, kBufferSize);
        reader.m_header_code = decodeHeader({reader.m_buffer.get(), std::min(got, kBufferSize)}, reader.m_header);
        if (reader.m_header_code != Code::JournalHeaderBad) break;
    }
    if (reader.m_read_errno != 0)
        return Error{Code::FileRead, "journal.segment",
                     path.string() + ": " + std::system_category().message(reader.m_read_errno)};
    if (got < kHeaderSize) return Error{Code::FileTruncated, "journal.segment", path.string()};
    if (reader.m_header_code == Code::JournalVersion)
        return Error{Code::JournalVersion, "journal.segment",
                     path.string() + " has format " + std::to_string(reader.m_header.major) +
                         ", this program reads up to " + std::to_string(kFormatMajor)};
    if (reader.m_header_code == Code::Ok) {
        reader.m_stem = segmentStem(engine8Of(reader.m_header.engine), reader.m_header.number);
        reader.m_last_seq = reader.m_header.first_seq - 1;
    } else {
        reader.m_stem = path.stem().string();
        reader.m_any_seq = true;
    }
    reader.m_seed = seedOf(reader.m_stem);
    return reader;
}

std::size_t SegmentReader::fill(std::uint64_t offset, std::size_t size) {
    if (offset >= m_start && offset + size <= m_start + m_have)
        return static_cast<std::size_t>(m_start + m_have - offset);
    return refill(offset, size);
}

std::size_t SegmentReader::refill(std::uint64_t offset, std::size_t size) {
    std::size_t kept = 0;
    if (offset >= m_start && offset < m_start + m_have) kept = static_cast<std::size_t>(m_start + m_have - offset);
    if (size > m_capacity) {
        const std::size_t capacity = std::max(size, 2 * m_capacity);
        std::unique_ptr<char[]> larger(new char[capacity + kFramePadding]);
        std::memset(larger.get() + capacity, 0, kFramePadding);
        if (kept > 0) std::memcpy(larger.get(), at(offset), kept);
        m_buffer = std::move(larger);
        m_capacity = capacity;
    } else if (kept > 0) {
        std::memmove(m_buffer.get(), at(offset), kept);
    }
    m_start = offset;
    m_have = kept;
    m_read_errno = 0;
    while (m_have < m_capacity) {
        const ssize_t got =
            ::pread(m_fd.get(), m_buffer.get() + m_have, m_capacity - m_have, static_cast<off_t>(offset + m_have));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) m_read_errno = errno;
        if (got <= 0) break;
        m_have += static_cast<std::size_t>(got);
        if (m_have >= size) break;
    }
    m_file_size = std::max(m_file_size, m_start + m_have);
    return m_have;
}

bool SegmentReader::probe(std::uint64_t offset, RecordHead& head) {
    if (fill(offset, kHeadSize) < kHeadSize) return false;
    head = decodeHead(at(offset));
    // Cheap tests first: behind damage this runs at every eighth byte.
    if (!seqPlausible(head.seq) || head.payload_size > kPayloadMax) return false;
    const std::size_t size = kHeadSize + head.payload_size;
    const std::size_t available = fill(offset, size);
    return recordValid(at(offset), available, m_seed, head);
}

/// Steps 8 bytes at a time to the next believable record; false, and nothing moved, if there is none.
bool SegmentReader::resync() {
    RecordHead head;
    std::uint64_t offset = m_position + 8;
    while (fill(offset, kHeadSize) >= kHeadSize) {
        if (probe(offset, head)) {
            // Beside a writer the record here may have been completed since we looked: only what is still bad is
            // damage.
            refresh();
            if (probe(m_position, head)) return true;
            m_skipped_bytes += offset - m_position;
            m_position = offset;
            m_damaged = true;
            return true;
        }
        offset += 8;
    }
    return false;
}

SegmentReader::Step SegmentReader::next(Record& record) {
    if (!probe(m_position, record.head)) {
        if (!resync()) {
            struct stat status {};
            if (::fstat(m_fd.get(), &status) == 0) m_file_size = static_cast<std::uint64_t>(status.st_size);
            refresh();
            return Step::Tail;
        }
        if (!probe(m_position, record.head)) return Step::Tail;  // cut off in this instant
    }
    const std::uint64_t seq = record.head.seq;
    if (!m_any_seq && seq != m_last_seq + 1) {
        m_gap_first = m_last_seq + 1;
        m_gap_last = seq - 1;
        m_gap_damaged = m_damaged;
        m_last_seq = seq - 1;
        return Step::Gap;
    }
    record.payload = {at(m_position) + kHeadSize, record.head.payload_size};
    m_any_seq = false;
    m_damaged = false;
    m_last_seq = seq;
    m_position += recordSize(record.head.payload_size);
    m_good_end = m_position;
    if (record.head.type < RecordType::Source || record.head.type > RecordType::Footer) ++m_unknown_types;
    return Step::Record;
}

}  // namespace bw::journal
