// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <deque>
#include <filesystem>

#include "replay_run.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::engine::test;

namespace {

struct Kept {
    std::string bytes;
    WallTime wall;
};

}  // namespace

// Two connections of one source that deliver the same: nothing counts twice.
class TestConnections : public QObject {
    Q_OBJECT
    std::filesystem::path m_file;

    /// The recording over #1, and over #2 each message again `behind` messages later.
    QJsonObject twice(std::size_t behind, std::uint64_t& gaps) const {
        ReplayOptions options;
        options.paths = {m_file.string()};
        options.format = "ts-json";
        options.venue = "binance.usdm";
        auto source = ReplaySource::open(options);
        if (!source) return {};
        Sink sink;
        Pipeline pipeline(EngineConfig{}, sink);
        std::deque<Kept> held;
        ReplayItem item;
        while (*(*source)->next(item)) {
            if (item.kind == ReplayItem::Kind::Timer) {
                pipeline.onTimer(item.frame.recv_wall, item.frame.recv_mono);
                continue;
            }
            pipeline.onFrame(item.frame);
            if (item.frame.source != "binance.usdm/pub#1") continue;
            held.push_back({std::string(item.frame.bytes), item.frame.recv_wall});
            held.back().bytes.append(kFramePadding, '\0');
            if (held.size() <= behind) continue;
            const std::string_view bytes = held.front().bytes;
            pipeline.onFrame({"binance.usdm/pub#2", item.frame.recv_wall, item.frame.recv_mono,
                              bytes.substr(0, bytes.size() - kFramePadding)});
            held.pop_front();
        }
        pipeline.finish();
        gaps = sink.gaps.size();
        const std::string report = makeReport({pipeline, sink.bars, 0, 1.0});
        return QJsonDocument::fromJson(QByteArray::fromStdString(report))[QLatin1String("instruments")][0].toObject();
    }

private Q_SLOTS:
    void initTestCase() {
        m_file = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data" / "binance_raw" / "usdm_btcusdt_20240808.gz";
        if (!std::filesystem::exists(m_file)) QSKIP("whole test: the public recordings are not here (BELLWETHER_SHARED)");
    }

    void theSameOverTwoConnectionsCountsOnce_data() {
        QTest::addColumn<int>("behind");
        QTest::newRow("at once") << 0;
        QTest::newRow("five messages behind") << 5;
        QTest::newRow("five hundred behind") << 500;
    }
    void theSameOverTwoConnectionsCountsOnce() {
        QFETCH(int, behind);
        ReplayOptions options;
        options.paths = {m_file.string()};
        options.format = "ts-json";
        options.venue = "binance.usdm";
        const Run once(options, 0);
        const QJsonObject single = once.instrument("binance.usdm.BTCUSDT");
        std::uint64_t gaps = 0;
        const QJsonObject both = twice(static_cast<std::size_t>(behind), gaps);
        QCOMPARE(gaps, once.sink.gaps.size());
        const auto get = [](const QJsonObject& in, const char* part, const char* key) {
            return in[QLatin1String(part)][QLatin1String(key)];
        };
        for (const char* key : {"first_id", "last_id", "missing_ids", "excluded", "buy_qty", "sell_qty", "cvd"})
            QCOMPARE(get(both, "trades", key), get(single, "trades", key));
        const qint64 trades = get(single, "trades", "count").toInteger();
        QCOMPARE(get(both, "trades", "count").toInteger() - get(both, "trades", "duplicates").toInteger(), trades);
        QVERIFY(get(both, "trades", "duplicates").toInteger() > trades / 2);
        for (const char* key : {"state", "best_bid", "best_ask", "levels", "gaps", "resyncs", "crossed", "ticker_match"})
            QCOMPARE(get(both, "book", key), get(single, "book", key));
        QCOMPARE(both[QLatin1String("ofi_l1")], single[QLatin1String("ofi_l1")]);
        QCOMPARE(both[QLatin1String("klines")], single[QLatin1String("klines")]);
    }
};

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
