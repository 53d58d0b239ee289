// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/order.h"
#include "core/trade/desk.h"

namespace bw::trade {

/// Whether an order may go from one state to another (risk spec 3.2). Pure. SENDING -> REJECTED_LOCAL is the answer of the
/// route's thread that the message never left; an UNKNOWN order may become anything but NEW and SENDING.
[[nodiscard]] bool mayMove(OrderState from, OrderState to) noexcept;

/// A wish on its way to the venue: when it was sent, how often, and under which number.
struct Errand {
    std::uint64_t request = 0;  // 0: none on its way
    MonoTime sent, again;       // `again`: when to repeat it, or to give up
    int tries = 0;
};

/// An order with what the desk must remember of it.
struct Tracked {
    Order order;
    std::uint64_t seq = 0;
    int price_digits = 0, qty_digits = 0;
    std::string symbol;                       // the venue's
    // live routes
    std::uint64_t open_request = 0;
    Errand cancel, query, modify;
    bool cancel_wanted = false, query_wanted = false;
    bool is_close = false;                    // went out as CLOSE of a ticket
    std::optional<Qty> new_qty;               // asked for by a replace that has no answer yet
    std::optional<Price> new_price;
    std::vector<std::string> tickets_before;  // p3: positions of the instrument when it was sent
    int looks_without = 0;                    // whole looks at the venue that did not show it
    MonoTime last_look, unknown_since;
    // paper
    MonoTime due;                             // when it reaches the paper venue
    bool arrived = false, triggered = false, flatten = false;
};

/// Every order by client id, the live ones and the last 10,000 ended ones, and the last 10,000 ids that were used.
/// Engine thread.
class OrderStore {
public:
    static constexpr std::size_t kEndedMax = 10'000, kIdsMax = 10'000;

    [[nodiscard]] bool used(std::string_view client_id) const;
    /// Marks an id as used; the oldest of more than kIdsMax is forgotten (an order in memory keeps its id anyway).
    void use(std::string_view client_id);
    /// The id must not be used. The reference stays good until the order has ended and 10,000 others after it.
    Tracked& add(Order order);
    [[nodiscard]] Tracked* find(std::string_view client_id);
    [[nodiscard]] const Tracked* find(std::string_view client_id) const;
    /// By the venue's number on one route, among the live ones.
    [[nodiscard]] Tracked* findVenue(std::string_view route, std::string_view venue_id);
    /// False: not an allowed step, nothing changed.
    [[nodiscard]] bool move(Tracked& tracked, OrderState to, DeskTime now);

    /// Live orders, oldest first. A copy: what is done with one may end it.
    [[nodiscard]] std::vector<Tracked*> live();
    [[nodiscard]] std::vector<const Tracked*> live() const;
    /// Ended ones, newest first, at most `max`.
    [[nodiscard]] std::vector<const Tracked*> ended(std::size_t max) const;
    [[nodiscard]] std::uint64_t unknown() const { return m_unknown; }
    [[nodiscard]] std::size_t size() const { return m_orders.size(); }

private:
    std::map<std::uint64_t, Tracked> m_orders;              // by seq
    std::map<std::string, std::uint64_t, std::less<>> m_by_id;
    std::set<std::uint64_t> m_live;                         // New counts as live here
    std::deque<std::uint64_t> m_ended;                      // bound kEndedMax, oldest dropped
    std::set<std::string, std::less<>> m_ids;
    std::deque<std::string> m_ids_in_order;                 // bound kIdsMax, oldest dropped
    std::uint64_t m_seq = 0, m_unknown = 0;
};

}  // namespace bw::trade
