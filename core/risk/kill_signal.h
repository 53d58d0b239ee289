// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/risk/latch.h"

namespace bw::risk {

/// SIGUSR1 trips the latch (MANUAL_SIGNAL), and `also` if there is one, straight from the handler: trip() is async-signal-safe. One object a
/// process, made and destroyed on the main thread while no other thread can receive the signal half-way (the destructor
/// restores the handler before it forgets the latch).
class KillSignal {
public:
    explicit KillSignal(KillLatch& latch, KillLatch* also = nullptr);
    KillSignal(const KillSignal&) = delete;
    KillSignal& operator=(const KillSignal&) = delete;
    ~KillSignal();
};

}  // namespace bw::risk
