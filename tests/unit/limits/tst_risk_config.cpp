// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "app/risk_config.h"
#include "core/risk/limits/gate.h"

using namespace bw;

namespace {
ops::LoadOptions with(std::vector<std::pair<std::string, std::string>> environment, std::vector<std::string> sets = {}) {
    environment.emplace_back("HOME", "/nonexistent");
    return {"", std::move(sets), std::move(environment)};
}
RiskConfig read(const ops::LoadOptions& options, std::vector<std::string>& lines) {
    const ops::Loaded loaded = ops::load(options);
    if (!loaded.config) qFatal("%s", loaded.problems.front().line().c_str());
    return app::riskConfigOf(*loaded.config, lines);
}
bool holds(const std::vector<std::string>& lines, std::string_view part) {
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(part) != std::string::npos; });
}
/// Whether three readings of this equity, after one of 100,000, trip.
bool trips(const RiskConfig& config, const char* equity) {
    risk::RiskGate gate(config);
    for (int i = 0; i < 4; ++i) {
        AccountReading reading;
        reading.reply_id = std::to_string(i);
        reading.equity = i == 0 ? "100000" : equity;
        reading.balance = "100000";
        reading.margin_used = "0";
        (void)gate.onReading(reading, {{i * kNsPerSec}, {i * kNsPerSec}});
    }
    return !gate.takeTrips().empty();
}
}  // namespace

class TestRiskConfig : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void defaultsAreFine() {
        std::vector<std::string> lines;
        const RiskConfig config = read(with({}), lines);
        QVERIFY(config.problem.empty() && lines.empty());
        QCOMPARE(config.limits.max_daily_loss_abs, 100.0);
        QCOMPARE(config.paper_currency, std::string("USD"));
        QVERIFY(app::checkConfig(with({})).problems.empty());
    }
    void aDaysLossOfEitherSign_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"100.0", "-100.0"}) QTest::newRow(text) << QByteArray(text);
    }
    void aDaysLossOfEitherSign() {
        QFETCH(QByteArray, text);
        std::vector<std::string> lines;
        const RiskConfig config = read(with({{"RISK_MAX_DAILY_LOSS", text.toStdString()}}), lines);
        QVERIFY(config.problem.empty());
        QVERIFY(trips(config, "99900"));
        QVERIFY(!trips(config, "99900.01"));
        QVERIFY(!trips(config, "100000"));
        QCOMPARE(holds(lines, "CFG_SIGN"), text.startsWith('-'));
        QVERIFY(holds(lines, "RISK_MAX_DAILY_LOSS=" + text.left(text.size() - 2).toStdString()));
        QVERIFY(holds(lines, "-> a day's loss of 100 in account currency"));
        QVERIFY(app::checkConfig(with({{"RISK_MAX_DAILY_LOSS", text.toStdString()}})).problems.empty());
    }
    void badVariables_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const char* text) { QTest::addRow("%s=%s", name, text) << QByteArray(name) << QByteArray(text); };
        for (const char* text : {"0", "-0", "0.0", "nan", "NaN", "inf", "-inf", "1e999", "1e13", "much", "100 USD"}) row("RISK_MAX_DAILY_LOSS", text);
        for (const char* text : {"0", "-1", "nan", "99999999999999999999", "10.5"}) row("RISK_MAX_ORDER_RATE", text);
        for (const char* text : {"0", "-5", "nan", "inf"}) row("RISK_MAX_POSITION_SIZE", text);
    }
    void badVariables() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, text);
        const ops::LoadOptions options = with({{name.toStdString(), text.toStdString()}});
        std::vector<std::string> lines;
        const RiskConfig config = read(options, lines);  // it starts, with the default
        QVERIFY(!config.problem.empty());
        QVERIFY(config.problem.find(name.toStdString()) != std::string::npos);
        QVERIFY(holds(lines, "CFG_RISK_INVALID"));
        QCOMPARE(config.limits.max_daily_loss_abs, 100.0);
        QCOMPARE(config.limits.max_orders_per_minute, 100);
        QCOMPARE(config.limits.max_position_notional_abs, 10'000.0);
        const app::ConfigCheck check = app::checkConfig(options);
        QCOMPARE(check.problems.size(), 1U);
        QVERIFY(check.problems[0].find(name.toStdString()) != std::string::npos);
    }
    void theLastGoodValueStays() {
        std::vector<std::string> lines;
        const RiskConfig config = read(with({{"RISK_MAX_DAILY_LOSS", "55"}}, {"risk.limits.max_daily_loss_abs=nan"}), lines);
        QCOMPARE(config.limits.max_daily_loss_abs, 55.0);
        QVERIFY(holds(lines, "--set"));
    }
    void setBeatsEnvironmentBeatsFile() {
        QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("system.yaml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("risk:\n  limits:\n    max_orders_per_minute: 7\n    max_daily_loss_bp: zzz\n");
        file.close();
        ops::LoadOptions options = with({});
        options.config_path = file.fileName().toStdString();
        std::vector<std::string> lines;
        QCOMPARE(read(options, lines).limits.max_orders_per_minute, 7);
        QVERIFY(holds(app::checkConfig(options).problems, "system.yaml:4:"));
        options.environment.emplace_back("RISK_MAX_ORDER_RATE", "8");
        lines.clear();
        QCOMPARE(read(options, lines).limits.max_orders_per_minute, 8);
        QVERIFY(holds(lines, "RISK_MAX_ORDER_RATE=8 -> 8 orders per 60000 ms"));
        options.sets.push_back("risk.limits.max_orders_per_minute=9");
        lines.clear();
        QCOMPARE(read(options, lines).limits.max_orders_per_minute, 9);
        QVERIFY(!holds(lines, "RISK_MAX_ORDER_RATE"));
    }
    void neighboursAreToldWithTheirPlace() {
        const app::ConfigCheck check = app::checkConfig(with({}, {"risk.limits.drawdown_warn_bp=600", "risk.limits.warn_pct=70"}));
        QCOMPARE(check.problems.size(), 2U);
        QVERIFY(holds(check.problems, "drawdown"));
        QVERIFY(holds(check.problems, "CFG_RISK_INVALID"));
    }
    void aSizeMayBeAQuantity() {
        std::vector<std::string> lines;
        const RiskConfig config = read(with({{"RISK_MAX_POSITION_SIZE", "2.5"}}, {"risk.limits.position_unit=qty"}), lines);
        QVERIFY(config.limits.position_unit == PositionUnit::qty);
        QVERIFY(holds(lines, "RISK_MAX_POSITION_SIZE=2.5 -> a quantity of 2.5 per instrument"));
    }
    void otherKeysStillKeepItFromStarting() {
        QVERIFY(!ops::load(with({}, {"journal.sync_ms=nan"})).config);
        QVERIFY(!app::checkConfig(with({}, {"journal.sync_ms=nan"})).problems.empty());
        QVERIFY(!ops::load(with({}, {"risk.limits.no_such=1"})).config);
    }
};

QTEST_GUILESS_MAIN(TestRiskConfig)
#include "tst_risk_config.moc"
