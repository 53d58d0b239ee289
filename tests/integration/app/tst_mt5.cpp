// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QMap>
#include <QTest>
#include <algorithm>
#include <vector>
#include <zmq.hpp>

#include "tests/integration/app/program.h"

using namespace bw::test;

namespace {

QString str(const char* text) {
    return QString::fromUtf8(text);
}

/// A row of the export: the text as it stands, and its time.
struct Row {
    QByteArray line, bid, ask, flags;
    qint64 time_ms = 0;  // UTC
};

struct Message {
    QByteArray topic, body;  // topic empty: one part
};

Message message(const QString& dialect, const Row& row, qint64 seq) {
    const QByteArray sides = "\"symbol\":\"EURUSD\",\"bid\":" + row.bid + ",\"ask\":" + row.ask;
    const QByteArray seconds = QByteArray::number(row.time_ms / 1000);
    if (dialect == QLatin1String("T1")) return {{}, "{\"type\":\"TICK\"," + sides + "}"};
    if (dialect == QLatin1String("T2"))
        return {{}, "{\"type\":\"TICK\"," + sides + ",\"time\":" + QByteArray::number(row.time_ms) + "}"};
    if (dialect == QLatin1String("T3"))
        return {"EURUSD",
                "{" + sides + ",\"timestamp\":" + seconds + ",\"price\":" + row.bid + ",\"source\":\"EODHD\"}"};
    if (dialect == QLatin1String("T4"))
        return {{},
                "{" + sides + ",\"volume\":0,\"timestamp\":" + seconds + "." +
                    QByteArray::number(row.time_ms % 1000).rightJustified(3, '0') + ",\"type\":\"tick\"}"};
    return {"tick.EURUSD",
            "{\"v\":6,\"type\":\"tick\",\"gw\":\"test\",\"epoch\":1549238400000,\"seq\":" + QByteArray::number(seq) +
                "," + sides + ",\"last\":0,\"volume\":0,\"volume_real\":0,\"flags\":" + row.flags +
                ",\"time_msc\":" + QByteArray::number(row.time_ms) + ",\"tz_s\":0}"};
}

/// A gateway: a real publisher that knows when it is subscribed to.
class Publisher {
public:
    Publisher() : m_socket(m_context, zmq::socket_type::xpub) {
        m_socket.set(zmq::sockopt::sndhwm, 0);  // what is sent waits, it is never dropped here
        m_socket.set(zmq::sockopt::linger, 0);
        m_socket.bind("tcp://127.0.0.1:*");
    }
    [[nodiscard]] QString endpoint() const { return QString::fromStdString(m_socket.get(zmq::sockopt::last_endpoint)); }
    [[nodiscard]] bool subscribed() {
        zmq::message_t subscription;
        return m_socket.recv(subscription, zmq::recv_flags::dontwait).has_value();
    }
    void send(const Message& m) {
        if (!m.topic.isEmpty())
            m_socket.send(zmq::buffer(m.topic.constData(), size_t(m.topic.size())), zmq::send_flags::sndmore);
        m_socket.send(zmq::buffer(m.body.constData(), size_t(m.body.size())), zmq::send_flags::none);
    }

private:
    zmq::context_t m_context{1};
    zmq::socket_t m_socket;
};

/// The bars of --klines-out by minute: "open,high,low,close", and the ticks in them.
struct Bars {
    QMap<QByteArray, QByteArray> ohlc, count;
    qint64 ticks = 0;
    [[nodiscard]] QByteArray open() const { return ohlc.isEmpty() ? QByteArray() : ohlc.first().split(',').first(); }
    [[nodiscard]] QByteArray close() const { return ohlc.isEmpty() ? QByteArray() : ohlc.last().split(',').last(); }
};

Bars barsOf(const QByteArray& csv, const QByteArray& instrument) {
    Bars out;
    for (const QByteArray& line : csv.split('\n')) {
        const QList<QByteArray> cells = line.split(',');
        if (cells.size() != 10 || cells[0] != instrument) continue;
        out.ohlc[cells[1]] = cells.mid(2, 4).join(',');
        out.count[cells[1]] = cells[9];
        out.ticks += cells[9].toLongLong();
    }
    return out;
}

struct Replayed {
    Bars bars;
    qint64 ticks = -1, duplicates = -1, rejected = -1;
    QByteArray ledger;
};

Replayed replay(const Box& box, const QStringList& source, const char* instrument) {
    const Outcome outcome = box.runHere(
        QStringList{str("replay"), str("--report"), str("report.json"), str("--klines-out"), str("bars.csv")} + source);
    if (outcome.exit != 0) {
        qWarning("%s", outcome.err.constData());
        return {};
    }
    const QJsonObject report = json(box.read(str("report.json")));
    const QJsonObject ticks = instrumentOf(report, QLatin1String(instrument)).value(QLatin1String("ticks")).toObject();
    Replayed out;
    out.bars = barsOf(box.read(str("bars.csv")), instrument);
    out.ticks = ticks.value(QLatin1String("count")).toInteger(-1);
    out.duplicates = ticks.value(QLatin1String("duplicates")).toInteger(-1);
    out.rejected = report.value(QLatin1String("rejected")).toInteger(-1);
    out.ledger = report.value(QLatin1String("ledger_sha256")).toString().toLatin1();
    return out;
}

}  // namespace

// A day of EURUSD as five kinds of gateways would publish it, over a real socket into a running engine: the journal of
// that run gives the ticks and the bars of the file.
class TestAppMt5 : public QObject {
    Q_OBJECT
    std::vector<Row> m_rows;
    qint64 m_cut_ms = 0;

