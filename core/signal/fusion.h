// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <limits>

#include "core/model/result.h"
#include "core/model/signal.h"
#include "core/model/signal_keys.h"

namespace bw::signal {

/// The bit of a reason in a mask of reasons.
[[nodiscard]] constexpr std::uint64_t reasonBit(Reason reason) noexcept {
    return std::uint64_t{1} << static_cast<unsigned>(reason);
}

struct FusionInput {
    std::int64_t t_ns = 0;                     // of this evaluation
    Stat z_ofi, z_cvd;
    std::int64_t t_ofi_ns = 0, t_cvd_ns = 0;   // of the values; trade by trade only
};
struct FusionOut {
    double score = 0;                          // 0 where fused is null
    Stat fused;                                // unit variance where both z have it and are independent
    Stat consistency;                          // 0..1; null where one channel stands alone
    FusionLevel level = FusionLevel::Neutral;
    bool changed = false;                      // the level, by this evaluation
    bool notice = false;                       // changed to a level that is to be told
    std::uint64_t reasons = 0;                 // bit per Reason
};
struct FusionStats {
    std::uint64_t updates = 0, warmup = 0, invalid = 0, lag_exceeded = 0, degraded = 0, cooldown_blocks = 0,
                  min_duration_blocks = 0, flip_rearm = 0;
};

/// E_CFG_CONFLICT with the keys that do not fit together: weights >= 0 with sum > 0; strong > buy > hysteresis_exit >= 0;
/// strong > strong_exit >= buy; consistencies in [0,1], the strong one larger; z_clip > 0; times >= 0.
[[nodiscard]] Status validate(const FusionConfig& config);

/// OFI and CVD as one signal with levels (signals spec 3).
///   score = w_o z_o + w_c z_c;  fused = score / sqrt(w_o^2 + w_c^2);  consistency = min|z| / max|z|, 0 where signs differ
/// Order: validate, warm-up, clip, lag, score, level, min duration, notice. Engine thread.
class Fusion {
public:
    /// per_trade: values more than max_lag_ms apart do not mix.
    Fusion(const FusionConfig& config, bool per_trade);

    /// A z that is not finite rejects the evaluation: fused is null InvalidInput, the level stays.
    FusionOut update(const FusionInput& input) noexcept;
    /// Neutral, warm-up again; the counters stay.
    void onBreak() noexcept;
    [[nodiscard]] const FusionStats& stats() const noexcept { return m_stats; }
    [[nodiscard]] FusionLevel level() const noexcept { return m_level; }

private:
    struct Score {
        double score = 0;
        Stat fused, consistency;
        bool degraded = false;
    };
    [[nodiscard]] bool warm(const FusionInput& input) noexcept;
    [[nodiscard]] Score scoreOf(const FusionInput& input, std::uint64_t& reasons) noexcept;
    [[nodiscard]] FusionLevel target(const Score& score) const noexcept;
    void settle(FusionLevel wanted, std::int64_t t_ns) noexcept;
    [[nodiscard]] bool notices(double s, std::int64_t t_ns, std::uint64_t& reasons) noexcept;

    struct Told {
        bool ever = false;
        std::int64_t t_ns = 0;
    };
    FusionConfig m_config;
    bool m_per_trade;
    double m_w_ofi, m_w_cvd;                   // scaled to sum 1
    double m_to_unit;                          // 1 / sqrt of the sum of their squares
    int m_warm = 0;                            // evaluations with both z
    FusionLevel m_level = FusionLevel::Neutral;
    FusionLevel m_wanted = FusionLevel::Neutral;  // a new level on trial; Neutral: none
    int m_wanted_n = 0;
    std::int64_t m_wanted_since_ns = 0;
    std::array<Told, 2> m_told;                // of buys, of sells
    int m_last_told = 0;                       // +1 buy, -1 sell, 0 none
    std::int64_t m_last_ns = std::numeric_limits<std::int64_t>::min();  // time never steps back
    FusionStats m_stats;
};

}  // namespace bw::signal
