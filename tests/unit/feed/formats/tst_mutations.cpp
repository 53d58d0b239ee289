// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cstdlib>
#include <string>

#include "core/feed/csv/rows.h"
#include "core/model/random.h"
#include "temp_files.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::test;

namespace {

constexpr std::string_view kSession =
    "https://host/api/v3/exchangeInfo -> 1633998511.132921: {\"symbols\":[]}\n"
    "wss://host:9443/stream?streams=a@depth/b@trade <-> 1633998511.159679\n"
    "wss://host:9443/stream <- 1633998511.2: {\"method\":\"SUBSCRIBE\",\"apiKey\":\"x\"}\n"
    "configuration: {\"trades\":[\"A\"]}\n"
    "1633998512.0633569: {\"stream\":\"a@depth\",\"data\":{}}\n"
    "https://host/api/v3/depth?symbol=A&limit=1000 -> 1633998512.320639: {\"lastUpdateId\":1}\n"
    "1633998512.564785: {\"stream\":\"a@depth\",\"data\":{}}\n";
constexpr std::string_view kTrades =
    "timestamp,price,quantity,side,tradeId\n1750507467356,83.29,0.107,buy,293517768\n"
    "1750507470500,\"83.29\",5e-05,\"\",293517769\n1750507470501,83.3,1.39,sell,293517771\n";
constexpr std::string_view kQuotes = "time;bid;ask;bid_qty;ask_qty\n1549238400000;1.14512;1.14514;1;2\n2019-02-04 00:00:01;1.1;1.2;;\n";
constexpr std::string_view kBars = "date\topen\thigh\tlow\tclose\tvolume\tcount\n2017-01-03\t1\t3\t0.5\t2\t10\t7\n2017-01-04\t2\t2\t2\t2\t0\t0\n";

void mutate(std::string& bytes, Random& random) {
    constexpr std::string_view kBites[] = {"\"", ",", ";", "\t", "\n", "\r\n", ": ", " -> ", " <- ", " <-> ", "1e99", "-", "\xff", "0", "://"};
    for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
        const std::size_t at = random.below(bytes.size() + 1);
        switch (random.below(4)) {
            case 0:
                if (at < bytes.size()) bytes[at] = static_cast<char>(1 + random.below(255));
                break;
            case 1: bytes.erase(at, random.below(12)); break;
            case 2: bytes.insert(at, kBites[random.below(std::size(kBites))]); break;
            default: bytes.insert(at, bytes.substr(random.below(bytes.size() + 1), random.below(60))); break;
        }
    }
}

std::size_t linesOf(const std::string& text) {
    std::size_t lines = 0;
    std::string_view rest = text;
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines += !line.empty();
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    return lines;
}

}  // namespace

// Damaged recordings: each line is one frame, whatever it holds, and what a row gives keeps its promises.
class TestMutations : public QObject {
    Q_OBJECT
    TempFiles m_files;

    /// The rows as the engine reads them.
    static void checkRow(const csv::Columns& columns, const std::string& row) {
        csv::Cells cells;
        if (columns.split(row, cells) != Code::Ok) return;
        csv::FileFacts facts;
        facts.period_s = 60;
        Trade trade;
        csv::Tick tick;
        Kline bar;
        switch (columns.content()) {
            case csv::Content::Trades:
                if (csv::decodeTrade(cells, columns, facts, {}, trade) != Code::Ok) return;
                QVERIFY(trade.price.units > 0 && trade.qty.units >= 0);
                break;
            case csv::Content::Ticks:
                if (csv::decodeTick(cells, columns, facts, {}, tick) != Code::Ok) return;
                QVERIFY(tick.quote.has_bid || tick.quote.has_ask);
                QVERIFY(!tick.quote.has_bid || tick.quote.bid.price.units > 0);
                QVERIFY(!tick.quote.has_ask || tick.quote.ask.price.units > 0);
                break;
            case csv::Content::Klines:
                if (csv::decodeKline(cells, columns, facts, {}, bar) != Code::Ok) return;
                QVERIFY(bar.low.units > 0 && bar.low <= bar.open && bar.low <= bar.close && bar.high >= bar.open && bar.high >= bar.close);
                QVERIFY(bar.open_time.ns > 0 && bar.period_s > 0 && bar.volume.units >= 0);
                break;
        }
    }

private Q_SLOTS:
    void eachLineIsOneFrame_data() {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* format, std::string_view text) {
            QTest::newRow(format) << QByteArray(format) << QByteArray(text.data(), static_cast<qsizetype>(text.size()));
        };
        row("sec-json", kSession);
        row("trades-csv", kTrades);
        row("ticks-csv", kQuotes);
        row("klines-csv", kBars);
    }
    void eachLineIsOneFrame() {
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, text);
        std::uint64_t seed = 0x637376;
        if (const char* given = std::getenv("BELLWETHER_SEED")) seed = std::strtoull(given, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        Random random(seed);
        int opened = 0;
        for (int round = 0; round < 200; ++round) {
            std::string bytes = text.toStdString();
            mutate(bytes, random);
            const auto path = m_files.write("mutated", QByteArray::fromStdString(bytes));
            auto reader = openFile(path, format.toStdString(), {"binance.spot", "X", 0});
            if (!reader) continue;
            ++opened;
            const ReadAll all = readAll(**reader);
            QVERIFY(all.errors.empty());
            std::size_t lines = 0;
            std::int64_t mono_ns = 0;
            for (const KeptFrame& frame : all.frames) {
                lines += !frame.made;
                QVERIFY(frame.mono_ns >= mono_ns && frame.mono_ns >= frame.wall_ns);
                mono_ns = frame.mono_ns;
            }
            if (lines != linesOf(bytes)) QFAIL(bytes.c_str());
            if (format == "sec-json") continue;
            const std::size_t end = bytes.find('\n');
            const auto content = format == "trades-csv" ? csv::Content::Trades : format == "ticks-csv" ? csv::Content::Ticks : csv::Content::Klines;
            const auto columns = csv::Columns::fromHeader(bytes.substr(0, end), content);
            if (!columns) continue;
            for (const KeptFrame& frame : all.frames) {
                if (frame.source.ends_with('!')) continue;
                checkRow(*columns, frame.bytes);
                if (QTest::currentTestFailed()) return;
            }
        }
        QVERIFY2(opened > 60, QByteArray::number(opened).constData());
    }
};

QTEST_GUILESS_MAIN(TestMutations)
#include "tst_mutations.moc"
