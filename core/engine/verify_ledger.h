// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>

#include "core/model/result.h"

namespace bw::engine {

/// Checks seq, prev and h of every line of a ledger. 0: whole; else the first broken line, from 1; a torn last line is
/// broken too. Codes: FileOpen, FileRead.
[[nodiscard]] Result<std::uint64_t> verifyLedger(const std::string& path);

}  // namespace bw::engine
