// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>

#include "core/model/signal.h"
#include "core/model/signal_keys.h"
#include "core/signal/z_window.h"

namespace bw::signal {

/// Weighted OFI to z and display average (signals spec 1). One of these for each series that is scored: per book message
/// or per sample. Engine thread.
class OfiSignal {
public:
    struct Counters {
        std::uint64_t updates = 0;     // values taken in
        std::uint64_t bad_points = 0;  // not finite, or withheld as InvalidInput
        std::uint64_t p_gt2 = 0, p_gt3 = 0, total = 0;  // |z| > 2, > 3, all z
    };

    explicit OfiSignal(const OfiConfig& config);

    /// ofi = sum of w_k e_k, quantity units. Null: Warmup, InvalidInput.
    Stat update(double ofi) noexcept;
    /// No value here: counted, nothing else changes.
    void withhold(Reason reason) noexcept;
    /// clear_windows: the window and the average start again (a break longer than signals.keep_window_ms, a new session).
    void onBreak(bool clear_windows) noexcept;

    /// Exponential average of the OFI, for display; the first value starts it.
    [[nodiscard]] double ema() const noexcept { return m_ema; }
    [[nodiscard]] bool hasEma() const noexcept { return m_has_ema; }
    [[nodiscard]] Counters counters() const noexcept { return m_counters; }
    [[nodiscard]] std::uint64_t withheld(Reason reason) const noexcept { return m_withheld[static_cast<std::size_t>(reason)]; }
    [[nodiscard]] const ZWindow& window() const noexcept { return m_window; }

private:
    ZWindow m_window;
    double m_alpha;
    double m_ema = 0;
    bool m_has_ema = false;
    Counters m_counters;
    std::array<std::uint64_t, kReasons> m_withheld{};
};

}  // namespace bw::signal
