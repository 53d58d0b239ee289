// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/syncer.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace bw::journal {
namespace {
constexpr std::size_t kHashPiece = std::size_t{1} << 20;
constexpr auto kRetry = std::chrono::seconds(1);       // of a seal that failed
constexpr auto kSpaceEvery = std::chrono::seconds(1);  // statvfs
constexpr std::uint64_t kReserveBytes = std::uint64_t{16} << 20;
}  // namespace

Syncer::Syncer(Options options, Manifest manifest, std::vector<std::shared_ptr<Segment>> unsealed)
    : m_options(std::move(options)),
      m_files(*m_options.files),
      m_sealing(unsealed.begin(), unsealed.end()),
      m_durable_seq(m_options.durable_seq),
      m_waiting(unsealed.size()),
      m_manifest(std::move(manifest)),
      m_hash_buffer(new char[kHashPiece]) {
    for (const auto& segment : unsealed) segment->announced = true;
    m_thread = std::thread([this] { run(); });
}

Syncer::~Syncer() {
    stop();
}

void Syncer::stop() {
    if (!m_thread.joinable()) return;
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
    if (m_prepared) static_cast<void>(m_files.remove(m_prepared->work_path));
    m_prepared.reset();
}

void Syncer::change(std::shared_ptr<Segment> old, std::shared_ptr<Segment> current) {
    {
        const std::lock_guard lock(m_mutex);
        if (old) {
            m_sealing.push_back(std::move(old));
            m_waiting.store(m_sealing.size(), std::memory_order_relaxed);
        }
        m_current = std::move(current);
        m_woken = true;
    }
    m_wake.notify_one();
}

std::optional<PreparedSegment> Syncer::takePrepared(std::uint64_t number) {
    const std::lock_guard lock(m_mutex);
    if (!m_prepared || m_prepared->number != number) return std::nullopt;
    return std::exchange(m_prepared, std::nullopt);
}

void Syncer::wake() {
    {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
    }
    m_wake.notify_one();
}

void Syncer::suspectNoted(SuspectRange range) {
    const std::lock_guard lock(m_mutex);
    m_suspects.push_back(range);
    m_sync_failed.store(false, std::memory_order_release);
}

bool Syncer::isDurable(std::uint64_t seq) const {
    if (seq > durableSeq()) return false;
    const std::lock_guard lock(m_mutex);
    return std::none_of(m_suspects.begin(), m_suspects.end(),
                        [seq](const SuspectRange& range) { return seq >= range.first_seq && seq <= range.last_seq; });
}

std::vector<SuspectRange> Syncer::suspectRanges() const {
    const std::lock_guard lock(m_mutex);
    return m_suspects;
}

Histogram Syncer::latency() const {
    const std::lock_guard lock(m_mutex);
    return m_latency;
}

bool Syncer::waitDurable(std::uint64_t seq, int timeout_ms) {
    wake();
    std::unique_lock lock(m_mutex);
    m_durable_changed.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                               [this, seq] { return durableSeq() >= seq || syncFailed(); });
    return durableSeq() >= seq;
}

std::vector<Error> Syncer::takeNotices() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_notices, {});
}

void Syncer::note(Error error) {
    const std::lock_guard lock(m_mutex);
    if (m_notices.size() < kNoticesMax) m_notices.push_back(std::move(error));
}

std::uint64_t Syncer::stopBytes(std::uint64_t wanted, std::uint64_t total_bytes) {
    return std::min(wanted, total_bytes / 100);
}

void Syncer::run() {
    ::pthread_setname_np(::pthread_self(), "journal-sync");
    const auto period = std::chrono::milliseconds(m_options.sync_ms);
    auto next = Clock::now();
    for (bool stop = false; !stop;) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_until(lock, next, [this] { return m_stop || m_woken; });
            m_woken = false;
            stop = m_stop;
        }
        next = Clock::now() + period;
        m_heartbeat.fetch_add(1, std::memory_order_relaxed);
        syncAll();
        if (stop) break;
        sealUntil(next);
        prepareNext();
        watchSpace();
    }
    m_seal_after = {};
    sealUntil(Clock::time_point::max());
}

/// Oldest first: durable_seq passes a segment only when everything before it is on the disk.
void Syncer::syncAll() {
    {
        const std::lock_guard lock(m_mutex);
        m_batch.assign(m_sealing.begin(), m_sealing.end());
        if (m_current) m_batch.push_back(m_current);
    }
    for (const auto& segment : m_batch)
        if (!syncOne(*segment)) break;
    m_batch.clear();
    const std::lock_guard lock(m_mutex);
    m_durable_changed.notify_all();
}

