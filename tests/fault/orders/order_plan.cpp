// SPDX-License-Identifier: GPL-3.0-or-later
// What a scenario is made of.
#include "tests/fault/orders/order_world.h"

namespace bw::test {
namespace {

using sim::Mood;

constexpr std::string_view kKey = "campaign-key-0123456789";

/// Each mood that this dialect can have, now and then, with a share of its own.
void drawMoods(Plan& plan) {
    Random& random = plan.random;
    const bool is_v6 = plan.dialect == Dialect::V6;
    const std::uint64_t rarely = random.below(2) == 0 ? 4 : 12;
    for (std::size_t i = 0; i < sim::kMoods; ++i) {
        const Mood mood = static_cast<Mood>(i);
        const bool signs = mood == Mood::OldSession || mood == Mood::Unsigned || mood == Mood::BadMac;
        if (mood == Mood::Dumb || (signs && !is_v6) || random.below(rarely) != 0) continue;
        const bool restarts = mood == Mood::RestartBefore || mood == Mood::RestartAfter || mood == Mood::RestartReplied;
        plan.gateway.moods[mood] = (restarts ? 0.03 : 0.3) * random.uniform() + 0.02;
    }
    if (plan.dialect == Dialect::P0) plan.gateway.moods[Mood::Dumb] = 1.0;
}

}  // namespace

Plan::Plan(std::uint64_t plan_seed) : seed(plan_seed), random(plan_seed) {
    const std::uint64_t kind = random.below(100);
    dialect = kind < 70 ? Dialect::V6 : kind < 88 ? Dialect::P3 : kind < 97 ? Dialect::P2 : Dialect::P0;
    calm = random.below(10) == 0;
    gateway.dialect = dialect;
    gateway.key = kKey;
    gateway.seed = random.next();
    gateway.account.balance = "1000000.00";
    gateway.account.hedging = random.below(2) == 0;
    gateway.moods_spare_probe = random.below(4) != 0;
    gateway.slow_max_ms = random.below(2) == 0 ? 1'500 : 10'000;
    if (!calm) {
        drawMoods(*this);
        gateway.restart_ms = random.below(2) == 0 ? 0 : static_cast<std::int64_t>(random.below(3'000));
        if (random.below(10) == 0) gateway.poll_ms = random.below(2) == 0 ? 200 : 1'000;
    }
    if (random.below(5) == 0) gateway.clock_offset_ms = static_cast<std::int64_t>(random.below(6'001)) - 3'000;
    busy_ticks = 100 + static_cast<int>(random.below(150));
}

std::string Plan::describe() const {
    std::string text(dialectName(dialect));
    if (calm) text += " calm";
    if (gateway.account.hedging) text += " hedging";
    if (gateway.poll_ms > 0) text += " poll=" + std::to_string(gateway.poll_ms);
    if (gateway.restart_ms > 0) text += " away=" + std::to_string(gateway.restart_ms);
    if (gateway.clock_offset_ms != 0) text += " offset=" + std::to_string(gateway.clock_offset_ms);
    for (std::size_t i = 0; i < sim::kMoods; ++i)
        if (gateway.moods.share[i] > 0) text.append(" ").append(sim::moodName(static_cast<Mood>(i)));
    return text;
}

OrderWorld::Counts& OrderWorld::Counts::operator+=(const Counts& other) {
    submitted += other.submitted;
    executed += other.executed;
    cancels += other.cancels;
    stops += other.stops;
    verified += other.verified;
    restarts += other.restarts;
    unknown += other.unknown;
    frames += other.frames;
    return *this;
}

}  // namespace bw::test
