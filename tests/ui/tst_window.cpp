// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "tests/ui/window_fixture.h"
#include "ui/first_run/first_run_page.h"
#include "ui/main_window/banner.h"
#include "ui/main_window/bar_cell.h"
#include "ui/main_window/frame_loop.h"
#include "ui/main_window/kill_button.h"
#include "ui/main_window/top_bar.h"
#include "ui/view.h"

using namespace bw;
using namespace bw::ui;

Q_DECLARE_METATYPE(bw::ui::ThemeBase)

namespace {

const QStringList kViews{QStringLiteral("watchlist"), QStringLiteral("chart"), QStringLiteral("flow"),
                         QStringLiteral("risk"),      QStringLiteral("feeds"), QStringLiteral("latency"),
                         QStringLiteral("log"),       QStringLiteral("signals"), QStringLiteral("signal_detail"),
                         QStringLiteral("scoreboard"), QStringLiteral("evaluation"), QStringLiteral("orders"),
                         QStringLiteral("positions"),  QStringLiteral("alerts"), QStringLiteral("drill")};

bool isHan(QChar c) {
    return c.script() == QChar::Script_Han;
}

}  // namespace

class TestWindow : public QObject {
    Q_OBJECT
public:
    TestWindow() : m_look(*qApp) {}

private:
    Look m_look;

private Q_SLOTS:
    void init() {
        m_look.language.set(QStringLiteral("en"));
        m_look.theme.set(ThemeBase::Dark, MarketPalette::Intl);
        m_look.theme.setFontScalePct(100);
    }

