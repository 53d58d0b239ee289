// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <string>

#include "core/model/fixed.h"
#include "core/model/random.h"
#include "tests/unit/model/seed.h"

using namespace bw;

namespace {

constexpr std::int64_t kUntouched = -7'777'777;
const std::string k2To62 = "4611686018427387904";

std::string_view viewOf(const QByteArray& text) {
    return {text.constData(), static_cast<std::size_t>(text.size())};
}
bool digitAt(std::string_view text, std::size_t i) {
    return i < text.size() && text[i] >= '0' && text[i] <= '9';
}

/// Digits without leading zeros against a bound without leading zeros.
bool lessThan(const std::string& digits, const std::string& bound) {
    return digits.size() != bound.size() ? digits.size() < bound.size() : digits < bound;
}

/// What a text means, by moving characters about: no arithmetic in common with the reader under test.
struct Reference {
    Code code = Code::NumSyntax;
    std::int64_t units = kUntouched;
    std::string canonical;  // with exactly `digits` decimals
    Code decimal_code = Code::NumSyntax;  // without a scale to fit
    Decimal decimal{9, 9};

    Reference(std::string_view text, int digits) {
        std::size_t i = 0;
        const bool negative = !text.empty() && text[0] == '-';
        if (negative) ++i;
        std::string whole, fraction;
        while (digitAt(text, i)) whole.push_back(text[i++]);
        if (whole.empty()) return;
        if (i < text.size() && text[i] == '.') {
            ++i;
            while (digitAt(text, i)) fraction.push_back(text[i++]);
            if (fraction.empty()) return;
        }
        long exponent = 0;
        if (i < text.size()) {
            if (text[i] != 'e' && text[i] != 'E') return;
            ++i;
            const bool down = i < text.size() && text[i] == '-';
            if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
            std::string rest(text.substr(i));
            if (rest.empty() || rest.find_first_not_of("0123456789") != std::string::npos) return;
            while (rest.size() > 1 && rest.front() == '0') rest.erase(0, 1);
            exponent = rest.size() > 9 ? 999'999'999 : std::stol(rest);
            if (down) exponent = -exponent;
        }
        while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
        finish(negative, whole + fraction, exponent - static_cast<long>(fraction.size()), digits);
    }

private:
    void finish(bool negative, std::string mantissa, long exponent, int digits) {
        mantissa.erase(0, std::min(mantissa.find_first_not_of('0'), mantissa.size()));
        if (mantissa.empty()) {
            code = decimal_code = Code::Ok;
            units = 0;
            decimal = {};
            canonical = placed("0", digits);
            return;
        }
        code = decimal_code = Code::NumOverflow;
        if (!lessThan(mantissa, k2To62) || exponent > 30 || exponent < -30) return;
        const std::string sign = negative ? "-" : "";
        decimal_code = Code::Ok;
        decimal = {std::stoll(sign + mantissa), static_cast<int>(exponent)};
        for (long shift = digits + exponent; shift < 0; ++shift) {
            if (mantissa.back() != '0') {
                code = Code::NumPrecision;
                return;
            }
            mantissa.pop_back();
        }
        for (long shift = digits + exponent; shift > 0; --shift) mantissa.push_back('0');
        if (!lessThan(mantissa, k2To62)) return;
        code = Code::Ok;
        units = std::stoll(sign + mantissa);
        canonical = sign + placed(mantissa, digits);
    }
    /// The point goes before the last `digits` characters.
    static std::string placed(std::string text, int digits) {
        const auto decimals = static_cast<std::size_t>(digits);
        if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
        if (digits > 0) text.insert(text.size() - decimals, 1, '.');
        return text;
    }
};

/// "61659.70" -> "61659.7"
std::string withoutZeros(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string digitsOf(Random& random, std::uint64_t count) {
    std::string text;
    const bool zeros = random.below(4) == 0;
    for (; count > 0; --count)
        text.push_back(static_cast<char>('0' + (zeros && random.below(3) != 0 ? 0 : random.below(10))));
    return text;
}

/// Mostly what a venue sends, at times the grammar's far corners, at times one wrong byte.
std::string decimalText(Random& random) {
    if (random.below(64) == 0) {
        static constexpr const char* kWords[] = {"NaN", "Infinity", "-Infinity", "0x1F", "1,5", "null", "-0", "-0.0e5", "+1", ""};
        return kWords[random.below(std::size(kWords))];
    }
    if (random.below(32) == 0) {  // the largest, one past it, one below it, with a point or an exponent anywhere
        std::string text = "461168601842738790" + std::to_string(2 + random.below(3));
        if (random.below(2) == 0) text.insert(1 + random.below(text.size() - 1), 1, '.');
        if (random.below(2) == 0) text += "e" + std::to_string(static_cast<int>(random.below(40)) - 20);
        return (random.below(2) == 0 ? "-" : "") + text;
    }
    const bool wide = random.below(4) == 0;
    std::string text = random.below(8) == 0 ? "-" : "";
    text += digitsOf(random, wide ? random.below(24) : 1 + random.below(8));
    if (random.below(4) != 0) text += "." + digitsOf(random, wide ? random.below(36) : 1 + random.below(10));
    if (random.below(6) == 0) {
        static constexpr const char* kSigns[] = {"", "+", "-"};
        text += (random.below(2) == 0 ? "e" : "E") + std::string(kSigns[random.below(3)]);
        text += digitsOf(random, random.below(12) == 0 ? random.below(14) : 1 + random.below(2));
    }
    if (random.below(16) == 0) {
        static constexpr std::string_view kWrong("+-. eE/:x\0\xb0", 11);
        text.insert(text.begin() + static_cast<std::ptrdiff_t>(random.below(text.size() + 1)),
                    kWrong[random.below(kWrong.size())]);
    }
    return text;
}

}  // namespace

class TestFixed : public QObject {
    Q_OBJECT

