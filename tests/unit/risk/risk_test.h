// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "core/risk/latch.h"
#include "tests/unit/risk/hook_fs.h"

namespace bw::risk::test {

/// A clock that moves only when told to.
class StepClock final : public RiskClock {
public:
    [[nodiscard]] WallTime wall() const noexcept override { return {m_wall_ns.load()}; }
    [[nodiscard]] MonoTime mono() const noexcept override { return {m_mono_ns.load()}; }
    [[nodiscard]] MonoTime boot() const noexcept override { return {m_mono_ns.load()}; }
    void advance(std::int64_t ns) {
        m_wall_ns += ns;
        m_mono_ns += ns;
    }

private:
    std::atomic<std::int64_t> m_wall_ns{1'768'482'810'123'000'000};  // 2026-01-15T13:13:30.123Z
    std::atomic<std::int64_t> m_mono_ns{5'000'000'000};
};

inline std::string readBytes(const std::string& path) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll().toStdString();
}

inline bool writeBytes(const std::string& path, const std::string& bytes) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
           file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size());
}

/// A lock directory, a data directory and a log directory of their own; nothing of this machine is watched.
struct Bench {
    QTemporaryDir dir;
    HookFs fs;
    StepClock clock;
    ExecutionMode mode = ExecutionMode::Off;
    bool has_journal = false;
    std::vector<std::string> notices;  // "CODE: text", of the hooks below
    LatchHooks hooks{{}, [this](Severity, Code code, const std::string& text) {
                         notices.push_back(std::string(codeName(code)) + ": " + text);
                     }};

    [[nodiscard]] std::string root() const { return dir.path().toStdString(); }
    [[nodiscard]] std::string logDir() const { return root() + "/log"; }
    [[nodiscard]] PathEnv env() const { return benchEnv(root()); }
    [[nodiscard]] LatchPaths paths() const { return benchPaths(root()); }
    [[nodiscard]] LatchConfig config() {
        LatchConfig config;
        config.paths = paths();
        config.facts = {mode, has_journal, false};
        config.version = "0.1.0";
        config.host = "desk";
        return config;
    }
    [[nodiscard]] bool heard(std::string_view code) const {
        for (const std::string& one : notices)
            if (one.starts_with(std::string(code) + ":")) return true;
        return false;
    }
};

}  // namespace bw::risk::test
