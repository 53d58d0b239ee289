// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "core/model/signal.h"

namespace bw::signal {

/// One line of the scoreboard (signals spec 9). Same fields and meanings as api::ScoreRow; figures over 0 events are 0.
struct ScoreLine {
    int instrument = -1;                  // -1: all
    Channel channel = Channel::Count;     // Count: all
    SignalType type = SignalType::Count;  // Count: all
    Grade grade = Grade::Count;           // Count: all
    int horizon = 0;                      // samples
    bool last_500 = false;
    std::uint32_t n = 0, hits = 0, misses = 0, ties = 0, unlabelled = 0;  // n = hits + misses + ties
    double acc_strict = 0, acc_ex_ties = 0, wilson_lo = 0, wilson_hi = 0;  // interval of acc_ex_ties
    double p0 = 0;                        // mean of the base rates its hits and misses were held against
    double gross_bps = 0;
    bool has_brier = false;               // any hit or miss that had a calibrated p
    double brier = 0, skill = 0;          // skill: 1 - Brier / Brier of p0, over the same outcomes
    friend bool operator==(const ScoreLine&, const ScoreLine&) = default;
};

/// Outcomes whose calibrated p lay in [k/10, (k+1)/10); Wilson 95 %.
struct ScoreBin {
    double p_mean = 0, rate = 0, lo = 0, hi = 0;
    std::uint32_t n = 0;
    friend bool operator==(const ScoreBin&, const ScoreBin&) = default;
};

/// The record of events as they were emitted: per (instrument, channel, type, grade, horizon), per instrument and in all,
/// since the start and over the last 500 outcomes. O(1) per outcome. Sums are integers over figures rounded as the ledger
/// prints them (p and p0 to four decimals), so that a scoreboard made again from the ledger is equal, whatever left the
/// window since. At most kLinesMax keys; outcomes of later ones enter the totals only and are counted. Allocates when a
/// key appears and while its window fills. Engine thread.
class Scoreboard {
public:
    static constexpr std::size_t kLinesMax = 4096;
    static constexpr std::uint32_t kWindow = 500;

    Scoreboard();
    /// `instrument` >= 0. Outcomes without side, label or a known horizon are ignored.
    void onOutcome(int instrument, const SignalOutcome& outcome, double p0);
    /// Totals first (all, then by instrument), then the single keys in order; for each, "all" before "last 500".
    /// Not for the hot path.
    [[nodiscard]] std::vector<ScoreLine> rows() const;
    /// [horizon][bin of p].
    [[nodiscard]] std::array<std::array<ScoreBin, 10>, kHorizons> reliability() const;
    [[nodiscard]] std::uint64_t outcomes() const noexcept { return m_outcomes; }
    /// Outcomes whose key found no room.
    [[nodiscard]] std::uint64_t unkeyed() const noexcept { return m_unkeyed; }
    void reset() { *this = Scoreboard(); }

private:
    /// One outcome in small: what a window must take back when it leaves.
    struct Entry {
        std::int32_t bps_e4 = 0;    // 1e-4 bps, clamped
        std::uint16_t p_e4 = 0;
        std::uint16_t p0_e4 = 0;
        OutcomeLabel label = OutcomeLabel::Open;
        bool has_p = false;
    };
    struct Sums {
        std::array<std::uint32_t, static_cast<std::size_t>(OutcomeLabel::Count)> labels{};
        std::int64_t bps_e4 = 0, p0_e4 = 0;
        std::uint32_t with_p = 0;
        std::int64_t brier_e8 = 0, brier0_e8 = 0;
        void add(const Entry& entry, int sign) noexcept;
    };
    struct Line {
        ScoreLine key;
        Sums all, window;
        std::vector<Entry> ring;    // oldest at `next` once full
        std::uint32_t next = 0;
        void add(const Entry& entry);
    };
    struct Bin {
        std::uint32_t n = 0, hits = 0;
        std::int64_t p_e4 = 0;
    };
    static constexpr std::size_t kSides = 4;   // types with a side
    static constexpr std::size_t kGrades = 3;
    static constexpr std::size_t kSlots = (kChannels * kSides * kGrades + 1) * kHorizons;  // + the instrument's total
    using Slots = std::array<std::int16_t, kSlots>;  // place in m_lines, -1: none yet

    [[nodiscard]] Line* line(int instrument, std::size_t slot, const ScoreLine& key);
    static void figures(const Sums& sums, ScoreLine& out) noexcept;

    std::vector<Line> m_lines;      // in order of appearance
    std::array<Line, kHorizons> m_total;
    std::vector<Slots> m_slots;     // by instrument
    std::array<std::array<Bin, 10>, kHorizons> m_bins{};
    std::uint64_t m_outcomes = 0, m_unkeyed = 0;
};

}  // namespace bw::signal
