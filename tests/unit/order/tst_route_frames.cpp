// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a route: what is encoded reads back the same, and what is damaged is refused as a whole.
#include <QTest>

#include "core/feed/order/json_tree.h"
#include "core/feed/order/route_frames.h"
#include "core/model/random.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::feed;

namespace {

/// Random values of every kind of field: empty and odd texts, the ends of the number ranges.
class Make {
public:
    explicit Make(std::uint64_t seed) : m_random(seed) {}

    std::string text() {
        static const std::vector<std::string> kTexts{"", "EURUSD", "1.08420", "-0.00", "NaN", "\"quoted\\\"", "tab\there", "line\nend",
                                                     "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", "{\"a\":1}", "null", std::string("\x01\x1f\x7f")};
        return kTexts[m_random.below(kTexts.size())];
    }
    std::int64_t integer() {
        switch (m_random.below(5)) {
            case 0: return std::numeric_limits<std::int64_t>::min();
            case 1: return std::numeric_limits<std::int64_t>::max();
            case 2: return -1;
            case 3: return 0;
            default: return static_cast<std::int64_t>(m_random.next());
        }
    }
    std::uint64_t natural() { return m_random.below(3) == 0 ? std::numeric_limits<std::uint64_t>::max() : m_random.next(); }
    std::uint32_t small() { return static_cast<std::uint32_t>(m_random.next()); }
    bool flag() { return m_random.below(2) == 0; }
    std::size_t count(std::uint64_t below) { return m_random.below(below); }
    template <class Enum>
    Enum one(int count) {
        return static_cast<Enum>(m_random.below(static_cast<std::uint64_t>(count)));
    }

    RouteReply reply() {
        return {text(), natural(), one<RouteOp>(kRouteOps), one<RouteReply::Outcome>(10), one<Code>(static_cast<int>(Code::Count)),
                integer(), text(), text(), text(), text(), text(), flag(), integer()};
    }
    AccountReading reading() { return {text(), text(), text(), text(), text(), text(), text(), text(), text(), integer()}; }
    RouteSnapshot snapshot() {
        RouteSnapshot s{text(), natural(), flag(), flag(), reading(), {}, {}, integer()};
        for (std::size_t i = s.has_positions ? count(4) : 0; i > 0; --i)
            s.positions.push_back({text(), text(), text(), text(), text(), text(), text(), one<OrderSide>(2), integer()});
        for (std::size_t i = s.has_orders ? count(4) : 0; i > 0; --i)
            s.orders.push_back({text(), text(), text(), text(), text(), text(), one<OrderSide>(2), one<OrderType>(3), integer()});
        return s;
    }
    RouteStatus status() {
        RouteStatus s;
        s.route = text();
        s.endpoint = text();
        s.dialect = one<Dialect>(6);
        s.health = one<RouteHealth>(4);
        s.secure = flag();
        s.authentic = flag();
        s.trade_mode = static_cast<std::uint8_t>(small());
        s.error = one<Code>(static_cast<int>(Code::Count));
        s.session = small();
        s.fail_count = small();
        s.timeouts = small();
        s.ping_p50_ns = integer();
        s.ping_p95_ns = integer();
        s.ping_p99_ns = integer();
        s.ping_max_ns = integer();
        s.ping_count = natural();
        s.offset_ns = integer();
        s.offset_error_ns = integer();
        s.last_reply_age_ns = integer();
        s.polls_slowly = flag();
        s.rejects = natural();
        return s;
    }

private:
    Random m_random;
};

auto tie(const RouteReply& r) {
    return std::tie(r.route, r.request, r.op, r.outcome, r.code, r.retcode, r.client_id, r.venue_id, r.filled_qty, r.avg_price, r.text,
                    r.late, r.rtt_ns);
}
auto tie(const AccountReading& r) {
    return std::tie(r.route, r.reply_id, r.equity, r.balance, r.margin_used, r.margin_level, r.currency, r.balance_op, r.account,
                    r.venue_ts_ms);
}
auto tie(const RoutePosition& p) {
    return std::tie(p.symbol, p.ticket, p.qty, p.open_price, p.current_price, p.profit, p.client_id, p.side, p.magic);
}
auto tie(const RouteOrder& o) {
    return std::tie(o.symbol, o.venue_id, o.client_id, o.qty, o.filled, o.price, o.side, o.type, o.magic);
}
auto tie(const RouteStatus& s) {
    return std::tie(s.route, s.endpoint, s.dialect, s.health, s.secure, s.authentic, s.trade_mode, s.error, s.session, s.fail_count,
                    s.timeouts, s.ping_p50_ns, s.ping_p95_ns, s.ping_p99_ns, s.ping_max_ns, s.ping_count, s.offset_ns, s.offset_error_ns,
                    s.last_reply_age_ns, s.polls_slowly, s.rejects);
}
template <class T>
bool sameList(const std::vector<T>& a, const std::vector<T>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const T& x, const T& y) { return tie(x) == tie(y); });
}

}  // namespace

