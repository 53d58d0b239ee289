// SPDX-License-Identifier: GPL-3.0-or-later
// Reports of the research commands as the evaluation view shows them. tests/ui/data holds reports that the writers of
// core/signal made over simulated markets.
#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QTableView>
#include <QTest>

#include "tests/ui/panes/panes_engine.h"
#include "ui/hub.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/panes/research/report_page.h"
#include "ui/panes/research/report_read.h"
#include "ui/panes/research/research_view.h"

using namespace bw;
using namespace bw::ui;

namespace {

constexpr const char* kKinds[] = {"evaluation", "tuning", "calibration", "backtest"};

std::string fixture(const char* kind) {
    QFile file(QStringLiteral(BW_SOURCE_DIR "/tests/ui/data/%1.json").arg(QLatin1StringView(kind)));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no report %s", kind);
    return file.readAll().toStdString();
}

template <class Section>
const Section* firstOf(const std::vector<ReportSection>& sections) {
    for (const ReportSection& section : sections)
        if (const auto* found = std::get_if<Section>(&section)) return found;
    return nullptr;
}

/// Text of a row's cell by the row's label.
QString cellOf(const ReportTable& table, const QString& label, std::size_t column) {
    for (const TextRow& row : table.rows)
        if (row.cells.at(0).text == label) return row.cells.at(column).text;
    return QStringLiteral("no row ") + label;
}

QStringList textsOf(const Report& report) {
    QStringList out{report.verdict};
    for (const ReportPage& page : report.pages)
        for (const auto* side : {&page.main, &page.side})
            for (const ReportSection& section : *side) {
                if (const auto* facts = std::get_if<ReportFacts>(&section))
                    for (const ReportFact& fact : facts->facts) out << fact.value << fact.tooltip;
                if (const auto* table = std::get_if<ReportTable>(&section))
                    for (const TextRow& row : table->rows)
                        for (const TextRow::Cell& cell : row.cells) out << cell.text << cell.tooltip;
            }
    return out;
}

struct Desk {
    uitest::PanesEngine engine{7};
    Hub hub{engine};
    Theme theme;
    std::unique_ptr<ResearchView> view;
    void addRun(const std::string& name, const char* kind, std::string text, std::int64_t ago_ns = 0) {
        engine.runs.push_back({name, kind, WallTime{engine.wallNow().ns - ago_ns}});
        engine.reports[name] = std::move(text);
    }
    ResearchView& open(QSize size = {1'280, 420}) {
        view.reset(dynamic_cast<ResearchView*>(makeResearchView(hub, theme)));
        view->resize(size);
        view->show();
        view->refresh();
        settle();
        return *view;
    }
    void settle() {
        if (!QTest::qWaitFor([this] { return !view->busy(); }, 10'000)) qFatal("the view never came to rest");
    }
};

}  // namespace

class TestResearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyReportIsReadWithoutHoles_data() {
        QTest::addColumn<QByteArray>("kind");
        for (const char* kind : kKinds) QTest::newRow(kind) << QByteArray(kind);
    }
    void everyReportIsReadWithoutHoles() {
        QFETCH(QByteArray, kind);
        const Report report = readReport(kind.toStdString(), fixture(kind.constData()));
        QVERIFY2(report.error.isEmpty(), qPrintable(report.error));
        QVERIFY(!report.verdict.isEmpty() && !report.pages.empty());
        for (const QString& text : textsOf(report)) {
            QVERIFY2(!text.contains(QStringLiteral("nan"), Qt::CaseInsensitive), qPrintable(text));
            QVERIFY2(!text.contains(QStringLiteral("%1")), qPrintable(text));
        }
        for (const ReportPage& page : report.pages)
            for (const ReportSection& section : page.main)
                if (const auto* table = std::get_if<ReportTable>(&section))
                    for (const TextRow& row : table->rows) QCOMPARE(row.cells.size(), table->columns.size());
    }
    /// A report of another version lacks members: each is shown as missing and never as 0.
    void absentMembersAreMissingNotZero_data() { everyReportIsReadWithoutHoles_data(); }
    void absentMembersAreMissingNotZero() {
        QFETCH(QByteArray, kind);
        const QJsonObject whole =
            QJsonDocument::fromJson(QByteArray::fromStdString(fixture(kind.constData()))).object();
        for (const QString& member : whole.keys()) {
            QJsonObject cut = whole;
            cut.remove(member);
            const Report report = readReport(kind.toStdString(), QJsonDocument(cut).toJson().toStdString());
            QVERIFY(report.error.isEmpty() && !report.pages.empty());
        }
        const Report report = readReport(kind.toStdString(), "{}");
        QVERIFY(report.error.isEmpty());
        const auto* facts = firstOf<ReportFacts>(report.pages.at(0).main);
        QVERIFY(facts != nullptr);
        for (const ReportFact& fact : facts->facts)
            QVERIFY2(fact.value.contains(QStringLiteral("—")), qPrintable(fact.label + QLatin1Char(' ') + fact.value));
    }
    void evaluationSaysWhatItRestsOn() {
        const QJsonObject root = QJsonDocument::fromJson(QByteArray::fromStdString(fixture("evaluation"))).object();
        const Report report = readReport("evaluation", fixture("evaluation"));
        const auto* table = firstOf<ReportTable>(report.pages.at(0).main);
        QVERIFY(table != nullptr);
        QCOMPARE(table->columns.size(), std::size_t{5});  // label, 10, 20, 60 s, the rest of the width
        QCOMPARE(table->columns[1].title, research::horizonText(QStringLiteral("10")));
        QCOMPARE(table->columns[3].title, QStringLiteral("60 s"));
        const QJsonValue ten = root.value(u"horizons")[u"10"];
        QCOMPARE(cellOf(*table, QStringLiteral("events"), 1),
                 format::count(static_cast<std::uint64_t>(ten[u"n"].toInteger())));
        QCOMPARE(cellOf(*table, QStringLiteral("independent events"), 1),
                 format::count(static_cast<std::uint64_t>(ten[u"n_ind"].toInteger())));
        QCOMPARE(cellOf(*table, QStringLiteral("accuracy without ties"), 1),
                 format::percent(ten[u"acc_ex_ties"].toDouble()));
        const auto* plot = firstOf<IntervalPlot>(report.pages.at(0).side);
        QVERIFY(plot != nullptr);
        QCOMPARE(plot->rows.size(), std::size_t{3});
        QCOMPARE(plot->rows[0].lo, ten[u"wilson"][0].toDouble());
        QCOMPARE(plot->rows[0].n, static_cast<std::uint64_t>(ten[u"n_ind"].toInteger()));
        QCOMPARE(report.verdict, QStringLiteral("significant at 2 of 3 horizons"));
        QCOMPARE(report.detail.split(QLatin1Char('\n')).size(), 3);
        const auto* cells = firstOf<ReportTable>(report.pages.at(1).main);
        QVERIFY(cells != nullptr && cells->rows.size() > 10);
        QCOMPARE(cells->rows[0].cells[0].text, QStringLiteral("type"));  // the order of the specification
    }
    void aCellWithTooFewEventsSaysSo() {
        const Report report = readReport(
            "evaluation",
            R"({"horizons":{"10":{"n":9,"n_ind":7,"acc_ex_ties":0.9,"wilson":[0.5,0.99],"verdict":"insufficient"},)"
            R"("20":{"n":0,"n_ind":0,"acc_ex_ties":null,"wilson":null,"verdict":"insufficient"}}})");
        const auto* table = firstOf<ReportTable>(report.pages.at(0).main);
        QCOMPARE(cellOf(*table, QStringLiteral("verdict"), 1), QStringLiteral("insufficient"));
        QCOMPARE(cellOf(*table, QStringLiteral("accuracy without ties"), 2), QStringLiteral("—"));
        for (const TextRow& row : table->rows)
            if (row.cells[0].text == QLatin1StringView("accuracy without ties"))
                QCOMPARE(row.cells[1].token, Token::Text3);
        QCOMPARE(report.verdict, QStringLiteral("insufficient"));
        const auto* plot = firstOf<IntervalPlot>(report.pages.at(0).side);
        QVERIFY(!plot->rows[0].judged);
        QCOMPARE(plot->rows[0].n, std::uint64_t{7});
    }
    void horizonsAreInTheirOrder() {
        const QJsonObject object{{u"60s"_qs, 1}, {u"5"_qs, 1}, {u"20"_qs, 1}, {u"10"_qs, 1}, {u"10s"_qs, 1}};
        QCOMPARE(research::orderedKeys(object), (QStringList{u"5"_qs, u"10"_qs, u"20"_qs, u"10s"_qs, u"60s"_qs}));
        QCOMPARE(research::pText(0.0004), QStringLiteral("< 0.001"));
        QCOMPARE(research::pText(QJsonValue()), QStringLiteral("—"));
        QCOMPARE(research::shareInterval(QJsonArray{0.5, 0.625}), QStringLiteral("[50.0–62.5]"));
        QCOMPARE(research::shareInterval(QJsonValue()), QString());
    }
    void calibrationShowsNoCurveThatIsNotPublished() {
        const Report report =
            readReport("calibration", R"({"status":"not_significant","mappings":{"horizon_10":{"score_ranges":[],)"
                                      R"("status":"not_significant","n_ind":412}}})");
        QCOMPARE(report.verdict, QStringLiteral("not significant"));
        const auto* curve = firstOf<CurvePlot>(report.pages.at(0).side);
        QVERIFY(curve != nullptr && curve->points.empty());
        QVERIFY2(curve->empty.contains(QStringLiteral("412")), qPrintable(curve->empty));
    }
    void tuningListsEveryCellAndSortsIt() {
        Desk desk;
        desk.addRun("tuning-1", "tuning", fixture("tuning"));
        ResearchView& view = desk.open();
        view.showPage(1);
        const auto* table = firstOf<ReportTable>(view.report().pages.at(1).main);
        QVERIFY(table != nullptr);
        QVERIFY(!table->rows.empty());
        QCOMPARE(table->sort_keys.size(), table->rows.size());
        QTableView* shown = nullptr;
        for (QTableView* one : view.findChildren<QTableView*>())
            if (one->isVisible() && one->model()->columnCount() == static_cast<int>(table->columns.size())) shown = one;
        QVERIFY(shown != nullptr);
        QCOMPARE(shown->model()->rowCount(), static_cast<int>(table->rows.size()));
        const int column = 5;  // independent events
        for (const bool down : {true, false}) {
            Q_EMIT shown->horizontalHeader()->sectionClicked(column);
            double before = down ? 1e18 : -1;
            for (int row = 0; row < shown->model()->rowCount(); ++row) {
                const double n =
                    shown->model()->index(row, column).data().toString().remove(QLatin1Char(',')).toDouble();
                QVERIFY(down ? n <= before : n >= before);
                before = n;
            }
        }
    }
    void backtestDrawsItsEquity() {
        const QJsonObject root = QJsonDocument::fromJson(QByteArray::fromStdString(fixture("backtest"))).object();
        const Report report = readReport("backtest", fixture("backtest"));
        const auto* plot = firstOf<EquityPlot>(report.pages.at(0).side);
        QVERIFY(plot != nullptr);
        QCOMPARE(static_cast<qsizetype>(plot->equity.size()), root.value(u"equity").toArray().size());
        QCOMPARE(plot->drawdown.size(), plot->equity.size());
        for (const Sample& fall : plot->drawdown) QVERIFY(fall.value >= 0 && fall.value <= 1);
        const auto* trades = firstOf<ReportTable>(report.pages.at(1).main);
        QCOMPARE(static_cast<qsizetype>(trades->rows.size()), root.value(u"trades").toArray().size());
    }
    void damagedReportsSayWhere() {
        QVERIFY(readReport("evaluation", "{\"n\":").error.contains(QStringLiteral("byte")));
        QVERIFY(!readReport("evaluation", "[]").error.isEmpty());
        QVERIFY(!readReport("evaluation", "").error.isEmpty());
        QVERIFY(readReport("dice", "{}").error.contains(QStringLiteral("dice")));
        std::string cut = fixture("backtest");
        for (const std::size_t size : {cut.size() / 3, cut.size() / 2, cut.size() - 2})
            QVERIFY(!readReport("backtest", std::string_view(cut).substr(0, size)).error.isEmpty());
        // Members of another type than expected are missing, no more.
        for (const char* kind : kKinds)
            for (const char* text :
                 {R"({"horizons":[1],"by":3,"mappings":7,"cells":{"a":1},"metrics":[],"trades":[1,2],)"
                  R"("equity":[[1],"x"],"warnings":{}})",
                  R"({"horizons":{"10":[]},"by":{"type":[1]},"mappings":{"horizon_10":[3]},"cells":[1,[2]],)"
                  R"("summary":[],"bucket_analysis":[5]})"})
                QVERIFY(readReport(kind, text).error.isEmpty());
    }

    void theViewShowsTheNewestRunAndSwitches() {
        Desk desk;
        for (std::size_t i = 0; i < 4; ++i)
            desk.addRun(std::string(kKinds[i]) + "-1", kKinds[i], fixture(kKinds[i]),
                        static_cast<std::int64_t>(i) * 3'600 * kNsPerSec);
        ResearchView& view = desk.open();
        QCOMPARE(view.report().pages.size(), std::size_t{3});  // the evaluation, the newest
        for (const char* kind : kKinds) {
            view.choose(QLatin1StringView(kind) + QStringLiteral("-1"));
            desk.settle();
            QVERIFY(!view.report().pages.empty());
            const int pages = static_cast<int>(view.report().pages.size());
            QCOMPARE(view.findChildren<ReportPageWidget*>().size(), pages);
            for (int page = 0; page < pages; ++page) {
                view.showPage(page);
                for (const QSize size : {QSize(1'280, 420), QSize(700, 240), QSize(220, 120)}) {
                    view.resize(size);
                    static_cast<void>(view.grab());
                }
            }
        }
        FlatButton* copy = nullptr;
        for (FlatButton* button : view.findChildren<FlatButton*>())
            if (button->text() == QStringLiteral("Copy JSON")) copy = button;
        QVERIFY(copy != nullptr && copy->isEnabled());
        copy->click();
        QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), fixture("backtest"));
        desk.theme.set(ThemeBase::Light, MarketPalette::Cn);
        desk.settle();
        QVERIFY(!view.report().pages.empty());
    }
    void choosingQuicklyShowsTheLastChoice() {
        Desk desk;
        for (std::size_t i = 0; i < 4; ++i) desk.addRun(std::string(kKinds[i]) + "-1", kKinds[i], fixture(kKinds[i]));
        ResearchView& view = desk.open();
        for (const char* kind : {"tuning", "calibration", "backtest", "calibration"})
            view.choose(QLatin1StringView(kind) + QStringLiteral("-1"));
        desk.settle();
        QCOMPARE(view.report().verdict, readReport("calibration", fixture("calibration")).verdict);
    }
    void noRunNamesTheCommands() {
        Desk desk;
        ResearchView& view = desk.open({900, 300});
        QVERIFY(view.report().pages.empty());
        bool named = false;
        for (const QLabel* label : view.findChildren<QLabel*>())
            named = named || (label->isVisible() && label->text().contains(QStringLiteral("bellwether evaluate")));
        QVERIFY(named);
        desk.addRun("evaluation-1", "evaluation", fixture("evaluation"));
        view.reload();
        desk.settle();
        QVERIFY(!view.report().pages.empty());
    }
    void aRefreshWhileAReportIsReadIsNotLost() {
        Desk desk;
        desk.addRun("tuning-1", "tuning", fixture("tuning"), kNsPerSec);
        ResearchView& view = desk.open();
        desk.addRun("backtest-1", "backtest", fixture("backtest"), 2 * kNsPerSec);
        view.choose(QStringLiteral("tuning-1"));
        desk.theme.set(ThemeBase::Light, MarketPalette::Cn);  // the report is read again
        view.reload();
        desk.settle();
        view.choose(QStringLiteral("backtest-1"));
        desk.settle();
        QCOMPARE(view.report().verdict, readReport("backtest", fixture("backtest")).verdict);
    }
    void aRunWithoutReportSaysWhy() {
        Desk desk;
        desk.engine.runs.push_back({"evaluation-1", "evaluation", desk.engine.wallNow()});
        ResearchView& view = desk.open();
        QVERIFY2(view.report().error.contains(QStringLiteral("file_open")), qPrintable(view.report().error));
        desk.addRun("evaluation-2", "evaluation", std::string(ResearchView::kReportBytesMax + 1, ' '));
        view.reload();
        desk.settle();
        view.choose(QStringLiteral("evaluation-2"));
        desk.settle();
        QVERIFY2(view.report().error.contains(QStringLiteral("64 MiB")), qPrintable(view.report().error));
    }
    void closingWhileReadingIsHarmless() {
        Desk desk;
        desk.addRun("tuning-1", "tuning", fixture("tuning"));
        for (int i = 0; i < 20; ++i) {
            const std::unique_ptr<View> view(makeResearchView(desk.hub, desk.theme, nullptr));
            view->refresh();
            if (i % 2 == 0) QCoreApplication::processEvents();
        }
    }
};

QTEST_MAIN(TestResearch)
#include "tst_research.moc"
