// SPDX-License-Identifier: GPL-3.0-or-later
// The same rules once more, the slow way: the whole text into a tree of the JSON library, then looked up by name. It
// shares nothing with the decoder but the number readers of core/model and core/feed/stamp.h.
#pragma once
#include <string>
#include <string_view>

#include "core/feed/event.h"

namespace bw::feed::okx::test {

/// What a message says, as text: equal texts are equal events.
[[nodiscard]] std::string describe(const Message& message);

struct Verdict {
    bool accepted = false;
    std::string events;  // as describe()
};
/// All symbols but NOPE-USDT have `digits`. Not for it (`exactForReference`) are texts with what the library changes:
/// numbers of 16 digits and more outside quotes become double, -0 becomes 0, \u0041 becomes a letter.
[[nodiscard]] Verdict decodeReference(std::string_view text, Digits digits);
[[nodiscard]] bool exactForReference(std::string_view text);

}  // namespace bw::feed::okx::test
