// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/scoreboard.h"

#include <algorithm>
#include <tuple>

#include "core/signal/wilson.h"

namespace bw::signal {
namespace {

constexpr std::int64_t kOne = 10'000;  // a probability of 1, as the ledger prints it
constexpr std::size_t kHit = static_cast<std::size_t>(OutcomeLabel::Hit);
constexpr std::size_t kMiss = static_cast<std::size_t>(OutcomeLabel::Miss);
constexpr std::size_t kTie = static_cast<std::size_t>(OutcomeLabel::Tie);
constexpr std::size_t kUnlabelled = static_cast<std::size_t>(OutcomeLabel::Unlabelled);

std::uint16_t tenThousandths(double p) {
    return static_cast<std::uint16_t>(std::clamp(p, 0.0, 1.0) * static_cast<double>(kOne) + 0.5);
}

std::int32_t bpsE4(std::int64_t r2, std::int64_t price2) {
    if (price2 <= 0) return 0;  // a spread may trade at zero: its return has no size
    constexpr double kMost = 2e9;
    const double value = std::clamp(static_cast<double>(r2) / static_cast<double>(price2) * 1e8, -kMost, kMost);
    return static_cast<std::int32_t>(value + (value < 0 ? -0.5 : 0.5));
}

double ratio(double part, double all) {
    return all > 0 ? part / all : 0.0;
}

int horizonPlace(int horizon) {
    const auto found = std::find(kHorizonSamples.begin(), kHorizonSamples.end(), horizon);
    return found == kHorizonSamples.end() ? -1 : static_cast<int>(found - kHorizonSamples.begin());
}

}  // namespace

void Scoreboard::Sums::add(const Entry& entry, int sign) noexcept {
    auto& count = labels[static_cast<std::size_t>(entry.label)];
    count = sign > 0 ? count + 1 : count - 1;
    bps_e4 += sign * entry.bps_e4;
    if (entry.label != OutcomeLabel::Hit && entry.label != OutcomeLabel::Miss) return;
    p0_e4 += sign * entry.p0_e4;
    if (!entry.has_p) return;
    with_p = sign > 0 ? with_p + 1 : with_p - 1;
    const std::int64_t truth = entry.label == OutcomeLabel::Hit ? kOne : 0;
    const std::int64_t error = entry.p_e4 - truth, error0 = entry.p0_e4 - truth;
    brier_e8 += sign * error * error;
    brier0_e8 += sign * error0 * error0;
}

void Scoreboard::Line::add(const Entry& entry) {
    all.add(entry, 1);
    window.add(entry, 1);
    if (ring.size() < kWindow) {
        ring.push_back(entry);
        return;
    }
    window.add(ring[next], -1);
    ring[next] = entry;
    next = (next + 1) % kWindow;
}

Scoreboard::Scoreboard() {
    for (std::size_t h = 0; h < m_total.size(); ++h) m_total[h].key.horizon = kHorizonSamples[h];
}

Scoreboard::Line* Scoreboard::line(int instrument, std::size_t slot, const ScoreLine& key) {
    const auto place = static_cast<std::size_t>(instrument);
    if (place >= m_slots.size()) {
        Slots none;
        none.fill(-1);
        m_slots.resize(place + 1, none);
    }
    std::int16_t& index = m_slots[place][slot];
    if (index < 0) {
        if (m_lines.size() >= kLinesMax) return nullptr;
        index = static_cast<std::int16_t>(m_lines.size());
        m_lines.emplace_back();
        m_lines.back().key = key;
    }
    return &m_lines[static_cast<std::size_t>(index)];
}

void Scoreboard::onOutcome(int instrument, const SignalOutcome& outcome, double p0) {
    const int place = horizonPlace(outcome.horizon);
    const bool graded = outcome.grade > Grade::Below && outcome.grade < Grade::Count;
    if (place < 0 || sideOf(outcome.type) == 0 || outcome.channel >= Channel::Count || !graded) return;
    if (outcome.label == OutcomeLabel::Open || outcome.label == OutcomeLabel::Count) return;
    if (instrument < 0 || static_cast<std::size_t>(instrument) >= kLinesMax) return;
    ++m_outcomes;
    const bool labelled = outcome.label != OutcomeLabel::Unlabelled;
    Entry entry;
    entry.bps_e4 = labelled ? bpsE4(outcome.r2, outcome.price2) : 0;
    entry.has_p = outcome.p.has();
    entry.p_e4 = entry.has_p ? tenThousandths(outcome.p.value) : std::uint16_t{0};
    entry.p0_e4 = tenThousandths(p0);
    entry.label = outcome.label;

    const auto horizon = static_cast<std::size_t>(place);
    m_total[horizon].add(entry);
    ScoreLine key;
    key.instrument = instrument;
    key.horizon = outcome.horizon;
    Line* total = line(instrument, horizon, key);
    if (total != nullptr) total->add(entry);
    key.channel = outcome.channel;
    key.type = outcome.type;
    key.grade = outcome.grade;
    const std::size_t cell = (static_cast<std::size_t>(key.channel) * kSides + static_cast<std::size_t>(key.type)) * kGrades +
                             static_cast<std::size_t>(key.grade) - 1;
    Line* own = line(instrument, (cell + 1) * kHorizons + horizon, key);
    if (own != nullptr) own->add(entry);
    if (total == nullptr || own == nullptr) ++m_unkeyed;

    if (!entry.has_p || (entry.label != OutcomeLabel::Hit && entry.label != OutcomeLabel::Miss)) return;
    Bin& bin = m_bins[horizon][std::min(static_cast<std::size_t>(entry.p_e4 / (kOne / 10)), std::size_t{9})];
    ++bin.n;
    bin.hits += entry.label == OutcomeLabel::Hit ? 1U : 0U;
    bin.p_e4 += entry.p_e4;
}

void Scoreboard::figures(const Sums& sums, ScoreLine& out) noexcept {
    out.hits = sums.labels[kHit];
    out.misses = sums.labels[kMiss];
    out.ties = sums.labels[kTie];
    out.unlabelled = sums.labels[kUnlabelled];
    const std::uint32_t decided = out.hits + out.misses;
    out.n = decided + out.ties;
    out.acc_strict = ratio(out.hits, out.n);
    out.acc_ex_ties = ratio(out.hits, decided);
    const Interval interval = wilson95(out.hits, decided);
    out.wilson_lo = decided > 0 ? interval.lo : 0;
    out.wilson_hi = decided > 0 ? interval.hi : 0;
    out.p0 = ratio(static_cast<double>(sums.p0_e4), static_cast<double>(kOne) * decided);
    out.gross_bps = ratio(static_cast<double>(sums.bps_e4) / 1e4, out.n);
    out.has_brier = sums.with_p > 0;
    out.brier = ratio(static_cast<double>(sums.brier_e8) / 1e8, sums.with_p);
    out.skill = sums.brier0_e8 > 0 ? 1.0 - static_cast<double>(sums.brier_e8) / static_cast<double>(sums.brier0_e8) : 0.0;
}

std::vector<ScoreLine> Scoreboard::rows() const {
    std::vector<const Line*> lines;
    for (const Line& total : m_total) lines.push_back(&total);
    for (const Line& each : m_lines) lines.push_back(&each);
    const auto order = [](const Line* line) {
        const ScoreLine& k = line->key;
        return std::tuple(k.channel != Channel::Count, k.instrument, k.channel, k.type, k.grade, k.horizon);
    };
    std::sort(lines.begin(), lines.end(), [&](const Line* a, const Line* b) { return order(a) < order(b); });
    std::vector<ScoreLine> rows;
    for (const Line* line : lines) {
        for (const bool last_500 : {false, true}) {
            rows.push_back(line->key);
            rows.back().last_500 = last_500;
            figures(last_500 ? line->window : line->all, rows.back());
        }
    }
    return rows;
}

std::array<std::array<ScoreBin, 10>, kHorizons> Scoreboard::reliability() const {
    std::array<std::array<ScoreBin, 10>, kHorizons> all{};
    for (std::size_t h = 0; h < all.size(); ++h) {
        for (std::size_t b = 0; b < all[h].size(); ++b) {
            const Bin& bin = m_bins[h][b];
            if (bin.n == 0) continue;
            const Interval interval = wilson95(bin.hits, bin.n);
            all[h][b] = {ratio(static_cast<double>(bin.p_e4), static_cast<double>(kOne) * bin.n), ratio(bin.hits, bin.n),
                         interval.lo, interval.hi, bin.n};
        }
    }
    return all;
}

}  // namespace bw::signal
