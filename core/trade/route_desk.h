// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/trade/desk_core.h"
#include "core/trade/order_gate.h"
#include "core/trade/reconciler.h"

namespace bw::trade {

/// One live route: arming, its orders on their way, what the venue's answers make of them, its account (risk spec 3.1, 3.3,
/// 3.6, 3.7). An OPEN leaves here once per order, whatever is answered; cancels always leave. Engine thread.
class RouteDesk {
public:
    RouteDesk(DeskCore& core, RouteFacts facts);

    const RouteFacts facts;
    Account account;

    [[nodiscard]] const RouteStatus& status() const { return m_status; }
    [[nodiscard]] const Reconciler& reconciler() const { return m_reconciler; }
    [[nodiscard]] bool armed() const { return m_armed; }
    [[nodiscard]] bool canCancel() const { return m_status.dialect == Dialect::V6; }
    /// Live mode and enabled: orders and cancels may go out at all.
    [[nodiscard]] bool usable() const;
    [[nodiscard]] RouteDoor door(std::string_view instrument) const;
    /// Why it cannot be armed now, first things first; empty: it can.
    [[nodiscard]] std::vector<Code> whyNot() const;
    [[nodiscard]] Code arm();
    void disarm(Code why, std::string_view words);
    /// The venue's name of an instrument of ours; empty: not one of this route.
    [[nodiscard]] std::string symbolOf(std::string_view instrument) const;

    void open(Tracked& tracked);
    void cancel(Tracked& tracked);
    /// An order we do not know, by the venue's number.
    void cancelStranger(std::string_view client_id, std::string_view venue_id);
    void cancelAll();
    /// Own orders in a halted scope; the whole latch is the route's thread's business.
    void cancelHalted();
    void modify(Tracked& tracked, std::optional<Qty> qty, std::optional<Price> price, bool cut);
    void flatten(std::string_view instrument, std::string_view source);

    void onReply(const RouteReply& reply);
    void onSnapshot(const RouteSnapshot& snapshot);
    void onReading(const AccountReading& reading);
    void onStatus(const RouteStatus& status);
    void reconcileAgain() { m_reconciler.restart(); }
    void onTimer();

private:
    enum class Flatten : std::uint8_t { Sent, Unknown };
    struct Closing {
        std::uint64_t request = 0;
        std::string ticket, instrument;
        OrderSide side = OrderSide::Sell;
        Qty qty;
        MonoTime sent;
        Flatten state = Flatten::Sent;
    };
    struct Asked {
        RouteOp op = RouteOp::Open;
        std::string client_id;
    };

    [[nodiscard]] bool reachable() const;
    [[nodiscard]] RouteRequest requestFor(RouteOp op, const Tracked& tracked);
    [[nodiscard]] bool send(const RouteRequest& request);
    void remember(std::uint64_t request, RouteOp op, std::string_view client_id);
    void sendCancel(Tracked& tracked);
    void query(Tracked& tracked);

    void answerOpen(Tracked& tracked, const RouteReply& reply);
    void answerCancel(Tracked& tracked, const RouteReply& reply);
    void answerModify(Tracked& tracked, const RouteReply& reply);
    void answerQuery(Tracked& tracked, const RouteReply& reply, MonoTime asked);
    void answerClosing(Closing& closing, const RouteReply& reply);
    void contradiction(const Tracked& tracked, const RouteReply& reply);
    void progress(Tracked& tracked, const RouteReply& reply);
    void fillTo(Tracked& tracked, Qty filled, std::optional<Price> avg);
    void working(Tracked& tracked, std::string_view venue_id);
    void becomeUnknown(Tracked& tracked, Code code, std::string_view text);
    void absent(Tracked& tracked, MonoTime asked);
    void gone(Tracked& tracked, Code code, std::string_view text);

    void evidenceFromOrders(const RouteSnapshot& snapshot, MonoTime asked);
    void evidenceFromPositions(Tracked& tracked, const RouteSnapshot& snapshot, MonoTime asked);
    void evidenceFromSum(Tracked& tracked, const Held& held, const RouteSnapshot& snapshot, MonoTime asked);
    void evidenceOfClose(Tracked& tracked, const RouteSnapshot& snapshot, MonoTime asked);
    void closingsFrom(const RouteSnapshot& snapshot, MonoTime asked);
    void tickOrder(Tracked& tracked);
    void tickAccount();
    [[nodiscard]] std::vector<Tracked*> own();

    DeskCore& m_core;
    Reconciler m_reconciler;
    RouteStatus m_status;
    bool m_armed = false, m_auto_armed = false;
    std::uint64_t m_outstanding = 0;        // request of the OPEN that waits for its answer
    std::uint64_t m_account_request = 0;
    MonoTime m_account_asked, m_account_again;
    std::uint64_t m_seen_rounds = 0;
    std::vector<Closing> m_closings;        // bound: positions of the account
    bool m_flattening = false;
    std::set<std::string, std::less<>> m_flattened;  // instruments closed by hand and not reconciled since
    std::string m_flatten_scope;
    std::map<std::uint64_t, Asked> m_asked;  // bound 8,192, oldest dropped
};

}  // namespace bw::trade
