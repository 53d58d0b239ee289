// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alerts/process_metrics.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "core/model/json_writer.h"

namespace bw::app {
namespace {

namespace fs = std::filesystem;

/// The threads between the wire and the views; "ZMQbg" are the I/O threads of the ZeroMQ library.
constexpr std::string_view kIngest[] = {"engine", "net", "zmq", "ZMQbg"};

std::string readAll(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

/// utime and stime stand 11 and 12 fields behind the name, which may hold blanks and brackets.
double ProcessSampler::ingestSeconds() const {
    const double hz = static_cast<double>(::sysconf(_SC_CLK_TCK));
    double sum = 0;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(m_proc + "/self/task", error)) {
        const std::string stat = readAll(entry.path().string() + "/stat");
        const std::size_t open = stat.find('('), close = stat.rfind(')');
        if (open == std::string::npos || close == std::string::npos) continue;  // it ended meanwhile
        const std::string_view name = std::string_view(stat).substr(open + 1, close - open - 1);
        if (std::none_of(std::begin(kIngest), std::end(kIngest), [&](std::string_view one) {
                return one == "ZMQbg" ? name.starts_with(one) : name == one;
            }))
            continue;
        std::istringstream rest(stat.substr(close + 2));
        std::string skipped;
        for (int i = 0; i < 11; ++i) rest >> skipped;
        double user = 0, system = 0;
        if (rest >> user >> system) sum += (user + system) / hz;
    }
    return sum;
}

std::optional<ProcessSampler::Cpu> ProcessSampler::cpu(std::int64_t now_ns) const {
    std::istringstream stat(readAll(m_proc + "/stat"));
    std::string name;
    stat >> name;
    Cpu out{now_ns, ingestSeconds(), 0, 0};
    double ticks = 0;
    for (int field = 0; field < 8 && stat >> ticks; ++field) {  // user nice system idle iowait irq softirq steal
        out.total += ticks;
        if (field != 3 && field != 4) out.busy += ticks;
    }
    if (name != "cpu" || out.total <= 0) return std::nullopt;
    return out;
}

std::string ProcessSampler::sample(const ProcessFacts& facts, std::int64_t now_ns) {
    JsonWriter json;
    json.open().str("ctl", "metrics");
    std::istringstream statm(readAll(m_proc + "/self/statm"));
    std::uint64_t pages = 0, resident = 0;
    if (statm >> pages >> resident) json.num("mem_rss_bytes", resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
    std::istringstream meminfo(readAll(m_proc + "/meminfo"));
    double total = 0, available = 0;
    for (std::string line; std::getline(meminfo, line);) {
        std::istringstream fields(line);
        std::string key;
        double value = 0;
        fields >> key >> value;
        if (key == "MemTotal:") total = value;
        if (key == "MemAvailable:") available = value;
    }
    if (total > 0 && available > 0) json.number("mem_host_pct", 100 * (total - available) / total, 2);
    if (const auto now = cpu(now_ns)) {
        if (m_count > 0) {
            const Cpu& then = m_cpu[m_count < m_cpu.size() ? 0 : m_count % m_cpu.size()];
            const double seconds = static_cast<double>(now->at_ns - then.at_ns) / 1e9;
            if (seconds > 0) json.number("cpu_ingest_pct", 100 * std::max(0.0, now->ingest_s - then.ingest_s) / seconds, 2);
            if (now->total > then.total) json.number("cpu_host_pct", 100 * (now->busy - then.busy) / (now->total - then.total), 2);
        }
        m_cpu[m_count++ % m_cpu.size()] = *now;
    }
    std::uint64_t waiting = 0;
    for (const auto& [name, length] : facts.queues) waiting += length;
    if (!facts.queues.empty()) {
        json.num("queue_len", waiting).open("queues");
        for (const auto& [name, length] : facts.queues) json.num(name, length);
        json.close();
    }
    if (facts.ingest_bytes) json.num("mem_ingest_bytes", *facts.ingest_bytes);
    if (facts.loop_p95_ns) json.integer("loop_p95_ns", *facts.loop_p95_ns);
    if (facts.drill_age_s) json.number("drill_age_s", *facts.drill_age_s, 0);
    const auto flag = [&json](const char* name, const std::optional<bool>& value) {
        if (value) json.num(name, *value ? 1 : 0);
    };
    flag("guard_lost", facts.guard_lost);
    flag("latch_not_durable", facts.latch_not_durable);
    flag("audit_unwritable", facts.audit_unwritable);
    flag("audit_mismatch", facts.audit_mismatch);
    return json.close().take();
}

ProcessMetrics::ProcessMetrics(std::function<ProcessFacts()> facts, std::function<void(const std::string&)> push)
    : m_facts(std::move(facts)), m_push(std::move(push)), m_thread([this] { loop(); }) {}

ProcessMetrics::~ProcessMetrics() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void ProcessMetrics::loop() {
    ::pthread_setname_np(::pthread_self(), "metrics");
    ProcessSampler sampler;
    std::unique_lock lock(m_mutex);
    while (!m_stop) {
        lock.unlock();
        const auto now = std::chrono::steady_clock::now();
        m_push(sampler.sample(m_facts(), std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count()));
        lock.lock();
        m_wake.wait_until(lock, now + std::chrono::seconds(1), [this] { return m_stop; });
    }
}

}  // namespace bw::app
