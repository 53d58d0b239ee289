// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/model/signal_keys.h"
#include "core/signal/sample.h"

namespace bw::signal::eval {

/// The best quote from t on, price units.
struct QuotePoint {
    std::int64_t t_ns = 0, bid = 0, ask = 0;
};

/// What evaluation, calibration and tuning read: the sample series of one instrument and what the detector said over
/// it. Samples are in index order without holes and quotes in time order. A value, no thread of its own.
struct Study {
    std::string instrument, sampling;
    int price_digits = 8;
    std::vector<Sample> samples;
    std::vector<QuotePoint> quotes;     // empty: spreads are unknown
    std::vector<SignalEvent> events;    // emitted, in detection order; conflicts and notices among them
    std::vector<ControlPair> controls;  // price structure without the flow pattern
    std::uint64_t candidates = 0;       // pairs with a pattern: emitted + suppressed
    std::uint64_t suppressed = 0;
    std::uint64_t withheld_by_gap = 0;
    std::vector<std::string> paths;
    std::string data_sha256;
    std::uint64_t gaps = 0;
    double covered_s = 0;
    int segments = 0;
    std::uint64_t params_hash = 0;
    std::string params_text;
};

/// Collects what a detector says into a Study, which must outlive it. One thread.
class StudyRecorder : public DetectorSink {
public:
    explicit StudyRecorder(Study& study) noexcept : m_study(&study) {}
    void onEvent(const SignalEvent& event) override {
        m_study->events.push_back(event);
        if (event.side() != 0) ++m_study->candidates;
    }
    void onSuppressed(const SignalEvent&, Reason) override {
        ++m_study->suppressed;
        ++m_study->candidates;
    }
    void onWithheld(const WithheldPair&) override { ++m_study->withheld_by_gap; }
    void onControl(const ControlPair& pair) override { m_study->controls.push_back(pair); }

private:
    Study* m_study;
};

/// Runs a fresh detector over study.samples and replaces the events, controls, counts and params_hash. `primaries`: bit
/// per Channel that may lead an event.
void runDetector(const DivergenceConfig& config, unsigned primaries, Study& study);

/// Sets segments and covered_s, the time inside segments.
void countCoverage(Study& study);

/// SHA-256 of what labels and detectors see of the samples, for studies that do not come from files.
[[nodiscard]] std::string seriesSha256(const Study& study);

}  // namespace bw::signal::eval
