// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <cerrno>

#include "tests/integration/app/program.h"
#include "tests/support/x_server.h"

using namespace bw::test;

namespace {

constexpr int kKillX = 72, kKillY = 28;  // the middle of the kill control in the window

QString str(const char* text) { return QString::fromUtf8(text); }

/// One thread of another process, held still: what a thread that hangs looks like from outside. Resumes at the end.
class HeldThread {
public:
    explicit HeldThread(pid_t thread) : m_thread(thread) {
        m_held = ptrace(PTRACE_SEIZE, m_thread, nullptr, nullptr) == 0 && ptrace(PTRACE_INTERRUPT, m_thread, nullptr, nullptr) == 0;
        int status = 0;
        if (m_held) m_held = waitpid(m_thread, &status, __WALL) == m_thread;
    }
    HeldThread(const HeldThread&) = delete;
    HeldThread& operator=(const HeldThread&) = delete;
    [[gnu::noinline]] ~HeldThread() {  // inlined, GCC 12 takes it for a dangling pointer
        if (m_held) ptrace(PTRACE_DETACH, m_thread, nullptr, nullptr);
    }
    [[nodiscard]] bool held() const { return m_held; }

private:
    pid_t m_thread;
    bool m_held = false;
};

quint16 freePort() {
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, 0) ? server.serverPort() : quint16(0);
}

}  // namespace

// Each way to stop, on the real program with a real window on a real X server, seen as the red banner of HALTED.
class TestWindow : public QObject {
    Q_OBJECT
    XServer m_display;
    Box m_box;
    std::unique_ptr<QProcess> m_process;
    QString m_window;
    quint16 m_http = 0;

