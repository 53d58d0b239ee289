// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/frame_loop.h"

#include <QWidget>
#include <QWindow>
#include <algorithm>

#include "ui/view.h"

namespace bw::ui {
namespace {

using namespace std::chrono_literals;
constexpr auto kFrame = 16ms;
constexpr auto kHidden = 250ms;
constexpr auto kBudget = 10ms;
constexpr auto kSlack = 8ms;         // half a frame: a 10 Hz view is served each sixth tick, not each seventh
constexpr double kCostWeight = 0.2;  // of the newest cost in the moving average
constexpr int kLevelMax = 2;
constexpr int kFloorHz = 2;
constexpr double kSlowNs = 12e6, kFastNs = 6e6;

std::int64_t ns(std::chrono::steady_clock::duration span) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(span).count();
}

}  // namespace

FrameLoop::FrameLoop(Hub& hub, QWidget& window) : QObject(&window), m_hub(hub), m_window(window) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(kFrame);
    connect(&m_timer, &QTimer::timeout, this, &FrameLoop::tick);
}

void FrameLoop::add(View* view) {
    m_slots.push_back({view, Clock::time_point{}, 0});
    m_due.reserve(m_slots.size());
}

void FrameLoop::start() {
    m_timer.start();
}

bool FrameLoop::exposed() const {
    const QWindow* handle = m_window.windowHandle();
    return handle != nullptr && handle->isExposed() && !m_window.isMinimized();
}

void FrameLoop::tick() {
    m_tick_begin = Clock::now();
    FrameStats& stats = m_hub.frameStats();
    if (m_frame_open) stats.work.add(m_tick_work_ns);  // the last tick dirtied nothing: it ended without a paint
    if (m_last_tick != Clock::time_point{}) stats.interval.add(ns(m_tick_begin - m_last_tick));
    m_last_tick = m_tick_begin;
    ++stats.frames;

    m_hub.pull();
    if (m_hub.newestTaken().ns != 0) m_unpainted = m_hub.newestTaken();
    Q_EMIT pulled();
    serveViews(m_tick_begin);

    m_tick_work_ns = ns(Clock::now() - m_tick_begin);
    m_frame_open = true;
    govern(m_tick_work_ns);
    const auto wanted = exposed() ? kFrame : kHidden;
    if (m_timer.intervalAsDuration() != wanted) m_timer.setInterval(wanted);
}

void FrameLoop::serveViews(Clock::time_point begin) {
    m_due.clear();
    const auto period = [this](const Slot& slot) {
        const int hz = std::max(slot.view->rateHz() >> m_level, std::min(kFloorHz, slot.view->rateHz()));
        return std::chrono::nanoseconds(1'000'000'000 / std::max(hz, 1));
    };
    const auto lateness = [&](const Slot& slot) { return (begin - slot.last) - period(slot); };
    for (Slot& slot : m_slots)
        if (slot.view->isVisible() && lateness(slot) >= -Clock::duration(kSlack)) m_due.push_back(&slot);
    std::sort(m_due.begin(), m_due.end(), [&](const Slot* a, const Slot* b) { return lateness(*a) > lateness(*b); });
    bool served = false;
    for (Slot* slot : m_due) {
        const auto start = Clock::now();
        const bool starving = lateness(*slot) >= 4 * period(*slot);
        if (served && !starving && ns(start - begin) + static_cast<std::int64_t>(slot->cost_ns) > ns(kBudget)) continue;
        slot->view->refresh();
        served = true;
        slot->last = begin;
        slot->cost_ns += kCostWeight * (static_cast<double>(ns(Clock::now() - start)) - slot->cost_ns);
    }
}

void FrameLoop::govern(std::int64_t work_ns) {
    m_work_average_ns += kCostWeight * (static_cast<double>(work_ns) - m_work_average_ns);
    const auto now = m_tick_begin;
    if (m_work_average_ns <= kSlowNs) m_slow_since = now;
    if (m_work_average_ns >= kFastNs) m_fast_since = now;
    if (now - m_slow_since > 1s && m_level < kLevelMax) {
        ++m_level;
        m_slow_since = now;
    } else if (now - m_fast_since > 5s && m_level > 0) {
        --m_level;
        m_fast_since = now;
    }
}

void FrameLoop::painted() {
    FrameStats& stats = m_hub.frameStats();
    if (m_frame_open) {
        m_frame_open = false;
        stats.work.add(ns(Clock::now() - m_tick_begin));
    }
    if (m_unpainted.ns != 0) {
        stats.receive_to_paint.add(m_hub.api().now() - m_unpainted);
        m_unpainted = {};
    }
}

void FrameLoop::killPressed() {
    if (m_kill_pressed == Clock::time_point{}) m_kill_pressed = Clock::now();
}

void FrameLoop::stopShown() {
    if (m_kill_pressed == Clock::time_point{}) return;
    m_hub.frameStats().kill_to_banner.add(ns(Clock::now() - m_kill_pressed));
    m_kill_pressed = {};
}

}  // namespace bw::ui
