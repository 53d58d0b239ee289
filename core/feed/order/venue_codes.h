// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

#include "core/model/order.h"

namespace bw::feed {

/// What a trade request became, by the venue's number or word (risk spec 3.5, codes).
struct Verdict {
    RouteReply::Outcome outcome = RouteReply::Outcome::Unknown;
    Code code = Code::OutcomeUnknown;
};

/// By retcode of MetaTrader 5 (also -1 to -4 of gateways); one that is not in the table, and 0, is Unknown. 10008 to 10010
/// and 10025 are told as they hold for OPEN and MODIFY.
[[nodiscard]] Verdict verdictOfRetcode(std::int64_t retcode) noexcept;
/// By the gateway's own word ("INVALID_VOLUME", "SESSION_OLD"); one that is not known is Unknown.
[[nodiscard]] Verdict verdictOfWord(std::string_view word) noexcept;
/// How to mend it, for people; "" where the code's name says it all.
[[nodiscard]] std::string_view mendText(std::int64_t retcode, Code code) noexcept;

}  // namespace bw::feed
