// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/dialect.h"

#include <array>
#include <cstdio>
#include <ctime>

#include "core/feed/json_cell.h"
#include "core/feed/plain_text.h"
#include "core/model/json_writer.h"

namespace bw::feed {
namespace {

using Outcome = RouteReply::Outcome;

/// A quantity as 1e-8 units; -1 if it is none.
std::int64_t quantity(std::string_view text) {
    std::int64_t units = -1;
    return parseUnits(text, kMoneyDigits, units) == Code::Ok ? units : -1;
}

bool readPosition(const JsonTree& item, RoutePosition& out) {
    OrderType type = OrderType::Market;
    out.symbol = item["symbol"].plain();
    out.ticket = item["ticket"].plain();
    out.qty = item["volume"].plain();
    out.open_price = item["price_open"].plain();
    out.current_price = item["price_current"].plain();
    out.profit = item["profit"].plain();
    out.client_id = item.has("client_id") ? item["client_id"].plain() : item["comment"].plain();
    if (item.has("magic") && !item["magic"].integer(out.magic)) return false;
    return !out.symbol.empty() && !out.ticket.empty() && quantity(out.qty) >= 0 && readOrderWord(item["type"], out.side, type) &&
           type == OrderType::Market;
}

bool readOrder(const JsonTree& item, RouteOrder& out) {
    out.symbol = item["symbol"].plain();
    out.venue_id = item["ticket"].plain();
    out.client_id = item["client_id"].plain();
    out.qty = item["volume"].plain();
    out.filled = item["filled"].plain();
    out.price = item["price"].plain();
    if (item.has("magic") && !item["magic"].integer(out.magic)) return false;
    return !out.symbol.empty() && !out.venue_id.empty() && quantity(out.qty) >= 0 && readOrderWord(item["type"], out.side, out.type);
}

template <class T>
bool readList(const JsonTree& list, std::vector<T>& out, bool (*read)(const JsonTree&, T&)) {
    if (!list.isList()) return false;
    out.reserve(list.members.size());
    for (const auto& [unused, item] : list.members)
        if (!item.isObject() || !read(item, out.emplace_back())) return false;
    return true;
}

}  // namespace

Act actOf(RouteOp op) noexcept {
    switch (op) {
        case RouteOp::Open: return Act::Open;
        case RouteOp::Modify: return Act::Modify;
        case RouteOp::Cancel: return Act::Cancel;
        case RouteOp::CancelAll: return Act::CancelAll;
        case RouteOp::Close: return Act::Close;
        case RouteOp::QueryOrder: return Act::QueryOrder;
        case RouteOp::GetAccount: return Act::Account;
        case RouteOp::SyncAll: break;
    }
    return Act::SyncAll;
}

bool supports(Dialect dialect, Act act) noexcept {
    if (act == Act::Probe) return true;
    switch (dialect) {
        case Dialect::P2: return act == Act::Open;
        case Dialect::P3:
            return act == Act::Ping || act == Act::Account || act == Act::SyncAll || act == Act::Open || act == Act::Close;
        case Dialect::V6: return true;
        default: return false;
    }
}

bool changesVenue(Act act) noexcept {
    switch (act) {
        case Act::Open:
        case Act::Modify:
        case Act::Cancel:
        case Act::CancelAll:
        case Act::Close:
        case Act::Kill: return true;
        default: return false;
    }
}

std::string probeText(std::string_view id) {
    return JsonWriter().open().str("cmd", "GET_SYMBOL_INFO").str("uuid", id).str("req_id", id).num("v", 6).close().take();
}

Result<std::string> requestText(Dialect dialect, const Ask& ask) {
    if (ask.act == Act::Probe) return probeText(ask.id);
    if (!supports(dialect, ask.act)) return Error{Code::Unsupported, "route.request", std::string(dialectName(dialect))};
    switch (dialect) {
        case Dialect::P2: return p2::requestText(ask);
        case Dialect::P3: return p3::requestText(ask);
        default: return v6::requestText(ask);
    }
}

std::string replyId(Dialect dialect, const JsonTree& reply) {
    switch (dialect) {
        case Dialect::P1: return reply["req_id"].plain();
        case Dialect::P3: return reply["uuid"].plain();
        case Dialect::V6: return reply["id"].plain();
        default: return {};
    }
}

Answer answerOf(Dialect dialect, const Ask& ask, const JsonTree& reply) {
    return dialect == Dialect::P2 ? p2::answer(ask, reply) : p3::answer(ask, reply);
}

std::optional<std::string> shortNumber(std::string_view text) {
    if (text.empty()) return "0";
    if (!json::isNumber(text) || text.find_first_of("eE") != std::string_view::npos) return std::nullopt;
    if (text.find('.') != std::string_view::npos) {
        while (text.back() == '0') text.remove_suffix(1);
        if (text.back() == '.') text.remove_suffix(1);
    }
    return std::string(text == "-0" ? "0" : text);
}

std::string isoTime(WallTime wall) {
    const auto seconds = static_cast<std::time_t>(floorDiv(wall.ns, kNsPerSec));
    std::tm parts{};
#ifdef _WIN32
    gmtime_s(&parts, &seconds);
#else
    gmtime_r(&seconds, &parts);
#endif
    char room[40];
    return std::string(room, std::strftime(room, sizeof room, "%Y-%m-%dT%H:%M:%SZ", &parts));
}

std::string orderWord(const RouteRequest& request) {
    const std::string side = request.side == OrderSide::Buy ? "BUY" : "SELL";
    switch (request.type) {
        case OrderType::Limit: return side + "_LIMIT";
        case OrderType::Stop: return side + "_STOP";
        case OrderType::Market: break;
    }
    return side;
}

bool readOrderWord(const JsonTree& value, OrderSide& side, OrderType& type) {
    // by word, or by the number of MetaTrader's ENUM_ORDER_TYPE
    static constexpr std::array<std::string_view, 6> kWords{"BUY", "SELL", "BUY_LIMIT", "SELL_LIMIT", "BUY_STOP", "SELL_STOP"};
    std::size_t found = kWords.size();
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < kWords.size(); ++i)
        if (value.isText() && value.text == kWords[i]) found = i;
    if (value.type == JsonTree::Type::Number && value.natural(number) && number < kWords.size()) found = static_cast<std::size_t>(number);
    if (found == kWords.size()) return false;
    side = found % 2 == 0 ? OrderSide::Buy : OrderSide::Sell;
    type = found < 2 ? OrderType::Market : found < 4 ? OrderType::Limit : OrderType::Stop;
    return true;
}

