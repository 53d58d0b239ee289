// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <map>

#include "binance_test.h"
#include "core/feed/formats/frame_reader.h"
#include "core/model/random.h"
#include "mutate.h"
#include "tests/unit/model/seed.h"

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
        const std::vector<std::string>& corpus = mutationCorpus();
        Random random(bw::test::seedOr(0x706c6169));
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
};

QTEST_GUILESS_MAIN(TestPaths)
#include "tst_paths.moc"
