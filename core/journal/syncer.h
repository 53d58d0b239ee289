// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/journal/files.h"
#include "core/journal/manifest.h"
#include "core/journal/segment.h"
#include "core/model/histogram.h"

namespace bw::journal {

/// Numbers whose bytes may not be on the disk although a later fdatasync succeeded.
struct SuspectRange {
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
};

/// The thread `journal-sync`: makes appended records durable every sync_ms, hashes and seals segments, prepares the
/// next one, watches the free space. Started by the constructor, joined by the destructor, which first syncs and seals
/// what is left. The other functions are for the engine thread unless they say "any thread"; none of them waits for the
/// disk.
class Syncer {
public:
    struct Options {
        Files* files = nullptr;
        std::filesystem::path dir;
        std::string engine8;
        int sync_ms = 100;
        std::uint64_t segment_bytes = 0;
        std::uint64_t disk_stop_bytes = 0;
        std::uint64_t durable_seq = 0;  // what is known to be durable already
    };
    /// `unsealed` are segments of earlier sessions, in order.
    Syncer(Options options, Manifest manifest, std::vector<std::shared_ptr<Segment>> unsealed);
    ~Syncer();
    /// Syncs and seals what is left, then joins. Nothing but the getters after it.
    void stop();
    Syncer(const Syncer&) = delete;
    Syncer& operator=(const Syncer&) = delete;

    /// Hands `old` over to be sealed (none at first) and names the segment that is written from now on (none while
    /// unrecorded).
    void change(std::shared_ptr<Segment> old, std::shared_ptr<Segment> current);
    /// False while too many segments wait to be sealed: the caller then stays in its segment, however large it grows.
    [[nodiscard]] bool roomToSeal() const { return m_waiting.load(std::memory_order_relaxed) < kSealQueueMax; }
    /// The prepared segment of that number, if it is ready.
    [[nodiscard]] std::optional<PreparedSegment> takePrepared(std::uint64_t number);
    /// Syncs now instead of at the next tick.
    void wake();
    /// True once after an fdatasync failed: the engine changes the segment, writes the NOTE, then calls suspectNoted.
    [[nodiscard]] bool syncFailed() const { return m_sync_failed.load(std::memory_order_acquire); }
    void suspectNoted(SuspectRange range);
    /// fdatasync failures since one last succeeded.
    [[nodiscard]] int failuresInARow() const { return m_failures.load(std::memory_order_relaxed); }
    [[nodiscard]] bool diskAtStop() const { return m_disk_at_stop.load(std::memory_order_relaxed); }
    /// The engine has seen room again, before the next look from here.
    void spaceReturned() { m_disk_at_stop.store(false, std::memory_order_relaxed); }

    // Any thread.
    [[nodiscard]] std::uint64_t durableSeq() const { return m_durable_seq.load(std::memory_order_acquire); }
    [[nodiscard]] bool isDurable(std::uint64_t seq) const;
    [[nodiscard]] std::vector<SuspectRange> suspectRanges() const;
    [[nodiscard]] const std::atomic<std::uint64_t>& heartbeat() const { return m_heartbeat; }
    [[nodiscard]] std::uint64_t freeBytes() const { return m_free_bytes.load(std::memory_order_relaxed); }
    [[nodiscard]] Histogram latency() const;
    /// Waits until durableSeq() >= seq; false if that took longer or an fdatasync failed meanwhile.
    [[nodiscard]] bool waitDurable(std::uint64_t seq, int timeout_ms);
    /// What went wrong since the last call; at most kNoticesMax are kept, the oldest.
    [[nodiscard]] std::vector<Error> takeNotices();

    static constexpr std::size_t kSealQueueMax = 64;
    static constexpr std::size_t kNoticesMax = 64;
    /// The limit of free space for a volume of that size.
    [[nodiscard]] static std::uint64_t stopBytes(std::uint64_t wanted, std::uint64_t total_bytes);
    static constexpr const char* kReserveName = "RESERVE";

private:
    using Clock = std::chrono::steady_clock;
    void run();
    void syncAll();
    bool syncOne(Segment& segment);
    void announce(Segment& segment);
    void sealUntil(Clock::time_point deadline);
    bool sealOne(Segment& segment, Clock::time_point deadline);
    bool hashTo(Segment& segment, std::uint64_t end, Clock::time_point deadline);
    void finishHeader(Segment& segment);
    void enterSealed(const Segment& segment, const Digest& digest);
    void prepareNext();
    void watchSpace();
    void makeReserve(const Files::Space& space);
    void note(Error error);
    [[nodiscard]] std::shared_ptr<Segment> front();

    const Options m_options;
    Files& m_files;

    mutable std::mutex m_mutex;  // never held during a call that may wait
    std::condition_variable m_wake;
    std::condition_variable m_durable_changed;
    bool m_stop = false;
    bool m_woken = false;
    std::shared_ptr<Segment> m_current;
    std::deque<std::shared_ptr<Segment>> m_sealing;  // bound: kSealQueueMax (roomToSeal) and what recovery found
    std::optional<PreparedSegment> m_prepared;
    std::vector<SuspectRange> m_suspects;
    Histogram m_latency;
    std::vector<Error> m_notices;

    std::atomic<std::uint64_t> m_durable_seq;
    std::atomic<std::uint64_t> m_heartbeat{0};
    std::atomic<std::uint64_t> m_free_bytes{0};
    std::atomic<std::size_t> m_waiting{0};
    std::atomic<int> m_failures{0};
    std::atomic<bool> m_sync_failed{false};
    std::atomic<bool> m_disk_at_stop{false};

    // journal-sync only.
    Manifest m_manifest;
    Digest m_last_digest{};
    std::vector<std::shared_ptr<Segment>> m_batch;
    std::unique_ptr<char[]> m_hash_buffer;
    Clock::time_point m_seal_after;
    Clock::time_point m_space_after;
    bool m_reserve_made = false;

    std::thread m_thread;  // last: everything it uses exists before and after it
};

}  // namespace bw::journal
