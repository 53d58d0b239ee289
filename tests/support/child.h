// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHostAddress>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

namespace bw::test {

/// The path of an installed program, also in the folders of services; empty if it is absent.
inline QString programPath(const char* name) {
    const QString text = QString::fromLatin1(name);
    const QString found = QStandardPaths::findExecutable(text);
    return !found.isEmpty()
               ? found
               : QStandardPaths::findExecutable(text, {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")});
}

/// A port of 127.0.0.1 that was free a moment ago.
inline quint16 freePort() {
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

/// A server program in the foreground that ends with the object. Main thread.
class Child {
public:
    ~Child() { stop(); }
    /// Starts it and waits until 127.0.0.1:port accepts.
    bool start(const QString& program, const QStringList& arguments, quint16 port) {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(program, arguments);
        return QTest::qWaitFor(
            [&] {
                QTcpSocket socket;
                socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
                return socket.waitForConnected(200);
            },
            5000);
    }
    void stop() {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.terminate();
        if (m_process.waitForFinished(2000)) return;
        m_process.kill();
        m_process.waitForFinished(2000);
    }
    /// SIGHUP and the like.
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] QByteArray output() { return m_process.readAll(); }

private:
    QProcess m_process;
};

}  // namespace bw::test
