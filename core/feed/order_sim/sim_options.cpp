// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order_sim/sim_options.h"

#include "core/model/fixed.h"

namespace bw::sim {
namespace {

constexpr std::array<std::string_view, kMoods> kNames{
    "silent",        "slow",    "lying",       "no_ticket", "dumb",    "duplicate", "reorder", "restart_before", "restart_after",
    "restart_replied", "refuse_cancel", "partial", "old_session", "unsigned", "bad_mac", "garbage", "doubt",   "reject"};
constexpr double kDefaultShare = 0.2;

}  // namespace

std::string_view moodName(Mood mood) noexcept {
    return kNames[static_cast<std::size_t>(mood)];
}

std::string moodNames() {
    std::string all;
    for (const std::string_view name : kNames) all.append(all.empty() ? "" : ", ").append(name);
    return all;
}

Result<MoodShares> parseMoods(std::string_view list) {
    MoodShares shares;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        const std::string_view item = list.substr(0, comma);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        const std::size_t equals = item.find('=');
        const std::string_view name = item.substr(0, equals);
        double share = kDefaultShare;
        if (equals != std::string_view::npos) {
            std::int64_t millionths = 0;
            if (parseUnits(item.substr(equals + 1), 6, millionths) != Code::Ok || millionths < 0 || millionths > 1'000'000)
                return Error{Code::Args, "sim.mood", "\"" + std::string(item.substr(0, 40)) + "\": a share is from 0 to 1"};
            share = toDouble(millionths, 6);
        }
        std::size_t at = 0;
        while (at < kMoods && kNames[at] != name) ++at;
        if (at == kMoods)
            return Error{Code::Args, "sim.mood", "\"" + std::string(name.substr(0, 40)) + "\": give one of " + moodNames()};
        shares.share[at] = share;
    }
    return shares;
}

}  // namespace bw::sim
