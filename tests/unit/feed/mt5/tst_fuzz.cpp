// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cstdlib>
#include <string>

#include "core/model/random.h"
#include "gateway.h"

using namespace bw;
using namespace bw::feed::mt5;
using namespace bw::feed::mt5::test;

// Damaged messages: each is a message or has a code, and what is accepted keeps its promises.
class TestFuzz : public QObject {
    Q_OBJECT
    static void mutate(std::string& bytes, Random& random) {
        constexpr std::string_view kBites[] = {"\"", "{",    "}",    "[", "]",    ",", ":",
                                               "\\", "null", "1e99", "-", "\xff", "0", "\\u0000"};
        for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
            const std::size_t at = random.below(bytes.size() + 1);
            switch (random.below(5)) {
                case 0:
                    if (at < bytes.size()) bytes[at] = static_cast<char>(random.below(256));
                    break;
                case 1:
                    bytes.resize(at);
                    break;
                case 2:
                    bytes.erase(at, random.below(8));
                    break;
                case 3:
                    bytes.insert(at, kBites[random.below(std::size(kBites))]);
                    break;
                default:
                    bytes.insert(at, bytes.substr(random.below(bytes.size() + 1), random.below(40)));
                    break;
            }
        }
    }
    static void checkMessage(const Message& message) {
        if (message.kind != Message::Kind::Tick) return;
        const Tick& tick = message.tick;
        QVERIFY(!tick.symbol.empty());
        QVERIFY(tick.quote.has_bid || tick.quote.has_ask || tick.has_last);
        QVERIFY(!tick.quote.has_bid || tick.quote.bid.price.units > 0);
        QVERIFY(!tick.quote.has_ask || tick.quote.ask.price.units > 0);
        QVERIFY(!tick.has_last || tick.last.units > 0);
        QVERIFY(tick.volume.units >= 0);
        QCOMPARE(tick.quality != TimeQuality::Missing, tick.time.ns != 0);
    }
private Q_SLOTS:
    void mutatedMessagesAreAppliedOrCoded() {
        std::uint64_t seed = 0x6d7435;
        if (const char* text = std::getenv("BELLWETHER_SEED")) seed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        constexpr std::string_view kBodies[] = {kT1, kT2, kT3, kT4, kV6Tick, kV6Heartbeat, kV6Spec, kV6Book, kAliases};
        Random random(seed);
        Decoder decoder(GatewayZone::fixed(0));
        Message message;
        int applied = 0;
        int coded = 0;
        for (int n = 0; n < 100'000; ++n) {
            std::string body(kBodies[random.below(std::size(kBodies))]);
            std::string topic("tick.EURUSD.s");
            mutate(random.below(8) == 0 ? topic : body, random);
            const std::string_view pair[] = {topic, body};
            const bool two = random.below(2) == 0;
            FrameBytes whole = encodeParts({two ? pair : pair + 1, two ? std::size_t{2} : std::size_t{1}});
            std::string bytes(whole.view());
            if (random.below(16) == 0) mutate(bytes, random);
            const FrameBytes frame{std::string_view(bytes)};
            if (decoder.decode(frame.view(), WallTime{1'736'899'200 * kNsPerSec}, message) == Code::Ok) {
                ++applied;
                checkMessage(message);
                if (QTest::currentTestFailed()) return;
            } else {
                ++coded;
            }
        }
        qInfo("applied %d, coded %d", applied, coded);
        QVERIFY2(applied > 1'000 && coded > 10'000, "the mutations must reach both outcomes");
    }
    void everyCutOfEveryExampleIsCoded() {
        for (const std::string_view body : {kT1, kT2, kT3, kT4, kV6Tick, kV6Heartbeat, kV6Spec, kV6Book, kAliases}) {
            for (std::size_t size = 0; size < body.size(); ++size) {
                Gateway gateway;
                QVERIFY(gateway.send({"tick.EURUSD.s", body.substr(0, size)}) != Code::Ok);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFuzz)
#include "tst_fuzz.moc"
