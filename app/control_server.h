// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLocalServer>
#include <QObject>
#include <functional>
#include <string>

#include "core/model/result.h"

class QJsonObject;

namespace bw::app {

class EngineHost;

/// Where a running engine of this data directory listens for the command line.
[[nodiscard]] QString controlSocketPath(const std::string& data_dir);

/// One request to a running engine: a JSON object there, a JSON object back. NoEngine when none answers in `timeout_ms`.
[[nodiscard]] Result<QJsonObject> askEngine(const std::string& data_dir, const QJsonObject& request, int timeout_ms);

/// Answers the command line of the same user over a local socket: kill, status, reset, raise. One JSON object a line.
/// Main thread. When that thread hangs, `bellwether kill` falls back to the lock file, which the watchdog sees.
class ControlServer : public QObject {
    Q_OBJECT
public:
    ControlServer(EngineHost& host, QObject* parent = nullptr);
    [[nodiscard]] Status listen();
    /// A second start of the workstation asks the first one to come to the front.
    std::function<void()> on_raise;

private:
    void onConnection();
    [[nodiscard]] QJsonObject answer(const QJsonObject& request);
    [[nodiscard]] QJsonObject answerKill(const QJsonObject& request);
    EngineHost& m_host;
    QLocalServer m_server;
};

}  // namespace bw::app
