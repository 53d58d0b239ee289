// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <filesystem>
#include <vector>

#include "replay_run.h"
#include "tests/unit/signal/detector_market.h"

using namespace bw;
using namespace bw::engine;
using namespace bw::test;

namespace {

/// The samples of one recording and what the engine's detectors said over them, by sampling.
class Tap final : public EngineSink, private ResearchTap {
public:
    struct Series {
        std::vector<signal::Sample> samples;
        Recorder told;
        std::uint64_t conflicts = 0;
    };
    std::vector<Series> series;

    explicit Tap(std::size_t samplings) : series(samplings) {}
    void onItem(const api::DisplayItem&) override {}
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest) override {}
    [[nodiscard]] bool wantsItems() const override { return false; }
    [[nodiscard]] ResearchTap* research() override { return this; }

private:
    [[nodiscard]] Series& at(int sampling) { return series[static_cast<std::size_t>(sampling)]; }
    void onSample(int, int sampling, const signal::Sample& s) override { at(sampling).samples.push_back(s); }
    void onEvent(int, int sampling, const SignalEvent& e) override {
        if (e.side() == 0) ++at(sampling).conflicts;
        else at(sampling).told.onEvent(e);
    }
    void onSuppressed(int, int sampling, const SignalEvent& e, Reason why) override { at(sampling).told.onSuppressed(e, why); }
    void onWithheld(int, int sampling, const signal::WithheldPair& pair) override { at(sampling).told.onWithheld(pair); }
    void onControl(int, int sampling, const signal::ControlPair& pair) override { at(sampling).told.onControl(pair); }
    void onQuote(int, std::int64_t, const Quote&) override {}
    void onTrade(int, std::int64_t, Price, Qty, Side) override {}
};

/// An error, or "".
std::string replay(const ReplayOptions& options, const EngineConfig& config, Tap& tap) {
    auto source = ReplaySource::open(options);
    if (!source) return source.error().detail;
    Pipeline pipeline(config, tap);
    pipeline.setSnapshotSymbol((*source)->symbol());
    for (ReplayItem item;;) {
        const auto more = (*source)->next(item);
        if (!more) return more.error().detail;
        if (!*more) break;
        if (item.kind == ReplayItem::Kind::Timer) pipeline.onTimer(item.frame.recv_wall, item.frame.recv_mono);
        else if (item.stamp_code != Code::Ok) pipeline.onUnreadable(item.frame, item.stamp_code);
        else pipeline.onFrame(item.frame);
    }
    pipeline.finish();
    return {};
}

}  // namespace

// The detectors inside the engine against a batch reference over the very samples they saw.
class TestReplayDetector : public QObject {
    Q_OBJECT
    std::filesystem::path m_data;

private Q_SLOTS:
    void initTestCase() {
        m_data = std::filesystem::path(qEnvironmentVariable("BELLWETHER_SHARED").toStdString()) / "data";
        if (!std::filesystem::exists(m_data / "binance_raw"))
            QSKIP("whole test: the public recordings are not here (BELLWETHER_SHARED)");
    }

    void everythingSaidIsWhatTheReferenceSays_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("venue");
        QTest::addColumn<int>("swing_L");
        const QByteArray usdm("binance_raw/usdm_btcusdt_20240808.gz"), trades("trades/binance_spot_BTCUSDT_20251020_21.csv.gz");
        QTest::newRow("usdm, standard") << usdm << QByteArray("ts-json") << QByteArray("binance.usdm") << DivergenceConfig{}.swing_L;
        QTest::newRow("usdm, L 4") << usdm << QByteArray("ts-json") << QByteArray("binance.usdm") << 4;
        QTest::newRow("trades, standard") << trades << QByteArray("trades-csv") << QByteArray("binance.spot") << DivergenceConfig{}.swing_L;
        QTest::newRow("trades, L 5") << trades << QByteArray("trades-csv") << QByteArray("binance.spot") << 5;
    }
    void everythingSaidIsWhatTheReferenceSays() {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, venue);
        QFETCH(int, swing_L);
        ReplayOptions options;
        options.paths = {(m_data / path.toStdString()).string()};
        options.format = format.toStdString();
        options.venue = venue.toStdString();
        options.symbol = "BTCUSDT";
        EngineConfig config;
        config.signals.samplings = {"1s", "tick"};
        config.signals.divergence.swing_L = swing_L;
        Tap tap(config.signals.samplings.size());
        const std::string error = replay(options, config, tap);
        QVERIFY2(error.empty(), error.c_str());
        for (const Tap::Series& one : tap.series) {
            DetectorReference reference(config.signals.divergence, signal::kAllChannels, one.samples);
            reference.run();
            qInfo("%zu samples, %zu events, %zu suppressed, %zu withheld, %llu conflicts", one.samples.size(), one.told.count(Said::What::Event),
                  one.told.count(Said::What::Suppressed), one.told.count(Said::What::Withheld), static_cast<unsigned long long>(one.conflicts));
            QCOMPARE(QByteArray::fromStdString(firstDifference(one.told.said, reference.said)), QByteArray());
            QVERIFY(one.told.count(Said::What::Event) > 0);
            for (std::size_t i = 0; i < one.samples.size(); ++i) QCOMPARE(one.samples[i].index, static_cast<std::int64_t>(i));
            const auto holds = [&](const std::string& difference) { QCOMPARE(QByteArray::fromStdString(difference), QByteArray()); };
            holds(differenceUnder([](const auto& x) { return tenfold(x); }, one.samples, config.signals.divergence));
            holds(differenceUnder([](const auto& x) { return mirrored(x); }, one.samples, config.signals.divergence));
            holds(differenceUnder([](const auto& x) { return later(x); }, one.samples, config.signals.divergence));
        }
        if (venue != "binance.spot" || swing_L != DivergenceConfig{}.swing_L) return;
        // One second, CVD alone: as many events as an eye can follow.
        const Tap::Series& seconds = tap.series.front();
        signal::Detector detector(config.signals.divergence, 1U << static_cast<unsigned>(Channel::Cvd));
        Recorder told;
        std::int64_t covered_ns = 0;
        for (std::size_t i = 0; i < seconds.samples.size(); ++i) {
            detector.update(seconds.samples[i], told);
            if (i > 0 && seconds.samples[i].segment == seconds.samples[i - 1].segment) covered_ns += seconds.samples[i].t_ns - seconds.samples[i - 1].t_ns;
        }
        const double per_hour = static_cast<double>(detector.stats().emitted) * 3'600e9 / static_cast<double>(covered_ns);
        qInfo("%.1f events an hour", per_hour);
        QVERIFY(per_hour >= 40 && per_hour <= 100);
        QVERIFY(detector.stats().balanced());
    }
};

QTEST_GUILESS_MAIN(TestReplayDetector)
#include "tst_detector.moc"
