// SPDX-License-Identifier: GPL-3.0-or-later

#include "deribit_test.h"
#include "spec_messages.h"
#include "tests/support/counted_allocations.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::deribit;
using namespace bw::feed::deribit::test;

namespace {
/// Knows every symbol and keeps nothing.
class AnySymbol final : public SymbolResolver {
public:
    const Digits* resolve(std::string_view) override { return &m_digits; }

private:
    Digits m_digits;
};
}  // namespace

class TestAllocation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noneOnceTheBuffersHaveGrown() {
        AnySymbol symbols;
        Decoder decoder;
        Message message;
        std::vector<FrameBytes> frames;
        for (const std::string_view text : {kBookChange, kBookSpaced, kBookDataFirst, kBookNameLast, kBookImage, kTrades, kQuote, kTicker,
                                            kVolIndex, kSubscribed, kRefused}) {
            frames.emplace_back(text);
            frames.push_back(notPlain(text));
        }
        // Levels in no order, so that equal prices are looked for.
        frames.emplace_back(replaced(kBookChange, R"(["new",77023.0,10.0])", R"(["new",5.0,1.0],["new",7.0,1.0],["new",6.0,1.0])"));
        frames.emplace_back(replaced(kTrades, "\"contracts\":845.0", "\"liquidation\":\"MT\""));
        std::size_t accepted = 0;
        const auto decodeAll = [&] {
            for (const FrameBytes& frame : frames)
                if (decoder.decode(frame.view(), symbols, message) == Code::Ok) ++accepted;
        };
        decodeAll();
        const std::uint64_t before_n = g_allocations_n;
        for (int n = 0; n < 1'000; ++n) decodeAll();
        QCOMPARE(g_allocations_n - before_n, 0U);
        QCOMPARE(accepted, frames.size() * 1'001);
    }
};

QTEST_GUILESS_MAIN(TestAllocation)
#include "tst_allocation.moc"
