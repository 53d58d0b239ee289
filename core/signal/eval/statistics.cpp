// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/statistics.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/model/assert.h"
#include "core/model/random.h"

namespace bw::signal::eval {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kAllOrdersMax = 9;  // 362880 orders

/// Doubled midranks around 0: the sum of their products orders permutations exactly as rho does.
struct CentredRanks {
    std::vector<std::int64_t> x, y;
    std::int64_t dot = 0, xx = 0, yy = 0;
};
CentredRanks centredRanks(std::span<const double> x, std::span<const double> y) {
    BW_ASSERT(x.size() == y.size());
    CentredRanks r{midranks2(x), midranks2(y)};
    const auto twice_mean = static_cast<std::int64_t>(x.size()) + 1;
    for (std::size_t i = 0; i < x.size(); ++i) {
        r.x[i] -= twice_mean;
        r.y[i] -= twice_mean;
        r.dot += r.x[i] * r.y[i];
        r.xx += r.x[i] * r.x[i];
        r.yy += r.y[i] * r.y[i];
    }
    return r;
}

double allOrdersP(const CentredRanks& r) {
    std::vector<std::size_t> order(r.y.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::uint64_t at_least = 0, orders = 0;
    do {
        std::int64_t dot = 0;
        for (std::size_t i = 0; i < order.size(); ++i) dot += r.x[i] * r.y[order[i]];
        at_least += dot >= r.dot;
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    return static_cast<double>(at_least) / static_cast<double>(orders);
}

}  // namespace

double binomialUpper(std::uint64_t hits, std::uint64_t n, double p) {
    BW_ASSERT(hits <= n && p >= 0 && p <= 1);
    if (hits == 0) return 1;
    const boost::math::binomial_distribution<double> law(static_cast<double>(n), p);
    return boost::math::cdf(boost::math::complement(law, static_cast<double>(hits - 1)));
}

double fisherUpper(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    const std::uint64_t row = a + b, column = a + c, n = a + b + c + d;
    const std::uint64_t lowest = row + column > n ? row + column - n : 0;
    const std::uint64_t highest = std::min(row, column);
    if (lowest == highest) return 1;
    // Weights relative to the mode: neither factorials nor underflow where it matters.
    const auto up = [&](std::uint64_t k) {  // w(k + 1) / w(k)
        return static_cast<double>(row - k) * static_cast<double>(column - k) /
               (static_cast<double>(k + 1) * static_cast<double>(n + k + 1 - row - column));
    };
    const double at = (static_cast<double>(row) + 1) * (static_cast<double>(column) + 1) / (static_cast<double>(n) + 2);
    const std::uint64_t mode = std::clamp(static_cast<std::uint64_t>(at), lowest, highest);
    double all = 0, tail = 0, weight = 1;
    for (std::uint64_t k = mode; weight > 0; ++k) {
        all += weight;
        if (k >= a) tail += weight;
        if (k == highest) break;
        weight *= up(k);
    }
    weight = 1;
    for (std::uint64_t k = mode; k > lowest && weight > 0; --k) {
        weight /= up(k - 1);
        all += weight;
        if (k - 1 >= a) tail += weight;
    }
    return std::min(1.0, tail / all);
}

std::vector<std::int64_t> midranks2(std::span<const double> x) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) { return x[l] < x[r]; });
    std::vector<std::int64_t> ranks(x.size());
    for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
        while (to < order.size() && x[order[to]] == x[order[from]]) ++to;
        BW_ASSERT(to > from);  // a NaN equals nothing
        for (std::size_t i = from; i < to; ++i) ranks[order[i]] = static_cast<std::int64_t>(from + 1 + to);
    }
    return ranks;
}

double spearman(std::span<const double> x, std::span<const double> y) {
    const CentredRanks r = centredRanks(x, y);
    if (r.xx == 0 || r.yy == 0) return kNan;
    return static_cast<double>(r.dot) / std::sqrt(static_cast<double>(r.xx) * static_cast<double>(r.yy));
}

double spearmanP(std::span<const double> x, std::span<const double> y, std::uint64_t seed, int draws) {
    CentredRanks r = centredRanks(x, y);
    if (r.xx == 0 || r.yy == 0) return kNan;
    if (x.size() <= kAllOrdersMax) return allOrdersP(r);
    Random random(seed);
    std::uint64_t at_least = 0;
    for (int draw = 0; draw < draws; ++draw) {
        std::int64_t dot = 0;
        for (std::size_t i = r.y.size() - 1; i > 0; --i) {  // Fisher-Yates: place i is final after its swap
            std::swap(r.y[i], r.y[random.below(i + 1)]);
            dot += r.x[i] * r.y[i];
        }
        dot += r.x[0] * r.y[0];
        at_least += dot >= r.dot;
    }
    return static_cast<double>(1 + at_least) / (draws + 1.0);
}

std::vector<double> benjaminiHochberg(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) { return p[l] < p[r]; });
    std::vector<double> q(p.size());
    double least = 1;
    for (std::size_t place = p.size(); place > 0; --place) {
        const std::size_t i = order[place - 1];
        least = std::min(least, p[i] * static_cast<double>(p.size()) / static_cast<double>(place));
        q[i] = least;
    }
    return q;
}

Interval movingBlockBootstrapMean(std::span<const double> x, int draws, std::uint64_t seed) {
    const std::size_t n = x.size();
    if (n == 0 || draws < 1) return {kNan, kNan};
    const auto block = static_cast<std::size_t>(std::max(1.0, std::round(std::cbrt(static_cast<double>(n)))));
    std::vector<double> before(n + 1, 0.0);  // sums of the first i values
    for (std::size_t i = 0; i < n; ++i) before[i + 1] = before[i] + x[i];
    Random random(seed);
    std::vector<double> means(static_cast<std::size_t>(draws));
    for (double& out : means) {
        double sum = 0;
        for (std::size_t filled = 0; filled < n; filled += block) {
            const std::size_t length = std::min(block, n - filled);
            const std::size_t start = random.below(n - block + 1);
            sum += before[start + length] - before[start];
        }
        out = sum / static_cast<double>(n);
    }
    std::sort(means.begin(), means.end());
    return {quantileSorted(means, 0.025), quantileSorted(means, 0.975)};
}

double minDetectable(std::uint64_t n) {
    return n == 0 ? kNan : std::min(1.0, 0.5 + 1.243 / std::sqrt(static_cast<double>(n)));
}

double ksUniformP(std::span<const double> x) {
    if (x.empty()) return kNan;
    std::vector<double> sorted(x.begin(), x.end());
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(sorted.size());
    double distance = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto place = static_cast<double>(i);
        distance = std::max({distance, (place + 1) / n - sorted[i], sorted[i] - place / n});
    }
    const double lambda = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * distance;
    if (lambda < 0.2) return 1;  // the series would need thousands of terms to say so
    double p = 0, sign = 1;
    for (int k = 1; k <= 100; ++k, sign = -sign) p += 2 * sign * std::exp(-2.0 * k * k * lambda * lambda);
    return std::clamp(p, 0.0, 1.0);
}

double mean(std::span<const double> x) {
    return x.empty() ? kNan : std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double quantileSorted(std::span<const double> sorted, double q) {
    if (sorted.empty()) return kNan;
    const double place = q * static_cast<double>(sorted.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(place), sorted.size() - 1);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double share(std::uint64_t hits, std::uint64_t n) {
    return n == 0 ? kNan : static_cast<double>(hits) / static_cast<double>(n);
}

}  // namespace bw::signal::eval
