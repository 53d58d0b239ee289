// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>

#include "core/ops/params_file.h"
#include "core/signal/calib/checkpoint.h"
#include "core/signal/calib/tune_cell.h"
#include "core/signal/calib/tune_choice.h"
#include "core/signal/calib/tune_report.h"
#include "core/signal/eval/sim_series.h"
#include "tests/unit/model/seed.h"
#include "tests/unit/signal_calib/planted.h"

using namespace bw;
using namespace bw::signal;
using namespace bw::signal::calib;

namespace {

constexpr std::uint64_t kChildSeed = 0x7e57;

eval::Study market(const char* name, std::uint64_t seed, std::size_t samples) {
    eval::SimSeries options;
    options.name = name;
    options.seed = seed;
    options.samples = samples;
    auto study = eval::makeSimStudy(options);
    if (!study) qFatal("no market");
    eval::countCoverage(*study);
    return std::move(*study);
}

TuneOptions quick() {
    TuneOptions options;
    options.grid.swing_L = {8, 13};
    options.grid.z_hi = {1.2, 2.0};
    options.grid.z_mid = {0.8};
    options.evaluate.permutations = 100;
    options.evaluate.bootstrap = 100;
    options.code_version = "test";
    return options;
}

TuneResult tuned(const eval::Study& study, const TuneOptions& options) {
    auto result = tune(study, options);
    if (!result) qFatal("tune failed: %s", result.error().detail.c_str());
    return std::move(*result);
}

/// All files of a tuning as one text.
std::string files(const TuneResult& result, const eval::Study& study, const std::string& created_at = "T") {
    const Origin origin{"SIM", "test", created_at, 1};
    return bestGlobalYaml(result, study, origin) + bestByBucketYaml(result, study, origin) + summaryCsv(result) +
           tuningReportJson(result, study, origin) + tuningReportHtml(result, study, origin);
}

QByteArray contentOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read");
    return file.readAll();
}

}  // namespace

class TestTune : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aCheckpointGivesBackWhatWasWritten();
    void aTornLineIsCutAndOtherWorkBeginsAnew();
    void aCellIsTheSameAfterItsNumbers();
    void killedAndResumedEqualsUninterrupted();
    void threadsDoNotChangeTheResult();
    void onlyCreatedAtDiffersBetweenTwoRuns();
    void noiseKeepsTheDefaults();
    void aPlantedSignalWinsAndItsFilesCanBeRead();
    void theChoiceBeforeASpanDoesNotKnowIt();
    void theHighestLowerBoundWinsAndTheSmallerSettingBreaksTies();
    void theFamilyIsEveryCellWithEnoughEvents();
    void theReportsSayWhatTheyMust();
    void anImpossibleGridIsRefused();
};

