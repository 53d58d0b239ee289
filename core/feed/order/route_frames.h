// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/model/order.h"
#include "core/model/result.h"

namespace bw::feed {

// What a route tells the engine, as journaled control frames: {"ctl":"risk.reply",...}, "risk.snapshot", "risk.account",
// "risk.route". Source names are "route.<route>!". Encoding and decoding are the reverse of each other for every value;
// decoding fails with JsonSyntax, FieldMissing or FieldType and leaves nothing half done. Any thread.
[[nodiscard]] std::string encode(const RouteReply& reply);
[[nodiscard]] std::string encode(const RouteSnapshot& snapshot);
[[nodiscard]] std::string encode(const AccountReading& reading);
[[nodiscard]] std::string encode(const RouteStatus& status);
[[nodiscard]] Result<RouteReply> decodeReply(std::string_view json);
[[nodiscard]] Result<RouteSnapshot> decodeSnapshot(std::string_view json);
[[nodiscard]] Result<AccountReading> decodeReading(std::string_view json);
[[nodiscard]] Result<RouteStatus> decodeStatus(std::string_view json);

}  // namespace bw::feed
