// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <cstdlib>

#include "live_rig.h"
#include "tests/support/chaos_proxy.h"

using namespace bw;
using namespace bw::test;

// A real line through a proxy that spoils it, beside one that is left alone (quality specification N1, N2, N3).
class TestChaos : public QObject {
    Q_OBJECT
    static constexpr int kDeadlineMs = 20'000;
    std::uint64_t m_seed = 0x51;

private Q_SLOTS:
    void initTestCase();
    void framesAreTheSameHoweverTheBytesCome_data();
    void framesAreTheSameHoweverTheBytesCome();
    void aBrokenLineIsFoundAndMended_data();
    void aBrokenLineIsFoundAndMended();
    void knobsAreSetByName();
};

void TestChaos::initTestCase() {
    if (const char* text = std::getenv("BELLWETHER_SEED")) m_seed = std::strtoull(text, nullptr, 0);
    qInfo("seed=0x%llx", static_cast<unsigned long long>(m_seed));
}

void TestChaos::framesAreTheSameHoweverTheBytesCome_data() {
    QTest::addColumn<QByteArray>("knobs");
    QTest::newRow("one byte a write") << QByteArray("split 1");
    QTest::newRow("seven bytes a write") << QByteArray("split 7");  // headers and numbers are torn anywhere
    QTest::newRow("200 ms in one write") << QByteArray("merge_ms 200");
    QTest::newRow("late by 0 to 150 ms, torn") << QByteArray("latency_ms 20 jitter_ms 130 split 100");
}

void TestChaos::framesAreTheSameHoweverTheBytesCome() {
    QFETCH(QByteArray, knobs);
    sim::DemoOptions lively;
    lively.rate = 5;
    sim::DemoMarket demo(lively);
    QVERIFY(demo.start());
    ChaosProxy proxy(demo.wsPort(), m_seed);
    ChaosKnobs chaos;
    const QList<QByteArray> words = knobs.split(' ');
    for (qsizetype i = 0; i + 1 < words.size(); i += 2)
        QVERIFY(chaos.set(words[i].toStdString(), words[i + 1].toLongLong()));
    proxy.setKnobs(chaos);
    QTemporaryDir clean_dir, chaos_dir;
    LiveRig clean, spoilt;
    QVERIFY(clean.start({LiveRig::market(demo, sim::Venue::Usdm)}, clean_dir.path().toStdString()));
    QVERIFY(spoilt.start({LiveRig::market(demo, sim::Venue::Usdm, proxy.port())}, chaos_dir.path().toStdString()));
    const auto frames = [](const LiveRig& rig) { return rig.runner->pipeline().counters().frames; };
    QVERIFY(spoilt.waitFor([&] { clean.turn(); return spoilt.usdmSynced() && frames(spoilt) > 250; }, kDeadlineMs));
    for (LiveRig* rig : {&clean, &spoilt}) {
        QVERIFY2(rig->breach.empty(), rig->breach.c_str());
        QCOMPARE(rig->opened.size(), std::size_t{0});  // no false gap from splits, latency, jitter
        rig->stop();
    }
    const std::vector<std::string> a = messagesOf(clean_dir.path().toStdString(), "demo.usdm/pub");
    const std::vector<std::string> b = messagesOf(chaos_dir.path().toStdString(), "demo.usdm/pub");
    QVERIFY(b.size() > 150);
    // The two subscribed at different moments: from the first message that both have, all are equal.
    const auto in_a = std::find(a.begin(), a.end(), b.front());
    const auto in_b = in_a != a.end() ? b.begin() : std::find(b.begin(), b.end(), a.front());
    const auto from_a = in_a != a.end() ? in_a : a.begin();
    const auto common = std::min(a.end() - from_a, b.end() - in_b);
    QVERIFY(common > 100);
    for (std::ptrdiff_t i = 0; i < common; ++i) QCOMPARE(in_b[i], from_a[i]);
}

void TestChaos::aBrokenLineIsFoundAndMended_data() {
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<int>("least_ms");  // until the gap is there
    QTest::addColumn<int>("most_ms");
    QTest::addColumn<QByteArray>("cause");
    // 50 ms timers, and room for a loaded machine.
    QTest::newRow("reset") << QByteArray("rst") << 0 << 1'000 << QByteArray("disconnect");
    QTest::newRow("end without a close frame") << QByteArray("close") << 0 << 1'000 << QByteArray("disconnect");
    QTest::newRow("cut mid-frame") << QByteArray("cut") << 0 << 1'500 << QByteArray("disconnect");
    QTest::newRow("half open") << QByteArray("half_open") << 1'300 << 3'000 << QByteArray("silent");
    QTest::newRow("stalled") << QByteArray("stall") << 1'300 << 3'000 << QByteArray("silent");
    QTest::newRow("a byte each 100 ms") << QByteArray("loris") << 1'300 << 3'000 << QByteArray("silent");
    QTest::newRow("bytes twice") << QByteArray("duplicate") << 0 << 4'000 << QByteArray();
}

