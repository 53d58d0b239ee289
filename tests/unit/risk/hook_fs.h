// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cerrno>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/risk/latch_fs.h"
#include "core/risk/lock_paths.h"

namespace bw::risk::test {

/// The real file system with a hook before and after each call: `before` may return an errno instead of the call.
class HookFs final : public PosixLatchFs {
public:
    std::function<int(std::string_view op, const std::string& path)> before = [](std::string_view, const std::string&) {
        return 0;
    };
    std::function<void(std::string_view op, const std::string& path)> after = [](std::string_view, const std::string&) {
    };

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
    int tryLock(int fd) override {
        return wrap("tryLock", pathOf(fd), [&] { return PosixLatchFs::tryLock(fd); });
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
        after(op, path);
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

/// A place of its own under `root`; nothing of this machine is watched.
inline PathEnv benchEnv(const std::string& root) {
    PathEnv env;
    env.data_dir = root + "/data";
    env.lock_dir_config = root + "/lock";
    env.system_lock_dir = root + "/var_run";
    env.state_home = root + "/state";
    env.watch_paths = std::vector<std::string>{root + "/shared_kill_switch.lock"};
    return env;
}

/// As on an ordinary disk: the tests' own temporary directory may be a tmpfs.
inline LatchPaths benchPaths(const std::string& root) {
    HookFs plain;
    plain.magic_override = 0xef53;
    return resolveLatchPaths(plain, benchEnv(root));
}

}  // namespace bw::risk::test
