// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/views.h"
#include "core/model/order.h"
#include "core/model/risk_keys.h"
#include "core/risk/latch_file.h"

namespace bw::trade {

/// A user's or the program's wish, as it comes inside a `risk.cmd` frame: ids and wall time were made by the sender.
struct TradeCommand {
    enum class Kind : std::uint8_t {
        Submit, Replace, Cancel, CancelAll, Flatten, Arm, Disarm, CloseBreaker, ResolveUnknown, PaperReset,
        Restore,          // text: the day state of an earlier run; subject: the route
        RestoreIds,       // text: client ids used before, one a line
        AcknowledgeState, // RISK_DAY_STATE_MISSING and AUDIT_MISMATCH were seen
        Condition         // subject: "audit", "journal", "peer", "guard"; text: code name or "ok"
    } kind = Kind::Submit;
    OrderIntent intent;                // Submit; Replace: client_id, qty and price where `has_*`
    // Numbers as typed; the desk reads them with the instrument's digits (ORDER_FORM, ORDER_QTY_STEP, ORDER_PRICE_TICK).
    std::string qty, price, stop, sl, tp;
    std::string client_id, route, subject, text, reason, actor, channel;
};
[[nodiscard]] std::string_view tradeCommandName(TradeCommand::Kind kind) noexcept;  // "submit"
[[nodiscard]] bool tradeCommandFromName(std::string_view name, TradeCommand::Kind& out) noexcept;

/// Time inside the frame in hand.
struct DeskTime {
    WallTime wall;
    MonoTime mono;
};

/// The latch as a `risk.latch` frame told it.
struct LatchFacts {
    risk::LatchState real = risk::LatchState::Halted, simulated = risk::LatchState::Halted;
    struct Scope {
        std::uint8_t kind = 1;  // 1 venue, 2 instrument, 3 source
        bool halted = false;
        std::string key;
    };
    std::vector<Scope> scopes;
};

/// What the desk may look at in the market of an instrument, at the frame in hand.
struct MarketFacts {
    std::optional<Price> bid, ask;
    std::int64_t quote_age_ms = -1;
    bool book_valid = false;           // synced (or quotes only) and no open gap
    bool has_depth = false;            // walk the levels; else everything fills at the touch
    /// Levels of the side a taker of `side` hits, best first; at most `max`.
    std::function<std::vector<Level>(OrderSide side, int max)> depth;
    std::optional<double> volatility_ann_bp;
};

/// Where the desk gets the market and leaves what it decided. Engine thread.
class DeskPort {
public:
    virtual ~DeskPort() = default;
    /// nullptr: no such instrument.
    [[nodiscard]] virtual const TradeSpec* spec(std::string_view instrument) = 0;
    [[nodiscard]] virtual MarketFacts market(std::string_view instrument) = 0;
    /// "mt5.demo.EURUSD" of a route's own symbol; empty: not watched.
    [[nodiscard]] virtual std::string instrumentOf(std::string_view route, std::string_view symbol) = 0;
    /// To the route's thread; false: its queue is full (GATEWAY_DOWN). Replay: counted, true.
    [[nodiscard]] virtual bool send(const RouteRequest& request) = 0;
    /// A limit wants the latch to move; `simulated`: the simulated one alone.
    virtual void trip(Code cause, risk::LatchState target, std::string_view reason, bool simulated) = 0;
    virtual void notice(api::Notice notice) = 0;
    /// One line of the ledger: members of a JSON object without its braces.
    virtual void ledger(std::string_view members) = 0;
    /// One line of the audit, written off this thread.
    virtual void audit(std::string_view action, std::string_view actor, std::string_view channel, Code cause,
                       std::string_view reason, std::string_view detail) = 0;
    /// The day state of a route changed: to be saved off this thread, at most once a second.
    virtual void save(std::string_view route, std::string_view json) = 0;
};

/// A route as configured.
struct RouteFacts {
    std::string name;                  // "mt5.demo"
    std::string endpoint;
    bool enabled = false;
    bool allow_unverifiable = false;   // p2
    bool allow_plain = false;
    Dialect pinned = Dialect::Unknown;
};

struct DeskConfig {
    RiskConfig risk;
    std::vector<RouteFacts> routes;
    std::string session;               // 8 base32 characters of the run, from the first frame of the run
    bool replay = false;
};

/// The order desk: order states, gate, paper broker, routes, reconciliation (risk spec 3). A function of the calls made to
/// it. Engine thread. Orders in memory: the live ones and the last 10,000 ended ones.
class TradeDesk {
public:
    TradeDesk(DeskConfig config, DeskPort& port);
    ~TradeDesk();

    void onCommand(const TradeCommand& command, DeskTime now);
    void onReply(const RouteReply& reply, DeskTime now);
    void onSnapshot(const RouteSnapshot& snapshot, DeskTime now);
    void onReading(const AccountReading& reading, DeskTime now);
    void onRoute(const RouteStatus& status, DeskTime now);
    void onLatch(const LatchFacts& latch, DeskTime now);
    /// The process was away: routes reconcile again before the gate opens.
    void onPaused(DeskTime now);
    /// The top or the depth of an instrument the desk is interested in changed.
    void onMarket(std::string_view instrument, DeskTime now);
    /// A trade printed (aggressor's side does not matter here).
    void onPrint(std::string_view instrument, Price price, Qty qty, DeskTime now);
    /// Every 100 ms of frame time.
    void onTimer(DeskTime now);

    /// Whether onMarket and onPrint are wanted for this instrument at all: paper orders or positions. Cheap.
    [[nodiscard]] bool wants(std::string_view instrument) const;
    [[nodiscard]] bool idle() const;   // wants() is false for every instrument

    void fill(api::TradeView& out, DeskTime now) const;
    /// Order by client id; nullptr: not known.
    [[nodiscard]] const Order* find(std::string_view client_id) const;
    /// The trip's cause stands or cannot be measured, for the reset.
    [[nodiscard]] bool causeStands(Code cause, DeskTime now) const;
    [[nodiscard]] std::uint64_t unknownOrders() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace bw::trade
