// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/feed/sim/mt5_wire.h"

using namespace bw;
using namespace bw::sim;

namespace {

const SimInstrument& eurusd() {
    return *findBySymbol(Venue::Mt5, "EURUSD");
}

SimTick exampleTick() {
    SimTick tick;
    tick.seq = 48211;
    tick.time_ms = 1'736'899'200'123;
    tick.bid = Price{108500};
    tick.ask = Price{108520};
    tick.flags = 6;
    tick.volume = 12;
    return tick;
}

}  // namespace

class TestMt5Wire : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesEachDialect_data();
    void writesEachDialect();
    void heartbeatListsTheSequences();
    void specIsJsonWithSessionsOfEveryDay();
    void mixGivesEachSymbolItsOwn();
};

void TestMt5Wire::writesEachDialect_data() {
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("v6, two parts, server time and zone")
        << QByteArray("v6") << QByteArray("tick.EURUSD")
        << QByteArray(
               R"({"v":6,"type":"tick","gw":"demo","epoch":1736899200000,"seq":48211,"symbol":"EURUSD","bid":1.08500,)"
               R"("ask":1.08520,"last":0,"volume":0,"volume_real":0,"flags":6,"time_msc":1736906400123,"tz_s":7200})");
    QTest::newRow("T1 has no time") << QByteArray("t1") << QByteArray()
                                    << QByteArray(R"({"type":"TICK","symbol":"EURUSD","bid":1.08500,"ask":1.08520})");
    QTest::newRow("T2 has server milliseconds")
        << QByteArray("t2") << QByteArray()
        << QByteArray(R"({"type":"TICK","symbol":"EURUSD","bid":1.08500,"ask":1.08520,"time":1736906400123})");
    QTest::newRow("T3, two parts, UTC seconds")
        << QByteArray("t3") << QByteArray("EURUSD")
        << QByteArray(
               R"({"symbol":"EURUSD","price":1.0851,"bid":1.085,"ask":1.0852,"timestamp":1736899200,"source":"EODHD"})");
    QTest::newRow("T4 has float server seconds")
        << QByteArray("t4") << QByteArray()
        << QByteArray(R"({"symbol":"EURUSD","bid":1.085,"ask":1.0852,"volume":12,"spread":0.0002,)"
                      R"("timestamp":1736906400.123,"type":"tick"})");
}

void TestMt5Wire::writesEachDialect() {
    QFETCH(QByteArray, dialect);
    QFETCH(QByteArray, topic);
    QFETCH(QByteArray, body);
    const auto parsed =
        dialectFromName(std::string_view(dialect.constData(), static_cast<std::size_t>(dialect.size())));
    QVERIFY(parsed.has_value());
    const WireMessage message = Mt5Wire(*parsed, 1'736'899'200'000).tick(eurusd(), exampleTick());
    QCOMPARE(QByteArray::fromStdString(message.topic), topic);
    QCOMPARE(QByteArray::fromStdString(message.text), body);
    QJsonParseError error;
    QVERIFY(QJsonDocument::fromJson(body, &error).isObject());
    QCOMPARE(error.error, QJsonParseError::NoError);
}

void TestMt5Wire::heartbeatListsTheSequences() {
    const Mt5Wire wire(Dialect::V6, 1'736'899'200'000);
    const Mt5Wire::SymbolSeq seqs[] = {{&eurusd(), 7}, {findBySymbol(Venue::Mt5, "XAUUSD"), 9}};
    const WireMessage message = wire.heartbeat(17, 1'736'899'201'000, seqs, 16, 0);
    QCOMPARE(QByteArray::fromStdString(message.topic), QByteArray("hb.demo"));
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(message.text)).object();
    QCOMPARE(body.value(QLatin1String("type")).toString(), QStringLiteral("hb"));
    QCOMPARE(body.value(QLatin1String("n")).toInteger(), qint64{17});
    QCOMPARE(body.value(QLatin1String("time_msc")).toInteger(), qint64{1'736'906'401'000});
    const QJsonObject listed = body.value(QLatin1String("seqs")).toObject();
    QCOMPARE(listed.value(QLatin1String("EURUSD")).toInteger(), qint64{7});
    QCOMPARE(listed.value(QLatin1String("XAUUSD")).toInteger(), qint64{9});
    QCOMPARE(listed.size(), qsizetype{2});
}

void TestMt5Wire::specIsJsonWithSessionsOfEveryDay() {
    const WireMessage message = Mt5Wire::spec(*findBySymbol(Venue::Mt5, "XAUUSD"));
    QCOMPARE(QByteArray::fromStdString(message.topic), QByteArray("spec.XAUUSD"));
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(message.text)).object();
    QCOMPARE(body.value(QLatin1String("digits")).toInteger(), qint64{2});
    QCOMPARE(body.value(QLatin1String("sessions")).toArray().size(), qsizetype{7});
}

void TestMt5Wire::mixGivesEachSymbolItsOwn() {
    const Mt5Wire wire(Dialect::Mix, 0);
    QCOMPARE(wire.dialectOf(eurusd()), Dialect::V6);
    QCOMPARE(wire.dialectOf(*findBySymbol(Venue::Mt5, "GBPUSD")), Dialect::T2);
    QCOMPARE(wire.dialectOf(*findBySymbol(Venue::Mt5, "XAUUSD")), Dialect::T4);
    QVERIFY(!dialectFromName("v7").has_value());
}

QTEST_GUILESS_MAIN(TestMt5Wire)
#include "tst_mt5_wire.moc"
