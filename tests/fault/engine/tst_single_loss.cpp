// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

#include "world.h"

using namespace bw;
using namespace bw::test;

// One line of a recording missing or changed (feeds specification, "Done when" 3, 4 and 7).
class TestSingleLoss : public QObject {
    Q_OBJECT
    std::map<QString, Tape> m_tapes;
    std::uint64_t m_seed = 0x6b;

    const Tape& tape(const QString& name) {
        Tape& out = m_tapes[name];
        if (!out.lines.empty()) return out;
        if (name == QLatin1String("usdm")) out = loadTape("usdm_btcusdt_20240808", "binance.usdm", "BTCUSDT");
        if (name == QLatin1String("spot")) out = loadTape("spot_btcusdt_20240808", "binance.spot", "BTCUSDT");
        if (name == QLatin1String("coinm")) out = loadTape("cm_btcusd_perp_20240808", "binance.coinm", "BTCUSD_PERP");
        return out;
    }
    static void rows() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"usdm", "spot", "coinm"}) QTest::newRow(name) << QString::fromLatin1(name);
    }
    static VenueManners silent() {
        VenueManners out;
        out.lost_share = 1;  // no snapshot ever comes: what opens once stays open
        return out;
    }
    static std::uint64_t classOf(World& world, FrameClass frame_class) {
        return world.pipeline().counters().classes[static_cast<std::size_t>(frame_class)];
    }
    /// A whole run of the recording with some trades rewritten.
    static std::unique_ptr<World> playTrades(const Tape& tape, const std::map<std::size_t, std::string>& rewritten) {
        Plan plan = without(tape, {});
        for (Delivery& delivery : plan.deliveries) {
            const auto it = rewritten.find(delivery.line);
            if (it == rewritten.end()) continue;
            delivery.damaged = true;
            delivery.bytes = FrameBytes(it->second);
        }
        auto world = std::make_unique<World>(tape, engine::EngineConfig{}, silent(), 1);
        world->levels_may_lie = true;  // a rewritten frame is no damaged one: it is to be taken
        world->play(plan);
        world->finish();
        return world;
    }
    static std::string replaced(std::string text, std::string_view from, std::string_view to) {
        const std::size_t at = text.find(from);
        return at == std::string::npos ? text : text.replace(at, from.size(), to);
    }
    /// The quoted value behind `key` set to `to`.
    static std::string withValue(std::string text, std::string_view key, std::string_view to) {
        const std::size_t begin = text.find(key) + key.size();
        return text.replace(begin, text.find('"', begin) - begin, to);
    }
    std::vector<std::size_t> someTrades(const Tape& tape, std::size_t count) {
        std::vector<std::size_t> trades;
        for (std::size_t i = 0; i < tape.lines.size(); ++i)
            if (tape.lines[i].kind == TapeLine::Kind::Trade) trades.push_back(i);
        Random random(m_seed);
        std::set<std::size_t> out;
        while (out.size() < count) out.insert(trades[random.below(trades.size())]);
        return {out.begin(), out.end()};
    }

