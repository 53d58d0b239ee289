// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/feed/order/json_tree.h"
#include "core/model/result.h"

namespace bw::feed::v6 {

// The signed envelope of dialect v6 (risk spec 3.5) and what stands in its bodies. Plain values, any thread.
//
//   request {"v":6,"id","session","action","ts_ms","nonce","expires_ms","body":"<JSON text>","mac"}
//   reply   {"v":6,"id","session","action","ts_ms","nonce","expires_ms","status":"ok|error","code","retcode","re",
//            "body":"<JSON text>","mac"}
//
// `id` and `action` of a reply are the request's, `re` is the request's nonce, `code` is "" on success, `retcode` 0 if there
// is none, `ts_ms` the gateway's clock. mac = hex HMAC-SHA256(key, signedText). The reply's own words (re, status, code,
// retcode) are signed too, before the body:
//   "6\n" session "\n" id "\n" action "\n" ts_ms "\n" nonce "\n" expires_ms "\n" [re "\n" status "\n" code "\n" retcode "\n"] body
//
// The probe {"cmd":"GET_SYMBOL_INFO","uuid","req_id","v":6} is answered with action HELLO, id = the probe's uuid, re "".
//
//   action         body of the request                                body of the reply
//   HELLO          -                                                  {"account","trade_mode":0|1|2,"features":[..]}
//   PING           {} or {"deadman_ms":n}                             {}
//   OPEN           {"client_id","symbol","type":"BUY|SELL[_LIMIT|_STOP]","volume","price"?,"sl"?,"tp"?,"tif":"gtc|ioc|day",
//                   "magic"}                                          {"ticket","volume","price"}: filled so far, average
//   MODIFY         {"client_id","ticket","volume"?,"price"?,"sl"?,"tp"?}   {"ticket"}
//   CANCEL         {"client_id","ticket"}                             {"ticket","volume","price"}: what had filled
//   CANCEL_ALL     {"scope":"own|account","magic","keep_protective"}  {"cancelled":n,"refused":n}
//   CLOSE          {"ticket","volume"?}                               {"ticket","volume","price"}
//   GET_ORDER      {"client_id"}                                      {"found":true,"state":"WORKING|PARTIAL|FILLED|
//                                                                       CANCELLED|REJECTED","ticket","volume","price"}
//   GET_ACCOUNT    {}                                                 {"account":{..}}
//   GET_POSITIONS, GET_ORDERS {}                                      the lists of SYNC_ALL
//   SYNC_ALL       {}                                                 {"as_of_ms","account":{"login","currency","balance",
//                   "equity","margin_used","margin_level","trade_mode","balance_op"?},
//                   "positions":[{"symbol","ticket","type":"BUY|SELL","volume","price_open","price_current","profit",
//                                 "client_id","magic"}],
//                   "orders":[{"symbol","ticket","client_id","type":"BUY_LIMIT","volume","filled","price","magic"}]}
//   KILL           {"reason"}                                         {"killed":true}
//   KILL_STATUS    {}                                                 {"killed":bool}
//
// Numbers may be JSON numbers or texts; both are read as the text they are.

struct Envelope {
    std::string id, session, action, nonce, body;
    std::int64_t ts_ms = 0, expires_ms = 0;
    // of a reply
    bool is_reply = false;
    std::string re, status, code;
    std::int64_t retcode = 0;

    std::string mac;  // hex; empty: unsigned
};

/// The bytes that are signed.
[[nodiscard]] std::string signedText(const Envelope& envelope);
[[nodiscard]] std::string macOf(const Envelope& envelope, std::string_view key);
/// In constant time; false for an unsigned one.
[[nodiscard]] bool macFits(const Envelope& envelope, std::string_view key);
/// The JSON text with the mac that the envelope holds.
[[nodiscard]] std::string encode(const Envelope& envelope);
/// Reads a reply (`status` is there) or a request. FieldMissing, FieldType; a control character in a signed field (it could
/// stand for another field's end) is FieldType. The mac is not checked here.
[[nodiscard]] Result<Envelope> decode(const JsonTree& tree);

}  // namespace bw::feed::v6
