// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

#include "core/model/signal.h"
#include "core/model/signal_keys.h"
#include "core/signal/sorted_window.h"

namespace bw::signal {

/// How far out a value is against the `window` values before it (signals spec 1). Null (warmup) until max(30, window/5)
/// values came.
///   rank    F = (#{|h| < |x|} + #{|h| <= |x|} + 1) / (2(n+1));  z = sign(x) * Phi^-1((1+F)/2);  x = 0 gives 0
///   winsor  m = median, s = 1.4826 * MAD, where that is 0 s = 1.2533 * mean|h-m|; c(v) = clamp(v, m -+ k*s);
///           z = (c(x) - mean c(h)) / max(sd_{n-1} c(h), floor);  s = 0 gives 0 and is counted
/// The history keeps raw values. O(log n) and a bounded memmove an update (winsor: and one pass over the window); no
/// allocation after the constructor. Engine thread.
/// source: ranks as (i - 1/2)/n with normal scores: Blom, Statistical Estimates and Transformed Beta-Variables (1958);
///         winsorised scores: Tukey, The Future of Data Analysis, Ann. Math. Stat. 33 (1962)
class ZWindow {
public:
    ZWindow(ZMethod method, int window, double winsor_k, double std_floor, double clip);

    /// z of x against the values before it, within -+clip; then x becomes one of them. A value that is not finite, or
    /// beyond 1e150, is InvalidInput and changes nothing.
    Stat update(double x) noexcept;
    void clear() noexcept;

    [[nodiscard]] int size() const noexcept { return static_cast<int>(m_window.size()); }
    [[nodiscard]] int warmupNeed() const noexcept { return m_need; }
    /// winsor: how often the window was one single value, so that z was 0.
    [[nodiscard]] std::uint64_t scaleZeros() const noexcept { return m_scale_zeros; }

private:
    [[nodiscard]] double rankZ(double x) const noexcept;
    [[nodiscard]] double winsorZ(double x) noexcept;
    [[nodiscard]] double medianDeviation(double median) const noexcept;

    ZMethod m_method;
    SortedWindow m_window;           // rank: |h|; winsor: h
    std::vector<double> m_quantile;  // rank: Phi^-1 for a full window, index = #< + #<= + 1
    double m_winsor_k, m_std_floor, m_clip;
    int m_need;
    int m_seen = 0;                  // values since clear, up to m_need
    std::uint64_t m_scale_zeros = 0;
};

}  // namespace bw::signal
