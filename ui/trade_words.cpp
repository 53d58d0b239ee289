// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trade_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <span>

#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui::texts {
namespace {

struct Word {
    std::string_view key;
    const char* source;
};

QString find(std::span<const Word> words, std::string_view key) {
    for (const Word& word : words)
        if (word.key == key) return QCoreApplication::translate("Trade", word.source);
    return {};
}
QString lookUp(std::span<const Word> words, std::string_view key) {
    const QString found = find(words, key);
    return found.isEmpty() ? format::text(key) : found;
}

constexpr Word kSides[] = {{"buy", QT_TRANSLATE_NOOP("Trade", "buy")}, {"sell", QT_TRANSLATE_NOOP("Trade", "sell")}};
constexpr Word kTypes[] = {{"market", QT_TRANSLATE_NOOP("Trade", "market")},
                           {"limit", QT_TRANSLATE_NOOP("Trade", "limit")},
                           {"stop", QT_TRANSLATE_NOOP("Trade", "stop")}};
constexpr Word kTifs[] = {{"gtc", QT_TRANSLATE_NOOP("Trade", "until cancelled")},
                          {"ioc", QT_TRANSLATE_NOOP("Trade", "at once or not")},
                          {"day", QT_TRANSLATE_NOOP("Trade", "today")}};
constexpr Word kStates[] = {{"NEW", QT_TRANSLATE_NOOP("Trade", "NEW")},
                            {"REJECTED_LOCAL", QT_TRANSLATE_NOOP("Trade", "REFUSED HERE")},
                            {"SENDING", QT_TRANSLATE_NOOP("Trade", "SENDING")},
                            {"WORKING", QT_TRANSLATE_NOOP("Trade", "WORKING")},
                            {"PARTIAL", QT_TRANSLATE_NOOP("Trade", "PARTIAL")},
                            {"FILLED", QT_TRANSLATE_NOOP("Trade", "FILLED")},
                            {"REJECTED", QT_TRANSLATE_NOOP("Trade", "REJECTED")},
                            {"CANCELLED", QT_TRANSLATE_NOOP("Trade", "CANCELLED")},
                            {"EXPIRED", QT_TRANSLATE_NOOP("Trade", "EXPIRED")},
                            {"CANCEL_PENDING", QT_TRANSLATE_NOOP("Trade", "CANCEL SENT")},
                            {"UNKNOWN", QT_TRANSLATE_NOOP("Trade", "UNKNOWN")},
                            {"RESOLVED_BY_OPERATOR", QT_TRANSLATE_NOOP("Trade", "RESOLVED BY HAND")}};
constexpr Word kLimits[] = {{"L01", QT_TRANSLATE_NOOP("Trade", "loss of the day")},
                            {"L02", QT_TRANSLATE_NOOP("Trade", "loss of the day, share of equity")},
                            {"L03", QT_TRANSLATE_NOOP("Trade", "fall from the highest equity")},
                            {"L03w", QT_TRANSLATE_NOOP("Trade", "fall from the highest equity: warning")},
                            {"L03r", QT_TRANSLATE_NOOP("Trade", "fall from the highest equity: reduce only")},
                            {"L03h", QT_TRANSLATE_NOOP("Trade", "fall from the highest equity: stop")},
                            {"L04", QT_TRANSLATE_NOOP("Trade", "orders in a minute")},
                            {"L05", QT_TRANSLATE_NOOP("Trade", "orders in 100 ms")},
                            {"L06", QT_TRANSLATE_NOOP("Trade", "opening fills of the day")},
                            {"L07", QT_TRANSLATE_NOOP("Trade", "notional of an instrument")},
                            {"L08", QT_TRANSLATE_NOOP("Trade", "quantity of an instrument")},
                            {"L09", QT_TRANSLATE_NOOP("Trade", "notional of an order")},
                            {"L10", QT_TRANSLATE_NOOP("Trade", "open positions")},
                            {"L10s", QT_TRANSLATE_NOOP("Trade", "positions of an instrument")},
                            {"L11", QT_TRANSLATE_NOOP("Trade", "exposure over equity")},
                            {"L11t", QT_TRANSLATE_NOOP("Trade", "exposure over equity: everything")},
                            {"L11s", QT_TRANSLATE_NOOP("Trade", "exposure over equity: an instrument")},
                            {"L11g", QT_TRANSLATE_NOOP("Trade", "exposure over equity: a group")},
                            {"L11c", QT_TRANSLATE_NOOP("Trade", "exposure over equity: a sector")},
                            {"L12", QT_TRANSLATE_NOOP("Trade", "leverage")},
                            {"L13", QT_TRANSLATE_NOOP("Trade", "margin level, at least")},
                            {"L14", QT_TRANSLATE_NOOP("Trade", "price beyond the touch")},
                            {"L15", QT_TRANSLATE_NOOP("Trade", "the same order again")},
                            {"L16", QT_TRANSLATE_NOOP("Trade", "volatility of a year")},
                            {"L17", QT_TRANSLATE_NOOP("Trade", "trading hours")},
                            {"L18", QT_TRANSLATE_NOOP("Trade", "symbol breakers open")}};
constexpr Word kRules[] = {
    {"data_none", QT_TRANSLATE_NOOP("Trade", "no data from a source")},
    {"data_starved", QT_TRANSLATE_NOOP("Trade", "a subscribed symbol is silent")},
    {"errors_consecutive", QT_TRANSLATE_NOOP("Trade", "a component fails again and again")},
    {"breaker_trip", QT_TRANSLATE_NOOP("Trade", "the kill switch engaged")},
    {"breaker_trip_symbol", QT_TRANSLATE_NOOP("Trade", "a symbol breaker opened")},
    {"tick_latency", QT_TRANSLATE_NOOP("Trade", "ticks arrive late")},
    {"loop_latency", QT_TRANSLATE_NOOP("Trade", "the engine loop is slow")},
    {"buffer_depth", QT_TRANSLATE_NOOP("Trade", "the input queue is long")},
    {"queue_backlog", QT_TRANSLATE_NOOP("Trade", "a queue is long")},
    {"mem_ingest", QT_TRANSLATE_NOOP("Trade", "feeds and books hold much memory")},
    {"mem_rss", QT_TRANSLATE_NOOP("Trade", "the program holds much memory")},
    {"cpu_ingest", QT_TRANSLATE_NOOP("Trade", "the data threads use much processor time")},
    {"cpu_host", QT_TRANSLATE_NOOP("Trade", "this computer is busy")},
    {"mem_host", QT_TRANSLATE_NOOP("Trade", "the memory of this computer is nearly full")},
    {"error_rate", QT_TRANSLATE_NOOP("Trade", "many messages are rejected")},
    {"limit_warn", QT_TRANSLATE_NOOP("Trade", "a limit is nearly used up")},
    {"gateway_failed", QT_TRANSLATE_NOOP("Trade", "the gateway does not answer")},
    {"gateway_failed_armed", QT_TRANSLATE_NOOP("Trade", "the gateway of an armed route does not answer")},
    {"recon_failed", QT_TRANSLATE_NOOP("Trade", "orders and positions could not be compared with the venue")},
    {"drift", QT_TRANSLATE_NOOP("Trade", "a position differs from the venue's")},
    {"order_unknown", QT_TRANSLATE_NOOP("Trade", "what became of an order is not known")},
    {"latch_not_durable", QT_TRANSLATE_NOOP("Trade", "the stop is not on disk")},
    {"audit_unwritable", QT_TRANSLATE_NOOP("Trade", "the audit log cannot be written")},
    {"audit_mismatch", QT_TRANSLATE_NOOP("Trade", "the audit log does not match the latch")},
    {"drill_overdue", QT_TRANSLATE_NOOP("Trade", "no good drill for too long")},
    {"guard_lost", QT_TRANSLATE_NOOP("Trade", "the guard process is gone")},
    {"clock_jump", QT_TRANSLATE_NOOP("Trade", "the clock of this computer jumped")},
    {"order_seconds", QT_TRANSLATE_NOOP("Trade", "many seconds with ten orders or more")},
    {"webhook_failed", QT_TRANSLATE_NOOP("Trade", "an alert could not be delivered")},
    {"metric_missing", QT_TRANSLATE_NOOP("Trade", "what a rule watches is not measured")}};
constexpr Word kOutcomes[] = {
    {"none_working", QT_TRANSLATE_NOOP("Trade", "no order was working")},
    {"verified", QT_TRANSLATE_NOOP("Trade", "verified: no order works")},
    {"acknowledged_not_verified", QT_TRANSLATE_NOOP("Trade", "acknowledged, not verified")},
    {"not_acknowledged", QT_TRANSLATE_NOOP("Trade", "not acknowledged")},
    {"refused", QT_TRANSLATE_NOOP("Trade", "refused")},
    {"unsupported", QT_TRANSLATE_NOOP("Trade", "gateway cannot cancel; not acknowledged. Use the terminal.")},
    {"unreachable", QT_TRANSLATE_NOOP("Trade", "unreachable")},
    {"durable (fallback)", QT_TRANSLATE_NOOP("Trade", "durable in the fallback file")}};
constexpr Word kDrillSteps[] = {{"flag", QT_TRANSLATE_NOOP("Trade", "flag set")},
                                {"fence", QT_TRANSLATE_NOOP("Trade", "outbound blocked")},
                                {"durable", QT_TRANSLATE_NOOP("Trade", "latch durable")},
                                {"companion", QT_TRANSLATE_NOOP("Trade", "lock file written")},
                                {"sent", QT_TRANSLATE_NOOP("Trade", "cancel sent")},
                                {"cancel sent", QT_TRANSLATE_NOOP("Trade", "cancel sent")},
                                {"acknowledged", QT_TRANSLATE_NOOP("Trade", "acknowledged")},
                                {"queried", QT_TRANSLATE_NOOP("Trade", "queried")},
                                {"verified", QT_TRANSLATE_NOOP("Trade", "verified")}};

QString joined(const QString& head, const QString& tail) {
    return tail.isEmpty() ? head : QCoreApplication::translate("Texts", "%1: %2").arg(head, tail);
}

}  // namespace

