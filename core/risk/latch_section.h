// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/risk/latch.h"

namespace bw::risk {

// A template of two source files, kept out of the public header.
template <class Body>
void KillLatch::section(const LatchHooks& hooks, Body&& body) {
    bool changed = false, pending = false;
    LatchView view;
    {
        const std::lock_guard lock(m_disk);
        body();
        changed = m_changed;
        pending = !m_notices.empty() || !m_audit_lines.empty();
        m_changed = false;
        if (changed) {
            publish();
            view = m_draft;
            view.armed = armed();
        }
    }
    if (changed || pending) flush(hooks, changed, view);
}

}  // namespace bw::risk
