// SPDX-License-Identifier: GPL-3.0-or-later
// Done when 1 and 2 of the storage specification: a segment cut at every byte, and with one flipped byte at every
// offset.
#include <QTest>
#include <fstream>

#include "core/journal/identity.h"
#include "core/journal/recovery.h"
#include "journal_test.h"

using namespace bw;
using namespace bw::journal;
using namespace bw::journal::test;

namespace {
constexpr int kRecords = 200;

void writeFile(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), std::streamsize(bytes.size()));
}
std::string readFile(const std::filesystem::path& path) {
    Result<std::string> bytes = readSmallFile(path, 16 << 20);
    return bytes ? *bytes : std::string();
}

struct Place {
    std::size_t begin = 0;
    std::size_t end = 0;  // of the payload
    std::uint64_t seq = 0;
};
std::vector<Place> placesOf(const std::string& bytes) {
    std::vector<Place> out;
    for (std::size_t at = kHeaderSize; at < bytes.size();) {
        const RecordHead head = decodeHead(bytes.data() + at);
        out.push_back({at, at + kHeadSize + head.payload_size, head.seq});
        at += recordSize(head.payload_size);
    }
    return out;
}

/// A crashed session: 200 frames of two sources in one segment without footer.
void makeCrashed(const DataDir& dir, Files& files) {
    Session session = Session::open(dir, optionsFor(dir, files));
    for (int i = 0; i < kRecords; ++i) {
        const std::string text(std::size_t(1 + i % 23), char('a' + i % 26));
        QCOMPARE(session->add(i % 2 ? "demo/a#1" : "timer", wallAt(i), monoAt(i), text), Code::Ok);
    }
    QCOMPARE(session->commit(), Code::Ok);
}

Recovered recoverNow(const DataDir& dir, Files& files) {
    Manifest manifest;
    Result<Recovered> found = recover(files, {dir.journal, wallAt(9000), "boot-1", "host-1"}, manifest);
    if (!found) throw std::runtime_error(found.error().detail);
    return std::move(*found);
}

/// The data_dir as it was, with these bytes as its only segment.
void reset(const DataDir& dir, const std::filesystem::path& segment, std::string_view bytes) {
    std::filesystem::remove_all(dir.journal);
    std::filesystem::create_directories(dir.journal);
    writeFile(segment, bytes);
}

/// Recovery of `bytes` keeps exactly the records that are whole in them, then a session appends.
void verifyKept(const DataDir& dir, Files& files, const std::filesystem::path& segment, std::string_view bytes,
                const std::vector<Place>& places, std::size_t cut, bool append) {
    reset(dir, segment, bytes);
    std::uint64_t whole = 0;
    for (const Place& place : places)
        if (place.end <= cut) whole = place.seq;
    if (!append) {
        const Recovered found = recoverNow(dir, files);
        QCOMPARE(found.last_seq, whole);
        QCOMPARE(found.gaps.size(), std::size_t(1));
        QVERIFY(found.gaps[0].cause ==
                (whole > 0 ? GapCause::Crash : GapCause::PowerLoss));  // no boot id: not known to be a crash
        QCOMPARE(found.next_number, std::uint64_t(2));
    } else {
        Session session = Session::open(dir, optionsFor(dir, files));
        QCOMPARE(session->add("demo/a#2", wallAt(9001), monoAt(9001), "appended"), Code::Ok);
        QCOMPARE(session->commit(), Code::Ok);
        session->close("test", wallAt(9002), monoAt(9002));
    }
    std::uint64_t expected = 1;
    std::size_t frames_old = 0;
    std::vector<Seen> items;
    if (append || cut >= kHeaderSize) items = readAll(dir.journal);
    for (const Seen& item : items) {
        QCOMPARE(item.first_missing, std::uint64_t(0));
        QCOMPARE(item.seq, expected++);
        if (item.seq <= whole && item.type == RecordType::Frame) ++frames_old;
    }
    if (!append)
        QCOMPARE(expected, whole + 1);
    else
        QCOMPARE(frames(items).size(), frames_old + 1);
    if (append) QCOMPARE(gaps(items).size(), std::size_t(1));
}
}  // namespace

