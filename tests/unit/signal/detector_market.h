// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/detector.h"
#include "tests/support/detector_reference.h"

// Sample series for the tests of the detector.
namespace bw::test {

inline constexpr std::int64_t kMarketStartNs = 1'723'075'200 * kNsPerSec;  // 2024-08-08T00:00:00Z
inline constexpr std::int64_t kTick2 = 2;

inline double normal(Random& random) {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.uniform();
    return sum;
}
inline void fuse(signal::Sample& s) {
    const FusionConfig w;
    if (!s.z_ofi.has() || !s.z_cvd.has()) {
        const Stat& only = s.z_ofi.has() ? s.z_ofi : s.z_cvd;
        s.fused = only;
        s.consistency = Stat::none(Reason::DegradedCvdOnly);
        return;
    }
    const double o = s.z_ofi.value, c = s.z_cvd.value;
    s.fused = Stat::of((w.w_ofi * o + w.w_cvd * c) / std::sqrt(w.w_ofi * w.w_ofi + w.w_cvd * w.w_cvd));
    const double small = std::min(std::abs(o), std::abs(c)), large = std::max(std::abs(o), std::abs(c));
    s.consistency = Stat::of(o * c < 0 || small < 1e-9 ? 0 : small / large);
}
inline signal::Sample plainSample(std::int64_t index, std::int64_t price2) {
    signal::Sample s;
    s.index = index;
    s.t_ns = kMarketStartNs + (index + 1) * kNsPerSec;
    s.price2 = price2;
    s.tick2 = kTick2;
    s.best_bid.units = price2 / 2 - 1;
    s.best_ask.units = price2 / 2 + 1;
    s.has_quote = true;
    return s;
}

/// The noise market of the signals spec, section 12: an integer walk, step round(2 N) ticks, flow independent N(0,1).
inline std::vector<signal::Sample> noiseMarket(Random& random, std::size_t n, bool one_channel) {
    std::vector<signal::Sample> out;
    std::int64_t price2 = 200'000;
    for (std::size_t i = 0; i < n; ++i) {
        price2 += kTick2 * std::llround(2 * normal(random));
        signal::Sample s = plainSample(static_cast<std::int64_t>(i), price2);
        s.z_cvd = Stat::of(normal(random));
        if (one_channel) {
            s.z_ofi = s.fused = s.consistency = Stat::none(Reason::NoBook);
        } else {
            s.z_ofi = Stat::of(normal(random));
            fuse(s);
        }
        out.push_back(s);
    }
    return out;
}

/// Anything that may reach a detector: ties and flat runs, nulls, values that are no number, breaks of price and channels,
/// equal and jumping times, ticks that change. `part` continues a series whose parts before it had n samples each.
inline std::vector<signal::Sample> fuzzedMarket(Random& random, std::size_t n, std::int32_t part = 0) {
    std::vector<signal::Sample> out;
    std::int64_t price2 = 20'000, t_ns = kMarketStartNs + part * 100 * static_cast<std::int64_t>(n) * kNsPerSec, range = 3;
    std::int32_t segment = part * 1'000'000;
    const std::int64_t index = part * static_cast<std::int64_t>(n);
    std::array<std::int32_t, kChannels> epoch{};
    std::array<bool, kChannels> off{};
    const auto value = [&]() -> Stat {
        switch (random.below(40)) {
            case 0: return Stat::none(Reason::Freeze);
            case 1: return Stat::of(std::numeric_limits<double>::quiet_NaN());
            case 2: return Stat::of(std::numeric_limits<double>::infinity());
            case 3: return Stat::of(0);
            default: return Stat::of(std::round(normal(random) * 16) / 8);  // ties, and beyond the clip
        }
    };
    for (std::size_t i = 0; i < n; ++i) {
        if (random.below(400) == 0) range = static_cast<std::int64_t>(random.below(30));
        if (random.below(700) == 0) ++segment;
        for (std::size_t c = 0; c < kChannels; ++c) {
            if (random.below(300) == 0) ++epoch[c];
            if (random.below(150) == 0) off[c] = !off[c];
        }
        if (random.below(3) != 0) price2 += static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * range + 1))) - range;
        t_ns += random.below(500) == 0 ? 400 * kNsPerSec : static_cast<std::int64_t>(random.below(400)) * kNsPerMs;
        signal::Sample s = plainSample(index + static_cast<std::int64_t>(i), price2);
        s.t_ns = t_ns;
        s.tick2 = i < n / 2 ? 2 : 1;
        s.segment = segment;
        s.epoch = epoch;
        s.z_ofi = off[0] ? Stat::none(Reason::BookNotSynced) : value();
        s.z_cvd = off[1] ? Stat::none(Reason::Gap) : value();
        s.fused = off[2] ? Stat::none(Reason::Warmup) : value();
        s.consistency = random.below(5) == 0 ? Stat::none(Reason::LagExceeded) : Stat::of(random.uniform());
        s.scenario = static_cast<Scenario>(random.below(5));
        s.day_session = static_cast<DaySession>(random.below(2));
        s.trade_priced = random.below(2) == 0;
        out.push_back(s);
    }
    return out;
}

