// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/engine/context.h"
#include "tests/bench/harness.h"
#include "tests/bench/recording.h"

namespace bw::bench {

/// Counts, keeps nothing: the benchmark's end of the engine.
class NullSink final : public engine::EngineSink {
public:
    void onItem(const api::DisplayItem&) override { ++items; }
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest) override {}
    [[nodiscard]] bool wantsItems() const override { return false; }
    std::uint64_t items = 0;
};

struct Inputs {
    Recording usdm, spot, coinm, mixed, depth20;
    [[nodiscard]] bool recorded() const { return !usdm.frames.empty() && !spot.frames.empty() && !coinm.frames.empty(); }
};

/// ns per message of the bare parser on depth20: the host's speed, by which absolute floors are scaled.
[[nodiscard]] double calibrate(const Recording& depth20);

void pipeRows(const Inputs& in, const PairOptions& options, double ref_depth20_ns, std::vector<Row>& rows);
/// OKX and Deribit: decode and book update through the pipeline, as messages a second beside the bare parser on depth20.
void venueRows(const Inputs& in, const PairOptions& options, double ref_depth20_ns, std::vector<Row>& rows);
void latencyRows(const Inputs& in, double seconds, double ref_depth20_ns, std::vector<Row>& rows);
void journalRows(const Inputs& in, const PairOptions& options, std::vector<Row>& rows);
void viewRows(const PairOptions& options, std::vector<Row>& rows);
/// The flow statistics: ns a call beside their budgets, and whether a call costs the same after many.
void signalRows(const PairOptions& options, std::vector<Row>& rows);
/// The divergence detector: ns a sample without and with pivots and with 16 parameter sets, gated; whether it stays so.
void detectorRows(const PairOptions& options, double ref_depth20_ns, std::vector<Row>& rows);
/// Each indicator, ns a bar.
void indicatorRows(std::vector<Row>& rows);
/// `bellwether replay --speed max` as a process, against the length of each recording.
void replayRows(const std::string& program, const std::string& data, const Inputs& in, std::vector<Row>& rows);
/// The workstation at 10,000 msg/s on the demo market under an X display, by its own frame figures.
void guiRows(const std::string& program, double seconds, std::vector<Row>& rows);

}  // namespace bw::bench
