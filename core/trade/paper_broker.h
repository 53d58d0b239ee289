// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/trade/desk_core.h"

namespace bw::trade {

/// The embedded broker (risk spec 3.4): netting account, fills from the book or the quote in hand, latency by the frames'
/// time. Engine thread.
///   market  walks the synced depth from the opposite touch; without depth all of it fills at the touch. Too little depth:
///           the rest is cancelled. `slip_ticks` makes each price worse.
///   limit   all of it at its own price once the opposite touch reaches it or a trade prints through it
///   stop    becomes market once a trade or the opposite touch reaches it; while the market is not usable it waits
///   P&L     fills are kept as sums of price x quantity, so averages lose nothing; see Held
class PaperBroker {
public:
    PaperBroker(DeskCore& core, Account& account);

    /// The gate let it pass: SENDING now, at the venue after the latency.
    void submit(Tracked& tracked);
    /// At once, also before it arrived. `code` says why it was.
    void cancel(Tracked& tracked, Code code, std::string_view text = {});
    /// A replace the gate let pass.
    void replace(Tracked& tracked, std::optional<Qty> qty, std::optional<Price> price);
    void cancelAll(Code code, std::string_view text = {});
    /// HALTED: everything goes; REDUCING: what opens. Flatten orders stay.
    void onLatch();
    void onMarket(std::string_view instrument) { work(instrument, std::nullopt); }
    void onPrint(std::string_view instrument, Price price) { work(instrument, price); }
    void onTimer();
    /// A new account: orders cancelled, positions gone, the balance as configured.
    void reset();
    /// The account's state into the limits.
    void report();

    [[nodiscard]] bool wants(std::string_view instrument) const;
    [[nodiscard]] bool idle() const;
    [[nodiscard]] Money balance() const { return m_balance; }
    /// With open positions at the price that closes them.
    [[nodiscard]] Money equity();

private:
    void work(std::string_view instrument, std::optional<Price> print);
    void step(Tracked& tracked, std::optional<Price> print);
    void arrive(Tracked& tracked, const MarketFacts& market);
    void take(Tracked& tracked, const MarketFacts& market);
    void book(Tracked& tracked, Qty qty, Int128 cost);
    [[nodiscard]] bool usable(const MarketFacts& market) const;
    [[nodiscard]] Money feeOf(const Held& held, Qty qty, Int128 cost) const;

    DeskCore& m_core;
    Account& m_account;
    Money m_balance;
    std::uint64_t m_readings = 0;
    MonoTime m_last_reading;
};

}  // namespace bw::trade
