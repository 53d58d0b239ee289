// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/feed/mt5/json_fields.h"

namespace bw::feed::mt5 {

/// A key of at most 16 bytes as two words, so that a comparison is two instructions.
struct KeyWords {
    std::uint64_t low = 0, high = 0;
    friend constexpr bool operator==(KeyWords, KeyWords) = default;
};

inline constexpr std::size_t kKeyBytesMax = 16;

/// Letters folded to lower case.
constexpr KeyWords packKey(std::string_view key) {
    KeyWords words;
    for (std::size_t i = 0; i < key.size() && i < kKeyBytesMax; ++i) {
        const char c = key[i];
        const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
        (i < 8 ? words.low : words.high) |= byte << (8 * (i % 8));
    }
    return words;
}

struct KnownKey {
    KeyWords words;
    std::size_t size;
    Field field;
    std::uint8_t rank;  // among the aliases of its field; the lowest wins
};

constexpr KnownKey knownKey(std::string_view key, Field field, std::uint8_t rank = 0) {
    return {packKey(key), key.size(), field, rank};
}

// The keys of an ordinary tick first: the search is linear.
inline constexpr std::array kKnownKeys = {knownKey("type", Field::Type),
                                          knownKey("symbol", Field::Symbol),
                                          knownKey("bid", Field::Bid),
                                          knownKey("ask", Field::Ask),
                                          knownKey("time", Field::Time, 1),
                                          knownKey("v", Field::V),
                                          knownKey("seq", Field::Seq),
                                          knownKey("epoch", Field::Epoch),
                                          knownKey("time_msc", Field::Time),
                                          knownKey("tz_s", Field::TzSeconds),
                                          knownKey("flags", Field::Flags),
                                          knownKey("last", Field::Last),
                                          knownKey("volume", Field::Volume),
                                          knownKey("volume_real", Field::VolumeReal),
                                          knownKey("gw", Field::Gw),
                                          knownKey("timestamp", Field::Time, 2),
                                          knownKey("ts", Field::Time, 3),
                                          knownKey("t", Field::Time, 4),
                                          knownKey("s", Field::Symbol, 1),
                                          knownKey("b", Field::Bid, 1),
                                          knownKey("a", Field::Ask, 1),
                                          knownKey("p", Field::Last, 2),
                                          knownKey("price", Field::Last, 1),
                                          knownKey("source", Field::Source),
                                          knownKey("bid_volume", Field::BidVolume),
                                          knownKey("ask_volume", Field::AskVolume),
                                          knownKey("n", Field::N),
                                          knownKey("interval_ms", Field::IntervalMs),
                                          knownKey("sent", Field::Sent),
                                          knownKey("send_fail", Field::SendFail),
                                          knownKey("connected", Field::Connected),
                                          knownKey("trade_mode", Field::TradeMode),
                                          knownKey("copy_fail", Field::CopyFail),
                                          knownKey("seqs", Field::Seqs),
                                          knownKey("digits", Field::Digits),
                                          knownKey("point", Field::Point),
                                          knownKey("volume_step", Field::VolumeStep),
                                          knownKey("contract_size", Field::ContractSize),
                                          knownKey("base", Field::Base),
                                          knownKey("profit", Field::Profit),
                                          knownKey("sessions", Field::Sessions),
                                          knownKey("bids", Field::Bids),
                                          knownKey("asks", Field::Asks)};

inline void lookUpKey(std::string_view key, Field& field, std::uint8_t& rank) {
    if (key.size() > kKeyBytesMax) return;
    const KeyWords words = packKey(key);
    for (const KnownKey& known : kKnownKeys) {
        if (known.words != words || known.size != key.size()) continue;
        field = known.field;
        rank = known.rank;
        return;
    }
}

/// `raw` stands behind a key's opening quote, with padding behind. False: it is long or escaped, so it must be
/// unescaped first; otherwise `field` is what the key names or stays Count.
inline bool findKey(const char* raw, Field& field, std::uint8_t& rank) {
    std::size_t size = 0;
    while (size <= kKeyBytesMax && raw[size] != '"' && raw[size] != '\\') ++size;
    if (size > kKeyBytesMax || raw[size] == '\\') return false;
    lookUpKey({raw, size}, field, rank);
    return true;
}

}  // namespace bw::feed::mt5
