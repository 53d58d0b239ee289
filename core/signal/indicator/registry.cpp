// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/model/signal_keys.h"
#include "core/signal/indicator/averages.h"
#include "core/signal/indicator/oscillators.h"
#include "core/signal/indicator/volumes.h"

namespace bw::indicator {
namespace {

template <class K>
class Of final : public Indicator {
public:
    Of(const IndicatorInfo& info, const Params& params, Scale scale, OnGap on_gap)
        : Indicator(info, params, on_gap), m_kernel(params, scale) {}
    [[nodiscard]] std::unique_ptr<Indicator> clone() const override { return std::make_unique<Of>(*this); }
    [[nodiscard]] int from() const noexcept override { return m_kernel.from(); }

protected:
    void step(const Bar& bar, Values& out) noexcept override { m_kernel.step(bar, out); }
    void peek(const Bar& bar, bool from_nothing, Values& out) const override {
        K copy = m_kernel;
        if (from_nothing) copy.clear();
        copy.step(bar, out);
    }
    void clear() noexcept override { m_kernel.clear(); }
    [[nodiscard]] bool fits(const Bar& bar) const noexcept override { return m_kernel.fits(bar); }

private:
    K m_kernel;
};

template <class K>
std::unique_ptr<Indicator> makeOf(const IndicatorInfo& info, std::vector<double> params, Scale scale, OnGap on_gap) {
    return std::make_unique<Of<K>>(info, params, scale, on_gap);
}

// Parameters: name, default, least, most.
constexpr ParamInfo length(double initial, double least = 1) { return {"n", initial, least, kWindowMax}; }
constexpr ParamInfo named(std::string_view name, double initial, double least = 1) { return {name, initial, least, kWindowMax}; }
constexpr ParamInfo factor(double initial) { return {"k", initial, 0.001, 1000, false}; }

constexpr std::array kN14 = {length(14)};
constexpr std::array kN14Deviation = {length(14, 2)};
constexpr std::array kN20 = {length(20)};
constexpr std::array kN25 = {length(25)};
constexpr std::array kMacd = {named("fast", 12), named("slow", 26, 2), named("signal", 9)};
constexpr std::array kStoch = {length(14), named("k", 3), named("d", 3)};
constexpr std::array kStochRsi = {length(14), named("window", 14), named("signal", 3)};
constexpr std::array kBoll = {length(20, 2), factor(2)};
constexpr std::array kKelt = {length(20), factor(2), named("atr", 10)};
constexpr std::array kPsar = {ParamInfo{"step", 0.02, 0.001, 1, false}, ParamInfo{"max", 0.2, 0.001, 1, false}};
constexpr std::array kSuper = {length(10), factor(3)};
constexpr std::array kVwap = {ParamInfo{"anchor", 0, 0, 2, true, "day|session|first"}};

constexpr std::array<std::string_view, 1> kValue = {"value"};
constexpr std::array<std::string_view, 3> kMacdOut = {"macd", "signal", "hist"};
constexpr std::array<std::string_view, 2> kStochOut = {"k", "d"};
constexpr std::array<std::string_view, 2> kStochRsiOut = {"value", "signal"};
constexpr std::array<std::string_view, 5> kBollOut = {"mid", "upper", "lower", "percent_b", "width"};
constexpr std::array<std::string_view, 3> kBandOut = {"mid", "upper", "lower"};
constexpr std::array<std::string_view, 3> kDonchOut = {"upper", "lower", "mid"};
constexpr std::array<std::string_view, 3> kAdxOut = {"plus_di", "minus_di", "adx"};
constexpr std::array<std::string_view, 3> kAroonOut = {"up", "down", "osc"};
constexpr std::array<std::string_view, 2> kSuperOut = {"line", "direction"};

constexpr IndicatorInfo kTable[] = {
    {"SMA", "Simple moving average", kN20, kValue, true, &makeOf<Sma>},
    {"EMA", "Exponential moving average", kN20, kValue, true, &makeOf<AverageOf<Ema>>},
    {"WMA", "Weighted moving average", kN14, kValue, true, &makeOf<Wma>},
    {"RMA", "Wilder's average (SMMA)", kN20, kValue, true, &makeOf<AverageOf<Rma>>},
    {"MACD", "Convergence and divergence of averages", kMacd, kMacdOut, false, &makeOf<Macd>},
    {"RSI", "Relative strength index", kN14, kValue, false, &makeOf<Rsi>},
    {"STOCH", "Stochastic", kStoch, kStochOut, false, &makeOf<Stochastic>},
    {"STOCHRSI", "Stochastic of the RSI", kStochRsi, kStochRsiOut, false, &makeOf<StochasticRsi>},
    {"WILLR", "Williams %R", kN14, kValue, false, &makeOf<WilliamsR>},
    {"CCI", "Commodity channel index", kN20, kValue, false, &makeOf<Cci>},
    {"ROC", "Rate of change, %", kN14, kValue, false, &makeOf<Change<true>>},
    {"MOM", "Momentum", kN14, kValue, false, &makeOf<Change<false>>},
    {"STDEV", "Standard deviation", kN14Deviation, kValue, false, &makeOf<Stdev>},
    {"BOLL", "Bollinger bands", kBoll, kBollOut, true, &makeOf<Bollinger>},
    {"TR", "True range", {}, kValue, false, &makeOf<TrueRange>},
    {"ATR", "Average true range", kN14, kValue, false, &makeOf<AverageRange>},
    {"KELT", "Keltner channel", kKelt, kBandOut, true, &makeOf<Keltner>},
    {"DONCH", "Donchian channel", kN20, kDonchOut, true, &makeOf<Donchian>},
    {"ADX", "Average directional index", kN14, kAdxOut, false, &makeOf<Adx>},
    {"AROON", "Aroon", kN25, kAroonOut, false, &makeOf<Aroon>},
    {"PSAR", "Parabolic stop and reverse", kPsar, kValue, true, &makeOf<Psar>},
    {"SUPERTREND", "Supertrend", kSuper, kSuperOut, true, &makeOf<Supertrend>},
    {"OBV", "On-balance volume", {}, kValue, false, &makeOf<Obv>},
    {"MFI", "Money flow index", kN14, kValue, false, &makeOf<Mfi>},
    {"ADL", "Accumulation and distribution", {}, kValue, false, &makeOf<Adl>},
    {"CMF", "Chaikin money flow", kN20, kValue, false, &makeOf<Cmf>},
    {"VWAP", "Volume-weighted average price", kVwap, kValue, true, &makeOf<Vwap>},
};

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool sameWord(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (upper(a[i]) != upper(b[i])) return false;
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

Error wrong(std::string detail) { return {Code::Args, "indicator", std::move(detail)}; }

Result<double> readParameter(const IndicatorInfo& info, const ParamInfo& param, std::string_view text) {
    const std::string name = std::string(info.id) + " " + std::string(param.name);
    if (!param.choices.empty()) {
        const int place = choiceIndex(param.choices, text);
        if (place < 0) return wrong(name + " is one of " + std::string(param.choices));
        return static_cast<double>(place);
    }
    std::int64_t thousandths = 0;
    if (parseUnits(text, 3, thousandths) != Code::Ok) return wrong(name + " is a number with at most 3 decimals");
    const double value = static_cast<double>(thousandths) / 1000;
    if (value < param.min || value > param.max || (param.whole && thousandths % 1000 != 0)) {
        const auto bound = [](double x) { return formatUnitsTrimmed(static_cast<std::int64_t>(x * 1000 + 0.5), 3); };
        return wrong(name + " is " + (param.whole ? "a whole number " : "") + "from " + bound(param.min) + " to " + bound(param.max));
    }
    return value;
}

Result<std::vector<double>> readParameters(const IndicatorInfo& info, std::string_view inside, bool given) {
    std::vector<double> values;
    for (const ParamInfo& param : info.params) values.push_back(param.initial);
    for (std::size_t i = 0; given; ++i) {
        const std::size_t comma = inside.find(',');
        if (i >= info.params.size())
            return wrong(std::string(info.id) + " has " + std::to_string(info.params.size()) + " parameters");
        Result<double> value = readParameter(info, info.params[i], trimmed(inside.substr(0, comma)));
        if (!value) return value.error();
        values[i] = *value;
        given = comma != std::string_view::npos;
        if (given) inside.remove_prefix(comma + 1);
    }
    return values;
}

}  // namespace

std::span<const IndicatorInfo> indicatorTable() noexcept { return kTable; }

const IndicatorInfo* findIndicator(std::string_view id) noexcept {
    for (const IndicatorInfo& info : kTable)
        if (sameWord(info.id, id)) return &info;
    return nullptr;
}

Result<std::unique_ptr<Indicator>> makeIndicator(std::string_view text, Scale scale, OnGap on_gap) {
    text = trimmed(text);
    const std::size_t bracket = text.find('(');
    std::string_view id = trimmed(text.substr(0, bracket)), inside;
    bool given = bracket != std::string_view::npos;
    if (given) {
        if (text.back() != ')') return wrong("'" + std::string(text.substr(0, 40)) + "' has no closing bracket");
        inside = text.substr(bracket + 1, text.size() - bracket - 2);
        given = !trimmed(inside).empty();
    } else if (sameWord(id, "MA20") || sameWord(id, "MA50")) {
        inside = id.substr(2);
        id = "SMA";
        given = true;
    }
    const IndicatorInfo* const info = findIndicator(sameWord(id, "MA") ? "SMA" : id);
    if (info == nullptr) {
        std::string known;
        for (const IndicatorInfo& each : kTable) known.append(known.empty() ? "" : ", ").append(each.id);
        return wrong("no indicator '" + std::string(id.substr(0, 20)) + "'; there are " + known);
    }
    Result<std::vector<double>> params = readParameters(*info, inside, given);
    if (!params) return params.error();
    if (info->id == "MACD" && (*params)[0] >= (*params)[1]) return wrong("MACD fast is shorter than slow");
    if (info->id == "PSAR" && (*params)[0] > (*params)[1]) return wrong("PSAR step is at most max");
    if (scale.price_digits < 0 || scale.price_digits > kDigitsMax || scale.qty_digits < 0 || scale.qty_digits > kDigitsMax)
        return wrong("digits are 0 to 18");
    return info->make(*info, std::move(*params), scale, on_gap);
}

}  // namespace bw::indicator
