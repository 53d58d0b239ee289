// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/mt5/parts.h"

#include <cstdint>
#include <cstring>

namespace bw::feed::mt5 {

FrameBytes encodeParts(std::span<const std::string_view> parts) {
    std::size_t size = 0;
    for (const std::string_view part : parts) size += kPartLengthBytes + part.size();
    FrameBytes frame(size);
    char* at = frame.data();
    for (const std::string_view part : parts) {
        for (unsigned shift = 0; shift < 32; shift += 8) *at++ = static_cast<char>((part.size() >> shift) & 0xffU);
        if (!part.empty()) std::memcpy(at, part.data(), part.size());
        at += part.size();
    }
    return frame;
}

Code splitParts(std::string_view frame, Parts& out) noexcept {
    out = {};
    if (frame.size() > kMessageBytesMax) return Code::Size;
    while (!frame.empty()) {
        if (frame.size() < kPartLengthBytes || out.count == 2) return Code::Parts;
        std::size_t length = 0;
        for (std::size_t i = 0; i < kPartLengthBytes; ++i)
            length |= static_cast<std::size_t>(static_cast<unsigned char>(frame[i])) << (8 * i);
        frame.remove_prefix(kPartLengthBytes);
        if (length > frame.size()) return Code::Parts;
        (out.count++ == 0 ? out.first : out.second) = frame.substr(0, length);
        frame.remove_prefix(length);
    }
    return out.count == 0 ? Code::Parts : Code::Ok;
}

}  // namespace bw::feed::mt5
