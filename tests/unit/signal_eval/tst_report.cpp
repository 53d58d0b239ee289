// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QXmlStreamReader>

#include "core/signal/eval/evaluator.h"
#include "core/signal/eval/report_csv.h"
#include "core/signal/eval/report_html.h"
#include "core/signal/eval/report_json.h"
#include "core/signal/eval/report_svg.h"
#include "core/signal/eval/sim_series.h"
#include "tests/unit/signal_eval/studies.h"

using namespace bw;
using namespace bw::signal::eval;
using namespace bw::test;

namespace {

struct Made {
    Study study;
    Evaluation evaluation;
};
Made make(std::string_view name, std::size_t samples) {
    SimSeries sim;
    sim.name = name;
    sim.samples = samples;
    Made made{*makeSimStudy(sim), {}};
    EvaluateOptions options;
    options.config.permutations = 100;
    options.config.bootstrap = 100;
    options.seconds = {60};
    made.evaluation = *evaluate(made.study, options);
    return made;
}
QJsonObject parsed(const std::string& text) {
    QJsonParseError error;
    const QJsonDocument doc = QJsonDocument::fromJson(QByteArray::fromStdString(text), &error);
    if (error.error != QJsonParseError::NoError) qWarning("%s", qPrintable(error.errorString()));
    return doc.object();
}
bool has(const std::string& text, std::string_view what) {
    return text.find(what) != std::string::npos;
}

}  // namespace

