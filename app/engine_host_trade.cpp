// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of orders and risk: each becomes a journaled frame, so that a replay decides the same.
#include <array>

#include "app/engine_host.h"
#include "core/feed/transport/control_frame.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

using trade::TradeCommand;
constexpr std::string_view kActor = "operator", kChannel = "gui";

Error refused(Code code, std::string detail) { return {code, "order", std::move(detail)}; }

}  // namespace

/// "BW", eight base-32 digits that are this run's, "-".
std::string newOrderPrefix() {
    static constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string out = "BW";
    const risk::Id128 random = risk::randomId();
    for (std::size_t i = 0; i < 8; ++i) out += kDigits[random.bytes[i] & 31];
    return out + "-";
}

/// What is certain at once; everything else is the gate's to say.
Status EngineHost::tradable() const {
    if (!m_session) return refused(Code::NoEngine, "no source runs; choose one first");
    if (m_session->mode() == RunMode::Replay) return refused(Code::SourceDisabled, "a recording is replayed: there is nothing to trade");
    return Done{};
}

Status EngineHost::command(TradeCommand wish) {
    if (const Status open = tradable(); !open) return open;
    wish.actor = kActor;
    wish.channel = kChannel;
    m_session->command(wish);
    return Done{};
}

Result<std::string> EngineHost::submitOrder(const OrderTicket& ticket) {
    if (const Status open = tradable(); !open) return open.error();
    if (ticket.instrument < 0 || ticket.instrument >= instrumentCount())
        return refused(Code::OrderInstrument, "choose an instrument of the watchlist");
    if (m_options.config.text("execution.mode") == "off")
        return refused(Code::NotArmed, "execution.mode is off: set it to paper or live and start again");
    if (m_risk->latchState() == risk::LatchState::Halted) return refused(Code::LatchHalted, "reset the kill switch first");
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::Submit;
    OrderIntent& intent = wish.intent;
    intent.client_id = m_order_prefix + std::to_string(++m_order_count);
    intent.route = ticket.route;
    intent.instrument = m_session->runner().pipeline().instrument(ticket.instrument).id();
    intent.side = ticket.side;
    intent.type = ticket.type;
    intent.tif = ticket.tif;
    intent.reduce_only = ticket.reduce_only;
    intent.ticket = ticket.ticket;
    intent.magic = m_options.config.integer("execution.magic");
    intent.source = kChannel;
    intent.created = m_clock.wall();
    wish.qty = ticket.qty;
    wish.price = ticket.price;
    wish.stop = ticket.stop;
    wish.sl = ticket.sl;
    wish.tp = ticket.tp;
    const std::string client_id = intent.client_id;
    if (const Status done = command(std::move(wish)); !done) return done.error();
    return client_id;
}

Status EngineHost::cancelOrder(std::string_view client_id) {
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::Cancel;
    wish.client_id = client_id;
    return command(std::move(wish));
}

Status EngineHost::cancelAll(std::string_view route) {
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::CancelAll;
    wish.route = route;
    return command(std::move(wish));
}

Status EngineHost::replaceOrder(std::string_view client_id, std::string_view qty, std::string_view price) {
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::Replace;
    wish.client_id = client_id;
    wish.qty = qty;
    wish.price = price;
    wish.intent.client_id = client_id;
    wish.intent.created = m_clock.wall();
    return command(std::move(wish));
}

Status EngineHost::flatten(std::string_view route, std::string_view instrument, std::string_view typed) {
    std::string wanted = "FLATTEN " + std::string(route);
    if (!instrument.empty()) wanted += " " + std::string(instrument);
    if (typed != wanted) return refused(Code::ResetTextWrong, "type " + wanted);
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::Flatten;
    wish.route = route;
    wish.subject = instrument;
    return command(std::move(wish));
}

Status EngineHost::arm(std::string_view route, std::string_view typed_route) {
    if (typed_route != route) return refused(Code::ResetTextWrong, "type the name of the route: " + std::string(route));
    if (const Status ready = m_risk->mayArm(); !ready) return ready;
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::Arm;
    wish.route = route;
    wish.text = typed_route;
    return command(std::move(wish));
}

Status EngineHost::disarm(std::string_view route) {
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::Disarm;
    wish.route = route;
    return command(std::move(wish));
}

void EngineHost::reduceOnly(std::string_view reason) {
    m_risk->trip(Code::ManualGui, kActor, reason, risk::LatchState::Reducing);
}

Status EngineHost::haltScope(api::RiskView::Scope::Kind kind, std::string_view key, std::string_view reason) {
    return m_risk->haltScope(static_cast<risk::ScopeKind>(kind), key, /*halted=*/true, Code::ManualGui, kActor, reason);
}

Status EngineHost::closeBreaker(std::string_view instrument, std::string_view reason) {
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::CloseBreaker;
    wish.subject = instrument;
    wish.reason = reason;
    return command(std::move(wish));
}

Status EngineHost::resolveUnknown(std::string_view client_id, std::string_view reason) {
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::ResolveUnknown;
    wish.client_id = client_id;
    wish.reason = reason;
    return command(std::move(wish));
}

Status EngineHost::resetPaper(std::string_view reason) {
    TradeCommand wish;
    wish.kind = TradeCommand::Kind::PaperReset;
    wish.reason = reason;
    return command(std::move(wish));
}

Status EngineHost::acknowledgeAlert(std::uint64_t alert_id) {
    if (!m_session) return refused(Code::NoEngine, "no source runs");
    m_session->control("risk.cmd!", feed::ControlFrame("alert.cmd")
                                        .add("op", "ack")
                                        .add("alert_id", alert_id)
                                        .add("actor", kActor)
                                        .text());
    return Done{};
}

Status EngineHost::muteAlert(std::string_view rule, std::string_view labels, int minutes) {
    static constexpr int kMinutesMax = 24 * 60;
    if (minutes < 0 || minutes > kMinutesMax) return refused(Code::Args, "a mute lasts at most 24 h");
    if (!m_session) return refused(Code::NoEngine, "no source runs");
    m_session->control("risk.cmd!", feed::ControlFrame("alert.cmd")
                                        .add("op", "mute")
                                        .add("rule", rule)
                                        .add("labels", labels)
                                        .add("ms", std::int64_t{minutes} * 60'000)
                                        .add("actor", kActor)
                                        .text());
    return Done{};
}

std::uint64_t EngineHost::drillVersion() const { return m_drill->version(m_clock.wall()); }
api::EngineApi::DrillStatus EngineHost::drill() { return m_drill->status(m_clock.wall()); }
Status EngineHost::startDrill() { return m_drill->start(); }

}  // namespace bw::app
