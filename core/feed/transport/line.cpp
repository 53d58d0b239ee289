// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/line.h"

#include <algorithm>

#include "core/feed/transport/control_frame.h"

namespace bw::feed {

Line::Line(NetShared& shared, WsConnection::Config config, std::shared_ptr<std::uint32_t> connections)
    : m_shared(shared),
      m_config(std::move(config)),
      m_connections(std::move(connections)),
      m_active(std::make_unique<WsConnection>(shared, m_config, m_connections)) {}

void Line::tick() {
    const MonoTime now = m_shared.clock.mono();
    m_active->tick();
    if (!m_next) {
        if (m_active->wantsHandover(now)) beginHandover();
        return;
    }
    m_next->tick();
    if (!m_active->isOpen()) {
        // The old one ended too early. A successor that is open goes on in its place; else there is nothing to hand to.
        if (m_next->isOpen())
            endHandover();
        else
            m_next.reset();
        return;
    }
    if (!m_next->ready()) {
        m_next_ready = {};
        return;
    }
    if (m_next_ready.ns == 0) m_next_ready = now;
    if ((m_next->settled() && allDelivered(now)) || now - m_next_ready >= kOverlapNs) endHandover();
}

void Line::beginHandover() {
    WsConnection::Config config = m_config;
    config.streams = m_active->streams();
    config.replaces = m_active->sourceText();
    m_next = std::make_unique<WsConnection>(m_shared, std::move(config), m_connections);
    m_next_ready = {};
}

bool Line::allDelivered(MonoTime now) const {
    const auto& old_streams = m_active->delivered();
    const auto& new_streams = m_next->delivered();
    return !new_streams.empty() && std::all_of(old_streams.begin(), old_streams.end(), [&](const auto& stream) {
        return now - stream.second > kActiveNs || new_streams.contains(stream.first);
    });
}

void Line::endHandover() {
    const std::string to = m_next->sourceText();
    const std::string from = m_next->replaces();
    m_shared.queue.push(makeFrame(makeSource(controlName(to)), m_shared.clock,
                                  ControlFrame("handover").add("from", from).add("to", to).text()));
    m_next->takeOver(*m_active);
    m_active->stop("handover");
    m_active = std::move(m_next);
}

void Line::stop() {
    if (m_next) m_next->stop();
    m_next.reset();
    m_active->stop();
}

void Line::resubscribe(const std::vector<std::string>& names) {
    m_active->resubscribe(names);
    if (m_next) m_next->resubscribe(names);
}

void Line::add(const std::vector<std::string>& names) {
    m_active->add(names);
    if (m_next) m_next->add(names);
}

void Line::remove(const std::vector<std::string>& names) {
    m_active->remove(names);
    if (m_next) m_next->remove(names);
}

void Line::resume(std::int64_t slept_ms, MonoTime at) {
    m_next.reset();  // its socket slept as well, and the reopened line is a new one
    m_active->resume(slept_ms, at);
}

}  // namespace bw::feed
