// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "core/model/result.h"

namespace bw::app {

/// "Ctrl+Alt+Shift+K": modifiers of X11 (Ctrl, Alt, Shift, Super) and one key by its X11 name, or a letter or digit.
struct Chord {
    unsigned modifiers = 0;
    std::string key;  // a name XStringToKeysym knows
};
/// errors: Args. A chord without Ctrl, Alt or Super is refused: it would swallow a key of every other program.
[[nodiscard]] Result<Chord> parseChord(std::string_view text);

/// The thread "hotkey": one key chord grabbed on its own connection to the X server, so that it works with any window in
/// front and with our own window frozen. Each press calls `on_press` on that thread, which must not block. Caps Lock and
/// Num Lock do not matter. Started by the constructor's caller through start(), joined by the destructor within 1 s.
class Hotkey {
public:
    /// `on_lost`: the grab held and the X server then went away; the hotkey thread.
    Hotkey(std::function<void()> on_press, std::function<void(const std::string&)> on_lost);
    Hotkey(const Hotkey&) = delete;
    Hotkey& operator=(const Hotkey&) = delete;
    ~Hotkey();

    /// `display` empty: $DISPLAY. Waits for the X server's answer to the grab. errors: UiHotkeyUnavailable, Args
    [[nodiscard]] Status start(std::string_view chord, const std::string& display = {});
    [[nodiscard]] bool active() const { return m_active.load(std::memory_order_acquire); }

private:
    struct Server;
    void run(Server& server);

    std::function<void()> m_on_press;
    std::function<void(const std::string&)> m_on_lost;
    int m_stop_fd = -1;
    std::atomic<bool> m_active{false};
    std::unique_ptr<Server> m_server;
    std::thread m_thread;
};

}  // namespace bw::app
