// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/trade_backfill.h"

#include <algorithm>

#include "core/feed/transport/control_frame.h"

namespace bw::feed {

bool TradeBackfill::ask(const FeedRequest& request) {
    if (m_rules.nameOf(request.instrument).empty() || request.to_id == 0 || request.from_id > request.to_id)
        return false;
    Gap gap;
    gap.cursor.instrument = request.instrument;
    gap.cursor.stream = request.stream;
    gap.cursor.from_id = request.from_id;
    gap.cursor.to_id = request.to_id;
    gap.cursor.mode = m_mode;
    gap.asked = m_shared.clock.mono();
    std::deque<Gap>& gaps = m_gaps[request.instrument];
    const bool known = std::any_of(gaps.begin(), gaps.end(), [&gap](const Gap& other) {
        return other.cursor.from_id == gap.cursor.from_id && other.cursor.to_id == gap.cursor.to_id &&
               other.cursor.stream == gap.cursor.stream;
    });
    if (known) return true;
    if (gaps.size() >= kGapsMax) {
        giveUp(gap, "too many gaps of one instrument");
        return true;
    }
    gaps.push_back(std::move(gap));
    if (gaps.size() == 1) next(request.instrument, 0);
    return true;
}

std::string TradeBackfill::limitOf(const Gap& gap) const {
    const TradeCursor& cursor = gap.cursor;
    if (cursor.to_id - cursor.from_id >= kIdsMax) return "more than " + std::to_string(kIdsMax) + " ids";
    if (m_shared.clock.mono() - gap.asked >= kAgeMaxNs) return "no answer for 6 h";
    if (cursor.newest_ms - cursor.oldest_ms > kSpanMaxMs) return "more than 6 h of trades";
    return {};
}

void TradeBackfill::giveUp(const Gap& gap, const std::string& why) {
    const std::string text = ControlFrame("fail")
                                 .add("code", "limited")
                                 .add("detail", why)
                                 .add("purpose", "trades")
                                 .add("instrument", gap.cursor.instrument)
                                 .add("from_id", gap.cursor.from_id)
                                 .add("to_id", gap.cursor.to_id)
                                 .addTrue("last")
                                 .text();
    m_shared.queue.push(makeFrame(m_control, m_shared.clock, text));
}

void TradeBackfill::next(const std::string& instrument, std::int64_t delay_ns) {
    const auto entry = m_gaps.find(instrument);
    while (!entry->second.empty()) {
        const Gap& gap = entry->second.front();
        const std::string limit = limitOf(gap);
        if (limit.empty()) break;
        giveUp(gap, limit);
        entry->second.pop_front();
        delay_ns = 0;
    }
    if (entry->second.empty()) {
        m_gaps.erase(entry);
        return;
    }
    const TradeCursor& cursor = entry->second.front().cursor;
    RestJob job = m_rules.tradesPage(cursor, m_rules.nameOf(instrument));
    job.purpose = "trades";
    job.instrument = instrument;
    job.order = RestJob::Backfill;
    job.bytes_max = RestClient::kBodyBytesMax;
    job.attempts_max = kAttempts;
    job.from_id = cursor.from_id;
    job.to_id = cursor.to_id;
    job.due = m_shared.clock.mono() + delay_ns;
    job.on_answer = [this, instrument](RestAnswer& answer) { onAnswer(instrument, answer); };
    m_rest.submit(std::move(job));
}

void TradeBackfill::onAnswer(const std::string& instrument, RestAnswer& answer) {
    const auto entry = m_gaps.find(instrument);
    if (entry == m_gaps.end()) return;
    Gap& gap = entry->second.front();
    std::int64_t delay_ns = 0;
    if (answer.good) {
        gap.pauses = 0;
        const int mode = gap.cursor.mode;
        // What cannot be read is of no use however often it comes.
        answer.last = !m_rules.readTrades(gap.cursor, answer.body) || gap.cursor.done;
        if (gap.cursor.mode == mode) m_mode = std::max(m_mode, mode);
    } else if (answer.status == 0 || answer.status >= 500) {
        constexpr std::int64_t kPauseMs = 8'000, kPauseMaxMs = 60'000;
        delay_ns = std::min(kPauseMaxMs, kPauseMs << std::min(gap.pauses++, 3)) * kNsPerMs;
    } else {
        answer.last = !m_rules.otherMode(gap.cursor);
    }
    answer.last = answer.last || !limitOf(gap).empty();
    if (!answer.last && !answer.good) answer.again_ms = delay_ns / kNsPerMs;
    if (answer.last) entry->second.pop_front();
    next(instrument, delay_ns);
}

}  // namespace bw::feed
