// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/log/log_reader.h"

#include <algorithm>

#include "ui/hub.h"
#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

QString sourceOf(api::Notice::Kind kind) {
    using Kind = api::Notice::Kind;
    switch (kind) {
        case Kind::GapOpened:
        case Kind::GapClosed:
            return QStringLiteral("gap");
        case Kind::BookState:
            return QStringLiteral("book");
        case Kind::FeedState:
            return QStringLiteral("feed");
        case Kind::Rejects:
            return QStringLiteral("decode");
        case Kind::Latch:
            return QStringLiteral("risk");
        case Kind::Journal:
            return QStringLiteral("journal");
        case Kind::QueueDrop:
            return QStringLiteral("queue");
        case Kind::Config:
            return QStringLiteral("config");
        case Kind::Order:
            return QStringLiteral("order");
        case Kind::Risk:
            return QStringLiteral("risk");
        case Kind::Alert:
            return QStringLiteral("alert");
        case Kind::Signal:
            return QStringLiteral("signal");
        case Kind::Info:
            break;
    }
    return QStringLiteral("engine");
}

LogEntry entryOf(const api::Notice& notice, const Hub& hub) {
    LogEntry out{notice.wall, notice.severity, sourceOf(notice.kind), {}, {}};
    if (notice.code != Code::Ok) out.code = format::text(codeName(notice.code));
    out.text = texts::notice(notice, notice.instrument >= 0 ? hub.instrumentName(notice.instrument) : QString());
    return out;
}

/// Calls `take` for what the ring got since `next`; returns how many were dropped unread.
template <class T, class Take>
std::uint64_t readNew(const api::Ring<T>& ring, std::uint64_t& next, const Take& take) {
    const std::uint64_t oldest = ring.dropped();
    const std::uint64_t end = oldest + ring.size();
    const std::uint64_t lost = next < oldest ? oldest - next : 0;
    for (next = std::max(next, oldest); next < end; ++next) take(ring[static_cast<std::size_t>(next - oldest)]);
    return lost;
}

}  // namespace

std::vector<LogEntry> LogReader::read(const Hub& hub, std::uint64_t& lost) {
    std::vector<LogEntry> out;
    lost = readNew(hub.notices(), m_notices, [&](const api::Notice& notice) { out.push_back(entryOf(notice, hub)); });
    lost += readNew(hub.logLines(), m_lines, [&](const api::EngineApi::LogLine& line) {
        out.push_back({line.wall, line.severity, QStringLiteral("log"), {}, QString::fromStdString(line.text)});
    });
    std::stable_sort(out.begin(), out.end(), [](const LogEntry& a, const LogEntry& b) { return a.wall < b.wall; });
    return out;
}

}  // namespace bw::ui
