// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "gateway.h"
#include "tests/support/counted_allocations.h"

using namespace bw;
using namespace bw::feed::mt5;
using namespace bw::feed::mt5::test;

class TestAllocation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noneOnceTheBuffersHaveGrown() {
        Decoder decoder(GatewayZone{});
        Message message;
        std::vector<FrameBytes> frames;
        for (const std::string_view body : {kT1, kT2, kT3, kT4, kV6Tick, kV6Heartbeat, kV6Spec, kV6Book, kAliases}) {
            const std::string_view parts[] = {"topic", body};
            frames.push_back(encodeParts(parts));
        }
        int applied = 0;
        const auto decodeAll = [&] {
            for (const FrameBytes& frame : frames)
                applied += decoder.decode(frame.view(), WallTime{1'736'899'200 * kNsPerSec}, message) == Code::Ok;
        };
        decodeAll();
        const std::uint64_t before_n = g_allocations_n;
        for (int n = 0; n < 1'000; ++n) decodeAll();
        QCOMPARE(g_allocations_n - before_n, 0U);
        QCOMPARE(applied, 9 * 1'001);
    }
};

QTEST_GUILESS_MAIN(TestAllocation)
#include "tst_allocation.moc"
