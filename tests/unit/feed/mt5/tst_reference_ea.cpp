// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway program for MetaTrader cannot be compiled here: its message texts are taken from the source, filled in and
// given to the decoder.
#include <zmq.h>

#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QTest>

#include "core/feed/mt5/json_keys.h"
#include "gateway.h"

using namespace bw;
using namespace bw::feed::mt5;
using namespace bw::feed::mt5::test;

namespace {
std::string_view view(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}
}  // namespace

class TestReferenceEa : public QObject {
    Q_OBJECT
    QByteArray m_source;
    QMap<QByteArray, QByteArray> m_texts;   // TICK_V6 ...
    QMap<QByteArray, qlonglong> m_numbers;  // ZMQ_PUB ...
    const QMap<QByteArray, QByteArray> m_values = {
        {"gw", "demo"},          {"epoch", "1736899200123"}, {"seq", "48211"},          {"symbol", "EURUSD.s"},
        {"bid", "1.08500"},      {"ask", "1.08520"},         {"last", "0.00000"},       {"volume", "0"},
        {"volume_real", "0"},    {"flags", "6"},             {"time_msc", "1736906400123"}, {"time", "1736906400123"},
        {"tz_s", "7200"},        {"n", "17"},                {"sent", "91233"},         {"send_fail", "2"},
        {"copy_fail", "3"},      {"trade_mode", "0"},        {"connected", "true"},     {"digits", "5"},
        {"point", "0.00001"},    {"contract_size", "100000"}, {"volume_step", "0.01"},  {"base", "EUR"},
        {"profit", "USD"}};

    /// Each %s gets the value of the key before it; one without a key takes the next of `loose`.
    [[nodiscard]] QByteArray filled(const char* name, QList<QByteArray> loose = {}) const {
        QByteArray out = m_texts.value(name);
        if (out.isEmpty()) qWarning("no text %s", name);
        static const QRegularExpression key(QStringLiteral("\"(\\w+)\":\"?$"));
        for (qsizetype at = out.indexOf("%s"); at >= 0; at = out.indexOf("%s", at)) {
            const auto match = key.match(QString::fromLatin1(out.left(at)));
            QByteArray value = match.hasMatch() ? m_values.value(match.captured(1).toLatin1()) : QByteArray();
            if (value.isEmpty()) value = loose.isEmpty() ? QByteArray("?") : loose.takeFirst();
            out.replace(at, 2, value);
            at += value.size();
        }
        return out;
    }
    [[nodiscard]] QByteArray sides() const { return filled("SIDE_BID") + filled("SIDE_ASK"); }

