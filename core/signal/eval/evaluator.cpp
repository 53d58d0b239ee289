// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/evaluator.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

#include "core/signal/eval/figures.h"
#include "core/signal/eval/walk_forward.h"

namespace bw::signal::eval {
namespace {

constexpr double kAlpha = 0.05;
constexpr std::uint64_t kFoldEvents = 10;
constexpr int kFoldsNeeded = 3;

/// A way to part events. A control belongs to a part when its context is the same: the price structure knows of sides
/// and of the market, not of channels and scores.
struct Dimension {
    std::string_view name;
    std::string_view (*value)(const SignalEvent& event);
    bool (*same)(const SignalEvent& event, const Entry& control, const Sample& at);
};
bool always(const SignalEvent&, const Entry&, const Sample&) {
    return true;
}
constexpr Dimension kDimensions[] = {
    {"type", [](const SignalEvent& e) { return signalTypeName(e.type); },
     [](const SignalEvent& e, const Entry& control, const Sample&) { return control.side == e.side(); }},
    {"channel", [](const SignalEvent& e) { return channelName(e.channel); }, always},
    {"grade", [](const SignalEvent& e) { return gradeName(e.grade); }, always},
    {"scenario", [](const SignalEvent& e) { return scenarioName(e.scenario); },
     [](const SignalEvent& e, const Entry&, const Sample& at) { return at.scenario == e.scenario; }},
    {"session", [](const SignalEvent& e) { return sessionName(e.session); },
     [](const SignalEvent& e, const Entry&, const Sample& at) { return at.session == e.session; }},
    {"day_session", [](const SignalEvent& e) { return daySessionName(e.day_session); },
     [](const SignalEvent& e, const Entry&, const Sample& at) { return at.day_session == e.day_session; }},
    {"liquidity", [](const SignalEvent& e) { return liquidityName(liquidityOf(e.scenario)); },
     [](const SignalEvent& e, const Entry&, const Sample& at) {
         return liquidityOf(at.scenario) == liquidityOf(e.scenario);
     }},
};

template <class Keep>
std::vector<Entry> filtered(const std::vector<Entry>& entries, Keep keep) {
    std::vector<Entry> out;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(out), keep);
    return out;
}

Moves movesOf(const HorizonEntries& all, int from_span, int to_span) {
    Moves sum;
    for (int span = from_span; span < to_span; ++span) sum += all.moves[static_cast<std::size_t>(span)];
    return sum;
}

class Assessor {
public:
    Assessor(const Study& study, const EvaluateOptions& options)
        : m_study(study),
          m_options(options),
          m_returns(study, options.config),
          m_walk(study.samples, options.config.spans, longestOf(options), options.params.swing_L) {}

    /// One horizon of one cell; `events` and `controls` are those of the cell.
    [[nodiscard]] HorizonResult horizon(const HorizonEntries& all, const std::vector<Entry>& events,
                                        const std::vector<Entry>& controls, const std::string& cell, bool whole) const {
        const auto tested = [](const Entry& e) { return e.span > 0; };
        const std::vector<Entry> test = filtered(events, tested), test_controls = filtered(controls, tested);
        const FigureInput input{test, test_controls, movesOf(all, 1, m_walk.spans()), all.horizon, cell};
        HorizonResult out;
        out.horizon = all.horizon;
        out.test = testFigures(input, m_returns, m_options);
        if (whole) out.bins = scoreBins(input, m_study);
        const int last = m_walk.folds();
        const std::vector<Entry> train =
            filtered(events, [&](const Entry& e) { return e.labelled && m_walk.trains(last, e.place, e.exit); });
        out.in_sample = countFigures({train, {}, movesOf(all, 0, last), all.horizon, cell});
        for (int number = 1; number <= m_walk.folds(); ++number) out.folds.push_back(fold(number, all, events));
        return out;
    }

private:
    static int longestOf(const EvaluateOptions& options) {
        return options.horizons.empty() ? 0 : *std::max_element(options.horizons.begin(), options.horizons.end());
    }
    [[nodiscard]] Fold fold(int number, const HorizonEntries& all, const std::vector<Entry>& events) const {
        Fold fold;
        fold.number = number;
        if (!m_study.samples.empty()) {
            fold.from_ns = m_study.samples[std::min(m_walk.from(number), m_study.samples.size() - 1)].t_ns;
            fold.to_ns = m_study.samples[std::min(m_walk.from(number + 1), m_study.samples.size() - 1)].t_ns;
        }
        const std::vector<Entry> test = filtered(events, [&](const Entry& e) { return e.span == number; });
        const Tally tally = tallyOf(test);
        fold.n_train = static_cast<std::uint64_t>(std::count_if(events.begin(), events.end(), [&](const Entry& e) {
            return e.labelled && m_walk.trains(number, e.place, e.exit);
        }));
        fold.n = tally.labelled(), fold.hits = tally.hits, fold.misses = tally.misses, fold.ties = tally.ties;
        fold.acc_ex_ties = share(tally.hits, tally.hits + tally.misses);
        fold.p0 = baseRate(test, movesOf(all, number, number + 1), /*ties_are_misses=*/false);
        fold.above = fold.n >= kFoldEvents && fold.acc_ex_ties > (std::isnan(fold.p0) ? 0.5 : std::max(0.5, fold.p0));
        return fold;
    }

