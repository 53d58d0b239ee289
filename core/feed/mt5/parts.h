// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <string_view>

#include "core/model/code.h"
#include "core/model/frame.h"

namespace bw::feed::mt5 {

inline constexpr std::size_t kMessageBytesMax = 1U << 20;  // one ZeroMQ message, all parts with their lengths
inline constexpr std::size_t kPartLengthBytes = 4;

/// The bytes of a frame: each part as u32 little-endian length + payload, padded. Any thread.
[[nodiscard]] FrameBytes encodeParts(std::span<const std::string_view> parts);

/// The reverse, for at most two parts. `first` and `second` view into `frame`.
struct Parts {
    int count = 0;
    std::string_view first, second;
};
/// Codes: Parts (none, more than two, or lengths that do not fit the frame), Size.
[[nodiscard]] Code splitParts(std::string_view frame, Parts& out) noexcept;

}  // namespace bw::feed::mt5
