// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/poller.h"

#include <charconv>

#include "core/feed/transport/control_frame.h"
#include "core/model/hash.h"

namespace bw::feed {
namespace {

constexpr std::int64_t kClockRetryNs = 60 * kNsPerSec;

void replaceAll(std::string& text, std::string_view place, const std::string& value) {
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size()))
        text.replace(at, place.size(), value);
}

/// The milliseconds after `key`, a number or text; 0 if there are none.
std::int64_t msAfter(std::string_view body, std::string_view key) {
    const std::size_t at = body.find(key);
    if (at == std::string_view::npos) return 0;
    body.remove_prefix(at + key.size());
    while (body.starts_with(' ') || body.starts_with('"')) body.remove_prefix(1);
    std::int64_t ms = 0;
    std::from_chars(body.data(), body.data() + body.size(), ms);
    return ms;
}

}  // namespace

Poller::Poller(NetShared& shared, RestClient& rest, const VenueRules& rules, SourceName control)
    : m_shared(shared), m_rest(rest), m_rules(rules), m_control(std::move(control)) {
    const std::int64_t now_ms = shared.clock.wall().ns / kNsPerMs;
    for (const PollRow& row : rules.rest().polls) {
        std::vector<std::string> ids = row.ids.empty() ? rules.instruments() : row.ids;
        if (row.whole_market) ids = {""};
        for (const std::string& id : ids) {
            const std::int64_t spread_ms =
                row.spread_ms > 0 ? static_cast<std::int64_t>(fnv1a(id) % static_cast<std::uint64_t>(row.spread_ms))
                                  : 0;
            // The first one soon, but not all of them at once.
            m_entries.push_back({row, id, row.offset_ms + spread_ms, now_ms + spread_ms});
        }
    }
}

void Poller::tick() {
    const std::int64_t now_ms = m_shared.clock.wall().ns / kNsPerMs;
    for (Entry& entry : m_entries) {
        const std::int64_t period_ms = entry.row.period_ms;
        const bool clock_set_back = entry.next_wall_ms - now_ms > period_ms + entry.shift_ms;
        if (now_ms < entry.next_wall_ms && !clock_set_back) continue;
        if (!clock_set_back) submit(entry, now_ms);
        entry.next_wall_ms = floorTo(now_ms - entry.shift_ms, period_ms) + period_ms + entry.shift_ms;
    }
    const MonoTime now = m_shared.clock.mono();
    if (m_rules.rest().clock_period_ms <= 0 || now < m_clock_due) return;
    m_clock_due = now + m_rules.rest().clock_period_ms * kNsPerMs;
    m_clock_calls = kClockCalls;
    m_error_ns = 0;
    askClock();
}

void Poller::submit(const Entry& entry, std::int64_t now_ms) {
    const std::string configured = m_rules.nameOf(entry.instrument);
    const std::string name = configured.empty() ? std::string(nameInId(entry.instrument)) : configured;
    RestJob job;
    job.purpose = entry.row.purpose;
    job.instrument = entry.instrument;
    job.path = entry.row.path;
    replaceAll(job.path, "{symbol}", queryText(name));
    replaceAll(job.path, "{pair}", queryText(name.substr(0, name.find('_'))));
    replaceAll(job.path, "{now_ms}", std::to_string(now_ms));
    replaceAll(job.path, "{from_ms}", std::to_string(now_ms - 2 * entry.row.period_ms));
    job.weight = entry.row.weight;
    job.order = RestJob::Poll;
    job.bytes_max = RestClient::kBodyBytesMax;
    m_rest.submit(std::move(job));
}

void Poller::askClock() {
    RestJob job;
    job.purpose = "time";
    job.path = m_rules.timeCall().path;
    job.order = RestJob::Poll;
    job.bytes_max = 4'096;
    job.attempts_max = 1;
    job.silent = true;
    job.on_answer = [this](RestAnswer& answer) { onClock(answer); };
    m_rest.submit(std::move(job));
}

void Poller::onClock(const RestAnswer& answer) {
    const std::int64_t server_ms = answer.good ? msAfter(answer.body, m_rules.timeCall().key) : 0;
    if (server_ms > 0 && (m_error_ns == 0 || answer.rtt_ns < m_error_ns)) {
        m_error_ns = std::max<std::int64_t>(answer.rtt_ns, 1);
        m_offset_ns = server_ms * kNsPerMs - (answer.wall.ns - answer.rtt_ns / 2);
    }
    if (--m_clock_calls > 0) return askClock();
    if (m_error_ns == 0) {  // the status row tells why REST is down
        m_clock_due = m_shared.clock.mono() + kClockRetryNs;
        return;
    }
    m_rest.setClock(m_offset_ns, m_error_ns);
    m_shared.queue.push(
        makeFrame(m_control, m_shared.clock,
                  ControlFrame("clock").add("offset_ns", m_offset_ns).add("error_ns", m_error_ns).text()));
}

}  // namespace bw::feed
