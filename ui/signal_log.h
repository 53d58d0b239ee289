// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/api/views.h"

namespace bw::ui {

/// A signal as the screen keeps it: the line of the ledger, what became of it, when it was first painted.
struct SignalRow {
    struct Outcome {
        OutcomeLabel label = OutcomeLabel::Open;
        std::int64_t r2 = 0, t_ns = 0;  // of SignalOutcome
    };
    std::uint64_t serial = 0;   // in order of arrival, from 1; never used twice
    std::uint64_t changed = 0;  // SignalLog::revision() of the last change
    api::SignalItem item;       // Event, Suppressed or Withheld
    std::array<Outcome, kHorizons> outcomes{};
    WallTime painted;  // ns 0: on no screen yet
    [[nodiscard]] bool isEvent() const { return item.kind == api::SignalItem::Kind::Event; }
    /// A price can be right or wrong about it.
    [[nodiscard]] bool judged() const { return isEvent() && item.event.side() != 0; }
};

/// The signals of this run, newest last. Outcomes are merged into their event. Keeps 10,000 rows and drops the oldest.
/// GUI thread; fed by the hub.
class SignalLog {
public:
    static constexpr std::size_t kRowsMax = 10'000;
    explicit SignalLog(std::size_t rows_max = kRowsMax) : m_rows_max(rows_max) {}

    void add(const api::SignalItem& item);
    void clear();
    /// True the first time.
    bool setPainted(std::uint64_t serial, WallTime when);

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    /// Serials held are first() to last(), without holes; last() < first() when there are none.
    [[nodiscard]] std::uint64_t first() const { return m_first; }
    [[nodiscard]] std::uint64_t last() const { return m_first + m_rows.size() - 1; }
    [[nodiscard]] const SignalRow* find(std::uint64_t serial) const;
    /// Serials of one instrument, oldest first.
    [[nodiscard]] const std::deque<std::uint64_t>& of(int instrument) const;
    /// The newest that was emitted and has a side; nullptr when there is none.
    [[nodiscard]] const SignalRow* newestEvent() const { return find(m_newest_event); }
    [[nodiscard]] std::uint64_t revision() const { return m_revision; }  // +1 a change
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }    // rows let go since clear()
    /// Outcomes whose event is not held.
    [[nodiscard]] std::uint64_t orphans() const { return m_orphans; }

private:
    // instrument, sampling, parameters, index and type name one line of the ledger
    using Key = std::tuple<int, std::string, std::uint64_t, std::int64_t, SignalType>;
    [[nodiscard]] static Key keyOf(const api::SignalItem& item);
    void merge(const api::SignalItem& item);
    void dropOldest();
    std::size_t m_rows_max;
    std::deque<SignalRow> m_rows;
    std::map<Key, std::uint64_t> m_events;  // serial by key
    std::vector<std::deque<std::uint64_t>> m_by_instrument;
    std::uint64_t m_first = 1, m_newest_event = 0, m_revision = 0, m_dropped = 0, m_orphans = 0;
};

}  // namespace bw::ui
