// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/engine/replay_source.h"
#include "engine_test.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

class TestPipeline : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBookStartsByStreamThenSnapshot() {
        Engine e;
        QCOMPARE(e.stream(depth(80, 90, "[]", "[]")), FrameClass::Buffered);
        QCOMPARE(e.sink.requests.size(), std::size_t{1});
        QCOMPARE(e.sink.requests[0].instrument, std::string("binance.usdm.BTCUSDT"));
        QCOMPARE(e.sink.requests[0].gen, 1U);
        QCOMPARE(e.answer(100, 1), FrameClass::Applied);
        QVERIFY(e.instrument().sync().synced());
        QCOMPARE(e.classOf(FrameClass::Buffered), 0U);
        QCOMPARE(e.classOf(FrameClass::Control), 1U);
        QVERIFY(e.sink.gaps.empty() && e.balanced());
    }

    void aLostLineIsAGapOnEachStream_data() {
        QTest::addColumn<QByteArray>("control");
        QTest::addColumn<int>("cause");
        const auto row = [](const char* name, const char* control, GapCause cause) {
            QTest::newRow(name) << QByteArray(control) << static_cast<int>(cause);
        };
        row("close", R"({"ctl":"close","code":1006,"by":"peer","reason":""})", GapCause::Disconnect);
        row("fail", R"({"ctl":"fail","code":"http_451","detail":"no","retry_ms":1730})", GapCause::Disconnect);
        row("drop", R"({"ctl":"drop","n":412,"first_mono_ns":1,"last_mono_ns":2})", GapCause::QueueDrop);
        row("resume", R"({"ctl":"resume","slept_ms":30211})", GapCause::Resume);
        row("journal gap", R"({"ctl":"journal_gap"})", GapCause::JournalFull);
    }
    void aLostLineIsAGapOnEachStream() {
        QFETCH(QByteArray, control);
        QFETCH(int, cause);
        Engine e;
        e.running();
        QCOMPARE(e.control(control.toStdString()), FrameClass::Control);
        QCOMPARE(e.sink.gaps.size(), std::size_t{2});
        QCOMPARE(e.sink.gaps[0].stream, StreamKind::Book);
        QCOMPARE(e.sink.gaps[1].stream, StreamKind::Trade);
        for (const api::GapRow& gap : e.sink.gaps) QCOMPARE(static_cast<int>(gap.cause), cause);
        QCOMPARE(e.sink.gaps[0].first_missing, 101U);
        QCOMPARE(e.sink.gaps[1].first_missing, 1'001U);
        e.control(control.toStdString());  // the same loss again
        QCOMPARE(e.sink.gaps.size(), std::size_t{2});
        QVERIFY(e.balanced());
    }
    void anotherMarketsLossIsNotOurs() {
        Engine e;
        e.running();
        e.frame("binance.spot/pub#1!", R"({"ctl":"drop","n":1})");
        e.frame("binance.usdm/rest!", R"({"ctl":"fail","code":"timeout"})");  // a REST failure is no lost stream
        QVERIFY(e.sink.gaps.empty());
    }
    void afterAReconnectIdsThatRunOnBridgeTheGaps() {
        Engine e;
        e.running();
        e.control(R"({"ctl":"close","code":1000})");
        e.control(R"({"ctl":"open","url":"x"})");
        e.stream(tradeText(1'001, "100.5", "1", false));
        e.stream(depth(95, 105, R"([["100.0","5"]])", "[]"));
        QCOMPARE(e.sink.gaps.size(), std::size_t{4});
        QCOMPARE(e.sink.gaps[2].close, GapClose::Bridged);
        QCOMPARE(e.sink.gaps[3].close, GapClose::Bridged);
        QVERIFY(e.instrument().sync().synced());
        QCOMPARE(e.instrument().ids().missing(), 0U);
    }
    void afterAReconnectMissingIdsAreTheGap() {
        Engine e;
        e.running();
        e.control(R"({"ctl":"close","code":1006})");
        e.stream(tradeText(1'000, "100.5", "1", false));  // known already: says nothing about what follows
        QCOMPARE(e.sink.gaps.size(), std::size_t{2});
        e.stream(tradeText(1'011, "100.5", "1", false));
        const api::GapRow& gap = e.sink.gaps.back();
        QCOMPARE(gap.first_missing, 1'001U);
        QCOMPARE(gap.last_missing, 1'010U);
        QCOMPARE(gap.cause, GapCause::Disconnect);
        QCOMPARE(e.instrument().ids().missing(), 10U);
    }

    void tradeIdsBelowTheFirstAndFrozenOnesAreGaps() {
        Engine e;
        e.running();
        e.stream(tradeText(990, "100.5", "1", false));
        QCOMPARE(e.sink.gaps.size(), std::size_t{1});
        QCOMPARE(e.sink.gaps[0].first_missing, 991U);
        QCOMPARE(e.sink.gaps[0].last_missing, 999U);
        for (std::uint64_t n = 1; n <= 1'024; ++n) e.stream(tradeText(1'000 + 2 * n, "100.5", "1", false));
        const api::GapRow& closed = e.sink.gaps[e.sink.gaps.size() - 1];
        QCOMPARE(closed.gap_id, 1U);
        QCOMPARE(closed.close, GapClose::Unfillable);
        std::uint64_t missing = 0;  // loss equation L1t: widths of the gaps that were not filled
        for (const api::GapRow& gap : e.sink.gaps)
            if (gap.close == GapClose::Open) missing += gap.last_missing - gap.first_missing + 1;
        QCOMPARE(e.instrument().ids().missing(), missing);
        QCOMPARE(e.pipeline.gaps().openGaps().size(), std::size_t{1'024});
    }
    void swappedTradesAreReorderedAndCountedOnce() {
        Engine e;
        e.running();
        e.stream(tradeText(1'002, "100.5", "2", true));
        e.stream(tradeText(1'001, "100.5", "4", false));
        QCOMPARE(e.sink.gaps.size(), std::size_t{2});
        QCOMPARE(e.sink.gaps[1].close, GapClose::Reordered);
        e.stream(tradeText(1'001, "100.5", "4", false));
        QCOMPARE(e.instrument().ids().duplicates(), 1U);
        QCOMPARE(formatUnits(e.instrument().cvd().level(), 8), std::string("3.00000000"));
        QVERIFY(!e.instrument().cvd().approximate());
    }

    void aStampFarAheadIsNotBelievedAlone() {
        Engine e;
        e.running();
        e.now_ms = 1'000;
        e.stream(tradeText(1'001, "100", "1", false, 1'000));
        e.stream(tradeText(1'002, "100", "1", false, 400'000'000'000));  // 12 years ahead
        e.stream(tradeText(1'003, "100", "1", false, 1'100));
        e.pipeline.onTimer({kWallNs + 10 * kNsPerSec}, {11 * kNsPerSec});
        std::uint64_t count = 0;
        for (const api::DisplayItem& item : e.sink.items)
            if (item.kind == api::DisplayItem::Kind::Bar && item.bar.period_s == 1) {
                count += item.bar.count;
                QVERIFY(item.bar.open_time.ns <= kWallNs + 2 * kNsPerSec);
            }
        QCOMPARE(count, 4U);
        // Three in a row are a clock that was set.
        for (std::uint64_t id = 1'004; id < 1'007; ++id) e.stream(tradeText(id, "100", "1", false, 7'200'000));
        api::MarketView view;
        e.instrument().fillView(view);
        QCOMPARE(view.second.open_time.ns, kWallNs + 7'200 * kNsPerSec);
        QCOMPARE(view.second.count, 1U);
    }
    void afterABrokenLineALeapIsBelievedAtOnce() {
        Engine e;
        e.running();
        e.control(R"({"ctl":"resume","slept_ms":3600000})");
        e.stream(tradeText(1'001, "100", "1", false, 3'600'000));
        api::MarketView view;
        e.instrument().fillView(view);
        QCOMPARE(view.second.open_time.ns, kWallNs + 3'600 * kNsPerSec);
    }

    void tickerIdsThatBeginAgainAreAGapAndGoOn() {
        Engine e;
        e.running();
        e.stream(ticker(9'000'000, "100", "1", "101", "1"));  // one damaged digit
        for (std::uint64_t n = 0; n < 30; ++n) {
            e.now_ms += 100;
            e.stream(ticker(200 + n, "100", std::to_string(n + 1), "101", "1", e.now_ms));
        }
        api::MarketView view;
        e.instrument().fillView(view);
        QCOMPARE(view.top.bid.qty.units, 30 * kPow10[8]);
        QCOMPARE(e.sink.gaps.size(), std::size_t{2});
        QCOMPARE(e.sink.gaps[0].stream, StreamKind::Top);
        QCOMPARE(e.sink.gaps[1].close, GapClose::Unfillable);
    }

    void aCatalogueComesTooLateForAnInstrumentThatRuns() {
        constexpr std::string_view kCatalogue =
            R"({"symbols":[{"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.10"},{"filterType":"LOT_SIZE","stepSize":"0.001"}]}]})";
        const auto catalogue = [&](Engine& e) {
            e.frame("binance.usdm/rest!", R"({"ctl":"rest","purpose":"catalogue","status":200})");
            QCOMPARE(e.frame("binance.usdm/rest", kCatalogue), FrameClass::Control);
        };
        Engine late;
        late.stream(ticker(1, "100.0", "1", "101.0", "1"));
        catalogue(late);
        late.stream(ticker(2, "100.0", "3", "101.0", "1"));
        QCOMPARE(late.instrument().digits().price, kDefaultDigits);
        QCOMPARE(formatUnits(late.instrument().ofiL1(), kDefaultDigits), std::string("2.00000000"));
        Engine early;
        catalogue(early);
        early.stream(ticker(1, "100.0", "1", "101.0", "1"));
        QCOMPARE(early.instrument().digits().price, kDefaultDigits);
        QCOMPARE(early.instrument().digits().qty, 7);  // orders older than a change of step are finer than it
    }

    void whatCannotBeReadHasOneCode_data() {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* source, const char* text, Code code) {
            QTest::newRow(name) << QByteArray(source) << QByteArray(text) << static_cast<int>(code);
        };
        row("an empty frame", "binance.usdm/pub#1", "", Code::JsonSyntax);
        row("a source nobody knows", "kraken/pub#1", "{}", Code::StreamUnknown);
        row("a source without a line", "binance.usdm", "{}", Code::StreamUnknown);
        row("an empty name", "", "{}", Code::StreamUnknown);
        row("a control frame that is none", "binance.usdm/pub#1!", "close", Code::JsonSyntax);
        row("a body nobody asked for", "binance.usdm/rest", "[]", Code::FieldType);
    }
    void whatCannotBeReadHasOneCode() {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        Engine e;
        QCOMPARE(e.frame(source.toStdString(), text.toStdString()), FrameClass::Rejected);
        QCOMPARE(e.rejectsOf(static_cast<Code>(code)), 1U);
        QCOMPARE(e.classOf(FrameClass::Rejected), 1U);
        QVERIFY(e.balanced());
    }
    void aKlineAnswerForNobodyIsRefused() {
        Engine e;
        for (const char* instrument : {"", "x", "binance.spot.BTCUSDT"}) {
            e.frame(
                "binance.usdm/rest!",
                std::string(R"({"ctl":"rest","purpose":"klines","status":200,"instrument":")") + instrument + "\"}");
            QCOMPARE(e.frame("binance.usdm/rest", "[]"), FrameClass::Rejected);
        }
        QCOMPARE(e.rejectsOf(Code::SymbolUnknown), 3U);
        QCOMPARE(e.pipeline.instrumentCount(), 0);
    }
    void aRecordedLineOfAStampAloneIsRefused() {
        const QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("lines.txt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(("1700000000000000000 " + tradeText(1, "1", "1", true) + "\n1700000000100000000\n1700000000200000000 \n")
                       .c_str());
        file.close();
        ReplayOptions options;
        options.paths = {file.fileName().toStdString()};
        options.format = "ts-json";
        options.venue = "binance.usdm";
        auto source = ReplaySource::open(options);
        QVERIFY(source);
        Engine e;
        ReplayItem item;
        for (auto more = (*source)->next(item); more && *more; more = (*source)->next(item)) {
            if (item.kind != ReplayItem::Kind::Frame) continue;
            if (item.stamp_code != Code::Ok)
                e.pipeline.onUnreadable(item.frame, item.stamp_code);
            else
                e.pipeline.onFrame(item.frame);
        }
        QCOMPARE(e.classOf(FrameClass::Applied), 1U);
        QCOMPARE(e.classOf(FrameClass::Rejected), 2U);
        QVERIFY(e.balanced());
    }
    void instrumentsAreBounded() {
        Engine e;
        const auto of = [](int n) {
            const std::string symbol = "C" + std::to_string(n) + "USDT";
            return "{\"e\":\"bookTicker\",\"u\":1,\"s\":\"" + symbol +
                   "\",\"b\":\"1\",\"B\":\"1\",\"a\":\"2\",\"A\":\"1\"}";
        };
        for (int n = 0; n < Pipeline::kInstrumentsMax; ++n) QCOMPARE(e.stream(of(n)), FrameClass::Applied);
        QCOMPARE(e.stream(of(Pipeline::kInstrumentsMax)), FrameClass::Rejected);
        QCOMPARE(e.rejectsOf(Code::TooManyInstruments), 1U);
        QCOMPARE(e.stream(of(3)), FrameClass::Applied);
    }

    void theOperatorsResyncIsAManualGapAndANewGeneration() {
        Engine e;
        e.running();
        e.now_ms = 1'000;
        e.control(R"({"ctl":"resync","instrument":"binance.usdm.BTCUSDT"})");
        QCOMPARE(e.sink.gaps.back().cause, GapCause::Manual);
        QCOMPARE(e.sink.requests.size(), std::size_t{2});
        QCOMPARE(e.answer(150, e.sink.requests.back().gen), FrameClass::Applied);
        QCOMPARE(e.instrument().sync().generation(), 2U);
        QCOMPARE(e.sink.gaps.back().close, GapClose::Unfillable);
        e.control(R"({"ctl":"resync","instrument":"binance.usdm.NOBODY"})");
        QVERIFY(e.balanced());
    }

    void whatIsNotRecordedTouchesNoStateThatCounts() {
        Engine e;
        e.running();
        e.stream(ticker(50, "100", "1", "101", "1"));
        const std::string ledger = e.pipeline.ledger().sha256Hex();
        const Int128 ofi = e.instrument().ofiL1();
        const std::uint64_t frames = e.pipeline.counters().frames;
        for (const std::string& text : {tradeText(1'001, "777", "5", false), ticker(60, "700", "9", "800", "1"),
                                        depth(100, 110, R"([["100.0","7"]])", "[]"), std::string("{")}) {
            const FrameBytes bytes(text);
            e.pipeline.onUnrecorded({"binance.usdm/pub#1", {kWallNs}, {kNsPerSec}, bytes.view()});
        }
        api::MarketView view;
        e.instrument().fillView(view);
        QCOMPARE(view.last.units, 777 * kPow10[8]);  // the screen follows
        QCOMPARE(view.top.bid.price.units, 700 * kPow10[8]);
        QCOMPARE(view.trades, 1U);
        QVERIFY(e.instrument().ofiL1() == ofi);
        QCOMPARE(e.instrument().ids().last(), 1'000U);
        QCOMPARE(e.instrument().sync().lastId(), 100U);
        QCOMPARE(e.pipeline.counters().frames, frames);
        QCOMPARE(e.pipeline.ledger().sha256Hex(), ledger);
        e.pipeline.onJournalGap(GapCause::JournalFull, {kWallNs}, {2 * kNsPerSec});
        e.instrument().fillView(view);
        QVERIFY(view.last.units != 777 * kPow10[8]);
        QVERIFY(!e.instrument().sync().synced());  // resynced, so that live and replay stay equal
    }
};

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
