// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/journal/files.h"
#include "core/journal/format.h"
#include "core/journal/lock.h"
#include "core/journal/records.h"
#include "core/journal/segment.h"
#include "core/journal/syncer.h"
#include "core/model/result.h"
#include "core/model/times.h"

namespace bw::journal {

struct WriterOptions {
    std::filesystem::path dir;  // data_dir/journal
    std::uint64_t segment_bytes = std::uint64_t{256} << 20;
    int sync_ms = 100;                                        // 10..10000
    bool sync_each_batch = false;                             // journal.sync each_batch: commit() waits for the disk
    std::uint64_t disk_stop_bytes = std::uint64_t{64} << 20;  // at most 1 % of the volume
    std::string version;                                      // of the program, for the session record
    WallTime now_wall;  // the journal reads no clock: the records of the start carry these
    MonoTime now_mono;
    Files* files = nullptr;  // null: the system's
    std::string boot_id;     // empty: the machine's
    std::string host_id;     // empty: the machine's
};

/// Appends what enters the engine (storage spec 1.3, 1.7). Engine thread, except where it says "any thread"; owns the
/// journal-sync thread. A batch is what is added between two commits: it goes out in one write, and nothing of it may
/// be applied before commit() said Ok. No allocation after warm-up but when the segment changes.
class Writer {
public:
    /// Recovers what is there, then starts a session and a segment. A disk without room is no error: the writer then
    /// begins Unrecorded. `lock` of the same data_dir outlives the writer. CfgRange, DirUnusable, JournalVersion,
    /// FileOpen, FileRead, FileWrite.
    static Result<std::unique_ptr<Writer>> open(WriterOptions options, const DirLock& lock);
    /// Without close() before it the session has no end record, and the next start reports a crash.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Gaps found at the start, in order; they are among the first records of the session. The engine applies them like
    /// frames before its first frame.
    [[nodiscard]] const std::vector<GapInfo>& startGaps() const { return m_start_gaps; }

    /// A frame. Ok; JournalTooLarge: a NOTE with size and hash stands in its place and the frame is to be rejected;
    /// JournalFull: not recorded, counted.
    [[nodiscard]] Code add(std::string_view source, WallTime wall, MonoTime mono, std::string_view bytes,
                           std::uint8_t flags = 0);
    /// GAP, CONFIG or NOTE. The last CONFIG is written again behind a stretch that was not recorded.
    [[nodiscard]] Code addTyped(RecordType type, WallTime wall, MonoTime mono, std::string_view payload,
                                std::uint8_t flags = 0);
    /// Writes the batch. JournalFull: nothing of it is recorded, all of it counted, the state is Unrecorded. With
    /// sync_each_batch also JournalSyncFailed: written, but not known to be durable.
    [[nodiscard]] Code commit();
    /// While Unrecorded: tries a new segment, at most once a second of `mono`. On success the GAP journal_full that it
    /// begins with, for the engine to apply.
    [[nodiscard]] std::optional<GapInfo> retry(WallTime wall, MonoTime mono);
    /// Ends the session: end record, footer, all of it synced. Only the getters may be called after it.
    void close(std::string_view reason, WallTime wall, MonoTime mono);
    /// Waits until the committed records are on the disk; false after `timeout_ms` or when an fdatasync failed.
    [[nodiscard]] bool sync(int timeout_ms);

    /// Sequence of the newest committed record.
    [[nodiscard]] std::uint64_t lastSeq() const { return m_committed_seq; }
    /// Sequence of the newest record added, committed or not.
    [[nodiscard]] std::uint64_t addedSeq() const { return m_next_seq - 1; }

    /// What went wrong since the last call, the oldest 64: sync failures, full disk, what recovery found.
    [[nodiscard]] std::vector<Error> takeNotices();

    enum class State { Recording, Unrecorded, Closed };
    // Any thread.
    [[nodiscard]] State state() const { return m_state.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t durableSeq() const { return m_syncer->durableSeq(); }
    /// durableSeq() reaches it and no failed fdatasync has made it doubtful.
    [[nodiscard]] bool isDurable(std::uint64_t seq) const { return m_syncer->isDurable(seq); }
    [[nodiscard]] std::vector<SuspectRange> suspectRanges() const { return m_syncer->suspectRanges(); }
    [[nodiscard]] std::uint64_t bytesWritten() const { return m_bytes_written.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t unrecordedFrames() const { return m_unrecorded_frames.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t freeBytes() const { return m_syncer->freeBytes(); }
    [[nodiscard]] const std::atomic<std::uint64_t>& syncHeartbeat() const { return m_syncer->heartbeat(); }
    [[nodiscard]] Histogram syncLatency() const { return m_syncer->latency(); }

private:
    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const noexcept { return std::hash<std::string_view>()(name); }
    };

    Writer(WriterOptions options, Files& files);
    void put(RecordType type, std::uint8_t flags, std::uint16_t source_id, WallTime wall, MonoTime mono,
             std::string_view payload);
    [[nodiscard]] std::string_view batch() const { return {m_buffer.get(), m_buffer_size}; }
    std::uint16_t sourceId(std::string_view source, WallTime wall, MonoTime mono);
    void beginBatch(WallTime wall, MonoTime mono);
    void changeSegment(WallTime wall, MonoTime mono);
    Status openSegment(WallTime wall, MonoTime mono, const GapInfo* full);
    Result<std::shared_ptr<Segment>> makeSegment(WallTime wall, MonoTime mono);
    void putFirstRecords(WallTime wall, MonoTime mono, const GapInfo* full);
    void accept();
    std::shared_ptr<Segment> release();
    Code flush();
    void stopRecording(Error cause);
    void dropBatch();
    void countLost(std::string_view source, WallTime wall);
    void handleSyncFailure(WallTime wall, MonoTime mono);
    void note(Error error);

    const WriterOptions m_options;
    Files& m_files;
    std::string m_engine8;
    Uuid m_engine{};
    Uuid m_session{};
    std::uint64_t m_next_seq = 1;
    std::uint64_t m_committed_seq = 0;
    std::uint64_t m_next_number = 1;
    std::vector<GapInfo> m_start_gaps;
    bool m_session_started = false;
    std::string m_config;  // the last CONFIG payload

    std::shared_ptr<Segment> m_segment;
    std::int64_t m_segment_hour = 0;
    std::uint64_t m_woken_bytes = 0;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_buffer_size = 0;
    std::size_t m_buffer_capacity = 0;

    // Sources of this segment; the id is the place in stats.sources + 1.
    std::unordered_map<std::string, std::uint16_t, NameHash, std::equal_to<>> m_source_ids;
    std::string m_last_source;
    std::uint16_t m_last_source_id = 0;

    std::map<std::string, LostSource, std::less<>> m_lost;
    std::uint64_t m_lost_frames = 0;
    WallTime m_lost_from;
    MonoTime m_tried;
    WallTime m_last_wall;
    MonoTime m_last_mono;
    std::optional<SuspectRange> m_suspect;  // still to be noted
    std::optional<Digest> m_previous;       // of the segment before the first of this session
    std::vector<Error> m_notices;

    std::atomic<State> m_state{State::Unrecorded};
    std::atomic<std::uint64_t> m_bytes_written{0};
    std::atomic<std::uint64_t> m_unrecorded_frames{0};
    std::unique_ptr<Syncer> m_syncer;
};

}  // namespace bw::journal
