// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/order.h"
#include "core/model/result.h"
#include "core/model/risk_keys.h"
#include "core/risk/latch_file.h"

namespace bw::risk {

/// Time as it came inside the frame in hand; the gate reads no clock.
struct GateTime {
    WallTime wall;
    MonoTime mono;
};

/// What is held or may come to be held of one instrument: position + all same-side working and UNKNOWN orders, the larger
/// of both sides. Money in account currency.
struct Holding {
    std::string_view instrument, group, sector;
    Money worst_notional;
    int open_positions = 0;
    std::optional<double> worst_qty{};  // for the view of L08 only
};

/// Everything one decision looks at besides what the gate remembers. Filled by the order desk from its own state.
struct GateFacts {
    // 1 latch
    LatchState latch = LatchState::Halted;
    bool scope_reducing = false, scope_halted = false;
    // 2 mode, source, armed, route
    ExecutionMode mode = ExecutionMode::Off;
    bool source_allowed = false, armed = false, route_known = false;
    // 3 form
    const TradeSpec* spec = nullptr;            // nullptr: ORDER_INSTRUMENT
    bool can_cancel = true;                     // the route's dialect; pending orders need it (ORDER_NOT_CANCELLABLE)
    // 4 route health and what must be writable; Ok or the answer: GATEWAY_DOWN, NOT_RECONCILED, GATE_DRIFT,
    //   AUDIT_UNWRITABLE, JOURNAL_STALLED, CFG_RISK_INVALID, ORDER_UNKNOWN ... The first that is not Ok counts.
    std::array<Code, 6> health{};
    // 5 market: absent sides are absent
    std::optional<Price> bid, ask;
    std::int64_t quote_age_ms = -1;             // -1: no quote
    bool book_valid = false;                    // SYNCED (or no book wanted) and no open gap
    // 6
    bool id_used = false;
    // 8
    std::optional<double> volatility_ann_bp;    // absent with fewer than 30 returns
    // 10 the instrument itself; quantities in its units, >= 0 but net
    bool position_known = false;
    Qty net;                                    // signed: long > 0
    Qty working_same_side;                      // working and UNKNOWN orders on the side of this order
    Qty working_reducing;                       // working orders that reduce net
    int positions_of_instrument = 0;            // hedging: tickets open now
    std::optional<Qty> ticket_qty;              // hedging: of the named ticket, on the other side
    std::optional<Decimal> fx;                  // account currency for one quote-currency unit (inverse: the same); absent: RISK_FX_MISSING
    std::span<const Holding> holdings;          // of every instrument, this one included, without this order
    int open_positions = 0;                     // of the account
};

/// A new order or an enlarged one; `qty` and prices of `intent` are what it would be.
struct GateRequest {
    const OrderIntent* intent = nullptr;
    std::optional<Qty> replaces_qty;            // replace: the quantity it had; smaller and nothing else passes as a cut
    bool price_changed = false;                 // replace
    bool flatten = false;                       // the operator's reduce-only close
};

struct GateVerdict {
    Code code = Code::Ok;                       // the first failure in the order of risk spec 2.5
    std::string detail;                         // "used 9,500.00, this order 800.00, limit 10,000.00 USD"
    bool reduces = false;
    std::array<Code, 13> steps{};               // every step's own result, for the view
};

/// What the limits want of the latch. The desk hands it on; the first cause that holds wins.
struct GateTrip {
    Code cause = Code::Ok;
    LatchState target = LatchState::Halted;
    std::string reason;
};

/// Something to tell that moves no latch: CLOCK_JUMP; Ok: a deposit was inferred.
struct GateNote {
    Code code = Code::Ok;
    std::string text;
};

/// One line of "used / limit"; the desk copies it into the view. Ids: L01, L02, L03w, L03r, L03h (warn, reduce, halt), L04 to
/// L10, L11t, L11s, L11g, L11c (total, symbol, group, sector), L12 to L18. L07, L08 and L11s, g, c name the largest as subject;
/// L09, L14, L15 and L16 belong to single orders and carry the limit alone.
struct LimitUse {
    enum class State : std::uint8_t { Off, Ok, Warn, Breach, Unknown } state = State::Unknown;
    std::string_view id, unit;                  // literals
    std::string subject;
    std::optional<double> value;
    double limit = 0;
    std::int64_t used_bp = -1, window_ms = 0, age_ms = -1;
    int streak = 0, streak_need = 0;
};

/// The state of one symbol breaker for the view.
struct BreakerUse {
    enum class State : std::uint8_t { Closed, Open, HalfOpen } state = State::Closed;
    std::string instrument;
    int losing_run = 0, trips_today = 0;
    Money day_loss;
    std::int64_t reopens_in_ms = -1;
};

/// The account as the limits see it.
struct AccountUse {
    std::optional<Money> equity, balance, day_start, day_pnl, hwm, margin_used;
    std::int64_t drawdown_bp = -1, margin_level_bp = -1, age_ms = -1;
    Code quality = Code::RiskInputStale;
};

/// The pre-trade check and the limits behind it (risk spec 2): rates, account readings with their confirmation, day and
/// high-water mark, symbol breakers, hours, volatility, duplicates, exposure. One object per route's account. A function of
/// the calls made to it: the same calls give the same answers. Engine thread. Money is exact; overflow counts as a breach.
class RiskGate {
public:
    explicit RiskGate(const RiskConfig& config);
    ~RiskGate();

