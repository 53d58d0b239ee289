// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/tune.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "core/model/sha256.h"
#include "core/signal/calib/checkpoint.h"
#include "core/signal/calib/tune_cell.h"
#include "core/signal/calib/tune_choice.h"
#include "core/signal/detector.h"
#include "core/signal/eval/figures.h"
#include "core/signal/overrides.h"

namespace bw::signal::calib {
namespace {

constexpr std::size_t kSources = kChannels;
constexpr std::size_t kContexts = kTuneBuckets / kSources;  // session x liquidity; buckets of one source stand together

std::vector<TuneParams> gridOf(const TuneGrid& grid) {
    std::vector<TuneParams> all;
    for (const int swing_L : grid.swing_L)
        for (const double z_hi : grid.z_hi)
            for (const double z_mid : grid.z_mid) all.push_back({swing_L, z_hi, z_mid});
    return all;
}

DivergenceConfig configOf(const TuneOptions& options, const TuneParams& params) {
    DivergenceConfig config = options.base;
    config.swing_L = params.swing_L;
    config.z_hi = params.z_hi;
    config.z_mid = params.z_mid;
    config.warmup_min = std::max(config.warmup_min, 2 * config.swing_L + 1);
    return config;
}

Status checkGrid(const TuneOptions& options, const std::vector<TuneParams>& params) {
    if (params.empty()) return Error{Code::CfgConflict, "tune.grid", "the grid is empty: give each of its lists a value"};
    for (const TuneParams& one : params) {
        DivergenceConfig config = configOf(options, one);
        for (const auto& [name, value] : {std::pair{"swing_L", static_cast<double>(one.swing_L)}, {"z_hi", one.z_hi}, {"z_mid", one.z_mid}})
            if (const Status in_range = setDivergence(config, name, value); !in_range) return in_range;
        if (const Status fit = validate(config); !fit) return fit;
    }
    return Done{};
}

/// What the cells depend on: data, grid, settings, seed and code.
std::string keyOf(const eval::Study& study, const TuneOptions& options, const std::vector<TuneParams>& params) {
    Sha256 hash;
    const auto put = [&hash](const auto& value) { hash.update(&value, sizeof value); };
    hash.update(study.data_sha256 + "\n" + study.instrument + "\n" + study.sampling + "\n" + options.code_version + "\n");
    for (const Sample& sample : study.samples) {
        put(sample.t_ns);
        put(sample.price2);
        put(sample.segment);
        for (const Stat* stat : {&sample.z_ofi, &sample.z_cvd, &sample.fused, &sample.consistency}) {
            put(stat->value);
            put(stat->reason);
        }
    }
    for (const TuneParams& one : params) put(paramsHash(configOf(options, one), kAllChannels));
    const EvaluateConfig& e = options.evaluate;
    for (const int value : {e.min_events, e.min_events_test, e.permutations, e.bootstrap, e.spans}) put(value);
    put(e.entry_delay_ms);
    put(e.cost_bps);
    put(study.quotes.size());
    put(options.seed);
    return hex(hash.finish());
}

/// One detector run: all buckets of a parameter set and a source. Each worker has its own; the study is a copy.
class Worker {
public:
    Worker(const eval::Study& study, const TuneOptions& options) : m_study(study), m_options(options) {
        m_study.events.clear();
        m_study.controls.clear();
    }

    [[nodiscard]] Result<std::vector<CellData>> run(const TuneParams& params, Channel source, std::size_t first_cell) {
        const DivergenceConfig config = configOf(m_options, params);
        eval::runDetector(config, 1U << static_cast<unsigned>(source), m_study);
        eval::EvaluateOptions asked;
        asked.config = m_options.evaluate;
        asked.seed = m_options.seed;
        asked.params = config;
        asked.breakdown = false;
        const auto entries = eval::collectEntries(m_study, asked);
        if (!entries) return entries.error();
        std::vector<CellData> cells(kContexts);
        for (std::size_t context = 0; context < kContexts; ++context)
            fill(*entries, asked, tuneBucket(static_cast<std::size_t>(source) * kContexts + context), first_cell + context,
                 cells[context]);
        return cells;
    }

private:
    [[nodiscard]] std::vector<eval::Entry> inBucket(const std::vector<eval::Entry>& entries, const TuneBucket& bucket) const {
        std::vector<eval::Entry> out;
        std::copy_if(entries.begin(), entries.end(), std::back_inserter(out), [&](const eval::Entry& e) {
            const Sample& sample = m_study.samples[e.place];
            return sample.day_session == bucket.session && liquidityOf(sample.scenario) == bucket.liquidity;
        });
        return out;
    }
    void fill(const std::vector<eval::HorizonEntries>& all, const eval::EvaluateOptions& asked, const TuneBucket& bucket,
              std::size_t cell, CellData& out) const {
        const eval::Returns returns(m_study, asked.config);
        for (std::size_t h = 0; h < all.size(); ++h) {
            std::vector<eval::Entry> events = inBucket(all[h].events, bucket), controls = inBucket(all[h].controls, bucket);
            if (h == 0) {
                for (const eval::Entry& e : events) out.events.push_back({e.place, e.side, e.score});
                for (const eval::Entry& e : controls) out.controls.push_back({e.place, e.side, 0});
            }
            const auto untested = [](const eval::Entry& e) { return e.span == 0; };
            std::erase_if(events, untested);
            std::erase_if(controls, untested);
            eval::Moves moves;
            for (std::size_t span = 1; span < all[h].moves.size(); ++span) moves += all[h].moves[span];
            out.figures[h] = eval::testFigures({events, controls, moves, all[h].horizon, "cell/" + std::to_string(cell)}, returns, asked);
        }
    }