    const Study& m_study;
    const EvaluateOptions& m_options;
    Returns m_returns;
    WalkForward m_walk;
};

Cell cellOf(const Assessor& assessor, const std::vector<HorizonEntries>& all) {
    Cell cell;
    for (const HorizonEntries& one : all)
        cell.horizons.push_back(assessor.horizon(one, one.events, one.controls, "", /*whole=*/true));
    return cell;
}

void addCells(const Assessor& assessor, const Study& study, const std::vector<HorizonEntries>& all,
              std::vector<Cell>& cells) {
    for (const Dimension& dimension : kDimensions) {
        std::map<std::string_view, const SignalEvent*> values;  // one event of each
        for (const SignalEvent& event : study.events)
            if (event.side() != 0 && !dimension.value(event).empty()) values.emplace(dimension.value(event), &event);
        for (const auto& [value, example] : values) {
            Cell cell{std::string(dimension.name), std::string(value), {}};
            for (const HorizonEntries& one : all) {
                const auto events = filtered(
                    one.events, [&, v = value](const Entry& e) { return dimension.value(study.events[e.event]) == v; });
                const auto controls = filtered(one.controls, [&, e = example](const Entry& control) {
                    return dimension.same(*e, control, study.samples[control.place]);
                });
                cell.horizons.push_back(
                    assessor.horizon(one, events, controls, cell.dimension + "=" + cell.value, /*whole=*/false));
            }
            cells.push_back(std::move(cell));
        }
    }
}

/// q over every cell and horizon that has enough events. Returns the size of the family.
std::size_t tellFamily(std::vector<Cell>& cells, const EvaluateConfig& config) {
    std::vector<Figures*> family;
    for (Cell& cell : cells)
        for (HorizonResult& one : cell.horizons)
            if (one.test.n_ind >= static_cast<std::uint64_t>(config.min_events_test)) family.push_back(&one.test);
    std::vector<double> p;
    for (const Figures* figures : family) p.push_back(figures->p_binom);
    const std::vector<double> q = benjaminiHochberg(p);
    for (std::size_t i = 0; i < family.size(); ++i) {
        family[i]->q = q[i];
        family[i]->in_family = true;
    }
    return family.size();
}

Verdict verdictOf(const HorizonResult& one, const EvaluateConfig& config) {
    const auto filled =
        std::count_if(one.folds.begin(), one.folds.end(), [](const Fold& f) { return f.n >= kFoldEvents; });
    const auto above = std::count_if(one.folds.begin(), one.folds.end(), [](const Fold& f) { return f.above; });
    if (one.test.n_ind < static_cast<std::uint64_t>(config.min_events) || filled < kFoldsNeeded)
        return Verdict::Insufficient;
    const bool stands =
        one.test.q <= kAlpha && one.test.control.p <= kAlpha && above >= kFoldsNeeded;  // NaN stands for nothing
    return stands ? Verdict::Significant : Verdict::NotSignificant;
}

DodBlock dodOf(const Cell& whole, const EvaluateConfig& config) {
    DodBlock dod;
    for (const HorizonResult& one : whole.horizons) {
        if (std::find(kHorizonSamples.begin(), kHorizonSamples.end(), one.horizon.samples) == kHorizonSamples.end())
            continue;
        DodBlock::Line line{
            one.horizon.samples, one.test.acc_strict, one.test.p_strict, one.test.rho, one.test.rho_p, false, false};
        line.accuracy = line.acc_strict >= config.dod_accuracy && line.p < kAlpha;
        line.rank = line.rho > 0 && line.rho_p < kAlpha;
        dod.accuracy |= line.accuracy;
        dod.rank |= line.rank;
        dod.lines.push_back(line);
    }
    return dod;
}

/// ".589", "1.000".
std::string threeDecimals(double share) {
    char room[32];
    std::snprintf(room, sizeof room, "%.3f", share);
    return room[0] == '0' ? room + 1 : room;
}

void warnOf(const HorizonResult& one, const EvaluateConfig& config, std::vector<std::string>& out) {
    const Figures& f = one.test;
    const std::string at = " at " + one.horizon.words();
    if (f.n == 0) return;
    if (f.n_ind < static_cast<std::uint64_t>(config.min_events))
        out.push_back("insufficient: " + std::to_string(f.n_ind) + " of " + std::to_string(config.min_events) +
                      " independent events" + at);
    if (f.p_binom < kAlpha && f.control.p > kAlpha)
        out.push_back("price structure alone explains the accuracy (events " + threeDecimals(f.acc_ex_ties) +
                      ", pivot control " + threeDecimals(f.control.acc_ex_ties) + ")" + at);
    if (f.p_binom < kAlpha && std::isnan(f.control.p))
        out.push_back("no pivot control: whether price structure alone explains the accuracy is unknown" + at);
    if (f.wilson.hi < 0.5)
        out.push_back("accuracy is below chance (" + threeDecimals(f.acc_ex_ties) + ")" + at +
                      ": no side is ever turned round");
    if (f.unlabelled > 0)
        out.push_back(std::to_string(f.unlabelled) + " events without label" + at +
                      ": their window meets a gap or the end of the data");
}

std::vector<std::string> warningsOf(const Study& study, const Evaluation& evaluation) {
    std::vector<std::string> out;
    if (evaluation.directional == 0) out.emplace_back("no directional events");
    for (const HorizonResult& one : evaluation.whole().horizons) warnOf(one, evaluation.options.config, out);
    if (evaluation.trade_priced) out.emplace_back("trade prices: ties and spread are inside these figures");
    const auto unknown = [](const HorizonResult& one) { return one.test.spread_unknown > 0; };
    const auto& horizons = evaluation.whole().horizons;
    if (std::any_of(horizons.begin(), horizons.end(), unknown))
        out.emplace_back(study.quotes.empty()
                             ? "no quotes: the spread is missing in net figures"
                             : "some events found no quote in time: the spread is missing in their net figures");
    return out;
}

}  // namespace

