// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verify_log.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "core/risk/text.h"

namespace bw::app {
namespace {
constexpr std::uintmax_t kSizeMax = 16U << 20;
constexpr std::int64_t kStarvedNs = 10 * kNsPerSec;
}  // namespace

void VerifyLog::line(WallTime now, std::string_view name, std::string_view level, std::string_view text) {
    const std::string path = m_dir + "/VERIFY_LOG.log";
    std::error_code error;
    if (std::filesystem::file_size(path, error) > kSizeMax && !error)
        std::filesystem::rename(path, m_dir + "/VERIFY_LOG.1.log", error);
    std::ofstream out(path, std::ios::app);
    out << '[' << risk::isoUtcMs(now) << "] [" << name << "] [" << level << "] " << text << '\n';
}

void VerifyLog::pulse(WallTime now, const Pulse& pulse) {
    const double since_s = pulse.since_last_ns < 0 ? -1 : static_cast<double>(pulse.since_last_ns) / 1e9;
    char text[160];
    std::snprintf(text, sizeof text, "[Heartbeat] receiver: ticks=%llu, buffer=%llu, time_since_last=%.1fs",
                  static_cast<unsigned long long>(pulse.ticks), static_cast<unsigned long long>(pulse.buffer), since_s);
    line(now, "receiver", "INFO", text);
    if (pulse.since_last_ns > kStarvedNs) {
        std::snprintf(text, sizeof text, "DATA_STARVED: no data for %.1fs", since_s);
        line(now, "receiver", "WARNING", text);
    }
    std::snprintf(text, sizeof text, "Circuit Breaker: %s (fail_count=%u)", pulse.safe ? "SAFE" : "ENGAGED", pulse.fail_count);
    line(now, "circuit_breaker", pulse.safe ? "INFO" : "ERROR", text);
}

}  // namespace bw::app
