// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/kill_ladder.h"

#include <algorithm>

namespace bw::feed {

using Step = OrderPermit::Step;
using State = OrderPermit::State;

void KillLadder::begin(MonoTime since, MonoTime open_until) {
    *this = KillLadder(*m_port);
    m_active = true;
    m_since = since;
    m_open_until = open_until;
}

void KillLadder::report(Step step, State state, Code code, std::string_view detail) {
    auto& last = m_reported[static_cast<std::size_t>(step)];
    const bool same_detail = step != Step::Verified || detail == m_last_detail;
    if (last && last->first == state && last->second == code && same_detail) return;
    last = {state, code};
    if (step == Step::Verified) m_last_detail = detail;
    m_port->reportStep(step, state, code, detail);
}

void KillLadder::unreachable(std::string_view why) {
    report(Step::Sent, State::Failed, Code::GatewayDown, why);
    report(Step::Verified, State::Failed, Code::GatewayDown, "unreachable");
}

void KillLadder::step(MonoTime now, bool durable, Reach reach, std::string_view why, MonoTime last_reply) {
    if (!m_active || (!durable && now - m_since < kDurableWaitNs)) return;
    if (reach != m_reach) {
        // another line, perhaps another gateway: what was asked on the old one is gone
        m_reach = reach;
        m_cancel = m_kill = Reply::None;
        m_tries = 0;
        m_next_cancel = m_next_query = now;
        m_query_waits = false;
        m_clean.reset();
    }
    if (m_verified) {  // nothing works any more; the gateway's own halt is still due, also of one that came back
        if (reach == Reach::Full) full(now);
        return;
    }
    switch (reach) {
        case Reach::None: unreachable(why); break;
        case Reach::Watched:
            report(Step::Sent, State::NotApplicable, Code::Unsupported, "nothing sent");
            report(Step::Acknowledged, State::Failed, Code::Unsupported, "gateway cannot cancel; not acknowledged. Use the terminal.");
            report(Step::Queried, State::NotApplicable, Code::Unsupported, "no query");
            report(Step::Verified, State::Failed, Code::Unsupported, "unsupported");
            break;
        case Reach::MarketOnly:
            report(Step::Sent, State::NotApplicable, Code::Ok, "market orders only: nothing to cancel");
            if (last_reply > m_since)
                report(Step::Acknowledged, State::Done, Code::Ok, "the gateway answers");
            else if (now - m_since > 2 * kNsPerSec)
                report(Step::Acknowledged, State::Failed, Code::Timeout, "the gateway is silent");
            report(Step::Queried, State::NotApplicable, Code::NotReconcilable, "no query");
            report(Step::Verified, State::Failed, Code::NotReconcilable, "acknowledged at best, cannot be verified");
            break;
        case Reach::PositionsOnly:
            report(Step::Sent, State::NotApplicable, Code::Unsupported, "no cancel action");
            report(Step::Acknowledged, State::Failed, Code::Unsupported, "gateway cannot cancel; not acknowledged. Use the terminal.");
            query(now);
            break;
        case Reach::Full: full(now); break;
    }
}

void KillLadder::full(MonoTime now) {
    const bool waiting = m_cancel == Reply::Waiting || m_kill == Reply::Waiting;
    const bool done = m_cancel == Reply::Good && m_kill == Reply::Good;
    // Orders that still work 5 s after a good answer get another cancel each 15 s, like a refused one.
    const bool again = done && !m_verified && m_first_query && now - *m_first_query > kFastNs && now >= m_next_cancel;
    if (!waiting && (!done || again) && now >= m_next_cancel) {
        if (!m_port->sendCancels()) {
            report(Step::Sent, State::Failed, Code::GatewayDown, "not handed over");
            m_next_cancel = now + 10 * kNsPerMs;
            return;
        }
        report(Step::Sent, State::Done, Code::Ok, "");
        m_cancel = m_kill = Reply::Waiting;
        ++m_tries;
        m_next_cancel = now + kSlowNs;
        return;
    }
    if (!waiting && m_tries > 0 && !m_verified) query(now);
}

void KillLadder::onAnswer(Reply& reply, Code code, std::string_view text, MonoTime now) {
    if (!m_active || reply != Reply::Waiting) return;
    reply = code == Code::Ok ? Reply::Good : Reply::Bad;
    if (code != Code::Ok) {
        m_refusal = code;
        // what another HELLO or PING mends is tried again soon
        const bool soon = code == Code::SessionOld || code == Code::TsWindow || code == Code::Expired || (code == Code::Timeout && m_tries < kTries);
        m_next_cancel = now + (soon ? kRetryNs : kSlowNs);
        report(Step::Acknowledged, State::Failed, code, text);
    } else if (m_cancel == Reply::Good && m_kill == Reply::Good) {
        m_refusal = Code::Ok;
        report(Step::Acknowledged, State::Done, Code::Ok, "");
    }
}

std::int64_t KillLadder::pause(MonoTime now) const {
    const std::int64_t age = m_first_query ? now - *m_first_query : 0;
    return age < kFastNs ? kQueryGapNs : age < kMiddleNs ? kNsPerSec : kSlowNs;
}

void KillLadder::query(MonoTime now) {
    if (m_query_waits || now < m_next_query) return;
    if (!m_port->sendQuery()) {
        m_next_query = now + 10 * kNsPerMs;
        return;
    }
    if (!m_first_query) m_first_query = now;
    m_query_waits = true;
    m_query_sent = now;
}

void KillLadder::notYet(MonoTime now, Code code, std::string_view detail) {
    m_clean.reset();
    const bool late = m_first_query && now - *m_first_query >= kFastNs;
    if (late || m_refusal != Code::Ok)
        report(Step::Verified, State::Failed, m_refusal != Code::Ok ? m_refusal : code, detail);
    else
        report(Step::Verified, State::Pending, Code::Ok, detail);
}

void KillLadder::onQuery(bool good, std::int64_t working, std::string_view detail, MonoTime now) {
    if (!m_active || m_verified || !m_query_waits) return;
    m_query_waits = false;
    m_next_query = now + pause(now);
    if (!good) {
        report(Step::Queried, State::Failed, Code::QueryFailed, detail);
        notYet(now, Code::QueryFailed, detail);
        return;
    }
    report(Step::Queried, State::Done, Code::Ok, "");
    if (m_reach == Reach::PositionsOnly) {
        report(Step::Verified, State::Failed, Code::Unsupported, detail);
        m_next_query = now + kSlowNs;
        return;
    }
    if (working != 0) {
        notYet(now, Code::OutcomeUnknown, detail);
        return;
    }
    // An order on its way could still begin to work after this look, unless the gateway itself is halted.
    if (m_kill != Reply::Good && m_query_sent < m_open_until) return;
    if (!m_clean) {
        m_clean = m_query_sent;
        m_next_query = std::max(now, m_query_sent + kQueryGapNs);
        return;
    }
    if (m_query_sent - *m_clean < kQueryGapNs) return;
    m_verified = true;
    report(Step::Verified, State::Done, Code::Ok, detail);
}

}  // namespace bw::feed
