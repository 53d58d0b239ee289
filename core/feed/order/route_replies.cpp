// SPDX-License-Identifier: GPL-3.0-or-later
// What comes back to a RouteClient: matched, checked, told to the engine.
#include <algorithm>
#include <array>
#include <utility>

#include "core/feed/order/route_client.h"
#include "core/feed/order/route_frames.h"
#include "core/feed/plain_text.h"

namespace bw::feed {
namespace {

using Outcome = RouteReply::Outcome;

constexpr std::size_t kTextMax = 200;
constexpr int kRejectsASecond = 10;
constexpr std::int64_t kHealthyNs = 50 * kNsPerMs, kOffsetAgeNs = kNsPerMin;

std::string countText(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

/// A stop that only reduces a position of the same look at the venue.
bool isProtective(const RouteOrder& order, const RouteSnapshot& snapshot) {
    std::int64_t qty = 0, held = 0;
    if (order.type != OrderType::Stop || parseUnits(order.qty, kMoneyDigits, qty) != Code::Ok) return false;
    return std::ranges::any_of(snapshot.positions, [&](const RoutePosition& position) {
        return position.symbol == order.symbol && position.side != order.side &&
               parseUnits(position.qty, kMoneyDigits, held) == Code::Ok && qty <= held;
    });
}

}  // namespace

void RouteClient::onMessage(const std::string& text, bool on_order) {
    const auto tree = parseJson(text);
    if (!tree) {
        reject(tree.error().code, text);
        return;
    }
    for (auto* table : {&m_sent, &m_late})
        for (const std::string_view name : {"id", "uuid", "req_id"}) {
            const auto it = table->find((*tree)[name].plain());
            if (it == table->end() || it->second.on_order != on_order) continue;
            onReply(it, *tree);
            return;
        }
    // p0 and p2 echo no id: the one that waits on this line is meant, and the line is remade when one was not answered
    const bool nameless = m_dialect == Dialect::P0 || m_dialect == Dialect::P2 || m_dialect == Dialect::Unknown;
    const auto waits = [&](const auto& entry) {
        return entry.second.on_order == on_order && (m_dialect != Dialect::Unknown || entry.second.ask.act == Act::Probe);
    };
    if (const auto it = std::ranges::find_if(m_sent, waits); nameless && it != m_sent.end())
        onReply(it, *tree);
    else
        reject(Code::ReplyUnmatched, text);
}

void RouteClient::onReply(std::map<std::string, Sent>::iterator it, const JsonTree& tree) {
    const MonoTime now = m_clock.mono();
    const std::int64_t rtt_ns = now - it->second.at;
    const bool late = it->second.late;
    Answer answer;
    if (it->second.ask.act != Act::Probe && m_dialect == Dialect::V6) {
        v6::Envelope envelope;
        const Code code = checkV6(it->second.ask, tree, envelope);
        if (code != Code::Ok) {
            reject(code, m_text);
            if (code != Code::ReplyMacBad || late || !changesVenue(it->second.ask.act) || it->second.purpose != Purpose::User) return;
            // Somebody answers who cannot sign: nobody knows what became of it. The true answer may still come.
            answer.code = code;
            finish(it->second.ask.request, answer, /*late=*/false, -1);
            auto node = m_sent.extract(it);
            node.mapped().late = true;
            m_late_ids.push_back(node.key());
            m_late.insert(std::move(node));
            return;
        }
        answer = answerV6(it->second.ask, envelope);
        if (envelope.code == "SESSION_OLD") {  // another run of the gateway: HELLO first, however often nobody answered before
            m_probed = false;
            m_probe_misses = 0;
        }
    } else if (it->second.ask.act != Act::Probe) {
        answer = answerOf(m_dialect, it->second.ask, tree);
    }
    const Sent sent = std::move((late ? m_late : m_sent).extract(it).mapped());
    if (late) std::erase(m_late_ids, sent.ask.id);
    m_last_reply = now;
    if (sent.ask.act == Act::Probe)
        onProbe(sent, tree, rtt_ns);
    else
        settle(sent, std::move(answer), rtt_ns);
}

void RouteClient::onProbe(const Sent& sent, const JsonTree& tree, std::int64_t rtt_ns) {
    const ProbeResult found = readProbe(tree, sent.ask.id, m_config.key);
    const Dialect before = m_dialect;
    m_dialect = found.dialect;
    m_probe_error = found.error;
    if (found.dialect == Dialect::Unknown) {
        reject(Code::GatewayUnknown, m_text);
        usePinned();
    } else if (m_config.pinned != Dialect::Unknown && m_config.pinned != found.dialect) {
        m_probe_error = Code::GatewayDialect;
    }
    m_authentic = found.dialect == Dialect::V6 && found.error == Code::Ok;
    m_trade_mode = found.trade_mode;
    if (!m_probed || m_session != found.session || before != m_dialect) ++m_session_count;
    m_session = found.session;
    m_probed = true;
    m_probe_misses = 0;
    m_probe_answered_at = sent.at;
    if (before != m_dialect)
        for (auto gone = std::exchange(m_sent, {}); auto& [id, other] : gone) onTimeout(other);  // of another program
    onGoodHeartbeat(sent, found.server_ms, rtt_ns);
}

/// Nothing useful answers the probe: what the configuration says, if it says so. v6 needs its HELLO.
void RouteClient::usePinned() {
    if (m_config.pinned == Dialect::Unknown || m_config.pinned == Dialect::V6) return;
    m_dialect = m_config.pinned;
    m_probe_error = Code::Ok;
}

void RouteClient::settle(const Sent& sent, Answer answer, std::int64_t rtt_ns) {
    switch (sent.purpose) {
        case Purpose::Heartbeat:
            if (answer.outcome == Outcome::Ok) {
                onGoodHeartbeat(sent, answer.server_ms, rtt_ns);
            } else {
                noteServerTime(sent, answer.server_ms, rtt_ns);  // signed, and why it refused may be the clock
                onMiss();
            }
            return;
        case Purpose::Ladder: settleLadder(sent, answer); return;
        case Purpose::Exit: m_exit = Exit::Done; return;
        case Purpose::User: break;
    }
    if (sent.late && !changesVenue(sent.ask.act)) return;  // an old picture, already reported as failed
    if (answer.snapshot) {
        answer.snapshot->route = answer.snapshot->account.route = m_config.name;
        answer.snapshot->request = sent.ask.request.request;
        m_sink(encode(*answer.snapshot));
    }
    if (answer.reading) {
        answer.reading->route = m_config.name;
        m_sink(encode(*answer.reading));
    }
    finish(sent.ask.request, answer, sent.late, rtt_ns);
}

void RouteClient::settleLadder(const Sent& sent, const Answer& answer) {
    const MonoTime now = m_clock.mono();
    const Code code = answer.outcome == Outcome::Ok ? Code::Ok : answer.code == Code::Ok ? Code::OutcomeUnknown : answer.code;
    if (sent.ask.act == Act::CancelAll) {
        m_ladder.onCancel(code, answer.text, now);
        Code why = Code::Ok;
        if (isExclusive() && send(askOf(Act::Kill), Purpose::Ladder, /*on_order=*/false, why) != Handed::Yes)
            m_ladder.onKill(Code::GatewayDown, {}, now);
        return;
    }
    if (sent.ask.act == Act::Kill) {
        m_ladder.onKill(code, answer.text, now);
        return;
    }
    if (!answer.snapshot) {
        m_ladder.onQuery(/*good=*/false, -1, answer.text, now);
        return;
    }
    RouteSnapshot snapshot = *answer.snapshot;
    snapshot.route = snapshot.account.route = m_config.name;
    const std::int64_t working = workingInScope(snapshot);
    std::string detail = countText(snapshot.positions.size(), "position", "positions");
    if (!snapshot.has_orders)
        detail += "; orders cannot be listed";
    else
        detail = countText(static_cast<std::size_t>(working), "working order", "working orders") + ", " + detail;
    m_sink(encode(snapshot));
    m_ladder.onQuery(/*good=*/true, working, detail, now);
}

std::int64_t RouteClient::workingInScope(const RouteSnapshot& snapshot) const {
    return std::ranges::count_if(snapshot.orders, [&](const RouteOrder& order) {
        const bool ours = m_config.whole_account || order.magic == m_config.magic || order.client_id.starts_with("BW");
        return ours && !(m_config.keep_protective && isProtective(order, snapshot));
    });
}

/// No answer, or none can come any more.
void RouteClient::onTimeout(Sent& sent) {
    const MonoTime now = m_clock.mono();
    Answer answer;
    switch (sent.purpose) {
        case Purpose::Heartbeat:
            ++m_timeouts;
            onMiss();
            if (sent.ask.act == Act::Probe && !m_probed && ++m_probe_misses >= kProbesMax) {
                usePinned();
                if (m_probe_error == Code::Ok) {
                    m_probed = true;
                    m_probe_answered_at = now;
                    ++m_session_count;
                }
            }
            return;
        case Purpose::Exit: m_exit = Exit::Done; return;
        case Purpose::Ladder:
            if (sent.ask.act == Act::CancelAll) {
                m_ladder.onCancel(Code::Timeout, "no answer", now);
                if (isExclusive()) m_ladder.onKill(Code::Timeout, "no answer", now);  // was waiting behind it
            } else if (sent.ask.act == Act::Kill) {
                m_ladder.onKill(Code::Timeout, "no answer", now);
            } else {
                m_ladder.onQuery(/*good=*/false, -1, "no answer", now);
            }
            return;
        case Purpose::User: break;
    }
    if (sent.late) return;
    if (!changesVenue(sent.ask.act)) {
        answer.outcome = Outcome::Failed;
        answer.code = Code::QueryFailed;
    }
    answer.text = "no answer";
    finish(sent.ask.request, answer, /*late=*/false, -1);
}

void RouteClient::onGoodHeartbeat(const Sent& sent, std::int64_t server_ms, std::int64_t rtt_ns) {
    m_pings.add(m_clock.mono(), rtt_ns);
    m_fail_count = 0;
    m_health = rtt_ns < kHealthyNs ? RouteHealth::Healthy : RouteHealth::Degraded;
    noteServerTime(sent, server_ms, rtt_ns);
}

/// The gateway's clock against our steady one, so that setting our wall clock changes nothing.
void RouteClient::noteServerTime(const Sent& sent, std::int64_t server_ms, std::int64_t rtt_ns) {
    constexpr std::int64_t kMsMax = 253'402'300'800'000;  // the year 10000
    if (server_ms <= 0 || server_ms > kMsMax) return;
    const MonoTime now = m_clock.mono();
    const std::int64_t offset = server_ms * kNsPerMs - (sent.at.ns + rtt_ns / 2), error = rtt_ns / 2;
    const bool stepped = m_server_offset && std::abs(offset - *m_server_offset) > error + m_offset_error_ns + kNsPerSec;
    if (m_server_offset && !stepped && error > 2 * m_offset_error_ns + kNsPerMs && now - m_offset_at < kOffsetAgeNs) return;
    m_server_offset = offset;
    m_offset_error_ns = error;
    m_offset_at = now;
}

/// A reply that cannot be used: counted, kept in the journal, never acted on.
void RouteClient::reject(Code code, std::string_view text) {
    ++m_rejects;
    const MonoTime now = m_clock.mono();
    if (now - m_reject_second >= kNsPerSec) {
        m_reject_second = now;
        m_rejects_told = 0;
    }
    if (++m_rejects_told > kRejectsASecond) return;
    RouteReply reply;
    reply.route = m_config.name;
    reply.outcome = Outcome::Failed;
    reply.code = code;
    reply.text = cleanText(text, kTextMax);
    m_sink(encode(reply));
}

void RouteClient::finish(const RouteRequest& request, const Answer& answer, bool late, std::int64_t rtt_ns) {
    RouteReply reply;
    reply.route = m_config.name;
    reply.request = request.request;
    reply.op = request.op;
    reply.outcome = answer.outcome;
    reply.code = answer.code;
    reply.retcode = answer.retcode;
    reply.client_id = request.client_id;
    reply.venue_id = answer.venue_id.empty() ? request.venue_id : answer.venue_id;
    reply.filled_qty = answer.filled_qty;
    reply.avg_price = answer.avg_price;
    reply.text = cleanText(answer.text, kTextMax);
    reply.late = late;
    reply.rtt_ns = rtt_ns;
    m_sink(encode(reply));
}

void RouteClient::notSent(const RouteRequest& request, Code code, std::string_view text) {
    Answer answer;
    answer.outcome = Outcome::NotSent;
    answer.code = code;
    answer.text = text;
    finish(request, answer, /*late=*/false, -1);
}

}  // namespace bw::feed
