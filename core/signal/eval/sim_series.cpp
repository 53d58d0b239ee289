// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/sim_series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "core/model/times.h"
#include "core/signal/detector.h"

namespace bw::signal::eval {
namespace {

constexpr std::int64_t kStartNs = 1'723'075'200 * kNsPerSec;  // 2024-08-08T00:00:00Z
constexpr std::int64_t kTick = 2;                             // price units: half ticks are whole
constexpr std::int64_t kStartPrice = 100'000 * kTick;
constexpr std::size_t kSteered = 20, kFirstReturn = 10;
constexpr double kTurn = 1.0 / 40;  // momentum

std::int64_t noiseTicks(Random& random) {
    return std::llround(2 * portableNormal(random));
}

enum class Plant : std::uint8_t { None, Truth, Inverse };

/// The next steps of a steered market, price units. The first ten sum to `sign`, and so do all twenty.
std::array<std::int64_t, kSteered> steeredSteps(Random& random, int sign) {
    std::array<std::int64_t, kSteered> steps{};
    std::int64_t before = 0;
    for (std::size_t from = 0; from < kSteered; from += kFirstReturn) {
        std::int64_t sum;
        do {
            sum = before;
            for (std::size_t i = from; i < from + kFirstReturn; ++i) {
                steps[i] = kTick * noiseTicks(random);
                sum += steps[i];
            }
        } while (sum * sign <= 0);
        before = sum;
    }
    return steps;
}

/// Makes the samples one by one; prices, flow and truth have random numbers of their own.
class Market {
public:
    explicit Market(const SimSeries& options)
        : m_price_random(options.seed),
          m_flow_random(options.seed ^ 0x666c6f77ULL),
          m_truth_random(options.seed ^ 0x7472757468ULL),
          m_plant(options.name == "planted"           ? Plant::Truth
                  : options.name == "planted_inverse" ? Plant::Inverse
                                                      : Plant::None),
          m_momentum(options.name == "momentum") {}

    [[nodiscard]] bool cvdAlone() const noexcept { return m_plant != Plant::None; }

    void next(std::int64_t index, Sample& out) {
        out = Sample();
        out.index = index;
        out.t_ns = kStartNs + (index + 1) * kNsPerSec;
        m_price += step();
        out.price2 = 2 * m_price;
        out.tick2 = 2 * kTick;
        out.best_bid = {m_price - kTick / 2};
        out.best_ask = {m_price + kTick / 2};
        out.has_quote = true;
        out.trades = 1;
        fillFlow(out);
        fillContext(out);
    }

    /// Draws the truth of an event and steers the steps after it.
    void plant(const SignalEvent& event) {
        if (m_plant == Plant::None || event.side() == 0) return;
        if (m_last_steered >= 0 && event.detect.index - m_last_steered < static_cast<std::int64_t>(kSteered)) return;
        m_last_steered = event.detect.index;
        const double truth = m_plant == Plant::Truth ? plantedTruth(event.score) : 1 - plantedTruth(event.score);
        m_steps = steeredSteps(m_price_random, m_truth_random.uniform() < truth ? event.side() : -event.side());
        m_steps_left = kSteered;
    }

private:
    std::int64_t step() {
        if (m_steps_left > 0) return m_steps[kSteered - m_steps_left--];
        const std::int64_t noise = kTick * noiseTicks(m_price_random);
        if (!m_momentum) return noise;
        if (m_price_random.uniform() < kTurn) m_drift = -m_drift;
        return noise + m_drift;
    }
    void fillFlow(Sample& out) {
        const double ofi = portableNormal(m_flow_random), cvd = portableNormal(m_flow_random);
        out.z_cvd = out.z_cvd_raw = Stat::of(cvd);
        if (cvdAlone()) {
            out.z_ofi = out.fused = out.consistency = Stat::none(Reason::NoBook);
            return;
        }
        const FusionConfig fusion;
        out.z_ofi = Stat::of(ofi);
        out.fused = Stat::of((fusion.w_ofi * ofi + fusion.w_cvd * cvd) /
                             std::sqrt(fusion.w_ofi * fusion.w_ofi + fusion.w_cvd * fusion.w_cvd));
        const double small = std::min(std::abs(ofi), std::abs(cvd)), large = std::max(std::abs(ofi), std::abs(cvd));
        out.consistency = Stat::of(ofi * cvd < 0 || small < 1e-9 ? 0 : small / large);
    }
    /// Regimes take turns by the hour, so that every bucket has events and none knows of the price.
    static void fillContext(Sample& out) {
        const ScenarioConfig scenario;
        const std::int64_t hour = floorDiv(out.t_ns, 3600 * kNsPerSec), of_day = hour % 24;
        out.scenario = hour % 2 == 0 ? (hour / 2 % 2 == 0 ? Scenario::ActiveHigh : Scenario::ActiveLow)
                                     : (hour / 2 % 2 == 0 ? Scenario::QuietHigh : Scenario::QuietLow);
        out.scenario_reason = Reason::None;
        out.session = static_cast<Session>(of_day / 8);
        out.day_session =
            of_day >= scenario.day_start_h && of_day < scenario.day_end_h ? DaySession::Day : DaySession::Night;
    }

    Random m_price_random, m_flow_random, m_truth_random;
    Plant m_plant;
    bool m_momentum;
    std::int64_t m_price = kStartPrice, m_drift = kTick / 2, m_last_steered = -1;
    std::array<std::int64_t, kSteered> m_steps{};
    std::size_t m_steps_left = 0;
};

}  // namespace

double portableNormal(Random& random) noexcept {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += random.uniform();
    return sum;
}

Result<Study> makeSimStudy(const SimSeries& options) {
    if (std::find(std::begin(kSimNames), std::end(kSimNames), options.name) == std::end(kSimNames))
        return Error{Code::FormatUnknown, "sim.name",
                     options.name + " is none of noise, planted, planted_inverse, momentum"};
    Study study;
    Market market(options);
    const unsigned primaries = market.cvdAlone() ? 1U << static_cast<unsigned>(Channel::Cvd) : kAllChannels;
    study.instrument = "sim." + options.name;
    study.sampling = "1s";
    study.params_hash = paramsHash(options.params, primaries);
    study.price_digits = 2;
    study.paths = {"sim:" + options.name};
    study.samples.reserve(options.samples);
    study.quotes.reserve(options.samples);
    StudyRecorder recorder(study);
    Detector detector(options.params, primaries, study.params_hash);
    Sample sample;
    for (std::size_t i = 0; i < options.samples; ++i) {
        market.next(static_cast<std::int64_t>(i), sample);
        study.samples.push_back(sample);
        study.quotes.push_back({sample.t_ns, sample.best_bid.units, sample.best_ask.units});
        const std::size_t before = study.events.size();
        detector.update(sample, recorder);
        for (std::size_t e = before; e < study.events.size(); ++e) market.plant(study.events[e]);
    }
    countCoverage(study);
    study.data_sha256 = seriesSha256(study);
    return study;
}

}  // namespace bw::signal::eval
