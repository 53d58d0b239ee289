// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "binance_test.h"
#include "core/feed/formats/frame_reader.h"
#include "core/model/random.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::binance;
using namespace bw::feed::binance::test;

// The in-place scanner against the JSON library: the same message or the same code, on real and on damaged frames.
class TestPaths : public QObject {
    Q_OBJECT
    std::filesystem::path m_data;
    Decoder m_decoder;
    Message m_plain, m_json;
    std::map<std::string, std::uint64_t> m_codes;

    /// Empty: both say the same.
    std::string difference(std::string_view text) {
        const FrameBytes plain(text);
        const FrameBytes forced = notPlain(text);
        Symbols symbols;
        const Code a = m_decoder.decode(plain.view(), symbols, m_plain);
        const Code b = m_decoder.decode(forced.view(), symbols, m_json);
        ++m_codes[std::string(codeName(a))];
        if (a != b) return "plain " + std::string(codeName(a)) + ", json " + std::string(codeName(b));
        return a == Code::Ok && !sameMessage(m_plain, m_json) ? "two messages" : "";
    }
    std::vector<std::string> lines(const char* file, const char* venue, std::size_t count) {
        std::vector<std::string> out;
        auto reader = feed::openFile(m_data / "binance_raw" / file, "ts-json", {venue, "", 0});
        if (!reader) return out;
        feed::FileFrame frame;
        for (auto more = (*reader)->next(frame); more && *more && out.size() < count; more = (*reader)->next(frame))
            out.emplace_back(frame.bytes);
        return out;
    }
    void tellCodes() {
        QByteArray text;
        for (const auto& [code, n] : m_codes)
            text += " " + QByteArray::fromStdString(code) + "=" + QByteArray::number(qulonglong(n));
        qInfo("%s", text.constData());
        m_codes.clear();
    }
    static void mutate(std::string& text, Random& random) {
        static constexpr std::string_view kBites[] = {
            "\"",      "{", "}",  "[",    "]",    ",",    ":",  "\\", " ",       "\n",   "-",
            ".",       "0", "e5", "null", "true", "\"\"", "[]", "{}", "\\u0041", "\xff", "\"s\":\"ETHUSDT\",",
            "\"u\":1,"};
        for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
            const std::size_t at = random.below(text.size() + 1);
            switch (random.below(7)) {
                case 0:
                    if (at < text.size())
                        text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << random.below(8)));
                    break;
                case 1:
                    if (at < text.size()) text[at] = static_cast<char>(random.below(256));
                    break;
                case 2:
                    text.resize(at);
                    break;
                case 3:
                    text.erase(at, 1 + random.below(12));
                    break;
                case 4:
                    text.insert(at, kBites[random.below(std::size(kBites))]);
                    break;
                case 5:
                    if (at < text.size()) text[at] = static_cast<char>('0' + random.below(10));
                    break;
                default:
                    text.insert(at, text.substr(random.below(text.size() + 1), random.below(30)));
                    break;
            }
        }
    }

