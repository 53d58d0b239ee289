// SPDX-License-Identifier: GPL-3.0-or-later
#include <zlib.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/feed/formats/csv_reader.h"
#include "core/model/frame.h"
#include "temp_files.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::test;

namespace {

QByteArray le(quint32 value, int size) {
    QByteArray out;
    for (int i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
}
/// One file of an archive, without the directory at its end; `method` 8 deflated, 0 as it is.
QByteArray zipped(const QByteArray& name, const QByteArray& plain, int method = 8, int flags = 0) {
    QByteArray packed = plain;
    if (method == 8) {
        z_stream stream{};
        if (deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
        packed.resize(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(plain.size()))));
        QByteArray in = plain;
        stream.next_in = reinterpret_cast<Bytef*>(in.data());
        stream.avail_in = static_cast<uInt>(in.size());
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        deflate(&stream, Z_FINISH);
        packed.resize(static_cast<qsizetype>(stream.total_out));
        deflateEnd(&stream);
    }
    return QByteArray("PK\3\4") + le(20, 2) + le(static_cast<quint32>(flags), 2) + le(static_cast<quint32>(method), 2) + le(0, 4) +
           le(0, 4) + le(static_cast<quint32>(packed.size()), 4) + le(static_cast<quint32>(plain.size()), 4) +
           le(static_cast<quint32>(name.size()), 2) + le(0, 2) + name + packed;
}
const QByteArray kDirectory = QByteArray("PK\1\2") + QByteArray(42, '\0');

}  // namespace

// Tables by header name, as frames.
class TestCsvReader : public QObject {
    Q_OBJECT
    TempFiles m_files;

    ReadAll read(const char* name, const QByteArray& text, const char* format, const OpenOptions& options) {
        auto reader = openFile(m_files.write(name, text), format, options);
        if (!reader) return {{}, {reader.error()}};
        return readAll(**reader);
    }
    static QJsonObject json(const KeptFrame& frame) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(frame.bytes)).object();
    }

