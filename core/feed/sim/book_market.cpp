// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/book_market.h"

#include <algorithm>
#include <array>

#include "core/model/hash.h"

namespace bw::sim {
namespace {

constexpr double kDecayPerStep = 0.995012479192682;  // exp(-0.5 * 0.01): decay 0.5/s
constexpr double kExcite = 0.3;                      // branching 0.6 * decay 0.5
constexpr double kRefreshesPerStep = 3.0;
constexpr int kHistoryMinutes = 180;
constexpr int kMovesMax = 50;   // quote moves a step
constexpr int kSweepMax = 12;   // levels one market order can take
constexpr int kTrimSlack = 20;  // levels kept past kLevels, so that a wavering top deletes nothing
constexpr std::int64_t kTopLots = 60;
constexpr std::int64_t kFundingMs = 8 * 3'600'000;
constexpr std::uint64_t kRestartId = 1000;  // far below every first_id

/// 1000 (1 + k^0.6) for each level k; the fifth root of k^3 by Newton steps.
const std::array<std::int64_t, BookMarket::kLevels>& depthShape() {
    static const auto kShape = [] {
        std::array<std::int64_t, BookMarket::kLevels> shape{};
        for (int k = 0; k < BookMarket::kLevels; ++k) {
            const double cube = static_cast<double>(k) * k * k;
            double root = 1.0 + k;
            for (int i = 0; i < 100 && k > 0; ++i) {
                const double fourth = root * root * root * root;
                root = (4.0 * root + cube / fourth) / 5.0;
            }
            shape[static_cast<std::size_t>(k)] = 1000 + (k > 0 ? static_cast<std::int64_t>(1000.0 * root + 0.5) : 0);
        }
        return shape;
    }();
    return kShape;
}

std::uint64_t seedOf(const SimInstrument& instrument, std::uint64_t seed) {
    return seed * 0x9e3779b97f4a7c15ULL ^ fnv1a(instrument.symbol) ^ static_cast<std::uint64_t>(instrument.index) << 56;
}

}  // namespace

BookMarket::BookMarket(const SimInstrument& instrument, std::uint64_t seed, double rate, std::int64_t start_ms)
    : m_instrument(instrument),
      m_rate(rate),
      m_random(seedOf(instrument, seed)),
      m_book(0),
      m_depth(instrument.first_id),
      m_depth_fast(instrument.first_id),
      m_price(static_cast<double>(instrument.start_units) / static_cast<double>(instrument.tick_units)),
      m_quiet_until_ms(start_ms + 20'000),
      m_last_event_ms(start_ms),
      m_update_id(instrument.first_id),
      m_trade_id(instrument.first_trade_id),
      m_agg_id(instrument.first_trade_id / 2) {
    makeHistory(start_ms);
    fillBook();
}

// One second a stride, no book: the bars a chart starts with. The live price goes on from the last close.
void BookMarket::makeHistory(std::int64_t start_ms) {
    std::int64_t now_ms = floorTo(start_ms, kBarMs) - kHistoryMinutes * kBarMs;
    const auto price = [this] { return Price{static_cast<std::int64_t>(m_price + 0.5) * m_instrument.tick_units}; };
    for (; now_ms <= start_ms; now_ms += 1000) {
        if (now_ms % kBarMs == 0) m_bars.open(now_ms, price(), m_trade_id);
        if (chance(m_random, m_is_active ? 1.0 / 45 : 1.0 / 180)) m_is_active = !m_is_active;
        const double before = m_price;
        m_price += (m_is_active ? m_instrument.sigma_active : m_instrument.sigma_calm) * bell(m_random);
        const double tilt = m_price > before ? 0.6 : 0.4;
        const int count = arrivals(m_random, m_is_active ? 20.0 : 3.75);
        int buys = 0;
        for (int i = 0; i < count; ++i) buys += chance(m_random, tilt) ? 1 : 0;
        for (const bool is_buy : {true, false}) {
            const int n = is_buy ? buys : count - buys;
            if (n == 0) continue;
            const std::int64_t lots = n * 3 + between(m_random, 0, n);
            m_bars.add({m_trade_id, now_ms, price(), Qty{lots * m_instrument.lot_units}, !is_buy}, n);
            m_trade_id += static_cast<std::uint64_t>(n);
        }
    }
}

void BookMarket::fillBook() {
    const auto bid = static_cast<std::int64_t>(m_price);
    m_book = RingBook(bid);
    for (const bool is_bid : {true, false})
        for (int k = 0; k < kLevels; ++k)
            m_book.set(is_bid, m_book.best(is_bid) + k * RingBook::deeper(is_bid), target(k));
}

/// The quantity a level refills towards, noise included.
std::int64_t BookMarket::target(int level) {
    const auto shape = depthShape()[static_cast<std::size_t>(std::min(level, kLevels - 1))];
    const double noise = 0.5 + m_random.uniform();
    const auto mean = static_cast<double>(kTopLots * m_instrument.lot_units * shape / 1000);
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(mean * noise));
}

double BookMarket::flow() const {
    if (m_episode.isActive()) return m_episode.flow();
    return m_is_active ? 8.0 : 1.5;
}

void BookMarket::step(std::int64_t now_ms, EventSink& sink) {
    m_sink = &sink;
    rollBar(now_ms);
    advancePrice(now_ms);
    recentre(now_ms);
    m_excitation *= kDecayPerStep;
    int orders = arrivals(m_random, (flow() + m_excitation) * kStepSeconds * m_rate);
    int refreshes = arrivals(m_random, kRefreshesPerStep * m_rate);
    m_excitation = std::min(m_excitation + kExcite * orders / m_rate, 40.0);
    const int total = orders + refreshes;
    for (int i = 0; i < total; ++i) {
        const std::int64_t at_ms = now_ms + std::int64_t{i} * kStepMs / total;
        const auto left = static_cast<std::uint64_t>(orders + refreshes);
        if (m_random.below(left) < static_cast<std::uint64_t>(orders)) {
            --orders;
            trade(at_ms);
        } else {
            --refreshes;
            refresh(at_ms);
        }
    }
    if (m_episode.isActive()) m_episode.observe(m_book.midTwice(), now_ms);
    ++m_step;
    flush(now_ms + kStepMs - 1);
    m_sink = nullptr;
}

void BookMarket::advancePrice(std::int64_t now_ms) {
    if (chance(m_random, m_is_active ? kStepSeconds / 45 : kStepSeconds / 180)) m_is_active = !m_is_active;
    if (chance(m_random, kStepSeconds / 240)) m_regular_waits = true;
    if (chance(m_random, kStepSeconds / 480)) m_decoy_waits = true;
    if (m_episode.isActive()) {
        if (!m_episode.advance(m_random, m_price, now_ms)) return;
        m_quiet_until_ms = std::max(m_episode.record().t0_ms + 90'000, now_ms + 20'000);
        m_sink->onTruth(m_episode.record());
        return;
    }
    m_price += (m_is_active ? m_instrument.sigma_active : m_instrument.sigma_calm) * 0.1 * bell(m_random);
    if (now_ms < m_quiet_until_ms || (!m_regular_waits && !m_decoy_waits)) return;
    const bool is_decoy = !m_regular_waits;
    (is_decoy ? m_decoy_waits : m_regular_waits) = false;
    m_episode.begin(m_random, m_instrument, m_price, now_ms, is_decoy);
}

// Quotes follow the efficient price: half of the time by trading through the level, else by cancel and place.
void BookMarket::recentre(std::int64_t now_ms) {
    for (int i = 0; i < kMovesMax; ++i) {
        const double off = m_price - static_cast<double>(m_book.midTwice()) * 0.5;
        if (off <= 0.5 && off >= -0.5) break;
        moveTop(off > 0.0, now_ms);
    }
    if (m_book.spread() > 1 && chance(m_random, 0.2)) {
        const bool is_bid = m_price * 2.0 > static_cast<double>(m_book.midTwice());
        update(is_bid, m_book.best(is_bid) - RingBook::deeper(is_bid), target(0) / 2 + 1, now_ms);
        trim(is_bid, now_ms);
    }
}

void BookMarket::moveTop(bool is_up, std::int64_t now_ms) {
    const bool is_bid = is_up;  // the side that advances; the other one gives way when the spread is closed
    if (m_book.spread() == 1) {
        const std::int64_t price = m_book.best(!is_bid);
        if (!m_episode.isActive() && chance(m_random, 0.5))
            execute(is_up, m_book.qty(!is_bid, price), now_ms);
        else
            update(!is_bid, price, 0, now_ms);
    }
    update(is_bid, m_book.best(is_bid) - RingBook::deeper(is_bid), target(0) / 2 + 1, now_ms);
    trim(is_bid, now_ms);
}

void BookMarket::trade(std::int64_t now_ms) {
    std::int64_t lots = 1 + geometric(m_random, 0.35);
    const bool is_large = chance(m_random, 0.02);
    if (is_large && (!m_episode.isActive() || m_episode.allowsLarge())) lots *= 20;
    const std::int64_t odd = between(m_random, 0, m_instrument.lot_units - 1);  // real sizes are not round
    const std::int64_t size = lots * m_instrument.lot_units + odd;
    bool is_buy = m_last_was_buy;
    if (m_episode.isActive()) {
        is_buy = m_episode.drawBuy(m_random, size);
    } else if (!chance(m_random, 0.3)) {
        const double off = std::clamp(m_price - static_cast<double>(m_book.midTwice()) * 0.5, -1.0, 1.0);
        is_buy = chance(m_random, 0.5 + 0.25 * off);
    }
    m_last_was_buy = is_buy;
    const std::uint64_t first_trade = m_trade_id;
    execute(is_buy, size, now_ms);
    if (is_large) liquidate(is_buy, first_trade);
}

// Every fourth large order is called a liquidation; no random number is drawn, the market stays what it was. The stream
// shows at most one a second.
void BookMarket::liquidate(bool is_buy, std::uint64_t from_trade_id) {
    if (m_instrument.venue != Venue::Usdm || from_trade_id == m_trade_id || from_trade_id % 4 != 0) return;
    if (m_last_event_ms < m_last_liquidation_ms + 1000) return;
    m_last_liquidation_ms = m_last_event_ms;
    const SimTrade& last = m_trades.back();
    SimLiquidation out{last.time_ms, last.price, {}, {}, last.qty, is_buy};
    std::int64_t quote = 0;
    for (auto it = m_trades.rbegin(); it != m_trades.rend() && it->id >= from_trade_id; ++it) {
        quote += it->price.units * it->qty.units;
        out.qty.units += it->qty.units;
    }
    out.average.units = quote / out.qty.units;
    m_sink->onLiquidation(m_instrument, out);
}

void BookMarket::aggregate(const SimTrade& trade) {
    const bool goes_on = m_agg.last_id != 0 && m_agg.price == trade.price && m_agg.time_ms == trade.time_ms &&
                         m_agg.buyer_is_maker == trade.buyer_is_maker;
    if (!goes_on) {
        flushAggregate();
        m_agg = {m_agg_id++, trade.id, trade.id, trade.time_ms, trade.price, {}, trade.buyer_is_maker};
    }
    m_agg.last_id = trade.id;
    m_agg.qty.units += trade.qty.units;
}

void BookMarket::flushAggregate() {
    if (m_agg.last_id == 0) return;
    m_aggs.push_back(m_agg);
    if (m_aggs.size() > kTradesMax) m_aggs.pop_front();
    m_agg.last_id = 0;
    m_sink->onAggTrade(m_instrument, m_aggs.back());
}

SimMark BookMarket::mark(std::int64_t now_ms) const {
    const std::int64_t scale = kPow10[8 - m_instrument.price_digits] * m_instrument.tick_units;
    SimMark out{now_ms, floorTo(now_ms, kFundingMs) + kFundingMs, m_book.midTwice() * scale / 2,
                static_cast<std::int64_t>(m_price * static_cast<double>(scale)), 0};
    const std::int64_t premium_e8 = (out.mark_e8 - out.index_e8) * 10'000 / (out.index_e8 / 10'000);
    out.funding_e8 = 10'000 + std::clamp<std::int64_t>(premium_e8 / 8, -50'000, 50'000);
    return out;
}

