// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/model/result.h"
#include "core/trade/desk.h"

namespace bw::engine {

// Users' wishes as journaled control frames of source "risk.cmd!": {"ctl":"risk.cmd","cmd":"submit",...}; empty members are
// left out. Encoding and decoding are the reverse of each other. Any thread.
[[nodiscard]] std::string encodeCommand(const trade::TradeCommand& command);
/// JsonSyntax, FieldMissing or FieldType; nothing is half done.
[[nodiscard]] Result<trade::TradeCommand> decodeCommand(std::string_view json);

/// {"ctl":"latch","state":"ACTIVE","sim_state":"ACTIVE","scopes":[...]}. A state that is not understood is HALTED.
[[nodiscard]] trade::LatchFacts decodeLatch(std::string_view json);

}  // namespace bw::engine
