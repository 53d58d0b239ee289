// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/feed/csv/rows.h"
#include "core/feed/formats/frame_reader.h"
#include "core/feed/formats/line_reader.h"

namespace bw::feed {

/// Text tables by header name: trades-csv, ticks-csv, klines-csv. A row is a frame of `<venue>/csv-<content>#<file>`; a
/// header line is a control frame of that source, and says what bw::feed::csv needs to read the rows:
///   {"ctl":"csv","content":"trades","symbol":"LTCUSDT","header":"timestamp,price,…","day_ms":0,"period_s":0}
/// A row's receive time is its receive column, else its event time. Quotes without a header, `ms since midnight, bid,
/// ask` with the date in the file's name, are read too: their header frame is made.
class CsvReader final : public FrameReader {
public:
    /// Codes: FileFormat (a needed column is not there).
    static Result<std::unique_ptr<FrameReader>> open(std::unique_ptr<LineReader> lines, csv::Content content,
                                                     const OpenOptions& options, std::string_view file_name);

    [[nodiscard]] Result<bool> next(FileFrame& out) override;
    [[nodiscard]] double progress() const override { return m_lines->progress(); }

private:
    CsvReader(std::unique_ptr<LineReader> lines, csv::Columns columns, std::string header);
    void name(csv::Content content, const OpenOptions& options, std::string_view file_name);
    void lookAhead();

    std::unique_ptr<LineReader> m_lines;
    csv::Columns m_columns;
    csv::FileFacts m_facts;
    csv::Cells m_cells;
    std::string m_header, m_source, m_control_source, m_symbol;
    std::string m_control;         // the header frame, with padding
    bool m_made_header = false;    // it stands for no line and comes first
    WallTime m_wall;               // of the last readable time
    MonoTime m_mono;
};

/// The symbol a recording's name gives away: "LTCUSDT_2025-06-21_06h_trades.csv.gz" and "binance_spot_BTCUSDT_2025.csv"
/// give LTCUSDT and BTCUSDT, "eurusd_oanda_20140501.zip" EURUSD.
[[nodiscard]] std::string symbolOfCsvName(std::string_view file_name);

}  // namespace bw::feed
