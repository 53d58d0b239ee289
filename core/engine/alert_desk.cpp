// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/alert_desk.h"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/model/json_writer.h"
#include "core/risk/alerts/alert_text.h"

namespace bw::engine {
namespace {

using api::Notice;
namespace dom = simdjson::dom;

constexpr std::size_t kToldMax = 8'192, kWatchesMax = 256;
constexpr std::size_t kRowsCounted = 1'280;  // every firing one, and some resolved ones
constexpr std::int64_t kMetricsHoldNs = 5 * kNsPerSec;
constexpr std::int64_t kStepNs = 10 * kNsPerSec;
constexpr std::int64_t kAwayNs = 5 * kNsPerSec;  // no timer for so long: the process was away
constexpr std::int64_t kClockJumpNs = 5 * kNsPerMin;

/// What stands in a `metrics` frame, and as which metric the rules know it.
struct Field {
    const char* name;
    std::string_view metric, labels;
    double scale = 1;
};
constexpr Field kFields[] = {
    {"cpu_ingest_pct", "cpu_ingest_pct", ""},
    {"cpu_host_pct", "cpu_host_pct", ""},
    {"mem_host_pct", "mem_host_pct", ""},
    {"mem_rss_bytes", "mem_rss_mb", "", 1e-6},
    {"mem_ingest_bytes", "mem_ingest_mb", "", 1e-6},
    {"loop_p95_ns", "loop_p95_ms", "", 1e-6},
    {"queue_len", "ingest_queue_len", ""},
    {"drill_age_s", "drill_age_s", ""},
    {"guard_lost", "guard_lost", ""},
    {"latch_not_durable", "latch_not_durable", ""},
    {"audit_unwritable", "audit_unwritable", ""},
    {"audit_mismatch", "audit_mismatch", ""},
};

std::string_view text(dom::element e, const char* key) {
    std::string_view out;
    return e[key].get_string().get(out) == simdjson::SUCCESS ? out : std::string_view{};
}
std::int64_t integer(dom::element e, const char* key) {
    std::int64_t out = 0;
    return e[key].get_int64().get(out) == simdjson::SUCCESS ? out : 0;
}
std::string label(std::string_view key, std::string_view value) {
    std::string out(key);
    out += '=';
    for (const char c : value) out += c == ',' ? ';' : c;  // a comma would begin the next label
    return out;
}

/// "demo.usdm/pub" and "mt5.demo/ticks" bring data by themselves; REST answers, files and control lines do not.
bool isStream(std::string_view line) {
    const std::size_t slash = line.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string_view kind = line.substr(slash + 1);
    return !kind.starts_with("rest") && !kind.starts_with("csv");
}

std::uint64_t rejectedOf(const Line& line) { return line.classes[static_cast<std::size_t>(FrameClass::Rejected)]; }
/// Frames that were taken; control frames are no success of a line.
std::uint64_t takenOf(const Line& line) {
    return line.classes[static_cast<std::size_t>(FrameClass::Applied)] + line.classes[static_cast<std::size_t>(FrameClass::Buffered)] +
           line.classes[static_cast<std::size_t>(FrameClass::InGap)];
}

Severity shownAs(AlertSeverity severity) {
    switch (severity) {
        case AlertSeverity::Info: return Severity::Info;
        case AlertSeverity::Warning:
        case AlertSeverity::High: return Severity::Warning;
        case AlertSeverity::Critical: return Severity::Critical;
    }
    return Severity::Critical;
}

}  // namespace

AlertDesk::AlertDesk(const EngineConfig& config, EngineSink& sink, Ledger& ledger)
    : m_sink(sink), m_ledger(ledger), m_rules(config.alert_rules), m_trade(std::make_unique<api::TradeView>()) {}

AlertDesk::~AlertDesk() = default;

// --- what the frames say

LineWatch* AlertDesk::watchOf(Line& line, MonoTime now) {
    if (line.watch == nullptr && m_watches.size() < kWatchesMax) {
        line.watch = &m_watches.emplace_back();
        line.watch->first_seen = now;
        line.watch->stream = isStream(line.name);
    }
    return line.watch;
}

void AlertDesk::onFailure(Line& line, const Context& ctx) {
    LineWatch* watch = watchOf(line, ctx.mono);
    if (watch == nullptr) return;
    const std::uint64_t taken = takenOf(line);
    watch->run = watch->taken_then == taken ? watch->run + 1 : 1;
    watch->taken_then = taken;
    if (watch->run >= 3) setNow("errors_run", label("component", line.name), static_cast<double>(watch->run), ctx);
}

void AlertDesk::onLatency(Line& line, EventTime sent, const FrameView& frame) {
    LineWatch* watch = watchOf(line, frame.recv_mono);
    if (watch == nullptr || sent.ns == 0) return;
    if (!watch->latency) watch->latency = std::make_unique<LineWatch::Latency>();
    const std::int64_t step = frame.recv_mono.ns / kStepNs;
    const auto slot = static_cast<std::size_t>(step) % watch->latency->slots.size();
    if (watch->latency->index[slot] != step) {
        watch->latency->index[slot] = step;
        watch->latency->slots[slot] = {};
    }
    watch->latency->slots[slot].add(frame.recv_wall.ns - sent.ns);
}

void AlertDesk::onControl(std::string_view kind, std::string_view json, const Context& ctx) {
    if (kind == "metrics") onMetrics(json, ctx);
    else if (kind == "alert.cmd") onCommand(json, ctx);
    else if (kind == "latch") onLatch(json, ctx);
}

void AlertDesk::onMetrics(std::string_view json, const Context& ctx) {
    dom::parser parser;
    dom::element frame;
    if (parser.parse(json.data(), json.size()).get(frame) != simdjson::SUCCESS) return;
    const auto put = [&](std::string_view metric, std::string labels, double value) {
        if (m_told.size() >= kToldMax) return;
        m_told[Key{std::string(metric), std::move(labels)}] = {value, ctx.mono + kMetricsHoldNs};
    };
    for (const Field& field : kFields)
        if (double value = 0; frame[field.name].get_double().get(value) == simdjson::SUCCESS)
            put(field.metric, std::string(field.labels), value * field.scale);
    if (dom::object queues; frame["queues"].get_object().get(queues) == simdjson::SUCCESS)
        for (const auto& [name, length] : queues)
            if (double value = 0; length.get_double().get(value) == simdjson::SUCCESS) put("queue_len", label("queue", name), value);
}

void AlertDesk::onCommand(std::string_view json, const Context& ctx) {
    dom::parser parser;
    dom::element frame;
    if (parser.parse(json.data(), json.size()).get(frame) != simdjson::SUCCESS) return;
    const std::string_view actor = text(frame, "actor"), op = text(frame, "op");
    risk::AlertEvent event;
    AuditLine audit{"alert." + std::string(op), std::string(actor), std::string(text(frame, "channel")), Code::Ok, {}, {}};
    if (op == "ack") {
        const auto id = static_cast<std::uint64_t>(integer(frame, "alert_id"));
        if (!m_rules.acknowledge(id, actor, ctx.wall)) return;  // it resolved meanwhile
        event.kind = risk::AlertEvent::Kind::Acknowledged;
        event.alert_id = id;
        audit.detail = "alert " + std::to_string(id);
    } else if (op == "mute") {
        event.kind = risk::AlertEvent::Kind::Muted;
        event.rule = text(frame, "rule");
        event.labels = text(frame, "labels");
        event.mute_ms = integer(frame, "ms");
        if (const Status muted = m_rules.mute(event.rule, event.labels, event.mute_ms, ctx.mono); !muted) {
            Notice notice;
            notice.kind = Notice::Kind::Risk;
            notice.wall = ctx.wall;
            notice.severity = Severity::Warning;
            notice.code = muted.error().code;
            notice.text = "alerts.mute";
            notice.text2 = muted.error().detail;
            m_sink.onNotice(notice);
            return;
        }
        audit.detail = (event.rule.empty() ? "all" : event.rule) + (event.labels.empty() ? "" : " " + event.labels) + " for " +
                       std::to_string(event.mute_ms / 1'000) + " s";
    } else {
        return;  // of a later version
    }
    event.at = ctx.wall;
    m_sink.onAudit(std::move(audit));
    m_sink.onAlert(event);
}

/// One identity per cause: another one while it is not ACTIVE is another alert.
void AlertDesk::onLatch(std::string_view json, const Context& ctx) {
    dom::parser parser;
    dom::element frame;
    if (parser.parse(json.data(), json.size()).get(frame) != simdjson::SUCCESS) return;
    m_latch = text(frame, "state");
    m_trip_id = text(frame, "trip_id");
    std::map<std::string, bool> now;
    // In its first moment a trip does not say its cause yet; the frame that does follows within milliseconds.
    const std::string_view cause = text(frame, "cause");
    if (cause == codeName(Code::LatchHalted) || cause == codeName(Code::LatchReducing)) {
        m_latch_unnamed = label("cause", cause);
        return;
    }
    m_latch_unnamed.clear();
    if (m_latch != "ACTIVE") now[label("cause", cause)] = true;
    if (dom::array scopes; frame["scopes"].get_array().get(scopes) == simdjson::SUCCESS)
        for (const dom::element scope : scopes)
            if (const std::string_view key = text(scope, "key"); !key.empty()) now[label("scope", key)] = true;
    setRaised("latch_left_active", now);
    for (const auto& [labels, raised] : m_raised["latch_left_active"]) m_rules.set("latch_left_active", labels, raised ? 1 : 0);
    m_rules.judgeNow("latch_left_active", ctx.mono, ctx.wall);
    flush(ctx);
}

void AlertDesk::set(std::string_view metric, std::string_view labels, std::optional<double> value) {
    const auto it = m_told.find(Key{std::string(metric), std::string(labels)});
    if (it != m_told.end()) it->second = {value, {}};
    else if (m_told.size() < kToldMax) m_told.emplace(Key{std::string(metric), std::string(labels)}, Told{value, {}});
}

void AlertDesk::setNow(std::string_view metric, std::string_view labels, double value, const Context& ctx) {
    set(metric, labels, value);
    m_rules.set(metric, labels, value);
    m_rules.judgeNow(metric, ctx.mono, ctx.wall);
    flush(ctx);
}

void AlertDesk::setRaised(std::string_view metric, std::map<std::string, bool>& now) {
    auto& known = m_raised[std::string(metric)];
    for (auto& [labels, raised] : known) raised = now.contains(labels);
    for (const auto& [labels, raised] : now) known[labels] = raised;
    for (const auto& [labels, raised] : known) set(metric, labels, raised ? 1 : 0);
}

// --- each second

void AlertDesk::onTimer(const Context& ctx, std::deque<Line>& lines, const Market& market) {
    m_next = {floorTo(ctx.mono.ns, kNsPerSec) + kNsPerSec};
    watchClock(ctx);
    if (m_last.ns != 0 && ctx.mono - m_last > kAwayNs) m_rules.onPaused(ctx.mono - m_last - kNsPerSec);
    m_last = ctx.mono;
    for (Line& line : lines)
        if (line.watch != nullptr || isStream(line.name))
            if (LineWatch* watch = watchOf(line, ctx.mono)) watchLine(line, *watch, ctx);
    watchStreams(market);
    watchTrade();
    if (std::map<std::string, bool> unnamed{{m_latch_unnamed, true}}; !std::exchange(m_latch_unnamed, {}).empty())
        setRaised("latch_left_active", unnamed);
    std::erase_if(m_told, [&](const auto& one) { return one.second.until.ns != 0 && one.second.until <= ctx.mono; });
    for (const auto& [key, told] : m_told) m_rules.set(key.first, key.second, told.value);
    m_rules.tick(ctx.mono, ctx.wall);
    flush(ctx);
}

void AlertDesk::watchLine(const Line& line, LineWatch& watch, const Context& ctx) {
    const std::string source = label("source", line.name);
    const std::uint64_t rejected = rejectedOf(line), frames = takenOf(line) + rejected;
    if (watch.stream) {
        const MonoTime base = std::max(line.last_mono, watch.first_seen);
        m_rules.set("source_age_s", source, static_cast<double>(ctx.mono - base) / 1e9);
    }
    if (watch.run > 0 && takenOf(line) != watch.taken_then) {  // a success since
        if (watch.run >= 3) set("errors_run", label("component", line.name), 0);
        watch.run = 0;
    }
    const std::int64_t now = ctx.mono.ns / kStepNs;
    LineWatch::Step& step = watch.steps[static_cast<std::size_t>(now) % watch.steps.size()];
    if (step.index != now) step = {now, frames, rejected};
    const LineWatch::Step* oldest = &step;
    for (const LineWatch::Step& one : watch.steps)
        if (one.index >= 0 && one.index > now - static_cast<std::int64_t>(watch.steps.size()) && one.index < oldest->index) oldest = &one;
    const std::uint64_t n = frames - oldest->frames;
    if (frames > 0)
        m_rules.set("error_rate_pct", source, n == 0 ? 0 : 100.0 * static_cast<double>(rejected - oldest->rejected) / static_cast<double>(n), n);
    if (!watch.latency) return;
    Histogram last;
    for (std::size_t i = 0; i < watch.latency->slots.size(); ++i)
        if (watch.latency->index[i] > now - static_cast<std::int64_t>(watch.latency->slots.size())) last.merge(watch.latency->slots[i]);
    m_rules.set("tick_latency_p95_ms", source, static_cast<double>(std::max<std::int64_t>(last.quantile(0.95), 0)) / 1e6, last.count());
}

void AlertDesk::watchStreams(const Market& market) {
    std::map<std::string, bool> starved;
    for (int i = 0; i < market.instruments; ++i)
        for (std::size_t k = 0; k < kStreamKinds; ++k)
            if (const auto kind = static_cast<StreamKind>(k); market.starved(i, kind))
                starved[label("instrument", market.id(i)) + "," + label("stream", streamKindName(kind))] = true;
    setRaised("data_starved", starved);
}

/// The wall clock against the steady one. A pause moves both.
void AlertDesk::watchClock(const Context& ctx) {
    if (m_last.ns != 0) {
        const std::int64_t jump = (ctx.wall - m_last_wall) - (ctx.mono - m_last);
        if (std::abs(jump) > kClockJumpNs) {
            set("clock_jump", "", 1);
        } else if (m_told.contains(Key{"clock_jump", ""})) {
            set("clock_jump", "", 0);
        }
    }
    m_last_wall = ctx.wall;
}

/// What the order desk shows is what its alerts are about.
void AlertDesk::watchTrade() {
    const api::TradeView& trade = *m_trade;
    std::map<std::string, bool> open, drift, unknown, audit;
    for (int i = 0; i < trade.limit_count; ++i) {
        const api::LimitRow& row = trade.limits[static_cast<std::size_t>(i)];
        using State = api::LimitRow::State;
        std::string labels = label("limit", row.id.view());
        if (!row.subject.view().empty()) labels += "," + label("subject", row.subject.view());
        const bool raised = row.state == State::Warn || row.state == State::Breach;
        // Only what was raised once is worth a place in the table.
        if (raised || m_told.contains(Key{"limit_state", labels})) {
            std::optional<double> value;
            if (row.state != State::Unknown) value = row.state == State::Breach ? 2 : raised ? 1 : 0;
            set("limit_state", labels, value);
        }
    }
    for (int i = 0; i < trade.breaker_count; ++i) {
        const api::BreakerRow& row = trade.breakers[static_cast<std::size_t>(i)];
        if (row.state == api::BreakerRow::State::Open) open[label("instrument", row.instrument.view())] = true;
    }
    for (int i = 0; i < trade.position_count; ++i) {
        const api::PositionRow& row = trade.positions[static_cast<std::size_t>(i)];
        if (row.drift) drift[label("instrument", row.instrument.view()) + "," + label("route", row.route.view())] = true;
    }
    for (int i = 0; i < trade.order_count; ++i) {
        const api::OrderRow& row = trade.orders[static_cast<std::size_t>(i)];
        if (row.state == OrderState::Unknown) unknown[label("instrument", row.instrument.view()) + "," + label("route", row.route.view())] = true;
    }
    if (trade.unknown_orders > 0 && unknown.empty()) unknown[""] = true;  // they did not fit into the view
    setRaised("breaker_open", open);
    setRaised("drift", drift);
    setRaised("order_unknown", unknown);
    for (int i = 0; i < trade.gateway_count; ++i) {
        const api::GatewayRow& row = trade.gateways[static_cast<std::size_t>(i)];
        if (row.enabled) watchGateway(row, label("route", row.route.view()));
    }
}

/// How bad a lost gateway is stays as it was when it was lost: the stop that follows disarms it.
void AlertDesk::watchGateway(const api::GatewayRow& row, const std::string& labels) {
    const bool failed = row.health == RouteHealth::Failed;
    const auto was = [&](const char* metric) {
        const auto it = m_told.find(Key{metric, labels});
        return it != m_told.end() && it->second.value.value_or(0) > 0;
    };
    const bool armed = failed && (was("gateway_failed_armed") || (row.armed && !was("gateway_failed")));
    set("gateway_failed_armed", labels, armed ? 1 : 0);
    set("gateway_failed", labels, failed && !armed ? 1 : 0);
    Rounds& rounds = m_rounds[labels];
    const bool round = row.recon_age_ms >= 0 && (rounds.age_ms < 0 || row.recon_age_ms < rounds.age_ms);
    if (row.recon != api::GatewayRow::Recon::Failed) rounds.failed = 0;
    else if (round || rounds.failed == 0) ++rounds.failed;
    rounds.age_ms = row.recon_age_ms;
    set("recon_failed", labels, rounds.failed >= 2 ? 1 : 0);
}

// --- what the rules found

risk::AlertEvent AlertDesk::eventOf(const risk::AlertChange& change) const {
    risk::AlertEvent event;
    event.kind = change.kind == risk::AlertChange::Kind::Firing ? risk::AlertEvent::Kind::Firing : risk::AlertEvent::Kind::Resolved;
    event.alert_id = change.alert_id;
    event.rule = change.rule->id;
    event.labels = change.labels;
    event.type = risk::alertType(*change.rule, change.labels);
    event.text = risk::alertText(*change.rule, change.labels, change.value);
    event.severity = change.rule->severity;
    event.value = change.value;
    event.threshold = change.rule->threshold;
    event.at = change.at;
    event.since = change.since;
    event.muted = change.muted;
    event.stays_visible = change.rule->stays_visible;
    event.latch = m_latch;
    event.trip_id = m_trip_id;
    return event;
}

void AlertDesk::flush(const Context& ctx) {
    m_mono = ctx.mono;
    m_wall = ctx.wall;
    for (const risk::AlertChange& change : m_rules.takeChanges()) {
        const bool firing = change.kind == risk::AlertChange::Kind::Firing;
        JsonWriter line;
        line.str("kind", "alert").integer("t", ctx.wall.ns).num("id", change.alert_id).str("rule", change.rule->id);
        line.str("labels", change.labels).str("state", firing ? "firing" : "resolved");
        if (change.value) line.raw("value", risk::numberText(*change.value));
        m_ledger.append(line.take());
        const risk::AlertEvent event = eventOf(change);
        Notice notice;
        notice.kind = Notice::Kind::Alert;
        notice.wall = ctx.wall;
        notice.severity = firing ? shownAs(change.rule->severity) : Severity::Info;
        notice.code = firing ? Code::AlertFiring : Code::AlertResolved;
        notice.text = change.rule->id;
        notice.text2 = event.text;
        notice.a = static_cast<std::int64_t>(change.alert_id);
        notice.b = static_cast<std::int64_t>(change.rule->severity);
        m_sink.onNotice(notice);
        m_sink.onAlert(event);
    }
}

void AlertDesk::fill(api::AlertsView& out) const {
    out.version = m_rules.version();
    out.count = 0;
    std::fill(std::begin(out.firing), std::end(out.firing), 0U);
    out.unacknowledged = 0;
    for (const risk::AlertEngine::Row& row : m_rules.rows(kRowsCounted, m_mono)) {
        if (row.state == risk::AlertEngine::Row::State::Firing) {
            ++out.firing[static_cast<std::size_t>(row.rule->severity)];
            if (!row.acknowledged) ++out.unacknowledged;
        }
        if (out.count == api::AlertsView::kRowsMax) continue;
        api::AlertRow& to = out.rows[static_cast<std::size_t>(out.count++)];
        to.state = static_cast<api::AlertRow::State>(row.state);
        to.alert_id = row.alert_id;
        to.rule = row.rule->id;
        to.labels = row.labels;
        to.severity = row.rule->severity;
        to.has_value = row.value.has_value();
        to.value = row.value.value_or(0);
        to.threshold = row.rule->threshold;
        to.since = row.since;
        to.ended = row.ended;
        to.acknowledged = row.acknowledged;
        to.ack_actor = row.ack_actor;
        to.ack_at = row.ack_at;
        to.muted_ms = row.muted_ms;
        to.text = risk::alertText(*row.rule, row.labels, row.value);
    }
    out.mute_count = 0;
    for (const risk::AlertEngine::Mute& mute : m_rules.mutes(m_mono)) {
        if (out.mute_count == static_cast<int>(out.mutes.size())) break;
        api::AlertsView::Mute& to = out.mutes[static_cast<std::size_t>(out.mute_count++)];
        to.rule = mute.rule;
        to.labels = mute.labels;
        to.left_ms = mute.left_ms;
    }
}

}  // namespace bw::engine
