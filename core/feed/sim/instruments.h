// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace bw::sim {

enum class Venue : std::uint8_t { Spot, Usdm, Mt5 };

/// One instrument of the demo market. Prices in units of 10^-price_digits, quantities of 10^-qty_digits.
struct SimInstrument {
    int index;  // position in instruments()
    Venue venue;
    std::string_view symbol;       // "BTCUSDT"
    std::string_view stream_name;  // "btcusdt"; MT5: the symbol
    std::string_view base, quote;
    int price_digits, qty_digits;
    int price_pad, qty_pad;   // decimals the venue prints; more than the digits on spot ("61837.63000000")
    std::int64_t tick_units;  // price step
    std::int64_t start_units;
    std::int64_t lot_units;           // the model's lot in quantity units; MT5: mean spread in ticks
    double sigma_calm, sigma_active;  // ticks per square root of a second
    std::uint64_t first_id, first_trade_id;
};

inline constexpr int kBookCount = 3;
inline constexpr int kTickCount = 3;
inline constexpr int kInstrumentCount = kBookCount + kTickCount;

/// The books first (usdm BTCUSDT, usdm ETHUSDT, spot BTCUSDT), then the MT5 symbols (EURUSD, GBPUSD, XAUUSD).
[[nodiscard]] const std::array<SimInstrument, kInstrumentCount>& instruments();
/// By stream name ("btcusdt") or symbol within a venue; nullptr when the demo has none.
[[nodiscard]] const SimInstrument* findByStream(Venue venue, std::string_view stream_name);
[[nodiscard]] const SimInstrument* findBySymbol(Venue venue, std::string_view symbol);
/// "demo.usdm.BTCUSDT", "mt5.demo.EURUSD".
[[nodiscard]] std::string instrumentId(const SimInstrument& instrument);

}  // namespace bw::sim
