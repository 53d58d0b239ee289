// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "core/model/signal_keys.h"
#include "tests/ui/fake_engine.h"
#include "tests/ui/panes/seed.h"
#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/common/keyed_table_model.h"
#include "ui/panes/panes.h"
#include "ui/panes/signals/signal_text.h"
#include "ui/panes/signals/signals_view.h"
#include "ui/signal_words.h"
#include "ui/texts.h"

using namespace bw;
using namespace bw::ui;
using ItemKind = api::SignalItem::Kind;

namespace {

constexpr std::int64_t kAt = 1'772'373'600'000'000'000;  // 2026-03-01 14:00:00 UTC

api::SignalItem item(ItemKind kind, std::int64_t index, int instrument = 0) {
    api::SignalItem out;
    out.kind = kind;
    out.instrument = instrument;
    out.sampling = "1s";
    out.wall = WallTime{kAt + index * kNsPerSec + 4 * kNsPerMs};
    out.ledger_seq = static_cast<std::uint64_t>(index);
    SignalEvent& event = out.event;
    event.type = SignalType::BullDiv;
    event.channel = Channel::Fusion;
    event.grade = Grade::Strong;
    event.score = 71.25;
    event.params_hash = 0x3f2a9c01'00000000ULL;
    event.detect = {index, kAt + index * kNsPerSec, 128'241};
    event.b = {index - 13, kAt + (index - 13) * kNsPerSec, 128'201};
    event.a = {index - 33, kAt + (index - 33) * kNsPerSec, 128'301};
    event.lag_samples = 13;
    event.p.fill({Reason::None, 0.53, 0.47, 0.59, 212});
    if (kind == ItemKind::Withheld) {
        event.type = SignalType::Count;
        event.channel = Channel::Count;
        out.reason = Reason::Gap;
    }
    if (kind == ItemKind::Suppressed) {
        event.score = 31;
        event.grade = Grade::Below;
        out.reason = Reason::ScoreBelow;
    }
    return out;
}

api::SignalItem outcome(std::int64_t index, int horizon, OutcomeLabel label) {
    api::SignalItem out = item(ItemKind::Outcome, index);
    out.outcome.params_hash = out.event.params_hash;
    out.outcome.detect_index = index;
    out.outcome.type = out.event.type;
    out.outcome.horizon = horizon;
    out.outcome.label = label;
    out.outcome.r2 = label == OutcomeLabel::Hit ? 40 : -40;
    return out;
}

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    Desk() { engine.make_signals = false; }
    void give(const api::SignalItem& one) { engine.signals.push_back(one); }
    void pull() {
        while (!engine.signals.empty()) hub.pull();
        hub.pull();
    }
    std::unique_ptr<SignalsView> open(QSize size = {1'600, 300}) {
        std::unique_ptr<SignalsView> view(dynamic_cast<SignalsView*>(makeSignalsView(hub, theme, nullptr)));
        view->resize(size);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
        view->refresh();
        QApplication::processEvents();
        return view;
    }
};

QString cell(const SignalsView& view, int row, int column) {
    return const_cast<SignalsView&>(view).model().index(row, column).data().toString();
}

FlatButton* button(const QWidget& view, const QString& text) {
    for (auto* one : view.findChildren<FlatButton*>())
        if (one->text() == text) return one;
    return nullptr;
}

}  // namespace

class TestSignals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCodeOfTheSignalsAndEveryReasonHasWords() {
        for (auto code = static_cast<std::size_t>(Code::Overflow); code <= static_cast<std::size_t>(Code::StatsBroken);
             ++code)
            QVERIFY2(!texts::codeWords(static_cast<Code>(code)).isEmpty(), codeName(static_cast<Code>(code)).data());
        for (std::size_t i = 1; i < kReasons; ++i) {
            const QString words = texts::signalReason(static_cast<Reason>(i));
            QVERIFY2(!words.isEmpty() && !words.contains(QLatin1Char('_')), qPrintable(words));
        }
        for (std::size_t i = 0; i < kSignalTypes; ++i) {
            QVERIFY(!texts::signalType(static_cast<SignalType>(i)).isEmpty());
            QVERIFY(!texts::signalGlyph(static_cast<SignalType>(i)).isEmpty());
        }
    }

    void anOutcomeJoinsItsEvent() {
        SignalLog log;
        log.add(item(ItemKind::Event, 200));
        log.add(item(ItemKind::Suppressed, 220));
        const std::uint64_t before = log.revision();
        log.add(outcome(200, 20, OutcomeLabel::Miss));
        QCOMPARE(log.size(), std::size_t{2});
        const SignalRow& row = *log.find(1);
        QVERIFY(row.outcomes[0].label == OutcomeLabel::Open);
        QVERIFY(row.outcomes[1].label == OutcomeLabel::Miss);
        QVERIFY(row.changed > before);
        log.add(outcome(201, 10, OutcomeLabel::Hit));  // of an event that is not held
        QCOMPARE(log.orphans(), std::uint64_t{1});
        QCOMPARE(log.newestEvent()->serial, std::uint64_t{1});
    }
    void theLogDropsTheOldestAndNeverReusesASerial() {
        SignalLog log(3);
        for (int i = 0; i < 5; ++i) log.add(item(ItemKind::Event, 100 + i, i % 2));
        QCOMPARE(log.first(), std::uint64_t{3});
        QCOMPARE(log.last(), std::uint64_t{5});
        QCOMPARE(log.dropped(), std::uint64_t{2});
        QCOMPARE(log.of(0).size(), std::size_t{2});
        QCOMPARE(log.of(1).size(), std::size_t{1});
        log.add(outcome(100, 10, OutcomeLabel::Hit));
        QCOMPARE(log.orphans(), std::uint64_t{1});
        log.clear();
        QCOMPARE(log.size(), std::size_t{0});
        QVERIFY(log.newestEvent() == nullptr && log.of(0).empty());
        log.add(item(ItemKind::Event, 1));
        QCOMPARE(log.last(), std::uint64_t{6});
    }
    void aNewSourceClearsTheSignals() {
        Desk desk;
        desk.give(item(ItemKind::Event, 200));
        desk.pull();
        QCOMPARE(desk.hub.signalLog().size(), std::size_t{1});
        class Clearing : public uitest::FakeEngine {
        public:
            bool nextItem(api::DisplayItem& out) override {
                if (!clear) return false;
                clear = false;
                out.kind = api::DisplayItem::Kind::ClearHistory;
                return true;
            }
            bool clear = false;
        } engine;
        engine.make_signals = false;
        Hub hub(engine);
        engine.signals.push_back(item(ItemKind::Event, 200));
        hub.pull();
        QCOMPARE(hub.signalLog().size(), std::size_t{1});
        engine.clear = true;
        hub.pull();
        QCOMPARE(hub.signalLog().size(), std::size_t{0});
    }

    void aRowSaysEverything() {
        Desk desk;
        desk.give(item(ItemKind::Event, 200));
        desk.give(outcome(200, 10, OutcomeLabel::Hit));
        desk.pull();
        const auto view = desk.open();
        QVERIFY(cell(*view, 0, SignalsModel::Detected).endsWith(QStringLiteral(":20.000")));
        QCOMPARE(cell(*view, 0, SignalsModel::Symbol), QStringLiteral("BTC-USDT"));
        QCOMPARE(cell(*view, 0, SignalsModel::Type), QStringLiteral("▲ bull"));
        QCOMPARE(cell(*view, 0, SignalsModel::ChannelName), QStringLiteral("FUSION"));
        QCOMPARE(cell(*view, 0, SignalsModel::Score), QStringLiteral("71.3"));
        QCOMPARE(view->model().index(0, SignalsModel::Score).data(kBarRole).toDouble(), 0.7125);
        QCOMPARE(cell(*view, 0, SignalsModel::P10), QStringLiteral("0.53 [0.47–0.59] n 212"));
        QCOMPARE(cell(*view, 0, SignalsModel::GradeName), QStringLiteral("strong"));
        QCOMPARE(cell(*view, 0, SignalsModel::Lag), QStringLiteral("13"));
        QCOMPARE(cell(*view, 0, SignalsModel::Outcome), QStringLiteral("✓ hit · open"));
        const QModelIndex outcomes = view->model().index(0, SignalsModel::Outcome);
        QCOMPARE(outcomes.data(kTokenRole).toInt(), static_cast<int>(Token::Ok));
        QVERIFY(cell(*view, 0, SignalsModel::Reasons).contains(QStringLiteral("not better than chance")));
        QCOMPARE(cell(*view, 0, SignalsModel::Params), QStringLiteral("3f2a9c01"));
        QCOMPARE(view->model().index(0, SignalsModel::P10).data(kTokenRole).toInt(), static_cast<int>(Token::Text2));
        desk.give(outcome(200, 20, OutcomeLabel::Miss));
        desk.pull();
        view->refresh();
        QCOMPARE(cell(*view, 0, SignalsModel::Outcome), QStringLiteral("✓ hit · ✗ miss"));
        QCOMPARE(outcomes.data(kTokenRole).toInt(), static_cast<int>(Token::Text));  // green would hide the miss
    }
    void aProbabilityThatIsNotThereIsNoNumber() {
        Probability p;
        QCOMPARE(probabilityText(p), QStringLiteral("not calibrated"));
        p.reason = Reason::Insufficient;
        p.n = 23;
        QCOMPARE(probabilityText(p), QStringLiteral("insufficient n 23/%1").arg(EvaluateConfig().calibrate_min));
        p.reason = Reason::Drifted;
        QVERIFY(!probabilityText(p).contains(QLatin1Char('0')));
        p = {Reason::None, 0.61, 0.55, 0.67, 300};
        QVERIFY(!noBetterThanChance(p));
        QVERIFY(!probabilitySentence(p, 10).contains(QStringLiteral("chance")));
        p.lo = 0.49;
        QVERIFY(probabilitySentence(p, 10).endsWith(QStringLiteral("not better than chance")));
    }
    void halfTicksStayExact() {
        api::MarketView view;
        view.price_digits = 2;
        view.price_shown = 1;
        QCOMPARE(price2Text(view, 1'282'410), QStringLiteral("6,412.05"));
        QCOMPARE(price2Text(view, 1'282'400), QStringLiteral("6,412.0"));
    }

    void withheldAndSuppressedRowsAreDimmedAndCanBeHidden() {
        Desk desk;
        desk.give(item(ItemKind::Event, 200));
        desk.give(item(ItemKind::Withheld, 230));
        desk.give(item(ItemKind::Suppressed, 260));
        desk.pull();
        const auto view = desk.open();
        SignalsModel& model = view->model();
        QCOMPARE(model.rowCount(), 3);  // nothing is hidden unless asked for
        QCOMPARE(cell(*view, 0, SignalsModel::Outcome), QStringLiteral("suppressed"));
        QCOMPARE(cell(*view, 0, SignalsModel::Reasons), QStringLiteral("score too low"));
        QCOMPARE(cell(*view, 1, SignalsModel::Outcome), QStringLiteral("withheld"));
        QCOMPARE(cell(*view, 1, SignalsModel::Reasons), QStringLiteral("gap in the data"));
        QCOMPARE(cell(*view, 1, SignalsModel::Score), QStringLiteral("—"));
        for (const int row : {0, 1})
            for (int column = 0; column < SignalsModel::ColumnCount; ++column)
                QCOMPARE(model.index(row, column).data(kTokenRole).toInt(), static_cast<int>(Token::Text3));
        button(*view, QStringLiteral("Withheld"))->click();
        QCOMPARE(model.rowCount(), 2);
        button(*view, QStringLiteral("Suppressed"))->click();
        QCOMPARE(model.rowCount(), 1);
        view->findChild<QLineEdit*>()->setText(QStringLiteral("hidden"));
        QCOMPARE(model.rowCount(), 0);
        view->findChild<QLineEdit*>()->setText(QStringLiteral("btc-usdt"));
        QCOMPARE(model.rowCount(), 1);
    }
    void choosingARowTellsTheHub() {
        Desk desk;
        desk.give(item(ItemKind::Event, 200, 1));
        desk.give(item(ItemKind::Event, 230, 2));
        desk.pull();
        const auto view = desk.open();
        QSignalSpy chosen(&desk.hub, &Hub::signalChosen);
        view->table().selectRow(1);
        QCOMPARE(desk.hub.chosenSignal(), std::uint64_t{1});
        QCOMPARE(desk.hub.focused(), 1);
        QTest::keyClick(&view->table(), Qt::Key_Up);
        QCOMPARE(desk.hub.chosenSignal(), std::uint64_t{2});
        QCOMPARE(chosen.count(), 2);
        // New rows come on top; the choice stays on its row.
        desk.give(item(ItemKind::Event, 260));
        desk.pull();
        view->refresh();
        QCOMPARE(view->table().currentIndex().row(), 1);
        QCOMPARE(chosen.count(), 2);
        desk.hub.chooseSignal(1);  // from the chart
        QCOMPARE(view->table().currentIndex().row(), 2);
    }
    void rowsAreCopiedWithTheirFullTime() {
        Desk desk;
        desk.give(item(ItemKind::Event, 200));
        desk.pull();
        const auto view = desk.open();
        view->table().selectRow(0);
        QTest::keyClick(&view->table(), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QVERIFY(lines.at(0).startsWith(QStringLiteral("detected\tsymbol\ttype")));
        QVERIFY2(lines.at(1).startsWith(
                     QStringLiteral("2026-03-01T14:03:20.000000000Z\tdemo.usdm.BTCUSDT\t▲ bull\tFUSION\t71.3")),
                 qPrintable(lines.at(1)));
    }
    void theFirstPaintIsReportedOnce() {
        Desk desk;
        for (int i = 0; i < 60; ++i) desk.give(item(i % 20 == 7 ? ItemKind::Withheld : ItemKind::Event, 200 + i));
        desk.pull();
        QVERIFY(desk.engine.painted.empty());
        const auto view = desk.open({1'600, 200});
        QTRY_VERIFY(!desk.engine.painted.empty());
        const std::size_t first = desk.engine.painted.size();
        QVERIFY2(first < 20, "rows out of sight were reported");
        view->table().viewport()->repaint();
        QCOMPARE(desk.engine.painted.size(), first);
        const api::EngineApi::Seen& seen = desk.engine.painted.front();
        QCOMPARE(seen.event_id, std::string("demo.usdm.BTCUSDT|1s|3f2a9c01|259"));
        QCOMPARE(seen.view, std::string_view("signals"));
        QCOMPARE(seen.score, 71.25);
        QCOMPARE(seen.p.n, 212U);
        view->table().scrollToBottom();
        QTRY_VERIFY(desk.engine.painted.size() > first);
    }
    void anEmptyTableSaysWhatItWaitsFor() {
        Desk desk;
        desk.engine.advance(37 * kNsPerSec);
        desk.pull();
        const auto view = desk.open();
        QCOMPARE(view->model().rowCount(), 0);
        const QString words = view->table().emptyText();
        QVERIFY2(words.startsWith(QStringLiteral("No signal since ")), qPrintable(words));
        QVERIFY2(words.contains(QStringLiteral("/%1 on ").arg(DivergenceConfig().warmup_min)), qPrintable(words));
    }
    void theModelStaysTrueThroughRandomChanges() {
        Random random(uitest::testSeed());
        Desk desk;
        SignalsModel model(desk.hub);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        std::int64_t index = 100;
        for (int operation = 0; operation < 1'500; ++operation) {
            switch (random.below(5)) {
                case 0:
                    desk.give(item(ItemKind::Suppressed, ++index));
                    break;
                case 1:
                    desk.give(item(ItemKind::Withheld, ++index));
                    break;
                case 2:
                    desk.give(outcome(index - static_cast<std::int64_t>(random.below(20)), 10, OutcomeLabel::Hit));
                    break;
                default:
                    desk.give(item(ItemKind::Event, ++index));
                    break;
            }
            if (random.below(4) == 0) {
                desk.pull();
                model.update();
            }
            if (random.below(200) == 0)
                model.setFilter({random.below(2) == 0, random.below(2) == 0,
                                 random.below(3) == 0 ? QStringLiteral("hit") : QString()});
        }
        desk.pull();
        model.setFilter({});
        model.update();
        QCOMPARE(model.rowCount(), static_cast<int>(desk.hub.signalLog().size()));
        for (int row = 1; row < model.rowCount(); ++row) QVERIFY(model.serialAt(row) < model.serialAt(row - 1));
    }
    void tenThousandRowsTakeANewOneInTime() {
        Desk desk;
        const auto view = desk.open();
        for (int i = 0; i < 12'000; ++i) desk.give(item(ItemKind::Event, 200 + i));
        desk.pull();
        view->refresh();
        QCOMPARE(view->model().rowCount(), static_cast<int>(SignalLog::kRowsMax));
        std::vector<double> spent_ms;
        for (int i = 0; i < 21; ++i) {
            desk.give(item(ItemKind::Event, 20'000 + i));
            desk.give(outcome(20'000 + i, 10, OutcomeLabel::Hit));
            desk.pull();
            QElapsedTimer timer;
            timer.start();
            view->refresh();
            spent_ms.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            QApplication::processEvents();
        }
        std::nth_element(spent_ms.begin(), spent_ms.begin() + 10, spent_ms.end());
        qInfo("median %.2f ms", spent_ms[10]);
        QVERIFY2(spent_ms[10] < 3, qPrintable(QString::number(spent_ms[10])));
    }
};

QTEST_MAIN(TestSignals)
#include "tst_signals.moc"
