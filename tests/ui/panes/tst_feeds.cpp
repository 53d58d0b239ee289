// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QApplication>
#include <QPainter>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>

#include "tests/ui/panes/panes_engine.h"
#include "ui/hub.h"
#include "ui/panes/common/pane_header.h"
#include "ui/panes/feeds/feeds_view.h"
#include "ui/panes/panes.h"
#include "ui/panes/watchlist/market_data.h"
#include "ui/texts.h"

using namespace bw;
using namespace bw::ui;

namespace {

using Look = api::RibbonLook;

class ResyncEngine : public uitest::PanesEngine {
public:
    using PanesEngine::PanesEngine;
    void resync(int instrument) override { resynced.push_back(instrument); }
    std::vector<int> resynced;
};

struct Desk {
    ResyncEngine engine{7};
    Hub hub{engine};
    Theme theme;
    RateMeter rates;
    StreamRibbons ribbons;
    Desk() { step(2 * kNsPerSec); }
    void step(std::int64_t ns) {
        engine.advance(ns);
        hub.pull();
    }
    api::StreamView& stream(int instrument, StreamKind kind) {
        return engine.viewOf(instrument).streams[static_cast<std::size_t>(kind)];
    }
    std::vector<TextRow> rows() { return streamRows(hub, rates, ribbons); }
};

int columnOf(const std::vector<TableColumn>& columns, const QString& title) {
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].title == title) return static_cast<int>(i);
    return -1;
}

const TextRow::Cell& cellOf(const TextRow& row, const QString& title) {
    return row.cells.at(static_cast<std::size_t>(columnOf(streamColumns(), title)));
}

const TextRow& rowOf(const std::vector<TextRow>& rows, const QString& id) {
    return *std::find_if(rows.begin(), rows.end(), [&](const TextRow& row) { return row.id == id; });
}

int countOf(const QImage& image, const QRect& area, const QColor& color) {
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            if (image.pixelColor(x, y).rgb() == color.rgb()) ++count;
    return count;
}

}  // namespace

