// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "core/journal/files.h"
#include "core/model/result.h"
#include "core/model/times.h"

namespace bw::journal {

/// The one writer of a data_dir: an exclusive flock on <data_dir>/LOCK, held as long as this object lives. Only the
/// lock counts; the text in the file is for people. One thread; moves.
class DirLock {
public:
    /// Makes data_dir if absent. StoreLocked with the holder's text when another process has it, DirUnusable.
    static Result<DirLock> take(const std::filesystem::path& data_dir, std::string_view role, std::string_view version,
                                WallTime start);
    [[nodiscard]] const std::filesystem::path& dataDir() const { return m_data_dir; }

private:
    DirLock(Fd fd, std::filesystem::path data_dir) : m_fd(std::move(fd)), m_data_dir(std::move(data_dir)) {}
    Fd m_fd;
    std::filesystem::path m_data_dir;
};

/// True while some process holds the lock of `data_dir`. It looks by a shared lock of a few microseconds, which take()
/// waits out.
[[nodiscard]] bool isLocked(const std::filesystem::path& data_dir);

}  // namespace bw::journal
