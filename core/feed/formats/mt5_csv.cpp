// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/formats/mt5_csv.h"

#include <algorithm>
#include <utility>

#include "core/feed/formats/sniff.h"
#include "core/feed/stamp.h"

namespace bw::feed {
namespace {
constexpr std::string_view kHeader = "<DATE>\t<TIME>\t<BID>\t<ASK>";

bool isHeader(std::string_view line) {
    return line.starts_with("<DATE>");
}

/// A row's date and time, on the file's clock. Code Stamp if it has none.
Code rowTime(std::string_view row, std::int64_t& ns) {
    const std::size_t date_end = row.find('\t');
    if (date_end == std::string_view::npos) return Code::Stamp;
    Stamp stamp;
    if (parseDateTime(row.substr(0, row.find('\t', date_end + 1)), stamp) != Code::Ok) return Code::Stamp;
    ns = stamp.ns;
    return checkStampRange(ns) == Code::Ok ? Code::Ok : Code::Stamp;
}
}  // namespace

std::string_view symbolOfFileName(std::string_view file_name) {
    // The export's own names end in _<from>_<to>; a symbol may hold a '_' of its own, but not six digits behind it.
    for (std::size_t at = file_name.find('_'); at != std::string_view::npos; at = file_name.find('_', at + 1)) {
        const std::string_view tail = file_name.substr(at + 1, 6);
        if (tail.size() == 6 && std::all_of(tail.begin(), tail.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return file_name.substr(0, at);
    }
    for (const std::string_view ending : {".gz", ".zst", ".csv", ".txt"})
        if (file_name.ends_with(ending)) file_name.remove_suffix(ending.size());
    return file_name;
}

Result<std::unique_ptr<FrameReader>> Mt5CsvReader::open(std::unique_ptr<LineReader> lines, const OpenOptions& options,
                                                        std::string_view file_name) {
    std::string_view rest = lines->ahead();
    std::string_view line;
    while (line.empty() && !rest.empty()) line = takeLine(rest);
    std::int64_t ns = 0;
    if (line.starts_with(kHeader) || (rowTime(line, ns) == Code::Ok && std::count(line.begin(), line.end(), '\t') >= 3))
        return std::unique_ptr<FrameReader>(new Mt5CsvReader(std::move(lines), options, file_name));
    if (line.find("<OPEN>") != std::string_view::npos)
        return Error{Code::FileFormat, "mt5-csv", lines->name() + " is an export of bars; export ticks instead"};
    return Error{Code::FileFormat, "mt5-csv",
                 lines->name() +
                     " does not begin with `<DATE> <TIME> <BID> <ASK>` between tabs; export ticks from "
                     "MetaTrader's symbol window, or choose another --format"};
}

Mt5CsvReader::Mt5CsvReader(std::unique_ptr<LineReader> lines, const OpenOptions& options, std::string_view file_name)
    : m_lines(std::move(lines)),
      m_source((options.venue.empty() || options.venue == "mt5" ? "mt5.file" : options.venue) + "/csv"),
      m_symbol(options.symbol.empty() ? std::string(symbolOfFileName(file_name)) : options.symbol),
      m_offset_ns(options.offset_s * kNsPerSec) {
    std::string_view rest = m_lines->ahead();
    std::int64_t ns = 0;
    while (!rest.empty()) {  // a row before the first readable time borrows that one
        if (rowTime(takeLine(rest), ns) != Code::Ok) continue;
        m_wall = {ns - m_offset_ns};
        return;
    }
}

Result<bool> Mt5CsvReader::next(FileFrame& out) {
    std::string_view row;
    do {
        const auto more = m_lines->next(row);
        if (!more || !*more) return more;
    } while (isHeader(row));
    std::int64_t ns = 0;
    out.stamp_code = rowTime(row, ns);
    if (out.stamp_code == Code::Ok) m_wall = {ns - m_offset_ns};
    m_mono.ns = std::max(m_mono.ns, m_wall.ns);
    out.bytes = row;
    out.wall = m_wall;
    out.mono = m_mono;
    out.line = m_lines->lineNumber();
    out.symbol = m_symbol;
    out.source = m_source;
    return true;
}

}  // namespace bw::feed
