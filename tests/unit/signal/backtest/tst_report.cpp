// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/model/random.h"
#include "core/signal/backtest/report.h"
#include "core/signal/backtest/report_points.h"

using namespace bw;
using namespace bw::backtest;

namespace {

BacktestResult some(int bars, BacktestOptions o = {}) {
    o.strategy = Strategy::RandomEntry;
    o.fills = Fills::Bars;
    o.symbol = "<BTC>";
    o.data_sha256 = "d00d";
    auto test = *Backtester::make(o);
    Random random(3);
    std::int64_t price = 1'000'000;
    for (int i = 0; i < bars; ++i) {
        price += std::int64_t(random.below(2001)) - 1000;
        (void)test->onBar({i * kNsPerMin, 60, price, price, price, price, 1});
    }
    return *test->finish();
}

QJsonObject parsed(const std::string& text) { return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object(); }

}  // namespace

class TestReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theReportHoldsItsParts() {
        const BacktestResult r = some(5000);
        const QJsonObject o = parsed(backtestJson(r));
        QCOMPARE(o[QStringLiteral("strategy")].toString(), QStringLiteral("random_entry"));
        QCOMPARE(o[QStringLiteral("status")].toString(), QStringLiteral("ok"));
        QCOMPARE(o[QStringLiteral("params")][QStringLiteral("backtest.hold")].toInt(), 20);
        QCOMPARE(o[QStringLiteral("params")][QStringLiteral("backtest.min_grade")].toString(), QStringLiteral("normal"));
        const QJsonObject metrics = o[QStringLiteral("metrics")].toObject();
        QVERIFY(std::fabs(metrics[QStringLiteral("pnl")].toDouble() - r.metrics.pnl) < 1e-5);
        QCOMPARE(metrics[QStringLiteral("n_trades")].toInt(), int(r.trades.size()));
        QCOMPARE(metrics[QStringLiteral("wilson")].toArray().size(), 2);
        QCOMPARE(o[QStringLiteral("trades")].toArray().size(), qsizetype(r.trades.size()));
        const qsizetype points = o[QStringLiteral("equity")].toArray().size();
        QVERIFY(points > 1000 && points <= 2000);
        QVERIFY(o[QStringLiteral("drawdown")].toArray().size() <= 2000);
        QVERIFY(o[QStringLiteral("random_entry")][QStringLiteral("p")].toDouble() > 0);
        QVERIFY(o[QStringLiteral("started_at")].isNull());
    }
    void emptyIsAReportToo() {
        const BacktestResult r = some(0);
        const QJsonObject o = parsed(backtestJson(r));
        QCOMPARE(o[QStringLiteral("status")].toString(), QStringLiteral("insufficient"));
        QVERIFY(o[QStringLiteral("metrics")][QStringLiteral("sharpe")].isNull());
        QVERIFY(o[QStringLiteral("random_entry")].isNull());
        const std::string html = backtestHtml(r);
        QVERIFY(html.find("insufficient") != std::string::npos && html.find("no curve") != std::string::npos);
        QVERIFY(html.find("nan") == std::string::npos);
    }
    void theRowHoldsItsListsAsText() {
        const BacktestResult r = some(3000);
        const QJsonObject o = parsed(resultRowJson(r));
        QVERIFY(o.contains(QStringLiteral("metric_max_drawdown")));
        QCOMPARE(parsed(o[QStringLiteral("params_json")].toString().toStdString())[QStringLiteral("backtest.fee_bps")].toDouble(), 4.0);
        const QByteArray trades = o[QStringLiteral("trades_json")].toString().toUtf8();
        QCOMPARE(QJsonDocument::fromJson(trades).array().size(), qsizetype(r.trades.size()));
    }
    void theJobIsItsDataParametersAndStrategy() {
        BacktestOptions a;
        a.data_sha256 = "aa";
        BacktestOptions b = a;
        b.started_at = "later";
        QCOMPARE(jobId(a), jobId(b));
        QCOMPARE(jobId(a).size(), size_t{32});
        b.data_sha256 = "ab";
        QVERIFY(jobId(a) != jobId(b));
        b = a;
        b.config.fee_bps = 3;
        QVERIFY(jobId(a) != jobId(b) && paramsHash(a) != paramsHash(b));
        b = a;
        b.strategy = Strategy::BuyHold;
        QVERIFY(jobId(a) != jobId(b) && paramsHash(a) == paramsHash(b));
    }
    void equalRunsGiveEqualBytes() {
        QCOMPARE(backtestJson(some(2000)), backtestJson(some(2000)));
        QCOMPARE(backtestHtml(some(2000)), backtestHtml(some(2000)));
        QCOMPARE(tradesCsv(some(2000)), tradesCsv(some(2000)));
    }
    void theHtmlStandsAlone() {
        const std::string html = backtestHtml(some(5000));
        for (const char* outside : {"http:", "https:", "<script", "src=", "url(", "<BTC>"}) QVERIFY2(html.find(outside) == std::string::npos, outside);
        for (const char* inside : {"&lt;BTC&gt;", "<svg", "Drawdown", "1970-01-04 11:20", "noise trials", "p = "}) QVERIFY2(html.find(inside) != std::string::npos, inside);
        QVERIFY(html.size() < 300'000);
    }
    void theCsvHasOneLineATrade() {
        const BacktestResult r = some(3000);
        const std::string csv = tradesCsv(r);
        QCOMPARE(size_t(std::count(csv.begin(), csv.end(), '\n')), r.trades.size() + 1);
    }
    void thinningKeepsExtremesAndTheEnd() {
        std::vector<EquityPoint> points;
        for (int i = 0; i < 100'001; ++i) points.push_back({i, double(i % 97)});
        points[50'000].value = -500;
        points[70'003].value = 900;
        const std::vector<EquityPoint> thin = thinned(points, 2000);
        QVERIFY(thin.size() <= 2000);
        const auto has = [&](double v) { return std::any_of(thin.begin(), thin.end(), [v](const EquityPoint& at) { return at.value == v; }); };
        QVERIFY(has(-500) && has(900));
        QVERIFY(thin.back() == points.back());
        QVERIFY(std::is_sorted(thin.begin(), thin.end(), [](const EquityPoint& a, const EquityPoint& b) { return a.t_ns < b.t_ns; }));
        QCOMPARE(thinned(thin, 2000).size(), thin.size());
    }
    void drawdownHangsFromThePeak() {
        const auto d = drawdownCurve({{0, 100}, {1, 120}, {2, 90}, {3, 150}});
        QCOMPARE(d[0].value, 0.0);
        QCOMPARE(d[1].value, 0.0);
        QCOMPARE(d[2].value, -.25);
        QCOMPARE(d[3].value, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
