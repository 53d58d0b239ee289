// SPDX-License-Identifier: GPL-3.0-or-later
// The webhook against a real HTTP server that answers by a script.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <mutex>

#include "app/alerts/alert_delivery.h"
#include "core/model/sha256.h"
#include "tests/support/child.h"
#include "tests/support/test_ca.h"
#include "tests/support/webhook_server.h"

using namespace bw;
using namespace bw::app;
using Server = bw::test::WebhookServer;

namespace {

constexpr const char* kCanaryPath = "/hook/canary-5d1f";
constexpr const char* kCanarySecret = "canary-9b27";

/// Everything that Qt says while the tests run.
QStringList g_said;
std::mutex g_said_mutex;
QtMessageHandler g_before = nullptr;
void keep(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    {
        const std::scoped_lock lock(g_said_mutex);
        g_said.append(text);
    }
    g_before(type, context, text);
}

struct Bench {
    risk::WebhookCounters counters;
    std::vector<std::pair<Code, std::string>> problems;
    Webhook hook;
    explicit Bench(WebhookOptions options) : hook(std::move(options), counters, [this](Code code, const std::string& text) { problems.emplace_back(code, text); }) {}
    void post(std::uint64_t alert, const char* id, bool critical = false) {
        hook.post({alert, id, critical, false, QByteArray("{\"id\":\"") + id + "\"}"});
    }
    [[nodiscard]] std::uint64_t done() const { return counters.sent + counters.failed + counters.dropped; }
};

WebhookOptions quick(const QUrl& url) {
    WebhookOptions options;
    options.url = url;
    options.retry_ms = {10, 20, 30};
    options.per_s = 1'000;
    options.burst = 1'000;
    options.timeout_ms = 5'000;
    return options;
}

QStringList idsOf(const Server& server) {
    QStringList ids;
    for (const QJsonObject& request : server.requests())
        ids.append(request.value(QLatin1String("headers")).toObject().value(QLatin1String("x-bellwether-delivery")).toString());
    return ids;
}

risk::AlertEvent firing(std::uint64_t id, AlertSeverity severity = AlertSeverity::Critical) {
    risk::AlertEvent event;
    event.alert_id = id;
    event.rule = "breaker_trip";
    event.type = "KILL_SWITCH_ACTIVATED";
    event.labels = "cause=MANUAL_GUI";
    event.text = "breaker_trip cause=MANUAL_GUI: 1";
    event.severity = severity;
    event.value = 1;
    return event;
}

}  // namespace

