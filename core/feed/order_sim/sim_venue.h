// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/order_sim/sim_options.h"
#include "core/feed/order_sim/sim_truth.h"

namespace bw::sim {

/// What the broker answered: a MetaTrader trade return code, and the order or position it is about.
struct VenueAnswer {
    int retcode = 10009;
    std::string ticket;
    Qty filled;
    Price price;
    bool changed = false;  // something was carried out
};

/// The broker behind the gateway: market orders fill at once at the touch, limits and stops rest until the price
/// reaches them. It outlives every restart of the gateway. Any one thread. Prices and volumes in units of 1e-8.
class SimVenue {
public:
    explicit SimVenue(const OrderSimOptions& options);

    struct Request {
        std::string client_id, symbol;
        OrderSide side = OrderSide::Buy;
        OrderType type = OrderType::Market;
        Qty qty;
        Price price, sl, tp;
        std::int64_t magic = 0;
        bool ioc = false;
        bool half = false;       // only half of a market order fills
        std::int64_t now_s = 0;  // wall clock, since 1970
    };
    [[nodiscard]] VenueAnswer open(const Request& request);
    /// By ticket where given, else by client id. 10023: there, but no longer working; 10035: no such order.
    [[nodiscard]] VenueAnswer cancel(std::string_view ticket, std::string_view client_id);
    /// All working orders, or those of one magic. Returns how many.
    int cancelAll(std::optional<std::int64_t> magic);
    /// Empty optionals stay as they are. 10025: nothing changed.
    [[nodiscard]] VenueAnswer modify(std::string_view ticket, std::string_view client_id, std::optional<Qty> qty,
                                     std::optional<Price> price);
    /// All of it without `qty`. 10036: no such position.
    [[nodiscard]] VenueAnswer close(std::string_view ticket, std::optional<Qty> qty);

    /// Moves the market and lets what rests fill. False: no such symbol or no number.
    bool setQuote(std::string_view symbol, std::string_view bid, std::string_view ask);
    /// The market closes: nothing opens, closes, or is cancelled (10018).
    void setClosed(bool closed) { m_closed = closed; }
    /// Behind our back: a position that vanishes, one that appears, one of another size.
    bool dropPosition(std::string_view ticket);
    std::string addPosition(std::string_view symbol, OrderSide side, Qty qty, std::int64_t magic);
    bool resizePosition(std::string_view ticket, Qty qty);

    [[nodiscard]] const SimOrder* find(std::string_view ticket, std::string_view client_id) const;
    [[nodiscard]] const std::vector<SimOrder>& orders() const { return m_orders; }
    [[nodiscard]] const std::vector<SimPosition>& positions() const { return m_positions; }
    struct Quote {
        std::string name;
        Price bid, ask;
        std::int64_t contract_size = 0;
        Qty qty_min, qty_max, qty_step;
    };
    [[nodiscard]] const Quote* quote(std::string_view symbol) const;
    struct Account {
        Money balance, equity, margin;  // 1e-8 of the account currency; quotes count 1:1
    };
    [[nodiscard]] Account account() const;
    [[nodiscard]] Money profitOf(const SimPosition& position) const;
    /// What a position could be closed at.
    [[nodiscard]] Price closePrice(const SimPosition& position) const;

private:
    [[nodiscard]] std::optional<int> refusal(const Request& request, const Quote* quote) const;
    void fill(SimOrder& order, Qty qty, Price price, std::int64_t now_s);
    void book(const SimOrder& order, Qty qty, Price price, std::int64_t now_s);
    [[nodiscard]] bool reached(const SimOrder& order, const Quote& quote) const;
    [[nodiscard]] SimOrder* lookUp(std::string_view ticket, std::string_view client_id);
    [[nodiscard]] std::string nextTicket() { return std::to_string(m_next_ticket++); }
    void realise(const SimPosition& position, Qty qty, Price price);

    std::vector<Quote> m_quotes;
    std::vector<SimOrder> m_orders;
    std::vector<SimPosition> m_positions;
    Money m_balance;
    int m_leverage;
    bool m_hedging, m_rest_markets;
    bool m_closed = false;
    std::uint64_t m_next_ticket;
};

}  // namespace bw::sim
