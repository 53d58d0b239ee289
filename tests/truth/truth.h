// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTest>
#include <cmath>
#include <string>
#include <utility>

#include "core/model/random.h"
#include "core/signal/eval/evaluator.h"
#include "core/signal/eval/sim_series.h"
#include "core/signal/eval/walk_forward.h"
#include "tests/unit/model/seed.h"

// Shared by the truth tests (signals spec 12): markets whose truth is known.
namespace bw::test {

inline signal::eval::Study simStudy(std::string name, std::uint64_t seed, std::size_t samples) {
    signal::eval::SimSeries options;
    options.name = std::move(name);
    options.seed = seed;
    options.samples = samples;
    auto study = signal::eval::makeSimStudy(options);
    if (!study) qFatal("no such market");
    return *std::move(study);
}

/// Few draws and no cells: for runs that repeat it often.
inline signal::eval::EvaluateOptions quick() {
    signal::eval::EvaluateOptions options;
    options.config.permutations = 500;
    options.config.bootstrap = 200;
    options.breakdown = false;
    return options;
}

inline const signal::eval::Figures& at(const signal::eval::Evaluation& evaluation, int horizon) {
    for (const auto& one : evaluation.whole().horizons)
        if (one.horizon.samples == horizon) return one.test;
    qFatal("no such horizon");
    return evaluation.whole().horizons.front().test;
}

/// Three standard errors of a share near `p`.
inline double threeSe(std::uint64_t n, double p = 0.5) {
    return 3 * std::sqrt(p * (1 - p) / static_cast<double>(n));
}

/// Share of hits among the independent hits and misses.
inline double independentAccuracy(const signal::eval::Figures& f) {
    return signal::eval::share(f.ind_hits, f.ind_hits + f.ind_misses);
}

#define BW_VERIFY_NEAR(value, expected, tolerance)          \
    QVERIFY2(std::abs((value) - (expected)) <= (tolerance), \
             qPrintable(QStringLiteral("%1, expected %2 +- %3").arg(value).arg(expected).arg(tolerance)))

}  // namespace bw::test