    /// Empty when every reader and both forms agree with the reference.
    static std::string difference(const std::string& text, int digits, std::map<Code, int>& seen) {
        const Reference want(text, digits);
        ++seen[want.code];
        Decimal decimal{9, 9};
        if (parseDecimal(text, decimal) != want.decimal_code || decimal != want.decimal) return "decimal";
        std::int64_t fast = kUntouched, slow = kUntouched;
        if (parseUnits(text, digits, fast) != want.code || fast != want.units) return "fast";
        if (parseUnitsSlow(text, digits, slow) != want.code || slow != want.units) return "slow";
        if (want.code != Code::Ok) return {};
        const std::string plain = formatUnits(fast, digits), trimmed = formatUnitsTrimmed(fast, digits);
        if (plain != want.canonical) return "written as " + plain;
        if (trimmed != withoutZeros(want.canonical)) return "trimmed to " + trimmed;
        for (const std::string& form : {plain, trimmed}) {
            std::int64_t back = kUntouched;
            if (parseUnits(form, digits, back) != Code::Ok || back != fast) return "no way back from " + form;
        }
        return {};
    }

    static void textRow(const char* name, const char* text, int digits, Code code, qint64 units = kUntouched) {
        QTest::newRow(name) << QByteArray(text) << digits << code << units;
    }

private Q_SLOTS:
    void readsOrRejects_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("digits");
        QTest::addColumn<Code>("code");
        QTest::addColumn<qint64>("units");
        textRow("two decimals", "61659.70", 2, Code::Ok, 6165970);
        textRow("no decimals written", "61659", 2, Code::Ok, 6165900);
        textRow("no decimals kept", "61659", 0, Code::Ok, 61659);
        textRow("venue pads with zeros", "0.10000000", 2, Code::Ok, 10);
        textRow("padded past every digit", "1.00000000000000000000000000000000000000000000000000", 2, Code::Ok, 100);
        textRow("zeros lead", "00012.50", 2, Code::Ok, 1250);
        textRow("many zeros lead", "0000000000000000000000000000000000000001.5", 1, Code::Ok, 15);
        textRow("zero", "0", 8, Code::Ok, 0);
        textRow("zero, padded", "0.00000000", 2, Code::Ok, 0);
        textRow("minus zero", "-0.0", 2, Code::Ok, 0);
        textRow("minus", "-12.5", 2, Code::Ok, -1250);
        textRow("an exponent is exact", "1.0002e6", 0, Code::Ok, 1000200);
        textRow("an exponent is exact, padded", "1.000200e6", 0, Code::Ok, 1000200);
        textRow("an exponent down", "15e-1", 1, Code::Ok, 15);
        textRow("an exponent down over zeros", "1500e-2", 0, Code::Ok, 15);
        textRow("an exponent with many zeros", "80618.87E00000000000", 7, Code::Ok, 806188700000);
        textRow("a capital exponent with plus", "1E+2", 0, Code::Ok, 100);
        textRow("zero with any exponent", "0e999999999999", 2, Code::Ok, 0);
        textRow("eighteen digits", "999999999999999999", 0, Code::Ok, 999999999999999999);
        textRow("eighteen digits around the point", "9999999999.99999999", 8, Code::Ok, 999999999999999999);
        textRow("nineteen digits", "4000000000000000001", 0, Code::Ok, 4000000000000000001);
        textRow("nineteen digits around the point", "40000000000.00000001", 8, Code::Ok, 4000000000000000001);
        textRow("the largest", "4611686018427387903", 0, Code::Ok, kMantissaMax);
        textRow("the least", "-4611686018427387903", 0, Code::Ok, -kMantissaMax);
        textRow("the largest, all in the fraction", "4.611686018427387903", 18, Code::Ok, kMantissaMax);
        textRow("2^62", "4611686018427387904", 0, Code::NumOverflow);
        textRow("minus 2^62", "-4611686018427387904", 0, Code::NumOverflow);
        textRow("2^62 in units only", "46116860184273879.04", 2, Code::NumOverflow);
        textRow("ten with eighteen decimals", "10", 18, Code::NumOverflow);
        textRow("more than 64 bits", "18446744073709551616", 0, Code::NumOverflow);
        textRow("exponent past 30", "1e31", 0, Code::NumOverflow);
        textRow("exponent below -30", "1e-31", 0, Code::NumOverflow);
        textRow("exponent that fills no int", "1e99999999999999", 0, Code::NumOverflow);
        textRow("exponent inside, value outside", "1e19", 0, Code::NumOverflow);
        textRow("a digit too many", "0.101", 2, Code::NumPrecision);
        textRow("a digit too many far out", "0.10000000000001", 8, Code::NumPrecision);
        textRow("a decimal where none is kept", "1.5", 0, Code::NumPrecision);
        textRow("a digit too many by exponent", "15e-1", 0, Code::NumPrecision);
        textRow("empty", "", 2, Code::NumSyntax);
        textRow("sign alone", "-", 2, Code::NumSyntax);
        textRow("plus", "+1", 2, Code::NumSyntax);
        textRow("two signs", "--1", 2, Code::NumSyntax);
        textRow("point alone", ".", 2, Code::NumSyntax);
        textRow("point first", ".5", 2, Code::NumSyntax);
        textRow("point last", "5.", 2, Code::NumSyntax);
        textRow("point last, no decimals kept", "5.", 0, Code::NumSyntax);
        textRow("two points", "1.2.3", 2, Code::NumSyntax);
        textRow("a comma", "1,5", 2, Code::NumSyntax);
        textRow("space before", " 1", 2, Code::NumSyntax);
        textRow("space behind", "1 ", 2, Code::NumSyntax);
        textRow("hexadecimal", "0x10", 2, Code::NumSyntax);
        textRow("not a number", "nan", 2, Code::NumSyntax);
        textRow("exponent without digits", "1e", 2, Code::NumSyntax);
        textRow("exponent with sign only", "1e-", 2, Code::NumSyntax);
        textRow("exponent with a point", "1e1.5", 2, Code::NumSyntax);
        textRow("point before the exponent", "1.e5", 2, Code::NumSyntax);
        QTest::newRow("a NUL inside") << QByteArray("1\0005", 3) << 2 << Code::NumSyntax << qint64(kUntouched);
        QTest::newRow("a NUL behind") << QByteArray("15\0", 3) << 2 << Code::NumSyntax << qint64(kUntouched);
    }
    void readsOrRejects() {
        QFETCH(QByteArray, text);
        QFETCH(int, digits);
        QFETCH(Code, code);
        QFETCH(qint64, units);
        std::int64_t fast = kUntouched, slow = kUntouched;
        QCOMPARE(parseUnits(viewOf(text), digits, fast), code);
        QCOMPARE(parseUnitsSlow(viewOf(text), digits, slow), code);
        QCOMPARE(qint64(fast), units);
        QCOMPARE(qint64(slow), units);
        Price price{kUntouched};
        QCOMPARE(parse(viewOf(text), digits, price), code);
        QCOMPARE(qint64(price.units), units);
        const Reference reference(viewOf(text), digits);
        QCOMPARE(reference.code, code);  // the reference of the random test is held to the same rows
        QCOMPARE(qint64(reference.units), units);
    }

