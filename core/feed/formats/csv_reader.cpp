// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/formats/csv_reader.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "core/feed/formats/sniff.h"
#include "core/feed/stamp.h"
#include "core/feed/transport/control_frame.h"
#include "core/model/frame.h"

namespace bw::feed {
namespace {

constexpr std::string_view kBareTicks = "ms_of_day,bid,ask";
constexpr std::size_t kFileNameMax = 80;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Midnight of the first YYYYMMDD in a name.
std::optional<std::int64_t> dayOfName(std::string_view name) {
    for (std::size_t i = 0; i + 8 <= name.size(); ++i) {
        const std::string_view digits = name.substr(i, 8);
        if ((i > 0 && isDigit(name[i - 1])) || !std::all_of(digits.begin(), digits.end(), isDigit)) continue;
        std::string text(digits);
        text.insert(6, "-").insert(4, "-").append(" 00:00");
        Stamp stamp;
        if (parseDateTime(text, stamp) == Code::Ok && checkStampRange(stamp.ns) == Code::Ok) return stamp.ns;
    }
    return std::nullopt;
}

/// `ms since midnight, bid, ask`: three plain numbers.
bool isBareTick(std::string_view line) {
    return std::count(line.begin(), line.end(), ',') == 2 && !line.empty() && isDigit(line.front()) &&
           std::all_of(line.begin(), line.end(), [](char c) { return isDigit(c) || c == ',' || c == '.'; });
}

std::string_view stem(std::string_view name) {
    for (bool shorter = true; shorter;) {
        shorter = false;
        for (const std::string_view ending : {".gz", ".zst", ".zip", ".csv", ".tsv", ".txt"})
            if (name.ends_with(ending)) {
                name.remove_suffix(ending.size());
                shorter = true;
            }
    }
    return name;
}

/// A part of a source name: what could end it or break its JSON becomes '_'.
std::string sourcePart(std::string_view name) {
    std::string out(stem(name).substr(0, kFileNameMax));
    for (char& c : out)
        if (!isDigit(c) && !isLetter(c) && c != '.' && c != '-') c = '_';
    return out;
}

}  // namespace

std::string symbolOfCsvName(std::string_view file_name) {
    std::string_view rest = stem(file_name);
    const std::string_view first = rest.substr(0, rest.find_first_of("_-. "));
    while (!rest.empty()) {  // a part written in capitals is one
        const std::size_t end = rest.find_first_of("_-. ");
        const std::string_view part = rest.substr(0, end);
        const auto is_upper = [](char c) { return (c >= 'A' && c <= 'Z') || isDigit(c); };
        if (part.size() >= 5 && std::all_of(part.begin(), part.end(), is_upper) && std::any_of(part.begin(), part.end(), isLetter))
            return std::string(part);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    std::string out(first);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

Result<std::unique_ptr<FrameReader>> CsvReader::open(std::unique_ptr<LineReader> lines, csv::Content content,
                                                     const OpenOptions& options, std::string_view file_name) {
    std::string_view rest = lines->ahead();
    std::string_view first;
    while (first.empty() && !rest.empty()) first = takeLine(rest);
    const auto day = dayOfName(file_name);
    const bool bare = content == csv::Content::Ticks && day && isBareTick(first);
    const std::string header(bare ? kBareTicks : first);
    auto columns = csv::Columns::fromHeader(header, content);
    if (!columns) {
        Error error = columns.error();
        error.code = Code::FileFormat;
        error.detail = lines->name() + ": " + error.detail + "; choose another --format, or put a header line on top";
        return error;
    }
    auto reader = std::unique_ptr<CsvReader>(new CsvReader(std::move(lines), std::move(*columns), header));
    reader->m_made_header = bare;
    reader->m_facts.day_ns = day.value_or(0);
    reader->name(content, options, file_name);
    return std::unique_ptr<FrameReader>(std::move(reader));
}

CsvReader::CsvReader(std::unique_ptr<LineReader> lines, csv::Columns columns, std::string header)
    : m_lines(std::move(lines)), m_columns(std::move(columns)), m_header(std::move(header)) {}

void CsvReader::name(csv::Content content, const OpenOptions& options, std::string_view file_name) {
    std::string venue = options.venue;
    if (venue.empty()) venue = content == csv::Content::Ticks ? "mt5.file" : "file.csv";
    if (venue == "mt5") venue = "mt5.file";
    const std::string_view kind = csv::contentName(content);
    m_source = venue + "/csv-" + std::string(kind) + "#" + sourcePart(file_name);
    m_control_source = controlName(m_source);
    m_symbol = !options.symbol.empty() ? options.symbol : m_columns.has(csv::Field::Symbol) ? "" : symbolOfCsvName(file_name);
    lookAhead();
    m_control = ControlFrame("csv").add("content", kind).add("symbol", m_symbol).add("header", m_header)
                    .add("day_ms", m_facts.day_ns / kNsPerMs).add("period_s", m_facts.period_s).text();
    m_control.append(kFramePadding, '\0');
}

/// The first readable time, which rows before it borrow; and the length of bars that do not say when they close: the
/// shortest step between the first rows.
void CsvReader::lookAhead() {
    constexpr int kRowsTried = 64;
    const bool steps = m_columns.content() == csv::Content::Klines && !m_columns.has(csv::Field::CloseTime);
    std::string_view rest = m_lines->ahead();
    if (!m_made_header)
        for (std::string_view line; line.empty() && !rest.empty();) line = takeLine(rest);
    std::int64_t previous = 0;
    std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
    for (int n = 0; !rest.empty() && (n < kRowsTried || m_wall.ns == 0); ++n) {
        std::int64_t ns = 0;
        if (m_columns.split(takeLine(rest), m_cells) != Code::Ok) continue;
        if (m_wall.ns == 0 && csv::receiveTime(m_cells, m_columns, m_facts, ns) == Code::Ok) m_wall = {ns};
        if (!steps || csv::eventTime(m_cells, m_columns, m_facts, ns) != Code::Ok) continue;
        if (previous != 0 && ns > previous) shortest = std::min(shortest, ns - previous);
        previous = ns;
    }
    constexpr std::int64_t kLongest = 366LL * 86'400 * kNsPerSec;
    if (shortest >= kNsPerSec && shortest <= kLongest) m_facts.period_s = static_cast<std::int32_t>(shortest / kNsPerSec);
}

Result<bool> CsvReader::next(FileFrame& out) {
    out = {};
    out.symbol = m_symbol;
    std::string_view row;
    bool is_header = std::exchange(m_made_header, false);
    out.made = is_header;
    if (!is_header) {
        const auto more = m_lines->next(row);
        if (!more || !*more) return more;
        is_header = row == m_header;
    }
    if (!is_header && m_columns.split(row, m_cells) == Code::Ok) {  // a row that cannot be split is the decoder's to refuse
        std::int64_t ns = 0;
        out.stamp_code = csv::receiveTime(m_cells, m_columns, m_facts, ns) == Code::Ok ? Code::Ok : Code::Stamp;
        if (out.stamp_code == Code::Ok) m_wall = {ns};
    }
    m_mono.ns = std::max(m_mono.ns, m_wall.ns);
    out.wall = m_wall;
    out.mono = m_mono;
    out.line = m_lines->lineNumber();
    out.source = is_header ? m_control_source : m_source;
    out.bytes = is_header ? std::string_view(m_control).substr(0, m_control.size() - kFramePadding) : row;
    return true;
}

}  // namespace bw::feed