    void nothingIsClipped_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("scale");
        QTest::addColumn<bool>("halted");
        for (const char* language : {"en", "zh_CN"})
            for (const QSize size : {QSize(1280, 720), QSize(1920, 1080)})
                for (const bool halted : {false, true})
                    QTest::addRow("%s %d%s", language, size.width(), halted ? " halted" : "")
                        << QString::fromLatin1(language) << size << 100 << halted;
        QTest::newRow("en 1920 at 150 %") << QStringLiteral("en") << QSize(1920, 1080) << 150 << true;
        QTest::newRow("zh 1920 at 150 %") << QStringLiteral("zh_CN") << QSize(1920, 1080) << 150 << true;
    }
    void nothingIsClipped() {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        QFETCH(int, scale);
        QFETCH(bool, halted);
        m_look.language.set(language);
        m_look.theme.setFontScalePct(scale);
        uitest::WindowFixture fixture(m_look, size);
        WindowOptions options;
        options.load_layout = false;
        MainWindow& window = fixture.open(options);
        QCOMPARE(window.size(), size);
        if (halted) {
            fixture.engine.kill("button", "kill button");
            fixture.engine.openGap(0, GapCause::Sequence);
            fixture.engine.setFeedState(1, FeedState::Down, Code::Connect, "");
        }
        fixture.run(300);
        // Top bar: each cell shows its texts whole, none overlaps its neighbour, all lie inside the window.
        int right = window.topBar().killButton()->geometry().right();
        for (const BarCell* cell : window.topBar().cells()) {
            if (!cell->isVisible()) continue;
            QVERIFY2(!cell->clipped(),
                     qPrintable(QString(cell->objectName() + u": " + cell->top() + u" / " + cell->bottom())));
            QVERIFY(cell->geometry().left() > right);
            right = cell->geometry().right();
            QVERIFY(cell->height() >= 24);
        }
        QVERIFY(right < window.width());
        const KillButton* kill = window.topBar().killButton();
        QCOMPARE(kill->mapTo(&window, QPoint(0, 0)), QPoint(0, 0));  // the same place in every language and size
        if (scale == 100) {
            QCOMPARE(kill->size(), QSize(136, 56));
            QCOMPARE(window.topBar().height(), 56);
        }
        QFont font = m_look.theme.uiFont(14);
        font.setBold(true);
        QVERIFY(QFontMetrics(font).horizontalAdvance(kill->label()) <= kill->width() - 8);
        // Every button everywhere holds its text, every visible child lies inside its parent.
        for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
            if (!button->isVisible()) continue;
            QVERIFY2(
                button->text().isEmpty() || button->fontMetrics().horizontalAdvance(button->text()) <= button->width(),
                qPrintable(button->text()));
        }
        for (const QString& id : kViews) QVERIFY(window.dock(id) != nullptr);
        const auto* table = window.dock(QStringLiteral("watchlist"))->findChild<QTableView*>();
        QVERIFY(table->columnViewportPosition(10) + table->columnWidth(10) <= table->viewport()->width());
    }

    void theKillControlNeverMoves() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        const auto place = [&] { return window.topBar().killButton()->mapTo(&window, QPoint(0, 0)); };
        const QPoint before = place();
        window.setLanguage(QStringLiteral("zh_CN"));
        window.setTheme(ThemeBase::Light);
        fixture.engine.kill("button", "x");
        fixture.run(200);
        QCOMPARE(place(), before);
        window.resize(1900, 1000);
        fixture.run(100);
        QCOMPARE(place(), before);
    }

    void languageSwitchLeavesNoTextOfTheOther() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        window.setLanguage(QStringLiteral("zh_CN"));
        fixture.run(600);
        QCOMPARE(window.dock(QStringLiteral("watchlist"))->windowTitle(), QStringLiteral("行情自选"));
        for (const QString& id : kViews) {
            const QString title = window.dock(id)->windowTitle();
            QVERIFY2(std::any_of(title.begin(), title.end(), isHan), qPrintable(title));
        }
        QCOMPARE(window.topBar().killButton()->label(), QStringLiteral("紧急停止"));
        window.setLanguage(QStringLiteral("en"));
        fixture.run(600);
        for (const QLabel* label : window.findChildren<QLabel*>()) {
            const QString text = label->text();
            QVERIFY2(std::none_of(text.begin(), text.end(), isHan), qPrintable(text));
        }
        for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
            const QString text = button->text();
            if (text == QStringLiteral("简体中文")) continue;  // a language is named in itself
            QVERIFY2(std::none_of(text.begin(), text.end(), isHan), qPrintable(text));
            const QString hint = button->toolTip() + button->accessibleName();
            QVERIFY2(std::none_of(hint.begin(), hint.end(), isHan), qPrintable(hint));
        }
        for (const QString& id : kViews) {
            const QString title = window.dock(id)->windowTitle();
            QVERIFY2(std::none_of(title.begin(), title.end(), isHan), qPrintable(title));
        }
    }

    void firstRunLeadsToTheDemo() {
        uitest::WindowFixture fixture(m_look);
        fixture.engine.run.first_run = true;
        MainWindow& window = fixture.open();
        QVERIFY(window.firstRun().isVisible());
        auto* start = window.firstRun().findChild<QPushButton*>(QStringLiteral("start_demo"));
        QTRY_VERIFY(start->hasFocus());  // Enter is enough
        QTest::keyClick(start, Qt::Key_Return);
        QCOMPARE(fixture.engine.choices.size(), std::size_t{1});
        QVERIFY(fixture.engine.choices[0].kind == api::SourceChoice::Kind::Demo);
        QVERIFY(!window.firstRun().isVisible());
    }

    void firstRunReadsItsFields() {
        uitest::WindowFixture fixture(m_look);
        fixture.engine.run.first_run = true;
        MainWindow& window = fixture.open();
        FirstRunPage& page = window.firstRun();
        const auto press = [&page](const char* name) {
            QTest::mouseClick(page.findChild<QPushButton*>(QLatin1StringView(name)), Qt::LeftButton);
        };
        const auto field = [&page](const char* name) { return page.findChild<QLineEdit*>(QLatin1StringView(name)); };
        field("mt5_port")->clear();
        press("start_mt5");
        QVERIFY(fixture.engine.choices.empty());
        QVERIFY(page.findChild<QLabel*>(QStringLiteral("first_run_error"))->isVisible());
        field("mt5_host")->setText(QStringLiteral("10.0.0.7"));
        field("mt5_port")->setText(QStringLiteral("6556"));
        press("start_mt5");
        QCOMPARE(fixture.engine.choices.at(0).endpoint, std::string("tcp://10.0.0.7:6556"));
        window.chooseSource();
        field("binance_symbols")->setText(QStringLiteral("btcusdt; ethusdt"));
        press("start_binance");
        QCOMPARE(fixture.engine.choices.at(1).symbols,
                 (std::vector<std::string>{"binance.usdm.BTCUSDT", "binance.usdm.ETHUSDT"}));
        window.chooseSource();
        field("binance_symbols")->setText(QStringLiteral("BTC-USDT"));
        press("start_binance");
        QCOMPARE(fixture.engine.choices.size(), std::size_t{2});
        field("recording_path")->setText(QStringLiteral("a folder"));
        press("start_recording");
        QCOMPARE(fixture.engine.choices.at(2).path, std::string("a folder"));
        QCOMPARE(fixture.engine.choices.at(2).format, std::string("journal"));
    }

    void aRefusedSourceSaysWhy() {
        uitest::WindowFixture fixture(m_look);
        fixture.engine.run.first_run = true;
        MainWindow& window = fixture.open();
        fixture.engine.refuse = Error{Code::Connect, "source", "10.0.0.7:5556"};
        QTest::mouseClick(window.firstRun().findChild<QPushButton*>(QStringLiteral("start_mt5")), Qt::LeftButton);
        QVERIFY(window.firstRun().isVisible());
        const QString text = window.firstRun().findChild<QLabel*>(QStringLiteral("first_run_error"))->text();
        QVERIFY2(text.contains(QStringLiteral("10.0.0.7:5556")), qPrintable(text));
    }

    void suggestedMarketColours() {
        QCOMPARE(FirstRunPage::paletteFor(QLocale(QLocale::Chinese, QLocale::China)), MarketPalette::Cn);
        QCOMPARE(FirstRunPage::paletteFor(QLocale(QLocale::Chinese, QLocale::Taiwan)), MarketPalette::Cn);
        QCOMPARE(FirstRunPage::paletteFor(QLocale(QLocale::Japanese)), MarketPalette::Cn);
        QCOMPARE(FirstRunPage::paletteFor(QLocale(QLocale::Korean)), MarketPalette::Cn);
        QCOMPARE(FirstRunPage::paletteFor(QLocale(QLocale::Chinese, QLocale::HongKong)), MarketPalette::Intl);
        QCOMPARE(FirstRunPage::paletteFor(QLocale(QLocale::German)), MarketPalette::Intl);
    }

    void aClickInTheWatchlistFocusesTheInstrument() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        auto* table = window.dock(QStringLiteral("watchlist"))->findChild<QTableView*>();
        QTRY_COMPARE(table->model()->rowCount(), 4);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table->visualRect(table->model()->index(2, 0)).center());
        QCOMPARE(window.hub().focused(), 2);
    }

    void chipsSpeakUp() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        const auto cell = [&](const char* name) {
            return window.topBar().findChild<BarCell*>(QLatin1StringView(name));
        };
        QCOMPARE(cell("data")->top(), QStringLiteral("0 gaps"));
        QCOMPARE(cell("mode")->tone(), Tone::NotLive);  // the demo is not live
        fixture.engine.openGap(0, GapCause::Sequence);
        fixture.engine.setFeedState(0, FeedState::Down, Code::Connect, "");
        QTRY_COMPARE(cell("data")->top(), QStringLiteral("▲ 1 gap"));
        QTRY_COMPARE(cell("feeds")->top(), QStringLiteral("▲ 1/2"));
        QCOMPARE(cell("feeds")->tone(), Tone::Critical);
        QTRY_COMPARE(cell("alerts")->top(), QStringLiteral("▲ 1"));
        QTest::mouseClick(cell("alerts"), Qt::LeftButton);
        QCOMPARE(cell("alerts")->top(), QStringLiteral("0"));
        fixture.engine.closeGaps(GapClose::Filled);
        QTRY_COMPARE(cell("data")->tone(), Tone::Quiet);
    }

    void notRecordingIsABanner() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        QVERIFY(window.banner().shownTexts().isEmpty());
        fixture.engine.setRecording(false, Code::DiskFull);
        QTRY_VERIFY(window.banner().shownTexts().join(QString()).contains(QStringLiteral("Not recording")));
        fixture.engine.setRecording(true, Code::Ok);
        QTRY_VERIFY(window.banner().shownTexts().isEmpty());
    }

    void anIdleWindowPaintsOnlyClocksAndAges() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        fixture.engine.setIdle(true);
        fixture.run(2'500);  // ages pass one second, rates settle
        const FrameStats before = window.frameStats();
        fixture.run(3'000);
        const FrameStats after = window.frameStats();
        const auto paints = after.paints - before.paints, clocks = after.clock_paints - before.clock_paints;
        QVERIFY2(after.frames - before.frames > 50, "the loop stood still");
        QVERIFY2(clocks <= 4 * 6, qPrintable(QString::number(clocks)));
        // The views' own ages: each at most once a second, with the viewport or label chain it lies in.
        QVERIFY2(paints - clocks <= 4 * 24, qPrintable(QString::number(paints - clocks)));
    }

    void aHiddenViewIsNotServedAndIsFullWhenShown() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        window.dock(QStringLiteral("watchlist"))->hide();
        fixture.run(100);
        auto* table = window.dock(QStringLiteral("watchlist"))->findChild<QTableView*>();
        QSignalSpy changed(table->model(), &QAbstractItemModel::dataChanged);
        fixture.run(500);
        QCOMPARE(changed.count(), 0);
        window.reveal(QStringLiteral("watchlist"));
        QVERIFY(changed.count() > 0);
    }

    void everyControlHasAName() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        for (const QAbstractButton* button : window.findChildren<QAbstractButton*>()) {
            if (!button->isVisible() || button->inherits("QTabBar") || button->parentWidget()->inherits("QTabBar") ||
                button->parentWidget()->inherits("QTableView"))
                continue;
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                     qPrintable(
                         QString(QLatin1StringView(button->metaObject()->className()) + u" " + button->objectName())));
        }
    }

    void longRunsOfFramesAreMeasured() {
        uitest::WindowFixture fixture(m_look, QSize(1920, 1080));
        MainWindow& window = fixture.open();
        fixture.run(1'500);
        const FrameStats& stats = window.frameStats();
        QVERIFY(stats.work.count() > 30);
        QVERIFY(stats.receive_to_paint.count() > 10);
        QVERIFY(stats.receive_to_paint.quantile(0.5) < 200 * kNsPerMs);
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