class TestReport : public QObject {
    Q_OBJECT
    /// Well-formed and free of anything that loads or runs.
    static void checkPage(const std::string& html) {
        QXmlStreamReader xml(QByteArray::fromStdString(html)
                                 .replace("<meta charset=\"utf-8\">", "")
                                 .replace("<meta name=\"viewport\" content=\"width=device-width\">", ""));
        while (!xml.atEnd()) xml.readNext();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        for (const char* forbidden : {"<script", "http:", "https:", "src=", "href=", "@import", "url(", "nan", "inf]"})
            QVERIFY2(!has(html, forbidden), forbidden);
    }
private Q_SLOTS:
    void theJsonHasTheShapeOfTheSpec() {
        const Made made = make("planted", 60'000);
        const QJsonObject root =
            parsed(evaluationJson(made.study, made.evaluation, {"bellwether test", "2024-08-08T00:00:00Z"}));
        for (const char* key :
             {"version", "created_at", "engine", "seed", "data", "params", "params_hash", "sampling", "price_source",
              "trade_priced", "n", "horizons", "by", "warnings", "dod", "family_size"})
            QVERIFY2(root.contains(QLatin1String(key)), key);
        for (const char* key : {"paths", "sha256", "from_ns", "to_ns", "segments", "covered_s", "gaps"})
            QVERIFY2(root[u"data"].toObject().contains(QLatin1String(key)), key);
        for (const char* key : {"candidates", "emitted", "directional", "conflict", "unlabelled", "withheld_by_gap"})
            QVERIFY2(root[u"n"].toObject().contains(QLatin1String(key)), key);
        QCOMPARE(root[u"params"][u"swing_L"].toInt(), DivergenceConfig{}.swing_L);
        const QJsonObject horizons = root[u"horizons"].toObject();
        QCOMPARE(horizons.keys(), (QStringList{QStringLiteral("10"), QStringLiteral("20"), QStringLiteral("60s")}));
        const QJsonObject ten = horizons[u"10"].toObject();
        for (const char* key : {"n",           "n_ind",      "hits",           "misses",
                                "ties",        "acc_strict", "acc_ex_ties",    "wilson",
                                "p0",          "p_binom",    "control",        "rho",
                                "rho_p",       "q",          "gross_bps",      "gross_ci",
                                "net_bps",     "net_ci",     "min_detectable", "verdict",
                                "covers_cost", "folds",      "in_sample",      "score_bins"})
            QVERIFY2(ten.contains(QLatin1String(key)), key);
        QCOMPARE(ten[u"wilson"].toArray().size(), 2);
        QCOMPARE(ten[u"folds"].toArray().size(), 5);
        QCOMPARE(ten[u"verdict"].toString(), QStringLiteral("significant"));
        for (const char* key : {"type", "channel", "grade", "scenario", "session", "symbol"})
            QVERIFY2(root[u"by"].toObject().contains(QLatin1String(key)), key);
        QVERIFY(root[u"by"][u"type"][u"bull_div"][u"10"].toObject().contains(u"acc_strict"));
        QCOMPARE(root[u"by"][u"symbol"][u"sim.planted"][u"10"][u"n"].toInt(), ten[u"n"].toInt());
    }
    void anEmptyStudyGivesNullsAndInsufficient() {
        const Study empty;
        const auto evaluation = evaluate(empty, {});
        QVERIFY(evaluation);
        const QJsonObject root = parsed(evaluationJson(empty, *evaluation, {}));
        const QJsonObject ten = root[u"horizons"][u"10"].toObject();
        for (const char* key :
             {"acc_strict", "acc_ex_ties", "wilson", "p0", "p_binom", "rho", "rho_p", "q", "gross_bps", "net_ci"})
            QVERIFY2(ten[QLatin1String(key)].isNull(), key);
        QCOMPARE(ten[u"verdict"].toString(), QStringLiteral("insufficient"));
        QVERIFY(root[u"created_at"].isNull());
        const std::string html = evaluationHtml(empty, *evaluation, {});
        checkPage(html);
        QVERIFY(has(html, "insufficient"));
    }
    void thePageShowsWhatTheSpecAsksFor() {
        const Made made = make("planted", 60'000);
        const std::string html =
            evaluationHtml(made.study, made.evaluation, {"bellwether test", "2024-08-08T00:00:00Z"});
        checkPage(html);
        for (const char* word :
             {"significant", "independent", "95 %", "family of", "pivot control", "base rate", "net bps",
              "Walk-forward", "<th>q</th>", "prefers-color-scheme", "<svg", "in sample", "fold 5"})
            QVERIFY2(has(html, word), word);
    }
    void noiseSaysNotSignificantAndMomentumSaysWhy() {
        const Made noise = make("noise", 60'000);
        const std::string html = evaluationHtml(noise.study, noise.evaluation, {});
        checkPage(html);
        QVERIFY(has(html, "not significant"));
        const Made momentum = make("momentum", 200'000);
        QVERIFY(has(evaluationHtml(momentum.study, momentum.evaluation, {}),
                    "price structure alone explains the accuracy"));
    }
    void foreignTextIsEscaped() {
        Made made = make("noise", 3000);
        made.study.instrument = "<b>&\"";
        made.study.paths = {"<img alt=x>"};
        const std::string html = evaluationHtml(made.study, made.evaluation, {});
        checkPage(html);
        QVERIFY(has(html, "&lt;b&gt;&amp;&quot;") && !has(html, "<img"));
    }
    void eventsCsvHasALineAnEvent() {
        Study study = handStudy(60, [](std::int64_t i) { return 12345 + i % 2; });
        addEvent(study, 20, SignalType::BearDiv, 61.239);
        addEvent(study, 59, SignalType::BullDiv, 40);
        addEvent(study, 30, SignalType::Conflict, 90);
        study.events.front().params_hash = 0x3f2a9c0100000000;
        EvaluateOptions options;
        options.horizons = {1};
        const QList<QByteArray> lines =
            QByteArray::fromStdString(eventsCsv(study, *evaluate(study, options))).split('\n');
        QCOMPARE(lines.size(), 5);
        const int columns = static_cast<int>(lines[0].count(','));
        for (int i = 1; i < 4; ++i) QCOMPARE(static_cast<int>(lines[i].count(',')), columns);
        QVERIFY2(lines[1].startsWith("test.X|1s|3f2a9c01|1020,1970-01-01T00:00:20.000Z,1970-01-01T00:00:20.000Z,bear_"
                                     "div,bear_regular,bear,61.24,"
                                     "normal,cvd,1020,61.725,"),
                 lines[1].constData());
        QVERIFY2(lines[1].endsWith(",miss,-0.810045"), lines[1].constData());
        QVERIFY(lines[2].endsWith(",unlabelled,"));
        QVERIFY(lines[3].endsWith(",,") && lines[3].contains("ofi_cvd_conflict"));
        QVERIFY(lines[4].isEmpty());
    }
    void smallPieces() {
        QCOMPARE(decimalOfPrice2(12345, 2), std::string("61.725"));
        QCOMPARE(decimalOfPrice2(12346, 2), std::string("61.73"));
        QCOMPARE(decimalOfPrice2(20000, 2), std::string("100"));
        QCOMPARE(isoTime(1'723'109'400'250'000'000), std::string("2024-08-08T09:30:00.250Z"));
        QCOMPARE(isoTime(-1'000'000), std::string("1969-12-31T23:59:59.999Z"));
        QCOMPARE(shown(-0.0, 2), std::string("0.00"));
        QCOMPARE(shown(std::nan(""), 2), std::string("–"));
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
