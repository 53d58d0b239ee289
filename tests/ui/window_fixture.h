// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include "tests/ui/fake_engine.h"
#include "ui/main_window/main_window.h"

namespace bw::uitest {

/// The real window over the random-walk engine, whose clock follows the real one. GUI thread.
class WindowFixture {
public:
    explicit WindowFixture(ui::Look& look, const QSize& size = {1280, 720}) : m_look(look), m_size(size) {
        QObject::connect(&m_clock, &QTimer::timeout, &m_clock, [this] {
            engine.advance(m_elapsed.nsecsElapsed() - m_advanced);
            m_advanced = m_elapsed.nsecsElapsed();
        });
        m_elapsed.start();
        m_clock.start(5);
    }
    ~WindowFixture() { m_clock.stop(); }
    /// The window as a user meets it: default layout of its size, first data drawn.
    ui::MainWindow& open(const ui::WindowOptions& options = {}) {
        window = std::make_unique<ui::MainWindow>(engine, m_look, options);
        window->resize(m_size);
        window->show();
        if (!QTest::qWaitForWindowExposed(window.get())) qFatal("the window never came up");
        window->resetLayout();
        run(200);
        return *window;
    }
    /// Lets the event loop run until the engine's clock is `ms` further.
    void run(int ms) {
        const MonoTime until = engine.now() + ms * kNsPerMs;
        if (!QTest::qWaitFor([&] { return engine.now() >= until; }, ms + 10'000)) qFatal("the clock stands still");
    }

    FakeEngine engine{7};
    std::unique_ptr<ui::MainWindow> window;

private:
    ui::Look& m_look;
    QSize m_size;
    QTimer m_clock;
    QElapsedTimer m_elapsed;
    qint64 m_advanced = 0;
};

}  // namespace bw::uitest
