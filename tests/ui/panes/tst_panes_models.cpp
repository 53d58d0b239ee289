// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include "core/model/random.h"
#include "tests/ui/panes/seed.h"
#include "ui/panes/common/keyed_table_model.h"
#include "ui/panes/feeds/feed_rows.h"
#include "ui/panes/feeds/gap_table_model.h"
#include "ui/panes/latency/latency_model.h"
#include "ui/panes/log/log_model.h"

using namespace bw;
using namespace bw::ui;

namespace {

TextRow row(int id, int value) {
    TextRow out;
    out.id = QString::number(id);
    out.cells = {{QString::number(id), Token::Text, {}},
                 {QString::number(value), Token::Text, {}},
                 {QStringLiteral("x"), Token::Text, {}}};
    return out;
}

std::vector<TableColumn> threeColumns() {
    return {{QStringLiteral("id"), TableColumn::Look::Text, 6, 0, {}},
            {QStringLiteral("value"), TableColumn::Look::Number, 6, 0, {}},
            {QStringLiteral("x"), TableColumn::Look::Stretch, 6, 0, {}}};
}

LogEntry entry(int number, Severity severity) {
    return {WallTime{number}, severity, QStringLiteral("log"), {}, QStringLiteral("line %1").arg(number)};
}

Histogram uniform(int count, std::int64_t from_ns, std::int64_t to_ns) {
    Histogram out;
    for (int i = 0; i < count; ++i) out.add(from_ns + (to_ns - from_ns) * i / count);
    return out;
}

}  // namespace

class TestPanesModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKeyedTableStaysTrueThroughRandomChanges() {
        Random random(uitest::testSeed());
        TextTableModel model;
        model.setColumns(threeColumns());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::vector<TextRow> rows;
        for (int operation = 0; operation < 10'000; ++operation) {
            const auto place = [&] { return static_cast<std::ptrdiff_t>(random.below(rows.size())); };
            switch (random.below(4)) {
                case 0:
                    rows.insert(rows.begin() + (rows.empty() ? 0 : place()), row(operation, 0));
                    break;
                case 1:
                    if (rows.size() > 20 || (!rows.empty() && random.below(3) == 0)) rows.erase(rows.begin() + place());
                    break;
                case 2:
                    if (!rows.empty())
                        rows[static_cast<std::size_t>(place())].cells[1].text = QString::number(operation);
                    break;
                default:
                    if (rows.size() > 1)
                        std::swap(rows[static_cast<std::size_t>(place())], rows[static_cast<std::size_t>(place())]);
                    break;
            }
            if (random.below(3) != 0) continue;
            QPersistentModelIndex chosen;
            QString key;
            if (model.rowCount() > 0) {
                chosen = model.index(static_cast<int>(random.below(static_cast<std::uint64_t>(model.rowCount()))), 1);
                key = model.row(chosen.row()).id;
            }
            model.setRows(rows);
            QCOMPARE(model.rowCount(), static_cast<int>(rows.size()));
            for (std::size_t i = 0; i < rows.size(); ++i) {
                QCOMPARE(model.row(static_cast<int>(i)).id, rows[i].id);
                QCOMPARE(model.row(static_cast<int>(i)).cells, rows[i].cells);
            }
            if (chosen.isValid()) QCOMPARE(model.row(chosen.row()).id, key);  // a chosen row stays chosen
        }
    }
    void oneChangedCellIsOneRangeAndManyAreOneRange() {
        TextTableModel model;
        model.setColumns(threeColumns());
        std::vector<TextRow> rows;
        for (int i = 0; i < 10; ++i) rows.push_back(row(i, 0));
        model.setRows(rows);
        QSignalSpy spy(&model, &QAbstractItemModel::dataChanged);
        model.setRows(rows);
        QCOMPARE(spy.count(), 0);
        rows[3].cells[1].text = QStringLiteral("7");
        model.setRows(rows);
        QCOMPARE(spy.count(), 1);
        QCOMPARE(spy[0][0].toModelIndex(), model.index(3, 1));
        QCOMPARE(spy[0][1].toModelIndex(), model.index(3, 1));
        spy.clear();
        for (std::size_t i = 0; i < 6; ++i) rows[i].cells[1].text = QStringLiteral("8");
        model.setRows(rows);
        QCOMPARE(spy.count(), 1);
    }
    void openGapsComeFirstThenTheNewest() {
        api::Ring<api::GapRow> gaps(10);
        for (int i = 1; i <= 4; ++i) {
            api::GapRow gap;
            gap.gap_id = static_cast<std::uint64_t>(i);
            gap.close = i == 2 ? GapClose::Open : GapClose::Filled;
            gaps.push(gap);
        }
        GapTableModel model;
        model.setColumns(gapColumns());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto name = [](int) { return QStringLiteral("*"); };
        model.setRows(gapItems(gaps, name));
        QCOMPARE(model.row(0).gap.gap_id, std::uint64_t{2});
        QCOMPARE(model.row(1).gap.gap_id, std::uint64_t{4});
        gaps[1].close = GapClose::Unfillable;
        model.setRows(gapItems(gaps, name));
        QCOMPARE(model.row(0).gap.gap_id, std::uint64_t{4});
        QCOMPARE(model.row(2).gap.close, GapClose::Unfillable);
    }
    void ratesNeedTwoReadings() {
        RateMeter meter;
        const QString key = QStringLiteral("a");
        QCOMPARE(meter.measure(key, {kNsPerSec}, 100, 1'000).messages, -1.0);
        QCOMPARE(meter.measure(key, {kNsPerSec + 1}, 101, 1'000).messages, -1.0);
        const RateMeter::Rate rate = meter.measure(key, {3 * kNsPerSec}, 300, 5'000);
        QCOMPARE(rate.messages, 100.0);
        QCOMPARE(rate.bytes, 2'000.0);
        QCOMPARE(meter.measure(key, {9 * kNsPerSec}, 5, 10).messages, -1.0);  // the source restarted
    }

    void theLogDropsTheOldestAndCounts() {
        LogModel model(100);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int i = 0; i < 50; ++i)
            model.append({entry(3 * i, Severity::Info), entry(3 * i + 1, Severity::Warning),
                          entry(3 * i + 2, Severity::Critical)});
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(model.lost(), std::uint64_t{50});
        QCOMPARE(model.index(0, LogModel::Text).data().toString(), QStringLiteral("line 50"));
        model.setFilter(Severity::Critical, {});
        QCOMPARE(model.rowCount(), 34);
        QCOMPARE(model.held(), std::size_t{100});
        model.append({entry(150, Severity::Info), entry(151, Severity::Critical)});
        QCOMPARE(model.index(model.rowCount() - 1, LogModel::Text).data().toString(), QStringLiteral("line 151"));
        model.setFilter(Severity::Info, QStringLiteral("LINE 15"));
        QCOMPARE(model.rowCount(), 2);
    }
    void theLogStaysTrueThroughRandomOperations() {
        Random random(uitest::testSeed());
        LogModel model(200);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        int number = 0;
        for (int operation = 0; operation < 3'000; ++operation) {
            if (random.below(20) == 0)
                model.setFilter(static_cast<Severity>(random.below(3)),
                                random.below(2) == 0 ? QString() : QStringLiteral("7"));
            std::vector<LogEntry> entries;
            for (std::uint64_t i = random.below(6); i > 0; --i)
                entries.push_back(entry(number++, static_cast<Severity>(random.below(3))));
            model.append(std::move(entries));
            QVERIFY(model.held() <= 200);
            QCOMPARE(model.held() + model.lost(), static_cast<std::uint64_t>(number));
        }
    }

    void percentilesNeedEnoughValues_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("p50");
        QTest::addColumn<bool>("p95");
        QTest::addColumn<bool>("p99");
        QTest::addColumn<bool>("p999");
        QTest::newRow("none") << 0 << false << false << false << false;
        QTest::newRow("19") << 19 << false << false << false << false;
        QTest::newRow("20") << 20 << true << false << false << false;
        QTest::newRow("199") << 199 << true << false << false << false;
        QTest::newRow("200") << 200 << true << true << false << false;
        QTest::newRow("1,000") << 1'000 << true << true << true << false;
        QTest::newRow("9,999") << 9'999 << true << true << true << false;
        QTest::newRow("10,000") << 10'000 << true << true << true << true;
    }
    void percentilesNeedEnoughValues() {
        QFETCH(int, count);
        const StageFigures figures = figuresOf(HistogramCounts::of(uniform(count, 1'000, 9'000)));
        QTEST(figures.p50_ns >= 0, "p50");
        QTEST(figures.p95_ns >= 0, "p95");
        QTEST(figures.p99_ns >= 0, "p99");
        QTEST(figures.p999_ns >= 0, "p999");
        QCOMPARE(figures.count, static_cast<std::uint64_t>(count));
    }
    void aWindowIsTheDifferenceOfTwoReadings() {
        LatencyModel model;
        api::EngineView engine;
        const Histogram none;
        constexpr auto kRow = static_cast<std::size_t>(api::Stage::Decode);
        engine.latency[kRow] = uniform(1'000, 1'000, 2'000);
        model.read({1 * kNsPerSec}, engine, none);
        engine.latency[kRow].merge(uniform(300, 1'000'000, 2'000'000));
        model.read({12 * kNsPerSec}, engine, none);
        QCOMPARE(model.figures(kRow).count, std::uint64_t{1'300});
        model.setWindow(LatencyModel::Window::TenSeconds);
        QCOMPARE(model.figures(kRow).count, std::uint64_t{300});
        QVERIFY(model.figures(kRow).p50_ns > 900'000);
        QCOMPARE(model.coveredNs(), 11 * kNsPerSec);
        model.setWindow(LatencyModel::Window::Start);
        model.reset();
        QCOMPARE(model.figures(kRow).count, std::uint64_t{0});
        engine.latency[kRow] = uniform(40, 1'000, 2'000);  // another source: the histogram began anew
        model.read({20 * kNsPerSec}, engine, none);
        QCOMPARE(model.figures(kRow).count, std::uint64_t{40});
    }
    void windowsStayCloseToTheirLengthForLong() {
        LatencyModel model;
        api::EngineView engine;
        const Histogram none;
        for (std::int64_t second = 1; second <= 1'500; ++second) {
            engine.latency[0].add(1'000);
            model.read({second * kNsPerSec}, engine, none);
        }
        const std::pair<LatencyModel::Window, int> windows[] = {{LatencyModel::Window::TenSeconds, 10},
                                                                {LatencyModel::Window::Minute, 60},
                                                                {LatencyModel::Window::TenMinutes, 600}};
        for (const auto& [window, seconds] : windows) {
            model.setWindow(window);
            const auto covered_s = static_cast<int>(model.coveredNs() / kNsPerSec);
            QVERIFY2(covered_s >= seconds && covered_s <= seconds * 2, qPrintable(QString::number(covered_s)));
            QCOMPARE(model.figures(0).count, static_cast<std::uint64_t>(covered_s));
        }
    }
    void binsHoldEveryValueOnce() {
        Histogram histogram = uniform(5'000, 50, 20'000'000'000);
        histogram.add(-5);
        const HistogramCounts counts = HistogramCounts::of(histogram);
        std::uint64_t sum = 0;
        for (const std::uint64_t bin : binsOf(counts)) sum += bin;
        QCOMPARE(sum, std::uint64_t{5'000});
        QCOMPARE(figuresOf(counts).negative, std::uint64_t{1});
        QCOMPARE(axisPart(100), 0.0);
        QCOMPARE(axisPart(1e10), 1.0);
        QCOMPARE(axisPart(1e6), 0.5);
    }
};

QTEST_GUILESS_MAIN(TestPanesModels)
#include "tst_panes_models.moc"
