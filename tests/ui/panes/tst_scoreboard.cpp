// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTest>

#include "tests/ui/fake_engine.h"
#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/panes.h"
#include "ui/panes/scoreboard/reliability_canvas.h"
#include "ui/panes/scoreboard/scoreboard_view.h"

using namespace bw;
using namespace bw::ui;

namespace {

enum Column { Signals, N, Strict, ExTies, Interval, P0, Bps, Brier, Skill, State };

api::ScoreRow row(std::uint32_t hits, std::uint32_t misses, std::uint32_t ties, double lo, double hi) {
    api::ScoreRow out;
    out.n = hits + misses + ties;
    out.hits = hits;
    out.misses = misses;
    out.ties = ties;
    out.acc_strict = static_cast<double>(hits) / out.n;
    out.acc_ex_ties = static_cast<double>(hits) / (hits + misses);
    out.wilson_lo = lo;
    out.wilson_hi = hi;
    out.p0 = 0.503;
    out.gross_bps = 1.24;
    return out;
}

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    api::ScoreView scores;
    Desk() {
        engine.make_signals = false;
        scores.n_min = 30;
    }
    void add(const api::ScoreRow& one) { scores.rows[static_cast<std::size_t>(scores.count++)] = one; }
    void publish() {
        ++scores.version;
        engine.publishScores(scores);
        hub.pull();
    }
    std::unique_ptr<ScoreboardView> open() {
        publish();
        std::unique_ptr<ScoreboardView> view(dynamic_cast<ScoreboardView*>(makeScoreboardView(hub, theme, nullptr)));
        view->resize(1'300, 300);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
        view->refresh();
        return view;
    }
};

QString cell(ScoreboardView& view, int row, int column) {
    return view.table().model()->index(row, column).data().toString();
}

}  // namespace

class TestScoreboard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void figuresAreHiddenBelowTheLeastN() {
        Desk desk;
        desk.add(row(8, 4, 0, 0.39, 0.86));
        const auto view = desk.open();
        QCOMPARE(view->table().model()->rowCount(), 1);
        QCOMPARE(cell(*view, 0, N), QStringLiteral("12"));
        QCOMPARE(cell(*view, 0, Interval), QStringLiteral("insufficient 12/30"));
        for (const int column : {Strict, ExTies, P0, Bps, Brier, Skill})
            QCOMPARE(cell(*view, 0, column), QStringLiteral("—"));
        QVERIFY(view->verdict().startsWith(QStringLiteral("Insufficient: 12 of 30")));
    }
    void theFiguresOfALine() {
        Desk desk;
        api::ScoreRow one = row(60, 40, 10, 0.502, 0.691);
        one.has_brier = true;
        one.brier = 0.2441;
        one.skill = 0.0123;
        desk.add(one);
        const auto view = desk.open();
        QCOMPARE(cell(*view, 0, Strict), QStringLiteral("54.5%"));
        QCOMPARE(cell(*view, 0, ExTies), QStringLiteral("60.0%"));
        QCOMPARE(cell(*view, 0, Interval), QStringLiteral("50.2%–69.1%"));
        QCOMPARE(cell(*view, 0, P0), QStringLiteral("50.3%"));
        QCOMPARE(cell(*view, 0, Bps), QStringLiteral("+1.2"));
        QCOMPARE(cell(*view, 0, Brier), QStringLiteral("0.244"));
        QCOMPARE(cell(*view, 0, Skill), QStringLiteral("+0.012"));
        // 0.502 is above one half, but not above the base rate.
        QCOMPARE(cell(*view, 0, State), QStringLiteral("no evidence"));
    }
    void theVerdictIsOneSentence_data() {
        QTest::addColumn<double>("lo");
        QTest::addColumn<double>("hi");
        QTest::addColumn<QString>("begins");
        QTest::newRow("noise") << 0.46 << 0.56 << QStringLiteral("No evidence of skill: ");
        QTest::newRow("better") << 0.53 << 0.62 << QStringLiteral("Above the base rate: ");
        QTest::newRow("worse") << 0.36 << 0.44 << QStringLiteral("Below the base rate: ");
    }
    void theVerdictIsOneSentence() {
        QFETCH(double, lo);
        QFETCH(double, hi);
        QFETCH(QString, begins);
        Desk desk;
        desk.add(row(210, 190, 4, lo, hi));
        const auto view = desk.open();
        QVERIFY2(view->verdict().startsWith(begins), qPrintable(view->verdict()));
        QVERIFY(view->verdict().contains(QStringLiteral("n 400")));
    }
    void rowsAreGroupedAndFiltered() {
        Desk desk;
        api::ScoreRow one = row(210, 190, 4, 0.46, 0.56);
        desk.add(one);
        one.type = SignalType::HiddenBear;
        desk.add(one);
        one.type = SignalType::Count;
        one.instrument = 1;
        desk.add(one);
        one.channel = Channel::Cvd;
        one.type = SignalType::BullDiv;
        one.grade = Grade::Weak;
        desk.add(one);
        one = row(100, 100, 0, 0.43, 0.57);
        one.horizon = 20;
        one.drifted = true;
        desk.add(one);
        one.horizon = 10;
        one.last_500 = true;
        desk.add(one);
        const auto view = desk.open();
        QCOMPARE(view->table().model()->rowCount(), 3);
        QCOMPARE(cell(*view, 0, Signals), QStringLiteral("all signals"));
        QCOMPARE(cell(*view, 1, Signals), QStringLiteral("ETH-USDT"));
        QCOMPARE(cell(*view, 2, Signals), QStringLiteral("▽ hidden bear"));
        ScoreFilter filter;
        filter.group = ScoreFilter::Group::All;
        view->setFilter(filter);
        QCOMPARE(view->table().model()->rowCount(), 4);
        QCOMPARE(cell(*view, 3, Signals), QStringLiteral("ETH-USDT · CVD · ▲ bull · weak"));
        filter.group = ScoreFilter::Group::Types;
        view->setFilter(filter);
        QCOMPARE(view->table().model()->rowCount(), 2);
        filter = {};
        filter.horizon = 20;
        view->setFilter(filter);
        QCOMPARE(view->table().model()->rowCount(), 1);
        QCOMPARE(cell(*view, 0, State), QStringLiteral("◆ drifted"));
        filter = {};
        filter.last_500 = true;
        view->setFilter(filter);
        QCOMPARE(cell(*view, 0, N), QStringLiteral("200"));
    }
    void withoutOutcomesItSaysSo() {
        Desk desk;
        const auto view = desk.open();
        QVERIFY(view->verdict().startsWith(QStringLiteral("No outcome yet")));
        static_cast<void>(view->grab());
    }
    void theDiagramShowsWhatIsThere() {
        Desk desk;
        desk.add(row(210, 190, 4, 0.46, 0.56));
        desk.scores.reliability[0][5] = {0.55, 0.52, 0.47, 0.57, 400};
        desk.scores.reliability[0][6] = {0.63, 0.75, 0.45, 0.92, 12};
        const auto view = desk.open();
        auto* canvas = view->findChild<ReliabilityCanvas*>();
        QVERIFY(canvas && canvas->isVisible());
        QVERIFY(
            canvas->accessibleDescription().contains(QStringLiteral("said 0.55, was 0.52, interval 0.47–0.57, n 400")));
        const QImage with = canvas->grab().toImage();
        desk.scores.reliability = {};
        desk.publish();
        view->refresh();
        QVERIFY(canvas->grab().toImage() != with);
        view->resize(500, 300);
        QVERIFY(!canvas->isVisible());
    }
};

QTEST_MAIN(TestScoreboard)
#include "tst_scoreboard.moc"
