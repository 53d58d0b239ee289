// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <map>

#include "world.h"

using namespace bw;
using namespace bw::test;

Q_DECLARE_METATYPE(bw::test::Damage)

// The public recordings with 1 % of their depth messages damaged, the venue answering the engine's requests. World
// checks each frame; here is what the whole run must come to.
class TestDamagedRecordings : public QObject {
    Q_OBJECT
    struct Clean {
        Tape tape;
        std::string tape_side;
        std::uint64_t superseded = 0;
    };
    std::map<QString, Clean> m_clean;
    std::uint64_t m_seed = 0x626f6f6b;

    static engine::EngineConfig config() {
        engine::EngineConfig out;
        out.resync_max = 1'000'000;  // the limit has its own test: here each break is to be found
        return out;
    }
    Clean& clean(const QString& name) {
        const auto it = m_clean.find(name);
        if (it != m_clean.end()) return it->second;
        Clean& out = m_clean[name];
        if (name == QLatin1String("usdm")) out.tape = loadTape("usdm_btcusdt_20240808", "binance.usdm", "BTCUSDT");
        if (name == QLatin1String("spot")) out.tape = loadTape("spot_btcusdt_20240808", "binance.spot", "BTCUSDT");
        if (name == QLatin1String("coinm"))
            out.tape = loadTape("cm_btcusd_perp_20240808", "binance.coinm", "BTCUSD_PERP");
        World world(out.tape, config(), {}, 1);
        world.play(damaged(out.tape, Damage::None, 0, 1));
        world.finish();
        if (!world.breach.empty() || !world.gaps.empty() || !world.bookIsTruth())
            QTest::qFail(("the clean run is not clean: " + world.breach).c_str(), __FILE__, __LINE__);
        out.tape_side = world.tapeSide();
        out.superseded = world.instrument().sync().superseded();
        return out;
    }
    /// No bar that lies inside a book gap is without its mark.
    static void checkBarFlags(const World& world) {
        std::map<std::int64_t, api::Bar> last;
        for (const api::Bar& bar : world.bars) last[bar.open_time.ns] = bar;
        for (const SeenGap& gap : world.gaps) {
            const std::int64_t from = gap.opened.from_event.ns;
            const std::int64_t to = gap.closed.to_event.ns;
            for (auto it = last.lower_bound(from); it != last.end() && it->first + kNsPerSec <= to; ++it)
                QVERIFY2(it->second.flags & api::Bar::BookGap, "a bar inside a book gap does not say so");
        }
    }
    /// The newest ticker of a recording, read by hand.
    static Quote lastTicker(const Tape& tape) {
        const auto it = std::find_if(tape.lines.rbegin(), tape.lines.rend(),
                                     [](const TapeLine& line) { return line.kind == TapeLine::Kind::Ticker; });
        const std::string_view text = it->bytes.view();
        const auto number = [&](std::string_view key) {
            const std::size_t begin = text.find(key) + key.size();
            std::int64_t units = -1;
            static_cast<void>(parseUnitsSlow(text.substr(begin, text.find('"', begin) - begin), kDefaultDigits, units));
            return units;
        };
        Quote out;
        out.bid = {{number("\"b\":\"")}, {number("\"B\":\"")}};
        out.ask = {{number("\"a\":\"")}, {number("\"A\":\"")}};
        out.has_bid = out.bid.price.units > 0;
        out.has_ask = out.ask.price.units > 0;
        return out;
    }
    static void rows(std::initializer_list<std::pair<const char*, Damage>> kinds, int seeds) {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Damage>("damage");
        QTest::addColumn<int>("round");
        for (const char* name : {"usdm", "spot", "coinm"})
            for (const auto& [word, damage] : kinds)
                for (int round = 0; round < seeds; ++round)
                    QTest::addRow("%s %s %d", name, word, round) << QString::fromLatin1(name) << damage << round;
    }
    [[nodiscard]] std::uint64_t seed(int round) const {
        return m_seed + static_cast<std::uint64_t>(round) * std::uint64_t{0x9e3779b97f4a7c15};
    }

    /// Ends a damaged run: what was left is mended by the operator's resync, and nothing beside the book was touched.
    static void endRun(World& world, const Clean& clean, std::int64_t wait_ns = 120 * kNsPerSec) {
        world.forceResync(wait_ns);
        world.finish();
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        QVERIFY(world.bookIsTruth());
        QCOMPARE(QString::fromStdString(world.tapeSide()), QString::fromStdString(clean.tape_side));
        for (const SeenGap& gap : world.gaps) QVERIFY(gap.closed.close != GapClose::Open);
        QVERIFY(world.pipeline().gaps().openGaps().empty());
    }

private Q_SLOTS:
    void initTestCase() {
        if (const char* text = std::getenv("BELLWETHER_SEED")) m_seed = std::strtoull(text, nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(m_seed));
        if (loadTape("spot_btcusdt_20240808", "binance.spot", "BTCUSDT").lines.empty())
            QSKIP("whole test: the public recordings are not here (BELLWETHER_SHARED)");
    }

