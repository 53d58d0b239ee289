// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/random.h"
#include "deribit_test.h"
#include "recordings.h"
#include "reference.h"
#include "spec_messages.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::deribit;
using namespace bw::feed::deribit::test;

// The decoder against a slow reading of the same text: the same event, or both refuse.
class TestDifferential : public QObject {
    Q_OBJECT
    std::vector<std::string> m_texts;
    Decoder m_decoder;

    /// Empty when the two agree. `plain`: the frame ends as buffers end it, so the plain scan may read it.
    std::string difference(const std::string& text, bool plain, int& accepted) {
        Symbols symbols, same_symbols;
        const FrameBytes frame = plain ? FrameBytes(text) : notPlain(text);
        Message message;
        const Code code = m_decoder.decode(frame.view(), symbols, message);
        Reference reference(same_symbols);
        const bool good = reference.decode(text);
        if (good) ++accepted;
        if (good != (code == Code::Ok)) return std::string(good ? "refused: " : "accepted: ") + std::string(codeName(code));
        if (!good) return {};
        const std::string got = textOf(message), want = textOf(reference.message);
        return got == want ? std::string{} : got + "\nreference: " + want;
    }

    static std::string mutated(std::string text, Random& random) {
        using namespace std::string_view_literals;
        static constexpr std::string_view kBytes = "0123456789.-+eE\"\\{}[]:, \n\tnulltruedelete_PC\0\x80\xff"sv;
        for (std::uint64_t n = 1 + random.below(3); n > 0 && !text.empty(); --n) {
            const std::size_t at = random.below(text.size());
            const std::size_t length = 1 + random.below(random.below(4) == 0 ? 40 : 4);
            switch (random.below(6)) {
                case 0: text[at] = static_cast<char>(text[at] ^ (1 << random.below(8))); break;
                case 1: text[at] = kBytes[random.below(kBytes.size())]; break;
                case 2: text.insert(at, 1, kBytes[random.below(kBytes.size())]); break;
                case 3: text.erase(at, length); break;
                case 4: text.insert(at, text.substr(at, length)); break;
                default: {  // a digit becomes another one: mostly still a message
                    const std::size_t digit = text.find_first_of("0123456789", at);
                    if (digit != std::string::npos) text[digit] = static_cast<char>('0' + random.below(10));
                }
            }
        }
        return text;
    }

private Q_SLOTS:
    void initTestCase() {
        for (const std::string_view text : {kBookChange, kBookSpaced, kBookDataFirst, kBookNameLast, kBookImage, kTrades, kQuote, kTicker, kVolIndex,
                                            kSubscribed, kRefused})
            m_texts.emplace_back(text);
        m_texts.push_back(replaced(kTrades, "\"contracts\":845.0", "\"liquidation\":\"MT\",\"combo_id\":null"));
        for (const Example& example : examples()) m_texts.push_back(example.text);
        for (std::string& text : recorded("DERIBIT.ws.1.0.gz")) m_texts.push_back(std::move(text));
    }

    void asRecorded() {
        int accepted = 0;
        for (const std::string& text : m_texts) {
            for (const bool plain : {true, false}) {
                const std::string differs = difference(text, plain, accepted);
                QVERIFY2(differs.empty(), (text.substr(0, 300) + "\n" + differs).c_str());
            }
        }
        QVERIFY(accepted >= 20);
    }
    void mutations() {
        Random random(bw::test::seedOr(0xde41b17));
        bool is_number = false;
        const int given = qEnvironmentVariable("BELLWETHER_LOOPS").toInt(&is_number);
        const int count = is_number ? given : 200'000;
        int accepted = 0;
        for (int n = 0; n < count; ++n) {
            const std::string wrong = mutated(m_texts[random.below(m_texts.size())], random);
            const std::string differs = difference(wrong, random.below(4) != 0, accepted);
            if (!differs.empty()) QFAIL((wrong + "\n" + differs).c_str());
        }
        qInfo("%d of %d mutations are messages", accepted, count);
        QVERIFY(accepted > count / 20);
    }
};

QTEST_GUILESS_MAIN(TestDifferential)
#include "tst_differential.moc"
