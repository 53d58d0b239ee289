// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <functional>
#include <string_view>

#include "core/model/result.h"
#include "core/risk/latch_view.h"
#include "core/risk/text.h"

namespace bw::app {

/// All that a trigger outside the window may do: stop, and look. Every function: any thread; trip never waits. There is no
/// way to open an order and none to reset.
struct KillPort {
    /// The id of the trip that holds: this one's, or the earlier one's.
    std::function<risk::Id128(Code cause, std::string_view actor, std::string_view reason)> trip;
    /// Halts "venue:<key>", "instrument:<key>" or "source:<key>" alone; may wait for a short lock. Args: no such scope. Empty: this engine knows no scopes.
    std::function<Status(std::string_view scope, std::string_view actor, std::string_view reason)> halt_scope;
    std::function<risk::LatchView()> view;
    /// The object of `kill --status --json`.
    std::function<QJsonObject()> status;
};

}  // namespace bw::app
