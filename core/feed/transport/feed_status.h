// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "core/model/code.h"
#include "core/model/times.h"
#include "core/model/types.h"

namespace bw::feed {

/// One line as the screen shows it. Times are MonoTime of the owner's clock; ns == 0 means never.
struct FeedStatusRow {
    std::string source;  // without #k: "demo.usdm/pub"
    std::string endpoint;
    FeedState state = FeedState::Down;
    Code error = Code::Ok;                // of the last failure; Ok while LIVE
    std::string detail;                   // "http_429", "tls_expired", or words for people
    MonoTime since;                       // of this state
    MonoTime last;                        // newest inbound message
    MonoTime retry_at;                    // DOWN: the next attempt
    std::uint32_t attempts = 0;           // since the last time it was LIVE
    std::uint32_t connects = 0;           // the k of the source names
    std::uint64_t frames = 0, bytes = 0;  // venue messages; control frames are not counted
    std::string proxy{};                  // name of the one in use; empty: none
    std::uint32_t streams = 0;            // subscribed on this line
    std::int64_t clock_offset_ns = 0, clock_error_ns = 0;  // of the venue's clock; error 0: not measured
};

/// The rows of all lines. Any thread; the lock is held for a copy of one row or of the list. Owners write on changes of
/// state and on their timers, never once a message.
class FeedStatusBoard {
public:
    std::size_t add(FeedStatusRow row) {
        const std::scoped_lock lock(m_mutex);
        m_rows.push_back(std::move(row));
        return m_rows.size() - 1;
    }
    void update(std::size_t index, const FeedStatusRow& row) {
        const std::scoped_lock lock(m_mutex);
        m_rows.at(index) = row;
    }
    [[nodiscard]] std::vector<FeedStatusRow> rows() const {
        const std::scoped_lock lock(m_mutex);
        return m_rows;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<FeedStatusRow> m_rows;
};

}  // namespace bw::feed
