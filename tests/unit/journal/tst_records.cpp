// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>

#include <QTest>

#include "core/journal/json_lite.h"
#include "core/journal/manifest.h"
#include "core/journal/records.h"
#include "journal_test.h"

using namespace bw;
using namespace bw::journal;

class TestRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGapComesBackEqual_data() {
        QTest::addColumn<int>("cause");
        for (const GapCause cause : {GapCause::JournalFull, GapCause::JournalCorrupt, GapCause::JournalMissing,
                                     GapCause::Stopped, GapCause::Crash, GapCause::PowerLoss})
            QTest::newRow(std::string(gapCauseName(cause)).c_str()) << int(cause);
    }
    void aGapComesBackEqual() {
        QFETCH(int, cause);
        GapInfo gap{GapCause(cause), 5, 9, test::wallAt(1), test::wallAt(2), 0, {}};
        if (gap.cause == GapCause::JournalFull) {
            gap.frames = 3;
            gap.sources = {{"a \"quoted\"\\\n\x01 \xE4\xB8\xAD", 2, test::wallAt(3), test::wallAt(4)},
                           {"timer", 1, {}, {}}};
        }
        const Result<GapInfo> back = decodeGap(encodeGap(gap));
        QVERIFY(back);
        QVERIFY(*back == gap);
    }
    void aGapWithoutKnownCauseIsNone() {
        QCOMPARE(decodeGap("{}").error().code, Code::FieldMissing);
        QCOMPARE(decodeGap("no json").error().code, Code::FieldMissing);
        QCOMPARE(decodeGap("{\"cause\":\"eclipse\"}").error().code, Code::FieldType);
    }
    void aSourceComesBackEqual() {
        std::uint16_t id = 0;
        std::string_view name;
        const std::string payload = encodeSource(300, "binance.usdm/pub#3!");
        QVERIFY(decodeSource(payload, id, name));
        QCOMPARE(id, std::uint16_t(300));
        QCOMPARE(std::string(name), std::string("binance.usdm/pub#3!"));
        QVERIFY(!decodeSource("x", id, name));
    }
    void jsonIsReadOrRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("value");  // of key "n"; -1: none
        QTest::newRow("plain") << QByteArray("{\"n\":5}") << qint64(5);
        QTest::newRow("behind nested values")
            << QByteArray("{\"a\":{\"n\":1,\"b\":[1,\"}\"]},\"n\":7,\"c\":\"x\"}") << qint64(7);
        QTest::newRow("spaces") << QByteArray("{ \"n\" : 8 }\n") << qint64(8);
        QTest::newRow("only inside") << QByteArray("{\"a\":{\"n\":1}}") << qint64(-1);
        QTest::newRow("cut in a value") << QByteArray("{\"n\":5,\"m\":\"") << qint64(-1);
        QTest::newRow("cut before the end") << QByteArray("{\"n\":5") << qint64(-1);
        QTest::newRow("text behind") << QByteArray("{\"n\":5}x") << qint64(-1);
        QTest::newRow("a string is no number") << QByteArray("{\"n\":\"5\"}") << qint64(-1);
        QTest::newRow("empty") << QByteArray() << qint64(-1);
    }
    void jsonIsReadOrRefused() {
        QFETCH(QByteArray, text);
        const auto value = jsonNumber(text.toStdString(), "n");
        QTEST(value ? qint64(*value) : qint64(-1), "value");
    }
    void anyCutOfAnObjectIsRefused() {
        const std::string whole = "{\"v\":1,\"s\":\"a\\\"b\\u0001\",\"l\":[{\"x\":1},[]],\"b\":true}";
        QVERIFY(jsonRaw(whole, "b"));
        for (std::size_t cut = 0; cut < whole.size(); ++cut)
            QVERIFY(!jsonRaw(std::string_view(whole).substr(0, cut), "v"));
    }
    void theManifestKeepsTheLastLineAndDropsATornOne() {
        test::DataDir dir;
        const auto path = dir.path / "manifest.jsonl";
        ManifestEntry entry;
        entry.segment = 3;
        entry.file = "0a1b2c3d-0000000003.bwj";
        entry.state = "open";
        entry.first_seq = 10;
        {
            Manifest manifest;
            QVERIFY(manifest.load(path, "0a1b2c3d"));
            QVERIFY(manifest.append(Files::system(), entry));
            entry.state = "sealed";
            entry.last_seq = 20;
            entry.bytes_raw = 4096;
            entry.sha256_raw = "abcd";
            entry.clean = true;
            QVERIFY(manifest.append(Files::system(), entry));
        }
        const Fd fd(Files::system().open(path, O_RDWR));
        QCOMPARE(writeAll(Files::system(), fd.get(), "{\"v\":1,\"segment\":3,\"file\":\"0a1b2c3d-0000",
                          std::filesystem::file_size(path)),
                 0);
        Manifest manifest;
        QVERIFY(manifest.load(path, "0a1b2c3d"));
        QCOMPARE(manifest.entries().size(), std::size_t(1));
        const ManifestEntry& back = manifest.entries().at(3);
        QCOMPARE(back.state, std::string("sealed"));
        QCOMPARE(back.last_seq, std::uint64_t(20));
        QVERIFY(back.clean);
        entry.segment = 4;
        QVERIFY(manifest.append(Files::system(), entry));  // over the torn tail
        Manifest again;
        QVERIFY(again.load(path, "0a1b2c3d"));
        QCOMPARE(again.entries().size(), std::size_t(2));
        Manifest other;
        QVERIFY(other.load(path, "ffffffff"));
        QVERIFY(other.entries().empty());
    }
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
