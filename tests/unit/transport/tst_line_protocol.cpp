// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/feed/transport/binance_protocol.h"
#include "core/feed/transport/deribit_protocol.h"
#include "core/feed/transport/net_config.h"
#include "core/feed/transport/okx_protocol.h"
#include "core/feed/transport/sleep_watch.h"
#include "core/feed/transport/venue_rules.h"
#include "core/feed/transport/weight_limiter.h"

using namespace bw;
using namespace bw::feed;
using Command = LineProtocol::Command;

namespace {

constexpr MonoTime at(double seconds) {
    return {std::int64_t(seconds * 1e9)};
}

QJsonObject json(const std::string& text) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

class TestLineProtocol : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void okxSubscribesToEverythingInOneMessage() {
        OkxProtocol okx;
        std::vector<std::string> names = {"books:BTC-USDT-SWAP", "candle1m:BTC-USDT", "liquidation-orders:SWAP",
                                          "status"};
        const LineProtocol::Outbound out = okx.command(Command::Subscribe, names);
        QVERIFY(names.empty());
        QCOMPARE(QByteArray::fromStdString(out.text),
                 QByteArray("{\"op\":\"subscribe\",\"args\":[{\"channel\":\"books\",\"instId\":\"BTC-USDT-SWAP\"},"
                            "{\"channel\":\"candle1m\",\"instId\":\"BTC-USDT\"},"
                            "{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"},{\"channel\":\"status\"}]}"));
        QVERIFY(!okx.settled());
    }