QString orderSide(OrderSide side) {
    return lookUp(kSides, orderSideName(side));
}
QString orderType(OrderType type) {
    return lookUp(kTypes, orderTypeName(type));
}
QString tif(Tif tif) {
    return lookUp(kTifs, tifName(tif));
}
QString orderState(OrderState state) {
    return lookUp(kStates, orderStateName(state));
}
QString orderStateFromName(std::string_view name) {
    return lookUp(kStates, name);
}

QString executionMode(ExecutionMode mode) {
    switch (mode) {
        case ExecutionMode::Off:
            return QCoreApplication::translate("Trade", "OFF: watching only");
        case ExecutionMode::Paper:
            return QCoreApplication::translate("Trade", "PAPER: embedded paper broker");
        case ExecutionMode::Live:
            return QCoreApplication::translate("Trade", "LIVE");
    }
    return {};
}

QString dialect(Dialect dialect) {
    switch (dialect) {
        case Dialect::Unknown:
            return QCoreApplication::translate("Trade", "not known yet");
        case Dialect::P0:
            return QCoreApplication::translate("Trade", "p0, watching only");
        case Dialect::P1:
            return QCoreApplication::translate("Trade", "p1, watching only");
        case Dialect::P2:
            return QCoreApplication::translate("Trade", "p2, no cancel, no query");
        case Dialect::P3:
            return QCoreApplication::translate("Trade", "p3, no cancel");
        case Dialect::V6:
            return QCoreApplication::translate("Trade", "v6, full");
    }
    return {};
}

