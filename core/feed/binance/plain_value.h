// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a plain message, scanned in place: whole numbers, quoted decimals, quoted words, true and false, and arrays
// of ["price","qty"]. Every scan stops at a zero byte or a line end, so none runs past a frame. Whatever is not plain is
// Code::JsonSyntax: the caller then lets the JSON library read the frame.
#pragma once
#include <string_view>

#include "core/feed/binance/decoder.h"
#include "core/feed/plain_text.h"

namespace bw::feed::binance {

struct PlainValue {
    const char*& p;

    Code u64(std::uint64_t& out) {
        const char first = *p;
        int count = 0;
        const std::uint64_t value = scanDigits(p, count);
        if (count == 0 || count > 18 || (first == '0' && count > 1)) return Code::JsonSyntax;
        out = value;
        return Code::Ok;
    }
    Code units(int digits, std::int64_t& out) {
        if (*p != '"') return Code::JsonSyntax;
        ++p;
        if (!scanUnits(p, digits, out) || *p != '"') return Code::JsonSyntax;
        ++p;
        return Code::Ok;
    }
    Code text(std::string_view& out) {
        if (*p != '"') return Code::JsonSyntax;
        const char* const start = ++p;
        p = plainEnd(p);
        if (*p != '"') return Code::JsonSyntax;
        out = {start, static_cast<std::size_t>(p - start)};
        ++p;
        return Code::Ok;
    }
    Code boolean(bool& out) {
        out = *p == 't';
        return (out ? skipText(p, "true") : skipText(p, "false")) ? Code::Ok : Code::JsonSyntax;
    }
    Code isArray(bool& out) const {
        out = *p == '[';
        return Code::Ok;
    }
    template <class Push>
    Code levels(Digits digits, Push&& push) {
        const char* at = p + 1;  // behind the bracket that isArray saw; a copy, so that it stays in a register
        const Code code = levelsAt(at, digits, push);
        p = at;
        return code;
    }
    /// A value that nobody reads: a word, a whole number or a truth value.
    Code skip() {
        if (*p == '"') {
            std::string_view word;
            return text(word);
        }
        bool truth = false;
        if (*p == 't' || *p == 'f') return boolean(truth);
        std::uint64_t number = 0;
        return u64(number);
    }

private:
    static bool quoted(const char*& at, int digits, std::int64_t& out) {
        return *at == '"' && scanUnits(++at, digits, out) && *at++ == '"';
    }
    template <class Push>
    static Code levelsAt(const char*& at, Digits digits, Push& push) {
        if (*at == ']') {
            ++at;
            return Code::Ok;
        }
        const char* q = at;
        for (;;) {
            Level level;
            if (*q != '[' || !quoted(++q, digits.price, level.price.units) || *q != ',' ||
                !quoted(++q, digits.qty, level.qty.units) || *q != ']')
                return Code::JsonSyntax;
            ++q;
            if (const Code code = push(level); code != Code::Ok) return code;
            const char next = *q++;
            if (next == ',') continue;
            at = q;
            return next == ']' ? Code::Ok : Code::JsonSyntax;
        }
    }
};

}  // namespace bw::feed::binance
