// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/signal/indicator/blocks.h"
#include "core/signal/indicator/indicator.h"

namespace bw::indicator {

using Params = std::vector<double>;
[[nodiscard]] inline int whole(double parameter) noexcept { return static_cast<int>(parameter); }

/// What the classes of averages.h, oscillators.h and volumes.h have in common. Each has
///   step(bar, out)   one valid bar; outputs left alone stay null with reason warmup
///   clear()          as after construction
///   from()           0-based bar of the last output's first value
/// Units are divided away at the output only, and by the power of ten itself: the quotient is then rounded once.
class Kernel {
public:
    explicit Kernel(Scale scale) : price_unit(static_cast<double>(kPow10[scale.price_digits])), qty_unit(static_cast<double>(kPow10[scale.qty_digits])) {}
    [[nodiscard]] bool fits(const Bar&) const noexcept { return true; }

protected:
    double price_unit, qty_unit;
};

}  // namespace bw::indicator
