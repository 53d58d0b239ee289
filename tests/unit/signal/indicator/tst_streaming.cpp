// SPDX-License-Identifier: GPL-3.0-or-later
// One implementation for stream and batch: copies, previews, chunks, gaps and long runs change no bit.
#include <QTest>
#include <cstring>

#include "core/model/random.h"
#include "core/signal/indicator/indicator.h"
#include "tests/support/counted_allocations.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::indicator;

namespace {

class Walk {
public:
    explicit Walk(std::uint64_t seed) : m_random(seed) {}
    Bar next() {
        const std::int64_t open = m_price;
        m_price = std::max<std::int64_t>(1000, m_price + step(200));
        Bar bar{m_at, 60, open, std::max(open, m_price) + std::int64_t(m_random.below(50)), 0, m_price, std::int64_t(m_random.below(1'000'000))};
        bar.low = std::min(open, m_price) - std::int64_t(m_random.below(50));
        m_at += 60 * kNsPerSec;
        return bar;
    }
    void skip() { m_at += 60 * kNsPerSec; }
    std::uint64_t below(std::uint64_t n) { return m_random.below(n); }

private:
    std::int64_t step(std::uint64_t reach) { return std::int64_t(m_random.below(2 * reach + 1)) - std::int64_t(reach); }
    Random m_random;
    std::int64_t m_at = 1'600'000'000 * kNsPerSec;
    std::int64_t m_price = 5'000'000;
};

bool sameBits(const Values& a, const Values& b) {
    for (std::size_t i = 0; i < Values::kMax; ++i)
        if (a[i].reason != b[i].reason || std::memcmp(&a[i].value, &b[i].value, sizeof(double)) != 0) return false;
    return a.gap_inside == b.gap_inside;
}

std::unique_ptr<Indicator> make(std::string_view name, OnGap on_gap = OnGap::Reset) { return std::move(*makeIndicator(name, {.price_digits = 2, .qty_digits = 3}, on_gap)); }

}  // namespace

