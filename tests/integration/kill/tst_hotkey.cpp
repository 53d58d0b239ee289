// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QProcess>
#include <QTest>
#include <atomic>
#include <thread>

#include "app/triggers/hotkey.h"
#include "tests/support/x_server.h"

using namespace bw;
using namespace bw::app;

/// The grab on a real X server that nobody looks at.
class TestHotkey : public QObject {
    Q_OBJECT
    test::XServer m_server;
    std::string m_display;

    void press(const char* chord) const {
        QProcess tool;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("DISPLAY"), QString::fromStdString(m_display));
        tool.setProcessEnvironment(environment);
        tool.start(QStringLiteral("xdotool"), {QStringLiteral("key"), QString::fromLatin1(chord)});
        QVERIFY(tool.waitForFinished(10'000));
        QCOMPARE(tool.exitCode(), 0);
    }
private Q_SLOTS:
    void initTestCase() {
        if (const QString missing = test::missingProgram({"Xvfb", "xdotool"}); !missing.isEmpty())
            QSKIP(qPrintable(missing + QStringLiteral(" is not here: the whole test is left out")));
        QVERIFY(m_server.start());
        m_display = m_server.name().toStdString();
    }
    void chordsAreReadOrRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("the default") << QByteArray("Ctrl+Alt+Shift+K") << true;
        QTest::newRow("any case") << QByteArray("control+ALT+k") << true;
        QTest::newRow("a function key") << QByteArray("Super+F12") << true;
        QTest::newRow("a named key") << QByteArray("Ctrl+Pause") << true;
        QTest::newRow("a letter alone") << QByteArray("K") << false;
        QTest::newRow("shift alone") << QByteArray("Shift+K") << false;
        QTest::newRow("no key") << QByteArray("Ctrl+Alt+") << false;
        QTest::newRow("an unknown key") << QByteArray("Ctrl+Kill") << false;
        QTest::newRow("an unknown modifier") << QByteArray("Hyper+K") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void chordsAreReadOrRefused() {
        QFETCH(QByteArray, text);
        QTEST(static_cast<bool>(parseChord(text.toStdString())), "good");
    }
    void aChordIsHeardWhileThisThreadSleeps() {
        std::atomic<int> presses{0};
        Hotkey hotkey([&] { ++presses; }, {});
        QVERIFY(hotkey.start("Ctrl+Alt+Shift+K", m_display));
        press("ctrl+alt+shift+k");  // waitForFinished runs no event loop: the main thread is as good as frozen
        QElapsedTimer timer;
        timer.start();
        while (presses.load() == 0 && timer.elapsed() < 5'000) std::this_thread::yield();
        QCOMPARE(presses.load(), 1);
        press("ctrl+alt+k");  // another chord
        press("k");
        press("Caps_Lock");  // on
        press("ctrl+alt+shift+k");
        QTRY_COMPARE(presses.load(), 2);
        press("Caps_Lock");  // off
    }
    void aTakenChordIsToldNotShared() {
        Hotkey first([] {}, {}), second([] {}, {});
        const Status taken = first.start("Ctrl+Alt+Shift+K", m_display);
        QVERIFY2(taken, taken ? "" : taken.error().detail.c_str());
        const Status refused = second.start("Ctrl+Alt+Shift+K", m_display);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::UiHotkeyUnavailable);
        QVERIFY(refused.error().detail.find("taken") != std::string::npos);
        QVERIFY(!second.active());
    }
    void withoutAnXServerItSaysSo() {
        Hotkey hotkey([] {}, {});
        const Status refused = hotkey.start("Ctrl+Alt+Shift+K", ":9999");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::UiHotkeyUnavailable);
    }
    void itEndsAtOnceAndSurvivesTheServersEnd() {
        QElapsedTimer timer;
        {
            Hotkey hotkey([] {}, {});
            QVERIFY(hotkey.start("Ctrl+Alt+Shift+K", m_display));
            timer.start();
        }
        QVERIFY(timer.elapsed() < 1'000);
        std::atomic<bool> lost{false};
        Hotkey hotkey([] {}, [&](const std::string&) { lost = true; });
        QVERIFY(hotkey.start("Ctrl+Alt+Shift+K", m_display));
        m_server.crash();
        QTRY_VERIFY(lost.load());
        QVERIFY(!hotkey.active());
    }
};

QTEST_GUILESS_MAIN(TestHotkey)
#include "tst_hotkey.moc"