    /// The answer for one order. Passing ones are counted into the rates and duplicates; refused ones are not, but a rate
    /// refusal counts for its trip.
    [[nodiscard]] GateVerdict decide(const GateRequest& request, const GateFacts& facts, GateTime now);
    /// The same without counting anything: for a ticket that is being typed.
    [[nodiscard]] GateVerdict preview(const GateRequest& request, const GateFacts& facts, GateTime now) const;

    /// Equity, balance and margin of the account. RISK_INPUT_INVALID (counted) when a field is no finite decimal.
    Code onReading(const AccountReading& reading, GateTime now);
    /// An opening fill (L06) and what a closing one brought (L18), in account currency.
    void onOpeningFill(std::string_view instrument, GateTime now);
    void onClose(std::string_view instrument, Money net_realized, GateTime now);
    /// Every 100 ms: day roll, stale inputs, cooldowns. `exposed`: armed, with a position or a working order.
    void onTimer(bool exposed, GateTime now);
    /// Manual close of an OPEN breaker; false: it is not open.
    bool closeBreaker(std::string_view instrument, GateTime now);
    /// A new paper account: day start, high-water mark and streaks begin again.
    void onAccountReset(GateTime now);

    /// What came up since the last call: trips wanted, in order.
    [[nodiscard]] std::vector<GateTrip> takeTrips();
    /// The same for what is only told. At most 64 are kept.
    [[nodiscard]] std::vector<GateNote> takeNotes();
    /// The account should be polled fast: a breaching reading waits for its confirmation.
    [[nodiscard]] bool wantsFastReadings() const;
    /// The trip's cause still stands or cannot be measured (reset blockers): L01, L02, L03, RISK_INPUT_LOST, BREAKERS_MANY.
    [[nodiscard]] bool causeStands(Code cause, GateTime now) const;

    /// Warnings rise at warn_pct and end below warn_clear_pct: what a line showed before counts, so call it at fixed points.
    [[nodiscard]] std::vector<LimitUse> limits(std::span<const Holding> holdings, int open_positions, GateTime now) const;
    [[nodiscard]] std::vector<BreakerUse> breakers(GateTime now) const;
    [[nodiscard]] AccountUse account(GateTime now) const;
    [[nodiscard]] std::uint32_t ordersWithin(std::int64_t window_ns, GateTime now) const;

    /// Day start, high-water mark, trade count and breakers as one JSON object, to be saved off the engine thread; `version`
    /// grows when it changed. Read back at start by a control frame: a restart never forgets a loss.
    [[nodiscard]] std::uint64_t dayStateVersion() const;
    [[nodiscard]] std::string dayState(GateTime now) const;
    /// False: not this day's, or not readable; then RISK_DAY_STATE_MISSING is what the caller tells.
    bool restoreDayState(std::string_view json, GateTime now);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// |qty| x contract_size x price x fx in account currency (inverse: |qty| x contract_value x fx); nullopt: contract size
/// unknown, or it does not fit.
[[nodiscard]] std::optional<Money> notionalOf(const TradeSpec& spec, Qty qty, Price price, const Decimal& fx);

}  // namespace bw::risk
