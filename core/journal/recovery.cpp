// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/recovery.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "core/journal/identity.h"
#include "core/journal/segment_reader.h"

namespace bw::journal {
namespace {
constexpr std::size_t kTailPiece = std::size_t{1} << 20;
constexpr int kSessionRecordsMax = 16;  // the session start stands among the first records of a session

std::optional<Digest> digestFromHex(std::string_view text) {
    Digest out{};
    if (text.size() != 2 * out.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = std::string_view("0123456789abcdef").find(text[i]);
        if (digit == std::string_view::npos) return std::nullopt;
        out[i / 2] = static_cast<std::uint8_t>(out[i / 2] * 16 + digit);
    }
    return out;
}

/// One run of recover(); the members are what is known of the segments passed so far.
class Recovery {
public:
    Recovery(Files& files, const RecoveryOptions& options, Manifest& manifest)
        : m_files(files), m_options(options), m_manifest(manifest) {}
    Result<Recovered> run();

private:
    Status identify();
    void removeWorkFiles();
    Status scan(const SegmentFile& file, const SegmentFile* next_file);
    void readRecords(SegmentReader& reader, Segment& segment, bool& footer);
    void passTrusted(const SegmentFile& file, const ManifestEntry& entry);
    void passAbsent(const ManifestEntry& entry);
    void judgeHole(std::uint64_t first_seq, bool trusted);
    void startGap();
    std::string lastBootId() const;
    bool footerOwed(const Segment& segment, const SegmentFile& next_file) const;
    Status cutTail(const SegmentFile& file, Segment& segment, std::uint64_t file_size);
    Status quarantine(const SegmentFile& file);
    void note(Code code, std::string detail) { m_out.notices.push_back({code, "journal.recovery", std::move(detail)}); }
    void record(const ManifestEntry& entry) {
        if (Status done = m_manifest.append(m_files, entry); !done) m_out.notices.push_back(done.error());
    }
    void addGap(GapCause cause, std::uint64_t first, std::uint64_t last) {
        m_out.gaps.push_back({cause, first, last, m_last_wall, WallTime{}, 0, {}});
        m_gap_open = true;
    }
    /// The first record behind a gap ends it in time.
    void closeGap(WallTime wall) {
        if (m_gap_open) m_out.gaps.back().to = wall;
        m_gap_open = false;
    }

