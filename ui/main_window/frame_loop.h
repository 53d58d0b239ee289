// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QTimer>
#include <chrono>
#include <vector>

#include "ui/hub.h"

class QWidget;

namespace bw::ui {

class View;

/// The one timer of the GUI (workstation spec 7.3): 16 ms, precise; 250 ms while no window is exposed. A tick takes the
/// newest state, lets the bar and the banner go first, then serves the visible views that are due, the latest first,
/// within the frame budget. GUI thread.
class FrameLoop : public QObject {
    Q_OBJECT
public:
    FrameLoop(Hub& hub, QWidget& window);
    void add(View* view);
    void start();
    void stop() { m_timer.stop(); }
    /// One tick by hand; the timer does nothing else.
    void tick();
    /// The window has painted: `tick` to here is the work of the frame.
    void painted();
    /// The kill was asked for now; the next paint that shows the stop ends the measurement.
    void killPressed();
    void stopShown();
    [[nodiscard]] int governorLevel() const { return m_level; }  // 0: full rate, each level halves

Q_SIGNALS:
    void pulled();  // after Hub::pull, before the views

private:
    using Clock = std::chrono::steady_clock;
    struct Slot {
        View* view;
        Clock::time_point last;
        double cost_ns = 0;  // moving average
    };
    void serveViews(Clock::time_point begin);
    void govern(std::int64_t work_ns);
    [[nodiscard]] bool exposed() const;
    Hub& m_hub;
    QWidget& m_window;
    QTimer m_timer;
    std::vector<Slot> m_slots;
    std::vector<Slot*> m_due;  // scratch
    Clock::time_point m_tick_begin, m_last_tick, m_kill_pressed, m_slow_since, m_fast_since;
    MonoTime m_unpainted;  // newest receive time not yet painted
    double m_work_average_ns = 0;
    std::int64_t m_tick_work_ns = 0;
    int m_level = 0;
    bool m_frame_open = false;
};

}  // namespace bw::ui
