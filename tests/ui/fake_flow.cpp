// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_flow.h"

#include <cmath>

#include "core/model/signal_keys.h"

namespace bw::uitest {
namespace {
const FusionConfig kFusion;
const DivergenceConfig kDivergence;
const CvdConfig kCvd;
}  // namespace

double FakeFlow::noise() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += m_random.uniform();
    return sum;
}

void FakeFlow::mix(api::FlowPoint& point, bool has_book, bool has_tape) {
    const std::int64_t have = m_index - m_segment_index + 1;
    const auto stat = [&](bool has, Reason why, double value) {
        if (!has) return Stat::none(why);
        if (have < kCvd.freeze_min_bars) return Stat::none(Reason::Warmup);
        return Stat::of(std::clamp(value, -5.0, 5.0));
    };
    const double wave = std::sin(static_cast<double>(m_index) / 37) * 0.9;
    m_ofi = 0.55 * m_ofi + noise() * 0.85;
    m_cvd = 0.65 * m_cvd + noise() * 0.8;
    point.z_ofi = stat(has_book && !m_withheld, has_book ? Reason::BookNotSynced : Reason::NoBook, m_ofi + wave);
    point.z_cvd = stat(has_tape, Reason::NoTape, (m_cvd + wave) * (m_index % 211 < 4 ? 4 : 1));
    const bool ofi = point.z_ofi.has(), cvd = point.z_cvd.has();
    const double sum = kFusion.w_ofi + kFusion.w_cvd;
    const double w_ofi = cvd ? kFusion.w_ofi / sum : 1, w_cvd = ofi ? kFusion.w_cvd / sum : 1;
    point.fusion_score = (ofi ? w_ofi * point.z_ofi.value : 0) + (cvd ? w_cvd * point.z_cvd.value : 0);
    point.fused = ofi || cvd ? Stat::of(point.fusion_score / std::sqrt(w_ofi * w_ofi + w_cvd * w_cvd))
                             : Stat::none(point.z_cvd.reason);
    point.consistency = Stat::none(ofi ? Reason::DegradedOfiOnly : Reason::DegradedCvdOnly);
    if (ofi && cvd) {
        const double a = std::abs(point.z_ofi.value), b = std::abs(point.z_cvd.value);
        const bool agree = point.z_ofi.value * point.z_cvd.value > 0;
        point.consistency = Stat::of(agree ? std::min(a, b) / std::max(a, b) : 0);
    }
    const double size = std::abs(point.fusion_score);
    if (point.fused.has() && size >= kFusion.buy) {
        const bool strong = size >= kFusion.strong && ofi && cvd;
        point.level = point.fusion_score > 0 ? (strong ? FusionLevel::StrongBuy : FusionLevel::Buy)
                                             : (strong ? FusionLevel::StrongSell : FusionLevel::Sell);
    }
}

api::FlowPoint FakeFlow::next(api::MarketView& view, EventTime end) {
    if (m_withheld && !view.ofi_withheld) {
        ++m_segment;
        m_segment_index = m_index;
    }
    m_withheld = view.ofi_withheld;
    api::FlowPoint point;
    point.index = m_index;
    point.time = end;
    point.segment = m_segment;
    point.price2 = view.top.bid.price.units + view.top.ask.price.units;
    point.cvd = view.cvd;
    mix(point, view.has_book, view.has_tape);
    point.scenario = Scenario::ActiveHigh;
    api::FlowView& flow = view.flow;
    flow.sampling = "1s";
    flow.point = point;
    flow.warmup_need = kDivergence.warmup_min;
    flow.warmup_have =
        static_cast<std::int32_t>(std::min<std::int64_t>(m_index - m_segment_index + 1, flow.warmup_need));
    flow.tps = view.has_tape ? 3.2 : 0;
    flow.scenario_reason = Reason::None;
    flow.z_hi = kDivergence.z_hi;
    flow.fusion_buy = kFusion.buy;
    flow.fusion_strong = kFusion.strong;
    flow.params_hash = 0x3f2a9c01'77d01e5cULL;
    flow.unknown_share = view.has_tape ? 0.03 : 0;
    ++m_index;
    return point;
}

}  // namespace bw::uitest
