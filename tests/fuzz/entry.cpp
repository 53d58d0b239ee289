// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer's way into one target; BW_FUZZ_TARGET names it.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const bw::fuzz::Finding finding = bw::fuzz::BW_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    if (finding.empty()) return 0;
    std::fprintf(stderr, "broken promise: %s\n", finding.c_str());
    std::abort();
}
