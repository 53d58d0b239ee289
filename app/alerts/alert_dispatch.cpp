// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alerts/alert_dispatch.h"

#include <algorithm>

#include "core/model/json_writer.h"
#include "core/risk/alerts/alert_text.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

using risk::AlertEvent;

constexpr std::size_t kStormMin = 20;
constexpr std::int64_t kStormWindowMs = 10'000;
constexpr std::int64_t kStormCollectMs = 3'000;   // condition to message stays within 5 s
constexpr std::int64_t kSoundMs = 10'000;
constexpr std::int64_t kRepeatCriticalMs = 15 * 60'000, kRepeatMs = 4 * 3'600'000;
constexpr std::size_t kLiveMax = 1'024, kMutesMax = 32;

std::int64_t repeatOf(AlertSeverity severity) { return severity == AlertSeverity::Critical ? kRepeatCriticalMs : kRepeatMs; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

void maskDigits(std::string& text, std::size_t from, std::size_t shortest) {
    for (std::size_t i = from; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && isDigit(text[end])) ++end;
        if (end - i >= shortest) std::fill(text.begin() + static_cast<std::ptrdiff_t>(i), text.begin() + static_cast<std::ptrdiff_t>(end - 3), '*');
        i = std::max(end, i + 1);
    }
}

}  // namespace

std::string maskAccounts(std::string_view labels) {
    std::string out;
    while (!labels.empty()) {
        const std::string_view part = labels.substr(0, labels.find(','));
        if (!out.empty()) out += ',';
        const std::size_t from = out.size();
        out += part;
        const bool is_name = part.starts_with("instrument=") || part.starts_with("subject=");  // a future's date has six
        maskDigits(out, from, is_name ? 7 : 5);
        labels.remove_prefix(std::min(labels.size(), part.size() + 1));
    }
    return out;
}

void AlertDispatch::clear() {
    m_live.clear();
    m_acknowledged.clear();
    m_mutes.clear();
    m_recent.clear();
    m_storm_from_ms = -1;
    m_storm_count = 0;
}

bool AlertDispatch::muted(const AlertEvent& event, std::int64_t now_ms) const {
    return std::any_of(m_mutes.begin(), m_mutes.end(), [&](const Mute& mute) {
        return mute.until_ms > now_ms && (mute.rule.empty() || mute.rule == event.rule) && (mute.labels.empty() || mute.labels == event.labels);
    });
}

void AlertDispatch::onEvent(const AlertEvent& event, std::int64_t now_ms) {
    switch (event.kind) {
        case AlertEvent::Kind::Firing: onFiring(event, now_ms); break;
        case AlertEvent::Kind::Muted: onMute(event, now_ms); break;
        case AlertEvent::Kind::Acknowledged:
            if (const auto it = m_live.find(event.alert_id); it != m_live.end()) {
                m_acknowledged[event.alert_id] = it->second.announced;
                m_live.erase(it);
            }
            break;
        case AlertEvent::Kind::Resolved: {
            bool announced = false;
            if (const auto it = m_live.find(event.alert_id); it != m_live.end()) {
                announced = it->second.announced;
                m_live.erase(it);
            } else if (const auto known = m_acknowledged.find(event.alert_id); known != m_acknowledged.end()) {
                announced = known->second;
                m_acknowledged.erase(known);
            }
            if (announced) send(event, "resolved", false);  // who heard of it hears of its end
            break;
        }
    }
}

void AlertDispatch::onFiring(const AlertEvent& event, std::int64_t now_ms) {
    if (m_live.size() >= kLiveMax || m_acknowledged.size() >= kLiveMax) return;
    Live& live = m_live[event.alert_id];
    live.event = event;
    live.repeat_at_ms = now_ms + repeatOf(event.severity);
    const bool quiet = event.muted || muted(event, now_ms);
    live.silent = quiet && !event.stays_visible;
    if (live.silent) return;
    m_recent.push_back(now_ms);
    while (now_ms - m_recent.front() > kStormWindowMs) m_recent.pop_front();
    if (m_storm_from_ms < 0 && m_recent.size() > kStormMin) beginStorm(now_ms);
    if (m_storm_from_ms >= 0) {
        ++m_storm_count;
        m_storm_worst = std::max(m_storm_worst, event.severity);
        m_storm_last = event;
        return;
    }
    live.announced = true;
    send(event, "firing", true);
    if (!quiet) m_port.sound(event.severity);
    if (!quiet && event.severity == AlertSeverity::Critical) m_next_sound_ms = now_ms + kSoundMs;
}

