// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/model/times.h"
#include "core/signal/wilson.h"

namespace bw::signal {

/// How the z of one channel were distributed over the last 24 h (signals spec 2).
struct ZQuality {
    std::uint64_t n = 0;
    double p_gt2 = 0, p_gt3 = 0;       // shares of |z| > 2 and > 3; NaN where n is 0, as the bounds are
    Interval gt2, gt3;                 // Wilson 95 %
    double median = 0;                 // of |z|, within 0.05; NaN where n is 0
    bool amber = false;                // the data exclude what is asked for
};

/// Counts the z of one channel by hour of event time, 24 hours of them, the running one included. 10 KB, no allocation.
/// Asked for: P(|z|>2) in 3..8 %, P(|z|>3) <= 2 %, median|z| <= 1. Amber once an interval lies outside as a whole (for
/// the median: that of the share of |z| > 1 lies above one half), so that few values never alarm. Engine thread.
class ZQualityMeter {
public:
    void add(std::int64_t t_ns, double z) noexcept {
        const double size = std::abs(z);
        if (!(size <= kHuge)) return;
        Hour& hour = hourOf(floorDiv(t_ns, kHourNs));
        ++hour.n;
        hour.gt1 += size > 1 ? 1 : 0;
        hour.gt2 += size > 2 ? 1 : 0;
        hour.gt3 += size > 3 ? 1 : 0;
        ++hour.bins[std::min(static_cast<std::size_t>(size * kBinsPerUnit), kBins - 1)];
    }
    /// At t_ns: hours older than the last 24 do not count. One pass over the hours, for once a minute.
    [[nodiscard]] ZQuality read(std::int64_t t_ns) const noexcept {
        const std::int64_t now = floorDiv(t_ns, kHourNs);
        Hour sum;
        for (const Hour& hour : m_hours)
            if (hour.n != 0 && hour.hour > now - kHours && hour.hour <= now) sum.add(hour);
        ZQuality out;
        out.n = sum.n;
        out.gt2 = wilson95(sum.gt2, sum.n);
        out.gt3 = wilson95(sum.gt3, sum.n);
        const auto n = static_cast<double>(sum.n);
        out.p_gt2 = static_cast<double>(sum.gt2) / n;
        out.p_gt3 = static_cast<double>(sum.gt3) / n;
        out.median = sum.median();
        out.amber = out.gt2.lo > 0.08 || out.gt2.hi < 0.03 || out.gt3.lo > 0.02 || wilson95(sum.gt1, sum.n).lo > 0.5;
        return out;
    }
    /// True where the z_quality notice is due: it turned amber, and again each 24 h that it stays so. No other action.
    bool takeNotice(std::int64_t t_ns) noexcept {
        if (!read(t_ns).amber) {
            m_told = false;
            return false;
        }
        if (m_told && t_ns - m_told_ns < kHours * kHourNs) return false;
        m_told = true;
        m_told_ns = t_ns;
        return true;
    }

private:
    static constexpr std::int64_t kHourNs = 60 * kNsPerMin, kHours = 24;
    static constexpr double kBinsPerUnit = 20, kHuge = 1e6;
    static constexpr std::size_t kBins = 5 * 20 + 1;   // the last one: 5 and more
    struct Hour {
        std::int64_t hour = 0;
        std::uint64_t n = 0, gt1 = 0, gt2 = 0, gt3 = 0;
        std::array<std::uint32_t, kBins> bins{};

        void add(const Hour& other) noexcept {
            n += other.n, gt1 += other.gt1, gt2 += other.gt2, gt3 += other.gt3;
            for (std::size_t i = 0; i < kBins; ++i) bins[i] += other.bins[i];
        }
        /// Within its bin by proportion.
        [[nodiscard]] double median() const noexcept {
            const double half = static_cast<double>(n) / 2;
            double below = 0;
            for (std::size_t i = 0; i < kBins; ++i) {
                const double here = bins[i];
                if (here > 0 && below + here >= half) return (static_cast<double>(i) + (half - below) / here) / kBinsPerUnit;
                below += here;
            }
            return std::numeric_limits<double>::quiet_NaN();
        }
    };
    /// The slot of an hour; an hour older than what stands there counts as the newer one (time stepping back a little).
    [[nodiscard]] Hour& hourOf(std::int64_t hour) noexcept {
        Hour& slot = m_hours[static_cast<std::size_t>(floorDiv(hour, kHours) * -kHours + hour)];
        if (hour > slot.hour || slot.n == 0) {
            slot = {};
            slot.hour = hour;
        }
        return slot;
    }
    std::array<Hour, kHours> m_hours{};
    bool m_told = false;
    std::int64_t m_told_ns = 0;
};

}  // namespace bw::signal
