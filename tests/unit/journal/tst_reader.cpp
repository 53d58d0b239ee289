// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>

#include <QTest>
#include <thread>

#include "core/journal/recovery.h"
#include "core/model/frame.h"
#include "journal_test.h"

using namespace bw;
using namespace bw::journal;
using namespace bw::journal::test;

namespace {
WriterOptions small(const DataDir& dir, Files& files) {
    WriterOptions options = optionsFor(dir, files);
    options.segment_bytes = 16 << 10;
    return options;
}
void addFrames(Session& session, int from, int count) {
    for (int i = from; i < from + count; ++i) {
        QCOMPARE(session->add(i % 3 ? "demo/a#1" : "timer", wallAt(i), monoAt(i), "frame " + std::to_string(i)),
                 Code::Ok);
        if (i % 5 == 0) QCOMPARE(session->commit(), Code::Ok);
    }
    QCOMPARE(session->commit(), Code::Ok);
}
}  // namespace

class TestReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itStartsWhereAsked() {
        DataDir dir;
        FastFiles files;
        Session session = Session::open(dir, small(dir, files));
        addFrames(session, 0, 2000);
        session->close("test", wallAt(3000), monoAt(3000));
        const std::vector<Seen> all = readAll(dir.journal);
        for (const std::uint64_t from :
             {std::uint64_t(1), std::uint64_t(2), all.size() / 2, all.size() - 1, all.size()}) {
            ReaderOptions options;
            options.from_seq = from;
            const std::vector<Seen> some = readAll(dir.journal, options);
            QCOMPARE(some.size(), all.size() - from + 1);
            QCOMPARE(some.front().seq, from);
            QCOMPARE(some.front().source, all[from - 1].source);  // named although its SOURCE lies before
        }
        ReaderOptions options;
        options.from_wall = wallAt(1500);
        QCOMPARE(frames(readAll(dir.journal, options)).front(), std::string("frame 1500"));
        QCOMPARE(frames(readAll(dir.journal, options)).size(), std::size_t(500));
    }
    void aStartThatIsNoLongerThereIsAMissingItem() {
        DataDir dir;
        FastFiles files;
        Session session = Session::open(dir, small(dir, files));
        addFrames(session, 0, 1000);
        session->close("test", wallAt(3000), monoAt(3000));
        std::filesystem::remove(segments(dir).front());
        const std::uint64_t first = readHeader(segments(dir).front())->first_seq;
        ReaderOptions options;
        options.from_seq = 5;
        const std::vector<Seen> items = readAll(dir.journal, options);
        QCOMPARE(items.front().code, Code::JournalMissing);
        QCOMPARE(items.front().first_missing, std::uint64_t(5));
        QCOMPARE(items.front().last_missing, first - 1);
        QCOMPARE(items[1].seq, first);
        QCOMPARE(readAll(dir.journal).front().seq, first);  // "from the oldest" misses nothing
    }
    void aSingleFileIsReadUnderAnyName() {
        DataDir dir;
        FastFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        addFrames(session, 0, 10);
        session->close("test", wallAt(3000), monoAt(3000));
        const std::filesystem::path copy = dir.path / "copy.bwj";
        std::filesystem::copy_file(segments(dir).front(), copy);
        QCOMPARE(frames(readAll(copy)).size(), std::size_t(10));
        QCOMPARE(Reader::open(dir.path / "none.bwj").error().code, Code::FileOpen);
        QCOMPARE(Reader::open(dir.path / "state").error().code, Code::FileEmpty);
    }
    void everyPayloadHasReadablePadding() {
        DataDir dir;
        FastFiles files;
        Session session = Session::open(dir, optionsFor(dir, files));
        // Sizes around the read buffer's end, where the padding is not just the next record.
        for (const std::size_t size :
             {std::size_t(1) << 20, (std::size_t(1) << 20) - 40, std::size_t(3) << 20, std::size_t(1)})
            QCOMPARE(session->add("demo/a#1", wallAt(1), monoAt(1), std::string(size, 'p')), Code::Ok);
        QCOMPARE(session->commit(), Code::Ok);
        Result<Reader> reader = Reader::open(dir.journal);
        QVERIFY(reader);
        Item item;
        unsigned sum = 0;
        std::size_t count = 0;
        while (reader->next(item) == Reader::Step::Item) {
            if (item.type == RecordType::Frame) ++count;
            for (std::size_t i = 0; i < kFramePadding; ++i)
                sum += static_cast<unsigned char>(item.payload.data()[item.payload.size() + i]);
        }
        QCOMPARE(count, std::size_t(4));
        QVERIFY(sum != 1);  // read for the sanitizer
    }
    void anUnknownTypeIsAnItemWithACode() {
        DataDir dir;
        FastFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            addFrames(session, 0, 2);
        }
        const std::filesystem::path path = segments(dir).front();
        const std::uint64_t last = readAll(dir.journal).back().seq;
        std::string record(recordSize(3), '\0');
        encodeRecord({0, RecordType(77), 0, 0, last + 1, wallAt(5), monoAt(5)}, "new", seedOf(path.stem().string()),
                     record.data());
        const Fd fd(files.open(path, O_RDWR));
        QCOMPARE(writeAll(files, fd.get(), record, std::filesystem::file_size(path)), 0);
        Result<Reader> reader = Reader::open(dir.journal);
        QVERIFY(reader);
        Item item;
        Code code = Code::Ok;
        while (reader->next(item) == Reader::Step::Item) code = item.code;
        QCOMPARE(code, Code::JournalUnknownType);
        QCOMPARE(reader->unknownTypes(), std::uint64_t(1));
    }
    void aTailIsNotYetUnderAWriterAndTornWithoutOne() {
        DataDir dir;
        FastFiles files;
        Result<Reader> reader = Error{};
        Item item;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            addFrames(session, 0, 3);
            const std::filesystem::path path = segments(dir).front();
            const std::uint64_t size = std::filesystem::file_size(path);
            const Fd fd(files.open(path, O_RDWR));
            std::string record(recordSize(6), '\0');
            encodeRecord({0, RecordType::Frame, 0, 1, session->lastSeq() + 1, wallAt(9), monoAt(9)}, "cut up",
                         seedOf(path.stem().string()), record.data());
            reader = Reader::open(dir.journal);
            QVERIFY(reader);
            while (reader->next(item) == Reader::Step::Item) {
            }
            QVERIFY(reader->next(item) == Reader::Step::NotYet);
            for (const std::size_t part : {std::size_t(7), std::size_t(41), std::size_t(45)}) {
                QCOMPARE(writeAll(files, fd.get(), std::string_view(record).substr(0, part), size), 0);
                QVERIFY(reader->next(item) == Reader::Step::NotYet);
            }
            QCOMPARE(writeAll(files, fd.get(), record, size), 0);
            QVERIFY(reader->next(item) == Reader::Step::Item);
            QCOMPARE(std::string(item.payload), std::string("cut up"));
            QCOMPARE(writeAll(files, fd.get(), "torn", size + record.size()), 0);
            QVERIFY(reader->next(item) == Reader::Step::NotYet);
        }
        QVERIFY(reader->next(item) == Reader::Step::End);
        const std::vector<Error> notices = reader->takeNotices();
        QCOMPARE(notices.size(), std::size_t(1));
        QCOMPARE(notices[0].code, Code::JournalCorrupt);
    }
    void aTailThroughChangesOfSegmentSeesEachSequenceOnce() {
        DataDir dir;
        FastFiles files;
        constexpr int kFrames = 20'000;
        Session session = Session::open(dir, small(dir, files));
        addFrames(session, 0, 1);
        std::vector<std::uint64_t> seqs;
        std::vector<std::string> texts;
        std::uint64_t missing = 0;
        std::atomic<bool> failed{false};
        std::thread tail([&] {
            Result<Reader> reader = Reader::open(dir.journal);
            Item item;
            for (Reader::Step step = Reader::Step::NotYet; step != Reader::Step::End;) {
                step = reader->next(item);
                if (step == Reader::Step::Error) {
                    failed = true;
                    return;
                }
                if (step != Reader::Step::Item) {
                    std::this_thread::yield();
                    continue;
                }
                if (item.missing) ++missing;
                seqs.push_back(item.seq);
                if (item.type == RecordType::Frame) texts.emplace_back(item.payload);
            }
        });
        addFrames(session, 1, kFrames - 1);
        session->close("test", wallAt(kFrames), monoAt(kFrames));
        { const DirLock released = std::move(session.lock); }
        tail.join();
        QVERIFY(!failed);
        QCOMPARE(missing, std::uint64_t(0));
        QVERIFY(segments(dir).size() > 20);
        for (std::size_t i = 0; i < seqs.size(); ++i) QCOMPARE(seqs[i], i + 1);
        QCOMPARE(texts.size(), std::size_t(kFrames));
        for (int i = 0; i < kFrames; ++i) QCOMPARE(texts[std::size_t(i)], "frame " + std::to_string(i));
    }
};

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
