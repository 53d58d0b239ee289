// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/signal_config.h"

#include "core/signal/cvd_signal.h"
#include "core/signal/fusion.h"
#include "core/signal/overrides.h"

namespace bw::signal {
namespace {

/// Sets a number by its key. Ok, CfgUnknownKey (no number of that name) or CfgRange.
Code setNumber(SignalConfig& config, std::string_view key, double value) {
    Code code = Code::CfgUnknownKey;
    const auto put = [&](auto& member, double least, double most) {
        code = value >= least && value <= most ? Code::Ok : Code::CfgRange;
        if (code == Code::Ok) member = static_cast<std::decay_t<decltype(member)>>(value);
    };
#define BW_PUT_Int(target, member, name, min, max) \
    if (key == name) put(target.member, static_cast<double>(min), static_cast<double>(max));
#define BW_PUT_Number(target, member, name, min, max) BW_PUT_Int(target, member, name, min, max)
#define BW_PUT_Bool(target, member, name, min, max)
#define BW_PUT_Choice(target, member, name, min, max)
#define BW_OFI_PUT(kind, type, member, name, unit, initial, min, max, choices, env, help) BW_PUT_##kind(config.ofi, member, name, min, max)
#define BW_CVD_PUT(kind, type, member, name, unit, initial, min, max, choices, env, help) BW_PUT_##kind(config.cvd, member, name, min, max)
#define BW_FUSION_PUT(kind, type, member, name, unit, initial, min, max, choices, env, help) BW_PUT_##kind(config.fusion, member, name, min, max)
#define BW_DIV_PUT(kind, type, member, name, unit, initial, min, max, choices, env, help) BW_PUT_##kind(config.divergence, member, name, min, max)
#define BW_SCEN_PUT(kind, type, member, name, unit, initial, min, max, choices, env, help) BW_PUT_##kind(config.scenario, member, name, min, max)
    BW_OFI_KEYS(BW_OFI_PUT)
    BW_CVD_KEYS(BW_CVD_PUT)
    BW_FUSION_KEYS(BW_FUSION_PUT)
    BW_DIVERGENCE_KEYS(BW_DIV_PUT)
    BW_SCENARIO_KEYS(BW_SCEN_PUT)
    return code;
}

}  // namespace

SignalConfig SignalConfig::forSymbol(std::string_view symbol) const {
    SignalConfig out = *this;
    for (const SymbolOverride& one : overrides)
        if (one.symbol == symbol) static_cast<void>(setNumber(out, one.key, one.value));  // validate() has seen them
    return out;
}

Status SignalConfig::validate() const {
    for (const std::string& name : samplings)
        if (!SamplingMode::parse(name))
            return Error{Code::CfgRange, "signal.samplings", "signals.samplings: " + name + " is no sampling; give tick, 1s, 5s, time:MS or volume:QTY"};
    SignalConfig scratch = *this;
    for (const SymbolOverride& one : overrides) {
        const Code code = setNumber(scratch, one.key, one.value);
        if (code == Code::CfgUnknownKey)
            return Error{code, "signal.overrides", "signals.overrides: " + one.key + " is no number of the signals; see the keys under ofi, cvd, fusion, divergence and scenario"};
        if (code != Code::Ok) return Error{code, "signal.overrides", "signals.overrides: " + one.key + " is out of its range; see its help"};
    }
    std::vector<std::string> symbols{""};
    for (const SymbolOverride& one : overrides) symbols.push_back(one.symbol);
    for (const ParamRule& rule : rules)
        if (!rule.symbol.empty()) symbols.push_back(rule.symbol);
    for (const std::string& symbol : symbols) {
        const SignalConfig one = forSymbol(symbol);
        if (const Status valid = signal::validate(one.fusion); !valid) return valid;
        if (const Status valid = signal::validate(one.cvd); !valid) return valid;
        if (const Status valid = signal::validate(one.divergence); !valid) return valid;
        if (const auto sets = ParamSets::make(one.divergence, rules, symbol); !sets) return sets.error();
    }
    return Done{};
}

}  // namespace bw::signal
