// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/signal/indicator/bar.h"

namespace bw::indicator {

/// A bar is missing: start again from nothing, or go on with the flag Values::gap_inside.
enum class OnGap : std::uint8_t { Reset, Bridge };

struct Scale {
    int price_digits = 0, qty_digits = 0;
};

struct ParamInfo {
    std::string_view name;
    double initial = 0, min = 0, max = 0;
    bool whole = true;
    std::string_view choices = {};  // "day|session|first": the parameter is a word, kept as its place
};

class Indicator;

/// What there is to choose from; the table behind charts, commands and the store.
struct IndicatorInfo {
    std::string_view id;     // "RSI"
    std::string_view title;  // "Relative strength index"
    std::span<const ParamInfo> params;
    std::span<const std::string_view> outputs;  // "macd", "signal", "hist"
    bool on_price = false;                      // drawn over the prices, else in a pane of its own
    std::unique_ptr<Indicator> (*make)(const IndicatorInfo& info, std::vector<double> params, Scale scale, OnGap on_gap) = nullptr;
};

/// One streaming indicator (signals spec 10). Bars go in oldest first; a batch is the same calls in a loop. Any one thread;
/// `update` allocates nothing and its cost does not depend on how long the stream has run.
class Indicator {
public:
    virtual ~Indicator() = default;

    /// A closed bar. BarInvalid or Overflow: the bar is refused, every output is `invalid_input`, the state is as before.
    Code update(const Bar& bar, Values& out) noexcept;
    /// What `update` would say of this bar that still forms; marked provisional. Changes nothing.
    Code preview(const Bar& forming, Values& out) const;
    /// As new; counters stay.
    void reset() noexcept;
    /// An independent copy of the whole state.
    [[nodiscard]] virtual std::unique_ptr<Indicator> clone() const = 0;

    [[nodiscard]] const IndicatorInfo& info() const noexcept { return *m_info; }
    /// Every parameter named: "BOLL(20,2)".
    [[nodiscard]] const std::string& name() const noexcept { return m_name; }
    /// Of name and gap policy; part of the key of stored rows.
    [[nodiscard]] std::uint64_t paramsHash() const noexcept { return m_params_hash; }
    /// 0-based bar at which the last output appears; where data decide (PSAR), the earliest.
    [[nodiscard]] virtual int from() const noexcept = 0;
    [[nodiscard]] std::uint64_t refused() const noexcept { return m_refused; }
    [[nodiscard]] std::uint64_t gaps() const noexcept { return m_gaps; }

protected:
    Indicator(const IndicatorInfo& info, const std::vector<double>& params, OnGap on_gap);
    Indicator(const Indicator&) = default;
    Indicator& operator=(const Indicator&) = delete;
    virtual void step(const Bar& bar, Values& out) noexcept = 0;
    virtual void peek(const Bar& bar, bool from_nothing, Values& out) const = 0;
    virtual void clear() noexcept = 0;
    /// Whether a running integer sum can take the bar.
    [[nodiscard]] virtual bool fits(const Bar& bar) const noexcept = 0;

private:
    [[nodiscard]] Code admit(const Bar& bar, bool& missing) const noexcept;

    const IndicatorInfo* m_info;
    std::string m_name;
    std::uint64_t m_params_hash = 0;
    OnGap m_on_gap;
    bool m_has_before = false;
    Bar m_before;
    int m_flagged = 0;  // bars to come that carry gap_inside
    std::uint64_t m_refused = 0, m_gaps = 0;
};

/// All indicators, in the order of the spec's table.
[[nodiscard]] std::span<const IndicatorInfo> indicatorTable() noexcept;
/// nullptr: no such id. Upper or lower case.
[[nodiscard]] const IndicatorInfo* findIndicator(std::string_view id) noexcept;

/// Reads "RSI", "rsi(21)", "BOLL(20,2.5)", "VWAP(session)", also MA20 and MA50. Parameters left out keep their defaults.
/// errors: Args, with what is wrong and what is possible
[[nodiscard]] Result<std::unique_ptr<Indicator>> makeIndicator(std::string_view text, Scale scale, OnGap on_gap = OnGap::Reset);

}  // namespace bw::indicator
