// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

#include "core/feed/formats/frame_reader.h"
#include "core/feed/formats/line_reader.h"

namespace bw::feed {

/// `<local stamp> <raw combined-stream JSON or REST depth snapshot>` a line (feeds spec 1.1).
class TsJsonReader final : public FrameReader {
public:
    /// Codes: FileFormat, Args (no venue).
    static Result<std::unique_ptr<FrameReader>> open(std::unique_ptr<LineReader> lines, const OpenOptions& options);

    [[nodiscard]] Result<bool> next(FileFrame& out) override;
    [[nodiscard]] double progress() const override { return m_lines->progress(); }

private:
    TsJsonReader(std::unique_ptr<LineReader> lines, const OpenOptions& options, WallTime first);

    std::unique_ptr<LineReader> m_lines;
    std::string m_stream_source, m_rest_source, m_symbol;
    WallTime m_wall;  // of the last readable stamp
    MonoTime m_mono;
};

/// A JSON object with `lastUpdateId` and `bids` at its top level: a REST depth reply, no stream message.
[[nodiscard]] bool isDepthSnapshot(std::string_view json);

}  // namespace bw::feed
