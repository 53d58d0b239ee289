// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/signal_log.h"

namespace bw::ui {

using Kind = api::SignalItem::Kind;

SignalLog::Key SignalLog::keyOf(const api::SignalItem& item) {
    const std::string sampling(item.sampling.view());
    if (item.kind == Kind::Outcome)
        return {item.instrument, sampling, item.outcome.params_hash, item.outcome.detect_index, item.outcome.type};
    return {item.instrument, sampling, item.event.params_hash, item.event.detect.index, item.event.type};
}

void SignalLog::add(const api::SignalItem& item) {
    if (item.kind == Kind::Outcome) {
        merge(item);
        return;
    }
    if (m_rows.size() == m_rows_max) dropOldest();
    SignalRow row;
    row.serial = m_first + m_rows.size();
    row.changed = ++m_revision;
    row.item = item;
    if (item.kind == Kind::Event) {
        m_events[keyOf(item)] = row.serial;
        if (row.judged()) m_newest_event = row.serial;
    }
    if (item.instrument >= 0) {
        const auto index = static_cast<std::size_t>(item.instrument);
        if (m_by_instrument.size() <= index) m_by_instrument.resize(index + 1);
        m_by_instrument[index].push_back(row.serial);
    }
    m_rows.push_back(row);
}

void SignalLog::merge(const api::SignalItem& item) {
    const auto found = m_events.find(keyOf(item));
    for (std::size_t i = 0; i < kHorizonSamples.size() && found != m_events.end(); ++i) {
        if (kHorizonSamples[i] != item.outcome.horizon) continue;
        SignalRow& row = m_rows[found->second - m_first];
        row.outcomes[i] = {item.outcome.label, item.outcome.r2, item.outcome.t_ns};
        row.changed = ++m_revision;
        return;
    }
    ++m_orphans;
}

void SignalLog::dropOldest() {
    const SignalRow& row = m_rows.front();
    if (row.isEvent()) {
        const auto found = m_events.find(keyOf(row.item));
        if (found != m_events.end() && found->second == row.serial) m_events.erase(found);
    }
    if (row.item.instrument >= 0) m_by_instrument[static_cast<std::size_t>(row.item.instrument)].pop_front();
    m_rows.pop_front();
    ++m_first;
    ++m_dropped;
}

void SignalLog::clear() {
    m_first += m_rows.size();
    m_rows.clear();
    m_events.clear();
    m_by_instrument.clear();
    m_newest_event = m_dropped = m_orphans = 0;
    ++m_revision;
}

bool SignalLog::setPainted(std::uint64_t serial, WallTime when) {
    if (find(serial) == nullptr) return false;
    SignalRow& row = m_rows[serial - m_first];
    if (row.painted.ns != 0) return false;
    row.painted = when;
    return true;
}

const SignalRow* SignalLog::find(std::uint64_t serial) const {
    return serial >= m_first && serial - m_first < m_rows.size() ? &m_rows[serial - m_first] : nullptr;
}

const std::deque<std::uint64_t>& SignalLog::of(int instrument) const {
    static const std::deque<std::uint64_t> kNone;
    const auto index = static_cast<std::size_t>(instrument);
    return instrument >= 0 && index < m_by_instrument.size() ? m_by_instrument[index] : kNone;
}

}  // namespace bw::ui