    void lostMessagesAreFoundAtTheNextOne_data() { rows({{"removed", Damage::Remove}, {"cut", Damage::Cut}}, 3); }
    void lostMessagesAreFoundAtTheNextOne() {
        QFETCH(QString, name);
        QFETCH(Damage, damage);
        QFETCH(int, round);
        Clean& reference = clean(name);
        const Plan plan = damaged(reference.tape, damage, 0.01, seed(round));
        VenueManners manners;
        manners.prompt = round != 1;  // else the engine's own requests and their spacing
        manners.lost_share = round == 1 ? 0.2 : 0;
        World world(reference.tape, config(), manners, seed(round));
        world.play(plan);
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        const std::size_t found = world.gaps.size();
        for (const SeenGap& gap : world.gaps) QCOMPARE(gap.opened.cause, GapCause::Sequence);
        qInfo("%zu lost, %zu gaps, %llu requests, %llu answered, %llu too old", plan.faults, found,
              static_cast<unsigned long long>(world.requests), static_cast<unsigned long long>(world.answered),
              static_cast<unsigned long long>(world.too_old));
        QVERIFY(plan.faults > 10 && found > 0 && found <= plan.faults);
        // What was lost while the book was up is found one by one; the rest fell into an open gap.
        if (manners.prompt) QVERIFY(found * 2 > plan.faults);
        if (damage == Damage::Cut) QCOMPARE(world.rejected_damage, plan.faults);
        QCOMPARE(world.instrument().counters().book_gaps, found);
        endRun(world, reference);
        checkBarFlags(world);
        for (const SeenGap& gap : world.gaps) QCOMPARE(gap.closed.close, GapClose::Unfillable);
        QCOMPARE(world.instrument().match().compared(), world.instrument().match().equal());
    }

    void duplicatesAreNoGap_data() { rows({{"duplicated", Damage::Duplicate}}, 2); }
    void duplicatesAreNoGap() {
        QFETCH(QString, name);
        QFETCH(int, round);
        Clean& reference = clean(name);
        const Plan plan = damaged(reference.tape, Damage::Duplicate, 0.01, seed(round));
        World world(reference.tape, config(), {}, seed(round));
        world.play(plan);
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        QVERIFY(plan.faults > 10);
        QVERIFY(world.gaps.empty());
        QCOMPARE(world.requests, 1U);  // at the start
        QCOMPARE(world.instrument().sync().superseded(), reference.superseded + plan.faults);
        QCOMPARE(world.instrument().sync().generation(), 1U);
        QVERIFY(world.bookIsTruth());
        endRun(world, reference);
    }

    void swappedNeighboursNeedNoSnapshot_data() { rows({{"swapped", Damage::SwapWithNext}}, 3); }
    void swappedNeighboursNeedNoSnapshot() {
        QFETCH(QString, name);
        QFETCH(int, round);
        Clean& reference = clean(name);
        const Plan plan = damaged(reference.tape, Damage::SwapWithNext, 0.01, seed(round));
        VenueManners manners;
        manners.lost_share = round == 0 ? 1 : 0;  // else answers come when the book has mended itself
        manners.rtt_min_ms = 600;
        manners.rtt_max_ms = 900;
        World world(reference.tape, config(), manners, seed(round));
        world.play(plan);
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        QVERIFY(plan.faults > 10);
        QCOMPARE(world.gaps.size(), plan.faults);
        std::uint32_t by_snapshot = 0;  // the late answer to one swap can fall into the next one
        for (const SeenGap& gap : world.gaps) {
            by_snapshot += gap.closed.close == GapClose::Unfillable;
            QVERIFY(gap.closed.close == GapClose::Reordered ||
                    (round != 0 && gap.closed.close == GapClose::Unfillable));
        }
        qInfo("%zu swaps, %llu answers, %u of them used", plan.faults, static_cast<unsigned long long>(world.answered),
              by_snapshot);
        QCOMPARE(world.instrument().sync().generation(), 1 + by_snapshot);
        QCOMPARE(world.instrument().sync().resyncs(), by_snapshot);
        QVERIFY(world.bookIsTruth());
        if (by_snapshot == 0) {
            const auto& classes = world.pipeline().counters().classes;
            QCOMPARE(classes[static_cast<std::size_t>(FrameClass::InGap)], 0U);
        }
        endRun(world, reference);
    }

