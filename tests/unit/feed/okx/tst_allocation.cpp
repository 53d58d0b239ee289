// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "okx_test.h"
#include "tests/support/counted_allocations.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::okx;
using namespace bw::feed::okx::test;

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
        for (const std::string_view text : {kAck, kRefused, kNotice, kUpdate, kTop, kImage, kTrades, kTicker, kFunding, kInterest, kLiquidation,
                                            kCandle, kSnapshot, kMark, kIndex})
            frames.emplace_back(text);
        int accepted = 0;
        const auto decodeAll = [&] {
            for (const FrameBytes& frame : frames) accepted += decoder.decode(frame.view(), symbols, message) == Code::Ok;
        };
        decodeAll();
        const std::uint64_t before_n = g_allocations_n;
        for (int n = 0; n < 1'000; ++n) decodeAll();
        QCOMPARE(g_allocations_n - before_n, 0U);
        QCOMPARE(accepted, 15 * 1'001);
    }
};

QTEST_GUILESS_MAIN(TestAllocation)
#include "tst_allocation.moc"
