// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <vector>

#include "core/model/random.h"
#include "okx_test.h"
#include "reference.h"
#include "../../model/seed.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::okx;
using namespace bw::feed::okx::test;

// The decoder against a slow one that shares no code: equal events, or both refuse.
class TestDifferential : public QObject {
    Q_OBJECT
    std::vector<std::string> m_texts;  // what mutations begin with

    static bool equal(Bench& bench, const std::string& text, bool& accepted) {
        const Code code = bench(text);
        const Verdict reference = decodeReference(text, {});
        accepted = code == Code::Ok;
        const std::string events = accepted ? describe(bench.message) : std::string();
        // Here escapes stay as they are written, there they are replaced.
        const bool comparable = text.find('\\') == std::string::npos;
        if (accepted == reference.accepted && (events == reference.events || !comparable)) return true;
        qWarning("%s\nhere:      %s %s\nreference: %s %s", text.c_str(), std::string(codeName(code)).c_str(), events.c_str(),
                 reference.accepted ? "ok" : "refused", reference.events.c_str());
        return false;
    }
    static void mutate(std::string& text, Random& random) {
        static constexpr std::string_view kBites[] = {
            "\"", "{", "}", "[", "]", ",", ":", "\\", "null", "true", "-", "0", "1", "9", ".5", "e5", "\"\"", "[]", "{}", " ", "\n", "\xff", "\xc3\xa9",
            "\\u0041", "\"seqId\":7,", "\"px\":\"1\",", "\"count\":\"2\",", "[\"1\",\"1\"],", "\"ts\":\"1\",", "\"instId\":\"NOPE-USDT\","};
        for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
            const std::size_t at = random.below(text.size() + 1);
            switch (random.below(8)) {
                case 0: if (at < text.size()) text[at] = static_cast<char>(random.below(256)); break;
                case 1: if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random.below(8))); break;
                case 2: text.erase(at, 1 + random.below(6)); break;
                case 3: text.insert(at, kBites[random.below(std::size(kBites))]); break;
                case 4: text.insert(at, text.substr(random.below(text.size() + 1), random.below(40))); break;
                case 5: changeDigit(text, at, random); break;
                case 6: dropQuotes(text, at); break;
                default: moveField(text, at, random); break;
            }
            if (text.empty()) text = "x";
        }
    }
    static void changeDigit(std::string& text, std::size_t from, Random& random) {
        const std::size_t at = text.find_first_of("0123456789", from);
        if (at != std::string::npos) text[at] = static_cast<char>('0' + random.below(10));
    }
    /// A quoted value becomes a bare one.
    static void dropQuotes(std::string& text, std::size_t from) {
        const std::size_t open = text.find('"', from);
        const std::size_t close = open == std::string::npos ? open : text.find('"', open + 1);
        if (close == std::string::npos) return;
        text.erase(close, 1);
        text.erase(open, 1);
    }
    /// Two neighbours between commas change places.
    static void moveField(std::string& text, std::size_t from, Random& random) {
        const std::size_t a = text.find(',', from);
        const std::size_t b = a == std::string::npos ? a : text.find(',', a + 1);
        const std::size_t c = b == std::string::npos ? b : text.find_first_of(random.below(2) == 0 ? "," : "]}", b + 1);
        if (c == std::string::npos) return;
        text = text.substr(0, a + 1) + text.substr(b + 1, c - b - 1) + "," + text.substr(a + 1, b - a - 1) + text.substr(c);
    }

