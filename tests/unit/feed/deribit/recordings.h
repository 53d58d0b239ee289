// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <filesystem>
#include <string>
#include <vector>

#include "core/feed/formats/line_reader.h"

namespace bw::feed::deribit::test {

/// The lines of a recorded session, behind their "<seconds>: " or "<url> -> <seconds>: "; empty where it is not here.
inline std::vector<std::string> recorded(const char* file) {
    std::vector<std::string> out;
    const std::filesystem::path path =
        std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data" / "venue_sessions" / file;
    auto source = ByteSource::open(path);
    if (!source) return out;
    LineReader lines(std::move(*source), file);
    std::string_view line;
    for (auto more = lines.next(line); more && *more; more = lines.next(line)) {
        const std::size_t at = line.find(": {");
        if (at != std::string_view::npos && !line.starts_with("configuration") && line.find(" <- ") == std::string_view::npos)
            out.emplace_back(line.substr(at + 2));
    }
    return out;
}

}  // namespace bw::feed::deribit::test
