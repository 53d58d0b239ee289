// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "binance_test.h"
#include "core/book/book_sync.h"
#include "core/book/id_tracker.h"
#include "core/feed/formats/byte_source.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::binance;
using namespace bw::feed::binance::test;

// A day's beginning of TRXUSDT and TRXUSD_PERP as a public archive keeps it, one row a level or trade: made into the
// venue's messages again, decoded, and held against what the rows themselves say.
class TestCsv : public QObject {
    Q_OBJECT
    using Row = std::map<std::string, std::string>;
    std::filesystem::path m_data;
    Decoder m_decoder;
    Symbols m_symbols;
    Message m_message;
    FrameBytes m_frame;

    class Listener final : public book::BookListener {
    public:
        void onBookApplied(const book::DepthEvent&) override { ++applied; }
        void onBookGeneration() override {}
        int applied = 0;
    } m_listener;

    std::vector<Row> rows(const std::string& name) {
        auto source = ByteSource::open(m_data / (name + "_04-03-2025.csv.gz"));
        if (!source) return {};
        std::string text(16u << 20, '\0');
        std::size_t size = 0;
        for (;;) {
            const auto n = (*source)->read(text.data() + size, text.size() - size);
            if (!n || *n == 0) break;
            size += *n;
        }
        text.resize(size);
        std::vector<Row> out;
        const QList<QByteArray> lines = QByteArray::fromStdString(text).split('\n');
        const QList<QByteArray> names = lines[0].trimmed().split(',');
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const QList<QByteArray> cells = lines[i].trimmed().split(',');
            if (cells.size() != names.size()) continue;
            Row row;
            for (qsizetype c = 0; c < cells.size(); ++c) row[names[c].toStdString()] = cells[c].toStdString();
            out.push_back(std::move(row));
        }
        return out;
    }
    static std::string text(const std::string& key, const std::string& value) { return ",\"" + key + "\":\"" + value + "\""; }
    static std::string number(const std::string& key, const std::string& value) { return ",\"" + key + "\":" + value; }
    static std::string get(const Row& row, const char* name) {
        const auto it = row.find(name);
        return it == row.end() ? std::string{} : it->second;
    }

    /// One message of the rows that share its ids and times.
    static std::vector<std::string> depthMessages(const std::vector<Row>& rows) {
        static constexpr std::array<const char*, 4> kSame = {"TimestampOfReceive", "EventTime", "FirstUpdateId", "FinalUpdateId"};
        std::vector<std::string> out;
        for (std::size_t i = 0; i < rows.size();) {
            const Row& head = rows[i];
            std::string sides[2];
            for (; i < rows.size() && std::all_of(kSame.begin(), kSame.end(), [&](const char* n) { return get(rows[i], n) == get(head, n); }); ++i) {
                std::string& side = sides[get(rows[i], "IsAsk") == "1"];
                side += (side.empty() ? "[\"" : ",[\"") + get(rows[i], "Price") + "\",\"" + get(rows[i], "Quantity") + "\"]";
            }
            std::string data = R"({"e":"depthUpdate")" + number("E", get(head, "EventTime"));
            if (head.contains("TransactionTime")) data += number("T", get(head, "TransactionTime"));
            data += text("s", get(head, "Symbol")) + number("U", get(head, "FirstUpdateId")) + number("u", get(head, "FinalUpdateId"));
            if (head.contains("FinalUpdateIdInLastStream")) data += number("pu", get(head, "FinalUpdateIdInLastStream"));
            out.push_back(wrapped(get(head, "Stream"), data + ",\"b\":[" + sides[0] + "],\"a\":[" + sides[1] + "]}"));
        }
        return out;
    }
    static std::string tradeMessage(const Row& row) {
        std::string data = R"({"e":"trade")" + number("E", get(row, "EventTime")) + number("T", get(row, "TransactionTime")) +
                           text("s", get(row, "Symbol")) + number("t", get(row, "TradeId")) + text("p", get(row, "Price")) +
                           text("q", get(row, "Quantity"));
        if (row.contains("XUnknownParameter")) data += text("X", get(row, "XUnknownParameter"));
        data += std::string(",\"m\":") + (get(row, "IsBuyerMarketMaker") == "1" ? "true" : "false");
        if (row.contains("MUnknownParameter")) data += get(row, "MUnknownParameter") == "True" ? ",\"M\":true" : ",\"M\":false";
        return wrapped(get(row, "Stream"), data + "}");
    }
    Code decode(const std::string& bytes) {
        m_frame = FrameBytes(bytes);
        return m_decoder.decode(m_frame.view(), m_symbols, m_message);
    }
    struct Chain {
        int breaks = 0, rejected = 0;
        std::uint64_t first_missing = 0, last_missing = 0;
        std::size_t broke_at = 0;
        bool synced = false;
        std::uint64_t superseded = 0, crossed = 0;
    };
    /// The chain by ids alone: it starts from an empty book as old as the first message wants it.
    Chain chain(const std::vector<std::string>& messages, std::size_t left_out) {
        m_listener.applied = 0;
        book::BookSync sync(m_listener);
        book::SyncOutcome outcome;
        Chain out;
        for (std::size_t i = 0; i < messages.size(); ++i) {
            if (i == left_out) continue;
            if (decode(messages[i]) != Code::Ok) ++out.rejected;
            const MonoTime now{m_message.event_time.ns};
            if (i == 0) sync.onSnapshot(m_message.depth.prev_id, {}, {}, 0, now, outcome);
            sync.onDepth(m_message.depth, now, outcome);
            if (outcome.frame_class == FrameClass::Rejected) ++out.rejected;
            if (!outcome.broke) continue;
            ++out.breaks;
            out.broke_at = i;
            out.first_missing = outcome.first_missing;
            out.last_missing = outcome.last_missing;
        }
        out.synced = sync.synced();
        out.superseded = sync.superseded();
        out.crossed = sync.crossedCount();
        return out;
    }

