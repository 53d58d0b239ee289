// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <map>

#include "core/feed/sim/fast_output.h"
#include "core/model/sha256.h"
#include "tests/unit/sim/map_book.h"

using namespace bw;
using namespace bw::sim;

namespace {

FastOptions optionsFor(const QTemporaryDir& dir, quint64 seed) {
    FastOptions options;
    options.seed = seed;
    options.seconds = 60;
    options.out_dir = dir.path().toStdString();
    return options;
}

QByteArray bytesOf(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Of all files, names included.
std::string digestOf(const FastResult& result) {
    Sha256 hash;
    for (const auto& path : result.files) {
        const QByteArray bytes = bytesOf(path);
        hash.update(path.filename().string());
        hash.update(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    }
    return hex(hash.finish());
}

struct Line {
    qint64 stamp_ns = 0;
    QJsonObject json;
};
std::vector<Line> linesOf(const QByteArray& bytes) {
    std::vector<Line> lines;
    for (const QByteArray& text : bytes.split('\n')) {
        if (text.isEmpty()) continue;
        const qsizetype space = text.indexOf(' ');
        lines.push_back({text.left(space).toLongLong(), QJsonDocument::fromJson(text.mid(space + 1)).object()});
    }
    return lines;
}

}  // namespace

class TestFastOutput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalSeedsGiveEqualBytes();
    void everyMessageChainsAndTheTickerMatchesTheBook_data();
    void everyMessageChainsAndTheTickerMatchesTheBook();
    void aDroppedMessageIsInTheListAndMissingInTheFile();
    void anUnusableDirectoryIsSaid();
};

void TestFastOutput::equalSeedsGiveEqualBytes() {
    const quint64 seed = testSeed();
    QTemporaryDir first, second, third;
    const auto a = writeFast(optionsFor(first, seed));
    const auto b = writeFast(optionsFor(second, seed));
    const auto c = writeFast(optionsFor(third, seed + 1));
    QVERIFY(a && b && c);
    QCOMPARE(a->files.size(), std::size_t{5});
    QVERIFY(a->lines > 5000);
    QCOMPARE(digestOf(*a), digestOf(*b));
    QVERIFY(digestOf(*a) != digestOf(*c));
    // The same bytes on every platform and compiler: a change of the model must change this line on purpose.
    if (seed == 1)
        QCOMPARE(QByteArray::fromStdString(digestOf(*a)),
                 QByteArray("2f3f51474c78c8f7341c559dcabe44f570da18997fad3ec5828d7bde9214ef9f"));
}

void TestFastOutput::everyMessageChainsAndTheTickerMatchesTheBook_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("is_usdm");
    QTest::newRow("usdm, prices to 0.10") << QByteArray("demo.usdm.BTCUSDT") << true;
    QTest::newRow("usdm, prices to 0.01") << QByteArray("demo.usdm.ETHUSDT") << true;
    QTest::newRow("spot, padded to eight decimals") << QByteArray("demo.spot.BTCUSDT") << false;
}

void TestFastOutput::everyMessageChainsAndTheTickerMatchesTheBook() {
    QFETCH(QByteArray, name);
    QFETCH(bool, is_usdm);
    QTemporaryDir dir;
    FastOptions options = optionsFor(dir, testSeed());
    options.seconds = 120;
    QVERIFY(writeFast(options));
    MapBook book;
    std::map<qint64, QJsonObject> tickers;  // by update id
    qint64 last_trade = 0, last_stamp = 0;
    int snapshots = 0, compared = 0, equal = 0;
    for (const Line& line : linesOf(bytesOf(options.out_dir / (name.toStdString() + ".ts-json")))) {
        QVERIFY(line.stamp_ns > last_stamp);
        last_stamp = line.stamp_ns;
        QVERIFY(!line.json.isEmpty());
        const QString stream = line.json.value(QLatin1String("stream")).toString();
        const QJsonObject data = line.json.value(QLatin1String("data")).toObject();
        if (stream.isEmpty()) {
            ++snapshots;
            QCOMPARE(line.json.contains(QLatin1String("T")), is_usdm);
            book.setSnapshot(line.json);
        } else if (stream.endsWith(QLatin1String("@bookTicker"))) {
            QCOMPARE(data.contains(QLatin1String("E")), is_usdm);
            tickers[data.value(QLatin1String("u")).toInteger()] = data;
        } else if (stream.endsWith(QLatin1String("@trade"))) {
            const qint64 id = data.value(QLatin1String("t")).toInteger();
            if (last_trade != 0) QCOMPARE(id, last_trade + 1);
            last_trade = id;
            QCOMPARE(data.value(QLatin1String("X")).toString() == QLatin1String("MARKET"), is_usdm);
        } else {
            QVERIFY(stream.endsWith(QLatin1String("@depth@100ms")));
            QCOMPARE(data.contains(QLatin1String("pu")), is_usdm);
            if (!book.isReady()) continue;
            const MapBook::Step step = book.onDepth(data);
            QVERIFY(step != MapBook::Step::Broken);
            QVERIFY(!book.isCrossed());
            if (step != MapBook::Step::Applied) continue;
            auto it = tickers.upper_bound(book.lastId());
            if (it == tickers.begin()) continue;
            const QJsonObject& ticker = std::prev(it)->second;
            const auto text = [&ticker](const char* key) {
                return ticker.value(QLatin1String(key)).toString().toStdString();
            };
            ++compared;
            equal +=
                book.bid() == MapBook::Top{text("b"), text("B")} && book.ask() == MapBook::Top{text("a"), text("A")};
        }
    }
    QCOMPARE(snapshots, 1);
    QVERIFY(compared > 1000);
    QCOMPARE(equal, compared);
}

void TestFastOutput::aDroppedMessageIsInTheListAndMissingInTheFile() {
    QTemporaryDir dir;
    FastOptions options = optionsFor(dir, testSeed());
    options.seconds = 5;
    options.faults.push_back({2000, FaultKind::Drop, "demo.usdm.BTCUSDT", "depth", 1});
    const auto result = writeFast(options);
    QVERIFY(result);
    QCOMPARE(result->injected.size(), std::size_t{1});
    MapBook book;
    int broken = 0;
    for (const Line& line : linesOf(bytesOf(options.out_dir / "demo.usdm.BTCUSDT.ts-json"))) {
        const QJsonObject data = line.json.value(QLatin1String("data")).toObject();
        if (line.json.contains(QLatin1String("lastUpdateId"))) book.setSnapshot(line.json);
        if (!data.contains(QLatin1String("U")) || !book.isReady()) continue;
        QVERIFY(data.value(QLatin1String("u")).toInteger() != static_cast<qint64>(result->injected[0].id));
        broken += book.onDepth(data) == MapBook::Step::Broken ? 1 : 0;
    }
    QVERIFY(broken > 0);
}

void TestFastOutput::anUnusableDirectoryIsSaid() {
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("taken")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    FastOptions options;
    options.out_dir = dir.filePath(QStringLiteral("taken/out")).toStdString();
    const auto result = writeFast(options);
    QVERIFY(!result);
    QCOMPARE(result.error().code, Code::DirUnusable);
}

QTEST_GUILESS_MAIN(TestFastOutput)
#include "tst_fast_output.moc"