class TestStreaming : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void copiesPreviewsAndChunksChangeNoBit() {
        Walk walk(test::seedOr(0x5eed01));
        std::vector<Bar> bars;
        for (int i = 0; i < 700; ++i) {
            if (walk.below(100) == 0) walk.skip();
            bars.push_back(walk.next());
        }
        for (const OnGap on_gap : {OnGap::Reset, OnGap::Bridge})
            for (const IndicatorInfo& info : indicatorTable()) {
                auto batch = make(info.id, on_gap), chunked = make(info.id, on_gap);
                for (const Bar& bar : bars) {
                    Values whole, part, ahead, moved;
                    QCOMPARE(batch->update(bar, whole), Code::Ok);
                    if (walk.below(10) == 0) chunked = chunked->clone();
                    // What forms is another bar of the same time; looking at it leaves no trace.
                    Bar forming = bar;
                    forming.close = forming.high;
                    QCOMPARE(chunked->preview(forming, moved), Code::Ok);
                    QVERIFY(moved.provisional);
                    // A preview of the very bar says what its update says.
                    QCOMPARE(chunked->preview(bar, ahead), Code::Ok);
                    QCOMPARE(chunked->update(bar, part), Code::Ok);
                    QVERIFY2(sameBits(whole, part) && sameBits(whole, ahead), std::string(info.id).c_str());
                }
            }
    }
    void aResetIsAFreshStart() {
        Walk walk(test::seedOr(0x5eed02));
        for (const IndicatorInfo& info : indicatorTable()) {
            auto used = make(info.id), fresh = make(info.id);
            Values a, b;
            for (int i = 0; i < 60; ++i) QCOMPARE(used->update(walk.next(), a), Code::Ok);
            used->reset();
            for (int i = 0; i < 60; ++i) {
                const Bar bar = walk.next();
                QCOMPARE(used->update(bar, a), Code::Ok);
                QCOMPARE(fresh->update(bar, b), Code::Ok);
                QVERIFY2(sameBits(a, b), std::string(info.id).c_str());
            }
        }
    }
    /// Few prices, so many ties: the place of the extreme against a look at the whole window each time.
    void aroonEqualsALookAtTheWholeWindow() {
        Random random(test::seedOr(0x5eed05));
        auto aroon = make("AROON(25)");
        std::vector<Bar> bars;
        for (int i = 0; i < 20'000; ++i) {
            const auto base = 100 + std::int64_t(random.below(12));
            bars.push_back({i * 60 * kNsPerSec, 60, base, base + std::int64_t(random.below(4)), base - std::int64_t(random.below(4)), base, 1});
            Values out;
            QCOMPARE(aroon->update(bars.back(), out), Code::Ok);
            if (i < 25) continue;
            int top = 0, bottom = 0;
            for (int k = 1; k <= 25; ++k) {
                if (bars[size_t(i - 25 + k)].high > bars[size_t(i - 25 + top)].high) top = k;
                if (bars[size_t(i - 25 + k)].low < bars[size_t(i - 25 + bottom)].low) bottom = k;
            }
            QVERIFY(out[0].value == 4.0 * top && out[1].value == 4.0 * bottom);
        }
    }
    void anUpdateAllocatesNothing() {
        std::vector<std::unique_ptr<Indicator>> all;
        for (const IndicatorInfo& info : indicatorTable()) all.push_back(make(info.id));
        Walk walk(test::seedOr(0x5eed04));
        Values out;
        const std::uint64_t before_n = g_allocations_n;
        for (int i = 0; i < 2000; ++i) {
            if (i % 500 == 499) walk.skip();
            const Bar bar = walk.next();
            for (auto& indicator : all) (void)indicator->update(bar, out);
        }
        QCOMPARE(g_allocations_n - before_n, std::uint64_t{0});
    }
    void aMissingBarStartsAgain() {
        auto sma = make("SMA(3)");
        Walk walk(1);
        Values out;
        for (int i = 0; i < 5; ++i) (void)sma->update(walk.next(), out);
        QVERIFY(out[0].has());
        walk.skip();
        for (int i = 0; i < 3; ++i) {
            (void)sma->update(walk.next(), out);
            QCOMPARE(out[0].has(), i == 2);
            QVERIFY(!out.gap_inside);
        }
        QCOMPARE(sma->gaps(), std::uint64_t{1});
    }
    void aBridgedOrIncompleteBarIsFlaggedForItsWindow() {
        for (const bool incomplete : {false, true}) {
            auto sma = make("SMA(3)", OnGap::Bridge);
            Walk walk(1);
            Values out;
            for (int i = 0; i < 5; ++i) (void)sma->update(walk.next(), out);
            if (!incomplete) walk.skip();
            for (int i = 0; i < 4; ++i) {
                Bar bar = walk.next();
                bar.complete = !(incomplete && i == 0);
                (void)sma->update(bar, out);
                QVERIFY(out[0].has());
                QCOMPARE(out.gap_inside, i < 3);
            }
        }
    }
    void badBarsAreRefusedAndLeaveNoTrace_data() {
        QTest::addColumn<Bar>("bar");
        QTest::addColumn<int>("code");
        const std::int64_t at = 1'600'000'600 * kNsPerSec;
        const int bad = int(Code::BarInvalid), big = int(Code::Overflow);
        QTest::newRow("high below low") << Bar{at, 60, 10, 9, 10, 10, 1} << bad;
        QTest::newRow("open above high") << Bar{at, 60, 12, 11, 9, 10, 1} << bad;
        QTest::newRow("close below low") << Bar{at, 60, 10, 11, 9, 8, 1} << bad;
        QTest::newRow("price of zero") << Bar{at, 60, 1, 1, 0, 1, 1} << bad;
        QTest::newRow("negative price") << Bar{at, 60, -1, 1, -1, 1, 1} << bad;
        QTest::newRow("negative volume") << Bar{at, 60, 10, 11, 9, 10, -1} << bad;
        QTest::newRow("time not after the last") << Bar{1'600'000'000 * kNsPerSec, 60, 10, 11, 9, 10, 1} << bad;
        QTest::newRow("inside the last bar") << Bar{1'600'000'030 * kNsPerSec, 60, 10, 11, 9, 10, 1} << bad;
        QTest::newRow("price past the exact sums") << Bar{at, 60, 10, kPriceMax + 1, 9, 10, 1} << big;
        QTest::newRow("volume past the exact sums") << Bar{at, 60, 10, 11, 9, 10, kMantissaMax + 1} << big;
    }
    void badBarsAreRefusedAndLeaveNoTrace() {
        QFETCH(Bar, bar);
        QFETCH(int, code);
        for (const IndicatorInfo& info : indicatorTable()) {
            auto used = make(info.id), clean = make(info.id);
            const Bar first{1'600'000'000 * kNsPerSec, 60, 10, 11, 9, 10, 5};
            Values a, b;
            QCOMPARE(used->update(first, a), Code::Ok);
            QCOMPARE(clean->update(first, b), Code::Ok);
            QCOMPARE(int(used->update(bar, a)), code);
            QCOMPARE(int(used->preview(bar, b)), code);
            for (std::size_t i = 0; i < info.outputs.size(); ++i) QCOMPARE(a[i].reason, Reason::InvalidInput);
            for (int i = 1; i < 40; ++i) {
                const Bar good{(1'600'000'000 + 60 * i) * kNsPerSec, 60, 10 + i % 3, 12 + i % 3, 9 + i % 2, 11, 5 + i};
                QCOMPARE(used->update(good, a), Code::Ok);
                QCOMPARE(clean->update(good, b), Code::Ok);
                QVERIFY2(sameBits(a, b), std::string(info.id).c_str());
            }
        }
    }
    void aRunningSumThatIsFullRefuses() {
        auto vwap = make("VWAP(first)");
        Values out;
        int taken = 0;
        Code code = Code::Ok;
        for (; taken < 100'000; ++taken) {
            code = vwap->update({taken * 60 * kNsPerSec, 60, kPriceMax, kPriceMax, kPriceMax, kPriceMax, kMantissaMax}, out);
            if (code != Code::Ok) break;
        }
        QCOMPARE(code, Code::Overflow);
        QVERIFY(taken > 1000);
        QCOMPARE(vwap->update({taken * 60 * kNsPerSec, 60, 10, 10, 10, 10, 1}, out), Code::Ok);
        QVERIFY(out[0].has());
    }
    void barsWithoutALengthAreNeverMissing() {
        auto sma = make("SMA(2)");
        Values out;
        QCOMPARE(sma->update({0, 0, 10, 10, 10, 10, 1}, out), Code::Ok);
        QCOMPARE(sma->update({5 * 86400 * kNsPerSec, 0, 12, 12, 12, 12, 1}, out), Code::Ok);
        QCOMPARE(out[0].value, 0.11);
    }
    /// After ten million bars the windows hold exactly what a new object makes of the last n.
    void tenMillionBarsLeaveTheSumsExact() {
        Walk walk(test::seedOr(0x5eed03));
        constexpr int kBars = 10'000'000, kKept = 64;
        auto sma = make("SMA(20)"), boll = make("BOLL(20,2)"), wma = make("WMA(14)");
        std::vector<Bar> last(kKept);
        Values s, b, w;
        for (int i = 0; i < kBars; ++i) {
            Bar& bar = last[size_t(i % kKept)];
            bar = walk.next();
            QVERIFY(sma->update(bar, s) == Code::Ok && boll->update(bar, b) == Code::Ok && wma->update(bar, w) == Code::Ok);
            if (i % 999'983 != 0 && i != kBars - 1) continue;
            if (i < kKept) continue;
            auto fresh_sma = make("SMA(20)"), fresh_boll = make("BOLL(20,2)"), fresh_wma = make("WMA(14)");
            Values fs, fb, fw;
            for (int k = kKept - 1; k >= 0; --k) {
                const Bar& again = last[size_t((i - k) % kKept)];
                (void)fresh_sma->update(again, fs);
                (void)fresh_boll->update(again, fb);
                (void)fresh_wma->update(again, fw);
            }
            QVERIFY(sameBits(s, fs) && sameBits(b, fb) && sameBits(w, fw));
        }
    }
};

QTEST_GUILESS_MAIN(TestStreaming)
#include "tst_streaming.moc"
