// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/context.h"
#include "core/feed/formats/frame_reader.h"
#include "core/journal/reader.h"
#include "core/model/frame.h"

namespace bw::engine {

/// What the next step of a recording is. Everything it points to is valid until the next call.
struct ReplayItem {
    enum class Kind : std::uint8_t { Frame, Timer, JournalGap } kind = Kind::Frame;
    FrameView frame;                 // Frame; Timer and JournalGap use the times only
    Code stamp_code = Code::Ok;      // Frame: the line had no readable stamp, so it is a reject
    GapCause cause = GapCause::Crash;
    bool made = false;               // Frame: made by the reader beside the lines; reports leave it out, as they do timers
};

struct ReplayOptions {
    std::vector<std::string> paths;
    std::string format = "journal";
    std::string venue, symbol;
    int session = 0;                 // journal: 0 = the newest, else 1..n
};

/// A recording as the engine sees it: foreign files get a timer at each multiple of 100 ms of receive time, a journal
/// holds its own. One thread.
class ReplaySource {
public:
    static Result<std::unique_ptr<ReplaySource>> open(const ReplayOptions& options);

    /// False at the end. An error (a truncated file, say) comes after every frame before it.
    [[nodiscard]] Result<bool> next(ReplayItem& out);
    [[nodiscard]] double progress() const;
    /// The configuration a journal was recorded with; nullopt for foreign files.
    [[nodiscard]] const std::optional<EngineConfig>& config() const { return m_config; }
    [[nodiscard]] int sessions() const { return m_sessions; }
    [[nodiscard]] int session() const { return m_session; }
    /// Symbol for rows that name none: from the options, else from the file.
    [[nodiscard]] const std::string& symbol() const { return m_symbol; }
    [[nodiscard]] bool foreign() const { return m_reader != nullptr; }

private:
    ReplaySource() = default;
    Status openJournal(const ReplayOptions& options);
    Status openFiles(const ReplayOptions& options);
    Result<bool> nextForeign(ReplayItem& out);
    Result<bool> nextJournal(ReplayItem& out);
    bool timerBefore(MonoTime frame, ReplayItem& out);

    std::unique_ptr<feed::FrameReader> m_reader;
    std::optional<journal::Reader> m_journal;
    std::optional<EngineConfig> m_config;
    std::string m_symbol;
    int m_sessions = 0, m_session = 0, m_seen_sessions = 0;
    std::uint64_t m_first_seq = 0, m_last_seq = 0, m_at_seq = 0;
    feed::FileFrame m_held;
    bool m_has_held = false, m_ended = false;
    std::optional<Error> m_error;
    std::int64_t m_next_timer_ns = 0;
};

}  // namespace bw::engine
