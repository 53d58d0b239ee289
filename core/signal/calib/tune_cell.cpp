// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/tune_cell.h"

#include <algorithm>
#include <cmath>

#include "core/signal/eval/figures.h"

namespace bw::signal::calib {
namespace {

constexpr double kAlpha = 0.05;
constexpr std::uint64_t kFoldEvents = 10;  // a fold with fewer says nothing
constexpr int kFoldsNeeded = 3;

/// The figures of a cell in a fixed order; q, verdict and family come later, from all cells together.
template <class Figures, class Visit>
void eachNumber(Figures& f, Visit visit) {
    for (auto* count : {&f.n, &f.n_ind, &f.hits, &f.misses, &f.ties, &f.unlabelled, &f.ind_hits, &f.ind_misses, &f.ind_ties,
                        &f.control.n, &f.control.n_ind, &f.control.hits, &f.control.misses, &f.control.ties, &f.spread_unknown})
        visit(*count);
    for (auto* number : {&f.acc_strict, &f.acc_ex_ties, &f.wilson.lo, &f.wilson.hi, &f.p0, &f.p0_strict, &f.p_binom, &f.p_strict,
                         &f.control.acc_ex_ties, &f.control.p, &f.rho, &f.rho_p, &f.gross_bps, &f.net_bps, &f.gross_ci.lo,
                         &f.gross_ci.hi, &f.net_ci.lo, &f.net_ci.hi, &f.min_detectable})
        visit(*number);
    visit(f.covers_cost);
}

/// Takes numbers from a list in order; `good` stays false once it ran short.
struct Taker {
    const std::vector<double>& numbers;
    std::size_t at = 0;
    bool good = true;

    double number() {
        if (at >= numbers.size()) good = false;
        return good ? numbers[at++] : 0.0;
    }
    std::uint64_t count() {
        const double value = number();
        if (!(value >= 0 && value < 9e15 && value == std::floor(value))) good = false;
        return good ? static_cast<std::uint64_t>(value) : 0;
    }
    void operator()(std::uint64_t& out) { out = count(); }
    void operator()(double& out) { out = number(); }
    void operator()(bool& out) { out = count() != 0; }
};

void putDetections(const std::vector<CellData::Detection>& detections, std::vector<double>& out) {
    out.push_back(static_cast<double>(detections.size()));
    for (const CellData::Detection& one : detections) {
        out.push_back(static_cast<double>(one.place));
        out.push_back(static_cast<double>(one.side));
        out.push_back(one.score);
    }
}

void takeDetections(Taker& take, std::vector<CellData::Detection>& out) {
    const std::uint64_t size = take.count();
    if (size > take.numbers.size()) take.good = false;
    for (std::uint64_t i = 0; take.good && i < size; ++i) {
        CellData::Detection one;
        one.place = take.count();
        const double side = take.number();
        if (side != 1 && side != -1) take.good = false;
        one.side = side > 0 ? 1 : -1;
        one.score = take.number();
        out.push_back(one);
    }
}

}  // namespace

std::vector<double> encodeCell(const CellData& cell) {
    std::vector<double> out;
    for (const eval::Figures& figures : cell.figures)
        eachNumber(figures, [&](auto value) { out.push_back(static_cast<double>(value)); });
    putDetections(cell.events, out);
    putDetections(cell.controls, out);
    return out;
}

bool decodeCell(const std::vector<double>& numbers, CellData& cell) {
    cell = {};
    Taker take{numbers};
    for (eval::Figures& figures : cell.figures) eachNumber(figures, [&](auto& value) { take(value); });
    takeDetections(take, cell.events);
    takeDetections(take, cell.controls);
    return take.good && take.at == numbers.size();
}

std::vector<eval::Entry> entriesOf(const std::vector<CellData::Detection>& detections, const eval::Study& study,
                                   const eval::WalkForward& walk, eval::Horizon horizon) {
    const eval::Labeller labeller(study.samples, 0);
    std::vector<eval::Entry> entries;
    for (const CellData::Detection& one : detections) {
        const Sample& sample = study.samples[one.place];
        const eval::Label label = labeller.label(one.place, one.side, horizon);
        eval::Entry entry;
        entry.place = one.place;
        entry.exit = label.exit;
        entry.t_ns = sample.t_ns;
        entry.price2 = sample.price2;
        entry.r2 = label.r2;
        entry.side = one.side;
        entry.span = walk.spanOf(one.place);
        entry.score = one.score;
        entry.labelled = label.label != OutcomeLabel::Unlabelled;
        entries.push_back(entry);
    }
    return entries;
}

std::vector<TuneFold> foldsOf(const std::vector<eval::Entry>& entries, const std::vector<eval::Moves>& moves,
                              eval::Horizon horizon) {
    std::vector<TuneFold> folds;
    for (std::size_t number = 1; number < moves.size(); ++number) {
        std::vector<eval::Entry> test;
        std::copy_if(entries.begin(), entries.end(), std::back_inserter(test),
                     [&](const eval::Entry& e) { return e.span == static_cast<int>(number); });
        const eval::Figures figures = eval::countFigures({test, {}, moves[number], horizon, {}});
        TuneFold fold;
        fold.number = static_cast<int>(number);
        fold.n = figures.n;
        fold.hits = figures.hits;
        fold.misses = figures.misses;
        fold.acc_ex_ties = figures.acc_ex_ties;
        fold.p0 = figures.p0;
        fold.above = fold.n >= kFoldEvents && fold.acc_ex_ties > (std::isnan(fold.p0) ? 0.5 : std::max(0.5, fold.p0));
        folds.push_back(fold);
    }
    return folds;
}

eval::Verdict verdictOf(const eval::Figures& figures, const std::vector<TuneFold>& folds, const EvaluateConfig& config) {
    const auto filled = std::count_if(folds.begin(), folds.end(), [](const TuneFold& f) { return f.n >= kFoldEvents; });
    const auto above = std::count_if(folds.begin(), folds.end(), [](const TuneFold& f) { return f.above; });
    if (figures.n_ind < static_cast<std::uint64_t>(config.min_events) || filled < kFoldsNeeded) return eval::Verdict::Insufficient;
    const bool stands = figures.q <= kAlpha && figures.p_binom <= kAlpha && figures.control.p <= kAlpha && above >= kFoldsNeeded;
    return stands ? eval::Verdict::Significant : eval::Verdict::NotSignificant;  // NaN stands for nothing
}

}  // namespace bw::signal::calib
