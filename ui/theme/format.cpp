// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/format.h"

#include <QDateTime>
#include <QTimeZone>
#include <array>
#include <cmath>

namespace bw::ui::format {
namespace {

constexpr QChar kMinus(0x2212);

/// units / 10^drop, half away from zero.
Int128 roundDrop(Int128 units, int drop) {
    for (; drop > kDigitsMax; --drop) units /= 10;
    if (drop <= 0) return units;
    const Int128 step = kPow10[drop];
    const Int128 half = step / 2;
    return units >= 0 ? (units + half) / step : -((-units + half) / step);
}

QString grouped(QString digits) {
    for (qsizetype i = digits.size() - 3; i > 0; i -= 3) digits.insert(i, QLatin1Char(','));
    return digits;
}

/// Decorates the plain text of an exact decimal: grouping and the screen's signs.
QString decorate(const std::string& plain, Sign sign, bool zero) {
    QString text = QString::fromStdString(plain);
    const bool negative = text.startsWith(QLatin1Char('-'));
    if (negative) text.remove(0, 1);
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    const QString fraction = point < 0 ? QString() : text.mid(point);
    QString out = grouped(point < 0 ? text : text.left(point)) + fraction;
    if (zero) return out;  // neither "-0.00" nor "+0.00"
    if (negative) return kMinus + out;
    return sign == Sign::Always ? QLatin1Char('+') + out : out;
}

QString significant3(double value) {
    const double size = std::fabs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    // 9.996 rounds to 10.00: one decimal less keeps three digits.
    const double scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
    if (decimals > 0 && std::round(size * scale) / scale >= (decimals == 2 ? 10 : 100)) --decimals;
    return number(value, decimals);
}

QDateTime stamp(std::int64_t ns, Zone zone) {
    return QDateTime::fromMSecsSinceEpoch(floorDiv(ns, kNsPerMs), zone == Zone::Utc ? Qt::UTC : Qt::LocalTime);
}

}  // namespace

QString missing() {
    return QString(QChar(0x2014));
}

QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString fixed(Int128 units, int digits, int shown, Sign sign) {
    if (shown > digits) {
        Int128 padded = units;
        for (int i = digits; i < shown; ++i) padded *= 10;
        return decorate(formatUnits(padded, shown), sign, units == 0);
    }
    const Int128 rounded = roundDrop(units, digits - shown);
    return decorate(formatUnits(rounded, shown), sign, rounded == 0);
}

QString number(double value, int decimals, Sign sign) {
    if (!std::isfinite(value) || std::fabs(value) >= 9e15) return missing();
    const double scale = std::pow(10.0, decimals);
    if (std::fabs(value) * scale >= 9e18) return missing();
    return fixed(static_cast<std::int64_t>(std::llround(value * scale)), decimals, decimals, sign);
}

QString changePercent(double ratio, int decimals) {
    const QString text = number(ratio * 100, decimals, Sign::Always);
    return text == missing() ? text : text + QLatin1Char('%');
}

QString percent(double ratio, int decimals) {
    const QString text = number(ratio * 100, decimals);
    return text == missing() ? text : text + QLatin1Char('%');
}

QString count(std::uint64_t value) {
    return grouped(QString::number(value));
}

QString compact(Int128 units, int digits, int shown, UnitWords words, Sign sign) {
    struct Unit {
        int exponent;
        const char16_t* word;
    };
    static constexpr std::array<Unit, 4> kEn{{{3, u"K"}, {6, u"M"}, {9, u"B"}, {12, u"T"}}};
    static constexpr std::array<Unit, 3> kZh{{{4, u"万"}, {8, u"亿"}, {12, u"万亿"}}};
    const Unit* const first = words == UnitWords::En ? kEn.data() : kZh.data();
    const std::size_t size = words == UnitWords::En ? kEn.size() : kZh.size();
    const Int128 magnitude = units < 0 ? -units : units;
    const Int128 whole = magnitude / kPow10[digits];
    if (whole < kPow10[first->exponent]) return fixed(units, digits, shown, sign);
    const Unit* unit = first;
    while (unit + 1 != first + size && whole >= kPow10[unit[1].exponent]) ++unit;
    if (unit + 1 != first + size) {  // 999,995 is "1.00M", not "1,000.00K"
        const Int128 hundredths = roundDrop(magnitude, digits + unit->exponent - 2);
        if (hundredths >= Int128(kPow10[unit[1].exponent - unit->exponent]) * 100) ++unit;
    }
    return fixed(roundDrop(units, digits + unit->exponent - 2), 2, 2, sign) + QString::fromUtf16(unit->word);
}

QString bytes(std::uint64_t value) {
    static constexpr std::array<const char16_t*, 4> kUnits{u" KB", u" MB", u" GB", u" TB"};
    if (value < 1000) return count(value) + QStringLiteral(" B");
    double scaled = static_cast<double>(value) / 1000;
    std::size_t unit = 0;
    while (scaled >= 999.5 && unit + 1 < kUnits.size()) {
        scaled /= 1000;
        ++unit;
    }
    return significant3(scaled) + QString::fromUtf16(kUnits[unit]);
}

QString rate(double per_second) {
    if (!std::isfinite(per_second) || per_second < 0) return missing();
    return per_second == 0 ? QStringLiteral("0") : significant3(per_second);
}

QString age(std::int64_t ns) {
    if (ns < 0) return missing();
    const std::int64_t seconds = ns / kNsPerSec;
    if (seconds < 10) return fixed(ns / (100 * kNsPerMs), 1, 1) + QStringLiteral(" s");
    if (seconds < 60) return QString::number(seconds) + QStringLiteral(" s");
    if (seconds < 3'600) return QString::number(seconds / 60) + QStringLiteral(" min");
    if (seconds < 48 * 3'600) return QString::number(seconds / 3'600) + QStringLiteral(" h");
    return QString::number(seconds / 86'400) + QStringLiteral(" d");
}

QString steadyAge(std::int64_t ns) {
    if (ns < kNsPerSec || ns >= 10 * kNsPerSec) return age(ns);
    return QString::number(ns / kNsPerSec) + QStringLiteral(" s");
}

QString duration(std::int64_t ns) {
    const double size = std::fabs(static_cast<double>(ns));
    const auto value = static_cast<double>(ns);
    if (size < 1e3) return number(value, 0) + QStringLiteral(" ns");
    if (size < 999.5e3) return significant3(value / 1e3) + QStringLiteral(" µs");
    if (size < 999.5e6) return significant3(value / 1e6) + QStringLiteral(" ms");
    return significant3(value / 1e9) + QStringLiteral(" s");
}

QString timeOfDay(std::int64_t ns, Zone zone) {
    return ns == 0 ? missing() : stamp(ns, zone).toString(u"HH:mm:ss");
}

QString timeOfDayMs(std::int64_t ns, Zone zone) {
    return ns == 0 ? missing() : stamp(ns, zone).toString(u"HH:mm:ss.zzz");
}

QString dateTimeMs(std::int64_t ns, Zone zone) {
    return ns == 0 ? missing() : stamp(ns, zone).toString(u"yyyy-MM-dd HH:mm:ss.zzz");
}

QString isoUtc(std::int64_t ns) {
    if (ns == 0) return missing();
    const std::int64_t second_ns = floorTo(ns, kNsPerSec);
    const QString head = stamp(second_ns, Zone::Utc).toString(u"yyyy-MM-ddTHH:mm:ss");
    return head + QStringLiteral(".%1Z").arg(ns - second_ns, 9, 10, QLatin1Char('0'));
}

}  // namespace bw::ui::format
