// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/live_record.h"

#include "core/model/assert.h"

namespace bw::signal {
namespace {

constexpr std::int64_t samplesOf(std::size_t horizon) {
    return kHorizonSamples[horizon];
}

OutcomeLabel labelOf(std::int64_t r2) {
    if (r2 == 0) return OutcomeLabel::Tie;
    return r2 > 0 ? OutcomeLabel::Hit : OutcomeLabel::Miss;
}

}  // namespace

double LiveRecord::baseRate(int side, std::size_t horizon) const noexcept {
    const Moves& moves = m_moves[horizon];
    const std::uint64_t all = moves.up + moves.down;
    if (all == 0) return 0.5;
    const double share = static_cast<double>(side > 0 ? moves.up : moves.down) / static_cast<double>(all);
    return static_cast<double>(static_cast<std::int64_t>(share * 1e4 + 0.5)) / 1e4;
}

void LiveRecord::finish(Pending& pending, std::size_t horizon, OutcomeLabel label, std::int64_t price2, std::int64_t t_ns,
                        OutcomeSink& sink) {
    pending.open[horizon] = false;
    SignalOutcome outcome = pending.outcome;
    outcome.horizon = kHorizonSamples[horizon];
    outcome.label = label;
    outcome.r2 = label == OutcomeLabel::Unlabelled ? 0 : pending.side * (price2 - outcome.price2);
    outcome.p = pending.p[horizon];
    outcome.t_ns = t_ns;
    sink.onOutcome(outcome, baseRate(pending.side, horizon));
}

void LiveRecord::loseAll(std::int64_t t_ns, OutcomeSink& sink) {
    for (std::size_t i = 0; i < m_count; ++i)
        for (std::size_t h = 0; h < m_moves.size(); ++h)
            if (at(i).open[h]) finish(at(i), h, OutcomeLabel::Unlabelled, 0, t_ns, sink);
    m_count = 0;
}

void LiveRecord::countMoves(const Sample& sample) noexcept {
    for (std::size_t h = 0; h < m_moves.size(); ++h) {
        const std::int64_t from = sample.index - samplesOf(h);
        const Price2& then = m_ring[static_cast<std::size_t>(from) % kRing];
        if (from < 0 || then.index != from || then.segment != sample.segment) continue;
        m_moves[h].up += sample.price2 > then.price2 ? 1 : 0;
        m_moves[h].down += sample.price2 < then.price2 ? 1 : 0;
    }
}

void LiveRecord::popFinished() noexcept {
    while (m_count > 0 && !at(0).open[0] && !at(0).open[1]) {
        m_first = (m_first + 1) % kPendingMax;
        --m_count;
    }
}

void LiveRecord::onSample(const Sample& sample, OutcomeSink& sink) {
    if (sample.segment != m_newest.segment) loseAll(sample.t_ns, sink);
    for (std::size_t i = 0; i < m_count; ++i) {
        Pending& pending = at(i);
        for (std::size_t h = 0; h < m_moves.size(); ++h) {
            if (!pending.open[h] || sample.index < pending.outcome.detect_index + samplesOf(h)) continue;
            const std::int64_t r2 = pending.side * (sample.price2 - pending.outcome.price2);
            finish(pending, h, labelOf(r2), sample.price2, sample.t_ns, sink);
        }
    }
    popFinished();
    countMoves(sample);
    m_newest = {sample.index, sample.price2, sample.segment};
    m_ring[static_cast<std::size_t>(sample.index) % kRing] = m_newest;
}

void LiveRecord::onEvent(const SignalEvent& event, OutcomeSink& sink) {
    if (event.side() == 0) return;
    BW_ASSERT(event.detect.index == m_newest.index && event.segment == m_newest.segment);
    if (m_count == kPendingMax) {
        for (std::size_t h = 0; h < m_moves.size(); ++h)
            if (at(0).open[h]) finish(at(0), h, OutcomeLabel::Unlabelled, 0, event.detect.t_ns, sink);
        popFinished();
        ++m_pushed_out;
    }
    ++m_count;
    Pending& pending = at(m_count - 1);
    pending = {};
    pending.outcome.params_hash = event.params_hash;
    pending.outcome.detect_index = event.detect.index;
    pending.outcome.type = event.type;
    pending.outcome.channel = event.channel;
    pending.outcome.grade = event.grade;
    pending.outcome.price2 = event.detect.price2;
    pending.outcome.score = event.score;
    pending.p = event.p;
    pending.open.fill(true);
    pending.side = event.side();
}

}  // namespace bw::signal
