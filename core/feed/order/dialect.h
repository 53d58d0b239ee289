// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/feed/order/json_tree.h"
#include "core/feed/order/v6_envelope.h"
#include "core/model/order.h"
#include "core/model/result.h"

namespace bw::feed {

// What the gateways speak (risk spec 3.5). Requests are made and replies are read here; sockets, timers and permissions are
// RouteClient's. Numbers are decimal text on the way in and out. Functions without state, any thread.

enum class Act : std::uint8_t { Probe, Ping, Account, SyncAll, QueryOrder, Open, Modify, Cancel, CancelAll, Close, Kill };
inline constexpr int kActs = 11;

[[nodiscard]] Act actOf(RouteOp op) noexcept;
/// Whether a gateway of this dialect has it at all. p0, p1 and what is not known: the probe alone.
[[nodiscard]] bool supports(Dialect dialect, Act act) noexcept;
/// OPEN, MODIFY, CANCEL, CLOSE ...: something may have happened at the venue although no answer came.
[[nodiscard]] bool changesVenue(Act act) noexcept;

/// All that a request is made of.
struct Ask {
    Act act = Act::Probe;
    std::string id;              // comes back as uuid, req_id or id
    RouteRequest request;        // of an order or query
    WallTime wall;               // p2, p3: the stamp in the text
    std::int64_t magic = 0;
    bool whole_account = false, keep_protective = true;  // of CANCEL_ALL
    std::int64_t deadman_ms = 0;                         // of PING
    // v6
    std::string session, nonce;
    std::string_view key;
    std::int64_t gateway_ms = 0, expires_ms = 0;
};

/// The text that goes out. Codes: Unsupported (this dialect has no such action, or no such order), OrderForm (a number that
/// is none), OrderInstrument, OrderQtyRange, OrderNotCancellable (a resting order where nothing can cancel it).
[[nodiscard]] Result<std::string> requestText(Dialect dialect, const Ask& ask);

/// What a reply means for the request it answers.
struct Answer {
    RouteReply::Outcome outcome = RouteReply::Outcome::Unknown;
    Code code = Code::OutcomeUnknown;
    std::int64_t retcode = 0;
    std::string venue_id, filled_qty, avg_price, text;
    std::optional<RouteSnapshot> snapshot;  // SyncAll; route and request are the caller's
    std::optional<AccountReading> reading;  // Account; the route is the caller's
    std::int64_t server_ms = 0;             // the gateway's clock, where it says so
};

/// The id that a reply echoes; "" where the dialect has none.
[[nodiscard]] std::string replyId(Dialect dialect, const JsonTree& reply);
/// p2, p3. `v6`: see answerV6.
[[nodiscard]] Answer answerOf(Dialect dialect, const Ask& ask, const JsonTree& reply);
/// Whether the reply may be read at all: ReplyMacBad (unsigned or signed wrongly), SessionOld (another session, unless it is
/// the refusal SESSION_OLD itself), ReplyUnmatched (another action or nonce), FieldMissing, FieldType.
[[nodiscard]] Code checkV6(const Ask& ask, const JsonTree& reply, v6::Envelope& out);
[[nodiscard]] Answer answerV6(const Ask& ask, const v6::Envelope& reply);

/// What the answer to a probe shows.
struct ProbeResult {
    Dialect dialect = Dialect::Unknown;
    Code error = Code::GatewayUnknown;  // Ok: known; GatewayUnauthentic: v6 whose mac is missing or wrong
    // of HELLO
    std::string session, account;
    std::uint8_t trade_mode = 2;
    std::int64_t server_ms = 0;
};
[[nodiscard]] ProbeResult readProbe(const JsonTree& reply, std::string_view id, std::string_view key);

/// "RISK_PASS:<8 hex>:<time>" of p3: a checksum over the order, no authentication. Numbers as they stand in the request.
[[nodiscard]] std::string riskSignature(std::string_view price, std::string_view sl, std::string_view symbol, std::string_view tp,
                                        std::string_view type, std::string_view volume, WallTime wall);

// --- shared by the dialects

/// The shortest form of a decimal, "1.10" -> "1.1", "" -> "0"; nothing for what is no number or has an exponent.
[[nodiscard]] std::optional<std::string> shortNumber(std::string_view text);
[[nodiscard]] std::string isoTime(WallTime wall);   // "2026-01-15T13:13:30Z"
[[nodiscard]] std::string orderWord(const RouteRequest& request);  // "BUY_LIMIT"
/// "BUY", "SELL_STOP", 0, 1 ... of MetaTrader; false for anything else.
[[nodiscard]] bool readOrderWord(const JsonTree& value, OrderSide& side, OrderType& type);
[[nodiscard]] std::string maskedAccount(std::string_view login);  // "***345"
/// Bends the verdict of a trade retcode to the request: a cancel that is done is Cancelled, a limit order that is "done"
/// without a fill works, a fill of less than asked is Partial.
void fitToRequest(const Ask& ask, Answer& answer);
/// Account, positions and orders of a SYNC_ALL object; false if any of it cannot be read.
[[nodiscard]] bool readSnapshot(const JsonTree& body, bool with_orders, RouteSnapshot& out);
[[nodiscard]] AccountReading readAccount(const JsonTree& account);

namespace p2 {
[[nodiscard]] Result<std::string> requestText(const Ask& ask);
[[nodiscard]] Answer answer(const Ask& ask, const JsonTree& reply);
}  // namespace p2
namespace p3 {
[[nodiscard]] Result<std::string> requestText(const Ask& ask);
[[nodiscard]] Answer answer(const Ask& ask, const JsonTree& reply);
}  // namespace p3
namespace v6 {
[[nodiscard]] Result<std::string> requestText(const Ask& ask);
}  // namespace v6
/// The one text that may be sent before the dialect is known; the heartbeat of p0, p1 and p2.
[[nodiscard]] std::string probeText(std::string_view id);

}  // namespace bw::feed
