// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <limits>
#include <map>
#include <optional>

#include "core/model/random.h"
#include "core/signal/ofi.h"

using namespace bw;
using namespace bw::signal;

namespace {

std::uint64_t seedOr(std::uint64_t fixed) {
    bool is_number = false;
    const std::uint64_t given = qEnvironmentVariable("BELLWETHER_SEED").toULongLong(&is_number, 0);
    const std::uint64_t seed = is_number ? given : fixed;
    qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
    return seed;
}

struct At {
    qint64 price, qty;
};
using Bid = std::optional<At>;
using Ask = std::optional<At>;

Quote quote(Bid bid, Ask ask) {
    Quote q;
    q.has_bid = bid.has_value();
    q.has_ask = ask.has_value();
    if (bid) q.bid = {{bid->price}, {bid->qty}};
    if (ask) q.ask = {{ask->price}, {ask->qty}};
    return q;
}

/// The contribution of Cont, Kukanov, Stoikov told by cases instead of by indicators: better price, all of the new
/// queue came; worse, all of the old one went; equal, the difference.
std::int64_t sideByCases(const Level* before, const Level* after, bool bid) {
    if (before == nullptr && after == nullptr) return 0;
    if (before == nullptr) return after->qty.units;
    if (after == nullptr) return -before->qty.units;
    if (before->price == after->price) return after->qty.units - before->qty.units;
    const bool better = bid ? after->price > before->price : after->price < before->price;
    return better ? after->qty.units : -before->qty.units;
}
std::int64_t stepByCases(const TopLevels& before, const TopLevels& after, int k) {
    const auto i = static_cast<std::size_t>(k);
    const Level* b0 = k < before.bid_count ? &before.bids[i] : nullptr;
    const Level* b1 = k < after.bid_count ? &after.bids[i] : nullptr;
    const Level* a0 = k < before.ask_count ? &before.asks[i] : nullptr;
    const Level* a1 = k < after.ask_count ? &after.asks[i] : nullptr;
    return sideByCases(b0, b1, /*bid=*/true) - sideByCases(a0, a1, /*bid=*/false);
}

/// A book as two maps, bids under their negative price, so that both run from the best.
struct Maps {
    std::map<std::int64_t, std::int64_t> bids, asks;

