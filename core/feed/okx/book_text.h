// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/event.h"

namespace bw::feed::okx {

/// The book in the venue's own digits, for the checksum that OKX sent until 2023 and OKCoin sends: each level keeps the
/// decimals it was sent with. At most kLevelsMax levels a side, the worst are dropped. Engine thread.
///   source: OKX API v5, "Checksum" of the order book channel; feeds spec 5.3
class BookText {
public:
    enum class Result : std::uint8_t {
        Unchecked,  // the message has no checksum, or there is no snapshot with one to start from
        Match,
        Mismatch
    };
    /// Takes a Snapshot or Depth message with its texts and verifies it. A message without a checksum brings no texts, so
    /// the book is lost with it until the next snapshot.
    Result apply(const Message& message);
    /// Forgets the book: after a break, until the next snapshot.
    void reset();

    /// CRC-32 (IEEE), as signed 32 bit, of the best 25 levels of both sides in turn: "bid:qty:ask:qty:…".
    [[nodiscard]] std::int32_t checksum();
    /// The text that it is made of, for logs. Valid until the next call.
    [[nodiscard]] std::string_view text();

private:
    struct Entry {
        std::int64_t price = 0;
        std::string text;  // "price:qty"
    };
    template <class Better>
    static void update(std::vector<Entry>& side, const std::vector<Level>& levels, const std::vector<LevelText>& texts, Better better);

    std::vector<Entry> m_bids, m_asks;  // best first
    std::string m_text;
    bool m_ready = false;  // begun with a snapshot, nothing missing since
};

}  // namespace bw::feed::okx