    void withoutATickerOfiComesFromTheBookAlone_data() { rows({{"removed", Damage::Remove}}, 1); }
    void withoutATickerOfiComesFromTheBookAlone() {
        QFETCH(QString, name);
        QFETCH(int, round);
        Clean& reference = clean(name);
        Plan plan = damaged(reference.tape, Damage::Remove, 0.01, seed(round));
        std::erase_if(plan.deliveries,
                      [&](const Delivery& d) { return reference.tape.lines[d.line].kind == TapeLine::Kind::Ticker; });
        VenueManners manners;
        manners.prompt = true;
        World world(reference.tape, config(), manners, seed(round));
        world.play(plan);
        world.forceResync();
        world.finish();
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        QVERIFY(world.bookIsTruth());
        QVERIFY(!world.instrument().ofiFromTicker());
        QVERIFY(world.unsynced_depth > 0);
        checkBarFlags(world);
    }

    void aFlippedBitIsCodedOrAGapOrACheckedLie_data() { rows({{"flipped", Damage::FlipBit}}, 4); }
    void aFlippedBitIsCodedOrAGapOrACheckedLie() {
        QFETCH(QString, name);
        QFETCH(int, round);
        Clean& reference = clean(name);
        const Plan plan = damaged(reference.tape, Damage::FlipBit, 0.01, seed(round));
        VenueManners manners;
        manners.prompt = true;
        World world(reference.tape, config(), manners, seed(round));
        world.levels_may_lie = true;
        world.play(plan);
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        std::map<GapCause, int> causes;
        for (const SeenGap& gap : world.gaps) ++causes[gap.opened.cause];
        const auto& rejects = world.pipeline().counters().rejects;
        QByteArray codes;
        for (std::size_t i = 0; i < rejects.size(); ++i)
            if (rejects[i] != 0)
                codes += " " + QByteArray::fromStdString(std::string(codeName(static_cast<Code>(i)))) + "=" +
                         QByteArray::number(static_cast<qulonglong>(rejects[i]));
        qInfo(
            "%zu flips: %llu refused (%s ), gaps: %d sequence, %d reject, %d crossed, %d ticker mismatch; wrong top "
            "%llu "
            "times over %llu messages",
            plan.faults, static_cast<unsigned long long>(world.rejected_damage), codes.constData(),
            causes[GapCause::Sequence], causes[GapCause::Reject], causes[GapCause::Crossed],
            causes[GapCause::TickerMismatch], static_cast<unsigned long long>(world.lie_started),
            static_cast<unsigned long long>(world.lied_steps));
        QVERIFY(world.rejected_damage > 0 && !world.gaps.empty());
        world.levels_may_lie = false;
        endRun(world, reference);
    }

    void flippedBitsInAllStreamsDoNoLastingHarm_data() { rows({{"flipped", Damage::FlipAnywhere}}, 3); }
    void flippedBitsInAllStreamsDoNoLastingHarm() {
        QFETCH(QString, name);
        QFETCH(int, round);
        Clean& reference = clean(name);
        const Plan plan = damaged(reference.tape, Damage::FlipAnywhere, 0.01, seed(round));
        VenueManners manners;
        manners.prompt = true;
        World world(reference.tape, config(), manners, seed(round));
        world.levels_may_lie = true;
        world.play(plan);
        world.forceResync();
        world.finish();
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        QVERIFY(world.bookIsTruth());
        QVERIFY(world.rejected_damage > plan.faults / 4);
        QCOMPARE(world.pipeline().instrumentCount(), 1);
        // Trades that were refused are missing ids, and no other trade is lost.
        const engine::Instrument& in = world.instrument();
        const std::uint64_t width = in.ids().last() - in.ids().first() + 1;
        QCOMPARE(width, in.counters().trades - in.ids().duplicates() + in.ids().missing());
        // The ticker is followed to the end, whatever its ids were in between.
        const api::MarketView* view = (world.pipeline().publish(), world.pipeline().instrument(0).view.take());
        QVERIFY(view != nullptr);
        const Quote last = lastTicker(reference.tape);
        QVERIFY(last.has_bid && last.has_ask && view->top == last);
    }

    void tooManyBreaksLimitTheResyncs_data() { rows({{"removed", Damage::Remove}}, 1); }
    void tooManyBreaksLimitTheResyncs() {
        QFETCH(QString, name);
        QFETCH(int, round);
        Clean& reference = clean(name);
        VenueManners manners;
        manners.rtt_max_ms = 60;
        World world(reference.tape, {}, manners, seed(round));
        world.play(damaged(reference.tape, Damage::Remove, 0.05, seed(round)));
        QVERIFY2(world.breach.empty(), world.breach.c_str());
        // Ten resyncs a minute and not one more, however fast the venue answers.
        for (std::size_t i = 11; i < world.gaps.size(); ++i)
            QVERIFY(world.gaps[i].opened.from - world.gaps[i - 11].opened.from > 60 * kNsPerSec);
        endRun(world, reference, 700 * kNsPerSec);
    }
};

QTEST_GUILESS_MAIN(TestDamagedRecordings)
#include "tst_recordings.moc"
