// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "core/model/code.h"
#include "core/model/histogram.h"
#include "core/model/random.h"
#include "core/model/times.h"
#include "tests/unit/model/seed.h"

using namespace bw;

namespace {

constexpr std::array<double, 9> kQuantiles = {0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 0.9999, 1};

/// Log-uniform from 1 ns to about 2^43 ns, as latencies spread.
std::int64_t duration(Random& random) {
    return static_cast<std::int64_t>(random.next() >> (21 + random.below(43)));
}

/// The bucket's upper edge: never below the exact value, at most 6.25 % above it.
bool near(std::int64_t found, std::int64_t exact) {
    return found >= exact && static_cast<double>(found - exact) <= 0.0625 * static_cast<double>(exact);
}

}  // namespace

class TestValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codesAreNamedUniqueAndReversible() {
        std::set<std::string_view> names;
        for (std::uint16_t i = 0; i < static_cast<std::uint16_t>(Code::Count); ++i) {
            const auto code = static_cast<Code>(i);
            const std::string_view name = codeName(code);
            QVERIFY(!name.empty());
            QVERIFY2(names.insert(name).second, std::string(name).c_str());
            Code back = Code::Count;
            QVERIFY2(codeFromName(name, back), std::string(name).c_str());
            QCOMPARE(back, code);
        }
        QCOMPARE(codeName(Code::NumSyntax), std::string_view("num_syntax"));
        QCOMPARE(codeName(Code::JournalCorrupt), std::string_view("journal.corrupt"));
    }
    void unknownCodesAreSaidSo() {
        QCOMPARE(codeName(Code::Count), std::string_view("unknown_code"));
        QCOMPARE(codeName(static_cast<Code>(65535)), std::string_view("unknown_code"));
        Code out = Code::Size;
        for (const std::string_view name : {"", "NUM_SYNTAX", "num_synta", "num_syntax ", "unknown_code"})
            QVERIFY(!codeFromName(name, out));
        QCOMPARE(out, Code::Size);
    }

    void emptyHistogramSaysSo() {
        const Histogram h;
        QCOMPARE(qint64(h.quantile(0.5)), -1);
        QCOMPARE(h.count(), std::uint64_t{0});
        QCOMPARE(qint64(h.max()), 0);
    }
    void smallValuesAreExact() {
        for (std::int64_t ns = 0; ns < 32; ++ns) {
            Histogram h;
            h.add(ns);
            QCOMPARE(qint64(h.quantile(0)), ns);
            QCOMPARE(qint64(h.quantile(1)), ns);
        }
    }
    void quantilesAgreeWithASortedList() {
        Random random(test::seedOr(0x415));
        for (const std::size_t size :
             {std::size_t{1}, std::size_t{2}, std::size_t{10}, std::size_t{999}, std::size_t{50'000}}) {
            Histogram h;
            std::vector<std::int64_t> sorted;
            for (std::size_t i = 0; i < size; ++i) {
                sorted.push_back(duration(random));
                h.add(sorted.back());
            }
            std::sort(sorted.begin(), sorted.end());
            for (const double q : kQuantiles) {
                const std::int64_t exact = sorted[static_cast<std::size_t>(q * static_cast<double>(size - 1))];
                if (!near(h.quantile(q), exact))
                    QFAIL(qPrintable(QStringLiteral("q %1: %2 for %3").arg(q).arg(h.quantile(q)).arg(exact)));
            }
            QCOMPARE(qint64(h.quantile(1)), qint64(sorted.back()));
            QCOMPARE(qint64(h.max()), qint64(sorted.back()));
            QCOMPARE(h.count(), std::uint64_t{size});
        }
    }
    void bucketsFollowEachOtherWithoutAHole() {
        for (std::size_t i = 1; i < Histogram::kBuckets; ++i) {
            const std::int64_t low = Histogram::upperEdge(i - 1) + 1, high = Histogram::upperEdge(i);
            QVERIFY(low <= high);
            Histogram h;
            h.add(low);
            h.add(high);
            QCOMPARE(h.bucket(i), std::uint64_t{2});
        }
        QCOMPARE(qint64(Histogram::upperEdge(Histogram::kBuckets - 1)), (qint64(1) << Histogram::kOctaves) - 1);
    }
    void valuesPastTheRangeLandInTheLastBucket() {
        Histogram h;
        h.add(std::numeric_limits<std::int64_t>::max());
        h.add(std::int64_t{1} << Histogram::kOctaves);
        QCOMPARE(h.bucket(Histogram::kBuckets - 1), std::uint64_t{2});
        QCOMPARE(qint64(h.max()), std::numeric_limits<qint64>::max());
    }
    void negativeValuesAreKeptApartAndSortFirst() {
        Histogram h;
        for (int i = 0; i < 50; ++i) h.add(-1'000);
        for (int i = 0; i < 50; ++i) h.add(16);
        QCOMPARE(h.count(), std::uint64_t{100});
        QCOMPARE(h.negative(), std::uint64_t{50});
        QCOMPARE(h.bucket(0), std::uint64_t{0});
        QCOMPARE(qint64(h.quantile(0.4)), 0);
        QCOMPARE(qint64(h.quantile(0.6)), 16);
        QCOMPARE(qint64(h.max()), 16);
    }
    void mergeEqualsAddingAll() {
        Random random(test::seedOr(0x3e6));
        Histogram a, b, all;
        for (int i = 0; i < 20'000; ++i) {
            const std::int64_t ns = random.below(50) == 0 ? -5 : duration(random);
            (random.below(3) == 0 ? a : b).add(ns);
            all.add(ns);
        }
        a.merge(b);
        QCOMPARE(a.count(), all.count());
        QCOMPARE(a.negative(), all.negative());
        QCOMPARE(qint64(a.max()), qint64(all.max()));
        for (std::size_t i = 0; i < Histogram::kBuckets; ++i) QCOMPARE(a.bucket(i), all.bucket(i));
        for (const double q : kQuantiles) QCOMPARE(qint64(a.quantile(q)), qint64(all.quantile(q)));
    }

    void floorDivIsRightBelowZero() {
        QCOMPARE(qint64(floorDiv(7, 5)), 1);
        QCOMPARE(qint64(floorDiv(5, 5)), 1);
        QCOMPARE(qint64(floorDiv(0, 5)), 0);
        QCOMPARE(qint64(floorDiv(-1, 5)), -1);
        QCOMPARE(qint64(floorDiv(-5, 5)), -1);
        QCOMPARE(qint64(floorDiv(-6, 5)), -2);
        QCOMPARE(qint64(floorDiv(6, -5)), -2);
        QCOMPARE(qint64(floorDiv(-6, -5)), 1);
        QCOMPARE(qint64(floorTo(-1, kNsPerMin)), -kNsPerMin);
        QCOMPARE(qint64(floorTo(kNsPerMin + 1, kNsPerMin)), kNsPerMin);
        for (std::int64_t value = -50; value <= 50; ++value) {
            const std::int64_t floor = floorTo(value, 7);
            QVERIFY(floor <= value && value < floor + 7 && floor % 7 == 0);
        }
    }

    // From an independent implementation of xoshiro256** and splitmix64 in Python.
    void randomIsTheSameEverywhere_data() {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<QList<quint64>>("numbers");
        QTest::newRow("0") << quint64(0)
                           << QList<quint64>{0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0,
                                             0x6aa594f1262d2d2c};
        QTest::newRow("1") << quint64(1)
                           << QList<quint64>{0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514,
                                             0x642e1c7bc266a3a7};
        QTest::newRow("deadbeef") << quint64(0xdeadbeef)
                                  << QList<quint64>{0xc5555444a74d7e83, 0x65c30d37b4b16e38, 0x54f773200a4efa23,
                                                    0x429aed75fb958af7};
        QTest::newRow("all bits") << ~quint64(0)
                                  << QList<quint64>{0x8f5520d52a7ead08, 0xc476a018caa1802d, 0x81de31c0d260469e,
                                                    0xbf658d7e065f3c2f};
    }
    void randomIsTheSameEverywhere() {
        QFETCH(quint64, seed);
        QFETCH(QList<quint64>, numbers);
        Random random(seed);
        for (const quint64 number : numbers) QCOMPARE(quint64(random.next()), number);
    }
    void randomStaysTheSameFarOut() {
        Random random(7);
        for (int i = 0; i < 999; ++i) (void)random.next();
        QCOMPARE(quint64(random.next()), quint64(0xd8df721ab4271195));
    }
    void randomRangesAreTheSameEverywhere() {
        Random random(42);
        for (const std::uint64_t want : {83U, 378U, 680U, 924U, 991U, 769U, 719U, 850U})
            QCOMPARE(random.below(1'000), want);
        Random unit(42);
        for (const double want : {0.08386297105988216, 0.3789802506626686, 0.6800434110281394, 0.9246929453253876})
            QVERIFY(unit.uniform() == want);  // exactly: 53 bits
        for (int i = 0; i < 10'000; ++i) {
            QCOMPARE(random.below(1), std::uint64_t{0});
            const double u = unit.uniform();
            QVERIFY(u >= 0 && u < 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"