void TestTune::aCheckpointGivesBackWhatWasWritten() {
    const QTemporaryDir dir;
    const std::filesystem::path path = dir.filePath(QStringLiteral("c.jsonl")).toStdString();
    const std::vector<double> numbers = {0.1, -3, 1e-300, 1.0 / 3, 12345678901234.5, std::numeric_limits<double>::quiet_NaN(), 0};
    {
        auto file = Checkpoint::open(path, "k");
        QVERIFY(bool(file) && file->done().empty());
        QVERIFY(bool(file->append(7, numbers)));
        QVERIFY(bool(file->append(0, {})));
    }
    const auto file = Checkpoint::open(path, "k");
    QVERIFY(bool(file));
    QCOMPARE(file->done().size(), 2U);
    const std::vector<double>& read = file->done().at(7);
    QCOMPARE(read.size(), numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        QVERIFY(read[i] == numbers[i] || (std::isnan(read[i]) && std::isnan(numbers[i])));
    QVERIFY(file->done().at(0).empty());
    QVERIFY(!Checkpoint::open(path / "x", "k"));
}

void TestTune::aTornLineIsCutAndOtherWorkBeginsAnew() {
    const QTemporaryDir dir;
    const QString name = dir.filePath(QStringLiteral("c.jsonl"));
    const std::filesystem::path path = name.toStdString();
    QByteArray whole;
    {
        auto file = Checkpoint::open(path, "k");
        QVERIFY(bool(file) && bool(file->append(1, {1.5})) && bool(file->append(2, {2.5})));
        whole = contentOf(name);
    }
    const qsizetype first = whole.indexOf('\n', whole.indexOf('\n') + 1) + 1;  // end of the first piece
    for (qsizetype size = first; size < whole.size(); ++size) {
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(whole.first(size));
        file.close();
        const auto read = Checkpoint::open(path, "k");
        QVERIFY(bool(read));
        QCOMPARE(read->done().size(), 1U);
        QCOMPARE(contentOf(name), whole.first(first));
    }
    const auto other = Checkpoint::open(path, "other");
    QVERIFY(bool(other) && other->done().empty());
    QVERIFY(contentOf(name).startsWith("{\"checkpoint\":1,\"key\":\"other\"}\n"));
}

void TestTune::aCellIsTheSameAfterItsNumbers() {
    CellData cell;
    cell.events = {{17, 1, 61.25}, {40, -1, 1.0 / 3}};
    cell.controls = {{99, 1, 0}};
    cell.figures[0].n = 12;
    cell.figures[0].rho = -0.125;
    cell.figures[1].covers_cost = true;
    cell.figures[1].control.p = 0.25;
    CellData read;
    const std::vector<double> numbers = encodeCell(cell);
    QVERIFY(decodeCell(numbers, read));
    QVERIFY(read.events == cell.events && read.controls == cell.controls);
    QCOMPARE(read.figures[0].n, 12U);
    QCOMPARE(read.figures[0].rho, -0.125);
    QVERIFY(std::isnan(read.figures[0].p0));
    QVERIFY(read.figures[1].covers_cost);
    QCOMPARE(read.figures[1].control.p, 0.25);
    const std::vector<double> again = encodeCell(read);
    QVERIFY(std::equal(again.begin(), again.end(), numbers.begin(), numbers.end(),
                       [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }));
    for (std::size_t size = 0; size < numbers.size(); ++size)
        QVERIFY(!decodeCell({numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(size)}, read));
}

void TestTune::killedAndResumedEqualsUninterrupted() {
    const QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("tune.checkpoint.jsonl"));
    for (const char* after : {"5", "22"}) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--killed-after"), QString::fromLatin1(after), path});
        QVERIFY(child.waitForFinished(60'000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
    }
    QFile torn(path);  // as if the power had gone inside the next line
    QVERIFY(torn.open(QIODevice::Append));
    torn.write("{\"piece\":40,\"v\":[1,2");
    torn.close();

    const eval::Study study = market("noise", kChildSeed, 20'000);
    TuneOptions options = quick();
    const std::string uninterrupted = files(tuned(study, options), study);
    options.checkpoint = path.toStdString();
    const TuneResult resumed = tuned(study, options);
    QVERIFY2(resumed.resumed >= 27 && resumed.resumed < 48, qPrintable(QString::number(resumed.resumed)));
    QVERIFY(files(resumed, study) == uninterrupted);

    const TuneResult again = tuned(study, options);  // nothing is left to do
    QCOMPARE(again.resumed, 48U);
    QVERIFY(files(again, study) == uninterrupted);
    options.seed = 2;                                // another seed is other work
    QCOMPARE(tuned(study, options).resumed, 0U);
}

void TestTune::threadsDoNotChangeTheResult() {
    const eval::Study study = market("noise", test::seedOr(0x7e58), 12'000);
    TuneOptions options = quick();
    options.threads = 1;
    std::vector<std::size_t> calls;
    options.progress = [&](std::size_t done, std::size_t cells) {
        QCOMPARE(cells, 48U);
        calls.push_back(done);
    };
    const std::string one = files(tuned(study, options), study);
    QCOMPARE(calls.size(), 48U);
    QCOMPARE(calls.back(), 48U);
    options.progress = nullptr;
    options.threads = 3;
    QVERIFY(files(tuned(study, options), study) == one);
}

void TestTune::onlyCreatedAtDiffersBetweenTwoRuns() {
    const eval::Study study = market("noise", test::seedOr(0x7e59), 12'000);
    const QString a = QString::fromStdString(files(tuned(study, quick()), study, "2026-01-01T00:00:00Z"));
    QString b = QString::fromStdString(files(tuned(study, quick()), study, "2026-02-02T00:00:00Z"));
    QVERIFY(a != b);
    QCOMPARE(b.replace(QStringLiteral("2026-02-02"), QStringLiteral("2026-01-01")), a);
}

void TestTune::noiseKeepsTheDefaults() {
    const eval::Study study = market("noise", test::seedOr(0x7e5a), 40'000);
    const TuneResult result = tuned(study, quick());
    QVERIFY(!result.hasWinner());
    const Origin origin{"SIM", "test", "T", 1};
    const auto rules = ops::readParams(bestGlobalYaml(result, study, origin), "best_global.yaml");
    QVERIFY2(bool(rules), rules ? "" : rules.error().detail.c_str());
    const DivergenceConfig defaults;
    const std::vector<std::pair<std::string, double>> want = {
        {"swing_L", double(defaults.swing_L)}, {"z_hi", defaults.z_hi}, {"z_mid", defaults.z_mid}};
    QCOMPARE(rules->size(), 1U);
    QVERIFY((*rules)[0].set == want);
    QVERIFY(bestGlobalYaml(result, study, origin).find("status: default_kept\n") != std::string::npos);
    const auto by_bucket = ops::readParams(bestByBucketYaml(result, study, origin), "best_by_bucket.yaml");
    QVERIFY(bool(by_bucket) && by_bucket->empty());  // all inherit
}

void TestTune::aPlantedSignalWinsAndItsFilesCanBeRead() {
    const eval::Study study = market("planted", test::seedOr(0x7e5b), 250'000);
    TuneOptions options = quick();
    options.grid.z_hi = {2.0};
    const TuneResult result = tuned(study, options);
    QVERIFY(result.hasWinner());
    QCOMPARE(result.global().chosen.swing_L, 13);  // the signal is planted in the pivots of 13
    for (const TuneScope& scope : result.scopes) {
        const bool other = scope.dimension == "source" && scope.value != "CVD_ONLY";
        if (other) QCOMPARE(scope.verdict, eval::Verdict::Insufficient);
        if (scope.value == "CVD_ONLY" || scope.dimension == "liquidity") QCOMPARE(scope.verdict, eval::Verdict::Significant);
    }
    QVERIFY(result.global().horizons[1].figures.acc_ex_ties > 0.58);
    const Origin origin{"SIM", "test", "T", 1};
    const auto rules = ops::readParams(bestByBucketYaml(result, study, origin), "best_by_bucket.yaml");
    QVERIFY2(bool(rules), rules ? "" : rules.error().detail.c_str());
    const auto whole = std::count_if(rules->begin(), rules->end(), [](const ParamRule& r) {
        return r.source == Channel::Cvd && !r.liquidity && !r.day_session && r.set[0].second == 13;
    });
    QCOMPARE(whole, 1);
    for (const ParamRule& rule : *rules) QVERIFY(!rule.source || *rule.source == Channel::Cvd);
}

void TestTune::theChoiceBeforeASpanDoesNotKnowIt() {
    eval::Study study = market("noise", test::seedOr(0x7e5c), 30'000);
    const TuneResult before = tuned(study, quick());
    for (std::size_t i = study.samples.size() * 4 / 6; i < study.samples.size(); ++i)  // spans 4 and 5 become garbage
        study.samples[i].price2 += static_cast<std::int64_t>(i * 7919 % 4001) * 4 - 8000;
    const TuneResult after = tuned(study, quick());
    bool later_differs = false;
    for (std::size_t s = 0; s < before.scopes.size(); ++s) {
        for (std::size_t fold = 0; fold < 5; ++fold) {
            const TuneFold &a = before.scopes[s].horizons[0].folds[fold], &b = after.scopes[s].horizons[0].folds[fold];
            if (a.number <= 4) {
                QVERIFY(a.chosen == b.chosen);  // fold 4 is chosen by spans 0 to 3
                QCOMPARE(a.n_train, b.n_train);
            }
            if (a.number <= 3) QCOMPARE(a.chosen.swing_L != 0, a.n_train > 0);
            later_differs |= a.number >= 4 && (a.n != b.n || a.hits != b.hits);
        }
    }
    QVERIFY(later_differs);
}

void TestTune::theHighestLowerBoundWinsAndTheSmallerSettingBreaksTies() {
    const eval::Study study = test::plantedStudy(test::seedOr(0x7e60), 1200, 0.5, 0);
    const eval::Labeller labeller(study.samples, 0);
    CellData every, half_the_misses;  // the second has a higher rate of hits on fewer events
    std::size_t misses = 0;
    for (const SignalEvent& event : study.events) {
        const CellData::Detection one{static_cast<std::size_t>(event.detect.index), event.side(), event.score};
        const bool hit = labeller.label(one.place, one.side, eval::Horizon::ofSamples(10)).label == OutcomeLabel::Hit;
        every.events.push_back(one);
        if (hit || ++misses % 2 == 0) half_the_misses.events.push_back(one);
    }
    const std::vector<TuneParams> params = {{21, 2.0, 0.8}, {8, 2.0, 0.8}, {13, 2.0, 0.8}, {8, 1.2, 0.8}};
    std::vector<CellData> data(params.size() * kTuneBuckets);
    for (std::size_t p = 0; p < params.size(); ++p) data[p * kTuneBuckets + 4] = every;
    const TuneOptions options = quick();
    std::vector<TuneCell> cells(data.size());
    const auto chosenIn = [&](std::string_view dimension, std::string_view value) {
        const std::vector<TuneScope> scopes = chooseScopes(ChoiceInput(study, options, params, data), cells);
        return *std::find_if(scopes.begin(), scopes.end(),
                             [&](const TuneScope& s) { return s.dimension == dimension && s.value == value; });
    };
    QCOMPARE(tuneBucketName(tuneBucket(4)), std::string("day/active/CVD_ONLY"));
    TuneScope own = chosenIn("cell", "day/active/CVD_ONLY");
    QVERIFY(own.has_choice && own.chosen == params[3]);  // all are equal: the smallest L, then the smallest z_hi
    for (const TuneFold& fold : own.horizons[0].folds) QVERIFY(fold.chosen == params[3]);
    QVERIFY(!chosenIn("cell", "night/quiet/FUSION").has_choice);

    data[2 * kTuneBuckets + 4] = half_the_misses;
    own = chosenIn("global", "");
    QVERIFY(own.chosen == params[2]);
    std::uint64_t n = 0;
    for (const TuneFold& fold : own.horizons[0].folds) {
        QVERIFY(fold.chosen == params[2]);
        n += fold.n;
    }
    QCOMPARE(own.horizons[0].figures.n, n);
    QVERIFY(own.horizons[0].figures.acc_ex_ties > 0.6);
    // Tests look well, yet no cell of the family backs them: not significant.
    QVERIFY(own.verdict != eval::Verdict::Significant);
}

void TestTune::theFamilyIsEveryCellWithEnoughEvents() {
    const eval::Study study = market("noise", test::seedOr(0x7e5d), 40'000);
    const TuneResult result = tuned(study, quick());
    std::vector<double> p, q;
    for (const TuneCell& cell : result.cells) {
        for (const TuneHorizon& horizon : cell.horizons) {
            QCOMPARE(horizon.figures.in_family, horizon.figures.n_ind >= 50);
            QCOMPARE(std::isnan(horizon.figures.q), !horizon.figures.in_family);
            if (horizon.figures.n_ind < 100) QCOMPARE(horizon.figures.verdict, eval::Verdict::Insufficient);
            if (!horizon.figures.in_family) continue;
            p.push_back(horizon.figures.p_binom);
            q.push_back(horizon.figures.q);
        }
        QVERIFY(cell.n_events >= cell.horizons[0].figures.n);
        if (cell.n_events > 0) QCOMPARE(cell.p95_latency_ms, 1000.0 * cell.params.swing_L);  // samples of one second
    }
    QVERIFY(!p.empty());
    QCOMPARE(result.family_size, p.size());
    QVERIFY(q == eval::benjaminiHochberg(p));
}

void TestTune::theReportsSayWhatTheyMust() {
    const eval::Study study = market("noise", test::seedOr(0x7e5e), 20'000);
    const TuneResult result = tuned(study, quick());
    const Origin origin{"S<M", "test", "T", 1};
    const std::string csv = summaryCsv(result);
    QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), 49);
    QVERIFY(csv.starts_with("swing_L,z_hi,z_mid,session,liquidity,source,n_events,n_ind,"));
    const QJsonObject root = QJsonDocument::fromJson(QByteArray::fromStdString(tuningReportJson(result, study, origin))).object();
    QCOMPARE(root[QStringLiteral("cells")].toArray().size(), 48);
    QCOMPARE(root[QStringLiteral("bucket_analysis")].toArray().size(), 20);
    QCOMPARE(root[QStringLiteral("summary")].toObject()[QStringLiteral("family_size")].toInt(-1), int(result.family_size));
    QVERIFY(!root[QStringLiteral("recommendations")].toArray().isEmpty());
    QVERIFY(root.contains(QStringLiteral("folds")));
    const std::string html = tuningReportHtml(result, study, origin);
    for (const char* word : {"insufficient", "default_kept", "base rate", "control", "95 % interval", "fold", "family", "S&lt;M"})
        QVERIFY2(html.find(word) != std::string::npos, word);
    for (const char* word : {"<script", "http:", "https:", "src="}) QVERIFY2(html.find(word) == std::string::npos, word);
}

void TestTune::anImpossibleGridIsRefused() {
    const eval::Study study = market("noise", 1, 2'000);
    TuneOptions options = quick();
    options.grid.z_mid = {1.5};  // above z_hi 1.2
    QCOMPARE(tune(study, options).error().code, Code::CfgConflict);
    options = quick();
    options.grid.swing_L = {64};
    QCOMPARE(tune(study, options).error().code, Code::ParamsFile);
    options.grid.swing_L = {};
    QCOMPARE(tune(study, options).error().code, Code::CfgConflict);
    options = quick();
    options.checkpoint = "/nowhere/at/all";
    QCOMPARE(tune(study, options).error().code, Code::FileOpen);
}

/// "--killed-after N PATH": tunes with a checkpoint and is killed, as by kill -9, once N further cells are finished.
int main(int argc, char** argv) {
    if (argc == 4 && std::string_view(argv[1]) == "--killed-after") {
        TuneOptions options = quick();
        options.checkpoint = argv[3];
        int left = std::atoi(argv[2]);
        options.progress = [&left](std::size_t, std::size_t) {
            if (--left == 0) std::raise(SIGKILL);
        };
        return tune(market("noise", kChildSeed, 20'000), options) ? 0 : 1;
    }
    QCoreApplication app(argc, argv);
    TestTune tests;
    return QTest::qExec(&tests, argc, argv);
}
#include "tst_tune.moc"
