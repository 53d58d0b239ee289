// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/order_permit.h"

namespace bw::app {

feed::OrderPermit::Stop LatchPermit::stop() const noexcept {
    const risk::KillLatch::Stop now = m_latch.stop();
    Stop out;
    out.level = now.state == risk::LatchState::Active ? 0 : now.state == risk::LatchState::Reducing ? 1 : 2;
    out.trip = now.number;
    out.durable = now.durable;
    out.since = now.since;
    return out;
}

void LatchPermit::report(std::string_view route, std::uint64_t trip, Step step, State state, Code code,
                         std::string_view detail) {
    static_assert(static_cast<int>(Step::Verified) == static_cast<int>(risk::RouteStep::Verified));
    static_assert(static_cast<int>(State::NotApplicable) == static_cast<int>(risk::StepState::NotApplicable));
    m_latch.reportRoute(route, trip, static_cast<risk::RouteStep>(step), static_cast<risk::StepState>(state), code,
                        detail);
}

}  // namespace bw::app