QString routeHealth(RouteHealth health) {
    switch (health) {
        case RouteHealth::Unknown:
            return QCoreApplication::translate("Trade", "UNKNOWN");
        case RouteHealth::Healthy:
            return QCoreApplication::translate("Trade", "HEALTHY");
        case RouteHealth::Degraded:
            return QCoreApplication::translate("Trade", "DEGRADED");
        case RouteHealth::Failed:
            return QCoreApplication::translate("Trade", "FAILED");
    }
    return {};
}

QString recon(api::GatewayRow::Recon recon) {
    using Recon = api::GatewayRow::Recon;
    switch (recon) {
        case Recon::None:
            return QCoreApplication::translate("Trade", "not yet");
        case Recon::Success:
            return QCoreApplication::translate("Trade", "equal");
        case Recon::Partial:
            return QCoreApplication::translate("Trade", "findings handled");
        case Recon::Degraded:
            return QCoreApplication::translate("Trade", "partly skipped");
        case Recon::Failed:
            return QCoreApplication::translate("Trade", "failed");
        case Recon::Impossible:
            return QCoreApplication::translate("Trade", "impossible");
    }
    return {};
}

QString breakerState(api::BreakerRow::State state) {
    using State = api::BreakerRow::State;
    switch (state) {
        case State::Closed:
            return QCoreApplication::translate("Trade", "SAFE");
        case State::Open:
            return QCoreApplication::translate("Trade", "ENGAGED");
        case State::HalfOpen:
            return QCoreApplication::translate("Trade", "ON TRIAL");
    }
    return {};
}

QString limit(std::string_view id) {
    const QString own = find(kLimits, id);
    return own.isEmpty() ? lookUp(kLimits, id.substr(0, 3)) : own;
}

QString limitState(api::LimitRow::State state) {
    using State = api::LimitRow::State;
    switch (state) {
        case State::Off:
            return QCoreApplication::translate("Trade", "off");
        case State::Ok:
            return QCoreApplication::translate("Trade", "free");
        case State::Warn:
            return QCoreApplication::translate("Trade", "near");
        case State::Breach:
            return QCoreApplication::translate("Trade", "BREACH");
        case State::Unknown:
            return QCoreApplication::translate("Trade", "unknown");
    }
    return {};
}

