// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTest>
#include <string>
#include <string_view>

#include "core/feed/binance/decoder.h"
#include "core/model/frame.h"
#include "render.h"

namespace bw::feed::binance::test {

/// Scales every symbol alike, but for NOPEUSDT, which nobody knows. `snapshot_known`: whether a body without a symbol
/// belongs to somebody.
class Symbols final : public SymbolResolver {
public:
    explicit Symbols(Digits digits = {}) : m_digits(digits) {}
    const Digits* resolve(std::string_view symbol) override {
        ++asked;
        last = symbol;
        if (symbol == "NOPEUSDT" || (symbol.empty() && !snapshot_known)) return nullptr;
        return &m_digits;
    }
    int asked = 0;
    std::string last;
    bool snapshot_known = true;

private:
    Digits m_digits;
};

/// The frame with a byte behind it that stops no scan: only the JSON library reads it.
inline FrameBytes notPlain(std::string_view text) {
    FrameBytes frame(text);
    frame.data()[text.size()] = ' ';
    return frame;
}

inline std::string wrapped(std::string_view stream, std::string_view data) {
    return "{\"stream\":\"" + std::string(stream) + "\",\"data\":" + std::string(data) + "}";
}

/// What of a message its kind fills.
inline bool sameMessage(const Message& a, const Message& b) { return a.kind == b.kind && render(a) == render(b); }

}  // namespace bw::feed::binance::test
