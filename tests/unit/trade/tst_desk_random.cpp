// SPDX-License-Identifier: GPL-3.0-or-later
// Random commands, answers, looks and silences against a slow reference of what must hold.
#include <QTest>
#include <map>
#include <set>

#include "core/model/random.h"
#include "tests/unit/model/seed.h"
#include "tests/unit/trade/trade_test.h"

using namespace bw;
using namespace bw::trade;
using namespace bw::trade::test;
using Outcome = RouteReply::Outcome;

namespace {

constexpr std::string_view kGbp = "mt5.demo.GBPUSD";

std::string member(const std::string& line, std::string_view name) {
    const std::string key = "\"" + std::string(name) + "\":\"";
    const std::size_t at = line.find(key);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + key.size();
    return line.substr(begin, line.find('"', begin) - begin);
}

bool stateFromName(const std::string& name, OrderState& out) {
    for (int i = 0; i < kOrderStates; ++i) {
        if (orderStateName(static_cast<OrderState>(i)) != name) continue;
        out = static_cast<OrderState>(i);
        return true;
    }
    return false;
}

/// A gateway without manners, driven by one seed.
class World {
public:
    World(std::uint64_t seed, bool hedging) : rig(ExecutionMode::Live), m_random(seed) {
        rig.port.specs[std::string(kGbp)] = rig.port.specs[std::string(kEur)];
        rig.port.specs[std::string(kGbp)].instrument = kGbp;
        for (auto& [name, spec] : rig.port.specs) spec.hedging = hedging;
        rig.port.quote(kGbp, "1.25000", "1.25010");
        dialect = m_random.below(3) == 0 ? Dialect::P3 : Dialect::V6;
        rig.ready(dialect);
    }

    void step() {
        const std::size_t sent_before = rig.port.sent.size();
        switch (m_random.below(16)) {
            case 0:
            case 1:
            case 2: submit(); break;
            case 3:
            case 4:
            case 5:
            case 6: answer(); break;
            case 7: cancel(); break;
            case 8: look(); break;
            case 9: rig.wait(std::int64_t(m_random.below(30)) * 100); break;
            case 10:
                rig.latch(std::array{risk::LatchState::Active, risk::LatchState::Active, risk::LatchState::Active, risk::LatchState::Reducing,
                                     risk::LatchState::Halted}[below(5)]);
                break;
            case 11: replace(); break;
            case 12: other(); break;
            case 13: rig.live(std::int64_t(below(200)) * 100); break;  // a while in which it answers and holds what it held
            default: rig.command(TradeCommand::Kind::Arm, [](TradeCommand& c) { c.route = c.text = kRoute; }); break;
        }
        check(sent_before);
    }

    DeskRig rig;
    Dialect dialect = Dialect::V6;
    QByteArray broken;

private:
    std::uint64_t below(std::uint64_t n) { return m_random.below(n); }
    std::string anyId() {
        if (m_ids.empty()) return "none";
        return m_ids[below(m_ids.size())];
    }

    void submit() {
        DeskRig::Ticket ticket;
        ticket.instrument = below(2) == 0 ? kEur : kGbp;
        ticket.side = below(2) == 0 ? OrderSide::Buy : OrderSide::Sell;
        ticket.qty = std::array{"0.10", "0.20", "0.05"}[below(3)];
        if (below(3) == 0) {
            ticket.type = OrderType::Limit;
            ticket.price = std::string(ticket.instrument == kEur ? "1.08" : "1.25") + std::to_string(below(10));
        }
        if (below(20) == 0 && !m_ids.empty()) ticket.id = anyId();  // the same once more
        if (below(25) == 0) ticket.route = kPaperRoute;
        const std::string id = rig.submit(ticket);
        if (std::find(m_ids.begin(), m_ids.end(), id) == m_ids.end()) m_ids.push_back(id);
    }

    void answer() {
        if (rig.port.sent.empty()) return;
        const std::size_t back = std::min<std::size_t>(rig.port.sent.size(), 12);
        const RouteRequest to = rig.port.sent[rig.port.sent.size() - 1 - below(back)];
        if (to.op == RouteOp::SyncAll) return look();
        const auto outcome = static_cast<Outcome>(below(10));
        rig.reply(to, outcome, [this, &to](RouteReply& told) {
            if (below(3) != 0) told.filled_qty = std::array{"0.05", "0.10", "0.20", "0", "0.01"}[below(5)];
            if (below(2) == 0) told.avg_price = to.instrument == kEur ? "1.08505" : "1.25005";
            if (below(4) != 0) told.venue_id = to.venue_id.empty() ? std::to_string(1000 + to.request) : to.venue_id;
            if (below(4) == 0) told.code = Code::OrderNotFound;
            told.late = below(2) == 0;
        });
    }

    void cancel() {
        const std::string id = anyId();
        const Order* const order = rig.desk->find(id);
        const bool live = order != nullptr && orderIsLive(order->state) && order->intent.route == kRoute;
        const int before = rig.port.count(RouteOp::Cancel, id);
        rig.cancel(id);
        if (live && rig.port.count(RouteOp::Cancel, id) != before + 1) broken = "a cancel did not reach the port";
    }

