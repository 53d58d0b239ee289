// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/chain.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/journal/lock.h"
#include "core/journal/records.h"

namespace bw::journal {
namespace {
constexpr auto kFooterWait = std::chrono::seconds(2);  // then the reader goes on without the footer's number
constexpr int kListEveryPolls = 16;  // a look at the whole directory, should a number have been left out
constexpr std::size_t kNoticesMax = 64;
}  // namespace

Chain::Chain(std::vector<SegmentFile> files, std::filesystem::path dir, const ReaderOptions& options)
    : m_files(std::move(files)), m_dir(std::move(dir)), m_options(options), m_engine8(m_files.front().engine8) {}

Status Chain::start() {
    std::size_t index = m_files.size() - 1;
    const bool by_seq = m_options.from_seq != 0;
    if (!by_seq && m_options.from_wall.ns == 0) index = 0;
    for (; index > 0; --index) {
        const Result<SegmentHeader> header = readHeader(m_files[index].path);
        if (!header) continue;
        if (by_seq ? header->first_seq <= m_options.from_seq : header->created_wall <= m_options.from_wall) break;
    }
    for (m_index = index; m_index < m_files.size(); ++m_index) {
        Result<SegmentReader> opened = SegmentReader::open(m_files[m_index].path);
        if (opened) {
            m_segment = std::move(*opened);
            break;
        }
        if (opened.error().code != Code::FileTruncated) return opened.error();
        note(Code::FileTruncated, m_files[m_index].path.filename().string());
    }
    if (!m_segment) return Error{Code::FileEmpty, "journal.reader", m_files.front().path.string()};
    m_known = by_seq && index == 0 && m_segment->lastSeq() >= m_options.from_seq;
    if (m_known) m_last_seq = m_options.from_seq - 1;
    if (m_segment->headerCode() != Code::Ok) note(Code::JournalHeaderBad, m_files[m_index].path.filename().string());
    return Done{};
}

Reader::Step Chain::next(Item& item) {
    for (;;) {
        if (m_known && !m_segment->anySeq() && m_segment->lastSeq() > m_last_seq) {  // numbers between two files
            const std::uint64_t first = std::exchange(m_last_seq, m_segment->lastSeq()) + 1;
            if (missing(m_torn_before ? Code::JournalCorrupt : Code::JournalMissing, first, m_last_seq, item))
                return Reader::Step::Item;
        }
        Record record;
        const SegmentReader::Step step = m_footer ? SegmentReader::Step::Tail : m_segment->next(record);
        if (step == SegmentReader::Step::Tail) {
            bool again = false;
            const Reader::Step end = atEnd(again);
            if (again) continue;
            return end;
        }
        m_last_seq = m_segment->lastSeq();
        m_known = true;
        m_final_look = false;
        if (step == SegmentReader::Step::Gap) {
            if (missing(m_segment->gapDamaged() ? Code::JournalCorrupt : Code::JournalMissing, m_segment->gapFirst(),
                        m_segment->gapLast(), item))
                return Reader::Step::Item;
            continue;
        }
        if (take(record, item)) return Reader::Step::Item;
    }
}

/// False if the numbers lie before what was asked for.
bool Chain::missing(Code code, std::uint64_t first, std::uint64_t last, Item& item) const {
    if (last < m_options.from_seq) return false;
    item = Item{};
    item.type = RecordType::Gap;
    item.code = code;
    item.missing = true;
    item.first_missing = std::max(first, m_options.from_seq);
    item.last_missing = last;
    return true;
}

/// False if the record lies before what was asked for.
bool Chain::take(const Record& record, Item& item) {
    const RecordHead& head = record.head;
    if (head.type == RecordType::Footer) m_footer = true;
    std::uint16_t id = 0;
    std::string_view name;
    if (head.type == RecordType::Source && decodeSource(record.payload, id, name)) {
        if (m_names.size() < id) m_names.resize(id);
        m_names[id - 1U] = name;
    }
    const bool unknown_type = head.type < RecordType::Source || head.type > RecordType::Footer;
    if (unknown_type) ++m_unknown_types;
    m_reached = m_reached || head.wall >= m_options.from_wall;
    if (!m_reached || head.seq < m_options.from_seq) return false;
    item.type = head.type;
    item.code = unknown_type ? Code::JournalUnknownType : Code::Ok;
    item.missing = false;
    item.flags = head.flags;
    item.seq = head.seq;
    item.first_missing = item.last_missing = 0;
    item.wall = head.wall;
    item.mono = head.mono;
    item.payload = record.payload;
    item.source = {};
    if (head.source_id == 0) return true;
    if (!sourceKnown(head.source_id) && !m_footer_names) readNamesFromFooter();
    if (sourceKnown(head.source_id))
        item.source = m_names[head.source_id - 1U];
    else
        item.code = Code::JournalCorrupt;
    return true;
}

/// A damaged SOURCE record must not cost the frames behind it: a sealed segment names its sources once more in the end.
void Chain::readNamesFromFooter() {
    m_footer_names = true;
    const auto footer = findFooter(m_files[m_index].path, m_segment->stem());
    if (!footer) return;
    for (SegmentStats::Source& source : footerSources(*footer)) {
        if (m_names.size() < source.id) m_names.resize(source.id);
        if (m_names[source.id - 1U].empty()) m_names[source.id - 1U] = std::move(source.name);
    }
}

/// The present segment gives nothing more. `again`: look once more, or at the segment that is open now.
Reader::Step Chain::atEnd(bool& again) {
    if (m_segment->readErrno() != 0) {
        m_error = {Code::FileRead, "journal.reader", m_files[m_index].path.string()};
        return Reader::Step::Error;
    }
    if (!m_following) {
        if (!openNext()) return Reader::Step::Error;
        if (m_following && !m_footer) {  // the writer may have appended here before it went on there
            again = true;
            return Reader::Step::NotYet;
        }
    }
    if (!m_following) {
        if (!m_dir.empty() && isLocked(m_dir.parent_path())) return Reader::Step::NotYet;
        // What a writer appended before it let go of the lock is only seen by a look after that.
        again = !std::exchange(m_final_look, true);
        if (again) return Reader::Step::End;
        m_final_look = false;
        if (!m_footer && m_segment->fileSize() > m_segment->goodEnd()) noteTornTail();
        return Reader::Step::End;
    }
    if (footerOwed()) {
        const auto now = std::chrono::steady_clock::now();
        if (!isLocked(m_dir.parent_path())) {
            // Its writer may have appended it since the last look, and then let go of the lock.
            again = !std::exchange(m_final_look, true);
            if (again) return Reader::Step::NotYet;
        } else {
            if (!m_footer_due) m_footer_due = now + kFooterWait;
            if (now < *m_footer_due) return Reader::Step::NotYet;
        }
    }
    moveOn();
    again = true;
    return Reader::Step::Item;
}

/// True if the next segment goes on in the same session behind exactly one number: that of the footer, which is still
/// to come here, or was never written, or only in part. No data is missing then.
bool Chain::footerOwed() const {
    return !m_footer && m_known && m_segment->headerCode() == Code::Ok && m_following->headerCode() == Code::Ok &&
           m_segment->header().session == m_following->header().session &&
           m_following->header().first_seq == m_last_seq + 2;
}

void Chain::moveOn() {
    m_torn_before = !m_footer && m_segment->fileSize() > m_segment->goodEnd();
    if (m_torn_before) noteTornTail();
    if (footerOwed()) ++m_last_seq;
    m_segment = std::exchange(m_following, std::nullopt);
    m_index = m_following_index;
    m_footer = m_footer_names = m_final_look = false;
    m_footer_due.reset();
    m_names.clear();
    if (m_segment->headerCode() != Code::Ok) note(Code::JournalHeaderBad, m_files[m_index].path.filename().string());
    // A number is never shown twice, and behind a bad header the count goes on from here.
    if (m_known && (m_segment->anySeq() || m_segment->lastSeq() < m_last_seq)) m_segment->expectAfter(m_last_seq);
}

/// Opens the next segment there is into m_following; none is no error. False: m_error.
bool Chain::openNext() {
    if (m_index + 1 == m_files.size() && !m_dir.empty()) findNewer();
    for (std::size_t index = m_index + 1; index < m_files.size(); ++index) {
        Result<SegmentReader> opened = SegmentReader::open(m_files[index].path);
        if (opened) {
            m_following = std::move(*opened);
            m_following_index = index;
            return true;
        }
        std::error_code error;
        const bool gone = !std::filesystem::exists(m_files[index].path, error);
        if (gone || opened.error().code == Code::FileTruncated) continue;  // its numbers show as missing
        m_error = opened.error();
        return false;
    }
    return true;
}

void Chain::findNewer() {
    SegmentFile next{m_engine8, m_files[m_index].number + 1, {}};
    next.path = m_dir / (segmentStem(m_engine8, next.number) + ".bwj");
    std::error_code error;
    if (std::filesystem::exists(next.path, error)) {
        m_files.push_back(std::move(next));
        return;
    }
    if (++m_list_polls % kListEveryPolls != 0) return;
    Result<std::vector<SegmentFile>> all = listSegments(m_dir);
    if (!all) return;  // the next look tries again
    for (SegmentFile& file : *all)
        if (file.engine8 == m_engine8 && file.number > m_files.back().number) m_files.push_back(std::move(file));
}

void Chain::noteTornTail() {
    note(Code::JournalCorrupt, m_files[m_index].path.filename().string() + ": torn tail of " +
                                   std::to_string(m_segment->fileSize() - m_segment->goodEnd()) + " bytes");
}

void Chain::note(Code code, std::string detail) {
    if (m_notices.size() < kNoticesMax) m_notices.push_back({code, "journal.reader", std::move(detail)});
}

}  // namespace bw::journal
