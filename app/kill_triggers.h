// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>

namespace bw::app {

class EngineHost;

/// The ways to the kill latch that need neither the window nor the engine: HTTP (thread "ops"), NATS (thread "bus") and, with
/// a window, the global hotkey (thread "hotkey"). None of them is needed to run: what cannot be had is told and left out.
/// Made and destroyed on the main thread, while `host` lives.
class KillTriggers {
public:
    KillTriggers(EngineHost& host, bool window);
    KillTriggers(const KillTriggers&) = delete;
    KillTriggers& operator=(const KillTriggers&) = delete;
    ~KillTriggers();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace bw::app
