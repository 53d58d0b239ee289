// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/model/signal_keys.h"
#include "core/model/signal_params.h"

namespace bw::signal {

/// Sets a number of the divergence settings by its last name ("swing_L"). Codes: ParamsFile (no such number, or out of its
/// range; the text names it).
[[nodiscard]] Status setDivergence(DivergenceConfig& config, std::string_view name, double value);
/// Settings that contradict each other. Code: CfgConflict.
[[nodiscard]] Status validate(const DivergenceConfig& config);

/// The distinct parameter sets that are in force in some context of one symbol. Immutable.
class ParamSets {
public:
    static constexpr int kSetsMax = 16;

    /// Rules in order, later wins. Codes: ParamsFile (unknown number, out of range, contradiction, more than 16 sets).
    [[nodiscard]] static Result<ParamSets> make(const DivergenceConfig& base, const std::vector<ParamRule>& rules, std::string_view symbol);
    /// Of one set: that of its events (paramsHash of detector.h). Of several: also of where each is in force. What a
    /// calibration is made for.
    [[nodiscard]] std::uint64_t hash(unsigned primaries) const;
    [[nodiscard]] int count() const noexcept { return static_cast<int>(m_sets.size()); }
    [[nodiscard]] const DivergenceConfig& set(int index) const { return m_sets[static_cast<std::size_t>(index)]; }
    /// The set in force in that context.
    [[nodiscard]] int chosen(const ParamContext& context) const noexcept { return m_chosen[place(context)]; }

private:
    static constexpr std::size_t kContexts = (kChannels + 1) * 3 * 2;
    [[nodiscard]] static std::size_t place(const ParamContext& c) noexcept {
        return (static_cast<std::size_t>(c.source) * 3 + static_cast<std::size_t>(c.liquidity)) * 2 + static_cast<std::size_t>(c.day_session);
    }
    std::vector<DivergenceConfig> m_sets;
    std::array<int, kContexts> m_chosen{};
};

}  // namespace bw::signal
