// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/money.h"

#include <algorithm>
#include <cmath>

#include "core/risk/limits/gate.h"

namespace bw::risk {
namespace {

/// mantissa * 10^exponent, mantissa >= 0.
struct Scaled {
    Wide mantissa = 0;
    int exponent = 0;
};

Scaled trimmed(Wide mantissa, int exponent) {
    Scaled out{wideAbs(mantissa), exponent};
    while (out.mantissa != 0 && out.mantissa % 10 == 0) {
        out.mantissa /= 10;
        ++out.exponent;
    }
    return out;
}

/// One decimal less, rounded away from zero: a notional is never made smaller than it is.
void shorten(Scaled& value) {
    value.mantissa = (value.mantissa + 9) / 10;
    ++value.exponent;
}

Scaled product(Scaled a, Scaled b) {
    Scaled out;
    while (__builtin_mul_overflow(a.mantissa, b.mantissa, &out.mantissa)) shorten(a.mantissa > b.mantissa ? a : b);
    out.exponent = a.exponent + b.exponent;
    return out;
}

}  // namespace

Wide wideUnits(double amount, int digits) noexcept {
    return static_cast<Wide>(std::round(static_cast<long double>(amount) * static_cast<long double>(kPow10[digits])));
}

std::optional<Money> moneyOf(std::string_view text) noexcept {
    Decimal value;
    if (parseDecimal(text, value) != Code::Ok) return std::nullopt;
    Wide units = value.mantissa;
    for (int e = value.exponent + kMoneyDigits; e > 0 && fitsMoney(units) && units != 0; --e) units *= 10;
    for (int e = value.exponent + kMoneyDigits; e < 0; ++e) units = floorDiv(static_cast<std::int64_t>(units), 10);
    if (!fitsMoney(units)) return std::nullopt;
    return Money{static_cast<std::int64_t>(units)};
}

std::string moneyText(Wide units) {
    std::string text = formatUnitsTrimmed(units, kMoneyDigits);
    const std::size_t point = text.find('.');
    if (point == std::string::npos) return text + ".00";
    if (text.size() - point < 3) text += '0';
    return text;
}

std::optional<Money> notionalOf(const TradeSpec& spec, Qty qty, Price price, const Decimal& fx) {
    if (spec.contract_size.mantissa <= 0 || fx.mantissa <= 0) return std::nullopt;
    Scaled value = product(trimmed(qty.units, -spec.qty_digits), trimmed(spec.contract_size.mantissa, spec.contract_size.exponent));
    if (!spec.inverse) value = product(value, trimmed(price.units, -spec.price_digits));
    value = product(value, trimmed(fx.mantissa, fx.exponent));
    for (; value.exponent < -kMoneyDigits; ) shorten(value);
    for (; value.exponent > -kMoneyDigits && value.mantissa != 0; --value.exponent) {
        if (!fitsMoney(value.mantissa)) return std::nullopt;
        value.mantissa *= 10;
    }
    if (!fitsMoney(value.mantissa)) return std::nullopt;
    return Money{static_cast<std::int64_t>(value.mantissa)};
}

}  // namespace bw::risk
