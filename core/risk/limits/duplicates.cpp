// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/duplicates.h"

namespace bw::risk {

Duplicates::Key Duplicates::keyOf(const OrderIntent& intent) {
    return {intent.source, intent.instrument, intent.side, intent.type, intent.price, intent.stop, intent.qty};
}

bool Duplicates::seen(const OrderIntent& intent, MonoTime now) const {
    const Key key = keyOf(intent);
    for (auto it = m_entries.rbegin(); it != m_entries.rend() && now - it->mono < m_window_ns; ++it)
        if (it->key == key) return true;
    return false;
}

void Duplicates::add(const OrderIntent& intent, MonoTime now) {
    while (!m_entries.empty() && now - m_entries.front().mono >= m_window_ns) m_entries.pop_front();
    m_entries.push_back({now, keyOf(intent)});
}

}  // namespace bw::risk
