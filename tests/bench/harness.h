// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bw::bench {

/// One line of results.json (quality spec 14).
struct Row {
    std::string id, unit;
    double value = 0, lo = 0, hi = 0;
    int n = 0, discarded = 0;
    bool higher_is_better = true;
    double floor = 0;          // 0: information only
    double scaled_floor = 0;   // absolute floors on a slower host
    std::string raw;           // JSON members, e.g. "\"subject_ns\":262"
    [[nodiscard]] std::string verdict() const;
};

/// Steady clock, ns.
[[nodiscard]] std::int64_t nowNs();
/// CPU time stolen by the host since the last call, share of elapsed, 0..1; 0 where the system does not tell.
class StealMeter {
public:
    StealMeter() { static_cast<void>(share()); }
    double share();

private:
    std::uint64_t m_steal = 0, m_total = 0;
};

struct PairOptions {
    int pairs = 31;
    std::int64_t slice_ns = 50'000'000;
};
/// Runs reference and subject in alternating slices of about the same work and gives the median of
/// reference time / subject time with its 95 % interval by bootstrap. Each call works off the whole input once and
/// returns the number of operations. Slices during which more than 2 % of the time was stolen are discarded.
[[nodiscard]] Row ratio(std::string id, double floor, const PairOptions& options, const std::function<std::uint64_t()>& reference,
                        const std::function<std::uint64_t()>& subject);

struct Host {
    std::string cpu, kernel, compiler, commit;
    int cores = 0;
    bool dirty = false;
    double steal_pct = 0, ref_depth20_ns = 0;
};
[[nodiscard]] Host readHost();
/// Table on stdout, JSON to `path`. Returns true when no row with a floor failed.
bool report(const Host& host, const std::vector<Row>& rows, const std::string& path);

/// Pins this thread to one core, so that slices compare.
void pinToCore(int core);

}  // namespace bw::bench
