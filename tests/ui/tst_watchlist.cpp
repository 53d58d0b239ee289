// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "core/model/random.h"
#include "tests/ui/fake_engine.h"
#include "tests/ui/panes/seed.h"
#include "ui/panes/watchlist/watchlist_model.h"

using namespace bw;
using namespace bw::ui;
using Model = WatchlistModel;

class TestWatchlist : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void survivesTenThousandSteps() {
        Random random(uitest::testSeed());
        uitest::FakeEngine engine(3);
        Hub hub(engine);
        Model model(hub);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        for (int i = 0; i < 10'000; ++i) {
            switch (random.below(12)) {
                case 0:
                    engine.openGap(static_cast<int>(random.below(3)), GapCause::Sequence);
                    break;
                case 1:
                    engine.closeGaps(GapClose::Filled);
                    break;
                case 2:
                    engine.setIdle(random.below(2) == 0);
                    break;
                case 3:
                    model.setWords(random.below(2) == 0 ? format::UnitWords::Zh : format::UnitWords::En);
                    break;
                case 4:
                    model.retranslate();
                    break;
                default:
                    break;
            }
            engine.advance(static_cast<std::int64_t>(random.below(30)) * kNsPerMs);
            hub.pull();
            model.refresh();
        }
        QCOMPARE(model.rowCount(), 4);
    }

    void nothingNewChangesNothing() {
        uitest::FakeEngine engine(3);
        Hub hub(engine);
        Model model(hub);
        hub.pull();
        model.refresh();
        engine.setIdle(true);
        engine.advance(1);
        hub.pull();
        model.refresh();
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        engine.advance(50);
        hub.pull();
        model.refresh();
        QCOMPARE(changed.count(), 0);
    }

    void anAgeAboveOneSecondMovesOnceASecond() {
        uitest::FakeEngine engine(3);
        Hub hub(engine);
        Model model(hub);
        engine.setIdle(true);
        engine.advance(1'500 * kNsPerMs);
        hub.pull();
        model.refresh();
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        for (int i = 0; i < 40; ++i) {
            engine.advance(50 * kNsPerMs);
            hub.pull();
            model.refresh();
        }
        int ages = 0;
        for (const QList<QVariant>& call : changed) ages += call.at(0).toModelIndex().column() == Model::Age ? 1 : 0;
        QCOMPARE(ages, 2 * model.rowCount());  // two seconds passed
    }

    void staleRowsSaySo() {
        uitest::FakeEngine engine(3);
        Hub hub(engine);
        Model model(hub);
        hub.pull();
        model.refresh();
        QVERIFY(!model.stale(0));
        engine.setIdle(true);
        engine.advance(11 * kNsPerSec);
        hub.pull();
        model.refresh();
        QVERIFY(model.stale(0));
        QCOMPARE(model.cell(0, Model::Age).token, Token::NotLive);
        QCOMPARE(model.cell(0, Model::Age).text, QStringLiteral("11 s"));
    }

    void aMissingTapeOrBookIsNeverZero() {
        uitest::FakeEngine engine(3);
        Hub hub(engine);
        Model model(hub);
        engine.advance(kNsPerSec);
        hub.pull();
        model.refresh();
        QCOMPARE(model.cell(3, Model::Cvd).text, QStringLiteral("no tape"));
        QCOMPARE(model.cell(3, Model::Ofi).text, QStringLiteral("no book"));
        QCOMPARE(model.cell(3, Model::Last).mark, qint8(2));  // the bid stands for the last price and says so
        QVERIFY(!model.ribbon(3).proof);
        QCOMPARE(model.ribbon(3).spans.back().look, api::RibbonLook::Unproven);
    }

    void aGapWithholdsOfiAndMarksTheRibbon() {
        uitest::FakeEngine engine(3);
        Hub hub(engine);
        Model model(hub);
        engine.advance(kNsPerSec);
        hub.pull();
        model.refresh();
        QVERIFY(model.ribbon(0).proof);
        QCOMPARE(model.ribbon(0).spans.back().look, api::RibbonLook::Proven);
        engine.openGap(0, GapCause::Sequence);
        engine.advance(100 * kNsPerMs);
        hub.pull();
        model.refresh();
        QCOMPARE(model.cell(0, Model::Ofi).text, format::missing());
        QCOMPARE(model.cell(0, Model::Integrity).token, Token::Crit);
        QCOMPARE(model.ribbon(0).spans.back().look, api::RibbonLook::Gap);
        QVERIFY(model.data(model.index(0, Model::Integrity), Qt::ToolTipRole).toString().contains(u"1 gap"_qs));
    }

    void onlyChangedDigitsAreBold() {
        uitest::FakeEngine engine(3);
        Hub hub(engine);
        Model model(hub);
        hub.pull();
        model.refresh();
        QString before = model.cell(0, Model::Last).text;
        int changes = 0;
        for (int i = 0; i < 200 && changes < 20; ++i) {
            engine.advance(20 * kNsPerMs);
            hub.pull();
            model.refresh();
            const Model::Cell& cell = model.cell(0, Model::Last);
            if (cell.text == before) continue;
            ++changes;
            QVERIFY(cell.bold_from >= 0);
            if (cell.text.size() == before.size()) {
                QCOMPARE(cell.text.left(cell.bold_from), before.left(cell.bold_from));
                QVERIFY(cell.text.at(cell.bold_from) != before.at(cell.bold_from));
            }
            before = cell.text;
        }
        QVERIFY(changes > 0);
    }
};

QTEST_GUILESS_MAIN(TestWatchlist)
#include "tst_watchlist.moc"
