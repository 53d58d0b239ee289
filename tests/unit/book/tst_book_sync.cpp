// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/book/book_sync.h"

using namespace bw;
using namespace bw::book;

namespace {

struct Heard final : BookListener {
    int applied = 0, generations = 0;
    void onBookApplied(const DepthEvent&) override { ++applied; }
    void onBookGeneration() override { ++generations; }
};

MonoTime ms(std::int64_t n) {
    return {100 * kNsPerSec + n * kNsPerMs};
}
DepthEvent diff(std::uint64_t prev, std::uint64_t last, std::int64_t qty = 5) {
    DepthEvent e;
    e.first_id = prev + 1;
    e.last_id = last;
    e.prev_id = prev;
    e.bids = {{{100}, {qty}}};
    e.asks = {{{200}, {qty}}};
    return e;
}

/// A book that is synced at id 100, and what the last input did.
struct Book {
    Heard heard;
    BookSync sync;
    SyncOutcome out;
    struct Synced {};
    explicit Book(const SyncLimits& limits = {}) : sync(heard, limits) {}
    explicit Book(Synced) : Book() { synced(); }
    void depth(DepthEvent e, std::int64_t at_ms = 0) { sync.onDepth(e, ms(at_ms), out); }
    void snapshot(std::uint64_t last, std::uint32_t gen_asked = 0, std::int64_t at_ms = 0) {
        sync.onSnapshot(last, {{{100}, {1}}, {{99}, {1}}}, {{{200}, {1}}, {{201}, {1}}}, gen_asked, ms(at_ms), out);
    }
    Book& synced(std::int64_t at_ms = 0) {
        depth(diff(80, 90), at_ms);
        static_cast<void>(sync.wantsSnapshot(ms(at_ms)));
        snapshot(100, 0, at_ms);
        return *this;
    }
};

}  // namespace

