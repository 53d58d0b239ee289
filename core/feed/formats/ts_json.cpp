// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/formats/ts_json.h"

#include <algorithm>
#include <utility>

#include "core/feed/formats/sniff.h"
#include "core/feed/stamp.h"

namespace bw::feed {
namespace {
/// The leading stamp and what follows it. Code Stamp if there is none.
Code splitStamp(std::string_view line, WallTime& wall, std::string_view& rest) {
    const std::size_t end = line.find_first_of(" \t");
    Stamp stamp;
    if (parseStamp(line.substr(0, end), stamp) != Code::Ok) return Code::Stamp;
    wall = {stamp.ns};
    rest = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
    return Code::Ok;
}
}  // namespace

bool isDepthSnapshot(std::string_view json) {
    if (json.starts_with("{\"stream\"")) return false;  // nearly every line of a recording
    bool has_id = false;
    bool has_bids = false;
    int depth = 0;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && --depth <= 0) return false;
        if (c != '"') continue;
        const std::size_t begin = i + 1;
        for (++i; i < json.size() && json[i] != '"'; ++i)
            if (json[i] == '\\') ++i;
        if (depth != 1 || i >= json.size() || json.compare(i + 1, 1, ":") != 0) continue;
        const std::string_view key = json.substr(begin, i - begin);
        has_id = has_id || key == "lastUpdateId";
        has_bids = has_bids || key == "bids";
        if (has_id && has_bids) return true;
    }
    return false;
}

Result<std::unique_ptr<FrameReader>> TsJsonReader::open(std::unique_ptr<LineReader> lines, const OpenOptions& options) {
    if (options.venue.empty())
        return Error{Code::Args, "ts-json",
                     "the format does not say where its data come from; add --venue binance.usdm"};
    constexpr int kLinesTried = 16;  // a damaged first line must not make the file a stranger
    std::string_view rest = lines->ahead();
    for (int n = 0; n < kLinesTried && !rest.empty();) {
        const std::string_view line = takeLine(rest);
        if (line.empty()) continue;
        ++n;
        WallTime wall;
        std::string_view json;
        if (splitStamp(line, wall, json) == Code::Ok && json.starts_with('{'))
            return std::unique_ptr<FrameReader>(new TsJsonReader(std::move(lines), options, wall));
    }
    return Error{Code::FileFormat, "ts-json",
                 lines->name() + " has no lines of the form `<time stamp> {json}`; choose another --format"};
}

TsJsonReader::TsJsonReader(std::unique_ptr<LineReader> lines, const OpenOptions& options, WallTime first)
    : m_lines(std::move(lines)),
      m_stream_source(options.venue + "/pub#1"),
      m_rest_source(options.venue + "/rest"),
      m_symbol(options.symbol),
      m_wall(first),
      m_mono{first.ns} {}

Result<bool> TsJsonReader::next(FileFrame& out) {
    std::string_view line;
    const auto more = m_lines->next(line);
    if (!more || !*more) return more;
    out.bytes = line;
    out.stamp_code = splitStamp(line, m_wall, out.bytes);
    m_mono.ns = std::max(m_mono.ns, m_wall.ns);
    out.wall = m_wall;
    out.mono = m_mono;
    out.line = m_lines->lineNumber();
    out.symbol = m_symbol;
    out.source = out.stamp_code == Code::Ok && isDepthSnapshot(out.bytes) ? m_rest_source : m_stream_source;
    return true;
}

}  // namespace bw::feed
