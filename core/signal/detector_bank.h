// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <vector>

#include "core/signal/detector.h"
#include "core/signal/overrides.h"

namespace bw::signal {

/// One detector for each distinct parameter set, each fed with every sample; the context at the detection sample chooses
/// which of them may speak; each has its own cooldown, as in tuning, which assigns events of whole runs. No ring is ever used
/// across settings. Engine thread.
class DetectorBank {
public:
    DetectorBank(ParamSets sets, unsigned primaries);
    void update(const Sample& sample, DetectorSink& sink);
    /// Of all sets: what a calibration must have been made for.
    [[nodiscard]] std::uint64_t paramsHash() const noexcept { return m_hash; }
    [[nodiscard]] int count() const noexcept { return static_cast<int>(m_detectors.size()); }
    [[nodiscard]] const Detector& detector(int index) const { return *m_detectors[static_cast<std::size_t>(index)]; }

private:
    ParamSets m_sets;
    std::uint64_t m_hash;
    std::vector<std::unique_ptr<Detector>> m_detectors;
};

}  // namespace bw::signal
