// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "app/alerts/alert_delivery.h"
#include "app/alerts/process_metrics.h"
#include "app/risk_host.h"
#include "app/session.h"
#include "core/ops/config.h"

namespace bw::app {

/// The alerts of the program: their delivery for as long as it runs, and what each session needs for them. Made and
/// destroyed on the main thread, before and after the sessions.
class AlertHost {
public:
    using Tell = std::function<void(Severity, Code, const std::string&)>;  // any thread
    AlertHost(const ops::Config& config, const RiskHost& risk, bool has_window, Tell tell);
    /// Into the options of a session that is about to start.
    void attach(Session::Options& options);
    /// Age of the last good kill drill while orders are possible; absent: none is due. Any thread; set before a session.
    std::function<std::optional<double>()> drill_age_s;
    [[nodiscard]] const risk::WebhookCounters& counters() const { return m_delivery.counters(); }

private:
    void addFacts(ProcessFacts& facts) const;
    const RiskHost& m_risk;
    AlertDelivery m_delivery;
};

}  // namespace bw::app
