// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#include "core/model/times.h"
#include "core/model/types.h"

namespace bw::risk {

/// What the delivery of alerts (webhook, sound) needs of a transition or a command, as one value. Made on the engine thread.
struct AlertEvent {
    enum class Kind : std::uint8_t { Firing, Resolved, Acknowledged, Muted } kind = Kind::Firing;
    std::uint64_t alert_id = 0;
    std::string rule, labels;           // Muted: empty ones mean all
    std::string type, text;             // of the webhook
    AlertSeverity severity = AlertSeverity::Warning;
    std::optional<double> value;
    double threshold = 0;
    WallTime at, since;
    bool muted = false, stays_visible = false;
    std::string latch, trip_id;         // of that moment
    std::int64_t mute_ms = 0;           // Muted: 0 ends it
};

/// What the delivery did, for the view. Written by its thread, read by any.
struct WebhookCounters {
    std::atomic<std::uint64_t> sent{0}, failed{0}, dropped{0};
    std::atomic<bool> configured{false};
};

}  // namespace bw::risk