void TestChaos::aBrokenLineIsFoundAndMended() {
    QFETCH(QByteArray, how);
    QFETCH(int, least_ms);
    QFETCH(int, most_ms);
    QFETCH(QByteArray, cause);
    sim::DemoMarket demo({});
    QVERIFY(demo.start());
    ChaosProxy proxy(demo.wsPort(), m_seed);
    LiveRig rig;
    QVERIFY(rig.start({LiveRig::market(demo, sim::Venue::Usdm, proxy.port()), LiveRig::market(demo, sim::Venue::Spot)}));
    QVERIFY(rig.waitFor([&] { return rig.usdmSynced() && rig.isSynced("demo.spot.BTCUSDT"); }, kDeadlineMs));
    QCOMPARE(rig.opened.size(), std::size_t{0});
    const std::uint32_t spot_gen = rig.find("demo.spot.BTCUSDT")->sync().generation();

    QElapsedTimer timer;
    timer.start();
    ChaosKnobs knobs;
    if (how == "rst") proxy.resetAll();
    if (how == "close") proxy.closeAll();
    if (how == "cut") knobs.cut_after = static_cast<std::int64_t>(proxy.bytesDown()) + 333;
    if (how == "half_open") knobs.half_open = 1;
    if (how == "stall") knobs.stall = 1;
    if (how == "loris") knobs.loris_ms = 100;
    if (how == "duplicate") knobs.duplicate = 1'000'000;
    proxy.setKnobs(knobs);
    bool was_stale = false;
    const auto found = [&] {
        was_stale = was_stale || rig.state("demo.usdm/pub") == FeedState::Stale;
        return !rig.gapsOf("demo.usdm.BTCUSDT", StreamKind::Book).empty() &&
               !rig.gapsOf("demo.usdm.ETHUSDT", StreamKind::Book).empty();
    };
    QVERIFY(rig.waitFor(found, kDeadlineMs));
    const qint64 after_ms = timer.elapsed();
    proxy.setKnobs({});
    QVERIFY2(after_ms >= least_ms && after_ms <= most_ms, qPrintable(QString::number(after_ms)));
    if (!cause.isEmpty()) QCOMPARE(was_stale, cause == "silent");
    for (const char* id : {"demo.usdm.BTCUSDT", "demo.usdm.ETHUSDT"}) {
        const api::GapRow gap = rig.gapsOf(id, StreamKind::Book).front();
        if (!cause.isEmpty()) QCOMPARE(QByteArray::fromStdString(std::string(gapCauseName(gap.cause))), cause);
    }
    timer.restart();
    QVERIFY(rig.waitFor([&] { return rig.usdmSynced() && rig.state("demo.usdm/pub") == FeedState::Live; }, kDeadlineMs));
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    // Every book gap that opened has closed, and the line beside felt nothing.
    QVERIFY(rig.waitFor([&] {
        const auto& open = rig.runner->pipeline().gaps().openGaps();
        return std::none_of(open.begin(), open.end(), [](const api::GapRow& gap) { return gap.stream == StreamKind::Book; });
    }, kDeadlineMs));
    QCOMPARE(rig.gapsOf("demo.spot.BTCUSDT", StreamKind::Book).size(), std::size_t{0});
    QCOMPARE(rig.gapsOf("demo.spot.BTCUSDT", StreamKind::Trade).size(), std::size_t{0});
    QCOMPARE(rig.find("demo.spot.BTCUSDT")->sync().generation(), spot_gen);
    QVERIFY2(rig.breach.empty(), rig.breach.c_str());
}

void TestChaos::knobsAreSetByName() {
    ChaosKnobs knobs;
    QVERIFY(knobs.set("rst_after", 12));
    QCOMPARE(knobs.rst_after, std::int64_t{12});
    QVERIFY(!knobs.set("rst_afer", 12));
    QVERIFY(!knobs.set("rate", -1));
}

QTEST_GUILESS_MAIN(TestChaos)
#include "tst_chaos.moc"
