// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/overrides.h"

#include <algorithm>
#include <cmath>

#include "core/model/sha256.h"
#include "core/signal/detector.h"

namespace bw::signal {
namespace {

bool matches(const ParamRule& rule, const ParamContext& context, std::string_view symbol) {
    return (!rule.source || *rule.source == context.source) && (!rule.liquidity || *rule.liquidity == context.liquidity) &&
           (!rule.day_session || *rule.day_session == context.day_session) && (rule.symbol.empty() || rule.symbol == symbol);
}

Status conflict(std::string text) { return Error{Code::CfgConflict, "signal.divergence", std::move(text)}; }

}  // namespace

Status setDivergence(DivergenceConfig& config, std::string_view name, double value) {
    constexpr std::string_view kPrefix = "divergence.";
    const auto put = [&](auto& member, std::string_view key, double least, double most) -> Status {
        using Member = std::decay_t<decltype(member)>;
        const bool whole = std::is_floating_point_v<Member> || value == std::floor(value);
        if (!whole || !(value >= least && value <= most))
            return Error{Code::ParamsFile, "signal.params", std::string(key) + " is out of its range; give a value it allows"};
        member = static_cast<Member>(value);
        return Done{};
    };
#define BW_PUT(kind, type, member, key, unit, initial, min, max, choices, env, help) \
    if (std::string_view(key).substr(kPrefix.size()) == name) return put(config.member, key, static_cast<double>(min), static_cast<double>(max));
    BW_DIVERGENCE_KEYS(BW_PUT)
#undef BW_PUT
    return Error{Code::ParamsFile, "signal.params", std::string(name) + " is no number of the divergence settings; see divergence.* of the configuration"};
}

Status validate(const DivergenceConfig& d) {
    if (!(d.z_hi > d.z_mid)) return conflict("divergence.z_hi must be above divergence.z_mid; raise the one or lower the other");
    if (d.warmup_min < 2 * d.swing_L + 1) return conflict("divergence.warmup_min must be at least 2 x swing_L + 1; raise it");
    if (d.maxSeparation() <= d.min_separation) return conflict("divergence.max_separation must be above min_separation; raise it");
    if (!(d.strong >= d.normal && d.normal >= d.weak)) return conflict("divergence.strong, normal and weak must fall in this order; mend them");
    if (!(d.weight_z + d.weight_p + d.weight_a + d.weight_c > 0)) return conflict("the weights of the divergence score are all 0; raise one");
    return Done{};
}

Result<ParamSets> ParamSets::make(const DivergenceConfig& base, const std::vector<ParamRule>& rules, std::string_view symbol) {
    ParamSets out;
    if (const Status valid = validate(base); !valid) return valid.error();
    DivergenceConfig scratch = base;
    for (const ParamRule& rule : rules)  // those of other symbols, too: one bad number refuses the whole file
        for (const auto& [name, value] : rule.set)
            if (const Status set = setDivergence(scratch, name, value); !set) return set.error();
    for (std::size_t source = 0; source <= kChannels; ++source)
        for (const Liquidity liquidity : {Liquidity::None, Liquidity::Active, Liquidity::Quiet})
            for (const DaySession session : {DaySession::Day, DaySession::Night}) {
                const ParamContext context{static_cast<Channel>(source), liquidity, session};
                DivergenceConfig config = base;
                for (const ParamRule& rule : rules) {
                    if (!matches(rule, context, symbol)) continue;
                    for (const auto& [name, value] : rule.set) static_cast<void>(setDivergence(config, name, value));
                }
                if (const Status valid = validate(config); !valid) return Error{Code::ParamsFile, "signal.params", valid.error().detail};
                auto held = std::find(out.m_sets.begin(), out.m_sets.end(), config);
                if (held == out.m_sets.end()) {
                    if (out.count() == kSetsMax)
                        return Error{Code::ParamsFile, "signal.params", "the rules make more than 16 parameter sets; use fewer"};
                    held = out.m_sets.insert(out.m_sets.end(), config);
                }
                out.m_chosen[place(context)] = static_cast<int>(held - out.m_sets.begin());
            }
    return out;
}

std::uint64_t ParamSets::hash(unsigned primaries) const {
    if (m_sets.size() == 1) return paramsHash(m_sets.front(), primaries);
    std::vector<std::uint64_t> hashes;
    for (const DivergenceConfig& one : m_sets) hashes.push_back(paramsHash(one, primaries));
    Sha256 h;
    for (const int index : m_chosen) {
        std::array<std::uint8_t, 8> bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(hashes[static_cast<std::size_t>(index)] >> (56 - 8 * i));
        h.update(bytes.data(), bytes.size());
    }
    const auto digest = h.finish();
    std::uint64_t first = 0;
    for (std::size_t i = 0; i < 8; ++i) first = first << 8 | static_cast<std::uint8_t>(digest[i]);
    return first;
}

}  // namespace bw::signal
