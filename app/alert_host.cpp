// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alert_host.h"

#include <QSysInfo>
#include <chrono>

#include "app/version.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

constexpr std::int64_t kSettleNs = kNsPerSec;  // a stop is durable some milliseconds after its flag

std::int64_t wallNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

AlertDelivery::Options optionsOf(const ops::Config& config, bool has_window) {
    AlertDelivery::Options options;
    options.config = alertDeliveryOf(config, has_window);
    options.host = QSysInfo::machineHostName().toStdString();
    options.version = kVersion;
    options.run = risk::randomId().text().substr(0, 12);
    return options;
}

}  // namespace

AlertHost::AlertHost(const ops::Config& config, const RiskHost& risk, bool has_window, Tell tell)
    : m_risk(risk), m_delivery(optionsOf(config, has_window), tell) {
    for (const Error& one : alertRulesOf(config).refused) tell(Severity::Warning, one.code, one.detail);
}

void AlertHost::attach(Session::Options& options) {
    m_delivery.clear();  // the ids of alerts begin again
    options.webhook = &m_delivery.counters();
    options.on_alert = [this](const risk::AlertEvent& event) { m_delivery.push(event); };
    options.add_facts = [this](ProcessFacts& facts) { addFacts(facts); };
}

void AlertHost::addFacts(ProcessFacts& facts) const {
    const risk::LatchView latch = m_risk.latchView();
    const bool stopped = latch.state != risk::LatchState::Active;
    facts.latch_not_durable = stopped && !latch.durable && wallNs() - latch.since_wall_ns > kSettleNs;
    facts.audit_unwritable = m_risk.auditUnwritable();
    facts.audit_mismatch = m_risk.auditMismatch();
    facts.guard_lost = m_risk.guardLost();
    if (drill_age_s) facts.drill_age_s = drill_age_s();
}

}  // namespace bw::app