    /// Publishes with 16 minutes of market in 50 ms: bars close with the engine's timers, each 100 ms, and at most 64
    /// of them are kept open.
    static void publish(Publisher& publisher, const QString& dialect, const std::vector<Row>& rows, size_t count) {
        QElapsedTimer clock;
        clock.start();
        for (size_t i = 0; i < count; ++i) {
            const qint64 due_ms = (rows[i].time_ms - rows[0].time_ms) / (16 * 60'000) * 50;
            if (clock.elapsed() < due_ms) QVERIFY(waitFor([&] { return clock.elapsed() >= due_ms; }, 1'000));
            publisher.send(message(dialect, rows[i], qint64(i) + 1));
        }
    }

    /// A day passes here in seconds, while the engine doubts a stamp that runs 30 s ahead of its clock: pauses of the
    /// market are cut to 20 s, for the gateways and for the file they are compared with alike.
    void addRow(QList<QByteArray> cells, qint64 time_ms) {
        if (m_rows.empty())
            m_cut_ms = 0;
        else
            m_cut_ms += std::max<qint64>(0, time_ms - m_cut_ms - m_rows.back().time_ms - 20'000);
        const qint64 at_ms = time_ms - m_cut_ms;
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(at_ms, Qt::UTC);
        cells[1] = at.toString(str("HH:mm:ss.zzz")).toLatin1();
        m_rows.push_back({cells.join('\t'), cells[2], cells[3], cells.last(), at_ms});
    }

private Q_SLOTS:
    void initTestCase() {
        const QString path = recording(str("mt5_ticks/EURUSD_20190204.csv.gz"));
        if (path.isEmpty()) QSKIP("no recordings (BELLWETHER_SHARED): the whole test is left out");
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QDateTime midnight(QDate(2019, 2, 4), QTime(0, 0), Qt::UTC);
        for (const QByteArray& line : gunzip(file.readAll()).split('\n')) {
            const QList<QByteArray> cells = line.trimmed().split('\t');
            if (cells.size() < 4 || cells[0] != "2019.02.04") continue;
            const QTime time = QTime::fromString(QString::fromLatin1(cells[1]), Qt::ISODateWithMs);
            addRow(cells, midnight.toMSecsSinceEpoch() + time.msecsSinceStartOfDay());
        }
        QCOMPARE(m_rows.size(), size_t(136'741));
    }

    void published_data() {
        QTest::addColumn<QString>("dialect");
        QTest::addColumn<int>("count");
        for (const char* dialect : {"T1", "T2", "T3", "T4", "v6"}) QTest::newRow(dialect) << str(dialect) << 20'000;
        QTest::newRow("v6, the whole day") << str("v6") << 136'741;
    }
    void published() {
        QFETCH(QString, dialect);
        QFETCH(int, count);
        Box box;
        QByteArray csv = "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\n";
        for (size_t i = 0; i < size_t(count); ++i) csv += m_rows[i].line + '\n';
        box.write(str("EURUSD.csv"), csv);

        Publisher publisher;
        const auto engine = box.start(
            {str("--headless"), str("--set"),
             QString(str("feeds.mt5=[{name: test, time_zone: UTC, ticks: \"") + publisher.endpoint() + str("\"}]"))});
        QVERIFY2(waitFor([&] { return publisher.subscribed(); }, 30'000), box.stderrText().constData());
        publish(publisher, dialect, m_rows, size_t(count));
        // One socket keeps the order: with the mark's instrument there, every tick before it was worked on.
        Message mark = message(str("T1"), m_rows[0], 0);
        mark.body.replace("EURUSD", "THEEND");
        publisher.send(mark);
        const auto all = [&] { return box.status().value(QLatin1String("instruments")).toInt() == 2; };
        QVERIFY2(waitFor(all, 60'000), box.stderrText().constData());
        QCOMPARE(endProcess(*engine), 0);

        const Replayed live = replay(box, {box.dataDir()}, "mt5.test.EURUSD");
        const Replayed file = replay(box, {str("--format"), str("mt5-csv"), str("EURUSD.csv")}, "mt5.file.EURUSD");
        QCOMPARE(live.ledger, stoppedLine(box.stderrText()).ledger);
        QCOMPARE(live.rejected, 0);
        QCOMPARE(file.rejected, 0);
        QCOMPARE(live.ticks, qint64(count));
        QCOMPARE(file.ticks, qint64(count));
        QVERIFY(file.bars.ohlc.size() > 350);
        // Bars count the ticks that are no duplicates; a dialect with less in it (no flags, whole seconds) has more.
        QCOMPARE(live.bars.ticks, live.ticks - live.duplicates);
        QCOMPARE(file.bars.ticks, file.ticks - file.duplicates);
        QCOMPARE(live.bars.open(), file.bars.open());
        QCOMPARE(live.bars.close(), file.bars.close());
        // T1 carries no time: its bars are those of the receive times, so only first and last price and the count can
        // agree.
        if (dialect == QLatin1String("T1")) return;
        QCOMPARE(live.bars.ohlc.keys(), file.bars.ohlc.keys());
        for (const QByteArray& minute : file.bars.ohlc.keys())
            QVERIFY2(live.bars.ohlc[minute] == file.bars.ohlc[minute],
                     QByteArray(minute + ": live " + live.bars.ohlc[minute] + ", file " + file.bars.ohlc[minute])
                         .constData());
        if (live.duplicates == file.duplicates) QCOMPARE(live.bars.count, file.bars.count);
    }
};

QTEST_GUILESS_MAIN(TestAppMt5)
#include "tst_mt5.moc"
