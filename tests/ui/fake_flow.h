// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/api/views.h"
#include "core/model/random.h"

namespace bw::uitest {

/// Samples for widgets only: two waves with noise, the default thresholds, the warm-up of a segment; a book that is
/// withheld leaves the OFI out and begins a new segment. GUI thread.
class FakeFlow {
public:
    explicit FakeFlow(std::uint64_t seed) : m_random(seed) {}
    /// The sample that ends at `end`; also fills `view.flow`.
    [[nodiscard]] api::FlowPoint next(api::MarketView& view, EventTime end);

private:
    [[nodiscard]] double noise();
    void mix(api::FlowPoint& point, bool has_book, bool has_tape);
    Random m_random;
    std::int64_t m_index = 0, m_segment_index = 0;
    std::int32_t m_segment = 0;
    bool m_withheld = false;
    double m_ofi = 0, m_cvd = 0;
};

}  // namespace bw::uitest
