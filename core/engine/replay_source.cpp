// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/replay_source.h"

#include <algorithm>
#include <filesystem>

#include "core/journal/records.h"

namespace bw::engine {
namespace {

constexpr std::int64_t kTimerNs = 100 * kNsPerMs;
constexpr std::int64_t kQuietNs = 60 * kNsPerSec;  // timers run this long into a pause, then skip to its end

bool isSessionStart(const journal::Item& item) {
    return item.type == journal::RecordType::Session && item.payload.find("\"event\":\"start\"") != std::string_view::npos;
}

}  // namespace

Result<std::unique_ptr<ReplaySource>> ReplaySource::open(const ReplayOptions& options) {
    auto source = std::unique_ptr<ReplaySource>(new ReplaySource);
    if (options.paths.empty()) return Error{Code::Args, "replay.paths", "name at least one file or folder"};
    const Status status = options.format == "journal" ? source->openJournal(options) : source->openFiles(options);
    if (!status) return status.error();
    return source;
}

Status ReplaySource::openFiles(const ReplayOptions& options) {
    std::vector<std::unique_ptr<feed::FrameReader>> readers;
    const auto paths = feed::recordingFiles(options.paths, options.format, options.symbol);
    if (!paths) return paths.error();
    for (const std::filesystem::path& path : *paths) {
        auto reader = feed::openFile(path, options.format, {options.venue, options.symbol, 0});
        if (!reader) return reader.error();
        readers.push_back(std::move(*reader));
    }
    m_reader = readers.size() == 1 ? std::move(readers.front()) : feed::mergeByTime(std::move(readers));
    m_symbol = options.symbol;
    auto first = m_reader->next(m_held);  // looked at now, so that its symbol is known before the engine starts
    if (!first) m_error = first.error();
    m_has_held = first && *first;
    if (m_symbol.empty() && m_has_held) m_symbol = m_held.symbol;
    return Done{};
}

Status ReplaySource::openJournal(const ReplayOptions& options) {
    if (options.paths.size() > 1)
        return Error{Code::Args, "replay.paths", "a journal is one folder or one segment; replay them one at a time"};
    // A data directory is taken for its journal folder.
    std::filesystem::path path = options.paths.front();
    std::error_code ignored;
    if (std::filesystem::is_directory(path / "journal", ignored)) path /= "journal";
    auto scan = journal::Reader::open(path);
    if (!scan) return scan.error();
    std::vector<std::uint64_t> starts;
    journal::Item item;
    for (;;) {
        const auto step = scan->next(item);
        if (step == journal::Reader::Step::Error) return scan->error();
        if (step != journal::Reader::Step::Item) break;
        if (isSessionStart(item)) starts.push_back(item.seq);
        m_last_seq = std::max(m_last_seq, item.missing ? item.last_missing : item.seq);
    }
    if (m_last_seq == 0) return Error{Code::FileEmpty, "replay.journal", path.string() + " holds no records"};
    m_sessions = std::max<int>(1, static_cast<int>(starts.size()));
    m_session = options.session == 0 ? m_sessions : options.session;
    if (m_session < 1 || m_session > m_sessions)
        return Error{Code::Args, "replay.session", "this journal holds sessions 1 to " + std::to_string(m_sessions)};
    if (!starts.empty()) {
        m_first_seq = starts[static_cast<std::size_t>(m_session - 1)];
        if (m_session < m_sessions) m_last_seq = starts[static_cast<std::size_t>(m_session)] - 1;
    }
    auto reader = journal::Reader::open(path, {m_first_seq, {}, {}});
    if (!reader) return reader.error();
    // The configuration stands before the first frame.
    for (;;) {
        const auto step = reader->next(item);
        if (step != journal::Reader::Step::Item || item.type == journal::RecordType::Frame) break;
        if (item.type == journal::RecordType::Config) {
            m_config = EngineConfig::fromJson(item.payload);
            break;
        }
    }
    auto again = journal::Reader::open(path, {m_first_seq, {}, {}});
    if (!again) return again.error();
    m_journal.emplace(std::move(*again));
    m_symbol = options.symbol;
    return Done{};
}

bool ReplaySource::timerBefore(MonoTime frame, ReplayItem& out) {
    if (m_next_timer_ns == 0) m_next_timer_ns = (floorDiv(frame.ns, kTimerNs) + 1) * kTimerNs;
    if (frame.ns < m_next_timer_ns) return false;
    out = {};
    out.kind = ReplayItem::Kind::Timer;
    out.frame.source = "timer";
    out.frame.bytes = "{\"ctl\":\"tick\"}";
    out.frame.recv_wall = {m_next_timer_ns};
    out.frame.recv_mono = {m_next_timer_ns};
    m_next_timer_ns += kTimerNs;
    return true;
}

Result<bool> ReplaySource::nextForeign(ReplayItem& out) {
    if (!m_has_held) {
        if (m_ended) return false;
        if (m_error) {
            const Error error = *m_error;
            m_error.reset();
            return error;
        }
        auto more = m_reader->next(m_held);
        if (!more) {
            // Frames of other files may follow a broken one; the error is told now, the next call goes on.
            return more.error();
        }
        if (!*more) {
            m_ended = true;
            return false;
        }
        m_has_held = true;
    }
    if (m_next_timer_ns != 0 && m_held.mono.ns - m_next_timer_ns > kQuietNs)
        m_next_timer_ns = floorDiv(m_held.mono.ns - kQuietNs, kTimerNs) * kTimerNs;
    if (timerBefore(m_held.mono, out)) return true;
    out = {};
    out.frame = {m_held.source, m_held.wall, m_held.mono, m_held.bytes};
    out.stamp_code = m_held.stamp_code;
    out.made = m_held.made;
    m_has_held = false;
    return true;
}

Result<bool> ReplaySource::nextJournal(ReplayItem& out) {
    journal::Item item;
    for (;;) {
        const auto step = m_journal->next(item);
        if (step == journal::Reader::Step::Error) return m_journal->error();
        if (step != journal::Reader::Step::Item || (!item.missing && item.seq > m_last_seq)) return false;
        m_at_seq = item.seq;
        out = {};
        out.frame = {item.source, item.wall, item.mono, item.payload};
        if (item.missing) {
            out.kind = ReplayItem::Kind::JournalGap;
            out.cause = item.code == Code::JournalMissing ? GapCause::JournalMissing : GapCause::JournalCorrupt;
            return true;
        }
        if (item.type == journal::RecordType::Frame) return true;
        if (item.type == journal::RecordType::Gap && !(item.flags & journal::kFlagDerived)) {
            const auto gap = journal::decodeGap(item.payload);
            if (!gap) return gap.error();
            out.kind = ReplayItem::Kind::JournalGap;
            out.cause = gap->cause;
            return true;
        }
    }
}

Result<bool> ReplaySource::next(ReplayItem& out) { return m_reader ? nextForeign(out) : nextJournal(out); }

double ReplaySource::progress() const {
    if (m_reader) return m_reader->progress();
    if (m_last_seq <= m_first_seq) return 1;
    const std::uint64_t at = std::max(m_at_seq, m_first_seq);
    return static_cast<double>(at - m_first_seq) / static_cast<double>(m_last_seq - m_first_seq);
}

}  // namespace bw::engine
