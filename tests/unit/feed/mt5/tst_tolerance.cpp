// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "gateway.h"

using namespace bw;
using namespace bw::feed::mt5;
using namespace bw::feed::mt5::test;

// What foreign programs really send: other spellings, other shapes, and what is refused with which code.
class TestTolerance : public QObject {
    Q_OBJECT
    static std::string_view view(const QByteArray& bytes) {
        return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
    }
    static std::string tickWith(std::string_view fields) {
        return R"({"type":"TICK","symbol":"X",)" + std::string(fields) + "}";
    }
private Q_SLOTS:
    void sidesAndNumbers_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<Code>("code");
        QTest::addColumn<qint64>("bid");  // 0: absent
        QTest::addColumn<qint64>("ask");
        const auto row = [](const char* name, const char* fields, Code code, qint64 bid = 0, qint64 ask = 0) {
            QTest::newRow(name) << QByteArray(fields) << code << bid << ask;
        };
        row("text numbers", R"("bid":"1.5","ask":"1.6")", Code::Ok, 150'000'000, 160'000'000);
        row("exponents", R"("bid":1.5e0,"ask":"16E-1")", Code::Ok, 150'000'000, 160'000'000);
        row("large exponent", R"("bid":1.0002e6,"ask":1000201)", Code::Ok, 100'020'000'000'000, 100'020'100'000'000);
        row("five e minus five", R"("bid":5e-05)", Code::Ok, 5'000);
        row("only a bid", R"("bid":1.5)", Code::Ok, 150'000'000);
        row("only an ask", R"("ask":1.6)", Code::Ok, 0, 160'000'000);
        row("null is absent", R"("bid":null,"ask":1.6)", Code::Ok, 0, 160'000'000);
        row("empty text is absent", R"("bid":"","ask":1.6)", Code::Ok, 0, 160'000'000);
        row("crossed is kept", R"("bid":1.7,"ask":1.6)", Code::Ok, 170'000'000, 160'000'000);
        row("padded with zeros", R"("bid":1.500000000000,"ask":1.6)", Code::Ok, 150'000'000, 160'000'000);
        row("nothing at all", R"("spread":1)", Code::FieldMissing);
        row("zero bid", R"("bid":0,"ask":1.6)", Code::PriceZero);
        row("zero ask as text", R"("bid":1.5,"ask":"0.00000")", Code::PriceZero);
        row("negative bid", R"("bid":-1.5,"ask":1.6)", Code::NumSign);
        row("negative volume", R"("bid":1.5,"volume":-1)", Code::NumSign);
        row("negative last", R"("bid":1.5,"last":-1)", Code::NumSign);
        row("nine decimals", R"("bid":1.123456789)", Code::NumPrecision);
        row("too large", R"("bid":1e30)", Code::NumOverflow);
        row("not a number", R"("bid":NaN)", Code::NumSyntax);
        row("hex text", R"("bid":"0x1")", Code::NumSyntax);
        row("decimal comma in text", R"("bid":"1,5")", Code::NumSyntax);
        row("decimal comma", R"("bid":1,5)", Code::JsonSyntax);
        row("word", R"("bid":"abc")", Code::NumSyntax);
        row("truth value", R"("bid":true)", Code::FieldType);
        row("list", R"("bid":[1.5])", Code::FieldType);
        row("flags below zero", R"("bid":1.5,"flags":-1)", Code::NumSign);
        row("flags past 32 bits", R"("bid":1.5,"flags":4294967296)", Code::NumOverflow);
        row("broken unknown field", R"("bid":1.5,"spread":1x)", Code::JsonSyntax);
        row("broken unknown list", R"("bid":1.5,"x":[1,{"y":tru}])", Code::JsonSyntax);
        row("nested unknown field", R"("x":[1,{"y":[true,null,"q"]}],"bid":1.5)", Code::Ok, 150'000'000);
        row("bids that are not levels", R"("bids":"none","asks":[{"px":1}],"bid":1.5)", Code::Ok, 150'000'000);
        row("bad escape", R"("bid":1.5,"x":"\q")", Code::JsonSyntax);
        row("missing comma", R"("bid":1.5 "ask":1.6)", Code::JsonSyntax);
    }
    void sidesAndNumbers() {
        QFETCH(QByteArray, fields);
        QFETCH(Code, code);
        Gateway gateway;
        const std::string body = tickWith(view(fields));
        QCOMPARE(gateway.send({body}), code);
        if (code != Code::Ok) return;
        const Quote& quote = gateway.tick().quote;
        QTEST(qint64(quote.has_bid ? quote.bid.price.units : 0), "bid");
        QTEST(qint64(quote.has_ask ? quote.ask.price.units : 0), "ask");
    }
    void partsAndText_data() {
        QTest::addColumn<QList<QByteArray>>("parts");
        QTest::addColumn<Code>("code");
        const QByteArray tick("{\"symbol\":\"X\",\"bid\":1}");
        const auto row = [](const char* name, QList<QByteArray> parts, Code code) {
            QTest::newRow(name) << parts << code;
        };
        row("one part", {tick}, Code::Ok);
        row("topic and body", {"X", tick}, Code::Ok);
        row("body and an empty part", {tick, ""}, Code::Ok);
        row("empty topic and body", {"", tick}, Code::Ok);
        row("terminating zero sent along", {QByteArray("X\0", 2), tick + QByteArray(1, '\0')}, Code::Ok);
        row("line end behind", {tick + "\r\n"}, Code::Ok);
        row("no part", {}, Code::Parts);
        row("one empty part", {""}, Code::Parts);
        row("bare word", {"EURUSD"}, Code::Parts);
        row("bare v6 topic", {"tick.EURUSD.s"}, Code::Parts);
        row("topic and an empty part", {"EURUSD", ""}, Code::Parts);
        row("three parts", {"X", tick, ""}, Code::Parts);
        row("four parts", {"X", tick, tick, tick}, Code::Parts);
        row("cut", {"{\"symbol\":\"X\",\"bid\":1"}, Code::JsonSyntax);
        row("cut inside a string", {"{\"symbol\":\"X"}, Code::JsonSyntax);
        row("tail of a message", {"\"bid\":1}"}, Code::JsonSyntax);
        row("two messages in one", {tick + tick}, Code::JsonSyntax);
        row("word behind", {tick + " x"}, Code::JsonSyntax);
        row("a list", {"[" + tick + "]"}, Code::JsonSyntax);
        row("not utf-8", {"{\"symbol\":\"X\xff\",\"bid\":1}"}, Code::Utf8);
        row("symbol missing", {"{\"bid\":1}"}, Code::FieldMissing);
        row("symbol is a number", {"{\"symbol\":7,\"bid\":1}"}, Code::FieldType);
        row("symbol too long", {"{\"symbol\":\"" + QByteArray(257, 'X') + "\",\"bid\":1}"}, Code::Size);
        row("topic too long", {QByteArray(257, 'X'), "{\"bid\":1}"}, Code::Size);
        row("topic not utf-8", {"X\xff", "{\"bid\":1}"}, Code::Utf8);
        row("unknown type", {"{\"type\":\"ORDER\",\"symbol\":\"X\",\"bid\":1}"}, Code::StreamUnknown);
        row("nested as deep as allowed",
            {"{\"symbol\":\"X\",\"bid\":1,\"x\":" + QByteArray(15, '[') + QByteArray(15, ']') + "}"}, Code::Ok);
        row("nested too deep", {"{\"symbol\":\"X\",\"bid\":1,\"x\":" + QByteArray(16, '[') + QByteArray(16, ']') + "}"},
            Code::Size);
        row("one MiB", {QByteArray(1 << 20, ' ')}, Code::Size);
        row("spec without digits", {"{\"v\":6,\"type\":\"spec\",\"symbol\":\"X\"}"}, Code::FieldMissing);
        row("book without sides", {"{\"v\":6,\"type\":\"book\",\"symbol\":\"X\"}"}, Code::FieldMissing);
        row("book level too short", {"{\"v\":6,\"type\":\"book\",\"symbol\":\"X\",\"bids\":[[1]]}"},
            Code::FieldMissing);
        row("book price zero", {"{\"v\":6,\"type\":\"book\",\"symbol\":\"X\",\"bids\":[[0,1]]}"}, Code::PriceZero);
        row("heartbeat seq is text", {"{\"v\":6,\"type\":\"hb\",\"gw\":\"g\",\"seqs\":{\"X\":\"q\"}}"},
            Code::NumSyntax);
    }
    void partsAndText() {
        QFETCH(QList<QByteArray>, parts);
        std::vector<std::string_view> views;
        for (const QByteArray& part : std::as_const(parts)) views.push_back(view(part));
        Decoder decoder(GatewayZone::fixed(0));
        Message message;
        const FrameBytes frame = encodeParts(views);
        QTEST(decoder.decode(frame.view(), WallTime{1}, message), "code");
    }
    void lengthsThatDoNotFitTheFrame() {
        Decoder decoder;
        Message message;
        QCOMPARE(decoder.decode(FrameBytes(std::string_view("\x01\x00", 2)).view(), WallTime{}, message), Code::Parts);
        QCOMPARE(decoder.decode(FrameBytes(std::string_view("\xff\xff\xff\xff{}", 6)).view(), WallTime{}, message),
                 Code::Parts);
    }
    void keysInAnyLetterCase() {
        Gateway gateway;
        QCOMPARE(gateway.send({R"({"TYPE":"Tick","Symbol":"eurusd","BID":1.1,"aSk":1.2,"Time_MSC":1736906400123})"}),
                 Code::Ok);
        QVERIFY2(gateway.tick().symbol == "eurusd", "values keep their case");
        QVERIFY(gateway.tick().quote.has_bid && gateway.tick().quote.has_ask && gateway.tick().time.ns != 0);
    }
    void escapedKeysAndValues() {
        Gateway gateway;
        QCOMPARE(gateway.send({R"({"\u0073ymbol":"EUR\/USD","b\u0069d":1.5})"}), Code::Ok);
        QVERIFY(gateway.tick().symbol == "EUR/USD");
        QCOMPARE(gateway.tick().quote.bid.price.units, 150'000'000);
    }
    void theFirstAliasWinsWhateverTheOrder() {
        Gateway gateway;
        QCOMPARE(gateway.send(
                     {R"({"b":1,"bid":2,"t":1,"time":1736906400123,"p":3,"price":4,"last":5,"s":"Y","symbol":"X"})"}),
                 Code::Ok);
        QCOMPARE(gateway.tick().quote.bid.price.units, 200'000'000);
        QCOMPARE(gateway.tick().last.units, 500'000'000);
        QCOMPARE(gateway.tick().stamp_ns, 1'736'906'400'123 * kNsPerMs);
        QVERIFY(gateway.tick().symbol == "X");
        QCOMPARE(gateway.send({R"({"s":"X","bid":null,"b":1})"}), Code::Ok);
        QCOMPARE(gateway.tick().quote.bid.price.units, 100'000'000);
    }
    void vIsTheVersionOnlyWithAType() {
        Gateway gateway;
        QCOMPARE(gateway.send({R"({"s":"X","b":1,"v":6})"}), Code::Ok);
        QCOMPARE(gateway.tick().dialect, Dialect::T1);
        QCOMPARE(gateway.tick().volume.units, 600'000'000);
        QCOMPARE(gateway.send({R"({"s":"X","b":1,"v":"6","type":"tick"})"}), Code::Ok);
        QCOMPARE(gateway.tick().dialect, Dialect::V6);
        QVERIFY(!gateway.tick().has_volume);
    }
    void symbolFromTheTopic() {
        Gateway gateway;
        QCOMPARE(gateway.send({"tick.EURUSD.s", R"({"v":6,"type":"tick","bid":1})"}), Code::Ok);
        QVERIFY(gateway.tick().symbol == "EURUSD.s");
        QCOMPARE(gateway.send({"GBPUSD", R"({"bid":1})"}), Code::Ok);
        QVERIFY(gateway.tick().symbol == "GBPUSD");
        QCOMPARE(gateway.send({"tick", R"({"bid":1})"}), Code::FieldMissing);
        QCOMPARE(gateway.decoder.counters().topic_mismatch, 0U);
    }
    void bodyWinsOverTopicAndIsCounted() {
        Gateway gateway;
        QCOMPARE(gateway.send({"tick.GBPUSD", R"({"symbol":"EURUSD","bid":1})"}), Code::Ok);
        QVERIFY(gateway.tick().symbol == "EURUSD");
        QCOMPARE(gateway.decoder.counters().topic_mismatch, 1U);
    }
    void realVolumeBeforeVolume() {
        Gateway gateway;
        QCOMPARE(gateway.send({R"({"s":"X","b":1,"volume":3,"volume_real":2.5,"bid_volume":4,"ask_volume":"5"})"}),
                 Code::Ok);
        QCOMPARE(gateway.tick().volume.units, 250'000'000);
        QCOMPARE(gateway.tick().quote.bid.qty.units, 400'000'000);
        QCOMPARE(gateway.send({R"({"s":"X","b":1,"volume":3,"volume_real":0})"}), Code::Ok);
        QCOMPARE(gateway.tick().volume.units, 300'000'000);
    }
    void idsKeepAll64Bits() {
        Gateway gateway;
        QCOMPARE(gateway.send({R"({"s":"X","b":1,"seq":18446744073709551615,"epoch":"225046781992378368"})"}),
                 Code::Ok);
        QCOMPARE(gateway.tick().seq, ~std::uint64_t{0});
        QCOMPARE(gateway.tick().epoch, std::uint64_t{225'046'781'992'378'368});
    }
    void unusableTimeKeepsTheTick_data() {
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<Code>("code");
        QTest::newRow("before 2000") << QByteArray("900000000") << Code::TimeRange;
        QTest::newRow("after 2100") << QByteArray("4102444800000") << Code::TimeRange;
        QTest::newRow("ms far past 2100") << QByteArray("17053296000123") << Code::TimeRange;
        QTest::newRow("us far past 2100") << QByteArray("99999999999999999") << Code::TimeRange;
        QTest::newRow("past 64 bits") << QByteArray("99999999999999999999") << Code::TimeRange;
        QTest::newRow("zero") << QByteArray("0") << Code::TimeRange;
        QTest::newRow("words") << QByteArray("\"soon\"") << Code::NumSyntax;
        QTest::newRow("object") << QByteArray("{}") << Code::FieldType;
    }
    void unusableTimeKeepsTheTick() {
        QFETCH(QByteArray, time);
        Gateway gateway;
        const std::string body = tickWith("\"bid\":1,\"time\":" + time.toStdString());
        QCOMPARE(gateway.send({body}), Code::Ok);
        QCOMPARE(gateway.tick().time.ns, 0);
        QCOMPARE(gateway.tick().quality, TimeQuality::Missing);
        QTEST(gateway.tick().time_code, "code");
    }
    void timeSpellings_data() {
        QTest::addColumn<QByteArray>("time");
        QTest::addColumn<qint64>("utc_ns");  // the gateway is two hours ahead
        const qint64 utc = 1'736'899'200'000'000'000;
        QTest::newRow("seconds") << QByteArray("1736906400") << utc;
        QTest::newRow("digit text") << QByteArray("\"1736906400123\"") << utc + 123'000'000;
        QTest::newRow("microseconds") << QByteArray("1736906400123456") << utc + 123'456'000;
        QTest::newRow("nanoseconds") << QByteArray("1736906400123456789") << utc + 123'456'789;
        QTest::newRow("float seconds") << QByteArray("1736906400.123") << utc + 123'000'000;
        QTest::newRow("float ms") << QByteArray("1736906400123.5") << utc + 123'500'000;
        QTest::newRow("exponent") << QByteArray("1.7369064e9") << utc;
        QTest::newRow("MetaTrader date") << QByteArray("\"2025.01.15 02:00:00.123\"") << utc + 123'000'000;
        QTest::newRow("ISO without offset") << QByteArray("\"2025-01-15T02:00:00\"") << utc;
        QTest::newRow("ISO with Z") << QByteArray("\"2025-01-15T00:00:00.5Z\"") << utc + 500'000'000;
        QTest::newRow("ISO with offset") << QByteArray("\"2025-01-14T19:00:00-05:00\"") << utc;
    }
    void timeSpellings() {
        QFETCH(QByteArray, time);
        Gateway gateway(GatewayZone::fixed(7'200));
        const std::string body = tickWith("\"bid\":1,\"time\":" + time.toStdString());
        QCOMPARE(gateway.send({body}), Code::Ok);
        QTEST(qint64(gateway.tick().time.ns), "utc_ns");
    }
};

QTEST_GUILESS_MAIN(TestTolerance)
#include "tst_tolerance.moc"
