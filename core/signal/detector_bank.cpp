// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/detector_bank.h"

namespace bw::signal {
namespace {

/// Lets through what the set in force says.
class Chooser final : public DetectorSink {
public:
    Chooser(const ParamSets& sets, int index, const Sample& sample, DetectorSink& sink)
        : m_sets(sets), m_index(index), m_sample(sample), m_sink(sink) {}
    void onEvent(const SignalEvent& event) override {
        if (inForce(event.channel)) m_sink.onEvent(event);
    }
    void onSuppressed(const SignalEvent& event, Reason reason) override {
        if (inForce(event.channel)) m_sink.onSuppressed(event, reason);
    }
    void onWithheld(const WithheldPair& pair) override {
        if (inForce(Channel::Count)) m_sink.onWithheld(pair);
    }
    void onControl(const ControlPair& pair) override {
        if (inForce(pair.channel)) m_sink.onControl(pair);
    }

private:
    [[nodiscard]] bool inForce(Channel source) const {
        return m_sets.chosen({source, liquidityOf(m_sample.scenario), m_sample.day_session}) == m_index;
    }
    const ParamSets& m_sets;
    int m_index;
    const Sample& m_sample;
    DetectorSink& m_sink;
};

}  // namespace

DetectorBank::DetectorBank(ParamSets sets, unsigned primaries) : m_sets(std::move(sets)), m_hash(m_sets.hash(primaries)) {
    for (int i = 0; i < m_sets.count(); ++i) m_detectors.push_back(std::make_unique<Detector>(m_sets.set(i), primaries));
}

void DetectorBank::update(const Sample& sample, DetectorSink& sink) {
    if (m_detectors.size() == 1) [[likely]] {
        m_detectors.front()->update(sample, sink);
        return;
    }
    for (int i = 0; i < m_sets.count(); ++i) {
        Chooser chooser(m_sets, i, sample, sink);
        m_detectors[static_cast<std::size_t>(i)]->update(sample, chooser);
    }
}

}  // namespace bw::signal
