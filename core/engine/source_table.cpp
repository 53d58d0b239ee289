// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/source_table.h"

#include "core/feed/deribit/decoder.h"
#include "core/feed/okx/decoder.h"
#include "core/model/hash.h"

namespace bw::engine {
namespace {

Route routeOf(std::string_view name) {
    if (name == "timer") return Route::Timer;
    if (name.ends_with('!')) return Route::Control;
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos) return Route::Unknown;
    const std::string_view kind = name.substr(slash + 1);
    if (kind.starts_with("csv-")) return Route::Csv;
    if (name.starts_with("mt5.")) return kind.starts_with("csv") ? Route::Mt5Csv : Route::Mt5Ticks;
    const bool rest = kind.starts_with("rest");
    if (name.starts_with("okx/")) return rest ? Route::OkxRest : Route::OkxStream;
    if (name.starts_with("deribit/")) return rest ? Route::DeribitRest : Route::DeribitStream;
    if (!name.starts_with("binance.") && !name.starts_with("demo.")) return Route::Unknown;
    return rest ? Route::BinanceRest : Route::BinanceStream;
}

/// The same for the frames of a connection and for its control frames.
std::uint64_t connectionOf(std::string_view name) {
    if (name.ends_with('!')) name.remove_suffix(1);
    const bool file = name.find("/csv-") != std::string_view::npos;
    return file || name.find('#') == std::string_view::npos ? 0 : fnv1a(name);
}

}  // namespace

Line& SourceTable::lineOf(std::string_view name) {
    if (name.ends_with('!')) name.remove_suffix(1);
    name = name.substr(0, name.find('#'));
    for (Line& line : m_lines)
        if (line.name == name) return line;
    Line& line = m_lines.emplace_back();
    line.name = name;
    line.venue_market = name.substr(0, name.find('/'));
    if (line.venue_market == "okx") line.market_of = &feed::okx::marketOf;
    if (line.venue_market == "deribit") line.market_of = &feed::deribit::marketOf;
    return line;
}

Source& SourceTable::add(std::string_view name) {
    if (m_sources.size() >= kSourcesMax) m_sources.clear();
    auto source = std::make_unique<Source>();
    source->name = name;
    source->route = routeOf(name);
    source->line = &lineOf(name);
    source->conn = connectionOf(name);
    return *m_sources.emplace(source->name, std::move(source)).first->second;
}

}  // namespace bw::engine
