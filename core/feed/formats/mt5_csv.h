// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

#include "core/feed/formats/frame_reader.h"
#include "core/feed/formats/line_reader.h"

namespace bw::feed {

/// MetaTrader's tick export: tab separated, one header line that is no frame, each row a frame. A row's own time is its
/// receive time. bw::feed::mt5::decodeMt5CsvRow reads the rows.
class Mt5CsvReader final : public FrameReader {
public:
    /// Codes: FileFormat.
    static Result<std::unique_ptr<FrameReader>> open(std::unique_ptr<LineReader> lines, const OpenOptions& options,
                                                     std::string_view file_name);

    [[nodiscard]] Result<bool> next(FileFrame& out) override;
    [[nodiscard]] double progress() const override { return m_lines->progress(); }

private:
    Mt5CsvReader(std::unique_ptr<LineReader> lines, const OpenOptions& options, std::string_view file_name);

    std::unique_ptr<LineReader> m_lines;
    std::string m_source, m_symbol;
    std::int64_t m_offset_ns;
    WallTime m_wall;
    MonoTime m_mono;
};

/// "EURUSD.s_201902040000_201902042359.csv.gz" and "EURUSD_20190204.csv" give "EURUSD.s" and "EURUSD".
[[nodiscard]] std::string_view symbolOfFileName(std::string_view file_name);

}  // namespace bw::feed
