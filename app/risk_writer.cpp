// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/risk_writer.h"

#include <pthread.h>

#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>

#include "core/model/crc32c.h"
#include "core/risk/latch_fs.h"

namespace bw::app {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kSuffix = ".day";
constexpr std::uintmax_t kStateMax = 1 << 20;

std::string checked(const std::string& json) {
    char room[16] = {};
    const auto end = std::to_chars(room, room + sizeof room, crc32c(json.data(), json.size()), 16).ptr;
    return std::string(room, end) + "\n" + json;
}

bool unchecked(std::string bytes, std::string& out) {
    const std::size_t line = bytes.find('\n');
    std::uint32_t crc = 0;
    if (line == std::string::npos || std::from_chars(bytes.data(), bytes.data() + line, crc, 16).ptr != bytes.data() + line) return false;
    out = bytes.substr(line + 1);
    return crc32c(out.data(), out.size()) == crc;
}

}  // namespace

RiskWriter::RiskWriter(risk::LatchFs& files, risk::Audit& audit, std::string dir,
                       std::function<void(Code, const std::string&)> on_trouble)
    : m_fs(files), m_audit(audit), m_dir(std::move(dir)), m_on_trouble(std::move(on_trouble)) {
    std::error_code error;
    fs::create_directories(m_dir, error);  // a folder that is not there is found by the first write
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "risk-writer");
        run();
    });
}

RiskWriter::~RiskWriter() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void RiskWriter::append(engine::AuditLine line) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_lines.size() >= kLinesMax) {
            ++m_dropped;
            return;
        }
        m_lines.push_back(std::move(line));
    }
    m_wake.notify_one();
}

void RiskWriter::save(std::string_view route, std::string_view json) {
    const std::scoped_lock lock(m_mutex);
    m_states[std::string(route)] = json;  // taken within a second
}

std::uint64_t RiskWriter::dropped() const {
    const std::scoped_lock lock(m_mutex);
    return m_dropped;
}

void RiskWriter::run() {
    auto next_states = std::chrono::steady_clock::now();
    for (bool stop = false; !stop;) {
        std::deque<engine::AuditLine> lines;
        std::map<std::string, std::string> states;
        std::uint64_t lost = 0;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, std::chrono::seconds(1), [this] { return m_stop || !m_lines.empty(); });
            stop = m_stop;
            lines.swap(m_lines);
            if (stop || std::chrono::steady_clock::now() >= next_states) {
                states.swap(m_states);
                next_states = std::chrono::steady_clock::now() + std::chrono::seconds(1);
            }
            lost = m_dropped - std::exchange(m_dropped_told, m_dropped);
        }
        for (engine::AuditLine& line : lines) {
            const Status written = m_audit.append({std::move(line.actor), std::move(line.channel), std::move(line.action), "", "",
                                                   line.cause, std::move(line.reason), std::move(line.detail)});
            tell(written ? Code::Ok : Code::AuditUnwritable, written ? std::string() : written.error().detail);
        }
        if (lost > 0) tell(Code::AuditUnwritable, std::to_string(lost) + " lines did not fit into the queue");
        if (!states.empty()) writeStates(std::move(states));
    }
}

void RiskWriter::writeStates(std::map<std::string, std::string> states) {
    for (const auto& [route, json] : states)
        if (const int failed = risk::replaceFile(m_fs, m_dir + "/" + route + std::string(kSuffix), checked(json), 0640); failed != 0)
            tell(Code::RiskDayStateMissing, "the day state of " + route + " was not saved: " + risk::errnoText(failed));
}

void RiskWriter::tell(Code code, const std::string& detail) {
    if (code == m_trouble) return;
    m_trouble = code;
    m_on_trouble(code, detail);
}

std::map<std::string, std::string> RiskWriter::load(const std::string& dir, std::vector<std::string>& damaged) {
    std::map<std::string, std::string> out;
    std::error_code error;
    for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (!name.ends_with(kSuffix)) continue;
        std::error_code size_error;
        std::string json;
        std::ifstream file(it->path(), std::ios::binary);
        const bool whole = fs::file_size(it->path(), size_error) <= kStateMax && !size_error && file &&
                           unchecked({std::istreambuf_iterator<char>(file), {}}, json);
        if (whole) out[name.substr(0, name.size() - kSuffix.size())] = std::move(json);
        else damaged.push_back(it->path().string());
    }
    return out;
}

}  // namespace bw::app
