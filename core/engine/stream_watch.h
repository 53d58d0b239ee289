// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>

#include "core/model/types.h"

namespace bw::engine {

/// Which connection each stream of an instrument comes from, and whether it still comes (feeds spec 4, STARVED). A
/// connection is told apart by the hash of its source name, "demo.usdm/pub#3"; 0: none. Engine thread.
class StreamWatch {
public:
    struct Stream {
        bool expected = false;
        std::uint64_t conn = 0, other = 0;  // other: a second connection that carries it too, during a handover
        bool lost = false;                  // what carried it is gone; the next element mends that
        const MonoTime* line_last = nullptr;  // newest message of the whole line
        MonoTime last;                      // last valid element
        MonoTime since;                     // subscription; before the first element an age counts from here
        bool starved = false;
        MonoTime starved_since, told;
        int helps = 0;                      // resubscribe, resubscribe, reconnect
    };

    /// A valid element. True when a second connection begins to carry the stream.
    bool onElement(StreamKind kind, std::uint64_t conn, const MonoTime* line_last, MonoTime now) {
        Stream& s = at(kind);
        s.last = now;
        s.expected = true;
        s.lost = false;
        if (s.conn == conn || conn == 0) [[likely]] return false;
        return onOtherConnection(s, conn, line_last);
    }
    /// A subscription for it was sent.
    void onSubscribed(StreamKind kind, const MonoTime* line_last, MonoTime now);

    enum class Closed : std::uint8_t { NotOurs, Switched, Broken };
    /// A connection is gone, or frames of it were lost (`lost_only`: it goes on).
    Closed onClosed(StreamKind kind, std::uint64_t conn, bool lost_only);

    /// The line of the streams that come without a numbered connection (MT5) is gone.
    void onLineLost() {
        for (Stream& s : m_streams) s.lost = s.lost || s.conn == 0;
    }

    struct Due {
        bool begins = false, again = false, ends = false;  // notices
        bool critical = false;                             // 30 min
        bool resubscribe = false, reconnect = false;
        std::int64_t age_ns = 0;
    };
    /// starve_ns 0: this stream may be silent for ever. `open`: its market trades now.
    Due onTimer(StreamKind kind, MonoTime now, std::int64_t starve_ns, bool open);

    [[nodiscard]] const Stream& stream(StreamKind kind) const { return m_streams[static_cast<std::size_t>(kind)]; }
    [[nodiscard]] FeedState state(StreamKind kind) const;

private:
    static bool onOtherConnection(Stream& s, std::uint64_t conn, const MonoTime* line_last);
    Stream& at(StreamKind kind) { return m_streams[static_cast<std::size_t>(kind)]; }
    std::array<Stream, kStreamKinds> m_streams{};
    MonoTime m_reconnect_asked;
};

}  // namespace bw::engine
