// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <cstdint>

namespace bw::test {

/// BELLWETHER_SEED where it is a number, else `fixed`; printed, so that a failure can be run again.
inline std::uint64_t seedOr(std::uint64_t fixed) {
    bool is_number = false;
    const std::uint64_t given = qEnvironmentVariable("BELLWETHER_SEED").toULongLong(&is_number, 0);
    const std::uint64_t seed = is_number ? given : fixed;
    qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
    return seed;
}

}  // namespace bw::test
