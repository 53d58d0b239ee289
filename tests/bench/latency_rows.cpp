// SPDX-License-Identifier: GPL-3.0-or-later
// Latency from scheduled arrival to the end of the signal stage, engine stepped on one pinned core.
#include <algorithm>
#include <cstdio>
#include <deque>
#include <string>
#include <vector>

#include "core/engine/pipeline.h"
#include "core/model/histogram.h"
#include "tests/bench/rows.h"

namespace bw::bench {
namespace {

constexpr double kRate = 10'000;

struct Due {
    std::int64_t at_ns;  // from the start of the timed part
    FrameView frame;
};

/// As many copies of the recordings as give 10,000 messages a second, each with instruments of its own and at its own
/// place in the recording, at the pace they were recorded: bursts keep their true shape. What a copy needs before its
/// place goes through the engine untimed.
struct Schedule {
    std::deque<std::string> names;  // own the source names
    std::vector<FrameView> warm_up;
    std::vector<Due> timed;
};

Schedule makeSchedule(const Recording& r, double seconds) {
    Schedule out;
    const double own_rate = static_cast<double>(r.frames.size()) / r.seconds();
    const int copies = std::max(1, static_cast<int>(kRate / own_rate + 0.5));
    const std::int64_t first = r.frames.front().recv_mono.ns;
    const double step_s = copies > 1 ? (r.seconds() - seconds - 2) / copies : 0;
    for (int k = 0; k < copies; ++k) {
        const std::int64_t from = first + static_cast<std::int64_t>((2 + step_s * k) * 1e9);
        const std::int64_t to = from + static_cast<std::int64_t>(seconds * 1e9);
        std::vector<std::pair<std::string_view, std::string_view>> renamed;  // recorded source -> this copy's
        for (const FrameView& frame : r.frames) {
            if (frame.recv_mono.ns >= to) break;
            auto it =
                std::find_if(renamed.begin(), renamed.end(), [&](const auto& n) { return n.first == frame.source; });
            if (it == renamed.end()) {
                const std::string_view tail = frame.source.substr(frame.source.find('.') + 1);  // "usdm/pub#1"
                out.names.push_back("demo.c" + std::to_string(k) + std::string(tail));
                it = renamed.insert(renamed.end(), {frame.source, out.names.back()});
            }
            FrameView copy = frame;
            copy.source = it->second;
            // One steady clock for all copies, else each would look minutes late to the bars of the others.
            copy.recv_mono = {first + std::max<std::int64_t>(0, frame.recv_mono.ns - from)};
            if (frame.recv_mono.ns < from)
                out.warm_up.push_back(copy);
            else
                out.timed.push_back({frame.recv_mono.ns - from, copy});
        }
    }
    std::stable_sort(out.timed.begin(), out.timed.end(), [](const Due& a, const Due& b) { return a.at_ns < b.at_ns; });
    return out;
}

}  // namespace

/// Open loop: a message is due at its place in the schedule whether the engine is ready or not; a late engine shows as
/// queueing, as it would live.
void latencyRows(const Inputs& in, double seconds, double ref_depth20_ns, std::vector<Row>& rows) {
    const Recording& r = in.recorded() ? in.mixed : in.depth20;
    const Schedule schedule = makeSchedule(r, std::min(seconds, r.seconds() - 3));
    NullSink sink;
    engine::Pipeline pipeline({}, sink);
    for (const FrameView& frame : schedule.warm_up) pipeline.onFrame(frame);
    pipeline.publish();
    Histogram latency, service;
    StealMeter steal;
    bool unpublished = false;
    const std::int64_t begin = nowNs() + 1'000'000;
    std::int64_t next_timer = begin;
    for (const Due& next : schedule.timed) {
        const std::int64_t due = begin + next.at_ns;
        std::int64_t now = nowNs();
        while (now < due) {
            // What the engine does when no message waits, at the end of a batch: views, and timers when they are due.
            if (unpublished) {
                pipeline.publish();
                unpublished = false;
            } else if (now >= next_timer && due - now > 50'000) {
                pipeline.onTimer(next.frame.recv_wall, next.frame.recv_mono);
                next_timer = now + 100 * kNsPerMs;
            }
            now = nowNs();
        }
        pipeline.onFrame(next.frame);
        const std::int64_t done = nowNs();
        latency.add(done - due);
        service.add(done - now);
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
        char raw[200];
        std::snprintf(raw, sizeof raw,
                      "\"p50_ns\":%lld,\"service_q_ns\":%lld,\"max_ns\":%lld,\"instruments\":%d,\"steal_share\":%.4f",
                      static_cast<long long>(latency.quantile(.5)), static_cast<long long>(service.quantile(q)),
                      static_cast<long long>(latency.max()), pipeline.instrumentCount(), stolen);
        out.raw = raw;
        rows.push_back(out);
    };
    row("lat.recv_signal.p99", .99, 10);
    row("lat.recv_signal.p999", .999, 50);
    std::fprintf(stderr, "  lat.recv_signal\n");
}

}  // namespace bw::bench
