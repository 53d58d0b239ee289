// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "core/engine/replay_source.h"
#include "core/engine/runner.h"
#include "core/model/random.h"
#include "engine_test.h"
#include "tests/unit/journal/journal_test.h"
#include "tests/unit/transport/fake_clock.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

namespace {

/// The market of one I/O thread: what it pushes next, seeded, with losses and broken lines among it.
class Market {
public:
    Market(std::string venue, std::uint64_t seed) : m_venue(std::move(venue)), m_random(seed) {}

    struct Out {
        std::string source, text;
    };
    /// One frame, or a control frame and its body.
    std::vector<Out> next(std::int64_t event_ms) {
        const std::string pub = m_venue + "/pub#1";
        switch (m_random.below(1'000)) {
            case 0:
                return {{pub + "!", R"({"ctl":"drop","n":7,"first_mono_ns":1,"last_mono_ns":2})"}};
            case 1:
                return {{pub + "!", R"({"ctl":"close","code":1006,"by":"peer","reason":""})"}};
            case 2:
                return {{pub + "!", R"({"ctl":"open","url":"x","proxy":"","attempt":1})"}};
            case 3:
                m_depth += 5;
                break;  // lost
            case 4:
                m_trade += 3;
                break;
            case 5:
                return {{pub, "{\"stream\":\"btcusdt@depth@100ms\",\"da"}};  // cut
            case 6:
            case 7:
                return answer();
            default:
                break;
        }
        if (m_first) {
            m_first = false;
            return answer();
        }
        const std::string price = std::to_string(100 + m_random.below(3)) + "." + std::to_string(m_random.below(10));
        switch (m_random.below(3)) {
            case 0: {
                const std::uint64_t prev = m_depth;
                m_depth += 1 + m_random.below(4);
                return {{pub, depth(prev, m_depth,
                                    "[[\"99." + std::to_string(m_random.below(10)) + "\",\"" +
                                        std::to_string(m_random.below(5)) + "\"]]",
                                    "[[\"105." + std::to_string(m_random.below(10)) + "\",\"" +
                                        std::to_string(m_random.below(5)) + "\"]]",
                                    event_ms)}};
            }
            case 1:
                return {{pub, tradeText(++m_trade, price, "0." + std::to_string(1 + m_random.below(9)),
                                    m_random.below(2) == 0, event_ms)}};
            default:
                return {
                    {pub, ticker(++m_ticker, "99.9", std::to_string(1 + m_random.below(9)), "105.0", "1", event_ms)}};
        }
    }

private:
    std::vector<Out> answer() {
        return {{m_venue + "/rest!", "{\"ctl\":\"rest\",\"purpose\":\"snapshot\",\"instrument\":\"" + m_venue +
                                         ".BTCUSDT\",\"gen\":0,\"status\":200}"},
                {m_venue + "/rest", snapshot(m_depth)}};
    }
    std::string m_venue;
    Random m_random;
    std::uint64_t m_depth = 100, m_trade = 1'000, m_ticker = 10;
    bool m_first = true;
};

/// A journal replayed as `bellwether replay` does it.
struct Replayed {
    RecordingSink sink;
    std::unique_ptr<Pipeline> pipeline;
    std::string error;
    int session = 0;

    explicit Replayed(const std::filesystem::path& journal) {
        ReplayOptions options;
        options.paths = {journal.string()};
        auto source = ReplaySource::open(options);
        if (!source) {
            error = source.error().detail;
            return;
        }
        session = (*source)->session();
        pipeline = std::make_unique<Pipeline>((*source)->config().value_or(EngineConfig{}), sink);
        ReplayItem item;
        for (;;) {
            const auto more = (*source)->next(item);
            if (!more) {
                error = more.error().detail;
                return;
            }
            if (!*more) break;
            if (item.kind == ReplayItem::Kind::JournalGap)
                pipeline->onJournalGap(item.cause, item.frame.recv_wall, item.frame.recv_mono);
            else
                pipeline->onFrame(item.frame);
        }
        pipeline->finish();
    }
    [[nodiscard]] qsizetype alerts() const {
        return std::count_if(sink.notices.begin(), sink.notices.end(), [](const api::Notice& n) { return n.kind == api::Notice::Kind::Alert; });
    }
};

std::uint64_t total(const Pipeline& pipeline) {
    std::uint64_t sum = 0;
    for (const std::uint64_t n : pipeline.counters().classes) sum += n;
    return sum;
}

}  // namespace

class TestRunner : public QObject {
    Q_OBJECT

