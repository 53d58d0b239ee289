// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/feed/mt5/decoder.h"
#include "core/model/frame.h"

namespace bw::engine {

class Instrument;
struct LineWatch;

/// Looks a std::string key up by a string_view without making a string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
template <class T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

/// Who decodes the frames of a source, told by its name (feeds spec 1.1).
enum class Route : std::uint8_t {
    Timer, Control, BinanceStream, BinanceRest, Mt5Ticks, Mt5Csv, Csv, OkxStream, OkxRest, DeribitStream, DeribitRest, Unknown
};

/// One line, all its connections: "demo.usdm/pub" of "demo.usdm/pub#3". Engine thread.
struct Line {
    std::string name;          // without #k
    std::string venue_market;  // "demo.usdm", "mt5.demo"
    std::string dialect;       // MT5: last seen
    std::array<std::uint64_t, 5> classes{};  // by FrameClass, settled frames
    std::uint64_t frames = 0;
    MonoTime last_mono;
    std::string_view (*market_of)(std::string_view symbol) = nullptr;  // venues whose lines carry all markets
    TextMap<Instrument*> by_symbol;
    Instrument* last = nullptr;              // most frames come in runs of one symbol
    LineWatch* watch = nullptr;              // what the alerts remember of it; owned by AlertDesk
    std::unique_ptr<feed::mt5::Decoder> mt5;  // one per gateway: it knows the time zone
};

struct Source {
    std::string name;
    Route route = Route::Unknown;
    Line* line = nullptr;      // Control: the line it speaks of
    std::uint64_t conn = 0;    // which connection (StreamWatch); 0: none, as REST and files
};

/// Source names to routes. The last one is remembered, so a burst from one source costs one comparison. Engine thread.
class SourceTable {
public:
    Source& of(std::string_view name) {
        if (m_last != nullptr && m_last->name == name) [[likely]] return *m_last;
        const auto it = m_sources.find(name);
        return *(m_last = it != m_sources.end() ? it->second.get() : &add(name));
    }
    [[nodiscard]] const std::deque<Line>& lines() const { return m_lines; }  // addresses stay valid
    [[nodiscard]] std::deque<Line>& lines() { return m_lines; }

private:
    Source& add(std::string_view name);
    Line& lineOf(std::string_view name);
    static constexpr std::size_t kSourcesMax = 4'096;  // then the table starts again: names carry a connection number
    TextMap<std::unique_ptr<Source>> m_sources;
    std::deque<Line> m_lines;
    Source* m_last = nullptr;
};

}  // namespace bw::engine
