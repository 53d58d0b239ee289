// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/risk/clock.h"
#include "core/risk/latch_fs.h"
#include "core/risk/text.h"

namespace bw::risk {

/// heartbeat.bin of an engine and guard.bin of its guard (risk spec 1.10): 64 bytes, little-endian. 0 magic BWHEART1, 8 pid
/// u32, 12 flags u8 (bit 0 armed, bit 1 clean stop), 16 start id, 32 monotonic ns i64, 40 counter u64, 60 crc32c of the
/// bytes before. Not synced: it says who lives now, nothing about after a crash.
struct Beat {
    std::uint32_t pid = 0;
    bool armed = false, clean_stop = false;
    Id128 start_id;
    std::int64_t mono_ns = 0;
    std::uint64_t counter = 0;
    friend bool operator==(const Beat&, const Beat&) = default;
};
inline constexpr std::size_t kBeatSize = 64;
[[nodiscard]] std::string encodeBeat(const Beat& beat);
/// nullopt: another size, magic or checksum (a read into the middle of a write is one of these).
[[nodiscard]] std::optional<Beat> parseBeat(std::string_view bytes);
[[nodiscard]] std::optional<Beat> readBeat(LatchFs& fs, const std::string& path);

/// Writes one side's beat in place. One thread. A failure is not told: the other side then sees no progress.
class BeatWriter {
public:
    BeatWriter(LatchFs& fs, std::string path);
    void write(MonoTime now, bool armed, bool clean_stop);

private:
    LatchFs& m_fs;
    const std::string m_path;
    OpenFile m_file;
    Beat m_beat;
};

/// Whether the other side makes progress. One thread; time comes in.
class BeatWatch {
public:
    explicit BeatWatch(std::int64_t still_ns) : m_still_ns(still_ns) {}
    /// `beat`: what the file says now; nullopt counts as no progress. `now`: of this process; a call that comes more than a
    /// second late means that this process itself was away, and starts the measurement anew.
    void see(const std::optional<Beat>& beat, MonoTime now);
    /// The last beat is armed, not a clean stop, and older than the limit.
    [[nodiscard]] bool lostWhileArmed(MonoTime now) const;
    /// Nothing moved for the limit, whatever it said last; also when there never was a beat.
    [[nodiscard]] bool still(MonoTime now) const { return now.ns - m_moved_ns >= m_still_ns; }
    [[nodiscard]] const std::optional<Beat>& last() const { return m_last; }

private:
    const std::int64_t m_still_ns;
    std::optional<Beat> m_last;
    std::int64_t m_moved_ns = 0, m_seen_ns = 0;
};

inline constexpr std::int64_t kBeatNs = 250 * kNsPerMs;       // between two writes or reads
inline constexpr std::int64_t kBeatStillNs = 5 * kNsPerSec;   // no progress for so long is a lost engine or guard

/// The engine's half: tells the guard that it lives and watches that the guard does. The watchdog thread calls beat();
/// lost() is for any thread.
class GuardLink {
public:
    GuardLink(LatchFs& fs, const RiskClock& clock, const std::string& latch_dir);
    GuardLink(const GuardLink&) = delete;
    GuardLink& operator=(const GuardLink&) = delete;
    /// The last word of a clean stop; the watchdog thread is gone by then.
    ~GuardLink() { m_writer.write(m_clock.mono(), false, /*clean_stop=*/true); }
    /// True when lost() has just changed.
    bool beat(MonoTime now, bool armed);
    [[nodiscard]] bool lost() const noexcept { return m_lost.load(); }

private:
    LatchFs& m_fs;
    const RiskClock& m_clock;
    const std::string m_guard_path;
    BeatWriter m_writer;
    BeatWatch m_guard{kBeatStillNs};
    std::int64_t m_next_ns = 0;
    std::atomic<bool> m_lost{false};
};

/// The guard's half, `bellwether kill --guard`: one step each 250 ms. One thread.
class GuardLoop {
public:
    GuardLoop(LatchFs& fs, const std::string& latch_dir, MonoTime now);
    /// True once for each engine start that was lost while armed: the caller writes latch and companion.
    [[nodiscard]] bool step(MonoTime now);
    /// The guard ends in order: the engine tells GUARD_LOST at once.
    void stop(MonoTime now) { m_writer.write(now, false, /*clean_stop=*/true); }
    [[nodiscard]] const std::optional<Beat>& engine() const { return m_engine.last(); }

private:
    LatchFs& m_fs;
    const std::string m_engine_path;
    BeatWriter m_writer;
    BeatWatch m_engine{kBeatStillNs};
    Id128 m_stopped;  // the engine start that was stopped already
};

}  // namespace bw::risk
