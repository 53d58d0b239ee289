// SPDX-License-Identifier: GPL-3.0-or-later
// What is sent and heard, when and how often, by a fake clock.
#include <QJsonDocument>
#include <QJsonObject>
#include <QObject>
#include <QTest>

#include "app/alerts/alert_dispatch.h"

using namespace bw;
using namespace bw::app;
using risk::AlertEvent;

namespace {

struct FakePort final : AlertPort {
    std::vector<Post> posts, waiting;  // waiting: not tried yet, while `hold`
    std::vector<AlertSeverity> sounds;
    bool hold = false;
    void post(Post post) override { (hold ? waiting : posts).push_back(std::move(post)); }
    std::vector<std::uint64_t> takeFoldable() override {
        std::vector<std::uint64_t> ids;
        for (const Post& one : waiting)
            if (one.foldable) ids.push_back(one.alert_id);
        waiting.clear();
        return ids;
    }
    void sound(AlertSeverity severity) override { sounds.push_back(severity); }
};

struct Bench {
    FakePort port;
    AlertDispatch dispatch{{"box", "1.2", "run1"}, port};
    std::int64_t now = 0;
    void fire(std::uint64_t id, AlertSeverity severity = AlertSeverity::Warning, bool muted = false, bool stays = false) {
        AlertEvent event;
        event.alert_id = id;
        event.rule = "mem_rss";
        event.type = "MEM_RSS";
        event.labels = "route=mt5.12345678";
        event.text = "mem_rss route=mt5.12345678: 612.5 (mem_rss_mb > 500 for 60 s)";
        event.severity = severity;
        event.value = 612.5;
        event.threshold = 500;
        event.at = {1'768'482'810'123 * kNsPerMs};
        event.since = {1'768'482'750'123 * kNsPerMs};
        event.muted = muted;
        event.stays_visible = stays;
        event.latch = "ACTIVE";
        dispatch.onEvent(event, now);
    }
    void end(std::uint64_t id, AlertEvent::Kind kind) {
        AlertEvent event;
        event.kind = kind;
        event.alert_id = id;
        event.rule = "mem_rss";
        dispatch.onEvent(event, now);
    }
    void mute(std::int64_t ms) {
        AlertEvent event;
        event.kind = AlertEvent::Kind::Muted;
        event.mute_ms = ms;
        dispatch.onEvent(event, now);
    }
    void pass(std::int64_t ms, std::int64_t step = 1'000) {
        for (const std::int64_t until = now + ms; now < until;) {
            now += step;
            dispatch.onTimer(now);
        }
    }
};

}  // namespace

class TestAlertDispatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBodyHasTheNamesOfTheOlderToolsAndOurs() {
        Bench b;
        b.fire(7, AlertSeverity::High);
        QCOMPARE(b.port.posts.size(), std::size_t{1});
        QCOMPARE(b.port.posts[0].id, std::string("run1-7-firing"));
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(b.port.posts[0].body)).object();
        const auto text = [&](const char* key) { return body.value(QLatin1String(key)).toString().toStdString(); };
        QCOMPARE(text("severity"), std::string("HIGH"));
        QCOMPARE(text("type"), std::string("MEM_RSS"));
        QCOMPARE(text("message"), std::string("mem_rss route=mt5.*****678: 612.5 (mem_rss_mb > 500 for 60 s)"));
        QCOMPARE(text("timestamp"), std::string("2026-01-15T13:13:30.123Z"));
        QCOMPARE(text("since"), std::string("2026-01-15T13:12:30.123Z"));
        QCOMPARE(text("state"), std::string("firing"));
        QCOMPARE(text("host"), std::string("box"));
        QCOMPARE(text("latch"), std::string("ACTIVE"));
        QCOMPARE(body.value(QLatin1String("labels")).toObject().value(QLatin1String("route")).toString(), QStringLiteral("mt5.*****678"));
        QCOMPARE(body.value(QLatin1String("value")).toDouble(), 612.5);
        QCOMPARE(body.value(QLatin1String("threshold")).toDouble(), 500.0);
        QVERIFY(b.port.posts[0].body.find("12345678") == std::string::npos);
    }

    void accountsAreMasked() {
        QCOMPARE(maskAccounts("account=12345,route=x"), std::string("account=**345,route=x"));
        QCOMPARE(maskAccounts("account=1234"), std::string("account=1234"));
        QCOMPARE(maskAccounts("instrument=demo.coinm.BTCUSD_260626"), std::string("instrument=demo.coinm.BTCUSD_260626"));
        QCOMPARE(maskAccounts("instrument=mt5.7654321.EURUSD"), std::string("instrument=mt5.****321.EURUSD"));
    }

    void aCriticalSoundIsRepeatedUntilItIsAcknowledged() {
        Bench b;
        b.fire(1, AlertSeverity::Critical);
        QCOMPARE(b.port.sounds.size(), std::size_t{1});
        b.pass(9'000);
        QCOMPARE(b.port.sounds.size(), std::size_t{1});
        b.pass(21'000);
        QCOMPARE(b.port.sounds.size(), std::size_t{4});
        b.end(1, AlertEvent::Kind::Acknowledged);
        b.pass(60'000);
        QCOMPARE(b.port.sounds.size(), std::size_t{4});
        b.fire(2, AlertSeverity::High);
        b.pass(60'000);
        QCOMPARE(b.port.sounds.size(), std::size_t{5});  // only critical ones are repeated
    }

    void whatNobodyAcknowledgedIsSentAgain() {
        Bench b;
        b.fire(1, AlertSeverity::Critical);
        b.fire(2, AlertSeverity::High);
        b.pass(15 * 60'000 - 1'000);
        QCOMPARE(b.port.posts.size(), std::size_t{2});
        b.pass(1'000);
        QCOMPARE(b.port.posts.size(), std::size_t{3});
        QCOMPARE(b.port.posts[2].id, std::string("run1-1-repeat-1"));
        b.end(1, AlertEvent::Kind::Acknowledged);
        b.pass(4 * 3'600'000 - 15 * 60'000 - 1'000, 1'000);
        QCOMPARE(b.port.posts.size(), std::size_t{3});
        b.pass(1'000);
        QCOMPARE(b.port.posts.size(), std::size_t{4});
        QCOMPARE(b.port.posts[3].id, std::string("run1-2-repeat-1"));
        b.end(1, AlertEvent::Kind::Resolved);  // told though it was acknowledged
        b.end(2, AlertEvent::Kind::Resolved);
        QCOMPARE(b.port.posts.size(), std::size_t{6});
        QCOMPARE(b.port.posts[5].id, std::string("run1-2-resolved"));
        b.pass(24 * 3'600'000, 60'000);
        QCOMPARE(b.port.posts.size(), std::size_t{6});
    }

    void aMutedAlertIsNeitherSentNorHeard() {
        Bench b;
        b.mute(3'600'000);
        b.fire(1, AlertSeverity::Critical, /*muted=*/true);
        b.pass(60'000);
        QVERIFY(b.port.posts.empty() && b.port.sounds.empty());
        b.end(1, AlertEvent::Kind::Resolved);
        QVERIFY(b.port.posts.empty());
    }

    void theLatchLosesItsSoundByAMuteButNotItsMessage() {
        Bench b;
        b.fire(1, AlertSeverity::Critical, /*muted=*/true, /*stays=*/true);
        QCOMPARE(b.port.posts.size(), std::size_t{1});
        QVERIFY(b.port.sounds.empty());
    }

    void aMuteDuringAnAlertStopsItsSoundAndEndsByItself() {
        Bench b;
        b.fire(1, AlertSeverity::Critical);
        b.mute(60'000);
        b.pass(60'000 - 1'000);
        QCOMPARE(b.port.sounds.size(), std::size_t{1});
        b.pass(12'000);
        QVERIFY(b.port.sounds.size() >= 2);
        b.mute(60'000);
        b.mute(0);
        const std::size_t heard = b.port.sounds.size();
        b.pass(11'000);
        QVERIFY(b.port.sounds.size() > heard);
    }

    void aStormBecomesOneMessage() {
        Bench b;
        for (std::uint64_t id = 1; id <= 20; ++id) b.fire(id);
        QCOMPARE(b.port.posts.size(), std::size_t{20});
        for (std::uint64_t id = 21; id <= 60; ++id) b.fire(id, id == 30 ? AlertSeverity::Critical : AlertSeverity::Warning);
        QCOMPARE(b.port.posts.size(), std::size_t{20});
        b.pass(4'000);
        QCOMPARE(b.port.posts.size(), std::size_t{21});
        QCOMPARE(b.port.sounds.size(), std::size_t{21});
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(b.port.posts.back().body)).object();
        QCOMPARE(body.value(QLatin1String("type")).toString(), QStringLiteral("ALERT_STORM"));
        QCOMPARE(body.value(QLatin1String("message")).toString(), QStringLiteral("40 alerts"));
        QCOMPARE(body.value(QLatin1String("severity")).toString(), QStringLiteral("CRITICAL"));
        QVERIFY(b.port.posts.back().critical);
        b.end(5, AlertEvent::Kind::Resolved);   // announced
        b.end(25, AlertEvent::Kind::Resolved);  // part of the storm
        QCOMPARE(b.port.posts.size(), std::size_t{22});
    }

    void whatWaitsUnsentJoinsTheStorm() {
        Bench b;
        b.port.hold = true;
        for (std::uint64_t id = 1; id <= 30; ++id) b.fire(id);
        b.port.hold = false;
        b.pass(4'000);
        QCOMPARE(b.port.posts.size(), std::size_t{1});
        QVERIFY(b.port.posts[0].body.find("\"30 alerts\"") != std::string::npos);
    }

    void twentyInMoreThanTenSecondsAreNoStorm() {
        Bench b;
        for (std::uint64_t id = 1; id <= 60; ++id) {
            b.fire(id);
            b.pass(600, 600);
        }
        QCOMPARE(b.port.posts.size(), std::size_t{60});
    }
};

QTEST_GUILESS_MAIN(TestAlertDispatch)
#include "tst_alert_dispatch.moc"
