// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "core/book/book_sync.h"
#include "deribit_test.h"
#include "recordings.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::deribit;
using namespace bw::feed::deribit::test;

namespace {
std::string kindName(Kind kind) {
    static const std::map<Kind, std::string> kNames = {
        {Kind::Depth, "change"},   {Kind::Snapshot, "snapshot"}, {Kind::Image, "image"},   {Kind::Trades, "trades"},      {Kind::BookTicker, "quote"},
        {Kind::LowRate, "values"}, {Kind::Ack, "ack"},           {Kind::Refused, "refused"}, {Kind::Unused, "unused"}, {Kind::Catalogue, "catalogue"}};
    const auto it = kNames.find(kind);
    return it == kNames.end() ? "?" : it->second;
}
class Listener final : public book::BookListener {
public:
    void onBookApplied(const book::DepthEvent&) override { ++applied; }
    void onBookGeneration() override { ++generations; }
    int applied = 0, generations = 0;
};
}  // namespace

// What Deribit sent, decoded: nothing unexplained.
class TestRecorded : public QObject {
    Q_OBJECT
    Decoder m_decoder;
    Message m_message;

private Q_SLOTS:
    void everyPublicExample() {
        const std::vector<Example> all = examples();
        if (all.empty()) QSKIP("the public examples are not here (BELLWETHER_SHARED)");
        std::map<std::string, std::map<std::string, int>> seen;
        for (const Example& example : all) {
            Symbols symbols;
            const FrameBytes frame(example.text);
            const Code code = m_decoder.decode(frame.view(), symbols, m_message);
            const bool whole = code == Code::Ok && m_message.bad_elements == 0;
            ++seen[example.kind][whole ? kindName(m_message.kind) : std::string(codeName(code))];
        }
        const std::map<std::string, std::map<std::string, int>> want = {
            {"book", {{"change", 5}, {"image", 4}, {"snapshot", 6}}},
            {"chart", {{"values", 4}}},
            {"deribit_volatility_index", {{"values", 1}}},
            {"quote", {{"quote", 4}}},
            {"rest/other", {{"ack", 25}, {"refused", 1}}},
            {"ticker", {{"values", 14}}},
            {"trades", {{"trades", 8}}}};
        for (const auto& [kind, counts] : seen)
            for (const auto& [name, count] : counts) qInfo("%s: %s %d", kind.c_str(), name.c_str(), count);
        QCOMPARE(all.size(), 72U);
        QVERIFY(seen == want);
    }

    void theRecordedChainHolds() {
        const std::vector<std::string> all = recorded("DERIBIT.ws.1.0.gz");
        if (all.empty()) QSKIP("the public recordings are not here (BELLWETHER_SHARED)");
        std::map<std::string, int> seen;
        std::map<std::string, std::uint64_t> last;
        std::map<std::string, book::BookSync> books;
        Listener listener;
        int chained = 0;
        for (const std::string& text : all) {
            Symbols symbols;
            const FrameBytes frame(text);
            QCOMPARE(m_decoder.decode(frame.view(), symbols, m_message), Code::Ok);
            QCOMPARE(m_message.bad_elements, 0U);
            ++seen[kindName(m_message.kind)];
            if (m_message.kind != Kind::Snapshot && m_message.kind != Kind::Depth) continue;
            const std::string symbol(m_message.symbol);
            if (m_message.kind == Kind::Depth && last[symbol] == m_message.depth.prev_id) ++chained;
            last[symbol] = m_message.depth.last_id;
            book::BookSync& book = books.try_emplace(symbol, listener).first->second;
            book::SyncOutcome outcome;
            if (m_message.kind == Kind::Snapshot) book.onChainSnapshot(m_message.depth, MonoTime{1}, outcome);
            else book.onChained(m_message.depth, m_message.chained, MonoTime{1}, outcome);
            QCOMPARE(outcome.frame_class, FrameClass::Applied);
        }
        for (const auto& [name, count] : seen) qInfo("%s %d", name.c_str(), count);
        QCOMPARE(seen["snapshot"], 10);
        QCOMPARE(seen["change"], 36);
        QCOMPARE(chained, 36);
        QCOMPARE(seen["values"], 89);
        QCOMPARE(seen["ack"], 1);
        QCOMPARE(seen.size(), 4U);
        QCOMPARE(listener.generations, 10);
        QCOMPARE(listener.applied, 36);
        for (const auto& [symbol, book] : books) QVERIFY2(book.synced(), symbol.c_str());
    }

    void theRecordedInstruments() {
        const std::vector<std::string> all = recorded("DERIBIT.0.gz");
        if (all.empty()) QSKIP("the public recordings are not here (BELLWETHER_SHARED)");
        std::map<std::string, InstrumentSpec> specs;
        std::map<std::string, int> markets;
        for (const std::string& text : all) {
            std::vector<InstrumentSpec> out;
            std::size_t skipped = 1;
            const FrameBytes frame(text);
            QCOMPARE(m_decoder.decodeCatalogue(frame.view(), out, skipped), Code::Ok);
            QCOMPARE(skipped, 0U);
            for (const InstrumentSpec& spec : out) {
                QVERIFY2(marketOf(spec.symbol) == spec.market, spec.symbol.c_str());
                QCOMPARE(isInverse(spec.symbol), spec.qty_unit == "USD");
                ++markets[spec.market];
                specs[spec.symbol] = spec;
            }
        }
        QCOMPARE(markets["option"], 980);
        QCOMPARE(markets["swap"] + markets["futures"], 37);
        const InstrumentSpec& perpetual = specs.at("BTC-PERPETUAL");
        QCOMPARE(perpetual.market, std::string("swap"));
        QCOMPARE(perpetual.digits.price, 1);
        QCOMPARE(perpetual.digits.qty, 0);
        QCOMPARE(perpetual.qty_unit, std::string("USD"));
        QCOMPARE(perpetual.contract_value, (Decimal{1, 0}));
        QCOMPARE(perpetual.contract_ccy, std::string("USD"));
        QCOMPARE(perpetual.settle, std::string("BTC"));
        QCOMPARE(perpetual.expiry.ns, 0);
        QVERIFY(perpetual.trading && !perpetual.combo);
        const InstrumentSpec& option = specs.at("BTC-24SEP21-40000-P");
        QCOMPARE(option.digits.price, 4);
        QCOMPARE(option.digits.qty, 1);
        QCOMPARE(option.qty_unit, std::string("BTC"));
        QCOMPARE(option.contract_value, Decimal{});
        QCOMPARE(option.expiry.ns, 1'632'470'400'000 * kNsPerMs);
        const InstrumentSpec& linear = specs.at("SOL_USDC-PERPETUAL");
        QCOMPARE(linear.qty_unit, std::string("SOL"));
        QCOMPARE(linear.settle, std::string("USDC"));
        QCOMPARE(linear.digits.qty, 1);
    }
};

QTEST_GUILESS_MAIN(TestRecorded)
#include "tst_recorded.moc"