    void randomTextsAgreeWithTheReference() {
        Random random(test::seedOr(0x5eed));
        std::map<Code, int> seen;
        for (int n = 0; n < 1'000'000; ++n) {
            const std::string text = decimalText(random);
            const int digits = static_cast<int>(random.below(3) == 0 ? random.below(kDigitsMax + 1) : random.below(9));
            const std::string differs = difference(text, digits, seen);
            if (!differs.empty()) QFAIL((text + " with " + std::to_string(digits) + " digits: " + differs).c_str());
        }
        QCOMPARE(seen.size(), std::size_t{4});
        for (const auto& [code, count] : seen)
            QVERIFY2(count > 5'000, std::string(codeName(code)).c_str());  // every code had its turn
    }

    void scanStopsAtTheFirstOtherCharacter_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("digits");
        QTest::addColumn<bool>("plain");
        QTest::addColumn<qint64>("units");
        QTest::addColumn<int>("used");
        QTest::newRow("quote") << QByteArray("61659.70\",") << 2 << true << qint64(6165970) << 8;
        QTest::newRow("comma") << QByteArray("5,6") << 2 << true << qint64(500) << 1;
        QTest::newRow("padding is passed over") << QByteArray("0.10000000]") << 2 << true << qint64(10) << 10;
        QTest::newRow("stops before the digit too many") << QByteArray("0.1234\"") << 2 << true << qint64(12) << 4;
        QTest::newRow("stops before the exponent") << QByteArray("12e3\"") << 0 << true << qint64(12) << 2;
        QTest::newRow("eighteen digits") << QByteArray("999999999999999999\"") << 0 << true
                                         << qint64(999999999999999999) << 18;
        QTest::newRow("largest whole with 18 decimals")
            << QByteArray("4\"") << 18 << true << qint64(4'000'000'000'000'000'000) << 1;
        QTest::newRow("past the largest") << QByteArray("5\"") << 18 << false << qint64(kUntouched) << -1;
        QTest::newRow("nineteen digits") << QByteArray("1000000000000000000\"") << 0 << false << qint64(kUntouched)
                                         << -1;
        QTest::newRow("minus") << QByteArray("-1\"") << 0 << false << qint64(kUntouched) << -1;
        QTest::newRow("point first") << QByteArray(".5\"") << 2 << false << qint64(kUntouched) << -1;
        QTest::newRow("point last") << QByteArray("5.\"") << 2 << false << qint64(kUntouched) << -1;
        QTest::newRow("nothing") << QByteArray("\"") << 2 << false << qint64(kUntouched) << -1;
    }
    void scanStopsAtTheFirstOtherCharacter() {
        QFETCH(QByteArray, text);
        QFETCH(int, digits);
        QFETCH(int, used);
        const char* p = text.constData();
        std::int64_t units = kUntouched;
        QTEST(scanUnits(p, digits, units), "plain");
        QTEST(qint64(units), "units");
        if (used >= 0) QCOMPARE(int(p - text.constData()), used);
    }