    [[nodiscard]] TopLevels top() const {
        TopLevels out;
        for (auto it = bids.begin(); it != bids.end() && out.bid_count < kOfiLevels; ++it)
            out.bids[static_cast<std::size_t>(out.bid_count++)] = {{-it->first}, {it->second}};
        for (auto it = asks.begin(); it != asks.end() && out.ask_count < kOfiLevels; ++it)
            out.asks[static_cast<std::size_t>(out.ask_count++)] = {{it->first}, {it->second}};
        return out;
    }
};
bool sameLevels(const TopLevels& a, const TopLevels& b) {
    return a.bid_count == b.bid_count && a.ask_count == b.ask_count && a.bids == b.bids && a.asks == b.asks;
}

/// Up to seven levels a side, close together, so that neighbours and equal prices are common.
Maps randomBook(Random& random) {
    Maps book;
    const auto middle = static_cast<std::int64_t>(1'000 + random.below(4));
    for (std::uint64_t n = random.below(8); n > 0; --n)
        book.bids[-(middle - static_cast<std::int64_t>(random.below(9)))] =
            1 + static_cast<std::int64_t>(random.below(5));
    for (std::uint64_t n = random.below(8); n > 0; --n)
        book.asks[middle + 1 + static_cast<std::int64_t>(random.below(9))] =
            1 + static_cast<std::int64_t>(random.below(5));
    return book;
}

}  // namespace

class TestOfi : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Worked by hand from e = [Pb' >= Pb] Qb' - [Pb' <= Pb] Qb - [Pa' <= Pa] Qa' + [Pa' >= Pa] Qa.
    void step_data() {
        QTest::addColumn<Quote>("before");
        QTest::addColumn<Quote>("after");
        QTest::addColumn<qint64>("e");
        const Quote base = quote(At{100, 10}, At{101, 20});
        const auto row = [&](const char* name, const Quote& after, qint64 e) {
            QTest::newRow(name) << base << after << e;
        };
        row("equal quotes", base, 0);
        row("bid queue grows", quote(At{100, 13}, At{101, 20}), 3);
        row("bid queue shrinks", quote(At{100, 4}, At{101, 20}), -6);
        row("ask queue grows", quote(At{100, 10}, At{101, 25}), -5);
        row("ask queue shrinks", quote(At{100, 10}, At{101, 2}), 18);
        row("bid goes up", quote(At{101, 7}, At{101, 20}), 7);
        row("bid goes down", quote(At{99, 7}, At{101, 20}), -10);
        row("ask goes up", quote(At{100, 10}, At{102, 7}), 20);
        row("ask goes down", quote(At{100, 10}, At{100, 7}), -7);
        row("both go up", quote(At{101, 3}, At{102, 4}), 3 + 20);
        row("both go down", quote(At{99, 3}, At{100, 4}), -10 - 4);
        row("spread opens", quote(At{99, 3}, At{102, 4}), -10 + 20);
        row("both queues change", quote(At{100, 12}, At{101, 15}), 2 + 5);
        row("bid goes away", quote({}, At{101, 20}), -10);
        row("ask goes away", quote(At{100, 10}, {}), 20);
        row("both go away", quote({}, {}), -10 + 20);
        const Quote no_bid = quote({}, At{101, 20}), no_ask = quote(At{100, 10}, {}), none = quote({}, {});
        QTest::newRow("bid comes") << no_bid << base << qint64(10);
        QTest::newRow("ask comes") << no_ask << base << qint64(-20);
        QTest::newRow("both come") << none << base << qint64(10 - 20);
        QTest::newRow("no bid, ask queue grows") << no_bid << quote({}, At{101, 26}) << qint64(-6);
        QTest::newRow("no ask, bid queue grows") << no_ask << quote(At{100, 16}, {}) << qint64(6);
        QTest::newRow("from asks only to bids only") << no_bid << no_ask << qint64(10 + 20);
        QTest::newRow("nothing at all") << none << none << qint64(0);
        QTest::newRow("prices below zero")
            << quote(At{-5, 10}, At{-3, 20}) << quote(At{-4, 2}, At{-3, 20}) << qint64(2);
        QTest::newRow("largest quantities") << quote(At{100, 1}, At{101, kMantissaMax})
                                            << quote(At{101, kMantissaMax}, At{102, 1}) << qint64(2 * kMantissaMax);
    }
    void step() {
        QFETCH(Quote, before);
        QFETCH(Quote, after);
        QFETCH(qint64, e);
        QCOMPARE(qint64(ofiStep(before, after)), e);
    }
    void anAbsentSideHidesWhatItsLevelHolds() {
        Quote before = quote({}, At{101, 20});
        before.bid = {{500}, {77}};  // left over from an earlier quote
        QCOMPARE(qint64(ofiStep(before, quote(At{100, 10}, At{101, 20}))), 10);
    }

