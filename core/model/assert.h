// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <stdexcept>

namespace bw {
/// A broken invariant of our own. The engine's owner catches it, opens a gap, alarms and stops that engine.
struct InvariantBroken : std::logic_error {
    using std::logic_error::logic_error;
};
}  // namespace bw

#define BW_STRINGIFY_(x) #x
#define BW_STRINGIFY(x) BW_STRINGIFY_(x)
/// For our own invariants, on in release. Never on input.
#define BW_ASSERT(condition)                                                                                  \
    do {                                                                                                      \
        if (!(condition)) [[unlikely]]                                                                        \
            throw ::bw::InvariantBroken(#condition " at " __FILE__ ":" BW_STRINGIFY(__LINE__));               \
    } while (false)