private Q_SLOTS:
    void initTestCase() {
        m_data = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data" / "binance_csv";
        if (!std::filesystem::exists(m_data)) QSKIP("the public archive is not here (BELLWETHER_SHARED)");
    }

    void depthChains_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("messages");
        QTest::addColumn<int>("superseded");
        QTest::addColumn<bool>("micros");
        QTest::newRow("spot") << QByteArray("binance_difference_depth_stream_spot_trxusdt") << 2'833 << 0 << true;
        QTest::newRow("usdm") << QByteArray("binance_difference_depth_stream_usd_m_futures_trxusdt") << 600 << 0 << false;
        // Its last row was put there by hand to end the day: the ids of the message before it, under a later stamp.
        QTest::newRow("coinm") << QByteArray("binance_difference_depth_stream_coin_m_futures_trxusd_perp") << 1'150 << 1 << false;
    }
    void depthChains() {
        QFETCH(QByteArray, file);
        QFETCH(int, messages);
        QFETCH(int, superseded);
        QFETCH(bool, micros);
        const std::vector<Row> table = rows(file.toStdString());
        QCOMPARE(table.size(), std::size_t{10'000});
        const std::vector<std::string> frames = depthMessages(table);
        QCOMPARE(int(frames.size()), messages);

        // Stamps: of 2025-03-04, microseconds on spot and milliseconds on futures, and received after they were made.
        std::size_t levels = 0;
        for (const std::string& frame : frames) {
            QCOMPARE(decode(frame), Code::Ok);
            QCOMPARE(m_message.kind, Kind::Depth);
            QVERIFY(m_message.event_time.ns >= 1'741'046'400'000 * kNsPerMs && m_message.event_time.ns < 1'741'132'800'000 * kNsPerMs);
            levels += m_message.depth.bids.size() + m_message.depth.asks.size();
        }
        QCOMPARE(levels, std::size_t{10'000});
        for (const Row& row : table) {
            QCOMPARE(get(row, "EventTime").size(), micros ? std::size_t{16} : std::size_t{13});
            QVERIFY(get(row, "TimestampOfReceive") >= get(row, "EventTime"));
        }

        const Chain whole = chain(frames, frames.size());
        qInfo("%d messages, %d applied, %llu superseded", messages, m_listener.applied, static_cast<unsigned long long>(whole.superseded));
        QCOMPARE(whole.breaks, 0);
        QCOMPARE(whole.rejected, 0);
        QVERIFY(whole.synced);
        QCOMPARE(whole.crossed, 0U);
        QCOMPARE(int(whole.superseded), superseded);
        QCOMPARE(m_listener.applied, messages - superseded);

        // Without any one message: one break, at the next one, and exactly the ids between.
        for (const std::size_t k : {std::size_t{1}, frames.size() / 3, frames.size() / 2, frames.size() - 3}) {
            QCOMPARE(decode(frames[k - 1]), Code::Ok);
            const std::uint64_t before = m_message.depth.last_id;
            QCOMPARE(decode(frames[k + 1]), Code::Ok);
            const std::uint64_t after = m_message.depth.prev_id;
            const Chain cut = chain(frames, k);
            QCOMPARE(cut.breaks, 1);
            QCOMPARE(cut.broke_at, k + 1);
            QCOMPARE(cut.first_missing, before + 1);
            QCOMPARE(cut.last_missing, after);
            QVERIFY(!cut.synced);
        }
    }

    void tradeIds_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<quint64>("first");
        QTest::addColumn<int>("sells");
        QTest::addColumn<int>("without_a_fill");
        QTest::addColumn<bool>("micros");
        QTest::newRow("spot") << QByteArray("binance_trade_stream_spot_trxusdt") << quint64{348'656'870} << 4'605 << 0 << true;
        QTest::newRow("usdm") << QByteArray("binance_trade_stream_usd_m_futures_trxusdt") << quint64{548'321'769} << 5'202 << 1 << false;
        QTest::newRow("coinm") << QByteArray("binance_trade_stream_coin_m_futures_trxusd_perp") << quint64{39'605'682} << 5'376 << 0 << false;
    }
    void tradeIds() {
        QFETCH(QByteArray, file);
        QFETCH(quint64, first);
        QFETCH(int, sells);
        QFETCH(int, without_a_fill);
        QFETCH(bool, micros);
        const std::vector<Row> table = rows(file.toStdString());
        QCOMPARE(table.size(), std::size_t{10'000});
        book::IdTracker ids;
        std::map<std::string, int> xs;
        int seen_sells = 0, excluded = 0;
        for (const Row& row : table) {
            QCOMPARE(decode(tradeMessage(row)), Code::Ok);
            QCOMPARE(m_message.kind, Kind::Trade);
            const auto verdict = ids.onId(m_message.trade.id, {m_message.event_time.ns}).verdict;
            QVERIFY(verdict == book::IdTracker::Verdict::New);
            ++xs[get(row, "XUnknownParameter")];
            seen_sells += m_message.trade.side == Side::Sell;
            if (m_message.trade.exclusion != Exclusion::None) {
                // The venue gave an id and no fill: no X, no price, no quantity. The id counts, the flow does not.
                ++excluded;
                QCOMPARE(static_cast<int>(m_message.trade.exclusion), static_cast<int>(Exclusion::Na));
                QCOMPARE(get(row, "XUnknownParameter"), std::string{});
                QCOMPARE(m_message.trade.price.units, 0);
            }
            // T, the time of the match, is the event's; it is never after E.
            const std::string match = get(row, "TransactionTime");
            QCOMPARE(match.size(), micros ? std::size_t{16} : std::size_t{13});
            QCOMPARE(m_message.event_time.ns, std::stoll(match) * (micros ? kNsPerUs : kNsPerMs));
            QVERIFY(match <= get(row, "EventTime"));
        }
        QCOMPARE(ids.first(), first);
        QCOMPARE(ids.last(), first + 9'999);
        QCOMPARE(ids.missing(), 0U);
        QCOMPARE(ids.duplicates(), 0U);
        QCOMPARE(seen_sells, sells);
        QCOMPARE(excluded, without_a_fill);
        QCOMPARE(xs[micros ? "" : "MARKET"], 10'000 - without_a_fill);  // spot sends no X at all
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
