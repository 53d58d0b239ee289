// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTest>

#include "core/feed/sim/mt5_gateway.h"
#include "core/feed/sim/tick_publisher.h"
#include "tests/integration/app/program.h"

using namespace bw;
using namespace bw::sim;
using namespace bw::test;

namespace {

constexpr std::int64_t kTickMs = 100, kRunMs = 15'000;

QString str(const char* text) {
    return QString::fromUtf8(text);
}

Fault fault(FaultKind kind, std::int64_t at_ms, std::int64_t ms) {
    Fault out;
    out.kind = kind;
    out.at_ms = at_ms;
    out.ms = ms;
    return out;
}

/// Fifteen seconds of a gateway that has one bad second after another, published without waiting.
void publishBadDay(TickPublisher& publisher) {
    FaultInjector injector(
        {fault(FaultKind::OneSided, 1'000, 1'000), fault(FaultKind::BidAboveAsk, 2'000, 1'000),
         fault(FaultKind::Garbage, 3'000, 1'000), fault(FaultKind::BareTopic, 5'000, 1'000),
         fault(FaultKind::Drop, 7'100, 0), fault(FaultKind::EpochChange, 8'000, 0),
         fault(FaultKind::TimeBack, 9'000, 1'000), fault(FaultKind::Stall, 12'000, 2'000)},
        0.0, 1);
    const std::int64_t start_ms = QDateTime::currentMSecsSinceEpoch() - kRunMs;
    GatewayModel gateway(Dialect::V6, start_ms, &injector);
    const SimInstrument& eurusd = *findBySymbol(Venue::Mt5, "EURUSD");
    const auto send = [&](const WireMessage& message) { publisher.send(message); };
    SimTick tick;
    for (std::int64_t at_ms = 0; at_ms < kRunMs; at_ms += kTickMs) {
        for (const Fault& due : injector.takeDue(at_ms))
            if (due.kind == FaultKind::EpochChange) gateway.restart(start_ms + at_ms);
        gateway.poll(start_ms + at_ms, publisher.sent(), publisher.failed(), send);
        tick.time_ms = start_ms + at_ms;
        tick.bid = Price{108'500 + at_ms / kTickMs % 7};
        tick.ask = Price{tick.bid.units + 20};
        tick.flags = 6;
        gateway.tick(start_ms + at_ms, eurusd, tick, [&](std::uint64_t seq, const WireMessage& made) {
            injector.pass(at_ms, eurusd, 0, "tick", seq, made, send);
        });
    }
    send({{}, R"({"type":"TICK","symbol":"THEEND","bid":1,"ask":2})", {}});
}

}  // namespace

// What the program itself says of a gateway's bad day, live and in its recording.
class TestMt5Engine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aBadDayIsTold() {
        Box box;
        TickPublisher publisher;
        QVERIFY(publisher.bind("tcp://127.0.0.1:*"));
        const auto engine =
            box.start({str("--headless"), str("--set"),
                       str("feeds.mt5=[{name: test, ticks: \"") + QString::fromStdString(publisher.endpoint()) + str("\"}]")});
        QVERIFY2(waitFor([&] { return publisher.hasSubscriber(); }, 30'000), box.stderrText().constData());
        publishBadDay(publisher);
        // One socket keeps the order: with the last instrument there, everything before it was worked on.
        const auto done = [&] { return box.status().value(QLatin1String("instruments")).toInt() >= 2; };
        QVERIFY2(waitFor(done, 60'000), box.stderrText().constData());
        QCOMPARE(endProcess(*engine), 0);

        const Outcome outcome = box.runHere(
            {str("replay"), str("--report"), str("report.json"), str("--ledger"), str("ledger.jsonl"), box.dataDir()});
        QVERIFY2(outcome.exit == 0, outcome.err.constData());
        const QJsonObject report = json(box.read(str("report.json")));
        QVERIFY(balances(report));
        const QJsonObject rejects = report.value(QLatin1String("rejects_by_code")).toObject();
        QCOMPARE(rejects.value(QLatin1String("parts")).toInt(), 10);
        QCOMPARE(rejects.value(QLatin1String("json_syntax")).toInt() + rejects.value(QLatin1String("utf8")).toInt(), 10);
        QCOMPARE(report.value(QLatin1String("rejected")).toInt(), 20);
        const QJsonObject ticks =
            instrumentOf(report, str("mt5.test.EURUSD")).value(QLatin1String("ticks")).toObject();
        QCOMPARE(ticks.value(QLatin1String("count")).toInt(), 150 - 10 - 10 - 1 - 20);
        QCOMPARE(ticks.value(QLatin1String("crossed")).toInt(), 10);
        QCOMPARE(ticks.value(QLatin1String("out_of_order")).toInt(), 5);
        QCOMPARE(ticks.value(QLatin1String("duplicates")).toInt(), 0);

        QMap<QString, int> causes;
        for (const QByteArray& line : box.read(str("ledger.jsonl")).split('\n')) {
            const QJsonObject row = QJsonDocument::fromJson(line).object();
            if (row.value(QLatin1String("kind")).toString() != QLatin1String("gap") ||
                row.value(QLatin1String("instrument")).toString() != QLatin1String("mt5.test.EURUSD"))
                continue;
            if (row.value(QLatin1String("close")).toString() == QLatin1String("unfillable"))
                ++causes[row.value(QLatin1String("cause")).toString()];
        }
        QCOMPARE(causes.value(str("sequence")), 4);  // garbage, bare topics, the dropped tick, the stall
        QCOMPARE(causes.value(str("gateway_restart")), 1);
        QCOMPARE(causes.size(), qsizetype(2));
    }
};

QTEST_GUILESS_MAIN(TestMt5Engine)
#include "tst_engine.moc"
