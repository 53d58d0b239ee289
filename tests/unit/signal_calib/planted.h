// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/model/random.h"
#include "core/signal/eval/study.h"

namespace bw::test {

/// A study without a detector: an event each `apart` samples, score uniform in 35..100; its side comes true with
/// probability `base` + `slope` * score / 100 at every sample of the 20 after it. `apart` > 20.
inline signal::eval::Study plantedStudy(std::uint64_t seed, int events, double base, double slope, std::int64_t apart = 25) {
    Random random(seed);
    signal::eval::Study study;
    study.instrument = "binance.usdm.BTCUSDT";
    study.sampling = "1s";
    study.data_sha256 = "d0";
    study.params_hash = 0x0123456789abcdefULL;
    study.params_text = "divergence.swing_L=13\n";
    std::int64_t price2 = 10'000'000, left = 0, step = 0;
    for (std::int64_t i = 0; i < apart * (events + 1); ++i) {
        price2 += left > 0 ? step : static_cast<std::int64_t>(random.below(21)) - 10;
        left -= left > 0 ? 1 : 0;
        signal::Sample sample;
        sample.index = i;
        sample.t_ns = i * 1'000'000'000;
        sample.price2 = price2;
        study.samples.push_back(sample);
        if (i % apart != 0 || i == 0) continue;
        SignalEvent event;
        event.type = random.below(2) == 0 ? SignalType::BullDiv : SignalType::BearDiv;
        event.channel = Channel::Cvd;
        event.score = 35 + 65 * random.uniform();
        event.grade = event.score >= 70 ? Grade::Strong : event.score >= 50 ? Grade::Normal : Grade::Weak;
        event.b = {i - 13, (i - 13) * 1'000'000'000, price2};
        event.detect = {i, sample.t_ns, price2};
        const bool comes_true = random.uniform() < base + slope * event.score / 100;
        step = (comes_true ? event.side() : -event.side()) * static_cast<std::int64_t>(1 + random.below(9));
        left = 20;
        study.events.push_back(event);
    }
    return study;
}

}  // namespace bw::test