    void okxMessagesStayBelow64KB() {
        OkxProtocol okx;
        std::vector<std::string> names;
        for (int i = 0; i < 3'000; ++i) names.push_back("books:COIN" + std::to_string(i) + "-USDT-SWAP");
        int messages = 0;
        std::size_t args = 0;
        while (!names.empty()) {
            const std::string text = okx.command(Command::Subscribe, names).text;
            QVERIFY(text.size() <= 64'000);
            args += std::size_t(json(text)[QLatin1String("args")].toArray().size());
            ++messages;
        }
        QCOMPARE(args, std::size_t(3'000));
        QCOMPARE(messages, 3);
    }

    void okxAnAnswerThatLostAKeyIsAWiderSubscription() {
        OkxProtocol okx;
        std::vector<std::string> names = {"trades:BTC-USDT"};
        static_cast<void>(okx.command(Command::Subscribe, names));
        auto in = okx.read("{\"event\":\"subscribe\",\"arg\":{\"channel\":\"trades\"},\"connId\":\"a4d3ae55\"}", at(1));
        QCOMPARE(in.notice, Code::SubscriptionWidened);
        QVERIFY(okx.settled());
        in = okx.read("{\"event\":\"subscribe\",\"arg\":{\"channel\":\"trades\",\"instId\":\"BTC-USDT\"}}", at(1));
        QCOMPARE(in.notice, Code::Ok);
    }

    void okxErrorsAndNoticesAreRead() {
        OkxProtocol okx;
        auto in = okx.read("{\"event\":\"error\",\"code\":\"60018\",\"msg\":\"Wrong URL or channel\"}", at(1));
        QCOMPARE(in.notice, Code::SubscribeRefused);
        QVERIFY(in.detail.find("60018") != std::string::npos);
        in =
            okx.read("{\"event\":\"notice\",\"code\":\"64008\",\"msg\":\"The connection will soon be closed\"}", at(1));
        QVERIFY(in.closes_soon && in.notice == Code::Ok);
        QVERIFY(!okx.read("pong", at(1)).is_data);
        const std::string_view data =
            "{\"arg\":{\"channel\":\"bbo-tbt\",\"instId\":\"BTC-USDT\"},\"data\":[{\"instId\":\"X\"}]}";
        QVERIFY(okx.read(data, at(1)).is_data);
        QCOMPARE(okx.streamOf(data), std::string_view("bbo-tbt:BTC-USDT"));
    }

    void deribitCountsItsIdsFromOneAndSetsTheHeartbeatFirst() {
        DeribitProtocol deribit({}, {});
        const auto first = deribit.announce(at(1));
        QVERIFY(first.has_value());
        QCOMPARE(
            QByteArray::fromStdString(first->text),
            QByteArray(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"public/set_heartbeat\",\"params\":{\"interval\":10}}"));
        QVERIFY(!deribit.announce(at(1)));
        std::vector<std::string> names = {"trades.BTC-PERPETUAL.100ms", "book.BTC-PERPETUAL.100ms"};
        const QJsonObject command = json(deribit.command(Command::Subscribe, names).text);
        QCOMPARE(command[QLatin1String("id")].toInteger(), 2);
        QCOMPARE(command[QLatin1String("method")].toString(), QStringLiteral("public/subscribe"));
        QCOMPARE(command[QLatin1String("params")][QLatin1String("channels")].toArray().size(), 2);
        QVERIFY(deribit.read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"ok\"}", at(1)).notice == Code::Ok);
        const auto in = deribit.read(
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[\"trades.BTC-PERPETUAL.100ms\",\"book.BTC-PERPETUAL.100ms\"]}",
            at(1));
        QVERIFY(in.notice == Code::Ok && deribit.settled());
    }

    void deribitTakes500ChannelsACommand() {
        DeribitProtocol deribit({}, {});
        std::vector<std::string> names;
        for (int i = 0; i < 501; ++i) names.push_back("quote.I" + std::to_string(i));
        const QJsonObject command = json(deribit.command(Command::Subscribe, names).text);
        QCOMPARE(command[QLatin1String("params")][QLatin1String("channels")].toArray().size(), 500);
        QCOMPARE(names.size(), std::size_t(1));
    }

    void deribitTestRequestsAreAnsweredAtOnce() {
        DeribitProtocol deribit({}, {});
        const auto in = deribit.read(
            "{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{\"type\":\"test_request\"}}", at(1));
        QVERIFY(!in.is_data);
        QCOMPARE(json(in.reply)[QLatin1String("method")].toString(), QStringLiteral("public/test"));
        QVERIFY(
            deribit.read("{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{\"type\":\"heartbeat\"}}", at(1))
                .reply.empty());
    }

    void deribitAChannelThatTheReplyLacksIsRefused() {
        DeribitProtocol deribit({}, {});
        std::vector<std::string> names = {"book.BTC-PERPETUAL.raw", "quote.BTC-PERPETUAL"};
        static_cast<void>(deribit.command(Command::Subscribe, names));
        const auto in = deribit.read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[\"quote.BTC-PERPETUAL\"]}", at(1));
        QCOMPARE(in.notice, Code::SubscribeRefused);
        QCOMPARE(in.detail, std::string("book.BTC-PERPETUAL.raw"));
    }

    void deribitTooManyRequestsPausesLongerEachTime() {
        DeribitProtocol deribit({}, {});
        std::vector<std::string> names = {"quote.A"};
        for (const std::int64_t pause_ms : {10'000, 20'000, 40'000, 60'000, 60'000}) {
            const QJsonObject command = json(deribit.command(Command::Subscribe, names).text);
            const std::string id = std::to_string(command[QLatin1String("id")].toInteger());
            auto in = deribit.read("{\"jsonrpc\":\"2.0\",\"id\":" + id +
                                       ",\"error\":{\"code\":10028,\"message\":\"too_many_requests\",\"data\":null}}",
                                   at(1));
            QCOMPARE(in.pause_ms, pause_ms);
            QCOMPARE(in.again, std::vector<std::string>{"quote.A"});
            names = in.again;
        }
    }

    void deribitLogsInBeforeItSubscribesAndShowsNoSecret() {
        DeribitProtocol deribit("user", "s3cr\"et");
        QVERIFY(!deribit.mayCommand());
        static_cast<void>(deribit.announce(at(1)));
        const auto login = deribit.announce(at(1));
        QVERIFY(login.has_value());
        QCOMPARE(json(login->text)[QLatin1String("params")][QLatin1String("client_secret")].toString(),
                 QStringLiteral("s3cr\"et"));
        QCOMPARE(json(login->shown)[QLatin1String("params")][QLatin1String("client_secret")].toString(),
                 QStringLiteral("***"));
        QVERIFY(login->shown.find("s3cr") == std::string::npos);
        QVERIFY(!deribit.announce(at(1)));
        const auto in = deribit.read(
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"access_token\":\"AAA.BBB\",\"expires_in\":1000,"
            "\"refresh_token\":\"CCC\",\"scope\":\"read\"}}",
            at(2));
        QVERIFY(deribit.mayCommand());
        QVERIFY(in.recorded.find("AAA") == std::string::npos && in.recorded.find("CCC") == std::string::npos);
        QVERIFY(in.recorded.find("\"scope\":\"read\"") != std::string::npos);
        QVERIFY(!deribit.announce(at(801)));
        QVERIFY(deribit.announce(at(802)).has_value());  // renewed at 80 % of 1,000 s
    }

    void binanceAnswersAreMatchedByTheirId() {
        BinanceProtocol binance;
        std::vector<std::string> names(150, "btcusdt@trade");
        static_cast<void>(binance.command(Command::Subscribe, names));
        QCOMPARE(names.size(), std::size_t(50));
        static_cast<void>(binance.command(Command::Subscribe, names));
        static_cast<void>(binance.read("{\"result\":null,\"id\":1}", at(1)));
        QVERIFY(!binance.settled());
        QCOMPARE(binance.read("{\"error\":{\"code\":2,\"msg\":\"Invalid request\"},\"id\": 2}", at(1)).notice,
                 Code::SubscribeRefused);
        QVERIFY(binance.settled());
        QVERIFY(binance.read("{\"e\":\"serverShutdown\",\"E\":1770123456789}", at(1)).closes_soon);
        QCOMPARE(binance.streamOf("{\"stream\":\"btcusdt@depth@100ms\",\"data\":{}}"),
                 std::string_view("btcusdt@depth@100ms"));
    }

    void streamsGoToTheirEntryPoint() {
        const std::vector<EntryRule> rules = {
            {"pub", "wss://venue.example/public/stream", {"depth", "bookTicker", "trade"}, "btcusdt@depth5@500ms"},
            {"mkt", "wss://venue.example/market/stream", {}, "btcusdt@markPrice@1s"}};
        const std::vector<std::string> streams = {"depth@100ms", "aggTrade", "kline_1m", "trade", "!contractInfo"};
        const auto two = assignStreams(rules, streams);
        QCOMPARE(two.size(), std::size_t(2));
        QCOMPARE(two[0].streams, (std::vector<std::string>{"depth@100ms", "trade"}));
        QCOMPARE(two[1].streams, (std::vector<std::string>{"aggTrade", "kline_1m", "!contractInfo"}));
        QCOMPARE(two[1].keeper, std::string("btcusdt@markPrice@1s"));
        std::vector<EntryRule> single = rules;
        single[1].url = single[0].url;
        const auto one = assignStreams(single, streams);
        QCOMPARE(one.size(), std::size_t(1));
        QCOMPARE(one[0].streams, streams);
    }

    void okxChannelsGoToTheLineAndMarketsThatHaveThem() {
        OkxMarketConfig config;
        config.instruments = {"okx.spot.BTC-USDT", "okx.swap.BTC-USDT-SWAP"};
        config.channels = {"books", "candle1m", "funding-rate", "open-interest", "liquidation-orders"};
        config.public_urls = {"wss://venue.example:8443/ws/v5/public"};
        config.business_urls = {"wss://venue.example:8443/ws/v5/business"};
        config.rest.url = "https://venue.example";
        QVERIFY(validate(config));
        const auto rules = makeRules(config);
        const auto entries = rules->entries();
        QCOMPARE(entries.size(), std::size_t(2));
        std::vector<std::string> open, business;
        for (const auto& group : entries[0].groups) open.insert(open.end(), group.begin(), group.end());
        for (const auto& group : entries[1].groups) business.insert(business.end(), group.begin(), group.end());
        QCOMPARE(entries[0].source, std::string("okx/pub"));
        QCOMPARE(sorted(open),
                 (std::vector<std::string>{"books:BTC-USDT", "books:BTC-USDT-SWAP", "funding-rate:BTC-USDT-SWAP",
                                           "liquidation-orders:SWAP", "open-interest:BTC-USDT-SWAP"}));
        QCOMPARE(entries[1].source, std::string("okx/biz"));
        QCOMPARE(sorted(business), (std::vector<std::string>{"candle1m:BTC-USDT", "candle1m:BTC-USDT-SWAP"}));
        QCOMPARE(rules->streamsOf("BTC-USDT-SWAP", "fund"), std::vector<std::string>{"funding-rate:BTC-USDT-SWAP"});
        QCOMPARE(rules->nameOf("okx.swap.BTC-USDT"), std::string());
        config.instruments.push_back("okx.BTC-USDT");
        QCOMPARE(validate(config).error().code, Code::CfgSyntax);
    }

    void deribitSecretsComeInPairs() {
        DeribitMarketConfig config;
        config.instruments = {"deribit.perpetual.BTC-PERPETUAL"};
        config.channels = {"book.{i}.100ms", "deribit_volatility_index.btc_usd"};
        config.urls = {"wss://venue.example/ws/api/v2"};
        config.rest.url = "https://venue.example";
        QVERIFY(validate(config));
        QCOMPARE(makeRules(config)->streamsOf("BTC-PERPETUAL", "book"),
                 std::vector<std::string>{"book.BTC-PERPETUAL.100ms"});
        config.client_id = "user";
        QCOMPARE(validate(config).error().code, Code::CfgConflict);
        config.client_secret = "secret";
        QVERIFY(validate(config));
        config.urls = {"ws://192.0.2.1/ws"};
        QCOMPARE(validate(config).error().code, Code::CfgConflict);
    }

    void sleepIsToldFromASetClock() {
        SleepWatch watch(5'000);
        std::int64_t wall = 1'700'000'000'000'000'000, mono = kNsPerSec, boot = kNsPerSec;
        const auto pass = [&](double wall_s, double mono_s, double boot_s) {
            wall += std::int64_t(wall_s * 1e9);
            mono += std::int64_t(mono_s * 1e9);
            boot += std::int64_t(boot_s * 1e9);
            return watch.look({wall}, {mono}, {boot});
        };
        QCOMPARE(pass(0, 0, 0).slept_ms, 0);
        for (int i = 0; i < 100; ++i) {
            const auto found = pass(0.05, 0.05, 0.05);
            QVERIFY(found.slept_ms == 0 && found.clock_step_ms == 0);
        }
        QCOMPARE(pass(6, 6, 6).slept_ms, 0);                     // 5 s late is still in time
        QCOMPARE(pass(6.1, 6.1, 6.1).slept_ms, 6'100);           // stopped
        QCOMPARE(pass(3'600, 0.05, 3'600).slept_ms, 3'600'000);  // slept: the steady clock stood still
        auto found = pass(-3'600 + 1, 1, 1);
        QCOMPARE(found.slept_ms, 0);
        QCOMPARE(found.clock_step_ms, -3'600'000);
        found = pass(3'601, 1, 1);
        QCOMPARE(found.clock_step_ms, 3'600'000);
        QCOMPARE(pass(1, 1, 1).clock_step_ms, 0);
    }

    void requestsAreCountedByPathOrTogether() {
        WeightLimiter by_path(0);
        by_path.setCountLimit(20, 2 * kNsPerSec, /*by_path=*/true);
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(by_path.delayNs(at(1), 1'000, "/a"), 0);
            by_path.onSent(at(1), 1'000, "/a");
        }
        QCOMPARE(by_path.delayNs(at(2), 1, "/a"), kNsPerSec);
        QCOMPARE(by_path.delayNs(at(2), 1, "/b"), 0);
        QCOMPARE(by_path.delayNs(at(3), 1, "/a"), 0);
        WeightLimiter together(0);
        together.setCountLimit(5, kNsPerSec, /*by_path=*/false);
        for (int i = 0; i < 5; ++i) together.onSent(at(1), 1, "/a" + std::to_string(i));
        QCOMPARE(together.delayNs(at(1.5), 1, "/new"), kNsPerSec / 2);
        QCOMPARE(together.delayNs(at(2), 1, "/new"), 0);
    }
};

QTEST_GUILESS_MAIN(TestLineProtocol)
#include "tst_line_protocol.moc"