    eval::Study m_study;
    const TuneOptions& m_options;
};

/// All detector runs, shared by the workers.
class Runs {
public:
    Runs(const eval::Study& study, const TuneOptions& options, const std::vector<TuneParams>& params)
        : m_study(study), m_options(options), m_params(params), m_cells(params.size() * kTuneBuckets) {}

    [[nodiscard]] Result<std::vector<CellData>> all(std::size_t& resumed);

private:
    void resume();
    void work() noexcept;
    [[nodiscard]] Status doJob(Worker& worker, std::size_t job);
    void stopWith(Error error) {
        const std::lock_guard lock(m_mutex);
        if (!m_error) m_error = std::move(error);
        m_stop = true;
    }

    const eval::Study& m_study;
    const TuneOptions& m_options;
    const std::vector<TuneParams>& m_params;
    std::mutex m_mutex;  // of all below but the two atomics
    std::vector<std::optional<CellData>> m_cells;
    std::optional<Checkpoint> m_checkpoint;
    std::optional<Error> m_error;
    std::exception_ptr m_broken;
    std::size_t m_done = 0;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_stop{false};
};

void Runs::resume() {
    for (const auto& [cell, numbers] : m_checkpoint->done()) {
        CellData data;
        if (cell >= m_cells.size() || !decodeCell(numbers, data)) continue;
        const auto outside = [&](const CellData::Detection& d) { return d.place >= m_study.samples.size(); };
        if (std::any_of(data.events.begin(), data.events.end(), outside) ||
            std::any_of(data.controls.begin(), data.controls.end(), outside))
            continue;
        m_cells[cell] = std::move(data);
        ++m_done;
    }
}

Status Runs::doJob(Worker& worker, std::size_t job) {
    const std::size_t first = job * kContexts;
    {
        const std::lock_guard lock(m_mutex);
        const auto begin = m_cells.begin() + static_cast<std::ptrdiff_t>(first);
        if (std::all_of(begin, begin + kContexts, [](const auto& cell) { return cell.has_value(); })) return Done{};
    }
    auto cells = worker.run(m_params[job / kSources], static_cast<Channel>(job % kSources), first);
    if (!cells) return cells.error();
    const std::lock_guard lock(m_mutex);
    for (std::size_t context = 0; context < kContexts; ++context) {
        if (m_cells[first + context]) continue;
        if (m_checkpoint)
            if (const Status kept = m_checkpoint->append(first + context, encodeCell((*cells)[context])); !kept) return kept;
        m_cells[first + context] = std::move((*cells)[context]);
        ++m_done;
        if (m_options.progress) m_options.progress(m_done, m_cells.size());
    }
    return Done{};
}

void Runs::work() noexcept {
    try {
        Worker worker(m_study, m_options);
        const std::size_t jobs = m_params.size() * kSources;
        for (std::size_t job = m_next++; job < jobs && !m_stop; job = m_next++)
            if (const Status done = doJob(worker, job); !done) stopWith(done.error());
    } catch (...) {  // told by all(), on the caller's thread
        const std::lock_guard lock(m_mutex);
        m_broken = std::current_exception();
        m_stop = true;
    }
}

Result<std::vector<CellData>> Runs::all(std::size_t& resumed) {
    if (!m_options.checkpoint.empty()) {
        auto file = Checkpoint::open(m_options.checkpoint, keyOf(m_study, m_options, m_params));
        if (!file) return file.error();
        m_checkpoint.emplace(std::move(*file));
        resume();
        resumed = m_done;
    }
    if (m_done < m_cells.size()) {
        std::vector<std::jthread> threads;
        for (int i = 0; i < std::clamp(m_options.threads, 1, 64); ++i) threads.emplace_back([this] { work(); });
    }
    if (m_broken) std::rethrow_exception(m_broken);
    if (m_error) return *m_error;
    std::vector<CellData> out;
    for (auto& cell : m_cells) out.push_back(std::move(*cell));
    return out;
}

/// Time covered by each session and liquidity, hours: each sample stands for the time since the one before it.
std::array<double, kContexts> coveredHours(const eval::Study& study) {
    std::array<double, kContexts> hours{};
    for (std::size_t i = 1; i < study.samples.size(); ++i) {
        const Sample &before = study.samples[i - 1], &sample = study.samples[i];
        const Liquidity liquidity = liquidityOf(sample.scenario);
        if (liquidity == Liquidity::None || before.segment != sample.segment) continue;
        for (std::size_t context = 0; context < kContexts; ++context) {
            const TuneBucket bucket = tuneBucket(context);
            if (bucket.session == sample.day_session && bucket.liquidity == liquidity)
                hours[context] += static_cast<double>(sample.t_ns - before.t_ns) / 3.6e12;
        }
    }
    return hours;
}

double p95Latency(const CellData& cell, const eval::Study& study, int swing_L) {
    std::vector<double> ms;
    for (const CellData::Detection& event : cell.events) {
        const std::size_t pivot = event.place - std::min(event.place, static_cast<std::size_t>(swing_L));
        ms.push_back(static_cast<double>(study.samples[event.place].t_ns - study.samples[pivot].t_ns) / 1e6);
    }
    std::sort(ms.begin(), ms.end());
    return eval::quantileSorted(ms, 0.95);
}

/// q over every (cell, horizon) with enough independent events.
std::size_t tellFamily(std::vector<TuneCell>& cells, const EvaluateConfig& config) {
    std::vector<eval::Figures*> family;
    std::vector<double> p;
    for (TuneCell& cell : cells) {
        for (TuneHorizon& horizon : cell.horizons) {
            if (horizon.figures.n_ind < static_cast<std::uint64_t>(config.min_events_test)) continue;
            family.push_back(&horizon.figures);
            p.push_back(horizon.figures.p_binom);
        }
    }
    const std::vector<double> q = eval::benjaminiHochberg(p);
    for (std::size_t i = 0; i < family.size(); ++i) {
        family[i]->q = q[i];
        family[i]->in_family = true;
    }
    return family.size();
}

}  // namespace

TuneBucket tuneBucket(std::size_t place) noexcept {
    TuneBucket bucket;
    bucket.session = place / 2 % 2 == 0 ? DaySession::Day : DaySession::Night;
    bucket.liquidity = place % 2 == 0 ? Liquidity::Active : Liquidity::Quiet;
    bucket.source = static_cast<Channel>(place / kContexts);
    return bucket;
}

std::string tuneBucketName(const TuneBucket& bucket) {
    std::string name(daySessionName(bucket.session));
    return name.append("/").append(liquidityName(bucket.liquidity)).append("/").append(channelSourceName(bucket.source));
}

eval::Verdict TuneCell::verdict() const noexcept {
    eval::Verdict best = eval::Verdict::Insufficient;
    for (const TuneHorizon& horizon : horizons) best = std::max(best, horizon.figures.verdict);
    return best;
}

Result<TuneResult> tune(const eval::Study& study, const TuneOptions& options) {
    TuneResult result;
    result.options = options;
    result.params = gridOf(options.grid);
    const DivergenceConfig defaults;
    result.defaults = {defaults.swing_L, defaults.z_hi, defaults.z_mid};
    if (const Status fit = checkGrid(options, result.params); !fit) return fit.error();
    auto data = Runs(study, options, result.params).all(result.resumed);
    if (!data) return data.error();

    const ChoiceInput input(study, options, result.params, *data);
    const std::array<double, kContexts> hours = coveredHours(study);
    for (std::size_t i = 0; i < data->size(); ++i) {
        const CellData& own = (*data)[i];
        TuneCell cell;
        cell.params = result.params[i / kTuneBuckets];
        cell.bucket = tuneBucket(i % kTuneBuckets);
        cell.n_events = own.events.size();
        const double covered = hours[i % kContexts];
        if (covered > 0) cell.events_per_hour = static_cast<double>(cell.n_events) / covered;
        cell.p95_latency_ms = p95Latency(own, study, cell.params.swing_L);
        for (std::size_t h = 0; h < cell.horizons.size(); ++h) {
            cell.horizons[h].figures = own.figures[h];
            cell.horizons[h].folds = foldsOf(input.events(h, i), input.moves(h), input.horizon(h));
        }
        result.cells.push_back(std::move(cell));
    }
    result.family_size = tellFamily(result.cells, options.evaluate);
    for (TuneCell& cell : result.cells)
        for (TuneHorizon& horizon : cell.horizons)
            horizon.figures.verdict = verdictOf(horizon.figures, horizon.folds, options.evaluate);
    result.scopes = chooseScopes(input, result.cells);
    return result;
}

}  // namespace bw::signal::calib