std::string_view verdictName(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::Insufficient:
            return "insufficient";
        case Verdict::NotSignificant:
            return "not_significant";
        case Verdict::Significant:
            return "significant";
    }
    return "";
}

bool Evaluation::significant() const {
    return std::any_of(whole().horizons.begin(), whole().horizons.end(),
                       [](const HorizonResult& one) { return one.test.verdict == Verdict::Significant; });
}

Evaluation assess(const Study& study, std::vector<HorizonEntries> entries, const EvaluateOptions& options) {
    Evaluation out;
    out.options = options;
    const Assessor assessor(study, out.options);
    out.cells.push_back(cellOf(assessor, entries));
    if (options.breakdown) addCells(assessor, study, entries, out.cells);
    out.family_size = tellFamily(out.cells, options.config);
    for (Cell& cell : out.cells)
        for (HorizonResult& one : cell.horizons) one.test.verdict = verdictOf(one, options.config);
    if (options.breakdown && !study.instrument.empty()) {  // one symbol: the whole under its name, not another test
        Cell symbol = out.cells.front();
        symbol.dimension = "symbol";
        symbol.value = study.instrument;
        for (HorizonResult& one : symbol.horizons) one.bins.clear();
        out.cells.push_back(std::move(symbol));
    }
    out.emitted = study.events.size();
    for (const SignalEvent& event : study.events) {
        out.directional += event.side() != 0;
        out.conflicts += event.type == SignalType::Conflict;
    }
    if (!study.samples.empty()) {
        out.from_ns = study.samples.front().t_ns;
        out.to_ns = study.samples.back().t_ns;
    }
    out.trade_priced =
        std::any_of(study.samples.begin(), study.samples.end(), [](const Sample& s) { return s.trade_priced; });
    out.dod = dodOf(out.whole(), options.config);
    out.warnings = warningsOf(study, out);
    out.entries = std::move(entries);
    return out;
}

Result<Evaluation> evaluate(const Study& study, const EvaluateOptions& options) {
    auto entries = collectEntries(study, options);
    if (!entries) return entries.error();
    return assess(study, *std::move(entries), options);
}

}  // namespace bw::signal::eval