class TestDamage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSegmentCutAtEveryByteKeepsItsWholeRecords() {
        DataDir dir(memoryTemplate());
        FastFiles files;
        makeCrashed(dir, files);
        const std::filesystem::path segment = segments(dir).front();
        const std::string bytes = readFile(segment);
        const std::vector<Place> places = placesOf(bytes);
        QCOMPARE(places.size(), std::size_t(kRecords) + 3);
        for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
            verifyKept(dir, files, segment, std::string_view(bytes).substr(0, cut), places, cut,
                       /*append=*/cut % 101 == 0);
            if (QTest::currentTestFailed()) QFAIL(qPrintable(QStringLiteral("cut at %1").arg(cut)));
        }
    }
    void aZeroFilledTailIsCutOff() {
        DataDir dir(memoryTemplate());
        FastFiles files;
        makeCrashed(dir, files);
        const std::filesystem::path segment = segments(dir).front();
        const std::string bytes = readFile(segment);
        const std::vector<Place> places = placesOf(bytes);
        for (std::size_t cut = kHeaderSize; cut <= bytes.size(); cut += 53) {
            std::string zeros = bytes.substr(0, cut);
            zeros.resize(bytes.size() + 70'000, '\0');
            // A record cut inside bytes that are zero anyway is whole.
            std::size_t same = cut;
            while (same < bytes.size() && bytes[same] == '\0') ++same;
            verifyKept(dir, files, segment, zeros, places, same, /*append=*/cut % 2 == 0);
            if (QTest::currentTestFailed()) QFAIL(qPrintable(QStringLiteral("zeros from %1").arg(cut)));
        }
        QVERIFY(std::filesystem::exists(dir.journal / "quarantine" / (segment.stem().string() + ".tail")));
    }
    void oneFlippedByteCostsOneRecordAndNamesIt() {
        DataDir dir(memoryTemplate());
        FastFiles files;
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            for (int i = 0; i < kRecords; ++i)
                QCOMPARE(session->add(i % 2 ? "demo/a#1" : "timer", wallAt(i), monoAt(i),
                                      std::string(std::size_t(1 + i % 23), 'x')),
                         Code::Ok);
            QCOMPARE(session->commit(), Code::Ok);
            session->close("test", wallAt(300), monoAt(300));
        }
        {
            Session session =
                Session::open(dir, optionsFor(dir, files));  // a segment behind it names the last number too
            session->close("test", wallAt(400), monoAt(400));
        }
        const std::filesystem::path segment = segments(dir).front();
        const std::string bytes = readFile(segment);
        const std::vector<Place> places = placesOf(bytes);
        const std::vector<Seen> before = readAll(dir.journal);
        std::size_t hit = 0;
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            while (hit < places.size() &&
                   places[hit].begin + recordSize(places[hit].end - places[hit].begin - kHeadSize) <= at)
                ++hit;
            const bool lost = at >= kHeaderSize && at < places[hit].end;
            std::string bad = bytes;
            bad[at] = char(bad[at] ^ (1 << (at % 8)));
            writeFile(segment, bad);
            const std::vector<Seen> items = readAll(dir.journal);
            std::size_t index = 0;
            for (const Seen& item : items) {
                if (item.first_missing != 0) {
                    QVERIFY2(lost && item.first_missing == places[hit].seq && item.last_missing == places[hit].seq,
                             qPrintable(QStringLiteral("flipped %1").arg(at)));
                    QCOMPARE(item.code, Code::JournalCorrupt);
                    ++index;
                    continue;
                }
                QVERIFY2(index < before.size() && item.seq == before[index].seq &&
                             item.payload == before[index].payload && item.source == before[index].source &&
                             item.code == Code::Ok,
                         qPrintable(QStringLiteral("flipped %1, sequence %2").arg(at).arg(item.seq)));
                ++index;
            }
            QVERIFY2(index == before.size() && items.size() == before.size(),
                     qPrintable(QStringLiteral("flipped %1").arg(at)));
        }
    }
    void recoveryOfDamageInTheMiddleReportsTheNumbersOnceAndKeepsTheFile() {
        DataDir dir(memoryTemplate());
        FastFiles files;
        makeCrashed(dir, files);
        const std::filesystem::path segment = segments(dir).front();
        std::string bytes = readFile(segment);
        const std::vector<Place> places = placesOf(bytes);
        for (std::size_t i = places[50].begin; i < places[53].begin; ++i) bytes[i] = 'x';
        writeFile(segment, bytes);
        {
            Session session = Session::open(dir, optionsFor(dir, files));
            QCOMPARE(session->startGaps().size(), std::size_t(2));
            const GapInfo& gap = session->startGaps()[0];
            QVERIFY(gap.cause == GapCause::JournalCorrupt);
            QCOMPARE(gap.first_missing, places[50].seq);
            QCOMPARE(gap.last_missing, places[52].seq);
            QVERIFY(gap.from.ns != 0 && gap.from <= gap.to);
            QVERIFY(session->startGaps()[1].cause == GapCause::Crash);
            session->close("test", wallAt(300), monoAt(300));
        }
        QCOMPARE(readFile(segment).size(), bytes.size());
        Session again = Session::open(dir, optionsFor(dir, files));
        QCOMPARE(again->startGaps().size(), std::size_t(1));
        QVERIFY(again->startGaps()[0].cause == GapCause::Stopped);
    }
};

QTEST_GUILESS_MAIN(TestDamage)
#include "tst_damage.moc"
