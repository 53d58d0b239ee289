// SPDX-License-Identifier: GPL-3.0-or-later
// What is written to each kind of gateway and how its answers are read. The fixtures are of the specification's forms.
#include <QTest>

#include "core/feed/order/dialect.h"
#include "core/model/sha256.h"

using namespace bw;
using namespace bw::feed;
using Outcome = RouteReply::Outcome;

namespace {

constexpr std::string_view kKey = "0123456789abcdef";

Ask orderAsk(OrderType type = OrderType::Market) {
    Ask ask;
    ask.act = Act::Open;
    ask.id = "u1";
    ask.wall = {1'768'482'810'123'000'000};  // 2026-01-15T13:13:30.123Z
    ask.request.client_id = "BWABCDEFGH-1";
    ask.request.symbol = "EURUSD";
    ask.request.type = type;
    ask.request.qty = "0.10";
    ask.request.magic = 202401;
    ask.magic = 202401;
    return ask;
}
JsonTree tree(std::string_view json) {
    const auto read = parseJson(json);
    if (!read) qFatal("a fixture that is no JSON");
    return *read;
}
Answer p3Answer(Act act, std::string_view json) {
    Ask ask = orderAsk();
    ask.act = act;
    return answerOf(Dialect::P3, ask, tree(json));
}

}  // namespace

