// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/app/program.h"

#include <zlib.h>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

namespace bw::test {
namespace {
QString programPath() {
    return QStringLiteral(BW_BINARY_DIR "/bellwether");
}

Outcome collect(QProcess& process) {
    Outcome out;
    out.out = process.readAllStandardOutput();
    out.err = process.readAllStandardError();
    out.exit = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return out;
}
}  // namespace

Outcome::Told Outcome::told() const {
    static const QRegularExpression kLine(QStringLiteral("^error: (.+) \\(([A-Za-z_.]+)\\): (.+)$"));
    const QList<QByteArray> lines = err.split('\n');
    for (auto line = lines.crbegin(); line != lines.crend(); ++line)
        if (const auto match = kLine.match(QString::fromUtf8(*line)); match.hasMatch())
            return {match.captured(1).toUtf8(), match.captured(2).toUtf8(), match.captured(3).toUtf8()};
    return {};
}

bool waitFor(const std::function<bool()>& done, int timeout_ms) {
    return QTest::qWaitFor(done, timeout_ms);
}

Box::Box()
    : m_data_dir(m_dir.filePath(QStringLiteral("data"))), m_environment(QProcessEnvironment::systemEnvironment()) {
    for (const QString& name : m_environment.keys())
        if (name.startsWith(QLatin1String("XDG_")) || name.startsWith(QLatin1String("ZMQ_")) ||
            name.startsWith(QLatin1String("MT5_")))
            m_environment.remove(name);
    for (const char* name :
         {"SYMBOLS", "LOG_LEVEL", "STATE_DIRECTORY", "LOGS_DIRECTORY", "RESTART_BACKOFF_MAX_SEC", "BACKOFF_RESET_SECS"})
        m_environment.remove(QLatin1String(name));
    m_environment.insert(QStringLiteral("HOME"), path(QStringLiteral("home")));
    m_environment.insert(QStringLiteral("MT5_CRS_LOCK_DIR"), lockDir());
    m_environment.insert(QStringLiteral("MT5_CRS_LOG_DIR"), path(QStringLiteral("audit")));
    m_environment.insert(QStringLiteral("TZ"), QStringLiteral("UTC"));
    m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    QDir(m_dir.path()).mkdir(QStringLiteral("home"));
}

QString Box::path(const QString& name) const {
    return name.isEmpty() ? m_dir.path() : m_dir.filePath(name);
}

QStringList Box::settings() const {
    return {QStringLiteral("--set"), QStringLiteral("data_dir=") + m_data_dir, QStringLiteral("--set"),
            QStringLiteral("risk.kill.watch_paths=[]"), QStringLiteral("--set"), QStringLiteral("ops.http.port=") + QString::number(m_http_port)};
}

Outcome Box::run(const QStringList& arguments, const QByteArray& input, int timeout_ms) const {
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.setWorkingDirectory(m_dir.path());
    process.start(programPath(), arguments);
    if (!process.waitForStarted()) return {-1, {}, process.errorString().toUtf8()};
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(timeout_ms)) {
        process.kill();
        process.waitForFinished();
        Outcome late = collect(process);
        late.exit = -1;
        late.err += "\nit did not end in time";
        return late;
    }
    return collect(process);
}

Outcome Box::runHere(const QStringList& arguments, const QByteArray& input) const {
    return run(arguments + settings(), input);
}

std::unique_ptr<QProcess> Box::start(const QStringList& arguments) const {
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->setWorkingDirectory(m_dir.path());
    process->setStandardErrorFile(path(QStringLiteral("stderr.txt")), QIODevice::Append);
    process->setStandardOutputFile(QProcess::nullDevice());
    process->start(programPath(), arguments + settings());
    if (!process->waitForStarted()) qWarning("%s", qPrintable(process->errorString()));
    return process;
}

QByteArray Box::stderrText() const {
    return read(QStringLiteral("stderr.txt"));
}

QJsonObject Box::status() const {
    return json(runHere({QStringLiteral("kill"), QStringLiteral("--status"), QStringLiteral("--json")}).out);
}

bool Box::waitRunning(int timeout_ms) const {
    // Answers come from the engine's main thread; what it said on stderr is the only trace when it does not answer.
    const bool running = waitFor([this] { return status().contains(QStringLiteral("instruments")); }, timeout_ms);
    if (!running) qWarning("the engine does not answer; stderr: %s", stderrText().constData());
    return running;
}

QStringList Box::files() const {
    QStringList found;
    QDirIterator it(m_dir.path(), QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (it.hasNext()) found.append(QDir(m_dir.path()).relativeFilePath(it.next()));
    found.sort();
    return found;
}

void Box::write(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    QDir().mkpath(QFileInfo(file).path());
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s", qPrintable(file.errorString()));
}

QByteArray Box::read(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int endProcess(QProcess& process) {
    if (process.state() != QProcess::NotRunning) {
        process.terminate();
        if (!process.waitForFinished(30'000)) return -1;
    }
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

Stopped stoppedLine(const QByteArray& log) {
    static const QRegularExpression kLine(QStringLiteral("engine stopped; ledger ([0-9a-f]{64}), (\\d+) frames"));
    Stopped out;
    auto it = kLine.globalMatch(QString::fromUtf8(log));
    while (it.hasNext()) {
        const auto match = it.next();
        out = {match.captured(1).toLatin1(), match.captured(2).toLongLong()};
    }
    return out;
}

bool balances(const QJsonObject& report) {
    qint64 sum = 0;
    for (const char* part : {"applied", "rejected", "in_gap", "control"})
        sum += report.value(QLatin1String(part)).toInteger(-1);
    return sum > 0 && sum == report.value(QLatin1String("frames")).toInteger(-1);
}

QJsonObject json(const QByteArray& bytes) {
    return QJsonDocument::fromJson(bytes).object();
}

QJsonObject instrumentOf(const QJsonObject& report, const QString& id) {
    for (const auto& value : report.value(QLatin1String("instruments")).toArray())
        if (value.toObject().value(QLatin1String("id")).toString() == id) return value.toObject();
    return {};
}

QString recording(const QString& name) {
    const QString shared = qEnvironmentVariable("BELLWETHER_SHARED", QStringLiteral(BW_SOURCE_DIR "/../shared"));
    const QString path = shared + QStringLiteral("/data/") + name;
    return QFileInfo::exists(path) ? path : QString();
}

QByteArray gzip(const QByteArray& bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) qFatal("deflateInit2");
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(bytes.size()))), '\0');
    QByteArray in = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) qFatal("deflate");
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QByteArray gunzip(const QByteArray& bytes) {
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) qFatal("inflateInit2");
    QByteArray in = bytes;
    QByteArray out;
    QByteArray room(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(room.data());
        stream.avail_out = static_cast<uInt>(room.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(room.constData(), room.size() - static_cast<qsizetype>(stream.avail_out));
    }
    inflateEnd(&stream);
    return out;
}

}  // namespace bw::test
