// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/tune_choice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <tuple>

namespace bw::signal::calib {
namespace {

using Entries = std::vector<eval::Entry>;

/// Events of several buckets of one parameter set as one stream: a pair that led on several sources counts once.
Entries pooled(const std::vector<std::vector<eval::Entry>>& cells, std::size_t params, const std::vector<std::size_t>& buckets) {
    Entries all;
    for (auto bucket = buckets.rbegin(); bucket != buckets.rend(); ++bucket) {  // fusion first
        const Entries& own = cells[params * kTuneBuckets + *bucket];
        all.insert(all.end(), own.begin(), own.end());
    }
    std::stable_sort(all.begin(), all.end(), [](const eval::Entry& a, const eval::Entry& b) {
        return std::tie(a.place, a.side) < std::tie(b.place, b.side);
    });
    all.erase(std::unique(all.begin(), all.end(),
                          [](const eval::Entry& a, const eval::Entry& b) { return a.place == b.place && a.side == b.side; }),
              all.end());
    return all;
}

/// A pair that diverged on any source is no control.
Entries without(Entries controls, const Entries& events) {
    std::erase_if(controls, [&](const eval::Entry& control) {
        return std::binary_search(events.begin(), events.end(), control, [](const eval::Entry& a, const eval::Entry& b) {
            return std::tie(a.place, a.side) < std::tie(b.place, b.side);
        });
    });
    return controls;
}

/// One scope under choice. Entries of each parameter set at each horizon are pooled once.
class Chooser {
public:
    Chooser(const ChoiceInput& input, const std::vector<std::size_t>& buckets) : m_input(input) {
        for (std::size_t h = 0; h < m_events.size(); ++h) {
            for (std::size_t p = 0; p < input.params().size(); ++p) {
                m_events[h].push_back(pooled(input.allEvents(h), p, buckets));
                m_controls[h].push_back(without(pooled(input.allControls(h), p, buckets), m_events[h].back()));
            }
        }
        int longest = 0;
        for (const int horizon : kHorizonSamples) longest = std::max(longest, horizon);
        int swing_L = 0;
        for (const TuneParams& one : input.params()) swing_L = std::max(swing_L, one.swing_L);
        m_walk.emplace(input.study().samples, input.options().evaluate.spans, longest, swing_L);
    }

