// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace bw::feed {

/// The first line of `rest` without its end; `rest` loses it.
inline std::string_view takeLine(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

}  // namespace bw::feed