class TestRouteFrames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyValueReadsBackTheSame() {
        Make make(test::seedOr(0x5eed0001));
        for (int i = 0; i < 3'000; ++i) {
            const RouteReply reply = make.reply();
            const auto reply_back = decodeReply(encode(reply));
            QVERIFY(reply_back);
            QVERIFY(tie(*reply_back) == tie(reply));
            const AccountReading reading = make.reading();
            const auto reading_back = decodeReading(encode(reading));
            QVERIFY(reading_back);
            QVERIFY(tie(*reading_back) == tie(reading));
            const RouteSnapshot s = make.snapshot();
            const auto s_back = decodeSnapshot(encode(s));
            QVERIFY(s_back);
            QVERIFY(s_back->route == s.route && s_back->request == s.request && s_back->as_of_ms == s.as_of_ms);
            QVERIFY(s_back->has_positions == s.has_positions && s_back->has_orders == s.has_orders);
            QVERIFY(tie(s_back->account) == tie(s.account));
            QVERIFY(sameList(s_back->positions, s.positions) && sameList(s_back->orders, s.orders));
            const RouteStatus status = make.status();
            const auto status_back = decodeStatus(encode(status));
            QVERIFY(status_back);
            QVERIFY(tie(*status_back) == tie(status));
        }
    }
    void aCutFrameIsRefused() {
        Make make(test::seedOr(0x5eed0002));
        for (int i = 0; i < 300; ++i) {
            const std::string text = encode(make.snapshot());
            for (std::size_t cut = 0; cut < text.size(); cut += 7) {
                const auto back = decodeSnapshot(text.substr(0, cut));
                QVERIFY(!back);
                QCOMPARE(back.error().code, Code::JsonSyntax);
            }
        }
    }
    void damageHasItsCode_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* json, Code code) { QTest::newRow(name) << QByteArray(json) << static_cast<int>(code); };
        row("empty", "", Code::JsonSyntax);
        row("a list", "[1]", Code::JsonSyntax);
        row("two objects", "{\"ctl\":\"risk.account\",\"venue_ts_ms\":0}{}", Code::JsonSyntax);
        row("a name twice", "{\"ctl\":\"risk.account\",\"ctl\":\"risk.account\",\"venue_ts_ms\":0}", Code::JsonSyntax);
        row("not UTF-8", "{\"ctl\":\"risk.account\",\"route\":\"\xff\",\"venue_ts_ms\":0}", Code::JsonSyntax);
        row("another frame", "{\"ctl\":\"risk.reply\",\"venue_ts_ms\":0}", Code::FieldType);
        row("no name", "{\"venue_ts_ms\":0}", Code::FieldMissing);
        row("no time", "{\"ctl\":\"risk.account\"}", Code::FieldMissing);
        row("time as a text", "{\"ctl\":\"risk.account\",\"venue_ts_ms\":\"0\"}", Code::FieldType);
        row("time with a fraction", "{\"ctl\":\"risk.account\",\"venue_ts_ms\":1.5}", Code::FieldType);
        row("equity as a number", "{\"ctl\":\"risk.account\",\"equity\":1,\"venue_ts_ms\":0}", Code::FieldType);
        row("whole", "{\"ctl\":\"risk.account\",\"equity\":\"1\",\"venue_ts_ms\":0}", Code::Ok);
    }
    void damageHasItsCode() {
        QFETCH(QByteArray, json);
        QFETCH(int, code);
        const auto back = decodeReading(std::string_view(json.constData(), static_cast<std::size_t>(json.size())));
        QCOMPARE(back ? Code::Ok : back.error().code, static_cast<Code>(code));
    }
    void aTreeHasBounds() {
        std::string deep;
        for (int i = 0; i < 40; ++i) deep += "{\"a\":";
        QCOMPARE(parseJson(deep + "1" + std::string(40, '}')).error().code, Code::Size);
        QCOMPARE(parseJson("{\"a\":\"" + std::string(kJsonBytesMax, 'x') + "\"}").error().code, Code::Size);
        std::string many = "{\"a\":[0";
        for (std::size_t i = 0; i < kJsonNodesMax; ++i) many += ",0";
        QCOMPARE(parseJson(many + "]}").error().code, Code::Size);
        QVERIFY(parseJson("{}"));
    }
    void aForeignTextIsCutAtACharacter() {
        QCOMPARE(cleanText("abc", 2), std::string("ab"));
        QCOMPARE(cleanText("a\xE2\x82\xAC" "b", 3), std::string("a"));
        QCOMPARE(cleanText("a\xE2\x82\xAC" "b", 4), std::string("a\xE2\x82\xAC"));
        QCOMPARE(cleanText("a\xff\xE2\x82", 9), std::string("a???"));
    }
};
QTEST_GUILESS_MAIN(TestRouteFrames)
#include "tst_route_frames.moc"
