// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/code.h"
#include "core/model/fixed.h"
#include "core/model/times.h"

namespace bw {

// The vocabulary of orders, routes and accounts (risk spec 2.3, 3). Orders are rare: plain values with text inside.

/// Money of an account in units of 1e-8 of its currency.
using Money = Fixed<struct MoneyTag>;
inline constexpr int kMoneyDigits = 8;

enum class OrderSide : std::uint8_t { Buy, Sell };
enum class OrderType : std::uint8_t { Market, Limit, Stop };
enum class Tif : std::uint8_t { Gtc, Ioc, Day };
enum class OrderState : std::uint8_t {
    New, RejectedLocal, Sending, Working, Partial, Filled, Rejected, Cancelled, Expired, CancelPending, Unknown,
    ResolvedByOperator
};
inline constexpr int kOrderStates = 12;
[[nodiscard]] std::string_view orderSideName(OrderSide side) noexcept;    // "buy"
[[nodiscard]] std::string_view orderTypeName(OrderType type) noexcept;    // "market"
[[nodiscard]] std::string_view tifName(Tif tif) noexcept;                 // "gtc"
[[nodiscard]] std::string_view orderStateName(OrderState state) noexcept; // "REJECTED_LOCAL"
[[nodiscard]] bool orderSideFromName(std::string_view name, OrderSide& out) noexcept;
[[nodiscard]] bool orderTypeFromName(std::string_view name, OrderType& out) noexcept;
[[nodiscard]] bool tifFromName(std::string_view name, Tif& out) noexcept;
/// It may still trade: Sending, Working, Partial, CancelPending, Unknown.
[[nodiscard]] bool orderIsLive(OrderState state) noexcept;

/// `execution.mode`; Off is read-only monitoring.
enum class ExecutionMode : std::uint8_t { Off, Paper, Live };

inline constexpr std::string_view kPaperRoute = "paper";

/// What somebody wants to do. Numbers in units of the instrument (TradeSpec), absent ones are absent.
struct OrderIntent {
    std::string client_id;   // "BW" + 8 base32 of the run + "-" + counter; at most 20 ASCII characters; used once
    std::string route;       // "paper", "mt5.<account>"
    std::string instrument;  // "mt5.demo.EURUSD"
    OrderSide side = OrderSide::Buy;
    OrderType type = OrderType::Market;
    Qty qty;
    std::optional<Price> price, stop, sl, tp;
    Tif tif = Tif::Gtc;
    bool reduce_only = false;
    std::string ticket;      // hedging accounts: the position that is reduced
    std::int64_t magic = 0;
    std::string source;      // "gui", "api"
    WallTime created;
};

struct Order {
    OrderIntent intent;
    std::string venue_id;    // ticket; empty until known
    OrderState state = OrderState::New;
    Qty filled;
    std::optional<Price> avg_price;
    Code code = Code::Ok;    // why it is where it is
    std::string text;        // the venue's words, at most 200 bytes
    bool external = false;   // found at the venue, not sent by us
    bool reduces = false;    // as the gate decided
    MonoTime sent_mono, changed_mono;
    WallTime changed_wall;
};

/// What the gate must know of an instrument to turn quantities into money.
struct TradeSpec {
    std::string instrument;
    int price_digits = kDefaultDigits, qty_digits = kDefaultDigits;
    Qty qty_min, qty_max, qty_step;          // 0 units: not known, not checked
    Price tick;                              // the same
    Decimal contract_size{1, 0};             // base units (inverse: quote units) of one; mantissa 0: unknown
    bool inverse = false;
    std::string base, quote;                 // "EUR", "USD"
    std::string group, sector;               // tags; empty group: the instrument is its own
    std::string qty_unit;                    // "lots", "BTC"
    bool hedging = false;                    // the account holds several positions of an instrument
};

// --- between the engine and a route. Numbers are decimal text as the venue writes them; empty: absent.

enum class RouteOp : std::uint8_t { Open, Modify, Cancel, CancelAll, Close, QueryOrder, SyncAll, GetAccount };
inline constexpr int kRouteOps = 8;
[[nodiscard]] std::string_view routeOpName(RouteOp op) noexcept;  // "open"

/// What the engine asks of a route. `request` is unique in a run and comes back in the reply.
struct RouteRequest {
    RouteOp op = RouteOp::SyncAll;
    std::string route;
    std::uint64_t request = 0;
    std::string client_id, venue_id;
    std::string instrument;                  // ours; the latch's scopes are named by it
    std::string symbol;                      // the venue's
    OrderSide side = OrderSide::Buy;
    OrderType type = OrderType::Market;
    Tif tif = Tif::Gtc;
    bool reduces = false;                    // may leave while REDUCING
    bool flatten = false;                    // operator's act: a CLOSE that may leave while HALTED
    std::string qty, price, stop, sl, tp;
    std::int64_t magic = 0;
    std::string source;
};

/// What became of one request. Unknown is a fact: it may have been carried out or not.
struct RouteReply {
    enum class Outcome : std::uint8_t { NotSent, Working, Partial, Filled, Cancelled, Rejected, Unknown, Unchanged, Ok, Failed };
    std::string route;
    std::uint64_t request = 0;               // 0: unmatched
    RouteOp op = RouteOp::SyncAll;
    Outcome outcome = Outcome::Unknown;
    Code code = Code::Ok;
    std::int64_t retcode = 0;                // 0: none
    std::string client_id, venue_id, filled_qty, avg_price, text;
    bool late = false;                       // after it was reported Unknown
    std::int64_t rtt_ns = -1;                // send to reply; -1: no reply
};
[[nodiscard]] std::string_view routeOutcomeName(RouteReply::Outcome outcome) noexcept;  // "not_sent"

/// An account as a route reported it. Texts are read by the limits: what is not a number is an invalid reading, never 0.
struct AccountReading {
    std::string route;
    std::string reply_id;                    // of the message it came in: the same id is the same reading
    std::string equity, balance, margin_used, margin_level, currency, balance_op;
    std::string account;                     // masked to its last three digits
    std::int64_t venue_ts_ms = 0;            // 0: not said
};

struct RoutePosition {
    std::string symbol, ticket, qty, open_price, current_price, profit, client_id;
    OrderSide side = OrderSide::Buy;
    std::int64_t magic = 0;
};
struct RouteOrder {
    std::string symbol, venue_id, client_id, qty, filled, price;
    OrderSide side = OrderSide::Buy;
    OrderType type = OrderType::Limit;
    std::int64_t magic = 0;
};
/// One whole look at the venue (SYNC_ALL). `request` of the asking; lists are absent where the dialect has none.
struct RouteSnapshot {
    std::string route;
    std::uint64_t request = 0;
    bool has_positions = false, has_orders = false;
    AccountReading account;
    std::vector<RoutePosition> positions;
    std::vector<RouteOrder> orders;
    std::int64_t as_of_ms = 0;
};

enum class Dialect : std::uint8_t { Unknown, P0, P1, P2, P3, V6 };
[[nodiscard]] std::string_view dialectName(Dialect dialect) noexcept;  // "p3"
enum class RouteHealth : std::uint8_t { Unknown, Healthy, Degraded, Failed };
[[nodiscard]] std::string_view routeHealthName(RouteHealth health) noexcept;  // "HEALTHY"

/// State of a route, told at each change and each 5 s. Times in ns; -1: not known.
struct RouteStatus {
    std::string route, endpoint;
    Dialect dialect = Dialect::Unknown;
    RouteHealth health = RouteHealth::Unknown;
    bool secure = false, authentic = false;
    std::uint8_t trade_mode = 2;             // 0 demo, 1 contest, 2 real; not readable counts as real
    Code error = Code::Ok;                   // why nothing may be sent
    std::uint32_t session = 0;               // grows with each new connection or gateway session: reconcile again
    std::uint32_t fail_count = 0, timeouts = 0;
    std::int64_t ping_p50_ns = -1, ping_p95_ns = -1, ping_p99_ns = -1, ping_max_ns = -1;
    std::uint64_t ping_count = 0;
    std::int64_t offset_ns = 0, offset_error_ns = -1;
    std::int64_t last_reply_age_ns = -1;
    bool polls_slowly = false;               // "gateway polls on a 1 s timer"
    std::uint64_t rejects = 0;               // replies that could not be used
};

}  // namespace bw
