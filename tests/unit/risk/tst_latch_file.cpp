// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/crc32c.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

LatchSlot sample(std::uint64_t seq, LatchState state = LatchState::Halted) {
    LatchSlot slot;
    slot.seq = seq;
    slot.state = state;
    slot.cause = causeNumber(Code::ManualGui);
    slot.wall_ns = 0x0102030405060708;
    if (state != LatchState::Active) slot.trip_id.bytes.fill(0xaa);
    slot.latch_id.bytes.fill(0xbb);
    slot.pid = 4711;
    slot.audit_seq = 9;
    slot.audit_hash.fill(0xcc);
    return slot;
}

std::string fileOf(const LatchSlot& even, const LatchSlot& odd) {
    std::string bytes;
    for (const LatchSlot* slot : {&even, &odd}) {
        const SlotBytes one = encodeSlot(*slot);
        bytes.append(reinterpret_cast<const char*>(one.data()), one.size());
    }
    return bytes;
}

std::uint64_t little(const SlotBytes& bytes, std::size_t at, std::size_t size) {
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | bytes[at + i];
    return value;
}

}  // namespace

class TestLatchFile : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFieldHasItsOffset() {
        LatchSlot slot = sample(7);
        slot.scopes.push_back({2, 3, 0x1122334455667788, "binance.usdm.BTCUSDT"});
        const SlotBytes bytes = encodeSlot(slot);
        QCOMPARE(std::string(bytes.begin(), bytes.begin() + 8), std::string("BWLATCH1"));
        QCOMPARE(little(bytes, 8, 2), 1U);
        QCOMPARE(little(bytes, 10, 2), 128U);
        QCOMPARE(little(bytes, 12, 4), 4096U);
        QCOMPARE(little(bytes, 16, 8), 7U);
        QCOMPARE(little(bytes, 24, 4), 0x48414C54U);
        QCOMPARE(little(bytes, 28, 4), std::uint64_t{causeNumber(Code::ManualGui)});
        QCOMPARE(little(bytes, 32, 8), 0x0102030405060708U);
        QCOMPARE(little(bytes, 40, 8), 0xaaaaaaaaaaaaaaaaU);
        QCOMPARE(little(bytes, 48, 8), 0xaaaaaaaaaaaaaaaaU);
        QCOMPARE(little(bytes, 56, 8), 0xbbbbbbbbbbbbbbbbU);
        QCOMPARE(little(bytes, 72, 4), 4711U);
        QCOMPARE(little(bytes, 76, 2), 1U);
        QCOMPARE(little(bytes, 78, 2), 0U);
        QCOMPARE(little(bytes, 80, 8), 9U);
        QCOMPARE(int(bytes[88]), 0xcc);
        QCOMPARE(int(bytes[119]), 0xcc);
        QCOMPARE(little(bytes, 120, 4), 0U);
        std::string covered(bytes.begin(), bytes.begin() + 124);
        covered.append(bytes.begin() + 128, bytes.end());
        QCOMPARE(little(bytes, 124, 4), std::uint64_t{crc32c(covered.data(), covered.size())});
        QCOMPARE(int(bytes[128]), 2);
        QCOMPARE(int(bytes[129]), 3);
        QCOMPARE(int(bytes[130]), 20);
        QCOMPARE(little(bytes, 136, 8), 0x1122334455667788U);
        QCOMPARE(std::string(bytes.begin() + 144, bytes.begin() + 164), std::string("binance.usdm.BTCUSDT"));
        QCOMPARE(little(encodeSlot(sample(7, LatchState::Active)), 24, 4), 0x41435456U);
        QCOMPARE(little(encodeSlot(sample(7, LatchState::Reducing)), 24, 4), 0x52454455U);
        const Result<LatchSlot> back = parseSlot(bytes);
        QVERIFY(back);
        QVERIFY(*back == slot);
    }
    void theHigherSequenceWins() {
        const Result<LatchSlot> odd = parseLatchFile(fileOf(sample(8, LatchState::Active), sample(9)), false);
        QVERIFY(odd);
        QCOMPARE(odd->seq, 9U);
        const Result<LatchSlot> even = parseLatchFile(fileOf(sample(10, LatchState::Active), sample(9)), false);
        QVERIFY(even);
        QCOMPARE(even->seq, 10U);
        QCOMPARE(even->state, LatchState::Active);
    }
    void eachFlippedByteOfEitherSlotIsCorrupt() {
        const std::string good = fileOf(sample(8, LatchState::Active), sample(9));
        QVERIFY(parseLatchFile(good, false));
        for (std::size_t at = 0; at < good.size(); ++at) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
            const Result<LatchSlot> found = parseLatchFile(bad, false);
            if (found || found.error().code != Code::LatchCorrupt) QFAIL(qPrintable(QStringLiteral("byte %1").arg(at)));
        }
    }
    void wholeFilesThatAreWrong_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto add = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        const LatchSlot active = sample(8, LatchState::Active), halted = sample(9);
        const std::string good = fileOf(active, halted);
        add("empty", "");
        add("a byte short", good.substr(0, good.size() - 1));
        add("a byte long", good + "x");
        add("one slot only", good.substr(0, kSlotSize));
        add("zeroed", std::string(kLatchFileSize, '\0'));
        add("slots exchanged", good.substr(kSlotSize) + good.substr(0, kSlotSize));
        add("sequences two apart, an old slot restored", fileOf(sample(8), sample(11)));
        add("the same slot twice", fileOf(active, active));
        LatchSlot other = halted;
        other.latch_id.bytes.fill(1);
        add("slots of two latches", fileOf(active, other));
        LatchSlot simulated = active;
        simulated.simulated = true;
        LatchSlot simulated_odd = halted;
        simulated_odd.simulated = true;
        add("a simulated latch in the real place", fileOf(simulated, simulated_odd));
        LatchSlot nameless = halted;
        nameless.trip_id = {};
        add("a stop without a trip id", fileOf(active, nameless));
        add("sequence 0", fileOf(sample(0, LatchState::Active), sample(1)));
    }
    void wholeFilesThatAreWrong() {
        QFETCH(QByteArray, bytes);
        const Result<LatchSlot> found = parseLatchFile(bytes.toStdString(), false);
        QVERIFY(!found);
        QCOMPARE(found.error().code, Code::LatchCorrupt);
    }
    void aLaterVersionWithARightChecksumIsRefused() {
        SlotBytes bytes = encodeSlot(sample(9));
        bytes[8] = 2;
        std::string covered(bytes.begin(), bytes.begin() + 124);
        covered.append(bytes.begin() + 128, bytes.end());
        const std::uint32_t crc = crc32c(covered.data(), covered.size());
        for (std::size_t i = 0; i < 4; ++i) bytes[124 + i] = static_cast<std::uint8_t>(crc >> (8 * i));
        QCOMPARE(parseSlot(bytes).error().code, Code::LatchCorrupt);
    }
    void causesSurviveTheFileAndDoNotCollide() {
        std::vector<std::uint32_t> seen;
        for (int i = 0; i < static_cast<int>(Code::Count); ++i) {
            const Code code = static_cast<Code>(i);
            const std::uint32_t number = causeNumber(code);
            QVERIFY(std::find(seen.begin(), seen.end(), number) == seen.end());
            seen.push_back(number);
            QCOMPARE(causeFromNumber(number), code);
        }
        QCOMPARE(causeNumber(Code::Ok), 0U);
        QCOMPARE(causeFromNumber(0xdeadbeef), Code::LatchHalted);
    }
    void aSlotIsWrittenInPlaceAndOnlyItsHalfChanges() {
        Bench bench;
        const std::string path = bench.root() + "/kill_latch.bin";
        QVERIFY(replaceLatchFile(bench.fs, path, sample(1, LatchState::Active)));
        const std::string before = readBytes(path);
        QCOMPARE(before.size(), kLatchFileSize);
        QVERIFY(writeSlot(bench.fs, path, sample(3)));
        const std::string after = readBytes(path);
        QCOMPARE(after.substr(0, kSlotSize), before.substr(0, kSlotSize));
        const LatchImage image = readLatchFile(bench.fs, path, false);
        QCOMPARE(image.kind, LatchImage::Kind::Good);
        QVERIFY(image.newest == sample(3));
        QCOMPARE(QFile::permissions(QString::fromStdString(path)) & QFileDevice::WriteOther,
                 QFileDevice::Permissions());
    }
    void eachFailingCallOfAWriteIsReported_data() {
        QTest::addColumn<QString>("op");
        for (const char* op : {"open", "write", "sync", "read"}) QTest::newRow(op) << QString::fromLatin1(op);
    }
    void eachFailingCallOfAWriteIsReported() {
        QFETCH(QString, op);
        Bench bench;
        const std::string path = bench.root() + "/kill_latch.bin";
        QVERIFY(replaceLatchFile(bench.fs, path, sample(1, LatchState::Active)));
        bench.fs.before = failing(op.toStdString(), "kill_latch.bin", EIO);
        const Status written = writeSlot(bench.fs, path, sample(3));
        QVERIFY(!written);
        QCOMPARE(written.error().code, Code::LatchNotDurable);
        QVERIFY(!replaceLatchFile(bench.fs, path, sample(3)));
    }
};

QTEST_GUILESS_MAIN(TestLatchFile)
#include "tst_latch_file.moc"
