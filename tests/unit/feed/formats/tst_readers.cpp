// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/feed/formats/mt5_csv.h"
#include "core/feed/formats/ts_json.h"
#include "core/model/frame.h"
#include "temp_files.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::test;

// What a line becomes: source, times, bytes; and several files as one.
class TestReaders : public QObject {
    Q_OBJECT
    TempFiles m_files;

    ReadAll read(const char* name, const QByteArray& text, const char* format, const OpenOptions& options) {
        auto reader = openFile(m_files.write(name, text), format, options);
        if (!reader) return {{}, {reader.error()}};
        return readAll(**reader);
    }
private Q_SLOTS:
    void stampsOfAnyUnit_data() {
        QTest::addColumn<QByteArray>("stamp");
        QTest::addColumn<qint64>("ns");
        QTest::newRow("ns") << QByteArray("1723161255030314667") << qint64(1'723'161'255'030'314'667);
        QTest::newRow("us") << QByteArray("1723161255030314") << qint64(1'723'161'255'030'314'000);
        QTest::newRow("ms") << QByteArray("1723161255030") << qint64(1'723'161'255'030'000'000);
        QTest::newRow("s") << QByteArray("1723161255") << qint64(1'723'161'255'000'000'000);
        QTest::newRow("s with fraction") << QByteArray("1723161255.25") << qint64(1'723'161'255'250'000'000);
    }
    void stampsOfAnyUnit() {
        QFETCH(QByteArray, stamp);
        const ReadAll all = read("stamps", stamp + " {\"stream\":1}\n", "ts-json", {"binance.spot", "", 0});
        QCOMPARE(all.frames.size(), 1U);
        QTEST(qint64(all.frames[0].wall_ns), "ns");
        QCOMPARE(all.frames[0].mono_ns, all.frames[0].wall_ns);
        QCOMPARE(all.frames[0].bytes, std::string("{\"stream\":1}"));
        QCOMPARE(all.frames[0].source, std::string("binance.spot/pub#1"));
    }
    void monoNeverFalls() {
        const ReadAll all =
            read("mono", "1723161255002 {}\n1723161255001 {}\n1723161255003 {}\n", "ts-json", {"v", "", 0});
        QCOMPARE(all.frames.size(), 3U);
        QCOMPARE(all.frames[1].wall_ns, 1'723'161'255'001 * kNsPerMs);
        QCOMPARE(all.frames[1].mono_ns, 1'723'161'255'002 * kNsPerMs);
        QCOMPARE(all.frames[2].mono_ns, 1'723'161'255'003 * kNsPerMs);
    }
    void unreadableStampTakesThePreviousOne() {
        const ReadAll all =
            read("bad", "{\"first\":1}\n1723161255001 {}\nxx {}\n5 {}\n1723161255002\n", "ts-json", {"v", "", 0});
        QCOMPARE(all.frames.size(), 5U);
        const std::int64_t first_ns = 1'723'161'255'001 * kNsPerMs;
        QCOMPARE(all.frames[0].stamp_code, Code::Stamp);
        QVERIFY2(all.frames[0].wall_ns == first_ns, "before the first stamp there is only the next one");
        QCOMPARE(all.frames[0].bytes, std::string("{\"first\":1}"));
        QCOMPARE(all.frames[1].stamp_code, Code::Ok);
        QCOMPARE(all.frames[2].stamp_code, Code::Stamp);
        QCOMPARE(all.frames[2].wall_ns, first_ns);
        QCOMPARE(all.frames[2].bytes, std::string("xx {}"));
        QVERIFY2(all.frames[3].stamp_code == Code::Stamp, "5 s after 1970 is no stamp");
        QCOMPARE(all.frames[4].stamp_code, Code::Ok);
        QVERIFY2(all.frames[4].bytes.empty(), "a stamp without a message is the decoder's to refuse");
    }
    void depthSnapshots_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("is_snapshot");
        QTest::newRow("spot") << QByteArray(R"({"lastUpdateId":1,"bids":[["1","2"]],"asks":[]})") << true;
        QTest::newRow("usdm") << QByteArray(R"({"lastUpdateId":1,"E":2,"T":3,"bids":[],"asks":[]})") << true;
        QTest::newRow("other order") << QByteArray(R"({"bids":[["1","2"]],"asks":[],"lastUpdateId":1})") << true;
        QTest::newRow("stream") << QByteArray(R"({"stream":"x","data":{"lastUpdateId":1,"bids":[]}})") << false;
        QTest::newRow("nested") << QByteArray(R"({"id":1,"result":{"lastUpdateId":1,"bids":[]}})") << false;
        QTest::newRow("names as values") << QByteArray(R"({"a":"lastUpdateId","b":"bids"})") << false;
        QTest::newRow("quoted in text") << QByteArray(R"({"a":"\"lastUpdateId\":1,\"bids\":2"})") << false;
        QTest::newRow("diff") << QByteArray(R"({"e":"depthUpdate","u":1,"b":[],"a":[]})") << false;
        QTest::newRow("cut") << QByteArray(R"({"lastUpdateId":1,"bi)") << false;
        QTest::newRow("empty") << QByteArray() << false;
    }
    void depthSnapshots() {
        QFETCH(QByteArray, json);
        QTEST(isDepthSnapshot({json.constData(), static_cast<std::size_t>(json.size())}), "is_snapshot");
    }
    void aSnapshotLineComesFromRest() {
        const ReadAll all = read(
            "rest", "1723161255001 {\"stream\":\"a\"}\n1723161255002 {\"lastUpdateId\":1,\"bids\":[],\"asks\":[]}\n",
            "ts-json", {"binance.usdm", "BTCUSDT", 0});
        QCOMPARE(all.frames.size(), 2U);
        QCOMPARE(all.frames[0].source, std::string("binance.usdm/pub#1"));
        QCOMPARE(all.frames[1].source, std::string("binance.usdm/rest"));
        QCOMPARE(all.frames[1].symbol, std::string("BTCUSDT"));
    }
    void tsJsonNeedsAVenue() {
        const ReadAll all = read("venue", "1723161255001 {}\n", "ts-json", {});
        QCOMPARE(all.errors.size(), 1U);
        QCOMPARE(all.errors[0].code, Code::Args);
    }
    void paddingIsReadableBehindTheLastByte() {
        auto reader = openFile(m_files.write("padding", "1723161255001 {}"), "ts-json", {"v", "", 0});
        QVERIFY(reader);
        FileFrame frame;
        QVERIFY(*(*reader)->next(frame));
        int sum = 0;  // a sanitizer build watches these reads
        for (std::size_t i = 0; i < kFramePadding; ++i) sum += frame.bytes.data()[frame.bytes.size() + i];
        QVERIFY(sum >= 0);
    }

    void mt5Rows() {
        const QByteArray text =
            "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n"
            "2019.02.04\t00:00:00.994\t1.14543\t1.14545\t\t\t6\r\n"
            "broken\r\n"
            "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n"
            "2019.02.04\t00:00:00.500\t1.14544\t1.14545\t\t\t2\r\n";
        const ReadAll all = read("EURUSD_201902040000.csv", text, "mt5-csv", {"mt5", "", 0});
        QCOMPARE(all.frames.size(), 3U);
        const std::int64_t midnight_ns = 1'549'238'400 * kNsPerSec;
        QCOMPARE(all.frames[0].source, std::string("mt5.file/csv"));
        QCOMPARE(all.frames[0].symbol, std::string("EURUSD"));
        QCOMPARE(all.frames[0].bytes, std::string("2019.02.04\t00:00:00.994\t1.14543\t1.14545\t\t\t6"));
        QCOMPARE(all.frames[0].wall_ns, midnight_ns + 994 * kNsPerMs);
        QCOMPARE(all.frames[0].line, 2U);
        QCOMPARE(all.frames[1].stamp_code, Code::Stamp);
        QCOMPARE(all.frames[1].wall_ns, all.frames[0].wall_ns);
        QCOMPARE(all.frames[2].wall_ns, midnight_ns + 500 * kNsPerMs);
        QCOMPARE(all.frames[2].mono_ns, midnight_ns + 994 * kNsPerMs);
    }
    void mt5RowsWithoutHeaderInServerTime() {
        const ReadAll all =
            read("ticks.txt", "2019.02.04\t02:00:00\t1.1\t1.2\n", "mt5-csv", {"mt5.demo", "EURUSD.s", 7'200});
        QCOMPARE(all.frames.size(), 1U);
        QCOMPARE(all.frames[0].wall_ns, 1'549'238'400 * kNsPerSec);
        QCOMPARE(all.frames[0].source, std::string("mt5.demo/csv"));
        QCOMPARE(all.frames[0].symbol, std::string("EURUSD.s"));
    }
    void symbolsOfFileNames_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("symbol");
        QTest::newRow("day") << QByteArray("EURUSD_20190204.csv.gz") << QByteArray("EURUSD");
        QTest::newRow("range") << QByteArray("EURUSD.s_201902040000_201902042359.csv") << QByteArray("EURUSD.s");
        QTest::newRow("underscore") << QByteArray("XAU_USD_201902.csv") << QByteArray("XAU_USD");
        QTest::newRow("no date") << QByteArray("#US500.csv.zst") << QByteArray("#US500");
    }
    void symbolsOfFileNames() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, symbol);
        QVERIFY(symbolOfFileName({name.constData(), static_cast<std::size_t>(name.size())}) == symbol.toStdString());
    }

    void mergeKeepsTimeThenCommandLineThenLineOrder() {
        const auto open = [this](const char* name, const QByteArray& text) {
            auto reader = openFile(m_files.write(name, text), "ts-json", {name, "", 0});
            return reader ? std::move(*reader) : nullptr;
        };
        std::vector<std::unique_ptr<FrameReader>> readers;
        readers.push_back(open("a", "1723161255002 {1}\n1723161255002 {2}\n1723161255009 {3}\n"));
        readers.push_back(open("b", "1723161255001 {4}\n1723161255002 {5}\n1723161255003 {6}\n"));
        readers.push_back(open("c", "1723161255002 {7}\n"));
        const auto merged = mergeByTime(std::move(readers));
        const ReadAll all = readAll(*merged);
        std::string order;
        std::int64_t mono_ns = 0;
        for (const KeptFrame& frame : all.frames) {
            order += frame.source.substr(0, 1) + frame.bytes.substr(1, 1) + " ";
            QVERIFY(frame.mono_ns >= mono_ns);
            mono_ns = frame.mono_ns;
        }
        QCOMPARE(order, std::string("b4 a1 a2 b5 c7 b6 a3 "));
        QCOMPARE(merged->progress(), 1.0);
    }
    void mergeGoesOnPastAnErrorOfOneFile() {
        // A reader that fails in the middle, as a truncated file does.
        class Failing final : public FrameReader {
        public:
            Result<bool> next(FileFrame& out) override {
                if (m_calls++ == 1) return Error{Code::FileTruncated, "test", "cut"};
                out = {};
                out.source = "x";
                out.mono = {1};
                return m_calls == 1;
            }
            [[nodiscard]] double progress() const override { return 1.0; }

        private:
            int m_calls = 0;
        };
        std::vector<std::unique_ptr<FrameReader>> readers;
        readers.push_back(std::make_unique<Failing>());
        auto whole = openFile(m_files.write("whole", "1723161255001 {}\n1723161255002 {}\n"), "ts-json", {"v", "", 0});
        QVERIFY(whole);
        readers.push_back(std::move(*whole));
        const ReadAll all = readAll(*mergeByTime(std::move(readers)));
        QCOMPARE(all.frames.size(), 3U);
        QCOMPARE(all.errors.size(), 1U);
        QCOMPARE(all.errors[0].code, Code::FileTruncated);
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "tst_readers.moc"
