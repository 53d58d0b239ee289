// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "core/model/times.h"

namespace bw {

/// The JSON scanner reads past the end of a message, never uses what it read. Every buffer that holds frames has this
/// many readable bytes behind the last one.
inline constexpr std::size_t kFramePadding = 64;

/// Exactly what came off the wire, as the engine sees it. `bytes` has kFramePadding readable bytes behind its end.
struct FrameView {
    std::string_view source;  // "binance.usdm/pub#3", "mt5.demo/ticks#1", "timer", "binance.usdm/pub#3!" for control
    WallTime recv_wall;
    MonoTime recv_mono;
    std::string_view bytes;
};

/// One owned frame payload with its padding; moved through queues, never copied.
class FrameBytes {
public:
    FrameBytes() = default;
    explicit FrameBytes(std::string_view bytes) : FrameBytes(bytes.size()) {
        if (!bytes.empty()) std::memcpy(m_data.get(), bytes.data(), bytes.size());
    }
    /// Uninitialised room for `size` bytes; fill through data().
    explicit FrameBytes(std::size_t size) : m_data(new char[size + kFramePadding]), m_size(size) {
        std::memset(m_data.get() + size, 0, kFramePadding);
    }
    [[nodiscard]] char* data() noexcept { return m_data.get(); }
    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] std::string_view view() const noexcept { return {m_data.get(), m_size}; }

private:
    std::unique_ptr<char[]> m_data;
    std::size_t m_size = 0;
};

/// Each frame gets exactly one class (feeds spec 1.2).
enum class FrameClass : std::uint8_t { Control, Applied, Rejected, InGap, Buffered };

}  // namespace bw
