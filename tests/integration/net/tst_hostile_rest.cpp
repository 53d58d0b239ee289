// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/raw_peer.h"
#include "tests/support/resident.h"
#include "tests/unit/transport/net_harness.h"

using namespace bw;
using namespace bw::feed;
using bw::test::RawPeer;
using bw::test::residentBytes;

/// A REST server whose answers do not end.
class TestHostileRest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void endlessAnswer_data() {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("piece");
        QTest::addColumn<QByteArray>("code");
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        const QByteArray mebibyte(1 << 20, 'a');
        QTest::newRow("a body of 1 GiB") << ok + "Content-Length: 1073741824\r\n\r\n" << mebibyte << QByteArray("size");
        QTest::newRow("chunks without end") << ok + "Transfer-Encoding: chunked\r\n\r\n"
                                            << "100000\r\n" + mebibyte + "\r\n"
                                            << QByteArray("size");
        QTest::newRow("a body until the connection ends") << ok + "\r\n" << mebibyte << QByteArray("size");
        QTest::newRow("header lines without end")
            << ok << QByteArray("X: a\r\n").repeated(10'000) << QByteArray("timeout");
        QTest::newRow("a header without a newline") << ok + "X: " << mebibyte << QByteArray("timeout");
    }
    void endlessAnswer() {
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, piece);
        QFETCH(QByteArray, code);
        RawPeer peer;
        peer.handshake = head;
        QVERIFY(peer.listen(QHostAddress(QStringLiteral("127.0.0.2"))));
        ScriptedStream good;
        ScriptedRest unused;
        QVERIFY(good.listen());
        SystemClock clock;
        NetHarness h(clock);
        BinanceMarketConfig config = NetHarness::market(good, unused);
        config.rest.url = "http" + peer.url().substr(2, peer.url().rfind('/') - 2);
        config.rest.timeout_ms = 200;  // without progress; six times that for the whole
        QVERIFY(h.start(config));
        const qint64 before = residentBytes();
        qint64 peak = before, left = 1'024;
        peer.flood([&] {
            peak = std::max(peak, residentBytes());
            return left-- > 0 ? piece : QByteArray();
        });
        QVERIFY(h.requests.push({.kind = FeedRequest::Kind::Snapshot, .instrument = "demo.usdm.BTCUSDT"}));
        const bool failed = QTest::qWaitFor([&] { return !h.control("fail", "demo.usdm/rest").empty(); }, 8000);
        const qint64 growth = residentBytes() - before;
        qInfo("resident: +%lld KiB after, peak +%lld KiB, peer wrote %lld KiB", growth >> 10, (peak - before) >> 10,
              peer.written >> 10);
        QVERIFY(failed);
        const QByteArray told =
            h.control("fail", "demo.usdm/rest")[0].json()[QLatin1String("code")].toString().toUtf8();
        QCOMPARE(told, code);
        QVERIFY2(peak - before < (32 << 20), qPrintable(QString::number(peak - before)));
        QVERIFY(h.from("demo.usdm/rest").empty());
    }
};

QTEST_GUILESS_MAIN(TestHostileRest)
#include "tst_hostile_rest.moc"
