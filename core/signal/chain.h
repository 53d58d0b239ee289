// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/signal/series.h"
#include "core/signal/side_suspect.h"

namespace bw::signal {

/// All signals of one instrument: what was verified goes in, samples, events and outcomes come out (signals spec 0). A pure
/// function of its calls: it reads no clock. Times are event time, ns; a step back of at most a second counts as the last
/// time, a longer one is refused and counted. Engine thread. No allocation after the constructor but by events.
class Chain {
public:
    Chain(const SignalConfig& config, std::string_view symbol, ChainSink& sink);

    // --- what was verified, in its order
    /// One applied message of the rebuilt book.
    void onBook(std::int64_t t_ns, const std::array<std::int64_t, kOfiLevels>& e) {
        if (!stamp(t_ns)) return;
        for (const auto& series : m_series) series->onBook(e, m_now_ns);
    }
    /// New best quotes, of the venue's ticker or of the rebuilt book.
    void onQuote(std::int64_t t_ns, const Quote& quote) {
        if (!stamp(t_ns)) return;
        m_now.quote = quote;
        ++m_now.quotes;
        if (m_mid && !m_book_broken) [[likely]] takeMid();
        else pickSource();
    }
    /// A trade that counts.
    void onTrade(std::int64_t t_ns, Price price, Qty qty, Side side);
    /// Time goes on where nothing comes: `t_ns` is event time now by the steady clock.
    void onTime(std::int64_t t_ns);

    // --- what broke
    void onBookBreak(Reason why);
    void onBookBack();
    /// Trades were lost: until the next one nothing is known of them.
    void onTradeBreak(Reason why);
    void onQuoteBreak(Reason why);
    void onSessionChange();

    [[nodiscard]] bool empty() const { return m_series.empty(); }
    [[nodiscard]] int count() const { return static_cast<int>(m_series.size()); }
    [[nodiscard]] const Series& series(int sampling) const { return *m_series[static_cast<std::size_t>(sampling)]; }
    [[nodiscard]] const ScenarioClock& scenario() const { return m_scenario; }
    [[nodiscard]] const SignalConfig& config() const { return m_config; }
    struct Counters {
        std::uint64_t time_backward = 0, time_refused = 0, time_jumps = 0, segments = 0, late_trades = 0;
        std::uint64_t breaks[kReasons] = {};
    };
    [[nodiscard]] const Counters& counters() const { return m_counters; }
    void setQtyDigits(int digits) { m_now.qty_digits = digits; }

private:
    /// False: too far back, the call is refused. Closes what ends at or before the time.
    bool stamp(std::int64_t t_ns) {
        if (t_ns >= m_now_ns && t_ns < m_due_ns) [[likely]] {
            m_now_ns = t_ns;
            return true;
        }
        return stampSlow(t_ns);
    }
    bool stampSlow(std::int64_t t_ns);
    void closeDue(std::int64_t t_ns);
    void closeSecond();
    void findDue();
    void begin(std::int64_t t_ns);
    void takeMid() noexcept;
    void takeTradePrice(Price price) noexcept;
    void pickSource();
    void resumeTrades();
    void resumePrice();
    void newSegment(Reason why);
    void bumpEpoch(Channel channel);
    void clearWindows();
    void anchor();
    [[nodiscard]] bool longBreak(std::int64_t since_ns) const {
        return m_now_ns - since_ns > m_config.sampling.keep_window_ms * kNsPerMs;
    }

    SignalConfig m_config;
    std::string m_symbol;
    ChainSink& m_sink;
    std::vector<std::unique_ptr<Series>> m_series;
    ScenarioClock m_scenario;
    SideSuspect m_suspect;
    MarketNow m_now;
    bool m_mid = false;             // the price is the mid; else trades
    bool m_source_known = false;
    bool m_has_book = false, m_book_broken = false, m_trades_broken = false, m_has_trade = false;
    std::int64_t m_now_ns = 0;
    std::int64_t m_due_ns = INT64_MIN;   // the next end of a sample or second
    std::int64_t m_second_end_ns = 0;
    bool m_second_broken = false;
    std::int64_t m_book_broken_ns = 0, m_trades_broken_ns = 0, m_last_trade_ns = 0;
    std::int64_t m_trade_price = 0;
    std::int64_t m_tick = 0;        // greatest common divisor of the prices seen at ends of samples
    std::int64_t m_anchor_period = 0;
    Counters m_counters;
};

}  // namespace bw::signal
