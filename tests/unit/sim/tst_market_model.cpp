// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <map>
#include <vector>

#include "core/feed/sim/market_model.h"
#include "tests/unit/sim/map_book.h"

using namespace bw;
using namespace bw::sim;

namespace {

constexpr std::int64_t kStartMs = 1'736'899'230'000;  // half a minute into a bar

struct Recorder final : EventSink {
    std::vector<DepthUpdate> depth[kBookCount];
    std::vector<SimTrade> trades[kBookCount];
    std::vector<std::pair<std::int64_t, std::int64_t>> mids[kBookCount];  // time, twice the mid
    std::vector<SimTick> ticks[kTickCount];
    std::vector<std::pair<Bar, bool>> bars[kBookCount];
    std::vector<TruthRecord> truth;
    bool keeps_depth = true;
    static std::size_t at(const SimInstrument& instrument) { return static_cast<std::size_t>(instrument.index); }
    void onTrade(const SimInstrument& i, const SimTrade& trade) override { trades[at(i)].push_back(trade); }
    void onTop(const SimInstrument& i, const SimTop& top) override {
        mids[at(i)].emplace_back(top.time_ms, top.bid.price.units + top.ask.price.units);
        if (top.bid.price >= top.ask.price || top.bid.qty.units <= 0 || top.ask.qty.units <= 0) ++bad_tops;
    }
    void onDepth(const SimInstrument& i, const DepthUpdate& update, DepthSpeed speed) override {
        if (keeps_depth && speed == DepthSpeed::Ms100) depth[at(i)].push_back(update);
    }
    void onBar(const SimInstrument& i, const Bar& bar, bool is_closed, std::int64_t) override {
        bars[at(i)].emplace_back(bar, is_closed);
    }
    void onTick(const SimInstrument& i, const SimTick& tick) override { ticks[at(i) - kBookCount].push_back(tick); }
    void onTruth(const TruthRecord& record) override { truth.push_back(record); }
    int bad_tops = 0;
};

using Levels = std::map<Price, Qty>;
Levels sideOf(const std::vector<Level>& levels) {
    Levels side;
    for (const Level& level : levels) side[level.price] = level.qty;
    return side;
}
void apply(Levels& side, const std::vector<Level>& levels) {
    for (const Level& level : levels) {
        if (level.qty.units > 0)
            side[level.price] = level.qty;
        else
            side.erase(level.price);
    }
}

/// Twice the mid when the step of `time_ms` was over.
std::int64_t midAt(const Recorder& recorder, std::size_t instrument, std::int64_t time_ms) {
    std::int64_t mid = 0;
    for (const auto& [at_ms, value] : recorder.mids[instrument]) {
        if (at_ms >= time_ms + kStepMs) break;
        mid = value;
    }
    return mid;
}

}  // namespace

class TestMarketModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSnapshotOfAnyMomentBridges();
    void tradeIdsAreContiguousAndTimesNeverFall();
    void barsFillThreeHoursAndGoOnFromTheLastClose();
    void plantedEpisodesAreInTheFlow();
    void ticksAlwaysChangeSomething();
    void rateMultipliesArrivals();
};

void TestMarketModel::aSnapshotOfAnyMomentBridges() {
    const quint64 seed = testSeed();
    MarketModel model(seed, 1.0, kStartMs);
    Random random(seed);
    Recorder recorder;
    std::vector<std::pair<std::size_t, SimSnapshot>> taken;
    for (int i = 0; i < 3000; ++i) {
        model.step(recorder);
        for (std::size_t k = 0; k < kBookCount; ++k)
            if (random.below(50) == 0) taken.emplace_back(k, model.book(instruments()[k]).snapshot(5000));
    }
    QVERIFY(taken.size() > 50);
    for (const auto& [k, snapshot] : taken) {
        Levels bids = sideOf(snapshot.bids), asks = sideOf(snapshot.asks);
        QVERIFY(bids.size() > 100 && asks.size() > 100);
        std::uint64_t last = snapshot.last_id;
        bool is_first = true;
        for (const DepthUpdate& update : recorder.depth[k]) {
            if (update.last_id <= last) continue;
            QVERIFY(update.prev_last_id < update.first_id && update.first_id <= update.last_id);
            QVERIFY(is_first ? update.prev_last_id <= last : update.prev_last_id == last);
            if (instruments()[k].venue == Venue::Spot) QCOMPARE(update.first_id, update.prev_last_id + 1);
            is_first = false;
            last = update.last_id;
            apply(bids, update.bids);
            apply(asks, update.asks);
        }
        if (is_first) continue;  // taken after the last message
        // The live book may be ahead of the last message: go on from there.
        const SimSnapshot now = model.book(instruments()[k]).snapshot(5000);
        if (now.last_id != last) continue;
        QVERIFY(bids == sideOf(now.bids));
        QVERIFY(asks == sideOf(now.asks));
    }
    QCOMPARE(recorder.bad_tops, 0);
}