Qty BookMarket::openInterest() const {
    return {(80'000 + static_cast<std::int64_t>(m_trade_id / 16 % 2'000)) * kPow10[m_instrument.qty_digits]};
}

void BookMarket::restartIds() {
    m_update_id = kRestartId;
    m_depth.restart(m_update_id);
    m_depth_fast.restart(m_update_id);
}

// One trade a level, as the venue reports one a maker.
void BookMarket::execute(bool is_buy, std::int64_t size, std::int64_t now_ms) {
    const bool takes_bids = !is_buy;
    for (int i = 0; i < kSweepMax && size > 0; ++i) {
        const std::int64_t price = m_book.best(takes_bids);
        if (m_book.levelsHeld(takes_bids) < kLevels / 2) return;  // no side is ever emptied
        const std::int64_t held = m_book.qty(takes_bids, price);
        const std::int64_t filled = std::min(held, size);
        update(takes_bids, price, held - filled, now_ms);
        size -= filled;
        const SimTrade trade{m_trade_id++, m_last_event_ms, Price{price * m_instrument.tick_units}, Qty{filled},
                             takes_bids};
        m_trades.push_back(trade);
        if (m_trades.size() > kTradesMax) m_trades.pop_front();
        m_bars.add(trade);
        if (m_episode.isActive()) m_episode.onFilled(is_buy, filled);
        m_sink->onTrade(m_instrument, trade);
        aggregate(trade);
    }
}

