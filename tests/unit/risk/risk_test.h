// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <cerrno>
#include <functional>
#include <string>
#include <vector>

#include "core/risk/latch.h"

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

/// The real file system with a hook before and after each call: `before` may return an errno instead of the call.
class HookFs final : public PosixLatchFs {
public:
    std::function<int(std::string_view op, const std::string& path)> before = [](std::string_view, const std::string&) {
        return 0;
    };
    std::function<void(std::string_view op)> after = [](std::string_view) {};

    int stat(const std::string& path, FileStat& out) override {
        return wrap("stat", path, [&] { return PosixLatchFs::stat(path, out); });
    }
    int open(const std::string& path, int flags, unsigned mode, int& fd) override {
        const int error = wrap("open", path, [&] { return PosixLatchFs::open(path, flags, mode, fd); });
        if (error == 0) remember(fd, path);
        return error;
    }
    int read(int fd, void* data, std::size_t size, std::uint64_t offset, std::size_t& got) override {
        return wrap("read", pathOf(fd), [&] { return PosixLatchFs::read(fd, data, size, offset, got); });
    }
    int write(int fd, const void* data, std::size_t size, std::uint64_t offset) override {
        return wrap("write", pathOf(fd), [&] { return PosixLatchFs::write(fd, data, size, offset); });
    }
    int truncate(int fd, std::uint64_t size) override {
        return wrap("truncate", pathOf(fd), [&] { return PosixLatchFs::truncate(fd, size); });
    }
    int sync(int fd) override {
        return wrap("sync", pathOf(fd), [&] { return PosixLatchFs::sync(fd); });
    }
    int syncDir(const std::string& path) override {
        return wrap("syncDir", path, [&] { return PosixLatchFs::syncDir(path); });
    }
    int rename(const std::string& from, const std::string& to) override {
        return wrap("rename", to, [&] { return PosixLatchFs::rename(from, to); });
    }
    int unlink(const std::string& path) override {
        return wrap("unlink", path, [&] { return PosixLatchFs::unlink(path); });
    }
    int makeDir(const std::string& path, unsigned mode) override {
        return wrap("makeDir", path, [&] { return PosixLatchFs::makeDir(path, mode); });
    }
    int access(const std::string& path, int mode) override {
        return wrap("access", path, [&] { return PosixLatchFs::access(path, mode); });
    }
    int fsMagic(const std::string& path, std::uint64_t& magic) override {
        return wrap("fsMagic", path, [&] {
            const int error = PosixLatchFs::fsMagic(path, magic);
            if (magic_override != 0) magic = magic_override;
            return error;
        });
    }
    std::uint64_t magic_override = 0;

private:
    template <class Call>
    int wrap(std::string_view op, const std::string& path, Call&& call) {
        int error = before(op, path);
        if (error == 0) error = call();
        after(op);
        return error;
    }
    void remember(int fd, const std::string& path) {
        if (m_paths.size() <= static_cast<std::size_t>(fd)) m_paths.resize(static_cast<std::size_t>(fd) + 1);
        m_paths[static_cast<std::size_t>(fd)] = path;
    }
    [[nodiscard]] std::string pathOf(int fd) const { return m_paths[static_cast<std::size_t>(fd)]; }
    std::vector<std::string> m_paths;
};

/// Fails `op` on paths that contain `part` with `error`; "*" is any operation.
inline auto failing(std::string wanted_op, std::string part, int error) {
    return [=](std::string_view op, const std::string& path) {
        return (wanted_op == "*" || wanted_op == op) && path.find(part) != std::string::npos ? error : 0;
    };
}

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
    [[nodiscard]] PathEnv env() const {
        PathEnv env;
        env.data_dir = root() + "/data";
        env.lock_dir_config = root() + "/lock";
        env.system_lock_dir = root() + "/var_run";
        env.state_home = root() + "/state";
        env.watch_paths = std::vector<std::string>{root() + "/shared_kill_switch.lock"};
        return env;
    }
    [[nodiscard]] LatchPaths paths() {
        HookFs plain;
        plain.magic_override = 0xef53;  // the tests' own temporary directory may be a tmpfs
        return resolveLatchPaths(plain, env());
    }
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
