// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/ui/fake_engine.h"

namespace bw::uitest {

/// The random walk plus gaps in the trades: one healed, one lost, and, when asked for, one that is still open.
class PanesEngine : public FakeEngine {
public:
    explicit PanesEngine(std::uint64_t seed = 1) : FakeEngine(seed) {}

    void addGap(int instrument, StreamKind stream, GapCause cause, GapClose close, std::int64_t ago_ns,
                std::int64_t length_ns) {
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Gap;
        item.instrument = instrument;
        item.gap.gap_id = 1'000'000 + m_extra_id++;
        item.gap.instrument = instrument;
        item.gap.stream = stream;
        item.gap.cause = cause;
        item.gap.close = close;
        item.gap.first_missing = 5'123'107'839;
        item.gap.last_missing = 5'123'107'880;
        item.gap.from = WallTime{wallNow().ns - ago_ns};
        item.gap.from_event = EventTime{item.gap.from.ns};
        if (close != GapClose::Open) {
            item.gap.to = item.gap.from + length_ns;
            item.gap.to_event = EventTime{item.gap.to.ns};
        }
        m_extra.push_back(item);
    }
    bool nextItem(api::DisplayItem& out) override {
        if (FakeEngine::nextItem(out)) return true;
        if (m_extra.empty()) return false;
        out = m_extra.front();
        m_extra.pop_front();
        return true;
    }

private:
    std::deque<api::DisplayItem> m_extra;
    std::uint64_t m_extra_id = 0;
};

}  // namespace bw::uitest
