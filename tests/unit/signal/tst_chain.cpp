// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <array>
#include <cstdlib>

#include "tests/support/counted_allocations.h"
#include "tests/unit/model/seed.h"
#include "tests/unit/signal/chain_market.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::test;

namespace {

SignalConfig sampled(std::vector<std::string> samplings) {
    SignalConfig config;
    config.samplings = std::move(samplings);
    return config;
}
std::int32_t epochOf(const Sample& sample, Channel channel) {
    return sample.epoch[static_cast<std::size_t>(channel)];
}

/// One call to a chain.
struct Call {
    enum Kind { Book, Quotes, Trade, Time, BookBreak, BookBack, TradeBreak, QuoteBreak, SessionChange } kind;
    std::int64_t t_ns = 0, a = 0, b = 0;
    Side side = Side::Unknown;
};
void give(Chain& chain, const Call& call) {
    switch (call.kind) {
        case Call::Book: return chain.onBook(call.t_ns, {call.a, call.b, 0, 0, 0});
        case Call::Quotes:
            return chain.onQuote(call.t_ns, {{Price{call.a}, Qty{1}}, {Price{call.b}, Qty{1}}, true, true});
        case Call::Trade: return chain.onTrade(call.t_ns, Price{call.a}, Qty{call.b}, call.side);
        case Call::Time: return chain.onTime(call.t_ns);
        case Call::BookBreak: return chain.onBookBreak(Reason::Gap);
        case Call::BookBack: return chain.onBookBack();
        case Call::TradeBreak: return chain.onTradeBreak(Reason::Gap);
        case Call::QuoteBreak: return chain.onQuoteBreak(Reason::SourceStale);
        case Call::SessionChange: return chain.onSessionChange();
    }
}
/// A market with flow, gaps, times that go back and leaps; a random walk with pivots.
std::vector<Call> randomCalls(std::uint64_t seed, int n) {
    Random random(seed);
    std::vector<Call> calls{{Call::BookBack}};
    std::int64_t t_ns = at(0), price = 100'000;
    for (int i = 0; i < n; ++i) {
        t_ns += static_cast<std::int64_t>(random.below(400)) * kNsPerMs;
        price += static_cast<std::int64_t>(random.below(21)) - 10;
        const auto flow = static_cast<std::int64_t>(random.below(201)) - 100;
        calls.push_back({Call::Book, t_ns, flow, -flow / 2});
        calls.push_back({Call::Quotes, t_ns, price, price + 1});
        calls.push_back({Call::Trade, t_ns, price, 1 + static_cast<std::int64_t>(random.below(50)),
                         random.below(25) == 0 ? Side::Unknown : random.below(2) == 0 ? Side::Buy : Side::Sell});
        switch (random.below(1'500)) {
            case 0: calls.push_back({Call::BookBreak}); break;
            case 1: calls.push_back({Call::TradeBreak}); break;
            case 2: calls.push_back({Call::QuoteBreak}); break;
            case 3: calls.push_back({Call::SessionChange}); break;
            case 4: t_ns += 301'000 * kNsPerMs; break;
            case 5: calls.push_back({Call::Quotes, t_ns - 5'000 * kNsPerMs, 1, 2}); break;
            case 6: calls.push_back({Call::Trade, t_ns - 500 * kNsPerMs, price, 5, Side::Buy}); break;
            default: break;
        }
        if (random.below(20) == 0) calls.push_back({Call::BookBack});  // nothing where it is live
        if (random.below(10) == 0) calls.push_back({Call::Time, t_ns + 100 * kNsPerMs});
    }
    return calls;
}
SignalConfig quick() {
    SignalConfig config = sampled({"1s", "tick", "volume:0.00000500"});
    config.divergence.swing_L = 5;
    config.divergence.warmup_min = 20;
    config.divergence.z_hi = 1.0;
    config.divergence.z_mid = 0.4;
    return config;
}
void prepare(Chain& chain) {
    chain.setQtyDigits(8);
}

}  // namespace

class TestChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- samples by time
    void barClosesAtTheFirstEventAtItsEnd() {
        Market m;
        m.chain.onBookBack();
        m.quote(100, 1'000, 1'001);
        m.trade(300, 1'000, 7, Side::Buy);
        m.quote(999, 1'000, 1'001);
        QCOMPARE(m.count(), 0U);
        m.trade(1'000, 1'000, 9, Side::Sell);  // closes [0,1) and belongs to [1,2)
        QCOMPARE(m.count(), 1U);
        QCOMPARE(m.last().t_ns, at(1'000));
        QCOMPARE(m.last().trades, 1);
        QCOMPARE(m.last().delta, 7);
        QCOMPARE(m.last().cvd, 7);
        m.quote(2'600, 1'000, 1'001);
        QCOMPARE(m.count(), 2U);
        QCOMPARE(m.last().t_ns, at(2'000));
        QCOMPARE(m.last().delta, -9);
        QCOMPARE(m.last().cvd, -2);
    }
    void timerClosesABarAfterTheGrace() {
        Market m;
        m.quote(100, 1'000, 1'001);
        m.time(1'249);
        QCOMPARE(m.count(), 0U);
        m.time(1'250);
        QCOMPARE(m.count(), 1U);
        QCOMPARE(m.last().t_ns, at(1'000));
        m.quote(1'100, 1'000, 1'003);  // a little late, but not for the open bar
        m.time(2'250);
        QCOMPARE(m.count(), 2U);
        QCOMPARE(m.last().price2, 2'003);
    }
    void indexHasNoHoles() {
        Market m(sampled({"1s", "time:100"}));
        m.live(20);
        m.chain.onBookBreak(Reason::Gap);
        m.trade(25'000, 10'000, 1, Side::Buy);
        m.chain.onBookBack();
        for (std::int64_t s = 26; s < 40; ++s) m.second(s);
        std::array<std::int64_t, 2> next{}, last_ns{};
        for (std::size_t i = 0; i < m.count(); ++i) {
            const auto sampling = static_cast<std::size_t>(m.sink.samplings[i]);
            QCOMPARE(m.sample(i).index, next[sampling]++);
            QVERIFY(m.sample(i).t_ns > last_ns[sampling]);
            last_ns[sampling] = m.sample(i).t_ns;
        }
        QCOMPARE(next[0], 19 + 13);  // [0,19), nothing of the break, [26,39)
        QVERIFY(next[1] > 300);
    }
    void lateTradeGoesIntoTheOpenBar() {
        Market m;
        m.quote(100, 1'000, 1'001);
        m.trade(1'100, 1'000, 5, Side::Buy);
        m.trade(900, 1'000, 3, Side::Buy);  // of the closed bar
        m.quote(2'000, 1'000, 1'001);
        QCOMPARE(m.chain.counters().late_trades, 1U);
        QCOMPARE(m.sample(0).trades, 0);
        QCOMPARE(m.sample(1).delta, 8);
    }

    // --- price
    void midFromQuotes() {
        Market m;
        m.quote(100, 1'000, 1'003);
        m.trade(200, 1'003, 1, Side::Buy);
        m.quote(1'000, 1'001, 1'003);
        QCOMPARE(m.last().price2, 2'003);
        QVERIFY(!m.last().trade_priced);
        QVERIFY(m.last().has_quote);
        QCOMPARE(m.last().best_ask.units, 1'003);
    }
    void tradesAlonePriceAndSaySo() {
        Market m;
        m.trade(100, 1'000, 1, Side::Buy);
        m.trade(500, 1'002, 1, Side::Buy);
        m.trade(1'000, 1'004, 1, Side::Buy);
        QCOMPARE(m.last().price2, 2'004);
        QVERIFY(m.last().trade_priced);
        QVERIFY(!m.last().has_quote);
    }
    void changeOfSourceIsANewSegment() {
        Market m;
        m.trade(100, 1'000, 1, Side::Buy);
        m.trade(1'100, 1'000, 1, Side::Buy);
        m.quote(1'200, 1'000, 1'001);
        m.trade(2'000, 1'000, 1, Side::Buy);
        QCOMPARE(m.count(), 2U);
        QCOMPARE(m.sample(1).segment, m.sample(0).segment + 1);
        QVERIFY(m.sample(0).trade_priced);
        QVERIFY(!m.sample(1).trade_priced);
        QCOMPARE(m.sample(1).price2, 2'001);
        QCOMPARE(m.breaks(Reason::SourceChange), 1U);
    }

    // --- nulls
    void partialFirstBarHasNoZAndEntersNoWindow() {
        Market m;
        m.live(80);
        QCOMPARE(m.sample(0).z_ofi, Stat::none(Reason::Gap));
        QCOMPARE(m.sample(0).z_cvd, Stat::none(Reason::Warmup));
        QCOMPARE(m.sample(60).z_ofi, Stat::none(Reason::Warmup));  // 59 whole bars before it
        QVERIFY(m.sample(61).z_ofi.has());                         // 60: a fifth of the window
        QVERIFY(m.last().z_cvd.has());
    }
    void noBookAndNoTape() {
        Market m;
        for (std::int64_t s = 0; s < 5; ++s) m.quote(s * 1'000 + 100, 1'000, 1'001);
        QCOMPARE(m.last().z_ofi, Stat::none(Reason::NoBook));
        QCOMPARE(m.last().z_cvd, Stat::none(Reason::NoTape));
        QVERIFY(!m.last().fused.has());
    }
    void emptyBarsAreTrueZeros() {
        Market m;
        m.live(80);
        const std::int32_t segment = m.last().segment;
        m.second(90);
        QCOMPARE(m.count(), 90U);
        QVERIFY(!m.sample(79).empty);
        for (std::size_t i = 80; i < 90; ++i) {
            const Sample& s = m.sample(i);
            QVERIFY(s.empty);
            QCOMPARE(s.price2, 20'001);
            QCOMPARE(s.ofi, 0.0);
            QCOMPARE(s.delta, 0);
            QCOMPARE(s.segment, segment);
            QCOMPARE(s.z_ofi, Stat::of(0));
        }
    }
    void quotesAloneKeepAMarketAlive() {
        Market m;  // a broker's quotes: no book, no tape
        for (std::int64_t s = 0; s < 300; ++s) m.quote(s * 1'000 + 100, 10'000 + s % 7, 10'001 + s % 7);
        QCOMPARE(m.count(), 299U);
        QVERIFY(!m.last().empty);
        QCOMPARE(m.last().segment, m.sample(0).segment);
        QCOMPARE(m.breaks(Reason::EmptyTooLong), 0U);
    }
    void emptyForTooLongIsANewSegment() {
        Market m;
        m.live(80);
        const std::int32_t segment = m.last().segment;
        m.second(180);
        QCOMPARE(m.count(), 80U + 61U);  // one more than max_empty_s, then silence
        QCOMPARE(m.last().segment, segment);
        QCOMPARE(m.breaks(Reason::EmptyTooLong), 1U);
        m.second(181);
        QCOMPARE(m.count(), 142U);
        QCOMPARE(m.last().index, 141);
        QCOMPARE(m.last().t_ns, at(181'000));
        QCOMPARE(m.last().segment, segment + 1);
        m.second(182);
        QCOMPARE(m.last().segment, segment + 1);
    }
    void sideCoverage() {
        Market m;
        m.live(80);
        m.quote(80'000, 10'000, 10'001);
        m.trade(80'300, 10'000, 89, Side::Buy);
        m.trade(80'301, 10'000, 11, Side::Unknown);
        m.quote(81'000, 10'000, 10'001);
        QCOMPARE(m.last().z_cvd, Stat::none(Reason::SideUnknown));
        QCOMPARE(m.last().qty_known, 89);
        QCOMPARE(m.last().qty_all, 100);
        m.trade(81'300, 10'000, 90, Side::Buy);
        m.trade(81'301, 10'000, 10, Side::Unknown);
        m.quote(82'000, 10'000, 10'001);
        QVERIFY(m.last().z_cvd.has());
        QCOMPARE(m.last().delta, 90);
    }

    // --- breaks
    void bookBreakStopsTheMidAndItsSamples() {
        Market m;
        m.live(80);  // the bar of second 79 is open
        const Sample before = m.last();
        m.chain.onBookBreak(Reason::Gap);
        m.quote(80'100, 20'000, 20'001);  // of a book that is not verified
        m.trade(80'900, 10'000, 1, Side::Buy);
        QCOMPARE(m.last().index, before.index);
        m.chain.onBookBack();
        m.quote(80'950, 10'004, 10'005);
        m.second(81);
        QCOMPARE(m.last().index, before.index + 1);
        QCOMPARE(m.last().t_ns, at(81'000));
        QCOMPARE(m.last().segment, before.segment + 1);
        QCOMPARE(m.last().price2, 20'009);
        QCOMPARE(m.last().z_ofi, Stat::none(Reason::Gap));
        m.second(82);
        QVERIFY(m.last().z_ofi.has());  // 1.6 s: the window outlived it
        QCOMPARE(m.last().segment, before.segment + 1);
        QCOMPARE(m.breaks(Reason::Gap), 1U);
    }
    void longBookBreakClearsTheWindow() {
        Market m;
        m.live(80);
        m.chain.onBookBreak(Reason::Gap);  // at 79.3 s
        m.trade(81'301, 10'000, 1, Side::Buy);
        m.chain.onBookBack();
        for (std::int64_t s = 82; s < 146; ++s) m.second(s);
        for (const Sample& s : m.sink.samples) {
            if (s.t_ns <= at(82'000)) continue;
            QCOMPARE(s.z_ofi.has(), s.t_ns > at(142'000));  // 60 whole bars from [82,83) on
        }
        QVERIFY(m.last().z_ofi.has());
    }
    void breakOfExactlyTheKeptTimeKeepsTheWindow() {
        Market m;
        m.live(80);
        m.chain.onBookBreak(Reason::Gap);
        m.trade(81'300, 10'000, 1, Side::Buy);  // 2,000 ms later
        m.chain.onBookBack();
        for (std::int64_t s = 82; s < 85; ++s) m.second(s);
        QVERIFY(m.last().z_ofi.has());
    }
    void bookBreakWithTradePrices() {
        SignalConfig config;
        config.sampling.price_source = PriceSource::Trade;
        Market m(config);
        m.live(80);
        const Sample before = m.last();
        m.chain.onBookBreak(Reason::Gap);
        m.trade(80'300, 10'000, 1, Side::Buy);
        m.trade(81'300, 10'000, 1, Side::Buy);
        QCOMPARE(m.last().index, before.index + 2);  // samples go on
        QCOMPARE(m.last().z_ofi, Stat::none(Reason::BookNotSynced));
        QVERIFY(m.last().z_cvd.has());
        QCOMPARE(m.last().segment, before.segment);
        QCOMPARE(epochOf(m.last(), Channel::Ofi), epochOf(before, Channel::Ofi) + 1);
        QCOMPARE(epochOf(m.last(), Channel::Fusion), epochOf(before, Channel::Fusion) + 1);
        QCOMPARE(epochOf(m.last(), Channel::Cvd), epochOf(before, Channel::Cvd));
    }
    void tradeBreakLeavesTheMidAndTheOfi() {
        Market m;
        m.live(80);
        const Sample before = m.last();
        m.chain.onTradeBreak(Reason::Gap);
        m.book(80'100, 7), m.quote(80'100, 10'000, 10'001);
        m.book(80'900, 7), m.quote(81'050, 10'000, 10'001);
        QCOMPARE(m.last().index, before.index + 2);
        QCOMPARE(m.last().z_cvd, Stat::none(Reason::Gap));
        QVERIFY(m.last().z_ofi.has());
        QVERIFY(m.last().fused.has());  // of the OFI alone
        QCOMPARE(m.last().segment, before.segment);
        QCOMPARE(epochOf(m.last(), Channel::Cvd), epochOf(before, Channel::Cvd) + 1);
        QCOMPARE(epochOf(m.last(), Channel::Fusion), epochOf(before, Channel::Fusion) + 1);
        QCOMPARE(epochOf(m.last(), Channel::Ofi), epochOf(before, Channel::Ofi));
        m.trade(81'200, 10'000, 5, Side::Buy);  // 1.9 s after the last one
        m.second(82);
        QCOMPARE(m.last().z_cvd, Stat::none(Reason::Gap));  // its beginning was not seen
        m.second(83);
        QVERIFY(m.last().z_cvd.has());
    }
    void longTradeBreakClearsTheWindow() {
        Market m;
        m.live(80);
        m.chain.onTradeBreak(Reason::Gap);
        m.trade(82'301, 10'000, 5, Side::Buy);
        m.second(83), m.second(84), m.second(85);
        QCOMPARE(m.last().z_cvd, Stat::none(Reason::Warmup));
        QVERIFY(m.last().z_ofi.has());
    }
    void quoteBreakAndSessionChange() {
        Market m;
        m.live(80);
        const std::int32_t segment = m.last().segment;
        m.chain.onQuoteBreak(Reason::SourceStale);
        m.second(80), m.second(81);
        QCOMPARE(m.last().segment, segment + 1);
        QCOMPARE(m.breaks(Reason::SourceStale), 1U);
        QVERIFY(m.last().z_ofi.has());
        m.chain.onSessionChange();
        m.second(82), m.second(83);
        QCOMPARE(m.last().segment, segment + 2);
        QCOMPARE(m.breaks(Reason::SessionChange), 1U);
        QCOMPARE(m.last().z_ofi, Stat::none(Reason::Warmup));
    }

    // --- time
    void timeBackIsClampedOrRefused() {
        Market m;
        m.quote(5'500, 1'000, 1'001);
        m.quote(4'500, 1'000, 1'003);  // 1,000 ms: counts as now
        QCOMPARE(m.chain.counters().time_backward, 1U);
        QCOMPARE(m.chain.counters().time_refused, 0U);
        m.quote(4'499, 1, 2);
        m.trade(4'499, 1, 1, Side::Buy);
        m.book(4'499, 1);
        QCOMPARE(m.chain.counters().time_backward, 1U);
        QCOMPARE(m.chain.counters().time_refused, 3U);
        m.time(6'250);
        QCOMPARE(m.last().price2, 2'003);
        QCOMPARE(m.last().trades, 0);
        QCOMPARE(m.last().e[0], 0);
    }
    void leapIsANewSegment() {
        Market m;
        m.live(80);
        const Sample before = m.last();
        m.quote(79'300 + 300'001, 10'000, 10'001);
        QCOMPARE(m.chain.counters().time_jumps, 1U);
        QCOMPARE(m.breaks(Reason::TimeJump), 1U);
        QCOMPARE(m.last().index, before.index);  // what was open is left
        m.second(380), m.second(381);
        QCOMPARE(m.last().segment, before.segment + 1);
        QCOMPARE(m.last().z_ofi, Stat::none(Reason::Warmup));
        for (std::size_t c = 0; c < kChannels; ++c) QCOMPARE(m.last().epoch[c], before.epoch[c] + 1);
    }
    void stepOfExactlyTheLimitIsNoLeap() {
        Market m;
        m.live(80);
        m.quote(79'300 + 300'000, 10'000, 10'001);
        QCOMPARE(m.chain.counters().time_jumps, 0U);
        QCOMPARE(m.breaks(Reason::EmptyTooLong), 1U);
    }
    void timerNeverLeaps() {
        Market m;
        m.live(80);
        const std::size_t before_n = m.count();
        m.time(10'000'000);
        QCOMPARE(m.count(), before_n);
        QCOMPARE(m.chain.counters().time_jumps, 0U);
    }

    // --- by volume and by trade
    void volumeClosesOneBarAndCarriesNothing() {
        Market m(sampled({"volume:0.010"}));
        m.chain.setQtyDigits(3);
        m.quote(0, 1'000, 1'001);
        m.trade(100, 1'000, 4, Side::Buy);
        m.trade(200, 1'000, 5, Side::Sell);
        QCOMPARE(m.count(), 0U);
        m.trade(300, 1'000, 1, Side::Buy);  // 10
        QCOMPARE(m.count(), 1U);
        QCOMPARE(m.last().qty_all, 10);
        QCOMPARE(m.last().delta, 0);
        QCOMPARE(m.last().trades, 3);
        QCOMPARE(m.last().t_ns, at(300));
        m.trade(400, 1'000, 35, Side::Buy);  // one bar, not three
        QCOMPARE(m.count(), 2U);
        QCOMPARE(m.last().qty_all, 35);
        m.trade(500, 1'000, 9, Side::Buy);
        QCOMPARE(m.count(), 2U);
        m.time(100'000);  // no time closes it
        QCOMPARE(m.count(), 2U);
        m.trade(100'500, 1'000, 1, Side::Sell);
        QCOMPARE(m.count(), 3U);
        QCOMPARE(m.last().delta, 8);
        QCOMPARE(m.last().index, 2);
    }
    void eachTradeClosesATick() {
        Market m(sampled({"tick"}));
        m.chain.onBookBack();
        for (std::int64_t i = 0; i < 40; ++i) m.book(i * 10, i % 7 - 3);
        m.quote(400, 1'000, 1'001);
        m.trade(600, 1'001, 3, Side::Buy);
        m.trade(600, 1'001, 4, Side::Sell);  // two trades of one millisecond are two
        QCOMPARE(m.count(), 2U);
        QCOMPARE(m.sample(0).t_ns, at(600));
        QCOMPARE(m.sample(0).price2, 2'001);
        QCOMPARE(m.sample(0).delta, 3);
        QCOMPARE(m.sample(1).delta, -4);
        QCOMPARE(m.sample(1).cvd, -1);
    }
    void tickTakesTheNewestOfiUnlessItIsOld() {
        Market m(sampled({"tick"}));
        m.chain.onBookBack();
        m.quote(0, 1'000, 1'001);
        for (std::int64_t i = 0; i < 70; ++i) m.book(i * 5, i % 7 - 3);  // the last at 345 ms
        m.trade(400, 1'001, 3, Side::Buy);                                // the sample that began before the book
        m.trade(595, 1'001, 3, Side::Buy);                                // 250 ms old
        m.trade(596, 1'001, 3, Side::Buy);
        QCOMPARE(m.sample(0).z_ofi, Stat::none(Reason::Gap));
        QVERIFY(m.sample(1).z_ofi.has());
        QCOMPARE(m.sample(2).z_ofi, Stat::none(Reason::SourceStale));
    }

    // --- of the whole
    void prefixOfTheCallsGivesAPrefixOfTheOutput() {
        const auto calls = randomCalls(seedOr(20'240'901), 12'000);
        Recorder whole;
        Chain chain(quick(), "BTCUSDT", whole);
        prepare(chain);
        std::vector<std::size_t> length;
        for (const Call& call : calls) {
            give(chain, call);
            length.push_back(whole.text.size());
        }
        QVERIFY2(whole.events.size() > 20, QByteArray::number(static_cast<qlonglong>(whole.events.size())).constData());
        QVERIFY(chain.counters().segments > 5);
        for (const std::size_t k : {calls.size() / 97, calls.size() / 3, calls.size() / 2 + 1, calls.size() - 1}) {
            Recorder part;
            Chain again(quick(), "BTCUSDT", part);
            prepare(again);
            for (std::size_t i = 0; i < k; ++i) give(again, calls[i]);
            QCOMPARE(part.text.size(), length[k - 1]);
            QVERIFY(whole.text.starts_with(part.text));
        }
    }
    void sameCallsSameOutput() {
        const auto calls = randomCalls(seedOr(7), 4'000);
        Recorder a, b;
        Chain one(quick(), "BTCUSDT", a), other(quick(), "BTCUSDT", b);
        prepare(one), prepare(other);
        for (const Call& call : calls) give(one, call), give(other, call);  // taking turns: nothing is shared
        QVERIFY(!a.text.empty());
        QVERIFY(a.text == b.text);
    }
    void noAllocationAfterWarmUp() {
        struct Counting final : ChainSink {
            std::uint64_t samples = 0, events = 0;
            void onSample(int, const Sample&) override { ++samples; }
            void onEvent(int, const SignalEvent&) override { ++events; }
            void onSuppressed(int, const SignalEvent&, Reason) override {}
            void onWithheld(int, const WithheldPair&) override {}
            void onOutcome(int, const SignalOutcome&, double) override {}
            void onFusion(int, const Sample&, std::uint64_t) override {}
            void onSignalNotice(int, Code, std::string_view, double) override {}
        } sink;
        Chain chain(sampled({"1s", "tick", "volume:0.00000500"}), "BTCUSDT", sink);
        chain.setQtyDigits(8);
        chain.onBookBack();
        Random random(3);
        std::uint64_t before_n = 0, samples_before = 0;
        for (std::int64_t i = 0; i < 40'000; ++i) {
            if (i == 4'000) before_n = g_allocations_n, samples_before = sink.samples;
            const std::int64_t t_ns = at(i * 200), price = 100'000 + i;  // no pivots: no divergence
            const auto flow = static_cast<std::int64_t>(random.below(201)) - 100;
            chain.onBook(t_ns, {flow, 0, 0, 0, 0});
            chain.onQuote(t_ns, {{Price{price}, Qty{1}}, {Price{price + 1}, Qty{1}}, true, true});
            chain.onTrade(t_ns, Price{price}, Qty{1 + std::abs(flow)}, random.below(2) == 0 ? Side::Buy : Side::Sell);
            if (i % 9'000 == 8'000) chain.onBookBreak(Reason::Gap), chain.onTradeBreak(Reason::Gap);
            if (i % 9'000 == 8'020) chain.onBookBack();
        }
        const std::uint64_t during_n = g_allocations_n - before_n;
        QCOMPARE(during_n, 0U);
        QVERIFY(sink.samples - samples_before > 40'000);
    }
};

QTEST_GUILESS_MAIN(TestChain)
#include "tst_chain.moc"
