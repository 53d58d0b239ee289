// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/segment.h"

#include <fcntl.h>

#include <array>

namespace bw::journal {

Result<PreparedSegment> prepareSegment(Files& files, const std::filesystem::path& dir, const std::string& engine8,
                                       std::uint64_t number, std::string_view ending, std::uint64_t reserve_bytes) {
    PreparedSegment prepared;
    prepared.number = number;
    prepared.work_path = dir / (segmentStem(engine8, number) + std::string(ending));
    // Read access too: the bytes are hashed from here, whatever name the file has by then.
    const int fd = files.open(prepared.work_path, O_RDWR | O_CREAT | O_TRUNC);
    if (fd < 0) return fileError(fd, "journal.segment", prepared.work_path);
    prepared.fd = Fd(fd);
    Files::Space space;
    // The reserve must not itself bring a small volume to its limit; without it writing works as well.
    if (files.space(dir, space) == 0 && space.free_bytes / 4 > reserve_bytes)
        static_cast<void>(files.reserve(prepared.fd.get(), reserve_bytes));
    return prepared;
}

std::shared_ptr<Segment> Segment::create(PreparedSegment prepared, const SegmentHeader& header) {
    auto segment = std::make_shared<Segment>();
    segment->stem = segmentStem(engine8Of(header.engine), header.number);
    segment->path = prepared.work_path.parent_path() / (segment->stem + ".bwj");
    segment->seed = seedOf(segment->stem);
    segment->header = header;
    segment->fd = std::move(prepared.fd);
    segment->m_work_path = std::move(prepared.work_path);
    return segment;
}

Status Segment::publish(Files& files, std::string_view first_records) {
    std::array<char, kHeaderSize> bytes{};
    encodeHeader(header, bytes.data());
    int result = writeAll(files, fd.get(), {bytes.data(), bytes.size()}, 0);
    if (result == 0) result = writeAll(files, fd.get(), first_records, kHeaderSize);
    if (result == 0) result = files.rename(m_work_path, path);
    if (result == 0) return Done{};
    static_cast<void>(files.remove(m_work_path));  // if even that fails, the next start removes it
    return fileError(result, "journal.segment", path);
}

}  // namespace bw::journal
