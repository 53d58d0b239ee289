// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/model/sha256.h"
#include "core/ops/calibration_file.h"
#include "core/signal/calib/calibration_json.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::signal::calib;

namespace {

CalibrationBlock block(double low, double high, std::uint32_t hits, std::uint32_t n) {
    const eval::Interval wilson = eval::wilson95(hits, n);
    CalibrationBlock b;
    b.score_min = low;
    b.score_max = high;
    b.score_mean = (low + high) / 2;
    b.n = n;
    b.hits = hits;
    b.winrate = static_cast<double>(hits) / n;
    b.ci_low = wilson.lo;
    b.ci_high = wilson.hi;
    b.expected_return = 0.00012345;
    return b;
}

CalibrationResult result() {
    CalibrationResult r;
    HorizonResult ten, twenty;
    ten.file.horizon = 10;
    ten.file.status = CalibrationStatus::Published;
    ten.file.blocks = {block(35.5, 50, 125, 250), block(50.25, 99, 180, 300)};
    ten.file.spearman_corr = 0.125;
    ten.file.spearman_p = 0.0001;
    ten.file.n = 600;
    ten.file.n_ind = 550;
    ten.file.brier = 0.2375;
    ten.file.brier_skill = 0.03125;
    ten.file.base_rate = 0.5;
    ten.file.tie_share = 0.25;
    ten.fitted = ten.file.blocks;
    ten.fitted_return = {{-0.0001, 0.0003}, {0.0001, 0.0004}};
    ten.reliability = {{0.5, 0.51, 0.45, 0.57, 250}};
    twenty.file.horizon = 20;
    twenty.file.status = CalibrationStatus::NotSignificant;
    twenty.file.spearman_corr = -0.5;
    twenty.why = "returns do not rise";
    r.horizons = {ten, twenty};
    r.status = CalibrationStatus::Published;
    return r;
}

eval::Study study() {
    eval::Study s;
    s.sampling = "1s";
    s.params_hash = 0x0123456789abcdefULL;
    s.params_text = "divergence.swing_L=13\ndivergence.z_hi=2\n";
    s.data_sha256 = "abc";
    return s;
}

Origin origin() {
    return {"BTCUSDT", "0.1.0", "2026-01-02T03:04:05Z", 7};
}

std::string written() {
    return calibrationJson(result(), study(), origin());
}

/// The file with one text replaced and its hash made good again.
std::string changed(const std::string& from, const std::string& to) {
    std::string text = written();
    const std::size_t at = text.find(from);
    if (at == std::string::npos) qFatal("no %s in the file", from.c_str());
    text.replace(at, from.size(), to);
    std::string content = text.substr(0, text.rfind(",\"sha256\":")) + '}';
    const std::string hash = hex(sha256(content));
    content.pop_back();
    return content + ",\"sha256\":\"" + hash + "\"}\n";
}

}  // namespace

class TestCalibrationJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrittenIsReadBack();
    void readersOfTheOlderShapeFindTheirKeys();
    void everyFlippedByteIsRefused();
    void aCutFileIsRefused();
    void aFileThatContradictsItselfIsRefused_data();
    void aFileThatContradictsItselfIsRefused();
    void anotherMarketIsAMismatch();
    void onlyTheContentMakesTheId();
    void theMonotonicityReportNamesItsHorizons();
};

void TestCalibrationJson::whatIsWrittenIsReadBack() {
    const auto read = ops::readCalibration(written());
    QVERIFY2(bool(read), read ? "" : read.error().detail.c_str());
    QVERIFY(read->id != 0);
    QCOMPARE(read->sampling, std::string("1s"));
    QCOMPARE(read->params_hash, 0x0123456789abcdefULL);
    QCOMPARE(read->symbols.size(), 1U);
    QCOMPARE(read->horizons.size(), 2U);
    const CalibrationHorizon& ten = read->horizons[0];
    QCOMPARE(ten.horizon, 10);
    QCOMPARE(ten.status, CalibrationStatus::Published);
    QCOMPARE(ten.n_ind, 550U);
    QCOMPARE(ten.spearman_corr, 0.125);
    QCOMPARE(ten.brier_skill, 0.03125);
    QCOMPARE(ten.blocks.size(), 2U);
    QCOMPARE(ten.blocks[1].score_mean, 74.625);
    QCOMPARE(ten.blocks[1].winrate, 0.6);
    QCOMPARE(ten.blocks[1].hits, 180U);
    QCOMPARE(ten.blocks[1].expected_return, 0.00012345);
    QVERIFY(std::abs(ten.blocks[1].ci_low - eval::wilson95(180, 300).lo) < 1e-6);
    QCOMPARE(read->horizons[1].status, CalibrationStatus::NotSignificant);
}

void TestCalibrationJson::readersOfTheOlderShapeFindTheirKeys() {
    const QJsonObject root = QJsonDocument::fromJson(QByteArray::fromStdString(written())).object();
    QCOMPARE(root[QStringLiteral("version")].toString(), QStringLiteral("v1.0"));
    QVERIFY(root.contains(QStringLiteral("description")));
    const QJsonObject ten = root[QStringLiteral("mappings")].toObject()[QStringLiteral("horizon_10")].toObject();
    QCOMPARE(ten[QStringLiteral("monotonic")].toBool(), true);
    QVERIFY(ten[QStringLiteral("spearman_corr")].isDouble() && ten[QStringLiteral("spearman_p")].isDouble());
    const QJsonArray ranges = ten[QStringLiteral("score_ranges")].toArray();
    QCOMPARE(ranges.size(), 2);
    for (const char* key : {"score_min", "score_max", "expected_return", "winrate", "confidence"})
        QVERIFY2(ranges[0].toObject()[QLatin1String(key)].isDouble(), key);
    QCOMPARE(root.keys().last(), QStringLiteral("version"));  // sorted by Qt; the file's own order ends with the hash
    QVERIFY(written().find("\"sha256\":\"") > written().find("\"provenance\""));
}

