// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drill/drill.h"

#include <pthread.h>

#include <filesystem>
#include <utility>

#include "app/drill/drill_load.h"
#include "app/drill/drill_rig.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

/// A folder of its own, gone at the end.
class DrillDir {
public:
    explicit DrillDir(const std::string& below) : m_path(below + "/drill-" + risk::randomId().text().substr(0, 12)) {
        std::error_code error;
        std::filesystem::create_directories(m_path, error);
        m_error = error.message();
        m_made = !error;
    }
    DrillDir(const DrillDir&) = delete;
    DrillDir& operator=(const DrillDir&) = delete;
    ~DrillDir() {
        std::error_code ignored;  // a folder that stays does no harm
        if (m_made) std::filesystem::remove_all(m_path, ignored);
    }
    [[nodiscard]] Status made() const {
        return m_made ? Status(Done{}) : Status(Error{Code::DirUnusable, "drill", m_path + ": " + m_error});
    }
    [[nodiscard]] const std::string& path() const { return m_path; }

private:
    std::string m_path, m_error;
    bool m_made = false;
};

}  // namespace

Result<DrillReport> runDrill(risk::LatchFs& fs, const DrillOptions& options) {
    const auto cancelled = [&options] { return options.is_cancelled && options.is_cancelled(); };
    const DrillDir dir(options.dir);
    if (const Status made = dir.made(); !made) return made.error();
    const risk::SystemRiskClock clock;
    const WallTime started = clock.wall();
    auto load = DrillLoad::make(dir.path() + "/market", options.load_msgs_per_s);
    if (!load) return load.error();
    DrillRig rig(fs, dir.path());
    if (const Status ready = rig.start(); !ready) return ready.error();
    (*load)->start();
    std::vector<DrillRound> rounds;
    for (int i = 0; i < options.rounds; ++i) {
        const Result<DrillRound> round = rig.round(options.orders, cancelled);
        if (cancelled()) return Error{Code::Timeout, "drill", "ended early"};
        if (!round) return round.error();
        rounds.push_back(*round);
        if (options.on_progress) options.on_progress(static_cast<double>(i + 1) / options.rounds);
    }
    (*load)->stop();
    return judgeDrill(rounds, options.orders, (*load)->msgsPerSecond(), started);
}

std::string drillHistoryPath(const std::string& data_dir) { return data_dir + "/risk/drills.jsonl"; }

DrillRunner::DrillRunner(std::string data_dir, ExecutionMode mode, std::function<void(const Result<DrillReport>&)> on_done)
    : m_data_dir(std::move(data_dir)), m_mode(mode), m_on_done(std::move(on_done)) {
    if (Result<DrillHistory> history = loadDrills(m_fs, drillHistoryPath(m_data_dir))) m_history = std::move(history->reports);
    noteGood();
}

void DrillRunner::noteGood() {
    for (const DrillReport& report : m_history)
        if (report.pass) return m_good_ns.store(report.started.ns);
}

DrillRunner::~DrillRunner() {
    m_cancel.store(true);
    if (m_thread.joinable()) m_thread.join();
}

Status DrillRunner::start() {
    if (m_running.exchange(true)) return Error{Code::EngineBusy, "drill", "a drill runs already"};
    if (m_thread.joinable()) m_thread.join();
    m_progress.store(0);
    m_version.fetch_add(1);
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "drill");
        run();
    });
    return Done{};
}

void DrillRunner::run() {
    DrillOptions options;
    options.dir = m_data_dir + "/risk";
    options.is_cancelled = [this] { return m_cancel.load(); };
    options.on_progress = [this](double done) {
        m_progress.store(done);
        m_version.fetch_add(1);
    };
    Result<DrillReport> report = runDrill(m_fs, options);
    if (report) {
        const Status kept = addDrill(m_fs, drillHistoryPath(m_data_dir), *report);
        {
            const std::scoped_lock lock(m_mutex);
            m_history.insert(m_history.begin(), *report);
            if (m_history.size() > kDrillsMax) m_history.resize(kDrillsMax);
            noteGood();
        }
        if (!kept && m_on_done && !m_cancel.load()) m_on_done(kept.error());
    }
    m_running.store(false);
    m_version.fetch_add(1);
    if (m_on_done && !m_cancel.load()) m_on_done(report);
}

api::EngineApi::DrillStatus DrillRunner::status(WallTime now) const {
    api::EngineApi::DrillStatus out;
    out.running = m_running.load();
    out.progress = m_progress.load();
    const std::scoped_lock lock(m_mutex);
    out.history = m_history;
    out.overdue = drillOverdue(m_history, now, m_mode);
    return out;
}

std::optional<double> DrillRunner::ageS(WallTime now) const {
    if (m_mode == ExecutionMode::Off) return std::nullopt;
    return static_cast<double>(now.ns - m_good_ns.load()) / 1e9;
}

std::uint64_t DrillRunner::version(WallTime now) {
    DrillReport good;
    good.pass = true;
    good.started.ns = m_good_ns.load();
    const bool overdue = drillOverdue({good}, now, m_mode);
    if (std::exchange(m_was_overdue, overdue) != overdue) m_version.fetch_add(1);
    return m_version.load(std::memory_order_acquire);
}

}  // namespace bw::app
