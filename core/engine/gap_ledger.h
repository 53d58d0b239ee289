// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <functional>

#include "core/api/views.h"

namespace bw::engine {

/// Every gap of a run, open or closed. A gap is data: it is announced once when it opens and once when it closes. Engine
/// thread. Open gaps are bounded at 4,096: beyond, the oldest is closed as unfillable.
class GapLedger {
public:
    using Announce = std::function<void(const api::GapRow&)>;
    explicit GapLedger(Announce announce) : m_announce(std::move(announce)) {}

    /// Returns the id of the new gap.
    std::uint64_t open(api::GapRow gap);
    /// The open gap's bounds are known now: it is announced again with them.
    void bound(std::uint64_t gap_id, std::uint64_t first_missing, std::uint64_t last_missing);
    /// Closes one gap; nothing happens when it is not open.
    void close(std::uint64_t gap_id, GapClose how, WallTime to, EventTime to_event);
    [[nodiscard]] std::uint64_t opened() const { return m_next - 1; }
    [[nodiscard]] const std::deque<api::GapRow>& openGaps() const { return m_open; }

private:
    static constexpr std::size_t kOpenMax = 4'096;
    Announce m_announce;
    std::deque<api::GapRow> m_open;
    std::uint64_t m_next = 1;
};

}  // namespace bw::engine
