// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness.h"

#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/model/random.h"

namespace bw::bench {
namespace {

constexpr double kStealMax = 0.02;

std::string shell(const std::string& command) {
    std::string out;
    if (std::FILE* pipe = popen(command.c_str(), "r")) {
        char room[256];
        while (std::fgets(room, sizeof room, pipe) != nullptr) out += room;
        pclose(pipe);
    }
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

/// 95 % interval of the median by 2,000 resamples.
void bootstrap(const std::vector<double>& values, double& lo, double& hi) {
    Random random(7);
    std::vector<double> medians, sample(values.size());
    for (int i = 0; i < 2'000; ++i) {
        for (double& v : sample) v = values[random.below(values.size())];
        medians.push_back(median(sample));
    }
    std::sort(medians.begin(), medians.end());
    lo = medians[50];
    hi = medians[1'949];
}

std::string number(double v) {
    char room[48];
    std::snprintf(room, sizeof room, v >= 1000 ? "%.0f" : "%.3f", v);
    return room;
}

}  // namespace

std::string Row::verdict() const {
    if (floor == 0) return "info";
    if (n < 5) return "noisy";
    const double limit = scaled_floor != 0 ? scaled_floor : floor;
    return (higher_is_better ? value >= limit : value <= limit) ? "pass" : "fail";
}

std::int64_t nowNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double StealMeter::share() {
    std::ifstream stat("/proc/stat");
    std::string cpu;
    stat >> cpu;
    std::uint64_t total = 0, steal = 0, value = 0;
    for (int i = 0; i < 8 && stat >> value; ++i) {
        total += value;
        if (i == 7) steal = value;
    }
    const double share = total > m_total ? static_cast<double>(steal - m_steal) / static_cast<double>(total - m_total) : 0;
    m_steal = steal;
    m_total = total;
    return share;
}

Row ratio(std::string id, double floor, const PairOptions& options, const std::function<std::uint64_t()>& reference,
          const std::function<std::uint64_t()>& subject) {
    Row row;
    row.id = std::move(id);
    row.unit = "ratio";
    row.floor = floor;
    StealMeter steal;
    std::vector<double> ratios, reference_ns, subject_ns;
    const auto slice = [&](const std::function<std::uint64_t()>& work) {
        std::uint64_t operations = 0;
        const std::int64_t begin = nowNs();
        std::int64_t end = begin;
        do {
            operations += work();
            end = nowNs();
        } while (end - begin < options.slice_ns);
        return static_cast<double>(end - begin) / static_cast<double>(operations);
    };
    static_cast<void>(slice(reference));  // warm-up
    static_cast<void>(slice(subject));
    for (int i = 0; static_cast<int>(ratios.size()) < options.pairs && i < options.pairs * 2; ++i) {
        static_cast<void>(steal.share());
        const double r = slice(reference);
        const double s = slice(subject);
        if (steal.share() > kStealMax) {
            ++row.discarded;
            continue;
        }
        ratios.push_back(r / s);
        reference_ns.push_back(r);
        subject_ns.push_back(s);
    }
    row.n = static_cast<int>(ratios.size());
    if (row.n == 0) return row;
    row.value = median(ratios);
    bootstrap(ratios, row.lo, row.hi);
    row.raw = "\"subject_ns\":" + number(median(subject_ns)) + ",\"reference_ns\":" + number(median(reference_ns));
    return row;
}

Host readHost() {
    Host host;
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.starts_with("model name")) {
            host.cpu = line.substr(line.find(':') + 2);
            break;
        }
    utsname name{};
    if (uname(&name) == 0) host.kernel = name.release;
    host.cores = static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN));
    host.compiler = "g++ " __VERSION__;
    host.commit = shell("git -C '" BW_SOURCE_DIR "' rev-parse --short HEAD 2>/dev/null");
    host.dirty = !shell("git -C '" BW_SOURCE_DIR "' status --porcelain --untracked-files=no 2>/dev/null").empty();
    return host;
}

bool report(const Host& host, const std::vector<Row>& rows, const std::string& path) {
    char when[32];
    const std::time_t now = std::time(nullptr);
    std::strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
    std::ostringstream json;
    json << "{\"schema\":1,\"commit\":\"" << host.commit << "\",\"dirty\":" << (host.dirty ? "true" : "false") << ",\"when\":\""
         << when << "\",\"host\":{\"cpu\":\"" << host.cpu << "\",\"cores\":" << host.cores << ",\"kernel\":\"" << host.kernel
         << "\",\"compiler\":\"" << host.compiler << "\",\"flags\":\"" BW_BUILD_FLAGS "\",\"steal_pct\":" << number(host.steal_pct)
         << ",\"ref_depth20_ns\":" << number(host.ref_depth20_ns) << "},\n \"results\":[";
    std::printf("%s, %d cores, %s, %s, steal %.1f %%, ref_depth20 %.0f ns\n\n", host.cpu.c_str(), host.cores, host.kernel.c_str(),
                host.compiler.c_str(), host.steal_pct, host.ref_depth20_ns);
    std::printf("%-26s %12s  %-22s %4s %10s  %-6s %s\n", "id", "value", "95 %", "n", "floor", "", "raw");
    bool good = true;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& r = rows[i];
        const double limit = r.scaled_floor != 0 ? r.scaled_floor : r.floor;
        good = good && r.verdict() != "fail";
        const std::string interval = r.lo == 0 && r.hi == 0 ? "" : "[" + number(r.lo) + ", " + number(r.hi) + "]";
        std::printf("%-26s %12s  %-22s %4d %10s  %-6s %s\n", r.id.c_str(), (number(r.value) + " " + (r.unit == "ratio" ? "" : r.unit)).c_str(),
                    interval.c_str(), r.n, r.floor == 0 ? "" : number(limit).c_str(), r.verdict().c_str(), r.raw.c_str());
        json << (i ? ",\n  " : "\n  ") << "{\"id\":\"" << r.id << "\",\"unit\":\"" << r.unit << "\",\"value\":" << number(r.value)
             << ",\"lo\":" << number(r.lo) << ",\"hi\":" << number(r.hi) << ",\"n\":" << r.n << ",\"better\":\""
             << (r.higher_is_better ? "higher" : "lower") << "\",\"floor\":" << number(r.floor) << ",\"scaled_floor\":" << number(limit)
             << ",\"verdict\":\"" << r.verdict() << "\",\"raw\":{" << r.raw << "},\"discarded\":" << r.discarded << "}";
    }
    json << "\n ]}\n";
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << json.str();
    std::printf("\nwritten to %s\n", path.c_str());
    return good;
}

void pinToCore(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<std::size_t>(core), &set);
    sched_setaffinity(0, sizeof set, &set);
}

}  // namespace bw::bench
