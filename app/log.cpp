// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <deque>
#include <filesystem>
#include <mutex>
#include <vector>

#include "core/feed/transport/clock.h"

namespace bw::app {
namespace {
constexpr std::size_t kTailMax = 4'096;  // lines that wait for the log view; drop oldest

spdlog::level::level_enum levelOf(Severity severity) {
    switch (severity) {
        case Severity::Info: return spdlog::level::info;
        case Severity::Warning: return spdlog::level::warn;
        case Severity::Critical: return spdlog::level::err;
    }
    return spdlog::level::info;
}
}  // namespace

struct Log::Impl {
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
    std::mutex mutex;
    std::deque<api::EngineApi::LogLine> tail;
};

Log::Log(const Options& options) : m_impl(std::make_unique<Impl>()) {
    std::vector<spdlog::sink_ptr> sinks;
    std::error_code error;
    std::filesystem::create_directories(options.dir, error);
    m_path = (std::filesystem::path(options.dir) / "bellwether.log").string();
    try {
        sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(m_path, 10U << 20, 5));
    } catch (const spdlog::spdlog_ex& failure) {
        m_problem = failure.what();
    }
    if (options.to_stderr) sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    m_impl->pool = std::make_shared<spdlog::details::thread_pool>(8'192, 1);
    m_impl->logger = std::make_shared<spdlog::async_logger>("bellwether", sinks.begin(), sinks.end(), m_impl->pool,
                                                            spdlog::async_overflow_policy::overrun_oldest);
    m_impl->logger->set_level(spdlog::level::from_str(options.level == "warning" ? "warn" : options.level));
    m_impl->logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %L %v");
    m_impl->logger->flush_on(spdlog::level::info);
}

Log::~Log() {
    m_impl->logger->flush();
    m_impl->logger.reset();
}

void Log::notice(Severity severity, std::string_view text) {
    m_impl->logger->log(levelOf(severity), spdlog::string_view_t(text.data(), text.size()));
}

void Log::line(Severity severity, std::string_view text) {
    notice(severity, text);
    const std::scoped_lock lock(m_impl->mutex);
    if (m_impl->tail.size() == kTailMax) m_impl->tail.pop_front();
    m_impl->tail.push_back({feed::SystemClock().wall(), severity, std::string(text)});
}

bool Log::nextLine(api::EngineApi::LogLine& out) {
    const std::scoped_lock lock(m_impl->mutex);
    if (m_impl->tail.empty()) return false;
    out = std::move(m_impl->tail.front());
    m_impl->tail.pop_front();
    return true;
}

}  // namespace bw::app
