// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>
#include <functional>
#include <memory>

namespace bw::test {

/// What a run of the program left behind.
struct Outcome {
    int exit = -1;  // -1: it did not start, crashed or had to be ended
    QByteArray out, err;
    /// The last line of stderr that is an error: "error: <what> (<code>): <how>"; empty parts if none is.
    struct Told {
        QByteArray what, code, how;
    };
    [[nodiscard]] Told told() const;
};

/// Polls with the event loop running until `done` or the deadline.
[[nodiscard]] bool waitFor(const std::function<bool()>& done, int timeout_ms);

/// A folder of its own for the real program: data, kill latch, audit, home and configuration of the machine stay out.
/// Main thread.
class Box {
public:
    Box();
    [[nodiscard]] QString path(const QString& name = {}) const;
    [[nodiscard]] QString dataDir() const { return m_data_dir; }
    [[nodiscard]] QString lockDir() const { return path(QStringLiteral("lock")); }
    void setDataDir(const QString& dir) { m_data_dir = dir; }
    /// 0, the default: no kill over HTTP.
    void setHttpPort(quint16 port) { m_http_port = port; }
    [[nodiscard]] QProcessEnvironment& environment() { return m_environment; }
    /// `--set` of this box: data_dir, no port that another box could have, no lock file but that of the box is watched.
    [[nodiscard]] QStringList settings() const;

    /// Runs to the end; `input` is all of stdin.
    [[nodiscard]] Outcome run(const QStringList& arguments, const QByteArray& input = {},
                              int timeout_ms = 120'000) const;
    /// The same with settings(): for replay, kill and the engine.
    [[nodiscard]] Outcome runHere(const QStringList& arguments, const QByteArray& input = {}) const;
    /// Starts the engine or the workstation with settings(); stderr goes to stderrOf().
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList& arguments) const;
    [[nodiscard]] QByteArray stderrText() const;

    /// `kill --status --json`.
    [[nodiscard]] QJsonObject status() const;
    /// Until the control socket answers with a session at work.
    [[nodiscard]] bool waitRunning(int timeout_ms = 30'000) const;
    /// Every file below the box, relative.
    [[nodiscard]] QStringList files() const;

    void write(const QString& name, const QByteArray& bytes) const;
    [[nodiscard]] QByteArray read(const QString& name) const;

private:
    QTemporaryDir m_dir;
    QString m_data_dir;
    quint16 m_http_port = 0;
    QProcessEnvironment m_environment;
};

/// SIGTERM and the exit code; -1 if it does not end within 30 s.
[[nodiscard]] int endProcess(QProcess& process);
/// From "engine stopped; ledger <sha>, <n> frames" of a log or of stderr.
struct Stopped {
    QByteArray ledger;
    qint64 frames = -1;
};
[[nodiscard]] Stopped stoppedLine(const QByteArray& log);
/// Frames of the report are all classified.
[[nodiscard]] bool balances(const QJsonObject& report);
[[nodiscard]] QJsonObject json(const QByteArray& bytes);
/// The instrument of a replay report; empty if it is not there.
[[nodiscard]] QJsonObject instrumentOf(const QJsonObject& report, const QString& id);
/// `name` below the recordings, or empty when they are absent.
[[nodiscard]] QString recording(const QString& name);
/// gzip of the bytes.
[[nodiscard]] QByteArray gzip(const QByteArray& bytes);
/// As much as can be inflated of a gzip file.
[[nodiscard]] QByteArray gunzip(const QByteArray& bytes);

}  // namespace bw::test
