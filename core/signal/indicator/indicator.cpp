// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/indicator/indicator.h"

#include "core/model/hash.h"
#include "core/model/signal_keys.h"

namespace bw::indicator {

namespace {

std::string parameterText(const ParamInfo& info, double value) {
    if (!info.choices.empty()) return std::string(choiceAt(info.choices, static_cast<int>(value)));
    const double thousandths = value * 1000;  // parameters are read with at most three decimals
    return formatUnitsTrimmed(static_cast<std::int64_t>(thousandths + 0.5), 3);
}

void refuse(Values& out) noexcept {
    for (Stat& stat : out.at) stat = Stat::none(Reason::InvalidInput);
}

}  // namespace

Indicator::Indicator(const IndicatorInfo& info, const std::vector<double>& params, OnGap on_gap)
    : m_info(&info), m_name(info.id), m_on_gap(on_gap) {
    for (std::size_t i = 0; i < params.size(); ++i) {
        m_name += i == 0 ? '(' : ',';
        m_name += parameterText(info.params[i], params[i]);
    }
    if (!params.empty()) m_name += ')';
    m_params_hash = fnv1a(m_name + (on_gap == OnGap::Bridge ? "|bridge" : "|reset"));
}

Code Indicator::admit(const Bar& bar, bool& missing) const noexcept {
    if (const Code code = checkBar(bar, m_has_before ? &m_before : nullptr); code != Code::Ok) return code;
    missing = m_has_before && missingBetween(m_before, bar);
    const bool from_nothing = missing && m_on_gap == OnGap::Reset;
    return from_nothing || fits(bar) ? Code::Ok : Code::Overflow;
}

Code Indicator::update(const Bar& bar, Values& out) noexcept {
    out = {};
    bool missing = false;
    if (const Code code = admit(bar, missing); code != Code::Ok) {
        ++m_refused;
        refuse(out);
        return code;
    }
    if (missing) {
        ++m_gaps;
        if (m_on_gap == OnGap::Reset) {
            clear();
            m_flagged = 0;
        }
    }
    if ((missing && m_on_gap == OnGap::Bridge) || !bar.complete) m_flagged = from() + 1;
    m_before = bar;
    m_has_before = true;
    step(bar, out);
    out.gap_inside = m_flagged > 0;
    if (m_flagged > 0) --m_flagged;
    return Code::Ok;
}

Code Indicator::preview(const Bar& forming, Values& out) const {
    out = {};
    out.provisional = true;
    bool missing = false;
    if (const Code code = admit(forming, missing); code != Code::Ok) {
        refuse(out);
        return code;
    }
    const bool from_nothing = missing && m_on_gap == OnGap::Reset;
    peek(forming, from_nothing, out);
    out.gap_inside = (m_flagged > 0 && !from_nothing) || (missing && !from_nothing) || !forming.complete;
    return Code::Ok;
}

void Indicator::reset() noexcept {
    clear();
    m_has_before = false;
    m_flagged = 0;
}

}  // namespace bw::indicator
