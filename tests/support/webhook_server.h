// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QUrl>
#include <memory>

namespace bw::test {

/// webhook_server.py with a script of answers; one process serves all plain ones of a test program. Main thread.
class WebhookServer {
public:
    explicit WebhookServer(const QStringList& answers, const QStringList& tls = {}) {
        if (tls.isEmpty()) {
            static Process shared{{}};
            m_process = &shared;
        } else {
            m_own = std::make_unique<Process>(tls);
            m_process = m_own.get();
        }
        m_process->program.write(answers.join(QLatin1Char(' ')).toUtf8() + '\n');
        m_scripted = m_process->line() == "ok";
    }
    [[nodiscard]] QUrl url(const char* path, const char* scheme = "http") const {
        return QUrl(QStringLiteral("%1://127.0.0.1:%2%3").arg(QString::fromLatin1(scheme)).arg(m_process->port).arg(QString::fromLatin1(path)));
    }
    [[nodiscard]] bool up() const { return m_scripted && m_process->port != 0; }
    [[nodiscard]] QList<QJsonObject> requests() const {
        QList<QJsonObject> out;
        QFile file(m_process->log());
        if (!file.open(QIODevice::ReadOnly)) return out;
        for (const QByteArray& line : file.readAll().split('\n'))
            if (!line.isEmpty()) out.append(QJsonDocument::fromJson(line).object());
        return out;
    }

private:
    struct Process {
        QTemporaryDir dir;
        QProcess program;
        int port = 0;
        explicit Process(const QStringList& tls) {
            const QString script = QStringLiteral(BW_SOURCE_DIR "/tests/support/webhook_server.py");
            program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            program.start(QStringLiteral("python3"), QStringList{script, log()} + tls);
            port = line().toInt();
        }
        ~Process() {
            program.closeWriteChannel();
            if (!program.waitForFinished(3'000)) program.kill();
            program.waitForFinished(3'000);
        }
        [[nodiscard]] QString log() const { return dir.filePath(QStringLiteral("requests.jsonl")); }
        [[nodiscard]] QByteArray line() {
            while (!program.canReadLine() && program.waitForReadyRead(10'000)) {
            }
            return program.readLine().trimmed();
        }
    };
    std::unique_ptr<Process> m_own;
    Process* m_process = nullptr;
    bool m_scripted = false;
};

}  // namespace bw::test
