// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>
#include <utility>

#include "core/signal/eval/evaluator.h"
#include "core/signal/eval/walk_forward.h"
#include "core/signal/sampling_mode.h"

namespace bw::signal::eval {
namespace {

constexpr std::string_view kWhere = "evaluate.range";

std::int64_t periodOf(const Study& study, const EvaluateOptions& options) {
    if (options.period_ns > 0) return options.period_ns;
    const auto mode = SamplingMode::parse(study.sampling);
    return mode && mode->kind == SamplingMode::Kind::Time ? mode->period_ns : 0;
}

std::vector<Horizon> horizonsOf(const EvaluateOptions& options) {
    std::vector<Horizon> horizons;
    for (const int n : options.horizons) horizons.push_back(Horizon::ofSamples(n));
    for (const int s : options.seconds) horizons.push_back(Horizon::ofSeconds(s));
    return horizons;
}

Status checkRange(const Study& study, const EvaluateOptions& options) {
    const auto positive = [](int value) { return value > 0; };
    if (!std::all_of(options.horizons.begin(), options.horizons.end(), positive) ||
        !std::all_of(options.seconds.begin(), options.seconds.end(), positive))
        return Error{Code::EvalRange, kWhere, "horizons are positive numbers"};
    if (study.samples.empty()) {
        if (study.events.empty()) return Done{};
        return Error{Code::EvalRange, kWhere, "events without samples"};
    }
    const int longest =
        options.horizons.empty() ? 0 : *std::max_element(options.horizons.begin(), options.horizons.end());
    if (study.samples.size() <= static_cast<std::size_t>(longest))
        return Error{Code::EvalRange, kWhere,
                     std::to_string(study.samples.size()) + " samples are no longer than the horizon of " +
                         std::to_string(longest)};
    const std::int64_t first = study.samples.front().index, last = study.samples.back().index;
    for (const SignalEvent& event : study.events) {
        const std::int64_t index = event.detect.index;
        const bool inside = index >= first && index <= last;
        const Sample* sample = inside ? &study.samples[static_cast<std::size_t>(index - first)] : nullptr;
        if (sample == nullptr || sample->t_ns != event.detect.t_ns || sample->price2 != event.detect.price2)
            return Error{Code::EvalRange, kWhere,
                         "the event detected at sample " + std::to_string(index) + " is not of this series"};
    }
    for (const ControlPair& pair : study.controls)
        if (pair.detect_index < first || pair.detect_index > last)
            return Error{
                Code::EvalRange, kWhere,
                "the control pair detected at sample " + std::to_string(pair.detect_index) + " is not of this series"};
    return Done{};
}

/// Detections with a side, one a pair of pivots; filled with places and scores, not yet labelled.
struct Raw {
    std::vector<Entry> events, controls;
};
Raw rawEntries(const Study& study, const WalkForward& walk) {
    Raw raw;
    const auto make = [&](std::int64_t index, std::size_t from, int side, double score) {
        Entry entry;
        entry.place = static_cast<std::size_t>(index - study.samples.front().index);
        entry.event = from;
        entry.t_ns = study.samples[entry.place].t_ns;
        entry.price2 = study.samples[entry.place].price2;
        entry.side = side;
        entry.span = walk.spanOf(entry.place);
        entry.score = score;
        return entry;
    };
    std::set<std::pair<std::int64_t, int>> taken;  // a pair that diverged on any channel is no control
    for (std::size_t i = 0; i < study.events.size(); ++i) {
        const SignalEvent& event = study.events[i];
        if (event.side() == 0) continue;
        raw.events.push_back(make(event.detect.index, i, event.side(), event.score));
        taken.emplace(event.detect.index, event.side());
    }
    for (std::size_t i = 0; i < study.controls.size(); ++i) {
        const ControlPair& pair = study.controls[i];
        if (pair.side != 0 && taken.emplace(pair.detect_index, pair.side).second)
            raw.controls.push_back(make(pair.detect_index, i, pair.side, 0));
    }
    const auto earlier = [](const Entry& l, const Entry& r) { return l.place < r.place; };
    std::stable_sort(raw.events.begin(), raw.events.end(), earlier);
    std::stable_sort(raw.controls.begin(), raw.controls.end(), earlier);
    return raw;
}

void labelAll(const Labeller& labeller, Horizon horizon, std::vector<Entry>& entries) {
    for (Entry& entry : entries) {
        const Label label = labeller.label(entry.place, entry.side, horizon);
        entry.labelled = label.label != OutcomeLabel::Unlabelled;
        entry.r2 = label.r2;
        entry.exit = label.exit;
    }
}

std::vector<Moves> movesOf(const Labeller& labeller, const WalkForward& walk, Horizon horizon) {
    std::vector<Moves> moves(static_cast<std::size_t>(walk.spans()));
    for (int span = 0; span < walk.spans(); ++span) {
        Moves& sum = moves[static_cast<std::size_t>(span)];
        for (std::size_t i = walk.from(span); i < walk.from(span + 1); ++i) {
            const OutcomeLabel label = labeller.label(i, 1, horizon).label;
            sum.up += label == OutcomeLabel::Hit;
            sum.down += label == OutcomeLabel::Miss;
            sum.tie += label == OutcomeLabel::Tie;
        }
    }
    return moves;
}

}  // namespace

Result<std::vector<HorizonEntries>> collectEntries(const Study& study, const EvaluateOptions& options) {
    if (const Status fit = checkRange(study, options); !fit) return fit.error();
    const WalkForward walk(study.samples, options.config.spans, 0, options.params.swing_L);
    const Labeller labeller(study.samples, periodOf(study, options));
    const Raw raw = rawEntries(study, walk);
    std::vector<HorizonEntries> all;
    for (const Horizon horizon : horizonsOf(options)) {
        HorizonEntries one{horizon, raw.events, raw.controls, movesOf(labeller, walk, horizon)};
        labelAll(labeller, horizon, one.events);
        labelAll(labeller, horizon, one.controls);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace bw::signal::eval
