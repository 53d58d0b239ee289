// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "core/signal/indicator/bar.h"

namespace bw::indicator {

/// Longer bars from shorter ones: [k*T, (k+1)*T) in UTC, exact. A bar is complete if each of its parts came and was. A
/// period without any part gives no bar; indicators see that as a missing one. Any one thread.
class BarSeries {
public:
    /// `period_s`: a multiple of the period of the bars that come.
    explicit BarSeries(std::int32_t period_s) : m_period_s(period_s) {}

    /// A closed part. Gives the longer bar as soon as its last part is in, or, where that is missing, with the first part
    /// of a later period; then `forming` has begun anew. Both at once: the second waits in `forming` and comes next time.
    /// errors (nothing changes): BarInvalid also for a period that does not divide T; Overflow also for the sum of volumes
    [[nodiscard]] Code push(const Bar& part, std::optional<Bar>& closed) noexcept {
        closed.reset();
        if (const Code code = checkBar(part, m_has_part ? &m_part : nullptr); code != Code::Ok) return code;
        if (part.period_s <= 0 || m_period_s % part.period_s != 0) return Code::BarInvalid;
        const std::int64_t open_ns = floorTo(part.open_time_ns, std::int64_t{m_period_s} * kNsPerSec);
        const bool same = m_forming && m_forming->open_time_ns == open_ns;
        if (same && m_forming->volume > kMantissaMax - part.volume) return Code::Overflow;
        if (m_forming && !same) {
            if (m_parts_s != m_period_s) m_forming->complete = false;
            closed = m_forming;
            m_forming.reset();
        }
        take(part, open_ns);
        if (!closed && part.endNs() == m_forming->endNs()) closeInto(closed);
        return Code::Ok;
    }
    [[nodiscard]] const std::optional<Bar>& forming() const noexcept { return m_forming; }

private:
    void take(const Bar& part, std::int64_t open_ns) noexcept {
        m_part = part;
        m_has_part = true;
        if (!m_forming) {
            m_forming = part;
            m_forming->open_time_ns = open_ns;
            m_forming->period_s = m_period_s;
            m_parts_s = part.period_s;
            return;
        }
        m_forming->high = part.high > m_forming->high ? part.high : m_forming->high;
        m_forming->low = part.low < m_forming->low ? part.low : m_forming->low;
        m_forming->close = part.close;
        m_forming->volume += part.volume;
        m_forming->empty = m_forming->empty && part.empty;
        m_forming->complete = m_forming->complete && part.complete;
        m_parts_s += part.period_s;
    }
    void closeInto(std::optional<Bar>& closed) noexcept {
        if (m_parts_s != m_period_s) m_forming->complete = false;
        closed = m_forming;
        m_forming.reset();
    }

    std::int32_t m_period_s;
    std::int32_t m_parts_s = 0;  // seconds of forming that came
    bool m_has_part = false;
    Bar m_part;
    std::optional<Bar> m_forming;
};

}  // namespace bw::indicator