    void scanDigitsAgreesWithOneByOne() {
        Random random(test::seedOr(0xd161));
        for (int n = 0; n < 100'000; ++n) {
            std::string text = digitsOf(random, random.below(27));
            const std::size_t run = text.size();
            text.push_back(static_cast<char>("/:\0.,\"e-\x80\xb0\xb9\xff "[random.below(13)]));
            // Behind the run anything may stand, digits and bytes with the top bit too.
            while (text.size() < run + 16) text.push_back(static_cast<char>(random.below(256)));
            std::uint64_t want = 0;
            if (run <= 18)
                for (std::size_t i = 0; i < run; ++i) want = want * 10 + static_cast<std::uint64_t>(text[i] - '0');
            const char* p = text.data();
            int count = -1;
            const std::uint64_t value = scanDigits(p, count);
            if (run > 18) {
                if (count <= 18) QFAIL("a long run passed for a short one");
                continue;
            }
            if (count != static_cast<int>(run) || p != text.data() + run || value != want) QFAIL(text.c_str());
        }
    }

    void decimalKeepsTheVenuesPrecision_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Code>("code");
        QTest::addColumn<qint64>("mantissa");
        QTest::addColumn<int>("exponent");
        QTest::newRow("whole") << QByteArray("100") << Code::Ok << qint64(100) << 0;
        QTest::newRow("fraction") << QByteArray("0.00010000") << Code::Ok << qint64(1) << -4;
        QTest::newRow("minus") << QByteArray("-0.0375") << Code::Ok << qint64(-375) << -4;
        QTest::newRow("exponent") << QByteArray("1.0002e6") << Code::Ok << qint64(10002) << 2;
        QTest::newRow("zeros after the point vanish") << QByteArray("7.000") << Code::Ok << qint64(7) << 0;
        QTest::newRow("zeros inside stay") << QByteArray("7.0010") << Code::Ok << qint64(7001) << -3;
        QTest::newRow("zero has no exponent") << QByteArray("0.000e9") << Code::Ok << qint64(0) << 0;
        QTest::newRow("the smallest step") << QByteArray("1e-30") << Code::Ok << qint64(1) << -30;
        QTest::newRow("fraction and exponent make 30") << QByteArray("0.5e31") << Code::Ok << qint64(5) << 30;
        QTest::newRow("largest") << QByteArray("4611686018427387903") << Code::Ok << qint64(kMantissaMax) << 0;
        QTest::newRow("2^62") << QByteArray("4611686018427387904") << Code::NumOverflow << qint64(9) << 9;
        QTest::newRow("exponent 31") << QByteArray("1e31") << Code::NumOverflow << qint64(9) << 9;
        QTest::newRow("fraction reaches -31") << QByteArray("0.1e-30") << Code::NumOverflow << qint64(9) << 9;
        QTest::newRow("empty") << QByteArray() << Code::NumSyntax << qint64(9) << 9;
        QTest::newRow("letters") << QByteArray("1.5x") << Code::NumSyntax << qint64(9) << 9;
    }
    void decimalKeepsTheVenuesPrecision() {
        QFETCH(QByteArray, text);
        QFETCH(Code, code);
        Decimal out{9, 9};  // must stay on an error
        QCOMPARE(parseDecimal(viewOf(text), out), code);
        QTEST(qint64(out.mantissa), "mantissa");
        QTEST(out.exponent, "exponent");
    }

    void unsignedIds() {
        constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
        std::uint64_t out = 5;
        QCOMPARE(parseU64("5123107839020", out), Code::Ok);
        QCOMPARE(out, std::uint64_t{5123107839020});
        QCOMPARE(parseU64("18446744073709551615", out), Code::Ok);
        QCOMPARE(out, kMax);
        QCOMPARE(parseU64("000018446744073709551615", out), Code::Ok);
        QCOMPARE(out, kMax);
        QCOMPARE(parseU64("0", out), Code::Ok);
        QCOMPARE(out, std::uint64_t{0});
        out = 5;
        for (const char* text : {"18446744073709551616", "18446744073709551620", "99999999999999999999"})
            QCOMPARE(parseU64(text, out), Code::NumOverflow);
        for (const char* text : {"", "-1", "+1", "1.0", " 1", "1 ", "1e3", "0x1"})
            QCOMPARE(parseU64(text, out), Code::NumSyntax);
        QCOMPARE(out, std::uint64_t{5});
    }

    void formats_data() {
        QTest::addColumn<qint64>("units");
        QTest::addColumn<int>("digits");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("trimmed");
        const auto row = [](const char* name, qint64 units, int digits, const char* text, const char* trimmed) {
            QTest::newRow(name) << units << digits << QByteArray(text) << QByteArray(trimmed);
        };
        row("price", 6165970, 2, "61659.70", "61659.7");
        row("zero", 0, 2, "0.00", "0");
        row("zero without decimals", 0, 0, "0", "0");
        row("whole zeros stay", 1500, 0, "1500", "1500");
        row("whole with decimals", 150000, 2, "1500.00", "1500");
        row("below one", 5, 8, "0.00000005", "0.00000005");
        row("minus below one", -5, 2, "-0.05", "-0.05");
        row("minus", -6165970, 2, "-61659.70", "-61659.7");
        row("largest int64", std::numeric_limits<qint64>::max(), 18, "9.223372036854775807", "9.223372036854775807");
        row("least int64", std::numeric_limits<qint64>::min(), 0, "-9223372036854775808", "-9223372036854775808");
    }
    void formats() {
        QFETCH(qint64, units);
        QFETCH(int, digits);
        QTEST(QByteArray::fromStdString(formatUnits(units, digits)), "text");
        QTEST(QByteArray::fromStdString(formatUnitsTrimmed(units, digits)), "trimmed");
    }
    void formatsMoreThan64Bits() {
        const Int128 big = Int128{std::numeric_limits<std::int64_t>::max()} * 1'000 + 7;
        QCOMPARE(formatUnits(big, 3), std::string("9223372036854775807.007"));
        QCOMPARE(formatUnits(-big, 3), std::string("-9223372036854775807.007"));
        Int128 least = -1;
        for (int i = 0; i < 127; ++i) least *= 2;
        QCOMPARE(formatUnits(least, 0), std::string("-170141183460469231731687303715884105728"));
    }
};

QTEST_GUILESS_MAIN(TestFixed)
#include "tst_fixed.moc"