private Q_SLOTS:
    void initTestCase() {
        m_data = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data";
    }

    void everyRecordedLine_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("venue");
        QTest::newRow("usdm") << QByteArray("usdm_btcusdt_20240808.gz") << QByteArray("binance.usdm");
        QTest::newRow("spot") << QByteArray("spot_btcusdt_20240808.gz") << QByteArray("binance.spot");
        QTest::newRow("coinm") << QByteArray("cm_btcusd_perp_20240808.gz") << QByteArray("binance.coinm");
    }
    void everyRecordedLine() {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, venue);
        if (!std::filesystem::exists(m_data / "binance_raw"))
            QSKIP("the public recordings are not here (BELLWETHER_SHARED)");
        const std::vector<std::string> frames = lines(file.constData(), venue.constData(), 20'000);
        QCOMPARE(frames.size(), std::size_t{20'000});
        for (const std::string& frame : frames) {
            const std::string differs = difference(frame);
            QVERIFY2(differs.empty(), (differs + ": " + frame.substr(0, 300)).c_str());
        }
        QCOMPARE(m_codes.size(), std::size_t{1});
        QCOMPARE(m_codes["ok"], 20'000U);
        m_codes.clear();
    }

    void damagedFrames() {
        std::uint64_t seed = 0x706c6169;
        if (const char* text = std::getenv("BELLWETHER_SEED")) seed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        std::vector<std::string> corpus = {
            wrapped(
                "btcusdt@depth@100ms",
                R"({"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":50093239189,"u":50093239202,"b":[["61737.63000000","0.00000000"]],"a":[["61837.64000000","1.54698000"]]})"),
            wrapped(
                "btcusd_perp@depth@0ms",
                R"({"e":"depthUpdate","E":1723161257440,"T":1723161257432,"s":"BTCUSD_PERP","ps":"BTCUSD","U":1007198631260,"u":1007198631565,"pu":1007198631198,"b":[["61773.6","1001"],["61773.5","2"]],"a":[]})"),
            wrapped(
                "btcusdt@bookTicker",
                R"({"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"})"),
            wrapped(
                "ethusdt@trade",
                R"({"e":"trade","E":1596034530241,"T":1596034530235,"s":"ETHUSDT","t":73701056,"p":"2366.55","q":"0.070","X":"INSURANCE_FUND","m":true})"),
            wrapped(
                "btcusdt@aggTrade",
                R"({"e":"aggTrade","E":1791391082024,"a":3478018549,"s":"BTCUSDT","p":"83434.40","q":"0.016","nq":"0.016","f":8154045700,"l":8154045704,"T":1791391081874,"m":true,"st":1})"),
            wrapped(
                "btcusdt@kline_1m",
                R"({"e":"kline","E":1653818762502,"s":"BTCUSDT","k":{"t":1653818760000,"s":"BTCUSDT","i":"1m","x":false}})"),
            R"({"lastUpdateId":1027024,"E":1723161257835,"T":1723161257823,"symbol":"BTCUSD_PERP","pair":"BTCUSD","bids":[["61804.7","35"]],"asks":[["61804.8","7"]]})",
            R"({"result":null,"id":17})",
            R"({"error":{"code":2,"msg":"Invalid request"},"id":17})",
            R"({"e":"serverShutdown","E":1770123456789})"};
        Random random(seed);
        for (int n = 0; n < 200'000; ++n) {
            std::string frame = corpus[random.below(corpus.size())];
            mutate(frame, random);
            const std::string differs = difference(frame);
            QVERIFY2(differs.empty(), (differs + ", message " + std::to_string(n) + ": " + frame).c_str());
        }
        QVERIFY(m_codes["ok"] > 5'000 && m_codes.size() > 12);
        tellCodes();
    }

    void everyCutOfAMessageIsCoded() {
        const std::string whole = wrapped(
            "btcusd_perp@depth",
            R"({"e":"depthUpdate","E":1,"s":"BTCUSD_PERP","U":5,"u":6,"pu":4,"b":[["61773.6","1001"]],"a":[["7","0"]]})");
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string cut = whole.substr(0, size);
            QVERIFY2(difference(cut).empty(), cut.c_str());
            QCOMPARE(m_codes["ok"], 0U);
        }
        QVERIFY(difference(whole).empty());
        QCOMPARE(m_codes["ok"], 1U);
        m_codes.clear();
    }

    void publicExamplesAreAnEventAControlMessageOrOneCode() {
        QFile file(QString::fromStdString((m_data / "messages" / "binance.jsonl").string()));
        if (!file.open(QIODevice::ReadOnly)) QSKIP("the public examples are not here (BELLWETHER_SHARED)");
        std::map<std::string, std::map<std::string, int>> seen;
        int count = 0;
        while (!file.atEnd()) {
            const QByteArray line = file.readLine();
            if (line.trimmed().isEmpty()) continue;
            ++count;
            const QJsonObject object = QJsonDocument::fromJson(line).object();
            // The bytes of the message itself, not Qt's rendering: numbers would change.
            const qsizetype at = line.indexOf("\"msg\":") + 6;
            const QByteArray text = line.mid(at, line.lastIndexOf('}') - at);
            const std::string differs = difference(text.toStdString());
            QVERIFY2(differs.empty(), (differs + ": " + text.toStdString()).c_str());
            Symbols symbols;
            const FrameBytes frame(text.toStdString());
            const Code code = m_decoder.decode(frame.view(), symbols, m_plain);
            ++seen[object[QLatin1String("kind")].toString().toStdString()][std::string(codeName(code))];
        }
        QVERIFY(count >= 117);
        // The kinds this version uses decode, but for documentation whose wrapper names another symbol than its
        // message.
        for (const char* kind : {"depthUpdate", "trade", "bookTicker"}) {
            QVERIFY(seen[kind]["ok"] > 5);
            for (const auto& [code, n] : seen[kind])
                QVERIFY2(code == "ok" || ((code == "symbol_unknown" || code == "num_syntax") && n <= 2),
                         (kind + (" " + code)).c_str());
        }
        m_codes.clear();
    }
};

QTEST_GUILESS_MAIN(TestPaths)
#include "tst_paths.moc"
