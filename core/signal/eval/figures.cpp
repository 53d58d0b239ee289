// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/figures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/model/hash.h"
#include "core/model/times.h"
#include "core/signal/eval/walk_forward.h"

namespace bw::signal::eval {
namespace {

constexpr std::int64_t kExitQuoteLateNs = 60 * kNsPerSec;
constexpr std::size_t kBins = 10, kBinEventsMin = 5;

std::uint64_t seedOf(const EvaluateOptions& options, const FigureInput& input, std::string_view what) {
    return options.seed ^ fnv1a(input.seed_name + "/" + input.horizon.name() + "/" + std::string(what));
}

std::vector<Entry> labelledOf(const std::vector<Entry>& entries) {
    std::vector<Entry> out;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(out), [](const Entry& e) { return e.labelled; });
    return out;
}

std::vector<Entry> independentOf(const std::vector<Entry>& labelled, Horizon horizon) {
    std::vector<Entry> out;
    for (const std::size_t i : independentSubset(labelled, horizon)) out.push_back(labelled[i]);
    return out;
}

ControlFigures controlFigures(const FigureInput& input, const Tally& events_ind) {
    const std::vector<Entry> labelled = labelledOf(input.controls);
    const Tally all = tallyOf(labelled);
    const Tally ind = tallyOf(independentOf(labelled, input.horizon));
    ControlFigures control{all.labelled(), ind.labelled(), all.hits,   all.misses,
                           all.ties,       ind.hits,       ind.misses, share(all.hits, all.hits + all.misses),
                           kNone};
    if (events_ind.hits + events_ind.misses > 0 && ind.hits + ind.misses > 0)
        control.p = fisherUpper(events_ind.hits, events_ind.misses, ind.hits, ind.misses);
    return control;
}

void rankFigures(const std::vector<Entry>& ind, const FigureInput& input, const EvaluateOptions& options,
                 Figures& out) {
    std::vector<double> scores, returns;
    for (const Entry& entry : ind) {
        scores.push_back(entry.score);
        returns.push_back(static_cast<double>(entry.r2));
    }
    out.rho = spearman(scores, returns);
    out.rho_p = spearmanP(scores, returns, seedOf(options, input, "rho"), options.config.permutations);
}

void returnFigures(const std::vector<Entry>& labelled, const std::vector<Entry>& ind, const FigureInput& input,
                   const Returns& returns, const EvaluateOptions& options, Figures& out) {
    std::vector<double> gross, net;
    for (const Entry& entry : labelled) {
        bool unknown = false;
        gross.push_back(Returns::grossBps(entry));
        net.push_back(returns.netBps(entry, unknown));
        out.spread_unknown += unknown;
    }
    out.gross_bps = mean(gross);
    out.net_bps = mean(net);
    gross.clear();
    net.clear();
    for (const Entry& entry : ind) {
        bool unknown = false;
        gross.push_back(Returns::grossBps(entry));
        net.push_back(returns.netBps(entry, unknown));
    }
    out.gross_ci = movingBlockBootstrapMean(gross, options.config.bootstrap, seedOf(options, input, "gross"));
    out.net_ci = movingBlockBootstrapMean(net, options.config.bootstrap, seedOf(options, input, "net"));
    out.covers_cost = out.net_ci.lo > 0;
}

}  // namespace

double Returns::grossBps(const Entry& entry) noexcept {
    return 1e4 * static_cast<double>(entry.r2) / static_cast<double>(entry.price2);
}

std::optional<double> Returns::quotedBps(const Entry& entry) const {
    const std::int64_t delay_ns = m_config->entry_delay_ms * kNsPerMs;
    const std::int64_t exit_ns = m_study->samples[entry.exit].t_ns;
    const auto first = [&](std::int64_t t_ns) {
        return std::lower_bound(m_study->quotes.begin(), m_study->quotes.end(), t_ns,
                                [](const QuotePoint& quote, std::int64_t t) { return quote.t_ns < t; });
    };
    const auto in = first(entry.t_ns + delay_ns), out = first(exit_ns + delay_ns);
    if (out == m_study->quotes.end() || in->t_ns > exit_ns + delay_ns ||
        out->t_ns > exit_ns + delay_ns + kExitQuoteLateNs)
        return std::nullopt;
    const auto paid = static_cast<double>(entry.side > 0 ? in->ask : in->bid);
    const auto got = static_cast<double>(entry.side > 0 ? out->bid : out->ask);
    return 1e4 * entry.side * (got - paid) / paid - 2 * m_config->cost_bps;
}

double Returns::netBps(const Entry& entry, bool& spread_unknown) const {
    const std::optional<double> quoted = quotedBps(entry);
    spread_unknown = !quoted;
    return quoted ? *quoted : grossBps(entry) - 2 * m_config->cost_bps;
}

