// SPDX-License-Identifier: GPL-3.0-or-later
// Latency from scheduled arrival to the end of the signal stage, engine stepped on one pinned core.
#include <algorithm>
#include <cstdio>

#include "core/engine/pipeline.h"
#include "core/model/histogram.h"
#include "tests/bench/rows.h"

namespace bw::bench {

/// Open loop: a message is due at its place in the schedule whether the engine is ready or not. The recorded gaps are
/// squeezed so that the mean is 10,000 a second and the bursts stay; a late engine shows as queueing, as it would live.
void latencyRows(const Inputs& in, double seconds, double ref_depth20_ns, std::vector<Row>& rows) {
    const Recording& r = in.recorded() ? in.mixed : in.depth20;
    constexpr double kRate = 10'000;
    const double recorded_s = r.seconds();
    const double squeeze = recorded_s * kRate / static_cast<double>(r.frames.size());
    NullSink sink;
    engine::Pipeline pipeline({}, sink);
    Histogram latency;
    std::uint64_t late_starts = 0;
    StealMeter steal;
    const auto count = static_cast<std::size_t>(seconds * kRate);
    const std::int64_t first = r.frames.front().recv_mono.ns;
    const std::int64_t begin = nowNs() + 1'000'000;
    std::int64_t next_timer = begin;
    bool unpublished = false;
    for (std::size_t i = 0; i < std::min(count, r.frames.size()); ++i) {
        const FrameView& frame = r.frames[i];
        const std::int64_t due = begin + static_cast<std::int64_t>(static_cast<double>(frame.recv_mono.ns - first) / squeeze);
        std::int64_t now = nowNs();
        late_starts += now > due;
        while (now < due) {
            // What the engine does when no message waits, at the end of a batch: views, and timers when they are due.
            if (unpublished) {
                pipeline.publish();
                unpublished = false;
            } else if (now >= next_timer && due - now > 20'000) {
                pipeline.onTimer(frame.recv_wall, frame.recv_mono);
                next_timer = now + 100 * kNsPerMs;
            }
            now = nowNs();
        }
        pipeline.onFrame(frame);
        latency.add(nowNs() - due);
        unpublished = true;
    }
    const double stolen = steal.share();
    const auto row = [&](const char* id, double q, double floor_us) {
        Row out;
        out.id = id;
        out.unit = "us";
        out.higher_is_better = false;
        out.value = static_cast<double>(latency.quantile(q)) / 1e3;
        out.n = static_cast<int>(latency.count());
        out.floor = floor_us;
        out.scaled_floor = floor_us * std::max(1.0, ref_depth20_ns / 350);
        char raw[160];
        std::snprintf(raw, sizeof raw, "\"p50_ns\":%lld,\"max_ns\":%lld,\"late_starts\":%llu,\"steal_share\":%.4f",
                      static_cast<long long>(latency.quantile(.5)), static_cast<long long>(latency.max()),
                      static_cast<unsigned long long>(late_starts), stolen);
        out.raw = raw;
        rows.push_back(out);
    };
    row("lat.recv_signal.p99", .99, 10);
    row("lat.recv_signal.p999", .999, 50);
    std::fprintf(stderr, "  lat.recv_signal\n");
}

}  // namespace bw::bench
