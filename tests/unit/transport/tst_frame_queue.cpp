// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <string>
#include <thread>
#include <vector>

#include "core/feed/transport/control_frame.h"
#include "core/feed/transport/frame_queue.h"
#include "core/feed/transport/requests.h"
#include "fake_clock.h"

using namespace bw;
using namespace bw::feed;
using namespace std::chrono_literals;

namespace {

QJsonObject json(const Frame& frame) {
    const std::string_view bytes = frame.bytes.view();
    return QJsonDocument::fromJson(QByteArray(bytes.data(), qsizetype(bytes.size()))).object();
}

std::vector<Frame> drainAll(Inbox& inbox) {
    std::vector<Frame> out;
    while (inbox.drain(out, 1000) > 0) {
    }
    return out;
}

void verifyBalance(const FrameQueueCounters& c) {
    QCOMPARE(c.pushed, c.popped + c.dropped + c.length);
}

}  // namespace

class TestFrameQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFrameComesOutAsItWentIn() {
        FakeClock clock;
        Inbox inbox(clock);
        FrameQueue& queue = inbox.addQueue();
        const std::string bytes = "{\"交易\":\"比特币\"}";
        QVERIFY(queue.push(makeFrame(makeSource("demo.usdm/pub#1"), clock, bytes)));
        const std::vector<Frame> out = drainAll(inbox);
        QCOMPARE(out.size(), size_t(1));
        QCOMPARE(out[0].view().source, std::string_view("demo.usdm/pub#1"));
        QVERIFY(out[0].view().bytes == bytes);
        QCOMPARE(out[0].recv_mono.ns, clock.mono().ns);
        QCOMPARE(out[0].recv_wall.ns, clock.wall().ns);
    }

    void aFullQueueRejectsTheNewestAndSaysSoOnce() {
        FakeClock clock;
        Inbox inbox(clock);
        FrameQueue& queue = inbox.addQueue({.frames = 8, .bytes = 1U << 20});
        const SourceName source = makeSource("demo.usdm/pub#1");
        for (int i = 0; i < 20; ++i) {
            clock.advanceMs(1);
            QCOMPARE(queue.push(makeFrame(source, clock, std::to_string(i))), i < 8);
        }
        std::vector<Frame> out;
        QCOMPARE(inbox.drain(out, 2), size_t(2));
        QVERIFY(!queue.push(makeFrame(source, clock, "20")));  // half of the room is not free yet
        const MonoTime last_lost = clock.mono();
        QCOMPARE(inbox.drain(out, 100), size_t(6));
        clock.advanceMs(5);
        QVERIFY(queue.push(makeFrame(source, clock, "21")));
        QVERIFY(queue.push(makeFrame(source, clock, "22")));
        QCOMPARE(inbox.drain(out, 100), size_t(3));
        QCOMPARE(*out[7].source, std::string("demo.usdm/pub#1"));
        QVERIFY(out[7].bytes.view() == "7");
        QCOMPARE(*out[8].source, std::string("demo.usdm/pub#1!"));
        const QJsonObject drop = json(out[8]);
        QCOMPARE(drop[QLatin1String("ctl")].toString(), QStringLiteral("drop"));
        QCOMPARE(drop[QLatin1String("n")].toInteger(), 13);
        QCOMPARE(drop[QLatin1String("first_mono_ns")].toInteger(), 1'009'000'000);
        QCOMPARE(drop[QLatin1String("last_mono_ns")].toInteger(), last_lost.ns);
        QVERIFY(out[9].bytes.view() == "21");
        QVERIFY(out[10].bytes.view() == "22");
        verifyBalance(queue.counters());
        QCOMPARE(queue.counters().dropped, std::uint64_t(13));
        QCOMPARE(queue.counters().length_max, std::uint64_t(8));
    }

    void bytesAreALimitOfTheirOwn() {
        FakeClock clock;
        Inbox inbox(clock);
        FrameQueue& queue = inbox.addQueue({.frames = 1000, .bytes = 4000});
        const std::string big(1000, 'x');
        const SourceName source = makeSource("mt5.demo/ticks#1");
        for (int i = 0; i < 6; ++i) QCOMPARE(queue.push(makeFrame(source, clock, big)), i < 4);
        QCOMPARE(queue.counters().bytes, std::uint64_t(4000));
        drainAll(inbox);
        QCOMPARE(queue.counters().bytes, std::uint64_t(0));
        verifyBalance(queue.counters());
    }

    void everySourceThatLostGetsItsOwnDropFrame() {
        FakeClock clock;
        Inbox inbox(clock);
        FrameQueue& queue = inbox.addQueue({.frames = 4, .bytes = 1U << 20});
        const SourceName pub = makeSource("demo.usdm/pub#3"), rest = makeSource("demo.usdm/rest");
        const SourceName rest_control = makeSource("demo.usdm/rest!");
        for (int i = 0; i < 6; ++i) queue.push(makeFrame(pub, clock, "m"));
        QVERIFY(!queue.pushPair(makeFrame(rest_control, clock, "{}"), makeFrame(rest, clock, "[]")));
        drainAll(inbox);
        queue.flushDrops();
        const std::vector<Frame> out = drainAll(inbox);
        QCOMPARE(out.size(), size_t(2));
        QCOMPARE(*out[0].source, std::string("demo.usdm/pub#3!"));
        QCOMPARE(json(out[0])[QLatin1String("n")].toInteger(), 2);
        QCOMPARE(*out[1].source, std::string("demo.usdm/rest!"));
        QCOMPARE(json(out[1])[QLatin1String("n")].toInteger(), 2);
        verifyBalance(queue.counters());
    }

    void aPairIsTakenWholeOrNotAtAll() {
        FakeClock clock;
        Inbox inbox(clock);
        FrameQueue& queue = inbox.addQueue({.frames = 3, .bytes = 1U << 20});
        const SourceName source = makeSource("demo.usdm/rest");
        QVERIFY(queue.pushPair(makeFrame(source, clock, "a"), makeFrame(source, clock, "b")));
        QVERIFY(!queue.pushPair(makeFrame(source, clock, "c"), makeFrame(source, clock, "d")));
        QCOMPARE(drainAll(inbox).size(), size_t(2));
        QCOMPARE(queue.counters().dropped, std::uint64_t(2));
    }

    void queuesTakeTurns() {
        FakeClock clock;
        Inbox inbox(clock);
        FrameQueue& busy = inbox.addQueue();
        FrameQueue& quiet = inbox.addQueue();
        for (int i = 0; i < 100; ++i) busy.push(makeFrame(makeSource("a"), clock, "x"));
        quiet.push(makeFrame(makeSource("b"), clock, "y"));
        std::vector<Frame> out;
        QCOMPARE(inbox.drain(out, 2), size_t(2));
        QVERIFY(*out[0].source == "b" || *out[1].source == "b");
        QVERIFY(inbox.wait(0ns));  // what stayed behind must not sleep
    }

    void waitEndsByTimeByPushAndByWake() {
        FakeClock clock;
        Inbox inbox(clock);
        FrameQueue& queue = inbox.addQueue();
        QVERIFY(!inbox.wait(1ms));
        queue.push(makeFrame(makeSource("a"), clock, "x"));
        QVERIFY(inbox.wait(10s));
        QVERIFY(!inbox.wait(0ns));
        std::thread waker([&inbox] { inbox.wake(); });
        QVERIFY(inbox.wait(10s));
        waker.join();
    }

    void twoProducersLoseNothingAgainstASlowConsumer() {
        SystemClock clock;
        Inbox inbox(clock);
        FrameQueue& first = inbox.addQueue({.frames = 64, .bytes = 1U << 20});
        FrameQueue& second = inbox.addQueue({.frames = 64, .bytes = 1U << 20});
        constexpr std::uint64_t kEach = 20'000;
        std::atomic<int> running{2};
        const auto produce = [&](FrameQueue& queue, const char* name) {
            const SourceName source = makeSource(name);
            for (std::uint64_t i = 0; i < kEach; ++i) {
                const std::string text = std::to_string(i);
                queue.push(makeFrame(source, clock, text));
            }
            while (queue.counters().length > 32) std::this_thread::yield();
            queue.flushDrops();
            --running;
            inbox.wake();
        };
        std::thread a([&] { produce(first, "a#1"); }), b([&] { produce(second, "b#1"); });
        std::uint64_t seen = 0, announced = 0;
        std::map<std::string, std::int64_t> last{{"a#1", -1}, {"b#1", -1}};
        std::vector<Frame> out;
        while (running > 0 || inbox.counters().length > 0) {
            inbox.wait(10ms);
            out.clear();
            inbox.drain(out, 50);
            for (const Frame& frame : out) {
                if (frame.source->ends_with('!')) {
                    announced += std::uint64_t(json(frame)[QLatin1String("n")].toInteger());
                    continue;
                }
                const std::int64_t number = std::stoll(std::string(frame.bytes.view()));
                QVERIFY(number > last[*frame.source]);
                last[*frame.source] = number;
                ++seen;
            }
        }
        a.join();
        b.join();
        QCOMPARE(seen + announced, 2 * kEach);
        verifyBalance(inbox.counters());
        QCOMPARE(inbox.counters().dropped, announced);
    }

    void controlTextIsValidJsonWhateverItCarries() {
        const std::string nasty = "a\"b\\c\n\x01 中文";
        const std::string text = ControlFrame("close").add("code", 1006).add("reason", nasty).text();
        QVERIFY(text.starts_with("{\"ctl\":\"close\",\"code\":1006,\"reason\":\""));
        const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        QCOMPARE(object[QLatin1String("reason")].toString().toStdString(), nasty);
    }

    void requestsAreBoundedAndCounted() {
        RequestQueue requests;
        int wakes = 0;
        requests.setWake([&wakes] { ++wakes; });
        for (std::size_t i = 0; i < RequestQueue::kCapacity; ++i) QVERIFY(requests.push({.gen = std::uint32_t(i)}));
        QVERIFY(!requests.push({}));
        QCOMPARE(requests.dropped(), std::uint64_t(1));
        QCOMPARE(wakes, int(RequestQueue::kCapacity));
        FeedRequest request;
        QVERIFY(requests.pop(request));
        QCOMPARE(request.gen, 0U);
        QVERIFY(requests.push({}));
    }
};

QTEST_GUILESS_MAIN(TestFrameQueue)
#include "tst_frame_queue.moc"