    Files& m_files;
    const RecoveryOptions& m_options;
    Manifest& m_manifest;
    Recovered m_out;
    std::vector<SegmentFile> m_segments;
    std::uint64_t m_last_seq = 0;
    WallTime m_last_wall;
    bool m_trusted = false;  // the segment before was sealed and entered: its end was judged in an earlier start
    bool m_torn = false;     // its tail was cut off
    bool m_absent = false;   // a segment of the manifest is not there
    std::uint64_t m_absent_last = 0;
    bool m_session_end = false;
    bool m_gap_open = false;
};

Status Recovery::identify() {
    if (Status made = makeDir(m_options.dir); !made) return made.error();
    Result<std::vector<SegmentFile>> all = listSegments(m_options.dir);
    if (!all) return all.error();
    Uuid newest{};
    WallTime newest_wall;
    for (std::size_t i = 0; i < all->size(); ++i) {
        if (i + 1 < all->size() && (*all)[i + 1].engine8 == (*all)[i].engine8) continue;
        const auto header = readHeader((*all)[i].path);
        if (!header || header->created_wall < newest_wall) continue;
        newest = header->engine;
        newest_wall = header->created_wall;
    }
    std::string notice;
    Result<Uuid> engine =
        engineId(m_files, m_options.dir.parent_path(), newest, m_options.host_id, m_options.now, notice);
    if (!engine) return engine.error();
    if (!notice.empty()) note(Code::FileFormat, notice);
    m_out.engine = *engine;
    const std::string engine8 = engine8Of(*engine);
    for (SegmentFile& file : *all)
        if (file.engine8 == engine8) m_segments.push_back(std::move(file));
    if (Status loaded = m_manifest.load(m_options.dir / "manifest.jsonl", engine8); !loaded) return loaded.error();
    return Done{};
}

/// What a crash left of segments that had no name yet; they hold no record.
void Recovery::removeWorkFiles() {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(m_options.dir, error)) {
        const std::string ending = entry.path().extension().string();
        if (ending == ".next" || ending == ".new") static_cast<void>(m_files.remove(entry.path()));
    }
}

Result<Recovered> Recovery::run() {
    if (Status done = identify(); !done) return done.error();
    removeWorkFiles();
    struct Slot {
        const SegmentFile* file = nullptr;
        std::optional<ManifestEntry> entry;
    };
    std::map<std::uint64_t, Slot> slots;
    for (const auto& [number, entry] : m_manifest.entries()) slots[number].entry = entry;
    for (const SegmentFile& file : m_segments) slots[file.number].file = &file;
    for (const auto& [number, slot] : slots) {
        m_out.next_number = number + 1;
        const bool sealed = slot.entry && slot.entry->state == "sealed";
        std::error_code error;
        if (!slot.file) {
            passAbsent(*slot.entry);
        } else if (sealed && std::filesystem::file_size(slot.file->path, error) == slot.entry->bytes_raw) {
            passTrusted(*slot.file, *slot.entry);
        } else {
            const std::size_t index = static_cast<std::size_t>(slot.file - m_segments.data()) + 1;
            const SegmentFile* next = index < m_segments.size() ? &m_segments[index] : nullptr;
            if (Status done = scan(*slot.file, next); !done) return done.error();
        }
    }
    if (m_absent && m_absent_last > m_last_seq) judgeHole(m_absent_last + 1, /*trusted=*/false);
    m_out.last_seq = m_last_seq;
    if (!slots.empty()) startGap();
    return std::move(m_out);
}

void Recovery::passAbsent(const ManifestEntry& entry) {
    if (entry.state == "quarantined") return;
    if (entry.state != "open" && entry.state != "sealed") {  // its owner took it away, or it is read by another name
        m_last_seq = std::max(m_last_seq, entry.last_seq);
        m_last_wall = std::max(m_last_wall, entry.last_wall);
        m_out.previous = digestFromHex(entry.sha256_raw);
        m_trusted = true;
        return;
    }
    // How far an open one had come nobody knows: numbers are skipped, so that none is ever used twice.
    const std::uint64_t last = entry.state == "sealed" ? entry.last_seq : entry.first_seq + kSeqWindow - 1;
    m_absent = true;
    m_absent_last = std::max(m_absent_last, last);
    note(Code::JournalMissing, entry.file);
    ManifestEntry gone = entry;
    gone.state = "deleted";
    gone.last_seq = last;
    record(gone);
}

/// Called before the first record of a segment: reports numbers that lie in no file, once.
void Recovery::judgeHole(std::uint64_t first_seq, bool trusted) {
    const bool reported = trusted && m_trusted && !m_absent;
    if (first_seq > m_last_seq + 1 && !reported) {
        addGap(m_torn && !m_absent ? GapCause::JournalCorrupt : GapCause::JournalMissing, m_last_seq + 1,
               first_seq - 1);
        m_last_seq = first_seq - 1;
    }
    m_absent = false;
    m_absent_last = 0;
    m_torn = false;
}

void Recovery::passTrusted(const SegmentFile& file, const ManifestEntry& entry) {
    judgeHole(entry.first_seq, /*trusted=*/true);
    closeGap(entry.first_wall);
    m_last_seq = std::max(m_last_seq, entry.last_seq);
    m_last_wall = entry.last_wall;
    m_trusted = true;
    m_out.previous = digestFromHex(entry.sha256_raw);
    m_session_end = false;
    if (&file != &m_segments.back()) return;
    const auto footer = findFooter(file.path, file.path.stem().string());
    m_session_end = footer && footerEndsSession(*footer);
}

void Recovery::readRecords(SegmentReader& reader, Segment& segment, bool& footer) {
    Record rec;
    for (;;) {
        const SegmentReader::Step step = reader.next(rec);
        if (step == SegmentReader::Step::Tail) return;
        if (step == SegmentReader::Step::Gap) {
            addGap(reader.gapDamaged() ? GapCause::JournalCorrupt : GapCause::JournalMissing, reader.gapFirst(),
                   reader.gapLast());
            ++segment.stats.gaps;
            segment.stats.clean = false;
            continue;
        }
        closeGap(rec.head.wall);
        std::uint16_t id = 0;
        std::string_view name;
        if (rec.head.type == RecordType::Source && decodeSource(rec.payload, id, name)) {
            if (segment.stats.sources.size() < id) segment.stats.sources.resize(id);
            segment.stats.sources[id - 1U] = {id, std::string(name), 0};
        }
        segment.stats.count(rec.head);
        if (rec.head.type == RecordType::Session) segment.stats.session_end = isSessionEnd(rec.payload);
        footer = rec.head.type == RecordType::Footer;
        m_last_wall = rec.head.wall;
    }
}

Status Recovery::scan(const SegmentFile& file, const SegmentFile* next_file) {
    Result<SegmentReader> reader = SegmentReader::open(file.path);
    if (!reader) return reader.error().code == Code::FileTruncated ? quarantine(file) : Status(reader.error());
    auto segment = std::make_shared<Segment>();
    segment->path = file.path;
    segment->stem = file.path.stem().string();
    segment->seed = seedOf(segment->stem);
    segment->header = reader->header();
    segment->header_bad = reader->headerCode() != Code::Ok || reader->stem() != segment->stem;
    if (!segment->header_bad)
        judgeHole(segment->header.first_seq, /*trusted=*/false);
    else if (m_last_seq > 0 || file.number == 1)
        reader->expectAfter(m_last_seq);
    bool footer = false;
    readRecords(*reader, *segment, footer);
    if (reader->readErrno() != 0) return Error{Code::FileRead, "journal.recovery", file.path.string()};
    if (segment->header_bad) {
        if (segment->stats.records == 0) return quarantine(file);
        note(Code::JournalHeaderBad, file.path.filename().string());
    }
    if (reader->unknownTypes() > 0)
        note(Code::JournalUnknownType, file.path.filename().string() + ": " + std::to_string(reader->unknownTypes()));
    segment->fd = Fd(m_files.open(file.path, O_RDWR));
    if (!segment->fd) return Error{Code::FileOpen, "journal.recovery", file.path.string()};
    segment->size = std::min(reader->goodEnd(), reader->fileSize());
    m_torn = reader->fileSize() > reader->goodEnd();
    if (m_torn)
        if (Status cut = cutTail(file, *segment, reader->fileSize()); !cut) return cut.error();
    m_last_seq = std::max(m_last_seq, segment->stats.last_seq);
    segment->last_seq = m_last_seq;
    segment->stats.clean = segment->stats.clean && footer;
    segment->header_final = segment->header_bad || segment->header.previous != Digest{};
    // A session gives the last number of each segment to its footer; one that goes on behind a missing footer just had
    // no time to write all of it.
    if (!footer && next_file && footerOwed(*segment, *next_file)) {
        segment->footer_seq = ++m_last_seq;
        segment->stats.clean = segment->stats.gaps == 0;
    }
    if (segment->stats.records > 0) m_session_end = segment->stats.session_end;
    segment->previous = m_out.previous;
    m_out.previous.reset();
    m_trusted = false;
    m_out.unsealed.push_back(std::move(segment));
    return Done{};
}

bool Recovery::footerOwed(const Segment& segment, const SegmentFile& next_file) const {
    const Result<SegmentHeader> next = readHeader(next_file.path);
    return next && next->session == segment.header.session && next->first_seq == m_last_seq + 2;
}

Status Recovery::cutTail(const SegmentFile& file, Segment& segment, std::uint64_t file_size) {
    const std::filesystem::path dir = m_options.dir / "quarantine";
    if (Status made = makeDir(dir); !made) return made.error();
    const std::filesystem::path path = dir / (segment.stem + ".tail");
    const Fd out(m_files.open(path, O_WRONLY | O_CREAT | O_TRUNC));
    int result = out.get();
    std::uint64_t done = segment.size;
    std::string piece;
    while (result >= 0 && done < file_size) {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kTailPiece, file_size - done)));
        const ssize_t got = ::pread(segment.fd.get(), piece.data(), piece.size(), static_cast<off_t>(done));
        if (got <= 0) return Error{Code::FileRead, "journal.recovery", file.path.string()};
        piece.resize(static_cast<std::size_t>(got));
        result = writeAll(m_files, out.get(), piece, done - segment.size);
        done += piece.size();
    }
    if (result >= 0) result = m_files.sync(out.get());
    // On a full disk the start goes on: the reader sees the same torn tail, and the next start cuts it.
    if (result < 0) {
        m_out.notices.push_back(fileError(result, "journal.recovery", path));
        return Done{};
    }
    result = m_files.truncate(segment.fd.get(), segment.size);
    if (result < 0) return fileError(result, "journal.recovery", file.path);
    note(Code::JournalCorrupt, segment.stem + ": " + std::to_string(file_size - segment.size) +
                                   " bytes of torn tail moved to " + path.filename().string());
    return Done{};
}

