// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trade/reconciler.h"

#include <algorithm>

#include "core/trade/order_gate.h"

namespace bw::trade {
namespace {

constexpr std::int64_t kAnswerWithin = 3 * kNsPerSec, kBetweenTries = kNsPerSec, kConfirmAfter = kNsPerSec,
                       kRoundEvery = 15 * kNsPerSec, kSettled = 2 * kNsPerSec;
constexpr int kTries = 3;
constexpr std::size_t kUnwatchedMax = 1'000, kAskedMax = 64;

Code codeOf(Reconciler::Kind kind) {
    switch (kind) {
        case Reconciler::Kind::Recovery: return Code::ReconRecovery;
        case Reconciler::Kind::Ghost: return Code::ReconGhost;
        case Reconciler::Kind::Drift: return Code::ReconDrift;
        default: return Code::ReconOrphan;
    }
}

std::string_view statusName(Reconciler::Status status) {
    switch (status) {
        case Reconciler::Status::Success: return "SUCCESS";
        case Reconciler::Status::Partial: return "PARTIAL";
        case Reconciler::Status::Degraded: return "DEGRADED";
        case Reconciler::Status::Failed: return "FAILED";
        case Reconciler::Status::Impossible: return "IMPOSSIBLE";
        default: return "NONE";
    }
}

/// More than 0.001 of a unit (lot) apart.
bool volumeDrifts(Qty ours, Qty theirs, int digits) {
    const Int128 apart = Int128{ours.units} - theirs.units;
    return (apart < 0 ? -apart : apart) * 1000 > kPow10[digits];
}

/// More than the larger of a thousandth of the price and one tick apart.
bool priceDrifts(Price ours, Price theirs, Price tick) {
    const Int128 apart = Int128{ours.units} - theirs.units;
    const Int128 size = apart < 0 ? -apart : apart;
    return size * 1000 > std::max(ours.units, theirs.units) && size > std::max<std::int64_t>(tick.units, 1);
}

std::string lotText(const Lot& lot, int qty_digits, int price_digits) {
    return std::string(orderSideName(lot.side)) + " " + formatUnitsTrimmed(lot.qty.units, qty_digits) + " at " +
           formatUnits(lot.average().units, price_digits);
}

}  // namespace

std::string_view findingName(Reconciler::Kind kind) noexcept {
    switch (kind) {
        case Reconciler::Kind::Recovery: return "recovery";
        case Reconciler::Kind::Ghost: return "ghost";
        case Reconciler::Kind::Drift: return "drift";
        default: return "orphan";
    }
}

std::string Reconciler::Finding::name() const {
    return std::string(findingName(kind)) + "|" + instrument + "|" + key;
}

Reconciler::Reconciler(DeskCore& core, Account& account) : m_core(core), m_account(account) {}

void Reconciler::setReachable(bool reachable, bool impossible) {
    if (impossible) m_status = Status::Impossible;
    else if (m_status == Status::Impossible) m_status = Status::None;
    if (reachable == m_reachable) return;
    m_reachable = reachable;
    m_reconciled = false;
    m_phase = Phase::Idle;
    m_request = 0;
    m_look = 0;
    m_next = m_core.now.mono;
}

void Reconciler::restart() {
    m_reconciled = false;
    m_phase = Phase::Idle;
    m_request = 0;
    m_next = m_core.now.mono;
    m_tries = 0;
}

MonoTime Reconciler::askedAt(std::uint64_t request) const {
    const auto found = m_asked.find(request);
    return found == m_asked.end() ? MonoTime{} : found->second;
}

void Reconciler::look() {
    if (!m_reachable || m_look != 0 || m_core.now.mono - m_look_sent < kNsPerSec / 2 || m_phase == Phase::Asked || m_phase == Phase::AskedAgain) return;
    RouteRequest request;
    request.op = RouteOp::SyncAll;
    request.route = m_account.route;
    request.request = m_core.nextRequest();
    request.magic = m_core.config.risk.execution.magic;
    if (!m_core.port.send(request)) return;
    m_look = request.request;
    m_look_sent = m_core.now.mono;
    m_asked[m_look] = m_core.now.mono;
    while (m_asked.size() > kAskedMax) m_asked.erase(m_asked.begin());
}

void Reconciler::ask() {
    RouteRequest request;
    request.op = RouteOp::SyncAll;
    request.route = m_account.route;
    request.request = m_core.nextRequest();
    request.magic = m_core.config.risk.execution.magic;
    m_phase = m_phase == Phase::ConfirmPause || m_phase == Phase::AskedAgain ? Phase::AskedAgain : Phase::Asked;
    m_request = request.request;
    m_sent = m_core.now.mono;
    m_asked[m_request] = m_core.now.mono;
    while (m_asked.size() > kAskedMax) m_asked.erase(m_asked.begin());
    if (!m_core.port.send(request)) failTry();
}

void Reconciler::failTry() {
    m_request = 0;
    if (++m_tries >= kTries) {
        finish(Status::Failed, 0, 0);
        return;
    }
    m_phase = Phase::Pause;
    m_next = m_core.now.mono + kBetweenTries;
}

void Reconciler::onReply(const RouteReply& reply) {
    if (reply.request == 0 || reply.outcome == RouteReply::Outcome::Ok) return;  // the snapshot itself is the answer
    if (reply.request == m_look) m_look = 0;
    if (reply.request == m_request) failTry();
}

void Reconciler::onTimer() {
    const MonoTime now = m_core.now.mono;
    if (!m_reachable) return;
    if (m_look != 0 && now - m_look_sent >= kAnswerWithin) m_look = 0;
    switch (m_phase) {
        case Phase::Asked:
        case Phase::AskedAgain:
            if (now - m_sent >= kAnswerWithin) failTry();
            return;
        case Phase::Idle:
            if (now < m_next) return;
            m_tries = 0;
            m_first.clear();
            m_skipped.clear();
            ask();
            return;
        case Phase::Pause:
        case Phase::ConfirmPause:
            if (now >= m_next) ask();
            return;
    }
}

void Reconciler::onSnapshot(const RouteSnapshot& snapshot) {
    if (snapshot.request != 0 && snapshot.request == m_look) m_look = 0;
    if (snapshot.request == 0 || snapshot.request != m_request) return;
    if (!snapshot.has_positions) {
        failTry();
        return;
    }
    const bool again = m_phase == Phase::AskedAgain;
    const std::vector<Finding> found = compare(snapshot);
    if (!again && !found.empty()) {
        for (const Finding& finding : found) m_first.insert(finding.name());
        m_request = 0;
        m_phase = Phase::ConfirmPause;
        m_next = m_core.now.mono + kConfirmAfter;
        return;
    }
    std::vector<Finding> counted;
    for (const Finding& finding : found)
        if (m_first.contains(finding.name())) counted.push_back(finding);
    m_request = 0;
    m_failed_rounds = 0;
    for (const Finding& finding : counted) apply(finding);
    afterRound(counted);
    std::size_t twice = 0;
    for (const std::string& name : m_skipped)
        if (const Held* held = m_account.book.find(name); held != nullptr && held->skipped_rounds >= 2) ++twice;
    finish(twice != 0 ? Status::Degraded : counted.empty() ? Status::Success : Status::Partial, counted.size(), m_skipped.size());
}

void Reconciler::finish(Status status, std::size_t findings, std::size_t skipped) {
    const bool told = status != m_status || findings != 0;
    m_status = status;
    m_phase = Phase::Idle;
    m_request = 0;
    m_finished = m_core.now.mono;
    m_next = m_core.now.mono + kRoundEvery;
    ++m_rounds;
    if (status == Status::Failed) {
        if (++m_failed_rounds >= 2) m_reconciled = false;
        m_core.risk(m_failed_rounds >= 2 ? Severity::Critical : Severity::Warning, Code::ReconFailed, m_account.route,
                    "no usable answer to three questions");
    } else {
        m_reconciled = true;
    }
    if (!told) return;
    JsonWriter line;
    line.str("kind", "recon").str("route", m_account.route).str("status", statusName(status));
    line.num("findings", findings).num("skipped", skipped);
    m_core.port.ledger(line.take());
}

bool Reconciler::skipped(std::string_view instrument, const Held* held) {
    const MonoTime asked = askedAt(m_request);
    const MonoTime settled = std::min(asked, MonoTime{m_core.now.mono.ns - kSettled});
    bool skip = held != nullptr && held->changed.ns != 0 && held->changed > settled;
    for (const Tracked* tracked : m_core.store.live()) {
        const Order& order = tracked->order;
        if (order.intent.route != m_account.route || order.intent.instrument != instrument) continue;
        if (order.changed_mono.ns != 0 && order.changed_mono > settled && !order.external) skip = true;
    }
    const Exposure exposure = exposureOf(held, m_core.store, m_account.route, instrument);
    skip = skip || exposure.in_flight || exposure.unknown;
    if (skip) m_skipped.emplace(instrument);
    return skip;
}

std::vector<Reconciler::Finding> Reconciler::compare(const RouteSnapshot& snapshot) {
    std::vector<Finding> out;
    comparePositions(snapshot, out);
    if (snapshot.has_orders) compareOrders(snapshot, out);
    return out;
}

void Reconciler::comparePositions(const RouteSnapshot& snapshot, std::vector<Finding>& out) {
    std::map<std::string, std::vector<Lot>> venue;
    for (const RoutePosition& position : snapshot.positions) {
        const std::string instrument = m_core.port.instrumentOf(m_account.route, position.symbol);
        const TradeSpec* spec = instrument.empty() ? nullptr : m_account.spec(m_core, instrument);
        const auto qty = spec == nullptr ? std::nullopt : unitsOf(position.qty, spec->qty_digits);
        const auto price = spec == nullptr ? std::nullopt : unitsOf(position.open_price, spec->price_digits);
        if (!qty || !price || *qty <= 0) {
            if (m_unwatched.size() < kUnwatchedMax && m_unwatched.insert(position.ticket).second)
                m_core.risk(Severity::Warning, Code::ReconRecovery, m_account.route,
                            "position " + position.ticket + " in " + position.symbol + ", which is not watched here");
            continue;
        }
        const Held& held = m_account.book.at(*spec);
        Lot lot{position.ticket, position.client_id, position.side, Qty{*qty}, Int128{*price} * *qty, false, position.profit};
        std::vector<Lot>& lots = venue[instrument];
        if (held.spec.hedging || lots.empty()) {
            lots.push_back(std::move(lot));
            continue;
        }
        Held sum;  // a netting account that lists several: their sum counts
        sum.spec = held.spec;
        sum.lots = lots;
        (void)PositionBook::apply(sum, lot.side, lot.qty, lot.cost, lot.ticket, lot.client_id, false, m_core.now.mono);
        lots = sum.lots;
    }
    for (auto& [name, held] : m_account.book.all()) {
        std::vector<Lot>& lots = venue[name];
        if (skipped(name, &held)) continue;
        compareLots(held, lots, out);
    }
}

void Reconciler::compareLots(Held& held, std::vector<Lot>& venue, std::vector<Finding>& out) const {
    std::vector<bool> used(venue.size(), false);
    const bool hedging = held.spec.hedging;
    for (Lot& ours : held.lots) {
        std::size_t match = venue.size();
        for (std::size_t i = 0; i < venue.size() && match == venue.size(); ++i)
            if (!used[i] && (!hedging || venue[i].ticket == ours.ticket)) match = i;
        for (std::size_t i = 0; i < venue.size() && match == venue.size(); ++i)
            if (!used[i] && !ours.client_id.empty() && venue[i].client_id == ours.client_id) match = i;
        Finding finding;
        finding.instrument = held.spec.instrument;
        finding.key = hedging ? ours.ticket : std::string();
        if (match == venue.size()) {
            finding.kind = Kind::Ghost;
            finding.venue = ours;
            out.push_back(finding);
            continue;
        }
        used[match] = true;
        const Lot& theirs = venue[match];
        ours.profit = theirs.profit;
        ours.ticket = theirs.ticket;
        finding.side_differs = ours.side != theirs.side;
        if (!finding.side_differs && !volumeDrifts(ours.qty, theirs.qty, held.spec.qty_digits) &&
            !priceDrifts(ours.average(), theirs.average(), held.spec.tick))
            continue;
        finding.kind = Kind::Drift;
        finding.key = hedging ? ours.ticket : std::string();
        finding.venue = theirs;
        out.push_back(finding);
    }
    for (std::size_t i = 0; i < venue.size(); ++i) {
        if (used[i]) continue;
        Finding finding;
        finding.kind = Kind::Recovery;
        finding.instrument = held.spec.instrument;
        finding.key = hedging ? venue[i].ticket : std::string();
        finding.venue = venue[i];
        out.push_back(finding);
    }
}

void Reconciler::compareOrders(const RouteSnapshot& snapshot, std::vector<Finding>& out) {
    for (const RouteOrder& order : snapshot.orders) {
        if (m_core.store.findVenue(m_account.route, order.venue_id) != nullptr) continue;
        const Tracked* known = order.client_id.empty() ? nullptr : m_core.store.find(order.client_id);
        // One that has ended here and works there is a stranger, unless the look is older than its end.
        if (known != nullptr && (orderIsLive(known->order.state) || known->order.changed_mono >= askedAt(m_request))) continue;
        const std::string instrument = m_core.port.instrumentOf(m_account.route, order.symbol);
        if (instrument.empty() || m_account.spec(m_core, instrument) == nullptr) continue;
        Finding finding;
        finding.kind = order.magic == m_core.config.risk.execution.magic ? Kind::Orphan : Kind::Recovery;
        finding.instrument = instrument;
        finding.key = known != nullptr || !goodClientId(order.client_id) ? "ext-" + order.venue_id : order.client_id;
        while (m_core.store.find(finding.key) != nullptr) finding.key += '+';
        finding.order = &order;
        out.push_back(finding);
    }
    // Foreign orders that are gone; our own are asked for one by one.
    for (const Tracked* tracked : m_core.store.live()) {
        const Order& ours = tracked->order;
        if (!ours.external || ours.intent.route != m_account.route) continue;
        const bool there = std::any_of(snapshot.orders.begin(), snapshot.orders.end(),
                                       [&](const RouteOrder& order) { return order.venue_id == ours.venue_id; });
        if (there) continue;
        Finding finding;
        finding.kind = Kind::Ghost;
        finding.instrument = ours.intent.instrument;
        finding.key = ours.intent.client_id;
        finding.is_order = true;
        out.push_back(finding);
    }
}

void Reconciler::apply(const Finding& finding) {
    ++m_findings;
    const bool is_order = finding.order != nullptr || finding.is_order;
    Held* held = m_account.book.find(finding.instrument);
    std::string words = std::string(findingName(finding.kind)) + " " + finding.instrument + " " + finding.key;
    if (!is_order && held != nullptr)
        words += " " + lotText(finding.venue, held->spec.qty_digits, held->spec.price_digits);
    JsonWriter line;
    line.str("kind", "finding").str("route", m_account.route).str("what", words);
    m_core.port.ledger(line.take());
    // Somebody trading by hand beside a program that only watches is no alarm.
    const bool live = m_core.mode == ExecutionMode::Live;
    m_core.risk(live ? Severity::Warning : Severity::Info, codeOf(finding.kind), m_account.route, words);
    if (is_order) {
        if (finding.order != nullptr) adoptOrder(finding);
        else if (Tracked* tracked = m_core.store.find(finding.key); tracked != nullptr) {
            tracked->order.code = Code::ReconGhost;
            (void)m_core.move(*tracked, OrderState::Cancelled, Code::ReconGhost, "gone at the venue");
        }
        return;
    }
    if (held == nullptr) return;
    const bool hedging = held->spec.hedging;
    const auto lot = std::find_if(held->lots.begin(), held->lots.end(),
                                  [&](const Lot& ours) { return !hedging || ours.ticket == finding.key; });
    if (finding.kind == Kind::Recovery) {
        Lot fresh = finding.venue;
        fresh.external = fresh.client_id.empty() || !m_core.store.used(fresh.client_id);
        held->lots.push_back(fresh);
    } else if (lot != held->lots.end() && finding.kind == Kind::Ghost) {
        if (const auto profit = unitsOf(lot->profit, kMoneyDigits))
            m_account.gate.onClose(finding.instrument, Money{*profit}, m_core.gateTime());
        held->lots.erase(lot);
    } else if (lot != held->lots.end()) {
        const bool external = lot->external;
        *lot = finding.venue;
        lot->external = external;
    }
}

void Reconciler::adoptOrder(const Finding& finding) {
    const RouteOrder& theirs = *finding.order;
    const TradeSpec* spec = m_account.spec(m_core, finding.instrument);
    const auto qty = unitsOf(theirs.qty, spec->qty_digits);
    if (!qty || *qty <= 0) return;
    (void)m_account.book.at(*spec);
    Order order;
    order.intent.client_id = finding.key;
    order.intent.route = m_account.route;
    order.intent.instrument = finding.instrument;
    order.intent.side = theirs.side;
    order.intent.type = theirs.type;
    order.intent.qty = {*qty};
    order.intent.magic = theirs.magic;
    order.intent.created = m_core.now.wall;
    if (const auto price = unitsOf(theirs.price, spec->price_digits))
        (theirs.type == OrderType::Stop ? order.intent.stop : order.intent.price) = Price{*price};
    if (const auto filled = unitsOf(theirs.filled, spec->qty_digits)) order.filled = {*filled};
    order.venue_id = theirs.venue_id;
    order.state = order.filled.units > 0 ? OrderState::Partial : OrderState::Working;
    order.external = true;
    order.changed_mono = m_core.now.mono;
    order.changed_wall = m_core.now.wall;
    Tracked& tracked = m_core.store.add(std::move(order));
    tracked.price_digits = spec->price_digits;
    tracked.qty_digits = spec->qty_digits;
    tracked.symbol = theirs.symbol;
}

void Reconciler::afterRound(const std::vector<Finding>& counted) {
    for (auto& [name, held] : m_account.book.all()) {
        if (m_skipped.contains(name)) {
            ++held.skipped_rounds;
            continue;
        }
        held.skipped_rounds = 0;
        const Finding* drift = nullptr;
        for (const Finding& finding : counted)
            if (finding.kind == Kind::Drift && finding.instrument == name) drift = &finding;
        if (drift == nullptr) {
            held.drift_rounds = 0;
            if (held.drift && ++held.clean_rounds >= 2) held.drift = false;
            continue;
        }
        held.drift = true;
        held.clean_rounds = 0;
        ++held.drift_rounds;
        if (m_core.mode == ExecutionMode::Live && (held.drift_rounds >= 3 || drift->side_differs))
            m_core.trip(m_account.route, Code::Drift, risk::LatchState::Reducing,
                        name + (drift->side_differs ? ": the venue holds the other side" : ": drift in three rounds"));
    }
}

}  // namespace bw::trade
