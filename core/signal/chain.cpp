// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/chain.h"

#include <algorithm>
#include <numeric>

namespace bw::signal {
namespace {

constexpr std::int64_t kBackMaxNs = 1'000 * kNsPerMs;
constexpr std::int64_t kDayNs = 86'400 * kNsPerSec;

}  // namespace

Chain::Chain(const SignalConfig& config, std::string_view symbol, ChainSink& sink)
    : m_config(config.forSymbol(symbol)), m_symbol(symbol), m_sink(sink), m_scenario(m_config.scenario) {
    for (const std::string& name : m_config.samplings)
        if (const auto mode = SamplingMode::parse(name))
            m_series.push_back(std::make_unique<Series>(static_cast<int>(m_series.size()), *mode, m_config, m_symbol, sink));
}

// --- time

void Chain::begin(std::int64_t t_ns) {
    m_now_ns = t_ns;
    m_second_end_ns = floorTo(t_ns, kNsPerSec) + kNsPerSec;
    m_second_broken = true;  // its beginning was not seen
    for (const auto& series : m_series) {
        series->restart(t_ns);
        series->touchOfi(Reason::Gap);  // neither was that of the open samples
        series->touchCvd(Reason::Gap);
    }
    anchor();
    findDue();
}

void Chain::findDue() {
    m_due_ns = m_second_end_ns;
    for (const auto& series : m_series) m_due_ns = std::min(m_due_ns, series->endNs());
}

bool Chain::stampSlow(std::int64_t t_ns) {
    if (m_due_ns == INT64_MIN) {
        begin(t_ns);
        return true;
    }
    if (t_ns < m_now_ns) {
        if (m_now_ns - t_ns > kBackMaxNs) {
            ++m_counters.time_refused;
            return false;
        }
        ++m_counters.time_backward;
        return true;  // counts as the last time
    }
    if (t_ns - m_now_ns > m_config.sampling.time_jump_ms * kNsPerMs) {
        ++m_counters.time_jumps;
        clearWindows();
        newSegment(Reason::TimeJump);
        m_scenario.onBreak();
        begin(t_ns);
        return true;
    }
    closeDue(t_ns);
    m_now_ns = t_ns;
    return true;
}

/// Ends of samples and seconds in their order, so that a sample sees the regime of its own time.
void Chain::closeDue(std::int64_t t_ns) {
    while (m_due_ns <= t_ns) {
        const std::int64_t end_ns = m_due_ns;
        m_now_ns = std::max(m_now_ns, end_ns);
        if (m_second_end_ns == end_ns) closeSecond();
        if (m_now.quote.has_bid) m_tick = std::gcd(m_tick, m_now.quote.bid.price.units);
        if (m_now.quote.has_ask) m_tick = std::gcd(m_tick, m_now.quote.ask.price.units);
        if (m_has_trade) m_tick = std::gcd(m_tick, m_trade_price);
        m_now.tick2 = std::max<std::int64_t>(1, 2 * m_tick);
        bool too_long = false;
        for (const auto& series : m_series) {
            if (series->endNs() != end_ns) continue;
            series->closeTimed(m_now);
            too_long = too_long || series->emptyRun() * (series->mode().period_ns / kNsPerMs) > m_config.sampling.max_empty_s * 1'000;
        }
        if (too_long && m_now.has_price) newSegment(Reason::EmptyTooLong);
        // Nothing to close for so long: straight to the sample of the time.
        if (!m_now.has_price && t_ns - end_ns > kNsPerMin) {
            for (const auto& series : m_series) series->restart(t_ns);
            m_second_end_ns = floorTo(t_ns, kNsPerSec) + kNsPerSec;
            m_second_broken = true;
        }
        findDue();
    }
}

void Chain::closeSecond() {
    const std::int64_t second = m_second_end_ns / kNsPerSec - 1;
    m_scenario.onSecond(second, m_now.has_price ? m_now.price2 : 0, m_now.has_price && !m_second_broken && !m_trades_broken);
    m_now.scenario = m_scenario.scenario();
    m_now.scenario_reason = m_scenario.reason();
    m_second_end_ns += kNsPerSec;
    m_second_broken = false;
    anchor();
}

void Chain::onTime(std::int64_t t_ns) {
    if (m_due_ns == INT64_MIN) return;
    const std::int64_t closed_ns = t_ns - m_config.sampling.bar_grace_ms * kNsPerMs;
    if (closed_ns < m_due_ns) return;
    if (closed_ns - m_now_ns > m_config.sampling.time_jump_ms * kNsPerMs) return;  // the next event decides
    closeDue(closed_ns);
}

/// The CVD level begins at 0 at each anchor.
void Chain::anchor() {
    if (m_config.cvd.anchor == CvdAnchor::None) return;
    const std::int64_t period = m_config.cvd.anchor == CvdAnchor::UtcDay
                                    ? floorDiv(m_now_ns, kDayNs)
                                    : floorDiv(m_now_ns, kDayNs) * 4 + static_cast<std::int64_t>(sessionOf(m_now_ns));
    if (period != m_anchor_period) {
        m_now.cvd = 0;
        if (m_config.cvd.z_mode == CvdMode::Level)
            for (const auto& series : m_series) series->resumeCvd(/*clear=*/true);
    }
    m_anchor_period = period;
}

// --- price

void Chain::takeMid() noexcept {
    const bool both = m_now.quote.has_bid && m_now.quote.has_ask;
    if (!both) return;  // the last mid stands
    m_now.price2 = m_now.quote.bid.price.units + m_now.quote.ask.price.units;
    if (!m_now.has_price) [[unlikely]] resumePrice();
}

void Chain::takeTradePrice(Price price) noexcept {
    m_now.price2 = 2 * price.units;
    if (!m_now.has_price) [[unlikely]] resumePrice();
}

/// Quotes where there are any; a change of source is a break.
void Chain::pickSource() {
    const PriceSource wish = m_config.sampling.price_source;
    if (wish == PriceSource::Trade || m_book_broken || !(m_now.quote.has_bid && m_now.quote.has_ask)) return;
    if (m_source_known && !m_mid && m_now.has_price) newSegment(Reason::SourceChange);
    m_mid = m_source_known = true;
    m_now.trade_priced = false;
    takeMid();
}

void Chain::resumePrice() {
    m_now.has_price = true;
}

void Chain::newSegment(Reason why) {
    ++m_now.segment;
    ++m_counters.segments;
    ++m_counters.breaks[static_cast<std::size_t>(why)];
    m_second_broken = true;
    m_now.has_price = false;
    for (int c = 0; c < static_cast<int>(kChannels); ++c) ++m_now.epoch[static_cast<std::size_t>(c)];
}

void Chain::bumpEpoch(Channel channel) {
    ++m_now.epoch[static_cast<std::size_t>(channel)];
    ++m_now.epoch[static_cast<std::size_t>(Channel::Fusion)];
}

void Chain::clearWindows() {
    for (const auto& series : m_series) series->reset();
}

// --- trades

void Chain::onTrade(std::int64_t t_ns, Price price, Qty qty, Side side) {
    if (t_ns < m_now_ns && m_second_end_ns - kNsPerSec > t_ns) ++m_counters.late_trades;
    if (!stamp(t_ns)) return;
    if (m_trades_broken) [[unlikely]] resumeTrades();
    if (!m_has_trade) {
        m_has_trade = true;
        m_now.cvd_off = Reason::None;
        for (const auto& series : m_series) series->touchCvd(Reason::Warmup);  // it began inside the open sample
    } else if (const std::int64_t step = std::abs(price.units - m_trade_price);
               static_cast<double>(step) * 100 > m_config.sampling.price_anomaly_pct * static_cast<double>(m_trade_price)) [[unlikely]] {
        m_sink.onSignalNotice(0, Code::PriceAnomaly, "price", 100 * static_cast<double>(step) / static_cast<double>(m_trade_price));
    }
    m_trade_price = price.units;
    m_last_trade_ns = m_now_ns;
    if (!m_mid && m_config.sampling.price_source != PriceSource::Mid) {
        m_source_known = m_now.trade_priced = true;
        takeTradePrice(price);
    }
    m_scenario.onTrade(m_now_ns);
    m_suspect.onTrade(side, m_now_ns);
    if (m_suspect.suspect()) [[unlikely]] {
        for (const auto& series : m_series) series->touchCvd(Reason::SideSuspect);
        if (m_suspect.takeWarning(m_now_ns)) m_sink.onSignalNotice(0, Code::SideSuspect, "cvd", 0);
    }
    const std::int64_t signed_qty = side == Side::Buy ? qty.units : side == Side::Sell ? -qty.units : 0;
    if (__builtin_add_overflow(m_now.cvd, signed_qty, &m_now.cvd)) [[unlikely]] m_now.cvd_off = Reason::Overflow;
    for (const auto& series : m_series) series->onTrade(qty.units, side, m_now_ns, m_now);
}

// --- breaks

void Chain::onBookBreak(Reason why) {
    if (!m_has_book || m_book_broken) return;
    m_book_broken = true;
    m_book_broken_ns = m_now_ns;
    m_now.ofi_off = Reason::BookNotSynced;
    for (const auto& series : m_series) series->touchOfi(why);
    bumpEpoch(Channel::Ofi);
    if (m_mid) newSegment(why);
}

void Chain::onBookBack() {
    m_now.ofi_off = Reason::None;
    if (!m_has_book) {
        m_has_book = true;
        for (const auto& series : m_series) series->touchOfi(Reason::Warmup);  // it began inside the open sample
        return;
    }
    if (!m_book_broken) return;
    m_book_broken = false;
    for (const auto& series : m_series) {
        series->resumeOfi(longBreak(m_book_broken_ns));
        series->touchOfi(Reason::Gap);
    }
}

void Chain::onTradeBreak(Reason why) {
    if (!m_has_trade || m_trades_broken) return;
    m_trades_broken = true;
    m_trades_broken_ns = m_last_trade_ns;
    m_now.cvd_off = why;
    ++m_counters.breaks[static_cast<std::size_t>(why)];
    for (const auto& series : m_series) series->touchCvd(why);
    bumpEpoch(Channel::Cvd);
    if (m_now.trade_priced) newSegment(why);
}

/// A trade came: from the next sample on they are whole again.
void Chain::resumeTrades() {
    m_trades_broken = false;
    m_now.cvd_off = Reason::None;
    m_second_broken = true;
    for (const auto& series : m_series) {
        series->touchCvd(Reason::Gap);
        series->resumeCvd(longBreak(m_trades_broken_ns));
    }
}

void Chain::onQuoteBreak(Reason why) {
    if (!m_mid || !m_now.has_price) return;
    newSegment(why);
    m_now.quote = {};
}

void Chain::onSessionChange() {
    clearWindows();
    if (m_now.has_price) newSegment(Reason::SessionChange);
    m_scenario.onBreak();
}

}  // namespace bw::signal