private Q_SLOTS:
    void headerThenRows() {
        const ReadAll all = read("LTCUSDT_2025-06-21_06h_trades.csv",
                                 "\xef\xbb\xbftimestamp,price,quantity,side,tradeId\r\n1750507467356,83.29,0.107,buy,1\r\n",
                                 "trades-csv", {"binance.usdm", "", 0});
        QCOMPARE(all.frames.size(), 2U);
        QCOMPARE(all.frames[0].source, std::string("binance.usdm/csv-trades#LTCUSDT_2025-06-21_06h_trades!"));
        const QJsonObject header = json(all.frames[0]);
        QCOMPARE(header[QLatin1String("ctl")].toString(), QStringLiteral("csv"));
        QCOMPARE(header[QLatin1String("content")].toString(), QStringLiteral("trades"));
        QCOMPARE(header[QLatin1String("symbol")].toString(), QStringLiteral("LTCUSDT"));
        QCOMPARE(header[QLatin1String("header")].toString(), QStringLiteral("timestamp,price,quantity,side,tradeId"));
        QVERIFY(!all.frames[0].made);
        QVERIFY2(all.frames[0].wall_ns == all.frames[1].wall_ns, "the header borrows the first row's time");
        QCOMPARE(all.frames[1].source, std::string("binance.usdm/csv-trades#LTCUSDT_2025-06-21_06h_trades"));
        QCOMPARE(all.frames[1].bytes, std::string("1750507467356,83.29,0.107,buy,1"));
        QCOMPARE(all.frames[1].wall_ns, 1'750'507'467'356 * kNsPerMs);
        QCOMPARE(all.frames[1].line, 2U);
    }
    void theReceiveColumnIsTheReceiveTime() {
        const ReadAll all = read("t.csv", "event_ts_ms,recv_ts_ms,price,qty,is_buy\n1760999625094,1760999625209,1,2,1\n",
                                 "trades-csv", {"binance.spot", "BTCUSDT", 0});
        QCOMPARE(all.frames.at(1).wall_ns, 1'760'999'625'209 * kNsPerMs);
        QCOMPARE(all.frames[1].symbol, std::string("BTCUSDT"));
    }
    void rowsWithoutATimeBorrowAndAreRefused() {
        const ReadAll all = read("t.csv", "time,price,qty\nnoon,1,2\n1760999625094,1,2\n,1,2\n\"x,1,2\n1760999625000,1,2\n",
                                 "trades-csv", {"v.m", "X", 0});
        QCOMPARE(all.frames.size(), 6U);
        const std::int64_t first_ns = 1'760'999'625'094 * kNsPerMs;
        QCOMPARE(all.frames[1].stamp_code, Code::Stamp);
        QCOMPARE(all.frames[1].wall_ns, first_ns);
        QCOMPARE(all.frames[3].stamp_code, Code::Stamp);
        QVERIFY2(all.frames[4].stamp_code == Code::Ok, "a row that cannot be split is the decoder's to refuse");
        QCOMPARE(all.frames[4].wall_ns, first_ns);
        QCOMPARE(all.frames[5].mono_ns, first_ns);
    }
    void headersInTheMiddleAreControlToo() {
        const ReadAll all = read("t.csv", "time,price,qty\n1760999625094,1,2\ntime,price,qty\n1760999625095,1,2\n", "trades-csv",
                                 {"v.m", "X", 0});
        QCOMPARE(all.frames.size(), 4U);
        QVERIFY(all.frames[2].source.ends_with('!'));
        QCOMPARE(all.frames[2].bytes, all.frames[0].bytes);
    }
    void lengthOfBars_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("period_s");
        QTest::newRow("days with a week-end")
            << QByteArray("date,open,high,low,close\n2017-01-06,1,1,1,1\n2017-01-09,1,1,1,1\n2017-01-10,1,1,1,1\n") << 86'400;
        QTest::newRow("minutes") << QByteArray("open_time,open,high,low,close\n1723161240000,1,1,1,1\n1723161300000,1,1,1,1\n") << 60;
        QTest::newRow("one row") << QByteArray("open_time,open,high,low,close\n1723161240000,1,1,1,1\n") << 0;
        QTest::newRow("rows say it") << QByteArray("open_time,open,high,low,close,close_time\n1723161240000,1,1,1,1,1723161299999\n") << 0;
    }
    void lengthOfBars() {
        QFETCH(QByteArray, text);
        const ReadAll all = read("bars.csv", text, "klines-csv", {"v.m", "X", 0});
        QVERIFY(!all.frames.empty());
        QCOMPARE(json(all.frames[0])[QLatin1String("content")].toString(), QStringLiteral("klines"));
        QTEST(json(all.frames[0])[QLatin1String("period_s")].toInt(-1), "period_s");
    }
    void venuesWhereNoneIsGiven() {
        QVERIFY(read("t.csv", "time,price,qty\n1760999625094,1,2\n", "trades-csv", {}).frames.at(1).source == "file.csv/csv-trades#t");
        QVERIFY(read("t.csv", "time,bid,ask\n1760999625094,1,2\n", "ticks-csv", {}).frames.at(1).source == "mt5.file/csv-ticks#t");
    }
    void aSymbolColumnSpeaksForItself() {
        const ReadAll all = read("LTCUSDT.csv", "time,price,qty,symbol\n1760999625094,1,2,TRXUSDT\n", "trades-csv", {"v.m", "", 0});
        QVERIFY(all.frames.at(1).symbol.empty());
        QCOMPARE(json(all.frames[0])[QLatin1String("symbol")].toString(), QString());
    }
    void symbolsOfNames_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("symbol");
        QTest::newRow("first") << QByteArray("LTCUSDT_2025-06-21_06h_trades_6ff637a.csv.gz") << QByteArray("LTCUSDT");
        QTest::newRow("in the middle") << QByteArray("binance_spot_BTCUSDT_20251020_21.csv.gz") << QByteArray("BTCUSDT");
        QTest::newRow("archive") << QByteArray("BTCUSDT-1m-2024-08.zip") << QByteArray("BTCUSDT");
        QTest::newRow("small letters") << QByteArray("eurusd_oanda_20140501.zip") << QByteArray("EURUSD");
        QTest::newRow("a word") << QByteArray("default.csv") << QByteArray("DEFAULT");
    }
    void symbolsOfNames() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, symbol);
        QCOMPARE(symbolOfCsvName(name.toStdString()), symbol.toStdString());
    }

    void quotesWithoutAHeader() {
        const ReadAll all = read("eurusd_oanda_20140501.csv", "292,1.38676,1.38686\r\n920.25,1.38676,1.38687\r\n", "ticks-csv", {});
        QCOMPARE(all.frames.size(), 3U);
        QVERIFY(all.frames[0].made);
        QCOMPARE(json(all.frames[0])[QLatin1String("header")].toString(), QStringLiteral("ms_of_day,bid,ask"));
        QCOMPARE(json(all.frames[0])[QLatin1String("symbol")].toString(), QStringLiteral("EURUSD"));
        QCOMPARE(json(all.frames[0])[QLatin1String("day_ms")].toInteger(), 1'398'902'400'000);
        QCOMPARE(all.frames[1].wall_ns, 1'398'902'400'292 * kNsPerMs);
        QCOMPARE(all.frames[2].wall_ns, 1'398'902'400'920 * kNsPerMs + 250 * kNsPerUs);
        QCOMPARE(all.frames[2].line, 2U);
        QVERIFY2(!read("eurusd.csv", "292,1.38676,1.38686\n", "ticks-csv", {}).errors.empty(), "no date, no time");
    }

    void zipArchives() {
        const QByteArray rows = "292,1.38676,1.38686\n920,1.38676,1.38687\n";
        for (const int method : {8, 0}) {
            const ReadAll all = read("eurusd_20140501.zip", zipped("x.csv", rows, method) + kDirectory, "ticks-csv", {});
            QVERIFY(all.errors.empty());
            QCOMPARE(all.frames.size(), 3U);
            QCOMPARE(all.frames[2].bytes, std::string("920,1.38676,1.38687"));
        }
    }
    void zipArchivesThatCannotBeRead() {
        const QByteArray rows = "time,bid,ask\n1760999625094,1,2\n";
        const QByteArray one = zipped("a.csv", rows);
        const ReadAll two = read("two.zip", one + zipped("b.csv", rows) + kDirectory, "ticks-csv", {});
        QCOMPARE(two.frames.size(), 2U);
        QCOMPARE(two.errors.size(), 1U);
        QCOMPARE(two.errors[0].code, Code::FileFormat);
        QCOMPARE(read("secret.zip", zipped("a.csv", rows, 8, 1), "ticks-csv", {}).errors.at(0).code, Code::FileFormat);
        QCOMPARE(read("rare.zip", zipped("a.csv", rows, 99), "ticks-csv", {}).errors.at(0).code, Code::FileFormat);
        QCOMPARE(read("cut.zip", one.left(one.size() - 9), "ticks-csv", {}).errors.at(0).code, Code::FileTruncated);
        QCOMPARE(read("header.zip", one.left(20), "ticks-csv", {}).errors.at(0).code, Code::FileTruncated);
        QByteArray damaged = one;
        for (qsizetype i = 35; i < damaged.size(); ++i) damaged[i] = static_cast<char>(0xff);
        QCOMPARE(read("damaged.zip", damaged, "ticks-csv", {}).errors.at(0).code, Code::FileRead);
    }

    void aDirectoryStandsForItsRecordings() {
        const TempFiles files;
        for (const char* name : {"LTCUSDT_2.csv.gz", "LTCUSDT_1.csv", "BTCUSDT_1.CSV", "LICENSE.txt", "notes.md", ".hidden.csv", "session.0"})
            QVERIFY(!files.write(name, "x").empty());
        const auto names = [&](const char* format, const char* symbol) {
            const auto found = recordingFiles({files.path().string()}, format, symbol);
            std::string out;
            if (!found) return std::string(codeName(found.error().code));
            for (const auto& path : *found) out += path.filename().string() + " ";
            return out;
        };
        QCOMPARE(names("trades-csv", "ltcusdt"), std::string("LTCUSDT_1.csv LTCUSDT_2.csv.gz "));
        QCOMPARE(names("trades-csv", ""), std::string("BTCUSDT_1.CSV LTCUSDT_1.csv LTCUSDT_2.csv.gz "));
        QVERIFY2(names("trades-csv", "ETHUSDT") == names("trades-csv", ""), "no name holds it: the files do not name symbols");
        QCOMPARE(names("sec-json", ""), std::string("BTCUSDT_1.CSV LTCUSDT_1.csv LTCUSDT_2.csv.gz notes.md session.0 "));
        const TempFiles none;
        const auto empty = recordingFiles({none.path().string()}, "trades-csv", "");
        QCOMPARE(empty.error().code, Code::FileOpen);
        const auto file = recordingFiles({"nosuch.csv", "LICENSE"}, "trades-csv", "X");
        QVERIFY2(file && file->size() == 2, "what is named is taken as it is");
    }

    void whatIsNoTable() {
        const ReadAll all = read("no.csv", "{\"a\":1}\n", "trades-csv", {});
        QCOMPARE(all.errors.at(0).code, Code::FileFormat);
        QVERIFY(all.errors[0].detail.find("no.csv") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestCsvReader)
#include "tst_csv_reader.moc"
