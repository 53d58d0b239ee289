// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/feed/formats/frame_reader.h"
#include "core/feed/formats/line_reader.h"

namespace bw::feed {

/// `<epoch seconds>: <raw JSON>` a line, with the recorder's own lines between them (feeds spec 1.1): `url <-> t` becomes
/// the control frame `open`, `url <- t: text` `sent`, `url -> t: body` a `rest` control frame and its body, and
/// `word: ...` without a stamp `header`. The `rest` frame stands for no line of its own: `made`.
class SecJsonReader final : public FrameReader {
public:
    /// Codes: FileFormat, Args (no venue).
    static Result<std::unique_ptr<FrameReader>> open(std::unique_ptr<LineReader> lines, const OpenOptions& options);

    [[nodiscard]] Result<bool> next(FileFrame& out) override;
    [[nodiscard]] double progress() const override { return m_lines->progress(); }

private:
    SecJsonReader(std::unique_ptr<LineReader> lines, const OpenOptions& options, WallTime first);
    void control(std::string_view source, std::string_view json, FileFrame& out);

    std::unique_ptr<LineReader> m_lines;
    std::string m_venue, m_symbol;
    std::string m_stream_source, m_stream_control, m_rest_source, m_rest_control;
    std::string m_control;       // bytes of the control frame last given out, with padding
    std::string_view m_body;     // REST body that follows its control frame
    bool m_has_body = false;
    WallTime m_wall;             // of the last readable stamp
    MonoTime m_mono;
};

/// What a REST request was for, told by its URL: "snapshot", "catalogue", "klines" or "other".
[[nodiscard]] std::string_view restPurpose(std::string_view url);
/// The value of `name` in a URL's query; empty if it is not there.
[[nodiscard]] std::string_view queryValue(std::string_view url, std::string_view name);
/// `text` with the values of key, secret, passphrase and signature members written `***`.
[[nodiscard]] std::string withoutSecrets(std::string_view text);

}  // namespace bw::feed
