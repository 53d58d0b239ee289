// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QTest>

#include "tests/ui/fake_engine.h"
#include "ui/hub.h"
#include "ui/panes/panes.h"
#include "ui/panes/signals/signal_detail_view.h"
#include "ui/panes/signals/signal_facts.h"
#include "ui/panes/signals/signal_picture.h"
#include "ui/panes/signals/signal_text.h"

using namespace bw;
using namespace bw::ui;

namespace {

struct Desk {
    uitest::FakeEngine engine{7};
    Hub hub{engine};
    Theme theme;
    Desk() {
        engine.fillHistory(20);
        for (int i = 0; i < 200; ++i) hub.pull();
    }
    /// Serial of the newest row of that kind; 0: none.
    [[nodiscard]] std::uint64_t newest(api::SignalItem::Kind kind) const {
        const SignalLog& log = hub.signalLog();
        for (std::uint64_t serial = log.last(); serial >= log.first(); --serial)
            if (log.find(serial)->item.kind == kind && log.find(serial)->item.event.type != SignalType::Conflict)
                return serial;
        return 0;
    }
    std::unique_ptr<SignalDetailView> open(QSize size = {760, 300}) {
        std::unique_ptr<SignalDetailView> view(
            dynamic_cast<SignalDetailView*>(makeSignalDetailView(hub, theme, nullptr)));
        view->resize(size);
        view->show();
        static_cast<void>(QTest::qWaitForWindowExposed(view.get()));
        view->refresh();
        QApplication::processEvents();
        return view;
    }
};

QString valueOf(const SignalFacts& facts, const QString& label) {
    for (const FactLine& line : facts.lines())
        if (line.label == label) return line.value;
    return {};
}

SignalEvent::Parts parts(double z, double p, Stat a, Stat c) {
    return {Stat::of(z), Stat::of(p), a, c};
}

}  // namespace

