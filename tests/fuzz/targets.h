// SPDX-License-Identifier: GPL-3.0-or-later
// The fuzz targets of the decoders (quality spec 6). clang's libFuzzer calls one of them for hours (entry.cpp); the normal
// build calls all of them for every file of tests/data/corpus (tst_corpus.cpp).
#pragma once
#include <string>
#include <string_view>

namespace bw::fuzz {

/// What an input showed to be broken, in words; empty: nothing.
using Finding = std::string;

// Each takes one input of any bytes, decodes it with a decoder of its own and says whether the promises of its first
// comment held. Any thread; nothing is kept between calls, so that an input shows the same each time.
[[nodiscard]] Finding binanceFrame(std::string_view input);
[[nodiscard]] Finding okxFrame(std::string_view input);
[[nodiscard]] Finding deribitFrame(std::string_view input);
[[nodiscard]] Finding mt5Message(std::string_view input);
[[nodiscard]] Finding restBody(std::string_view input);

}  // namespace bw::fuzz
