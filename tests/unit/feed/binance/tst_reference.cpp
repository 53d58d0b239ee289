// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>
#include <map>

#include "binance_test.h"
#include "core/feed/formats/frame_reader.h"
#include "core/model/random.h"
#include "mutate.h"
#include "reference.h"
#include "tests/unit/model/seed.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::binance;
using namespace bw::feed::binance::test;

// The decoder against a reader that knows the whole document: on every recorded message, and on damaged ones.
class TestReference : public QObject {
    Q_OBJECT
    std::filesystem::path m_data;
    Decoder m_decoder;
    Reference m_reference;
    Message m_message, m_expected;
    std::map<std::string, std::uint64_t> m_kinds;
    std::uint64_t m_unsure = 0, m_count = 0;

    /// Empty: both say the same.
    std::string difference(std::string_view text) {
        const FrameBytes frame(text);
        Symbols symbols, others;
        const Code code = m_decoder.decode(frame.view(), symbols, m_message);
        const Reference::Verdict verdict = m_reference.decode(text, others, m_expected);
        ++m_count;
        ++m_kinds[code == Code::Ok ? render(m_message).substr(0, render(m_message).find(' ')) : "refused"];
        if (verdict == Reference::Verdict::Unsure) return ++m_unsure, "";
        if (verdict == Reference::Verdict::Refused) return code == Code::Ok ? "must be refused, is " + render(m_message) : "";
        if (code != Code::Ok) return std::string(codeName(code)) + " instead of " + render(m_expected);
        return render(m_message) == render(m_expected) ? "" : render(m_message) + "\n instead of " + render(m_expected);
    }
    void tell() {
        std::string text = std::to_string(m_count) + " frames, unsure " + std::to_string(m_unsure) + ":";
        for (const auto& [kind, n] : m_kinds) text += " " + kind + "=" + std::to_string(n);
        qInfo("%s", text.c_str());
    }

private Q_SLOTS:
    void initTestCase() { m_data = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data"; }
    void init() {
        m_kinds.clear();
        m_unsure = m_count = 0;
    }

    void recordings_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("format");
        QTest::addColumn<int>("count");
        const auto row = [](const char* file, const char* format, int count) {
            QTest::newRow(file) << QString::fromLatin1(file) << QString::fromLatin1(format) << count;
        };
        row("binance_raw/usdm_btcusdt_20240808.gz", "ts-json", 4'000);
        row("binance_raw/spot_btcusdt_20240808.gz", "ts-json", 4'000);
        row("binance_raw/cm_btcusd_perp_20240808.gz", "ts-json", 4'000);
        for (const char* name : {"BINANCE", "BINANCE_DELIVERY", "BINANCE_FUTURES", "BINANCE_US"}) {
            for (const char* part : {".ws.1.0.gz", ".http.0.0.gz"})
                row(("venue_sessions/" + std::string(name) + part).c_str(), "sec-json", 1'000'000);
        }
    }
    void recordings() {
        QFETCH(QString, file);
        QFETCH(QString, format);
        QFETCH(int, count);
        const std::filesystem::path path = m_data / file.toStdString();
        if (!std::filesystem::exists(path)) QSKIP("the public recordings are not here (BELLWETHER_SHARED)");
        auto reader = openFile(path, format.toStdString(), {"binance.spot", "", 0});
        QVERIFY2(bool(reader), reader ? "" : reader.error().detail.c_str());
        FileFrame frame;
        for (auto more = (*reader)->next(frame); more && *more && count > 0; more = (*reader)->next(frame)) {
            if (frame.source.ends_with('!')) continue;
            --count;
            const std::string differs = difference(frame.bytes);
            QVERIFY2(differs.empty(), (differs + ": " + std::string(frame.bytes.substr(0, 300))).c_str());
        }
        tell();
        QVERIFY(m_count >= 4);
        QCOMPARE(m_unsure, 0U);
        QCOMPARE(m_kinds["refused"], 0U);
    }

    void damagedFrames() {
        Random random(bw::test::seedOr(0x72656665));
        bool is_number = false;
        const std::uint64_t given = qEnvironmentVariable("BELLWETHER_MUTATIONS").toULongLong(&is_number);
        const std::uint64_t count = is_number ? given : 200'000;
        const std::vector<std::string>& corpus = mutationCorpus();
        for (std::uint64_t n = 0; n < count; ++n) {
            std::string frame = corpus[random.below(corpus.size())];
            mutate(frame, random);
            const std::string differs = difference(frame);
            QVERIFY2(differs.empty(), (differs + "\n message " + std::to_string(n) + ": " + frame).c_str());
        }
        tell();
        QVERIFY(m_unsure * 6 < count);  // damaged numbers and doubled fields; the reference judges the rest
        QVERIFY(m_kinds.size() > 8);
    }
};

QTEST_GUILESS_MAIN(TestReference)
#include "tst_reference.moc"
