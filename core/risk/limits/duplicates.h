// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "core/model/order.h"
#include "core/model/times.h"

namespace bw::risk {

/// L15: the same source, instrument, side, type, price and quantity again within the window. Bound: the orders that passed
/// within the window, so at most what the rate limits let through. Engine thread.
class Duplicates {
public:
    /// window_ns 0: off.
    explicit Duplicates(std::int64_t window_ns) noexcept : m_window_ns(window_ns) {}
    [[nodiscard]] bool seen(const OrderIntent& intent, MonoTime now) const;
    void add(const OrderIntent& intent, MonoTime now);

private:
    struct Key {
        std::string source, instrument;
        OrderSide side = OrderSide::Buy;
        OrderType type = OrderType::Market;
        std::optional<Price> price, stop;
        Qty qty;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Entry {
        MonoTime mono;
        Key key;
    };
    [[nodiscard]] static Key keyOf(const OrderIntent& intent);
    std::int64_t m_window_ns;
    std::deque<Entry> m_entries;
};

}  // namespace bw::risk
