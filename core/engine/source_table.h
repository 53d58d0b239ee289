// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/feed/mt5/decoder.h"
#include "core/model/frame.h"

namespace bw::engine {

/// Who decodes the frames of a source, told by its name (feeds spec 1.1).
enum class Route : std::uint8_t { Timer, Control, BinanceStream, BinanceRest, Mt5Ticks, Mt5Csv, Unknown };

/// One line, all its connections: "demo.usdm/pub" of "demo.usdm/pub#3". Engine thread.
struct Line {
    std::string name;          // without #k
    std::string venue_market;  // "demo.usdm", "mt5.demo"
    std::string dialect;       // MT5: last seen
    std::array<std::uint64_t, 5> classes{};  // by FrameClass, settled frames
    std::uint64_t frames = 0;
    MonoTime last_mono;
    std::unique_ptr<feed::mt5::Decoder> mt5;  // one per gateway: it knows the time zone
};

struct Source {
    std::string name;
    Route route = Route::Unknown;
    Line* line = nullptr;      // Control: the line it speaks of
};

/// Source names to routes. The last one is remembered, so a burst from one source costs one comparison. Engine thread.
class SourceTable {
public:
    Source& of(std::string_view name) {
        if (m_last != nullptr && m_last->name == name) [[likely]] return *m_last;
        return *(m_last = &find(name));
    }
    [[nodiscard]] const std::deque<Line>& lines() const { return m_lines; }  // addresses stay valid

private:
    Source& find(std::string_view name);
    Line& lineOf(std::string_view name);
    static constexpr std::size_t kSourcesMax = 4'096;  // then the table starts again: names carry a connection number
    std::unordered_map<std::string, std::unique_ptr<Source>> m_sources;
    std::deque<Line> m_lines;
    Source* m_last = nullptr;
};

}  // namespace bw::engine
