// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/signal.h"

namespace bw {

/// What a parameter set is chosen by: primary channel of the event, liquidity and day session at the detection sample.
struct ParamContext {
    Channel source = Channel::Count;
    Liquidity liquidity = Liquidity::None;
    DaySession day_session = DaySession::Day;
};

/// {when, set} of a tuned file or of the user (signals spec 4, overrides). An absent condition matches everything.
struct ParamRule {
    std::optional<Channel> source;
    std::optional<Liquidity> liquidity;
    std::optional<DaySession> day_session;
    std::string symbol;                               // empty: any
    std::vector<std::pair<std::string, double>> set;  // "swing_L" -> 8: numbers of DivergenceConfig by their last name
    friend bool operator==(const ParamRule&, const ParamRule&) = default;
};

}  // namespace bw
