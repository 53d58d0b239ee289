// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/engine/gap_ledger.h"
#include "core/engine/ledger.h"

using namespace bw;
using namespace bw::engine;

namespace {

/// The number of the first line whose chain does not hold, from 1; 0: all hold.
std::size_t firstBroken(const std::string& ledger) {
    std::string prev(64, '0');
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < ledger.size();) {
        ++number;
        const std::size_t end = ledger.find('\n', begin);
        const std::string line = ledger.substr(begin, end - begin);
        begin = end == std::string::npos ? ledger.size() : end + 1;
        const std::size_t h = line.rfind(",\"h\":\"");
        if (h == std::string::npos || line.size() != h + 6 + 64 + 2) return number;
        if (line.find("\"seq\":" + std::to_string(number) + ",\"prev\":\"" + prev + "\"") == std::string::npos)
            return number;
        const std::string want = hex(sha256(prev + "\n" + line.substr(0, h) + "}"));
        if (line.substr(h + 6, 64) != want || !line.ends_with("\"}")) return number;
        prev = want;
    }
    return 0;
}

}  // namespace

class TestLedger : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theChainHoldsAndTheSumIsThatOfTheFile() {
        std::string file;
        Ledger ledger([&](std::string_view line) { file += line; });
        QCOMPARE(ledger.sha256Hex(), hex(sha256("")));
        for (int n = 0; n < 100; ++n) ledger.append("\"kind\":\"test\",\"n\":" + std::to_string(n));
        QCOMPARE(ledger.lines(), 100U);
        QCOMPARE(firstBroken(file), std::size_t{0});
        QCOMPARE(ledger.sha256Hex(), hex(sha256(file)));
    }

    void anyChangedByteIsFound() {
        std::string file;
        Ledger ledger([&](std::string_view line) { file += line; });
        for (int n = 0; n < 5; ++n) ledger.append("\"kind\":\"test\",\"n\":" + std::to_string(n));
        std::size_t line = 1;
        for (std::size_t i = 0; i < file.size(); ++i) {
            std::string changed = file;
            changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ 1U);
            const std::size_t broken = firstBroken(changed);
            QVERIFY2(broken != 0 && broken <= line + 1, qPrintable(QString::number(i)));
            if (file[i] == '\n') ++line;
        }
        const std::size_t second = file.find('\n') + 1;
        QCOMPARE(firstBroken(file.substr(second)), std::size_t{1});  // a line left out
        QCOMPARE(firstBroken(file.substr(0, second) + file.substr(file.find('\n', second) + 1)), std::size_t{2});
    }

    void gapsAreAnnouncedOnceEachWay() {
        std::vector<api::GapRow> told;
        GapLedger gaps([&](const api::GapRow& gap) { told.push_back(gap); });
        api::GapRow gap;
        gap.first_missing = 7;
        gap.last_missing = 9;
        const std::uint64_t a = gaps.open(gap);
        const std::uint64_t b = gaps.open(gap);
        QCOMPARE(a, 1U);
        QCOMPARE(b, 2U);
        gaps.close(a, GapClose::Filled, {5}, {6});
        gaps.close(a, GapClose::Unfillable, {7}, {8});  // it is closed: nothing happens
        gaps.close(99, GapClose::Filled, {}, {});
        QCOMPARE(told.size(), std::size_t{3});
        QCOMPARE(told[2].gap_id, a);
        QCOMPARE(told[2].close, GapClose::Filled);
        QCOMPARE(told[2].to.ns, 5);
        QCOMPARE(told[2].to_event.ns, 6);
        QCOMPARE(told[2].first_missing, 7U);
        QCOMPARE(gaps.openGaps().size(), std::size_t{1});
        QCOMPARE(gaps.opened(), 2U);
    }

    void theOldestOf4096OpenGapsIsClosed() {
        std::vector<api::GapRow> told;
        GapLedger gaps([&](const api::GapRow& gap) { told.push_back(gap); });
        for (int n = 0; n < 4'096; ++n) gaps.open({});
        QCOMPARE(told.size(), std::size_t{4'096});
        gaps.open({});
        QCOMPARE(gaps.openGaps().size(), std::size_t{4'096});
        QCOMPARE(told.size(), std::size_t{4'098});
        QCOMPARE(told[4'096].gap_id, 1U);
        QCOMPARE(told[4'096].close, GapClose::Unfillable);
        QCOMPARE(told[4'097].gap_id, 4'097U);
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
