// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <atomic>

namespace bw::api {

/// The view hand-over: one writer thread, one reader thread, three slots, wait-free on both sides. The newest view wins;
/// views in between may be skipped.
template <class T>
class Latest {
public:
    /// Writer: the slot to fill. Fill every field: it holds an old view.
    T& draft() noexcept { return m_slots[m_draft]; }
    /// Writer: hand the draft over.
    void publish() noexcept { m_draft = m_middle.exchange(m_draft | kFresh, std::memory_order_acq_rel) & kIndex; }
    /// Reader: the newest view, or nullptr if nothing came since the last call. Valid until the next call.
    const T* take() noexcept {
        if (!(m_middle.load(std::memory_order_relaxed) & kFresh)) return nullptr;
        m_shown = m_middle.exchange(m_shown, std::memory_order_acq_rel) & kIndex;
        return &m_slots[m_shown];
    }
    /// Reader: what take() returned last (a default value before the first one).
    const T& shown() const noexcept { return m_slots[m_shown]; }

private:
    static constexpr unsigned kFresh = 4, kIndex = 3;
    std::array<T, 3> m_slots{};
    alignas(64) std::atomic<unsigned> m_middle{1};
    alignas(64) unsigned m_draft = 0;  // writer only
    alignas(64) unsigned m_shown = 2;  // reader only
};

}  // namespace bw::api