bool Syncer::syncOne(Segment& segment) {
    if (segment.suspect.load(std::memory_order_relaxed))
        return !syncFailed();  // behind it only once its NOTE is written
    const std::uint64_t last_seq = segment.last_seq.load(std::memory_order_acquire);
    const std::uint64_t size = segment.size.load(std::memory_order_acquire);
    if (size != segment.synced_bytes) {
        const auto begin = Clock::now();
        const int result = m_files.sync(segment.fd.get());
        const std::int64_t took_ns = std::chrono::nanoseconds(Clock::now() - begin).count();
        if (result < 0) {
            // The kernel may have dropped the dirty pages: a later success would prove nothing about them.
            segment.suspect.store(true, std::memory_order_relaxed);
            m_failures.fetch_add(1, std::memory_order_relaxed);
            Error error = fileError(result, "journal.sync", segment.path);
            error.code = Code::JournalSyncFailed;
            note(std::move(error));
            m_sync_failed.store(true, std::memory_order_release);
            return false;
        }
        segment.synced_bytes = size;
        m_failures.store(0, std::memory_order_relaxed);
        const std::lock_guard lock(m_mutex);
        m_latency.add(took_ns);
    }
    announce(segment);
    if (last_seq > m_durable_seq.load(std::memory_order_relaxed))
        m_durable_seq.store(last_seq, std::memory_order_release);
    return true;
}

/// A new file is durable only with its directory entry.
void Syncer::announce(Segment& segment) {
    if (segment.announced) return;
    segment.announced = true;
    if (const int result = m_files.syncDir(m_options.dir); result < 0)
        note(fileError(result, "journal.sync", m_options.dir));
    ManifestEntry entry;
    entry.segment = segment.header.number;
    entry.file = segment.path.filename().string();
    entry.state = "open";
    entry.first_seq = segment.header.first_seq;
    if (Status done = m_manifest.append(m_files, entry); !done) note(done.error());
}

std::shared_ptr<Segment> Syncer::front() {
    const std::lock_guard lock(m_mutex);
    return m_sealing.empty() ? nullptr : m_sealing.front();
}

/// Seals what waits, then hashes the current segment as far as it goes, so that sealing it later is short.
void Syncer::sealUntil(Clock::time_point deadline) {
    if (Clock::now() < m_seal_after) return;
    while (const auto segment = front()) {
        if (!sealOne(*segment, deadline)) return;
        const std::lock_guard lock(m_mutex);
        m_sealing.pop_front();
        m_waiting.store(m_sealing.size(), std::memory_order_relaxed);
    }
    std::shared_ptr<Segment> current;
    {
        const std::lock_guard lock(m_mutex);
        if (m_sealing.empty()) current = m_current;
    }
    if (!current || deadline == Clock::time_point::max()) return;
    finishHeader(*current);
    static_cast<void>(hashTo(*current, current->size.load(std::memory_order_acquire), deadline));
}

/// The chain: the hash of the segment before enters the header as soon as it is known, before this one is hashed.
void Syncer::finishHeader(Segment& segment) {
    if (segment.previous) m_last_digest = *segment.previous;
    if (segment.header_final) return;
    segment.header_final = true;
    if (m_last_digest == Digest{}) return;
    segment.header.previous = m_last_digest;
    std::array<char, kHeaderSize> bytes{};
    encodeHeader(segment.header, bytes.data());
    if (const int result = writeAll(m_files, segment.fd.get(), {bytes.data(), bytes.size()}, 0); result < 0)
        note(fileError(result, "journal.header", segment.path));
    segment.synced_bytes = 0;
}

bool Syncer::hashTo(Segment& segment, std::uint64_t end, Clock::time_point deadline) {
    while (segment.hashed_bytes < end) {
        if (Clock::now() >= deadline) return false;
        const std::size_t want =
            static_cast<std::size_t>(std::min<std::uint64_t>(kHashPiece, end - segment.hashed_bytes));
        const ssize_t got =
            ::pread(segment.fd.get(), m_hash_buffer.get(), want, static_cast<off_t>(segment.hashed_bytes));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            note(fileError(got < 0 ? -errno : -EIO, "journal.hash", segment.path));
            m_seal_after = Clock::now() + kRetry;
            return false;
        }
        segment.hash.update(m_hash_buffer.get(), static_cast<std::size_t>(got));
        segment.hashed_bytes += static_cast<std::uint64_t>(got);
    }
    return true;
}