QString alertRule(std::string_view rule) {
    return lookUp(kRules, rule);
}

QString alertSeverity(AlertSeverity severity) {
    switch (severity) {
        case AlertSeverity::Info:
            return QCoreApplication::translate("Trade", "info");
        case AlertSeverity::Warning:
            return QCoreApplication::translate("Trade", "warning");
        case AlertSeverity::High:
            return QCoreApplication::translate("Trade", "high");
        case AlertSeverity::Critical:
            return QCoreApplication::translate("Trade", "critical");
    }
    return {};
}

QString drillStep(std::string_view name) {
    return lookUp(kDrillSteps, name);
}

QString routeOutcome(std::string_view detail) {
    const std::size_t open = detail.find('(');
    if (const QString whole = find(kOutcomes, detail); !whole.isEmpty() || open == std::string_view::npos)
        return whole.isEmpty() ? format::text(detail) : whole;
    const QString head = find(kOutcomes, detail.substr(0, open));
    if (head.isEmpty() || !detail.ends_with(')')) return format::text(detail);
    const std::string_view inside = detail.substr(open + 1, detail.size() - open - 2);
    Code code = Code::Ok;
    return joined(head, codeFromName(inside, code) ? codeText(code) : format::text(inside));
}

QString scopeKind(api::RiskView::Scope::Kind kind) {
    using Kind = api::RiskView::Scope::Kind;
    switch (kind) {
        case Kind::Venue:
            return QCoreApplication::translate("Trade", "venue");
        case Kind::Instrument:
            return QCoreApplication::translate("Trade", "instrument");
        case Kind::Source:
            return QCoreApplication::translate("Trade", "source");
    }
    return {};
}

QString tradeNotice(const api::Notice& notice, const QString& instrument) {
    using Kind = api::Notice::Kind;
    const std::string_view text = notice.text.view(), text2 = notice.text2.view();
    const QString code = notice.code == Code::Ok ? QString() : codeText(notice.code);
    QStringList tail;
    if (notice.kind == Kind::Order) {
        // "BW3F9C-12 UNKNOWN: its outcome is not known (OUTCOME_UNKNOWN)"
        const std::size_t space = text2.find(' ');
        const QString state = orderStateFromName(text2.substr(0, space));
        const QString rest = space == std::string_view::npos ? QString() : format::text(text2.substr(space + 1));
        const QString head = QCoreApplication::translate("Notice", "order %1 %2").arg(format::text(text), state);
        for (const QString& part : {code, rest})
            if (!part.isEmpty()) tail << part;
        const QString line = joined(head, tail.join(QStringLiteral(", ")));
        return instrument.isEmpty() ? line : joined(instrument, line);
    }
    if (notice.kind == Kind::Alert) {
        const auto severity = static_cast<AlertSeverity>(std::clamp<std::int64_t>(notice.b, 0, 3));
        const QString id = format::text(text), words = alertRule(text);
        const QString rule = words == id ? words : QStringLiteral("%1 (%2)").arg(words, id);
        const auto say = [](const char* source) { return QCoreApplication::translate("Notice", source); };
        const QString line = notice.code == Code::AlertResolved
                                 ? say(QT_TRANSLATE_NOOP("Notice", "alert ended: %1")).arg(rule)
                                 : say(QT_TRANSLATE_NOOP("Notice", "%1 alert: %2")).arg(alertSeverity(severity), rule);
        return text2.empty() ? line : QStringLiteral("%1 · %2").arg(line, format::text(text2));
    }
    for (const std::string_view part : {text, text2})
        if (!part.empty()) tail << format::text(part);
    const QString rest = tail.join(QStringLiteral(", "));
    const QString line = code.isEmpty() ? rest : joined(code, rest);
    return instrument.isEmpty() ? line : joined(instrument, line);
}

QString whyNoOrder(const api::TradeView& trade, bool reduces) {
    QStringList out;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.why_not_count) && i < trade.why_not.size(); ++i) {
        if (reduces && trade.why_not[i] == Code::LatchReducing) continue;
        out << codeText(trade.why_not[i]);
    }
    if (!out.isEmpty()) return out.join(QStringLiteral("; "));
    if (trade.version == 0)
        return QCoreApplication::translate("Trade", "the engine has not told yet whether orders are possible");
    return trade.mode == ExecutionMode::Off
               ? QCoreApplication::translate("Trade", "execution is off: this program only watches (execution.mode)")
               : QString();
}

}  // namespace bw::ui::texts
