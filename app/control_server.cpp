// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/control_server.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>

#include "app/engine_host.h"
#include "app/kill_json.h"
#include "core/model/hash.h"
#include "core/model/sha256.h"

namespace bw::app {
namespace {
constexpr qint64 kRequestMax = 65'536;
QString qstr(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
}  // namespace

QString controlSocketPath(const std::string& data_dir) {
    const QString path = QDir(qstr(data_dir)).absoluteFilePath(QStringLiteral("control.sock"));
    if (path.toUtf8().size() < 100) return path;  // sun_path holds 107 bytes
    const std::uint64_t hash = fnv1a(data_dir);
    return QDir::tempPath() + QStringLiteral("/bellwether-") + QString::number(hash, 16) + QStringLiteral(".sock");
}

Result<QJsonObject> askEngine(const std::string& data_dir, const QJsonObject& request, int timeout_ms) {
    QLocalSocket socket;
    socket.connectToServer(controlSocketPath(data_dir));
    if (!socket.waitForConnected(timeout_ms)) return Error{Code::NoEngine, "control", "no engine runs on " + data_dir};
    socket.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    QByteArray line;
    while (!line.contains('\n')) {
        if (!socket.waitForReadyRead(timeout_ms))
            return Error{Code::NoEngine, "control", "the engine did not answer within " + std::to_string(timeout_ms) + " ms"};
        line += socket.readAll();
    }
    return QJsonDocument::fromJson(line).object();
}

ControlServer::ControlServer(EngineHost& host, QObject* parent) : QObject(parent), m_host(host) {
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::onConnection);
}

Status ControlServer::listen() {
    const QString path = controlSocketPath(m_host.dataDir());
    QLocalServer::removeServer(path);  // the lock of the data directory is ours, so an old socket is a dead one
    if (!m_server.listen(path))
        return Error{Code::Connect, "control", path.toStdString() + ": " + m_server.errorString().toStdString()};
    return Done{};
}

void ControlServer::onConnection() {
    while (QLocalSocket* socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > kRequestMax) socket->abort();
                return;
            }
            const QJsonObject request = QJsonDocument::fromJson(socket->readLine(kRequestMax)).object();
            socket->write(QJsonDocument(answer(request)).toJson(QJsonDocument::Compact) + '\n');
            socket->flush();
        });
    }
}

QJsonObject ControlServer::answerKill(const QJsonObject& request) {
    const std::string actor = request.value(QLatin1String("actor")).toString().toStdString();
    const std::string reason = request.value(QLatin1String("reason")).toString().toStdString();
    const std::string scope = request.value(QLatin1String("scope")).toString().toStdString();
    const bool reducing = request.value(QLatin1String("reducing")).toBool();
    if (scope.empty() || scope == "all") {
        m_host.riskHost().trip(Code::ManualCli, actor, reason, reducing ? risk::LatchState::Reducing : risk::LatchState::Halted);
        return {{QStringLiteral("ok"), true}};
    }
    const std::size_t colon = scope.find(':');
    risk::ScopeKind kind{};
    if (colon == std::string::npos || !risk::scopeKindFromName(scope.substr(0, colon), kind))
        return failureJson(Code::Args, "a scope is venue:KEY, instrument:KEY or source:KEY");
    const Status halted = m_host.riskHost().haltScope(kind, scope.substr(colon + 1), !reducing, Code::ManualCli, actor, reason);
    if (!halted) return failureJson(halted.error().code, halted.error().detail);
    return {{QStringLiteral("ok"), true}};
}

QJsonObject ControlServer::answer(const QJsonObject& request) {
    const auto text = [&](QLatin1String key) { return request.value(key).toString().toStdString(); };
    const std::string cmd = text(QLatin1String("cmd"));
    if (cmd == "kill") return answerKill(request);
    if (cmd == "status") {
        QJsonObject out = m_host.riskHost().statusJson();
        if (Session* session = m_host.session()) {
            const auto& view = session->runner().pipeline();
            out.insert(QStringLiteral("source"), qstr(session->summary()));
            out.insert(QStringLiteral("instruments"), view.instrumentCount());
            if (session->mode() == RunMode::Replay) out.insert(QStringLiteral("replay_done"), session->replayDone());
            out.insert(QStringLiteral("heartbeat"), static_cast<double>(m_host.heartbeat()));
        }
        return out;
    }
    if (cmd == "prepare") {
        const auto ticket = m_host.riskHost().prepare();
        if (!ticket) return failureJson(ticket.error().code, ticket.error().detail);
        QJsonArray blockers;
        for (const std::string& blocker : ticket->blockers) blockers.append(qstr(blocker));
        return {{QStringLiteral("ok"), true},
                {QStringLiteral("nonce"), qstr(ticket->nonce)},
                {QStringLiteral("trip_id"), qstr(ticket->trip_id)},
                {QStringLiteral("simulated"), m_host.riskHost().ticketIsSimulated()},
                {QStringLiteral("blockers"), blockers}};
    }
    if (cmd == "commit") {
        risk::ResetRequest commit;
        commit.nonce = text(QLatin1String("nonce"));
        commit.typed = text(QLatin1String("typed"));
        commit.reason = text(QLatin1String("reason"));
        commit.key = text(QLatin1String("key"));
        commit.actor = text(QLatin1String("actor"));
        commit.channel = "cli";
        commit.scope = text(QLatin1String("scope"));
        if (text(QLatin1String("target")) == "REDUCING") commit.target = risk::LatchState::Reducing;
        for (const auto& route : request.value(QLatin1String("waive")).toArray())
            commit.waive.push_back(route.toString().toStdString());
        const Status status = m_host.riskHost().commit(commit);
        if (!status) return failureJson(status.error().code, status.error().detail);
        return {{QStringLiteral("ok"), true},
                {QStringLiteral("state"), qstr(risk::latchStateName(m_host.riskHost().latchState()))}};
    }
    if (cmd == "ack_audit") {
        const Status status = m_host.riskHost().acknowledgeAudit(text(QLatin1String("actor")));
        if (!status) return failureJson(status.error().code, status.error().detail);
        return {{QStringLiteral("ok"), true}};
    }
    if (cmd == "raise") {
        if (on_raise) on_raise();
        return {{QStringLiteral("ok"), static_cast<bool>(on_raise)}};
    }
    return failureJson(Code::Args, "unknown request");
}

}  // namespace bw::app
