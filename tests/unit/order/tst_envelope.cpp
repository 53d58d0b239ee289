// SPDX-License-Identifier: GPL-3.0-or-later
// The signed envelope of v6, and replies made of anything: nothing is taken for a fill that is not signed as one.
#include <QTest>
#include <set>
#include <string>
#include <vector>

#include "core/feed/order/dialect.h"
#include "core/model/random.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::feed;
using Outcome = RouteReply::Outcome;

namespace {

constexpr std::string_view kKey = "0123456789abcdef";

v6::Envelope goodReply() {
    v6::Envelope e;
    e.is_reply = true;
    e.id = "id1";
    e.session = "s1";
    e.action = "OPEN";
    e.nonce = "n1";
    e.re = "ours";
    e.status = "ok";
    e.retcode = 10009;
    e.ts_ms = 1'000;
    e.expires_ms = 2'000;
    e.body = "{\"ticket\":\"5\",\"volume\":\"0.1\"}";
    e.mac = v6::macOf(e, kKey);
    return e;
}
Ask ourAsk() {
    Ask ask;
    ask.act = Act::Open;
    ask.id = "id1";
    ask.session = "s1";
    ask.nonce = "ours";
    ask.key = kKey;
    ask.request.qty = "0.1";
    return ask;
}

}  // namespace

class TestEnvelope : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writtenAndReadBack() {
        v6::Envelope e = goodReply();
        e.body = "{\"text\":\"a\\nb \\\"quoted\\\" \xC3\xA4\"}";
        e.mac = v6::macOf(e, kKey);
        const auto tree = parseJson(v6::encode(e));
        QVERIFY(tree);
        const auto back = v6::decode(*tree);
        QVERIFY(back && v6::macFits(*back, kKey));
        QVERIFY(v6::signedText(*back) == v6::signedText(e) && back->mac == e.mac);
        QVERIFY(!v6::macFits(*back, "fedcba9876543210") && !v6::macFits(*back, ""));
    }
    void everyFieldIsSigned() {
        const std::vector<void (*)(v6::Envelope&)> changes{
            [](v6::Envelope& e) { e.id += "x"; },      [](v6::Envelope& e) { e.session += "x"; }, [](v6::Envelope& e) { e.action = "KILL"; },
            [](v6::Envelope& e) { ++e.ts_ms; },        [](v6::Envelope& e) { e.nonce += "x"; },   [](v6::Envelope& e) { ++e.expires_ms; },
            [](v6::Envelope& e) { e.re += "x"; },      [](v6::Envelope& e) { e.status = "error"; }, [](v6::Envelope& e) { e.code = "X"; },
            [](v6::Envelope& e) { e.retcode = 10010; }, [](v6::Envelope& e) { e.body += " "; },   [](v6::Envelope& e) { e.is_reply = false; },
            [](v6::Envelope& e) { e.mac.front() = e.mac.front() == '0' ? '1' : '0'; }, [](v6::Envelope& e) { e.mac.pop_back(); }};
        for (const auto change : changes) {
            v6::Envelope e = goodReply();
            change(e);
            QVERIFY(!v6::macFits(e, kKey));
        }
    }
    void aFieldCannotSpillIntoTheNext() {
        // the same signed bytes, cut elsewhere
        v6::Envelope e = goodReply();
        e.id = "id1\nOPEN";
        QCOMPARE(v6::decode(*parseJson(v6::encode(e))).error().code, Code::FieldType);
        e = goodReply();
        e.code = "A\rB";
        QCOMPARE(v6::decode(*parseJson(v6::encode(e))).error().code, Code::FieldType);
    }
    void noFlippedByteSaysAnythingElse() {
        const std::string good = v6::encode(goodReply());
        const Ask ask = ourAsk();
        v6::Envelope out;
        QCOMPARE(checkV6(ask, *parseJson(good), out), Code::Ok);
        QCOMPARE(answerV6(ask, out).outcome, Outcome::Filled);
        const std::string said = v6::signedText(out);
        for (std::size_t i = 0; i < good.size(); ++i)
            for (const int bit : {0, 1, 4, 5}) {
                std::string bad = good;
                bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
                const auto tree = parseJson(bad);
                // one that still passes says the very same: the name of an empty field was hit
                if (tree && checkV6(ask, *tree, out) == Code::Ok) QCOMPARE(v6::signedText(out), said);
            }
    }
    void anyReplyIsReadWithoutHarm() {
        Random random(test::seedOr(0x5eed0003));
        const std::vector<std::string> words{"\"uuid\":\"u\"", "\"status\":\"FILLED\"", "\"status\":1", "\"ticket\":5", "\"ticket\":{}", "\"ticket\":\"\"",
                                             "\"retcode\":10009", "\"retcode\":10013", "\"retcode\":\"x\"", "\"retcode\":1e9", "\"error\":false",
                                             "\"error_code\":\"MISSING_X\"", "\"error_code\":null", "\"volume\":0.1", "\"volume\":-1",
                                             "\"volume\":99999999999999999999", "\"close_price\":1", "\"positions\":[[]]", "\"positions\":[]",
                                             "\"account\":{\"equity\":\"NaN\"}", "\"msg\":\"\\u0000\"", "\"data\":[]", "\"found\":true"};
        int fills = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::string json = "{";
            std::set<std::string> names;
            bool refused = false, retcode = false;
            for (std::uint64_t n = random.below(8); n > 0; --n) {
                const std::string& word = words[random.below(words.size())];
                if (!names.insert(word.substr(0, word.find(':'))).second) continue;
                json += (json.size() > 1 ? "," : "") + word;
                refused = refused || word == "\"retcode\":10013" || word == "\"error_code\":\"MISSING_X\"";
                retcode = retcode || word == "\"retcode\":10009";
            }
            const auto tree = parseJson(json + "}");
            QVERIFY(tree);
            for (const Dialect dialect : {Dialect::P2, Dialect::P3})
                for (const Act act : {Act::Open, Act::Close, Act::SyncAll, Act::Account, Act::Ping}) {
                    Ask ask = ourAsk();
                    ask.act = act;
                    const Answer answer = answerOf(dialect, ask, *tree);
                    if (act != Act::Open || answer.outcome != Outcome::Filled) continue;
                    ++fills;
                    QVERIFY2(retcode || (dialect == Dialect::P3 && !refused), json.c_str());
                    QVERIFY2(dialect == Dialect::P2 || !answer.venue_id.empty(), json.c_str());
                }
            (void)readProbe(*tree, "u", kKey);
        }
        QVERIFY(fills > 0);
    }
};
QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