private Q_SLOTS:
    void initTestCase() {
        for (const std::string_view text : {kAck, kRefused, kNotice, kUpdate, kTop, kImage, kTrades, kTicker, kFunding, kInterest, kLiquidation,
                                            kCandle, kSnapshot, kMark, kIndex})
            m_texts.emplace_back(text);
        const std::filesystem::path data = sharedData();
        if (data.empty()) {
            qInfo("no recordings here: the messages of the specification only");
            return;
        }
        QVERIFY(forEachLine(data / "messages" / "okx.jsonl", [this](std::string_view line) {
            std::string_view kind;
            m_texts.emplace_back(fixtureMessage(line, kind));
        }));
        for (const char* const session : {"OKX.ws.1.0.gz", "OKCOIN.ws.1.0.gz"})
            QVERIFY(forEachLine(data / "venue_sessions" / session, [this](std::string_view line) {
                const std::string_view text = sessionMessage(line);
                if (!text.empty()) m_texts.emplace_back(text);
            }));
    }
    void recordedMessages() {
        Bench bench;
        int accepted_n = 0;
        for (const std::string& text : m_texts) {
            bool accepted = false;
            QVERIFY(equal(bench, text, accepted));
            accepted_n += accepted;
        }
        qInfo("%d messages, %d accepted", int(m_texts.size()), accepted_n);
        QVERIFY(accepted_n >= 15);
    }
    void mutatedMessages() {
        bool is_number = false;
        const int given = qEnvironmentVariableIntValue("BELLWETHER_LOOPS", &is_number);
        const int loops = is_number ? given : 200'000;
        Random random(bw::test::seedOr(0x0cb5U + static_cast<unsigned>(loops)));  // the longer run takes other ones
        constexpr std::size_t kLongest = 1'500;  // of a text to mutate: a snapshot of 800 levels says no more than one of ten
        std::vector<const std::string*> texts;
        for (const std::string& text : m_texts)
            if (text.size() <= kLongest) texts.push_back(&text);
        Bench bench;
        int compared = 0, accepted_n = 0;
        for (int n = 0; n < loops; ++n) {
            std::string text = *texts[random.below(texts.size())];
            mutate(text, random);
            bool accepted = false;
            if (!exactForReference(text)) {
                static_cast<void>(bench(text));
                continue;
            }
            QVERIFY(equal(bench, text, accepted));
            ++compared;
            accepted_n += accepted;
        }
        qInfo("%d mutations, %d compared, %d accepted", loops, compared, accepted_n);
        QVERIFY(compared > loops * 9 / 10 && accepted_n > compared / 20);
    }
    void mutatedReplies() {
        Random random(bw::test::seedOr(0x0cb7));
        constexpr std::string_view kReplies[] = {
            R"({"code":"0","msg":"","data":[{"instId":"BTC-USDT","side":"sell","sz":"0.00013669","px":"102537.9","tradeId":"734864333","ts":"1747087163557"}]})",
            R"({"code":"0","msg":"","data":[["1747094040000","102806.1","102820.4","102806.1","102820.4","1040.37","10.4037","1069603.34883","1"]]})",
            R"({"code":"0","msg":"","data":[{"instType":"FUTURES","instId":"BTC-USD-241220","uly":"BTC-USD","settleCcy":"BTC","tickSz":"0.1","lotSz":"1","ctVal":"100","ctMult":"1","ctValCcy":"USD","expTime":"1734681600000","state":"live"}]})",
            R"({"code":"0","msg":"","data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","fundingRate":"0.0001515032","fundingTime":"1704067200000","oi":"1","markPx":"2"}]})"};
        constexpr std::string_view kPurposes[] = {"trades", "funding", "open_interest", "mark", "ratio_all", "klines"};
        Bench bench;
        std::vector<InstrumentSpec> specs;
        for (int n = 0; n < 20'000; ++n) {
            std::string text(kReplies[random.below(std::size(kReplies))]);
            mutate(text, random);
            if (bench.rest(kPurposes[random.below(std::size(kPurposes))], text) == Code::Ok)
                QVERIFY(bench.message.kind == Kind::Trades || bench.message.kind == Kind::LowRate);
            std::size_t skipped = 0;
            if (bench.decoder.decodeCatalogue(bench.bytes.view(), specs, skipped) != Code::Ok) continue;
            for (const InstrumentSpec& spec : specs) QVERIFY(!spec.symbol.empty() && !spec.market.empty() && spec.digits.price >= 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestDifferential)
#include "tst_differential.moc"
