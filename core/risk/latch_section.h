// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <mutex>

#include "core/risk/latch.h"

namespace bw::risk {

inline constexpr int kBusyWaitMs = 2000;
/// The service thread may hang in a dead disk; a reset answers LATCH_BUSY instead of joining it.
[[nodiscard]] bool lockFor(std::unique_lock<std::mutex>& lock, int wait_ms);

// A template and a helper of several source files, kept out of the public header.
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
            addLive(view, m_word.load(std::memory_order_seq_cst));
        }
    }
    if (changed || pending) flush(hooks, changed, view);
}

}  // namespace bw::risk