std::string maskedAccount(std::string_view login) {
    if (login.empty()) return {};
    return "***" + cleanText(login.size() > 3 ? login.substr(login.size() - 3) : login, 3);
}

void fitToRequest(const Ask& ask, Answer& answer) {
    const bool done = answer.outcome == Outcome::Filled || answer.outcome == Outcome::Partial || answer.outcome == Outcome::Working;
    if (answer.outcome == Outcome::Unchanged && ask.act != Act::Modify) {
        answer.outcome = Outcome::Unknown;
        return;
    }
    if (!done) return;
    switch (ask.act) {
        case Act::Modify:
        case Act::CancelAll:
        case Act::Kill: answer.outcome = Outcome::Ok; return;
        case Act::Cancel:
            // 10008 and 10010 are no end of a cancel
            if (answer.outcome == Outcome::Filled) {
                answer.outcome = Outcome::Cancelled;
            } else {
                answer.outcome = Outcome::Unknown;
                answer.code = Code::OutcomeUnknown;
            }
            return;
        default: break;
    }
    if (answer.outcome != Outcome::Filled) return;
    const std::int64_t wanted = quantity(ask.request.qty), filled = quantity(answer.filled_qty);
    const bool rests = ask.act == Act::Open && ask.request.type != OrderType::Market;
    if (filled < 0) {
        if (rests) {  // "done" says that it was placed or that it traded: a query decides
            answer.outcome = Outcome::Unknown;
            answer.code = Code::OutcomeUnknown;
        } else {
            answer.filled_qty = ask.request.qty;
        }
    } else if (filled == 0 && rests) {
        answer.outcome = Outcome::Working;
    } else if (wanted >= 0 && filled < wanted) {
        answer.outcome = Outcome::Partial;
    }
}

AccountReading readAccount(const JsonTree& account) {
    AccountReading r;
    r.equity = account["equity"].plain();
    r.balance = account["balance"].plain();
    r.margin_used = account.has("margin_used") ? account["margin_used"].plain() : account["margin"].plain();
    r.margin_level = account["margin_level"].plain();
    r.currency = account["currency"].plain();
    r.balance_op = account["balance_op"].plain();
    r.account = maskedAccount(account["login"].plain());
    return r;
}

bool readSnapshot(const JsonTree& body, bool with_orders, RouteSnapshot& out) {
    if (!body["account"].isObject()) return false;
    out.account = readAccount(body["account"]);
    if (!readList(body["positions"], out.positions, readPosition)) return false;
    out.has_positions = true;
    if (!with_orders) return true;
    out.has_orders = true;
    return readList(body["orders"], out.orders, readOrder);
}

}  // namespace bw::feed