/// True when `segment` needs nothing more. A failure is tried again after a second; if the process ends before that,
/// recovery does it.
bool Syncer::sealOne(Segment& segment, Clock::time_point deadline) {
    const std::uint64_t end = segment.size.load(std::memory_order_acquire);
    const bool suspect = segment.suspect.load(std::memory_order_relaxed);
    if (!suspect && segment.synced_bytes != end) return false;  // came after this tick's sync
    finishHeader(segment);
    if (!hashTo(segment, end, deadline)) return false;
    if (segment.footer_seq == 0) {
        if (const int result = m_files.sync(segment.fd.get()); result < 0)
            note(fileError(result, "journal.seal", segment.path));
        Sha256 whole = segment.hash;
        enterSealed(segment, whole.finish());
        return true;
    }
    segment.stats.clean = segment.stats.clean && !suspect;
    Sha256 before = segment.hash;
    const std::string payload = encodeFooter(segment.stats, before.finish());
    const RecordHead head{
        0, RecordType::Footer, 0, 0, segment.footer_seq, segment.stats.last_wall, segment.stats.last_mono};
    // A cut record may have lost its padding: the footer begins at the next multiple of 8, the hole reads as zeros.
    const std::uint64_t at = (end + 7) & ~std::uint64_t{7};
    std::string record(recordSize(payload.size()), '\0');
    encodeRecord(head, payload, segment.seed, record.data());
    int result = writeAll(m_files, segment.fd.get(), record, at);
    if (result == 0 && !suspect) result = m_files.sync(segment.fd.get());
    if (result == 0) result = m_files.truncate(segment.fd.get(), at + record.size());  // gives the reserve back
    if (result < 0) {
        static_cast<void>(m_files.truncate(segment.fd.get(), end));
        note(fileError(result, "journal.seal", segment.path));
        m_seal_after = Clock::now() + kRetry;
        return false;
    }
    segment.stats.count(head);
    segment.last_seq.store(segment.footer_seq, std::memory_order_release);
    if (at > end) segment.hash.update("\0\0\0\0\0\0\0", static_cast<std::size_t>(at - end));
    segment.hash.update(record);
    segment.size.store(at + record.size(), std::memory_order_release);
    Sha256 whole = segment.hash;
    enterSealed(segment, whole.finish());
    if (!suspect && durableSeq() + 1 == segment.footer_seq)
        m_durable_seq.store(segment.footer_seq, std::memory_order_release);
    return true;
}

void Syncer::enterSealed(const Segment& segment, const Digest& digest) {
    m_last_digest = digest;
    if (const int result = m_files.syncDir(m_options.dir); result < 0)
        note(fileError(result, "journal.seal", m_options.dir));
    ManifestEntry entry;
    std::string engine8;
    static_cast<void>(parseStem(segment.stem, engine8, entry.segment));
    entry.file = segment.path.filename().string();
    entry.state = "sealed";
    entry.first_seq = segment.stats.first_seq != 0 ? segment.stats.first_seq : segment.header.first_seq;
    entry.last_seq = segment.last_seq.load(std::memory_order_relaxed);
    entry.first_wall = segment.stats.first_wall;
    entry.last_wall = segment.stats.last_wall;
    entry.records = segment.stats.records;
    entry.bytes_raw = segment.size.load(std::memory_order_relaxed);
    entry.sha256_raw = hex(digest);
    entry.prev_sha256 = hex(segment.header.previous);
    entry.sources = segment.stats.sourcesJson();
    entry.gaps = segment.stats.gaps;
    entry.clean = segment.stats.clean;
    if (Status done = m_manifest.append(m_files, entry); !done) note(done.error());
}

void Syncer::prepareNext() {
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_current) return;
        number = m_current->header.number + 1;
        if (m_prepared && m_prepared->number == number) return;
    }
    Result<PreparedSegment> made =
        prepareSegment(m_files, m_options.dir, m_options.engine8, number, ".next", m_options.segment_bytes);
    if (!made) return;  // the engine makes it itself when it comes to that, and hears the cause then
    std::optional<PreparedSegment> stale;
    {
        const std::lock_guard lock(m_mutex);
        stale = std::exchange(m_prepared, std::nullopt);
        if (m_current && m_current->header.number + 1 == number)
            m_prepared = std::move(*made);
        else if (!stale)
            stale = std::move(*made);
        else
            static_cast<void>(m_files.remove(made->work_path));
    }
    if (stale) static_cast<void>(m_files.remove(stale->work_path));
}

void Syncer::watchSpace() {
    if (Clock::now() < m_space_after) return;
    m_space_after = Clock::now() + kSpaceEvery;
    Files::Space space;
    if (m_files.space(m_options.dir, space) < 0) return;
    m_free_bytes.store(space.free_bytes, std::memory_order_relaxed);
    const bool at_stop = space.free_bytes < stopBytes(m_options.disk_stop_bytes, space.total_bytes);
    m_disk_at_stop.store(at_stop, std::memory_order_relaxed);
    bool recording = false;
    {
        const std::lock_guard lock(m_mutex);
        recording = m_current != nullptr;
    }
    if (!recording)
        m_reserve_made = false;  // the engine has deleted it
    else if (!at_stop && !m_reserve_made)
        makeReserve(space);
}

/// A file that is deleted when the disk is full, so that sealing and the notes of that moment have room.
void Syncer::makeReserve(const Files::Space& space) {
    const std::uint64_t size = stopBytes(kReserveBytes, space.total_bytes);
    if (space.free_bytes / 4 < size) return;
    m_reserve_made = true;
    const Fd fd(m_files.open(m_options.dir / kReserveName, O_WRONLY | O_CREAT));
    if (fd) static_cast<void>(m_files.reserve(fd.get(), size));  // unsupported: go on without
}

}  // namespace bw::journal
