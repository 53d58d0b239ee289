// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/writer.h"

#include <algorithm>
#include <cstring>

#include "core/journal/identity.h"
#include "core/journal/recovery.h"
#include "core/model/assert.h"

namespace bw::journal {
namespace {
constexpr std::int64_t kHourNs = 60 * kNsPerMin;
constexpr std::int64_t kRetryNs = kNsPerSec;
constexpr std::uint64_t kWakeBytes = std::uint64_t{64} << 20;  // unsynced bytes that do not wait for the timer
constexpr std::size_t kBufferStart = std::size_t{256} << 10;
constexpr std::size_t kSourcesMax = 60'000;  // then a new segment; the id has 16 bits, a batch adds at most hundreds
constexpr std::size_t kLostSourcesMax = 4096;
constexpr std::size_t kNoticesMax = 64;
constexpr std::uint64_t kResumeBytes = std::uint64_t{256}
                                       << 10;  // room for a few batches, not for the first record only
constexpr int kOpenTries = 3;
constexpr int kEachBatchWaitMs = 10'000;
constexpr std::uint64_t kSegmentBytesMin = 4096;
}  // namespace

Writer::Writer(WriterOptions options, Files& files)
    : m_options(std::move(options)),
      m_files(files),
      m_buffer(new char[kBufferStart]),
      m_buffer_capacity(kBufferStart) {}

Writer::~Writer() = default;

Result<std::unique_ptr<Writer>> Writer::open(WriterOptions options, const DirLock& lock) {
    if (options.sync_ms < 10 || options.sync_ms > 10'000) return Error{Code::CfgRange, "journal.sync_ms", "10..10000"};
    if (options.segment_bytes < kSegmentBytesMin)
        return Error{Code::CfgRange, "journal.segment_bytes", "at least 4096"};
    BW_ASSERT(lock.dataDir() == options.dir.parent_path());
    if (options.boot_id.empty()) options.boot_id = bootId();
    if (options.host_id.empty()) options.host_id = hostId();
    Files& files = options.files ? *options.files : Files::system();
    Manifest manifest;
    Result<Recovered> found =
        recover(files, {options.dir, options.now_wall, options.boot_id, options.host_id}, manifest);
    if (!found) return found.error();

    std::unique_ptr<Writer> writer(new Writer(std::move(options), files));
    const WriterOptions& set = writer->m_options;
    writer->m_engine = found->engine;
    writer->m_engine8 = engine8Of(found->engine);
    writer->m_session = randomUuid();
    writer->m_next_seq = found->last_seq + 1;
    writer->m_committed_seq = found->last_seq;
    writer->m_next_number = found->next_number;
    writer->m_start_gaps = std::move(found->gaps);
    writer->m_previous = found->previous;
    for (Error& notice : found->notices) writer->note(std::move(notice));
    Syncer::Options sync{&files,
                         set.dir,
                         writer->m_engine8,
                         set.sync_ms,
                         set.segment_bytes,
                         set.disk_stop_bytes,
                         found->unsealed.empty() ? found->last_seq : 0};
    writer->m_syncer = std::make_unique<Syncer>(std::move(sync), std::move(manifest), std::move(found->unsealed));
    writer->m_last_wall = set.now_wall;
    writer->m_last_mono = set.now_mono;
    if (Status opened = writer->openSegment(set.now_wall, set.now_mono, nullptr); !opened)
        writer->stopRecording(opened.error());
    else
        writer->m_syncer->change(nullptr, writer->m_segment);
    return writer;
}

void Writer::put(RecordType type, std::uint8_t flags, std::uint16_t source_id, WallTime wall, MonoTime mono,
                 std::string_view payload) {
    const std::size_t size = recordSize(payload.size());
    if (m_buffer_capacity - m_buffer_size < size) {
        const std::size_t capacity = std::max(2 * m_buffer_capacity, m_buffer_size + size);
        std::unique_ptr<char[]> larger(new char[capacity]);
        std::memcpy(larger.get(), m_buffer.get(), m_buffer_size);
        m_buffer = std::move(larger);
        m_buffer_capacity = capacity;
    }
    const RecordHead head{0, type, flags, source_id, m_next_seq++, wall, mono};
    encodeRecord(head, payload, m_segment->seed, m_buffer.get() + m_buffer_size);
    m_buffer_size += size;
    m_last_wall = wall;
    m_last_mono = mono;
}

std::uint16_t Writer::sourceId(std::string_view source, WallTime wall, MonoTime mono) {
    if (m_last_source_id != 0 && source == m_last_source) return m_last_source_id;
    auto known = m_source_ids.find(source);
    if (known == m_source_ids.end()) {
        BW_ASSERT(m_segment->stats.sources.size() < 0xFFFF);
        const auto id = static_cast<std::uint16_t>(m_segment->stats.sources.size() + 1);
        known = m_source_ids.emplace(source, id).first;
        m_segment->stats.sources.push_back({id, std::string(source), 0});
        put(RecordType::Source, 0, id, wall, mono, encodeSource(id, source));
    }
    m_last_source = source;
    m_last_source_id = known->second;
    return known->second;
}

Code Writer::add(std::string_view source, WallTime wall, MonoTime mono, std::string_view bytes, std::uint8_t flags) {
    if (m_buffer_size == 0) beginBatch(wall, mono);
    if (state() != State::Recording) {
        countLost(source, wall);
        return Code::JournalFull;
    }
    if (bytes.size() > kPayloadMax) {
        put(RecordType::Note, 0, sourceId(source, wall, mono), wall, mono,
            encodeOversize(source, bytes.size(), sha256(bytes)));
        return Code::JournalTooLarge;
    }
    const std::uint16_t id = sourceId(source, wall, mono);
    put(RecordType::Frame, flags, id, wall, mono, bytes);
    return Code::Ok;
}

Code Writer::addTyped(RecordType type, WallTime wall, MonoTime mono, std::string_view payload, std::uint8_t flags) {
    BW_ASSERT(type == RecordType::Gap || type == RecordType::Config || type == RecordType::Note);
    if (payload.size() > kPayloadMax) return Code::JournalTooLarge;
    if (type == RecordType::Config) m_config = payload;
    if (m_buffer_size == 0) beginBatch(wall, mono);
    if (state() != State::Recording) return Code::JournalFull;
    put(type, flags, 0, wall, mono, payload);
    return Code::Ok;
}

/// Here the segment may change: never inside a batch, whose records carry the segment's seed.
void Writer::beginBatch(WallTime wall, MonoTime mono) {
    if (state() != State::Recording) return;
    if (m_syncer->syncFailed()) {
        handleSyncFailure(wall, mono);
    } else if (m_syncer->diskAtStop()) {
        stopRecording({Code::JournalFull, "journal.append", "free space is below disk.stop_bytes"});
    } else if ((m_segment->size.load(std::memory_order_relaxed) >= m_options.segment_bytes ||
                floorDiv(wall.ns, kHourNs) > m_segment_hour || m_source_ids.size() >= kSourcesMax) &&
               m_syncer->roomToSeal()) {
        changeSegment(wall, mono);
    }
}

void Writer::changeSegment(WallTime wall, MonoTime mono) {
    std::shared_ptr<Segment> old = release();
    const Status opened = openSegment(wall, mono, nullptr);
    m_syncer->change(std::move(old), m_segment);
    if (!opened) stopRecording(opened.error());
}

Result<std::shared_ptr<Segment>> Writer::makeSegment(WallTime wall, MonoTime mono) {
    SegmentHeader header;
    header.engine = m_engine;
    header.session = m_session;
    header.number = m_next_number;
    header.first_seq = m_next_seq;
    header.created_wall = wall;
    header.created_mono = mono;
    std::optional<PreparedSegment> prepared = m_syncer->takePrepared(m_next_number);
    if (!prepared) {
        Result<PreparedSegment> made =
            prepareSegment(m_files, m_options.dir, m_engine8, m_next_number, ".new", m_options.segment_bytes);
        if (!made) return made.error();
        prepared = std::move(*made);
    }
    return Segment::create(std::move(*prepared), header);
}

/// On success the segment is written to from now on, its first records are committed and the state is Recording.
Status Writer::openSegment(WallTime wall, MonoTime mono, const GapInfo* full) {
    BW_ASSERT(m_buffer_size == 0 && !m_segment);
    Status opened = Done{};
    for (int i = 0; i < kOpenTries; ++i) {
        Result<std::shared_ptr<Segment>> made = makeSegment(wall, mono);
        opened = made ? Status(Done{}) : Status(made.error());
        if (!made) continue;
        m_segment = std::move(*made);
        m_source_ids.clear();
        m_last_source_id = 0;
        putFirstRecords(wall, mono, full);
        opened = m_segment->publish(m_files, batch());
        if (opened) break;
        m_buffer_size = 0;
        m_next_seq = m_committed_seq + 1;
        m_segment.reset();
    }
    if (!opened) return opened;
    accept();
    m_segment->previous = std::exchange(m_previous, std::nullopt);
    m_segment_hour = std::max(m_segment_hour, floorDiv(wall.ns, kHourNs));
    ++m_next_number;
    m_session_started = true;
    if (m_suspect) m_syncer->suspectNoted(*m_suspect);
    m_suspect.reset();
    m_state.store(State::Recording, std::memory_order_relaxed);
    return Done{};
}

void Writer::putFirstRecords(WallTime wall, MonoTime mono, const GapInfo* full) {
    if (!m_session_started) {
        put(RecordType::Session, 0, 0, wall, mono,
            encodeSessionStart(m_options.version, m_options.boot_id, m_options.host_id));
        for (const GapInfo& gap : m_start_gaps) put(RecordType::Gap, 0, 0, wall, mono, encodeGap(gap));
    }
    if (full) put(RecordType::Gap, 0, 0, wall, mono, encodeGap(*full));
    if (m_suspect) put(RecordType::Note, 0, 0, wall, mono, encodeSuspect(m_suspect->first_seq, m_suspect->last_seq));
    if (!full) return;
    for (const LostSource& lost : full->sources) sourceId(lost.name, wall, mono);
    if (!m_config.empty()) put(RecordType::Config, 0, 0, wall, mono, m_config);
}

/// The batch is in the kernel.
void Writer::accept() {
    for (std::size_t at = 0; at < m_buffer_size;) {
        const RecordHead head = decodeHead(m_buffer.get() + at);
        m_segment->stats.count(head);
        at += recordSize(head.payload_size);
    }
    m_bytes_written.fetch_add(m_buffer_size, std::memory_order_relaxed);
    m_committed_seq = m_next_seq - 1;
    // In this order: whoever sees the sequence also sees that there is something to sync.
    m_segment->size.store(m_segment->size.load(std::memory_order_relaxed) + m_buffer_size, std::memory_order_release);
    m_segment->last_seq.store(m_committed_seq, std::memory_order_release);
    m_buffer_size = 0;
}

/// Ends the current segment for this thread: its last number goes to the footer, which journal-sync writes.
std::shared_ptr<Segment> Writer::release() {
    BW_ASSERT(m_buffer_size == 0);
    if (!m_segment) return nullptr;
    m_segment->footer_seq = m_next_seq++;
    m_committed_seq = m_segment->footer_seq;
    return std::exchange(m_segment, nullptr);
}

Code Writer::flush() {
    if (m_buffer_size == 0) return Code::Ok;
    const int result = writeAll(m_files, m_segment->fd.get(), batch(), m_segment->size.load(std::memory_order_relaxed));
    if (result < 0) {
        stopRecording(fileError(result, "journal.append", m_segment->path));
        return Code::JournalFull;
    }
    accept();
    return Code::Ok;
}

Code Writer::commit() {
    if (state() != State::Recording) return Code::JournalFull;
    if (const Code code = flush(); code != Code::Ok) return code;
    const std::uint64_t written = bytesWritten();
    if (m_options.sync_each_batch) return sync(kEachBatchWaitMs) ? Code::Ok : Code::JournalSyncFailed;
    if (written - m_woken_bytes >= kWakeBytes) {
        m_woken_bytes = written;
        m_syncer->wake();
    }
    return Code::Ok;
}

bool Writer::sync(int timeout_ms) {
    return m_syncer->waitDurable(m_committed_seq, timeout_ms);
}

void Writer::stopRecording(Error cause) {
    m_lost_from = m_last_wall;
    m_tried = m_last_mono;
    dropBatch();
    if (m_segment) {
        static_cast<void>(m_files.truncate(m_segment->fd.get(), m_segment->size.load(std::memory_order_relaxed)));
        m_syncer->change(release(), nullptr);
    }
    static_cast<void>(m_files.remove(m_options.dir / Syncer::kReserveName));  // absent on a volume without room for it
    m_state.store(State::Unrecorded, std::memory_order_relaxed);
    cause.detail = std::string(codeName(cause.code)) + ": " + cause.detail;
    cause.code = Code::JournalFull;
    note(std::move(cause));
}

/// Takes the batch back: its frames are counted as not recorded, its numbers are free again.
void Writer::dropBatch() {
    for (std::size_t at = 0; at < m_buffer_size;) {
        const RecordHead head = decodeHead(m_buffer.get() + at);
        if (head.type == RecordType::Frame) countLost(m_segment->stats.sources[head.source_id - 1U].name, head.wall);
        at += recordSize(head.payload_size);
    }
    m_buffer_size = 0;
    m_next_seq = m_committed_seq + 1;
}

void Writer::countLost(std::string_view source, WallTime wall) {
    m_unrecorded_frames.fetch_add(1, std::memory_order_relaxed);
    ++m_lost_frames;
    auto known = m_lost.find(source);
    if (known == m_lost.end()) {
        const std::string name(m_lost.size() < kLostSourcesMax ? source : "*");
        known = m_lost.try_emplace(name, LostSource{name, 0, wall, wall}).first;
    }
    ++known->second.frames;
    known->second.last = wall;
}

std::optional<GapInfo> Writer::retry(WallTime wall, MonoTime mono) {
    if (state() != State::Unrecorded || mono - m_tried < kRetryNs) return std::nullopt;
    m_tried = mono;
    Files::Space space;
    if (m_files.space(m_options.dir, space) == 0 &&
        space.free_bytes < Syncer::stopBytes(m_options.disk_stop_bytes, space.total_bytes) + kResumeBytes)
        return std::nullopt;
    if (m_syncer->syncFailed() && !m_suspect) m_suspect = SuspectRange{m_syncer->durableSeq() + 1, m_committed_seq};
    GapInfo full;
    full.cause = GapCause::JournalFull;
    full.from = m_lost_from;
    full.to = wall;
    full.frames = m_lost_frames;
    for (const auto& [name, lost] : m_lost) full.sources.push_back(lost);
    if (Status opened = openSegment(wall, mono, &full); !opened)
        return std::nullopt;  // the cause was noted at the stop
    m_syncer->spaceReturned();
    m_syncer->change(nullptr, m_segment);
    m_lost.clear();
    m_lost_frames = 0;
    return full;
}

/// The records since durable_seq may be lost in a power cut whatever a later fdatasync says: new segment, NOTE SUSPECT.
void Writer::handleSyncFailure(WallTime wall, MonoTime mono) {
    m_suspect = SuspectRange{m_syncer->durableSeq() + 1, m_committed_seq};
    if (m_syncer->failuresInARow() >= kOpenTries) {
        stopRecording({Code::JournalSyncFailed, "journal.sync", "three segments in a row could not be synced"});
        return;
    }
    changeSegment(wall, mono);
}

void Writer::close(std::string_view reason, WallTime wall, MonoTime mono) {
    if (state() == State::Recording && flush() == Code::Ok) {
        put(RecordType::Session, 0, 0, wall, mono, encodeSessionEnd(reason));
        if (flush() == Code::Ok) {
            m_segment->stats.session_end = true;
            m_syncer->change(release(), nullptr);
        }
    }
    m_state.store(State::Closed, std::memory_order_relaxed);
    m_syncer->stop();
}

void Writer::note(Error error) {
    if (m_notices.size() < kNoticesMax) m_notices.push_back(std::move(error));
}

std::vector<Error> Writer::takeNotices() {
    std::vector<Error> out = std::exchange(m_notices, {});
    for (Error& error : m_syncer->takeNotices()) out.push_back(std::move(error));
    return out;
}

}  // namespace bw::journal
