// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/code.h"
#include "core/model/result.h"
#include "core/model/times.h"

namespace bw::feed {

/// One frame of a foreign recording. Everything it points to is valid until the same reader's next call.
struct FileFrame {
    std::string_view source;     // "binance.usdm/pub#1", "binance.usdm/rest", "mt5.file/csv"
    std::string_view symbol;     // whose data these are where the bytes do not say; empty: they do, or nobody knows
    WallTime wall;               // the line's own stamp
    MonoTime mono;               // the same, never below an earlier frame's
    std::string_view bytes;      // without line end; kFramePadding readable bytes behind
    Code stamp_code = Code::Ok;  // Stamp: no readable stamp, so the previous one stands here and the frame is a reject
    std::uint64_t line = 0;      // of its file, from 1
    bool made = false;           // stands for no line of its own: goes to the engine and into no count of lines
};

/// Frames in receive order. One thread at a time; memory: the longest line, at least 1 MiB.
class FrameReader {
public:
    virtual ~FrameReader() = default;
    /// False at the end. An error comes after every frame before it; the next call then goes on with what is left (the
    /// other files of a merge), or is the end. Codes: FileRead, FileTruncated, Size.
    [[nodiscard]] virtual Result<bool> next(FileFrame& out) = 0;
    /// 0 to 1, by bytes of the file read.
    [[nodiscard]] virtual double progress() const = 0;
};

struct OpenOptions {
    std::string venue;          // ts-json, sec-json: needed, "binance.usdm"; mt5-csv, ticks-csv: empty or "mt5" is
                                // "mt5.file"; trades-csv, klines-csv: empty is "file.csv"
    std::string symbol;         // --symbol; tables take it from their own column or the file name if empty
    std::int64_t offset_s = 0;  // mt5-csv: the file's clock ahead of UTC
};

/// What `format` may be here; journal segments have their own reader.
[[nodiscard]] std::span<const std::string_view> fileFormats();

/// Opens a recording, plain or compressed (.gz, .zst, .zip of one file: told by content, not by name), and looks at its start.
/// Codes: FormatUnknown, FileOpen, FileEmpty, FileFormat (binary, or not this format), FileRead, FileTruncated, Args.
[[nodiscard]] Result<std::unique_ptr<FrameReader>> openFile(const std::filesystem::path& path, std::string_view format,
                                                            const OpenOptions& options);

/// `paths` with each directory replaced by the recordings in it, by name: tables (.csv, .tsv, .txt, also packed) for a
/// format of tables, else everything that is not hidden and no licence or readme. Where names of a directory hold `symbol`,
/// the others are left out. Codes: FileOpen (also: no recording in it).
[[nodiscard]] Result<std::vector<std::filesystem::path>> recordingFiles(const std::vector<std::string>& paths,
                                                                        std::string_view format, std::string_view symbol);

/// Several recordings as one, by receive time; equal times keep the order of `readers`, then of lines.
[[nodiscard]] std::unique_ptr<FrameReader> mergeByTime(std::vector<std::unique_ptr<FrameReader>> readers);

}  // namespace bw::feed
