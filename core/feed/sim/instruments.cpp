// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/instruments.h"

namespace bw::sim {

const std::array<SimInstrument, kInstrumentCount>& instruments() {
    // Ids start near the size live ones have, so that a reader which squeezes them into a double is found here.
    static constexpr std::array<SimInstrument, kInstrumentCount> kAll{{
        {0, Venue::Usdm, "BTCUSDT", "btcusdt", "BTC", "USDT", 2, 3, 2, 3, 10, 6'400'000, 4, 0.6, 3.0, 5'123'107'831'937,
         5'266'583'935},
        {1, Venue::Usdm, "ETHUSDT", "ethusdt", "ETH", "USDT", 2, 3, 2, 3, 1, 320'000, 60, 0.6, 3.0, 5'123'107'990'101,
         4'118'204'777},
        {2, Venue::Spot, "BTCUSDT", "btcusdt", "BTC", "USDT", 2, 5, 8, 8, 1, 6'400'150, 180, 0.6, 3.0, 50'093'239'189,
         3'735'683'259},
        {3, Venue::Mt5, "EURUSD", "EURUSD", "EUR", "USD", 5, 2, 5, 2, 1, 108'500, 10, 1.2, 3.0, 1, 0},
        {4, Venue::Mt5, "GBPUSD", "GBPUSD", "GBP", "USD", 5, 2, 5, 2, 1, 126'500, 14, 1.5, 4.0, 1, 0},
        {5, Venue::Mt5, "XAUUSD", "XAUUSD", "XAU", "USD", 2, 2, 2, 2, 1, 265'000, 22, 3.0, 9.0, 1, 0},
    }};
    return kAll;
}

const SimInstrument* findByStream(Venue venue, std::string_view stream_name) {
    for (const SimInstrument& instrument : instruments())
        if (instrument.venue == venue && instrument.stream_name == stream_name) return &instrument;
    return nullptr;
}

const SimInstrument* findBySymbol(Venue venue, std::string_view symbol) {
    for (const SimInstrument& instrument : instruments())
        if (instrument.venue == venue && instrument.symbol == symbol) return &instrument;
    return nullptr;
}

std::string instrumentId(const SimInstrument& instrument) {
    constexpr std::string_view kPrefix[] = {"demo.spot.", "demo.usdm.", "mt5.demo."};
    std::string id(kPrefix[static_cast<std::size_t>(instrument.venue)]);
    id += instrument.symbol;
    return id;
}

}  // namespace bw::sim
