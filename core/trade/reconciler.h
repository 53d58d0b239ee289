// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/trade/desk_core.h"

namespace bw::trade {

/// Compares what we think a route's account holds with what its venue says (risk spec 3.7): at start, after a reconnect,
/// a pause or a trip, and every 15 s. A finding counts when two looks 1 s apart both show it. Engine thread.
class Reconciler {
public:
    using Status = api::GatewayRow::Recon;
    enum class Kind : std::uint8_t { Recovery, Ghost, Drift, Orphan };

    Reconciler(DeskCore& core, Account& account);

    /// Whether the route can be asked at all now; false ends what is on its way. Impossible: this dialect never can.
    void setReachable(bool reachable, bool impossible);
    /// The gate closes until a round succeeded; asked as soon as possible.
    void restart();
    /// One more look besides the rounds, for evidence about an order.
    void look();
    void onReply(const RouteReply& reply);
    /// After the orders had their evidence from it.
    void onSnapshot(const RouteSnapshot& snapshot);
    void onTimer();

    /// When the look of this request was asked; ns 0: not by us, or long ago.
    [[nodiscard]] MonoTime askedAt(std::uint64_t request) const;
    [[nodiscard]] bool reconciled() const { return m_reconciled; }
    [[nodiscard]] Status status() const { return m_status; }
    [[nodiscard]] MonoTime finished() const { return m_finished; }
    [[nodiscard]] bool everFinished() const { return m_rounds != 0; }
    [[nodiscard]] std::uint64_t rounds() const { return m_rounds; }
    [[nodiscard]] std::uint32_t findings() const { return m_findings; }

private:
    struct Finding {
        Kind kind = Kind::Recovery;
        std::string instrument, key;          // ticket, or the id of an order
        Lot venue;                            // Recovery, Drift
        const RouteOrder* order = nullptr;    // orders; good while the snapshot is in hand
        bool side_differs = false, is_order = false;
        [[nodiscard]] std::string name() const;
    };
    enum class Phase : std::uint8_t { Idle, Asked, Pause, ConfirmPause, AskedAgain };

    void ask();
    void failTry();
    void finish(Status status, std::size_t findings, std::size_t skipped);
    [[nodiscard]] std::vector<Finding> compare(const RouteSnapshot& snapshot);
    void comparePositions(const RouteSnapshot& snapshot, std::vector<Finding>& out);
    void compareLots(Held& held, std::vector<Lot>& venue, std::vector<Finding>& out) const;
    void compareOrders(const RouteSnapshot& snapshot, std::vector<Finding>& out);
    [[nodiscard]] bool skipped(std::string_view instrument, const Held* held);
    void apply(const Finding& finding);
    void adoptOrder(const Finding& finding);
    void afterRound(const std::vector<Finding>& counted);

    DeskCore& m_core;
    Account& m_account;
    Phase m_phase = Phase::Idle;
    Status m_status = Status::None;
    bool m_reachable = false, m_reconciled = false;
    std::uint64_t m_request = 0, m_look = 0, m_rounds = 0;
    int m_tries = 0, m_failed_rounds = 0;
    MonoTime m_sent, m_look_sent, m_next, m_finished;
    std::uint32_t m_findings = 0;                     // of the run
    std::set<std::string> m_first;                    // names of the findings of the first look
    std::set<std::string, std::less<>> m_skipped;     // instruments of this round
    std::set<std::string> m_unwatched;                // tickets told of; bound 1,000, then silent
    std::map<std::uint64_t, MonoTime> m_asked;        // bound 64, oldest dropped
};
[[nodiscard]] std::string_view findingName(Reconciler::Kind kind) noexcept;

}  // namespace bw::trade
