// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <time.h>

#include <QTest>
#include <fstream>

#include "core/journal/json_lite.h"
#include "core/journal/recovery.h"
#include "journal_test.h"

using namespace bw;
using namespace bw::journal;
using namespace bw::journal::test;

namespace {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr std::int64_t kStartMaxMs = 10'000;
#else
constexpr std::int64_t kStartMaxMs = 1'000;  // storage spec 1.5
#endif

/// Processor time of this thread: a busy machine does not count.
std::int64_t cpuNs() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * kNsPerSec + time.tv_nsec;
}
void writeSome(Session& session, int from, int count) {
    for (int i = from; i < from + count; ++i) {
        QCOMPARE(session->add("demo/a#1", wallAt(i), monoAt(i), std::to_string(i)), Code::Ok);
        QCOMPARE(session->add("demo/fill#1", wallAt(i), monoAt(i), std::string(60, 'f')), Code::Ok);
        QCOMPARE(session->commit(), Code::Ok);
    }
}
WriterOptions small(const DataDir& dir, Files& files) {
    WriterOptions options = optionsFor(dir, files);
    options.segment_bytes = 4096;
    return options;
}
}  // namespace

class TestRecovery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theStartSaysHowTheLastSessionEnded_data() {
        QTest::addColumn<bool>("closed");
        QTest::addColumn<QByteArray>("boot");
        QTest::addColumn<QByteArray>("cause");
        QTest::newRow("closed") << true << QByteArray("boot-1") << QByteArray("stopped");
        QTest::newRow("closed before a reboot") << true << QByteArray("boot-2") << QByteArray("stopped");
        QTest::newRow("killed") << false << QByteArray("boot-1") << QByteArray("crash");
        QTest::newRow("power loss") << false << QByteArray("boot-2") << QByteArray("power_loss");
    }
    void theStartSaysHowTheLastSessionEnded() {
        QFETCH(bool, closed);
        QFETCH(QByteArray, boot);
        QFETCH(QByteArray, cause);
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, small(dir, files));
            writeSome(session, 1, 100);  // the session's start lies several segments back
            if (closed) session->close("test", wallAt(200), monoAt(200));
        }
        WriterOptions options = small(dir, files);
        options.boot_id = boot.toStdString();
        options.now_wall = wallAt(5000);
        const std::uint64_t last = readAll(dir.journal).back().seq;
        Session session = Session::open(dir, options);
        QCOMPARE(session->startGaps().size(), std::size_t(1));
        const GapInfo& gap = session->startGaps()[0];
        QCOMPARE(QByteArray(gapCauseName(gap.cause).data()), cause);
        QVERIFY(gap.from == wallAt(closed ? 200 : 100));
        QVERIFY(gap.to == wallAt(5000));
        QCOMPARE(session->lastSeq(), last + 2);  // session start and this gap
        session->close("test", wallAt(5001), monoAt(5001));
        std::uint64_t expected = 1;
        for (const Seen& item : readAll(dir.journal)) QCOMPARE(item.seq, expected++);
    }
    void sessionsFollowEachOtherWithoutNewGaps() {
        DataDir dir;
        FastFiles files;
        for (int i = 0; i < 5; ++i) {
            Session session = Session::open(dir, small(dir, files));
            QCOMPARE(session->startGaps().size(), std::size_t(i > 0 ? 1 : 0));
            writeSome(session, i * 100, 50);
            if (i % 2) session->close("test", wallAt(i * 100 + 60), monoAt(0));
        }
        std::uint64_t expected = 1;
        for (const Seen& item : readAll(dir.journal)) QCOMPARE(item.seq, expected++);
    }
    void aMissingSegmentIsAGapWithItsExactRangeOnce() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, small(dir, files));
            writeSome(session, 1, 200);
            session->close("test", wallAt(300), monoAt(300));
        }
        const std::vector<std::filesystem::path> paths = segments(dir);
        QVERIFY(paths.size() > 3);
        const std::uint64_t first = readHeader(paths[1])->first_seq;
        const std::uint64_t last = readHeader(paths[3])->first_seq - 1;
        std::filesystem::remove(paths[1]);
        std::filesystem::remove(paths[2]);
        {
            Session session = Session::open(dir, small(dir, files));
            QCOMPARE(session->startGaps().size(), std::size_t(2));
            QVERIFY(session->startGaps()[0].cause == GapCause::JournalMissing);
            QCOMPARE(session->startGaps()[0].first_missing, first);
            QCOMPARE(session->startGaps()[0].last_missing, last);
            session->close("test", wallAt(400), monoAt(400));
        }
        Session session = Session::open(dir, small(dir, files));
        QCOMPARE(session->startGaps().size(), std::size_t(1));
        std::size_t missing = 0;
        for (const Seen& item : readAll(dir.journal)) {
            if (item.first_missing == 0) continue;
            ++missing;
            QCOMPARE(item.code, Code::JournalMissing);
            QCOMPARE(item.first_missing, first);
            QCOMPARE(item.last_missing, last);
        }
        QCOMPARE(missing, std::size_t(1));
    }
    void theMissingNewestSegmentNeverLendsItsNumbersAgain() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, small(dir, files));
            writeSome(session, 1, 10);
            QTRY_COMPARE(session->durableSeq(), session->lastSeq());  // its manifest line is written by then
        }
        const std::uint64_t last = readAll(dir.journal).back().seq;
        std::filesystem::remove(segments(dir).back());
        Session session = Session::open(dir, small(dir, files));
        QVERIFY(session->startGaps()[0].cause == GapCause::JournalMissing);
        QVERIFY(session->lastSeq() > last);
        QVERIFY(segments(dir).back().stem().string().ends_with("0000000002"));
    }
    void aLostManifestIsRebuiltByScanning() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, small(dir, files));
            writeSome(session, 1, 200);
            session->close("test", wallAt(300), monoAt(300));
        }
        const auto path = dir.journal / "manifest.jsonl";
        Manifest before;
        QVERIFY(before.load(path, segments(dir).front().stem().string().substr(0, 8)));
        std::filesystem::remove(path);
        {
            Session session = Session::open(dir, small(dir, files));
            QCOMPARE(session->startGaps().size(), std::size_t(1));
            QVERIFY(session->startGaps()[0].cause == GapCause::Stopped);
            session->close("test", wallAt(400), monoAt(400));
        }
        Manifest after;
        QVERIFY(after.load(path, segments(dir).front().stem().string().substr(0, 8)));
        for (const auto& [number, entry] : before.entries()) {
            const ManifestEntry& rebuilt = after.entries().at(number);
            QCOMPARE(rebuilt.state, std::string("sealed"));
            QCOMPARE(rebuilt.sha256_raw, entry.sha256_raw);
            QCOMPARE(rebuilt.first_seq, entry.first_seq);
            QCOMPARE(rebuilt.last_seq, entry.last_seq);
            QCOMPARE(rebuilt.records, entry.records);
            QCOMPARE(rebuilt.bytes_raw, entry.bytes_raw);
            QCOMPARE(rebuilt.sources, entry.sources);
            QCOMPARE(rebuilt.prev_sha256, entry.prev_sha256);
        }
    }
    void aCrashBetweenChangeAndFooterLosesNothing() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, small(dir, files));
            writeSome(session, 1, 200);
        }
        // As if the process had died before journal-sync wrote the first footer.
        const std::filesystem::path path = segments(dir).front();
        const auto footer = findFooter(path, path.stem().string());
        QVERIFY(footer);
        std::filesystem::resize_file(path, std::filesystem::file_size(path) - recordSize(footer->size()));
        std::filesystem::remove(dir.journal / "manifest.jsonl");
        for (const Seen& item : readAll(dir.journal)) QCOMPARE(item.first_missing, std::uint64_t(0));
        Session session = Session::open(dir, small(dir, files));
        QCOMPARE(session->startGaps().size(), std::size_t(1));
        session->close("test", wallAt(400), monoAt(400));
        const auto again = findFooter(path, path.stem().string());
        QVERIFY(again);
        QCOMPARE(*again, *footer);
        std::uint64_t expected = 1;
        for (const Seen& item : readAll(dir.journal)) QCOMPARE(item.seq, expected++);
    }
    void aBadHeaderKeepsTheRecords() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            writeSome(session, 1, 20);
        }
        const Fd fd(files.open(segments(dir).front(), O_RDWR));
        QCOMPARE(writeAll(files, fd.get(), std::string(kHeaderSize, 'x'), 0), 0);
        Session session = Session::open(dir, optionsFor(dir, files));
        const std::vector<Error> notices = session->takeNotices();
        QVERIFY(!notices.empty());
        QCOMPARE(notices[0].code, Code::JournalHeaderBad);
        QCOMPARE(frames(readAll(dir.journal)).size(), std::size_t(40));
    }
    void aNewerMajorIsRefusedAndLeftAlone() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            writeSome(session, 1, 5);
        }
        const std::filesystem::path path = segments(dir).front();
        SegmentHeader header = *readHeader(path);
        header.major = 2;
        std::string bytes(kHeaderSize, '\0');
        encodeHeader(header, bytes.data());
        {
            const Fd fd(files.open(path, O_RDWR));
            QCOMPARE(writeAll(files, fd.get(), bytes, 0), 0);
        }
        const std::string before = *readSmallFile(path, 1 << 20);
        Result<DirLock> lock = DirLock::take(dir.path, "test", "1", wallAt(0));
        QVERIFY(lock);
        const auto opened = Writer::open(optionsFor(dir, files), *lock);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, Code::JournalVersion);
        QVERIFY2(opened.error().detail.find('2') != std::string::npos &&
                     opened.error().detail.find("up to 1") != std::string::npos,
                 opened.error().detail.c_str());
        QCOMPARE(*readSmallFile(path, 1 << 20), before);
        QCOMPARE(Reader::open(dir.journal).error().code, Code::JournalVersion);
    }
    void aDataDirFromAnotherHostGetsANewEngineId() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            writeSome(session, 1, 3);
            session->close("test", wallAt(10), monoAt(10));
        }
        WriterOptions options = optionsFor(dir, files);
        options.host_id = "host-2";
        options.now_wall = wallAt(1000);
        Session session = Session::open(dir, options);
        QVERIFY(session->startGaps().empty());
        QCOMPARE(session->lastSeq(), std::uint64_t(1));
        QCOMPARE(session->add("demo/b#1", wallAt(1001), monoAt(1), "new"), Code::Ok);
        QCOMPARE(session->commit(), Code::Ok);
        const std::string fill(60, 'f');
        QCOMPARE(frames(readAll(dir.journal)),
                 (std::vector<std::string>{"1", fill, "2", fill, "3", fill, "new"}));  // merged by wall time
        const std::string engine8 = segments(dir).front().stem().string().substr(0, 8);
        ReaderOptions one;
        one.engine8 = engine8;
        QVERIFY(frames(readAll(dir.journal, one)).size() != 7);
    }
    void anUnreadableEngineIdIsTakenFromTheSegments() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            writeSome(session, 1, 3);
        }
        const std::string engine8 = segments(dir).front().stem().string().substr(0, 8);
        std::ofstream(dir.path / "state" / "engine_id") << "garbage";
        Session session = Session::open(dir, optionsFor(dir, files));
        QCOMPARE(segments(dir).back().stem().string().substr(0, 8), engine8);
        QCOMPARE(session->startGaps().size(), std::size_t(1));
    }
    void tenThousandSealedSegmentsOpenWithinASecond() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            session->close("test", wallAt(1), monoAt(1));
        }
        const std::string engine8 = segments(dir).front().stem().string().substr(0, 8);
        std::uint64_t last_seq = readAll(dir.journal).back().seq;
        const std::string bytes = *readSmallFile(segments(dir).front(), 1 << 20);
        const std::size_t size = bytes.size();
        std::ofstream out(dir.journal / "manifest.jsonl", std::ios::app);
        for (std::uint64_t number = 2; number <= 10'000; ++number) {
            const std::string stem = segmentStem(engine8, number);
            std::ofstream(dir.journal / (stem + ".bwj"), std::ios::binary) << bytes;
            JsonObject line_json;
            line_json.number("v", 1).number("segment", number).text("file", stem + ".bwj").text("state", "sealed");
            line_json.number("first_seq", last_seq + 1).number("last_seq", last_seq + 3).number("bytes_raw", size);
            out << line_json.take() << '\n';
            last_seq += 3;
        }
        out.close();
        const std::int64_t begin_ns = cpuNs();
        Manifest loaded;
        const Result<Recovered> found = recover(files, {dir.journal, wallAt(2), "boot-1", "host-1"}, loaded);
        const std::int64_t took_ms = (cpuNs() - begin_ns) / kNsPerMs;
        QVERIFY(found);
        QCOMPARE(found->last_seq, last_seq);
        QCOMPARE(found->gaps.size(), std::size_t(1));
        qInfo("recovery over 10,000 sealed segments: %lld ms", static_cast<long long>(took_ms));
        QVERIFY(took_ms < kStartMaxMs);
    }
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
