// SPDX-License-Identifier: GPL-3.0-or-later
// One side of a book message: [["41006.8","0.60038921","0","1"],…]. Engine thread.
#pragma once
#include <vector>

#include "core/feed/event.h"
#include "core/feed/level_rules.h"
#include "core/feed/okx/values.h"

namespace bw::feed::okx {

/// A level as venues write it, read in one go: quoted decimals, more quoted whole numbers behind them. False leaves `at`
/// alone: the general reader then has it, which also says what is wrong.
inline bool plainLevel(const char*& at, Digits digits, Level& level, LevelText& text) {
    const char* p = at;
    if (p[0] != '[' || p[1] != '"') return false;
    const char* const price = p += 2;
    if (!scanUnits(p, digits.price, level.price.units) || p[0] != '"' || p[1] != ',' || p[2] != '"') return false;
    text.price = {price, static_cast<std::size_t>(p - price)};
    const char* const qty = p += 3;
    if (!scanUnits(p, digits.qty, level.qty.units) || *p != '"') return false;
    text.qty = {qty, static_cast<std::size_t>(p - qty)};
    for (++p; *p == ','; ++p) {  // liquidation orders (always 0) and number of orders
        if (p[1] != '"') return false;
        p += 2;
        while (*p >= '0' && *p <= '9') ++p;
        if (*p != '"') return false;
    }
    if (*p != ']' || text.price.size() > kTextMax || text.qty.size() > kTextMax) return false;
    at = p + 1;
    return true;
}

/// Any level. Codes: those of the values.
[[nodiscard]] inline Code generalLevel(JsonCursor& json, Digits digits, Level& level, LevelText& text) {
    Token price;
    Token qty;
    int n = 0;
    const Code code = json.array([&] {
        const int cell = n++;
        return cell == 0 ? json.token(price) : cell == 1 ? json.token(qty) : json.skip();
    });
    if (code != Code::Ok) return code;
    text = {price.text, qty.text};
    const Code bad = readUnits(price, digits.price, level.price.units);
    return bad != Code::Ok ? bad : readUnits(qty, digits.qty, level.qty.units);
}

/// A whole side; `levels` and `texts` are empty before. Codes: those of the values, PriceZero, Size, LevelDup.
[[nodiscard]] inline Code readLevels(JsonCursor& json, Digits digits, std::vector<Level>& levels, std::vector<LevelText>& texts) {
    bool rising = true, falling = true;
    std::int64_t before = 0;
    const Code code = json.array([&]() -> Code {
        Level level;
        LevelText text;
        const char* at = json.position();
        if (plainLevel(at, digits, level, text)) [[likely]] json.seek(at);
        else if (const Code bad = generalLevel(json, digits, level, text); bad != Code::Ok) return bad;
        if (level.price.units == 0) [[unlikely]] return Code::PriceZero;
        if (before != 0) {
            rising = rising && level.price.units > before;
            falling = falling && level.price.units < before;
        }
        before = level.price.units;
        if (levels.size() == kLevelsMax) [[unlikely]] return Code::Size;
        levels.push_back(level);
        texts.push_back(text);
        return Code::Ok;
    });
    if (code != Code::Ok) return code;
    return rising || falling || !hasDuplicatePrice(levels) ? Code::Ok : Code::LevelDup;
}

}  // namespace bw::feed::okx