    /// The arguments of a call at its opening parenthesis, split at the commas of its own depth.
    [[nodiscard]] static QList<QByteArray> arguments(const QByteArray& text, qsizetype open) {
        QList<QByteArray> out(1);
        int depth = 0;
        bool quoted = false;
        for (qsizetype i = open; i < text.size(); ++i) {
            const char c = text[i];
            if (c == '"' && text[i - 1] != '\\') quoted = !quoted;
            if (!quoted && c == '(' && depth++ == 0) continue;
            if (!quoted && c == ')' && --depth == 0) break;
            if (!quoted && c == ',' && depth == 1)
                out.append(QByteArray());
            else
                out.last() += c;
        }
        for (QByteArray& argument : out) argument = argument.simplified();
        return out;
    }

private Q_SLOTS:
    void initTestCase() {
        QFile file(QStringLiteral(BW_SOURCE_DIR "/installer/windows/mt5/BellwetherGateway.mq5"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_source = file.readAll();
        for (const QByteArray& line : m_source.split('\n')) {
            if (!line.startsWith("#define ")) continue;
            const QByteArray name = line.mid(8, line.indexOf(' ', 8) - 8);
            const QByteArray value = line.mid(9 + name.size()).trimmed();
            if (value.startsWith('"'))
                m_texts[name] = value.mid(1, value.size() - 2).replace("\\\"", "\"").replace("\\\\", "\\");
            else
                m_numbers[name] = value.toLongLong();
        }
    }

    void aV6TickDecodes() {
        Gateway gateway;
        const QByteArray body = filled("TICK_V6", {sides()});
        QCOMPARE(gateway.send({"tick.EURUSD.s", view(body)}), Code::Ok);
        const Tick& tick = gateway.tick();
        QCOMPARE(gateway.message.dialect, Dialect::V6);
        QVERIFY(tick.symbol == "EURUSD.s");
        QCOMPARE(tick.seq, std::uint64_t{48'211});
        QCOMPARE(tick.epoch, std::uint64_t{1'736'899'200'123});
        QCOMPARE(tick.flags, 6U);
        QCOMPARE(tick.quote.bid.price.units, std::int64_t{108'500'000});
        QCOMPARE(tick.quote.ask.price.units, std::int64_t{108'520'000});
        QVERIFY(!tick.has_last);
        QCOMPARE(tick.time.ns, std::int64_t{1'736'899'200'123} * kNsPerMs);
        QCOMPARE(tick.quality, TimeQuality::Broker);
        QCOMPARE(gateway.decoder.counters().topic_mismatch, std::uint64_t{0});
    }
    void aV6TickOfOneSideDecodes() {
        Gateway gateway;
        const QByteArray body = filled("TICK_V6", {filled("SIDE_ASK")});
        QCOMPARE(gateway.send({"tick.EURUSD.s", view(body)}), Code::Ok);
        QVERIFY(!gateway.tick().quote.has_bid && gateway.tick().quote.has_ask);
    }
    void theOldDialectsDecode() {
        Gateway gateway(GatewayZone::fixed(7'200));
        const QByteArray t1 = filled("TICK_T1", {sides()});
        QCOMPARE(t1, QByteArray(kT1.data(), qsizetype(kT1.size())).replace("EURUSD", "EURUSD.s"));
        QCOMPARE(gateway.send({view(t1)}), Code::Ok);
        QCOMPARE(gateway.message.dialect, Dialect::T1);
        const QByteArray t2 = filled("TICK_T2", {sides()});
        QCOMPARE(t2, QByteArray(kT2.data(), qsizetype(kT2.size())).replace("EURUSD", "EURUSD.s"));
        QCOMPARE(gateway.send({view(t2)}), Code::Ok);
        QCOMPARE(gateway.message.dialect, Dialect::T2);
        QCOMPARE(gateway.tick().time.ns, std::int64_t{1'736'899'200'123} * kNsPerMs);
    }
    void aHeartbeatDecodes() {
        Gateway gateway;
        const QByteArray body = filled("HB_HEAD") + filled("HB_SEQ", {"EURUSD.s", "48211"}) + "," +
                                filled("HB_SEQ", {"XAUUSD", "7"}) + filled("HB_TAIL");
        QCOMPARE(gateway.send({"hb.demo", view(body)}), Code::Ok);
        const Heartbeat& beat = gateway.message.heartbeat;
        QCOMPARE(gateway.message.kind, Message::Kind::Heartbeat);
        QVERIFY(beat.gw == "demo" && beat.connected);
        QCOMPARE(beat.n, std::uint64_t{17});
        QCOMPARE(beat.interval_ms, std::uint64_t{1'000});
        QCOMPARE(beat.sent, std::uint64_t{91'233});
        QCOMPARE(beat.send_fail, std::uint64_t{2});
        QCOMPARE(beat.copy_fail, std::uint64_t{3});
        QCOMPARE(beat.trade_mode, 0);
        QCOMPARE(beat.time.ns, std::int64_t{1'736'899'200'123} * kNsPerMs);
        QCOMPARE(beat.seqs.size(), std::size_t(2));
        QVERIFY(beat.seqs[0].symbol == "EURUSD.s" && beat.seqs[0].seq == 48'211);
        // Before the first symbol is chosen the list is empty.
        const QByteArray none = filled("HB_HEAD") + filled("HB_TAIL");
        QCOMPARE(gateway.send({"hb.demo", view(none)}), Code::Ok);
        QVERIFY(beat.seqs.empty());
    }
    void aSpecificationDecodes() {
        Gateway gateway;
        const QByteArray body = filled("SPEC_HEAD") + filled("SPEC_SESSION", {"1", "00:00", "24:00"}) + "," +
                                filled("SPEC_SESSION", {"2", "00:05", "23:59"}) + filled("SPEC_TAIL");
        QCOMPARE(gateway.send({"spec.EURUSD.s", view(body)}), Code::Ok);
        const Spec& spec = gateway.message.spec;
        QVERIFY(spec.symbol == "EURUSD.s" && spec.base == "EUR" && spec.profit == "USD");
        QCOMPARE(spec.digits, 5);
        QVERIFY((spec.point == Decimal{1, -5}));
        QVERIFY((spec.volume_step == Decimal{1, -2}));
        QCOMPARE(spec.sessions.size(), std::size_t(2));
        QVERIFY((spec.sessions[1] == Session{2, 5, 1'439}));
    }
    void depthDecodes() {
        Gateway gateway;
        const QByteArray body = filled("BOOK_HEAD") + filled("BOOK_LEVEL", {"1.08500", "2.5"}) + filled("BOOK_MIDDLE") +
                                filled("BOOK_LEVEL", {"1.08520", "1"}) + "," + filled("BOOK_LEVEL", {"1.08530", "3"}) +
                                filled("BOOK_TAIL");
        QCOMPARE(gateway.send({"book.EURUSD.s", view(body)}), Code::Ok);
        QCOMPARE(gateway.message.book.bids.size(), std::size_t(1));
        QCOMPARE(gateway.message.book.asks.size(), std::size_t(2));
        QVERIFY(gateway.message.book.has_seq);
    }

    void everyKeyIsOneTheDecoderKnows() {
        static const QRegularExpression key(QStringLiteral("\"(\\w+)\":"));
        int count = 0;
        for (const QByteArray& text : m_texts)
            for (auto it = key.globalMatch(QString::fromLatin1(text)); it.hasNext(); ++count) {
                const QByteArray name = it.next().captured(1).toLatin1();
                Field field = Field::Count;
                std::uint8_t rank = 0;
                lookUpKey(view(name), field, rank);
                QVERIFY2(field != Field::Count, name.constData());
            }
        QVERIFY(count > 40);
    }
    void everyTextGetsAsManyValuesAsItHasHoles() {
        int calls = 0;
        for (qsizetype at = m_source.indexOf("StringFormat("); at >= 0; at = m_source.indexOf("StringFormat(", at + 1)) {
            const QList<QByteArray> given = arguments(m_source, at + qsizetype(sizeof "StringFormat") - 1);
            const QByteArray text = m_texts.value(given[0]);
            if (text.isEmpty()) {
                QVERIFY2(given[0].startsWith('"'), given[0].constData());
                continue;
            }
            ++calls;
            QVERIFY2(text.count("%s") == given.size() - 1, given[0].constData());
            QCOMPARE(text.count('%'), text.count("%s"));
        }
        QCOMPARE(calls, 13);
    }
    void theLibraryIsCalledByItsNumbers() {
        const QMap<QByteArray, qlonglong> expected = {{"ZMQ_PUB", ZMQ_PUB},
                                                      {"ZMQ_DONTWAIT", ZMQ_DONTWAIT},
                                                      {"ZMQ_SNDMORE", ZMQ_SNDMORE},
                                                      {"ZMQ_LINGER", ZMQ_LINGER},
                                                      {"ZMQ_SNDHWM", ZMQ_SNDHWM},
                                                      {"ZMQ_TCP_KEEPALIVE", ZMQ_TCP_KEEPALIVE},
                                                      {"ZMQ_CURVE_SERVER", ZMQ_CURVE_SERVER},
                                                      {"ZMQ_CURVE_SECRETKEY", ZMQ_CURVE_SECRETKEY}};
        QCOMPARE(m_numbers, expected);
        QVERIFY(m_source.contains("SetInt(ZMQ_SNDHWM, 100000)"));
        QVERIFY(m_source.contains("SetInt(ZMQ_LINGER, 0)"));
        int sends = 0;
        for (qsizetype at = m_source.indexOf("= zmq_send("); at >= 0; at = m_source.indexOf("= zmq_send(", at + 1), ++sends)
            QVERIFY(m_source.mid(at, m_source.indexOf(';', at) - at).contains("ZMQ_DONTWAIT"));
        QCOMPARE(sends, 2);
        QVERIFY2(!m_source.contains("Sleep("), "the terminal must never wait");
    }
    void bracketsClose() {
        QByteArray code;
        bool quoted = false;
        for (const QByteArray& line : m_source.split('\n'))
            for (qsizetype i = 0; i < line.size(); ++i) {
                if (!quoted && line.mid(i, 2) == "//") break;
                if (line[i] == '\'' && !quoted) {  // a character, perhaps a quote or an escape
                    i = line.indexOf('\'', i + (line.mid(i + 1, 1) == "\\" ? 3 : 2));
                    QVERIFY2(i > 0, line.constData());
                    continue;
                }
                if (line[i] == '"' && (i == 0 || line[i - 1] != '\\' || line[i - 2] == '\\')) quoted = !quoted;
                if (!quoted) code += line[i];
            }
        QVERIFY(!quoted);
        for (const char* pair : {"()", "[]", "{}"}) QCOMPARE(code.count(pair[0]), code.count(pair[1]));
    }
};

QTEST_GUILESS_MAIN(TestReferenceEa)
#include "tst_reference_ea.moc"
