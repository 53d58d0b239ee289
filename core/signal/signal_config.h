// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/model/signal_keys.h"
#include "core/model/signal_params.h"
#include "core/signal/calibration.h"
#include "core/signal/ofi.h"
#include "core/signal/sampling_mode.h"

namespace bw::signal {

/// A number of one symbol alone: "cvd.winsor_limit" of BTCUSDT.
struct SymbolOverride {
    std::string symbol, key;
    double value = 0;
    friend bool operator==(const SymbolOverride&, const SymbolOverride&) = default;
};

/// Everything the signals of an engine depend on. `samplings` empty: no signals.
struct SignalConfig {
    std::vector<std::string> samplings{std::string(kDefaultSampling)};
    std::array<double, kOfiLevels> weights = kOfiWeights;
    OfiConfig ofi;
    CvdConfig cvd;
    FusionConfig fusion;
    DivergenceConfig divergence;
    ScenarioConfig scenario;
    SamplingConfig sampling;
    EvaluateConfig evaluate;                // the live record uses its minima
    std::vector<SymbolOverride> overrides;
    std::vector<ParamRule> rules;           // of tuned parameter files and of the user, in order
    std::shared_ptr<const Calibration> calibration;  // nullptr: none
    unsigned primaries = 7;                 // bit per Channel that may be the primary of an event

    /// The settings of one symbol: overrides applied.
    [[nodiscard]] SignalConfig forSymbol(std::string_view symbol) const;
    /// First fault of the whole: unknown sampling, override of an unknown key or out of its range, fusion or divergence
    /// settings that contradict each other. Codes: CfgConflict, CfgRange, CfgUnknownKey.
    [[nodiscard]] Status validate() const;
};

}  // namespace bw::signal