private Q_SLOTS:
    void initTestCase() {
        if (const char* text = std::getenv("BELLWETHER_SEED")) m_seed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(m_seed));
        if (tape(QStringLiteral("spot")).lines.empty())
            QSKIP("whole test: the public recordings are not here (BELLWETHER_SHARED)");
    }

    void anyDepthLineRemovedIsOneGapFoundAtTheNext_data() { rows(); }
    void anyDepthLineRemovedIsOneGapFoundAtTheNext() {
        QFETCH(QString, name);
        const Tape& t = tape(name);
        Random random(m_seed);
        for (int n = 0; n < 60; ++n) {
            const std::size_t first = t.first_chained + 1;
            const std::size_t k = first + random.below(t.depth.size() - 1 - first);
            const TapeLine& before = t.lines[t.depth[k - 1]];
            const TapeLine& after = t.lines[t.depth[k + 1]];
            Plan plan = without(t, {t.depth[k]});
            const std::size_t found_at = t.depth[k + 1];
            // Up to the line that shows it; every tenth goes on to the end.
            if (n % 10 != 0) std::erase_if(plan.deliveries, [&](const Delivery& d) { return d.line > found_at; });
            World world(t, {}, silent(), m_seed);
            world.play(plan);
            QVERIFY2(world.breach.empty(), world.breach.c_str());
            QCOMPARE(world.gaps.size(), std::size_t{1});
            const SeenGap& gap = world.gaps[0];
            QCOMPARE(gap.step, found_at);  // steps count from 1, one line is missing: it opened with that very line
            QCOMPARE(gap.opened.first_missing, before.last + 1);
            QCOMPARE(gap.opened.last_missing, after.prev);
            QCOMPARE(gap.opened.cause, GapCause::Sequence);
            QCOMPARE(world.instrument().sync().state(), BookState::Gap);
            QCOMPARE(world.instrument().sync().lastId(), before.last);
            if (n % 10 != 0) continue;
            world.finish();
            QCOMPARE(classOf(world, FrameClass::InGap), t.depth.size() - 1 - k);
            QCOMPARE(classOf(world, FrameClass::Rejected), 0U);
            QCOMPARE(world.instrument().ids().missing(), 0U);
            QCOMPARE(world.gaps.size(), std::size_t{1});
        }
    }

    void withoutItsSnapshotABookStaysBuffering_data() { rows(); }
    void withoutItsSnapshotABookStaysBuffering() {
        QFETCH(QString, name);
        const Tape& t = tape(name);
        World whole(t, {}, silent(), m_seed);
        whole.play(without(t, {}));
        whole.finish();
        QVERIFY2(whole.breach.empty(), whole.breach.c_str());
        World world(t, {}, silent(), m_seed);
        world.play(without(t, {t.snapshot}));
        world.finish();
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        QCOMPARE(world.instrument().sync().state(), BookState::Buffering);
        QCOMPARE(world.gaps.size(), std::size_t{1});
        QCOMPARE(world.gaps[0].opened.cause, GapCause::NoSnapshot);
        QCOMPARE(classOf(world, FrameClass::InGap), t.depth.size());
        QCOMPARE(classOf(world, FrameClass::Applied), t.lines.size() - 1 - t.depth.size());
        QCOMPARE(classOf(world, FrameClass::Rejected), 0U);
        QCOMPARE(QString::fromStdString(world.tapeSide()), QString::fromStdString(whole.tapeSide()));
        QCOMPARE(world.instrument().sync().book().bids.size(), std::size_t{0});
    }

    void tradesThatAreNoMarketTradesStayOutOfCvd_data() {
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<QByteArray>("x");  // empty: price and quantity zero
        QTest::newRow("INSURANCE_FUND") << QByteArray("insurance_fund") << QByteArray("INSURANCE_FUND");
        QTest::newRow("ADL") << QByteArray("adl") << QByteArray("ADL");
        QTest::newRow("a value of tomorrow") << QByteArray("other") << QByteArray("SOMETHING_NEW");
        QTest::newRow("an id without a fill") << QByteArray("na") << QByteArray();
    }
    void tradesThatAreNoMarketTradesStayOutOfCvd() {
        QFETCH(QByteArray, reason);
        QFETCH(QByteArray, x);
        const Tape& t = tape(QStringLiteral("usdm"));
        std::map<std::size_t, std::string> rewritten;
        Int128 taken = 0;
        for (const std::size_t line : someTrades(t, 25)) {
            const std::string bytes(t.lines[line].bytes.view());
            const std::size_t q = bytes.find("\"q\":\"") + 5;
            std::int64_t qty = 0;
            QCOMPARE(parseUnitsSlow(bytes.substr(q, bytes.find('"', q) - q), kDefaultDigits, qty), Code::Ok);
            taken += bytes.find("\"m\":true") != std::string::npos ? -qty : qty;
            rewritten[line] = x.isEmpty() ? withValue(withValue(bytes, "\"p\":\"", "0"), "\"q\":\"", "0.000")
                                          : replaced(bytes, "\"X\":\"MARKET\"", "\"X\":\"" + x.toStdString() + "\"");
        }
        const auto clean = playTrades(t, {});
        const auto world = playTrades(t, rewritten);
        QVERIFY2(world->breach.empty(), world->breach.c_str());
        const engine::Instrument& in = world->instrument();
        QCOMPARE(in.counters().excluded, 25U);
        QCOMPARE(in.counters().excluded_by_reason.size(), std::size_t{1});
        QCOMPARE(in.counters().excluded_by_reason.at(reason.toStdString()), 25U);
        QCOMPARE(in.ids().missing(), 0U);
        QCOMPARE(in.ids().duplicates(), 0U);
        QCOMPARE(in.counters().trades, clean->instrument().counters().trades);
        QVERIFY(in.cvd().level() == clean->instrument().cvd().level() - taken);
        QCOMPARE(classOf(*world, FrameClass::Rejected), 0U);
        // Bars made of trades leave them out too.
        Int128 volume = in.cvd().buy() + in.cvd().sell();
        std::map<std::int64_t, api::Bar> bars;
        for (const api::Bar& bar : world->bars) bars[bar.open_time.ns] = bar;
        for (const auto& [open, bar] : bars) volume -= bar.volume;
        QVERIFY2(volume == 0, qPrintable(QString::fromStdString(formatUnits(volume, kDefaultDigits))));
    }
};

QTEST_GUILESS_MAIN(TestSingleLoss)
#include "tst_single_loss.moc"
