// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/risk/limits/exposure.h"
#include "core/risk/limits/gate_state.h"

namespace bw::risk {

/// What an order is to the gate (risk spec 1.1); each kind has its own set of steps.
enum class GateKind : std::uint8_t {
    Opens,    // opens or increases, also any replace that is no cut: all steps
    Reduces,  // only reduces: latch, route, form, duplicates, collar, rates
    Cut,      // a replace with a smaller quantity and nothing else: form alone, like a cancel
    Flatten   // the operator's close: passes HALTED; neither arm, rates, duplicates nor collar hold it up
};

/// Side opposite to the reconciled net position and qty + working reducing qty <= |net|; a hedging account also needs the
/// ticket. A flatten may go by its ticket alone. Pure.
[[nodiscard]] bool reducesOnly(const GateRequest& request, const GateFacts& facts) noexcept;
[[nodiscard]] GateKind kindOf(const GateRequest& request, bool reduces) noexcept;

/// One order under test.
struct GateCheck {
    const GateRequest& request;
    const OrderIntent& intent;
    const GateFacts& facts;
    const GateState& state;
    GateTime now;
    GateKind kind;
    bool reduces;
};
/// All thirteen, in the order of risk spec 2.5; `details` of the first failure.
void runSteps(const GateCheck& check, GateVerdict& out);

}  // namespace bw::risk
