// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kill_triggers.h"

#include "app/engine_host.h"
#include "app/triggers/http_token.h"
#include "app/triggers/nats_trigger.h"
#include "app/triggers/ops_server.h"
#if BELLWETHER_UI
#include <QGuiApplication>

#include "app/triggers/hotkey.h"
#endif

namespace bw::app {
namespace {

constexpr int kOpsLateMs = 10'000;  // risk spec 1.10: never trips

KillPort portOf(RiskHost& latch) {
    KillPort port;
    port.trip = [&latch](Code cause, std::string_view actor, std::string_view reason) { return latch.trip(cause, actor, reason); };
    port.halt_scope = [&latch](std::string_view scope, std::string_view actor, std::string_view reason) -> Status {
        const std::size_t colon = scope.find(':');
        risk::ScopeKind kind{};
        if (colon == std::string_view::npos || !risk::scopeKindFromName(scope.substr(0, colon), kind))
            return Error{Code::Args, "kill.scope", "a scope is all, venue:<key>, instrument:<key> or source:<key>"};
        return latch.haltScope(kind, scope.substr(colon + 1), /*halted=*/true, Code::ManualHttp, actor, reason);
    };
    port.view = [&latch] { return latch.latchView(); };
    port.status = [&latch] { return latch.statusJson(); };
    return port;
}

void tellError(EngineHost& host, std::string_view what, const Error& error) {
    host.tell(Severity::Warning, error.code, std::string(what) + " " + error.detail);
}

}  // namespace

/// Destroyed from the bottom up.
struct KillTriggers::Parts {
    explicit Parts(EngineHost& owner) : host(owner) {}
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        if (http) host.riskHost().watchdog().unregisterThread("ops");
    }
    void startHttp();
    void startNats();
    void startHotkey();

    EngineHost& host;
    std::unique_ptr<OpsServer> http;
    std::unique_ptr<NatsTrigger> nats;
#if BELLWETHER_UI
    std::unique_ptr<Hotkey> hotkey;
#endif
};

void KillTriggers::Parts::startHttp() {
    const std::int64_t tcp_port = host.config().integer("ops.http.port");
    if (tcp_port == 0) return;
    const std::string& wanted = host.config().text("ops.http.token_file");
    const std::string path = wanted.empty() ? host.dataDir() + "/risk/http_token" : wanted;
    risk::PosixLatchFs fs;
    const Result<std::string> token = loadHttpToken(fs, path);
    if (!token) return tellError(host, "no kill over HTTP:", token.error());
    http = std::make_unique<OpsServer>(portOf(host.riskHost()));
    if (const Status started = http->start(static_cast<std::uint16_t>(tcp_port), *token); !started) {
        http.reset();
        return tellError(host, "no kill over HTTP:", started.error());
    }
    host.riskHost().watchdog().registerThread({"ops", &http->beats(), kOpsLateMs, 0, Code::Ok});
    host.log().line(Severity::Info, "kill over HTTP on 127.0.0.1:" + std::to_string(http->tcpPort()) + ", token in " + path);
}

void KillTriggers::Parts::startNats() {
    const std::string& url = host.config().text("bus.nats.url");
    if (url.empty()) return;
    Log& log = host.log();
    nats = std::make_unique<NatsTrigger>(portOf(host.riskHost()),
                                         [&log](const std::string& text) { log.line(Severity::Warning, "NATS: " + text); });
    if (const Status started = nats->start(url, host.config().text("risk.kill.nats_token")); !started)
        tellError(host, "no kill over NATS:", started.error());
}

void KillTriggers::Parts::startHotkey() {
#if BELLWETHER_UI
    const std::string& chord = host.config().text("ui.kill_hotkey");
    if (chord.empty()) return;
    // Under Wayland an X grab hears only what X windows are given.
    if (QGuiApplication::platformName() != QLatin1String("xcb") || qEnvironmentVariable("XDG_SESSION_TYPE") == QLatin1String("wayland"))
        return host.tell(Severity::Warning, Code::UiHotkeyUnavailable,
                         "no X session (" + QGuiApplication::platformName().toStdString() + "); the chord works inside the window only");
    RiskHost& risk = host.riskHost();
    EngineHost& told = host;
    hotkey = std::make_unique<Hotkey>([&risk] { risk.trip(Code::ManualHotkey, "hotkey", "global hotkey"); },
                                      [&told](const std::string& why) {
                                          told.tell(Severity::Warning, Code::UiHotkeyUnavailable, why);
                                      });
    if (const Status started = hotkey->start(chord); !started) tellError(host, "global hotkey:", started.error());
#endif
}

KillTriggers::KillTriggers(EngineHost& host, bool window) : m_parts(std::make_unique<Parts>(host)) {
    m_parts->startHttp();
    m_parts->startNats();
    if (window) m_parts->startHotkey();
}

KillTriggers::~KillTriggers() = default;

}  // namespace bw::app
