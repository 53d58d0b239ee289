// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/feed/formats/sec_json.h"
#include "core/model/frame.h"
#include "temp_files.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::test;

// Raw sessions: messages, requests, replies and the recorder's own lines.
class TestSecJson : public QObject {
    Q_OBJECT
    TempFiles m_files;

    ReadAll read(const QByteArray& text, const char* venue) {
        auto reader = openFile(m_files.write("session", text), "sec-json", {venue, "", 0});
        if (!reader) return {{}, {reader.error()}};
        return readAll(**reader);
    }
    static QJsonObject json(const KeptFrame& frame) {
        return QJsonDocument::fromJson(QByteArray::fromStdString(frame.bytes)).object();
    }
    static QString text(const KeptFrame& frame, const char* key) { return json(frame)[QLatin1String(key)].toString(); }

private Q_SLOTS:
    void aMessage() {
        const ReadAll all = read("1633998512.0633569: {\"stream\":\"x\",\"a\": 1}\n\n1633998512.1: pong\n", "binance.spot");
        QCOMPARE(all.frames.size(), 2U);
        QCOMPARE(all.frames[0].source, std::string("binance.spot/pub#1"));
        QCOMPARE(all.frames[0].wall_ns, 1'633'998'512'063'356'900);
        QCOMPARE(all.frames[0].bytes, std::string("{\"stream\":\"x\",\"a\": 1}"));
        QCOMPARE(all.frames[1].bytes, std::string("pong"));
        QVERIFY(!all.frames[0].made);
    }
    void sourcesOfVenues_data() {
        QTest::addColumn<QByteArray>("venue");
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("usdm") << QByteArray("binance.usdm") << QByteArray("binance.usdm/pub#1");
        QTest::newRow("okx") << QByteArray("okx") << QByteArray("okx/pub#1");
        QTest::newRow("deribit") << QByteArray("deribit") << QByteArray("deribit/ws#1");
    }
    void sourcesOfVenues() {
        QFETCH(QByteArray, venue);
        QFETCH(QByteArray, source);
        const ReadAll all = read("1633998512: {}\n", venue.constData());
        QCOMPARE(all.frames.size(), 1U);
        QCOMPARE(all.frames[0].source, source.toStdString());
    }
    void openAndSent() {
        const ReadAll all = read(
            "wss://host/ws/api/v2?streams=a@b/c@d: <-> 1626993723.424371\n"
            "wss://host/ws/api/v2 <- 1626993723.7145221: {\"id\":0,\"apiKey\":\"a\\\"b\",\"params\":{\"client_secret\" : \"c\"}}\n",
            "deribit");
        QCOMPARE(all.frames.size(), 2U);
        QCOMPARE(all.frames[0].source, std::string("deribit/ws#1!"));
        QCOMPARE(text(all.frames[0], "ctl"), QStringLiteral("open"));
        QCOMPARE(text(all.frames[0], "url"), QStringLiteral("wss://host/ws/api/v2?streams=a@b/c@d:"));
        QCOMPARE(all.frames[0].wall_ns, 1'626'993'723'424'371'000);
        QCOMPARE(text(all.frames[1], "ctl"), QStringLiteral("sent"));
        QCOMPARE(text(all.frames[1], "text"),
                 QStringLiteral("{\"id\":0,\"apiKey\":\"***\",\"params\":{\"client_secret\" : \"***\"}}"));
    }
    void aReplyIsAControlFrameAndItsBody() {
        const ReadAll all = read(
            "https://host/api/v3/depth?symbol=NKNUSDT&limit=1000 -> 1633998512.320639: {\"lastUpdateId\":1}\n"
            "https://host/api/v3/exchangeInfo -> 1633998512.4: {\"symbols\":[]}\n"
            "https://host/api/v3/ping -> 1633998512.5: {}\n",
            "binance.spot");
        QCOMPARE(all.frames.size(), 6U);
        QCOMPARE(all.frames[0].source, std::string("binance.spot/rest!"));
        QVERIFY(all.frames[0].made);
        QCOMPARE(text(all.frames[0], "purpose"), QStringLiteral("snapshot"));
        QCOMPARE(text(all.frames[0], "instrument"), QStringLiteral("binance.spot.NKNUSDT"));
        QCOMPARE(text(all.frames[0], "path"), QStringLiteral("/api/v3/depth?symbol=NKNUSDT&limit=1000"));
        QCOMPARE(json(all.frames[0])[QLatin1String("status")].toInt(), 200);
        QCOMPARE(all.frames[1].source, std::string("binance.spot/rest"));
        QCOMPARE(all.frames[1].bytes, std::string("{\"lastUpdateId\":1}"));
        QCOMPARE(all.frames[1].wall_ns, all.frames[0].wall_ns);
        QCOMPARE(all.frames[1].line, 1U);
        QVERIFY(!all.frames[1].made);
        QCOMPARE(text(all.frames[2], "purpose"), QStringLiteral("catalogue"));
        QCOMPARE(text(all.frames[4], "purpose"), QStringLiteral("other"));
    }
    void purposes_data() {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("purpose");
        QTest::newRow("usdm depth") << QByteArray("https://h/fapi/v1/depth?symbol=A&limit=1000") << QByteArray("snapshot");
        QTest::newRow("okx") << QByteArray("https://h/api/v5/public/instruments?instType=SPOT") << QByteArray("catalogue");
        QTest::newRow("deribit") << QByteArray("https://h/api/v2/public/get_instruments?currency=BTC") << QByteArray("catalogue");
        QTest::newRow("deribit book") << QByteArray("https://h/api/v2/public/get_order_book?instrument_name=X") << QByteArray("snapshot");
        QTest::newRow("klines") << QByteArray("https://h/api/v3/klines?symbol=A") << QByteArray("klines");
        QTest::newRow("depth elsewhere") << QByteArray("https://depth/api/v3/time?depth=1") << QByteArray("other");
        QTest::newRow("host alone") << QByteArray("https://h") << QByteArray("other");
    }
    void purposes() {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, purpose);
        QVERIFY(restPurpose(url.toStdString()) == purpose.toStdString());
    }
    void queryValues() {
        const std::string_view url = "https://h/p?xsymbol=1&symbol=BTC-USDT&symbol2=2";
        QVERIFY(queryValue(url, "symbol") == "BTC-USDT");
        QVERIFY(queryValue(url, "limit").empty());
        QVERIFY(queryValue("https://h/p", "symbol").empty());
    }
    void theRecordersOwnLinesAreControl() {
        const ReadAll all = read("1633998512: {}\nconfiguration: {\"l2_book\":[\"A\\\"B\"]}\n", "okx");
        QCOMPARE(all.frames.size(), 2U);
        QCOMPARE(all.frames[1].source, std::string("okx/pub#1!"));
        QCOMPARE(text(all.frames[1], "ctl"), QStringLiteral("header"));
        QCOMPARE(text(all.frames[1], "text"), QStringLiteral("configuration: {\"l2_book\":[\"A\\\"B\"]}"));
        QCOMPARE(all.frames[1].stamp_code, Code::Ok);
        QVERIFY2(all.frames[1].wall_ns == all.frames[0].wall_ns, "it has no time of its own");
    }
    void damagedLines_data() {
        QTest::addColumn<QByteArray>("line");
        for (const char* line : {"{}", "1633998512 {}", "x633998512.5: {}", "5: {}", "https://h/x -> : {}", "https://h/x",
                                 "https://h/x => 1633998512: {}", "wss://h <-> soon", "wss://h <- 1633998512", "1633998512.5:{}"})
            QTest::addRow("%s", line) << QByteArray(line);
    }
    void damagedLines() {
        QFETCH(QByteArray, line);
        const ReadAll all = read("1633998511.25: {}\n" + line + "\n1633998513: {}\n", "okx");
        QCOMPARE(all.frames.size(), 3U);
        QCOMPARE(all.frames[1].stamp_code, Code::Stamp);
        QCOMPARE(all.frames[1].wall_ns, all.frames[0].wall_ns);
        QCOMPARE(all.frames[1].bytes, line.toStdString());
        QVERIFY(!all.frames[1].made);
        QCOMPARE(all.frames[2].stamp_code, Code::Ok);
    }
    void aReplyStaysWithItsControlFrameInAMerge() {
        const auto open = [this](const char* name, const QByteArray& text) {
            auto reader = openFile(m_files.write(name, text), "sec-json", {"binance.spot", "", 0});
            return reader ? std::move(*reader) : nullptr;
        };
        std::vector<std::unique_ptr<FrameReader>> readers;
        readers.push_back(open("a", "1633998512: {\"a\":1}\n1633998513: {\"a\":2}\n1633998513: {\"a\":3}\n"));
        readers.push_back(open("b", "https://h/depth?symbol=X -> 1633998513: {\"b\":1}\nhttps://h/depth?symbol=Y -> 1633998513: {\"b\":2}\n"));
        const ReadAll all = readAll(*mergeByTime(std::move(readers)));
        std::string order;
        for (const KeptFrame& frame : all.frames) order += frame.made ? "ctl " : frame.bytes + " ";
        QCOMPARE(order, std::string("{\"a\":1} {\"a\":2} {\"a\":3} ctl {\"b\":1} ctl {\"b\":2} "));
    }
    void whatIsNoSession() {
        QCOMPARE(read("time,price\n1,2\n", "okx").errors.at(0).code, Code::FileFormat);
        QCOMPARE(read("1633998512 {}\n", "okx").errors.at(0).code, Code::FileFormat);
        QCOMPARE(read("1633998512: {}\n", "").errors.at(0).code, Code::Args);
    }
    void paddingIsReadableBehindControlFrames() {
        auto reader = openFile(m_files.write("padding", "wss://h <-> 1633998512"), "sec-json", {"okx", "", 0});
        QVERIFY(reader);
        FileFrame frame;
        QVERIFY(*(*reader)->next(frame));
        int sum = 0;  // a sanitizer build watches these reads
        for (std::size_t i = 0; i < kFramePadding; ++i) sum += frame.bytes.data()[frame.bytes.size() + i];
        QCOMPARE(sum, 0);
    }
};

QTEST_GUILESS_MAIN(TestSecJson)
#include "tst_sec_json.moc"