class TestFeeds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void streamsAreWorstFirstInWords() {
        Desk desk;
        desk.stream(1, StreamKind::Top).state = FeedState::Down;
        desk.stream(2, StreamKind::Mark).expected = true;
        desk.stream(2, StreamKind::Mark).state = FeedState::Starved;
        desk.engine.openGap(0, GapCause::Sequence);
        desk.step(100 * kNsPerMs);
        const std::vector<TextRow> rows = desk.rows();
        QStringList words;
        for (const TextRow& row : rows) words << cellOf(row, QStringLiteral("state")).text.section(QLatin1Char(' '), 1);
        QCOMPARE(words.mid(0, 5), (QStringList{QStringLiteral("DOWN"), QStringLiteral("GAP"), QStringLiteral("STARVED"),
                                               QStringLiteral("CONNECTING"), QStringLiteral("CONNECTING")}));
        QCOMPARE(words.size(), 11);
        for (const QString& word : words.mid(5))
            QVERIFY2(word == QStringLiteral("SYNCED") || word == QStringLiteral("LIVE"), qPrintable(word));
    }
    void everyExpectedKindHasARow() {
        Desk desk;
        for (std::size_t kind = 0; kind < kStreamKinds; ++kind)
            desk.stream(0, static_cast<StreamKind>(kind)).expected = true;
        desk.step(100 * kNsPerMs);
        QStringList kinds;
        for (const TextRow& row : desk.rows())
            if (row.tag == 0) kinds << cellOf(row, QStringLiteral("stream")).text;
        kinds.sort();
        QStringList wanted;
        for (std::size_t kind = 0; kind < kStreamKinds; ++kind)
            wanted << texts::streamKind(static_cast<StreamKind>(kind));
        wanted.sort();
        QCOMPARE(kinds, wanted);
    }
    void aBookShowsWhatWasCheckedAndATapeWhatIsMissing() {
        Desk desk;
        api::MarketView& view = desk.engine.viewOf(0);
        view.checksums_ok = 12;
        view.checksums_bad = 1;
        view.ticker_equal = view.ticker_compared = 1'234;
        view.missing_ids = 7;
        view.backfilled = 5;
        desk.step(100 * kNsPerMs);
        const std::vector<TextRow> rows = desk.rows();
        const QString name = desk.hub.instrumentName(0);
        const TextRow& book = rowOf(rows, name + QStringLiteral("/0"));
        const TextRow& tape = rowOf(rows, name + QStringLiteral("/2"));
        QCOMPARE(cellOf(book, QStringLiteral("checksums")).text, QStringLiteral("12/1"));
        QCOMPARE(cellOf(book, QStringLiteral("checksums")).token, Token::Crit);
        QCOMPARE(cellOf(book, QStringLiteral("ticker")).text, QStringLiteral("1,234/1,234"));
        QVERIFY(cellOf(book, QStringLiteral("missing")).text.isEmpty());
        QCOMPARE(cellOf(tape, QStringLiteral("missing")).text, QStringLiteral("7"));
        QCOMPARE(cellOf(tape, QStringLiteral("filled")).text, QStringLiteral("5"));
        QVERIFY(cellOf(tape, QStringLiteral("integrity")).text.endsWith(QStringLiteral("proven")));
        const TextRow& ticks = rowOf(rows, desk.hub.instrumentName(3) + QStringLiteral("/3"));
        QVERIFY(cellOf(ticks, QStringLiteral("integrity")).tooltip.contains(QStringLiteral("no proof available")));
    }
    void anUnchangedRibbonKeepsItsPointer() {
        Desk desk;
        const RibbonPtr first = desk.ribbons.of(desk.hub, 0, StreamKind::Book, kRibbonHourNs);
        QCOMPARE(desk.ribbons.of(desk.hub, 0, StreamKind::Book, kRibbonHourNs), first);
        desk.engine.openGap(0, GapCause::Sequence);
        desk.step(100 * kNsPerMs);
        const RibbonPtr broken = desk.ribbons.of(desk.hub, 0, StreamKind::Book, kRibbonHourNs);
        QVERIFY(broken != first);
        QCOMPARE(broken->spans.back().look, Look::Gap);
        QCOMPARE(desk.ribbons.of(desk.hub, 1, StreamKind::Book, kRibbonHourNs)->spans.back().look, Look::Proven);
        QCOMPARE(ribbonSpanNs(desk.hub), kRibbonHourNs);
        desk.engine.setIdle(true);
        desk.step(2 * kRibbonHourNs);
        QCOMPARE(ribbonSpanNs(desk.hub), kRibbonDayNs);
        // Silent for long: nothing is claimed about that time.
        QCOMPARE(desk.ribbons.of(desk.hub, 1, StreamKind::Book, kRibbonHourNs)->spans.back().look, Look::Recovering);
    }
    void eachLookHasItsPaint() {
        Theme theme;
        QImage image(120, 20, QImage::Format_RGB32);
        image.fill(theme.color(Token::Bg1));
        QPainter painter(&image);
        const api::Ribbon ribbon{{0, 20, Look::Nothing},   {20, 50, Look::Proven},     {50, 51, Look::Gap},
                                 {51, 70, Look::Unproven}, {70, 90, Look::Recovering}, {90, 110, Look::Gap},
                                 {110, 120, Look::Proven}};
        paintRibbon(painter, theme, QRectF(0, 8, 120, 4), ribbon, 0, 120, /*overhang=*/3);
        painter.end();
        const QColor ok = theme.color(Token::Ok), crit = theme.color(Token::Crit), empty = theme.color(Token::Bg2);
        QCOMPARE(countOf(image, QRect(0, 8, 20, 4), empty), 80);
        QCOMPARE(countOf(image, QRect(20, 8, 30, 4), ok), 120);
        QCOMPARE(countOf(image, QRect(50, 5, 2, 10), crit), 20);  // one unit of time, two pixels, over the full height
        const int dots = countOf(image, QRect(52, 8, 18, 4), theme.color(Token::Text3));
        QVERIFY2(dots >= 12 && dots <= 24, qPrintable(QString::number(dots)));
        const int amber = countOf(image, QRect(70, 8, 20, 4), theme.color(Token::NotLive));
        QVERIFY2(amber >= 10 && amber <= 40, qPrintable(QString::number(amber)));
        const int red = countOf(image, QRect(90, 5, 20, 10), crit);
        QVERIFY2(red > 40 && red < 160, qPrintable(QString::number(red)));  // hatched, not filled
        QCOMPARE(countOf(image, QRect(110, 8, 10, 4), ok), 40);
    }
    void aGapStaysVisibleAtEveryZoom() {
        Theme theme;
        for (const std::int64_t span_ns : {kNsPerSec, 3'600 * kNsPerSec, 30 * 86'400 * kNsPerSec}) {
            QImage image(72, 10, QImage::Format_RGB32);
            QPainter painter(&image);
            const api::Ribbon ribbon{{0, span_ns - 1, Look::Proven}, {span_ns - 1, span_ns, Look::Gap}};
            paintRibbon(painter, theme, QRectF(0, 3, 72, 4), ribbon, 0, span_ns);
            painter.end();
            QCOMPARE(countOf(image, QRect(70, 3, 2, 4), theme.color(Token::Crit)), 8);
        }
    }
    void theStreamsTablePaintsItsRibbonAndResyncsByKeyboard() {
        Desk desk;
        std::unique_ptr<FeedsView> view(dynamic_cast<FeedsView*>(makeFeedsView(desk.hub, desk.theme, nullptr)));
        view->resize(1'200, 300);
        view->show();
        QVERIFY(QTest::qWaitForWindowExposed(view.get()));
        view->showPage(FeedsView::Page::Streams);
        QTableView* table = nullptr;
        for (auto* one : view->findChildren<QTableView*>())
            if (one->isVisible()) table = one;
        QVERIFY(table);
        const int column = columnOf(streamColumns(), QStringLiteral("integrity"));
        QVERIFY(!table->isColumnHidden(column));
        const QImage image = table->viewport()->grab().toImage();
        int proven = 0;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            proven +=
                countOf(image, table->visualRect(table->model()->index(row, column)), desk.theme.color(Token::Ok));
        QVERIFY(proven > 0);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Down);
        const QString chosen = table->model()->index(1, 0).data().toString();
        QTest::keyClick(table, Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.engine.resynced.size(), std::size_t{1});
        QCOMPARE(desk.hub.instrumentName(desk.engine.resynced[0]), chosen);
        view->showPage(FeedsView::Page::Gaps);
        QTest::keyClick(view.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.engine.resynced.size(), std::size_t{1});
    }
    void pagesAreReachedByKeyboard() {
        Desk desk;
        const std::unique_ptr<View> view(makeFeedsView(desk.hub, desk.theme, nullptr));
        view->resize(900, 300);
        view->show();
        QVERIFY(QTest::qWaitForWindowExposed(view.get()));
        QList<QAbstractButton*> pages;
        for (auto* button : view->findChildren<QAbstractButton*>())
            if (button->isVisible() && button->isCheckable()) pages.append(button);
        QCOMPARE(pages.size(), 3);
        pages[0]->setFocus();
        QTest::keyClick(pages[0], Qt::Key_Right);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(pages[1]->isChecked());
        QVERIFY(view->findChild<QStackedWidget*>()->currentIndex() == 1);
    }
    void aFailedSourceSaysWhatAndHowToMendIt() {
        Desk desk;
        desk.engine.setFeedState(0, FeedState::Down, Code::ProxyAuth, "407 from proxy.local:3128");
        desk.step(kNsPerSec);
        RateMeter rates;
        const std::vector<TextRow> rows = sourceRows(desk.hub, rates);
        const auto& cell =
            rows.front().cells.at(static_cast<std::size_t>(columnOf(sourceColumns(), QStringLiteral("last error"))));
        QCOMPARE(cell.text, QStringLiteral("proxy_auth · 407 from proxy.local:3128"));
        QVERIFY(cell.tooltip.contains(QStringLiteral("network settings")));
    }
    void aHeaderDropsItsRibbonBeforeItsWords() {
        Theme theme;
        QWidget pane;
        PaneHeader header(theme, &pane);
        header.setSubject(QStringLiteral("BTC-USDT · demo.usdm"));
        header.setState({QStringLiteral("LIVE"), Loudness::Quiet});
        RibbonView ribbon{{{0, 10, Look::Proven}}, 0, 10, true};
        header.setRibbon(std::make_shared<const RibbonView>(ribbon));
        header.resize(600, header.height());
        pane.resize(600, 60);
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        auto* strip = header.findChild<RibbonStrip*>();
        QVERIFY(strip && strip->isVisible());
        QCOMPARE(strip->accessibleDescription(), QStringLiteral("100.0% proven"));
        QCOMPARE(countOf(strip->grab().toImage(), strip->rect(), theme.color(Token::Ok)), strip->width() * 4);
        header.resize(220, header.height());
        QVERIFY(!strip->isVisible());
    }
    void marketFiguresSayWhatIsAbsent() {
        Desk desk;
        api::MarketView& view = desk.engine.viewOf(0);
        const std::int64_t now_ns = desk.engine.wallNow().ns;
        view.streams[static_cast<std::size_t>(StreamKind::Funding)].expected = true;
        view.streams[static_cast<std::size_t>(StreamKind::Liquidation)].expected = true;
        view.low_rate.mark = {6412051, -2};
        view.low_rate.mark_time = EventTime{now_ns - 3 * kNsPerSec};
        view.low_rate.funding_rate = {-125, -6};
        view.low_rate.funding_time = EventTime{now_ns - kNsPerSec};
        view.low_rate.next_funding = EventTime{now_ns + 3 * 3'600 * kNsPerSec + 12 * kNsPerMin + 30 * kNsPerSec};
        desk.step(100 * kNsPerMs);
        const std::vector<MarketFigure> figures = marketFigures(desk.hub, 0, format::UnitWords::En);
        QCOMPARE(figures.size(), std::size_t{7});
        QCOMPARE(figures[0].value, QStringLiteral("64,120.5"));
        QCOMPARE(figures[0].age, QStringLiteral("3 s"));
        QCOMPARE(figures[1].value, format::missing());  // no index
        QCOMPARE(figures[2].value, QStringLiteral("−0.0125% in 3 h 12 min"));
        QCOMPARE(figures[4].value, format::missing());
        QVERIFY(figures[4].tooltip.contains(QStringLiteral("nothing has arrived yet")));
        QVERIFY(figures[5].tooltip.contains(QStringLiteral("does not send it")));
        QVERIFY(figures[5].age.isEmpty());
    }
    void noticesOfTheFeedSayWhatHappened() {
        api::Notice notice;
        notice.kind = api::Notice::Kind::Info;
        notice.code = Code::DataStarved;
        notice.instrument = 0;
        notice.stream = StreamKind::Trade;
        notice.text = "trade";
        notice.text2 = "STARVED";
        notice.a = 61'000;
        QCOMPARE(texts::notice(notice, QStringLiteral("x")),
                 QStringLiteral("x: no trades for 1 min although the connection delivers; subscribing again"));
        notice.text2 = "LIVE";
        QCOMPARE(texts::notice(notice, QStringLiteral("x")), QStringLiteral("x: trades back after 1 min"));
        notice.code = Code::ChecksumUntrusted;
        QVERIFY(texts::notice(notice, QStringLiteral("x")).endsWith(QStringLiteral("(CHECKSUM_UNTRUSTED)")));
        for (const Code code : {Code::TlsExpired, Code::TlsPin, Code::ProxyAuth, Code::Blocked, Code::HostBanned,
                                Code::CurveRefused, Code::DataStarved, Code::FormatDrift, Code::LevelAnomaly})
            QVERIFY2(!texts::codeWords(code).isEmpty() && !texts::codeHelp(code).isEmpty(), codeName(code).data());
    }
};

QTEST_MAIN(TestFeeds)
#include "tst_feeds.moc"