// --- changes under which a detector must say the same; each of a sample, and of what is then said

/// Price and tick times ten.
inline signal::Sample tenfold(signal::Sample s) {
    s.price2 *= 10;
    s.tick2 *= 10;
    return s;
}
inline Said tenfold(Said s) {
    for (PivotPoint* p : {&s.event.a, &s.event.b, &s.event.detect, &s.withheld.a, &s.withheld.b}) p->price2 *= 10;
    s.event.prominence2 *= 10;
    return s;
}

inline constexpr std::int64_t kMirror = 1'000'000;
/// Price p -> c - p, bid and ask swapped, flow negated.
inline signal::Sample mirrored(signal::Sample s) {
    s.price2 = 2 * kMirror - s.price2;
    const Price bid = s.best_bid;
    s.best_bid.units = kMirror - s.best_ask.units;
    s.best_ask.units = kMirror - bid.units;
    for (Stat* z : {&s.z_ofi, &s.z_cvd, &s.fused}) z->value = -z->value;
    return s;
}
inline SignalType mirrored(SignalType type) {
    switch (type) {
        case SignalType::BullDiv: return SignalType::BearDiv;
        case SignalType::BearDiv: return SignalType::BullDiv;
        case SignalType::HiddenBull: return SignalType::HiddenBear;
        case SignalType::HiddenBear: return SignalType::HiddenBull;
        default: return type;
    }
}
inline Said mirrored(Said s) {
    SignalEvent& e = s.event;
    e.type = mirrored(e.type);
    for (PivotPoint* p : {&e.a, &e.b, &e.detect, &s.withheld.a, &s.withheld.b}) p->price2 = 2 * kMirror - p->price2;
    const Price bid = e.best_bid;
    e.best_bid.units = kMirror - e.best_ask.units;
    e.best_ask.units = kMirror - bid.units;
    e.ind_a = -e.ind_a;
    e.ind_b = -e.ind_b;
    for (Stat* z : {&e.z_ofi, &e.z_cvd, &e.fused_z}) z->value = -z->value;
    s.withheld.low = !s.withheld.low;
    s.control.side = -s.control.side;
    return s;
}

inline constexpr std::int64_t kLaterNs = 17 * 86'400 * kNsPerSec;
/// Seventeen days later.
inline signal::Sample later(signal::Sample s) {
    s.t_ns += kLaterNs;
    return s;
}
inline Said later(Said s) {
    for (PivotPoint* p : {&s.event.a, &s.event.b, &s.event.detect, &s.withheld.a, &s.withheld.b}) p->t_ns += kLaterNs;
    s.withheld.detect_t_ns += kLaterNs;
    s.control.detect_t_ns += kLaterNs;
    return s;
}

/// First difference between what is said over changed samples and what was said, changed; "" where there is none.
template <class Change>
std::string differenceUnder(Change change, const std::vector<signal::Sample>& samples, const DivergenceConfig& config) {
    const auto run = [&](auto&& each) {
        signal::Detector detector(config);
        Recorder told;
        for (const signal::Sample& s : samples) detector.update(each(s), told);
        return told.said;
    };
    std::vector<Said> want = run([](const signal::Sample& s) { return s; });
    for (Said& s : want) s = change(s);
    return want.empty() ? "nothing was said" : firstDifference(run(change), want);
}

}  // namespace bw::test
