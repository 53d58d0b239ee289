// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/feed/event.h"

namespace bw::feed::binance::test {

/// Everything of a message that its kind fills, as one line: equal lines are equal messages, and a failure shows both.
[[nodiscard]] std::string render(const Message& message);
[[nodiscard]] std::string render(const Decimal& d);

}  // namespace bw::feed::binance::test
