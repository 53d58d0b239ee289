// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/cvd_signal.h"
#include "core/signal/fusion.h"
#include "core/signal/ofi_signal.h"
#include "core/signal/scenario.h"
#include "core/signal/side_suspect.h"
#include "core/signal/z_quality.h"
#include "tests/support/counted_allocations.h"

using namespace bw;
using namespace bw::signal;

class TestFlowAllocation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// From the first value on, breaks included: the windows are made with the objects.
    void noneAfterTheConstructors() {
        OfiConfig winsor;
        winsor.z_method = ZMethod::Winsor;
        CvdConfig by_scale, by_level;
        by_scale.z_method = CvdScale::Scale;
        by_level.z_mode = CvdMode::Level;
        OfiSignal ofi_rank{OfiConfig{}}, ofi_winsor(winsor);
        CvdSignal cvd_rank(CvdConfig{}, true), cvd_scale(by_scale, true), cvd_level(by_level, false);
        Fusion fusion(FusionConfig{}, true);
        ScenarioClock scenario{ScenarioConfig{}};
        SideSuspect sides;
        ZQualityMeter quality;
        Random random(1);
        const std::uint64_t before_n = g_allocations_n;
        std::uint64_t with_z = 0;
        for (int i = 0; i < 20'000; ++i) {
            const std::int64_t t = i * (kNsPerSec / 4);
            const auto x = static_cast<std::int64_t>(random.below(1'001)) - 500;
            const CvdInput in{.delta = x, .level = x * 5, .t_ns = t, .trades = 1};
            const Stat z = ofi_rank.update(static_cast<double>(x));
            ofi_winsor.update(static_cast<double>(x));
            const CvdOut cvd = cvd_rank.update(in);
            cvd_scale.update(in);
            cvd_level.update(in);
            with_z += fusion.update({t, z, cvd.z, t, t}).fused.has();
            sides.onTrade(x > 0 ? Side::Buy : Side::Sell, t);
            scenario.onTrade(t);
            if (i % 4 == 3) scenario.onSecond(i / 4, 1'000 + x, true);
            if (z.has()) quality.add(t, z.value);
            if (i % 7'000 == 6'999) {
                ofi_rank.onBreak(true), ofi_winsor.onBreak(true), cvd_rank.onBreak(true), cvd_scale.onBreak(true);
                cvd_level.onBreak(true), fusion.onBreak(), scenario.onBreak();
            }
        }
        const std::uint64_t during_n = g_allocations_n - before_n;
        QCOMPARE(during_n, 0U);
        QVERIFY(with_z > 19'000);
        QVERIFY(quality.read(0).n > 0);
    }
};

QTEST_GUILESS_MAIN(TestFlowAllocation)
#include "tst_flow_allocation.moc"
