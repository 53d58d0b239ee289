// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order_sim/sim_venue.h"

#include <algorithm>

#include "core/model/fixed.h"

namespace bw::sim {
namespace {

/// 1e-8 price steps times 1e-8 lots times units in a lot, as 1e-8 of money.
Money value(std::int64_t price_units, Qty qty, std::int64_t contract_size) {
    return {static_cast<std::int64_t>(static_cast<Int128>(price_units) * qty.units * contract_size / kPow10[kSimDigits])};
}

Price middle(Price a, Qty qa, Price b, Qty qb) {
    const Int128 sum = static_cast<Int128>(a.units) * qa.units + static_cast<Int128>(b.units) * qb.units;
    return {static_cast<std::int64_t>(sum / (qa.units + qb.units))};
}

}  // namespace

SimVenue::SimVenue(const OrderSimOptions& options)
    : m_leverage(std::max(options.account.leverage, 1)), m_hedging(options.account.hedging),
      m_rest_markets(options.rest_markets), m_next_ticket(5'000'000 + options.seed % 1'000'000) {
    (void)parseUnits(options.account.balance, kMoneyDigits, m_balance.units);
    for (const SimSymbol& symbol : options.symbols) {
        Quote quote;
        quote.name = symbol.name;
        quote.contract_size = symbol.contract_size;
        (void)parse(symbol.volume_min, kSimDigits, quote.qty_min);
        (void)parse(symbol.volume_max, kSimDigits, quote.qty_max);
        (void)parse(symbol.volume_step, kSimDigits, quote.qty_step);
        m_quotes.push_back(std::move(quote));
        setQuote(symbol.name, symbol.bid, symbol.ask);
    }
}

const SimVenue::Quote* SimVenue::quote(std::string_view symbol) const {
    const auto it = std::ranges::find(m_quotes, symbol, &Quote::name);
    return it == m_quotes.end() ? nullptr : &*it;
}

std::optional<int> SimVenue::refusal(const Request& request, const Quote* quote) const {
    if (quote == nullptr) return 10013;
    if (request.qty < quote->qty_min || request.qty > quote->qty_max ||
        (quote->qty_step.units > 0 && request.qty.units % quote->qty_step.units != 0))
        return 10014;
    if (request.type != OrderType::Market && request.price.units <= 0) return 10015;
    if (m_closed) return 10018;
    return std::nullopt;
}

VenueAnswer SimVenue::open(const Request& request) {
    VenueAnswer answer;
    const Quote* quote = this->quote(request.symbol);
    if (const std::optional<int> no = refusal(request, quote)) {
        answer.retcode = *no;
        return answer;
    }
    SimOrder order;
    order.ticket = nextTicket();
    order.client_id = request.client_id;
    order.symbol = request.symbol;
    order.side = request.side;
    order.type = request.type;
    order.qty = request.qty;
    order.price = request.price;
    order.sl = request.sl;
    order.tp = request.tp;
    order.magic = request.magic;
    const bool at_once = request.type == OrderType::Market ? !m_rest_markets : reached(order, *quote);
    if (!at_once && request.ioc) {
        answer.retcode = 10006;
        return answer;
    }
    answer.changed = true;
    answer.ticket = order.ticket;
    answer.retcode = 10008;
    if (at_once) {
        Qty qty = request.qty;
        if (request.half && request.type == OrderType::Market && quote->qty_step.units > 0)
            qty.units = std::max(quote->qty_step.units, qty.units / 2 / quote->qty_step.units * quote->qty_step.units);
        const Price touch = request.side == OrderSide::Buy ? quote->ask : quote->bid;
        fill(order, qty, touch, request.now_s);
        if (order.working()) order.state = SimOrderState::Cancelled;  // no depth for the rest
        answer.retcode = order.filled == order.qty ? 10009 : 10010;
        answer.filled = order.filled;
        answer.price = order.avg_price;
    }
    m_orders.push_back(std::move(order));
    return answer;
}

bool SimVenue::reached(const SimOrder& order, const Quote& quote) const {
    const bool buy = order.side == OrderSide::Buy;
    const Price touch = buy ? quote.ask : quote.bid;
    if (order.type == OrderType::Market) return !m_rest_markets;
    const bool limit = order.type == OrderType::Limit;
    return buy == limit ? touch <= order.price : touch >= order.price;
}

void SimVenue::fill(SimOrder& order, Qty qty, Price price, std::int64_t now_s) {
    order.avg_price = order.filled.units == 0 ? price : middle(order.avg_price, order.filled, price, qty);
    order.filled = order.filled + qty;
    order.state = order.filled == order.qty ? SimOrderState::Filled : SimOrderState::Partial;
    book(order, qty, price, now_s);
}

void SimVenue::book(const SimOrder& order, Qty qty, Price price, std::int64_t now_s) {
    if (!m_hedging) {
        const auto it = std::ranges::find(m_positions, order.symbol, &SimPosition::symbol);
        if (it != m_positions.end() && it->side == order.side) {
            it->open_price = middle(it->open_price, it->qty, price, qty);
            it->qty = it->qty + qty;
            return;
        }
        if (it != m_positions.end()) {
            const Qty closing = std::min(it->qty, qty);
            realise(*it, closing, price);
            it->qty = it->qty - closing;
            qty = qty - closing;
            if (it->qty.units == 0) m_positions.erase(it);
            if (qty.units == 0) return;
        }
    }
    m_positions.push_back({order.ticket, order.client_id, order.symbol, order.side, qty, price, order.magic, now_s});
}

void SimVenue::realise(const SimPosition& position, Qty qty, Price price) {
    const std::int64_t diff = price.units - position.open_price.units;
    m_balance = m_balance + value(position.side == OrderSide::Buy ? diff : -diff, qty, quote(position.symbol)->contract_size);
}

SimOrder* SimVenue::lookUp(std::string_view ticket, std::string_view client_id) {
    const auto it = std::ranges::find_if(m_orders, [&](const SimOrder& order) {
        return ticket.empty() ? !client_id.empty() && order.client_id == client_id : order.ticket == ticket;
    });
    return it == m_orders.end() ? nullptr : &*it;
}

const SimOrder* SimVenue::find(std::string_view ticket, std::string_view client_id) const {
    return const_cast<SimVenue*>(this)->lookUp(ticket, client_id);
}

VenueAnswer SimVenue::cancel(std::string_view ticket, std::string_view client_id) {
    VenueAnswer answer;
    SimOrder* order = lookUp(ticket, client_id);
    if (order == nullptr) {
        answer.retcode = 10035;
        return answer;
    }
    answer.ticket = order->ticket;
    answer.filled = order->filled;
    answer.price = order->avg_price;
    if (order->working() && m_closed) {
        answer.retcode = 10018;
    } else if (order->working()) {
        order->state = SimOrderState::Cancelled;
        answer.changed = true;
    } else if (order->state != SimOrderState::Cancelled) {
        answer.retcode = 10023;
    }
    return answer;
}

int SimVenue::cancelAll(std::optional<std::int64_t> magic) {
    int count = 0;
    for (SimOrder& order : m_orders) {
        if (!order.working() || (magic && order.magic != *magic)) continue;
        order.state = SimOrderState::Cancelled;
        ++count;
    }
    return count;
}

VenueAnswer SimVenue::modify(std::string_view ticket, std::string_view client_id, std::optional<Qty> qty,
                             std::optional<Price> price) {
    VenueAnswer answer;
    SimOrder* order = lookUp(ticket, client_id);
    if (order == nullptr || !order->working()) {
        answer.retcode = order == nullptr ? 10035 : 10023;
        return answer;
    }
    answer.ticket = order->ticket;
    answer.filled = order->filled;
    const Qty new_qty = qty.value_or(order->qty);
    const Price new_price = price.value_or(order->price);
    if (new_qty == order->qty && new_price == order->price) {
        answer.retcode = 10025;
        return answer;
    }
    if (new_qty <= order->filled || new_price.units <= 0) {
        answer.retcode = new_price.units <= 0 ? 10015 : 10014;
        return answer;
    }
    if (m_closed) {
        answer.retcode = 10018;
        return answer;
    }
    order->qty = new_qty;
    order->price = new_price;
    answer.changed = true;
    if (const Quote* now = quote(order->symbol); now != nullptr && reached(*order, *now))
        fill(*order, order->qty - order->filled, order->price, 0);
    answer.filled = order->filled;
    answer.price = order->avg_price;
    return answer;
}

VenueAnswer SimVenue::close(std::string_view ticket, std::optional<Qty> qty) {
    VenueAnswer answer;
    const auto it = std::ranges::find(m_positions, ticket, &SimPosition::ticket);
    if (it == m_positions.end()) {
        answer.retcode = 10036;
        return answer;
    }
    const Qty closing = qty.value_or(it->qty);
    if (m_closed || closing.units <= 0 || closing > it->qty) {
        answer.retcode = m_closed ? 10018 : 10038;
        return answer;
    }
    answer.ticket = it->ticket;
    answer.price = closePrice(*it);
    answer.filled = closing;
    answer.changed = true;
    realise(*it, closing, answer.price);
    it->qty = it->qty - closing;
    if (it->qty.units == 0) m_positions.erase(it);
    return answer;
}

bool SimVenue::setQuote(std::string_view symbol, std::string_view bid, std::string_view ask) {
    const auto it = std::ranges::find(m_quotes, symbol, &Quote::name);
    Price new_bid, new_ask;
    if (it == m_quotes.end() || parse(bid, kSimDigits, new_bid) != Code::Ok || parse(ask, kSimDigits, new_ask) != Code::Ok)
        return false;
    it->bid = new_bid;
    it->ask = new_ask;
    for (SimOrder& order : m_orders)
        if (!m_closed && order.working() && order.symbol == symbol && reached(order, *it))
            fill(order, order.qty - order.filled, order.type == OrderType::Limit ? order.price
                                                  : order.side == OrderSide::Buy  ? it->ask
                                                                                  : it->bid, 0);
    return true;
}

bool SimVenue::dropPosition(std::string_view ticket) {
    return std::erase_if(m_positions, [&](const SimPosition& p) { return p.ticket == ticket; }) > 0;
}

std::string SimVenue::addPosition(std::string_view symbol, OrderSide side, Qty qty, std::int64_t magic) {
    const Quote* now = quote(symbol);
    if (now == nullptr) return {};
    m_positions.push_back({nextTicket(), {}, now->name, side, qty, side == OrderSide::Buy ? now->ask : now->bid, magic, 0});
    return m_positions.back().ticket;
}

bool SimVenue::resizePosition(std::string_view ticket, Qty qty) {
    const auto it = std::ranges::find(m_positions, ticket, &SimPosition::ticket);
    if (it == m_positions.end()) return false;
    it->qty = qty;
    return true;
}

Price SimVenue::closePrice(const SimPosition& position) const {
    const Quote* now = quote(position.symbol);
    return position.side == OrderSide::Buy ? now->bid : now->ask;
}

Money SimVenue::profitOf(const SimPosition& position) const {
    const std::int64_t diff = closePrice(position).units - position.open_price.units;
    return value(position.side == OrderSide::Buy ? diff : -diff, position.qty, quote(position.symbol)->contract_size);
}

SimVenue::Account SimVenue::account() const {
    Account account{m_balance, m_balance, {}};
    for (const SimPosition& position : m_positions) {
        account.equity = account.equity + profitOf(position);
        const Money notional = value(position.open_price.units, position.qty, quote(position.symbol)->contract_size);
        account.margin.units += notional.units / m_leverage;
    }
    return account;
}

}  // namespace bw::sim
