// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>

#include "core/model/signal.h"
#include "core/signal/ofi.h"

namespace bw::signal {

/// What a sampler closed: one point of the series that detectors, evaluation and charts see (signals spec 0.2). Immutable.
/// `segment` changes at each break of the price; `epoch[c]` changes at each break of channel c: values of different epochs
/// are never compared.
struct Sample {
    std::int64_t index = 0;            // per sampling, from 0, without holes
    std::int64_t t_ns = 0;             // event time: end of the bar, or of the trade
    std::int32_t segment = 0;
    std::array<std::int32_t, kChannels> epoch{};
    std::int64_t price2 = 0;           // bid + ask, or 2 x trade price, in price units
    std::int64_t tick2 = 1;            // one tick in units of price2, from the prices seen so far, >= 1
    Price best_bid, best_ask;
    bool has_quote = false;
    bool trade_priced = false;
    bool empty = false;                // no trade, no book message and no quote inside: a true zero
    std::array<std::int64_t, kOfiLevels> e{};  // sum of e_k, quantity units
    double ofi = 0, ofi_ema = 0;       // weighted, same units
    std::int64_t delta = 0, qty_known = 0, qty_all = 0;  // signed net of known sides; known; all
    std::int64_t cvd = 0;              // level at the end
    std::int32_t trades = 0;
    Stat z_ofi, z_cvd, z_cvd_raw, fused;
    double fusion_score = 0;
    Stat consistency;
    FusionLevel level = FusionLevel::Neutral;
    Scenario scenario = Scenario::None;
    Reason scenario_reason = Reason::Warmup;
    Session session = Session::Tokyo;
    DaySession day_session = DaySession::Day;

    [[nodiscard]] const Stat& channel(Channel c) const noexcept {
        return c == Channel::Ofi ? z_ofi : c == Channel::Cvd ? z_cvd : fused;
    }
};

/// A pair of pivots that passed every test but the indicator pattern: the price structure alone (signals spec 6, control).
struct ControlPair {
    Channel channel = Channel::Count;  // the primary whose pattern failed
    int side = 0;                      // +1 low pair, -1 high pair
    std::int64_t detect_index = 0, detect_t_ns = 0;
    std::int64_t a_index = 0;
};

/// A pair that a gap came between: it exists and is not judged.
struct WithheldPair {
    bool low = false;
    PivotPoint a, b;
    std::int64_t detect_index = 0, detect_t_ns = 0;
    std::int32_t segment = 0;
    Reason reason = Reason::Gap;
};

/// What a detector says. Called inside Detector::update, on the engine thread.
class DetectorSink {
public:
    virtual ~DetectorSink() = default;
    /// Emitted: it is in the record for ever.
    virtual void onEvent(const SignalEvent& event) = 0;
    /// A pattern that was not emitted: Reason::ScoreBelow or Reason::Cooldown.
    virtual void onSuppressed(const SignalEvent& event, Reason reason) = 0;
    virtual void onWithheld(const WithheldPair& pair) = 0;
    /// For evaluation; the live engine ignores it.
    virtual void onControl(const ControlPair&) {}
};

}  // namespace bw::signal
