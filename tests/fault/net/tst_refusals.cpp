// SPDX-License-Identifier: GPL-3.0-or-later
// A venue that refuses for an hour of the line's own time, and renewals of a line that carries the demo market.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/feed/sim/demo_market.h"
#include "tests/unit/transport/fake_clock.h"
#include "tests/unit/transport/net_harness.h"

using namespace bw;
using namespace bw::feed;

namespace {

constexpr const char* kLine = "demo.usdm/pub";

/// Lets the line fail once more; its time runs to the moment of the attempt and no further.
bool failOnce(NetHarness& h, FakeClock& clock) {
    const std::size_t before = h.control("fail").size();
    return QTest::qWaitFor([&] {
        const FeedStatusRow row = h.row(kLine);
        const std::int64_t left_ns = row.retry_at.ns - clock.mono().ns;
        if (row.state == FeedState::Down && left_ns > 0) clock.advanceMs(left_ns / kNsPerMs + 1);
        return h.control("fail").size() > before;
    });
}

qint64 field(const QByteArray& text, const char* key) {
    const QJsonObject message = QJsonDocument::fromJson(text).object();
    return message[QLatin1String("data")][QLatin1String(key)].toInteger(-1);
}

}  // namespace

class TestRefusals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anHourOfRefusalsIsBorneAndForgottenOnlyAfter300Seconds() {
        FakeClock clock;
        ScriptedStream stream;
        ScriptedRest rest;
        QVERIFY(stream.listen() && rest.listen());
        const quint16 port = stream.port();
        BinanceMarketConfig config = NetHarness::market(stream, rest);
        config.line = LinePolicy{};
        stream.closeServer();
        NetHarness h(clock);
        QVERIFY(h.start(std::move(config)));
        QTRY_COMPARE(h.control("fail").size(), size_t(1));  // the first attempt is immediate
        const MonoTime start = clock.mono();
        while (clock.mono() - start < 3'600 * kNsPerSec) QVERIFY(failOnce(h, clock));
        const auto fails = h.control("fail");
        for (size_t n = 0; n < fails.size(); ++n) {
            const double base_ms = std::min(60'000.0, 1'000.0 * std::pow(2.0, double(n)));
            const auto retry_ms = double(fails[n].json()[QLatin1String("retry_ms")].toInteger());
            QVERIFY2(retry_ms >= 0.5 * base_ms - 1 && retry_ms <= base_ms,
                     qPrintable(QStringLiteral("attempt %1: %2 ms").arg(n).arg(retry_ms)));
        }
        QVERIFY(fails.size() > 60);

        QVERIFY(stream.listen(port));
        const auto live = [&] {
            return QTest::qWaitFor([&] {
                const FeedStatusRow row = h.row(kLine);
                if (row.state == FeedState::Down && clock.mono() < row.retry_at)
                    clock.advanceMs((row.retry_at - clock.mono()) / kNsPerMs + 1);
                if (stream.client() != nullptr && row.state == FeedState::Connecting) stream.send(tickerText());
                return row.state == FeedState::Live;
            });
        };
        const auto stayLive = [&](int seconds) {
            const std::string source = std::string(kLine) + "#" + std::to_string(h.row(kLine).connects);
            for (int s = 0; s < seconds; s += 5) {
                clock.advanceMs(5'000);
                const std::size_t before = h.from(source).size();
                stream.send(tickerText());
                if (!QTest::qWaitFor([&] { return h.from(source).size() > before; })) return false;
                QTest::qWait(60);  // a tick of the line: it counts the time it was LIVE
            }
            return true;
        };
        const auto delayAfterClose = [&]() -> std::int64_t {
            stream.client()->close();
            if (!QTest::qWaitFor([&] { return h.row(kLine).state == FeedState::Down; })) return -1;
            return (h.row(kLine).retry_at - clock.mono()) / kNsPerMs;
        };
        QVERIFY(live());
        QVERIFY(stayLive(20));
        QVERIFY(delayAfterClose() >= 29'000);  // still the long one
        QVERIFY(live());
        QVERIFY(stayLive(305));
        const std::int64_t short_ms = delayAfterClose();
        QVERIFY2(short_ms >= 0 && short_ms <= 1'000, qPrintable(QString::number(short_ms)));
    }

    void aLineThatIsRenewedEveryTwoSecondsLosesNothing() {
        sim::DemoOptions options;
        options.seed = 7;
        options.rate = 20.0;
        sim::DemoMarket demo(options);
        QVERIFY(demo.start());
        SystemClock clock;
        NetHarness h(clock);
        BinanceMarketConfig config;
        config.venue_market = "demo.usdm";
        config.symbols = {"BTCUSDT"};
        config.entries = {{"pub", demo.wsUrl(sim::Venue::Usdm).toStdString(), {"depth@100ms", "trade"}}};
        config.rest.url = demo.restBase().toStdString();
        config.rest.prefix = "/fapi/v1";
        config.rest.klines_limit = 0;
        config.rest.catalogue_at_start = false;
        config.rest.clock_period_ms = 0;
        config.line.max_age_ms = 2'000;
        QVERIFY(h.start(std::move(config)));
        QTRY_VERIFY_WITH_TIMEOUT(h.control("handover").size() >= 4, 40'000);
        h.net.stop();
        h.collect();
        QVERIFY(h.control("fail").empty());
        const auto handovers = h.control("handover").size(), closes = h.control("close").size();
        QVERIFY(closes >= handovers + 1 && closes <= handovers + 2);  // the last close is ours, at the stop
        for (size_t i = 0; i < handovers; ++i)
            QVERIFY(h.control("close")[i].bytes.contains("\"code\":1000,\"by\":\"self\",\"reason\":\"handover\""));
        std::map<qint64, qint64> depth;  // u -> pu: once each, whatever line it came on
        std::set<qint64> trades;
        for (const auto& frame : h.got) {
            if (frame.source.ends_with('!')) continue;
            if (frame.bytes.contains("@depth")) {
                depth[field(frame.bytes, "u")] = field(frame.bytes, "pu");
            } else if (frame.bytes.contains("@trade")) {
                trades.insert(field(frame.bytes, "t"));
            }
        }
        QVERIFY(depth.size() > 50 && trades.size() > 50);
        for (auto it = std::next(depth.begin()); it != depth.end(); ++it) QCOMPARE(it->second, std::prev(it)->first);
        QCOMPARE(*trades.rbegin() - *trades.begin() + 1, qint64(trades.size()));
    }
};

QTEST_GUILESS_MAIN(TestRefusals)
#include "tst_refusals.moc"