void TestMarketModel::tradeIdsAreContiguousAndTimesNeverFall() {
    MarketModel model(testSeed(), 3.0, kStartMs);
    Recorder recorder;
    recorder.keeps_depth = false;
    for (int i = 0; i < 12'000; ++i) model.step(recorder);
    for (const auto& trades : recorder.trades) {
        QVERIFY(trades.size() > 500);
        for (std::size_t i = 1; i < trades.size(); ++i) {
            QCOMPARE(trades[i].id, trades[i - 1].id + 1);
            QVERIFY(trades[i].time_ms >= trades[i - 1].time_ms);
            QVERIFY(trades[i].qty.units > 0);
        }
    }
}

void TestMarketModel::barsFillThreeHoursAndGoOnFromTheLastClose() {
    MarketModel model(testSeed(), 1.0, kStartMs);
    for (std::size_t k = 0; k < kBookCount; ++k) {
        const BookMarket& book = model.book(instruments()[k]);
        QCOMPARE(book.bars().size(), std::size_t{181});
        QCOMPARE(book.bars().back().open_ms, kStartMs - 30'000);
        const SimSnapshot top = book.snapshot(1);
        const std::int64_t off = top.bids[0].price.units - book.bars().back().close.units;
        QVERIFY(std::abs(off) <= 2 * instruments()[k].tick_units);
    }
    Recorder recorder;
    recorder.keeps_depth = false;
    for (int i = 0; i < 13'000; ++i) model.step(recorder);  // two bar ends
    for (std::size_t k = 0; k < kBookCount; ++k) {
        const auto& bars = model.book(instruments()[k]).bars();
        QCOMPARE(bars.size(), std::size_t{183});
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const Bar& bar = bars[i];
            QVERIFY(bar.low <= bar.open && bar.open <= bar.high && bar.low <= bar.close && bar.close <= bar.high);
            QVERIFY(bar.taker_buy <= bar.volume);
            QVERIFY(bar.count > 0);
            QCOMPARE(bar.last_id - bar.first_id + 1, static_cast<std::uint64_t>(bar.count));
            if (i == 0) continue;
            QCOMPARE(bar.open_ms, bars[i - 1].open_ms + kBarMs);
            QCOMPARE(bar.first_id, bars[i - 1].last_id + 1);
        }
        int closed = 0;
        for (const auto& [bar, is_closed] : recorder.bars[k]) closed += is_closed ? 1 : 0;
        QCOMPARE(closed, 2);
    }
}

void TestMarketModel::plantedEpisodesAreInTheFlow() {
    MarketModel model(testSeed(), 1.0, kStartMs);
    Recorder recorder;
    recorder.keeps_depth = false;
    for (int i = 0; i < 360'000; ++i) model.step(recorder);  // one hour
    int regular = 0, agree = 0, passes = 0;
    for (const TruthRecord& record : recorder.truth) {
        QVERIFY(record.t0_ms < record.pivot1_ms && record.pivot1_ms < record.pivot2_ms);
        QVERIFY(record.pivot2_ms < record.t_end_ms);
        const std::size_t at = Recorder::at(*record.instrument);
        std::int64_t cvd = 0;
        for (const SimTrade& trade : recorder.trades[at])
            if (trade.time_ms > record.pivot1_ms && trade.time_ms <= record.pivot2_ms)
                cvd += trade.buyer_is_maker ? -trade.qty.units : trade.qty.units;
        const std::int64_t sign = record.bull ? 1 : -1;
        regular += record.decoy ? 0 : 1;
        agree += (cvd * sign > 0) == !record.decoy ? 1 : 0;
        passes += (midAt(recorder, at, record.pivot2_ms) - midAt(recorder, at, record.pivot1_ms)) * sign < 0 ? 1 : 0;
    }
    const int all = static_cast<int>(recorder.truth.size());
    QVERIFY2(regular >= 25, qPrintable(QString::number(regular)));
    QVERIFY2(agree * 100 >= all * 95, qPrintable(QString::number(agree)));
    QVERIFY2(passes == all, qPrintable(QString::number(passes)));
}

void TestMarketModel::ticksAlwaysChangeSomething() {
    MarketModel model(testSeed(), 1.0, kStartMs);
    Recorder recorder;
    recorder.keeps_depth = false;
    for (int i = 0; i < 6000; ++i) model.step(recorder);
    for (const auto& ticks : recorder.ticks) {
        QVERIFY(ticks.size() > 100 && ticks.size() < 700);  // 2 to 10 a second over one minute
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            QCOMPARE(ticks[i].seq, std::uint64_t{i + 1});
            QVERIFY(ticks[i].bid < ticks[i].ask);
            if (i == 0) continue;
            QVERIFY(ticks[i].time_ms >= ticks[i - 1].time_ms);
            QCOMPARE((ticks[i].flags & 2) != 0, ticks[i].bid != ticks[i - 1].bid);
            QCOMPARE((ticks[i].flags & 4) != 0, ticks[i].ask != ticks[i - 1].ask);
            QVERIFY(ticks[i].flags != 0);
        }
    }
}

void TestMarketModel::rateMultipliesArrivals() {
    const quint64 seed = testSeed();
    std::size_t trades[2] = {0, 0};
    for (const int k : {0, 1}) {
        MarketModel model(seed, k == 0 ? 1.0 : 700.0, kStartMs);
        Recorder recorder;
        recorder.keeps_depth = false;
        for (int i = 0; i < 500; ++i) model.step(recorder);
        for (const auto& list : recorder.trades) trades[k] += list.size();
        QCOMPARE(recorder.bad_tops, 0);
    }
    QVERIFY2(trades[1] > trades[0] * 100, qPrintable(QString::number(trades[1])));
}

QTEST_GUILESS_MAIN(TestMarketModel)
#include "tst_market_model.moc"
