// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/unit/trade/trade_test.h"

namespace bw::trade::test {

using Outcome = RouteReply::Outcome;

inline DeskRig::Ticket limit(const std::string& price = "1.08000", const std::string& qty = "0.10") {
    DeskRig::Ticket ticket;
    ticket.type = OrderType::Limit;
    ticket.price = price;
    ticket.qty = qty;
    return ticket;
}
inline void filled(RouteReply& reply) {
    reply.venue_id = "77";
    reply.filled_qty = "0.10";
    reply.avg_price = "1.08512";
}
inline std::string working(DeskRig& rig, const std::string& venue_id = "77") {
    const std::string id = rig.submit(limit());
    rig.reply(*rig.port.last(RouteOp::Open), Outcome::Working, [&venue_id](RouteReply& reply) { reply.venue_id = venue_id; });
    RouteOrder there;
    there.symbol = "EURUSD";
    there.venue_id = venue_id;
    there.client_id = id;
    there.qty = "0.10";
    there.filled = "0";
    there.price = "1.08000";
    there.magic = 202401;
    rig.orders_there.push_back(there);
    return id;
}

}  // namespace bw::trade::test