void TestCalibrationJson::everyFlippedByteIsRefused() {
    const std::string text = written();
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        std::string bad = text;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        const auto read = ops::readCalibration(bad);
        QVERIFY2(!read && read.error().code == Code::CalibSchema, qPrintable(QString::number(i)));
    }
}

void TestCalibrationJson::aCutFileIsRefused() {
    const std::string text = written();
    for (std::size_t size = 0; size + 2 < text.size(); size += 7) QVERIFY(!ops::readCalibration(text.substr(0, size)));
    QVERIFY(!ops::readCalibration(std::string(2 << 20, ' ')));
    QVERIFY(bool(ops::readCalibration(text.substr(0, text.size() - 1))));  // without its last newline
}

void TestCalibrationJson::aFileThatContradictsItselfIsRefused_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* name, const char* from, const char* to) {
        QTest::newRow(name) << QString::fromLatin1(from) << QString::fromLatin1(to);
    };
    row("version", R"("version":"v1.0")", R"("version":"v2.0")");
    row("status", R"("status":"published","calibration_id")", R"("status":"insufficient","calibration_id")");
    row("status word", R"("status":"not_significant","n")", R"("status":"fine","n")");
    row("blocks without a publication", R"("monotonic":true,"status":"published")", R"("monotonic":true,"status":"insufficient")");
    row("publication without blocks", R"("monotonic":false,"status":"not_significant")", R"("monotonic":false,"status":"published")");
    row("winrate", R"("winrate":0.600000)", R"("winrate":0.700000)");
    row("hits", R"("hits":180)", R"("hits":181)");
    row("count", R"("n_ind":550)", R"("n_ind":550.5)");
    row("range of a score", R"("score_max":99.000000)", R"("score_max":199.000000)");
    row("order of the ranges", R"("score_min":35.500000,"score_max":50.000000)", R"("score_min":35.500000,"score_max":60.000000)");
    row("not a number", R"("brier":0.237500)", R"("brier":"x")");
    row("missing key", R"("base_rate":0.500000,)", "");
    row("horizon", R"("horizon_20")", R"("horizon_2x")");
    row("params_hash", R"("params_hash":"0123456789abcdef")", R"("params_hash":"0123")");
    row("symbols", R"("symbols":["BTCUSDT"])", R"("symbols":[])");
    row("syntax", R"("mappings":{)", R"("mappings":{[)");
}

void TestCalibrationJson::aFileThatContradictsItselfIsRefused() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QVERIFY(bool(ops::readCalibration(changed("BTCUSDT", "ETHUSDT"))));  // a good hash alone is fine
    const auto read = ops::readCalibration(changed(from.toStdString(), to.toStdString()));
    QVERIFY(!read);
    QCOMPARE(read.error().code, Code::CalibSchema);
    QVERIFY(!read.error().detail.empty());
}

void TestCalibrationJson::anotherMarketIsAMismatch() {
    const auto read = ops::readCalibration(written());
    QVERIFY(bool(read));
    QVERIFY(bool(ops::checkCalibration(*read, "BTCUSDT", "1s", 0x0123456789abcdefULL)));
    QCOMPARE(ops::checkCalibration(*read, "ETHUSDT", "1s", 0x0123456789abcdefULL).error().code, Code::CalibMismatch);
    QCOMPARE(ops::checkCalibration(*read, "BTCUSDT", "5s", 0x0123456789abcdefULL).error().code, Code::CalibMismatch);
    QCOMPARE(ops::checkCalibration(*read, "BTCUSDT", "1s", 1).error().code, Code::CalibMismatch);
}

void TestCalibrationJson::onlyTheContentMakesTheId() {
    Origin later = origin();
    later.created_at = "2027-01-01T00:00:00Z";
    const auto a = ops::readCalibration(written());
    const auto b = ops::readCalibration(calibrationJson(result(), study(), later));
    eval::Study other = study();
    other.data_sha256 = "abd";
    const auto c = ops::readCalibration(calibrationJson(result(), other, origin()));
    QCOMPARE(a->id, b->id);
    QVERIFY(a->id != c->id);
}

void TestCalibrationJson::theMonotonicityReportNamesItsHorizons() {
    const QByteArray text = QByteArray::fromStdString(monotonicityJson(result(), study(), origin()));
    const QJsonObject root = QJsonDocument::fromJson(text).object();
    const QJsonObject summary = root[QStringLiteral("summary")].toObject();
    QCOMPARE(summary[QStringLiteral("total_horizons")].toInt(), 2);
    QCOMPARE(summary[QStringLiteral("monotonic_horizons")].toInt(), 1);
    QCOMPARE(summary[QStringLiteral("significant_horizons")].toInt(), 1);
    QVERIFY(root[QStringLiteral("details")].toObject().contains(QStringLiteral("horizon_20")));
    QCOMPARE(root[QStringLiteral("recommendations")].toArray().size(), 2);
    QVERIFY(text.contains("not significant, no probability is shown (returns do not rise)"));
}

QTEST_GUILESS_MAIN(TestCalibrationJson)
#include "tst_calibration_json.moc"