    static std::uint64_t seed(std::uint64_t fixed) {
        if (const char* text = std::getenv("BELLWETHER_SEED")) fixed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(fixed));
        return fixed;
    }
    /// Pushes `count` outputs of a market, one each 25 us of real time, so that timers fall between them.
    static void produce(feed::FrameQueue& queue, const feed::Clock& clock, Market market, int count) {
        const MonoTime begin = clock.mono();
        for (int n = 0; n < count; ++n) {
            while (clock.mono() - begin < n * 25 * kNsPerUs) std::this_thread::yield();
            const auto frames = market.next((clock.mono() - begin) / kNsPerMs);
            const auto make = [&](const Market::Out& out) {
                return feed::makeFrame(feed::makeSource(out.source), clock, out.text);
            };
            if (frames.size() == 2)
                queue.pushPair(make(frames[0]), make(frames[1]));
            else
                queue.push(make(frames[0]));
        }
    }

private Q_SLOTS:
    void aLiveRunReplaysToTheSameLedger() {
        const std::uint64_t s = seed(0x72756e);
        const journal::test::DataDir dir;
        journal::test::FastFiles files;
        const feed::SystemClock clock;
        journal::WriterOptions writer = journal::test::optionsFor(dir, files);
        writer.now_wall = clock.wall();
        writer.now_mono = clock.mono();
        journal::test::Session session = journal::test::Session::open(dir, writer);
        feed::Inbox inbox(clock);
        feed::FrameQueue& first = inbox.addQueue();
        feed::FrameQueue& second = inbox.addQueue();
        feed::RequestQueue requests;
        feed::FeedStatusBoard board;
        RunnerOptions options;
        options.config.signals.weights = {.5, .2, .1, .1, .1};  // not the default: replay must read the journal's
        for (risk::AlertRule& rule : options.config.alert_rules)
            if (rule.id == "mem_rss") rule.threshold = 10, rule.for_ms = 0;
        options.ledger_path = (dir.path / "ledger.jsonl").string();
        EngineRunner runner(options, clock, inbox, requests, board, std::move(session.writer));
        std::atomic<int> delivered{0};
        runner.on_alert = [&](const risk::AlertEvent&) { ++delivered; };
        feed::FrameQueue& third = inbox.addQueue();
        const auto word = [&](const char* source, const char* text) { third.push(feed::makeFrame(feed::makeSource(source), clock, text)); };
        word("ops.metrics!", R"({"ctl":"metrics","mem_rss_bytes":11000000})");
        word("risk.latch!", R"({"ctl":"latch","state":"HALTED","cause":"MANUAL_CLI","trip_id":"7"})");
        word("risk.cmd!", R"({"ctl":"alert.cmd","op":"ack","alert_id":1,"actor":"operator"})");
        runner.start();
        {
            std::thread usdm([&] { produce(first, clock, Market("binance.usdm", s), 20'000); });
            std::thread spot([&] { produce(second, clock, Market("binance.spot", s + 1), 20'000); });
            usdm.join();
            spot.join();
        }
        QTRY_VERIFY_WITH_TIMEOUT(runner.idle(), 10'000);
        runner.stop("test");
        QVERIFY(runner.heartbeat().load() > 5);

        const Pipeline& live = runner.pipeline();
        const feed::FrameQueueCounters queue = inbox.counters();
        QCOMPARE(queue.dropped, 0U);
        QCOMPARE(queue.pushed, queue.popped + queue.dropped + queue.length);
        QCOMPARE(total(live), live.counters().frames);
        QCOMPARE(live.counters().classes[static_cast<std::size_t>(FrameClass::Buffered)], 0U);
        QVERIFY(live.counters().frames > queue.popped + 3);  // the timers
        QCOMPARE(live.instrumentCount(), 2);
        for (int i = 0; i < 2; ++i) {
            const Instrument& in = live.instrument(i);
            QVERIFY(in.counters().book_gaps > 0 && in.counters().trade_gaps > 0 && in.sync().updates() > 100);
            const std::uint64_t width = in.ids().last() - in.ids().first() + 1;
            QCOMPARE(width, in.counters().trades - in.ids().duplicates() + in.ids().missing());
        }
        const api::EngineView* view = runner.engineView().take();
        QVERIFY(view != nullptr);
        QCOMPARE(view->frames, live.counters().frames);
        QCOMPARE(view->frames, view->applied + view->rejected + view->in_gap + view->control + view->buffered);
        QCOMPARE(view->ledger_lines, live.ledger().lines());

        const Replayed replay(dir.journal);
        QVERIFY2(replay.error.empty(), replay.error.c_str());
        QCOMPARE(replay.pipeline->counters().frames, live.counters().frames);
        QVERIFY(replay.pipeline->counters().classes == live.counters().classes);
        QVERIFY(replay.pipeline->counters().rejects == live.counters().rejects);
        QVERIFY(live.ledger().lines() > 10);
        QCOMPARE(replay.pipeline->ledger().sha256Hex(), live.ledger().sha256Hex());
        QFile ledger(QString::fromStdString(options.ledger_path));
        QVERIFY(ledger.open(QIODevice::ReadOnly));
        const QByteArray text = ledger.readAll();
        QCOMPARE(hex(sha256(text.toStdString())), live.ledger().sha256Hex());

        // The same alerts: of the latch at once, of the rule that this journal's configuration changed, and no others.
        QCOMPARE(text.count("\"kind\":\"alert\""), replay.alerts());
        QVERIFY(text.contains("\"rule\":\"mem_rss\"") && text.contains("\"labels\":\"cause=MANUAL_CLI\""));
        QVERIFY(delivered >= replay.alerts() + 1);  // and the acknowledgement
        const api::AlertsView* alerts = runner.alertsView().take();
        QVERIFY(alerts != nullptr && alerts->count >= 2);
    }

    void batchesDoNotShowInTheLedger() {
        std::string expected;
        for (const std::size_t batch : {std::size_t{1}, std::size_t{7}, std::size_t{256}}) {
            const feed::FakeClock clock;
            feed::Inbox inbox(clock);
            feed::FrameQueue& queue = inbox.addQueue();
            feed::RequestQueue requests;
            feed::FeedStatusBoard board;
            RunnerOptions options;
            options.own_timers = false;
            options.display = false;
            options.batch_max = batch;
            EngineRunner runner(options, clock, inbox, requests, board, nullptr);
            Market market("binance.usdm", 5);
            for (int n = 0; n < 3'000; ++n)
                for (const Market::Out& out : market.next(n))
                    queue.push(feed::makeFrame(feed::makeSource(out.source), clock, out.text));
            while (runner.step() > 0) {
            }
            runner.pipeline().finish();
            if (expected.empty()) expected = runner.pipeline().ledger().sha256Hex();
            QCOMPARE(runner.pipeline().ledger().sha256Hex(), expected);
        }
    }

    void aFullJournalStopsTheStateAndNothingElse() {
        const journal::test::DataDir dir;
        journal::test::FailFiles files;
        feed::FakeClock clock;
        journal::WriterOptions writer = journal::test::optionsFor(dir, files);
        writer.now_wall = clock.wall();
        writer.now_mono = clock.mono();
        journal::test::Session session = journal::test::Session::open(dir, writer);
        feed::Inbox inbox(clock);
        feed::FrameQueue& queue = inbox.addQueue();
        feed::RequestQueue requests;
        feed::FeedStatusBoard board;
        std::string live_sha;
        std::uint64_t live_frames = 0;
        {
            EngineRunner runner({}, clock, inbox, requests, board, std::move(session.writer));
            Market market("binance.usdm", 9);
            const auto feed_some = [&](int count) {
                for (int n = 0; n < count; ++n) {
                    clock.advanceMs(5);
                    for (const Market::Out& out : market.next(clock.mono().ns / kNsPerMs))
                        queue.push(feed::makeFrame(feed::makeSource(out.source), clock, out.text));
                    runner.step();
                }
            };
            feed_some(2'000);
            const Pipeline& pipeline = runner.pipeline();
            const std::string sha = pipeline.ledger().sha256Hex();
            const std::uint64_t frames = pipeline.counters().frames;
            const std::uint64_t trades = pipeline.instrument(0).counters().trades;
            QVERIFY(frames > 2'000 && trades > 100);
            files.write_errno = ENOSPC;
            feed_some(400);  // two seconds
            QCOMPARE(pipeline.ledger().sha256Hex(), sha);
            QCOMPARE(pipeline.counters().frames, frames);
            QCOMPARE(pipeline.instrument(0).counters().trades, trades);
            const api::EngineView* view = runner.engineView().take();
            QVERIFY(view != nullptr && !view->recording);
            QCOMPARE(view->journal_error, Code::JournalFull);
            files.write_errno = 0;
            feed_some(2'000);
            QVERIFY(pipeline.counters().frames > frames + 1'000);
            view = runner.engineView().take();
            QVERIFY(view != nullptr && view->recording);
            bool told = false;
            for (api::Notice notice; runner.nextNotice(notice);)
                told = told || (notice.kind == api::Notice::Kind::Journal && notice.code == Code::JournalFull);
            QVERIFY(told);
            QCOMPARE(total(pipeline), pipeline.counters().frames);
            runner.pipeline().finish();
            live_sha = pipeline.ledger().sha256Hex();
            live_frames = pipeline.counters().frames;
        }
        const Replayed replay(dir.journal);
        QVERIFY2(replay.error.empty(), replay.error.c_str());
        QCOMPARE(replay.pipeline->counters().frames, live_frames);
        QCOMPARE(replay.pipeline->ledger().sha256Hex(), live_sha);
        bool gap = false;
        for (const api::GapRow& row : replay.sink.gaps) gap = gap || row.cause == GapCause::JournalFull;
        QVERIFY(gap);
    }

    void whatTheEngineAsksGoesOutOnce() {
        feed::FakeClock clock;
        feed::Inbox inbox(clock);
        feed::FrameQueue& queue = inbox.addQueue();
        feed::RequestQueue requests;
        feed::FeedStatusBoard board;
        EngineRunner runner({}, clock, inbox, requests, board, nullptr);
        queue.push(feed::makeFrame(feed::makeSource("binance.usdm/pub#1"), clock, depth(80, 90, "[]", "[]")));
        runner.step();
        feed::FeedRequest request;
        QVERIFY(requests.pop(request));
        QCOMPARE(request.instrument, std::string("binance.usdm.BTCUSDT"));
        QCOMPARE(request.gen, 1U);
        for (int n = 0; n < 99; ++n) {  // no answer: again after ten seconds
            clock.advanceMs(100);
            runner.step();
        }
        QVERIFY(!requests.pop(request));
        clock.advanceMs(200);
        runner.step();
        QVERIFY(requests.pop(request));
    }
};

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
