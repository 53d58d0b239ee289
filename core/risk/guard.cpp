// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/guard.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstring>

#include "core/model/crc32c.h"

namespace bw::risk {
namespace {

constexpr std::string_view kMagic = "BWHEART1";
constexpr std::size_t kCrcAt = 60;
constexpr std::int64_t kAwayNs = kNsPerSec;

template <class T>
void put(std::string& bytes, std::size_t at, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes[at + i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}

std::uint64_t get(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return value;
}

}  // namespace

std::string encodeBeat(const Beat& beat) {
    std::string bytes(kBeatSize, '\0');
    std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
    put(bytes, 8, beat.pid);
    bytes[12] = static_cast<char>((beat.armed ? 1 : 0) | (beat.clean_stop ? 2 : 0));
    std::memcpy(bytes.data() + 16, beat.start_id.bytes.data(), beat.start_id.bytes.size());
    put(bytes, 32, beat.mono_ns);
    put(bytes, 40, beat.counter);
    put(bytes, kCrcAt, crc32c(bytes.data(), kCrcAt));
    return bytes;
}

std::optional<Beat> parseBeat(std::string_view bytes) {
    if (bytes.size() != kBeatSize || !bytes.starts_with(kMagic)) return std::nullopt;
    if (get(bytes, kCrcAt, 4) != crc32c(bytes.data(), kCrcAt)) return std::nullopt;
    Beat beat;
    beat.pid = static_cast<std::uint32_t>(get(bytes, 8, 4));
    beat.armed = (bytes[12] & 1) != 0;
    beat.clean_stop = (bytes[12] & 2) != 0;
    std::memcpy(beat.start_id.bytes.data(), bytes.data() + 16, beat.start_id.bytes.size());
    beat.mono_ns = static_cast<std::int64_t>(get(bytes, 32, 8));
    beat.counter = get(bytes, 40, 8);
    return beat;
}

std::optional<Beat> readBeat(LatchFs& fs, const std::string& path) {
    std::string bytes;
    if (readFile(fs, path, kBeatSize + 1, bytes) != 0) return std::nullopt;
    return parseBeat(bytes);
}

BeatWriter::BeatWriter(LatchFs& fs, std::string path) : m_fs(fs), m_path(std::move(path)), m_file(fs) {
    m_beat.pid = static_cast<std::uint32_t>(::getpid());
    m_beat.start_id = randomId();
}

void BeatWriter::write(MonoTime now, bool armed, bool clean_stop) {
    m_beat.armed = armed;
    m_beat.clean_stop = clean_stop;
    m_beat.mono_ns = now.ns;
    ++m_beat.counter;
    if (m_file.fd() < 0 && m_file.open(m_path, O_RDWR | O_CREAT | O_NOFOLLOW, 0644) != 0) return;
    const std::string bytes = encodeBeat(m_beat);
    if (m_fs.write(m_file.fd(), bytes.data(), bytes.size(), 0) != 0) m_file.close();  // a fresh try next time
}

void BeatWatch::see(const std::optional<Beat>& beat, MonoTime now) {
    const bool away = m_seen_ns == 0 || now.ns - m_seen_ns > kAwayNs;
    m_seen_ns = now.ns;
    if (away) m_moved_ns = now.ns;
    if (!beat) return;
    if (m_last && m_last->start_id == beat->start_id && m_last->counter == beat->counter) return;
    m_last = beat;
    m_moved_ns = now.ns;
}

bool BeatWatch::lostWhileArmed(MonoTime now) const {
    return m_last && m_last->armed && !m_last->clean_stop && still(now);
}

GuardLink::GuardLink(LatchFs& fs, const RiskClock& clock, const std::string& latch_dir)
    : m_fs(fs), m_clock(clock), m_guard_path(latch_dir + "/guard.bin"), m_writer(fs, latch_dir + "/heartbeat.bin") {
    m_guard.see(std::nullopt, clock.mono());
}

bool GuardLink::beat(MonoTime now, bool armed) {
    if (now.ns < m_next_ns) return false;
    m_next_ns = now.ns + kBeatNs;
    m_writer.write(now, armed, /*clean_stop=*/false);
    m_guard.see(readBeat(m_fs, m_guard_path), now);
    const bool lost = !m_guard.last() || m_guard.last()->clean_stop || m_guard.still(now);
    return m_lost.exchange(lost) != lost;
}

GuardLoop::GuardLoop(LatchFs& fs, const std::string& latch_dir, MonoTime now)
    : m_fs(fs), m_engine_path(latch_dir + "/heartbeat.bin"), m_writer(fs, latch_dir + "/guard.bin") {
    m_engine.see(std::nullopt, now);
}

bool GuardLoop::step(MonoTime now) {
    m_writer.write(now, false, false);
    m_engine.see(readBeat(m_fs, m_engine_path), now);
    if (!m_engine.lostWhileArmed(now) || m_stopped == m_engine.last()->start_id) return false;
    m_stopped = m_engine.last()->start_id;
    return true;
}

}  // namespace bw::risk
