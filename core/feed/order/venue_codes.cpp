// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/venue_codes.h"

#include <array>

namespace bw::feed {
namespace {

using Outcome = RouteReply::Outcome;

struct Row {
    std::int64_t first, last;  // of the retcodes; both 0: told by a word only
    std::string_view word;     // empty: by number only; ends in '*': a beginning
    Outcome outcome;
    Code code;
};

// The one table of codes. What is not in it is Unknown.
constexpr std::array kRows{
    Row{10009, 10009, "", Outcome::Filled, Code::Ok},
    Row{10010, 10010, "", Outcome::Partial, Code::Ok},
    Row{10008, 10008, "", Outcome::Working, Code::Ok},
    Row{10025, 10025, "", Outcome::Unchanged, Code::NoChanges},
    Row{10004, 10004, "", Outcome::Rejected, Code::PriceMoved},
    Row{10020, 10021, "", Outcome::Rejected, Code::PriceMoved},
    Row{10013, 10016, "", Outcome::Rejected, Code::VenueInvalid},
    Row{10022, 10022, "", Outcome::Rejected, Code::VenueInvalid},
    Row{10030, 10030, "", Outcome::Rejected, Code::VenueInvalid},
    Row{10035, 10035, "", Outcome::Rejected, Code::VenueInvalid},
    Row{10038, 10038, "", Outcome::Rejected, Code::VenueInvalid},
    Row{-3, -2, "", Outcome::Rejected, Code::VenueInvalid},
    Row{0, 0, "INVALID_VOLUME", Outcome::Rejected, Code::VenueInvalid},
    Row{0, 0, "MISSING_*", Outcome::Rejected, Code::VenueInvalid},
    Row{10017, 10017, "", Outcome::Rejected, Code::VenueDisabled},
    Row{10026, 10027, "", Outcome::Rejected, Code::VenueDisabled},
    Row{10032, 10032, "", Outcome::Rejected, Code::VenueDisabled},
    Row{10042, 10046, "", Outcome::Rejected, Code::VenueDisabled},
    Row{10018, 10018, "", Outcome::Rejected, Code::MarketClosed},
    Row{10019, 10019, "", Outcome::Rejected, Code::NoMoney},
    Row{10024, 10024, "", Outcome::Rejected, Code::VenueRate},
    Row{10033, 10034, "", Outcome::Rejected, Code::VenueLimit},
    Row{10040, 10040, "", Outcome::Rejected, Code::VenueLimit},
    Row{10006, 10007, "", Outcome::Rejected, Code::VenueRejected},
    Row{10041, 10041, "", Outcome::Rejected, Code::VenueRejected},
    // the order is not what we think it is: a query decides
    Row{10023, 10023, "", Outcome::Unknown, Code::OrderChanged},
    Row{10028, 10029, "", Outcome::Unknown, Code::OrderChanged},
    Row{10036, 10036, "", Outcome::Unknown, Code::OrderChanged},
    Row{10039, 10039, "", Outcome::Unknown, Code::OrderChanged},
    // it may have been carried out
    Row{10011, 10012, "", Outcome::Unknown, Code::OutcomeUnknown},
    Row{10031, 10031, "", Outcome::Unknown, Code::OutcomeUnknown},
    Row{-1, -1, "SERVER_ERROR", Outcome::Unknown, Code::OutcomeUnknown},
    Row{-4, -4, "MT5_EXCEPTION", Outcome::Unknown, Code::OutcomeUnknown},
    Row{0, 0, "MT5_ORDER_FAILED", Outcome::Unknown, Code::OutcomeUnknown},
    Row{0, 0, "INVALID_JSON", Outcome::Rejected, Code::InvalidJson},
    Row{0, 0, "UNKNOWN_ACTION", Outcome::Rejected, Code::UnknownAction},
    Row{0, 0, "RISK_SIGNATURE_INVALID", Outcome::Rejected, Code::RiskSignatureInvalid},
    Row{0, 0, "MT5_NOT_CONNECTED", Outcome::Rejected, Code::Mt5NotConnected},
    Row{0, 0, "ACCOUNT_*", Outcome::Failed, Code::QueryFailed},
    Row{0, 0, "POSITIONS_EXCEPTION", Outcome::Failed, Code::QueryFailed},
    Row{0, 0, "MT5_CLOSE_FAILED", Outcome::Unknown, Code::CloseFailed},
    // v6: the gateway threw the message itself away
    Row{0, 0, "MAC_BAD", Outcome::Rejected, Code::MacBad},
    Row{0, 0, "TS_WINDOW", Outcome::Rejected, Code::TsWindow},
    Row{0, 0, "SESSION_OLD", Outcome::Rejected, Code::SessionOld},
    Row{0, 0, "EXPIRED", Outcome::Rejected, Code::Expired},
    Row{0, 0, "GATEWAY_KILLED", Outcome::Rejected, Code::GatewayKilled},
    // a fresh nonce that was seen before: somebody delivered our very message ahead of us, perhaps with effect
    Row{0, 0, "NONCE_REUSED", Outcome::Unknown, Code::NonceReused},
};

bool fits(std::string_view pattern, std::string_view word) {
    if (pattern.empty()) return false;
    if (pattern.back() == '*') return word.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == word;
}

}  // namespace

Verdict verdictOfRetcode(std::int64_t retcode) noexcept {
    if (retcode != 0)
        for (const Row& row : kRows)
            if (retcode >= row.first && retcode <= row.last) return {row.outcome, row.code};
    return {};
}

Verdict verdictOfWord(std::string_view word) noexcept {
    for (const Row& row : kRows)
        if (fits(row.word, word)) return {row.outcome, row.code};
    return {};
}

std::string_view mendText(std::int64_t retcode, Code code) noexcept {
    if (retcode == 10027) return "switch Algo Trading on in the terminal";
    switch (code) {
        case Code::VenueDisabled: return "trading is switched off at the broker or for this symbol or account";
        case Code::InvalidJson: return "the gateway could not read the message: another dialect?";
        case Code::UnknownAction: return "the gateway does not know this action: another dialect or an older version?";
        case Code::RiskSignatureInvalid: return "the clocks differ, or the gateway signs another set of fields";
        case Code::Mt5NotConnected: return "log the terminal in to the broker";
        case Code::TsWindow: return "the clocks of this machine and of the gateway differ by more than 5 s";
        case Code::MacBad: return "the key of the route is not the gateway's";
        case Code::GatewayKilled: return "the gateway itself is halted: reset it there";
        default: return {};
    }
}

}  // namespace bw::feed
