// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/risk/latch_view.h"

namespace bw::risk {

/// What the routes report of the present trip. Any thread; one mutex of its own, held for copies only, so that a hung
/// latch disk hides no report. A new trip number forgets the reports of the one before.
class RouteBook {
public:
    /// The routes a stop has to reach. One that is new during a trip starts pending, one that is gone counts no more.
    void set(const std::vector<std::string>& names);
    /// False when it is nothing new, so that a retry each 15 s is not a change each 15 s.
    [[nodiscard]] bool report(std::string_view name, std::uint64_t trip, RouteStep step, RouteMark mark);
    /// The routes that have not reported their Fence step of `trip`, whatever came of it.
    [[nodiscard]] std::vector<std::string> unfenced(std::uint64_t trip);
    /// `age_ns`: since the trip.
    [[nodiscard]] std::vector<LatchRoute> rows(std::uint64_t trip, std::int64_t age_ns) const;

private:
    void begin(std::uint64_t trip);
    mutable std::mutex m_mutex;
    std::uint64_t m_trip = 0;
    std::vector<LatchRoute> m_routes;
};

/// The outcome by the names of risk spec 1.5, and whether it is a green one.
void judgeRoute(LatchRoute& route, std::int64_t age_ns);

}  // namespace bw::risk
