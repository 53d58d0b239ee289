// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/study.h"

#include <array>
#include <cstddef>

#include "core/model/sha256.h"
#include "core/model/times.h"
#include "core/signal/detector.h"

namespace bw::signal::eval {

void runDetector(const DivergenceConfig& config, unsigned primaries, Study& study) {
    study.events.clear();
    study.controls.clear();
    study.candidates = study.suppressed = study.withheld_by_gap = 0;
    study.params_hash = paramsHash(config, primaries);
    StudyRecorder recorder(study);
    Detector detector(config, primaries, study.params_hash);
    for (const Sample& sample : study.samples) detector.update(sample, recorder);
}

void countCoverage(Study& study) {
    study.segments = 0;
    std::int64_t covered_ns = 0;
    for (std::size_t i = 0; i < study.samples.size(); ++i) {
        if (i == 0 || study.samples[i].segment != study.samples[i - 1].segment) {
            ++study.segments;
        } else {
            covered_ns += study.samples[i].t_ns - study.samples[i - 1].t_ns;
        }
    }
    study.covered_s = static_cast<double>(covered_ns) / static_cast<double>(kNsPerSec);
}

std::string seriesSha256(const Study& study) {
    Sha256 sha;
    for (const Sample& sample : study.samples) {
        const std::array<std::int64_t, 4> exact = {sample.index, sample.t_ns, sample.segment, sample.price2};
        std::array<double, 3> flow{};
        for (std::size_t c = 0; c < kChannels; ++c) flow[c] = sample.channel(static_cast<Channel>(c)).value;
        sha.update(exact.data(), sizeof exact);
        sha.update(flow.data(), sizeof flow);
    }
    return hex(sha.finish());
}

}  // namespace bw::signal::eval
