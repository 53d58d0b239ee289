// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kill_json.h"

#include <QJsonArray>

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
    return out;
}

/// What tools of MT5-CRS read; ours is beside it.
void addCompatible(QJsonObject& out, const risk::LatchView& view, const std::string& companion) {
    const bool engaged = view.state != risk::LatchState::Active;
    const QJsonValue at = engaged && view.since_wall_ns != 0 ? QJsonValue(qstr(risk::isoUtcMs({view.since_wall_ns}))) : QJsonValue();
    const QJsonValue why = engaged ? QJsonValue(qstr(view.reason)) : QJsonValue();
    out.insert(QStringLiteral("is_active"), engaged);
    out.insert(QStringLiteral("activation_time"), at);
    out.insert(QStringLiteral("activation_reason"), why);
    out.insert(QStringLiteral("lock_file"), qstr(companion));
    out.insert(QStringLiteral("circuit_breaker"),
               QJsonObject{{QStringLiteral("status"), engaged ? QStringLiteral("ENGAGED") : QStringLiteral("SAFE")},
                           {QStringLiteral("engaged_at"), at},
                           {QStringLiteral("reason"), why},
                           {QStringLiteral("metadata"), QJsonObject{{QStringLiteral("cause"), qstr(codeName(view.cause))},
                                                                    {QStringLiteral("actor"), qstr(view.actor)}}}});
}

}  // namespace

QJsonObject latchJson(const risk::LatchView& view, const std::string& companion) {
    QJsonObject out{{QStringLiteral("state"), qstr(risk::latchStateName(view.state))},
                    {QStringLiteral("cause"), qstr(codeName(view.cause))},
                    {QStringLiteral("reason"), qstr(view.reason)},
                    {QStringLiteral("actor"), qstr(view.actor)},
                    {QStringLiteral("since_ns"), QString::number(view.since_wall_ns)},
                    {QStringLiteral("trip_id"), qstr(view.trip_id.text())},
                    {QStringLiteral("durable"), view.durable},
                    {QStringLiteral("latch_path"), qstr(view.latch_path)},
                    {QStringLiteral("steps"), stepsJson(view)}};
    addCompatible(out, view, companion);
    return out;
}

QJsonObject failureJson(Code code, const std::string& detail) {
    return {{QStringLiteral("ok"), false}, {QStringLiteral("code"), qstr(codeName(code))}, {QStringLiteral("detail"), qstr(detail)}};
}

}  // namespace bw::app
