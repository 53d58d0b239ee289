// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cerrno>
#include <fstream>

#include "core/journal/json_lite.h"
#include "journal_test.h"

using namespace bw;
using namespace bw::journal;
using namespace bw::journal::test;

namespace {
constexpr std::int64_t kHourMs = 3'600'000;

Code addOne(Writer& writer, std::int64_t ms, const std::string& text, std::string_view source = "demo/a#1") {
    if (const Code code = writer.add(source, wallAt(ms), monoAt(ms), text); code != Code::Ok) return code;
    return writer.commit();
}
/// Each sequence from 1 once, in order.
void verifyUnbroken(const std::vector<Seen>& items) {
    std::uint64_t expected = 1;
    for (const Seen& item : items) {
        QCOMPARE(item.first_missing, std::uint64_t(0));
        QCOMPARE(item.seq, expected);
        ++expected;
    }
}
}  // namespace

class TestWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsCommittedIsRead() {
        DataDir dir;
        FastFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        QVERIFY(session->startGaps().empty());
        QCOMPARE(session->add("binance.usdm/pub#1", wallAt(1), monoAt(1), R"({"e":1})"), Code::Ok);
        QCOMPARE(session->add("timer", wallAt(2), monoAt(2), "", kFlagImported), Code::Ok);
        QCOMPARE(session->add("binance.usdm/pub#1", wallAt(3), monoAt(3), std::string_view("\0\1", 2), kFlagBinary),
                 Code::Ok);
        QCOMPARE(session->lastSeq(), std::uint64_t(1));  // the session record
        QCOMPARE(session->addedSeq(), std::uint64_t(6));
        QCOMPARE(session->commit(), Code::Ok);
        QCOMPARE(session->lastSeq(), std::uint64_t(6));
        const std::vector<Seen> items = readAll(dir.journal);
        verifyUnbroken(items);
        QCOMPARE(items.size(), std::size_t(6));
        QCOMPARE(items[0].type, RecordType::Session);
        QCOMPARE(items[1].type, RecordType::Source);
        QCOMPARE(items[2].payload, std::string(R"({"e":1})"));
        QCOMPARE(items[2].source, std::string("binance.usdm/pub#1"));
        QCOMPARE(items[4].source, std::string("timer"));
        QCOMPARE(items[4].payload, std::string());
        QCOMPARE(items[5].payload, std::string("\0\1", 2));
        QCOMPARE(items[5].source, std::string("binance.usdm/pub#1"));
    }
    void aBatchIsOneWrite() {
        DataDir dir;
        FailFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        QTRY_VERIFY(session->syncHeartbeat() > 2);  // the next segment is prepared by then, nothing else writes
        files.count_writes = true;
        for (int i = 0; i < 200; ++i)
            QCOMPARE(session->add("demo/a#1", wallAt(i), monoAt(i), std::string(300, 'x')), Code::Ok);
        QCOMPARE(session->commit(), Code::Ok);
        QCOMPARE(files.writes.load(), 1);
    }
    void anEmptyCommitWritesNothing() {
        DataDir dir;
        FastFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        const std::uint64_t bytes = session->bytesWritten();
        QCOMPARE(session->commit(), Code::Ok);
        QCOMPARE(session->bytesWritten(), bytes);
    }
    void durableSeqFollows() {
        DataDir dir;
        Session session = Session::open(dir, optionsFor(dir, Files::system()));
        QCOMPARE(addOne(*session.writer, 1, "x"), Code::Ok);
        QTRY_COMPARE(session->durableSeq(), session->lastSeq());
        QVERIFY(session->isDurable(session->lastSeq()));
        QVERIFY(!session->isDurable(session->lastSeq() + 1));
        QVERIFY(session->syncLatency().count() > 0);
        const std::uint64_t beat = session->syncHeartbeat().load();
        QTRY_VERIFY(session->syncHeartbeat() > beat);
    }
    void eachBatchModeReturnsDurable() {
        DataDir dir;
        WriterOptions options = optionsFor(dir, Files::system());
        options.sync_each_batch = true;
        options.sync_ms = 10'000;
        Session session = Session::open(dir, options);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(addOne(*session.writer, i, "x"), Code::Ok);
            QCOMPARE(session->durableSeq(), session->lastSeq());
        }
    }
    void aFrameAboveTheLimitBecomesANote() {
        DataDir dir;
        FastFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        QCOMPARE(session->add("demo/a#1", wallAt(1), monoAt(1), std::string(kPayloadMax, 'a')), Code::Ok);
        const std::string big(kPayloadMax + 1, 'b');
        QCOMPARE(session->add("demo/a#1", wallAt(1), monoAt(1), big), Code::JournalTooLarge);
        QCOMPARE(session->commit(), Code::Ok);
        const std::vector<Seen> items = readAll(dir.journal);
        verifyUnbroken(items);
        QCOMPARE(items[2].payload.size(), std::size_t(kPayloadMax));
        QCOMPARE(items[3].type, RecordType::Note);
        QCOMPARE(jsonNumber(items[3].payload, "size").value_or(0), std::uint64_t(kPayloadMax) + 1);
        QCOMPARE(jsonText(items[3].payload, "sha256").value_or(""), hex(sha256(big)));
    }
    void segmentsChangeBySizeAndByHour() {
        DataDir dir;
        FastFiles files;
        WriterOptions options = optionsFor(dir, files);
        options.segment_bytes = 16 << 10;
        Session session = Session::open(dir, options);
        const std::string text(1000, 'x');
        for (int i = 0; i < 100; ++i) QCOMPARE(addOne(*session.writer, i, text), Code::Ok);
        const std::size_t by_size = segments(dir).size();
        QVERIFY(by_size >= 6 && by_size <= 8);
        QCOMPARE(addOne(*session.writer, kHourMs, text), Code::Ok);
        QCOMPARE(segments(dir).size(), by_size + 1);
        QCOMPARE(addOne(*session.writer, 0, text), Code::Ok);  // the wall clock went back: no change
        QCOMPARE(addOne(*session.writer, kHourMs + 1, text), Code::Ok);
        QCOMPARE(segments(dir).size(), by_size + 1);
        session->close("test", wallAt(kHourMs + 2), monoAt(kHourMs + 2));
        const std::vector<Seen> items = readAll(dir.journal);
        verifyUnbroken(items);
        QCOMPARE(frames(items).size(), std::size_t(103));
        QVERIFY(session->takeNotices().empty());
    }
    void aSealedSegmentEndsInItsFooterAndIsChained() {
        DataDir dir;
        FastFiles files;
        WriterOptions options = optionsFor(dir, files);
        options.segment_bytes = 4096;
        Session session = Session::open(dir, options);
        for (int i = 0; i < 30; ++i) QCOMPARE(addOne(*session.writer, i, std::string(500, 'x')), Code::Ok);
        session->close("test", wallAt(40), monoAt(40));
        QCOMPARE(session->durableSeq(), session->lastSeq());
        Digest previous{};
        std::ifstream manifest_file(dir.journal / "manifest.jsonl");
        const std::string manifest((std::istreambuf_iterator<char>(manifest_file)), {});
        for (const auto& path : segments(dir)) {
            const Result<std::string> bytes = readSmallFile(path, 1 << 20);
            QVERIFY(bytes);
            SegmentHeader header;
            QCOMPARE(decodeHeader(*bytes, header), Code::Ok);
            QCOMPARE(hex(header.previous), hex(previous));
            previous = sha256(*bytes);
            const auto footer = findFooter(path, path.stem().string());
            QVERIFY(footer);
            const std::size_t before = bytes->size() - recordSize(footer->size());
            QCOMPARE(jsonText(*footer, "sha256").value_or(""), hex(sha256(std::string_view(*bytes).substr(0, before))));
            QVERIFY(jsonTrue(*footer, "clean"));
            QVERIFY(manifest.find(hex(previous)) != std::string::npos);
        }
        QVERIFY(jsonTrue(*findFooter(segments(dir).back(), segments(dir).back().stem().string()), "session_end"));
    }
    void aSecondWriterIsToldWhoHoldsTheLock() {
        DataDir dir;
        FastFiles files;
        {
            const Session session = Session::open(dir, optionsFor(dir, files));
            const Result<DirLock> second = DirLock::take(dir.path, "engine", "1.0", wallAt(0));
            QVERIFY(!second);
            QCOMPARE(second.error().code, Code::StoreLocked);
            const std::string pid = "pid=" + std::to_string(QCoreApplication::applicationPid());
            QVERIFY2(second.error().detail.find(pid) != std::string::npos, second.error().detail.c_str());
            QVERIFY(isLocked(dir.path));
        }
        QVERIFY(!isLocked(dir.path));
        QVERIFY(DirLock::take(dir.path, "engine", "1.0", wallAt(0)));  // the old text alone locks nothing
    }
    void optionsOutOfRangeAreRefused() {
        DataDir dir;
        FastFiles files;
        Result<DirLock> lock = DirLock::take(dir.path, "test", "1", wallAt(0));
        QVERIFY(lock);
        WriterOptions options = optionsFor(dir, files);
        options.sync_ms = 9;
        QCOMPARE(Writer::open(options, *lock).error().code, Code::CfgRange);
        options.sync_ms = 10;
        options.segment_bytes = 100;
        QCOMPARE(Writer::open(options, *lock).error().code, Code::CfgRange);
    }
    void aFullDiskIsCountedAndRecordedWhenSpaceReturns_data() {
        QTest::addColumn<int>("error");
        QTest::addColumn<bool>("half");
        QTest::newRow("no space") << ENOSPC << false;
        QTest::newRow("no space after half a batch") << ENOSPC << true;
        QTest::newRow("quota") << EDQUOT << false;
        QTest::newRow("i/o error") << EIO << true;
        QTest::newRow("read-only") << EROFS << false;
        QTest::newRow("file size limit") << EFBIG << true;
    }
    void aFullDiskIsCountedAndRecordedWhenSpaceReturns() {
        QFETCH(int, error);
        QFETCH(bool, half);
        DataDir dir;
        FailFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        QCOMPARE(session->addTyped(RecordType::Config, wallAt(0), monoAt(0), R"({"config":1})"), Code::Ok);
        QCOMPARE(addOne(*session.writer, 1, "before"), Code::Ok);
        const std::uint64_t last = session->lastSeq();
        files.write_half = half;
        files.write_errno = error;
        QCOMPARE(session->add("demo/a#1", wallAt(10), monoAt(10), "lost 1"), Code::Ok);
        QCOMPARE(session->add("demo/b#1", wallAt(11), monoAt(11), "lost 2"), Code::Ok);
        QCOMPARE(session->commit(), Code::JournalFull);
        QVERIFY(session->state() == Writer::State::Unrecorded);
        for (int i = 0; i < 5; ++i) QCOMPARE(addOne(*session.writer, 20 + i, "lost"), Code::JournalFull);
        QCOMPARE(session->unrecordedFrames(), std::uint64_t(7));
        QVERIFY(!session->retry(wallAt(900), monoAt(900)));    // too early
        QVERIFY(!session->retry(wallAt(1100), monoAt(1100)));  // still full
        files.write_errno = 0;
        QVERIFY(!session->retry(wallAt(1200), monoAt(1200)));  // once a second
        const std::optional<GapInfo> gap = session->retry(wallAt(2200), monoAt(2200));
        QVERIFY(gap);
        QVERIFY(session->state() == Writer::State::Recording);
        QCOMPARE(addOne(*session.writer, 2300, "after"), Code::Ok);
        const std::vector<Error> notices = session->takeNotices();
        QVERIFY(!notices.empty());
        QCOMPARE(notices.front().code, Code::JournalFull);
        session->close("test", wallAt(2400), monoAt(2400));

        const std::vector<Seen> items = readAll(dir.journal);
        QCOMPARE(frames(items), (std::vector<std::string>{"before", "after"}));
        QCOMPARE(gaps(items).size(), std::size_t(1));
        QVERIFY(gaps(items)[0] == *gap);
        QVERIFY(gap->cause == GapCause::JournalFull);
        QCOMPARE(gap->frames, std::uint64_t(7));
        const std::vector<LostSource> sources = {{"demo/a#1", 6, wallAt(10), wallAt(24)},
                                                 {"demo/b#1", 1, wallAt(11), wallAt(11)}};
        QVERIFY(gap->sources == sources);
        // The first records of the new segment: the gap, the sources, the configuration.
        std::size_t at = 0;
        while (items[at].type != RecordType::Gap) ++at;
        QCOMPARE(items[at + 1].type, RecordType::Source);
        QCOMPARE(items[at + 2].type, RecordType::Source);
        QCOMPARE(items[at + 3].payload, std::string(R"({"config":1})"));
        QVERIFY(items[at].seq > last);
        verifyUnbroken(items);
    }
    void tooLittleFreeSpaceEndsTheRecordingUntilThereIsMore() {
        DataDir dir;
        FailFiles files;
        WriterOptions options = optionsFor(dir, files);
        options.disk_stop_bytes = 10 << 20;
        files.free_bytes = 100 << 20;
        Session session = Session::open(dir, options);
        QTRY_VERIFY(std::filesystem::exists(dir.journal / "RESERVE"));
        QCOMPARE(addOne(*session.writer, 1, "x"), Code::Ok);
        files.free_bytes = 9 << 20;
        QTRY_VERIFY(addOne(*session.writer, 2, "y") == Code::JournalFull);
        QCOMPARE(session->freeBytes(), std::uint64_t(9 << 20));
        QVERIFY(!std::filesystem::exists(dir.journal / "RESERVE"));
        QVERIFY(!session->retry(wallAt(1100), monoAt(1100)));
        files.free_bytes = 100 << 20;
        QVERIFY(session->retry(wallAt(2200), monoAt(2200)));
        QCOMPARE(addOne(*session.writer, 2201, "z"), Code::Ok);
        session->close("test", wallAt(2300), monoAt(2300));
        verifyUnbroken(readAll(dir.journal));
    }
    void aStartOnAFullDiskIsUnrecordedAndKeepsItsGaps() {
        DataDir dir;
        FailFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            QCOMPARE(addOne(*session.writer, 1, "x"), Code::Ok);
        }
        files.write_errno = ENOSPC;
        WriterOptions options = optionsFor(dir, files);
        options.now_wall = wallAt(100);
        options.now_mono = monoAt(100);
        Session session = Session::open(dir, options);
        QVERIFY(session->state() == Writer::State::Unrecorded);
        QCOMPARE(addOne(*session.writer, 200, "lost"), Code::JournalFull);
        files.write_errno = 0;
        QVERIFY(session->retry(wallAt(1300), monoAt(1300)));
        session->close("test", wallAt(1400), monoAt(1400));
        const std::vector<GapInfo> found = gaps(readAll(dir.journal));
        QCOMPARE(found.size(), std::size_t(2));
        QVERIFY(found[0].cause == GapCause::Crash);
        QVERIFY(found[1].cause == GapCause::JournalFull);
        QCOMPARE(found[1].frames, std::uint64_t(1));
    }
    void aFailedSyncMakesItsRecordsSuspectAndNeverDurable() {
        DataDir dir;
        FailFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        QTRY_COMPARE(session->durableSeq(), session->lastSeq());
        const std::uint64_t durable = session->durableSeq();
        files.syncs_to_fail = 1;
        QCOMPARE(addOne(*session.writer, 1, "suspect"), Code::Ok);
        const std::uint64_t suspect = session->lastSeq();
        QTRY_COMPARE(files.syncs_to_fail.load(), 0);
        const std::uint64_t beat = session->syncHeartbeat().load();
        QTRY_VERIFY(session->syncHeartbeat() > beat + 2);
        QCOMPARE(session->durableSeq(), durable);  // not retried as success
        QCOMPARE(addOne(*session.writer, 2, "after"), Code::Ok);
        QTRY_COMPARE(session->durableSeq(), session->lastSeq());
        QVERIFY(!session->isDurable(suspect));
        QVERIFY(session->isDurable(durable));
        QVERIFY(session->isDurable(session->lastSeq()));
        QCOMPARE(session->suspectRanges().size(), std::size_t(1));
        QCOMPARE(session->suspectRanges()[0].first_seq, durable + 1);
        QCOMPARE(session->suspectRanges()[0].last_seq, suspect);
        const std::vector<Error> notices = session->takeNotices();
        QCOMPARE(notices.size(), std::size_t(1));
        QCOMPARE(notices[0].code, Code::JournalSyncFailed);
        session->close("test", wallAt(3), monoAt(3));
        QCOMPARE(segments(dir).size(), std::size_t(2));
        const std::vector<Seen> items = readAll(dir.journal);
        verifyUnbroken(items);
        QCOMPARE(frames(items), (std::vector<std::string>{"suspect", "after"}));
        std::size_t notes = 0;
        for (const Seen& item : items) {
            if (item.type != RecordType::Note) continue;
            ++notes;
            QCOMPARE(jsonNumber(item.payload, "first_seq").value_or(0), durable + 1);
            QCOMPARE(jsonNumber(item.payload, "last_seq").value_or(0), suspect);
        }
        QCOMPARE(notes, std::size_t(1));
    }
    void syncsThatKeepFailingEndTheRecording() {
        DataDir dir;
        FailFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        QTRY_COMPARE(session->durableSeq(), session->lastSeq());
        files.syncs_to_fail = 1'000'000;
        std::int64_t ms = 1;
        QTRY_VERIFY(addOne(*session.writer, ms++, "x") == Code::JournalFull);
        QVERIFY(session->state() == Writer::State::Unrecorded);
        files.syncs_to_fail = 0;
        ms += 1000;
        QVERIFY(session->retry(wallAt(ms), monoAt(ms)).has_value());
        QCOMPARE(addOne(*session.writer, ms, "y"), Code::Ok);
        QTRY_COMPARE(session->durableSeq(), session->lastSeq());
        session->close("test", wallAt(ms), monoAt(ms));
        verifyUnbroken(readAll(dir.journal));
    }
};

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"
