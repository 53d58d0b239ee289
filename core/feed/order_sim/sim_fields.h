// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bw::sim {

/// The members of one JSON object, each as written: strings without quotes and escapes, all else as its bare token, so
/// that "0.10" stays "0.10". Any one thread.
class SimFields {
public:
    /// False: no JSON object.
    [[nodiscard]] bool read(std::string_view json);
    /// Empty: absent, null or "".
    [[nodiscard]] std::string_view operator[](std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return !(*this)[name].empty(); }
    /// Absent or no whole number: nullopt.
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;
    /// In units of 10^-8; absent or no number: nullopt.
    [[nodiscard]] std::optional<std::int64_t> units(std::string_view name) const;

private:
    std::vector<std::pair<std::string, std::string>> m_members;
};

}  // namespace bw::sim
