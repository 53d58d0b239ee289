// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <array>
#include <cstring>

#include "core/journal/format.h"
#include "core/model/crc32c.h"

using namespace bw;
using namespace bw::journal;

namespace {
SegmentHeader sampleHeader() {
    SegmentHeader header;
    for (std::size_t i = 0; i < 16; ++i) {
        header.engine[i] = static_cast<std::uint8_t>(0xA0 + i);
        header.session[i] = static_cast<std::uint8_t>(0x10 + i);
    }
    header.number = 7;
    header.first_seq = 0x0102030405060708;
    header.created_wall.ns = 1'760'000'000'000'000'001;
    header.created_mono.ns = 42;
    header.previous = sha256("previous");
    return header;
}
std::string encoded(const SegmentHeader& header) {
    std::string out(kHeaderSize, 'x');
    encodeHeader(header, out.data());
    return out;
}
std::uint64_t u64(const std::string& bytes, std::size_t at) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + at, 8);
    return value;
}
std::uint32_t u32(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, 4);
    return value;
}
}  // namespace

class TestFormat : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void headerBytesAreThoseOfTheTable() {
        const std::string bytes = encoded(sampleHeader());
        QCOMPARE(bytes.substr(0, 8), std::string("\x89\x42\x57\x4A\x0D\x0A\x1A\x0A", 8));
        QCOMPARE(bytes.substr(8, 4), std::string("\1\0\0\0", 4));
        QCOMPARE(u32(bytes, 12), 128U);
        QCOMPARE(bytes[16], char(0xA0));
        QCOMPARE(bytes[32], char(0x10));
        QCOMPARE(u64(bytes, 48), 7U);
        QCOMPARE(u64(bytes, 56), 0x0102030405060708U);
        QCOMPARE(u64(bytes, 64), 1'760'000'000'000'000'001U);
        QCOMPARE(u64(bytes, 72), 42U);
        QVERIFY(std::memcmp(bytes.data() + 80, sha256("previous").data(), 32) == 0);
        QCOMPARE(bytes.substr(112, 12), std::string(12, '\0'));
        QCOMPARE(u32(bytes, 124), crc32c(bytes.data(), 124));
    }
    void headerComesBackEqual() {
        SegmentHeader out;
        QCOMPARE(decodeHeader(encoded(sampleHeader()), out), Code::Ok);
        QVERIFY(out == sampleHeader());
    }
    void everyFlippedHeaderByteIsFound() {
        const std::string good = encoded(sampleHeader());
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::string bad = good;
            bad[i] = static_cast<char>(bad[i] ^ 0x20);
            SegmentHeader out;
            QVERIFY2(decodeHeader(bad, out) == Code::JournalHeaderBad, qPrintable(QString::number(i)));
        }
        SegmentHeader out;
        QCOMPARE(decodeHeader(std::string_view(good).substr(0, 127), out), Code::JournalHeaderBad);
    }
    void aNewerMajorIsRefusedAndANewerMinorRead() {
        SegmentHeader header = sampleHeader();
        SegmentHeader out;
        header.minor = 9;
        QCOMPARE(decodeHeader(encoded(header), out), Code::Ok);
        header.major = 2;
        QCOMPARE(decodeHeader(encoded(header), out), Code::JournalVersion);
        QCOMPARE(out.major, std::uint16_t(2));
    }
    void recordBytesAreThoseOfTheTable() {
        const std::uint32_t seed = seedOf("a0a1a2a3-0000000007");
        QCOMPARE(seed, crc32c("a0a1a2a3-0000000007", 19));
        const RecordHead head{0, RecordType::Frame, kFlagBinary | kFlagDerived, 513, 0x1122334455667788, {-5}, {6}};
        std::string bytes(recordSize(5), 'x');
        QCOMPARE(bytes.size(), std::size_t(48));
        encodeRecord(head, "hello", seed, bytes.data());
        QCOMPARE(u32(bytes, 0), 5U);
        QCOMPARE(bytes[8], char(2));
        QCOMPARE(bytes[9], char(5));
        QCOMPARE(bytes.substr(10, 6), std::string("\1\2\0\0\0\0", 6));
        QCOMPARE(u64(bytes, 16), 0x1122334455667788U);
        QCOMPARE(u64(bytes, 24), std::uint64_t(-5));
        QCOMPARE(u64(bytes, 32), 6U);
        QCOMPARE(bytes.substr(40), std::string("hello\0\0\0", 8));
        // CRC over the stem, bytes 0..3 and 8..end of payload: the padding is outside it.
        const std::string covered = "a0a1a2a3-0000000007" + bytes.substr(0, 4) + bytes.substr(8, 37);
        QCOMPARE(u32(bytes, 4), crc32c(covered.data(), covered.size()));
        RecordHead out;
        QVERIFY(recordValid(bytes.data(), bytes.size(), seed, out));
        QCOMPARE(out.payload_size, 5U);
        QCOMPARE(out.seq, head.seq);
        QCOMPARE(out.source_id, head.source_id);
    }
    void aRecordOfAnotherSegmentIsNone() {
        std::string bytes(recordSize(3), '\0');
        encodeRecord({0, RecordType::Frame, 0, 1, 9, {}, {}}, "abc", seedOf("a0a1a2a3-0000000007"), bytes.data());
        RecordHead out;
        QVERIFY(!recordValid(bytes.data(), bytes.size(), seedOf("a0a1a2a3-0000000008"), out));
    }
    void aRecordIsValidOnlyWhole() {
        const std::uint32_t seed = seedOf("a0a1a2a3-0000000001");
        std::string bytes(recordSize(3), '\0');
        encodeRecord({0, RecordType::Frame, 0, 1, 9, {}, {}}, "abc", seed, bytes.data());
        RecordHead out;
        for (std::size_t cut = 0; cut < bytes.size(); ++cut)
            QCOMPARE(recordValid(bytes.data(), cut, seed, out), cut >= kHeadSize + 3);
    }
    void aLengthAboveTheLimitIsNoRecord() {
        std::string bytes(64, '\0');
        const std::uint32_t size = kPayloadMax + 1;
        std::memcpy(bytes.data(), &size, 4);
        bytes[16] = 1;
        RecordHead out;
        QVERIFY(!recordValid(bytes.data(), bytes.size(), 0, out));
    }
    void stemsGoThereAndBack_data() {
        QTest::addColumn<QByteArray>("stem");
        QTest::addColumn<bool>("valid");
        QTest::newRow("usual") << QByteArray("0a1b2c3d-0000000042") << true;
        QTest::newRow("eleven digits") << QByteArray("0a1b2c3d-12345678901") << true;
        QTest::newRow("a needless zero") << QByteArray("0a1b2c3d-00000000042") << false;
        QTest::newRow("upper case") << QByteArray("0A1B2C3D-0000000042") << false;
        QTest::newRow("no number") << QByteArray("0a1b2c3d-") << false;
        QTest::newRow("tail") << QByteArray("0a1b2c3d-000000004x") << false;
        QTest::newRow("empty") << QByteArray() << false;
    }
    void stemsGoThereAndBack() {
        QFETCH(QByteArray, stem);
        QFETCH(bool, valid);
        std::string engine8;
        std::uint64_t number = 0;
        QCOMPARE(parseStem(stem.toStdString(), engine8, number), valid);
        if (valid) QCOMPARE(segmentStem(engine8, number), stem.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