// One level moves a tenth of the way to its target; deep ones now and then are cancelled whole.
void BookMarket::refresh(std::int64_t now_ms) {
    const bool is_bid = (m_random.next() >> 63) != 0;
    const double u = m_random.uniform();
    const int level = static_cast<int>(u * u * kLevels);
    const std::int64_t price = m_book.best(is_bid) + level * RingBook::deeper(is_bid);
    const std::int64_t held = m_book.qty(is_bid, price);
    if (level >= 3 && held > 0 && chance(m_random, 0.04)) {
        update(is_bid, price, 0, now_ms);
        return;
    }
    const std::int64_t goal = target(level);
    const std::int64_t part = held == 0 ? goal / 2 : (goal - held) / 10;
    update(is_bid, price, std::max<std::int64_t>(1, held + part), now_ms);
}

void BookMarket::trim(bool is_bid, std::int64_t now_ms) {
    const std::int64_t step = RingBook::deeper(is_bid);
    while ((m_book.deepest(is_bid) - m_book.best(is_bid)) * step >= kLevels + kTrimSlack) {
        update(is_bid, m_book.deepest(is_bid), 0, now_ms);
        m_book.dropDeepest(is_bid);
    }
}

void BookMarket::update(bool is_bid, std::int64_t price, std::int64_t qty, std::int64_t now_ms) {
    if (m_book.qty(is_bid, price) == qty) return;
    const std::int64_t best = m_book.best(is_bid);
    const bool is_top = (best - price) * RingBook::deeper(is_bid) >= 0;
    m_book.set(is_bid, price, qty);
    m_last_event_ms = std::max(m_last_event_ms, now_ms);
    // Futures ids are shared by all symbols of the venue, so one symbol's ids skip; spot ids are its own.
    m_update_id += m_instrument.venue == Venue::Usdm ? 1 + m_random.below(4) : 1;
    m_depth.touch(is_bid, price, m_update_id, m_last_event_ms);
    m_depth_fast.touch(is_bid, price, m_update_id, m_last_event_ms);
    if (!is_top) return;
    const std::int64_t tick = m_instrument.tick_units;
    const std::int64_t bid = m_book.best(true), ask = m_book.best(false);
    m_sink->onTop(m_instrument, {m_update_id,
                                 m_last_event_ms,
                                 {Price{bid * tick}, Qty{m_book.qty(true, bid)}},
                                 {Price{ask * tick}, Qty{m_book.qty(false, ask)}}});
}

