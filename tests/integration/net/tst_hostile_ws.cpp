// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/raw_peer.h"
#include "tests/support/resident.h"
#include "tests/support/venue_server.h"
#include "tests/unit/transport/net_harness.h"

using namespace bw;
using namespace bw::feed;
using bw::test::RawPeer;
using bw::test::residentBytes;
using bw::test::webSocketFrame;

namespace {

const char* const kBad = "demo.usdm/pub";
const char* const kGood = "demo.usdm/mkt";

QByteArray text(const QByteArray& payload) {
    return webSocketFrame(payload);
}

/// A close frame with this code and reason.
QByteArray closing(quint16 code, const QByteArray& reason = {}) {
    const char body[2] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    return webSocketFrame(QByteArray(body, 2) + reason, '\x88');
}

QByteArray hexed(const char* hex) {
    return QByteArray::fromHex(hex);
}

}  // namespace

/// A hostile peer on one line, a good venue on another (quality spec 9). Row names begin with the section of RFC 6455.
class TestHostileWs : public QObject {
    Q_OBJECT

    struct Pair {
        Pair() : h(clock) {}
        bool start(std::int64_t connect_timeout_ms = 10'000) {
            // Two addresses, so that the lines need not take turns at one host.
            if (!peer.listen(QHostAddress(QStringLiteral("127.0.0.2"))) || !good.listen() || !rest.listen())
                return false;
            BinanceMarketConfig config = NetHarness::market(good, rest);
            config.entries = {{"pub", peer.url(), {"trade"}}, {"mkt", good.url(), {"bookTicker"}}};
            config.line.backoff_base_ms = config.line.backoff_max_ms =
                60'000;  // one attempt, so that all is told of it
            config.line.connect_timeout_ms = connect_timeout_ms;
            return bool(h.start(config));
        }
        /// The good line is open on its first connection and carries a message now.
        void verifyGoodLine() {
            QTRY_VERIFY(good.client() != nullptr && !good.commands.empty());
            const auto before = h.row(kGood).frames;
            good.send(tickerText());
            QTRY_VERIFY(h.row(kGood).frames > before);
            QTRY_COMPARE(h.row(kGood).state, FeedState::Live);
            QCOMPARE(h.control("open", kGood).size(), size_t(1));
            QVERIFY(h.control("close", kGood).empty());
        }
        [[nodiscard]] std::vector<NetHarness::Got> bad() { return h.from("demo.usdm/pub#1"); }
        SystemClock clock;
        RawPeer peer;
        ScriptedStream good;
        ScriptedRest rest;
        NetHarness h;
    };

private Q_SLOTS:
    void handshake_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("code");
        const QByteArray upgrade = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
        const QByteArray key = "Sec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        for (const char* const status : {"200", "204", "301", "400", "401", "403", "404", "429", "451", "500", "503"}) {
            const bool blocked = qstrcmp(status, "403") == 0 || qstrcmp(status, "451") == 0;  // by the only endpoint
            QTest::addRow("4.1 status %s, the socket stays open", status)
                << QByteArray("HTTP/1.1 ") + status + " No\r\nContent-Length: 0\r\n\r\n"
                << (blocked ? QByteArray("blocked") : QByteArray("http_") + status);
        }
        QTest::newRow("4.1 wrong accept key") << upgrade + key + "\r\n" << QByteArray("connect");
        QTest::newRow("4.1 no accept key") << upgrade + "\r\n" << QByteArray("connect");
        QTest::newRow("4.1 two Upgrade headers") << upgrade + "Upgrade: websocket\r\n" + key + "\r\n"
                                                 << QByteArray("connect");
        QTest::newRow("4.1 a protocol nobody asked for") << upgrade + key + "Sec-WebSocket-Protocol: other\r\n\r\n"
                                                         << QByteArray("connect");
        QTest::newRow("4.1 no HTTP at all") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << QByteArray("connect");
        QTest::newRow("4.1 NUL bytes") << QByteArray(100, '\0') + "\r\n\r\n" << QByteArray("connect");
        QByteArray lines = upgrade;
        for (int i = 0; i < 10'000; ++i) lines += "X-" + QByteArray::number(i) + ": a\r\n";
        QTest::newRow("4.1 10,000 header lines") << lines << QByteArray("connect");
        QTest::newRow("4.1 a header line of 1 MiB") << upgrade + "X: " + QByteArray(1 << 20, 'a') + "\r\n\r\n"
                                                    << QByteArray("connect");
    }
    void handshake() {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, code);
        Pair p;
        p.peer.handshake = answer;
        QVERIFY(p.start());
        QTRY_COMPARE(p.h.control("fail", kBad).size(), size_t(1));
        QCOMPARE(p.h.control("fail", kBad)[0].json()[QLatin1String("code")].toString().toUtf8(), code);
        QVERIFY(p.h.control("open", kBad).empty());
        QVERIFY(p.bad().empty());
        p.verifyGoodLine();
    }

    void protocolErrors_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::newRow("5.2 reserved bit 1: compressed, without the extension") << hexed("c1026869") << 1002;
        QTest::newRow("5.2 reserved bit 2") << hexed("a1026869") << 1002;
        QTest::newRow("5.2 reserved bit 3") << hexed("91026869") << 1002;
        QTest::newRow("5.2 opcode 3") << hexed("83026869") << 1002;
        QTest::newRow("5.2 opcode 7") << hexed("8700") << 1002;
        QTest::newRow("5.2 control opcode 11") << hexed("8b00") << 1002;
        QTest::newRow("5.2 control opcode 15") << hexed("8f00") << 1002;
        QTest::newRow("5.2 length 2^63") << hexed("817f8000000000000000") << 1002;
        QTest::newRow("5.2 length 2^63 - 1") << hexed("817f7fffffffffffffff") << 1009;
        QTest::newRow("5.2 2 GiB") << hexed("827f0000000080000000") << 1009;
        QTest::newRow("5.2 a byte above 4 MiB") << hexed("817f0000000000400001") << 1009;
        QTest::newRow("5.2 64-bit length for 5 bytes") << hexed("817f000000000000000568656c6c6f") << 1002;
        QTest::newRow("5.2 16-bit length for 5 bytes") << hexed("817e000568656c6c6f") << 1002;
        QTest::newRow("5.4 continuation without a start") << hexed("80026869") << 1002;
        QTest::newRow("5.4 a new text inside a message") << hexed("01026869") + text("hi") << 1002;
        QTest::newRow("5.4 a binary inside a text") << hexed("01026869820100") << 1002;
        QTest::newRow("5.5 ping of 126 bytes") << hexed("897e007e") + QByteArray(126, 'p') << 1002;
        QTest::newRow("5.5 fragmented ping") << hexed("09016180016b") << 1002;
        QTest::newRow("5.5 fragmented close") << hexed("080203e8") << 1002;
        QTest::newRow("5.5.1 close code 999") << closing(999) << 1002;
        QTest::newRow("5.5.1 close code 1004") << closing(1004) << 1002;
        QTest::newRow("7.4.1 close code 1005") << closing(1005) << 1002;
        QTest::newRow("7.4.1 close code 1006") << closing(1006) << 1002;
        QTest::newRow("7.4.2 close code 5000") << closing(5000) << 1002;
        QTest::newRow("5.5.1 close body of one byte") << hexed("880103") << 1002;
        QTest::newRow("5.5.1 close reason that is no UTF-8") << closing(1000, "\xff\xfe") << 1007;
        QTest::newRow("8.1 a byte that is no UTF-8") << text("{\"a\":\"\xff\"}") << 1007;
        QTest::newRow("8.1 overlong") << text("\xc0\xaf") << 1007;
        QTest::newRow("8.1 a surrogate") << text("\xed\xa0\x80") << 1007;
        QTest::newRow("8.1 above U+10FFFF") << text("\xf4\x90\x80\x80") << 1007;
        QTest::newRow("8.1 cut at the end") << text("ab\xe2\x82") << 1007;
        QTest::newRow("8.1 in the second fragment") << hexed("010261628002ff61") << 1007;
        // Allowed by 5.4, and refused by QWebSocket: it decodes each fragment for itself. On the safe side.
        QTest::newRow("5.4 a character split over two fragments") << hexed("0102e2828001ac") << 1007;
    }
    void protocolErrors() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        Pair p;
        p.peer.after = text("first") + bytes + text("{\"stream\":\"never seen\"}");
        QVERIFY(p.start());
        QTRY_COMPARE(p.h.control("close", kBad).size(), size_t(1));
        QCOMPARE(p.h.control("close", kBad)[0].json()[QLatin1String("code")].toInt(), code);
        QTRY_VERIFY(!p.peer.close_codes.isEmpty());
        QCOMPARE(p.peer.close_codes, QList<int>{code});
        QCOMPARE(p.bad().size(), size_t(1));  // what came before it
        QCOMPARE(p.bad()[0].bytes, QByteArray("first"));
        QCOMPARE(p.h.row(kBad).state, FeedState::Down);
        QCOMPARE(p.h.row(kBad).error, Code::PeerClose);
        p.verifyGoodLine();
    }

    /// 5.1 wants 1002. QWebSocket unmasks such a frame and does not tell: the bytes are those the peer meant.
    void aMaskedFrameOfTheServerIsRead() {
        Pair p;
        p.peer.after = hexed("818200010000") + "hh";
        QVERIFY(p.start());
        QTRY_COMPARE(p.bad().size(), size_t(1));
        QCOMPARE(p.bad()[0].bytes, QByteArray("hi"));
    }

    void messagesPassByteForByte_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("5.6 NUL in a text") << text(QByteArray("a\0b", 3)) << QByteArray("a\0b", 3);
        QTest::newRow("5.6 an empty text") << text("") << QByteArray("");
        QTest::newRow("5.6 binary") << hexed("8203ff00fe") << hexed("ff00fe");
        QTest::newRow("5.4 fragments with a ping between")
            << hexed("0101618901708001 62").replace(" ", "") << QByteArray("ab");
        const QByteArray deep = QByteArray(10'000, '[') + QByteArray(10'000, ']');
        QTest::newRow("JSON of depth 10,000 is for the decoder to refuse") << text(deep) << deep;
        const QByteArray large = "\"" + QByteArray(1 << 20, 's') + "\"";
        QTest::newRow("a string of 1 MiB is for the decoder to refuse") << text(large) << large;
    }
    void messagesPassByteForByte() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, message);
        Pair p;
        p.peer.after = bytes;
        QVERIFY(p.start());
        QTRY_COMPARE(p.bad().size(), size_t(1));
        QCOMPARE(p.bad()[0].bytes, message);
        QVERIFY(p.h.control("close", kBad).empty());
    }

    void endlessInput_data() {
        QTest::addColumn<QByteArray>("handshake");
        QTest::addColumn<QByteArray>("piece");
        QTest::addColumn<int>("pieces");
        QTest::addColumn<int>("close_code");  // 0: the handshake failed
        QTest::newRow("4.1 a header without a newline")
            << QByteArray("HTTP/1.1 101 ") << QByteArray(1 << 16, 'a') << 16'384 << 0;
        QTest::newRow("4.1 header lines without end")
            << QByteArray("HTTP/1.1 101 S\r\n") << QByteArray("X: a\r\n").repeated(10'000) << 16'384 << 0;
        QTest::newRow("5.4 a text message above 16 MiB")
            << QByteArray() << webSocketFrame(QByteArray(1 << 20, 'a'), '\0') << 64 << 1009;
        QTest::newRow("5.4 a binary message above 16 MiB, frames of 4 MiB")
            << QByteArray() << webSocketFrame(QByteArray(4 << 20, 'a'), '\0') << 64 << 1009;
        QTest::newRow("5.5.2 pings without end") << QByteArray() << hexed("8900").repeated(10'000) << 1'000 << 1006;
    }
    void endlessInput() {
        QFETCH(QByteArray, handshake);
        QFETCH(QByteArray, piece);
        QFETCH(int, pieces);
        QFETCH(int, close_code);
        Pair p;
        p.peer.handshake = handshake;
        if (close_code == 1009) p.peer.after = piece.size() > (2 << 20) ? hexed("020161") : hexed("010161");
        QVERIFY(p.start());
        p.verifyGoodLine();
        const qint64 before = residentBytes();
        qint64 peak = before;
        int left = pieces;
        p.peer.flood([&] {
            peak = std::max(peak, residentBytes());
            return left-- > 0 ? piece : QByteArray();
        });
        const bool ended =
            QTest::qWaitFor([&] { return !p.h.control(close_code == 0 ? "fail" : "close", kBad).empty(); }, 8000);
        QVERIFY2(ended, qPrintable(QString::number(p.peer.written)));
        const qint64 growth = residentBytes() - before;
        qInfo("resident: +%lld KiB after, peak +%lld KiB, peer wrote %lld KiB", growth >> 10, (peak - before) >> 10,
              p.peer.written >> 10);
        QVERIFY2(growth < (32 << 20), qPrintable(QString::number(growth)));
        if (close_code == 0)
            QCOMPARE(p.h.control("fail", kBad)[0].json()[QLatin1String("code")].toString(), QStringLiteral("connect"));
        else
            QCOMPARE(p.h.control("close", kBad)[0].json()[QLatin1String("code")].toInt(), close_code);
        QVERIFY(p.bad().empty());
        p.verifyGoodLine();
    }

    void tenThousandEmptyFragmentsAreOneMessage() {
        Pair p;
        p.peer.after = hexed("010161") + hexed("0000").repeated(10'000) + hexed("800162");
        QVERIFY(p.start());
        const qint64 before = residentBytes();
        QTRY_COMPARE(p.bad().size(), size_t(1));
        QCOMPARE(p.bad()[0].bytes, QByteArray("ab"));
        QVERIFY(residentBytes() - before < (8 << 20));
        p.verifyGoodLine();
    }

    void pingsAreAnsweredAndPongsIgnored() {
        Pair p;
        p.peer.after = webSocketFrame("one", '\x89') + hexed("8a00").repeated(100'000) + webSocketFrame("two", '\x89') +
                       text("after");
        QVERIFY(p.start());
        QTRY_COMPARE(p.bad().size(), size_t(1));
        QTRY_COMPARE(p.peer.pongs, (QList<QByteArray>{"one", "two"}));
        QVERIFY(p.h.control("close", kBad).empty());
        p.verifyGoodLine();
    }

    void aCloseIsFollowedByOneFrameAndANewAttempt_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("7.1.5 without a code") << hexed("8800");
        QTest::newRow("7.4.1 going away") << closing(1001, "restart");
        QTest::newRow("7.4.2 private") << closing(4000);
    }
    void aCloseIsFollowedByOneFrameAndANewAttempt() {
        QFETCH(QByteArray, bytes);
        Pair p;
        p.peer.after = bytes;
        QVERIFY(p.start());
        QTRY_COMPARE(p.h.control("close", kBad).size(), size_t(1));
        QTRY_COMPARE(p.peer.close_codes.size(), 1);
        QCOMPARE(p.h.row(kBad).error, Code::PeerClose);
        QVERIFY(p.h.row(kBad).retry_at.ns > 0);
    }

    void ourCloseNeedsNoAnswer() {
        Pair p;  // the raw peer never answers a close
        QVERIFY(p.start());
        QTRY_COMPARE(p.h.control("open", kBad).size(), size_t(1));
        QVERIFY(p.h.requests.push({.kind = FeedRequest::Kind::Reconnect, .instrument = "demo.usdm", .reason = "test"}));
        QTRY_COMPARE(p.h.control("close", kBad).size(), size_t(1));
        QCOMPARE(p.h.row(kBad).state, FeedState::Down);
        QTRY_COMPARE(p.peer.close_codes, QList<int>{1000});
    }
};

QTEST_GUILESS_MAIN(TestHostileWs)
#include "tst_hostile_ws.moc"
