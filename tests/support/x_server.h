// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

namespace bw::test {

/// An X server nobody looks at, on a free display. Main thread.
class XServer {
public:
    [[nodiscard]] bool start() {
        m_process.setStandardErrorFile(QProcess::nullDevice());
        m_process.start(QStringLiteral("Xvfb"),
                        {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"), QStringLiteral("0"),
                         QStringLiteral("1600x1000x24"), QStringLiteral("-nolisten"), QStringLiteral("tcp"),
                         QStringLiteral("-noreset")});
        if (!m_process.waitForStarted()) return false;
        const bool told = QTest::qWaitFor([this] { return m_process.canReadLine(); }, 20'000);
        if (told) m_name = QLatin1Char(':') + QString::fromLatin1(m_process.readLine().trimmed());
        return told;
    }
    ~XServer() {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.terminate();
        m_process.waitForFinished(5'000);
    }
    void crash() {
        m_process.kill();
        m_process.waitForFinished(5'000);
    }
    [[nodiscard]] QString name() const { return m_name; }

private:
    QProcess m_process;
    QString m_name;
};

/// The name of the first of these programs that is not installed; empty: all are.
inline QString missingProgram(std::initializer_list<const char*> programs) {
    for (const char* program : programs)
        if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty()) return QLatin1String(program);
    return {};
}

}  // namespace bw::test