// The rule of the feeds specification 5.1 and 5.2, case by case.
class TestBookSync : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theStart() {
        Book book;
        QCOMPARE(book.sync.state(), BookState::Empty);
        QVERIFY(!book.sync.wantsSnapshot(ms(0)));
        book.depth(diff(80, 90));
        QCOMPARE(book.sync.state(), BookState::Buffering);
        QCOMPARE(book.out.frame_class, FrameClass::Buffered);
        QVERIFY(book.sync.wantsSnapshot(ms(0)));
        QVERIFY(!book.sync.wantsSnapshot(ms(0)));  // one in flight
        QCOMPARE(book.sync.generationWanted(), 1U);
        book.snapshot(100, 1);
        QCOMPARE(book.sync.state(), BookState::Synced);
        QVERIFY(book.out.new_generation && !book.out.recovered && !book.out.broke);
        QCOMPARE(book.out.released_applied, 1U);  // nothing was known before, so nothing was lost
        QCOMPARE(book.sync.generation(), 1U);
        QCOMPARE(book.sync.lastId(), 100U);
        QCOMPARE(book.heard.generations, 1);
    }

    void bridging_data() {
        QTest::addColumn<quint64>("prev");
        QTest::addColumn<quint64>("last");
        QTest::addColumn<bool>("fresh");  // the first event after the snapshot
        QTest::addColumn<QString>("does");
        const auto row = [](const char* name, quint64 prev, quint64 last, bool fresh, const char* does) {
            QTest::newRow(name) << prev << last << fresh << QString::fromLatin1(does);
        };
        row("wholly inside the snapshot", 90, 99, true, "superseded");
        row("ends at the snapshot", 90, 100, true, "superseded");
        row("spot and futures: begins behind it", 100, 105, true, "applied");
        row("reaches over it", 98, 105, true, "applied");
        row("begins one late", 101, 105, true, "gap 101..101");
        row("chained", 110, 115, false, "applied");
        row("a duplicate", 100, 110, false, "superseded");
        row("reaches back in steady state", 109, 115, false, "gap 0..0");
        row("one id is missing", 111, 115, false, "gap 111..111");
        row("many are", 9'999, 10'000, false, "gap 111..9999");
    }
    void bridging() {
        QFETCH(quint64, prev);
        QFETCH(quint64, last);
        QFETCH(bool, fresh);
        QFETCH(QString, does);
        Book book{Book::Synced{}};
        if (!fresh) book.depth(diff(100, 110));
        const std::uint64_t before = book.sync.lastId();
        const std::uint64_t updates = book.sync.updates();
        book.depth(diff(prev, last, 77));
        QString did = book.sync.updates() > updates ? QStringLiteral("applied") : QStringLiteral("superseded");
        if (book.out.broke) {
            did = QStringLiteral("gap %1..%2").arg(book.out.first_missing).arg(book.out.last_missing);
            QCOMPARE(book.out.frame_class, FrameClass::Buffered);
            QCOMPARE(book.out.cause, GapCause::Sequence);
            QCOMPARE(book.sync.lastId(), before);  // the last good book is frozen
            QVERIFY(book.sync.book().bids.at({100}).units != 77);
        }
        QCOMPARE(did, does);
    }

    void idsThatCannotBe() {
        Book book{Book::Synced{}};
        DepthEvent e = diff(100, 110);
        e.first_id = 111;  // U > u
        book.depth(e);
        QCOMPARE(book.out.frame_class, FrameClass::Rejected);
        QCOMPARE(book.out.code, Code::SeqInvalid);
        QVERIFY(book.out.broke);
        QCOMPARE(book.out.cause, GapCause::Reject);
        DepthEvent same = diff(100, 110);
        same.prev_id = same.first_id;  // pu >= U
        book.depth(same);
        QCOMPARE(book.out.code, Code::SeqInvalid);
        QVERIFY(!book.out.broke);  // one break, one gap
    }

    void swappedNeighboursMendThemselves() {
        Book book{Book::Synced{}};
        book.depth(diff(100, 110));
        book.depth(diff(120, 130, 13));
        QVERIFY(book.out.broke);
        QCOMPARE(book.out.first_missing, 111U);
        QCOMPARE(book.out.last_missing, 120U);
        book.depth(diff(110, 120, 12));
        QVERIFY(book.out.recovered);
        QCOMPARE(book.out.how, GapClose::Reordered);
        QCOMPARE(book.out.released_applied, 2U);
        QCOMPARE(book.sync.lastId(), 130U);
        QCOMPARE(book.sync.generation(), 1U);
        QCOMPARE(book.sync.buffered(), std::size_t{0});
        QCOMPARE(book.sync.book().bids.at({100}).units, 13);
    }

    void anAnswerAfterTheRepairIsIgnored() {
        Book book{Book::Synced{}};
        book.depth(diff(110, 120));
        QVERIFY(book.sync.wantsSnapshot(ms(1'000)));
        const std::uint32_t asked = book.sync.generationWanted();
        book.depth(diff(100, 110));
        QVERIFY(book.sync.synced());
        book.snapshot(500, asked);  // ahead of the stream, and not needed any more
        QVERIFY(!book.out.new_generation);
        QCOMPARE(book.sync.generation(), 1U);
        QCOMPARE(book.sync.lastId(), 120U);
        QCOMPARE(book.sync.staleSnapshots(), 1U);
        book.snapshot(500);  // one that the venue sends by itself is a new generation
        QCOMPARE(book.sync.generation(), 2U);
        QCOMPARE(book.sync.lastId(), 500U);
    }

    void aWrongGenerationIsIgnored() {
        Book book{Book::Synced{}};
        book.depth(diff(110, 120));
        book.snapshot(130, 7);
        QCOMPARE(book.sync.state(), BookState::Gap);
        QCOMPARE(book.sync.staleSnapshots(), 1U);
        book.snapshot(130, 2);
        QVERIFY(book.sync.synced() && book.out.recovered);
        QCOMPARE(book.out.how, GapClose::Unfillable);
        QCOMPARE(book.out.released_in_gap, 1U);  // superseded by it
        QCOMPARE(book.sync.resyncs(), 1U);
    }

    void aSnapshotTooOldKeepsTheBufferAndAsksAgain() {
        Book book{Book::Synced{}};
        book.depth(diff(110, 120));
        QVERIFY(book.sync.wantsSnapshot(ms(0)) || book.sync.wantsSnapshot(ms(500)));
        book.snapshot(105);
        QCOMPARE(book.out.frame_class, FrameClass::Rejected);
        QCOMPARE(book.out.code, Code::SnapshotOld);
        QCOMPARE(book.sync.state(), BookState::Gap);
        QCOMPARE(book.sync.buffered(), std::size_t{1});
        QVERIFY(book.sync.wantsSnapshot(ms(60'000)));
        book.snapshot(115);  // 110 < 115 < 120: bridged
        QVERIFY(book.sync.synced());
        QCOMPARE(book.sync.lastId(), 120U);
        QCOMPARE(book.out.released_applied, 1U);
    }

    void aSnapshotFromBeforeTheBreakIsRefusedTwice() {
        Book book{Book::Synced{}};
        book.depth(diff(100, 110));
        book.sync.breakChain(GapCause::Manual, ms(0), book.out);
        QVERIFY(book.out.broke);
        for (int i = 0; i < 2; ++i) {
            book.snapshot(105);
            QCOMPARE(book.out.code, Code::SnapshotOld);
            QCOMPARE(book.sync.state(), BookState::Gap);
        }
        book.snapshot(106);  // the venue may have started its ids again
        QVERIFY(book.sync.synced());
        QCOMPARE(book.sync.lastId(), 106U);
    }

    void aHoleInTheBufferAsksAgainAndNamesTheHole() {
        Book book{Book::Synced{}};
        book.depth(diff(110, 120, 12));
        book.depth(diff(130, 140, 14));
        book.snapshot(115);
        QVERIFY(book.out.recovered && book.out.broke);
        QCOMPARE(book.out.first_missing, 121U);
        QCOMPARE(book.out.last_missing, 130U);
        QCOMPARE(book.out.released_applied, 1U);
        QCOMPARE(book.sync.buffered(), std::size_t{1});
        QCOMPARE(book.sync.state(), BookState::Gap);
        book.snapshot(135);
        QVERIFY(book.sync.synced());
        QCOMPARE(book.sync.lastId(), 140U);
        QCOMPARE(book.sync.book().bids.at({100}).units, 14);
    }

    void afterAReconnectTheFirstEventMayReachBack() {
        Book book{Book::Synced{}};
        book.depth(diff(100, 110));
        book.sync.breakChain(GapCause::Disconnect, ms(0), book.out);
        QVERIFY(book.out.broke);
        QCOMPARE(book.out.first_missing, 111U);
        book.depth(diff(95, 109));  // known already
        QVERIFY(!book.sync.synced());
        book.depth(diff(105, 115, 11));
        QVERIFY(book.out.recovered);
        QCOMPARE(book.out.how, GapClose::Bridged);
        QCOMPARE(book.sync.lastId(), 115U);
        QCOMPARE(book.sync.generation(), 1U);
    }

    void aRejectedMismatchOrManualBreakIsNotRepairedByTheChain_data() {
        QTest::addColumn<int>("cause");
        QTest::addColumn<bool>("repairs");
        const auto row = [](GapCause cause, bool repairs) {
            QTest::newRow(std::string(gapCauseName(cause)).c_str()) << static_cast<int>(cause) << repairs;
        };
        row(GapCause::QueueDrop, true);
        row(GapCause::Disconnect, true);
        row(GapCause::TickerMismatch, false);
        row(GapCause::Manual, false);
        row(GapCause::JournalFull, false);
        row(GapCause::Resume, false);
    }
    void aRejectedMismatchOrManualBreakIsNotRepairedByTheChain() {
        QFETCH(int, cause);
        QFETCH(bool, repairs);
        Book book{Book::Synced{}};
        book.depth(diff(100, 110));
        book.sync.breakChain(static_cast<GapCause>(cause), ms(0), book.out);
        book.depth(diff(110, 120));
        QCOMPARE(book.sync.synced(), repairs);
    }

    void aCrossedBookIsRefused() {
        Book book{Book::Synced{}};
        DepthEvent e = diff(100, 110);
        e.bids = {{{250}, {1}}};
        book.depth(e);
        QCOMPARE(book.out.frame_class, FrameClass::Rejected);
        QCOMPARE(book.out.code, Code::Crossed);
        QCOMPARE(book.out.cause, GapCause::Crossed);
        QCOMPARE(book.sync.state(), BookState::Gap);
        QCOMPARE(book.heard.applied, 0);
        book.snapshot(120);
        QVERIFY(book.sync.synced());
        QCOMPARE(book.sync.book().bids.bestUnits(), 100);
        QCOMPARE(book.sync.crossedCount(), 1U);
    }

    void aCrossedEventOfTheBufferIsTheOneThatIsRefused() {
        Book book{Book::Synced{}};
        DepthEvent bad = diff(110, 120);
        bad.bids = {{{250}, {1}}};
        book.depth(bad);
        book.depth(diff(120, 130));
        QCOMPARE(book.sync.buffered(), std::size_t{2});
        book.depth(diff(100, 110));  // chains, and crosses at the second
        QVERIFY(book.out.recovered && book.out.broke);
        QCOMPARE(book.out.cause, GapCause::Crossed);
        QCOMPARE(book.out.frame_class, FrameClass::Buffered);
        QCOMPARE(book.out.released_applied, 1U);
        QCOMPARE(book.out.released_rejected, 1U);
        QCOMPARE(book.sync.buffered(), std::size_t{1});
    }

    void requestsAreSpacedAndOneAtATime() {
        Book book;
        book.synced(0);  // the first request was at 0
        std::int64_t now = 0;
        std::int64_t expected = 250;
        std::uint64_t id = 100;
        for (int n = 0; n < 12; ++n) {
            id += 100;
            book.depth(diff(id + 10, id + 20), now);
            QVERIFY(book.out.broke);
            const std::int64_t asked = now;
            while (!book.sync.wantsSnapshot(ms(now))) ++now;
            QVERIFY2(now - asked <= expected, qPrintable(QString::number(now - asked)));
            QVERIFY(!book.sync.wantsSnapshot(ms(now + 9'999)));
            book.snapshot(id + 30, book.sync.generationWanted(), now);
            QVERIFY(book.sync.synced());
            id += 30;
            expected = std::min<std::int64_t>(expected * 2, 30'000);
        }
        QCOMPARE(expected, 30'000);
    }

    void anUnansweredRequestIsRepeatedAfterTenSeconds() {
        Book book;
        book.depth(diff(80, 90), 0);
        QVERIFY(book.sync.wantsSnapshot(ms(0)));
        QVERIFY(!book.sync.wantsSnapshot(ms(9'999)));
        QVERIFY(book.sync.wantsSnapshot(ms(10'000)));
    }

    void theEleventhBreakInAMinuteIsLimited() {
        Book book{Book::Synced{}};
        std::uint64_t id = 100;
        for (int n = 0; n < 11; ++n) {
            id += 100;
            book.depth(diff(id + 10, id + 20), n);
            if (n == 10) break;
            QCOMPARE(book.sync.state(), BookState::Gap);
            book.snapshot(id + 30, 0, n);
            id += 30;
        }
        QCOMPARE(book.sync.state(), BookState::Limited);
        QVERIFY(!book.sync.wantsSnapshot(ms(59'000)));
        book.sync.onTimer(ms(59'999), book.out);
        QCOMPARE(book.sync.state(), BookState::Limited);
        book.sync.onTimer(ms(60'010), book.out);
        QCOMPARE(book.sync.state(), BookState::Gap);
        QVERIFY(book.sync.wantsSnapshot(ms(60'010)));
        book.snapshot(id + 200, 0, 60'020);
        QVERIFY(book.sync.synced());
    }

    void withoutASnapshotAGapOpens_data() {
        QTest::addColumn<bool>("by_time");
        QTest::newRow("after ten seconds") << true;
        QTest::newRow("at the end of input") << false;
    }
    void withoutASnapshotAGapOpens() {
        QFETCH(bool, by_time);
        Book book;
        book.depth(diff(80, 90), 0);
        book.depth(diff(90, 95), 0);
        if (by_time) {
            book.sync.onTimer(ms(9'999), book.out);
            QVERIFY(!book.out.broke);
            book.sync.onTimer(ms(10'000), book.out);
        } else {
            book.sync.finish(book.out);
            QCOMPARE(book.out.released_in_gap, 2U);
        }
        QVERIFY(book.out.broke);
        QCOMPARE(book.out.cause, GapCause::NoSnapshot);
        QCOMPARE(book.sync.state(), BookState::Buffering);
        book.sync.finish(book.out);
        QVERIFY(!book.out.broke);  // told once
    }

    void theBufferIsBoundedAndDropsTheOldest() {
        SyncLimits limits;
        limits.buffer_len = 10;
        Book book(limits);
        std::uint32_t dropped = 0;
        for (std::uint64_t id = 0; id < 15; ++id) {
            book.depth(diff(id * 10 + 1, id * 10 + 11));
            dropped += book.out.released_in_gap;
        }
        QCOMPARE(book.sync.buffered(), std::size_t{10});
        QCOMPARE(dropped, 5U);
        book.snapshot(45);  // between what was dropped: too old
        QCOMPARE(book.out.code, Code::SnapshotOld);
        book.snapshot(60);
        QVERIFY(book.sync.synced());
        QCOMPARE(book.sync.lastId(), 151U);
    }

    void theBytesOfTheBufferAreBounded() {
        SyncLimits limits;
        limits.buffer_bytes = 64 * 1'024;
        Book book(limits);
        DepthEvent wide = diff(10, 20);
        wide.bids.assign(1'000, {{100}, {1}});  // 16,000 bytes
        for (int n = 0; n < 50; ++n) {
            wide.first_id += 20;
            wide.last_id += 20;
            wide.prev_id += 20;
            book.depth(wide);
        }
        QCOMPARE(book.sync.buffered(), std::size_t{4});
    }

    void aNewestIdThatIsALieIsFoundByTheStreamBehindIt() {
        Book book{Book::Synced{}};
        DepthEvent lie = diff(100, 110);
        lie.last_id = 1'000'110;  // one damaged digit
        book.depth(lie, 0);
        QVERIFY(book.sync.synced());
        std::uint64_t id = 110;
        int steps = 0;
        for (; book.sync.synced() && steps < 100; ++steps, id += 10) book.depth(diff(id, id + 10), 100 * steps);
        QCOMPARE(book.sync.state(), BookState::Gap);
        QVERIFY(book.out.broke && book.out.cause == GapCause::Sequence);
        QVERIFY(steps > 20 && steps < 23);  // two seconds
        book.snapshot(id + 5);              // far below the lie, and taken
        QVERIFY(book.sync.synced());
    }

    void duplicatesBehindTheNewestAreNoBreak() {
        Book book{Book::Synced{}};
        for (std::uint64_t id = 100; id < 600; id += 10) book.depth(diff(id, id + 10));
        for (int n = 0; n < 100; ++n) {
            book.depth(diff(300, 310), n * 1'000);  // the same one, for 100 s
            QVERIFY(book.sync.synced());
        }
        std::uint64_t behind = 110;
        for (std::uint64_t id = 600; id < 2'000; id += 10, behind += 10) {
            const auto now = static_cast<std::int64_t>(id * 100);
            book.depth(diff(id, id + 10), now);  // a second line, half a minute behind
            book.depth(diff(behind, behind + 10), now);
            QVERIFY(book.sync.synced());
        }
    }

    void aLieInTheBufferDoesNotBreakEverySnapshot() {
        Book book{Book::Synced{}};
        book.depth(diff(110, 120));
        DepthEvent lie = diff(120, 130);
        lie.last_id = 1'000'130;
        book.depth(lie);
        for (std::uint64_t id = 130; id < 200; id += 10) book.depth(diff(id, id + 10));
        book.snapshot(155, 0, 10);
        QVERIFY(book.sync.synced());
        QCOMPARE(book.sync.lastId(), 200U);
        book.depth(diff(200, 210), 20);
        QVERIFY(book.sync.synced());
    }

    void moreLevelsThanTheLimitAreDroppedFromTheWorst() {
        SyncLimits limits;
        limits.levels_max = 3;
        Book book(limits);
        book.synced();
        DepthEvent e = diff(100, 110);
        e.bids.clear();
        for (std::int64_t price = 90; price <= 99; ++price) e.bids.push_back({{price}, {1}});
        book.depth(e);
        QCOMPARE(book.sync.book().bids.size(), std::size_t{3});
        QCOMPARE(book.sync.book().bids.bestUnits(), 100);
        QVERIFY(book.sync.trimmedLevels() > 0);
    }

    void whatTheListenerHears() {
        Book book{Book::Synced{}};
        QCOMPARE(book.heard.generations, 1);
        book.depth(diff(100, 110));
        QCOMPARE(book.heard.applied, 1);
        QCOMPARE(book.sync.bestBidTouched(), 100);
        QCOMPARE(book.sync.bestAskTouched(), 200);
        book.depth(diff(120, 130));  // broken: nothing is heard
        book.depth(diff(130, 140));
        QCOMPARE(book.heard.applied, 1);
        DepthEvent none = diff(140, 150);
        none.bids.clear();
        none.asks.clear();
        book.snapshot(145);
        book.depth(none);
        QCOMPARE(book.sync.bestBidTouched(), -1);
        QCOMPARE(book.sync.bestAskTouched(), std::numeric_limits<std::int64_t>::max());
        QCOMPARE(book.heard.generations, 2);
    }
};

QTEST_GUILESS_MAIN(TestBookSync)
#include "tst_book_sync.moc"