void AlertDispatch::onMute(const AlertEvent& event, std::int64_t now_ms) {
    std::erase_if(m_mutes, [&](const Mute& mute) { return mute.until_ms <= now_ms || (mute.rule == event.rule && mute.labels == event.labels); });
    if (event.mute_ms > 0 && m_mutes.size() < kMutesMax) m_mutes.push_back({event.rule, event.labels, now_ms + event.mute_ms});
}

/// What waits unsent becomes part of it.
void AlertDispatch::beginStorm(std::int64_t now_ms) {
    m_storm_from_ms = now_ms;
    m_storm_count = 0;
    m_storm_worst = AlertSeverity::Info;
    for (const std::uint64_t id : m_port.takeFoldable()) {
        ++m_storm_count;
        if (const auto it = m_live.find(id); it != m_live.end()) {
            it->second.announced = false;
            m_storm_worst = std::max(m_storm_worst, it->second.event.severity);
        }
    }
}

void AlertDispatch::endStorm(std::int64_t now_ms) {
    m_storm_from_ms = -1;
    AlertEvent event = m_storm_last;
    event.alert_id = 0;
    event.rule = "storm";
    event.labels.clear();
    event.type = "ALERT_STORM";
    event.severity = m_storm_worst;
    event.value = static_cast<double>(m_storm_count);
    event.threshold = static_cast<double>(kStormMin);
    event.text = std::to_string(m_storm_count) + " alerts";
    send(event, "storm-" + std::to_string(++m_storms), false);
    m_port.sound(m_storm_worst);
    if (m_storm_worst == AlertSeverity::Critical) m_next_sound_ms = now_ms + kSoundMs;
}

void AlertDispatch::onTimer(std::int64_t now_ms) {
    if (m_storm_from_ms >= 0 && now_ms - m_storm_from_ms >= kStormCollectMs) endStorm(now_ms);
    bool loud = false;
    for (auto& [id, live] : m_live) {
        const bool quiet = muted(live.event, now_ms);
        loud = loud || (live.event.severity == AlertSeverity::Critical && !quiet);
        if (now_ms < live.repeat_at_ms) continue;
        live.repeat_at_ms = now_ms + repeatOf(live.event.severity);
        if (quiet && !live.event.stays_visible) continue;
        live.announced = true;
        send(live.event, "repeat-" + std::to_string(++live.repeats), false);
    }
    if (!loud || now_ms < m_next_sound_ms || m_storm_from_ms >= 0) return;
    m_port.sound(AlertSeverity::Critical);
    m_next_sound_ms = now_ms + kSoundMs;
}

void AlertDispatch::send(const AlertEvent& event, const std::string& suffix, bool foldable) {
    AlertPort::Post post;
    post.alert_id = event.alert_id;
    post.id = m_identity.run + "-" + std::to_string(event.alert_id) + "-" + suffix;
    post.critical = event.severity == AlertSeverity::Critical;
    post.foldable = foldable;
    post.body = bodyOf(event, post.id);
    m_port.post(std::move(post));
}

std::string AlertDispatch::bodyOf(const AlertEvent& event, const std::string& id) const {
    const std::string labels = maskAccounts(event.labels);
    std::string text = event.text;
    if (const std::size_t at = event.labels.empty() ? std::string::npos : text.find(event.labels); at != std::string::npos)
        text.replace(at, event.labels.size(), labels);
    const bool firing = event.kind != AlertEvent::Kind::Resolved;
    JsonWriter json;
    json.open().str("severity", alertSeverityName(event.severity)).str("type", event.type).str("message", risk::oneLine(text));
    json.str("timestamp", risk::isoUtcMs(event.at)).str("id", id).str("rule", event.rule).str("state", firing ? "firing" : "resolved");
    json.open("labels");
    for (std::string_view rest = labels; !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find(','));
        const std::size_t equals = std::min(part.find('='), part.size());
        json.str(risk::oneLine(part.substr(0, equals)), risk::oneLine(part.substr(std::min(equals + 1, part.size()))));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    }
    json.close();
    if (event.value) json.raw("value", risk::numberText(*event.value));
    else json.null("value");
    json.raw("threshold", risk::numberText(event.threshold)).str("since", risk::isoUtcMs(event.since)).str("latch", event.latch);
    json.str("trip_id", event.trip_id).str("host", m_identity.host).str("version", m_identity.version).close();
    return json.take();
}

}  // namespace bw::app