class TestDialects : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theProbeHasNoWordThatTrades() {
        const std::string probe = probeText("abc");
        QCOMPARE(probe, std::string("{\"cmd\":\"GET_SYMBOL_INFO\",\"uuid\":\"abc\",\"req_id\":\"abc\",\"v\":6}"));
        QVERIFY(probe.find("action") == std::string::npos && probe.find("magic") == std::string::npos);
    }
    void theProbesAnswerShowsTheDialect_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("dialect");
        const auto row = [](const char* name, const char* json, Dialect dialect) { QTest::newRow(name) << QByteArray(json) << int(dialect); };
        row("bare EA with a quote", "{\"status\":\"OK\",\"data\":{\"bid\":1.1,\"ask\":1.2}}", Dialect::P0);
        row("bare EA, OK without a quote", "{\"status\":\"OK\",\"data\":{\"bid\":1.1}}", Dialect::Unknown);
        row("bare EA, unknown command", "{\"status\":\"ERROR\",\"msg\":\"Unknown\"}", Dialect::P0);
        row("bare EA, no symbol", "{\"status\":\"ERROR\",\"msg\":\"Symbol Not Found\"}", Dialect::P0);
        row("an error of another kind", "{\"status\":\"ERROR\",\"msg\":\"Busy\"}", Dialect::Unknown);
        row("p1", "{\"req_id\":\"u1\",\"status\":\"SUCCESS\"}", Dialect::P1);
        row("p1, another id", "{\"req_id\":\"u2\",\"status\":\"SUCCESS\"}", Dialect::Unknown);
        row("p2", "{\"error\":true,\"ticket\":0,\"msg\":\"?\",\"retcode\":0,\"data\":{}}", Dialect::P2);
        row("p2, error as a text", "{\"error\":\"true\",\"retcode\":0}", Dialect::Unknown);
        row("p3", "{\"uuid\":\"u1\",\"status\":\"error\",\"error_code\":\"UNKNOWN_ACTION\"}", Dialect::P3);
        row("p3, another id", "{\"uuid\":\"u2\",\"status\":\"error\",\"error_code\":\"UNKNOWN_ACTION\"}", Dialect::Unknown);
        row("nothing known", "{}", Dialect::Unknown);
        row("v5", "{\"v\":5,\"id\":\"u1\"}", Dialect::Unknown);
    }
    void theProbesAnswerShowsTheDialect() {
        QFETCH(QByteArray, json);
        QFETCH(int, dialect);
        const ProbeResult found = readProbe(tree(json.toStdString()), "u1", kKey);
        QCOMPARE(found.dialect, Dialect(dialect));
        QCOMPARE(found.error, found.dialect == Dialect::Unknown ? Code::GatewayUnknown : Code::Ok);
    }
    void helloIsSignedOverTheProbesId() {
        v6::Envelope hello;
        hello.is_reply = true;
        hello.id = "u1";
        hello.session = "s7";
        hello.action = "HELLO";
        hello.nonce = "n";
        hello.status = "ok";
        hello.ts_ms = 1'000;
        hello.body = "{\"account\":\"12345678\",\"trade_mode\":1}";
        hello.mac = v6::macOf(hello, kKey);
        ProbeResult found = readProbe(tree(v6::encode(hello)), "u1", kKey);
        QCOMPARE(found.error, Code::Ok);
        QCOMPARE(found.session, std::string("s7"));
        QCOMPARE(found.account, std::string("***678"));
        QCOMPARE(int(found.trade_mode), 1);
        QCOMPARE(found.server_ms, 1'000);
        QCOMPARE(readProbe(tree(v6::encode(hello)), "u2", kKey).error, Code::GatewayUnauthentic);  // an answer of yesterday
        QCOMPARE(readProbe(tree(v6::encode(hello)), "u1", "").error, Code::GatewayUnauthentic);    // we have no key
        hello.mac.clear();
        QCOMPARE(readProbe(tree(v6::encode(hello)), "u1", kKey).error, Code::GatewayUnauthentic);
        QCOMPARE(readProbe(tree("{\"v\":6}"), "u1", kKey).dialect, Dialect::V6);
        hello.body = "{\"trade_mode\":9}";  // not readable counts as real
        hello.mac = v6::macOf(hello, kKey);
        found = readProbe(tree(v6::encode(hello)), "u1", kKey);
        QCOMPARE(int(found.trade_mode), 2);
    }
    void whatADialectHas() {
        for (int i = 0; i < kActs; ++i) {
            const Act act = static_cast<Act>(i);
            QCOMPARE(supports(Dialect::V6, act), true);
            for (const Dialect none : {Dialect::Unknown, Dialect::P0, Dialect::P1}) QCOMPARE(supports(none, act), act == Act::Probe);
            QCOMPARE(supports(Dialect::P2, act), act == Act::Probe || act == Act::Open);
            const bool p3 = act == Act::Probe || act == Act::Ping || act == Act::Account || act == Act::SyncAll || act == Act::Open || act == Act::Close;
            QCOMPARE(supports(Dialect::P3, act), p3);
            Ask ask = orderAsk();
            ask.act = act;
            if (!supports(Dialect::P0, act)) QCOMPARE(requestText(Dialect::P0, ask).error().code, Code::Unsupported);
        }
    }
    void p2Request() {
        const auto text = requestText(Dialect::P2, orderAsk());
        QVERIFY(text);
        QCOMPARE(*text, std::string("{\"action\":\"ORDER_SEND\",\"req_id\":\"u1\",\"timestamp\":\"2026-01-15T13:13:30Z\",\"payload\":{\"symbol\":"
                                    "\"EURUSD\",\"type\":\"OP_BUY\",\"volume\":0.1,\"magic\":202401,\"comment\":\"BWABCDEFGH-1\",\"sl\":0,\"tp\":0}}"));
    }
    void p2TakesOnlyWhatItCan_data() {
        QTest::addColumn<QByteArray>("symbol");
        QTest::addColumn<QByteArray>("qty");
        QTest::addColumn<int>("code");
        const auto row = [](const char* symbol, const char* qty, Code code) {
            QTest::addRow("%s %s", symbol, qty) << QByteArray(symbol) << QByteArray(qty) << int(code);
        };
        row("EURUSD", "0.01", Code::Ok);
        row("EURUSD", "100", Code::Ok);
        row("EURUSD", "0.010", Code::Ok);
        row("EURUSD.pro", "1", Code::Ok);
        row("EUR", "1", Code::OrderInstrument);
        row("EURUSD.long", "1", Code::OrderInstrument);
        row("EURUSD", "0.001", Code::OrderQtyRange);
        row("EURUSD", "100.01", Code::OrderQtyRange);
        row("EURUSD", "0", Code::OrderQtyRange);
        row("EURUSD", "-1", Code::OrderQtyRange);
        row("EURUSD", "NaN", Code::OrderForm);
        row("EURUSD", "1e2", Code::OrderForm);
        row("EURUSD", "", Code::OrderForm);
    }
    void p2TakesOnlyWhatItCan() {
        QFETCH(QByteArray, symbol);
        QFETCH(QByteArray, qty);
        QFETCH(int, code);
        Ask ask = orderAsk();
        ask.request.symbol = symbol.toStdString();
        ask.request.qty = qty.toStdString();
        const auto text = requestText(Dialect::P2, ask);
        QCOMPARE(text ? Code::Ok : text.error().code, Code(code));
    }
    void restingOrdersNeedACancel() {
        for (const OrderType type : {OrderType::Limit, OrderType::Stop})
            for (const Dialect dialect : {Dialect::P2, Dialect::P3})
                QCOMPARE(requestText(dialect, orderAsk(type)).error().code, Code::OrderNotCancellable);
    }
    void p2Answers_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("code");
        const auto row = [](const char* json, Outcome outcome, Code code) { QTest::newRow(json) << QByteArray(json) << int(outcome) << int(code); };
        row("{\"error\":false,\"ticket\":5,\"msg\":\"ok\",\"retcode\":10009,\"data\":{}}", Outcome::Filled, Code::Ok);
        row("{\"error\":true,\"ticket\":5,\"msg\":\"FILLED\",\"retcode\":10013,\"data\":{}}", Outcome::Rejected, Code::VenueInvalid);
        row("{\"error\":false,\"ticket\":5,\"msg\":\"FILLED\",\"retcode\":10013,\"data\":{}}", Outcome::Rejected, Code::VenueInvalid);
        row("{\"error\":false,\"ticket\":5,\"msg\":\"ok\",\"retcode\":0,\"data\":{}}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"error\":false,\"ticket\":5,\"msg\":\"ok\"}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"error\":true,\"msg\":\"INVALID_VOLUME\",\"retcode\":0}", Outcome::Rejected, Code::VenueInvalid);
        row("{\"error\":true,\"msg\":\"what\",\"retcode\":0}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"error\":true,\"msg\":\"\",\"retcode\":10012}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"error\":true,\"msg\":\"\",\"retcode\":777}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"error\":false,\"msg\":\"\",\"retcode\":\"10009\"}", Outcome::Filled, Code::Ok);
        row("{\"error\":false,\"msg\":\"\",\"retcode\":10009.0}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{}", Outcome::Unknown, Code::OutcomeUnknown);
    }
    void p2Answers() {
        QFETCH(QByteArray, json);
        QFETCH(int, outcome);
        QFETCH(int, code);
        const Answer answer = answerOf(Dialect::P2, orderAsk(), tree(json.toStdString()));
        QCOMPARE(answer.outcome, Outcome(outcome));
        QCOMPARE(answer.code, Code(code));
    }
    void p3Request() {
        const auto text = requestText(Dialect::P3, orderAsk());
        QVERIFY(text);
        // sha256 of {"price":0,"sl":0,"symbol":"EURUSD","tp":0,"type":"BUY","volume":0.1}
        const std::string checksum = hex(sha256("{\"price\":0,\"sl\":0,\"symbol\":\"EURUSD\",\"tp\":0,\"type\":\"BUY\",\"volume\":0.1}")).substr(0, 8);
        QCOMPARE(checksum, std::string("7be2a008"));
        const JsonTree sent = tree(*text);
        QCOMPARE(sent["action"].text, std::string("OPEN"));
        QCOMPARE(sent["risk_signature"].text, "RISK_PASS:" + checksum + ":2026-01-15T13:13:30Z");
        QCOMPARE(sent["volume"].text, std::string("0.1"));
        QCOMPARE(sent["comment"].text, std::string("BWABCDEFGH-1"));
        QCOMPARE(sent["magic"].text, std::string("202401"));
        Ask close = orderAsk();
        close.act = Act::Close;
        QCOMPARE(requestText(Dialect::P3, close).error().code, Code::OrderForm);
        close.request.venue_id = "123";
        QCOMPARE(tree(*requestText(Dialect::P3, close))["ticket"].type, JsonTree::Type::Number);
        Ask sync = orderAsk();
        sync.act = Act::SyncAll;
        QCOMPARE(tree(*requestText(Dialect::P3, sync))["magic_number"].text, std::string("202401"));
    }
    void p3Answers_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("code");
        const auto row = [](const char* json, Outcome outcome, Code code) { QTest::newRow(json) << QByteArray(json) << int(outcome) << int(code); };
        row("{\"uuid\":\"u1\",\"status\":\"FILLED\",\"ticket\":5,\"volume\":0.1,\"price\":1.10,\"execution_time\":3}", Outcome::Filled, Code::Ok);
        row("{\"uuid\":\"u1\",\"status\":\"FILLED\",\"ticket\":5,\"volume\":0.05}", Outcome::Partial, Code::Ok);
        row("{\"uuid\":\"u1\",\"status\":\"FILLED\",\"volume\":0.1}", Outcome::Unknown, Code::OutcomeUnknown);  // no ticket
        row("{\"uuid\":\"u1\",\"status\":\"FILLED\",\"ticket\":5,\"retcode\":10013}", Outcome::Rejected, Code::VenueInvalid);
        row("{\"uuid\":\"u1\",\"status\":\"FILLED\",\"ticket\":5,\"error_code\":10013}", Outcome::Rejected, Code::VenueInvalid);
        row("{\"uuid\":\"u1\",\"status\":\"FILLED\",\"ticket\":5,\"error_code\":\"INVALID_VOLUME\"}", Outcome::Rejected, Code::VenueInvalid);
        row("{\"uuid\":\"u1\",\"status\":\"ERROR\",\"error_code\":\"RISK_SIGNATURE_INVALID\"}", Outcome::Rejected, Code::RiskSignatureInvalid);
        row("{\"uuid\":\"u1\",\"status\":\"ERROR\",\"error_code\":\"MT5_ORDER_FAILED\"}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"uuid\":\"u1\",\"status\":\"ERROR\",\"error_code\":\"MT5_ORDER_FAILED\",\"retcode\":10018}", Outcome::Rejected, Code::MarketClosed);
        row("{\"uuid\":\"u1\",\"status\":\"ERROR\",\"error_code\":\"-2\"}", Outcome::Rejected, Code::VenueInvalid);
        row("{\"uuid\":\"u1\",\"status\":\"ERROR\"}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"uuid\":\"u1\",\"status\":\"REJECTED\",\"ticket\":5}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"uuid\":\"u1\",\"status\":\"FILLED\",\"ticket\":5,\"retcode\":99999}", Outcome::Unknown, Code::OutcomeUnknown);
        row("{\"uuid\":\"u1\",\"status\":\"ERROR\",\"error_code\":10025}", Outcome::Unknown, Code::NoChanges);
    }
    void p3Answers() {
        QFETCH(QByteArray, json);
        QFETCH(int, outcome);
        QFETCH(int, code);
        const Answer answer = p3Answer(Act::Open, json.toStdString());
        QCOMPARE(answer.outcome, Outcome(outcome));
        QCOMPARE(answer.code, Code(code));
    }
    void p3Queries() {
        Answer answer = p3Answer(Act::Ping, "{\"uuid\":\"u1\",\"status\":\"ok\",\"server_time\":1768482810,\"latency_ms\":0.2}");
        QCOMPARE(answer.outcome, Outcome::Ok);
        QCOMPARE(answer.server_ms, 1'768'482'810'000);
        QCOMPARE(p3Answer(Act::Ping, "{\"uuid\":\"u1\",\"status\":\"error\",\"error_code\":\"SERVER_ERROR\"}").outcome, Outcome::Failed);
        answer = p3Answer(Act::Account, "{\"uuid\":\"u1\",\"balance\":10000.10,\"equity\":9999.90,\"margin\":0,\"currency\":\"USD\"}");
        QCOMPARE(answer.outcome, Outcome::Ok);
        QCOMPARE(answer.reading->equity, std::string("9999.90"));  // as it was written
        QCOMPARE(answer.reading->margin_used, std::string("0"));
        QCOMPARE(p3Answer(Act::Account, "{\"uuid\":\"u1\",\"error_code\":\"ACCOUNT_INFO_FAILED\"}").code, Code::QueryFailed);
        const std::string lists =
            "{\"uuid\":\"u1\",\"status\":\"ok\",\"account\":{\"balance\":1,\"equity\":null,\"margin_used\":0},\"positions\":[{\"symbol\":\"EURUSD\","
            "\"ticket\":7,\"volume\":0.10,\"profit\":-1.5,\"price_current\":1.1,\"price_open\":1.2,\"type\":1,\"time_open\":5}]}";
        answer = p3Answer(Act::SyncAll, lists);
        QCOMPARE(answer.outcome, Outcome::Ok);
        QVERIFY(answer.snapshot->has_positions && !answer.snapshot->has_orders);
        QCOMPARE(answer.snapshot->positions[0].side, OrderSide::Sell);
        QCOMPARE(answer.snapshot->positions[0].qty, std::string("0.10"));
        QCOMPARE(answer.snapshot->account.equity, std::string());  // null is no number, and not 0
        for (const char* bad : {"{\"uuid\":\"u1\",\"account\":{}}", "{\"uuid\":\"u1\",\"positions\":[]}",
                                "{\"uuid\":\"u1\",\"account\":{},\"positions\":[{}]}", "{\"uuid\":\"u1\",\"account\":{},\"positions\":[1]}",
                                "{\"uuid\":\"u1\",\"account\":{},\"positions\":{}}"})
            QCOMPARE(p3Answer(Act::SyncAll, bad).outcome, Outcome::Failed);
        answer = p3Answer(Act::Close, "{\"uuid\":\"u1\",\"status\":\"ok\",\"ticket\":7,\"close_price\":1.25}");
        QCOMPARE(answer.outcome, Outcome::Filled);
        QCOMPARE(answer.avg_price, std::string("1.25"));
        answer = p3Answer(Act::Close, "{\"uuid\":\"u1\",\"status\":\"error\",\"error_code\":\"MT5_CLOSE_FAILED\"}");
        QCOMPARE(answer.outcome, Outcome::Unknown);
        QCOMPARE(answer.code, Code::CloseFailed);
        QCOMPARE(p3Answer(Act::Close, "{\"uuid\":\"u1\",\"status\":\"ok\"}").outcome, Outcome::Unknown);
    }
    void v6SignsWhatItWrites() {
        Ask ask = orderAsk(OrderType::Limit);
        ask.request.price = "1.10000";
        ask.session = "s1";
        ask.nonce = "00112233445566778899aabbccddeeff";
        ask.key = kKey;
        ask.gateway_ms = 1'000;
        ask.expires_ms = 3'000;
        const auto text = requestText(Dialect::V6, ask);
        QVERIFY(text);
        const JsonTree sent = tree(*text);
        const std::string body = sent["body"].text;
        QCOMPARE(body, std::string("{\"client_id\":\"BWABCDEFGH-1\",\"symbol\":\"EURUSD\",\"type\":\"BUY_LIMIT\",\"volume\":0.1,\"price\":1.1,"
                                   "\"tif\":\"gtc\",\"magic\":202401}"));
        const std::string plain = "6\ns1\nu1\nOPEN\n1000\n00112233445566778899aabbccddeeff\n3000\n" + body;
        QCOMPARE(sent["mac"].text, hex(hmacSha256(kKey, plain)));
        ask.request.qty = "0.1.0";
        QCOMPARE(requestText(Dialect::V6, ask).error().code, Code::OrderForm);
        ask.request.qty = "";
        QCOMPARE(requestText(Dialect::V6, ask).error().code, Code::OrderForm);
    }
    void v6DoneIsFittedToWhatWasAsked_data() {
        QTest::addColumn<int>("act");
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("retcode");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("outcome");
        const auto row = [](const char* name, Act act, OrderType type, int retcode, const char* body, Outcome outcome) {
            QTest::newRow(name) << int(act) << int(type) << retcode << QByteArray(body) << int(outcome);
        };
        const OrderType market = OrderType::Market, limit = OrderType::Limit;
        row("market done", Act::Open, market, 10009, "{\"ticket\":\"5\",\"volume\":\"0.1\"}", Outcome::Filled);
        row("market done, less than asked", Act::Open, market, 10009, "{\"ticket\":\"5\",\"volume\":\"0.05\"}", Outcome::Partial);
        row("done without a ticket", Act::Open, market, 10009, "{\"volume\":\"0.1\"}", Outcome::Unknown);
        row("done without a retcode", Act::Open, market, 0, "{\"ticket\":\"5\",\"volume\":\"0.1\"}", Outcome::Unknown);
        row("limit placed", Act::Open, limit, 10008, "{\"ticket\":\"5\",\"volume\":\"0\"}", Outcome::Working);
        row("limit done, nothing filled", Act::Open, limit, 10009, "{\"ticket\":\"5\",\"volume\":\"0\"}", Outcome::Working);
        row("limit done, filled", Act::Open, limit, 10009, "{\"ticket\":\"5\",\"volume\":0.10}", Outcome::Filled);
        row("limit done, says nothing of a fill", Act::Open, limit, 10009, "{\"ticket\":\"5\"}", Outcome::Unknown);
        row("body that is no JSON", Act::Open, market, 10009, "{", Outcome::Unknown);
        row("cancel done", Act::Cancel, limit, 10009, "{}", Outcome::Cancelled);
        row("cancel placed", Act::Cancel, limit, 10008, "{}", Outcome::Unknown);
        row("cancel of what changed", Act::Cancel, limit, 10023, "{}", Outcome::Unknown);
        row("modify done", Act::Modify, limit, 10009, "{}", Outcome::Ok);
        row("modify of nothing", Act::Modify, limit, 10025, "{}", Outcome::Unchanged);
        row("close done", Act::Close, market, 10009, "{\"volume\":\"0.1\"}", Outcome::Filled);
        row("close of a part", Act::Close, market, 10010, "{\"volume\":\"0.05\"}", Outcome::Partial);
        row("cancel-all without a retcode", Act::CancelAll, market, 0, "{}", Outcome::Ok);
        row("cancel-all refused", Act::CancelAll, market, 10018, "{}", Outcome::Rejected);
        row("kill", Act::Kill, market, 0, "{}", Outcome::Ok);
    }
    void v6DoneIsFittedToWhatWasAsked() {
        QFETCH(int, act);
        QFETCH(int, type);
        QFETCH(int, retcode);
        QFETCH(QByteArray, body);
        QFETCH(int, outcome);
        Ask ask = orderAsk(static_cast<OrderType>(type));
        ask.act = static_cast<Act>(act);
        v6::Envelope reply;
        reply.is_reply = true;
        reply.status = "ok";
        reply.retcode = retcode;
        reply.body = body.toStdString();
        QCOMPARE(answerV6(ask, reply).outcome, Outcome(outcome));
    }
    void v6OrderStates() {
        Ask ask = orderAsk();
        ask.act = Act::QueryOrder;
        v6::Envelope reply;
        reply.is_reply = true;
        reply.status = "ok";
        const auto read = [&](const char* body) {
            reply.body = body;
            return answerV6(ask, reply);
        };
        QCOMPARE(read("{\"found\":false}").code, Code::OrderNotFound);
        QCOMPARE(read("{\"found\":false}").outcome, Outcome::Failed);
        QCOMPARE(read("{}").code, Code::QueryFailed);
        QCOMPARE(read("{\"found\":true}").code, Code::QueryFailed);
        QCOMPARE(read("{\"found\":true,\"state\":\"ASLEEP\"}").code, Code::QueryFailed);
        QCOMPARE(read("{\"found\":true,\"state\":\"WORKING\",\"ticket\":\"9\"}").outcome, Outcome::Working);
        QCOMPARE(read("{\"found\":true,\"state\":\"WORKING\",\"ticket\":\"9\"}").venue_id, std::string("9"));
        QCOMPARE(read("{\"found\":true,\"state\":\"FILLED\"}").outcome, Outcome::Filled);
        QCOMPARE(read("{\"found\":true,\"state\":\"PARTIAL\"}").outcome, Outcome::Partial);
        QCOMPARE(read("{\"found\":true,\"state\":\"CANCELLED\"}").outcome, Outcome::Cancelled);
        QCOMPARE(read("{\"found\":true,\"state\":\"REJECTED\"}").outcome, Outcome::Rejected);
        reply.status = "error";
        reply.code = "SERVER_ERROR";
        QCOMPARE(read("{\"found\":false}").code, Code::QueryFailed);
    }
    void aSnapshotIsReadWholeOrNotAtAll() {
        RouteSnapshot snapshot;
        const std::string good = "{\"account\":{},\"positions\":[],\"orders\":[{\"symbol\":\"X\",\"ticket\":1,\"type\":\"SELL_STOP\",\"volume\":1,"
                                 "\"magic\":-5}]}";
        QVERIFY(readSnapshot(tree(good), true, snapshot));
        QCOMPARE(snapshot.orders[0].magic, -5);
        QVERIFY(snapshot.orders[0].type == OrderType::Stop && snapshot.orders[0].side == OrderSide::Sell);
        for (const char* change : {"\"symbol\":\"\"", "\"ticket\":null", "\"type\":\"HOLD\"", "\"type\":6", "\"type\":-1", "\"volume\":\"x\"",
                                   "\"volume\":-1", "\"magic\":1.5"}) {
            RouteSnapshot out;
            std::string bad = "{\"account\":{},\"positions\":[],\"orders\":[{";
            const std::string_view name = std::string_view(change).substr(0, std::string_view(change).find(':'));
            for (const char* field : {"\"symbol\":\"X\"", "\"ticket\":1", "\"type\":\"BUY\"", "\"volume\":1", "\"magic\":1"})
                bad += std::string(std::string_view(field).starts_with(name) ? change : field) + ",";
            bad.back() = '}';
            QVERIFY2(!readSnapshot(tree(bad + "]}"), true, out), change);
        }
    }
    void shortNumbers_data() {
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) { QTest::newRow(text) << QString::fromLatin1(expected); };
        row("1.10", "1.1");
        row("1.00", "1");
        row("100", "100");
        row("0.00", "0");
        row("-0.0", "0");
        row("-1.50", "-1.5");
        row("123456789012345678901234567890.10", "123456789012345678901234567890.1");
        for (const char* bad : {"1e5", "NaN", "inf", "1.", ".5", "01", "0x1", "1,5", " 1", "1 "}) row(bad, "refused");
    }
    void shortNumbers() {
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(shortNumber(QTest::currentDataTag()).value_or("refused")), expected);
    }
};
QTEST_GUILESS_MAIN(TestDialects)
#include "tst_dialects.moc"