    void replace() {
        rig.command(TradeCommand::Kind::Replace, [this](TradeCommand& c) {
            c.client_id = anyId();
            if (below(2) == 0) c.qty = std::array{"0.05", "0.30"}[below(2)];
            if (below(2) == 0) c.price = "1.07000";
        });
    }

    void other() {
        switch (below(6)) {
            case 0: rig.command(TradeCommand::Kind::CancelAll); break;
            case 1: rig.desk->onPaused(rig.now()); break;
            case 2: rig.status(dialect, below(3) == 0 ? RouteHealth::Failed : RouteHealth::Healthy, std::uint32_t(below(3))); break;
            case 3:
                rig.command(TradeCommand::Kind::ResolveUnknown, [this](TradeCommand& c) { c.client_id = anyId(); });
                break;
            case 4: rig.command(TradeCommand::Kind::Flatten, [](TradeCommand& c) { c.route = kRoute; }); break;
            default:
                rig.port.accepts = false;
                submit();
                rig.port.accepts = true;
                break;
        }
    }

    /// What the venue shows: some truth, some invention.
    void look() {
        rig.positions.clear();
        rig.orders_there.clear();
        for (const std::string& id : m_ids) {
            const Order* const order = rig.desk->find(id);
            if (order == nullptr || order->intent.route != kRoute || below(3) == 0) continue;
            const bool resting = orderIsLive(order->state);
            if (resting && dialect == Dialect::V6) {
                RouteOrder there;
                there.symbol = order->intent.instrument == kEur ? "EURUSD" : "GBPUSD";
                there.client_id = id;
                there.venue_id = order->venue_id.empty() ? "v" + id : order->venue_id;
                there.qty = "0.10";
                there.filled = below(4) == 0 ? "0.05" : "0";
                there.side = order->intent.side;
                there.price = "1.08000";
                there.magic = below(5) == 0 ? 1 : 202401;
                rig.orders_there.push_back(there);
            }
            if (order->filled.units == 0 && below(6) != 0) continue;
            RoutePosition held = rig.position(order->venue_id.empty() ? "t" + id : order->venue_id, std::array{"0.10", "0.05"}[below(2)],
                                              order->intent.side, "1.08510", below(2) == 0 ? id : std::string());
            held.symbol = order->intent.instrument == kEur ? "EURUSD" : "GBPUSD";
            held.profit = "-1.5";
            rig.positions.push_back(held);
        }
        rig.answerSync();
    }

    void check(std::size_t sent_before) {
        for (std::size_t i = sent_before; i < rig.port.sent.size(); ++i) {
            const RouteRequest& request = rig.port.sent[i];
            const bool opens = request.op == RouteOp::Open || (request.op == RouteOp::Close && !request.flatten);
            if (opens && !m_opened.insert(request.client_id).second) broken = "an OPEN was sent twice";
        }
        for (; m_line < rig.port.lines.size(); ++m_line) checkLine(rig.port.lines[m_line]);
        // UNKNOWN closes its instrument.
        std::uint64_t unknown = 0;
        for (const auto& [id, state] : m_states) unknown += state == OrderState::Unknown ? 1u : 0u;
        if (unknown != rig.desk->unknownOrders()) broken = "the count of UNKNOWN orders is wrong";
        checkPositions();
    }

    void checkLine(const std::string& line) {
        const std::string kind = member(line, "kind"), id = member(line, "id");
        if (kind == "order") {
            OrderState from{}, to{};
            if (!stateFromName(member(line, "from"), from) || !stateFromName(member(line, "to"), to)) broken = "no state";
            if (!mayMoveByTheBook(from, to)) broken = QByteArray::fromStdString("not an allowed step: " + line);
            const auto known = m_states.find(id);
            if (known != m_states.end() ? known->second != from : from != OrderState::New && !adopted(id)) broken = QByteArray::fromStdString("steps out of order: " + line);
            if (known != m_states.end() && !orderIsLive(known->second) && known->second != OrderState::New) broken = "an ended order moved";
            m_states[id] = to;
        }
        if (kind == "gate" && member(line, "code") == "ok" && member(line, "route") == kRoute) {
            for (const auto& [other, state] : m_states) {
                const Order* const order = rig.desk->find(other);
                // A replace may cut an order of a closed instrument; an OPEN may not.
                if (state == OrderState::Unknown && other != id && order != nullptr && order->intent.instrument == member(line, "instrument") &&
                    !m_states.contains(id))
                    broken = "an order passed beside an UNKNOWN one";
            }
        }
        if (kind == "fill" && member(line, "route") == kRoute) {
            std::int64_t& net = m_net[member(line, "instrument")];
            const std::int64_t sign = member(line, "side") == "buy" ? 1 : -1;
            net += sign * (units(member(line, "opened"), 2) + units(member(line, "closed"), 2));
        }
        if (kind == "finding") m_reconciled_by_venue = true;
    }
    bool adopted(const std::string& id) const { return id.starts_with("ext-") || (rig.desk->find(id) != nullptr && rig.desk->find(id)->external); }

