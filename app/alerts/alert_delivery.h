// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "app/alerts/alert_config.h"
#include "app/alerts/webhook.h"
#include "core/risk/alerts/alert_event.h"

namespace bw::app {

/// Carries alerts out: webhook and sound, on its own thread "alerts", so that nothing else ever waits for them. Made and
/// destroyed on the main thread.
class AlertDelivery {
public:
    struct Options {
        AlertDeliveryConfig config;
        std::string host, version, run;  // run: tells the ids of two runs apart
        WebhookOptions webhook;          // url and secret come from `config`
    };
    /// `tell`: problems of the delivery itself; thread "alerts", must not block.
    AlertDelivery(Options options, std::function<void(Severity, Code, const std::string&)> tell);
    ~AlertDelivery();
    AlertDelivery(const AlertDelivery&) = delete;
    AlertDelivery& operator=(const AlertDelivery&) = delete;

    /// Any thread; never waits for the network. Bound: 4,096 waiting events, the newest is dropped and counted with the
    /// webhook's.
    void push(const risk::AlertEvent& event);
    /// Another run of the engine begins.
    void clear();
    [[nodiscard]] const risk::WebhookCounters& counters() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace bw::app
