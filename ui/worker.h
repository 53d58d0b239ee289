// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <functional>
#include <thread>

#include "core/api/engine_api.h"

namespace bw::ui {

/// Runs one slow command of the engine (key derivation, some 50 ms) off the GUI thread and hands the answer back to it.
/// One at a time. Lives on the GUI thread; the destructor joins, an answer that comes later is dropped.
class Worker : public QObject {
    Q_OBJECT
public:
    explicit Worker(QObject* parent = nullptr) : QObject(parent) {}
    /// False while another job runs. `job` runs on a thread of its own, `done` on this object's thread.
    bool run(std::function<Status()> job, std::function<void(const Status&)> done) {
        if (m_busy) return false;
        m_busy = true;
        m_thread = std::jthread([this, job = std::move(job), done = std::move(done)] {
            const Status status = job();
            QMetaObject::invokeMethod(
                this,
                [this, status, done] {
                    m_busy = false;
                    done(status);
                },
                Qt::QueuedConnection);
        });
        return true;
    }
    [[nodiscard]] bool busy() const { return m_busy; }

private:
    bool m_busy = false;
    std::jthread m_thread;  // last: joined before anything else goes
};

}  // namespace bw::ui