class TestSignalDetail : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// .35*.83 + .25*.48 + .25*.6 + .15*.4 = .6205; (.6205 - .20) / .60 = 70.08 %
    void theBarsGiveTheScore() {
        const ScoreSum sum = ScoreSum::of(parts(0.83, 0.48, Stat::of(0.6), Stat::of(0.4)), {});
        QVERIFY(std::abs(sum.weights - 1) < 1e-12);
        QVERIFY(std::abs(sum.parts[0].share - 0.2905) < 1e-12);
        QVERIFY(std::abs(sum.raw - 0.6205) < 1e-12);
        QVERIFY(std::abs(sum.score - 70.0833333) < 1e-6);
    }
    /// Without A and C: (.35*.83 + .25*.48) / .60 = .684166; (… - .20) / .60 = 80.69 %
    void aPartThatIsNotThereTakesNoWeight() {
        const ScoreSum sum =
            ScoreSum::of(parts(0.83, 0.48, Stat::none(Reason::NoTape), Stat::none(Reason::DegradedOfiOnly)), {});
        QVERIFY(std::abs(sum.weights - 0.6) < 1e-12);
        QVERIFY(std::abs(sum.score - 80.6944444) < 1e-6);
        QCOMPARE(sum.parts[2].share, 0.0);
        QCOMPARE(ScoreSum::of({}, {}).score, 0.0);
        QCOMPARE(ScoreSum::of(parts(0.1, 0.1, {}, {}), {}).score, 0.0);      // clamped
        QCOMPARE(ScoreSum::of(parts(0.99, 0.95, {}, {}), {}).score, 100.0);  // clamped
    }
    void everyScoreOnScreenAddsUp() {
        Desk desk;
        int events = 0;
        for (std::uint64_t serial = desk.hub.signalLog().first(); serial <= desk.hub.signalLog().last(); ++serial) {
            const SignalRow& row = *desk.hub.signalLog().find(serial);
            if (!row.judged()) continue;
            ++events;
            QVERIFY(std::abs(ScoreSum::of(row.item.event.parts, {}).score - row.item.event.score) < 0.05);
        }
        QVERIFY2(events > 10, qPrintable(QString::number(events)));
    }
    void itShowsTheNewestUntilOneIsChosen() {
        Desk desk;
        const auto view = desk.open();
        const SignalRow* newest = desk.hub.signalLog().newestEvent();
        QVERIFY(newest != nullptr);
        QCOMPARE(valueOf(view->facts(), QStringLiteral("ledger line")), QString::number(newest->item.ledger_seq));
        const std::uint64_t other = desk.newest(api::SignalItem::Kind::Suppressed);
        QVERIFY(other != 0);
        desk.hub.chooseSignal(other);
        QCOMPARE(valueOf(view->facts(), QStringLiteral("ledger line")),
                 QString::number(desk.hub.signalLog().find(other)->item.ledger_seq));
    }
    void theTimelineAndTheRecordAreThere() {
        Desk desk;
        const auto view = desk.open();
        const SignalRow* row = desk.hub.signalLog().newestEvent();
        for (const char* label : {"pivot A", "pivot B", "detected", "lag", "received", "painted", "reasons", "channel",
                                  "bucket", "settings", "ledger line", "event"})
            QVERIFY2(!valueOf(view->facts(), QLatin1StringView(label)).isEmpty(), label);
        QVERIFY(valueOf(view->facts(), QStringLiteral("lag")).endsWith(QStringLiteral("and 13.0 s after pivot B")));
        QCOMPARE(valueOf(view->facts(), QStringLiteral("settings")), QStringLiteral("3f2a9c0177d01e5c"));
        QCOMPARE(valueOf(view->facts(), QStringLiteral("painted")), QStringLiteral("not yet"));
        desk.hub.painted(row->serial, "chart");
        view->refresh();
        QVERIFY(valueOf(view->facts(), QStringLiteral("painted")) != QStringLiteral("not yet"));
        QVERIFY(view->picture().samplesShown() > 20);
    }
    void aScoreThatDoesNotAddUpIsSaid() {
        Desk desk;
        SignalRow row = *desk.hub.signalLog().newestEvent();
        SignalFacts facts(desk.theme);
        facts.resize(400, 300);
        facts.show(desk.hub, &row);
        const int before = facts.minimumHeight();
        row.item.event.score -= 5;
        facts.show(desk.hub, &row);
        QVERIFY(facts.minimumHeight() > before);  // one line more says that other weights were in force
    }
    void aWithheldPairHasNoScore() {
        Desk desk;
        const std::uint64_t serial = desk.newest(api::SignalItem::Kind::Withheld);
        QVERIFY2(serial != 0, "the history of the fake holds a gap");
        const auto view = desk.open();
        desk.hub.chooseSignal(serial);
        QCOMPARE(valueOf(view->facts(), QStringLiteral("reasons")), QStringLiteral("gap in the data"));
        QVERIFY(!view->facts().copyText().contains(QStringLiteral("Score")));
        static_cast<void>(view->grab());
    }
    void theFactsAreCopied() {
        Desk desk;
        const auto view = desk.open();
        QTest::keyClick(&view->facts(), Qt::Key_C, Qt::ControlModifier);
        const QString text = QGuiApplication::clipboard()->text();
        QVERIFY2(text.startsWith(QStringLiteral("Z strength\t")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("\nevent\tdemo.")));
    }
    void withoutASignalItSaysSo() {
        uitest::FakeEngine engine(7);
        Hub hub(engine);
        Theme theme;
        const std::unique_ptr<View> view(makeSignalDetailView(hub, theme, nullptr));
        for (const QSize size : {QSize(760, 300), QSize(220, 120)}) {
            view->resize(size);
            view->show();
            view->refresh();
            static_cast<void>(view->grab());
        }
        QVERIFY(view->findChild<SignalPicture*>()->accessibleDescription().isEmpty() ||
                view->findChild<SignalPicture*>()->accessibleDescription().startsWith(QStringLiteral("No signal yet")));
    }
};

QTEST_MAIN(TestSignalDetail)
#include "tst_signal_detail.moc"
