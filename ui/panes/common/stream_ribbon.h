// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <span>

#include "ui/panes/common/ribbon_paint.h"

namespace bw::ui {

class Hub;

/// The state of a stream as shown: the engine's, and STALE where a stream that never rests has been silent too long.
[[nodiscard]] FeedState streamStateOf(const Hub& hub, int instrument, StreamKind kind);

inline constexpr std::int64_t kRibbonHourNs = 3'600 * kNsPerSec, kRibbonDayNs = 24 * kRibbonHourNs;
/// A day, or an hour while the run is younger than that.
[[nodiscard]] std::int64_t ribbonSpanNs(const Hub& hub);

/// Ribbons of streams that end now, made anew only when the ledger, the state of a stream or the 10 s step of the clock
/// changed; an unchanged ribbon keeps its pointer. GUI thread.
class StreamRibbons {
public:
    [[nodiscard]] RibbonPtr of(const Hub& hub, int instrument, StreamKind kind, std::int64_t span_ns);
    /// Several streams as one, the worst of each moment; those the source does not send are left out.
    [[nodiscard]] RibbonPtr worst(const Hub& hub, int instrument, std::span<const StreamKind> kinds, std::int64_t span_ns);

private:
    struct Seen {
        std::uint64_t ledger = 0, waiting = 0;
        std::int64_t to_ns = 0, span_ns = 0, first_ns = 0;
        bool proof = false;
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    struct Held {
        Seen seen;
        RibbonPtr ribbon;
    };
    QHash<int, Held> m_held;  // by instrument and set of streams; one entry a row shown
};

/// What the headers of instrument views show: the streams that the view draws.
inline constexpr StreamKind kTapeStreams[] = {StreamKind::Trade, StreamKind::Tick};
inline constexpr StreamKind kFlowStreams[] = {StreamKind::Book, StreamKind::Trade, StreamKind::Tick};

}  // namespace bw::ui
