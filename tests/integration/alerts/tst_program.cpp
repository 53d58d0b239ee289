// SPDX-License-Identifier: GPL-3.0-or-later
// The real program tells a stop to a webhook, and says its address and secret to nobody.
#include <QDir>
#include <QDirIterator>
#include <QTest>

#include "core/model/sha256.h"
#include "tests/integration/app/program.h"
#include "tests/support/webhook_server.h"

using namespace bw::test;

namespace {
constexpr const char* kPath = "/hook/canary-77aa";
constexpr const char* kSecret = "canary-31c8";
}  // namespace

class TestAlertProgram : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKillReachesTheWebhookSignedAndLeavesNoSecret() {
        const WebhookServer server({QStringLiteral("500"), QStringLiteral("200")});
        QVERIFY(server.up());
        Box box;
        box.write(QStringLiteral("secret"), QByteArray(kSecret) + '\n');
        box.environment().insert(QStringLiteral("RISK_WEBHOOK_URL"), server.url(kPath).toString());
        const std::unique_ptr<QProcess> engine = box.start({QStringLiteral("--headless"), QStringLiteral("--set"),
                                                            QStringLiteral("alerts.webhook.secret_file=") + box.path(QStringLiteral("secret"))});
        QVERIFY(box.waitRunning());
        const Outcome killed = box.runHere({QStringLiteral("kill"), QStringLiteral("--reason"), QStringLiteral("tested")});
        QVERIFY2(killed.exit == 0 || killed.exit == 3, killed.err.constData());
        QVERIFY(waitFor([&] { return server.requests().size() >= 2; }, 10'000));  // refused once, a second later again
        const QJsonObject request = server.requests().at(0);
        const QJsonObject body = json(request.value(QLatin1String("body")).toString().toUtf8());
        QCOMPARE(body.value(QLatin1String("type")).toString(), QStringLiteral("KILL_SWITCH_ACTIVATED"));
        QCOMPARE(body.value(QLatin1String("severity")).toString(), QStringLiteral("CRITICAL"));
        QCOMPARE(body.value(QLatin1String("latch")).toString(), QStringLiteral("HALTED"));
        QCOMPARE(body.value(QLatin1String("trip_id")).toString(), box.status().value(QLatin1String("trip_id")).toString());
        QCOMPARE(request.value(QLatin1String("headers")).toObject().value(QLatin1String("x-bellwether-signature")).toString().toStdString(),
                 "sha256=" + bw::hex(bw::hmacSha256(kSecret, request.value(QLatin1String("body")).toString().toStdString())));
        QVERIFY(endProcess(*engine) >= 0);

        QByteArray all = box.stderrText();
        for (const QString& name : box.files())
            if (name != QLatin1String("secret")) all += box.read(name);
        QVERIFY(all.contains("ALERT_FIRING breaker_trip"));
        QVERIFY(!all.contains("canary"));
    }
};

QTEST_GUILESS_MAIN(TestAlertProgram)
#include "tst_program.moc"