Status Recovery::quarantine(const SegmentFile& file) {
    const std::filesystem::path dir = m_options.dir / "quarantine";
    if (Status made = makeDir(dir); !made) return made.error();
    const int result = m_files.rename(file.path, dir / file.path.filename());
    if (result < 0) return fileError(result, "journal.recovery", file.path);
    note(Code::FileTruncated, file.path.filename().string() + " holds no record, moved to quarantine");
    ManifestEntry entry;
    entry.segment = file.number;
    entry.file = file.path.filename().string();
    entry.state = "quarantined";
    record(entry);
    return Done{};
}

void Recovery::startGap() {
    GapCause cause = GapCause::Stopped;
    if (!m_session_end) {
        const std::string boot = lastBootId();
        cause = !boot.empty() && boot == m_options.boot_id ? GapCause::Crash : GapCause::PowerLoss;
    }
    m_gap_open = false;
    m_out.gaps.push_back({cause, 0, 0, m_last_wall, m_options.now, 0, {}});
}

/// The boot in which the last session ran; empty if its start is not to be found.
std::string Recovery::lastBootId() const {
    std::optional<Uuid> session;
    const SegmentFile* first = nullptr;
    for (auto file = m_segments.rbegin(); file != m_segments.rend(); ++file) {
        const auto header = readHeader(file->path);
        if (!header) continue;
        if (session && header->session != *session) break;
        session = header->session;
        first = &*file;
    }
    if (!first) return {};
    Result<SegmentReader> reader = SegmentReader::open(first->path);
    if (!reader) return {};
    Record rec;
    for (int i = 0; i < kSessionRecordsMax; ++i) {
        const SegmentReader::Step step = reader->next(rec);
        if (step == SegmentReader::Step::Tail) break;
        if (step != SegmentReader::Step::Record || rec.head.type != RecordType::Session) continue;
        if (std::string boot = bootIdOf(rec.payload); !boot.empty()) return boot;
    }
    return {};
}
}  // namespace

Result<Recovered> recover(Files& files, const RecoveryOptions& options, Manifest& manifest) {
    return Recovery(files, options, manifest).run();
}

}  // namespace bw::journal