class TestWebhook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { g_before = qInstallMessageHandler(keep); }

    void anyTwoHundredIsSuccessAndTheBodyIsSigned() {
        const Server server({QStringLiteral("204"), QStringLiteral("200")});
        QVERIFY(server.up());
        WebhookOptions options = quick(server.url(kCanaryPath));
        options.secret = kCanarySecret;
        Bench bench(options);
        bench.post(1, "a");
        bench.post(2, "b");
        QTRY_COMPARE(bench.counters.sent.load(), 2U);
        const QJsonObject request = server.requests().at(0);
        QCOMPARE(request.value(QLatin1String("method")).toString(), QStringLiteral("POST"));
        const QJsonObject headers = request.value(QLatin1String("headers")).toObject();
        QCOMPARE(headers.value(QLatin1String("content-type")).toString(), QStringLiteral("application/json"));
        const std::string body = request.value(QLatin1String("body")).toString().toStdString();
        QCOMPARE(headers.value(QLatin1String("x-bellwether-signature")).toString().toStdString(), "sha256=" + hex(hmacSha256(kCanarySecret, body)));
        QVERIFY(bench.problems.empty());
    }

    void itIsTriedAgainUnderTheSameId() {
        QCOMPARE(WebhookOptions().retry_ms, (std::vector<int>{1'000, 5'000, 25'000}));
        QCOMPARE(WebhookOptions().timeout_ms, 5'000);
        const Server server({QStringLiteral("500"), QStringLiteral("reset"), QStringLiteral("404"), QStringLiteral("200")});
        Bench bench(quick(server.url(kCanaryPath)));
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.sent.load(), 1U);
        QCOMPARE(idsOf(server), QStringList({QStringLiteral("one"), QStringLiteral("one"), QStringLiteral("one"), QStringLiteral("one")}));
        QVERIFY(bench.problems.empty());
    }

    void theWaitsBetweenTheAttemptsAreKept() {
        const Server server({QStringLiteral("500"), QStringLiteral("500"), QStringLiteral("200")});
        WebhookOptions options = quick(server.url(kCanaryPath));
        options.retry_ms = {100, 300, 500};
        Bench bench(options);
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.sent.load(), 1U);
        const auto at = [&](int i) { return server.requests().at(i).value(QLatin1String("time_ms")).toInteger(); };
        QVERIFY(at(1) - at(0) >= 99);
        QVERIFY(at(2) - at(1) >= 299);
    }

    void afterFourAttemptsItIsGivenUp() {
        const Server server({QStringLiteral("503")});
        Bench bench(quick(server.url(kCanaryPath)));
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.failed.load(), 1U);
        QCOMPARE(idsOf(server).size(), 4);
        QCOMPARE(bench.problems.size(), std::size_t{1});
        QCOMPARE(bench.problems[0].first, Code::WebhookFailed);
        QCOMPARE(bench.problems[0].second, std::string("one after 4 attempts: HTTP 503"));
    }

    void redirectsAreNotFollowed() {
        const Server server({QStringLiteral("redirect")});
        Bench bench(quick(server.url(kCanaryPath)));
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.failed.load(), 1U);
        for (const QJsonObject& request : server.requests()) QCOMPARE(request.value(QLatin1String("path")).toString(), QString::fromLatin1(kCanaryPath));
        QVERIFY(bench.problems.at(0).second.find("redirects are not followed") != std::string::npos);
    }

    void aSilentServerIsATimeout() {
        const Server server({QStringLiteral("hang"), QStringLiteral("slow:50:200")});
        WebhookOptions options = quick(server.url(kCanaryPath));
        options.timeout_ms = 300;
        Bench bench(options);
        QElapsedTimer time;
        time.start();
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.sent.load(), 1U);
        QVERIFY(time.elapsed() >= 300);
        QCOMPARE(idsOf(server).size(), 2);
    }

    void nobodyThere() {
        Bench bench(quick(QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(test::freePort()))));
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.failed.load(), 1U);
        QCOMPARE(bench.problems.at(0).second, std::string("one after 4 attempts: connection refused"));
    }

    void aCertificateOfNobodyIsRefused() {
        if (!test::TestCa::available()) QSKIP("openssl is not installed");
        test::TestCa ca;
        test::TestCa::Request request;
        request.self_signed = true;
        const test::TestCa::Cert cert = ca.make(request);
        QVERIFY2(ca.ok(), ca.error().constData());
        const Server server({QStringLiteral("200")}, {QStringLiteral("--tls"), cert.cert_file, cert.key_file});
        Bench bench(quick(server.url(kCanaryPath, "https")));
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.failed.load(), 1U);
        QVERIFY2(bench.problems.at(0).second.find("TLS") != std::string::npos, bench.problems.at(0).second.c_str());
        QVERIFY(server.requests().isEmpty());  // not one byte of it was told
    }

    void criticalOnesGoFirstAndAnAlertKeepsItsOrder() {
        const Server server({QStringLiteral("slow:150:200"), QStringLiteral("200")});
        Bench bench(quick(server.url(kCanaryPath)));
        bench.post(1, "1-firing");
        bench.post(2, "2-firing");
        bench.post(1, "1-resolved");
        bench.post(3, "3-critical", true);
        bench.post(2, "2-late-critical", true);  // not past the one before it
        QTRY_COMPARE(bench.counters.sent.load(), 5U);
        QCOMPARE(idsOf(server), QStringList({QStringLiteral("1-firing"), QStringLiteral("3-critical"), QStringLiteral("2-firing"),
                                             QStringLiteral("2-late-critical"), QStringLiteral("1-resolved")}));
    }

    void aLaterWordOfAnAlertWaitsForTheRetry() {
        const Server server({QStringLiteral("500"), QStringLiteral("200")});
        WebhookOptions options = quick(server.url(kCanaryPath));
        options.retry_ms = {150, 150, 150};
        Bench bench(options);
        bench.post(1, "1-firing");
        bench.post(1, "1-resolved");
        bench.post(2, "2-firing");
        QTRY_COMPARE(bench.counters.sent.load(), 3U);
        QCOMPARE(idsOf(server), QStringList({QStringLiteral("1-firing"), QStringLiteral("2-firing"), QStringLiteral("1-firing"), QStringLiteral("1-resolved")}));
    }

    void aFullQueueDropsTheOldestThatIsNotCritical() {
        const Server server({QStringLiteral("hang"), QStringLiteral("200")});
        WebhookOptions options = quick(server.url(kCanaryPath));
        options.queue_max = 4;
        options.timeout_ms = 300;
        Bench bench(options);
        bench.post(100, "flying");
        bench.post(1, "c1", true);
        for (std::uint64_t i = 2; i <= 8; ++i) bench.post(i, ("w" + std::to_string(i)).c_str());
        QCOMPARE(bench.hook.waiting(), std::size_t{4});
        QCOMPARE(bench.counters.dropped.load(), 4U);  // w2 .. w5
        QCOMPARE(bench.problems.at(0).first, Code::WebhookDropped);
        // "flying" comes back for its retry and makes one more drop.
        QTRY_COMPARE(bench.done(), 9U);
        const QStringList ids = idsOf(server);
        QVERIFY(ids.contains(QStringLiteral("c1")) && ids.contains(QStringLiteral("w8")) && !ids.contains(QStringLiteral("w2")));
        QCOMPARE(WebhookOptions().queue_max, std::size_t{256});
    }

    void notMoreThanTheRateAllows() {
        QCOMPARE(WebhookOptions().per_s, 1.0);
        QCOMPARE(WebhookOptions().burst, 10.0);
        const Server server({QStringLiteral("200")});
        WebhookOptions options = quick(server.url(kCanaryPath));
        options.per_s = 10;
        options.burst = 3;
        Bench bench(options);
        for (std::uint64_t i = 1; i <= 7; ++i) bench.post(i, std::to_string(i).c_str());
        QTRY_COMPARE(bench.counters.sent.load(), 7U);
        const QList<QJsonObject> requests = server.requests();
        const auto at = [&](int i) { return requests.at(i).value(QLatin1String("time_ms")).toInteger(); };
        QVERIFY2(at(6) - at(0) >= 380, qPrintable(QString::number(at(6) - at(0))));  // four of them at 100 ms
    }

    void aLongAnswerIsThrownAway() {
        const Server server({QStringLiteral("big")});
        Bench bench(quick(server.url(kCanaryPath)));
        bench.post(1, "one");
        QTRY_COMPARE(bench.counters.sent.load(), 1U);
    }

    void alertsLeaveByTheirOwnThread() {
        const Server server({QStringLiteral("200")});
        AlertDelivery::Options options;
        options.config.url = server.url(kCanaryPath).toString().toStdString();
        options.host = "box";
        options.run = "run";
        AlertDelivery delivery(options, [](Severity, Code, const std::string&) {});
        QVERIFY(delivery.counters().configured);
        delivery.push(firing(1));
        risk::AlertEvent resolved = firing(1);
        resolved.kind = risk::AlertEvent::Kind::Resolved;
        delivery.push(resolved);
        QTRY_COMPARE(delivery.counters().sent.load(), 2U);
        QCOMPARE(idsOf(server), QStringList({QStringLiteral("run-1-firing"), QStringLiteral("run-1-resolved")}));
        const QJsonObject body = QJsonDocument::fromJson(server.requests().at(0).value(QLatin1String("body")).toString().toUtf8()).object();
        QCOMPARE(body.value(QLatin1String("type")).toString(), QStringLiteral("KILL_SWITCH_ACTIVATED"));
        QCOMPARE(body.value(QLatin1String("severity")).toString(), QStringLiteral("CRITICAL"));
    }

    void aHungWebhookDelaysNothing() {
        const Server server({QStringLiteral("hang")});
        AlertDelivery::Options options;
        options.config.url = server.url(kCanaryPath).toString().toStdString();
        QElapsedTimer time;
        qint64 worst_ns = 0;
        {
            AlertDelivery delivery(options, [](Severity, Code, const std::string&) {});
            delivery.push(firing(1));
            QTRY_VERIFY(!server.requests().isEmpty());  // it hangs in there now
            for (std::uint64_t i = 2; i < 10'000; ++i) {
                time.start();
                delivery.push(firing(i));
                worst_ns = std::max(worst_ns, time.nsecsElapsed());
            }
            QVERIFY(delivery.counters().dropped > 0);   // bounded, and counted
            time.start();
        }
        QVERIFY2(time.elapsed() < 1'500, qPrintable(QString::number(time.elapsed())));  // nor the end of the program
        QVERIFY2(worst_ns < 50'000'000, qPrintable(QString::number(worst_ns)));         // 50 ms: scheduling of a busy machine
    }

    void neitherAddressNorSecretIsEverSaid() {
        const Server server({QStringLiteral("500")});
        AlertDelivery::Options options;
        options.config.url = server.url(kCanaryPath).toString().toStdString();
        options.config.secret = kCanarySecret;
        options.webhook = quick({});
        std::mutex mutex;
        std::string told;
        {
            AlertDelivery delivery(options, [&](Severity, Code code, const std::string& text) {
                const std::scoped_lock lock(mutex);
                told += std::string(codeName(code)) + " " + text + "\n";
            });
            delivery.push(firing(1));
            QTRY_COMPARE(delivery.counters().failed.load(), 1U);
        }
        QVERIFY(told.find("WEBHOOK_FAILED") != std::string::npos);
        QVERIFY2(told.find("canary") == std::string::npos && told.find("127.0.0.1") == std::string::npos, told.c_str());
        for (const QJsonObject& request : server.requests()) {
            QVERIFY(!request.value(QLatin1String("body")).toString().contains(QLatin1String("canary")));
            QVERIFY(!QString::fromUtf8(QJsonDocument(request.value(QLatin1String("headers")).toObject()).toJson()).contains(QLatin1String("canary")));
        }
        const std::scoped_lock lock(g_said_mutex);
        for (const QString& text : g_said) QVERIFY2(!text.contains(QLatin1String("canary")), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(TestWebhook)
#include "tst_webhook.moc"
