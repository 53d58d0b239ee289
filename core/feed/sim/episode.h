// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/feed/sim/draw.h"
#include "core/feed/sim/events.h"

namespace bw::sim {

/// One planted divergence, or its decoy: leads the efficient price through four phases and says which way the
/// aggressive volume goes meanwhile. 1 the price drifts against the direction d on thin flow; 2 half is retraced; 3 the
/// price passes the first extreme while 65-80 % of the volume goes in direction d (a decoy: against it); 4 the outcome.
/// Used on one thread.
class Episode {
public:
    [[nodiscard]] bool isActive() const { return m_phase != 0; }
    [[nodiscard]] const TruthRecord& record() const { return m_record; }

    void begin(Random& random, const SimInstrument& instrument, double price, std::int64_t now_ms, bool is_decoy) {
        m_record = TruthRecord{&instrument,
                               m_record.number + 1,
                               now_ms,
                               now_ms,
                               now_ms,
                               now_ms,
                               chance(random, 0.5),
                               is_decoy,
                               static_cast<int>(random.below(3)),
                               false};
        m_sign = m_record.bull ? 1.0 : -1.0;
        m_share = 0.65 + 0.15 * random.uniform();
        m_extreme_twice = 0;
        const double drift = static_cast<double>(between(random, 8, 20));
        enter(random, 1, price - m_sign * drift, price, 15, 40);
    }

    /// One step of the efficient price in ticks; true when the episode has just ended.
    [[nodiscard]] bool advance(Random& random, double& price, std::int64_t now_ms) {
        price += (m_goal - price) / static_cast<double>(m_steps_left) + 0.03 * bell(random);
        if (--m_steps_left > 0) return false;
        const double extreme = static_cast<double>(m_extreme_twice) * 0.5;
        switch (m_phase) {
            case 1:
                enter(random, 2, price + (m_start - price) * 0.5, price, 10, 25);
                return false;
            case 2: {
                m_extreme_twice = 0;
                const double past = 0.5 + static_cast<double>(between(random, 1, 4));
                enter(random, 3, extreme - m_sign * past, price, 15, 40);
                return false;
            }
            case 3: {
                const double p = m_record.decoy ? 0.5 : 0.55 + 0.10 * m_record.strength;
                m_record.followed = chance(random, p);
                const double move = m_record.followed ? static_cast<double>(between(random, 10, 30))
                                                      : -static_cast<double>(between(random, 5, 15));
                enter(random, 4, price + m_sign * move, price, 20, 60);
                return false;
            }
            default:
                m_phase = 0;
                m_record.t_end_ms = now_ms;
                return true;
        }
    }

    /// The mid of each step: its extreme against d is the pivot, phases 1 and 2 for the first, 3 for the second.
    void observe(std::int64_t mid_twice, std::int64_t now_ms) {
        if (m_phase == 4) return;
        const bool passes =
            m_extreme_twice == 0 || (m_record.bull ? mid_twice <= m_extreme_twice : mid_twice >= m_extreme_twice);
        if (!passes) return;
        m_extreme_twice = mid_twice;
        (m_phase == 3 ? m_record.pivot2_ms : m_record.pivot1_ms) = now_ms;
    }

    /// Market orders a second before self-excitation.
    [[nodiscard]] double flow() const { return m_phase == 3 ? 6.0 : m_phase == 4 ? 3.0 : 0.9; }
    /// Orders of twenty times the size stay out: one of them would outweigh the planted flow.
    [[nodiscard]] bool allowsLarge() const { return m_phase == 4; }

    /// The aggressor of the next order: the phase's share at random, steered when the realised volume strays from it.
    [[nodiscard]] bool drawBuy(Random& random, std::int64_t size) {
        const double share = m_phase == 3   ? (m_record.decoy ? 1.0 - m_share : m_share)
                             : m_phase == 4 ? (m_record.followed ? 0.6 : 0.4)
                                            : 0.5;
        bool with = chance(random, share);
        const auto all = static_cast<double>(m_volume + size);
        if (!with && static_cast<double>(m_volume_with) < (share - 0.04) * all) with = true;
        if (with && static_cast<double>(m_volume_with + size) > (share + 0.04) * all + static_cast<double>(size))
            with = false;
        return with == m_record.bull;
    }
    void onFilled(bool is_buy, std::int64_t qty) {
        m_volume += qty;
        if (is_buy == m_record.bull) m_volume_with += qty;
    }

private:
    void enter(Random& random, int phase, double goal, double price, std::int64_t seconds_min,
               std::int64_t seconds_max) {
        m_phase = phase;
        m_goal = goal;
        m_start = price;
        m_steps_left = between(random, seconds_min, seconds_max) * 1000 / kStepMs;
        m_volume = m_volume_with = 0;
    }

    TruthRecord m_record;
    int m_phase = 0;
    double m_sign = 1.0, m_goal = 0.0, m_start = 0.0, m_share = 0.7;
    std::int64_t m_steps_left = 0, m_extreme_twice = 0, m_volume = 0, m_volume_with = 0;
};

}  // namespace bw::sim
