// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/route_kill.h"

#include <algorithm>
#include <memory>

#include "core/feed/order/route_thread.h"

namespace bw::feed {
namespace {

constexpr long kPollMs = 10;

/// A latch that was always HALTED; keeps what the routes report. This function's thread.
class HaltedPermit final : public OrderPermit {
public:
    HaltedPermit(MonoTime since, std::vector<RouteKill>& kills) : m_since(since), m_kills(kills) {}
    [[nodiscard]] Stop stop() const noexcept override { return {2, 1, /*durable=*/true, m_since}; }
    void enter() noexcept override {}
    void leave() noexcept override {}
    [[nodiscard]] bool allows(bool, bool, std::string_view, std::string_view) const noexcept override { return false; }
    void report(std::string_view route, std::uint64_t, Step step, State state, Code code, std::string_view detail) override {
        const auto kill = std::ranges::find(m_kills, route, &RouteKill::route);
        if (kill == m_kills.end() || step == Step::Fence) return;
        const bool done = state == State::Done;
        if (step == Step::Sent) kill->sent = done;
        if (step == Step::Acknowledged) kill->acknowledged = done;
        if (step == Step::Verified) kill->verified = done;
        if (!done && code == Code::Ok) return;
        kill->code = done ? Code::Ok : code;
        kill->detail = detail;
    }

private:
    const MonoTime m_since;
    std::vector<RouteKill>& m_kills;
};

bool isOver(const RouteKill& kill) {
    return kill.verified || kill.code == Code::Unsupported || kill.code == Code::NotReconcilable;
}

}  // namespace

Result<std::vector<RouteKill>> killRoutes(const std::vector<RouteConfig>& routes, const Clock& clock, std::int64_t timeout_ms) {
    std::vector<RouteKill> kills;
    for (const RouteConfig& route : routes)
        if (route.enabled) kills.push_back({route.name, false, false, false, Code::GatewayDown, "unreachable"});
    if (kills.empty()) return kills;
    try {
        zmq::context_t context(1);
        const MonoTime start = clock.mono();
        HaltedPermit permit(start, kills);
        std::vector<std::unique_ptr<RouteClient>> clients;
        for (const RouteConfig& route : routes)
            if (route.enabled)
                clients.push_back(std::make_unique<RouteClient>(context, route, clock, permit, systemRandom, [](const std::string&) {}));
        std::vector<zmq_pollitem_t> items;
        while (!std::ranges::all_of(kills, isOver) && clock.mono() - start < timeout_ms * kNsPerMs) {
            items.clear();
            for (const auto& client : clients) client->addPollItems(items);
            zmq_poll(items.data(), static_cast<int>(items.size()), kPollMs);
            for (const auto& client : clients) client->step();
        }
    } catch (const zmq::error_t& error) {
        return Error{Code::Connect, "route.kill", error.what()};
    }
    return kills;
}

}  // namespace bw::feed
