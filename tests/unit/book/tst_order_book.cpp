// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <array>
#include <cstdlib>
#include <map>

#include "core/book/order_book.h"
#include "core/model/random.h"

using namespace bw;
using namespace bw::book;

namespace {

/// One side as std::map, best first.
class Model {
public:
    explicit Model(bool bid) : m_bid(bid) {}
    void set(std::int64_t price, std::int64_t qty) {
        const std::int64_t key = m_bid ? -price : price;
        if (qty == 0)
            m_levels.erase(key);
        else
            m_levels[key] = qty;
    }
    void clear() { m_levels.clear(); }
    [[nodiscard]] std::vector<Level> levels(std::size_t max) const {
        std::vector<Level> out;
        for (auto it = m_levels.begin(); it != m_levels.end() && out.size() < max; ++it)
            out.push_back({{m_bid ? -it->first : it->first}, {it->second}});
        return out;
    }
    [[nodiscard]] std::int64_t at(std::int64_t price) const {
        const auto it = m_levels.find(m_bid ? -price : price);
        return it == m_levels.end() ? 0 : it->second;
    }
    [[nodiscard]] std::size_t size() const { return m_levels.size(); }
    void trim(std::size_t max) {
        while (m_levels.size() > max) m_levels.erase(std::prev(m_levels.end()));
    }

private:
    bool m_bid;
    std::map<std::int64_t, std::int64_t> m_levels;
};

std::vector<Level> top(const BookSide& side, int n) {
    std::vector<Level> out(static_cast<std::size_t>(n));
    out.resize(static_cast<std::size_t>(side.top(out.data(), n)));
    return out;
}

std::uint64_t seedOf(std::uint64_t fixed) {
    if (const char* text = std::getenv("BELLWETHER_SEED")) fixed = std::strtoull(text, nullptr, 0);
    qInfo("seed=0x%llx", static_cast<unsigned long long>(fixed));
    return fixed;
}

}  // namespace

class TestOrderBook : public QObject {
    Q_OBJECT

