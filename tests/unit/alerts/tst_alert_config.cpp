// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QObject>
#include <QTemporaryDir>
#include <QTest>

#include "app/alerts/alert_config.h"

using namespace bw;
using namespace bw::app;

namespace {

struct Folder {
    QTemporaryDir dir;
    [[nodiscard]] std::string write(const char* name, const QByteArray& text) const {
        QFile file(dir.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write");
        return file.fileName().toStdString();
    }
    [[nodiscard]] ops::Config load(const QByteArray& yaml, std::vector<std::pair<std::string, std::string>> environment = {}) const {
        ops::LoadOptions options;
        options.config_path = write("system.yaml", yaml);
        options.environment = std::move(environment);
        options.environment.emplace_back("HOME", dir.path().toStdString());
        ops::Loaded loaded = ops::load(options);
        if (!loaded.config) qFatal("%s", loaded.problems.front().line().c_str());
        return *std::move(loaded.config);
    }
};

const risk::AlertRule* find(const AlertRules& rules, std::string_view id) {
    for (const risk::AlertRule& rule : rules.rules)
        if (rule.id == id) return &rule;
    return nullptr;
}

}  // namespace

class TestAlertConfig : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutConfigurationTheBuiltInOnesHold() {
        const Folder folder;
        const AlertRules rules = alertRulesOf(folder.load("data_dir: x\n"));
        QCOMPARE(rules.rules.size(), risk::baselineAlertRules().size());
        QVERIFY(rules.refused.empty());
    }

    void anEntryChangesTheFieldsItNames() {
        const Folder folder;
        const AlertRules rules = alertRulesOf(folder.load(
            "alerts:\n  rules:\n    - {id: mem_rss, threshold: 900, severity: critical}\n    - {id: queue_backlog, labels: queue=net, for_ms: 1000}\n"));
        QVERIFY(rules.refused.empty());
        QCOMPARE(rules.rules.size(), risk::baselineAlertRules().size());
        const risk::AlertRule* rule = find(rules, "mem_rss");
        QCOMPARE(rule->threshold, 900.0);
        QCOMPARE(rule->severity, AlertSeverity::Critical);
        QCOMPARE(rule->metric, std::string("mem_rss_mb"));
        QCOMPARE(rule->for_ms, std::int64_t{60'000});
        QCOMPARE(find(rules, "queue_backlog")->labels.at("queue"), std::string("net"));
    }

    void anotherIdAddsARule() {
        const Folder folder;
        const AlertRules rules = alertRulesOf(folder.load(
            "alerts:\n  rules:\n    - {id: slow_loop, metric: loop_p95_ms, op: ge, threshold: 10.5, for_ms: 5000, clear_ms: 0, severity: info, min_n: 3}\n"));
        QVERIFY(rules.refused.empty());
        const risk::AlertRule* rule = find(rules, "slow_loop");
        QVERIFY(rule != nullptr);
        QCOMPARE(rule->op, risk::AlertRule::Op::Ge);
        QCOMPARE(rule->threshold, 10.5);
        QCOMPARE(rule->clear_ms, std::int64_t{0});
        QCOMPARE(rule->min_n, std::uint64_t{3});
    }

    void aBadRuleIsRefusedWithItsLineAndTheBuiltInStays_data() {
        QTest::addColumn<QByteArray>("entry");
        QTest::newRow("threshold") << QByteArray("{id: mem_rss, threshold: many}");
        QTest::newRow("nan") << QByteArray("{id: mem_rss, threshold: nan}");
        QTest::newRow("time") << QByteArray("{id: mem_rss, threshold: 1, for_ms: -1}");
        QTest::newRow("fraction") << QByteArray("{id: mem_rss, for_ms: 1.5}");
        QTest::newRow("severity") << QByteArray("{id: mem_rss, severity: loud}");
        QTest::newRow("op") << QByteArray("{id: mem_rss, op: about}");
        QTest::newRow("metric") << QByteArray("{id: mem_rss, metric: nothing}");
        QTest::newRow("labels") << QByteArray("{id: mem_rss, labels: queue}");
        QTest::newRow("id") << QByteArray("{id: Mem RSS, threshold: 1}");
        QTest::newRow("no threshold") << QByteArray("{id: another, metric: mem_rss_mb}");
    }
    void aBadRuleIsRefusedWithItsLineAndTheBuiltInStays() {
        QFETCH(QByteArray, entry);
        const Folder folder;
        const AlertRules rules = alertRulesOf(folder.load("alerts:\n  rules:\n    - " + entry + "\n    - {id: mem_host, threshold: 70}\n"));
        QCOMPARE(rules.refused.size(), std::size_t{1});
        QCOMPARE(rules.refused[0].code, Code::AlertRuleBad);
        if (QByteArray(QTest::currentDataTag()) != "no threshold") QVERIFY2(rules.refused[0].detail.find("system.yaml:3:") != std::string::npos, rules.refused[0].detail.c_str());
        QCOMPARE(find(rules, "mem_rss")->threshold, 500.0);
        QCOMPARE(find(rules, "mem_host")->threshold, 70.0);  // the next one is not touched
    }

    void theWebhookOfTheEnvironmentAndItsSecret() {
        const Folder folder;
        const std::string secret = folder.write("secret", "canary-7f3a\n");
        const auto config = alertDeliveryOf(folder.load("alerts: {webhook: {secret_file: '" + QByteArray::fromStdString(secret) + "'}}\n",
                                                        {{"RISK_WEBHOOK_URL", "https://hook.example/x?token=canary"}}), true);
        QCOMPARE(config.url, std::string("https://hook.example/x?token=canary"));
        QCOMPARE(config.secret, std::string("canary-7f3a"));
        QVERIFY(config.problems.empty());
        QVERIFY(config.sound);
        QCOMPARE(config.volume_pct[3], 100);
    }

    void plainHttpIsWarnedAboutUnlessItStaysHere() {
        const Folder folder;
        auto config = alertDeliveryOf(folder.load("alerts: {webhook: {url: 'http://hook.example/a'}}\n"), false);
        QCOMPARE(config.problems.size(), std::size_t{1});
        QCOMPARE(config.url, std::string("http://hook.example/a"));
        QVERIFY(!config.sound);
        QVERIFY(config.problems[0].detail.find("hook.example") == std::string::npos);
        QVERIFY(alertDeliveryOf(folder.load("alerts: {webhook: {url: 'http://127.0.0.1:9/a'}}\n"), false).problems.empty());
        config = alertDeliveryOf(folder.load("alerts: {webhook: {url: 'ftp://x/canary'}}\n"), false);
        QVERIFY(config.url.empty());
        QVERIFY(config.problems.at(0).detail.find("canary") == std::string::npos);
        config = alertDeliveryOf(folder.load("alerts: {webhook: {url: 'https://h/', secret_file: /nonexistent/s}}\n"), false);
        QCOMPARE(config.problems.at(0).code, Code::FileOpen);
    }
};

QTEST_GUILESS_MAIN(TestAlertConfig)
#include "tst_alert_config.moc"
