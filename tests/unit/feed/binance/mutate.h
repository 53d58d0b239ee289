// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "core/model/random.h"

namespace bw::feed::binance::test {

/// One message of each kind that a stream or a snapshot request can bring.
[[nodiscard]] const std::vector<std::string>& mutationCorpus();

/// One to three small damages: bits, bytes, digits, cuts, doubled or foreign pieces.
void mutate(std::string& text, Random& random);

}  // namespace bw::feed::binance::test
