// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/seen_log.h"

#include <pthread.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "core/model/sha256.h"
#include "core/risk/text.h"

namespace bw::app {
namespace {

constexpr std::size_t kQueueMax = 4'096;
constexpr std::int64_t kDayNs = 86'400 * kNsPerSec;

std::string fixed(double value, int decimals) {
    char room[64];
    std::snprintf(room, sizeof room, "%.*f", decimals, value);
    return room;
}

/// The last h of a log; a torn last line is cut off. 64 zeros where there is none.
std::string lastHash(const std::string& path) {
    std::string last(64, '0');
    std::ifstream in(path, std::ios::binary);
    std::string line;
    std::uintmax_t whole = 0;
    while (std::getline(in, line)) {
        if (in.eof()) break;  // no newline behind it: torn
        whole += line.size() + 1;
        constexpr std::string_view kMark = "\"h\":\"";
        if (const std::size_t at = line.rfind(kMark); at != std::string::npos && line.size() >= at + kMark.size() + 64)
            last = line.substr(at + kMark.size(), 64);
    }
    in.close();
    std::error_code error;
    if (std::filesystem::exists(path, error) && std::filesystem::file_size(path, error) > whole)
        std::filesystem::resize_file(path, whole, error);
    return last;
}

}  // namespace

SeenLog::SeenLog(std::string dir)
    : m_dir(std::move(dir)), m_queue(kQueueMax), m_thread([this](const std::stop_token& stop) { loop(stop); }) {}

SeenLog::~SeenLog() {
    m_thread.request_stop();
    m_thread.join();
    if (m_file != nullptr) std::fclose(m_file);
}

void SeenLog::push(const api::EngineApi::Seen& seen) {
    if (!m_queue.try_enqueue(seen)) m_dropped.fetch_add(1, std::memory_order_relaxed);
}

void SeenLog::loop(const std::stop_token& stop) {
    pthread_setname_np(pthread_self(), "seen-log");
    api::EngineApi::Seen seen;
    while (!stop.stop_requested())
        if (m_queue.wait_dequeue_timed(seen, std::chrono::milliseconds(100))) write(seen);
    while (m_queue.try_dequeue(seen)) write(seen);
}

void SeenLog::openDay(std::int64_t day) {
    if (m_file != nullptr) std::fclose(m_file);
    m_day = day;
    std::error_code error;
    std::filesystem::create_directories(m_dir, error);
    const std::string path = m_dir + "/" + risk::isoUtcMs({day * kDayNs}).substr(0, 10) + ".jsonl";
    const std::string prev = lastHash(path);
    if (m_prev.empty() || prev != std::string(64, '0')) m_prev = prev;  // a new day goes on from the one before
    m_file = std::fopen(path.c_str(), "ab");
}

void SeenLog::write(const api::EngineApi::Seen& seen) {
    const std::int64_t day = floorDiv(seen.painted.ns, kDayNs);
    if (day != m_day || m_file == nullptr) openDay(day);
    if (m_file == nullptr) {
        m_dropped.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    std::string line = "{\"event_id\":\"" + seen.event_id + "\",\"painted_ns\":" + std::to_string(seen.painted.ns) +
                       ",\"view\":\"" + std::string(seen.view) + "\",\"score\":" + fixed(seen.score, 2) +
                       ",\"p\":" + (seen.p.has() ? fixed(seen.p.value, 4) : "null") + ",\"prev\":\"" + m_prev + "\"";
    Sha256 h;
    h.update(m_prev);
    h.update("\n");
    h.update(line);
    h.update("}");
    m_prev = hex(h.finish());
    line += ",\"h\":\"" + m_prev + "\"}\n";
    if (std::fwrite(line.data(), 1, line.size(), m_file) != line.size() || std::fflush(m_file) != 0)
        m_dropped.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace bw::app
