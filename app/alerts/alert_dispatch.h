// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "core/risk/alerts/alert_event.h"

namespace bw::app {

/// Where the dispatcher's decisions go.
class AlertPort {
public:
    virtual ~AlertPort() = default;
    struct Post {
        std::uint64_t alert_id = 0;
        std::string id;            // of the delivery, the same for every attempt
        bool critical = false, foldable = false;
        std::string body;          // JSON
    };
    virtual void post(Post post) = 0;
    /// Takes firings back that were not tried yet; their alert ids.
    [[nodiscard]] virtual std::vector<std::uint64_t> takeFoldable() = 0;
    virtual void sound(AlertSeverity severity) = 0;
};

/// Decides which alerts are sent and heard, when and how often (risk spec 5.2, 5.3): storms become one message, what
/// nobody acknowledged is repeated, mutes take the sound and, where that is allowed, the message. No clock and no I/O of
/// its own. One thread. Bound: what the alert engine holds, 1,024 firing alerts and 32 mutes.
class AlertDispatch {
public:
    struct Identity {
        std::string host, version, run;  // run: tells the ids of two runs apart
    };
    AlertDispatch(Identity identity, AlertPort& port) : m_identity(std::move(identity)), m_port(port) {}
    void onEvent(const risk::AlertEvent& event, std::int64_t now_ms);
    void onTimer(std::int64_t now_ms);
    /// A new run of the engine begins: its alerts are its own.
    void clear();

private:
    struct Live {
        risk::AlertEvent event;
        bool announced = false;
        bool silent = false;       // muted without a message when it fired
        int repeats = 0;
        std::int64_t repeat_at_ms = 0;
    };
    struct Mute {
        std::string rule, labels;
        std::int64_t until_ms = 0;
    };
    void onFiring(const risk::AlertEvent& event, std::int64_t now_ms);
    void onMute(const risk::AlertEvent& event, std::int64_t now_ms);
    void beginStorm(std::int64_t now_ms);
    void endStorm(std::int64_t now_ms);
    void send(const risk::AlertEvent& event, const std::string& suffix, bool foldable);
    [[nodiscard]] bool muted(const risk::AlertEvent& event, std::int64_t now_ms) const;
    [[nodiscard]] std::string bodyOf(const risk::AlertEvent& event, const std::string& id) const;

    Identity m_identity;
    AlertPort& m_port;
    std::map<std::uint64_t, Live> m_live;  // firing, not acknowledged
    std::map<std::uint64_t, bool> m_acknowledged;  // firing: whether it was announced
    std::vector<Mute> m_mutes;
    std::deque<std::int64_t> m_recent;     // times of the firings of the last 10 s
    std::int64_t m_storm_from_ms = -1;     // -1: none
    std::uint64_t m_storm_count = 0, m_storms = 0;
    risk::AlertEvent m_storm_last;
    AlertSeverity m_storm_worst = AlertSeverity::Info;
    std::int64_t m_next_sound_ms = 0;
};

/// The words of an account in labels and texts: of runs of 5 digits and more (in names of instruments, 7) the last 3 stay.
[[nodiscard]] std::string maskAccounts(std::string_view labels);

}  // namespace bw::app
