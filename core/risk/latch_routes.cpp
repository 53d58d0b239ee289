// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/latch_routes.h"

#include <algorithm>

#include "core/model/times.h"

namespace bw::risk {
namespace {

constexpr std::int64_t kStepNs = 2 * kNsPerSec;  // step 6 and 7: after that silence is an outcome

/// Codes that say that nothing was heard, as against a gateway that said no.
bool heardNothing(Code code) noexcept {
    return code == Code::Ok || code == Code::Timeout || code == Code::Silent || code == Code::GatewayDown || code == Code::Connect ||
           code == Code::OutcomeUnknown || code == Code::QueryFailed || code == Code::Expired ||
           code == Code::ReplyMacBad || code == Code::ReplyUnmatched || code == Code::GatewayUnauthentic;
}

}  // namespace

std::string_view routeStepName(RouteStep step) noexcept {
    switch (step) {
        case RouteStep::Fence:
            return "fence";
        case RouteStep::Sent:
            return "sent";
        case RouteStep::Acknowledged:
            return "acknowledged";
        case RouteStep::Queried:
            return "queried";
        case RouteStep::Verified:
        case RouteStep::Count:
            break;
    }
    return "verified";
}

void judgeRoute(LatchRoute& route, std::int64_t age_ns) {
    const RouteMark& sent = route.mark(RouteStep::Sent);
    const RouteMark& acknowledged = route.mark(RouteStep::Acknowledged);
    const bool unsupported = std::any_of(route.marks.begin() + 1, route.marks.end(),
                                         [](const RouteMark& mark) { return mark.code == Code::Unsupported; });
    route.green = route.mark(RouteStep::Verified).state == StepState::Done;
    if (route.green) {
        route.outcome = sent.state == StepState::NotApplicable ? "none_working" : "verified";
    } else if (acknowledged.state == StepState::Failed && !unsupported && !heardNothing(acknowledged.code)) {
        route.outcome = "refused(" + std::string(codeName(acknowledged.code)) + ")";
    } else if (acknowledged.state == StepState::Done) {
        route.outcome = "acknowledged_not_verified";
    } else if (unsupported) {
        route.outcome = "unsupported";
    } else if (acknowledged.state == StepState::Failed ||
               (sent.state == StepState::Done && age_ns - sent.ns > kStepNs)) {
        route.outcome = "not_acknowledged";
    } else if (sent.state == StepState::Failed || (sent.state == StepState::Pending && age_ns > kStepNs)) {
        route.outcome = "unreachable";
    } else {
        route.outcome.clear();
    }
}

void RouteBook::begin(std::uint64_t trip) {
    if (m_trip == trip) return;
    m_trip = trip;
    for (LatchRoute& route : m_routes) route.marks = {};
}

void RouteBook::set(const std::vector<std::string>& names) {
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_routes, [&](const LatchRoute& route) {
        return std::find(names.begin(), names.end(), route.name) == names.end();
    });
    for (const std::string& name : names) {
        const bool known = std::any_of(m_routes.begin(), m_routes.end(),
                                       [&](const LatchRoute& route) { return route.name == name; });
        if (!known) m_routes.push_back({name, {}, false, {}});
    }
}

bool RouteBook::report(std::string_view name, std::uint64_t trip, RouteStep step, RouteMark mark) {
    const std::lock_guard lock(m_mutex);
    begin(trip);
    for (LatchRoute& route : m_routes) {
        if (route.name != name) continue;
        RouteMark& have = route.marks[static_cast<std::size_t>(step)];
        if (have.state == mark.state && have.code == mark.code && have.detail == mark.detail) return false;
        have = std::move(mark);
        return true;
    }
    return false;
}

std::vector<std::string> RouteBook::unfenced(std::uint64_t trip) {
    const std::lock_guard lock(m_mutex);
    begin(trip);
    std::vector<std::string> out;
    for (const LatchRoute& route : m_routes)
        if (route.mark(RouteStep::Fence).state == StepState::Pending) out.push_back(route.name);
    return out;
}

std::vector<LatchRoute> RouteBook::rows(std::uint64_t trip, std::int64_t age_ns) const {
    const std::lock_guard lock(m_mutex);
    std::vector<LatchRoute> out = m_routes;
    for (LatchRoute& route : out) {
        if (m_trip != trip) route.marks = {};
        judgeRoute(route, age_ns);
    }
    return out;
}

}  // namespace bw::risk
