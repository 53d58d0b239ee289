// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/result.h"

namespace bw::signal::calib {

/// Finished work of a long run, one line each, on the disk before the next one is written: a killed run goes on where it was.
/// The first line names what the work depends on; a file of other work is begun again, a line that was torn is cut.
/// One thread at a time; the file must not be shared by two runs.
class Checkpoint {
public:
    /// error: FileOpen, FileWrite.
    [[nodiscard]] static Result<Checkpoint> open(const std::filesystem::path& path, std::string_view key);
    Checkpoint(Checkpoint&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)), m_done(std::move(other.m_done)) {}
    Checkpoint& operator=(Checkpoint&&) = delete;
    ~Checkpoint();

    /// Numbers of each finished piece; doubles come back exactly, NaN as NaN.
    [[nodiscard]] const std::map<std::size_t, std::vector<double>>& done() const { return m_done; }
    /// Written and synced when it returns. FileWrite.
    [[nodiscard]] Status append(std::size_t piece, const std::vector<double>& numbers);

private:
    explicit Checkpoint(int fd) : m_fd(fd) {}
    int m_fd = -1;
    std::map<std::size_t, std::vector<double>> m_done;
};

}  // namespace bw::signal::calib
