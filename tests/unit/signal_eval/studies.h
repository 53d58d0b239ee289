// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/model/times.h"
#include "core/signal/eval/study.h"

// Small studies made by hand.
namespace bw::test {

/// n samples a second apart, price2 from `price2(i)`.
template <class PriceAt>
signal::eval::Study handStudy(std::int64_t n, PriceAt price2) {
    signal::eval::Study study;
    study.instrument = "test.X";
    study.sampling = "1s";
    study.price_digits = 2;
    for (std::int64_t i = 0; i < n; ++i) {
        signal::Sample s;
        s.index = 1000 + i;  // a series need not begin at 0
        s.t_ns = i * kNsPerSec;
        s.price2 = price2(i);
        study.samples.push_back(s);
    }
    return study;
}

inline void addEvent(signal::eval::Study& study, std::int64_t place, SignalType type, double score) {
    const signal::Sample& s = study.samples[static_cast<std::size_t>(place)];
    SignalEvent e;
    e.type = type;
    e.channel = Channel::Cvd;
    e.score = score;
    e.grade = score >= 70 ? Grade::Strong : score >= 50 ? Grade::Normal : Grade::Weak;
    e.detect = {s.index, s.t_ns, s.price2};
    e.a = e.b = e.detect;
    e.b.index -= 13;
    e.segment = s.segment;
    e.session = s.session;
    e.scenario = s.scenario;
    study.events.push_back(e);
    ++study.candidates;
}

inline void addControl(signal::eval::Study& study, std::int64_t place, int side) {
    const signal::Sample& s = study.samples[static_cast<std::size_t>(place)];
    study.controls.push_back({Channel::Cvd, side, s.index, s.t_ns, s.index - 20});
}

}  // namespace bw::test
