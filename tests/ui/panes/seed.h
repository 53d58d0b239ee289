// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <cstdint>
#include <cstdio>
#include <random>

namespace bw::uitest {

/// BELLWETHER_SEED, or a fresh one; printed, so that a failure can be run again.
inline std::uint64_t testSeed() {
    bool given = false;
    std::uint64_t seed = qEnvironmentVariable("BELLWETHER_SEED").toULongLong(&given, 0);
    if (!given) seed = (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
    std::printf("seed=0x%llx\n", static_cast<unsigned long long>(seed));
    std::fflush(stdout);
    return seed;
}

}  // namespace bw::uitest
