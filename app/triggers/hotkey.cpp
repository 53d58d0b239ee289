// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/triggers/hotkey.h"

#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/keysym.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <chrono>
#include <cerrno>

#undef Status  // Xlib's name for int

namespace bw::app {
namespace {

constexpr std::string_view kWhere = "ui.kill_hotkey";

Error unavailable(std::string why) {
    return Error{Code::UiHotkeyUnavailable, kWhere, std::move(why) + "; the chord works inside the window only"};
}

unsigned modifierOf(std::string_view name) {
    std::string low(name);
    for (char& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (low == "ctrl" || low == "control") return ControlMask;
    if (low == "alt") return Mod1Mask;
    if (low == "shift") return ShiftMask;
    if (low == "super" || low == "meta") return Mod4Mask;
    return 0;
}

// Xlib has one handler of each kind a process, and Qt's platform plugin has set its own. Ours answer for the threads that
// are at work for a hotkey and hand all else on.
thread_local int t_grab_error = 0;
thread_local bool t_ours = false;
XErrorHandler g_error_before = nullptr;
XIOErrorHandler g_io_error_before = nullptr;

int onError(Display* display, XErrorEvent* error) {
    if (!t_ours) return g_error_before != nullptr ? g_error_before(display, error) : 0;
    t_grab_error = error->error_code;
    return 0;
}

/// Returning leads to the display's own exit handler; the default one ends the program.
int onIoError(Display* display) {
    return t_ours || g_io_error_before == nullptr ? 0 : g_io_error_before(display);
}

void takeHandlers() {
    if (const XErrorHandler before = XSetErrorHandler(&onError); before != &onError) g_error_before = before;
    if (const XIOErrorHandler before = XSetIOErrorHandler(&onIoError); before != &onIoError) g_io_error_before = before;
}

/// The calls of this scope are ours.
struct Ours {
    Ours() { t_ours = true; }
    Ours(const Ours&) = delete;
    Ours& operator=(const Ours&) = delete;
    ~Ours() { t_ours = false; }
};

}  // namespace

Result<Chord> parseChord(std::string_view text) {
    Chord chord;
    while (true) {
        const std::size_t plus = text.find('+');
        const std::string_view part = text.substr(0, plus);
        if (plus == std::string_view::npos) {
            chord.key = part.size() == 1 ? std::string(1, static_cast<char>(std::tolower(static_cast<unsigned char>(part[0]))))
                                         : std::string(part);
            break;
        }
        const unsigned modifier = modifierOf(part);
        if (modifier == 0) return Error{Code::Args, kWhere, "'" + std::string(part) + "' is no modifier: Ctrl, Alt, Shift, Super"};
        chord.modifiers |= modifier;
        text.remove_prefix(plus + 1);
    }
    if (chord.key.empty() || XStringToKeysym(chord.key.c_str()) == NoSymbol)
        return Error{Code::Args, kWhere, "'" + chord.key + "' is no key, e.g. Ctrl+Alt+Shift+K"};
    if ((chord.modifiers & ~static_cast<unsigned>(ShiftMask)) == 0)
        return Error{Code::Args, kWhere, "a chord has Ctrl, Alt or Super in it, e.g. Ctrl+Alt+Shift+K"};
    return chord;
}

struct Hotkey::Server {
    Display* display = nullptr;
    KeyCode key = 0;
    unsigned modifiers = 0;
    bool lost = false;
    Server() = default;
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    ~Server() {
        const Ours ours;
        if (display == nullptr || lost) return;  // Xlib may wait for ever for a server that is gone: its handle is left
        if (key != 0) {  // free when this returns, not only when the server has noticed the closed line
            XUngrabKey(display, AnyKey, AnyModifier, DefaultRootWindow(display));
            XSync(display, False);
        }
        XCloseDisplay(display);
    }
};

Hotkey::Hotkey(std::function<void()> on_press, std::function<void(const std::string&)> on_lost)
    : m_on_press(std::move(on_press)), m_on_lost(std::move(on_lost)), m_stop_fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Hotkey::~Hotkey() {
    const std::uint64_t one = 1;
    if (m_thread.joinable() && ::write(m_stop_fd, &one, sizeof one) == sizeof one) m_thread.join();
    if (m_stop_fd >= 0) ::close(m_stop_fd);
}

Status Hotkey::start(std::string_view text, const std::string& display) {
    const Result<Chord> chord = parseChord(text);
    if (!chord) return chord.error();
    if (m_stop_fd < 0) return unavailable("no file handle is left");
    const Ours ours;
    m_server = std::make_unique<Server>();
    m_server->display = XOpenDisplay(display.empty() ? nullptr : display.c_str());
    if (m_server->display == nullptr) return unavailable("no X server answers (a Wayland session?)");
    m_server->key = XKeysymToKeycode(m_server->display, XStringToKeysym(chord->key.c_str()));
    m_server->modifiers = chord->modifiers;
    if (m_server->key == 0) return unavailable("this keyboard has no key '" + chord->key + "'");
    XkbSetDetectableAutoRepeat(m_server->display, True, nullptr);  // a held chord is one press
    XSetIOErrorExitHandler(m_server->display, [](Display*, void*) {}, nullptr);
    takeHandlers();
    t_grab_error = 0;
    for (const unsigned locks : {0U, unsigned{LockMask}, unsigned{Mod2Mask}, unsigned{LockMask | Mod2Mask}})
        XGrabKey(m_server->display, m_server->key, m_server->modifiers | locks, DefaultRootWindow(m_server->display), False,
                 GrabModeAsync, GrabModeAsync);
    XSync(m_server->display, False);
    if (const int error = t_grab_error; error != 0)
        return unavailable(error == BadAccess ? "another program has taken " + std::string(text)
                                              : "the X server refused the chord (error " + std::to_string(error) + ")");
    m_active.store(true, std::memory_order_release);
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "hotkey");
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, nullptr);
        run(*m_server);
    });
    return Done{};
}

void Hotkey::run(Server& server) {
    const Ours ours;
    std::array<pollfd, 2> watched{{{ConnectionNumber(server.display), POLLIN, 0}, {m_stop_fd, POLLIN, 0}}};
    for (;;) {
        while (XPending(server.display) > 0) {
            XEvent event;
            XNextEvent(server.display, &event);
            if (event.type == KeyPress && event.xkey.keycode == server.key) m_on_press();
        }
        if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
        if (watched[1].revents != 0) return;
        if ((watched[0].revents & (POLLHUP | POLLERR)) != 0) break;
    }
    server.lost = true;
    m_active.store(false, std::memory_order_release);
    if (m_on_lost) m_on_lost("the X server went away");
}

}  // namespace bw::app
