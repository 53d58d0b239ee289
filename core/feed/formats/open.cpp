// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <utility>

#include "core/feed/formats/csv_reader.h"
#include "core/feed/formats/frame_reader.h"
#include "core/feed/formats/mt5_csv.h"
#include "core/feed/formats/sec_json.h"
#include "core/feed/formats/ts_json.h"

namespace bw::feed {
namespace {
constexpr std::array<std::string_view, 6> kFormats = {"ts-json",   "sec-json",  "mt5-csv",
                                                        "trades-csv", "ticks-csv", "klines-csv"};

/// Refuses what is no text at all, with a reason a person can act on.
Status checkText(const LineReader& lines) {
    const std::string_view head = lines.ahead();
    if (head.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        if (lines.pendingError()) {
            Error error = *lines.pendingError();
            error.detail = lines.name() + ": " + error.detail;
            return error;
        }
        return Error{Code::FileEmpty, "file", lines.name() + " holds no data"};
    }
    if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff"))
        return Error{Code::FileFormat, "file", lines.name() + " is UTF-16 text; save it as UTF-8"};
    if (head.substr(0, 4'096).find('\0') != std::string_view::npos)
        return Error{Code::FileFormat, "file", lines.name() + " is a binary file, not a text recording"};
    return Done{};
}
}  // namespace

std::span<const std::string_view> fileFormats() {
    return kFormats;
}

Result<std::unique_ptr<FrameReader>> openFile(const std::filesystem::path& path, std::string_view format,
                                              const OpenOptions& options) {
    if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end()) {
        std::string known;
        for (const std::string_view name : kFormats)
            known += std::string(known.empty() ? "" : ", ") + std::string(name);
        return Error{Code::FormatUnknown, "format",
                     "'" + std::string(format.substr(0, 40)) + "' is not a format of recordings; known: " + known};
    }
    auto source = ByteSource::open(path);
    if (!source) return source.error();
    auto lines = std::make_unique<LineReader>(std::move(*source), path.filename().string());
    if (const Status status = checkText(*lines); !status) return status.error();
    for (const csv::Content content : {csv::Content::Trades, csv::Content::Ticks, csv::Content::Klines})
        if (format == std::string(csv::contentName(content)) + "-csv")
            return CsvReader::open(std::move(lines), content, options, path.filename().string());
    if (format == "mt5-csv") return Mt5CsvReader::open(std::move(lines), options, path.filename().string());
    if (format == "sec-json") return SecJsonReader::open(std::move(lines), options);
    return TsJsonReader::open(std::move(lines), options);
}

}  // namespace bw::feed