    static void rows() {
        QTest::addColumn<bool>("bid");
        QTest::addColumn<qint64>("tick");
        QTest::addColumn<qint64>("middle");
        QTest::newRow("bids, 0.1 of 60,000") << true << qint64(10'000'000) << qint64(6'000'000'000'000);
        QTest::newRow("asks, 0.1 of 60,000") << false << qint64(10'000'000) << qint64(6'000'000'000'000);
        QTest::newRow("bids, one unit is the tick") << true << qint64(1) << qint64(40'000);
        QTest::newRow("asks, one unit is the tick") << false << qint64(1) << qint64(40'000);
        QTest::newRow("bids, near the largest price") << true << qint64(1'000) << qint64(4'000'000'000'000'000'000);
    }
    static void compare(const BookSide& side, const Model& model, std::int64_t touched) {
        if (side.size() != model.size()) QFAIL("size");
        if (side.at({touched}).units != model.at(touched)) QFAIL("at");
        const std::vector<Level> best = model.levels(1);
        if (side.empty() != best.empty()) QFAIL("empty");
        if (!best.empty() && (side.best() != best[0] || side.bestUnits() != best[0].price.units)) QFAIL("best");
    }

private Q_SLOTS:
    void aMillionChangesEqualTheModel_data() { rows(); }
    void aMillionChangesEqualTheModel() {
        QFETCH(bool, bid);
        QFETCH(qint64, tick);
        QFETCH(qint64, middle);
        Random random(seedOf(0x6f62 + static_cast<std::uint64_t>(tick)));
        BookSide side(bid ? BookSide::Kind::Bid : BookSide::Kind::Ask);
        Model model(bid);
        std::int64_t centre = middle / tick;
        for (int n = 0; n < 250'000; ++n) {
            std::int64_t price = 0;
            const std::uint64_t kind = random.below(1'000);
            const auto around = [&](std::uint64_t width) {
                return centre + static_cast<std::int64_t>(random.below(2 * width)) - static_cast<std::int64_t>(width);
            };
            if (kind < 900)
                price = around(40) * tick;
            else if (kind < 960)
                price = around(5'000) * tick;
            else if (kind < 990)
                price = around(200'000) * tick;  // outside the window
            else if (kind < 996)
                centre = std::max<std::int64_t>(1, around(3'000));  // the market moves
            else if (kind < 998)
                centre = std::max<std::int64_t>(1, around(300'000));  // it jumps: the window must follow
            else if (kind < 999 && tick > 1)
                price = around(40) * tick + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(tick)));
            else if (n % 50 == 0) {
                side.clear();
                model.clear();
            }
            if (price <= 0) continue;
            const std::int64_t qty = random.below(3) == 0 ? 0 : static_cast<std::int64_t>(1 + random.below(1'000'000));
            side.set({price}, {qty});
            model.set(price, qty);
            compare(side, model, price);
            if (n % 16 == 0 && top(side, 20) != model.levels(20)) QFAIL("the best twenty");
            if (n % 5'000 == 0) {
                if (side.levels() != model.levels(SIZE_MAX)) QFAIL("all levels");
                const std::size_t max = model.size() / 2 + 1;
                const std::size_t over = model.size() > max ? model.size() - max : 0;
                if (random.below(4) == 0) {
                    QCOMPARE(side.trim(max), over);
                    model.trim(max);
                }
            }
            if (QTest::currentTestFailed()) {
                qWarning("change %d, price %lld, quantity %lld", n, static_cast<long long>(price),
                         static_cast<long long>(qty));
                return;
            }
        }
        QVERIFY(side.levels() == model.levels(SIZE_MAX));
    }

    void theBestLevelJumpsPastTheWindow_data() { rows(); }
    void theBestLevelJumpsPastTheWindow() {
        QFETCH(bool, bid);
        QFETCH(qint64, tick);
        QFETCH(qint64, middle);
        if (middle / tick < 30'000 * 12) middle = tick * 10'000'000;
        BookSide side(bid ? BookSide::Kind::Bid : BookSide::Kind::Ask);
        Model model(bid);
        const std::int64_t way = bid ? 1 : -1;
        for (const std::int64_t ticks : {0LL, 32'767LL, 32'768LL, 32'769LL, 65'535LL, 65'536LL, 200'000LL, 340'000LL}) {
            const std::int64_t price = middle + way * ticks * tick;
            side.set({price}, {ticks + 1});
            model.set(price, ticks + 1);
            QVERIFY(side.levels() == model.levels(SIZE_MAX));
            QCOMPARE(side.bestUnits(), price);
        }
        // And back, one best level after the other.
        while (!side.empty()) {
            const Level best = side.best();
            side.set(best.price, {});
            model.set(best.price.units, 0);
            QVERIFY(side.levels() == model.levels(SIZE_MAX));
        }
        QCOMPARE(model.size(), std::size_t{0});
    }

    void anOffGridPriceMakesTheGridFiner() {
        BookSide side(BookSide::Kind::Ask);
        Model model(false);
        for (const std::int64_t price :
             {6'000'000LL, 6'000'500LL, 6'000'010LL, 6'000'009LL, 9'000'000'000LL, 5'999'999LL}) {
            side.set({price}, {7});
            model.set(price, 7);
            QVERIFY(side.levels() == model.levels(SIZE_MAX));
        }
        QCOMPARE(side.at({6'000'011}).units, 0);
        side.set({6'000'011}, {});  // removing what was never held is normal
        QCOMPARE(side.size(), std::size_t{6});
    }

    void emptySides() {
        BookSide bids(BookSide::Kind::Bid);
        BookSide asks(BookSide::Kind::Ask);
        QVERIFY(bids.empty() && asks.empty());
        QCOMPARE(bids.bestUnits(), -1);
        QCOMPARE(asks.bestUnits(), std::numeric_limits<std::int64_t>::max());
        QVERIFY(top(bids, 5).empty() && bids.levels().empty());
        QCOMPARE(bids.trim(0), std::size_t{0});
        bids.set({100}, {});
        QVERIFY(bids.empty());
        bids.set({100}, {1});
        bids.clear();
        QVERIFY(bids.empty() && bids.at({100}).units == 0);
        bids.set({90}, {2});
        QCOMPARE(bids.bestUnits(), 90);
    }

    void crossedAndTop() {
        OrderBook book;
        QVERIFY(!book.crossed());
        book.bids.set({100}, {1});
        QVERIFY(!book.crossed());
        QVERIFY(book.top().has_bid && !book.top().has_ask);
        book.asks.set({101}, {2});
        QVERIFY(!book.crossed());
        QCOMPARE(book.top().ask.qty.units, 2);
        book.bids.set({101}, {1});
        QVERIFY(book.crossed());  // locked counts
        book.clear();
        QVERIFY(!book.crossed() && !book.top().has_bid);
    }
};

QTEST_GUILESS_MAIN(TestOrderBook)
#include "tst_order_book.moc"
