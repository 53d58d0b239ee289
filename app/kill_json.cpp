// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kill_json.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "core/risk/latch_scopes.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

QString qstr(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QJsonArray stepsJson(const risk::LatchView& view) {
    QJsonArray out;
    for (const risk::LatchStep& step : view.steps)
        out.append(QJsonObject{{QStringLiteral("name"), qstr(step.name)},
                               {QStringLiteral("state"), qstr(risk::stepStateName(step.state))},
                               {QStringLiteral("ns"), static_cast<double>(step.ns)},
                               {QStringLiteral("detail"), qstr(step.detail)}});
    for (const risk::LatchRoute& route : view.routes)
        for (std::size_t i = 0; i < risk::kRouteStepCount; ++i) {
            const risk::RouteMark& mark = route.marks[i];
            out.append(QJsonObject{{QStringLiteral("name"), qstr(risk::routeStepName(static_cast<risk::RouteStep>(i)))},
                                   {QStringLiteral("route"), qstr(route.name)},
                                   {QStringLiteral("state"), qstr(risk::stepStateName(mark.state))},
                                   {QStringLiteral("ns"), static_cast<double>(mark.ns)},
                                   {QStringLiteral("detail"), qstr(mark.code == Code::Ok ? mark.detail
                                                                                         : std::string(codeName(mark.code)) + " " +
                                                                                               mark.detail)}});
        }
    return out;
}

QJsonArray routesJson(const risk::LatchView& view) {
    QJsonArray out;
    for (const risk::LatchRoute& route : view.routes)
        out.append(QJsonObject{{QStringLiteral("route"), qstr(route.name)},
                               {QStringLiteral("outcome"), qstr(route.outcome.empty() ? "under_way" : route.outcome)},
                               {QStringLiteral("flat"), route.green}});
    return out;
}

QJsonArray scopesJson(const risk::LatchView& view) {
    QJsonArray out;
    for (const risk::LatchScope& scope : view.scopes)
        out.append(QJsonObject{{QStringLiteral("scope"), qstr(risk::scopeText(scope))},
                               {QStringLiteral("state"), scope.state == risk::kScopeHalt ? QStringLiteral("HALTED")
                                                                                         : QStringLiteral("REDUCING")},
                               {QStringLiteral("since"), qstr(risk::isoUtcMs({scope.since_wall_ns}))}});
    return out;
}

/// The newest report, or nothing.
QJsonObject lastDrill(const std::string& path) {
    QFile file(qstr(path));
    if (path.empty() || !file.open(QIODevice::ReadOnly)) return {};
    QByteArray last;
    while (!file.atEnd())
        if (const QByteArray line = file.readLine(1 << 20).trimmed(); !line.isEmpty()) last = line;
    return QJsonDocument::fromJson(last).object();
}

/// What tools of MT5-CRS read; ours is beside it.
void addCompatible(QJsonObject& out, const risk::LatchView& view, const KillFacts& facts) {
    const bool engaged = view.state != risk::LatchState::Active;
    const QJsonValue at = engaged && view.since_wall_ns != 0 ? QJsonValue(qstr(risk::isoUtcMs({view.since_wall_ns}))) : QJsonValue();
    const QJsonValue why = engaged ? QJsonValue(qstr(view.reason)) : QJsonValue();
    out.insert(QStringLiteral("is_active"), engaged);
    out.insert(QStringLiteral("activation_time"), at);
    out.insert(QStringLiteral("activation_reason"), why);
    out.insert(QStringLiteral("lock_file"), qstr(facts.companion));
    out.insert(QStringLiteral("fail_count"), static_cast<qint64>(facts.fail_count));
    const QString status = engaged ? QStringLiteral("ENGAGED") : QStringLiteral("SAFE");
    out.insert(QStringLiteral("status"), status);
    out.insert(QStringLiteral("circuit_breaker"),
               QJsonObject{{QStringLiteral("status"), status},
                           {QStringLiteral("fail_count"), static_cast<qint64>(facts.fail_count)},
                           {QStringLiteral("engaged_at"), at},
                           {QStringLiteral("reason"), why},
                           {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("cause"), qstr(codeName(view.cause))},
                                                                    {QStringLiteral("actor"), qstr(view.actor)}}}});
}

}  // namespace

QJsonObject latchJson(const risk::LatchView& view, const KillFacts& facts) {
    QJsonObject out{{QStringLiteral("state"), qstr(risk::latchStateName(view.state))},
                    {QStringLiteral("cause"), qstr(codeName(view.cause))},
                    {QStringLiteral("reason"), qstr(view.reason)},
                    {QStringLiteral("actor"), qstr(view.actor)},
                    {QStringLiteral("since_ns"), QString::number(view.since_wall_ns)},
                    {QStringLiteral("trip_id"), qstr(view.trip_id.text())},
                    {QStringLiteral("durable"), view.durable},
                    {QStringLiteral("latch_path"), qstr(view.latch_path)},
                    {QStringLiteral("not_durable_reason"), qstr(view.not_durable_reason)},
                    {QStringLiteral("flat"), view.flat},
                    {QStringLiteral("armed"), view.armed},
                    {QStringLiteral("routes"), routesJson(view)},
                    {QStringLiteral("scopes"), scopesJson(view)},
                    {QStringLiteral("steps"), stepsJson(view)}};
    if (const QJsonObject drill = lastDrill(facts.drills); !drill.isEmpty()) out.insert(QStringLiteral("last_drill"), drill);
    addCompatible(out, view, facts);
    return out;
}

QJsonObject failureJson(Code code, const std::string& detail) {
    return {{QStringLiteral("ok"), false}, {QStringLiteral("code"), qstr(codeName(code))}, {QStringLiteral("detail"), qstr(detail)}};
}

}  // namespace bw::app