    void topSumsAndForgetsAtAGap() {
        OfiTop top;
        QCOMPARE(qint64(top.onQuote(quote(At{100, 10}, At{101, 20}))), 0);  // nothing to compare with
        QCOMPARE(qint64(top.onQuote(quote(At{100, 14}, At{101, 20}))), 4);
        QCOMPARE(qint64(top.onQuote(quote(At{101, 5}, At{102, 6}))), 25);
        QVERIFY(top.sum() == 29);
        top.onGap();
        QCOMPARE(qint64(top.onQuote(quote(At{200, 1'000}, At{201, 1}))), 0);  // not against the quote before the gap
        QVERIFY(top.sum() == 29);
        QCOMPARE(qint64(top.onQuote(quote(At{200, 999}, At{201, 1}))), -1);
        QVERIFY(top.sum() == 28);
        QCOMPARE(top.updates(), std::uint64_t{5});
    }

    void bookForgetsAtAGap() {
        Maps maps;
        for (std::int64_t k = 0; k < 6; ++k) {
            maps.bids[-(100 - k)] = 10 + k;
            maps.asks[101 + k] = 20 + k;
        }
        OfiBook book;
        QVERIFY(!book.hasBefore());
        for (const std::int64_t e : book.onBook(maps.top())) QCOMPARE(qint64(e), 0);
        QVERIFY(book.hasBefore());
        maps.bids[-98] += 5;  // the third best
        const std::array<std::int64_t, kOfiLevels> third = {0, 0, 5, 0, 0};
        QCOMPARE(book.onBook(maps.top()), third);
        book.onGap();
        QVERIFY(!book.hasBefore());
        maps.bids[-100] = 900;
        for (const std::int64_t e : book.onBook(maps.top())) QCOMPARE(qint64(e), 0);
        for (int k = 0; k < kOfiLevels; ++k) QVERIFY(book.sum(k) == (k == 2 ? 5 : 0));
    }
    void bookAgreesWithTheFormulaByCases() {
        Random random(seedOr(0x0f1));
        OfiBook book;
        std::array<Int128, kOfiLevels> sums{};
        TopLevels before;
        bool has_before = false;
        for (int n = 0; n < 100'000; ++n) {
            if (random.below(50) == 0) {
                book.onGap();
                has_before = false;
            }
            const TopLevels now = randomBook(random).top();
            const auto& e = book.onBook(now);
            for (int k = 0; k < kOfiLevels; ++k) {
                const auto i = static_cast<std::size_t>(k);
                const std::int64_t want = has_before ? stepByCases(before, now, k) : 0;
                sums[i] += want;
                if (e[i] != want || book.sum(k) != sums[i]) QFAIL("differs");
            }
            before = now;
            has_before = true;
        }
    }

    void unaffectedNeedsFullLevelsOnBothSides() {
        OfiBook book;
        QVERIFY(!book.unaffected(0, 1'000));  // no book yet
        Maps maps;
        for (std::int64_t k = 0; k < 5; ++k) {
            maps.bids[-(100 - k)] = 1;
            if (k < 4) maps.asks[101 + k] = 1;
        }
        (void)book.onBook(maps.top());
        QVERIFY(!book.unaffected(0, 1'000));  // a fifth ask could appear anywhere
        maps.asks[105] = 1;
        (void)book.onBook(maps.top());
        QVERIFY(book.unaffected(95, 106));
        QVERIFY(!book.unaffected(96, 106));  // the fifth bid itself
        QVERIFY(!book.unaffected(95, 105));
        book.onGap();
        QVERIFY(!book.unaffected(95, 106));
    }
    void unaffectedIsNeverSaidWhenATopLevelChanged() {
        Random random(seedOr(0xa11));
        int skipped = 0, changed = 0;
        for (int n = 0; n < 100'000; ++n) {
            Maps maps = randomBook(random);
            const TopLevels before = maps.top();
            OfiBook book;
            (void)book.onBook(before);
            // An event: some levels set or removed; an untouched side stands for the worst price there is.
            std::int64_t bid_touched = std::numeric_limits<std::int64_t>::min();
            std::int64_t ask_touched = std::numeric_limits<std::int64_t>::max();
            for (std::uint64_t i = 1 + random.below(3); i > 0; --i) {
                const bool bid = random.below(2) == 0;
                const auto far = static_cast<std::int64_t>(random.below(16));
                const std::int64_t price = bid ? 1'003 - far : 1'001 + far;
                auto& side = bid ? maps.bids : maps.asks;
                const std::int64_t key = bid ? -price : price;
                if (random.below(2) == 0)
                    side.erase(key);
                else
                    side[key] = 1 + static_cast<std::int64_t>(random.below(5));
                if (bid)
                    bid_touched = std::max(bid_touched, price);
                else
                    ask_touched = std::min(ask_touched, price);
            }
            const bool same = sameLevels(before, maps.top());
            const bool unaffected = book.unaffected(bid_touched, ask_touched);
            if (unaffected && !same) QFAIL("a change went unseen");
            skipped += unaffected ? 1 : 0;
            changed += same ? 0 : 1;
        }
        QVERIFY(skipped > 500);  // both answers had their turn
        QVERIFY(changed > 500);
    }
};

QTEST_GUILESS_MAIN(TestOfi)
#include "tst_ofi.moc"
