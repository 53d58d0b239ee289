// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTest>
#include <string>
#include <string_view>

#include "core/feed/binance/decoder.h"
#include "core/model/frame.h"

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
inline bool sameMessage(const Message& a, const Message& b) {
    if (a.kind != b.kind || a.symbol != b.symbol) return false;
    switch (a.kind) {
        case Kind::Depth:
        case Kind::Snapshot:
            return a.event_time == b.event_time && a.depth.first_id == b.depth.first_id &&
                   a.depth.last_id == b.depth.last_id && a.depth.prev_id == b.depth.prev_id &&
                   a.depth.bids == b.depth.bids && a.depth.asks == b.depth.asks;
        case Kind::Trade:
            return a.event_time == b.event_time && a.trade.id == b.trade.id && a.trade.price == b.trade.price && a.trade.qty == b.trade.qty &&
                   a.trade.side == b.trade.side && a.trade.exclusion == b.trade.exclusion;
        case Kind::BookTicker:
            return a.event_time == b.event_time && a.id == b.id && a.quote == b.quote;
        default:
            return true;
    }
}

}  // namespace bw::feed::binance::test
