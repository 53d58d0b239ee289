// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

#include "core/model/code.h"
#include "core/signal/sample.h"

namespace bw::signal {

/// What the signals of one instrument say. `sampling` is the place in SignalConfig::samplings. Engine thread; called from
/// inside the chain's updates, in the order in which things happened.
class ChainSink {
public:
    virtual ~ChainSink() = default;
    /// Every closed sample, before the events it made.
    virtual void onSample(int sampling, const Sample& sample) = 0;
    virtual void onEvent(int sampling, const SignalEvent& event) = 0;
    virtual void onSuppressed(int sampling, const SignalEvent& event, Reason reason) = 0;
    virtual void onWithheld(int sampling, const WithheldPair& pair) = 0;
    /// For evaluation; the live engine ignores it.
    virtual void onControl(int, const ControlPair&) {}
    /// `p0`: running base rate of its side at that horizon.
    virtual void onOutcome(int sampling, const SignalOutcome& outcome, double p0) = 0;
    /// The fusion entered a level that is told.
    virtual void onFusion(int sampling, const Sample& sample, std::uint64_t reasons) = 0;
    /// SignalAnomaly, PriceAnomaly, SideSuspect, ZQuality, SignalDrift, StatsBroken. `what`: "ofi", "cvd", "10"; `value`: z, percent, share.
    virtual void onSignalNotice(int sampling, Code code, std::string_view what, double value) = 0;
};

}  // namespace bw::signal