void BookMarket::flush(std::int64_t now_ms) {
    flushAggregate();
    if (!m_depth_fast.isEmpty())
        m_sink->onDepth(m_instrument, m_depth_fast.flush(m_book, m_instrument, now_ms), DepthSpeed::Step);
    // Each instrument at its own phase of the 100 ms, as independent venue streams are.
    if ((m_step + m_instrument.index * 3) % 10 == 0 && !m_depth.isEmpty())
        m_sink->onDepth(m_instrument, m_depth.flush(m_book, m_instrument, now_ms), DepthSpeed::Ms100);
    if (m_step % 100 == 0 && m_bars.last().count > 0)
        m_sink->onBar(m_instrument, m_bars.last(), /*is_closed=*/false, now_ms);
    if (m_step % 100 == 50 && m_instrument.venue == Venue::Usdm) m_sink->onMark(m_instrument, mark(now_ms));
}

void BookMarket::rollBar(std::int64_t now_ms) {
    const std::int64_t open_ms = floorTo(now_ms, kBarMs);
    while (m_bars.last().open_ms < open_ms) {
        m_sink->onBar(m_instrument, m_bars.last(), /*is_closed=*/true, now_ms);
        m_bars.open(m_bars.last().open_ms + kBarMs, m_bars.last().close, m_trade_id);
    }
}

SimSnapshot BookMarket::snapshot(int limit) const {
    SimSnapshot snapshot{m_update_id, m_last_event_ms, m_last_event_ms, {}, {}};
    for (const bool is_bid : {true, false}) {
        std::vector<Level>& out = is_bid ? snapshot.bids : snapshot.asks;
        const std::int64_t step = RingBook::deeper(is_bid);
        for (std::int64_t price = m_book.best(is_bid); std::ssize(out) < limit; price += step) {
            if (const std::int64_t qty = m_book.qty(is_bid, price); qty > 0)
                out.push_back({Price{price * m_instrument.tick_units}, Qty{qty}});
            if (price == m_book.deepest(is_bid)) break;
        }
    }
    return snapshot;
}

}  // namespace bw::sim