    /// The specification's table, written down again.
    static bool mayMoveByTheBook(OrderState from, OrderState to) {
        using enum OrderState;
        static const std::map<OrderState, std::set<OrderState>> table{
            {New, {RejectedLocal, Sending}},
            {Sending, {Working, Partial, Filled, Rejected, Unknown, RejectedLocal}},
            {Working, {Partial, Filled, Cancelled, Expired, CancelPending}},
            {Partial, {Partial, Filled, Cancelled, Expired, CancelPending}},
            {CancelPending, {Cancelled, Filled, Working, Unknown}},
            {Unknown, {Working, Partial, Filled, Rejected, RejectedLocal, Cancelled, Expired, CancelPending, ResolvedByOperator}}};
        const auto row = table.find(from);
        return row != table.end() && row->second.contains(to);
    }

    /// Until the venue corrects us, positions are the sum of the fills.
    void checkPositions() {
        if (m_reconciled_by_venue) return;
        std::map<std::string, std::int64_t> shown;
        const api::TradeView view = rig.view();
        for (int i = 0; i < view.position_count; ++i) {
            const api::PositionRow& row = view.positions[std::size_t(i)];
            if (row.route.view() == kRoute) shown[std::string(row.instrument.view())] += row.is_long ? row.qty.units : -row.qty.units;
        }
        for (const auto& [name, net] : m_net)
            if (shown[name] != net) broken = "a position is not the sum of its fills";
    }

    Random m_random;
    std::vector<std::string> m_ids;
    std::set<std::string> m_opened;
    std::map<std::string, OrderState> m_states;
    std::map<std::string, std::int64_t> m_net;
    std::size_t m_line = 0;
    bool m_reconciled_by_venue = false;
};

std::uint64_t sequences() {
    bool given = false;
    const std::uint64_t count = qEnvironmentVariable("BELLWETHER_SEQUENCES").toULongLong(&given);
    return given ? count : 300;
}

}  // namespace

class TestDeskRandom : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRulesHoldForWhateverHappens() {
        Random seeds(bw::test::seedOr(0xde5c));
        const std::uint64_t count = sequences();
        for (std::uint64_t sequence = 0; sequence < count; ++sequence) {
            const std::uint64_t seed = seeds.next();
            World world(seed, sequence % 2 == 0);
            for (int i = 0; i < 60; ++i) {
                world.step();
                if (world.broken.isEmpty()) continue;
                qWarning("sequence seed 0x%llx, step %d", static_cast<unsigned long long>(seed), i);
                QFAIL(world.broken.constData());
            }
        }
    }

    /// The same calls give the same bytes: ledger, view, notices and requests.
    void replayIsByteIdentical() {
        Random seeds(bw::test::seedOr(0x5e91a7));
        for (int sequence = 0; sequence < 100; ++sequence) {
            const std::uint64_t seed = seeds.next();
            World first(seed, sequence % 2 == 0), second(seed, sequence % 2 == 0);
            for (int i = 0; i < 100; ++i) {
                first.step();
                second.step();
            }
            QCOMPARE(first.rig.port.lines, second.rig.port.lines);
            QCOMPARE(first.rig.port.sent.size(), second.rig.port.sent.size());
            QCOMPARE(first.rig.port.audits, second.rig.port.audits);
            QCOMPARE(first.rig.port.saved, second.rig.port.saved);
            const api::TradeView a = first.rig.view(), b = second.rig.view();
            QCOMPARE(text(a), text(b));
        }
    }

private:
    static QByteArray text(const api::TradeView& view) {
        QByteArray out;
        const auto add = [&out](auto... values) { (out.append(QByteArray::number(static_cast<qint64>(values))).append(' '), ...); };
        add(int(view.mode), view.why_not_count, view.limit_count, view.order_count, view.position_count, view.gateway_count, view.orders_today,
            view.cancels_today, view.rejects_today, view.unknown_orders, view.orders_60s);
        for (int i = 0; i < view.order_count; ++i) {
            const api::OrderRow& row = view.orders[std::size_t(i)];
            out.append(row.client_id.view().data(), qsizetype(row.client_id.view().size()));
            add(int(row.state), row.filled.units, row.avg.units, int(row.code), row.changed.ns);
        }
        for (int i = 0; i < view.position_count; ++i) {
            const api::PositionRow& row = view.positions[std::size_t(i)];
            out.append(row.ticket.view().data(), qsizetype(row.ticket.view().size()));
            add(row.qty.units, row.open.units, int(row.drift), int(row.external));
            out.append(QByteArray::number(row.pnl, 'g', 17));
        }
        for (int i = 0; i < view.limit_count; ++i) out.append(QByteArray::number(view.limits[std::size_t(i)].value, 'g', 17));
        return out;
    }
};

QTEST_GUILESS_MAIN(TestDeskRandom)
#include "tst_desk_random.moc"