Tally tallyOf(const std::vector<Entry>& entries) {
    Tally tally;
    for (const Entry& entry : entries) tally.add(entry.label());
    return tally;
}

double baseRate(const std::vector<Entry>& entries, const Moves& moves, bool ties_are_misses) {
    std::uint64_t bulls = 0, n = 0;
    for (const Entry& entry : entries) {
        if (!entry.labelled || (!ties_are_misses && entry.r2 == 0)) continue;
        ++n;
        bulls += entry.side > 0;
    }
    const std::uint64_t windows = moves.up + moves.down + (ties_are_misses ? moves.tie : 0);
    if (n == 0 || windows == 0) return kNone;
    const double bull = share(bulls, n);
    return bull * share(moves.up, windows) + (1 - bull) * share(moves.down, windows);
}

Figures countFigures(const FigureInput& input) {
    const std::vector<Entry> labelled = labelledOf(input.events);
    const Tally all = tallyOf(labelled);
    const Tally ind = tallyOf(independentOf(labelled, input.horizon));
    Figures out;
    out.n = all.labelled();
    out.n_ind = ind.labelled();
    out.hits = all.hits, out.misses = all.misses, out.ties = all.ties;
    out.ind_hits = ind.hits, out.ind_misses = ind.misses, out.ind_ties = ind.ties;
    out.unlabelled = input.events.size() - labelled.size();
    out.acc_strict = share(all.hits, out.n);
    out.acc_ex_ties = share(all.hits, all.hits + all.misses);
    out.wilson = wilson95(ind.hits, ind.hits + ind.misses);
    out.p0 = baseRate(labelled, input.moves, /*ties_are_misses=*/false);
    out.p0_strict = baseRate(labelled, input.moves, /*ties_are_misses=*/true);
    return out;
}

Figures testFigures(const FigureInput& input, const Returns& returns, const EvaluateOptions& options) {
    Figures out = countFigures(input);
    const std::vector<Entry> labelled = labelledOf(input.events);
    const std::vector<Entry> ind = independentOf(labelled, input.horizon);
    out.control = controlFigures(input, tallyOf(ind));
    if (out.n == 0) return out;
    const double even = std::isnan(out.p0) ? 0.5 : std::max(0.5, out.p0);
    out.p_binom = binomialUpper(out.ind_hits, out.ind_hits + out.ind_misses, even);
    out.p_strict = binomialUpper(out.ind_hits, out.n_ind, 0.5);
    out.min_detectable = minDetectable(out.ind_hits + out.ind_misses);
    rankFigures(ind, input, options, out);
    returnFigures(labelled, ind, input, returns, options, out);
    return out;
}

std::vector<ScoreBin> scoreBins(const FigureInput& input, const Study& study) {
    std::vector<Entry> entries = labelledOf(input.events);
    std::vector<bool> kept(entries.size(), false);
    for (const std::size_t i : independentSubset(entries, input.horizon)) kept[i] = true;
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t l, std::size_t r) { return entries[l].score < entries[r].score; });
    const auto live = std::find(kHorizonSamples.begin(), kHorizonSamples.end(), input.horizon.samples);
    const std::size_t bins = std::min(kBins, entries.size() / kBinEventsMin);
    std::vector<ScoreBin> out(bins);
    for (std::size_t b = 0; b < bins; ++b) {
        ScoreBin& bin = out[b];
        Tally all, ind;
        std::vector<double> scores, bps, published;
        for (std::size_t k = order.size() * b / bins; k < order.size() * (b + 1) / bins; ++k) {
            const Entry& entry = entries[order[k]];
            all.add(entry.label());
            if (kept[order[k]]) ind.add(entry.label());
            scores.push_back(entry.score);
            bps.push_back(Returns::grossBps(entry));
            if (live == kHorizonSamples.end()) continue;
            const Probability& p =
                study.events[entry.event].p[static_cast<std::size_t>(live - kHorizonSamples.begin())];
            if (p.has()) published.push_back(p.value);
        }
        bin.score_lo = scores.front(), bin.score_hi = scores.back(), bin.score_mean = mean(scores);
        bin.n = all.labelled(), bin.n_ind = ind.labelled();
        bin.hits = all.hits, bin.misses = all.misses, bin.ties = all.ties;
        bin.acc_ex_ties = share(all.hits, all.hits + all.misses);
        bin.gross_bps = mean(bps);
        bin.wilson = wilson95(ind.hits, ind.hits + ind.misses);
        if (published.size() == scores.size()) bin.p_mean = mean(published);
    }
    return out;
}

}  // namespace bw::signal::eval