    QByteArray tool(const QString& program, const QStringList& arguments) const {
        QProcess process;
        process.setProcessEnvironment(const_cast<Box&>(m_box).environment());
        process.start(program, arguments);
        process.waitForFinished(10'000);
        return process.readAllStandardOutput().trimmed();
    }
    QByteArray xdotool(const QByteArray& line) const {
        return tool(str("xdotool"), QString::fromLatin1(line).replace(str("WINDOW"), m_window).split(QLatin1Char(' ')));
    }
    [[nodiscard]] QJsonObject status() const { return m_box.status(); }
    bool findWindow() {
        for (const QByteArray& id : xdotool("search --onlyvisible --pid " + QByteArray::number(m_process->processId())).split('\n')) {
            if (id.isEmpty()) continue;
            m_window = QString::fromLatin1(id);
            for (const QByteArray& line : xdotool("getwindowgeometry --shell WINDOW").split('\n'))
                if (line.startsWith("WIDTH=") && line.mid(6).toInt() >= 800) return true;
        }
        return false;
    }
    QImage picture(const char* name) const {
        const QString dir = str(BW_BINARY_DIR "/screens");
        QDir().mkpath(dir);
        const QString path = QDir(dir).filePath(str(name) + str(".png"));
        QFile::remove(path);
        tool(str("import"), {str("-window"), str("root"), path});
        return QImage(path);
    }
    [[nodiscard]] static bool isRed(const QImage& image, int x, int y) {
        const QColor colour = image.pixelColor(x, y);
        return colour.red() > 150 && colour.red() > 2 * colour.green();
    }
    /// HALTED: the strip of two lines below the top bar is red over the whole width, and so is the cell of the state. The
    /// strip of an alert has one line, and stays for a while after a reset.
    [[nodiscard]] static bool bannerShown(const QImage& image) {
        int red = 0;
        for (int x = 1000; x < 1400; x += 4) red += isRed(image, x, 64) && isRed(image, x, 94);
        return red > 80 && isRed(image, 150, 14);
    }
    [[nodiscard]] bool bannerBecomes(bool shown, const char* name) const {
        return waitFor([&] { return bannerShown(picture(name)) == shown; }, 10'000);
    }
    [[nodiscard]] pid_t threadOf(const QByteArray& name) const {
        const QDir tasks(str("/proc/") + QString::number(m_process->processId()) + str("/task"));
        for (const QString& id : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            QFile comm(tasks.filePath(id + str("/comm")));
            if (comm.open(QIODevice::ReadOnly) && comm.readAll().trimmed() == name) return id.toInt();
        }
        return 0;
    }
    /// Halted for this cause, durable, and the banner on the screen.
    void verifyHalted(const char* cause, const char* screen) const {
        QElapsedTimer timer;
        timer.start();
        const auto isHalted = [this] {
            const QJsonObject now = status();
            return now.value(QLatin1String("state")).toString() == QLatin1String("HALTED") && now.value(QLatin1String("durable")).toBool();
        };
        QVERIFY2(waitFor(isHalted, 10'000), m_box.stderrText().constData());
        const qint64 halted_ms = timer.elapsed();
        QCOMPARE(status().value(QLatin1String("cause")).toString(), str(cause));
        QVERIFY2(bannerBecomes(true, screen), screen);
        qInfo("%s: halted seen after %lld ms, banner after %lld ms", cause, halted_ms, timer.elapsed());
    }
    void reset(const char* screen) const {
        const QByteArray text = "RESET " + status().value(QLatin1String("trip_id")).toString().left(6).toLatin1() + '\n';
        const Outcome done = m_box.runHere(
            {str("kill"), str("--reset"), str("--reason"), str("the next way to stop"), str("--key-file"), str("key")}, text);
        QVERIFY2(done.exit == 0, done.err.constData());
        QVERIFY2(bannerBecomes(false, screen), "the banner stays");
    }

private Q_SLOTS:
    void initTestCase() {
        if (const QString missing = missingProgram({"Xvfb", "xdotool", "import"}); !missing.isEmpty())
            QSKIP(qPrintable(missing + str(" is not here: the whole test is left out")));
        QVERIFY(m_display.start());
        m_box.environment().insert(str("DISPLAY"), m_display.name());
        m_box.environment().insert(str("QT_QPA_PLATFORM"), str("xcb"));
        m_box.environment().insert(str("LANGUAGE"), str("en"));
        m_box.environment().remove(str("XDG_SESSION_TYPE"));
        m_box.write(str("key"), "correct horse 7\n");
        QFile::setPermissions(m_box.path(str("key")), QFile::ReadOwner | QFile::WriteOwner);
        QCOMPARE(m_box.runHere({str("kill"), str("--set-key"), str("--key-file"), str("key")}).exit, 0);
        m_http = freePort();
        m_box.setHttpPort(m_http);
        m_process = m_box.start({str("--set"), str("feeds.demo=on"), str("--set"), str("execution.mode=paper")});
        QVERIFY2(m_box.waitRunning(), m_box.stderrText().constData());
        QVERIFY2(waitFor([this] { return findWindow(); }, 20'000), m_box.stderrText().constData());
        xdotool("windowmove WINDOW 0 0");
        QVERIFY(waitFor([this] { return picture("window_active").pixelColor(20, 16) != QColor(Qt::black); }, 20'000));
        QCOMPARE(status().value(QLatin1String("state")).toString(), str("ACTIVE"));
        QVERIFY(bannerBecomes(false, "window_active"));
    }
    void cleanupTestCase() {
        if (m_process) QCOMPARE(endProcess(*m_process), 0);
    }

    void byTheButton() {
        xdotool("mousemove --window WINDOW " + QByteArray::number(kKillX) + ' ' + QByteArray::number(kKillY));
        xdotool("click 1");
        verifyHalted("MANUAL_GUI", "window_button");
        reset("window_button_reset");
    }
    void byTheGlobalHotkeyWithTheFocusElsewhere() {
        xdotool("mousemove 1590 990");  // no window manager: keys go where the pointer is, to the empty root window
        xdotool("key --delay 0 ctrl+alt+shift+k");
        verifyHalted("MANUAL_HOTKEY", "window_hotkey");
        QCOMPARE(status().value(QLatin1String("actor")).toString(), str("hotkey"));
        reset("window_hotkey_reset");
    }
    void byTheGlobalHotkeyWithAFrozenWindow() {
        {
            const HeldThread gui(pid_t(m_process->processId()));
            if (!gui.held()) QSKIP("this machine lets no process hold another's thread");
            xdotool("key --delay 0 ctrl+alt+shift+k");
            // The window answers nobody now: what lies on the disk says that the stop is durable.
            QVERIFY(waitFor([this] { return QFile::exists(m_box.lockDir() + str("/kill_switch.lock")); }, 5'000));
        }
        verifyHalted("MANUAL_HOTKEY", "window_frozen");
        reset("window_frozen_reset");
    }
    void byTheLockFile() {
        const QString path = m_box.lockDir() + str("/kill_switch.lock");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        verifyHalted("FOREIGN_LOCK", "window_lock_file");
        QVERIFY(QFile::remove(path));
        reset("window_lock_file_reset");
    }
    void byTheCommandLine() {
        const Outcome kill = m_box.runHere({str("kill"), str("--reason"), str("from a terminal")});
        QVERIFY2(kill.exit == 0, kill.err.constData());
        verifyHalted("MANUAL_CLI", "window_cli");
        reset("window_cli_reset");
    }
    void byHttpWithAFrozenWindow() {
        QByteArray answer;
        {
            const HeldThread gui(pid_t(m_process->processId()));
            if (!gui.held()) QSKIP("this machine lets no process hold another's thread");
            const QByteArray token = m_box.read(str("data/risk/http_token")).trimmed();
            QCOMPARE(token.size(), qsizetype(64));
            QTcpSocket socket;
            socket.connectToHost(str("127.0.0.1"), m_http);
            QVERIFY(socket.waitForConnected(5'000));
            const QByteArray body = R"({"reason":"over HTTP"})";
            socket.write("POST /api/v1/kill HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token +
                         "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
            while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(5'000)) answer += socket.readAll();
            QVERIFY(answer.startsWith("HTTP/1.1 202 "));
            QVERIFY(!m_box.stderrText().contains(token));
        }
        verifyHalted("MANUAL_HTTP", "window_http");
        reset("window_http_reset");
    }
    void byTheWatchdogThatMissesTheLatchFile() {
        QVERIFY(QFile::remove(status().value(QLatin1String("latch_path")).toString()));
        verifyHalted("LATCH_MISSING", "window_watchdog");
        reset("window_watchdog_reset");
    }
    /// Paper orders are possible, so a stalled engine stops the simulated namespace, and that alone.
    void byTheWatchdogThatSeesTheEngineStandStill() {
        const auto simulated = [this] { return status().value(QLatin1String("simulated")).toObject(); };
        {
            const HeldThread engine(threadOf("engine"));
            if (!engine.held()) QSKIP("this machine lets no process hold another's thread");
            QVERIFY(waitFor([&] { return simulated().value(QLatin1String("state")).toString() == QLatin1String("HALTED"); }, 10'000));
        }
        QCOMPARE(simulated().value(QLatin1String("cause")).toString(), str("ENGINE_STALL"));
        QCOMPARE(status().value(QLatin1String("state")).toString(), str("ACTIVE"));
        QVERIFY(bannerBecomes(true, "window_engine_stall"));
    }
};

QTEST_GUILESS_MAIN(TestWindow)
#include "tst_window.moc"