    [[nodiscard]] int folds() const { return m_walk->folds(); }
    /// Place of the best parameter set before span `fold`; folds() + 1: in the whole range. nullopt: no event to go by.
    [[nodiscard]] std::optional<std::size_t> choose(int fold, std::uint64_t* n_train = nullptr) const;
    /// What each fold chose, tested on its span.
    [[nodiscard]] TuneHorizon test(std::size_t h, const std::vector<std::optional<std::size_t>>& chosen,
                                   const std::vector<std::uint64_t>& n_train, const std::string& name) const;

private:
    const ChoiceInput& m_input;
    std::array<std::vector<Entries>, kHorizons> m_events, m_controls;
    std::optional<eval::WalkForward> m_walk;
};

std::optional<std::size_t> Chooser::choose(int fold, std::uint64_t* n_train) const {
    constexpr std::size_t kDecides = 0;  // the horizon of 10 samples
    const bool whole = fold > folds();
    eval::Moves moves;
    for (int span = 0; span < fold && span < m_walk->spans(); ++span) moves += m_input.moves(kDecides)[static_cast<std::size_t>(span)];
    using Rank = std::tuple<double, std::uint64_t, int, double, double>;
    std::optional<std::size_t> best;
    Rank best_rank;
    for (std::size_t p = 0; p < m_input.params().size(); ++p) {
        Entries training;
        for (const eval::Entry& e : m_events[kDecides][p])
            if (e.labelled && (whole || m_walk->trains(fold, e.place, e.exit))) training.push_back(e);
        const eval::Figures figures = eval::countFigures({training, {}, moves, m_input.horizon(kDecides), {}});
        const double edge = figures.wilson.lo - figures.p0;
        if (std::isnan(edge)) continue;
        const TuneParams& own = m_input.params()[p];
        const Rank rank{edge, figures.n, -own.swing_L, -own.z_hi, -own.z_mid};
        if (best && rank <= best_rank) continue;
        best = p;
        best_rank = rank;
        if (n_train != nullptr) *n_train = figures.n;
    }
    return best;
}

TuneHorizon Chooser::test(std::size_t h, const std::vector<std::optional<std::size_t>>& chosen,
                          const std::vector<std::uint64_t>& n_train, const std::string& name) const {
    Entries events, controls;
    eval::Moves moves;
    for (int fold = 1; fold <= folds(); ++fold) {
        const auto place = static_cast<std::size_t>(fold);
        moves += m_input.moves(h)[place];
        if (!chosen[place]) continue;
        const auto inSpan = [fold](const eval::Entry& e) { return e.span == fold; };
        const Entries &own = m_events[h][*chosen[place]], &own_controls = m_controls[h][*chosen[place]];
        std::copy_if(own.begin(), own.end(), std::back_inserter(events), inSpan);
        std::copy_if(own_controls.begin(), own_controls.end(), std::back_inserter(controls), inSpan);
    }
    eval::EvaluateOptions asked;
    asked.config = m_input.options().evaluate;
    asked.seed = m_input.options().seed;
    TuneHorizon out;
    out.figures = eval::testFigures({events, controls, moves, m_input.horizon(h), "scope/" + name},
                                    eval::Returns(m_input.study(), asked.config), asked);
    out.folds = foldsOf(events, m_input.moves(h), m_input.horizon(h));
    for (TuneFold& fold : out.folds) {
        const auto place = static_cast<std::size_t>(fold.number);
        fold.n_train = n_train[place];
        if (chosen[place]) fold.chosen = m_input.params()[*chosen[place]];
    }
    return out;
}

/// The verdict of a scope at one horizon; its q is that of its best cell with the final choice.
void judge(const std::vector<TuneCell>& cells, std::size_t params, const std::vector<std::size_t>& buckets, std::size_t h,
           const EvaluateConfig& config, TuneHorizon& out) {
    bool backed = false;
    for (const std::size_t bucket : buckets) {
        const eval::Figures& cell = cells[params * kTuneBuckets + bucket].horizons[h].figures;
        if (cell.in_family && !(out.figures.q <= cell.q)) out.figures.q = cell.q;
        backed |= cell.verdict == eval::Verdict::Significant;
    }
    out.figures.verdict = verdictOf(out.figures, out.folds, config);
    if (out.figures.verdict == eval::Verdict::Significant && !backed) out.figures.verdict = eval::Verdict::NotSignificant;
}

void chooseScope(const ChoiceInput& input, const std::vector<TuneCell>& cells, TuneScope& scope) {
    const Chooser chooser(input, scope.buckets);
    const auto folds = static_cast<std::size_t>(chooser.folds());
    std::vector<std::optional<std::size_t>> chosen(folds + 2);
    std::vector<std::uint64_t> n_train(folds + 2, 0);
    for (std::size_t fold = 1; fold < chosen.size(); ++fold) chosen[fold] = chooser.choose(static_cast<int>(fold), &n_train[fold]);
    const std::optional<std::size_t> last = chosen.back();
    scope.has_choice = last.has_value();
    if (last) scope.chosen = input.params()[*last];
    for (std::size_t h = 0; h < scope.horizons.size(); ++h) {
        scope.horizons[h] = chooser.test(h, chosen, n_train, scope.dimension + "=" + scope.value);
        if (last) judge(cells, *last, scope.buckets, h, input.options().evaluate, scope.horizons[h]);
        scope.verdict = std::max(scope.verdict, scope.horizons[h].figures.verdict);
    }
}

}  // namespace

ChoiceInput::ChoiceInput(const eval::Study& study, const TuneOptions& options, const std::vector<TuneParams>& params,
                         const std::vector<CellData>& cells)
    : m_study(study), m_options(options), m_params(params) {
    const eval::WalkForward walk(study.samples, options.evaluate.spans, 0, 0);
    const eval::Labeller labeller(study.samples, 0);
    for (std::size_t h = 0; h < m_moves.size(); ++h) {
        for (const CellData& cell : cells) {
            m_events[h].push_back(entriesOf(cell.events, study, walk, horizon(h)));
            m_controls[h].push_back(entriesOf(cell.controls, study, walk, horizon(h)));
        }
        m_moves[h].resize(static_cast<std::size_t>(walk.spans()));
        for (std::size_t i = 0; i < study.samples.size(); ++i) {
            const OutcomeLabel label = labeller.label(i, 1, horizon(h)).label;
            eval::Moves& moves = m_moves[h][static_cast<std::size_t>(walk.spanOf(i))];
            moves.up += label == OutcomeLabel::Hit;
            moves.down += label == OutcomeLabel::Miss;
            moves.tie += label == OutcomeLabel::Tie;
        }
    }
}

std::vector<TuneScope> chooseScopes(const ChoiceInput& input, const std::vector<TuneCell>& cells) {
    std::vector<TuneScope> scopes;
    const auto add = [&](std::string dimension, std::string value, auto&& holds) {
        TuneScope scope;
        scope.dimension = std::move(dimension);
        scope.value = std::move(value);
        for (std::size_t bucket = 0; bucket < kTuneBuckets; ++bucket)
            if (holds(tuneBucket(bucket))) scope.buckets.push_back(bucket);
        scopes.push_back(std::move(scope));
    };
    add("global", "", [](const TuneBucket&) { return true; });
    for (const DaySession session : {DaySession::Day, DaySession::Night})
        add("session", std::string(daySessionName(session)), [&](const TuneBucket& b) { return b.session == session; });
    for (const Liquidity liquidity : {Liquidity::Active, Liquidity::Quiet})
        add("liquidity", std::string(liquidityName(liquidity)), [&](const TuneBucket& b) { return b.liquidity == liquidity; });
    for (const Channel source : {Channel::Ofi, Channel::Cvd, Channel::Fusion})
        add("source", std::string(channelSourceName(source)), [&](const TuneBucket& b) { return b.source == source; });
    for (std::size_t i = 0; i < kTuneBuckets; ++i)
        add("cell", tuneBucketName(tuneBucket(i)), [&](const TuneBucket& b) { return b == tuneBucket(i); });
    for (TuneScope& scope : scopes) chooseScope(input, cells, scope);
    return scopes;
}

}  // namespace bw::signal::calib
